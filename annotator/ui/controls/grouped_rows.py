"""A list in groups: rows with icon, text, a word of detail and keys, under headings that cannot be chosen."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QFontMetricsF, QPainter, QTextCharFormat, QTextLayout
from PySide6.QtWidgets import QListView, QStyle, QStyleOptionViewItem, QWidget

from annotator.model.hidden import sentence
from annotator.ui import icons, theme
from annotator.ui.controls.key_caps import keys_width, native_keys, paint_keys
from annotator.ui.controls.painting import RIGHT, one_line, paint_text, text_width
from annotator.ui.controls.rows import Index, RowDelegate
from annotator.ui.tokens import Tokens

RowRole = Qt.ItemDataRole.UserRole
_MARGIN = 16
_AFTER_ICON = 28


class Row(NamedTuple):
    """One row; `marks` are the (start, end) of the letters that were searched for."""

    text: str
    icon: str = ""
    keys: str = ""
    detail: str = ""
    enabled: bool = True
    marks: tuple[tuple[int, int], ...] = ()
    heading: bool = False
    more: tuple[str, ...] = ()
    """Other keys that do the same."""


class GroupedRows(QAbstractListModel):
    """The rows in order, headings among them."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._rows: list[Row] = []

    def set_rows(self, rows: Sequence[Row]) -> None:
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def row(self, at: int) -> Row:
        return self._rows[at]

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == RowRole:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return sentence(row.text)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            parts = (sentence(row.text), sentence(row.detail), *map(native_keys, (row.keys, *row.more)))
            return ", ".join(part for part in parts if part)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        row = self._rows[index.row()]
        if row.heading:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class GroupedDelegate(RowDelegate):
    """Draws the rows; the list counts as having the keyboard while `field`, which steers it, has it."""

    def __init__(self, view: QListView, field: QWidget, *, step: int = 1) -> None:
        super().__init__(view, inset=6)
        self._field = field
        self._step = step

    def has_keyboard(self, option: QStyleOptionViewItem) -> bool:
        return self._field.hasFocus() or super().has_keyboard(option)

    def row_height(self, index: Index) -> int:
        row: Row = index.data(RowRole)
        if row.heading:
            return max(28, QFontMetrics(theme.ui_font(-2)).height() + 14)
        return theme.row_height() + 6 if self._step else theme.row_height()

    def draw(self, painter: QPainter, rect: QRectF, index: Index, option: QStyleOptionViewItem) -> None:
        tokens = theme.current()
        row: Row = index.data(RowRole)
        inner = rect.adjusted(_MARGIN, 0, -_MARGIN, 0)
        if row.heading:
            paint_text(painter, inner.adjusted(0, 6, 0, 0), row.text, theme.ui_font(-2, 600), tokens.text3)
            return
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if row.icon:
            square = QRectF(inner.left(), inner.center().y() - icons.SIZE / 2, icons.SIZE, icons.SIZE)
            icons.paint(painter, row.icon, square, tokens.text2 if row.enabled else tokens.off)
        words = inner.adjusted(_AFTER_ICON, 0, 0, 0) if row.icon else inner
        words.setRight(self._draw_right(painter, tokens, inner, row, chosen=chosen) - 12)
        self._draw_words(painter, tokens, words, row, chosen=chosen)

    def _draw_right(self, painter: QPainter, tokens: Tokens, inner: QRectF, row: Row, *, chosen: bool) -> float:
        right = inner.right()
        for keys in reversed((row.keys, *row.more) if row.keys else ()):
            paint_keys(painter, tokens, keys, right, inner.center().y(), enabled=row.enabled)
            right -= keys_width(keys) + 10
        if row.detail:
            width = min(text_width(row.detail, theme.ui_font(-1)), inner.width() / 3)
            colour = tokens.text2 if chosen else tokens.text3
            place = QRectF(right - width, inner.top(), width, inner.height())
            paint_text(painter, place, row.detail, theme.ui_font(-1), colour, RIGHT)
            right -= width
        return right

    def _draw_words(self, painter: QPainter, tokens: Tokens, rect: QRectF, row: Row, *, chosen: bool) -> None:
        font = theme.ui_font(self._step)
        words = one_line(row.text)
        text = QFontMetricsF(font).elidedText(words, Qt.TextElideMode.ElideRight, rect.width())
        layout = QTextLayout(text, font)
        marks = row.marks if row.enabled and len(words) == len(row.text) else ()  # otherwise they are elsewhere
        layout.setFormats(_marked(marks, tokens.soft_text if chosen else tokens.accent))
        layout.beginLayout()
        line = layout.createLine()
        line.setLineWidth(rect.width() * 2)
        layout.endLayout()
        painter.setPen(QColor(tokens.text if row.enabled else tokens.off))
        layout.draw(painter, QPointF(rect.left(), rect.center().y() - line.height() / 2))


def _marked(marks: Sequence[tuple[int, int]], colour: str) -> list[QTextLayout.FormatRange]:
    ranges = []
    for start, end in marks:
        found = QTextLayout.FormatRange()
        found.start, found.length = start, end - start
        shape = QTextCharFormat()
        shape.setFontWeight(QFont.Weight.Bold)
        shape.setForeground(QColor(colour))
        found.format = shape
        ranges.append(found)
    return ranges
