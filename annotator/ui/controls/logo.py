"""The program's mark: a bracket beside a claim, a source and a quote."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from annotator.ui import theme
from annotator.ui.controls.painting import paint_ground, smooth
from annotator.ui.controls.swatch import paint_tag_line

_SIZE = 48
_BARS = (("claim", 6, 31), ("source", 19, 21), ("quote", 32, 27))


class Logo(QWidget):
    """Decoration: a screen reader finds the name beside it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(QSize(_SIZE, _SIZE))

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = theme.current()
        painter = smooth(self)
        pen = QPen(QColor(tokens.ink("claim")), 2.6)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        painter.drawPolyline([QPointF(11, 5), QPointF(5, 5), QPointF(5, 43), QPointF(11, 43)])
        for tag, top, width in _BARS:
            paint_ground(painter, QRectF(15, top, width, 10), tokens.tint(tag, focused=True), 2)
            paint_tag_line(painter, tokens, tag, QPointF(15, top + 10), width)
        painter.end()
