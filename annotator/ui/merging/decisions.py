"""Items to which two copies of the project gave different values: both are shown, one of them is chosen."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListView, QPushButton, QVBoxLayout, QWidget

from annotator.model.hidden import named
from annotator.services import blinding, deciding
from annotator.services.deciding import Decision
from annotator.services.project import Project
from annotator.ui import theme
from annotator.ui.controls.announcing import announce
from annotator.ui.controls.grouped_rows import GroupedDelegate, GroupedRows, Row
from annotator.ui.controls.quiet_label import PlainLabel
from annotator.ui.panels.inspector import short_time


class Decisions(QDialog):
    """Sends `chosen` with an item and the digest of a value, and `wanted` with a document and an item to be shown."""

    chosen = Signal(str, str)
    wanted = Signal(str, str)

    def __init__(self, project: Project, parent: QWidget) -> None:
        super().__init__(parent)
        theme.set_ground(self, "surface")
        self.setWindowTitle(self.tr("Decisions"))
        self._project = project
        self._found: list[Decision] = []
        self.told = PlainLabel("", "second", step=-1, wrap=True)
        self.items, self._item_rows = self._list(self.tr("Items with two values"))
        self.values, self._value_rows = self._list(self.tr("Values"))
        self.values.doubleClicked.connect(lambda _index: self._choose())
        self.why = PlainLabel("", "second", step=-1, wrap=True)
        self.show_ = QPushButton(self.tr("Show in the article"))
        self.take = QPushButton(self.tr("Keep this value"))
        self.close_ = QPushButton(self.tr("Close"))
        theme.set_primary(self.take)
        self.take.setDefault(True)
        for button in (self.show_, self.close_):
            button.setAutoDefault(False)
        self.show_.clicked.connect(self._show)
        self.take.clicked.connect(self._choose)
        self.close_.clicked.connect(self.reject)
        self._build()
        self.finished.connect(self.deleteLater)
        self.read()

    def _list(self, name: str) -> tuple[QListView, GroupedRows]:
        view, rows = QListView(), GroupedRows(self)
        view.setModel(rows)
        view.setAccessibleName(name)
        GroupedDelegate(view, view, step=0)
        view.selectionModel().currentChanged.connect(lambda _now, _before: self._moved(view))
        return view, rows

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 12)
        column.setSpacing(8)
        column.addWidget(self.told)
        column.addWidget(self.items, 3)
        column.addWidget(self.values, 2)
        column.addWidget(self.why)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.show_)
        row.addStretch()
        row.addWidget(self.close_)
        row.addWidget(self.take)
        column.addLayout(row)
        self.resize(theme.scaled(640), theme.scaled(480))

    def read(self) -> None:
        """Show the decisions that are open now, at the place where the person was."""
        at = max(0, self.items.currentIndex().row())
        self._found = blinding.decisions(self._project)
        rows = [
            Row(named(deciding.describe(self._project, one)), icon="compare", detail=self._whose(one))
            for one in self._found
        ]
        self._item_rows.set_rows(rows)
        told = self.tr("%n item(s) with two values from different copies. One is in force; nothing is lost.", "",
                       len(self._found))  # fmt: skip
        self.told.setText(told if self._found else self.tr("There is nothing to decide."))
        if self._found:
            self.items.setCurrentIndex(self._item_rows.index(min(at, len(rows) - 1), 0))
            self.items.setFocus()
        else:
            self._moved(self.items)
            self.close_.setFocus()
        announce(self, self.told.text())

    def _whose(self, one: Decision) -> str:
        who = self._project.annotators().get(one.annotator or "")
        return named(who.name) if who is not None else self.tr("of the project")

    def current(self) -> Decision | None:
        row = self.items.currentIndex().row()
        return self._found[row] if 0 <= row < len(self._found) else None

    def _moved(self, view: QListView) -> None:
        one = self.current()
        if view is self.items:
            self._value_rows.set_rows(self._values(one) if one is not None else [])
            if one is not None:
                self.values.setCurrentIndex(self._value_rows.index(0, 0))
        mine = one is not None and deciding.may_decide(self._project, one)
        self.take.setEnabled(mine and self._project.writable)
        self.show_.setEnabled(one is not None and one.document is not None)
        foreign = one is not None and not mine
        self.why.setText(self.tr("This is in a colleague’s layer; only they can decide.") if foreign else "")

    def _values(self, one: Decision) -> list[Row]:
        rows = []
        for place, choice in enumerate(one.choices):
            said = named(deciding.told(self._project, one, choice))
            now = self.tr("in force") if place == 0 else ""
            detail = " · ".join(part for part in (now, named(choice.annotator), short_time(choice.at)) if part)
            rows.append(Row(said, icon="check" if place == 0 else "history", detail=detail))
        return rows

    def _choose(self) -> None:
        one, row = self.current(), self.values.currentIndex().row()
        if one is not None and self.take.isEnabled() and 0 <= row < len(one.choices):
            self.chosen.emit(one.item, one.choices[row].digest)

    def _show(self) -> None:
        one = self.current()
        if one is not None and one.document is not None:
            self.accept()
            self.wanted.emit(one.document, one.item)
