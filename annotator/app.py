"""The composition root: reads the arguments, makes services and window, and catches what nobody else did."""

import gc
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from annotator import __version__
from annotator.services.identity import Identities
from annotator.storage import connection
from annotator.ui import fusion, garbage, icons, theme
from annotator.ui.faults import Faults
from annotator.ui.main_window import MainWindow
from annotator.ui.plurals import EnglishPlurals
from annotator.ui.settings import WindowSettings

_PLURALS = "plurals"
"""The property of the application that holds its translator."""


def application() -> QApplication:
    """The one QApplication of the process, with the program's name."""
    app = fusion.application(sys.argv[:1])
    app.setApplicationName("annotator")
    app.setApplicationDisplayName("Annotator")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("annotator")
    if app.property(_PLURALS) is None:
        plurals = EnglishPlurals(app)
        app.installTranslator(plurals)
        app.setProperty(_PLURALS, plurals)
    return app


def window() -> MainWindow:
    """A window in the person's theme and layout, not shown yet."""
    app = application()
    settings = WindowSettings()
    theme.follow(app, settings.theme)
    return MainWindow(Identities(), settings)


def start(arguments: Sequence[str], *, guarded: bool = False) -> MainWindow:
    """Show the window: on the start page, the sample (`--sample`), a project, or files to import.

    `guarded` hands every fault from here on to the one handler.
    """
    shown = window()
    faults = shown.faults = Faults(shown)
    if guarded:
        faults.install()
    try:
        _begin(shown, arguments)
    except Exception as error:  # a project so damaged that reading it fails in a way nobody foresaw
        if not guarded:
            raise
        faults.handle(type(error), error, error.__traceback__)
    if shown.session.project is None:
        shown.show_project()
    AfterFirstFrame(shown, lambda: after_first_frame(shown, guarded=guarded))
    shown.show()
    return shown


def _begin(shown: MainWindow, arguments: Sequence[str]) -> None:
    if "--sample" in arguments:
        shown.desk.filing.open_sample()
    elif arguments:
        shown.desk.filing.import_paths([Path(argument) for argument in arguments])


def after_first_frame(shown: MainWindow, *, guarded: bool) -> None:
    """What nobody needs to see the window: settling in, looking after the project, recording faults."""
    settle_in()
    shown.desk.filing.remember()
    shown.desk.keep_watch()
    if guarded and shown.faults is not None:
        shown.faults.record()


def settle_in() -> None:
    """Make ready what the next actions use."""
    application().setWindowIcon(icons.app_icon())
    connection.prepare()
    garbage.collect_here(application())
    gc.collect()
    gc.freeze()  # what is there now stays, and need not be looked through again while somebody scrolls


class AfterFirstFrame(QObject):
    """Does something once, when a window has been painted for the first time."""

    def __init__(self, shown: QWidget, do: Callable[[], None]) -> None:
        super().__init__(shown)
        self._do: Callable[[], None] | None = do
        shown.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.UpdateRequest and self._do is not None:
            QTimer.singleShot(0, self._do)  # the painting is done while this event is handled
            self._do = None
            watched.removeEventFilter(self)
        return False


def main(arguments: Sequence[str]) -> int:
    """Open the window and stay until it is closed."""
    shown = start(arguments, guarded=True)
    status = application().exec()
    if shown.faults is not None:
        shown.faults.forget()
    return status
