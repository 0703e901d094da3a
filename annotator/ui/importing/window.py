"""The import window: what will come in, article by article, and what is left out of each."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from annotator.model.errors import UserError
from annotator.model.hidden import sentence
from annotator.services.describing import fact
from annotator.services.gathering import Batch, File, Found, Options, Row, Standing
from annotator.ui import theme
from annotator.ui.controls.announcing import announce
from annotator.ui.controls.key_caps import native_keys
from annotator.ui.controls.quiet_label import PlainLabel
from annotator.ui.importing.articles import ArticleList, ArticleTable, Order
from annotator.ui.importing.blocks import BlockModel, BlockView
from annotator.ui.importing.discarding import agreed_to_discard
from annotator.ui.importing.facts import FactsForm
from annotator.ui.importing.finder import ArticleFinder

_INSET = 16


class ImportWindow(QDialog):
    """Changes the batch as the person wants it.

    Sends `ordered` to take it in (True: all or nothing), `stopped` to cancel that, `reread` with a file and how to read
    it, `columnsAsked` with a file, `saved` with the lines of a report.
    """

    ordered = Signal(bool)
    stopped = Signal()
    reread = Signal(object, object)
    columnsAsked = Signal(object)
    saved = Signal(list)

    def __init__(
        self, batch: Batch, kinds: dict[str, str], choices: Mapping[str, Sequence[str]], also: str, parent: QWidget
    ) -> None:
        """`kinds` names formats, `choices` what can be decided about reading each, `also` what else is coming."""
        super().__init__(parent)
        self.setWindowTitle(self.tr("Import articles"))
        theme.set_ground(self, "surface")
        self._batch, self._choices = batch, choices
        self._readings: dict[File, Options] = {}
        self._running = False
        self._wrong = ""
        """Why what stands in a field is not taken."""

        self._table = ArticleTable(batch, kinds, self)
        self.articles = ArticleList(self._table)
        self._model = BlockModel(self)
        self.blocks = BlockView(self._model)
        self.facts = FactsForm()
        self.head = PlainLabel("", step=1, weight=600)
        self.finder = ArticleFinder()
        self._also = PlainLabel(also, "second", step=-1, wrap=True)
        self._also.setVisible(bool(also))
        self.title = PlainLabel("", weight=600, elide=True)
        self.problem = PlainLabel("", "second", step=-1, wrap=True)
        self._build()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._look)
        self.articles.selectionModel().currentRowChanged.connect(lambda *_: self._later.start())
        self.articles.pointed.connect(lambda index: self._want(self._table.number(index.row())))
        self.articles.clicked.connect(
            lambda index: self._want(self._table.number(index.row())) if index.column() == 0 else None
        )
        self.finder.changed.connect(self._arrange)
        self.articles.opened.connect(lambda _index: self.blocks.setFocus())
        self.blocks.moved.connect(lambda at, kept: self._change(lambda n: self._batch.keep(n, at, kept=kept)))
        self.blocks.marked.connect(lambda at, on: self._change(lambda n: self._batch.exclude(n, at, excluded=on)))
        self.facts.described.connect(self._describe)
        self.facts.reencoded.connect(self._reencode)
        self.facts.columnsAsked.connect(self._ask_columns)
        self.facts.wholeAsked.connect(self._read_whole)
        room = parent.window().size()
        self.resize(max(theme.scaled(720), room.width() - 60), max(theme.scaled(520), room.height() - 50))
        self.set_running(running=False)
        if batch.rows:
            self._show_number(self._first())
        self.articles.setFocus()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, _INSET - 4, 0, 12)
        column.setSpacing(8)
        finding = QHBoxLayout()
        finding.setContentsMargins(0, 0, _INSET, 0)
        finding.addLayout(_inset(self.head, self._also), 1)
        finding.addWidget(self.finder, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(finding)
        detail = QWidget()
        theme.set_ground(detail, "surface")
        inner = QVBoxLayout(detail)
        inner.setContentsMargins(0, 8, 0, 0)
        inner.setSpacing(8)
        inner.addLayout(_inset(self.title, self.problem, self.facts))
        heads = QHBoxLayout()
        heads.setContentsMargins(_INSET, 4, _INSET, 0)
        self.hint = PlainLabel(self.tr("Comes in"), "second", step=-1, weight=600)
        heads.addWidget(self.hint, 62)
        heads.addWidget(PlainLabel(self.tr("Left out"), "second", step=-1, weight=600), 38)
        inner.addLayout(heads)
        inner.addWidget(self.blocks, 1)
        self.keep = QPushButton(self.tr("Put in or take out (Space)"))
        self.mark = QPushButton(self.tr("Boilerplate or not (X)"))
        self.keep.clicked.connect(self.blocks.toggle_kept)
        self.mark.clicked.connect(self.blocks.toggle_excluded)
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.addWidget(self.articles)
        split.addWidget(detail)
        split.setSizes([theme.scaled(300), theme.scaled(460)])
        column.addWidget(split, 1)
        column.addLayout(self._footer())

    def _footer(self) -> QVBoxLayout:
        self.strict = QCheckBox(self.tr("Import nothing at all when one is refused"))
        self.words = PlainLabel("", "second", step=-1, wrap=True)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setMaximumHeight(6)
        self._bar.setAccessibleName(self.tr("Progress"))
        self.save = QPushButton(self.tr("Save list…"))
        self.cancel = QPushButton(self.tr("Cancel"))
        self.ok = QPushButton(self.tr("Import"))
        theme.set_primary(self.ok)
        for button in (self.keep, self.mark, self.save, self.cancel):
            button.setAutoDefault(False)
        self.save.clicked.connect(lambda: self.saved.emit(self.report()))
        self.cancel.clicked.connect(self.reject)
        self.ok.clicked.connect(self._order)
        QShortcut(QKeySequence("Ctrl+Return"), self, self.ok.click)
        upper, lower = QHBoxLayout(), QHBoxLayout()
        for row in (upper, lower):
            row.setSpacing(8)
        upper.addWidget(self.keep)
        upper.addWidget(self.mark)
        upper.addStretch()
        upper.addWidget(self.strict)
        said = QVBoxLayout()
        said.addWidget(self.words)
        said.addWidget(self._bar)
        lower.addLayout(said, 1)
        for button in (self.save, self.cancel, self.ok):
            lower.addWidget(button)
        column = QVBoxLayout()
        column.setContentsMargins(_INSET, 4, _INSET, 0)
        column.setSpacing(8)
        column.addLayout(upper)
        column.addLayout(lower)
        return column

    # What is looked at

    def current(self) -> Row | None:
        """The article that is looked at."""
        at = self.articles.currentIndex()
        return self._table.row(at.row()) if at.isValid() and at.row() < self._table.rowCount() else None

    def _number(self) -> int:
        """The number in the batch of the article that is looked at; -1 for none."""
        at = self.articles.currentIndex()
        return self._table.number(at.row()) if at.isValid() and at.row() < self._table.rowCount() else -1

    def _arrange(self, needle: str, order: Order) -> None:
        """Show what is searched for, in the order that is wished; who was looked at is looked at still."""
        number = self._number()
        self._table.arrange(needle, order)
        if self._table.rowCount():
            self._show_number(number)
        self._later.start()

    def _show_number(self, number: int) -> None:
        self.articles.setCurrentIndex(self._table.index(self._table.place(number), 1))

    def _first(self) -> int:
        """The first article about which there may be something to decide, otherwise the first."""
        doubts = (n for n, row in enumerate(self._batch.rows) if row.doubtful)
        return next(doubts, next((n for n, row in enumerate(self._batch.rows) if row.comes_in), 0))

    def _found(self) -> Found | None:
        row = self.current()
        return self._batch.found(self._number()) if row is not None and row.shelved >= 0 else None

    def _look(self) -> None:
        if self._running:  # what is read again is another batch in a moment
            return
        row, found = self.current(), self._found()
        self._wrong = ""
        self._model.show_article(found)
        choices = self._choices.get(row.file.format, ()) if row is not None else ()
        title = row.title if row is not None else ""
        whole = self.reading_of(row.file).whole if row is not None and "whole" in choices else None
        self.facts.show_article(
            found, title, encodings="encoding" in choices, columns="columns" in choices, whole=whole
        )
        self.title.setText(self._table.words(row, 1) if row is not None else "")
        said = self.said(row) if row is not None else []
        self.problem.setText("  ·  ".join(part for part in said if part))
        for button in (self.keep, self.mark):
            button.setEnabled(found is not None and not self._running)

    def said(self, row: Row) -> list[str]:
        """What is told of an article above its facts."""
        return [self._table.standing(row), row.advice]

    # What is changed

    def _want(self, number: int) -> None:
        row = self._batch.rows[number]
        if not self._running and row.standing in (Standing.NEW, Standing.TWICE):
            self._batch.want([number], wanted=not row.wanted)
            self._changed()

    def _change(self, change: Callable[[int], object]) -> None:
        number = self._number()
        if number >= 0 and not self._running:
            change(number)
            self._changed()

    def _describe(self, what: str, told: str) -> None:
        try:
            value = fact(what, told)
        except UserError as refused:
            self._wrong = str(refused)
            self.words.setText(sentence(self._wrong))
            announce(self, self.words.text())
            return
        self.words.setText("")
        self._change(lambda number: self._batch.describe(number, **{what: value}))

    def _changed(self) -> None:
        self._table.renew()
        self._count()
        self._look()

    def _reencode(self, encoding: str) -> None:
        row = self.current()
        if row is not None:
            self.reread.emit(row.file, replace(self.reading_of(row.file), encoding=encoding))

    def _read_whole(self, whole: bool) -> None:  # noqa: FBT001 - Qt's signal
        row = self.current()
        if row is not None:
            self.reread.emit(row.file, replace(self.reading_of(row.file), whole=whole))

    def read_columns(self, file: File, columns: Mapping[str, str]) -> None:
        """Have a table read again with other columns."""
        self.reread.emit(file, replace(self.reading_of(file), columns=columns))

    def reading_of(self, file: File) -> Options:
        """How a file was read."""
        return self._readings.get(file, self._batch.options)

    def _ask_columns(self) -> None:
        row = self.current()
        if row is not None:
            self.columnsAsked.emit(row.file)

    def show_reread(self, file: File, options: Options, lost: int) -> None:
        """A file was read anew; in some articles, what was changed could not be changed again."""
        self._readings[file] = options
        self.set_running(running=False)
        self._table.renew(counted=True)
        number = next((n for n, row in enumerate(self._batch.rows) if row.file == file), 0)
        if self._table.rowCount():
            self._show_number(number)
        self._count()
        self._look()
        if lost:
            self.words.setText(self.tr("What you had changed is as it was read again in %n article(s).", "", lost))
            announce(self, self.words.text())

    # What is said

    def _count(self) -> None:
        rows = self._batch.rows
        coming = sum(row.comes_in for row in rows)
        here = sum(row.standing in (Standing.PRESENT, Standing.TWICE) for row in rows)
        refused = sum(row.standing is Standing.REFUSED for row in rows)
        out = len(rows) - coming - here - refused
        parts = [self.tr("%n article(s) found", "", len(rows)), self.tr("%n to import", "", coming)]
        parts += [self.tr("%n here already", "", here)] if here else []
        parts += [self.tr("%n left out by you", "", out)] if out else []
        parts += [self.tr("%n refused", "", refused)] if refused else []
        self.head.setText("  ·  ".join(parts))
        self.strict.setVisible(bool(refused))
        self.name_order(self.tr("Import %n article(s)", "", coming) if coming else self.tr("Import"))
        self.ok.setEnabled(bool(coming) and not self._running)

    def name_order(self, words: str) -> None:
        """Say on its button what is ordered, with the keys."""
        self.ok.setText(f"{words}   {native_keys('Ctrl+Return')}")
        self.ok.setAccessibleName(words)

    def report(self) -> list[str]:
        """Every article and what becomes of it, a line each; the first line is the sum."""
        told = (f"{row.label}: {self._table.words(row, 1)}: {self._table.standing(row)}" for row in self._batch.rows)
        return [sentence(line).replace("\n", " ") for line in (self.head.text(), *told, *self._batch.notes)]

    # How it goes

    def _order(self) -> None:
        self.ok.setFocus()  # which ends what is being typed
        if self._wrong:
            self.words.setText(sentence(self._wrong))
            return
        self.ordered.emit(self.strict.isChecked() and self.strict.isVisible())

    def set_running(self, *, running: bool) -> None:
        """While files are read or articles taken in, nothing can be changed but Cancel be pressed."""
        self._running = running
        self._bar.setVisible(running)
        for widget in (
            self.articles,
            self.finder,
            self.blocks,
            self.facts,
            self.strict,
            self.save,
            self.keep,
            self.mark,
        ):
            widget.setEnabled(not running)
        if running:
            self.words.setText("")
            self._bar.setRange(0, 0)
            self.cancel.setFocus()
        self._count()

    def show_progress(self, done: int, of: int, name: str) -> None:
        self._bar.setRange(0, of)
        self._bar.setValue(done)
        self.words.setText(name)

    def show_stopped(self, why: str) -> None:
        """Why nothing came of it; everything stands as it was chosen."""
        self.set_running(running=False)
        self.words.setText(why)
        self._look()
        announce(self, why)
        self.articles.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter ends what is typed into a field; only on a button, or with Ctrl, it does more."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and not isinstance(self.focusWidget(), QPushButton):
            event.accept()
        else:
            super().keyPressEvent(event)

    def reject(self) -> None:
        """Cancel what is going on, otherwise close; what was changed is not thrown away without a question."""
        if self._running:
            self.stopped.emit()
        elif not self._batch.changed or agreed_to_discard(self):
            super().reject()


def _inset(*widgets: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setContentsMargins(_INSET, 0, _INSET, 0)
    column.setSpacing(4)
    for widget in widgets:
        column.addWidget(widget)
    return column
