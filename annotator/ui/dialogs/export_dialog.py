"""What of a project is written, in which format, and what that format makes of it: shown before and after."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from annotator.model.hidden import named
from annotator.services.exporting import ADJUDICATED, ALL, Exported, Forecast, Format, Loss
from annotator.ui import theme
from annotator.ui.controls.announcing import announce
from annotator.ui.controls.quiet_label import PlainLabel
from annotator.ui.dialogs.format_rows import FormatRows
from annotator.ui.dialogs.loss_list import LossList, counted

_INSET = 20


class Scope(NamedTuple):
    """Which documents and whose layers; None stands for all. `kind` is the service's `ALL` or `ADJUDICATED`."""

    documents: tuple[str, ...] | None
    annotators: tuple[str, ...] | None
    kind: str = ALL


class Order(NamedTuple):
    """What the person wants to be written."""

    format: str
    place: Path
    scope: Scope
    spreadsheet: bool
    nvivo: bool
    report: bool


class ExportDialog(QDialog):
    """Sends `scopeChanged` when the forecast has to be made anew, `ordered` to write, `stopped` to cancel that.

    `chosen` asks where to write, `opened` to show the folder. It stays open until the person closes it.
    """

    scopeChanged = Signal(object)
    ordered = Signal(object)
    stopped = Signal()
    placeAsked = Signal(object)
    folderAsked = Signal(object)

    def __init__(
        self, formats: Sequence[Format], documents: int, current: tuple[str, str] | None,
        annotators: Sequence[tuple[str, str]], folder: Path, name: str, parent: QWidget,
    ) -> None:  # fmt: skip
        """`current` is id and title of the document shown, `annotators` ids and names, `name` that of the project."""
        super().__init__(parent)
        self.setWindowTitle(self.tr("Export"))
        theme.set_ground(self, "raised")
        self._formats = list(formats)
        self._folder, self._name = folder, name
        self._named = True
        self._running = False
        self._forecast: Forecast | None = None
        self._written: Path | None = None
        self.formats = QListWidget()
        self.formats.setAccessibleName(self.tr("Format"))
        self.formats.setMinimumWidth(theme.scaled(230))
        self.formats.setMaximumWidth(theme.scaled(250))
        theme.set_ground(self.formats, "surface")
        for one in self._formats:
            row = QListWidgetItem(one.title)
            row.setData(Qt.ItemDataRole.UserRole, one)
            self.formats.addItem(row)
        FormatRows(self.formats)
        self.what = QComboBox()
        self.what.addItem(self.tr("All documents ({0})").format(documents), None)
        if current is not None:
            self.what.addItem(self.tr("This document: {0}").format(named(current[1])), (current[0],))
        self.whose = QComboBox()
        self.whose.addItem(self.tr("All annotators"), (None, ALL))
        self.whose.addItem(self.tr("Adjudicated: what was accepted, and reviewers’ own"), (None, ADJUDICATED))
        for id_, called in annotators:
            self.whose.addItem(self.tr("Only {0}").format(named(called)), ((id_,), ALL))
        for box, label in ((self.what, self.tr("What")), (self.whose, self.tr("Whose"))):
            box.setAccessibleName(label)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(28)
            box.currentIndexChanged.connect(lambda _index: self.scopeChanged.emit(self.scope()))
        self._build()
        self.formats.currentRowChanged.connect(lambda _row: self._show_format())
        self.formats.setCurrentRow(0)
        self.formats.setFocus()
        self.resize(theme.scaled(1000), theme.scaled(620))

    # How it is laid out

    def _build(self) -> None:
        self._about = PlainLabel("", "second", wrap=True)
        self.place = QLineEdit()
        self.place.textEdited.connect(self._place_typed)
        self._place_label = PlainLabel("", "normal")
        self._place_label.setBuddy(self.place)
        self._choose = QPushButton(self.tr("Choose…"))
        self._choose.setAutoDefault(False)
        self._choose.clicked.connect(lambda: self.placeAsked.emit(self._format()))
        self.spreadsheet = QCheckBox(self.tr("For spreadsheets: formulas are made harmless"))
        self.nvivo = QCheckBox(self.tr("For NVivo, which counts positions in its own way"))
        self._heading = PlainLabel("", "second", step=-1, weight=600)
        self._sum = PlainLabel("", "second", step=-1)
        self.losses = LossList()
        self.report = QCheckBox(self.tr("Write this list next to the files (loss report)"))
        middle = QHBoxLayout()
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        middle.addWidget(self.formats)
        middle.addLayout(self._right(), 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(middle, 1)
        column.addWidget(self._foot())

    def _right(self) -> QVBoxLayout:
        place = QHBoxLayout()
        place.addWidget(self.place, 1)
        place.addSpacing(6)
        place.addWidget(self._choose)
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.addRow(PlainLabel(self.tr("What")), self.what)
        form.addRow(PlainLabel(self.tr("Whose")), self.whose)
        self.left = PlainLabel("", "second", step=-1, wrap=True)
        self.left.hide()
        form.addRow("", self.left)
        form.addRow(self._place_label, place)
        heading = QHBoxLayout()
        heading.addWidget(self._heading, 1)
        heading.addWidget(self._sum)
        right = QVBoxLayout()
        right.setContentsMargins(_INSET, _INSET - 4, _INSET, 12)
        right.setSpacing(8)
        right.addWidget(self._about)
        right.addLayout(form)
        right.addWidget(self.spreadsheet)
        right.addWidget(self.nvivo)
        right.addSpacing(6)
        right.addLayout(heading)
        right.addWidget(self.losses, 1)
        right.addWidget(self.report)
        return right

    def _foot(self) -> QWidget:
        foot = QWidget()
        theme.set_ground(foot, "surface")
        self.words = PlainLabel("", "second", step=-1, wrap=True)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setMaximumHeight(6)
        self._bar.setAccessibleName(self.tr("Progress"))
        self._bar.hide()
        self.cancel = QPushButton(self.tr("Cancel"))
        self.cancel.setAutoDefault(False)
        self.cancel.clicked.connect(self.reject)
        self.open_folder = QPushButton(self.tr("Open folder"))
        self.open_folder.setAutoDefault(False)
        self.open_folder.hide()
        self.open_folder.clicked.connect(lambda: self.folderAsked.emit(self._written))
        self.ok = QPushButton(self.tr("Export"))
        theme.set_primary(self.ok)
        self.ok.setDefault(True)
        self.ok.clicked.connect(self._order)
        said = QVBoxLayout()
        said.addWidget(self.words)
        said.addWidget(self._bar)
        row = QHBoxLayout(foot)
        row.setContentsMargins(_INSET, 10, _INSET, 10)
        row.setSpacing(8)
        row.addLayout(said, 1)
        for button in (self.open_folder, self.cancel, self.ok):
            row.addWidget(button)
        return foot

    # What is chosen

    def _format(self) -> Format:
        return self._formats[max(self.formats.currentRow(), 0)]

    def scope(self) -> Scope:
        annotators, kind = self.whose.currentData()
        return Scope(self.what.currentData(), annotators, kind)

    def set_place(self, place: Path) -> None:
        """Take a place that the person chose."""
        self._named = False
        self.place.setText(str(place))

    def _place_typed(self) -> None:
        self._named = False

    def _order(self) -> None:
        place = self.place.text().strip()
        if not place:
            self.tell(self.tr("Name the file or folder to write."))
            self.place.setFocus()
            return
        form = self._format()
        self.ordered.emit(
            Order(
                form.name, Path(place).expanduser(), self.scope(), self.spreadsheet.isChecked(), self.nvivo.isChecked(),
                self.report.isChecked(),
            )
        )  # fmt: skip

    # What is shown

    def _show_format(self) -> None:
        form = self._format()
        self._about.setText(form.line)
        self._place_label.setText(self.tr("Folder") if form.folder else self.tr("File"))
        self.place.setAccessibleName(self._place_label.text())
        if self._named:
            ending = f" {form.name}" if form.folder else form.suffixes[0]
            self.place.setText(str(self._folder / f"{self._name}{ending}"))
        self.spreadsheet.setVisible("spreadsheet" in form.options)
        self.nvivo.setVisible("nvivo" in form.options)
        self._heading.setText(self.tr("What {0} can carry").format(form.title))
        self.ok.setEnabled(form.installed and not self._running)
        self.tell("" if form.installed else self.tr("Not installed. To install it: {0}").format(form.install_line))
        self._show_losses(self._forecast.losses(form.name) if self._forecast is not None else None)

    def _show_losses(self, losses: Sequence[Loss] | None) -> None:
        self._sum.setText(counted(losses) if losses is not None else self.tr("Counting…"))
        self.losses.show_losses(losses or [])

    def show_forecast(self, forecast: Forecast) -> None:
        self._forecast = forecast
        self._show_left(forecast.left, forecast.own)
        for row, one in enumerate(self._formats):
            losses = forecast.losses(one.name)
            self.formats.item(row).setData(Qt.ItemDataRole.UserRole + 1, counted(losses))
        self._show_losses(forecast.losses(self._format().name))

    def _show_left(self, left: Mapping[str, int], own: int) -> None:
        """What the adjudicated layer leaves out, and what it holds that nobody judged."""
        words = {
            "undecided": self.tr("{0} not judged yet"),
            "reopened": self.tr("{0} changed since they were judged"),
            "contradicted": self.tr("{0} judged differently"),
            "member": self.tr("{0} accepted links with an open end"),
            "content": self.tr("{0} accepted links of which nothing said was accepted"),
        }
        parts = ", ".join(words[why].format(count) for why, count in left.items())
        lines = [self.tr("Open, and not written: {0}").format(parts)] if left else []
        if own:
            lines.append(self.tr("Written, though nobody judged it: %n item(s) of a reviewer’s own", "", own))
        self.left.setText("\n".join(lines))
        self.left.setVisible(bool(lines))

    def tell(self, sentence: str) -> None:
        self.words.setText(sentence)
        if sentence:
            announce(self, sentence)

    def set_running(self, *, running: bool) -> None:
        """While it is written, only Cancel can be pressed."""
        self._running = running
        for widget in (self.formats, self.what, self.whose, self.place, self._choose, self.ok):
            widget.setEnabled(not running)
        self._bar.setVisible(running)
        self.cancel.setText(self.tr("Cancel") if running or self._written is None else self.tr("Close"))

    def show_progress(self, done: int, of: int, _name: str) -> None:
        if self._running:
            self._bar.setRange(0, of)
            self._bar.setValue(done)
            words = self.tr("Writing document {0} of {1} …  nothing is replaced until all is written")
            self.words.setText(words.format(min(done + 1, of), of))

    def show_done(self, done: Exported) -> None:
        self._written = done.written[0]
        self.set_running(running=False)
        self.open_folder.show()
        words = self.tr("Wrote {0} documents, {1} annotations and {2} attributions: {3}")
        self.tell(words.format(done.documents, done.annotations, done.attributions, named(done.written[0])))
        self._show_losses(done.losses)
        self.cancel.setFocus()

    def show_stopped(self, sentence: str) -> None:
        self.set_running(running=False)
        self.tell(sentence)

    def reject(self) -> None:
        if self._running:
            self.stopped.emit()
        else:
            super().reject()
