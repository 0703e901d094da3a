"""Which tags two annotators gave to annotations that correspond: a row for each of one, a column for the other's."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyleOptionViewItem, QTableView, QWidget

from annotator.ui import theme
from annotator.ui.controls.painting import CENTRE, paint_focus, paint_ground, paint_text
from annotator.ui.controls.rows import Index, RowDelegate
from annotator.ui.tokens import blend

CountRole = Qt.ItemDataRole.UserRole
Cell = tuple[str | None, str | None]
_MOST_ROWS = 10


class Confusion(QAbstractTableModel):
    """Counts by the two tags; None is what only the other annotator has."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._tags: list[str | None] = []
        self._counts: Mapping[Cell, int] = {}
        self._names = ("", "")
        self.most = 0

    def show_counts(self, counts: Mapping[Cell, int], names: tuple[str, str]) -> None:
        """`names` are those of the annotators of the rows and of the columns."""
        self.beginResetModel()
        found = {tag for cell in counts for tag in cell}
        self._tags = [*sorted(tag for tag in found if tag is not None), *([None] if found else [])]
        self._counts, self._names = counts, names
        self.most = max(counts.values(), default=0)
        self.endResetModel()

    def cell(self, index: Index) -> Cell:
        return self._tags[index.row()], self._tags[index.column()]

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._tags)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        return self.rowCount(parent)

    def word(self, tag: str | None) -> str:
        return self.tr("none") if tag is None else tag

    def headerData(self, section: int, _orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        return self.word(self._tags[section]) if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        count = self._counts.get(self.cell(index), 0)
        if role == CountRole:
            return count
        if role == Qt.ItemDataRole.DisplayRole:
            return str(count) if count else ""
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            one, other = map(self.word, self.cell(index))
            return self.tr("{0}: {1}, {2}: {3}; {4} times").format(self._names[0], one, self._names[1], other, count)
        return None


class _Delegate(RowDelegate):
    """The more there are, the stronger the ground; the number says it too."""

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view, inset=0, rounded=False)

    def draw(self, painter: QPainter, rect: QRectF, index: Index, option: QStyleOptionViewItem) -> None:
        model = index.model()
        assert isinstance(model, Confusion)
        tokens = theme.current()
        count: int = index.data(CountRole)
        one, other = model.cell(index)
        if count:
            base = tokens.accent if one == other else tokens.bad
            alpha = 24 + round(72 * count / model.most)
            paint_ground(painter, rect.adjusted(1, 1, -1, -1), blend(base, tokens.surface, alpha), 2)
        if option.state & option.state.State_HasFocus and self.has_keyboard(option):
            paint_focus(painter, rect.adjusted(1, 1, -1, -1), tokens.accent, 2)
        weight = 600 if one == other else 400
        paint_text(painter, rect, str(index.data()), theme.ui_font(-1, weight), tokens.text, CENTRE)


class ConfusionView(QTableView):
    """Walked with the arrows; `opened` is sent with the cell that Return or a double click asks to go to."""

    opened = Signal(object)

    def __init__(self, model: Confusion, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts = model
        self.setModel(model)
        self.setAccessibleName(self.tr("Tags of annotations that correspond"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        for head in (self.horizontalHeader(), self.verticalHeader()):
            head.setHighlightSections(False)
            head.setFont(theme.ui_font(-1))
            head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setMinimumSectionSize(self.fontMetrics().averageCharWidth() * 5)
        self.verticalHeader().setDefaultSectionSize(theme.row_height())
        self.setCornerButtonEnabled(False)
        _Delegate(self)
        model.modelReset.connect(self._fit)
        self.doubleClicked.connect(lambda index: self.opened.emit(model.cell(index)))

    def _fit(self) -> None:
        """As high as its rows, as long as they are not very many."""
        rows = min(_MOST_ROWS, self._counts.rowCount())
        self.setFixedHeight(self.horizontalHeader().sizeHint().height() + rows * theme.row_height() + 2)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self._counts.cell(self.currentIndex()))
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, _search: str) -> None:
        """Letters are keys of the page."""
