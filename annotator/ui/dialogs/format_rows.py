"""Rows of the list of formats: title and ending, and below what becomes of the corpus in it."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QListWidget, QStyle, QStyleOptionViewItem

from annotator.services.exporting import Format
from annotator.ui import theme
from annotator.ui.controls.painting import paint_text, text_width
from annotator.ui.controls.rows import Index, RowDelegate

_RIGHT = Qt.AlignmentFlag.AlignRight


class FormatRows(RowDelegate):
    """Draws formats held under `UserRole`, with the sum of their losses under the role after it."""

    def __init__(self, view: QListWidget) -> None:
        super().__init__(view, inset=6)

    def lines(self, _index: Index) -> int:
        return 2

    def draw(self, painter: QPainter, rect: QRectF, index: Index, option: QStyleOptionViewItem) -> None:
        tokens = theme.current()
        form: Format = index.data(Qt.ItemDataRole.UserRole)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        first, second = QFontMetrics(theme.ui_font()).height(), QFontMetrics(theme.ui_font(-1)).height()
        inner = rect.adjusted(16, 0, -14, 0)
        top = inner.center().y() - (first + second) / 2
        ending = " ".join(form.suffixes)
        width = text_width(ending, theme.ui_font(-1))
        line = QRectF(inner.left(), top, inner.width(), first)
        paint_text(painter, line, ending, theme.ui_font(-1), tokens.text2 if chosen else tokens.text3, _RIGHT)
        ink = tokens.text if form.installed else tokens.off
        paint_text(painter, line.adjusted(0, 0, -width - 8, 0), form.title, theme.ui_font(0, 600), ink)
        said = index.data(Qt.ItemDataRole.UserRole + 1) or ""
        below = QRectF(inner.left(), top + first, inner.width(), second)
        words = said if form.installed else self.tr("not installed")
        paint_text(painter, below, words, theme.ui_font(-1), tokens.text2)
