"""What is kept from frame to frame: a view that was worked in looks as if everything were painted anew."""

import os
import random
import subprocess
import sys

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from annotator.model.annotated import AnnotatedDocument
from annotator.model.changes import Change, ChangeSet
from annotator.model.items import Annotation, Attribution, Document
from annotator.model.span import Span
from annotator.ui.article.fonts import interface_font
from annotator.ui.article.lettering import Lettering
from annotator.ui.article.view import ArticleView

ME = "ana"
SECOND_FRAMES = """
from PySide6.QtWidgets import QApplication
from annotator.model.annotated import AnnotatedDocument
from annotator.model.items import Document
from annotator.ui.article.block_images import BlockImages
from annotator.ui.article.view import ArticleView

app = QApplication([])
text = "\\n".join("The minister said that the port would close. " * length for length in (6, 2, 30, 9) * 10)
view = ArticleView()
view.resize(900, 700)
view.set_article(AnnotatedDocument(document=Document(id="d", title="T"), text=text), None)
view.show()
while not view.windowHandle().isExposed():
    app.processEvents()
renew, painted, again = BlockImages._renew, [], 0
BlockImages._renew = staticmethod(lambda *held: (painted.append(held), renew(*held)))
for top in range(0, 3000, 90):
    view.verticalScrollBar().setValue(top)
    view.viewport().repaint()
    first = len(painted)
    view.viewport().repaint()
    again += len(painted) - first
print(view.devicePixelRatio(), len(painted) > 15, again)
"""
"""Scrolls, and counts the blocks that a second frame of the same place painted anew."""

WORDS = "harbour minister said the closure inquiry port agency reported citing daily ledger june monday".split()


class Work:
    """Tags, links, deletes, focuses and scrolls at random, always the same way for a seed."""

    def __init__(self, show, seed: int) -> None:
        self.chance = random.Random(seed)
        words = [self.chance.choice(WORDS) for _ in range(700)]
        text = "\n\n".join(" ".join(words[at : at + 35]) for at in range(0, len(words), 35))
        self.article = AnnotatedDocument(document=Document(id="d", title="A made article"), text=text)
        for _ in range(90):
            self.put(None, self.made())
        for _ in range(25):
            self.put(None, self.link())
        self.view: ArticleView = show(self.article, me=ME, width=1000, height=600)
        self.view.clearFocus()  # no caret that blinks between two pictures
        self.view.grab()

    def made(self) -> Annotation:
        begin = self.chance.randrange(len(self.article.text) - 260)
        spans = [Span(begin, begin + self.chance.choice((6, 30, 90, 180)))]
        if self.chance.random() < 0.2:
            spans.append(Span(spans[0].end + 20, spans[0].end + 70))
        tag = self.chance.choice(("claim", "claim", "quote", "source", "cue"))
        return Annotation(id=self.id(), document="d", annotator=ME, tag=tag, spans=tuple(spans))

    def link(self) -> Attribution:
        contents = [a.id for a in self.article.annotations.values() if a.tag in ("claim", "quote")]
        sources = [a.id for a in self.article.annotations.values() if a.tag == "source"]
        return Attribution(
            id=self.id(), document="d", annotator=ME, contents=(self.chance.choice(contents),),
            sources=(self.chance.choice(sources),), source_status="explicit",
        )  # fmt: skip

    def id(self) -> str:
        return f"{self.chance.getrandbits(64):016x}"

    def put(self, before, after) -> ChangeSet:
        one = after or before
        changes = ChangeSet(changes=(Change(one.KIND, one.id, "d", before, after),))
        self.article.apply(changes.changes)
        return changes

    def step(self) -> None:
        view, chance = self.view, self.chance
        free = [a for a in self.article.annotations.values() if not self.article.attributions_of(a.id)]
        what = chance.choice(("tag", "tag", "delete", "link", "unlink", "focus", "focus", "select", "scroll"))
        if what == "tag":
            made = self.made()
            view.refresh(self.put(None, made))
            view.focus_annotation(made.id, scroll=False)
        elif what == "delete":
            view.refresh(self.put(chance.choice(free), None))
        elif what == "link":
            view.refresh(self.put(None, self.link()))
        elif what == "unlink":
            view.refresh(self.put(chance.choice(list(self.article.attributions.values())), None))
        elif what == "focus":
            view.focus_annotation(chance.choice(list(self.article.annotations)), scroll=False)
        elif what == "select":
            view.set_caret(chance.randrange(len(self.article.text)), scroll=False)
        else:
            bar = view.verticalScrollBar()
            bar.setValue(chance.randint(bar.minimum(), bar.maximum()))


