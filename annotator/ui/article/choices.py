"""Places offered for a choice by digit: a key cap at each."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPen

from annotator.model.span import Span
from annotator.ui.article.fonts import Measures, interface_font
from annotator.ui.article.inks import Inks

MOST = 10


class Choices:
    """Up to ten named places in the order of their digits, 1 to 9 and 0, and where their caps were last painted."""

    def __init__(self) -> None:
        self.spans: dict[str, Span] = {}
        self.chosen: frozenset[str] = frozenset()
        self._caps: list[tuple[QRectF, str]] = []

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(self.spans)

    def offer(self, places: Mapping[str, Span]) -> None:
        self.spans = dict(list(places.items())[:MOST])
        self.chosen = frozenset()
        self._caps = []

    def by_digit(self, place: int) -> str | None:
        return self.ids[place] if 0 <= place < len(self.spans) else None

    def at(self, point: QPointF) -> str | None:
        return next((name for cap, name in self._caps if cap.contains(point)), None)

    def paint(self, painter: QPainter, places: Mapping[str, Sequence[QRectF]], inks: Inks, measures: Measures) -> None:
        """A thin frame around every place on the screen, and its cap at the top left; caps never cover each other."""
        self._caps = []
        side = measures.scaled(17)
        painter.setFont(interface_font(measures.zoom, -2, QFont.Weight.DemiBold))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for name, rects in places.items():
            taken = name in self.chosen
            painter.setPen(
                QPen(inks.accent, 2 if taken else 1, Qt.PenStyle.SolidLine if taken else Qt.PenStyle.DashLine)
            )
            painter.setBrush(Qt.BrushStyle.NoBrush)
            for rect in rects:
                painter.drawRoundedRect(rect.adjusted(-1.5, 0.5, 1.5, -0.5), 3, 3)
        for number, (name, rects) in enumerate(places.items(), 1):
            if not rects:
                continue
            corner = rects[0].topLeft()
            cap = QRectF(round(corner.x()) - side + 3.5, round(corner.y()) - side // 2 - 2.5, side, side)
            while any(cap.intersects(other) for other, _ in self._caps):
                cap.translate(side + 2, 0)
            self._caps.append((cap, name))
            taken = name in self.chosen
            painter.setPen(QPen(inks.accent, 1.5))
            painter.setBrush(inks.accent if taken else inks.raised)
            painter.drawRoundedRect(cap, 4, 4)
            painter.setPen(inks.on_accent if taken else inks.text)
            painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, str(number % MOST))
