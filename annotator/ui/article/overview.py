"""Ticks beside the scroll bar: where in the article claims and quotes, hits and the caret's annotation are."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter

from annotator.model.items import CONTENT_TAGS
from annotator.model.span import Span
from annotator.ui.article.inks import Inks
from annotator.ui.article.layers import Layers

_WIDTH = 6
_TALL = 2


class Overview:
    """Ticks by tag, at most one in two rows of pixels; kept until what they show or the place changes."""

    def __init__(self) -> None:
        self._tags: dict[int, str] | None = None
        self._touched: set[int] = set()
        self._ticks: dict[str, list[QRectF]] = {}
        self._key = (0, 0)
        self._x = 0
        self._found: Sequence[Span] = ()
        self._hits: list[QRectF] = []
        self._hits_key = (0, 0.0)

    def forget(self) -> None:
        self._tags = None

    def touch(self, position: int) -> None:
        """An annotation that begins there has come or gone."""
        self._touched.add(position)

    def paint(
        self, painter: QPainter, layers: Layers, found: Sequence[Span], length: int, size: QSize, inks: Inks
    ) -> None:
        """Ticks for one's own claims and quotes in their inks, and for the hits of a search in the accent."""
        x = size.width() - _WIDTH - 2
        scale = (size.height() - 2 * _TALL) / max(1, length)
        key = (length, size.height())
        if self._tags is None or self._key != key or self._touched or self._x != x:
            self._tags = self._current(layers, scale, anew=self._tags is None or self._key != key)
            self._key, self._x = key, x
            self._touched.clear()
            self._ticks = {}
            for row, tag in self._tags.items():
                self._ticks.setdefault(tag, []).append(QRectF(x, row * _TALL + 1, _WIDTH, _TALL))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.setPen(Qt.PenStyle.NoPen)
        for tag, ticks in self._ticks.items():
            colour = QColor(inks.ink(tag))
            colour.setAlpha(170)
            painter.setBrush(colour)
            painter.drawRects(ticks)
        if found is not self._found or self._hits_key != (x, scale):
            self._found, self._hits_key = found, (x, scale)
            self._hits = [QRectF(x, row, _WIDTH, _TALL) for row in {int(span.begin * scale) for span in found}]
        if self._hits:
            painter.setBrush(inks.accent)
            painter.drawRects(self._hits)

    def _current(self, layers: Layers, scale: float, *, anew: bool) -> dict[int, str]:
        """The tag of each row, found again for all rows or only where something was touched."""
        if anew or self._tags is None or scale <= 0:
            return {int(a.spans[0].begin * scale) // _TALL: a.tag for a in layers.contents()}
        tags = self._tags
        for row in {int(position * scale) // _TALL for position in self._touched}:
            begin, end = int(row * _TALL / scale), int((row + 1) * _TALL / scale) + 1
            inside = (
                a.tag
                for a in layers.divide(begin, end)[0]
                if a.tag in CONTENT_TAGS and int(a.begin * scale) // _TALL == row
            )
            starts = next(inside, None)
            if starts is None:
                tags.pop(row, None)
            else:
                tags[row] = starts
        return tags
