"""Painted blocks of text kept as images, so that a frame paints anew only the lines that look different."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QPainter, QPixmap

_SCREENS = 2
"""How many screens of blocks are kept; what the screen shows is kept in any case."""

Draw = Callable[[QPainter, Sequence[int] | None], None]
"""Paints a block from its own top left: all of it, or some of its lines."""


@dataclass(slots=True)
class _Held:
    """An image, what the block depends on as a whole, and what each of its lines does."""

    image: QPixmap
    key: Hashable
    lines: Sequence[Hashable]


class BlockImages:
    """The images of one article's blocks, by number."""

    def __init__(self) -> None:
        self._held: dict[int, _Held] = {}
        self._rows = 0
        self._screen = 0
        self._shown: frozenset[int] = frozenset()

    def begin(self, screen: int, shown: Iterable[int]) -> None:
        """A frame begins, on a screen so many logical pixels high: no block that it shows makes room for another.

        The painter's device cannot be asked: a widget answers its height in logical pixels, an image in its own.
        """
        self._screen, self._shown = screen, frozenset(shown)

    def forget(self) -> None:
        self._held.clear()
        self._rows = 0

    def paint(
        self, painter: QPainter, number: int, key: Hashable, lines: Sequence[Hashable], place: QRect,
        rows: Callable[[int], tuple[int, int]], ground: QColor, draw: Draw,
    ) -> None:  # fmt: skip
        """Show block `number` at `place`; `rows` are top and height of a line in it.

        Where one logical pixel is not a whole number of the screen's it is painted every time: an image would blur.
        """
        ratio = painter.device().devicePixelRatio()
        if ratio != round(ratio) or place.height() > self._screen:
            painter.save()
            painter.translate(place.topLeft())
            draw(painter, None)
            painter.restore()
            return
        key = (key, ratio)
        held = self._held.pop(number, None)
        if held is None or held.key != key:
            if held is not None:
                self._rows -= held.image.height()
            image = QPixmap(place.size() * ratio)
            image.setDevicePixelRatio(ratio)
            held = _Held(image, key, lines)
            self._rows += image.height()
            self._renew(held, None, rows, ground, draw)
        elif held.lines != lines:
            touched = {at for at, (old, new) in enumerate(zip(held.lines, lines, strict=True)) if old != new}
            # The lowest underlines of a line reach into the next one.
            changed = sorted(touched | {at + 1 for at in touched if at + 1 < len(lines)})
            held.lines = lines
            self._renew(held, changed, rows, ground, draw)
        self._held[number] = held
        if self._rows > _SCREENS * self._screen * ratio:
            self._drop(_SCREENS * self._screen * ratio)
        painter.drawPixmap(place.topLeft(), held.image)

    def _drop(self, rows: float) -> None:
        """Let go of blocks off the screen, those not seen for longest first, until so many rows of pixels are held."""
        for number in [one for one in self._held if one not in self._shown]:
            if self._rows <= rows:
                return
            self._rows -= self._held.pop(number).image.height()

    @staticmethod
    def _renew(
        held: _Held, changed: Sequence[int] | None, rows: Callable[[int], tuple[int, int]], ground: QColor, draw: Draw
    ) -> None:
        """Images are opaque: text on a transparent ground would lose the fine edges that some screens give it."""
        image = held.image
        if changed is None:
            image.fill(ground)
            with QPainter(image) as painter:
                draw(painter, None)
            return
        width = image.width()
        with QPainter(image) as painter:
            for first, last in _runs(changed):
                top, (bottom, height) = rows(first)[0], rows(last)
                painter.save()
                painter.setClipRect(0, top, width, bottom + height - top)
                painter.fillRect(0, top, width, bottom + height - top, ground)
                draw(painter, range(first - 1, last + 1))
                painter.restore()


def _runs(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Numbers in order as first and last ones of those that follow each other."""
    out: list[tuple[int, int]] = []
    for number in numbers:
        if out and number == out[-1][1] + 1:
            out[-1] = (out[-1][0], number)
        else:
            out.append((number, number))
    return out
