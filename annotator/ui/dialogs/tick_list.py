"""Rows to tick: a preview of what is about to be done, of which some can be left out."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from annotator.model.hidden import sentence
from annotator.ui import theme
from annotator.ui.controls.quiet_label import PlainLabel


class TickList(QDialog):
    """Sends `taken` with the places of the rows left ticked, and closes. Space ticks, Enter takes, Escape leaves."""

    taken = Signal(object)

    def __init__(
        self, title: str, label: str, rows: Sequence[str], ok_text: str, parent: QWidget, *,
        ticked: Sequence[bool] | None = None, least: int = 1,
    ) -> None:  # fmt: skip
        """`ticked` says which rows are at first, all when it is not given; fewer than `least` are not taken."""
        super().__init__(parent)
        self.setWindowTitle(sentence(title))
        theme.set_ground(self, "surface")
        self.list = QListWidget()
        self.list.setAccessibleName(sentence(label))
        self.list.setUniformItemSizes(True)
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._least = least
        for place, row in enumerate(rows):
            on = ticked is None or ticked[place]
            item = QListWidgetItem(sentence(row))
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.itemChanged.connect(lambda _item: self._count())
        self._ok_text = ok_text
        self.ok = QPushButton()
        self.ok.setDefault(True)
        theme.set_primary(self.ok)
        self.ok.clicked.connect(self._take)
        cancel = QPushButton(self.tr("Cancel"))
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addWidget(PlainLabel(self.tr("Space ticks · Enter takes"), "dim", step=-1), 1)
        buttons.addWidget(cancel)
        buttons.addWidget(self.ok)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        column.addWidget(PlainLabel(label, "second", step=-1, wrap=True))
        column.addWidget(self.list, 1)
        column.addLayout(buttons)
        metrics = self.fontMetrics()
        self.resize(metrics.averageCharWidth() * 90, metrics.height() * 22)
        self._count()
        self.list.setFocus()
        self.finished.connect(self.deleteLater)

    def ticked(self) -> list[int]:
        """The places of the rows that are ticked."""
        rows = range(self.list.count())
        return [row for row in rows if self.list.item(row).checkState() == Qt.CheckState.Checked]

    def _count(self) -> None:
        count = len(self.ticked())
        self.ok.setText(f"{self._ok_text} ({count})")
        self.ok.setEnabled(count >= self._least)

    def _take(self) -> None:
        places = self.ticked()
        self.accept()
        self.taken.emit(places)
