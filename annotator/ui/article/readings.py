"""Two readings of the same words, framed in the article with their exact edges."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from annotator.model.span import Span
from annotator.ui.article.fonts import Measures, interface_font
from annotator.ui.article.inks import Inks

_WIDTH = 2.0


class Reading(NamedTuple):
    """Where somebody's reading stands. `colour` is a number of `Tokens.layers`; None is the accent, for one's own."""

    spans: tuple[Span, ...]
    colour: int | None
    initial: str


def paint_readings(
    painter: QPainter, readings: Sequence[tuple[Reading, Sequence[QRectF]]], inks: Inks, measures: Measures
) -> None:
    """A frame around each, the later ones outside the earlier; the initial at the first corner says whose it is."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    side = measures.scaled(13)
    taken: list[QRectF] = []
    for place, (reading, rects) in enumerate(readings):
        colour = inks.accent if reading.colour is None else inks.layer(reading.colour)
        spread = 1.0 + place * (_WIDTH + 0.5)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour, _WIDTH))
        for rect in rects:
            # Sideways by its half only: the edge that is seen is the edge that was chosen.
            painter.drawRoundedRect(rect.adjusted(-_WIDTH / 2, -spread, _WIDTH / 2, spread), 3, 3)
        if rects:
            first = rects[0]
            badge = QRectF(round(first.left()) - 2, round(first.top() - spread) - side + 3, side, side)
            while any(badge.intersects(other) for other in taken):
                badge.translate(side + 1, 0)
            taken.append(badge)
            _paint_badge(painter, badge, reading.initial, colour, inks, measures)


def _paint_badge(
    painter: QPainter, rect: QRectF, initial: str, colour: QColor, inks: Inks, measures: Measures
) -> None:  # fmt: skip
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRoundedRect(rect, 2, 2)
    painter.setFont(interface_font(measures.zoom, -4, QFont.Weight.Bold))
    painter.setPen(inks.paper)
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, initial)
