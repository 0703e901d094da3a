"""How far two annotators agree in the open article: five bars that follow every change."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QFontMetricsF, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from annotator.model.changes import ChangeSet
from annotator.services import agreeing
from annotator.services.agreeing import Figure, Glance
from annotator.ui import theme
from annotator.ui.agreeing import words
from annotator.ui.controls.painting import RIGHT, paint_ground, paint_text, smooth
from annotator.ui.controls.panel import Section
from annotator.ui.controls.quiet_label import PlainLabel
from annotator.ui.desk import Desk
from annotator.ui.reviewing.comparison import COMPARED, EVERYBODY
from annotator.ui.soon import Soon


class AgreementHere(QWidget):
    """The two compared in Review mode; not shown where there are no two."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._bars = _Bars()
        self._below = PlainLabel("", "dim", step=-2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(Section(self.tr("Agreement, this article")))
        column.addWidget(self._bars)
        column.addWidget(self._below)
        self._soon = Soon(self.read, self)
        desk.reviewing.changed.connect(self._soon.ask)
        desk.session.articleChanged.connect(self._soon.ask)
        desk.session.changed.connect(self._changed)
        self.read()

    def _changed(self, changes: ChangeSet) -> None:
        if changes.sweeping or changes.of(*COMPARED):
            self._soon.ask()

    def read(self) -> None:
        """Measure anew, unless nobody looks."""
        article, pair = self._desk.session.article, self._desk.reviewing.comparison.pair()
        there = article is not None and pair is not None and EVERYBODY not in pair
        self.setVisible(there)
        if article is None or pair is None or not there or not self.isVisible():
            return
        found = agreeing.of_document(article, *pair)
        self._bars.show_glance(found)
        self._below.setText(self.tr("Partial F1 · %n aligned pair(s)", "", found.pairs))

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]  # Qt's event passes through
        self._soon.ask()


class _Bars(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._rows: list[tuple[str, Figure]] = []

    def show_glance(self, found: Glance) -> None:
        self._rows = [
            (self.tr("Claims"), found.claims), (self.tr("Sources"), found.sources), (self.tr("Quotes"), found.quotes),
            (self.tr("Links"), found.links), (self.tr("Chains"), found.chains),
        ]  # fmt: skip
        told = (f"{name}: {words.undefined(figure) or words.number(figure.value)}" for name, figure in self._rows)
        self.setAccessibleName("; ".join(told))
        self.updateGeometry()
        self.update()

    def _line(self) -> float:
        return QFontMetricsF(theme.ui_font(-1)).height() + 5

    def sizeHint(self) -> QSize:
        return QSize(180, round(5 * self._line()))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, tokens, line = smooth(self), theme.current(), self._line()
        for number, (name, figure) in enumerate(self._rows):
            row = QRectF(0, number * line, self.width(), line)
            paint_text(painter, row, name, theme.ui_font(-1), tokens.text)
            value = "–" if figure.value is None else f"{figure.value:.2f}"
            paint_text(painter, row, value, theme.ui_font(-1, 600), tokens.text, RIGHT)
            bar = QRectF(68, row.center().y() - 2, max(0.0, row.width() - 68 - 44), 4)
            paint_ground(painter, bar, tokens.line, 2)
            if figure.value:
                paint_ground(painter, QRectF(bar.left(), bar.top(), bar.width() * figure.value, 4), tokens.text2, 2)
        painter.end()
