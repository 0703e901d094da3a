"""The two cards of the start page: the sample project, and the place to drop articles on."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from annotator.ui import icons, theme
from annotator.ui.controls.painting import (
    CARD_RADIUS,
    CENTRE,
    paint_focus,
    paint_frame,
    paint_ground,
    paint_text,
    smooth,
    text_width,
)
from annotator.ui.controls.swatch import RADIUS, paint_tag_line
from annotator.ui.tokens import Tokens

_INSET = 16
_ICON = 24


def _line(step: int) -> int:
    return QFontMetrics(theme.ui_font(step)).height()


class SampleCard(QAbstractButton):
    """Opens the sample project; shows what an annotated sentence looks like."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = self.tr("Open the sample project")
        self._sentence = self.tr("Two articles annotated, one for you. Nothing you try can break it.")
        self._example = (
            (self.tr("The news agency"), "source"),
            (" ", ""),
            (self.tr("reported"), "cue"),
            (self.tr(" that "), ""),
            (self.tr("talks may open soon"), "claim"),
        )
        self.setAccessibleName(self._title)
        self.setAccessibleDescription(self._sentence)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        example = QFontMetrics(theme.reading_font(1)).height()
        return QSize(378, _INSET * 2 + _line(1) + _line(-1) + example + 12)

    def minimumSizeHint(self) -> QSize:
        return QSize(220, self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = theme.current()
        painter = smooth(self)
        rect = self.rect().toRectF()
        ground = tokens.press if self.isDown() else tokens.hover if self.underMouse() else tokens.raised
        paint_ground(painter, rect, ground, CARD_RADIUS)
        paint_frame(painter, rect, tokens.line, 1, CARD_RADIUS)
        inner = rect.adjusted(_INSET, _INSET - 2, -_INSET, -_INSET)
        title = QRectF(inner.left(), inner.top(), inner.width() - 24, _line(1))
        paint_text(painter, title, self._title, theme.ui_font(1, 600), tokens.text)
        sentence = QRectF(inner.left(), title.bottom() + 3, inner.width(), _line(-1))
        paint_text(painter, sentence, self._sentence, theme.ui_font(-1), tokens.text2)
        arrow = QRectF(inner.right() - 14, title.center().y() - 8, icons.SIZE, icons.SIZE)
        icons.paint(painter, "next", arrow, tokens.text2)
        painter.setClipRect(rect.adjusted(1, 1, -_INSET + 2, -1))
        self._paint_example(painter, tokens, QPointF(inner.left(), sentence.bottom() + 11))
        painter.setClipping(False)
        if self.hasFocus():
            paint_focus(painter, rect, tokens.accent, CARD_RADIUS)
        painter.end()

    def _paint_example(self, painter: QPainter, tokens: Tokens, corner: QPointF) -> None:
        font = theme.reading_font(1)
        metrics = QFontMetricsF(font)
        x, base = corner.x(), round(corner.y() + metrics.ascent())
        for text, tag in self._example:
            width = metrics.horizontalAdvance(text)
            if tag in {"source", "claim"}:
                tint = QRectF(x - 1, base - metrics.ascent() + 1, width + 2, metrics.height())
                paint_ground(painter, tint, tokens.tint(tag), RADIUS)
            if tag:
                y = base - metrics.ascent() + 1 if tag == "cue" else base + metrics.descent() - 0.5
                paint_tag_line(painter, tokens, tag, QPointF(x, round(y) + (0.5 if tag != "source" else 0)), width)
            painter.setFont(font)
            painter.setPen(QColor(tokens.text))
            painter.drawText(QPointF(x, base), text)
            x += width


class DropArea(QWidget):
    """Where files can be dropped; the page around it takes them. `hot` while something hangs over the page."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hot = False
        self._title = self.tr("Drop articles or a folder here")
        self._sentence = self.tr("Text files and annotated corpora")
        self.setAccessibleName(f"{self._title}. {self._sentence}")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.MinimumExpanding)

    def set_hot(self, *, hot: bool) -> None:
        self._hot = hot
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(378, _ICON + _line(1) + _line(-1) + 72)

    def minimumSizeHint(self) -> QSize:
        words = max(text_width(self._title, theme.ui_font(1, 600)), text_width(self._sentence, theme.ui_font(-1)))
        return QSize(round(words) + 2 * _INSET, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = theme.current()
        painter = smooth(self)
        rect = self.rect().toRectF()
        if self._hot:
            paint_ground(painter, rect, tokens.soft, CARD_RADIUS)
        edge, width = (tokens.accent, 2.0) if self._hot else (tokens.edge, 1.2)
        paint_frame(painter, rect, edge, width, CARD_RADIUS, dashed=True)
        height = _ICON + 12 + _line(1) + 3 + _line(-1)
        y = round((rect.height() - height) / 2)
        icon = tokens.soft_text if self._hot else tokens.text2
        icons.paint(painter, "import", QRectF(round(rect.width() / 2 - _ICON / 2), y, _ICON, _ICON), icon, 1.2)
        title = QRectF(0, y + _ICON + 12, rect.width(), _line(1))
        paint_text(painter, title, self._title, theme.ui_font(1, 600), tokens.text, CENTRE)
        sentence = QRectF(0, title.bottom() + 3, rect.width(), _line(-1))
        paint_text(painter, sentence, self._sentence, theme.ui_font(-1), tokens.text2, CENTRE)
        painter.end()
