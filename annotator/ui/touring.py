"""The steps of the tour: the real window, driven by real keys."""

import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, Qt, qInstallMessageHandler
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QWidget

from annotator.model.items import Annotation
from annotator.ui import theme
from annotator.ui.faults import Faults
from annotator.ui.main_window import MainWindow
from annotator.ui.tokens import THEMES

SIZES = ((1280, 800), (1920, 1080))


def take(window: MainWindow, folder: Path, say: Callable[[str], object] = sys.stdout.write) -> None:
    """Open the sample, tag, link, undo and export; a picture of each step, in both themes and two sizes."""
    tour = _begun(window, folder, say)
    tour.shots("1-start")
    _go_to_a_chain(tour)
    tour.shots("2-sample")
    _tag_and_link(tour)
    window.open_palette()
    tour.shots("6-palette")
    window.palette_.close_palette()
    window.desk.undoing.undo()
    tour.shots("7-undone")
    _go_to_a_difference(tour)
    tour.shots("8-review")
    window.modes.enter("annotate")
    window.desk.filing.export_to(folder / "sample.jsonl")
    tour.wait(lambda: not window.session.busy)
    window.close()
    say(f"Pictures and the exported corpus are in {folder}.\n")


def illustrate(window: MainWindow, folder: Path, say: Callable[[str], object] = sys.stdout.write) -> None:
    """The pictures of README and guide, 1280 × 800."""
    tour = _begun(window, folder, say)
    _go_to_a_chain(tour)
    tour.shot("window", "light")
    tour.shot("window-dark", "dark")
    window.find_annotation()
    tour.type("halcyon")
    tour.shot("annotations", "light")
    window.docks.toggle("annotations")
    _go_to_a_difference(tour)
    tour.shot("review", "light")
    window.modes.enter("annotate")
    _tag_and_offer(tour)
    tour.shot("linking", "light")
    window.close()
    say(f"The pictures are in {folder}.\n")


def _begun(window: MainWindow, folder: Path, say: Callable[[str], object]) -> "_Tour":
    qInstallMessageHandler(Faults.qt_message)
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app, THEMES["light"])
    window.show_project()
    window.show()
    return _Tour(app, window, folder, say)


def _go_to_a_chain(tour: "_Tour") -> None:
    """In the sample, to a claim of the second paragraph."""
    tour.window.desk.filing.open_sample()
    tour.settle()
    tour.window.view.focus_next()
    for _ in range(8):
        tour.press(Qt.Key.Key_Tab)


def _go_to_a_difference(tour: "_Tour") -> None:
    """In the article that two people have annotated, with some of it decided already."""
    window = tour.window
    rows = window.session.project.documents() if window.session.project else []
    window.session.show(max(rows, key=lambda row: sum(row.counts.values())).id)
    window.modes.enter("review")
    tour.settle()
    for key in (Qt.Key.Key_J, Qt.Key.Key_A, Qt.Key.Key_A, Qt.Key.Key_X, Qt.Key.Key_A):
        tour.press(key)
    review = window.desk.reviewing
    for _ in review.shown():
        line = review.current()
        if line is not None and line.difference.kind == "boundary" and isinstance(line.difference.a, Annotation):
            break
        tour.press(Qt.Key.Key_J)


def _tag_and_link(tour: "_Tour") -> None:
    """On the article nobody has annotated: a sentence as claim, its source by number."""
    _tag_and_offer(tour, bare=lambda: tour.shots("3-bare"))
    tour.shots("4-linking")
    for key in (Qt.Key.Key_1, Qt.Key.Key_Return):
        tour.press(key)
    tour.shots("5-linked")


def _tag_and_offer(tour: "_Tour", bare: Callable[[], object] = lambda: None) -> None:
    """Up to the numbers of the sources; `bare` is called before anything is tagged."""
    window = tour.window
    rows = window.session.project.documents() if window.session.project else []
    untouched = next((row for row in rows if not row.counts), rows[-1])
    window.session.show(untouched.id)
    bare()
    text = window.session.article.text if window.session.article else ""
    at = max(text.find("According to"), 0)
    window.view.set_caret(at)
    for key in (Qt.Key.Key_S, Qt.Key.Key_1, Qt.Key.Key_L):
        tour.press(key)


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

    def type(self, words: str) -> None:
        """Letters into the field that has the keyboard."""
        for letter in words:
            event = QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter)
            QCoreApplication.sendEvent(QApplication.focusWidget() or self.window, event)
        self.settle()

    def shot(self, name: str, tokens: str) -> None:
        """The window in one theme and the smaller size."""
        theme.apply(self._app, THEMES[tokens])
        self.window.resize(*SIZES[0])
        self.settle()
        # Quality 0 is the strongest compression of a PNG, which loses nothing.
        self.window.grab().save(str(self._folder / f"{name}.png"), None, 0)
        self._say(f"{name}\n")

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
