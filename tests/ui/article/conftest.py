import os
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator.model.annotated import AnnotatedDocument
from annotator.model.items import Annotation, Annotator, Attribution, Document, Entity
from annotator.model.span import Span
from annotator.ui.article.view import ArticleView

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

ME, BEA = "me", "bea"

TEXT = """Harbour to close

Family 👨‍👩‍👧 and cafe\u0301 owners: the port\u00a0authority said “the harbour will close in June” on Monday.

Citing the Daily Ledger, the agency reported that the deputy minister had ordered the closure. No date was given.

The spokesman قال الوزير إن 42 شخصا said nothing more about it.

  • A first point is made here.
  • A second point is made there.

The agency said the inquiry would go on."""


class Article:
    """A small article that tests annotate by words."""

    def __init__(self, text: str = TEXT) -> None:
        self.document = AnnotatedDocument(
            document=Document(id="d", title="Harbour to close", outlet="Morning Courier", published="2026-05-14"),
            text=text,
            annotators={ME: Annotator(id=ME, name="Ana"), BEA: Annotator(id=BEA, name="Bea")},
        )

    def span(self, words: str, after: str = "") -> Span:
        text = self.document.text
        begin = text.index(words, text.index(after) if after else 0)
        return Span(begin, begin + len(words))

    def make(self, id: str, tag: str, words: str, *, after: str = "", by: str = ME, entity: str | None = None):
        return Annotation(id=id, document="d", annotator=by, tag=tag, spans=(self.span(words, after),), entity=entity)

    def add(self, id: str, tag: str, words: str, **more) -> Annotation:
        made = self.document.annotations[id] = self.make(id, tag, words, **more)
        return made

    def attribute(self, id: str, sources=(), cues=(), contents=(), **more) -> Attribution:
        made = self.document.attributions[id] = Attribution(
            id=id, document="d", annotator=ME, sources=sources, cues=cues, contents=contents, **more
        )
        return made


@pytest.fixture
def article() -> Article:
    """One quote with its source; one claim that an agency took from a paper; a source of a colleague's."""
    out = Article()
    out.document.entities["e"] = Entity(id="e", name="Daily Ledger")
    out.add("quote", "quote", "the harbour will close in June")
    out.add("port", "source", "the port\u00a0authority")
    out.add("said", "cue", "said", after="authority")
    out.add("ledger", "source", "the Daily Ledger", entity="e")
    out.add("agency", "source", "the agency")
    out.add("claim", "claim", "the deputy minister had ordered the closure")
    out.add("minister", "source", "the deputy minister")
    out.add("loose", "claim", "the inquiry would go on")
    out.add("hers", "source", "The spokesman", by=BEA)
    out.attribute("t1", ("port",), ("said",), ("quote",))
    out.attribute("t2", ("agency",), (), ("claim",))
    out.attribute("t3", ("ledger",), (), ("claim",), parent="t2")
    return out


@pytest.fixture(autouse=True)
def interface_face(qapp: QApplication) -> Iterator[None]:
    before = qapp.font()
    qapp.setFont(QFont("Inter", 10))
    yield
    qapp.setFont(before)


@pytest.fixture
def show(qtbot: QtBot) -> Callable[..., ArticleView]:
    def shown(document: AnnotatedDocument, width: int = 900, height: int = 700, me: str | None = ME) -> ArticleView:
        view = ArticleView()
        qtbot.addWidget(view)
        view.resize(width, height)
        view.set_article(document, me)
        view.show()
        qtbot.waitExposed(view)
        view.setFocus()
        return view

    return shown


@pytest.fixture
def view(article: Article, show: Callable[..., ArticleView]) -> ArticleView:
    return show(article.document)
