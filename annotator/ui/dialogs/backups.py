"""The backups of a project: look at one, or put it in the project's place."""

from pathlib import Path

from PySide6.QtCore import QDateTime, QLocale, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QListView, QPushButton, QVBoxLayout, QWidget

from annotator.model.errors import UserError
from annotator.model.hidden import named
from annotator.services import backing_up
from annotator.services.backing_up import Backup
from annotator.ui import theme
from annotator.ui.controls.grouped_rows import GroupedDelegate, GroupedRows, Row
from annotator.ui.controls.quiet_label import PlainLabel


class Backups(QDialog):
    """Sends `wanted` or `restored` with the chosen backup, and closes."""

    wanted = Signal(object)
    restored = Signal(object)

    def __init__(self, project: Path, parent: QWidget) -> None:
        super().__init__(parent)
        theme.set_ground(self, "surface")
        self.setWindowTitle(self.tr("Backups of {0}").format(named(project.name)))
        self._found = backing_up.found(project)
        self._rows = GroupedRows(self)
        self.list = QListView()
        self.list.setModel(self._rows)
        self.list.setAccessibleName(self.tr("Backups"))
        self.list.doubleClicked.connect(lambda _index: self._look())
        GroupedDelegate(self.list, self.list, step=0)
        self.what = PlainLabel("", "second", wrap=True)
        self.look, self.restore = QPushButton(self.tr("Look at it")), QPushButton(self.tr("Restore"))
        theme.set_primary(self.look)
        self.look.clicked.connect(self._look)
        self.restore.clicked.connect(self._restore)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.addButton(self.look, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.addButton(self.restore, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(10)
        told = self.tr(
            "A backup is made when a project is opened, while you work, and before imports and other sweeping changes."
            " Restoring puts a backup in the project’s place; what is there now is kept beside it under another name."
        )
        column.addWidget(PlainLabel(told, "second", step=-1, wrap=True))
        column.addWidget(self.list, 1)
        column.addWidget(self.what)
        column.addWidget(buttons)
        metrics = self.fontMetrics()
        self.resize(metrics.averageCharWidth() * 72, metrics.height() * 26)
        self.finished.connect(self.deleteLater)
        self._fill()

    def _fill(self) -> None:
        rows = []
        locale = QLocale()
        for one in self._found:
            at = QDateTime.fromSecsSinceEpoch(int(one.at.timestamp()))
            notes = {
                "import": self.tr("before an import"), "upgrade": self.tr("before it was brought up to date"),
                "merge": self.tr("before another project was merged into it"),
                "joining": self.tr("before sources were merged"), "split": self.tr("before a source was split"),
                "deletion": self.tr("before a source was deleted"),
                "tagging": self.tr("before all mentions were tagged"),
            }  # fmt: skip
            detail = [notes.get(one.reason, one.reason), "" if one.verified else self.tr("not proven yet")]
            rows.append(
                Row(
                    locale.toString(at, QLocale.FormatType.ShortFormat),
                    icon="history",
                    detail=" · ".join(part for part in detail if part),
                )
            )
        self._rows.set_rows(rows)
        there = bool(rows)
        self.look.setEnabled(there)
        self.restore.setEnabled(there)
        if not there:
            self.what.setText(self.tr("There are no backups of this project yet."))
            return
        self.list.selectionModel().currentChanged.connect(lambda _now, _before: self._describe())
        self.list.setCurrentIndex(self._rows.index(0, 0))
        self.list.setFocus()

    def chosen(self) -> Backup | None:
        """The backup the person is at."""
        row = self.list.currentIndex().row()
        return self._found[row] if 0 <= row < len(self._found) else None

    def _describe(self) -> None:
        chosen = self.chosen()
        if chosen is None:
            return
        try:
            told = backing_up.describe(chosen)
        except UserError as refused:
            self.what.setText(str(refused))
            return
        documents = self.tr("%n document(s)", "", told.documents)
        annotations = self.tr("%n annotation(s)", "", told.annotations)
        self.what.setText(self.tr("{0}, {1}. Last: {2}").format(documents, annotations, named(told.last)))

    def _look(self) -> None:
        chosen = self.chosen()
        if chosen is not None:
            self.accept()
            self.wanted.emit(chosen)

    def _restore(self) -> None:
        chosen = self.chosen()
        if chosen is not None:
            self.accept()
            self.restored.emit(chosen)
