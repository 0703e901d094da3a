"""A tag's mark: its tint with the line that tells it from the others without colour."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from annotator.ui.controls.painting import paint_ground
from annotator.ui.tokens import Tokens

RADIUS = 3.0
_WIDTHS = {"claim": 1.2, "source": 2.0, "quote": 2.0}


def paint_tag_line(painter: QPainter, tokens: Tokens, tag: str, start: QPointF, length: float) -> None:
    """The line of a tag, to the right of `start`: thin claim, thick source, dotted quote, hair cue."""
    pen = QPen(QColor(tokens.ink(tag)), _WIDTHS.get(tag, 1.0))
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if tag == "quote":
        pen.setDashPattern([1.5, 1.5])
    painter.setPen(pen)
    painter.drawLine(start, QPointF(start.x() + length, start.y()))


def paint_swatch(painter: QPainter, tokens: Tokens, tag: str, rect: QRectF, *, enabled: bool = True) -> None:
    """The tag in little: tint and line; a cue's line stands above, as it does in the text."""
    if not enabled:
        painter.save()
        painter.setOpacity(0.45)
    paint_ground(painter, rect, tokens.tint(tag, focused=True), RADIUS)
    above = tag not in _WIDTHS
    y = rect.top() + 0.5 if above else rect.bottom() - _WIDTHS[tag] / 2
    paint_tag_line(painter, tokens, tag, QPointF(rect.left(), y), rect.width())
    if not enabled:
        painter.restore()
