"""The composition root: reads the arguments, makes services and window, and catches what nobody else did."""

import gc
import sys
import traceback
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QEvent, QObject, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QWidget

from annotator import __version__
from annotator.services import identity
from annotator.services.identity import Identities
from annotator.storage import connection
from annotator.ui import icons, theme
from annotator.ui.main_window import MainWindow
from annotator.ui.plurals import EnglishPlurals
from annotator.ui.settings import WindowSettings

MOST_REPORTS = 20


def application() -> QApplication:
    """The one QApplication of the process, with the program's name."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setApplicationName("annotator")
    app.setApplicationDisplayName("Annotator")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("annotator")
    if app.findChild(EnglishPlurals) is None:
        app.installTranslator(EnglishPlurals(app))
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
    faults = Faults(shown)
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
    AfterFirstFrame(shown, lambda: _after_first_frame(shown))
    shown.show()
    return shown


def _begin(shown: MainWindow, arguments: Sequence[str]) -> None:
    if "--sample" in arguments:
        shown.desk.filing.open_sample()
    elif arguments:
        shown.desk.filing.import_paths([Path(argument) for argument in arguments])


def _after_first_frame(shown: MainWindow) -> None:
    settle_in()
    shown.desk.keep_watch()


def settle_in() -> None:
    """What can wait until the window is on the screen."""
    application().setWindowIcon(icons.app_icon())
    connection.prepare()
    gc.enable()
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
    gc.disable()  # until the first frame is painted: what is made before stays anyway
    start(arguments, guarded=True)
    return application().exec()


class Faults:
    """The one handler for what is a fault of the program: it writes a report, tells, and lets the work go on.

    Nothing half-written exists: an operation that did not end is rolled back.
    """

    def __init__(self, shown: MainWindow) -> None:
        self._window = shown
        self._telling = False

    def install(self) -> None:
        sys.excepthook = self.handle
        qInstallMessageHandler(self.qt_message)

    def handle(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._window.close()
            return
        if self._telling:  # a fault in painting comes again with every frame
            return
        report = "".join(traceback.format_exception(kind, error, trace))
        sys.stderr.write(report)
        path = self._write(report)
        self._telling = True
        where = f" A report is in {path}." if path else ""
        self._window.session.problem.emit(f"Something went wrong in the program; nothing recorded was lost.{where}", "")
        QTimer.singleShot(5000, self._again)

    def _again(self) -> None:
        self._telling = False

    @staticmethod
    def _write(report: str) -> Path | None:
        folder = identity.folder() / "reports"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for old in sorted(folder.glob("*.txt"))[: 1 - MOST_REPORTS]:
                old.unlink(missing_ok=True)
            path = folder / f"{datetime.now().astimezone():%Y-%m-%d %H%M%S}.txt"
            path.write_text(f"Annotator {__version__}, Python {sys.version}\n{report}", encoding="utf-8")
        except OSError:
            return None
        return path

    @staticmethod
    def qt_message(kind: QtMsgType, _context: object, message: str) -> None:
        if kind in (QtMsgType.QtWarningMsg, QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg):
            sys.stderr.write(f"Qt: {message}\n")
