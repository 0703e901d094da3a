"""What of a selection a format keeps, alters or loses: counted once, and set against what the format declares."""

import re
from bisect import bisect_left, insort
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from annotator.formats.lines import encode
from annotator.formats.selection import Article, Selection
from annotator.model.items import Annotation, Attribution, Item
from annotator.model.span import Span

ASPECTS = {
    "documents": "Articles",
    "control": "Control characters",
    "facts": "Facts about articles",
    "annotations": "Spans and tags",
    "discontinuous": "Annotations in several parts",
    "crossing": "Spans across a line break",
    "overlapping": "Overlaps within one tag",
    "tags": "Names of project tags",
    "annotators": "Annotators",
    "times": "Times of change",
    "entities": "Sources (entities)",
    "named": "Links from mentions to sources",
    "notes": "Notes, certainty, marks to discuss",
    "attributions": "Attributions",
    "cueless": "Attributions without a cue",
    "several": "Attributions with several sources or cues",
    "chains": "Chains (attributions under another)",
    "qualities": "Kind, polarity, status and notes of attributions",
    "ratings": "Ratings",
    "verdicts": "Verdicts",
    "comments": "Comments",
    "states": "Progress on articles",
    "confirmations": "Confirmed hops",
    "assignments": "Assignments",
    "settings": "Settings",
}
"""What is counted, in the order in which it is shown."""

UNSAYABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""What XML 1.0 cannot say (section 2.2); surrogates stand in no text."""

KEPT, ALTERED, LOST = "kept", "altered", "lost"
_FACTS = ("title", "outlet", "author", "published", "url", "language", "derived_from", "headings")
_OWN_KIND = {
    "rating": "ratings", "verdict": "verdicts", "comment": "comments", "state": "states",
    "confirmation": "confirmations", "assignment": "assignments", "setting": "settings", "entity": "entities",
    "tag": "tags", "annotator": "annotators",
}  # fmt: skip


class Fate(NamedTuple):
    """What becomes of an aspect in a format, and how, in words."""

    grade: str
    how: str = ""


@dataclass(frozen=True, slots=True)
class Loss:
    """A row of the loss report."""

    aspect: str
    title: str
    count: int
    grade: str
    how: str


def survey(selection: Selection) -> Counter[str]:
    """How much of each aspect a selection holds; and, as `within` names it, how much of it goes with another aspect."""
    counts: Counter[str] = Counter()
    for items in selection.shared.values():
        for item in items:
            _count_other(item, counts)
    for article in selection.articles():
        count_article(article, counts)
    return +counts


def within(aspect: str, owner: str) -> str:
    """What is counted of one aspect in what another one counts: it goes where that goes."""
    return f"{aspect} of {owner}"


def count_article(article: Article, counts: Counter[str]) -> None:
    """Add what one article holds."""
    document = article.document
    counts["documents"] += 1
    counts["control"] += len(UNSAYABLE.findall(article.text))
    _count_unsayable(document, "facts", counts)
    counts["facts"] += any(getattr(document, name) for name in _FACTS)
    _count_time(document, "documents", counts)
    beyond = overlapping(article.annotations)
    for annotation in article.annotations:
        _count_annotation(annotation, article.text, counts, over=annotation.id in beyond)
    for attribution in article.attributions:
        _count_attribution(attribution, counts)
    for item in article.judgements:
        _count_other(item, counts)


def _count_other(item: Item, counts: Counter[str]) -> None:
    owner = _OWN_KIND[item.KIND]
    counts[owner] += 1
    _count_unsayable(item, owner, counts)
    _count_time(item, owner, counts)


def _count_time(item: Item, owner: str, counts: Counter[str]) -> None:
    if item.modified is not None:
        counts["times"] += 1
        counts[within("times", owner)] += 1


def _count_unsayable(item: Item, owner: str, counts: Counter[str]) -> None:
    """Add the characters in what is said of an item; lists are JSON, which has signs for most of them."""
    said = (value if isinstance(value, str) else encode(value) for value in item.plain().values())
    _add_unsayable(sum(len(UNSAYABLE.findall(one)) for one in said), owner, counts)


def _add_unsayable(count: int, owner: str, counts: Counter[str]) -> None:
    if count:
        counts["control"] += count
        counts[within("control", owner)] += count


def _count_annotation(annotation: Annotation, text: str, counts: Counter[str], *, over: bool) -> None:
    aspects = ["annotations"]
    if len(annotation.spans) > 1:
        aspects.append("discontinuous")
    if "\n" in "".join(annotation.exact(text)):
        aspects.append("crossing")
    if annotation.entity is not None:
        aspects.append("named")
    if annotation.note or annotation.discuss or annotation.certainty:
        aspects.append("notes")
    counts.update(aspects)
    _add_unsayable(len(UNSAYABLE.findall(annotation.note)), "notes", counts)
    _count_time(annotation, "annotations", counts)
    if over:
        counts["overlapping"] += 1
        counts.update(within(aspect, "overlapping") for aspect in aspects)
        counts[within("times", "overlapping")] += annotation.modified is not None


def _count_attribution(attribution: Attribution, counts: Counter[str]) -> None:
    counts["attributions"] += 1
    counts["cueless"] += not attribution.cues
    counts["several"] += len(attribution.sources) > 1 or len(attribution.cues) > 1
    counts["chains"] += attribution.parent is not None
    counts["qualities"] += (attribution.kind, attribution.polarity, attribution.source_status, attribution.note) != (
        "statement", "positive", "explicit", "",
    )  # fmt: skip
    _add_unsayable(len(UNSAYABLE.findall(attribution.note)), "qualities", counts)
    _count_time(attribution, "attributions", counts)


def overlapping(annotations: Iterable[Annotation]) -> set[str]:
    """Annotations that share a character with an earlier one of their tag and layer that is not among these itself.

    They are what has to go so that a character belongs to one annotation of each tag and layer.
    """
    room: defaultdict[tuple[str | None, str], list[Span]] = defaultdict(list)
    beyond = set()
    for annotation in annotations:
        taken = room[annotation.annotator, annotation.tag]
        if all(_free(taken, span) for span in annotation.spans):
            for span in annotation.spans:
                insort(taken, span)
        else:
            beyond.add(annotation.id)
    return beyond


def _free(taken: list[Span], span: Span) -> bool:
    """Whether a span touches none of some that touch each other nowhere, in their order."""
    at = bisect_left(taken, span)
    return (at == len(taken) or taken[at].begin >= span.end) and (at == 0 or taken[at - 1].end <= span.begin)


def report(carries: Mapping[str, Fate], counts: Mapping[str, int]) -> list[Loss]:
    """Every aspect that is there, and what becomes of it.

    What goes with something that is lost (the time of a rating, an annotation that overlaps) is counted there alone.
    """
    nowhere = Fate(LOST, "the format has no place for it")
    lost = [aspect for aspect in ASPECTS if carries.get(aspect, nowhere).grade == LOST]
    out = []
    for aspect, title in ASPECTS.items():
        grade, how = carries.get(aspect, nowhere)
        count = counts.get(aspect, 0)
        if grade != LOST:
            count -= sum(counts.get(within(aspect, owner), 0) for owner in lost)
        if count:
            out.append(Loss(aspect, title, count, grade, how))
    return out
