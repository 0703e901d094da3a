"""How far an annotator is with a document: the shape says it, the colour says who."""

from typing import Literal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from annotator.ui.tokens import Tokens

Progress = Literal["new", "half", "done"]
DIAMETER = 9.0
_FULL = 16


def paint_progress_dot(painter: QPainter, tokens: Tokens, centre: QPointF, progress: Progress, colour: str) -> None:
    """A ring when nothing is done, half a disc in between, a ticked disc when finished."""
    half = DIAMETER / 2
    disc = QRectF(centre.x() - half, centre.y() - half, DIAMETER, DIAMETER)
    if progress == "done":
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour))
        painter.drawEllipse(disc)
        tick = QPainterPath(centre + QPointF(-2.2, 0.1))
        tick.lineTo(centre + QPointF(-0.6, 1.7))
        tick.lineTo(centre + QPointF(2.3, -1.6))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(tokens.surface), 1.3))
        painter.drawPath(tick)
        return
    width = 1.2 if progress == "new" else 1.4
    painter.setPen(QPen(QColor(tokens.edge if progress == "new" else colour), width))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(disc.adjusted(width / 2, width / 2, -width / 2, -width / 2))
    if progress == "half":
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour))
        painter.drawPie(disc, 90 * _FULL, -180 * _FULL)
