"""Whose annotations are shown and how: one's own as tints, colleagues' as outlines."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from annotator.model.annotated import AnnotatedDocument
from annotator.model.items import CONTENT_TAGS, Annotation
from annotator.ui.article.index import AnnotationIndex
from annotator.ui.article.marks import inner_last


class Looks(NamedTuple):
    """How layers are shown, by annotator (id): those `shown` (None is all), `tinted` ones as tints, others as outlines.

    Where nobody is said to be tinted, the article's own layer is. `colours` are numbers of `Tokens.layers`; a layer
    without one has the first.
    """

    shown: frozenset[str] | None = None
    tinted: frozenset[str] | None = None
    colours: Mapping[str, int] = {}


class Layers:
    """The annotations of one article by place, divided into tinted and outlined ones, without hidden layers."""

    def __init__(self, article: AnnotatedDocument, me: str | None) -> None:
        self._article = article
        self.me = me if me is not None else _only_annotator(article)
        self.looks = Looks()
        self.index = AnnotationIndex(article.annotations.values())

    @property
    def suggesters(self) -> frozenset[str]:
        return frozenset(a.id for a in self._article.annotators.values() if a.kind == "suggester")

    @property
    def initials(self) -> dict[str, str]:
        return {a.id: initial(a.name) for a in self._article.annotators.values()}

    def visible(self, annotation: Annotation) -> bool:
        shown = self.looks.shown
        return shown is None or annotation.annotator is None or annotation.annotator in shown

    def is_own(self, annotation: Annotation) -> bool:
        """Whether it is tinted: mine, or of a layer that is looked at in the same way."""
        annotator, tinted = annotation.annotator, self.looks.tinted
        return annotator is None or (annotator == self.me if tinted is None else annotator in tinted)

    def divide(self, begin: int, end: int) -> tuple[list[Annotation], list[Annotation]]:
        """One's own and others' annotations that touch `[begin, end)`."""
        found = self.index.overlapping(begin, end)
        owners = {a.annotator: a for a in found}  # one of each, as all of an annotator are shown alike
        shown = {owner: self.visible(a) for owner, a in owners.items()}
        mine = {owner: shown[owner] and self.is_own(a) for owner, a in owners.items()}
        own = [a for a in found if mine[a.annotator]]
        others = [a for a in found if shown[a.annotator] and not mine[a.annotator]]
        return own, others

    def at(self, position: int) -> list[Annotation]:
        """The annotations shown over a code point, innermost first."""
        found = self.index.overlapping(position, position + 1)
        over = [a for a in found if self.visible(a) and any(s.contains(position) for s in a.spans)]
        return sorted(over, key=inner_last, reverse=True)

    def contents(self) -> Iterable[Annotation]:
        """One's own claims and quotes, in no order."""
        return (
            a
            for a in self._article.annotations.values()
            if a.tag in CONTENT_TAGS and self.is_own(a) and self.visible(a)
        )


def initial(name: str) -> str:
    """The letter that stands for a person."""
    return name.strip()[:1].upper() or "?"


def _only_annotator(article: AnnotatedDocument) -> str | None:
    """Whose layer it is when there is only one."""
    found: str | None = None
    for annotation in article.annotations.values():
        if annotation.annotator is not None and found is not None and annotation.annotator != found:
            return None
        found = annotation.annotator or found
    return found
