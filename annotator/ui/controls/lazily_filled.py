"""Widgets whose parts are made when they are first seen: bars and pages that most starts never show."""

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QWidget


class LazilyFilled(QWidget):
    """`fill` makes its parts, once: when it is about to be shown, or before when `ensure_filled` is called."""

    _filled = False

    def fill(self) -> None:
        """Make the parts."""
        raise NotImplementedError

    def ensure_filled(self) -> None:
        if not self._filled:
            self._filled = True
            self.fill()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Polish:  # sent before a widget is shown for the first time
            self.ensure_filled()
        return super().event(event)
