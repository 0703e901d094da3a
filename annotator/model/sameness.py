"""Which items of a document say the same, in whoever's layer they are."""

from collections import defaultdict
from collections.abc import Hashable, Iterable

from annotator.model.annotated import AnnotatedDocument, resolve
from annotator.model.items import Annotation, Annotator, Attribution

ADJUDICATED = Annotator(id="8d1f6a43-5b0e-5c53-9f0a-2f6d3b1c7e90", name="Adjudicated")
"""Whose layer the outcome of a review is; the same in every project. Nothing in it is judged again."""

Judged = Annotation | Attribution
"""What of a document is somebody's reading of it, and can be judged."""


class Sameness:
    """Annotations say the same with tag, spans and source; attributions when members, facts and parents do.

    Notes, certainties and whoever made an item are left out, as they are where layers are compared. Regions tagged as
    excluded belong to the project and are nobody's reading.
    """

    def __init__(self, article: AnnotatedDocument) -> None:
        self._article = article
        self._numbers: dict[Hashable, int] = {}
        self._of: dict[str, int] = {}
        self._by_number: defaultdict[int, list[str]] = defaultdict(list)
        for _, annotation in sorted(article.annotations.items()):  # numbers follow from what there is, not its order
            if annotation.tag != "excluded":
                entity = resolve(annotation.entity, article.entities)
                self._note(annotation.id, (annotation.tag, annotation.spans, entity.id if entity else None))
        for _, attribution in sorted(article.attributions.items()):
            self._note_chain(attribution)

    def _note(self, id_: str, says: Hashable) -> None:
        number = self._of[id_] = self._numbers.setdefault(says, len(self._numbers))
        self._by_number[number].append(id_)

    def _note_chain(self, attribution: Attribution) -> None:
        """An attribution after the parents above it, which say what it is part of."""
        path: list[Attribution] = []
        at: Attribution | None = attribution
        while at is not None and at.id not in self._of:
            path.append(at)
            at = self._article.attributions.get(at.parent) if at.parent is not None else None
        for one in reversed(path):
            above = self._of.get(one.parent) if one.parent is not None else None
            roles = (self._all(one.sources), self._all(one.cues), self._all(one.contents))
            self._note(one.id, (roles, above, one.parent_basis, one.source_status, one.kind, one.polarity))

    def _all(self, members: Iterable[str]) -> frozenset[int]:
        return frozenset(self._of[member] for member in members)

    def number(self, id_: str) -> int:
        """The same for items that say the same, and different for others. Raises KeyError for what is not judged."""
        return self._of[id_]

    def with_number(self, number: int) -> list[str]:
        """All items of a number, in order of their ids."""
        return sorted(self._by_number[number])

    def twins(self, id_: str) -> list[str]:
        """The other items that say the same as one, in order of their ids."""
        return [other for other in self.with_number(self._of[id_]) if other != id_]

    def numbers(self) -> list[int]:
        """All numbers there are, the same for the same items in any order."""
        return list(self._by_number)


def judged(article: AnnotatedDocument) -> list[Judged]:
    """Everything on a document that is somebody's reading: annotations first, then attributions."""
    made: tuple[Judged, ...] = (*article.annotations.values(), *article.attributions.values())
    return [one for one in made if is_judged(one)]


def is_judged(item: Judged) -> bool:
    """Whether it is somebody's reading, rather than the project's or the outcome of a review."""
    excluded = isinstance(item, Annotation) and item.tag == "excluded"
    return not excluded and item.annotator not in (None, ADJUDICATED.id)


def place(article: AnnotatedDocument, item: Judged) -> tuple[int, int, int, str]:
    """What brings items into reading order: where they begin, annotations first, outer before inner."""
    if isinstance(item, Attribution):
        return article.order(item)[0], 1, 0, item.id
    return item.begin, 0, -item.end, item.id
