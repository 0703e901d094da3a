"""How far the two who are compared agree in the open document, in five figures that follow every change."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QHelpEvent, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QVBoxLayout, QWidget

from annotator.services import agreeing
from annotator.services.agreeing import Glance
from annotator.ui import theme
from annotator.ui.controls.painting import RIGHT, paint_ground, paint_text, plain_tooltip, smooth, text_width
from annotator.ui.controls.panel import PANEL_INSET, Section
from annotator.ui.controls.quiet_label import PlainLabel
from annotator.ui.desk import Desk
from annotator.ui.reviewing.comparison import EVERYBODY
from annotator.ui.soon import Soon

_BAR = 4


class _Bars(QWidget):
    """A name, a bar and a figure a row; a dash where a figure is not defined, and the reason in the tooltip."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[tuple[str, float | None, str]] = []
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_rows(self, rows: list[tuple[str, float | None, str]]) -> None:
        """Names, figures between 0 and 1, and why there is none."""
        self._rows = rows
        self.setAccessibleName("; ".join(f"{name}: {_figure(value) or why}" for name, value, why in rows))
        self.updateGeometry()
        self.update()

    def rows(self) -> list[tuple[str, str]]:
        """What is shown."""
        return [(name, _figure(value)) for name, value, _ in self._rows]

    def _height(self) -> int:
        return theme.row_height() - 8

    def sizeHint(self) -> QSize:
        return QSize(180, self._height() * len(self._rows))

    def event(self, event: object) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QHelpEvent.Type.ToolTip:
            row = event.pos().y() // self._height()
            if 0 <= row < len(self._rows):
                name, value, why = self._rows[row]
                QToolTip.showText(event.globalPos(), plain_tooltip(f"{name}: {_figure(value) or why}"), self)
            return True
        return super().event(event)  # type: ignore[arg-type]  # Qt's event passes through

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = theme.current()
        painter = smooth(self)
        font = theme.ui_font(-1)
        names = max((text_width(name, font) for name, _, _ in self._rows), default=0) + 12
        figure = text_width("0.00", font) + 10
        for number, (name, value, _) in enumerate(self._rows):
            line = QRectF(0, number * self._height(), self.width(), self._height())
            paint_text(painter, line, name, font, tokens.text2)
            paint_text(painter, line, _figure(value) or "–", font, tokens.text, RIGHT)
            bar = QRectF(names, round(line.center().y()) - _BAR / 2, self.width() - names - figure, _BAR)
            if bar.width() > 20:
                paint_ground(painter, bar, tokens.press, _BAR / 2)
                if value:
                    bar.setWidth(max(float(_BAR), bar.width() * value))
                    paint_ground(painter, bar, tokens.text3, _BAR / 2)
        painter.end()


class AgreementGlance(QWidget):
    """Hidden where no two are compared."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._review = desk.reviewing
        self.bars = _Bars()
        self._foot = PlainLabel("", "dim", step=-2)
        column = QVBoxLayout(self)
        column.setContentsMargins(PANEL_INSET, 14, PANEL_INSET, 0)
        column.setSpacing(4)
        column.addWidget(Section(self.tr("Agreement, this document")))
        column.addWidget(self.bars)
        column.addWidget(self._foot)
        self._soon = Soon(self._show, self)
        self._review.changed.connect(self._soon.ask)
        self._soon.ask()  # in its panel by then: alone it would be a window

    def _show(self) -> None:
        article, pair = self._desk.session.article, self._review.comparison.pair()
        there = article is not None and pair is not None and EVERYBODY not in pair
        self.setVisible(there)
        if article is None or pair is None or not there or not self.isVisible():
            return
        found = agreeing.of_document(article, *pair)
        self.bars.show_rows(self._rows(found))
        self._foot.setText(self.tr("Partial F₁ · %n aligned pair(s)", "", found.pairs))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._soon.ask()

    def _rows(self, found: Glance) -> list[tuple[str, float | None, str]]:
        figures = (
            (self.tr("Claims"), found.claims), (self.tr("Sources"), found.sources), (self.tr("Quotes"), found.quotes),
            (self.tr("Links"), found.links), (self.tr("Chains"), found.chains),
        )  # fmt: skip
        return [(name, figure.value, figure.undefined) for name, figure in figures]


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"
