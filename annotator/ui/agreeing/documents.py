"""A bar for each document: how far two annotators agree in it, the least first."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyleOptionViewItem, QWidget

from annotator.services.agreeing import Figure
from annotator.ui import theme
from annotator.ui.agreeing import words
from annotator.ui.controls.painting import RIGHT, paint_ground, paint_text
from annotator.ui.controls.rows import Index, RowDelegate

FigureRole = Qt.ItemDataRole.UserRole
_INSET, _BAR, _NUMBER = 14, 88, 48


class DocumentFigures(QAbstractListModel):
    """The least agreement first; documents without a figure last."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._rows: list[tuple[str, Figure]] = []
        self._titles: Mapping[str, str] = {}

    def show_figures(self, rows: Sequence[tuple[str, Figure]], titles: Mapping[str, str]) -> None:
        self.beginResetModel()
        self._titles = titles
        self._rows = sorted(
            rows, key=lambda row: (row[1].value is None, row[1].value or 0, titles.get(row[0], ""), row[0])
        )
        self.endResetModel()

    def document(self, place: int) -> str:
        return self._rows[place][0]

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        document, figure = self._rows[index.row()]
        if role == FigureRole:
            return figure
        if role == Qt.ItemDataRole.DisplayRole:
            return self._titles.get(document, "") or self.tr("Untitled")
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            told = words.undefined(figure) or words.number(figure.value)
            return f"{index.data()}: {told}"
        return None


class _Delegate(RowDelegate):
    def draw(self, painter: QPainter, rect: QRectF, index: Index, _option: QStyleOptionViewItem) -> None:
        tokens = theme.current()
        figure: Figure = index.data(FigureRole)
        inner = rect.adjusted(_INSET, 0, -_INSET, 0)
        number = QRectF(inner.right() - _NUMBER, inner.top(), _NUMBER, inner.height())
        paint_text(painter, number, words.number(figure.value), theme.ui_font(-1, 600), tokens.text, RIGHT)
        bar = QRectF(number.left() - _BAR, inner.center().y() - 2, _BAR, 4)
        paint_ground(painter, bar, tokens.line, 2)
        if figure.value:
            paint_ground(painter, QRectF(bar.left(), bar.top(), _BAR * figure.value, 4), tokens.text2, 2)
        inner.setRight(bar.left() - 10)
        paint_text(painter, inner, str(index.data()), theme.ui_font(-1), tokens.text)


class DocumentView(QListView):
    """`opened` is sent with the row that Return or a double click asks to go to."""

    opened = Signal(int)

    def __init__(self, model: DocumentFigures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setAccessibleName(self.tr("Agreement by document"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        _Delegate(self)
        self.doubleClicked.connect(lambda index: self.opened.emit(index.row()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex().row())
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, _search: str) -> None:
        """Letters are keys of the page."""
