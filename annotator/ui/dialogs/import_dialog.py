"""What an import would bring, before it does: the format found, the counts, what names stand for, what stays out."""

from collections.abc import Callable, Mapping, Sequence
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

from annotator.model.corpus import Report
from annotator.model.hidden import sentence, shown
from annotator.services.importing import FORGET, Choices, Mappings, Preview
from annotator.ui import theme
from annotator.ui.controls.announcing import announce
from annotator.ui.controls.quiet_label import PlainLabel
from annotator.ui.reporting import detail_lines

_INSET = 20
_AS_IT_IS = None
_PAUSE = 250
"""Milliseconds after the last choice until the preview is made anew."""

_MOST = 2000
"""Lines that are shown; all of them can be saved."""


class ImportDialog(QDialog):
    """Sends `changed` with the choices when the preview has to be made anew, `ordered` to import, `saved` to save.

    With `ordered` come the choices, and whether to decide afterwards about what is here with another value.
    """

    changed = Signal(object)
    ordered = Signal(object, bool)
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
        self.decide = QPushButton(self.tr("Import and decide…"))
        self.decide.hide()
        self.ok = QPushButton(self.tr("Import"))
        theme.set_primary(self.ok)
        self.ok.setDefault(True)
        for button in (self.save, self.cancel, self.decide):
            button.setAutoDefault(False)
        self.save.clicked.connect(lambda: self.saved.emit(list(self._lines)))
        self.cancel.clicked.connect(self.reject)
        self.decide.clicked.connect(lambda: self._order(deciding=True))
        self.ok.clicked.connect(lambda: self._order(deciding=False))
        said = QVBoxLayout()
        said.addWidget(self.words)
        said.addWidget(self._bar)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addLayout(said, 1)
        for button in (self.save, self.cancel, self.decide, self.ok):
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

    def _order(self, *, deciding: bool) -> None:
        self._later.stop()
        self.ordered.emit(self.choices(), deciding)

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
                if about == kind and box.currentData() is not _AS_IT_IS
            }

        return Choices(of("labels"), of("relations"), of("people"), "", self.reanchor.isChecked())

    def _fill(
        self, kind: str, counts: Mapping[str, int], offers: Callable[[str], Sequence[tuple[str | None, str]]]
    ) -> None:  # fmt: skip
        """Rows for names not shown yet; what was chosen for others stays. The first offer is what no choice means."""
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
            for value, words in offers(name):
                box.addItem(sentence(words), value)
            box.currentIndexChanged.connect(lambda _index: self._later.start())
            table.setCellWidget(row, 2, box)
            table.setRowHeight(row, theme.row_height() + 4)
            self._boxes[kind, name] = box

    def _label_offers(self, label: str, known: Mappings) -> list[tuple[str | None, str]]:
        usual = self.tr("as known: {0}").format(Mappings().of_label(label))
        if not known.knows("labels", label):
            return [(_AS_IT_IS, usual), *self._meanings]
        meant = dict(self._meanings).get(known.of_label(label), known.of_label(label))
        return [(_AS_IT_IS, self.tr("remembered: {0}").format(meant)), (FORGET, usual), *self._meanings]

    def _relation_offers(self, name: str, known: Mappings) -> list[tuple[str | None, str]]:
        usual = self.tr("as its ends say")
        if not known.knows("relations", name):
            return [(_AS_IT_IS, usual), *self._roles]
        role = known.of_relation(name) or ""
        meant = dict(self._roles).get(role, role)
        return [(_AS_IT_IS, self.tr("remembered: {0}").format(meant)), (FORGET, usual), *self._roles]

    # What is shown

    def show_preview(self, preview: Preview, formats: dict[str, str]) -> None:
        """The counts and lists of an import that was tried; `formats` are the titles of formats by name."""
        report = preview.report
        found = {(guess.format, guess.sure, guess.why) for guess in preview.guesses.values()}
        sure = {"certain": self.tr("certain"), "likely": self.tr("likely"), "guess": self.tr("a guess")}
        told = [f"{formats.get(name, name)} ({sure.get(how, how)}: {why})" for name, how, why in sorted(found)]
        self.format.setText(" · ".join(told))
        self.counts.setText(self._counted(report))
        self.reanchor.setVisible(bool(preview.similar))
        self.decide.setVisible(bool(report.contested))
        self._fill("labels", preview.labels, lambda name: self._label_offers(name, preview.known))
        self._fill("relations", preview.relations, lambda name: self._relation_offers(name, preview.known))
        people = [(name, name) for name in self._names]
        self._fill("people", preview.people, lambda name: [(_AS_IT_IS, self.tr("{0}, by name").format(name)), *people])
        self._lines = detail_lines(report)
        self._show_tabs()
        self.set_running(running=False)
        announce(self, self.counts.text())

    def _counted(self, report: Report) -> str:
        parts = [
            self.tr("%n article(s)", "", report.documents), self.tr("%n annotation(s)", "", report.annotations),
            self.tr("%n attribution(s)", "", report.attributions),
        ]  # fmt: skip
        come = self.tr("{0}, {1} and {2} would come in.").format(*parts)
        here = self.tr("Here already: %n item(s).", "", report.already_present) if report.already_present else ""
        stays = self.tr("Here with another value, which stays until you decide: %n item(s).", "", report.contested)
        other = stays if report.contested else ""
        out = self.tr("Kept out: %n item(s).", "", len(report.quarantined)) if report.quarantined else ""
        return " ".join(part for part in (come, other, here, out) if part)

    def _show_tabs(self) -> None:
        at = self.tabs.currentWidget()
        self.tabs.clear()
        self.kept_out.clear()
        self.kept_out.addItems([sentence(line.replace("\n", " ")) for line in self._lines[:_MOST]])
        if len(self._lines) > _MOST:
            self.kept_out.addItem(self.tr("… and %n more; “Save list…” has all.", "", len(self._lines) - _MOST))
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
        for widget in (self.ok, self.decide, self.save):
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
        self.decide.setEnabled(False)
        self.words.setText(sentence)
        announce(self, sentence)

    def reject(self) -> None:
        if self._running:
            self.stopped.emit()
        super().reject()
