"""Things that can wait until the article has been painted."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer


class Soon(QObject):
    """Does something once, in the next turn of the event loop, however often it was asked for."""

    def __init__(self, do: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._do = do
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self.now)
        self.pending = False

    def ask(self) -> None:
        self.pending = True
        self._timer.start()

    def settle(self) -> None:
        """Do it now if it was asked for."""
        if self.pending:
            self.now()

    def now(self) -> None:
        self.pending = False
        self._timer.stop()
        self._do()
