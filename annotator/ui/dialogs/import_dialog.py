"""What an import would bring, before it does: the format found, the counts, what names stand for, what stays out."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QListWidget,
    QProgressBar,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from annotator.model.hidden import sentence, shown
from annotator.services.importing import Choices, Preview, taken_for
from annotator.ui import theme
from annotator.ui.controls.announcing import announce
from annotator.ui.controls.quiet_label import PlainLabel
from annotator.ui.reporting import detail_lines

_INSET = 20
_AS_IT_IS = ""
_PAUSE = 250
"""Milliseconds after the last choice until the preview is made anew."""

_MOST = 2000
"""Lines that are shown; all of them can be saved."""


class ImportDialog(QDialog):
    """Sends `changed` with the choices when the preview has to be made anew, `ordered` to import, `saved` to save."""

    changed = Signal(object)
    ordered = Signal(object)
    stopped = Signal()
    saved = Signal(object)

    def __init__(
        self, paths: Sequence[Path], meanings: Sequence[tuple[str, str]], roles: Sequence[tuple[str, str]],
        people: Sequence[str], parent: QWidget,
    ) -> None:  # fmt: skip
        """`meanings` and `roles` are what labels and relations can stand for, `people` the project's annotators."""
        super().__init__(parent)
        self.setWindowTitle(self.tr("Import annotations"))
        theme.set_ground(self, "surface")
        self._meanings, self._roles, self._names = meanings, roles, list(people)
        self._running = False
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_PAUSE)
        self._later.timeout.connect(self._ask_again)
        self._lines: list[str] = []
        self._boxes: dict[tuple[str, str], QComboBox] = {}
        shown = ", ".join(path.name for path in paths[:3])
        self.files = PlainLabel(shown + ("…" if len(paths) > 3 else ""), weight=600)
        self.format = PlainLabel("", "second", wrap=True)
        self.counts = PlainLabel("", wrap=True)
        self.reanchor = QCheckBox(self.tr("Move annotations to the versions of these articles that are here"))
        self.reanchor.hide()
        self.reanchor.toggled.connect(lambda _on: self._later.start())
        self.tabs = QTabWidget()
        self.kept_out = QListWidget()
        self.kept_out.setAccessibleName(self.tr("What is kept out or moved"))
        self.kept_out.setUniformItemSizes(True)
        self.tables = {
            "labels": self._table(self.tr("Label"), self.tr("Times"), self.tr("Stands for")),
            "relations": self._table(self.tr("Relation"), self.tr("Times"), self.tr("Stands for")),
            "people": self._table(self.tr("Annotator"), self.tr("Times"), self.tr("Joins the layer of")),
        }
        self._build()
        self.resize(theme.scaled(720), theme.scaled(560))
        self.set_running(running=True)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(_INSET, _INSET - 4, _INSET, 12)
        column.setSpacing(8)
        for widget in (self.files, self.format, self.counts, self.reanchor):
            column.addWidget(widget)
        column.addWidget(self.tabs, 1)
        self.words = PlainLabel("", "second", step=-1, wrap=True)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setMaximumHeight(6)
        self._bar.setAccessibleName(self.tr("Progress"))
        self.save = QPushButton(self.tr("Save list…"))
        self.cancel = QPushButton(self.tr("Cancel"))
        self.ok = QPushButton(self.tr("Import"))
        theme.set_primary(self.ok)
        self.ok.setDefault(True)
        for button in (self.save, self.cancel):
            button.setAutoDefault(False)
        self.save.clicked.connect(lambda: self.saved.emit(list(self._lines)))
        self.cancel.clicked.connect(self.reject)
        self.ok.clicked.connect(self._order)
        said = QVBoxLayout()
        said.addWidget(self.words)
        said.addWidget(self._bar)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addLayout(said, 1)
        for button in (self.save, self.cancel, self.ok):
            row.addWidget(button)
        column.addLayout(row)

    def _table(self, *heads: str) -> QTableWidget:
        table = QTableWidget(0, len(heads))
        table.setHorizontalHeaderLabels(heads)
        table.setAccessibleName(heads[0])
        table.verticalHeader().hide()
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        table.horizontalHeader().setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        return table

    # What is chosen

    def _order(self) -> None:
        self._later.stop()
        self.ordered.emit(self.choices())

    def _ask_again(self) -> None:
        if self._running:
            self._later.start()
        else:
            self.changed.emit(self.choices())

    def choices(self) -> Choices:
        def of(kind: str) -> dict[str, str]:
            return {
                name: str(box.currentData())
                for (about, name), box in self._boxes.items()
                if about == kind and box.currentData() != _AS_IT_IS
            }

        return Choices(of("labels"), of("relations"), of("people"), "", self.reanchor.isChecked())

    def _fill(
        self, kind: str, counts: dict[str, int], offers: Sequence[tuple[str, str]], as_it_is: Callable[[str], str]
    ) -> None:  # fmt: skip
        """Rows for names not shown yet; what was chosen for others stays. `as_it_is` says what no choice means."""
        table = self.tables[kind]
        for name, count in sorted(counts.items(), key=lambda one: (-one[1], one[0])):
            if (kind, name) in self._boxes:
                continue
            row = table.rowCount()
            table.insertRow(row)
            table.setItem(row, 0, QTableWidgetItem(shown(name)))
            number = QTableWidgetItem(str(count))
            number.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            table.setItem(row, 1, number)
            box = QComboBox()
            box.setAccessibleName(shown(name))
            box.addItem(sentence(as_it_is(name)), _AS_IT_IS)
            for value, words in offers:
                box.addItem(sentence(words), value)
            box.currentIndexChanged.connect(lambda _index: self._later.start())
            table.setCellWidget(row, 2, box)
            table.setRowHeight(row, theme.row_height() + 4)
            self._boxes[kind, name] = box

    def _as_known(self, name: str) -> str:
        return self.tr("as known: {0}").format(taken_for(name))

    # What is shown

    def show_preview(self, preview: Preview, formats: dict[str, str]) -> None:
        """The counts and lists of an import that was tried; `formats` are the titles of formats by name."""
        report = preview.report
        found = {(guess.format, guess.sure, guess.why) for guess in preview.guesses.values()}
        sure = {"certain": self.tr("certain"), "likely": self.tr("likely"), "guess": self.tr("a guess")}
        told = [f"{formats.get(name, name)} ({sure.get(how, how)}: {why})" for name, how, why in sorted(found)]
        self.format.setText(" · ".join(told))
        words = self.tr("{0} articles, {1} annotations and {2} attributions would come in, {3} are here; {4} kept out.")
        kept_out = len(report.quarantined)
        self.counts.setText(
            words.format(report.documents, report.annotations, report.attributions, report.already_present, kept_out)
        )
        self.reanchor.setVisible(bool(preview.similar))
        self._fill("labels", dict(preview.labels), self._meanings, self._as_known)
        self._fill("relations", dict(preview.relations), self._roles, lambda _name: self.tr("as its ends say"))
        people = [(name, name) for name in self._names]
        self._fill("people", dict(preview.people), people, self.tr("{0}, by name").format)
        self._lines = detail_lines(report)
        self._show_tabs()
        self.set_running(running=False)
        announce(self, self.counts.text())

    def _show_tabs(self) -> None:
        at = self.tabs.currentWidget()
        self.tabs.clear()
        self.kept_out.clear()
        self.kept_out.addItems([sentence(line.replace("\n", " ")) for line in self._lines[:_MOST]])
        if len(self._lines) > _MOST:
            self.kept_out.addItem(self.tr("… and {0} more; “Save list…” has all.").format(len(self._lines) - _MOST))
        titles = {"labels": self.tr("Labels"), "relations": self.tr("Relations"), "people": self.tr("Annotators")}
        self.tabs.addTab(self.kept_out, self.tr("Kept out, moved, noted ({0})").format(len(self._lines)))
        for kind, table in self.tables.items():
            if table.rowCount():
                self.tabs.addTab(table, f"{titles[kind]} ({table.rowCount()})")
        if self.tabs.indexOf(at) >= 0:
            self.tabs.setCurrentWidget(at)
        self.save.setEnabled(bool(self._lines))

    def set_running(self, *, running: bool) -> None:
        self._running = running
        for widget in (self.ok, self.save):
            widget.setEnabled(not running)
        self._bar.setVisible(running)
        self.words.setText(self.tr("Reading…") if running else "")

    def show_progress(self, done: int, of: int, name: str) -> None:
        if self._running:
            self._bar.setRange(0, of if of > 1 else 0)
            self._bar.setValue(done)
            self.words.setText(name)

    def show_stopped(self, sentence: str) -> None:
        self.set_running(running=False)
        self.ok.setEnabled(False)
        self.words.setText(sentence)
        announce(self, sentence)

    def reject(self) -> None:
        if self._running:
            self.stopped.emit()
        super().reject()
