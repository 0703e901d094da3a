"""A table whose rows are what can be chosen: Return opens one, Space points at it, letters are left to the commands."""

from abc import abstractmethod

from PySide6.QtCore import QEvent, QModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyle, QStyleOptionViewItem, QTableView, QWidget

from annotator.ui import theme
from annotator.ui.controls.painting import paint_text
from annotator.ui.controls.panel import PANEL_INSET
from annotator.ui.controls.rows import Index, RowDelegate

GAP = 8
"""Pixels left and right of what stands in a cell."""


class RowTableDelegate(RowDelegate):
    """Cells that join to rows; the table counts as having the keyboard while `field`, which steers it, has it."""

    def __init__(self, view: "RowTable", field: QWidget | None = None) -> None:
        super().__init__(view, inset=0, rounded=False)
        self._table = view
        self._field = field

    def has_keyboard(self, option: QStyleOptionViewItem) -> bool:
        return (self._field is not None and self._field.hasFocus()) or super().has_keyboard(option)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        # Qt knows the cell under the mouse; here the row is what can be chosen.
        if index.row() == self._table.under_mouse:
            option.state |= QStyle.StateFlag.State_MouseOver
        else:
            option.state &= ~QStyle.StateFlag.State_MouseOver
        super().paint(painter, option, index)


class _Headings(QHeaderView):
    """Quiet words over the columns, standing where the words below them do."""

    def __init__(self, view: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, view)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setSectionsClickable(False)
        self.setFixedHeight(theme.row_height())

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        inner = rect.toRectF().adjusted(PANEL_INSET if logicalIndex == 0 else GAP, 0, 0, 0)
        words = str(self.model().headerData(logicalIndex, self.orientation()))
        tokens = theme.current()
        painter.fillRect(rect, QColor(tokens.surface))
        paint_text(painter, inner, words, theme.ui_font(-2, 600), tokens.text3)


class RowTable(QTableView):
    """One row is chosen at a time; the columns share the width as `widths` says."""

    opened = Signal(object)
    pointed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.under_mouse = -1
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setHorizontalHeader(_Headings(self))
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.entered.connect(lambda index: self._point(index.row()))
        self.fit()

    @abstractmethod
    def widths(self, width: int) -> dict[int, int]:
        """How wide each column is where all have `width` pixels; 0 hides it."""

    def fit(self) -> None:
        """Take over the font's measures."""
        rows = self.verticalHeader()
        rows.setMinimumSectionSize(theme.row_height())
        rows.setDefaultSectionSize(theme.row_height())
        self._share()

    def _share(self) -> None:
        for column, pixels in self.widths(self.viewport().width()).items():
            self.setColumnHidden(column, not pixels)
            self.setColumnWidth(column, pixels)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.fit()

    def _point(self, row: int) -> None:
        for one in (self.under_mouse, row):
            if one >= 0:
                for column in range(self.model().columnCount()):
                    self.update(self.model().index(one, column))
        self.under_mouse = row

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._point(-1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(self.currentIndex())
        elif event.key() == Qt.Key.Key_Space:
            self.pointed.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Home and End go to the first and the last row, as in every list."""
        last = self.model().rowCount() - 1
        if action == QAbstractItemView.CursorAction.MoveHome:
            return self.model().index(0, max(0, self.currentIndex().column()))
        if action == QAbstractItemView.CursorAction.MoveEnd:
            return self.model().index(last, max(0, self.currentIndex().column()))
        return super().moveCursor(action, modifiers)

    def keyboardSearch(self, _search: str) -> None:
        """What is searched in has a field for it."""
