"""A note whose recording is refused is not thrown away."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QMessageBox

KEY = Qt.Key


def typed(hands, words):
    hands.press(KEY.Key_2)
    hands.press(KEY.Key_M)
    hands.until(lambda: hands.window.inspector.note is not None and hands.window.inspector.note.hasFocus())
    hands.press(words)


def test_a_refused_note_comes_back_with_its_annotation(hands):
    hands.select("the mayor")
    typed(hands, "ask her")
    mine = hands.session.focused
    away = hands.path.with_name("away.annotator")
    hands.path.rename(away)
    hands.view.setFocus()
    hands.session.focus(None)
    assert hands.window.inspector.unrecorded == {mine: "ask her"}

    away.rename(hands.path)
    hands.session.focus(mine)
    hands.until(lambda: hands.window.inspector.note is not None)
    assert hands.window.inspector.note.toPlainText() == "ask her"
    hands.window.inspector.note.record()
    assert hands.rows("SELECT note FROM annotations") == [("ask her",)]
    assert hands.window.inspector.unrecorded == {}


def test_the_window_does_not_close_over_a_refused_note(hands):
    hands.select("the mayor")
    typed(hands, "ask her")
    away = hands.path.with_name("away.annotator")
    hands.path.rename(away)
    asked = []

    def cancel():
        box = next(one for one in QApplication.topLevelWidgets() if isinstance(one, QMessageBox) and one.isVisible())
        asked.append(box.informativeText())
        box.button(QMessageBox.StandardButton.Cancel).click()

    QTimer.singleShot(300, cancel)
    assert not hands.window.close()
    assert asked == ["ask her"]

    away.rename(hands.path)
    assert hands.window.close()
