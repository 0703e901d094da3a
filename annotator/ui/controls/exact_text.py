"""A passage of the article, to the letter, in the face it is read in."""

import math

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPaintEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from annotator.ui import theme
from annotator.ui.article.display import display_text
from annotator.ui.controls.painting import paint_ground, smooth
from annotator.ui.controls.swatch import paint_tag_line

_BAR = 3
_INSET = 12
_MOST = 4000
"""Code points that are laid out; who needs more of a passage reads it in the article."""


class ExactText(QLabel):
    """Wraps anywhere if it must, never elides what can be read at all; the bar has the colour and line of the tag."""

    def __init__(self, text: str = "", tag: str = "claim", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._tag = tag
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.set_passage(text, tag)

    def set_passage(self, text: str, tag: str) -> None:
        self._tag = tag
        passage, _ = display_text(text[:_MOST])  # as in the article: hidden characters are seen
        shown = passage if len(text) <= _MOST else f"{passage}…"
        self.setText(shown)
        self.setAccessibleName(shown)
        self.updateGeometry()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        _, height = self._laid_out(width - _INSET)
        return math.ceil(height) + 4

    def sizeHint(self) -> QSize:
        return QSize(240, self.heightForWidth(240))

    def minimumSizeHint(self) -> QSize:
        return QSize(80, math.ceil(self._line_height()) + 4)

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = theme.current()
        painter = smooth(self)
        height = self.height()
        if self._tag == "quote":
            painter.save()
            painter.translate(_BAR - 1, 0)
            painter.rotate(90)
            paint_tag_line(painter, tokens, "quote", QPointF(0, 0), height)
            painter.restore()
        else:
            paint_ground(painter, QRectF(0, 0, _BAR if self._tag != "cue" else 1, height), tokens.ink(self._tag), 1)
        painter.setPen(QColor(tokens.text if self.isEnabled() else tokens.off))
        layout, _ = self._laid_out(self.width() - _INSET)
        layout.draw(painter, QPointF(_INSET, 2))
        painter.end()

    def _line_height(self) -> float:
        return round(QFontMetricsF(theme.reading_font(1)).height() * 1.08)

    def _laid_out(self, width: int) -> tuple[QTextLayout, float]:
        layout = QTextLayout(self.text().replace("\n", "\u2028"), theme.reading_font(1))
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        y, step = 0.0, self._line_height()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(width, 20))
            line.setPosition(QPointF(0, y))
            y += step
        layout.endLayout()
        return layout, y
