"""Articles made for comparing, small and of any shape."""

import pytest

from annotator.model.annotated import AnnotatedDocument
from annotator.model.items import Annotation, Attribution, Document, Entity
from annotator.model.span import Span, tidy

TEXT = "The port 🚢 of Sarn will open, the harbour master said. “We are ready,” she told Radio Sarn."
ENTITIES = ("e1", "e2", "e3")


class Article:
    """Builds an article word by word."""

    def __init__(self, id_: str = "d", text: str = TEXT) -> None:
        self.made = AnnotatedDocument(Document(id=id_), text)
        self.made.entities = {e: Entity(id=e, name=e) for e in ENTITIES}

    def tag(self, annotator, tag, *edges, entity=None, id_=None):
        spans = tidy(Span(*e) for e in edges)
        id_ = id_ or f"{self.made.id}-{annotator}-{len(self.made.annotations)}"
        one = Annotation(id=id_, document=self.made.id, annotator=annotator, tag=tag, spans=spans, entity=entity)
        self.made.annotations[id_] = one
        return one

    def link(self, annotator, contents, sources=(), cues=(), parent=None, **facts):
        id_ = f"{self.made.id}-{annotator}-x{len(self.made.attributions)}"
        one = Attribution(
            id=id_, document=self.made.id, annotator=annotator, parent=parent.id if parent else None,
            contents=tuple(c.id for c in contents), sources=tuple(s.id for s in sources),
            cues=tuple(c.id for c in cues), **facts,
        )  # fmt: skip
        self.made.attributions[id_] = one
        return one


@pytest.fixture
def article():
    return Article()


@pytest.fixture
def new_article():
    """Makes articles, for tests that need several or one for each example of Hypothesis."""
    return Article
