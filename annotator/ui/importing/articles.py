"""The list of articles that may come in: a row each, with what stands against it."""

from enum import StrEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QLocale, QObject, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from annotator.model.hidden import shown
from annotator.services.gathering import Batch, Row, Standing
from annotator.ui import icons, theme
from annotator.ui.controls.painting import RIGHT, paint_frame, paint_ground, paint_text, plain_tooltip
from annotator.ui.controls.panel import PANEL_INSET
from annotator.ui.controls.row_table import GAP, RowTable, RowTableDelegate
from annotator.ui.controls.rows import Index
from annotator.ui.tokens import Tokens

RowRole = Qt.ItemDataRole.UserRole
WANTED, TITLE, FILE, KIND, LENGTH, LANGUAGE, STANDING = range(7)
_BOX = 14


class Order(StrEnum):
    """In which order the articles stand."""

    FILES = "files"
    DOUBTS = "doubts"
    TITLE = "title"
    LENGTH = "length"


class ArticleTable(QAbstractTableModel):
    """The rows of a batch, or those in which something is found, in an order: place for place, the number of a row.

    Others change the batch: they say so with `renew`. What is shown and where stays until `arrange` is called.
    """

    def __init__(self, batch: Batch, kinds: dict[str, str], parent: QObject) -> None:
        super().__init__(parent)
        self._batch = batch
        self._kinds = kinds
        self._needle, self._order = "", Order.FILES
        self._rows = list(batch.rows)  # of their own: while a file is read again, the batch changes in another thread
        self._numbers = list(range(len(self._rows)))
        self._heads = (
            "", self.tr("Title"), self.tr("File"), self.tr("Kind"), self.tr("Characters"), self.tr("Language"),
            self.tr("What becomes of it"),
        )  # fmt: skip

    def row(self, place: int) -> Row:
        return self._rows[self._numbers[place]]

    def number(self, place: int) -> int:
        """The number in the batch of what stands at a place."""
        return self._numbers[place]

    def place(self, number: int) -> int:
        """Where a row of the batch stands; 0 when it is not shown."""
        return self._numbers.index(number) if number in self._numbers else 0

    def arrange(self, needle: str, order: Order) -> None:
        """Show the articles that have `needle` in title, file or what becomes of them."""
        self.beginResetModel()
        self._needle, self._order = needle.strip().casefold(), order
        rows = self._rows = list(self._batch.rows)
        self._numbers = [n for n, row in enumerate(rows) if not self._needle or self._has(row)]
        if order is Order.DOUBTS:
            self._numbers.sort(key=lambda n: (rows[n].standing is not Standing.REFUSED, not rows[n].doubtful))
        elif order is Order.TITLE:
            self._numbers.sort(key=lambda n: self.words(rows[n], TITLE).casefold())
        elif order is Order.LENGTH:
            self._numbers.sort(key=lambda n: -rows[n].length)
        self.endResetModel()

    def _has(self, row: Row) -> bool:
        return any(self._needle in self.words(row, column).casefold() for column in (TITLE, FILE, STANDING))

    def renew(self, *, counted: bool = False) -> None:
        """Show what is in the batch now; `counted` when it may hold more or fewer articles than before."""
        if counted:
            self.arrange(self._needle, self._order)
            return
        self._rows = list(self._batch.rows)
        if self._numbers:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._numbers) - 1, STANDING))

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._numbers)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._heads)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._heads[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self.row(index.row())
        if role == RowRole:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return self.words(row, index.column())
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip("\n".join((shown(row.label), self.standing(row))))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            if index.column() == WANTED:
                return self.tr("comes in") if row.comes_in else self.tr("stays out")
            return f"{self._heads[index.column()]}: {self.words(row, index.column())}"
        return None

    def words(self, row: Row, column: int) -> str:
        """A cell in words."""
        if column == TITLE:
            return shown(row.title or row.name or row.file.name)
        if column == FILE:
            return shown(row.label)
        if column == KIND:
            return self._kinds.get(row.file.format, row.file.format)
        if column == LENGTH:
            return QLocale().toString(row.length) if row.length else ""
        if column == LANGUAGE:
            return shown(row.language)
        return self.standing(row) if column == STANDING else ""

    def standing(self, row: Row) -> str:
        """What becomes of an article, and what should be known of it."""
        if row.standing is Standing.REFUSED:
            return self.tr("Refused: {0}").format(shown(row.reason))
        if row.standing is Standing.PRESENT:
            return self.tr("Here already")
        if row.standing is Standing.TWICE:
            return self.tr("The same text as another one")
        if not row.wanted:
            return self.tr("Stays out")
        parts = []
        if row.guessed:
            parts.append(self.tr("read as {0}, a guess").format(shown(row.encoding)))
        if row.similar:
            parts.append(self.tr("much like “{0}”, which is here").format(shown(row.similar)))
        if row.left_out:
            parts.append(self.tr("%n part(s) left out", "", row.left_out))
        if row.excluded:
            parts.append(self.tr("boilerplate marked"))
        parts += map(shown, row.notes)
        return self.tr("Comes in") + (f" – {', '.join(parts)}" if parts else "")


class _Delegate(RowTableDelegate):
    def draw(self, painter: QPainter, rect: QRectF, index: Index, _option: QStyleOptionViewItem) -> None:
        row: Row = index.data(RowRole)
        column, tokens = index.column(), theme.current()
        if column == WANTED:
            self._draw_box(painter, rect, row)
            return
        inner = rect.adjusted(GAP, 0, -GAP, 0)
        words = str(index.data())
        faint = not row.comes_in
        font = theme.ui_font(0, 500) if column == TITLE else theme.ui_font(-1)
        colour = tokens.text3 if faint else tokens.text if column == TITLE else tokens.text2
        if column == STANDING:
            sign, colour = _sign(row, tokens)
            square = QRectF(inner.left(), inner.center().y() - 8, icons.SIZE, icons.SIZE)
            icons.paint(painter, sign, square, colour)
            inner = inner.adjusted(icons.SIZE + 6, 0, 0, 0)
        if column == LENGTH:
            paint_text(painter, inner, words, font, colour, RIGHT)
        else:
            paint_text(painter, inner, words, font, colour)

    @staticmethod
    def _draw_box(painter: QPainter, rect: QRectF, row: Row) -> None:
        tokens = theme.current()
        if row.standing is not Standing.NEW:
            return
        box = QRectF(rect.left() + PANEL_INSET, round(rect.center().y() - _BOX / 2), _BOX, _BOX)
        if row.wanted:
            paint_ground(painter, box, tokens.accent, 3)
            icons.paint(painter, "check", box.adjusted(-1, -1, 1, 1), tokens.on_accent, 1.8)
        else:
            paint_ground(painter, box, tokens.raised, 3)
            paint_frame(painter, box, tokens.edge, 1, 3)


def _sign(row: Row, tokens: Tokens) -> tuple[str, str]:
    if row.standing is Standing.REFUSED:
        return "warning", tokens.bad
    if row.standing is not Standing.NEW:
        return "info", tokens.text3
    if not row.wanted:
        return "cross", tokens.text3
    return ("info", tokens.warn) if row.similar or row.guessed or row.notes else ("check", tokens.ok)


class ArticleList(RowTable):
    """Space lets an article come in or stay out; the arrows look at another one."""

    def __init__(self, model: ArticleTable, parent: QWidget | None = None) -> None:
        super().__init__()
        self.setParent(parent)
        self.setModel(model)
        self.setAccessibleName(self.tr("Articles"))
        _Delegate(self)

    def widths(self, width: int) -> dict[int, int]:
        letter = self.fontMetrics().averageCharWidth()
        box, length, language = PANEL_INSET + _BOX + GAP, letter * 12, letter * 10
        kind = letter * 15 if width > letter * 120 else 0
        file = letter * 24 if width > letter * 80 else 0
        standing = min(letter * 40, (width - box) // 3)
        language = language if width > letter * 70 else 0
        return {
            WANTED: box, FILE: file, KIND: kind, LENGTH: length, LANGUAGE: language, STANDING: standing,
            TITLE: max(letter * 12, width - box - file - kind - length - language - standing),
        }  # fmt: skip
