"""A column of the screen kept as an image, so that a frame paints anew only the heights where it looks different."""

from collections.abc import Callable, Hashable, Iterable
from collections.abc import Set as AbstractSet
from typing import Protocol

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QPainter, QPixmap


class Part(Hashable, Protocol):
    """A thing in the column: equal to another where it looks the same, painted on heights from and to `rows`."""

    @property
    def rows(self) -> tuple[float, float]: ...


class Parted(Protocol):
    """What the column shows; its parts are asked for only where they are compared."""

    @property
    def parts(self) -> AbstractSet[Part]: ...


Draw = Callable[[QPainter, float, float], None]
"""Paints at least every part that reaches into heights from and to, whole."""


class Strip:
    """The image of one column, made for the second frame in a row with the same key: scrolling shows none twice."""

    def __init__(self) -> None:
        self._image: QPixmap | None = None
        self._key: Hashable = None
        self._shown: Parted | None = None

    def paint(self, painter: QPainter, place: QRect, key: Hashable, shown: Parted, ground: QColor, draw: Draw) -> None:
        """Show the column at `place`, which begins at the top of the screen and is the place of nothing else.

        `key` is what the column depends on as a whole. Where one logical pixel is not a whole number of the screen's it
        is painted every time: an image would blur.
        """
        ratio = painter.device().devicePixelRatio()
        key = (key, place.getRect(), ratio)
        if ratio != round(ratio) or key != self._key:
            self._image, self._key, self._shown = None, key, shown
            draw(painter, 0, place.height())
            return
        if self._image is None:
            self._image = QPixmap(place.size() * ratio)
            self._image.setDevicePixelRatio(ratio)
            self._renew([(0, place.height())], place, ground, draw)
        elif self._shown is not None and shown is not self._shown:
            self._renew(_joined(part.rows for part in self._shown.parts ^ shown.parts), place, ground, draw)
        self._shown = shown
        painter.drawPixmap(place.topLeft(), self._image)

    def _renew(self, bands: Iterable[tuple[int, int]], place: QRect, ground: QColor, draw: Draw) -> None:
        assert self._image is not None
        with QPainter(self._image) as painter:
            painter.translate(-place.left(), 0)
            for top, bottom in bands:
                band = QRect(place.left(), top, place.width(), bottom - top)
                painter.setClipRect(band)
                painter.fillRect(band, ground)
                draw(painter, top, bottom)


def _joined(rows: Iterable[tuple[float, float]]) -> list[tuple[int, int]]:
    """Heights as few bands of whole pixels, in order and apart."""
    out: list[tuple[int, int]] = []
    for low, high in sorted(rows):
        top, bottom = int(low) - 1, int(high) + 2
        if out and top <= out[-1][1]:
            out[-1] = (out[-1][0], max(bottom, out[-1][1]))
        else:
            out.append((top, bottom))
    return out
