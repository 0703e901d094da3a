"""The steps of the tour: the real window, driven by real keys."""

import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QWidget

from annotator.ui import theme
from annotator.ui.main_window import MainWindow
from annotator.ui.tokens import THEMES

SIZES = ((1280, 800), (1920, 1080))


def take(window: MainWindow, folder: Path, say: Callable[[str], object] = sys.stdout.write) -> None:
    """Open the sample, tag, link, undo and export; a picture of each step, in both themes and two sizes."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app, THEMES["light"])
    window.show_project()
    window.show()
    tour = _Tour(app, window, folder, say)
    tour.shots("1-start")
    window.desk.filing.open_sample()
    tour.settle()
    window.view.focus_next()
    for _ in range(8):
        tour.press(Qt.Key.Key_Tab)
    tour.shots("2-sample")
    _tag_and_link(tour)
    window.open_palette()
    tour.shots("6-palette")
    window.palette_.close_palette()
    window.session.undo()
    tour.shots("7-undone")
    window.desk.filing.export_to(folder / "sample.jsonl")
    tour.wait(lambda: not window.session.busy)
    window.close()
    say(f"Pictures and the exported corpus are in {folder}.\n")


def _tag_and_link(tour: "_Tour") -> None:
    """On the article nobody has annotated: a sentence as claim, its source by number."""
    window = tour.window
    rows = window.session.project.documents() if window.session.project else []
    bare = next((row for row in rows if not row.counts), rows[-1])
    window.session.show(bare.id)
    tour.shots("3-bare")
    text = window.session.article.text if window.session.article else ""
    at = max(text.find(" said"), 0)
    window.view.set_caret(at)
    for key in (Qt.Key.Key_S, Qt.Key.Key_1, Qt.Key.Key_L):
        tour.press(key)
    tour.shots("4-linking")
    for key in (Qt.Key.Key_1, Qt.Key.Key_Return):
        tour.press(key)
    tour.shots("5-linked")


class _Tour:
    def __init__(self, app: QApplication, window: MainWindow, folder: Path, say: Callable[[str], object]) -> None:
        self._app = app
        self.window = window
        self._folder = folder
        self._say = say

    def settle(self) -> None:
        """Let everything be laid out and painted."""
        for _ in range(5):
            self._app.processEvents()

    def wait(self, until: Callable[[], bool]) -> None:
        while not until():
            self._app.processEvents()
        self.settle()

    def press(self, key: Qt.Key) -> None:
        """A key as a person presses it: a shortcut when it is one, otherwise to where the focus is."""
        target: QWidget = QApplication.focusWidget() or self.window
        letter = chr(key).lower() if 32 < int(key) < 127 else ""
        override = QKeyEvent(QEvent.Type.ShortcutOverride, key, Qt.KeyboardModifier.NoModifier, letter)
        override.ignore()
        QCoreApplication.sendEvent(target, override)
        name = QKeySequence(key).toString()
        action = next(
            (a for a in self.window.actions_.by_id.values() if any(s.toString() == name for s in a.shortcuts())),
            None,
        )
        if not override.isAccepted() and action is not None and action.isEnabled():
            action.trigger()
        else:
            QCoreApplication.sendEvent(
                target, QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, letter)
            )
        self.settle()

    def shots(self, name: str) -> None:
        """The window in both themes and sizes."""
        for tokens in THEMES.values():
            theme.apply(self._app, tokens)
            for width, height in SIZES:
                self.window.resize(width, height)
                self.settle()
                path = self._folder / f"{name}-{width}-{tokens.name}.png"
                self.window.grab().save(str(path))
        theme.apply(self._app, THEMES["light"])
        self._say(f"{name}\n")
