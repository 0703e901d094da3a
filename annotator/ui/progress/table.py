"""The matrix: a row for each document, a column for each person in each role, and how much is judged."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyleOptionViewItem

from annotator.model.hidden import shown
from annotator.services.progressing import Cell, Column, Matrix, Row
from annotator.ui import theme
from annotator.ui.controls.matching import fold
from annotator.ui.controls.page_table import PageTable
from annotator.ui.controls.painting import LEFT, RIGHT, paint_focus, paint_ground, paint_text, plain_tooltip
from annotator.ui.controls.progress_dot import Progress, paint_progress_dot
from annotator.ui.controls.rows import Index, RowDelegate
from annotator.ui.progress.words import cell_in_full, cell_words, column_title, judged_words, part_title

RowRole = Qt.ItemDataRole.UserRole
_INSET = 8
_TITLE, _PERSON, _JUDGED = 30, 16, 18
"""Widths in average letters; of the title the least one."""

_BAR = 48
_NEW_FIRST = ("", "in_progress", "in_review", "skipped", "finished", "reviewed")
_DOTS: dict[str, Progress] = {
    "in_progress": "half", "in_review": "half", "finished": "done", "skipped": "done", "reviewed": "done",
}  # fmt: skip


class ProgressTable(QAbstractTableModel):
    """The rows of a matrix that a filter keeps, in an order."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.matrix = Matrix((), (), ())
        self._shown: list[Row] = []
        self._typed: list[str] = []
        self._only: Collection[str] | None = None
        self.order, self.descending = -1, False

    def show_matrix(self, matrix: Matrix) -> None:
        self.beginResetModel()
        if matrix.columns != self.matrix.columns:
            self.order = -1
        self.matrix = matrix
        self._choose()
        self.endResetModel()

    def filter(self, typed: str, only: Collection[str] | None) -> None:
        """Keep the rows in which every word typed occurs; `only` those of some documents, or all (None)."""
        self.beginResetModel()
        self._typed, self._only = fold(typed).split(), only
        self._choose()
        self.endResetModel()

    def sort_by(self, column: int) -> None:
        """Put the rows in the order of a column; the other way round when they are in it already."""
        self.beginResetModel()
        self.descending = not self.descending if column == self.order else False
        self.order = column
        self._choose()
        self.endResetModel()

    def _choose(self) -> None:
        rows = [r for r in self.matrix.rows if self._only is None or r.id in self._only]
        if self._typed:
            rows = [r for r in rows if all(word in fold(f"{r.title} {r.outlet}") for word in self._typed)]
        if self.order >= 0:
            rows.sort(key=self._weight(), reverse=self.descending)
        self._shown = rows

    def _weight(self) -> Callable[[Row], Any]:
        column = self.person(self.order)
        if column is not None:
            return lambda row: _weight_of(row.cell(column.annotator, column.role))
        if self.order == 0:
            return lambda row: row.title.casefold()
        return lambda row: (row.decided / max(1, row.decided + row.open), row.decided)

    def person(self, column: int) -> Column | None:
        """Who a column stands for; None for those of the document."""
        return self.matrix.columns[column - 1] if 0 < column <= len(self.matrix.columns) else None

    def row(self, place: int) -> Row:
        return self._shown[place]

    def place_of(self, document: str) -> int:
        """The row of a document, −1 when it is not shown."""
        return next((place for place, row in enumerate(self._shown) if row.id == document), -1)

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._shown)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.matrix.columns) + 2

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            title = self.title(section)
            return f"{title} {'↓' if self.descending else '↑'}" if section == self.order else title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(LEFT | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip(self.title(section))
        return None

    def title(self, section: int) -> str:
        """What stands above a column."""
        column = self.person(section)
        if column is not None:
            return column_title(column.name, column.role)
        return self.tr("Document") if section == 0 else self.tr("Judged")

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = self._shown[index.row()], self.person(index.column())
        if role == RowRole:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            if column is not None:
                return cell_words(row.cell(column.annotator, column.role))
            return shown(row.title or row.id[:12]) if index.column() == 0 else judged_words(row)
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return self._in_full(row, column, index.column())
        return None

    def _in_full(self, row: Row, column: Column | None, section: int) -> str:
        if column is not None:
            return f"{part_title(column.name, column.role)}: {cell_in_full(row.cell(column.annotator, column.role))}"
        if section == 0:
            return " · ".join(shown(part) for part in (row.title, row.outlet, row.published) if part)
        return f"{self.title(section)}: {judged_words(row)}"


def _weight_of(cell: Cell) -> tuple[bool, int, bool, int]:
    return not cell.concerned, _NEW_FIRST.index(cell.state), cell.assigned, cell.made


class _Delegate(RowDelegate):
    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view, inset=0, rounded=False)

    def draw(self, painter: QPainter, rect: QRectF, index: Index, option: QStyleOptionViewItem) -> None:
        model = index.model()
        assert isinstance(model, ProgressTable)
        row: Row = index.data(RowRole)
        inner = rect.adjusted(_INSET, 0, -_INSET, 0)
        column = model.person(index.column())
        tokens = theme.current()
        if column is not None:
            self._draw_cell(painter, inner, row.cell(column.annotator, column.role))
        elif index.column() == 0:
            paint_text(painter, inner.adjusted(6, 0, 0, 0), str(index.data()), theme.ui_font(0, 500), tokens.text)
        else:
            self._draw_judged(painter, inner, row)
        if option.state & QStyle.StateFlag.State_HasFocus and index.column():
            paint_focus(painter, rect.adjusted(1, 1, -1, -1), tokens.accent)

    @staticmethod
    def _draw_cell(painter: QPainter, inner: QRectF, cell: Cell) -> None:
        if not cell.concerned:
            return
        tokens = theme.current()
        begun: Progress = "half" if cell.made else "new"
        middle = inner.center().y()
        dot = _DOTS.get(cell.state, begun)
        paint_progress_dot(painter, tokens, QPointF(inner.left() + 5, middle), dot, tokens.accent)
        words = inner.adjusted(17, 0, 0, 0)
        if cell.made:
            paint_text(painter, words, str(cell.made), theme.ui_font(-1), tokens.text3, RIGHT)
            words.setRight(words.right() - 30)
        colour = tokens.text2 if dot == "done" else tokens.text
        paint_text(painter, words, cell_words(cell), theme.ui_font(-1), colour, LEFT)

    @staticmethod
    def _draw_judged(painter: QPainter, inner: QRectF, row: Row) -> None:
        total = row.decided + row.open
        if not total:
            return
        tokens = theme.current()
        track = QRectF(inner.left(), inner.center().y() - 2, min(_BAR, inner.width() / 3), 4)
        paint_ground(painter, track, tokens.line, 2)
        if row.decided:
            done = QRectF(track.left(), track.top(), max(3.0, track.width() * row.decided / total), 4)
            paint_ground(painter, done, tokens.accent, 2)
        paint_text(painter, inner, judged_words(row), theme.ui_font(-1), tokens.text2, RIGHT)


class ProgressView(PageTable):
    """Arrows move among documents and people; keys of the page work in it, and a click on a heading sorts."""

    def __init__(self, model: ProgressTable, keys: Mapping[Qt.Key, str]) -> None:
        super().__init__(model, keys)
        self.setAccessibleName(self.tr("Progress of the team"))
        self._table = model
        _Delegate(self)

    def fit(self) -> None:
        """Take over which columns there are."""
        letter = self.fontMetrics().averageCharWidth()
        last = self._table.columnCount() - 1
        for column in range(1, last + 1):
            self.setColumnWidth(column, letter * (_JUDGED if column == last else _PERSON) + 2 * _INSET)
        left = self.viewport().width() - sum(self.columnWidth(column) for column in range(1, last + 1))
        self.setColumnWidth(0, max(letter * _TITLE, left))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()
