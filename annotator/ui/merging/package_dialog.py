"""What goes into a work package: some articles, and whose tags come along."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from annotator.ui import theme
from annotator.ui.controls.quiet_label import PlainLabel


class PackageDialog(QDialog):
    """Sends `ordered` with the ids of the articles and of the annotators that are ticked. Space ticks."""

    ordered = Signal(object, object)

    def __init__(
        self, documents: Sequence[tuple[str, str]], people: Sequence[tuple[str, str]], ticked: set[str],
        parent: QWidget,
    ) -> None:  # fmt: skip
        """`documents` and `people` are (id, what it is called); those with an id among `ticked` are ticked at first."""
        super().__init__(parent)
        self.setWindowTitle(self.tr("Work package"))
        theme.set_ground(self, "surface")
        self.documents = _ticks(self.tr("Articles"), documents, ticked)
        self.people = _ticks(self.tr("Whose tags come along"), people, ticked)
        self.ok = QPushButton(self.tr("Make it…"))
        self.ok.setDefault(True)
        theme.set_primary(self.ok)
        self.ok.clicked.connect(self._order)
        cancel = QPushButton(self.tr("Cancel"))
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 12)
        column.setSpacing(8)
        told = self.tr(
            "A project with just these articles, for somebody to work on. Merge it back when they have sent it to you."
        )
        column.addWidget(PlainLabel(told, "second", step=-1, wrap=True))
        for title, rows, stretch in (
            (self.tr("Articles"), self.documents, 3),
            (self.tr("Whose tags come along"), self.people, 1),
        ):
            label = PlainLabel(title, weight=600, step=-1)
            _buddy(label, rows)
            column.addWidget(label)
            column.addWidget(rows, stretch)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(PlainLabel(self.tr("Space ticks"), "dim", step=-1), 1)
        row.addWidget(cancel)
        row.addWidget(self.ok)
        column.addLayout(row)
        self.documents.itemChanged.connect(lambda _item: self._count())
        self.resize(theme.scaled(560), theme.scaled(520))
        self.documents.setFocus()
        self.finished.connect(self.deleteLater)
        self._count()

    def _count(self) -> None:
        self.ok.setEnabled(bool(_ticked(self.documents)))

    def _order(self) -> None:
        documents, people = _ticked(self.documents), _ticked(self.people)
        self.accept()
        self.ordered.emit(documents, people)


def _buddy(label: QLabel, rows: QListWidget) -> None:
    label.setBuddy(rows)


def _ticks(name: str, rows: Sequence[tuple[str, str]], on: set[str]) -> QListWidget:
    out = QListWidget()
    out.setAccessibleName(name)
    out.setUniformItemSizes(True)
    out.setTextElideMode(Qt.TextElideMode.ElideMiddle)
    out.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    for id_, called in rows:
        item = QListWidgetItem(called)
        item.setData(Qt.ItemDataRole.UserRole, id_)
        item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Checked if id_ in on else Qt.CheckState.Unchecked)
        out.addItem(item)
        if id_ in on:
            out.setCurrentItem(item)
    if out.currentRow() < 0:
        out.setCurrentRow(0)
    return out


def _ticked(rows: QListWidget) -> list[str]:
    items = (rows.item(row) for row in range(rows.count()))
    return [str(i.data(Qt.ItemDataRole.UserRole)) for i in items if i.checkState() == Qt.CheckState.Checked]
