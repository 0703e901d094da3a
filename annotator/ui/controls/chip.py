"""A short fact in a box: a tag, a verdict, a count."""

import math
from typing import Literal

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QFont, QFontMetrics, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from annotator.model.hidden import shown
from annotator.ui import icons, theme
from annotator.ui.controls.painting import paint_ground, paint_text, plain_tooltip, smooth, text_width
from annotator.ui.controls.swatch import paint_swatch

Kind = Literal["plain", "ok", "bad", "soft"]
_COLOURS: dict[Kind, tuple[str, str]] = {
    "plain": ("hover", "text2"),
    "ok": ("ok_soft", "ok"),
    "bad": ("bad_soft", "bad"),
    "soft": ("soft", "soft_text"),
}
_INSET = 7
_LEAD = 18


class Chip(QWidget):
    """To be read, not pressed. A verdict's chip has its sign as icon: colour alone says nothing."""

    def __init__(
        self,
        text: str,
        icon: str | None = None,
        tag: str | None = None,
        kind: Kind = "plain",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._text, self._icon, self._tag, self._kind = text, icon, tag, kind
        self.setAccessibleName(shown(text))
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def text(self) -> str:
        return self._text

    def set_text(self, text: str) -> None:
        self._text = text
        self.setAccessibleName(shown(text))
        self._explain()
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        font = self._face()
        lead = _LEAD - 2 if self._icon or self._tag else 0
        width = 2 * _INSET + lead + text_width(self._text, font)
        return QSize(math.ceil(width), max(22, QFontMetrics(font).height() + 6))

    def minimumSizeHint(self) -> QSize:
        whole = self.sizeHint()
        return QSize(min(whole.width(), 3 * whole.height()), whole.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._explain()

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = theme.current()
        ground, ink = (icons.colour_of(tokens, name) for name in _COLOURS[self._kind])
        painter = smooth(self)
        rect = self.rect().toRectF()
        paint_ground(painter, rect, ground)
        words = rect.adjusted(_INSET, 0, -_INSET + 1, 0)
        middle = rect.height() / 2
        if self._tag:
            paint_swatch(painter, tokens, self._tag, QRectF(6, round(middle - 6), 12, 12))
            words.setLeft(_INSET + _LEAD - 2)
        elif self._icon:
            icons.paint(painter, self._icon, QRectF(5, middle - 7, 14, 14), ink, 1.6)
            words.setLeft(_INSET + _LEAD - 2)
        paint_text(painter, words, self._text, self._face(), ink if self.isEnabled() else tokens.off)
        painter.end()

    def _explain(self) -> None:
        self.setToolTip(plain_tooltip(self._text) if self.width() < self.sizeHint().width() else "")

    def _face(self) -> QFont:
        return theme.ui_font(-1, 500)
