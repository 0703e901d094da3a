"""Reading something long from the project beside the window, while the person goes on working."""

import sys
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from annotator.model.errors import UserError
from annotator.services import blinding
from annotator.services.project import Project
from annotator.ui.session import Session
from annotator.ui.working import Progress, Worker


class Reader(QObject):
    """Reads what I may see, on a connection of its own.

    Only the last thing asked for is answered; closing the project ends it.
    """

    progressed = Signal(int, int, str)
    ended = Signal()

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._worker: Worker | None = None
        session.aboutToClose.connect(self.stop)

    @property
    def busy(self) -> bool:
        return self._worker is not None

    def read(self, do: Callable[[Project, Progress], Any], then: Callable[[Any], None]) -> None:
        """Call `do` in a thread, and then `then` with its result in this one."""
        self.stop()
        project = self._session.project
        if project is None:
            return

        def apart(progress: Progress) -> object:
            with blinding.apart(project) as own:
                return do(own, progress)

        worker = self._worker = Worker(apart, self)
        worker.progressed.connect(self.progressed)
        worker.done.connect(lambda result: self._end(worker, lambda: then(result)))
        worker.refused.connect(lambda refused: self._end(worker, lambda: self._refused(refused)))
        worker.cancelled.connect(lambda: self._end(worker, lambda: None))
        worker.failed.connect(lambda error: self._end(worker, lambda: self._fail(error)))
        worker.start()

    def stop(self) -> None:
        """End what is being read; nothing comes of it."""
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.cancel()
            worker.wait()
            worker.deleteLater()
            self.ended.emit()

    def _end(self, worker: Worker, then: Callable[[], None]) -> None:
        if worker is not self._worker:  # something else was asked for since
            return
        self._worker = None
        worker.wait()
        worker.deleteLater()
        then()
        self.ended.emit()

    def _refused(self, refused: UserError) -> None:
        self._session.report(refused)

    def _fail(self, error: Exception) -> None:
        sys.excepthook(type(error), error, error.__traceback__)
