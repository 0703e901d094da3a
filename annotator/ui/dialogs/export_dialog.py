"""What of a project is written, in which format, and what that format makes of it: shown before and after."""

import os
from collections.abc import Mapping, Sequence
from itertools import chain, count
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
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

from annotator.services.exporting import Exported, Forecast, Format, Loss
from annotator.ui import theme
from annotator.ui.controls.announcing import announce
from annotator.ui.controls.quiet_label import PlainLabel
from annotator.ui.dialogs.export_scope import ExportScope, Scope
from annotator.ui.dialogs.format_rows import FormatRows
from annotator.ui.dialogs.loss_list import LossList, counted
from annotator.ui.dialogs.replacing import agreed_to_replace
from annotator.ui.reporting import wrote

_INSET = 20


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
        self, formats: Sequence[Format], documents: int, listed: Sequence[str] | None, current: tuple[str, str] | None,
        annotators: Sequence[tuple[str, str]], folder: Path, name: str, parent: QWidget,
    ) -> None:  # fmt: skip
        """Shown for a project of that name. What `listed`, `current` and `annotators` are, `ExportScope` says."""
        super().__init__(parent)
        self.setWindowTitle(self.tr("Export"))
        theme.set_ground(self, "raised")
        self._formats = list(formats)
        self._folder, self._name = folder, name
        self._named = True
        self._may_replace: Path | None = None
        self._counting, self._outdated = False, False
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
        self._scope = ExportScope(documents, listed, current, annotators, self)
        self.what, self.whose, self.people = self._scope.what, self._scope.whose, self._scope.people
        self._scope.changed.connect(self._scope_changed)
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
        self._scope.add_to(form)
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

    def scope(self) -> Scope | None:
        """What is chosen; None while no annotator is."""
        return self._scope.scope()

    def _scope_changed(self) -> None:
        self.ok.setEnabled(self._can_write())
        self.tell("" if self.scope() is not None else self.tr("Tick at least one annotator."))
        self.count_anew()

    def count_anew(self) -> None:
        """Ask for the forecast of what is chosen, as soon as none is being made."""
        scope = self.scope()
        self._outdated = self._counting
        if scope is not None and not self._counting:
            self._counting = True
            self.scopeChanged.emit(scope)

    def _counted(self) -> None:
        self._counting = False
        if self._outdated:
            self.count_anew()

    def _can_write(self) -> bool:
        return self._format().installed and not self._running and self.scope() is not None

    def set_place(self, place: Path, *, may_replace: bool = False) -> None:
        """Take a place that the person chose; `may_replace` when they were asked whether to write over it."""
        self._named = False
        self.place.setText(str(place))
        self._may_replace = place if may_replace else None

    def _place_typed(self) -> None:
        self._named = False

    def _order(self) -> None:
        place = self.place.text().strip()
        scope = self.scope()
        if not place:
            self.tell(self.tr("Name the file or folder to write."))
            self.place.setFocus()
        if not place or scope is None:
            return
        form, out = self._format(), Path(place).expanduser()
        there = os.path.isfile(out) and not form.folder  # noqa: PTH113 - Path.is_file raises for names that are too long
        if there and out != self._may_replace and not agreed_to_replace(self, out):
            self.place.setFocus()
            self.place.selectAll()
            return
        self._may_replace = None
        self.ordered.emit(
            Order(
                form.name, out, scope, self.spreadsheet.isChecked(), self.nvivo.isChecked(), self.report.isChecked()
            )
        )  # fmt: skip

    # What is shown

    def _show_format(self) -> None:
        form = self._format()
        self._about.setText(form.line)
        self._place_label.setText(self.tr("Folder") if form.folder else self.tr("File"))
        self.place.setAccessibleName(self._place_label.text())
        if self._named:
            self.place.setText(str(self._proposed(form)))
        self.spreadsheet.setVisible("spreadsheet" in form.options)
        self.nvivo.setVisible("nvivo" in form.options)
        self._heading.setText(self.tr("What {0} can carry").format(form.title))
        self.ok.setEnabled(self._can_write())
        self.tell("" if form.installed else self.tr("Not installed. To install it: {0}").format(form.install_line))
        self._show_losses(self._forecast.losses(form.name) if self._forecast is not None else None)

    def _proposed(self, form: Format) -> Path:
        """A name of nothing that is there; formats with the same ending bear theirs, so that none replaces another."""
        first = next((o for o in self._formats if o.suffixes[0] == form.suffixes[0] and not o.folder), None)
        stem = self._name if form is first else f"{self._name} {form.name}"
        ending = "" if form.folder else form.suffixes[0]
        numbers = chain(("",), (f" {number}" for number in count(2)))
        names = (self._folder / f"{stem}{number}{ending}" for number in numbers)
        return next(one for one in names if not os.path.lexists(one))  # not Path.exists: it raises for long names

    def _show_losses(self, losses: Sequence[Loss] | None) -> None:
        self._sum.setText(counted(losses) if losses is not None else self.tr("Counting…"))
        self.losses.show_losses(losses or [])

    def show_forecast(self, forecast: Forecast) -> None:
        self._forecast = forecast
        self._counted()
        self._show_left(forecast.left, forecast.own)
        for row, one in enumerate(self._formats):
            losses = forecast.losses(one.name)
            self.formats.item(row).setData(Qt.ItemDataRole.UserRole + 1, counted(losses))
        self._show_losses(forecast.losses(self._format().name))

    def _show_left(self, left: Mapping[str, int], own: int) -> None:
        """What the adjudicated layer leaves out, and what it holds that nobody judged."""
        words = {
            "undecided": self.tr("%n not judged yet", "", left.get("undecided", 0)),
            "reopened": self.tr("%n changed since judged", "", left.get("reopened", 0)),
            "contradicted": self.tr("%n judged differently", "", left.get("contradicted", 0)),
            "member": self.tr("%n accepted link(s) with an open end", "", left.get("member", 0)),
            "content": self.tr("%n accepted link(s) of which nothing said was accepted", "", left.get("content", 0)),
        }
        parts = ", ".join(words[why] for why in left)
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
        for widget in (self.formats, self.place, self._choose):
            widget.setEnabled(not running)
        self._scope.set_enabled(enabled=not running)
        self.ok.setEnabled(self._can_write())
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
        self.tell(wrote(done))
        self._show_losses(done.losses)
        self.cancel.setFocus()

    def show_stopped(self, sentence: str) -> None:
        self.set_running(running=False)
        self.tell(sentence)
        self._counted()

    def reject(self) -> None:
        if self._running:
            self.stopped.emit()
        else:
            super().reject()
