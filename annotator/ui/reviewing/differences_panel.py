"""The list of differences: walked by key, filtered by kind and by what is decided, current as either side changes."""

from collections import Counter

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QProgressBar, QStyleOptionViewItem, QVBoxLayout, QWidget

from annotator.model.hidden import shown
from annotator.services.contrasting import KINDS
from annotator.ui import icons, theme
from annotator.ui.controls.empty_state import EmptyState
from annotator.ui.controls.flow import FlowLayout
from annotator.ui.controls.painting import paint_text, text_width
from annotator.ui.controls.panel import PANEL_INSET, CountingPanel
from annotator.ui.controls.quiet_label import PlainLabel
from annotator.ui.controls.row_table import GAP, RowTable, RowTableDelegate
from annotator.ui.controls.rows import Index
from annotator.ui.desk import Desk
from annotator.ui.panels.fields import Choice
from annotator.ui.reviewing.comparison import EVERYBODY
from annotator.ui.reviewing.difference_list import (
    FIRST,
    KIND,
    SECOND,
    VERDICT,
    WHERE,
    DifferenceList,
    Row,
    RowRole,
)
from annotator.ui.reviewing.review_keys import WALKING
from annotator.ui.reviewing.words import SIGNS, full_name, kind_name, state_words

_RING = 9.0
_NARROW = 520


