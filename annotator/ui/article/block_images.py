"""Painted blocks of text kept as images, so that a frame paints anew only those that look different."""

from collections.abc import Callable, Hashable

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QPainter, QPixmap

_SCREENS = 2
"""How many screens of blocks are kept."""


class BlockImages:
    """The images of one article's blocks, by number and what they depend on."""

    def __init__(self) -> None:
        self._held: dict[int, tuple[Hashable, QPixmap]] = {}
        self._rows = 0

    def forget(self) -> None:
        self._held.clear()
        self._rows = 0

    def paint(
        self, painter: QPainter, number: int, key: Hashable, place: QRect, ground: QColor,
        draw: Callable[[QPainter], None],
    ) -> None:  # fmt: skip
        """Show block `number` at `place`; `draw` paints it, from its own top left, when nothing kept has this key.

        On a screen whose pixels are not whole logical ones it is painted every time: an image would be blurred.
        """
        ratio = painter.device().devicePixelRatio()
        screen = painter.device().height() / ratio
        if ratio != round(ratio) or place.height() > screen:
            painter.save()
            painter.translate(place.topLeft())
            draw(painter)
            painter.restore()
            return
        known = self._held.pop(number, None)
        if known is not None and known[0] == key:
            self._held[number] = known
        else:
            if known is not None:
                self._rows -= known[1].height()
            known = self._held[number] = key, self._image(place, ratio, ground, draw)
            self._rows += known[1].height()
            while self._rows > _SCREENS * screen * ratio and len(self._held) > 1:
                self._rows -= self._held.pop(next(iter(self._held)))[1].height()
        painter.drawPixmap(place.topLeft(), known[1])

    @staticmethod
    def _image(place: QRect, ratio: float, ground: QColor, draw: Callable[[QPainter], None]) -> QPixmap:
        """Opaque, because text on a transparent ground would lose the fine edges that some screens give it."""
        image = QPixmap(place.size() * ratio)
        image.setDevicePixelRatio(ratio)
        image.fill(ground)
        with QPainter(image) as painter:
            draw(painter)
        return image
