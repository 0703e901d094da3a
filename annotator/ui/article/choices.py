"""Annotations offered for a choice by digit: a key cap at each."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPen

from annotator.ui.article.fonts import Measures, interface_font
from annotator.ui.article.inks import Inks

MOST = 10


class Choices:
    """Up to ten ids in the order of their digits, 1 to 9 and 0, and where their caps were last painted."""

    def __init__(self) -> None:
        self.ids: tuple[str, ...] = ()
        self._caps: list[tuple[QRectF, str]] = []

    def offer(self, ids: Sequence[str]) -> None:
        self.ids = tuple(ids[:MOST])
        self._caps = []

    def by_digit(self, place: int) -> str | None:
        return self.ids[place] if 0 <= place < len(self.ids) else None

    def at(self, point: QPointF) -> str | None:
        return next((id_ for cap, id_ in self._caps if cap.contains(point)), None)

    def paint(self, painter: QPainter, corners: Sequence[tuple[str, QPointF]], inks: Inks, measures: Measures) -> None:
        """Caps at the top left corners given by id; caps that would cover another stand beside it."""
        self._caps = []
        side = measures.scaled(17)
        painter.setFont(interface_font(measures.zoom, -2, QFont.Weight.DemiBold))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=True)
        for id_, corner in corners:
            cap = QRectF(round(corner.x()) - side + 3.5, round(corner.y()) - side // 2 - 2.5, side, side)
            while any(cap.intersects(other) for other, _ in self._caps):
                cap.translate(side + 2, 0)
            self._caps.append((cap, id_))
            painter.setPen(QPen(inks.accent, 1.5))
            painter.setBrush(inks.raised)
            painter.drawRoundedRect(cap, 4, 4)
            painter.setPen(inks.text)
            painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, str((self.ids.index(id_) + 1) % MOST))
