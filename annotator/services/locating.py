"""Where the first of the differences lies that a figure of agreement counts."""

from collections.abc import Callable, Collection, Mapping
from typing import NamedTuple

from annotator.agreement.attributions import LEVELS
from annotator.agreement.differing import Difference, differences
from annotator.model.items import Annotation, Attribution
from annotator.services.bulk import Progress, nothing
from annotator.services.project import Project
from annotator.services.tabulating import Row
from annotator.storage import documents as stored

Wanted = Callable[[Difference], bool]
Pairs = Mapping[str, Collection[tuple[str, str]]]
"""The documents (ids) that are looked through, and whose layers are compared there."""

_OF_LEVEL = dict(zip(LEVELS, (("boundary",), ("boundary", "source"), ("boundary", "source", "cue")), strict=True))
_ALONE = ("only-a", "only-b")


class Place(NamedTuple):
    """A difference in a document, and the two annotators compared, `a` being the first."""

    document: str
    pair: tuple[str, str]
    difference: Difference

    @property
    def annotation(self) -> str:
        """The annotation to go to."""
        item = self.difference.a or self.difference.b
        assert item is not None
        return item.contents[0] if isinstance(item, Attribution) else item.id


def first(project: Project, pairs: Pairs, wanted: Wanted, progress: Progress = nothing) -> Place | None:
    """The first, in the order of the list of documents; None where there is none. `progress` may raise to stop."""
    for done, article in enumerate(stored.each(project.file, pairs)):
        progress(done, len(pairs), article.document.title or "")
        for pair in pairs[article.id]:
            found = next((one for one in differences(article, *pair) if wanted(one)), None)
            if found is not None:
                return Place(article.id, pair, found)
    return None


def any_difference(found: Difference) -> bool:
    return found.kind != "same"


def of_cell(tag_a: str | None, tag_b: str | None) -> Wanted:
    """What a cell of the confusion matrix counts: annotations under these tags, None for what only the other has.

    Under the same tag, those whose edges or entities differ.
    """

    def wanted(found: Difference) -> bool:
        one, other = found.a, found.b
        if isinstance(one or other, Attribution) or (tag_a == tag_b and found.kind == "same"):
            return False
        return (_tag(one), _tag(other)) == (tag_a, tag_b)

    return wanted


def of_figure(row: Row) -> Wanted:
    """What keeps a figure below 1."""
    if row.group == "spans":
        return lambda found: (
            isinstance(found.a or found.b, Annotation)
            and found.kind in ("boundary", "tag", *_ALONE)
            and (row.tag is None or row.tag in (_tag(found.a), _tag(found.b)))
        )
    if row.group == "entities":
        return lambda found: found.kind == "entity"
    kinds = _OF_LEVEL.get(row.on, ("chain",))
    if row.group == "attributions" and row.on not in _OF_LEVEL:
        return lambda found: row.on in found.facts
    return lambda found: isinstance(found.a or found.b, Attribution) and found.kind in (*kinds, *_ALONE)


def _tag(item: Annotation | Attribution | None) -> str | None:
    return item.tag if isinstance(item, Annotation) else None
