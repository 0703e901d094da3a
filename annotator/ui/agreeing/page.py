"""The page on agreement, in place of the article: figures, the confusion of tags, and a bar for each document."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from annotator.model.changes import ChangeSet
from annotator.model.hidden import named
from annotator.services import agreeing, listing, locating, tabulating
from annotator.services.agreeing import Gamma, Measured
from annotator.services.locating import Place
from annotator.services.tabulating import Row
from annotator.ui import theme
from annotator.ui.agreeing.annotators import AnnotatorsButton
from annotator.ui.agreeing.figures import FigureTable, FigureView
from annotator.ui.agreeing.landing import land
from annotator.ui.agreeing.measuring import Measuring
from annotator.ui.agreeing.of_pair import OfPair
from annotator.ui.agreeing.output import Output
from annotator.ui.article_area import ProgressRow
from annotator.ui.controls.empty_state import EmptyState
from annotator.ui.controls.keeping_keys import is_plain
from annotator.ui.controls.page_head import PageHead, PageKey
from annotator.ui.controls.quiet_label import PlainLabel
from annotator.ui.desk import Desk
from annotator.ui.message_bar import MessageBar
from annotator.ui.panels.fields import Choice

_MAIN, _ALL = "main", "all"
_KEYS = {Qt.Key.Key_G: "gamma", Qt.Key.Key_R: "measure", Qt.Key.Key_M: "methods"}


class AgreementPage(QWidget):
    """Measured in the background when it is shown; γ only when asked for. `left` is sent to have the article back."""

    left = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._session = desk.session
        self._stale = True
        self._work = Measuring(self._session, self)
        self.output = Output(self._session, self)
        theme.set_ground(self, "surface")
        self.table = FigureTable(self)
        self.view = FigureView(self.table)
        self.of_pair = OfPair()
        self.messages = MessageBar()
        self.measuring, self.sampling = ProgressRow(), ProgressRow()
        self.nothing = EmptyState(
            "compare", self.tr("Nothing to measure yet"),
            self.tr("Agreement is between two annotators or more who worked on the same articles."),
        )  # fmt: skip
        self._lay_out()
        self._connect()

    # Putting together

    def _lay_out(self) -> None:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.notes = PlainLabel("", "second", step=-1, wrap=True)
        self.notes.setContentsMargins(14, 6, 14, 10)
        for part in (self.messages, self.measuring, self.sampling):
            column.addWidget(part)
        column.addLayout(self._head())
        column.addWidget(self.view, 1)
        column.addWidget(self.nothing, 1)
        column.addWidget(self.notes)
        for hidden in (self.measuring, self.sampling, self.nothing, self.notes):
            hidden.hide()
        self.parts = QSplitter(Qt.Orientation.Horizontal)
        self.parts.setHandleWidth(1)
        self.parts.addWidget(left)
        self.parts.addWidget(self.of_pair)
        self.parts.setStretchFactor(0, 1)
        self.parts.setSizes([900, 360])
        self.of_pair.setMinimumWidth(300)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.parts)

    def _head(self) -> PageHead:
        """Title, what is measured, and what can be done, with its keys."""
        self.about = PlainLabel("", "second", step=-1, elide=True)
        self.annotators = AnnotatorsButton()
        scopes = [
            ("all", self.tr("All articles")), ("shown", self.tr("Articles the filter shows")),
            ("article", self.tr("This article")),
        ]  # fmt: skip
        self.scope = Choice(self.tr("Which articles"), scopes, lambda _value: self.read())
        kinds = [
            (_MAIN, self.tr("Main figures")), ("spans", self.tr("Annotations")),
            ("attributions", self.tr("Attributions")), ("entities", self.tr("Sources")), ("chains", self.tr("Chains")),
            (_ALL, self.tr("All figures")),
        ]  # fmt: skip
        self.kinds = Choice(self.tr("Which figures"), kinds, lambda _value: self._show_rows())
        for choice, letters in ((self.scope, 20), (self.kinds, 14)):
            choice.setMinimumContentsLength(letters)
        keys = (
            PageKey("go", "article", self.tr("Go there"), "Return"),
            PageKey("gamma", "compare", self.tr("Gamma"), "G"),
            PageKey("measure", "redo", self.tr("Measure"), "R"),
            PageKey("copy", "note", self.tr("Copy"), "Ctrl+C"),
            PageKey("save", "export", self.tr("Save CSV…"), "Ctrl+S"),
            PageKey("methods", "book", self.tr("Methods"), "M"),
        )
        beside = (self.about, self.annotators, self.scope, self.kinds)
        head = PageHead(self.tr("Agreement"), beside, keys, stretch=0)
        head.asked.connect(self.ask)
        head.left.connect(self.left)
        self.buttons = head.buttons
        return head

    def _connect(self) -> None:
        self.view.asked.connect(self.ask)
        self.view.doubleClicked.connect(lambda _index: self.ask("go"))
        self.view.selectionModel().currentRowChanged.connect(lambda _now, _before: self._offer())
        self.of_pair.wanted.connect(self._work.find)
        self.annotators.chosen.connect(self.read)
        self.measuring.cancelled.connect(self._work.reader.stop)
        self.sampling.cancelled.connect(self._work.sampler.stop)
        self._work.reader.progressed.connect(self._progress)
        self._work.sampler.progressed.connect(self._sample_progress)
        self._work.measured.connect(self._show)
        self._work.sampled.connect(self._show_gamma)
        self._work.found.connect(self._found)
        self._work.ended.connect(self._ended)
        self._session.projectChanged.connect(self._forget)
        self._session.articleChanged.connect(self._article_changed)
        self._session.changed.connect(self._changed)
        for view in (self.view, self.of_pair.confusion, self.of_pair.documents):
            view.installEventFilter(self)

    # Measuring

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]  # Qt's event passes through
        if self._stale:
            self.read()

    def _forget(self) -> None:
        self.annotators.forget()
        self._work.forget()
        self._stale = True
        if self.isVisible():
            self.read()

    def _article_changed(self) -> None:
        if self.scope.currentData() == "article":
            self._aged()

    def _changed(self, _changes: ChangeSet) -> None:
        self._aged()

    def _aged(self) -> None:
        """Measured anew at once where that is quick, otherwise when the page is shown or the person asks for it."""
        self._stale = True
        project = self._session.project
        if self.isVisible() and project is not None:
            if listing.is_small(project):
                self.read()
            else:
                self.about.setText(self.tr("The project has changed since this was measured."))

    def read(self) -> None:
        """Measure what is chosen."""
        project = self._session.project
        if project is None:
            return
        self._stale = False
        self.annotators.offer(agreeing.candidates(project))
        self.measuring.set_busy(busy=True)
        self._work.read(self.annotators.ids(), self._documents())
        self._offer()

    def _documents(self) -> list[str] | None:
        match self.scope.currentData():
            case "article":
                return [self._session.article.id] if self._session.article is not None else []
            case "shown":
                return self._desk.window.documents.shown()
        return None

    def _progress(self, done: int, of: int, name: str) -> None:
        if done < of:
            self.measuring.show_progress(done, of, name)
        else:
            self.measuring.show_progress(0, 0, self.tr("Working out the figures and their intervals…"))

    def _sample_progress(self, done: int, of: int, _name: str) -> None:
        self.sampling.show_progress(done, of, self.tr("γ: {0} of {1} samples").format(done, of))

    def _ended(self) -> None:
        self.measuring.setVisible(self._work.reader.busy)
        self.sampling.setVisible(self._work.sampler.busy)
        if self.measured is None and self._work.refused is None and not self._work.reader.busy:
            self.about.setText(self.tr("Not measured."))
        self._offer()

    # What is shown

    @property
    def measured(self) -> Measured | None:
        """What is shown; None while nothing is measured."""
        return self._work.result

    def _show(self) -> None:
        self.nothing.setVisible(self._work.refused is not None)
        self.view.setVisible(self._work.refused is None)
        self.about.setText(self._told() if self.measured is not None else "")
        self._show_notes()
        self.of_pair.show_measured(self.measured)
        self._show_rows()

    def _show_notes(self) -> None:
        notes: list[str] = []
        if self.measured is not None:
            notes += self.measured.summary.notes
            if self.measured.blind:
                notes.append(
                    self.tr("%n article(s) in which you annotate blind are left out.", "", self.measured.blind)
                )
            if self.measured.summary.documents == 1:
                notes.append(self.tr("There are no intervals, since they need two articles or more."))
        if self._work.gamma is not None:
            notes.append(self._told_of(self._work.gamma))
        self.notes.setText(" ".join(notes))
        self.notes.setVisible(bool(notes))

    def _told(self) -> str:
        assert self.measured is not None
        summary, names = self.measured.summary, self.measured.names
        who = ", ".join(named(names[id_]) for id_ in summary.annotators)
        documents = self.tr("%n article(s) in common", "", summary.documents)
        drawn = self.tr("{0} draws, seed {1}").format(summary.resamples, summary.seed)
        return f"{documents} · {who} · {drawn}"

    def _show_rows(self) -> None:
        """The figures of the kind chosen; the row one is at stays where it is."""
        measured, kind = self.measured, self.kinds.currentData()
        rows = self.all_rows()
        if kind == _MAIN:
            rows = [row for row in rows if row.tag is None]
        elif kind != _ALL:
            rows = [row for row in rows if row.group == kind]
        at = self.view.currentIndex().row()
        self.table.show_rows(rows, measured.names if measured is not None else {})
        self.view.show_columns(
            tags=any(row.tag is not None for row in rows),
            pairs=measured is not None and len(measured.summary.pairs) > 1,
        )
        if rows:
            self.view.go_to(min(max(0, at), len(rows) - 1))
        self._offer()

    def _offer(self) -> None:
        there = self.measured is not None
        for name in ("go", "copy", "save"):
            self.buttons[name].setEnabled(there and self.table.rowCount() > 0)
        self.buttons["gamma"].setEnabled(there and not self._work.sampler.busy and not self._work.reader.busy)
        self.buttons["measure"].setEnabled(not self._work.reader.busy)

    # Doing

    def ask(self, what: str) -> None:
        """Do what a key or a button asks for."""
        if not self.buttons[what].isEnabled():
            return
        match what:
            case "go":
                self._go_to_figure()
            case "gamma":
                self._sample()
            case "measure":
                self.read()
            case "copy":
                self._copy()
            case "save":
                if self.measured is not None:
                    self.output.ask_to_save(self.all_rows(), self.measured.names)
            case "methods":
                self._desk.window.show_methods()

    def _sample(self) -> None:
        if self.kinds.currentData() not in (_MAIN, _ALL, "spans"):
            self.kinds.show_value(_MAIN)
            self._show_rows()
        self.sampling.set_busy(busy=True)
        self._work.sample()
        self._offer()

    def _show_gamma(self) -> None:
        found = self._work.gamma
        assert found is not None
        self._show_rows()
        place = next((i for i in range(self.table.rowCount()) if self.table.row(i).measure == "gamma"), None)
        if place is not None:
            self.view.go_to(place)
        self._show_notes()
        self._session.told.emit(self._told_of(found))

    def _told_of(self, gamma: Gamma) -> str:
        told = self.tr("γ from {0} samples, seed {1}.").format(gamma.samples, gamma.seed)
        means = self.tr("It is the mean of pairs of annotators, since more would take too long.")
        return f"{told} {means}" if gamma.pairwise else told

    def _go_to_figure(self) -> None:
        row, measured = self.view.currentIndex().row(), self.measured
        if measured is not None and row >= 0:
            figure = self.table.row(row)
            pairs = {
                one.document: [pair for pair in one.pairs if figure.pair in (None, pair)]
                for one in measured.contributions
            }
            self._work.find(locating.of_figure(figure), {document: some for document, some in pairs.items() if some})

    def _found(self, place: Place | None) -> None:
        if place is None:
            self._session.told.emit(self.tr("Nothing differs there."))
        else:
            land(self._desk, place)

    def _copy(self) -> None:
        """The figures that are shown, or those selected where several are."""
        if self.measured is not None:
            places = sorted(index.row() for index in self.view.selectionModel().selectedRows())
            rows = [self.table.row(place) for place in places] if len(places) > 1 else self.table.rows()
            self.output.copy(rows, self.measured.names)

    def all_rows(self) -> list[Row]:
        """Every figure, shown or not."""
        return tabulating.rows(self.measured.summary, self._work.gamma) if self.measured is not None else []

    # Keys

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the page work in its lists, although lists would search with them and the window has some too."""
        if isinstance(event, QKeyEvent) and event.type() in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride):
            what = self._asked(event)
            if what:
                event.accept()
                if event.type() == QEvent.Type.KeyPress:
                    self.ask(what)
                return True
        return super().eventFilter(watched, event)

    @staticmethod
    def _asked(event: QKeyEvent) -> str:
        if event.matches(QKeySequence.StandardKey.Copy):
            return "copy"
        if event.matches(QKeySequence.StandardKey.Save):
            return "save"
        return _KEYS.get(Qt.Key(event.key()), "") if is_plain(event) else ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self._work.sampler.busy:
            self._work.sampler.stop()
        elif self._work.reader.busy:
            self._work.reader.stop()
        else:
            self.left.emit()
