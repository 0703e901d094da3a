"""Everybody who works on the project, and what they have in the open document, as rows."""

from collections import Counter
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractListModel, QObject, Qt

from annotator.model.hidden import shown
from annotator.services.project import DocumentRow
from annotator.ui.article.layers import initial
from annotator.ui.controls.rows import Index
from annotator.ui.layering import Layering
from annotator.ui.session import Session
from annotator.ui.settings import Look

RowRole = Qt.ItemDataRole.UserRole
COUNTED = ("claim", "source", "quote", "cue")


class Row(NamedTuple):
    """What a row says. `colour` is a number of `Tokens.layers`, None for mine; `state` is that of the document."""

    id: str
    name: str
    initial: str
    colour: int | None
    look: Look
    solo: bool
    mine: bool
    counts: dict[str, int]
    state: str


class LayerList(QAbstractListModel):
    """Me first, then by name."""

    def __init__(self, session: Session, layering: Layering, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._layering = layering
        self._rows: list[Row] = []

    def read(self, document: DocumentRow | None) -> None:
        """Take over how the layers are shown and what is in them; the rows stay where the people do."""
        rows = self._made(document)
        if [r.id for r in rows] == [r.id for r in self._rows]:
            self._rows = rows
            if rows:
                self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def _made(self, document: DocumentRow | None) -> list[Row]:
        article, me = self._session.article, self._session.me
        if article is None:
            return []
        counts: dict[str | None, Counter[str]] = {}
        for annotation in article.annotations.values():
            counts.setdefault(annotation.annotator, Counter())[annotation.tag] += 1
        mine = me.id if me is not None else None
        people = sorted(article.annotators.values(), key=lambda a: (a.id != mine, a.name, a.id))
        layering = self._layering
        states = document.states if document is not None else {}
        return [
            Row(
                a.id, a.name, initial(a.name), None if a.id == mine else layering.colour(a.id), layering.look(a.id),
                layering.is_solo(a.id), a.id == mine, counts.get(a.id, Counter()), states.get(a.id, ""),
            )
            for a in people
        ]  # fmt: skip

    def row(self, at: int) -> Row:
        return self._rows[at]

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == RowRole:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return shown(row.name)
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            counts = ", ".join(f"{row.counts[tag]} {tag}" for tag in COUNTED if row.counts.get(tag))
            who = self.tr("me") if row.mine else self.tr("colleague")
            parts = (
                shown(row.name),
                who,
                self.look_words(row),
                counts or self.tr("nothing here"),
                self.state_words(row.state),
            )
            return ", ".join(part for part in parts if part)
        return None

    def look_words(self, row: Row) -> str:
        """How a layer is shown."""
        if row.solo:
            return self.tr("Alone")
        return {"tint": self.tr("Tint"), "outline": self.tr("Outline"), "hidden": self.tr("Hidden")}[row.look]

    def state_words(self, state: str) -> str:
        """How far somebody is with the document."""
        return {"finished": self.tr("finished"), "in_progress": self.tr("in progress"),
                "skipped": self.tr("skipped")}.get(state, "")  # fmt: skip
