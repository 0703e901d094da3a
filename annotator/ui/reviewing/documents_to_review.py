"""The documents that colleagues have annotated, and how much in each is decided: counted in the background."""

from collections.abc import Callable, Collection
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractListModel, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter
from PySide6.QtWidgets import QListView, QStyleOptionViewItem, QWidget

from annotator.model.changes import ChangeSet
from annotator.model.hidden import shown
from annotator.services import adjudicating, annotating, blinding
from annotator.services.pairing import Pair
from annotator.services.project import Project
from annotator.ui import theme
from annotator.ui.controls.painting import RIGHT, paint_text, text_width
from annotator.ui.controls.panel import PANEL_INSET
from annotator.ui.controls.rows import Index, RowDelegate
from annotator.ui.desk import Desk
from annotator.ui.reading import Reader
from annotator.ui.reviewing.comparison import COMPARED, Comparison

RowRole = Qt.ItemDataRole.UserRole
_EVERY = 20
"""Documents between looks at whether somebody wants to stop."""


class Row(NamedTuple):
    """A document with its differences; `reviewed` says that I marked it so.

    `left` is how many items an export says are open though all differences are decided; not asked before that.
    """

    id: str
    title: str
    decided: int
    of: int
    reviewed: bool
    left: int

    @property
    def done(self) -> bool:
        """Whether nothing is to be decided."""
        return self.decided == self.of and not self.left


def count(project: Project, document: str, pair: Pair | None) -> Row | None:
    """How far the review of a document is: of the pair that was chosen, where both annotated it.

    None where nobody but me annotated it, or where others' tags are hidden.
    """
    article = blinding.read(project, document)
    comparison = Comparison()
    comparison.set_article(project, article)
    if pair is not None:
        comparison.choose(*pair)
    if comparison.pair() is None:
        return None
    reviewed = project.me is not None and annotating.state(project, document, "reviewer") == "reviewed"
    decided, of = comparison.counts()
    left = len(adjudicating.open_in(project, article)) if decided == of and not reviewed else 0
    return Row(document, article.document.title, decided, of, reviewed, left)


def count_all(project: Project, pair: Pair | None, progress: Callable[[int, int, str], None]) -> dict[str, Row]:
    """The same for every document, in the order of the project."""
    found = {}
    rows = project.documents()
    for done, row in enumerate(rows):
        if done % _EVERY == 0:
            progress(done, len(rows), row.title)
        if (made := count(project, row.id, pair)) is not None:
            found[row.id] = made
    return found


class _Model(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: list[Row] = []

    def set_rows(self, rows: list[Row]) -> None:
        if [r.id for r in rows] == [r.id for r in self.rows]:
            self.rows = rows
            if rows:
                self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def differences(self, row: Row) -> str:
        return self.tr("%n difference(s)", "", row.of) if row.of else self.tr("no differences")

    def state(self, row: Row) -> str:
        """How far the review is."""
        if row.reviewed:
            return self.tr("✓ reviewed")
        if row.decided == row.of:
            done = self.tr("✓ done") if row.of else ""
            return self.tr("%n item(s) open", "", row.left) if row.left else done
        return self.tr("{0} of {1}").format(row.decided, row.of) if row.decided else self.tr("not started")

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == RowRole:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return shown(row.title) or self.tr("Untitled")
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return ", ".join(part for part in (shown(row.title), self.differences(row), self.state(row)) if part)
        return None


class _Delegate(RowDelegate):
    def lines(self, _index: Index) -> int:
        return 2

    def draw(self, painter: QPainter, rect: QRectF, index: Index, _option: QStyleOptionViewItem) -> None:
        row: Row = index.data(RowRole)
        model = index.model()
        assert isinstance(model, _Model)
        tokens = theme.current()
        inner = rect.adjusted(PANEL_INSET, 5, -12, -5)
        first = QFontMetricsF(theme.ui_font()).height()
        top = QRectF(inner.left(), inner.top(), inner.width(), first)
        paint_text(painter, top, str(index.data()), theme.ui_font(0, 500), tokens.text)
        below = inner.adjusted(0, first + 2, 0, 0)
        state, font = model.state(row), theme.ui_font(-2)
        done = row.reviewed or (row.of > 0 and row.done)
        paint_text(painter, below, state, font, tokens.ok if done else tokens.text2, RIGHT)
        words = below.adjusted(0, 0, -text_width(state, font) - 8, 0)
        paint_text(painter, words, model.differences(row), font, tokens.text2)


class DocumentsToReview(QListView):
    """Choosing one shows it. A change counts its own document anew, and no other."""

    left = Signal(str)
    """How many are left, in words."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._session = desk.session
        self._stale = True
        self._found: dict[str, Row] = {}
        self._since: set[str] = set()
        """Documents that changed while all were counted."""

        self._model = _Model(self)
        self.setModel(self._model)
        self.setAccessibleName(self.tr("Documents to review"))
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        _Delegate(self)
        self._reader = Reader(self._session, self)
        self._reader.progressed.connect(lambda done, of, _name: self.left.emit(f"{done} / {of}"))
        self.clicked.connect(self._open)
        desk.reviewing.paired.connect(self._read_soon)
        self._session.projectChanged.connect(self._forget)
        self._session.articleChanged.connect(self._follow)
        self._session.changed.connect(self._changed)

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]  # Qt's event passes through
        if self._stale:
            self._read()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, _search: str) -> None:
        """Letters are left to the commands."""

    def _forget(self) -> None:
        self._found, self._stale = {}, True
        self._model.set_rows([])
        if self.isVisible() and self._session.project is not None:
            self._read()

    def _read_soon(self) -> None:
        self._stale = True
        if self.isVisible():
            self._read()

    def _read(self) -> None:
        self._stale, self._since = False, set()
        if self._session.project is not None:
            pair = self._desk.reviewing.comparison.chosen
            self._reader.read(lambda own, progress: count_all(own, pair, progress), self._take)

    def _take(self, found: dict[str, Row]) -> None:
        self._found = found
        self._count(self._since)
        self._since = set()
        self._show()

    def _show(self) -> None:
        self._model.set_rows(list(self._found.values()))
        open_ = sum(not row.reviewed and not row.done for row in self._found.values())
        self.left.emit(self.tr("%n left", "", open_))
        self._follow()

    def _changed(self, changes: ChangeSet) -> None:
        project, article = self._session.project, self._session.article
        if not self.isVisible():
            self._stale = True
            return
        if changes.sweeping or changes.of("document", "setting", "assignment") or project is None:
            self._read()
            return
        concerned = set(changes.documents())
        if changes.of("verdict", *COMPARED[2:]) and article is not None:
            concerned.add(article.id)  # verdicts are given where one is
        if self._reader.busy:
            self._since |= concerned
        elif concerned:
            self._count(concerned)
            self._show()

    def _count(self, documents: Collection[str]) -> None:
        project = self._session.project
        for document in documents:
            made = count(project, document, self._desk.reviewing.comparison.chosen) if project is not None else None
            if made is not None:
                self._found[document] = made
            else:
                self._found.pop(document, None)

    def _follow(self) -> None:
        article = self._session.article
        at = next((n for n, row in enumerate(self._model.rows) if article and row.id == article.id), -1)
        if at >= 0:
            self.setCurrentIndex(self._model.index(at))
        else:
            self.clearSelection()

    def _open(self, index: Index) -> None:
        if index.isValid():
            self._session.show(self._model.rows[index.row()].id)
            self._desk.view.setFocus()
