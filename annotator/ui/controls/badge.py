"""Whose it is: the initial of a name in a small square, filled, framed or grey as the layer is shown."""

from typing import Literal

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from annotator.ui import theme
from annotator.ui.controls.painting import CENTRE, paint_frame, paint_ground, paint_text, smooth
from annotator.ui.tokens import Tokens

SIDE = 18
Style = Literal["tint", "outline", "hidden"]


def paint_badge(painter: QPainter, tokens: Tokens, rect: QRectF, initial: str, colour: str, style: Style) -> None:
    """`colour` is #RRGGBB; a hidden layer has none."""
    if style == "tint":
        paint_ground(painter, rect, colour)
        ink = tokens.paper
    else:
        ink = colour if style == "outline" else tokens.text3
        paint_frame(painter, rect, ink, 1.5 if style == "outline" else 1.2)
    paint_text(painter, rect, initial, theme.ui_font(-2, 600), ink, CENTRE)


def colour_of(tokens: Tokens, colour: int | None) -> str:
    """The colour of a layer by its number; None is one's own."""
    return tokens.accent if colour is None else tokens.layers[colour % len(tokens.layers)]


class Badge(QWidget):
    """The initial of somebody, in the colour of their layer."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._initial = ""
        self._colour: int | None = None
        self.setFixedSize(theme.scaled(SIDE), theme.scaled(SIDE))

    def show_layer(self, initial: str, colour: int | None) -> None:
        self._initial, self._colour = initial, colour
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.scaled(SIDE), theme.scaled(SIDE))

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = theme.current()
        painter = smooth(self)
        colour = colour_of(tokens, self._colour)
        paint_badge(painter, tokens, self.rect().toRectF(), self._initial, colour, "tint")
        painter.end()
