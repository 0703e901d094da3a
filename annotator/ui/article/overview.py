"""Ticks beside the scroll bar: where in the article claims and quotes, hits and the caret's annotation are."""

from collections.abc import Iterable, Mapping, Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap

from annotator.model.items import CONTENT_TAGS, Annotation
from annotator.model.span import Span
from annotator.ui.article.index import reading_key
from annotator.ui.article.inks import Inks
from annotator.ui.article.layers import Layers

_WIDTH = 6
_TALL = 2


class Overview:
    """Ticks by tag, at most one in two rows of pixels, as an image; kept until what they show or the place changes."""

    def __init__(self) -> None:
        self._tags: dict[int, str] | None = None
        self._touched: set[int] = set()
        self._image = QPixmap()
        self._key: tuple[int, QSize, float, Inks] | None = None
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
        """Ticks for one's own claims and quotes in their inks, and for the hits of a search in the accent.

        They stand on paper, as nothing else is where they are.
        """
        x = size.width() - _WIDTH - 2
        scale = (size.height() - 2 * _TALL) / max(1, length)
        ratio = painter.device().devicePixelRatio()
        key = (length, QSize(_WIDTH, size.height()), ratio, inks)
        if self._tags is None or self._key != key:
            self._tags, self._key = _tags(layers.contents(), scale), key
            self._image = QPixmap(key[1] * ratio)
            self._image.setDevicePixelRatio(ratio)
            self._image.fill(inks.paper)
            self._tick(self._tags, inks)
        elif self._touched:
            self._tick(self._read_again(self._tags, layers, scale), inks)
        self._touched.clear()
        painter.drawPixmap(x, 0, self._image)
        if found is not self._found or self._hits_key != (x, scale):
            self._found, self._hits_key = found, (x, scale)
            self._hits = [QRectF(x, row, _WIDTH, _TALL) for row in {int(span.begin * scale) for span in found}]
        if self._hits:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(inks.accent)
            painter.drawRects(self._hits)

    def _tick(self, rows: Mapping[int, str | None], inks: Inks) -> None:
        """Paint rows of the image anew."""
        ticks: dict[str | None, list[QRectF]] = {}
        for row, tag in rows.items():
            ticks.setdefault(tag, []).append(QRectF(0, row * _TALL + 1, _WIDTH, _TALL))
        with QPainter(self._image) as painter:
            painter.setPen(Qt.PenStyle.NoPen)
            for tag, rects in ticks.items():
                painter.setBrush(inks.paper)
                painter.drawRects(rects)
                if tag is not None:
                    colour = QColor(inks.ink(tag))
                    colour.setAlpha(170)
                    painter.setBrush(colour)
                    painter.drawRects(rects)

    def _read_again(self, tags: dict[int, str], layers: Layers, scale: float) -> dict[int, str | None]:
        """The tag of each row where something was touched, found again."""
        out: dict[int, str | None] = {}
        for row in {int(position * scale) // _TALL for position in self._touched}:
            begin, end = int(row * _TALL / scale), int((row + 1) * _TALL / scale) + 1
            inside = (a for a in layers.divide(begin, end)[0] if a.tag in CONTENT_TAGS)
            out[row] = starts = _tags(inside, scale).get(row)
            if starts is None:
                tags.pop(row, None)
            else:
                tags[row] = starts
        return out


def _tags(annotations: Iterable[Annotation], scale: float) -> dict[int, str]:
    """By row the tag of what begins there, first in reading order, in whatever order edits have left them."""
    firsts: dict[int, Annotation] = {}
    for one in annotations:
        begin = one.spans[0].begin
        row = int(begin * scale) // _TALL
        held = firsts.setdefault(row, one)
        if begin <= held.spans[0].begin and reading_key(one) < reading_key(held):
            firsts[row] = one
    return {row: one.tag for row, one in firsts.items()}
