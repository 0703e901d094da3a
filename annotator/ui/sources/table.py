"""The table of sources: a row each, read from the index when it is seen."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyleOptionViewItem

from annotator.model.hidden import shown
from annotator.services.listing import SourceIndex, SourceRow
from annotator.ui import icons, theme
from annotator.ui.controls.page_table import PageTable
from annotator.ui.controls.painting import LEFT, RIGHT, paint_ground, paint_text, plain_tooltip
from annotator.ui.controls.rows import Index, RowDelegate
from annotator.ui.icons import icon_of
from annotator.ui.panels.documents import short_date

RowRole = Qt.ItemDataRole.UserRole
_BAR = 30
_INSET = 7
_NEEDED = {"role": 140, "naming": 110}
"""Average letters that the table has to be wide for a column to be shown."""


class Column(NamedTuple):
    """A column: what the index calls it, its heading, its width in average letters, whether it is a number."""

    order: str
    title: str
    letters: int
    number: bool = False


class SourceTable(QAbstractTableModel):
    """Ids in the order of the index; a row is read when it is asked for, and then remembered."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.columns = (
            Column("name", self.tr("Name"), 26),
            Column("role", self.tr("Role"), 20),
            Column("naming", self.tr("Naming"), 10),
            Column("mentions", self.tr("Mentions"), 8, number=True),
            Column("documents", self.tr("Articles"), 7, number=True),
            Column("claims", self.tr("Claims"), 8, number=True),
            Column("second_hand", self.tr("Second-hand"), 12, number=True),
            Column("anonymous", self.tr("Anonymous"), 11, number=True),
            Column("last_seen", self.tr("Last seen"), 9),
            Column("rating", self.tr("Rating"), 6),
        )
        self.counted = True
        self._order, self._descending = "claims", True
        self._ids: list[str] = []
        self._places: dict[str, int] = {}
        self._rows: dict[str, SourceRow] = {}
        self._index: SourceIndex | None = None

    def show_index(self, index: SourceIndex | None, ids: list[str], *, counted: bool = True) -> None:
        """Show sources of an index in an order; not `counted` means that the numbers are still to come."""
        self.beginResetModel()
        self._index, self._ids, self._rows, self.counted = index, ids, {}, counted
        self._places = {id_: place for place, id_ in enumerate(ids)}
        self.endResetModel()

    def set_order(self, order: str, *, descending: bool) -> None:
        """Say in the headings how the rows are put in order."""
        self._order, self._descending = order, descending
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)

    def row(self, place: int) -> SourceRow:
        id_ = self._ids[place]
        found = self._rows.get(id_)
        if found is None:
            read = self._index.row(id_) if self._index is not None else None
            found = self._rows[id_] = read or SourceRow(id_, "", "named", "unknown", "", "", ())
        return found

    def place_of(self, id_: str) -> int:
        """The row of a source, −1 when it is not shown."""
        return self._places.get(id_, -1)

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._ids)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            column = self.columns[section]
            return f"{column.title} {'↓' if self._descending else '↑'}" if column.order == self._order else column.title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int((RIGHT if self.columns[section].number else LEFT) | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = self.row(index.row()), self.columns[index.column()]
        if role == RowRole:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return self.words(row, column.order)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{column.title}: {self.words(row, column.order)}"
        if role == Qt.ItemDataRole.ToolTipRole and column.order == "name":
            return plain_tooltip("\n".join((row.name, *row.aliases)))
        return None

    def words(self, row: SourceRow, order: str) -> str:
        """A cell in words."""
        if order in ("second_hand", "anonymous"):
            share = share_of(row, order)
            return "" if share is None or not self.counted else f"{round(100 * share)} %"
        if order == "rating":
            return "  ".join(sorted(row.ratings.values()))
        if order == "last_seen":
            return short_date(row.last_seen) if row.last_seen else ""
        if order in ("mentions", "documents", "claims"):
            return str(getattr(row, order)) if self.counted else "…"
        return shown(str(getattr(row, order)))


def share_of(row: SourceRow, order: str) -> float | None:
    """The share of a source's claims that are second-hand, or came through somebody anonymous."""
    part: int = getattr(row, order)
    return part / row.claims if row.claims else None


class _Delegate(RowDelegate):
    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view, inset=0, rounded=False)

    def draw(self, painter: QPainter, rect: QRectF, index: Index, _option: QStyleOptionViewItem) -> None:
        model = index.model()
        assert isinstance(model, SourceTable)
        tokens = theme.current()
        row: SourceRow = index.data(RowRole)
        column = model.columns[index.column()]
        inner = rect.adjusted(_INSET, 0, -_INSET, 0)
        words = str(index.data())
        if column.order == "name":
            square = QRectF(inner.left() + 4, inner.center().y() - 8, icons.SIZE, icons.SIZE)
            icons.paint(painter, icon_of(row), square, tokens.ink("source"))
            paint_text(painter, inner.adjusted(28, 0, 0, 0), words, theme.ui_font(0, 500), tokens.text)
            return
        if column.order in ("second_hand", "anonymous"):
            self._draw_share(painter, inner, share_of(row, column.order) if model.counted else None)
        strong = column.order in ("claims", "rating")
        font = theme.ui_font(0 if column.number or strong else -1, 600 if column.order == "rating" else 400)
        colour = tokens.text if column.number or strong else tokens.text2
        paint_text(painter, inner, words, font, colour, RIGHT if column.number else LEFT)

    @staticmethod
    def _draw_share(painter: QPainter, inner: QRectF, share: float | None) -> None:
        if share is None:
            return
        tokens = theme.current()
        track = QRectF(inner.left(), inner.center().y() - 2, min(_BAR, inner.width() / 2), 4)
        paint_ground(painter, track, tokens.line, 2)
        if share > 0:
            paint_ground(painter, QRectF(track.left(), track.top(), track.width() * share, 4), tokens.text2, 2)


class SourceView(PageTable):
    """Keys of the page work in it; a click on a heading puts the rows in that order."""

    def __init__(self, model: SourceTable, keys: Mapping[Qt.Key, str]) -> None:
        super().__init__(model, keys)
        self.setAccessibleName(self.tr("Sources"))
        self._table = model
        letter = self.fontMetrics().averageCharWidth()
        for place, column in enumerate(model.columns):
            self.setColumnWidth(place, letter * column.letters + 2 * _INSET)
        self.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        _Delegate(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        letters = self.viewport().width() / self.fontMetrics().averageCharWidth()
        for place, column in enumerate(self._table.columns):
            self.setColumnHidden(place, letters < _NEEDED.get(column.order, 0))
