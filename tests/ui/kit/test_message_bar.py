import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QToolButton, QVBoxLayout, QWidget

from annotator.ui.message_bar import MessageBar
from annotator.ui.tokens import LIGHT


@pytest.fixture
def place(shown):
    outer = QWidget()
    outer.resize(600, 200)
    outer.bar, outer.article = MessageBar(), QLineEdit()
    column = QVBoxLayout(outer)
    column.addWidget(outer.bar)
    column.addWidget(outer.article)
    return shown(outer, outer.article)


@pytest.fixture
def bar(place):
    return place.bar


def action_of(bar):
    return bar.findChild(QPushButton)


def test_it_is_hidden_until_it_has_something_to_say_and_leaves_the_focus_alone(place, bar):
    assert not bar.isVisible()
    bar.show_message("info", "2 items changed after your verdict.", "Show them", lambda: None)
    assert bar.isVisible()
    assert place.article.hasFocus()
    assert bar.accessibleName() == "Message: 2 items changed after your verdict."


@pytest.mark.parametrize(("kind", "ground"), [("info", LIGHT.soft), ("bad", LIGHT.bad_soft), ("ok", LIGHT.ok_soft)])
def test_the_kind_shows_in_ground_and_name(bar, colours, kind, ground):
    bar.show_message(kind, "A sentence.")
    assert ground in colours(bar)
    assert not action_of(bar).isVisible()


def test_the_action_runs_once_and_the_message_goes(qtbot, bar):
    ran = []
    bar.show_message("ok", "214 documents written.", "Open folder", lambda: ran.append(1))
    with qtbot.waitSignal(bar.dismissed):
        qtbot.mouseClick(action_of(bar), Qt.MouseButton.LeftButton)
    assert ran == [1]
    assert not bar.isVisible()


def test_an_action_may_show_the_next_message(qtbot, bar):
    bar.show_message("bad", "First.", "Next", lambda: bar.show_message("ok", "Second."))
    qtbot.keyClick(action_of(bar), Qt.Key.Key_Space)
    assert bar.isVisible()
    assert bar.sentence() == "Second."


def test_escape_inside_it_and_its_cross_close_it(qtbot, bar):
    ran = []
    bar.show_message("bad", "The link would lead back to itself.", "Show the loop", lambda: ran.append(1))
    action_of(bar).setFocus()
    qtbot.keyClick(action_of(bar), Qt.Key.Key_Escape)
    assert not bar.isVisible()
    bar.show_message("bad", "Again.")
    qtbot.mouseClick(bar.findChild(QToolButton), Qt.MouseButton.LeftButton)
    assert not bar.isVisible()
    assert ran == []


def test_a_new_message_replaces_the_old(bar):
    bar.show_message("bad", "First.", "Act", lambda: None)
    bar.show_message("ok", "Second.")
    assert bar.sentence() == "Second."
    assert not action_of(bar).isVisible()


def test_a_long_sentence_wraps_instead_of_being_cut(qtbot, bar):
    bar.show_message("info", "Short.")
    QApplication.processEvents()
    low = bar.height()
    bar.show_message("info", "A long sentence that says what has happened. " * 6)
    qtbot.waitUntil(lambda: bar.height() > low)


def test_hostile_sentences_are_plain(bar, hostile):
    bar.show_message("bad", hostile, hostile)
    assert bar.sentence() == hostile
    assert {label.textFormat() for label in bar.findChildren(QLabel)} == {Qt.TextFormat.PlainText}
    bar.grab()
