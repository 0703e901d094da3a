"""The command of a tag: its swatch, its name, its key."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QAction, QPainter
from PySide6.QtWidgets import QWidget

from annotator.ui.controls.command_button import CommandButton
from annotator.ui.controls.swatch import paint_swatch
from annotator.ui.tokens import Tokens


class TagButton(CommandButton):
    """Runs the action of a tag; the swatch carries the tag's own line."""

    def __init__(self, action: QAction, tag: str, parent: QWidget | None = None) -> None:
        super().__init__(action, "tag", parent)
        self._tag = tag

    def paint_lead(self, painter: QPainter, tokens: Tokens, square: QRectF) -> None:
        paint_swatch(painter, tokens, self._tag, square.adjusted(1, 1, -1, -1), enabled=self.isEnabled())
