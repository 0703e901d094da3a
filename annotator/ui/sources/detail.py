"""One source in detail: what it is, how analysts rate it, where it is mentioned."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListView, QScrollArea, QVBoxLayout, QWidget

from annotator.model.hidden import named
from annotator.model.items import Entity
from annotator.services import blinding, cataloguing, listing
from annotator.services.listing import Place
from annotator.ui import theme
from annotator.ui.controls.chip import Chip
from annotator.ui.controls.command_button import KeyButton
from annotator.ui.controls.empty_state import EmptyState
from annotator.ui.controls.flow import FlowLayout
from annotator.ui.controls.grouped_rows import GroupedDelegate, GroupedRows, Row
from annotator.ui.controls.keeping_keys import keep_key
from annotator.ui.controls.panel import Section
from annotator.ui.controls.quiet_label import PlainLabel
from annotator.ui.icons import icon_of
from annotator.ui.panels.documents import short_date
from annotator.ui.panels.rating_rows import RatingRows
from annotator.ui.session import Session

MOST_PLACES = 500
FACTS = (
    ("role", "Role"), ("country", "Country"), ("descriptor", "Descriptor"), ("anonymity_reason", "Why not named"),
    ("note", "Note"),
)  # fmt: skip


class _Places(QListView):
    """Return goes to the mention."""

    entered = Signal(int)

    def event(self, event: QEvent) -> bool:
        enter = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        return keep_key(event, lambda key: key.key() in enter) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit(self.currentIndex().row())
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, _search: str) -> None:
        """Letters belong to the page."""


class SourceDetail(QScrollArea):
    """Filled anew for another source or after a change; `jumped` carries a mention to go to."""

    jumped = Signal(object)
    edited = Signal()
    separated = Signal(str)
    rated = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.places: _Places | None = None
        self.grades: RatingRows | None = None
        self._shown = ""
        self._all: list[Place] = []
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        theme.set_ground(self.viewport(), "surface")
        self.show_source(None, {})

    def show_source(self, entity: Entity | None, entities: dict[str, Entity]) -> None:
        """Show a source, or what to do when there is none; the keyboard stays in the part it is in."""
        kept = self._part_with_keyboard() if entity is not None and entity.id == self._shown else None
        self._shown = entity.id if entity is not None else ""
        self.places = self.grades = None
        body = QWidget()
        theme.set_ground(body, "surface")
        column = QVBoxLayout(body)
        column.setContentsMargins(14, 10, 14, 12)
        column.setSpacing(6)
        if entity is None:
            sentence = self.tr("Choose a source in the table, or make one.")
            column.addWidget(EmptyState("person", self.tr("No source is chosen"), sentence, "N"))
        else:
            self._fill(column, entity, entities)
        old = self.takeWidget()
        self.setWidget(body)
        if old is not None:
            old.hide()
            old.deleteLater()
        again: QWidget | None = {"places": self.places, "grades": self.grades}.get(kept or "")
        if again is not None:
            again.setFocus()

    def _part_with_keyboard(self) -> str | None:
        if self.places is not None and self.places.hasFocus():
            return "places"
        return "grades" if self.grades is not None and self.grades.has_keyboard() else None

    def _fill(self, column: QVBoxLayout, entity: Entity, entities: dict[str, Entity]) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Chip("", icon=icon_of(entity), kind="soft"), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(PlainLabel(entity.name, step=2, weight=600, wrap=True))
        kind = [entity.entity_type, entity.naming, entity.country]
        words.addWidget(PlainLabel(" · ".join(k for k in kind if k and k != "unknown"), "second", step=-1, wrap=True))
        head.addLayout(words, 1)
        column.addLayout(head)
        self._aliases(column, entity)
        column.addSpacing(6)
        self.grades = RatingRows(self._session, entity.id, ("reliability",))
        self.grades.rated.connect(lambda _scale, value: self.rated.emit(value))
        column.addWidget(self.grades)
        self._facts(column, entity, entities)
        self._merged(column, entity, entities)
        self._mentions(column, entity)

    def _aliases(self, column: QVBoxLayout, entity: Entity) -> None:
        if not entity.aliases:
            return
        column.addSpacing(4)
        column.addWidget(Section(self.tr("Also called")))
        flow = FlowLayout()
        for alias in entity.aliases:
            flow.addWidget(Chip(alias))
        column.addLayout(flow)

    def _facts(self, column: QVBoxLayout, entity: Entity, entities: dict[str, Entity]) -> None:
        rows = [(self.tr(title), str(getattr(entity, name))) for name, title in FACTS if getattr(entity, name)]
        relations = (
            (self.tr("Part of"), (entity.affiliation,)),
            (self.tr("Issued by"), (entity.issued_by,)),
            (self.tr("Members"), entity.members),
        )
        for title, ids in relations:
            names = [entities[id_].name for id_ in ids if id_ in entities]
            rows += [(title, ", ".join(names))] if names else []
        if entity.naming == "anonymous" and entity.terms:
            rows.append((self.tr("Terms"), entity.terms.replace("_", " ")))
        column.addSpacing(4)
        column.addWidget(Section(self.tr("Facts")))
        for title, value in rows:
            column.addWidget(PlainLabel(title, "dim", step=-2))
            column.addWidget(PlainLabel(value, step=-1, wrap=True))
        edit = KeyButton("settings", self.tr("Change…"), "Return")
        edit.clicked.connect(self.edited)
        edit.setEnabled(self._session.writable)
        column.addWidget(edit, 0, Qt.AlignmentFlag.AlignLeft)

    def _merged(self, column: QVBoxLayout, entity: Entity, entities: dict[str, Entity]) -> None:
        found = cataloguing.merged(entities, entity.id)
        if not found:
            return
        column.addSpacing(4)
        column.addWidget(Section(self.tr("Merged into it")))
        for one in found:
            button = KeyButton("split", self.tr("Separate {0}").format(named(one.name)))
            button.clicked.connect(self._separating(one.id))
            button.setEnabled(self._session.writable)
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def _separating(self, id_: str) -> Callable[[], None]:
        return lambda: self.separated.emit(id_)

    def _mentions(self, column: QVBoxLayout, entity: Entity) -> None:
        project = self._session.project
        self._all = []
        if project is not None:
            with blinding.as_seen(project) as seen:
                self._all = listing.places(seen, entity.id, MOST_PLACES)
        count = f"{len(self._all)}+" if len(self._all) == MOST_PLACES else str(len(self._all))
        column.addSpacing(4)
        column.addWidget(Section(self.tr("Mentions"), count))
        self.places = _Places()
        self.places.setAccessibleName(self.tr("Mentions"))
        rows = GroupedRows(self.places)
        self.places.setModel(rows)
        GroupedDelegate(self.places, self.places, step=0)
        self.places.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        rows.set_rows([Row(p.words, detail=_where(p)) for p in self._all])
        if self._all:
            self.places.setCurrentIndex(rows.index(0))
        self.places.entered.connect(self._jump)
        self.places.doubleClicked.connect(lambda index: self._jump(index.row()))
        self.places.setMinimumHeight(theme.row_height() * min(8, max(2, len(self._all))) + 4)
        column.addWidget(self.places, 1)

    def _jump(self, place: int) -> None:
        if 0 <= place < len(self._all):
            self.jumped.emit(self._all[place])

    def first_place(self) -> Place | None:
        """The first mention."""
        return self._all[0] if self._all else None


def _where(place: Place) -> str:
    return " · ".join(part for part in (place.title, short_date(place.published)) if part)
