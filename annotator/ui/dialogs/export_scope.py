"""Which documents and whose layers are written: two rows of a form, and a list of annotators to tick."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QListWidget, QListWidgetItem

from annotator.model.hidden import named
from annotator.services.exporting import ADJUDICATED, ALL
from annotator.ui.controls.quiet_label import PlainLabel

_ROWS = 6
"""Annotators that are seen at once."""


class Scope(NamedTuple):
    """Which documents and whose layers; None stands for all. `kind` is the service's `ALL` or `ADJUDICATED`."""

    documents: tuple[str, ...] | None
    annotators: tuple[str, ...] | None
    kind: str = ALL


class ExportScope(QObject):
    """Sends `changed` whenever something else is chosen."""

    changed = Signal()

    def __init__(
        self, documents: int, listed: Sequence[str] | None, current: tuple[str, str] | None,
        annotators: Sequence[tuple[str, str]], parent: QObject,
    ) -> None:  # fmt: skip
        """`listed` are the documents that the list shows, None when that is all; `current` is the one that is open.

        It and the annotators are given by id and title or name.
        """
        super().__init__(parent)
        self.what = QComboBox()
        self.what.addItem(self.tr("All documents ({0})").format(documents), None)
        if listed is not None:
            self.what.addItem(self.tr("Those that the list shows ({0})").format(len(listed)), tuple(listed))
        if current is not None:
            self.what.addItem(self.tr("This document: {0}").format(named(current[1])), (current[0],))
        self.whose = QComboBox()
        self.whose.addItem(self.tr("All annotators"), (None, ALL))
        self.whose.addItem(self.tr("Adjudicated: what was accepted, and reviewers’ own"), (None, ADJUDICATED))
        for id_, called in annotators:
            self.whose.addItem(self.tr("Only {0}").format(named(called)), ((id_,), ALL))
        if len(annotators) > 2:
            self.whose.addItem(self.tr("Several annotators"), None)
        self.people = QListWidget()
        self.people.setAccessibleName(self.tr("Whose layers are written"))
        self.people.setUniformItemSizes(True)
        for id_, called in annotators:
            row = QListWidgetItem(named(called))
            row.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
            row.setData(Qt.ItemDataRole.UserRole, id_)
            row.setCheckState(Qt.CheckState.Checked)
            self.people.addItem(row)
        self.people.hide()
        self.people.itemChanged.connect(lambda _row: self.changed.emit())
        for box, label in ((self.what, self.tr("What")), (self.whose, self.tr("Whose"))):
            box.setAccessibleName(label)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(28)
            box.currentIndexChanged.connect(lambda _index: self._show())

    def add_to(self, form: QFormLayout) -> None:
        form.addRow(PlainLabel(self.tr("What")), self.what)
        form.addRow(PlainLabel(self.tr("Whose")), self.whose)
        form.addRow("", self.people)

    def _show(self) -> None:
        several = self.whose.currentData() is None
        rows = min(_ROWS, self.people.count())
        self.people.setFixedHeight(rows * self.people.sizeHintForRow(0) + 2 * self.people.frameWidth())
        self.people.setVisible(several)
        if several and self.people.currentRow() < 0:
            self.people.setCurrentRow(0)
        self.changed.emit()

    def scope(self) -> Scope | None:
        """What is chosen; None while no annotator is."""
        if self.whose.currentData() is not None:
            annotators, kind = self.whose.currentData()
            return Scope(self.what.currentData(), annotators, kind)
        rows = [self.people.item(row) for row in range(self.people.count())]
        ticked = tuple(r.data(Qt.ItemDataRole.UserRole) for r in rows if r.checkState() == Qt.CheckState.Checked)
        return Scope(self.what.currentData(), ticked, ALL) if ticked else None

    def set_enabled(self, *, enabled: bool) -> None:
        for widget in (self.what, self.whose, self.people):
            widget.setEnabled(enabled)
