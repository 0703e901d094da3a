"""The blinking of a text cursor, at the pace the system asks for."""

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication


class Cursor(QObject):
    """Whether the caret is to be drawn just now."""

    blinked = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.shown = False
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._blink)

    def start(self) -> None:
        """Show the caret and begin a new period: it never blinks away while it moves."""
        self.shown = True
        period = QGuiApplication.styleHints().cursorFlashTime()
        if period > 1:
            self._timer.start(period // 2)
        else:
            self._timer.stop()
        self.blinked.emit()

    def stop(self) -> None:
        self._timer.stop()
        self.shown = False
        self.blinked.emit()

    def _blink(self) -> None:
        self.shown = not self.shown
        self.blinked.emit()
