"""The one handler for what is a fault of the program: it writes a report, tells, and lets the work go on."""

import faulthandler
import sys
import threading
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, QtMsgType, Signal, qInstallMessageHandler

if TYPE_CHECKING:
    from annotator.ui.main_window import MainWindow

QUIET = 5000
"""Milliseconds in which no second fault is told of: one in painting comes again with every frame."""


class Faults(QObject):
    """Faults in slots, painting, keys, threads and Qt itself end here.

    Nothing half-written exists: an operation that did not end is rolled back.
    """

    came = Signal(object, object)

    def __init__(self, shown: "MainWindow") -> None:
        super().__init__(shown)
        self._window = shown
        self._telling = False
        self._record: IO[bytes] | None = None
        self.came.connect(self._tell)  # from other threads it arrives in this one

    def install(self) -> None:
        """From here on every fault comes to this handler; faults below Python go to standard error until `record`."""
        sys.excepthook = self.handle
        threading.excepthook = self._from_thread
        qInstallMessageHandler(self.qt_message)
        with suppress(RuntimeError, ValueError, OSError):  # where there is no standard error
            faulthandler.enable()

    def record(self) -> None:
        """Have faults below Python recorded in a file, and tell of those that ended an earlier run."""
        from annotator.services import fault_reports

        with suppress(OSError):
            path = fault_reports.record_of_process()
            path.parent.mkdir(parents=True, exist_ok=True)
            self._record = path.open("wb")
            faulthandler.enable(self._record)
        earlier = fault_reports.left_by_earlier()
        if earlier:
            sentence = self.tr("The program ended unexpectedly the last time; everything recorded is there.")
            self._window.tell_fault(sentence, self.tr("Show the report"), lambda: self._show(earlier[-1], ""))

    def forget(self) -> None:
        """The program ends as it should."""
        from annotator.services import fault_reports

        faulthandler.disable()
        if self._record is not None:
            self._record.close()
            self._record = None
            with suppress(OSError):
                fault_reports.record_of_process().unlink()

    def handle(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._window.close()
            return
        self.came.emit(error, trace)

    def _from_thread(self, given: threading.ExceptHookArgs) -> None:
        if given.exc_value is not None:
            self.came.emit(given.exc_value, given.exc_traceback)

    def _tell(self, error: BaseException, trace: TracebackType | None) -> None:
        if self._telling:
            return
        from annotator.services import fault_reports

        everything = fault_reports.said(error, trace)
        sys.stderr.write(everything)
        path = fault_reports.write(fault_reports.words(error, trace))
        self._telling = True
        QTimer.singleShot(QUIET, self, self._again)
        self._window.tell_fault(
            self.tr("Something went wrong in the program; nothing recorded was lost."),
            self.tr("Show the report") if path else "",
            (lambda: self._show(path, everything)) if path else None,
        )

    def _again(self) -> None:
        self._telling = False

    def _show(self, path: Path, everything: str) -> None:
        from annotator.ui.dialogs.fault_report import FaultReport

        FaultReport(path, everything, self._window).open()

    @staticmethod
    def qt_message(kind: QtMsgType, _context: object, message: str) -> None:
        if message.startswith("This plugin does not support propagateSizeHints"):
            return  # said of every window where there is no screen
        if kind in (QtMsgType.QtWarningMsg, QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg):
            sys.stderr.write(f"Qt: {message}\n")
        if kind == QtMsgType.QtFatalMsg:  # Qt ends the process after this
            from annotator.services import fault_reports

            fault_reports.write(f"Qt: {message}\n", fault_reports.record_of_process())
