"""Every command with its keys, to be looked up."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QDialog, QHBoxLayout, QListView, QPushButton, QVBoxLayout, QWidget

from annotator.ui import theme
from annotator.ui.controls.grouped_rows import GroupedDelegate, GroupedRows, Row
from annotator.ui.controls.key_caps import native_keys
from annotator.ui.controls.matching import find, fold
from annotator.ui.controls.quiet_label import PlainLabel
from annotator.ui.controls.search_field import SearchField

_PASSED_ON = {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}


class ShortcutHelp(QDialog):
    """All commands in their groups; the field finds them by name, group or key."""

    def __init__(self, commands: Sequence[tuple[str, str, str]], parent: QWidget | None = None) -> None:
        """`commands` are (group, text, keys); those of a group stand together in the order given."""
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keyboard"))
        self._commands = list(commands)
        self._folded = [fold(f"{text} {group} {native_keys(keys)}") for group, text, keys in self._commands]
        self._field = SearchField(self.tr("Find a command or a key"))
        self._field.textChanged.connect(self._filter)
        self._field.installEventFilter(self)
        self._count = PlainLabel("", "dim", step=-1)
        self._list = QListView()
        self._rows = GroupedRows(self)
        self._list.setModel(self._rows)
        self._list.setAccessibleName(self.tr("Commands"))
        self._list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        GroupedDelegate(self._list, self._field, step=0)
        close = QPushButton(self.tr("Close"))
        close.clicked.connect(self.accept)
        close.setAutoDefault(False)
        self._build(close)
        self._filter()
        self._field.setFocus()

    def _build(self, close: QPushButton) -> None:
        theme.set_ground(self, "surface")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 16, 0, 12)
        column.setSpacing(8)
        top, bottom = QHBoxLayout(), QHBoxLayout()
        for row in (top, bottom):
            row.setContentsMargins(16, 0, 16, 0)
        top.addWidget(self._field)
        bottom.addWidget(self._count)
        bottom.addStretch()
        bottom.addWidget(close)
        column.addLayout(top)
        column.addWidget(self._list, 1)
        column.addLayout(bottom)
        line = self.fontMetrics().height()
        self.resize(line * 34, line * 38)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in _PASSED_ON:
                self._list.keyPressEvent(event)
                return True
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                return True
        return super().eventFilter(watched, event)

    def shown(self) -> list[str]:
        """The commands listed now."""
        rows = (self._rows.row(at) for at in range(self._rows.rowCount()))
        return [row.text for row in rows if not row.heading]

    def _filter(self) -> None:
        typed = self._field.text()
        total, matches = find(typed, self._folded, len(self._folded))
        marks = {match.at: match.marks for match in matches}
        groups: dict[str, list[Row]] = {}
        for at, (group, text, keys) in enumerate(self._commands):
            if at in marks:
                inside = tuple((start, end) for start, end in marks[at] if end <= len(text))
                groups.setdefault(group, []).append(Row(text, keys=keys, marks=inside))
        rows = [row for group, members in groups.items() for row in (Row(group, heading=True), *members)]
        self._rows.set_rows(rows)
        self._count.setText(self.tr("%n found", "", total))
