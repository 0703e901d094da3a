"""The page on the sources of the project, in place of the article."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from annotator.model.changes import ChangeSet
from annotator.model.items import Annotation, Entity, Rating
from annotator.services import blinding, listing
from annotator.services.listing import SourceIndex
from annotator.ui import theme
from annotator.ui.controls.empty_state import EmptyState
from annotator.ui.controls.page_head import PageHead, PageKey
from annotator.ui.controls.quiet_label import PlainLabel
from annotator.ui.controls.search_field import SearchField
from annotator.ui.controls.veil_note import VeilNote
from annotator.ui.desk import Desk
from annotator.ui.message_bar import MessageBar
from annotator.ui.panels.fields import Choice
from annotator.ui.reading import Reader
from annotator.ui.soon import Soon
from annotator.ui.sources.detail import SourceDetail
from annotator.ui.sources.editing import SourceEditing
from annotator.ui.sources.map_area import MapArea
from annotator.ui.sources.table import SourceTable, SourceView

_AT_FIRST = 200
"""Rows that are shown at once, before all sources are counted."""

_AFTER_FIRST_FRAME = 50
"""Milliseconds after which counting many sources begins."""

_KEYS = {
    Qt.Key.Key_N: "new", Qt.Key.Key_M: "merge", Qt.Key.Key_S: "split", Qt.Key.Key_Delete: "delete",
    Qt.Key.Key_Return: "change", Qt.Key.Key_Enter: "change", Qt.Key.Key_F2: "change", Qt.Key.Key_J: "jump",
    Qt.Key.Key_R: "rate",
}  # fmt: skip


class SourcesPage(QWidget):
    """Table, detail and source map. `left` is sent when the person wants the article back."""

    left = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._session = desk.session
        self._index: SourceIndex | None = None
        self._order, self._descending = "claims", True
        self._wanted: str | None = None
        self._reader = Reader(self._session, self)
        self._soon = Soon(self._find, self)
        self._detail_soon = Soon(self._show_detail, self)
        theme.set_ground(self, "surface")
        self.table = SourceTable(self)
        self.view = SourceView(self.table, _KEYS)
        self.detail = SourceDetail(self._session)
        self.map = MapArea(self._session)
        self.messages = MessageBar()
        self.editing = SourceEditing(desk, self)
        how = self.tr("Go to a source in an article and say who it is with {source.entity}, or make one here.")
        self.nothing = EmptyState("people", self.tr("No sources yet"), desk.keys.say(how), "N")
        self._lay_out()
        self.view.asked.connect(self.ask)
        self.view.doubleClicked.connect(lambda _index: self.ask("change"))
        self.view.selectionModel().currentRowChanged.connect(lambda _now, _before: self._show_current())
        self.view.horizontalHeader().sectionClicked.connect(self._sort_by)
        self.map.chosen.connect(self.show_source)
        self.detail.jumped.connect(self._jump)
        self.detail.edited.connect(lambda: self.ask("change"))
        self.detail.separated.connect(self.editing.separate)
        self.detail.rated.connect(lambda value: self.editing.rate(self.current(), value))
        self._session.changed.connect(self._changed)
        self._session.projectChanged.connect(self._forget)

    # Putting together

    def _lay_out(self) -> None:
        upper = QWidget()
        column = QVBoxLayout(upper)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.messages)
        column.addLayout(self._head())
        self.veiled = VeilNote()
        column.addWidget(self.veiled)
        column.addWidget(self.view, 1)
        column.addWidget(self.nothing, 1)
        left, self.parts = QSplitter(Qt.Orientation.Vertical), QSplitter(Qt.Orientation.Horizontal)
        for splitter, parts, sizes in (
            (left, (upper, self.map), [460, 300]),
            (self.parts, (left, self.detail), [900, 320]),
        ):
            splitter.setHandleWidth(1)
            splitter.setStretchFactor(0, 1)
            for part in parts:
                splitter.addWidget(part)
            splitter.setSizes(sizes)
        self.detail.setMinimumWidth(260)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.parts)

    def _head(self) -> PageHead:
        """Title, filter field, what else can be filtered by, and what can be done, with its keys."""
        self.count = PlainLabel("", "second", step=-1)
        self.field = SearchField(self.tr("Filter by name, alias, role…"))
        self.field.setMinimumWidth(120)
        self.field.textChanged.connect(lambda _typed: self._find())
        self.field.returnPressed.connect(self._into_table)
        self.types = self._choice(self.tr("Any type"), "person organisation government media document unknown")
        self.namings = self._choice(self.tr("Any naming"), "named anonymous collective unspecified")
        self.ratings = self._choice(self.tr("Any rating"), "A B C D E F none")
        keys = (
            PageKey("new", "plus", self.tr("New"), "N"),
            PageKey("change", "settings", self.tr("Change…"), "Return"),
            PageKey("merge", "merge", self.tr("Merge…"), "M"),
            PageKey("split", "split", self.tr("Split…"), "S"),
            PageKey("rate", "check", self.tr("Rate"), "R"),
            PageKey("jump", "article", self.tr("Mention"), "J"),
            PageKey("delete", "delete", self.tr("Delete"), "Del"),
        )
        beside = (self.count, self.field, self.types, self.namings, self.ratings)
        head = PageHead(self.tr("Sources"), beside, keys, stretch=1)
        head.asked.connect(self.ask)
        head.left.connect(self.left)
        self.buttons = head.buttons
        return head

    def _choice(self, any_: str, values: str) -> Choice:
        rows = [("", any_), *((v, self.tr("Not rated") if v == "none" else v.capitalize()) for v in values.split())]
        choice = Choice(any_, rows, lambda _value: self._find())
        choice.setMinimumContentsLength(9)
        return choice

    # Reading

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]  # Qt's event passes through
        if self._index is None:
            self.read()
        else:
            self.map.read()

    def _forget(self) -> None:
        self._reader.stop()
        self._drop_index()
        if self.isVisible():
            self.read()

    def _drop_index(self) -> None:
        self.table.show_index(None, [])
        if self._index is not None:
            self._index.close()
            self._index = None

    def read(self) -> None:
        """Read all sources: at once where they are few, otherwise the first by name and then the rest behind them."""
        project = self._session.project
        if project is None:
            return
        self.veiled.tell(len(blinding.hidden(project)))
        if listing.is_small(project):
            with blinding.as_seen(project) as seen:
                self._take(listing.index(seen))
            return
        if self._index is None:
            self._index = SourceIndex(listing.first(project, _AT_FIRST))
            self.table.show_index(self._index, self._index.find(order="name", descending=False), counted=False)
            self.count.setText(self.tr("counting…"))
        # The first frame is painted before another thread takes its share of the interpreter.
        QTimer.singleShot(_AFTER_FIRST_FRAME, self, self._count)

    def _count(self) -> None:
        if self._session.project is not None and self.isVisible():
            self._reader.read(lambda own, _progress: listing.index(own), self._take)

    def _take(self, index: SourceIndex) -> None:
        kept = self.current()
        self._drop_index()
        self._index = index
        self._find(kept)
        self.map.read()

    def _find(self, kept: str | None = None) -> None:
        """Show the sources that the fields ask for; the current one stays current where it is among them."""
        if self._index is None or self._reader.busy:
            return
        kept = self._wanted or kept or self.current()
        ids = self._index.find(
            self.field.text(), naming=self.namings.currentData(), entity_type=self.types.currentData(),
            rating=self.ratings.currentData(), order=self._order, descending=self._descending,
        )  # fmt: skip
        self.table.set_order(self._order, descending=self._descending)
        self.table.show_index(self._index, ids)
        total = self._index.count()
        self.count.setText(str(total) if len(ids) == total else self.tr("{0} of {1}").format(len(ids), total))
        self.view.setVisible(bool(ids) or total > 0)
        self.nothing.setVisible(total == 0)
        row = max(0, self.table.place_of(kept)) if kept is not None else 0
        if ids:
            self.view.selectRow(row)
            self.view.scrollTo(self.table.index(row, 0))
        if kept is not None and self.table.place_of(kept) >= 0:
            self._wanted = None
        self._show_current()

    def _sort_by(self, place: int) -> None:
        order = self.table.columns[place].order
        self._descending = not self._descending if order == self._order else order not in ("name", "role", "naming")
        self._order = order
        self._find()

    def _changed(self, changes: ChangeSet) -> None:
        project = self._session.project
        if project is None or self._index is None:
            return
        if not self.isVisible() or changes.sweeping:
            self._forget()
            return
        if blinding.lifts(project, changes):
            self.read()
            return
        if not changes.of("entity", "annotation", "attribution", "rating", "document"):
            return
        if listing.is_small(project) or changes.of("document", "attribution"):
            self.read()
            return
        concerned = self._concerned(changes)
        with blinding.as_seen(project) as seen:
            rows = listing.sources(seen, concerned)
        self._index.drop(concerned)
        self._index.put(rows)
        self._soon.ask()

    @staticmethod
    def _concerned(changes: ChangeSet) -> set[str]:
        out: set[str] = set()
        for change in changes.changes:
            for item in (change.before, change.after):
                if isinstance(item, Entity):
                    out |= {item.id, *([item.merged_into] if item.merged_into else [])}
                elif isinstance(item, Annotation) and item.entity is not None:
                    out.add(item.entity)
                elif isinstance(item, Rating):
                    out.add(item.target)
        return out

    # What is shown

    def current(self) -> str | None:
        """The id of the source the person is at."""
        row = self.view.currentIndex().row()
        return self.table.row(row).id if 0 <= row < self.table.rowCount() else None

    def selected(self) -> list[str]:
        """The ids of all rows selected, the current one first."""
        ids = [self.table.row(index.row()).id for index in self.view.selectionModel().selectedRows()]
        now = self.current()
        return [*([now] if now in ids and now else []), *(id_ for id_ in ids if id_ != now)]

    def show_source(self, id_: str) -> None:
        """Make a source the current one, whatever the fields ask for."""
        self._wanted = id_
        if self._index is not None:
            self.field.clear()
            for choice in (self.types, self.namings, self.ratings):
                choice.show_value("")
            self._find()

    def _show_current(self) -> None:
        """Offer what can be done with the current source; its detail follows when the table is painted."""
        project, id_ = self._session.project, self.current()
        writable = project is not None and self._session.writable
        for name, button in self.buttons.items():
            button.setEnabled((name == "new" or id_ is not None) and (writable or name == "jump"))
        self._detail_soon.ask()

    def _show_detail(self) -> None:
        id_, entities = self.current(), self._entities()
        self.detail.show_source(entities.get(id_) if id_ is not None else None, entities)
        self.map.show_source(id_, entities)

    def _entities(self) -> dict[str, Entity]:
        article, project = self._session.article, self._session.project
        return article.entities if article is not None else project.entities() if project is not None else {}

    # Doing

    def ask(self, what: str) -> None:
        """Do what a key or a button asks for."""
        if not self.buttons[what].isEnabled():
            return
        self._detail_soon.settle()
        if what == "jump":
            place = self.detail.first_place()
            if place is not None:
                self._jump(place)
        elif what == "rate":
            if self.detail.grades is not None:
                self.detail.grades.setFocus()
        else:
            self.editing.do(what, self.selected())

    def _jump(self, place: listing.Place) -> None:
        self._session.show(place.document)
        self.left.emit()
        self._session.focus(place.annotation)

    def _into_table(self) -> None:
        if self.table.rowCount():
            self.view.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() == Qt.Key.Key_F and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.field.setFocus()
        else:
            super().keyPressEvent(event)