class _Delegate(RowTableDelegate):
    """Icon and kind, both readings, the paragraph, and the state with its sign."""

    def draw(self, painter: QPainter, rect: QRectF, index: Index, _option: QStyleOptionViewItem) -> None:
        row: Row = index.data(RowRole)
        tokens = theme.current()
        column = index.column()
        inner = rect.adjusted(PANEL_INSET if column == KIND else GAP, 0, -GAP, 0)
        if column == KIND:
            place = QRectF(inner.left(), inner.center().y() - icons.SIZE / 2, icons.SIZE, icons.SIZE)
            icons.paint(painter, row.icon, place, tokens.text2)
            inner.setLeft(inner.left() + icons.SIZE + GAP)
            paint_text(painter, inner, row.kind, theme.ui_font(0, 500), tokens.text)
        elif column in (FIRST, SECOND):
            paint_text(painter, inner, row.first if column == FIRST else row.second, theme.ui_font(), tokens.text2)
        elif column == WHERE:
            paint_text(painter, inner, row.where, theme.ui_font(-1), tokens.text2)
        else:
            self._draw_state(painter, inner, row.state)

    @staticmethod
    def _draw_state(painter: QPainter, rect: QRectF, state: str) -> None:
        tokens = theme.current()
        middle = rect.center().y()
        colour = tokens.text2
        if state in SIGNS:
            icon, name = SIGNS[state]
            colour = getattr(tokens, name)
            icons.paint(painter, icon, QRectF(rect.left(), middle - 7, 14, 14), colour, 1.6)
        else:
            painter.setPen(QPen(QColor(tokens.edge), 1.2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QPointF(rect.left() + 7, middle), _RING / 2, _RING / 2)
        words = rect.adjusted(20, 0, 0, 0)
        paint_text(painter, words, state_words(state), theme.ui_font(), colour)


class _Table(RowTable):
    """Both readings share what the rest leaves."""

    def widths(self, width: int) -> dict[int, int]:
        font = theme.ui_font(0, 500)
        kind = PANEL_INSET + icons.SIZE + 2 * GAP + round(text_width(kind_name("boundary"), font)) + 12
        where = 2 * GAP + round(text_width("¶ 0000", theme.ui_font(-1)))
        verdict = 2 * GAP + 20 + round(text_width(state_words("contradicted"), theme.ui_font()))
        if width < theme.scaled(_NARROW):
            where = 0
        rest = max(80, width - kind - where - verdict)
        return {KIND: kind, FIRST: rest // 2, SECOND: rest - rest // 2, WHERE: where, VERDICT: verdict}

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            event.ignore()  # for the panel
        else:
            super().keyPressEvent(event)


class DifferencesPanel(CountingPanel):
    """Rows follow the review and lead it: arrows show a difference, Return goes to the article."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._review = desk.reviewing
        self._stale = True
        self._following = False
        theme.set_ground(self, "surface")
        self.table = _Table()
        self._rows = DifferenceList(self._review.comparison, self)
        self.table.setModel(self._rows)
        self.table.setAccessibleName(self.tr("Differences"))
        _Delegate(self.table)
        self.nothing = EmptyState(
            "compare", self.tr("Nothing to compare here"),
            self.tr("Differences are shown where a colleague has annotated the article."),
        )  # fmt: skip
        self.same = EmptyState("check", self.tr("No differences"), self.tr("There are none of what is chosen above."))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._head())
        for widget in (self.table, self.nothing, self.same):
            column.addWidget(widget, 1)
        desk.window.actions_.serve(self.table, WALKING)
        self.table.clicked.connect(lambda index: self._review.go(index.row()))
        self.table.pointed.connect(lambda index: self._review.go(index.row()))
        self.table.opened.connect(self._open)
        self.table.selectionModel().currentChanged.connect(self._chosen)
        self._review.changed.connect(self._read_soon)
        self._review.moved.connect(self._follow)

    def _head(self) -> FlowLayout:
        row = FlowLayout(gap=8)
        row.setContentsMargins(PANEL_INSET, 2, 8, 6)
        self.one = Choice(self.tr("Whose tags"), [], lambda _value: self._compare())
        self.other = Choice(self.tr("Compared with"), [], lambda _value: self._compare())
        self.kind = Choice(self.tr("Which kinds"), [("", self.tr("All kinds"))], lambda _value: self._filter())
        self.standing = Choice(
            self.tr("Decided or open"),
            [("", self.tr("All to judge")), ("open", self.tr("Open")), ("decided", self.tr("Decided")),
             ("reopened", self.tr("Open again")), ("all", self.tr("With what is only mine"))],
            lambda _value: self._filter(),
        )  # fmt: skip
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setMinimumWidth(40)
        self.bar.setMaximumWidth(theme.scaled(120))
        self.bar.setAccessibleName(self.tr("Decided"))
        row.addWidget(self.one)
        row.addWidget(PlainLabel(self.tr("and"), "second"))
        row.addWidget(self.other)
        for choice, letters in ((self.one, 10), (self.other, 11), (self.kind, 11), (self.standing, 11)):
            choice.setMinimumContentsLength(letters)
        row.addWidget(self.kind)
        row.addWidget(self.standing)
        row.addWidget(self.bar)
        return row

    def sizeHint(self) -> QSize:
        return QSize(600, theme.row_height() * 10)

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]  # Qt's event passes through
        if self._stale:
            self._read()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._desk.view.setFocus()
        else:
            super().keyPressEvent(event)

    # Showing

    def _read_soon(self) -> None:
        """A panel that nobody sees reads when it is shown."""
        self._stale = True
        if self.isVisible():
            self._read()

    def _read(self) -> None:
        self._stale = False
        comparison = self._review.comparison
        self._following = True
        self._rows.read(comparison.article)
        self._following = False
        self._fill_people()
        self._fill_kinds()
        self.standing.show_value(comparison.standing)
        decided, of = comparison.counts()
        self.counted.emit(self.tr("{0} of {1} decided").format(decided, of) if of else "")
        self.bar.setRange(0, max(1, of))
        self.bar.setValue(decided)
        self.bar.setVisible(of > 0)
        listed, possible = self._rows.rowCount() > 0, comparison.pair() is not None
        self.table.setVisible(listed)
        self.nothing.setVisible(not possible)
        self.same.setVisible(possible and not listed)
        for choice in (self.kind, self.standing):
            choice.setEnabled(possible)
        for choice in (self.one, self.other):
            choice.setEnabled(possible and self.one.count() > 1)
        self._follow()

    def _fill_people(self) -> None:
        comparison = self._review.comparison
        pair, article = comparison.pair(), comparison.article
        layers = comparison.layers() if article is not None else []
        named = [(shown(full_name(article, a)), a.id) for a in layers if article is not None]
        for choice, more in ((self.one, False), (self.other, len(named) != 2)):
            choice.clear()
            for name, id_ in named:
                choice.addItem(name, id_)
            if more:
                choice.addItem(self.tr("Everybody else"), EVERYBODY)
        if pair is not None:
            self.one.show_value(pair[0])
            self.other.show_value(pair[1])

    def _fill_kinds(self) -> None:
        comparison = self._review.comparison
        counts = Counter(line.difference.kind for line in comparison.lines())
        self.kind.clear()
        self.kind.addItem(self.tr("All kinds"), "")
        for kind in KINDS:
            if counts[kind] or kind == comparison.kind:
                self.kind.addItem(f"{kind_name(kind)} ({counts[kind]})", kind)
        self.kind.show_value(comparison.kind)

    def _follow(self) -> None:
        """Stand on the row of the current difference."""
        if self._stale:
            return
        place = self._review.place()
        if place < 0 or place >= self._rows.rowCount():
            self.table.clearSelection()
            return
        if place != self.table.currentIndex().row() or not self.table.selectionModel().hasSelection():
            self._following = True
            self.table.setCurrentIndex(self._rows.index(place, KIND))
            self._following = False
        self.table.scrollTo(self._rows.index(place, KIND))

    # Doing

    def _chosen(self, now: Index, _before: Index) -> None:
        if not self._following and now.isValid() and now.row() != self._review.place():
            self._review.go(now.row())

    def _open(self, index: Index) -> None:
        if index.isValid():
            self._review.go(index.row())
            self._desk.view.setFocus()

    def _compare(self) -> None:
        self._review.compare(str(self.one.currentData()), str(self.other.currentData()))

    def _filter(self) -> None:
        self._review.filter(str(self.kind.currentData()), str(self.standing.currentData()))
