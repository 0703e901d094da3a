"""Every check by its name, and running them."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from annotator.checks import attributions, edges, judged, marks, repeated, sources
from annotator.checks.finding import Finding, Looked
from annotator.model.items import Entity
from annotator.model.text import folded

OnDocument = Callable[[Looked], Iterator[Finding]]
OnProject = Callable[[Mapping[str, Entity]], Iterator[Finding]]

FIXES = ("link", "entity", "confirm", "widen", "merge", "delete", "claim", "quote", "describe")
"""What can be done about a finding: by a person who is asked (link, entity, describe), or at once (all others)."""


class Check(NamedTuple):
    """A check as a list of rules shows it. `title` is short, `about` one sentence."""

    name: str
    title: str
    about: str
    on_document: tuple[OnDocument, ...] = ()
    on_project: tuple[OnProject, ...] = ()


def document_without_annotation(looked: Looked) -> Iterator[Finding]:
    """A document in which nobody tagged anything."""
    article = looked.article
    if not looked.annotations:
        message = "Nothing is annotated in this article."
        yield Finding("document-without-annotation", article.id, message, article.id, words=article.document.title)


CHECKS = {
    one.name: one
    for one in (
        Check("claim-unattributed", "Claim without attribution", "A claim that is attributed to nobody.",
              (attributions.claim_unattributed,)),
        Check("source-unspecified", "Source not named", "The text says that somebody says so, and not who.",
              (attributions.source_unspecified,)),
        Check("quote-without-source", "Quote without a source", "A quote that is attributed to nobody.",
              (attributions.quote_without_source,)),
        Check("source-without-entity", "Source not known", "A mention of which nobody said which source it is.",
              (sources.source_without_entity,)),
        Check("anonymous-without-reason", "Anonymous without a reason",
              "An anonymous source of which nothing says why it is not named.",
              on_project=(sources.anonymous_without_reason,)),
        Check("hop-unconfirmed", "Inferred hop", "A hop that an analyst inferred and nobody confirmed.",
              (attributions.hop_unconfirmed,)),
        Check("quotation-marks-unbalanced", "Quotation mark alone", "A quotation mark that is never opened or closed.",
              (marks.quotation_marks_unbalanced,)),
        Check("quotation-marks-straddled", "Half a quotation",
              "An annotation that takes one quotation mark and leaves the other.",
              (marks.quotation_marks_straddled,)),
        Check("quotation-marks-missing", "Quote without marks", "A quote that stands in no quotation marks.",
              (marks.quotation_marks_missing,)),
        Check("quotation-untagged", "Quotation without a quote", "A claim in quotation marks that is no quote.",
              (marks.quotation_untagged,)),
        Check("edge-inside-word", "Word cut", "An annotation that begins or ends inside a word.",
              (edges.edge_inside_word,)),
        Check("edge-inside-grapheme", "Character cut", "An annotation that begins or ends inside a character.",
              (edges.edge_inside_grapheme,)),
        Check("attribution-empty", "Empty attribution", "An attribution of which all content is gone.",
              (attributions.attribution_empty,)),
        Check("attribution-across-heading", "Across a heading",
              "An attribution whose members stand in different sections.",
              (attributions.attribution_across_heading,)),
        Check("duplicate", "Recorded twice", "The same annotation, attribution or name of a source twice.",
              (repeated.duplicate,), (sources.name_shared,)),
        Check("judged-otherwise", "Judged otherwise", "What you recorded and a reviewer rejected or replaced.",
              (judged.judged_otherwise,)),
        Check("document-without-annotation", "Nothing annotated", "An article without any annotation.",
              (document_without_annotation,)),
    )
}  # fmt: skip


def check_document(looked: Looked, names: Collection[str]) -> list[Finding]:
    """What the checks of these names find on one document, in reading order where they stand on words."""
    found = [f for name in CHECKS if name in names for run in CHECKS[name].on_document for f in run(looked)]
    order = {name: place for place, name in enumerate(CHECKS)}
    return sorted(found, key=lambda f: (_place(looked, f), order[f.check], f.item))


def check_project(entities: Mapping[str, Entity], names: Iterable[str]) -> list[Finding]:
    """What they find on the project's sources, by name."""
    chosen = set(names)
    found = [f for name in CHECKS if name in chosen for run in CHECKS[name].on_project for f in run(entities)]
    return sorted(found, key=lambda f: (f.check, folded(f.words), f.item))


def _place(looked: Looked, finding: Finding) -> int:
    article = looked.article
    if finding.item in article.annotations:
        return article.annotations[finding.item].begin
    if finding.item in article.attributions:
        attribution = article.attributions[finding.item]
        return min(article.annotations[c].begin for c in attribution.contents)
    return -1
