"""Which known source is it? Type to search, Enter to take or to make a new one."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QListView, QVBoxLayout, QWidget

from annotator.model.hidden import named
from annotator.model.items import Entity
from annotator.ui import theme
from annotator.ui.controls.grouped_rows import GroupedDelegate, GroupedRows, Row
from annotator.ui.controls.quiet_label import PlainLabel
from annotator.ui.controls.search_field import SearchField
from annotator.ui.icons import icon_of

if TYPE_CHECKING:
    from annotator.services.sourcing import Proposal

_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -8, Qt.Key.Key_PageDown: 8}


class EntityPicker(QDialog):
    """Sends `chosen` with an entity's id, or `made` with the name of a new one, and closes."""

    chosen = Signal(str)
    made = Signal(str)

    def __init__(
        self, words: str, proposals: "list[Proposal]", find: Callable[[str], list[Entity]], name: str, parent: QWidget
    ) -> None:
        """`words` is the mention; `proposals` stand there before typing; `name` is what a new one would be called."""
        super().__init__(parent)
        self.setWindowTitle(self.tr("Which source is it?"))
        self._proposals = proposals
        self._find = find
        self._name = name
        self._found: list[Entity | None] = []
        self._field = SearchField(self.tr("Name of a source"))
        self._field.textChanged.connect(self._fill)
        self._field.installEventFilter(self)
        self._rows = GroupedRows(self)
        self._list = QListView()
        self._list.setModel(self._rows)
        self._list.setAccessibleName(self.tr("Sources"))
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.clicked.connect(lambda _index: self._take())
        GroupedDelegate(self._list, self._field, step=0)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addWidget(PlainLabel(f"“{words}”", "second", elide=True))
        column.addWidget(self._field)
        column.addWidget(self._list, 1)
        column.addWidget(PlainLabel(self.tr("↑ ↓ choose · Enter take · Esc leave"), "dim", step=-1))
        theme.set_ground(self, "surface")
        metrics = self.fontMetrics()
        self.resize(metrics.averageCharWidth() * 62, metrics.height() * 22)
        self._fill()
        self._field.setFocus()

    def _fill(self) -> None:
        typed = self._field.text().strip()
        found = self._find(typed) if typed else [proposal.entity for proposal in self._proposals]
        reasons = {} if typed else {proposal.entity.id: proposal.reason for proposal in self._proposals}
        rows: list[Row] = []
        self._found = []
        for entity in found:
            detail = " · ".join(
                part
                for part in (
                    reasons.get(entity.id, ""),
                    entity.role,
                    entity.naming,
                    ", ".join(entity.aliases),
                )
                if part
            )
            rows.append(Row(entity.name, icon=icon_of(entity), detail=detail))
            self._found.append(entity)
        name = typed or self._name
        if name and not any(name in (e.name, *e.aliases) for e in found):
            rows.append(Row(self.tr("New source “{0}”").format(named(name)), icon="plus"))
            self._found.append(None)
        self._rows.set_rows(rows)
        if rows:
            self._list.setCurrentIndex(self._rows.index(0))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = _STEPS.get(Qt.Key(event.key()))
            if step is not None and self._found:
                row = max(0, min(len(self._found) - 1, self._list.currentIndex().row() + step))
                self._list.setCurrentIndex(self._rows.index(row))
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._take()
                return True
        return super().eventFilter(watched, event)

    def _take(self) -> None:
        row = self._list.currentIndex().row()
        if not 0 <= row < len(self._found):
            return
        entity = self._found[row]
        typed = self._field.text().strip()
        self.accept()
        if entity is not None:
            self.chosen.emit(entity.id)
        else:
            self.made.emit(typed or self._name)
