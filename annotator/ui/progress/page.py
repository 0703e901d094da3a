"""The page on the progress of the team, in place of the article: who is how far, and who waits for whom."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListView, QSplitter, QVBoxLayout, QWidget

from annotator.model.changes import ChangeSet
from annotator.services import blinding, progressing
from annotator.services.progressing import ROLES, WAITING, Matrix, Part, Row, Waiting
from annotator.ui import theme
from annotator.ui.controls.empty_state import EmptyState
from annotator.ui.controls.grouped_rows import GroupedDelegate, GroupedRows
from annotator.ui.controls.grouped_rows import Row as ListRow
from annotator.ui.controls.page_head import PageHead, PageKey
from annotator.ui.controls.panel import Section
from annotator.ui.controls.quiet_label import PlainLabel
from annotator.ui.controls.search_field import SearchField
from annotator.ui.controls.veil_note import VeilNote
from annotator.ui.desk import Desk
from annotator.ui.message_bar import MessageBar
from annotator.ui.progress.table import ProgressTable, ProgressView
from annotator.ui.progress.words import part_title, waiting_words
from annotator.ui.reading import Reader
from annotator.ui.soon import Soon

_KEYS = {
    Qt.Key.Key_Return: "go", Qt.Key.Key_Enter: "go", Qt.Key.Key_Space: "give", Qt.Key.Key_A: "assign",
    Qt.Key.Key_P: "package", Qt.Key.Key_S: "sort",
}  # fmt: skip
_CONCERNS = ("state", "assignment", "document", "annotator", "verdict", "annotation", "attribution", "setting")


class ProgressPage(QWidget):
    """Read in the background when it is shown and after what concerns it. `left`: the person wants the article."""

    left = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._session = desk.session
        self._waiting: list[Waiting] = []
        self._stale = True
        self._reader = Reader(self._session, self)
        self._soon = Soon(self.read, self)
        theme.set_ground(self, "surface")
        self.table = ProgressTable(self)
        self.view = ProgressView(self.table, _KEYS)
        self.messages = MessageBar()
        self.nothing = EmptyState("people", self.tr("No articles yet"), self.tr("Import articles to give them out."))
        self.nothing.hide()
        self.waiting = QListView()
        self.waiting.setAccessibleName(self.tr("Who waits for whom"))
        self._sentences = GroupedRows(self)
        self.waiting.setModel(self._sentences)
        GroupedDelegate(self.waiting, self.waiting, step=0)
        self.waiting.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._lay_out()
        self.view.asked.connect(self.ask)
        self.view.doubleClicked.connect(lambda _index: self.ask("go"))
        self.view.selectionModel().currentChanged.connect(lambda _now, _before: self._offer())
        self.view.horizontalHeader().sectionClicked.connect(self._sort)
        self.waiting.selectionModel().currentChanged.connect(lambda _now, _before: self._filter())
        self.waiting.activated.connect(lambda _index: self.view.setFocus())
        self._session.changed.connect(self._changed)
        self._session.busyChanged.connect(self._offer)
        self._session.projectChanged.connect(self._forget)

    # Putting together

    def _lay_out(self) -> None:
        main, side = QWidget(), QWidget()
        column = QVBoxLayout(main)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.messages)
        column.addLayout(self._head())
        self.veiled = VeilNote()
        column.addWidget(self.veiled)
        column.addWidget(self.view, 1)
        column.addWidget(self.nothing, 1)
        beside = QVBoxLayout(side)
        beside.setContentsMargins(6, 12, 6, 8)
        beside.setSpacing(6)
        heading = Section(self.tr("Who waits for whom"))
        heading.setContentsMargins(10, 0, 10, 0)
        beside.addWidget(heading)
        beside.addWidget(self.waiting, 1)
        parts = QSplitter(Qt.Orientation.Horizontal)
        parts.setHandleWidth(1)
        parts.setChildrenCollapsible(False)
        for part in (main, side):
            theme.set_ground(part, "surface")
            parts.addWidget(part)
        parts.setStretchFactor(0, 1)
        parts.setSizes([900, 400])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(parts)

    def _head(self) -> PageHead:
        """Title, filter field, and what can be done, with its keys."""
        self.count = PlainLabel("", "second", step=-1)
        self.field = SearchField(self.tr("Filter by title or outlet…"))
        self.field.textChanged.connect(lambda _typed: self._filter())
        self.field.returnPressed.connect(self.view.setFocus)
        keys = (
            PageKey("go", "article", self.tr("Go there"), "Return"),
            PageKey("give", "person", self.tr("Give"), "Space"),
            PageKey("assign", "people", self.tr("Give out…"), "A"),
            PageKey("package", "export", self.tr("Work package…"), "P"),
            PageKey("sort", "down", self.tr("Sort"), "S"),
        )
        head = PageHead(self.tr("Progress"), (self.count, self.field), keys, stretch=1)
        head.asked.connect(self.ask)
        head.left.connect(self.left)
        self.buttons = head.buttons
        return head

    # Reading

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]  # Qt's event passes through
        if self._stale:
            self.read()

    def _forget(self) -> None:
        self._reader.stop()
        self._take(Matrix((), (), ()))
        self._stale = True
        if self.isVisible():
            self.read()

    def _changed(self, changes: ChangeSet) -> None:
        if changes.sweeping or changes.of(*_CONCERNS):
            self._stale = True
            if self.isVisible():
                self._soon.ask()

    def read(self) -> None:
        """Read how far everybody is, beside the window."""
        if self._session.project is not None:
            self._stale = False
            self.veiled.tell(len(blinding.hidden(self._session.project)))
            if not self.table.rowCount():
                self.count.setText(self.tr("reading…"))
            self._reader.read(lambda own, _progress: progressing.matrix(own), self._take)

    def _take(self, matrix: Matrix) -> None:
        chosen = self.waiting.currentIndex().row()
        kept = self._waiting[chosen - 1][:3] if 0 < chosen <= len(self._waiting) else None
        here = self._here()
        names = dict(matrix.people)
        self._waiting = sorted(
            progressing.waiting(matrix.rows),
            key=lambda one: (WAITING.index(one.kind), -len(one.documents), waiting_words(one, names).casefold()),
        )
        me = self._session.me.id if self._session.me else ""
        rows = [ListRow(self.tr("All documents"), icon="document", detail=str(len(matrix.rows)))]
        rows += [
            ListRow(waiting_words(one, names), "person" if me == one.for_ else "people", detail=str(len(one.documents)))
            for one in self._waiting
        ]
        self.table.show_matrix(matrix)
        self.view.fit()
        self._sentences.set_rows(rows)
        same = [one[:3] for one in self._waiting]
        self.waiting.setCurrentIndex(self._sentences.index(same.index(kept) + 1 if kept in same else 0))
        self._filter(here)

    def _filter(self, here: tuple[str | None, int] | None = None) -> None:
        here = here or self._here()
        chosen = self.waiting.currentIndex().row()
        only = set(self._waiting[chosen - 1].documents) if 0 < chosen <= len(self._waiting) else None
        self.table.filter(self.field.text(), only)
        total, shown = len(self.table.matrix.rows), self.table.rowCount()
        self.count.setText(str(total) if shown == total else self.tr("{0} of {1}").format(shown, total))
        empty = total == 0 and not self._reader.busy
        self.view.setVisible(not empty)
        self.nothing.setVisible(empty)
        self._stand(*here)

    def _here(self) -> tuple[str | None, int]:
        """The document and the column that the person is at."""
        row = self._row()
        return (row.id if row is not None else None), self.view.currentIndex().column()

    def _stand(self, document: str | None, column: int) -> None:
        """Be at a document again, otherwise at the open one, otherwise at the first."""
        article = self._session.article
        places = [self.table.place_of(id_) for id_ in (document, article.id if article else None) if id_ is not None]
        place = next((at for at in places if at >= 0), 0)
        if self.table.rowCount():
            self.view.setCurrentIndex(self.table.index(place, max(0, min(column, self.table.columnCount() - 1))))
        self._offer()

    def _sort(self, column: int) -> None:
        document, _ = self._here()
        self.table.sort_by(column)
        self._stand(document, column)

    # Doing

    def _row(self) -> Row | None:
        place = self.view.currentIndex().row()
        return self.table.row(place) if 0 <= place < self.table.rowCount() else None

    def selected(self) -> list[Row]:
        """The documents selected, in the order of the table."""
        places = sorted(index.row() for index in self.view.selectionModel().selectedRows())
        return [self.table.row(place) for place in places]

    def _offer(self) -> None:
        row, column = self._row(), self.table.person(self.view.currentIndex().column())
        writable = self._session.writable
        self.buttons["go"].setEnabled(row is not None)
        self.buttons["sort"].setEnabled(row is not None)
        self.buttons["package"].setEnabled(row is not None and not self._session.busy)
        self.buttons["assign"].setEnabled(row is not None and writable)
        self.buttons["give"].setEnabled(row is not None and column is not None and writable)
        taking = row is not None and column is not None and row.cell(column.annotator, column.role).assigned
        self.buttons["give"].set_name(self.tr("Take back") if taking else self.tr("Give"))

    def ask(self, what: str) -> None:
        """Do what a key or a button asks for, with the current document or those that are selected."""
        row = self._row()
        if row is None or not self.buttons[what].isEnabled():
            return
        column = self.table.person(self.view.currentIndex().column())
        if what == "go":
            self._session.show(row.id)
            self.left.emit()
        elif what == "sort":
            self._sort(self.view.currentIndex().column())
        elif what == "assign":
            self._choose_people()
        elif what == "package":
            chosen = {one.id for one in self.selected()}
            self._desk.merging.package(chosen, column.annotator if column is not None else None)
        elif column is not None:
            part = (column.annotator, column.role)
            giving = not row.cell(*part).assigned
            self._reassign([part] if giving else [], [] if giving else [part])

    def _choose_people(self) -> None:
        """Ask who annotates and who reviews the documents that are selected."""
        if not self._session.is_free() or not self._desk.filing.sign():
            return
        from annotator.ui.dialogs.tick_list import TickList

        rows = self.selected()
        people = self.table.matrix.people
        parts = [(id_, role) for role in ROLES for id_, _ in people]
        titles = [part_title(name, role) for role in ROLES for _, name in people]
        before = [all(row.cell(*part).assigned for row in rows) for part in parts]
        dialog = TickList(
            self.tr("Give out"), self.tr("Who is to do what with %n document(s)", "", len(rows)), titles,
            self.tr("Give out"), self, ticked=before, least=0,
        )  # fmt: skip

        def take(places: list[int]) -> None:
            changed = [(part, at in places) for at, part in enumerate(parts) if (at in places) != before[at]]
            self._reassign([part for part, on in changed if on], [part for part, on in changed if not on])

        dialog.taken.connect(take)
        dialog.finished.connect(lambda _result: self.view.setFocus())
        dialog.open()

    def _reassign(self, give: list[Part], take: list[Part]) -> None:
        project, documents = self._session.project, [row.id for row in self.selected()]
        if (give or take) and project is not None and self._session.is_free() and self._desk.filing.sign():
            self._session.run(lambda: progressing.reassign(project, documents, give, take))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() == Qt.Key.Key_F and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.field.setFocus()
        else:
            super().keyPressEvent(event)
