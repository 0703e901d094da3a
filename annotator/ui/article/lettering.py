"""Short plain texts that are painted with every frame: shaped once, kept, and then only drawn."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QStaticText

_KEPT = 2000


class Lettering:
    """The texts of one font. `font` is set anew with `use`, which forgets what was shaped."""

    def __init__(self, font: QFont) -> None:
        self._shaped: dict[str, QStaticText] = {}
        self.use(font)

    def use(self, font: QFont) -> None:
        self.font = font
        self._shaped.clear()

    def draw(
        self, painter: QPainter, rect: QRectF, text: str, *, centred: bool = False, ground: QColor | None = None
    ) -> None:
        """One line at the left of `rect` or in its middle, half way down, in the painter's pen, perhaps on a ground."""
        shaped = self._shaped.get(text)
        if shaped is None:
            shaped = self._shape(text)
        size = shaped.size()
        left = rect.left() + ((rect.width() - size.width()) / 2 if centred else 0)
        painter.setFont(self.font)
        place = QPointF(left, round(rect.top() + (rect.height() - size.height()) / 2))
        if ground is not None:
            # Whole pixels: the edges of others look different with and without smoothing, which is as it was left.
            painter.fillRect(QRectF(place, size).adjusted(-2, 0, 2, 0).toAlignedRect(), ground)
        painter.drawStaticText(place, shaped)

    def _shape(self, text: str) -> QStaticText:
        if len(self._shaped) >= _KEPT:
            self._shaped.clear()
        shaped = QStaticText(text)
        shaped.setTextFormat(Qt.TextFormat.PlainText)
        shaped.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
        shaped.prepare(font=self.font)
        self._shaped[text] = shaped
        return shaped
