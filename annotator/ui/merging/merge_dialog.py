"""What a merge would bring, before it does: counts, what two copies say differently, and what stays out."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QListWidget,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from annotator.model.hidden import named, sentence
from annotator.services.merging import Summary
from annotator.ui import theme
from annotator.ui.controls.announcing import announce
from annotator.ui.controls.quiet_label import PlainLabel

_INSET = 20
_MOST = 2000
"""Lines that are shown of what stays out."""


class MergeDialog(QDialog):
    """Sends `ordered` when the person wants what was shown, `stopped` when they do not want to wait for it."""

    ordered = Signal()
    stopped = Signal()

    def __init__(self, paths: Sequence[Path], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Merge projects"))
        theme.set_ground(self, "surface")
        self._running = self._leaving = False
        shown = ", ".join(named(path.name) for path in paths[:3])
        self.files = PlainLabel(shown + ("…" if len(paths) > 3 else ""), weight=600, wrap=True)
        self.told = PlainLabel("", wrap=True)
        self.counts: dict[str, PlainLabel] = {}
        self._form = QFormLayout()
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.FieldsStayAtSizeHint)
        self._form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        self._form.setHorizontalSpacing(24)
        self._form.setVerticalSpacing(4)
        for name, label in (
            ("documents", self.tr("New articles")),
            ("annotators", self.tr("New annotators")),
            ("items_new", self.tr("New items in all")),
            ("items_changed", self.tr("Changed items")),
            ("conflicts", self.tr("Decisions to make")),
        ):
            self.counts[name] = PlainLabel("–")
            self.counts[name].setAlignment(Qt.AlignmentFlag.AlignRight)
            self.counts[name].setMinimumWidth(theme.scaled(64))
            self._form.addRow(PlainLabel(label, "second"), self.counts[name])
        self.kept_out = QListWidget()
        self.kept_out.setAccessibleName(self.tr("What is kept out, and notes"))
        self.kept_out.setUniformItemSizes(True)
        self.kept_out.hide()
        self._build()
        self.resize(theme.scaled(560), self.sizeHint().height())
        self.finished.connect(self.deleteLater)
        self.set_running(running=True)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(_INSET, _INSET - 4, _INSET, 12)
        column.setSpacing(10)
        column.addWidget(self.files)
        column.addWidget(self.told)
        column.addLayout(self._form)
        column.addWidget(self.kept_out, 1)
        self.words = PlainLabel("", "second", step=-1, wrap=True)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setMaximumHeight(6)
        self._bar.setAccessibleName(self.tr("Progress"))
        self.cancel = QPushButton(self.tr("Cancel"))
        self.cancel.setAutoDefault(False)
        self.cancel.clicked.connect(self.reject)
        self.ok = QPushButton(self.tr("Merge"))
        self.ok.setDefault(True)
        theme.set_primary(self.ok)
        self.ok.clicked.connect(self.ordered)
        said = QVBoxLayout()
        said.addWidget(self.words)
        said.addWidget(self._bar)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addLayout(said, 1)
        row.addWidget(self.cancel)
        row.addWidget(self.ok)
        column.addLayout(row)

    def show_preview(self, summary: Summary) -> None:
        """What a merge that was tried would bring."""
        self.set_running(running=False)
        if self._leaving:
            self.reject()
            return
        for name, label in self.counts.items():
            label.setText(f"{getattr(summary, name):n}")
        lines = [f"{one.item}: {one.reason}" for one in summary.quarantined] + summary.notes
        self.kept_out.clear()
        self.kept_out.addItems([sentence(line.replace("\n", " ")) for line in lines[:_MOST]])
        self.kept_out.setVisible(bool(lines))
        if summary.empty:
            self.told.setText(self.tr("Everything in there is here already."))
            self.ok.setEnabled(False)
            self.cancel.setText(self.tr("Close"))
            self.cancel.setFocus()
        else:
            self.told.setText(self._sentence(summary))
            self.ok.setFocus()
        self.adjustSize()
        announce(self, self.told.text())

    def _sentence(self, summary: Summary) -> str:
        words = self.tr("%n annotation(s)", "", summary.annotations)
        links = self.tr("%n attribution(s)", "", summary.attributions)
        told = self.tr("{0} and {1} would come in. The other files are only read.").format(words, links)
        if summary.originals:
            told += " " + self.tr("%n file(s) that articles were read from would come too.", "", summary.originals)
        if summary.quarantined:
            told += " " + self.tr("%n item(s) would be kept out.", "", len(summary.quarantined))
        return told

    def set_running(self, *, running: bool) -> None:
        self._running = running
        self.ok.setEnabled(not running)
        self._bar.setVisible(running)
        self.words.setText(self.tr("Reading…") if running else "")
        if running:
            self.cancel.setFocus()

    def show_progress(self, done: int, of: int, name: str) -> None:
        if self._running and not self._leaving:
            self._bar.setRange(0, of if of > 1 else 0)
            self._bar.setValue(done)
            self.words.setText(name)

    def show_stopped(self, sentence: str) -> None:
        self.set_running(running=False)
        if self._leaving:
            self.reject()
            return
        self.ok.setEnabled(False)
        self.words.setText(sentence)
        announce(self, sentence)

    def reject(self) -> None:
        """While something is done, it is stopped first; the dialog goes when that has ended."""
        if self._running:
            self._leaving = True
            self.cancel.setEnabled(False)
            self.words.setText(self.tr("Stopping…"))
            self.stopped.emit()
        else:
            super().reject()
