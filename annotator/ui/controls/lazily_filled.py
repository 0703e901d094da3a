"""Widgets whose parts are made when they are first seen: bars and pages that most starts never show."""

from PySide6.QtWidgets import QWidget


class LazilyFilled(QWidget):
    """Hidden at first; `fill` makes its parts, once, before they are needed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._filled = False
        self.hide()

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
