"""What two annotators make of it: which tags they give, and how far they agree in each document."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from annotator.services import agreeing, locating
from annotator.services.agreeing import Measured, PairSummary
from annotator.ui import theme
from annotator.ui.agreeing.confusion import Cell, Confusion, ConfusionView
from annotator.ui.agreeing.documents import DocumentFigures, DocumentView
from annotator.ui.controls.panel import PANEL_INSET, Section
from annotator.ui.controls.quiet_label import PlainLabel
from annotator.ui.panels.fields import Choice


class OfPair(QWidget):
    """`wanted` is sent with what differs, and the documents with the pair, when the person asks to go there."""

    wanted = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.set_ground(self, "surface")
        self._measured: Measured | None = None
        self.pairs = Choice(self.tr("Which two annotators"), [], lambda _value: self._show())
        self._counts, self._figures = Confusion(self), DocumentFigures(self)
        self.confusion, self.documents = ConfusionView(self._counts), DocumentView(self._figures)
        self._sides = PlainLabel("", "dim", step=-1, elide=True)
        self._by_tag, self._by_document = Section(self.tr("Tags")), Section(self.tr("Articles"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 10, 0, 0)
        column.setSpacing(6)
        for part, stretch, inset in (
            (self.pairs, 0, True), (self._by_tag, 0, True), (self._sides, 0, True), (self.confusion, 0, True),
            (self._by_document, 0, True), (self.documents, 1, False),
        ):  # fmt: skip
            row = QHBoxLayout()
            row.setContentsMargins(PANEL_INSET if inset else 0, 0, PANEL_INSET if inset else 0, 0)
            row.addWidget(part)
            column.addLayout(row, stretch)
        self.confusion.opened.connect(self._cell_opened)
        self.documents.opened.connect(self._document_opened)
        self.show_measured(None)

    def show_measured(self, measured: Measured | None) -> None:
        """Show what was measured, of the pair that was shown before where it is among them."""
        before = self.pairs.currentData()
        self._measured = measured
        self.pairs.clear()
        for pair in measured.summary.pairs if measured is not None else ():
            assert measured is not None
            names = measured.names
            self.pairs.addItem(f"{names[pair.a]} · {names[pair.b]}", f"{pair.a} {pair.b}")
        self.pairs.show_value(before)
        self.pairs.setVisible(self.pairs.count() > 1)
        self._show()

    def _pair(self) -> PairSummary | None:
        place = self.pairs.currentIndex()
        return self._measured.summary.pairs[place] if self._measured is not None and place >= 0 else None

    def _show(self) -> None:
        pair, measured = self._pair(), self._measured
        if pair is None or measured is None:
            self._counts.show_counts({}, ("", ""))
            self._figures.show_figures([], {})
            self._sides.setText("")
            return
        names = measured.names[pair.a], measured.names[pair.b]
        self._counts.show_counts(pair.confusion, names)
        self._sides.setText(self.tr("Rows: {0}. Columns: {1}.").format(*names))
        self._figures.show_figures(agreeing.of_each(measured.contributions, pair.a, pair.b), measured.titles)
        self._by_document.set_right_text(self.tr("partial F₁, least first"))

    def _cell_opened(self, cell: Cell) -> None:
        pair, measured = self._pair(), self._measured
        if pair is not None and measured is not None:
            two = (pair.a, pair.b)
            there = (c.document for c in measured.contributions if two in c.pairs and c.pairs[two].confusion[cell])
            self.wanted.emit(locating.of_cell(*cell), {document: [two] for document in there})

    def _document_opened(self, place: int) -> None:
        pair = self._pair()
        if pair is not None:
            self.wanted.emit(locating.any_difference, {self._figures.document(place): [(pair.a, pair.b)]})
