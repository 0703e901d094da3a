"""The other pages of the settings: how everything looks, and who works here."""

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QFontDatabase, QFontInfo
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit

from annotator.ui import theme
from annotator.ui.dialogs.settings.dialog import SettingsDialog
from annotator.ui.settings import USUAL_LINE, WindowSettings

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


def opened(hands, page="appearance"):
    hands.window.show_settings(page)
    hands.until(lambda: isinstance(QApplication.activeModalWidget(), SettingsDialog))
    dialog = QApplication.activeModalWidget()
    hands.until(lambda: dialog.isAncestorOf(QApplication.focusWidget() or hands.view))
    return dialog.pages.currentWidget()


def text_width(hands):
    return hands.view._sheet.columns.text_width


@pytest.fixture(autouse=True)
def as_designed(qapp):
    yield
    theme.set_reading_face("")
    theme.follow(qapp, "light")


def test_the_theme_is_chosen_with_the_arrows(hands):
    page = opened(hands)
    assert page.themes["system"].hasFocus()
    hands.press(KEY.Key_Right, KEY.Key_Right, KEY.Key_Space)
    assert theme.current().name == "dark"
    assert WindowSettings().theme == "dark"
    hands.press(KEY.Key_Left, KEY.Key_Space)
    assert theme.current().name == "light"


def test_size_and_line_are_seen_at_once_and_remembered(hands, open_window):
    hands.window.resize(1900, 900)
    page = opened(hands)
    before, head = text_width(hands), hands.window.area.head._row.contentsMargins().left()
    page.line.setFocus()
    hands.press((CTRL, KEY.Key_A), "100", KEY.Key_Return)
    wide = text_width(hands)
    page.zoom.setFocus()
    hands.press(KEY.Key_Up, KEY.Key_Up)

    assert wide > before * 1.25
    assert (hands.view.zoom(), hands.window.status.percent.text()) == (1.2, "120 %")
    assert hands.window.area.head._row.contentsMargins().left() == hands.view.text_left() != head
    QApplication.activeModalWidget().close()
    hands.window.close()
    again = open_window(hands.path)
    again.window.resize(1900, 900)
    page = opened(again)
    assert (page.zoom.value(), page.line.value()) == (120, 100)
    page.back.click()
    assert (page.zoom.value(), page.line.value(), again.view.zoom()) == (100, USUAL_LINE, 1.0)
    assert text_width(again) == before


def test_cards_and_numbers_are_switched_here_as_in_the_menu(hands):
    page = opened(hands)
    assert (page.cards.isChecked(), page.numbers.isChecked()) == (True, False)
    for box in (page.cards, page.numbers):
        box.setFocus()
        hands.press(KEY.Key_Space)
    assert (hands.view.with_cards(), hands.view.with_numbers()) == (False, True)
    assert (WindowSettings().cards, WindowSettings().paragraph_numbers) == (False, True)
    page.back.click()
    assert (hands.view.with_cards(), hands.view.with_numbers(), page.cards.isChecked()) == (True, False, True)


def test_the_reading_face_is_that_of_article_and_exact_words(hands, open_window):
    designed = QFontInfo(hands.view._sheet.measures.font).family()
    page = opened(hands)
    assert page.face.currentText() == f"As designed ({designed})"
    other = next(f for f in QFontDatabase.families() if f != designed and not QFontDatabase.isPrivateFamily(f))
    page.face.setFocus()
    page.face.setCurrentText(other)
    page.face.activated.emit(page.face.currentIndex())
    assert QFontInfo(hands.view._sheet.measures.font).family() == other
    assert QFontInfo(theme.reading_font(1)).family() == other
    QApplication.activeModalWidget().close()
    hands.window.close()
    theme.set_reading_face("")

    again = open_window(hands.path)
    assert QFontInfo(again.view._sheet.measures.font).family() == other
    page = opened(again)
    assert page.face.currentData() == other
    page.back.click()
    assert QFontInfo(again.view._sheet.measures.font).family() == designed


def test_a_face_that_is_not_here_any_more_is_said_to_be_missing(open_window, sample):
    WindowSettings().face = "Gone Roman"
    hands = open_window("--sample", path=sample)
    page = opened(hands)

    assert page.face.currentText() == "Gone Roman (not on this computer)"
    assert hands.view.picture().placed


def test_what_settings_cannot_mean_is_the_default():
    settings = WindowSettings()
    for key, value in (("theme", "pink"), ("line", "wide"), ("face", ["a", "b"]), ("zoom", "big")):
        settings._store.setValue(key, value)
    assert (settings.theme, settings.line, settings.face, settings.zoom) == ("system", USUAL_LINE, "", 1.0)
    settings.line = 9000
    assert settings.line == 120


def test_the_name_is_changed_from_the_settings(hands):
    page = opened(hands, "name")
    assert page.change.hasFocus()

    def answer():
        field = QApplication.activeModalWidget().findChild(QLineEdit)
        hands.press((CTRL, KEY.Key_A), "Ana Maria", KEY.Key_Return, to=field)

    QTimer.singleShot(0, answer)
    hands.press(KEY.Key_Space)

    assert "Ana Maria" in [label.text() for label in page.findChildren(QLabel)]
    assert hands.session.me.name == "Ana Maria"
    hands.until(lambda: hands.window.status.who.text() == "Ana Maria")


def test_settings_open_without_a_project(open_window):
    hands = open_window()
    hands.press((CTRL, KEY.Key_Comma))
    hands.until(lambda: isinstance(QApplication.activeModalWidget(), SettingsDialog))
    QApplication.activeModalWidget().close()
