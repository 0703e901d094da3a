"""The table of figures: value, what it rests on, and its interval, drawn and in words."""

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    Qt,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyleOptionViewItem

from annotator.services.tabulating import Row
from annotator.ui import theme
from annotator.ui.agreeing import words
from annotator.ui.controls.page_table import PageTable
from annotator.ui.controls.painting import LEFT, RIGHT, paint_ground, paint_text, plain_tooltip, text_width
from annotator.ui.controls.rows import Index, RowDelegate

RowRole = Qt.ItemDataRole.UserRole
_INSET, _GAP = 8, 14
_SCALE = 90
"""Pixels from 0 to 1; where there is no room for them beside the words, there are only words."""


_TAG, _PAIR = 2, 3
_STRONG = ("measure", "value")
_MOST_OF_NAME = 13


class Column(NamedTuple):
    name: str
    title: str
    most: int = 0
    """How wide it becomes, in average letters."""

    number: bool = False


class FigureTable(QAbstractTableModel):
    """One figure a row."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.columns = (
            Column("measure", self.tr("Measure"), 30),
            Column("on", self.tr("On"), 40),
            Column("tag", self.tr("Tag"), 16),
            Column("pair", self.tr("Annotators"), 24),
            Column("value", self.tr("Value"), 10, number=True),
            Column("n", self.tr("n"), 12, number=True),
            Column("interval", self.tr("95 % interval")),
        )
        self._rows: list[Row] = []
        self._names: dict[str, str] = {}

    def show_rows(self, rows: Sequence[Row], names: dict[str, str]) -> None:
        self.beginResetModel()
        self._rows, self._names = list(rows), names
        self.endResetModel()

    def row(self, place: int) -> Row:
        return self._rows[place]

    def rows(self) -> list[Row]:
        return list(self._rows)

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int((RIGHT if self.columns[section].number else LEFT) | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], self.columns[index.column()]
        if role == RowRole:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return self.words(row, column.name)
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            told = words.pair(row, self._names) if column.name == "pair" else self.words(row, column.name)
            return f"{column.title}: {told}" if role == Qt.ItemDataRole.AccessibleTextRole else plain_tooltip(told)
        return None

    def words(self, row: Row, column: str) -> str:
        """A cell in words."""
        match column:
            case "measure":
                return words.measure(row)
            case "on":
                return words.judged(row)
            case "tag":
                return words.tag(row.tag) if row.group == "spans" else ""
            case "pair":
                return words.pair(row, self._names, most=_MOST_OF_NAME)
            case "value":
                return words.number(row.figure.value)
            case "n":
                return str(row.figure.n)
        return words.undefined(row.figure) or words.interval(row.figure)


class _Delegate(RowDelegate):
    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view, inset=0, rounded=False)

    def draw(self, painter: QPainter, rect: QRectF, index: Index, _option: QStyleOptionViewItem) -> None:
        model = index.model()
        assert isinstance(model, FigureTable)
        tokens = theme.current()
        row: Row = index.data(RowRole)
        column = model.columns[index.column()]
        inner = rect.adjusted(_INSET, 0, -_INSET, 0)
        if column.name == "interval":
            inner.setLeft(self._draw_interval(painter, inner, row))
        strong = column.name in _STRONG
        colour = tokens.text if strong and row.figure.value is not None else tokens.text2
        font = theme.ui_font(0 if strong else -1, 600 if column.name == "value" else 400)
        paint_text(painter, inner, str(index.data()), font, colour, RIGHT if column.number else LEFT)

    @staticmethod
    def _draw_interval(painter: QPainter, inner: QRectF, row: Row) -> float:
        """A line from 0 to 1, on it the interval and the value; answers where the words begin."""
        figure, tokens = row.figure, theme.current()
        if figure.value is None or inner.width() < _SCALE + _GAP + text_width(
            words.interval(figure), theme.ui_font(-1)
        ):
            return inner.left()
        middle = inner.center().y()

        def at(value: float) -> float:
            return inner.left() + _SCALE * min(1.0, max(0.0, value))

        paint_ground(painter, QRectF(inner.left(), middle - 1, _SCALE, 2), tokens.line, 1)
        if figure.low is not None and figure.high is not None:
            low, high = at(figure.low), at(figure.high)
            paint_ground(painter, QRectF(low, middle - 2, max(2.0, high - low), 4), tokens.text3, 2)
        paint_ground(painter, QRectF(at(figure.value) - 2, middle - 6, 4, 12), tokens.accent, 2)
        return inner.left() + _SCALE + _GAP


class FigureView(PageTable):
    """Rows are walked with the arrows; `asked` is sent when Return asks to go where a figure comes from."""

    def __init__(self, model: FigureTable) -> None:
        super().__init__(model, {Qt.Key.Key_Return: "go", Qt.Key.Key_Enter: "go"})
        self.setAccessibleName(self.tr("Figures of agreement"))
        self._figures = model
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.horizontalHeader().setStretchLastSection(True)
        _Delegate(self)

    def go_to(self, row: int) -> None:
        """Be at a row, whatever keys are held meanwhile."""
        index = self._figures.index(row, 0)
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)

    def show_columns(self, *, tags: bool, pairs: bool) -> None:
        """Leave out the columns in which all rows would say the same; the others are as wide as what is in them."""
        self.setColumnHidden(_TAG, not tags)
        self.setColumnHidden(_PAIR, not pairs)
        model, letter = self._figures, self.fontMetrics().averageCharWidth()
        for place, column in enumerate(model.columns[:-1]):
            font = theme.ui_font(0 if column.name in _STRONG else -1, 600)
            said = {column.title, *(model.words(row, column.name) for row in model.rows())}
            widest = max(text_width(word, font) for word in said)
            self.setColumnWidth(place, min(letter * column.most, math.ceil(widest) + 8) + 2 * _INSET)