@pytest.mark.parametrize("seed", range(4))
def test_a_frame_does_not_depend_on_the_frames_before_it(show, seed) -> None:
    work = Work(show, seed)
    view = work.view
    for number in range(25):
        work.step()
        worked = view.grab().toImage()
        view.set_tokens(view.tokens)  # everything is laid out and painted anew
        assert view.grab().toImage() == worked, number
        view.grab()  # what is kept is made again


@pytest.mark.parametrize("ratio", [1, 2])
def test_a_frame_in_which_nothing_changed_paints_no_block_anew(ratio) -> None:
    """On the window's own surface: the image of a grab is as high in pixels as it is not on a dense screen."""
    done = subprocess.run(
        [sys.executable, "-c", SECOND_FRAMES], capture_output=True, text=True, timeout=60, check=False,
        env=os.environ | {"QT_SCALE_FACTOR": str(ratio)},
    )  # fmt: skip
    assert done.stdout == f"{ratio}.0 True 0\n", done.stderr


def test_blocks_of_more_than_two_screens_stay_kept_while_the_screen_shows_them(show) -> None:
    words = "harbour minister said the closure inquiry port agency "
    text = "\n".join((words * 30, words * 15, words * 30))
    article = AnnotatedDocument(document=Document(id="d", title="Three blocks"), text=text)
    view: ArticleView = show(article, me=ME, width=700, height=600)
    first, second, third = (view._sheet.page.block(number).height for number in range(3))
    view.resize(700, first + 2)
    view.grab()
    view.verticalScrollBar().setValue(first - 10)
    view.grab()
    shown = [placed.number for placed in view.picture().placed]
    assert shown == [0, 1, 2], (first, second, third)
    assert first + second + third > 2 * view.viewport().height()
    assert set(view._sheet._images._held) >= set(shown)


@pytest.mark.parametrize("zoom", [0.8, 1.0, 1.1, 1.3, 1.5, 2.4])
@pytest.mark.parametrize("inner", [1, 2, 3])
def test_underlines_below_a_paragraph_stay(qtbot, zoom, inner) -> None:
    line = "The minister said that the port would close."
    article = AnnotatedDocument(document=Document(id="d", title="T"), text="\n\n".join([line] * 3))
    begin = len(line) + 2
    tags = ("quote", *["claim"] * inner)
    for at, tag in enumerate(tags):
        spans = (Span(begin + 4 * at, begin + len(line)),)
        article.annotations[str(at)] = Annotation(id=str(at), document="d", annotator=ME, tag=tag, spans=spans)
    view = ArticleView()
    qtbot.addWidget(view)
    view.resize(1000, 600)
    view.set_zoom(zoom)
    view.set_article(article, ME)
    first, second, third = (view.grab().toImage() for _ in range(3))
    assert first == second == third


def test_a_tick_does_not_depend_on_what_was_tagged_first(show) -> None:
    text = "The minister said that the port would close.\n" * 2300
    article = AnnotatedDocument(document=Document(id="d", title="T"), text=text)
    view: ArticleView = show(article, me=ME, width=1000, height=600)
    view.clearFocus()
    view.grab()
    seen = []
    for number, (begin, tag) in enumerate([(50000, "claim"), (50120, "quote"), (49990, "quote"), (49980, "claim")]):
        made = Annotation(id=str(number), document="d", annotator=ME, tag=tag, spans=(Span(begin, begin + 9),))
        change = Change(made.KIND, made.id, "d", None, made)
        article.apply((change,))
        view.refresh(ChangeSet(changes=(change,)))
        worked = view.grab().toImage()
        view.set_tokens(view.tokens)
        assert view.grab().toImage() == worked, number
        seen.append(worked)
    assert any(one != seen[0] for one in seen)


@pytest.mark.parametrize("number", ["1", "4", "27", "138"])
def test_the_ground_of_a_number_hides_the_same_of_a_link_whatever_was_painted_before_it(qapp, number) -> None:
    images = []
    for smooth in (False, True):
        image = QImage(60, 30, QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.black)
        with QPainter(image) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=smooth)
            lettering = Lettering(interface_font(1.0, -3))
            lettering.draw(painter, QRectF(4, 4, 40, 20), number, ground=Qt.GlobalColor.white)
        images.append(image)
    assert images[0] == images[1]
