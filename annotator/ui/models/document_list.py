"""The documents of the project, filtered and in order."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from annotator.model.changes import Change
from annotator.model.hidden import shown
from annotator.model.items import Annotation
from annotator.services.project import DocumentRow
from annotator.ui.controls.matching import fold

Index = QModelIndex | QPersistentModelIndex
RowRole = Qt.ItemDataRole.UserRole
IdRole = Qt.ItemDataRole.UserRole + 1


class DocumentList(QAbstractListModel):
    """Rows of `DocumentRow`; a filter keeps those in which every word of it occurs."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._all: list[DocumentRow] = []
        self._folded: list[str] = []
        self._shown: list[DocumentRow] = []
        self._filter = ""
        self._damaged: frozenset[str] = frozenset()

    def set_rows(self, rows: Sequence[DocumentRow]) -> None:
        self._all = list(rows)
        self._folded = [fold(f"{r.title} {r.outlet} {r.published} {' '.join(r.counts)}") for r in self._all]
        self._choose()

    def apply(self, changes: Sequence[Change]) -> None:
        """Take over what was tagged and what was not any more, without asking the project."""
        for document in {change.document for change in changes}:
            row = next((r for r in self._all if r.id == document), None)
            if row is None:
                continue
            for change in changes:
                if change.document == document:
                    for item, step in ((change.before, -1), (change.after, 1)):
                        if isinstance(item, Annotation):
                            row.counts[item.tag] = row.counts.get(item.tag, 0) + step
            place = self.place_of(row.id)
            if place >= 0:
                self.dataChanged.emit(self.index(place), self.index(place))

    def set_filter(self, typed: str) -> None:
        self._filter = typed
        self._choose()

    def set_damaged(self, documents: frozenset[str]) -> None:
        """Put a sign before the titles of documents that are not as they were recorded."""
        self._damaged = documents
        self._choose()

    def _choose(self) -> None:
        words = fold(self._filter).split()
        chosen = [
            row._replace(title=f"⚠ {row.title}") if row.id in self._damaged else row
            for row, text in zip(self._all, self._folded, strict=True)
            if all(word in text for word in words)
        ]
        if [r.id for r in chosen] == [r.id for r in self._shown]:
            self._shown = chosen
            if chosen:
                self.dataChanged.emit(self.index(0), self.index(len(chosen) - 1))
            return
        self.beginResetModel()
        self._shown = chosen
        self.endResetModel()

    def place_of(self, document: str) -> int:
        """The row of a document, −1 when it is not shown."""
        return next((place for place, row in enumerate(self._shown) if row.id == document), -1)

    def count(self) -> int:
        """How many documents there are, shown or not."""
        return len(self._all)

    def row(self, place: int) -> DocumentRow:
        return self._shown[place]

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self._shown[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return shown(row.title)
        if role == RowRole:
            return row
        if role == IdRole:
            return row.id
        if role == Qt.ItemDataRole.AccessibleTextRole:
            counts = ", ".join(f"{count} {tag}" for tag, count in row.counts.items())
            damaged = self.tr("damaged") if row.id in self._damaged else ""
            parts = (row.title, damaged, row.outlet, row.published, counts)
            return ", ".join(shown(part) for part in parts if part)
        return None
