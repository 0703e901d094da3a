"""Long work beside the window: in a thread of its own, with progress, and with a Cancel that works."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QThread, Signal

from annotator.model.errors import UserError


class Cancelled(Exception):
    """The person does not want the work to go on."""


Progress = Callable[[int, int, str], None]


class Worker(QThread):
    """Runs one function, which is given a progress function that raises Cancelled when it should end."""

    progressed = Signal(int, int, str)
    done = Signal(object)
    refused = Signal(object)
    cancelled = Signal()
    failed = Signal(object)

    def __init__(self, work: Callable[[Progress], Any], parent: QObject) -> None:
        super().__init__(parent)
        self._work = work
        self._stop = False

    def cancel(self) -> None:
        self._stop = True

    def _progress(self, done: int, of: int, name: str) -> None:
        if self._stop:
            raise Cancelled
        self.progressed.emit(done, of, name)

    def run(self) -> None:
        try:
            result = self._work(self._progress)
        except UserError as refused:
            self.refused.emit(refused)
        except Cancelled:
            self.cancelled.emit()
        except Exception as error:  # noqa: BLE001 - handed to the one handler of the window's thread
            self.failed.emit(error)
        else:
            self.done.emit(result)
