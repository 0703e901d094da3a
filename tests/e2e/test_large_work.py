"""What is about very much runs beside the window, which is readable and changes nothing meanwhile."""

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton

from annotator.model.identifiers import new_id
from annotator.model.items import Annotation, Annotator
from annotator.model.span import Span
from annotator.services import accepting, history

BORIS, CARA = (Annotator(id=f"b0b0b0b0-0000-4000-8000-00000000000{n}", name=name) for n, name in ((2, "B"), (3, "C")))
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def bring(hands, *people, each):
    """What some people tagged in the open article, all alike, as one action."""
    session = hands.session
    text = len(session.article.text)
    items = [
        Annotation(
            id=new_id(), document=session.article.id, annotator=one.id, tag="claim",
            spans=(Span(n % (text - 60), n % (text - 60) + 1 + n // (text - 60)),),
        )
        for one in people
        for n in range(each)
    ]  # fmt: skip
    with session.project.recording("Bring very much", brought_in=True) as recording:
        recording.operation.bring_in([*people, *items])
    session.take_over(recording.change_set)


class Held:
    """Work that waits, in its thread, until the test lets it go on."""

    def __init__(self, work):
        self.go_on = threading.Event()
        self.thread = None
        self._work = work

    def __call__(self, *given):
        self.thread = threading.current_thread()
        self.go_on.wait()
        return self._work(*given)


@pytest.fixture
def held(monkeypatch):
    made = []

    def hold(module, name):
        made.append(Held(getattr(module, name)))
        monkeypatch.setattr(module, name, made[-1])
        return made[-1]

    yield hold
    for one in made:
        one.go_on.set()


def changes_nothing(hands):
    """Keys that write do nothing while work goes on, and the article can be read."""
    hands.until(lambda: hands.session.busy)
    before = hands.rows("SELECT count(*) FROM revision")
    assert hands.window.area.progress.isVisible()
    hands.view.setFocus()
    hands.view.set_caret(0)
    hands.press(Qt.Key.Key_1, (CTRL, Qt.Key.Key_Z), (CTRL, Qt.Key.Key_End))
    assert hands.view.caret() == len(hands.text)
    assert not hands.window.actions_.by_id["edit.undo"].isEnabled()
    return hands.rows("SELECT count(*) FROM revision") == before


def test_very_much_is_undone_and_done_again_beside_the_window(hands, held):
    bring(hands, BORIS, each=history.LARGE)
    assert len(hands.session.article.annotations) == history.LARGE
    work = held(history, "undo")
    hands.press((CTRL, Qt.Key.Key_Z))
    assert changes_nothing(hands)
    work.go_on.set()
    hands.until(lambda: not hands.session.busy)
    assert work.thread is not threading.main_thread()
    assert hands.session.article.annotations == {}
    assert hands.window.area.messages.sentence() == "Undone: Bring very much."
    assert not hands.window.area.progress.isVisible()
    hands.press((CTRL, Qt.Key.Key_Y))
    hands.until(lambda: len(hands.session.article.annotations) == history.LARGE)
    assert hands.window.area.messages.sentence() == "Done again: Bring very much."
    assert hands.session.project.verify() == []


def test_undoing_very_much_can_be_cancelled(hands, held):
    bring(hands, BORIS, each=history.LARGE)
    work = held(history, "undo")
    hands.press((CTRL, Qt.Key.Key_Z))
    hands.until(hands.window.area.progress.isVisible)
    (cancel,) = hands.window.area.progress.findChildren(QPushButton)
    hands.press(Qt.Key.Key_Space, to=cancel)
    work.go_on.set()
    hands.until(lambda: not hands.session.busy)
    assert hands.window.area.messages.sentence() == "Cancelled; nothing was changed."
    assert len(hands.session.article.annotations) == history.LARGE
    assert history.undo_title(hands.session.project) == "Bring very much"


def test_a_little_is_undone_at_once(hands, held):
    bring(hands, BORIS, each=5)
    work = held(history, "undo")
    work.go_on.set()
    hands.press((CTRL, Qt.Key.Key_Z))
    assert work.thread is threading.main_thread()
    assert hands.session.article.annotations == {}


def test_very_much_is_accepted_beside_the_window_as_one_action(hands, held):
    each = accepting.LARGE // 2
    bring(hands, BORIS, CARA, each=each)
    work = held(accepting, "accept_agreed")
    hands.press((CTRL, Qt.Key.Key_R))
    hands.press((CTRL | SHIFT, Qt.Key.Key_A))
    dialog = QApplication.activeModalWidget()
    assert dialog.accept_all.text() == f"Accept ({each})"
    hands.press(Qt.Key.Key_Return, to=dialog)
    hands.back()
    assert changes_nothing(hands)
    work.go_on.set()
    hands.until(lambda: not hands.session.busy)
    assert work.thread is not threading.main_thread()
    assert hands.rows("SELECT decision, count(*) FROM verdict GROUP BY decision") == [("accept", 2 * each)]
    assert hands.window.area.messages.sentence().startswith(f"Accepted {each} items on which all agree.")
    hands.press((CTRL, Qt.Key.Key_Z))
    hands.until(lambda: hands.rows("SELECT count(*) FROM verdict") == [(0,)])
    assert hands.session.project.verify() == []
