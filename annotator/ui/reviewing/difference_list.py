"""The differences of the open document as rows; what a row says is worked out when it is first seen."""

from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QObject, Qt

from annotator.model.annotated import AnnotatedDocument
from annotator.model.hidden import sentence
from annotator.services import contrasting
from annotator.ui.article.blocks import Blocks
from annotator.ui.controls.rows import Index
from annotator.ui.reviewing.comparison import EVERYBODY, Comparison, Line
from annotator.ui.reviewing.words import ICONS, kind_title, name_of, reading_words, state_words

RowRole = Qt.ItemDataRole.UserRole
KIND, FIRST, SECOND, WHERE, VERDICT = range(5)
_KEPT = 4000


class Row(NamedTuple):
    """What a row says."""

    icon: str
    kind: str
    first: str
    second: str
    where: str
    state: str


class DifferenceList(QAbstractTableModel):
    """Rows of `Row`, in the order of the lines that a comparison shows."""

    def __init__(self, comparison: Comparison, parent: QObject) -> None:
        super().__init__(parent)
        self._comparison = comparison
        self._article: AnnotatedDocument | None = None
        self._blocks: Blocks | None = None
        self._lines: list[Line] = []
        self._rows: dict[int, Row] = {}

    def read(self, article: AnnotatedDocument | None) -> None:
        """Take over what the comparison shows now; where only states changed, the rows stay."""
        lines = list(self._comparison.shown())
        same = article is self._article and [x.key for x in lines] == [x.key for x in self._lines]
        if article is not self._article:
            self._blocks = None
        if same:
            self._lines = lines
            self._rows.clear()
            if lines:
                self.dataChanged.emit(self.index(0, 0), self.index(len(lines) - 1, VERDICT))
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, VERDICT)
            return
        self.beginResetModel()
        self._article, self._lines = article, lines
        self._rows.clear()
        self.endResetModel()

    def row(self, at: int) -> Row:
        found = self._rows.get(at)
        if found is None:
            if len(self._rows) >= _KEPT:
                del self._rows[next(iter(self._rows))]
            found = self._rows[at] = self._made(self._lines[at])
        return found

    def _made(self, line: Line) -> Row:
        article = self._article
        assert article is not None
        kind, a, b, _ = line.difference
        pair = self._comparison.pair()
        second = reading_words(article, b, kind)
        if pair is not None and pair[1] == EVERYBODY and b is not None:
            second = f"{name_of(article, b.annotator)}: {second}"
        return Row(
            ICONS[kind], kind_title(article, line.difference), reading_words(article, a, kind), second,
            f"¶ {self._paragraph(line)}", line.state,
        )  # fmt: skip

    def _paragraph(self, line: Line) -> int:
        article = self._article
        assert article is not None
        if self._blocks is None:
            self._blocks = Blocks(article.text)
        item = contrasting.item_of(line.difference)
        return self._blocks.paragraph(contrasting.places(article, item, line.difference.kind)[0].begin)[0]

    # Qt

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else VERDICT + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        pair = self._comparison.pair()
        names = ["", ""]
        if pair is not None and self._article is not None:
            article = self._article
            names = [self.tr("Everybody else") if id_ == EVERYBODY else name_of(article, id_) for id_ in pair]
        return (self.tr("Kind"), *names, self.tr("Where"), self.tr("Verdict"))[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self.row(index.row())
        if role == RowRole:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return sentence((row.kind, row.first, row.second, row.where, state_words(row.state))[index.column()])
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == KIND:
            parts = (row.kind, row.first, row.second, row.where, state_words(row.state))
            return ", ".join(map(sentence, parts))
        if role == Qt.ItemDataRole.ToolTipRole and index.column() in (FIRST, SECOND):
            return sentence(row.first if index.column() == FIRST else row.second)
        return None
