"""Who is in the project, how much they made, and which identities are one person."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListView, QPushButton, QVBoxLayout, QWidget

from annotator.services import identifying
from annotator.services.identifying import Identity
from annotator.services.project import Project
from annotator.ui import theme
from annotator.ui.controls.announcing import announce
from annotator.ui.controls.grouped_rows import GroupedDelegate, GroupedRows, Row
from annotator.ui.controls.quiet_label import PlainLabel


class People(QDialog):
    """Sends `joined` with two ids, `separated` with one. `read` shows what became of it."""

    joined = Signal(str, str)
    separated = Signal(str)

    def __init__(self, project: Project, parent: QWidget) -> None:
        super().__init__(parent)
        theme.set_ground(self, "surface")
        self.setWindowTitle(self.tr("People"))
        self._project = project
        self._found: list[Identity] = []
        self._first: str | None = None
        """The identity that is being joined with another, which is chosen next."""

        self.told = PlainLabel("", "second", step=-1, wrap=True)
        self.list = QListView()
        self._rows = GroupedRows(self)
        self.list.setModel(self._rows)
        self.list.setAccessibleName(self.tr("People in this project"))
        GroupedDelegate(self.list, self.list, step=0)
        self.list.selectionModel().currentChanged.connect(lambda _now, _before: self._moved())
        self.join = QPushButton()
        self.separate = QPushButton(self.tr("Separate"))
        self.close_ = QPushButton(self.tr("Close"))
        theme.set_primary(self.join)
        self.join.setDefault(True)
        for button in (self.separate, self.close_):
            button.setAutoDefault(False)
        self.join.clicked.connect(self._join)
        self.separate.clicked.connect(self._separate)
        self.close_.clicked.connect(self.reject)
        self._build()
        self.finished.connect(self.deleteLater)
        self.read()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 12)
        column.setSpacing(8)
        column.addWidget(self.told)
        column.addWidget(self.list, 1)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.separate)
        row.addStretch()
        row.addWidget(self.close_)
        row.addWidget(self.join)
        column.addLayout(row)
        self.resize(theme.scaled(760), theme.scaled(420))

    def read(self) -> None:
        """Show everybody as they are now."""
        at = max(0, self.list.currentIndex().row())
        self._first = None
        self._found = identifying.identities(self._project)
        self._rows.set_rows([self._row(one) for one in self._found])
        if self._found:
            self.list.setCurrentIndex(self._rows.index(min(at, len(self._found) - 1), 0))
        self.list.setFocus()
        self._moved()

    def _row(self, one: Identity) -> Row:
        me = self._project.is_me(one.annotator.id)
        made = [
            self.tr("%n annotation(s)", "", one.annotations),
            *([self.tr("%n attribution(s)", "", one.attributions)] if one.attributions else []),
            *([self.tr("%n judgement(s)", "", one.judgements)] if one.judgements else []),
        ]
        name = one.annotator.name + (self.tr(" (me)") if me else "")
        if one.person != one.annotator.id:
            leader = next(other for other in self._found if other.annotator.id == one.person)
            name = self.tr("↳ {0}, the same person as {1} {2}").format(name, leader.annotator.name, leader.sign)
        icon = "settings" if one.annotator.kind == "suggester" else "person"
        return Row(name, icon=icon, detail=" · ".join([one.sign, *made]))

    def current(self) -> Identity | None:
        row = self.list.currentIndex().row()
        return self._found[row] if 0 <= row < len(self._found) else None

    def _moved(self) -> None:
        one, writable = self.current(), self._project.writable
        groups = [other.person for other in self._found]
        joined = one is not None and groups.count(one.person) > 1
        self.separate.setEnabled(writable and joined and self._first is None)
        if self._first is None:
            self.join.setText(self.tr("Join with…"))
            self.join.setEnabled(writable and one is not None and len(set(groups)) > 1)
            self.told.setText(
                self.tr("Everybody has an identity on each computer. Joined, they count and show as one person.")
            )
            return
        first = next(other for other in self._found if other.annotator.id == self._first)
        self.join.setText(self.tr("They are one person"))
        self.join.setEnabled(one is not None and one.person != first.person)
        words = self.tr("Who is the same person as {0} {1}? Choose, or leave with Escape.")
        self.told.setText(words.format(first.annotator.name, first.sign))

    def _join(self) -> None:
        one = self.current()
        if one is None:
            return
        if self._first is None:
            self._first = one.annotator.id
            self._moved()
            self.list.setFocus()
            announce(self, self.told.text())
        else:
            self.joined.emit(self._first, one.annotator.id)

    def _separate(self) -> None:
        one = self.current()
        if one is not None:
            self.separated.emit(one.annotator.id)

    def reject(self) -> None:
        """Escape first leaves what was begun."""
        if self._first is not None:
            self._first = None
            self._moved()
            return
        super().reject()
