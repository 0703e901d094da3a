"""Widgets whose parts are made when they are first seen: bars and pages that most starts never show."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget


class LazilyFilled(QWidget):
    """`fill` makes its parts, once: when it is shown, or before when `ensure_filled` is called."""

    _filled = False

    def fill(self) -> None:
        """Make the parts."""
        raise NotImplementedError

    def ensure_filled(self) -> None:
        if not self._filled:
            self._filled = True
            self.fill()

    def setVisible(self, visible: bool) -> None:  # noqa: FBT001 - Qt's signature
        if visible:
            self.ensure_filled()
        super().setVisible(visible)

    def showEvent(self, event: QShowEvent) -> None:
        """Comes without `setVisible` when the parent is shown, whose other children are seen by now."""
        super().showEvent(event)
        if not self._filled:
            self.ensure_filled()
            for part in self.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
                part.show()
