"""What of a selection a format keeps, alters or loses: counted once, and set against what the format declares."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from annotator.formats.selection import Article, Selection
from annotator.model.items import Annotation, Attribution, Item

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

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
"""What XML 1.0 cannot say (section 2.2)."""

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
    """How much of each aspect a selection holds."""
    counts: Counter[str] = Counter()
    for kind, items in selection.shared.items():
        counts[_OWN_KIND[kind]] += len(items)
        counts["times"] += _timed(items)
    for article in selection.articles():
        count_article(article, counts)
    return +counts


def count_article(article: Article, counts: Counter[str]) -> None:
    """Add what one article holds."""
    counts["documents"] += 1
    counts["control"] += len(_CONTROL.findall(article.text))
    counts["facts"] += any(getattr(article.document, name) for name in _FACTS)
    counts["times"] += _timed([article.document, *article.annotations, *article.attributions, *article.judgements])
    for annotation in article.annotations:
        _count_annotation(annotation, article.text, counts)
    for attribution in article.attributions:
        _count_attribution(attribution, counts)
    counts["overlapping"] += overlaps(article.annotations)
    for item in article.judgements:
        counts[_OWN_KIND[item.KIND]] += 1


def _timed(items: Iterable[Item]) -> int:
    return sum(item.modified is not None for item in items)


def _count_annotation(annotation: Annotation, text: str, counts: Counter[str]) -> None:
    counts["annotations"] += 1
    if len(annotation.spans) > 1:
        counts["discontinuous"] += 1
    if "\n" in "".join(annotation.exact(text)):
        counts["crossing"] += 1
    if annotation.entity is not None:
        counts["named"] += 1
    if annotation.note or annotation.discuss or annotation.certainty:
        counts["notes"] += 1


def _count_attribution(attribution: Attribution, counts: Counter[str]) -> None:
    counts["attributions"] += 1
    counts["cueless"] += not attribution.cues
    counts["several"] += len(attribution.sources) > 1 or len(attribution.cues) > 1
    counts["chains"] += attribution.parent is not None
    counts["qualities"] += (attribution.kind, attribution.polarity, attribution.source_status, attribution.note) != (
        "statement", "positive", "explicit", "",
    )  # fmt: skip


def overlaps(annotations: Iterable[Annotation]) -> int:
    """Annotations that share a character with an earlier one of the same tag and layer."""
    spans: defaultdict[tuple[str | None, str], list[tuple[int, int, str]]] = defaultdict(list)
    for annotation in annotations:
        spans[annotation.annotator, annotation.tag].extend((*span, annotation.id) for span in annotation.spans)
    found: set[str] = set()
    for group in spans.values():
        reach, owner = -1, ""
        for begin, end, id_ in sorted(group):
            if begin < reach and id_ != owner:
                found.add(id_)
            if end > reach:
                reach, owner = end, id_
    return len(found)


def report(carries: Mapping[str, Fate], counts: Mapping[str, int]) -> list[Loss]:
    """Every aspect that is there, and what becomes of it."""
    nowhere = Fate(LOST, "the format has no place for it")
    out = []
    for aspect, title in ASPECTS.items():
        if count := counts.get(aspect, 0):
            grade, how = carries.get(aspect, nowhere)
            out.append(Loss(aspect, title, count, grade, how))
    return out
