"""Threads of comments through the window, by keyboard alone."""

import pytest
from PySide6.QtCore import Qt

from annotator.services import commenting
from annotator.services.identity import Identities
from annotator.ui.commenting.panel import CommentsPanel

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
SEND = (CONTROL, Qt.Key.Key_Return)
COMMENT = (SHIFT, Qt.Key.Key_M)
PANEL = (CONTROL, Qt.Key.Key_9)


def panel_of(hands) -> CommentsPanel:
    return hands.window.findChild(CommentsPanel)


def remarks(hands):
    return [[(one.name, one.text) for one in thread.remarks] for thread in commenting.threads(hands.session.project)]


@pytest.fixture
def commented(hands):
    """A claim with a comment, and the keyboard in the list of threads."""
    hands.select("the mayor")
    hands.press(Qt.Key.Key_1, COMMENT)
    panel = panel_of(hands)
    assert panel.side.field.hasFocus()
    hands.press("Which mayor?", SEND)
    assert panel.list.hasFocus()
    return hands


def test_a_comment_is_written_where_one_is(commented):
    assert remarks(commented) == [[("Ana", "Which mayor?")]]
    (thread,) = commenting.threads(commented.session.project)
    assert thread.target.words == "the mayor"
    panel = panel_of(commented)
    assert panel.current().id == thread.id
    assert "Claim: the mayor" in panel.side.about.text()


def test_a_thread_is_answered_changed_resolved_and_reopened_by_key(commented):
    panel = panel_of(commented)
    commented.press(Qt.Key.Key_R, "The only one.", SEND)
    assert remarks(commented)[0][1:] == [("Ana", "The only one.")]
    commented.press(Qt.Key.Key_E)
    assert panel.side.field.toPlainText() == "The only one."
    commented.press(" Of Ressa.", SEND)
    assert remarks(commented)[0][1:] == [("Ana", "The only one. Of Ressa.")]
    commented.press(Qt.Key.Key_X)
    commented.until(lambda: panel.current() is None)  # only open ones are shown
    panel.state.setFocus()
    commented.press(Qt.Key.Key_Down, to=panel.state)
    panel.list.setFocus()
    assert panel.current().resolved
    commented.press(Qt.Key.Key_X)
    commented.until(lambda: not panel.current().resolved)
    commented.press(Qt.Key.Key_Delete)
    assert remarks(commented) == [[("Ana", "Which mayor?")]]
    commented.press((CONTROL, Qt.Key.Key_Z))
    assert len(remarks(commented)[0]) == 2


def test_enter_leads_to_what_a_thread_is_on(commented, tmp_path):
    other = tmp_path / "other.txt"
    other.write_text("Another article, about something else.", encoding="utf-8")
    commented.window.desk.filing.import_paths([other])
    commented.until(lambda: len(commented.session.project.documents()) == 2 and not commented.session.busy)
    first = commented.session.project.documents()[0].id
    second = commented.session.project.documents()[1].id
    commented.session.show(second)
    panel = panel_of(commented)
    assert panel.current() is None
    commented.view.setFocus()
    commented.press(PANEL)
    panel.scope.setFocus()
    commented.press(Qt.Key.Key_Down, to=panel.scope)
    panel.list.setFocus()
    commented.press(Qt.Key.Key_Return)
    assert commented.session.article.id == first
    assert commented.session.article.annotations[commented.session.focused].words(commented.text) == "the mayor"
    assert commented.view.hasFocus()


def test_a_colleague_answers_and_cannot_change_what_another_said(commented, open_window):
    commented.window.close()
    Identities().become("Boris")
    second = open_window(commented.path)
    second.view.setFocus()
    second.press(PANEL)
    panel = panel_of(second)
    assert panel.list.hasFocus()
    assert not panel.buttons["change"].isEnabled()
    second.press(Qt.Key.Key_E, Qt.Key.Key_Delete)
    assert remarks(second) == [[("Ana", "Which mayor?")]]
    second.press(Qt.Key.Key_X)
    assert commenting.threads(second.session.project)[0].resolved
    assert remarks(second) == [[("Ana", "Which mayor?"), ("Boris", "")]]


def test_what_was_begun_is_kept_while_one_looks_at_another_thread(commented):
    panel = panel_of(commented)
    commented.press(Qt.Key.Key_R, "Half a thou")
    commented.press(Qt.Key.Key_Escape)
    assert panel.list.hasFocus()
    commented.view.setFocus()
    commented.view.set_caret(0)
    commented.session.focus(None)
    commented.press(COMMENT)
    assert panel.side.field.toPlainText() == ""
    commented.press("On the whole", SEND)
    commented.press(Qt.Key.Key_Down)
    assert panel.current().target.kind == "annotation"
    assert panel.side.field.toPlainText() == "Half a thou"


def test_a_refused_comment_stays_in_the_field(commented):
    panel = panel_of(commented)
    commented.press(Qt.Key.Key_R, "Once more")
    (thread,) = commenting.threads(commented.session.project)
    commented.session.run(lambda: commenting.delete(commented.session.project, thread.id))
    commented.press(SEND, to=panel.side.field)
    assert commented.rows("SELECT count(*) FROM comment") == [(0,)]


def test_an_empty_project_says_what_can_be_done(hands):
    hands.press(PANEL)
    panel = panel_of(hands)
    assert panel.nothing.isVisible()
    assert "comment" in panel.nothing.accessibleName().lower()
