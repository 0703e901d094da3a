"""Commands with their keys, to be looked up by name, group or key."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QVBoxLayout, QWidget

from annotator.ui.controls.grouped_rows import GroupedDelegate, GroupedRows, Row
from annotator.ui.controls.key_caps import native_keys
from annotator.ui.controls.matching import find, fold
from annotator.ui.controls.search_field import SearchField

_PASSED_ON = {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}
_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


class Listed(NamedTuple):
    """A command as it is listed; `keys` are in Qt's portable notation."""

    group: str
    text: str
    keys: tuple[str, ...] = ()
    detail: str = ""


class CommandList(QWidget):
    """A field and what it finds; those of a group stand together in the order given. Arrows go from field to list.

    With `choosing`, one row is always chosen while any is listed.
    """

    counted = Signal(int)
    """How many are listed now."""

    chosen = Signal()
    entered = Signal()
    """Enter or a double click on what is chosen."""

    def __init__(self, hint: str, *, choosing: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choosing = choosing
        self._commands: list[Listed] = []
        self._folded: list[str] = []
        self._places: list[int] = []
        self.field = SearchField(hint)
        self.field.textChanged.connect(self._filter)
        self.field.installEventFilter(self)
        self.list = QListView()
        self._rows = GroupedRows(self)
        self.list.setModel(self._rows)
        self.list.setAccessibleName(self.tr("Commands"))
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.installEventFilter(self)
        self.list.doubleClicked.connect(lambda _index: self.entered.emit())
        self.list.selectionModel().currentChanged.connect(lambda _now, _before: self.chosen.emit())
        GroupedDelegate(self.list, self.field, step=0)
        self.setFocusProxy(self.field)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        top = QVBoxLayout()
        top.setContentsMargins(16, 0, 16, 0)
        top.addWidget(self.field)
        column.addLayout(top)
        column.addWidget(self.list, 1)

    def set_commands(self, commands: Sequence[Listed]) -> None:
        """List these; the place that was chosen stays so."""
        self._commands = list(commands)
        self._folded = [fold(_words(one)) for one in commands]
        self._filter()

    def current(self) -> int | None:
        """The place of the chosen command among those given."""
        row = self.list.currentIndex().row()
        return self._places[row] if 0 <= row < len(self._places) and self._places[row] >= 0 else None

    def shown(self) -> list[str]:
        """The commands listed now."""
        return [self._commands[place].text for place in self._places if place >= 0]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in _ENTER:
                self.entered.emit()
                return True
            if watched is self.field and event.key() in _PASSED_ON:
                self.list.keyPressEvent(event)
                return True
        return super().eventFilter(watched, event)

    def _filter(self) -> None:
        before = self.current()
        _, matches = find(self.field.text(), self._folded, len(self._folded))
        marks = {match.at: match.marks for match in matches}
        groups: dict[str, list[int]] = {}
        for at in range(len(self._commands)):
            if at in marks:
                groups.setdefault(self._commands[at].group, []).append(at)
        rows: list[Row] = []
        self._places = []
        for group, members in groups.items():
            rows += [Row(group, heading=True), *(_row(self._commands[at], marks[at]) for at in members)]
            self._places += [-1, *members]
        self._rows.set_rows(rows)
        self._choose_again(before)
        self.counted.emit(len(marks))

    def _choose_again(self, before: int | None) -> None:
        kept = before if before in self._places else None
        first = next((place for place in self._places if place >= 0), None) if self._choosing else None
        place = kept if kept is not None else first
        if place is not None:
            self.list.setCurrentIndex(self._rows.index(self._places.index(place)))
        else:
            self.chosen.emit()


def _words(command: Listed) -> str:
    return " ".join((command.text, command.group, command.detail, *map(native_keys, command.keys)))


def _row(command: Listed, marks: tuple[tuple[int, int], ...]) -> Row:
    inside = tuple((start, end) for start, end in marks if end <= len(command.text))
    first, *more = command.keys or ("",)
    return Row(command.text, keys=first, detail=command.detail, marks=inside, more=tuple(more))
