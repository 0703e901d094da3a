"""The real window, on projects of the test's own, driven by keys and mouse."""

import sqlite3
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox

from annotator import app
from annotator.services.identity import Identities
from annotator.services.project import Project

ARTICLE = """Bridge to Stay Shut Until Autumn

The bridge over the Ressa 🌉 will stay shut until autumn, the mayor said on Monday.

Citing the engineers’ union, the Valley Post said that inspectors ordered the city to close the bridge in March.

“We measured every bolt,” Ines Amrani told reporters, “and we did not like what we saw.”
"""


PATIENCE = 60_000
"""Milliseconds that a busy machine may take for anything; only a test that fails waits so long."""


class Hands:
    """What a person at the window can do, and what lies on the disk afterwards."""

    def __init__(self, window, qtbot, path: Path) -> None:
        self.window = window
        self.view = window.view
        self.session = window.session
        self.path = path
        self._qtbot = qtbot

    @property
    def text(self) -> str:
        return self.session.article.text

    def press(self, *keys, to=None) -> None:
        """Keys as the keyboard sends them; a string is typed letter by letter."""
        for key in keys:
            target = to or QApplication.focusWidget() or self.view
            if isinstance(key, str):
                QTest.keyClicks(target, key)
            elif isinstance(key, tuple):
                QTest.keyClick(target, key[1], key[0])
            else:
                QTest.keyClick(target, key)

    def drag(self, words: str) -> None:
        """Select words with the mouse, from their first to their last edge."""
        begin = self.text.index(words)
        self.view.scroll_to(begin)
        first = self.view.rect_at(begin)
        last = self.view.rect_at(begin + len(words))
        start, end = (QPoint(r.left() + 1, r.center().y()) for r in (first, last))
        port = self.view.viewport()
        QTest.mousePress(port, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
        QTest.mouseMove(port, (start + end) / 2)
        QTest.mouseMove(port, end)
        QTest.mouseRelease(port, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, end)

    def select(self, words: str) -> None:
        """Select words with the keyboard alone: the caret goes to their start, Shift and arrows to their end."""
        begin = self.text.index(words)
        self.view.set_caret(begin)
        while (self.view.selection() or (0, begin))[1] < begin + len(words):
            self.press((Qt.KeyboardModifier.ShiftModifier, Qt.Key.Key_Right))

    def back(self) -> None:
        """To the article after a dialog, where the window system would bring one by itself."""
        self.until(lambda: QApplication.activeModalWidget() is None)
        self.window.activateWindow()
        self.until(lambda: QApplication.activeWindow() is self.window)
        self.view.setFocus()

    def rows(self, query: str, *parameters):
        """What the project file says, asked with nothing but SQLite."""
        with sqlite3.connect(f"file:{self.path}?mode=ro", uri=True) as connection:
            found = connection.execute(query, parameters).fetchall()
        connection.close()
        return found

    def until(self, condition) -> None:
        self._qtbot.waitUntil(condition, timeout=PATIENCE)


@pytest.fixture
def me():
    return Identities().become("Ana")


@pytest.fixture
def open_window(qtbot, tmp_path, me):
    """Opens the real window with arguments; closed at the end of the test."""
    opened = []

    def open_(*arguments, path=None):
        window = app.start([str(argument) for argument in arguments])
        qtbot.addWidget(window)
        with qtbot.waitExposed(window):
            window.activateWindow()
        qtbot.waitUntil(lambda: QApplication.activeWindow() is window, timeout=PATIENCE)
        opened.append(window)
        return Hands(window, qtbot, path or Path(str(arguments[0])) if arguments else tmp_path)

    yield open_
    for window in opened:
        window.close()


@pytest.fixture
def hands(open_window, tmp_path, me):
    """The window on a project with one article."""
    path = tmp_path / "bridge.annotator"
    article = tmp_path / "bridge.txt"
    article.write_text(ARTICLE, encoding="utf-8")
    Project.create(path, me).close()
    found = open_window(path)
    found.window.desk.filing.import_paths([article])
    found.until(lambda: found.session.article is not None)
    found.view.setFocus()
    return found


@pytest.fixture
def copy():
    """Puts something on the clipboard, which must not outlive the application."""
    yield QApplication.clipboard().setMimeData
    QApplication.clipboard().setText("")


@pytest.fixture
def strange_sql():
    """Changes a project as another program would."""

    def run(path, *statements):
        connection = sqlite3.connect(path, isolation_level=None)
        for statement in statements:
            connection.execute(statement)
        connection.close()

    return run


@pytest.fixture
def press_next(qtbot):
    """Presses a button of the question that is about to be asked; the list it answers with gets the question."""

    def press(words):
        asked = []

        def look():
            box = QApplication.activeModalWidget()
            if not isinstance(box, QMessageBox):
                QTimer.singleShot(5, look)
                return
            asked.append(box.text())
            next(button for button in box.buttons() if button.text().replace("&", "") == words).click()

        QTimer.singleShot(0, look)
        return asked

    return press
