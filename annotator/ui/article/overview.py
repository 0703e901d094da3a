"""Ticks beside the scroll bar: where in the article claims and quotes, hits and the caret's annotation are."""

from collections.abc import Iterable

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

from annotator.model.items import Annotation
from annotator.model.span import Span
from annotator.ui.article.inks import Inks

_WIDTH = 6
_TALL = 2


class Overview:
    """Rows of ticks, one pixel row holding one tick; kept until what it shows or the height changes."""

    def __init__(self) -> None:
        self._rows: dict[int, str] | None = None
        self._key: tuple[int, int] = (0, 0)

    def forget(self) -> None:
        self._rows = None

    def paint(
        self,
        painter: QPainter,
        contents: Iterable[Annotation],
        found: Iterable[Span],
        length: int,
        width: int,
        height: int,
        inks: Inks,
    ) -> None:
        """Ticks for annotations of one layer by their tag, and for the hits of a search in the accent."""
        if self._rows is None or self._key != (length, height):
            scale = (height - 2 * _TALL) / max(1, length)
            self._rows = {int(a.spans[0].begin * scale) // _TALL * _TALL: a.tag for a in contents}
            self._key = (length, height)
        colours: dict[str, QColor] = {}
        for y, tag in self._rows.items():
            if tag not in colours:
                colours[tag] = QColor(inks.ink(tag))
                colours[tag].setAlpha(170)
            painter.fillRect(QRectF(width - _WIDTH - 2, y + 1, _WIDTH, _TALL), colours[tag])
        scale = (height - 2 * _TALL) / max(1, length)
        for row in {int(span.begin * scale) for span in found}:
            painter.fillRect(QRectF(width - _WIDTH - 2, row, _WIDTH, _TALL), inks.accent)
