"""What is to be written: articles one after the other, so that a corpus of any size passes through."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from annotator.model.items import Annotation, Attribution, Document, Entity, Item

SHARED = ("annotator", "tag", "entity", "setting")
"""Kinds that stand on no document. Judgements of entities and the like are shared too."""

JUDGEMENTS = ("rating", "verdict", "comment", "state", "confirmation", "assignment")


@dataclass(slots=True)
class Article:
    """A document with everything written of it. `annotations` and `attributions` are in the order of the text."""

    document: Document
    text: str
    annotations: list[Annotation] = field(default_factory=list)
    attributions: list[Attribution] = field(default_factory=list)
    judgements: list[Item] = field(default_factory=list)

    @property
    def id(self) -> str:
        return self.document.id

    @property
    def title(self) -> str:
        return self.document.title or self.document.id[:12]

    def layers(self) -> dict[str | None, "Article"]:
        """The article as each annotator has it; None is what belongs to the project. Judgements are in no layer."""
        out: defaultdict[str | None, Article] = defaultdict(lambda: Article(self.document, self.text))
        for annotation in self.annotations:
            out[annotation.annotator].annotations.append(annotation)
        for attribution in self.attributions:
            out[attribution.annotator].attributions.append(attribution)
        return dict(out)


@dataclass(frozen=True, slots=True)
class Selection:
    """What is to be written. `articles` starts anew with each call, in the order of the documents' ids."""

    shared: Mapping[str, list[Item]] = field(repr=False)
    documents: int
    articles: Callable[[], Iterator[Article]] = field(repr=False)

    def items(self, kind: str) -> list[Item]:
        return self.shared.get(kind, [])

    def annotator_names(self) -> dict[str, str]:
        return {a.id: str(getattr(a, "name", "")) for a in self.items("annotator")}

    def entities(self) -> dict[str, Entity]:
        return {e.id: e for e in self.items("entity") if isinstance(e, Entity)}
