"""The annotations of the open article as a table: what the article view shows, for eyes, keys and screen readers."""

from PySide6.QtCore import QEvent, QModelIndex, QObject, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QPainter, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from annotator.model.changes import ChangeSet
from annotator.ui import icons, theme
from annotator.ui.controls.empty_state import EmptyState
from annotator.ui.controls.painting import paint_text, text_width
from annotator.ui.controls.panel import PANEL_INSET, CountingPanel
from annotator.ui.controls.rows import Index, RowDelegate
from annotator.ui.controls.search_field import SearchField
from annotator.ui.controls.swatch import paint_swatch
from annotator.ui.desk import Desk
from annotator.ui.models.annotation_list import (
    ANNOTATOR,
    BEHIND,
    SIGNS,
    TAG,
    WORDS,
    AnnotationList,
    Line,
    LineRole,
    tag_words,
)

_SWATCH = QSize(20, 14)
_GAP = 8
_NARROW, _NARROWEST = 480, 340
"""Pixels below which the names of annotators give way, and the sources; the tooltip has both."""

_STEERING = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)


class _Delegate(RowDelegate):
    """The tag with its swatch, words, who is behind them, whose it is, and the signs of notes."""

    def __init__(self, view: "_Table", field: QWidget) -> None:
        super().__init__(view, inset=0, rounded=False)
        self._table = view
        self._field = field

    def has_keyboard(self, option: QStyleOptionViewItem) -> bool:
        return self._field.hasFocus() or super().has_keyboard(option)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        # Qt knows the cell under the mouse; here the row is what can be chosen.
        if index.row() == self._table.under_mouse:
            option.state |= QStyle.StateFlag.State_MouseOver
        else:
            option.state &= ~QStyle.StateFlag.State_MouseOver
        super().paint(painter, option, index)

    def draw(self, painter: QPainter, rect: QRectF, index: Index, _option: QStyleOptionViewItem) -> None:
        line: Line = index.data(LineRole)
        tokens = theme.current()
        column = index.column()
        inner = rect.adjusted(PANEL_INSET if column == TAG else _GAP, 0, -_GAP, 0)
        if column == TAG:
            top = round(inner.center().y() - _SWATCH.height() / 2)
            paint_swatch(painter, tokens, line.tag, QRectF(inner.left(), top, _SWATCH.width(), _SWATCH.height()))
            inner.setLeft(inner.left() + _SWATCH.width() + _GAP)
            paint_text(painter, inner, tag_words(line.tag), theme.ui_font(), tokens.text2)
        elif column == WORDS:
            paint_text(painter, inner, line.words, theme.ui_font(), tokens.text)
        elif column == BEHIND:
            paint_text(painter, inner, line.behind, theme.ui_font(), tokens.warn if line.warns else tokens.text2)
        elif column == ANNOTATOR:
            paint_text(painter, inner, line.annotator, theme.ui_font(-1), tokens.text3)
        else:
            self._draw_signs(painter, inner, line)

    @staticmethod
    def _draw_signs(painter: QPainter, rect: QRectF, line: Line) -> None:
        left, tokens = rect.left(), theme.current()
        for shown, icon in ((line.note, "note"), (line.discuss, "discuss")):
            if shown:
                square = QRectF(left, rect.center().y() - icons.SIZE / 2, icons.SIZE, icons.SIZE)
                icons.paint(painter, icon, square, tokens.text2)
                left += icons.SIZE + 4


class _Headings(QHeaderView):
    """Quiet words over the columns, standing where the words below them do."""

    def __init__(self, view: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, view)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setSectionsClickable(False)
        self.setFixedHeight(theme.row_height())

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        inner = rect.toRectF().adjusted(PANEL_INSET if logicalIndex == TAG else _GAP, 0, 0, 0)
        words = str(self.model().headerData(logicalIndex, self.orientation()))
        tokens = theme.current()
        painter.fillRect(rect, QColor(tokens.surface))
        paint_text(painter, inner, words, theme.ui_font(-2, 600), tokens.text3)


class _Table(QTableView):
    """Rows to be chosen with Return and Space; letters are left to the commands."""

    opened = Signal(object)
    pointed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.under_mouse = -1
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setHorizontalHeader(_Headings(self))
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.entered.connect(lambda index: self._point(index.row()))
        self.fit()

    def fit(self) -> None:
        """Take over the font's measures."""
        rows = self.verticalHeader()
        rows.setMinimumSectionSize(theme.row_height())
        rows.setDefaultSectionSize(theme.row_height())
        self._share()

    def _share(self) -> None:
        """Divide the width among the columns. Where it is short, names of annotators go, then the sources."""
        width = self.viewport().width()
        font = theme.ui_font()
        tag = PANEL_INSET + _SWATCH.width() + 2 * _GAP + round(text_width(tag_words("excluded"), font))
        signs = 2 * _GAP + 2 * icons.SIZE + 4
        rest = max(60, width - tag - signs)
        who = min(round(rest * 0.17), round(QFontMetricsF(font).averageCharWidth() * 22))
        who = who if width >= theme.scaled(_NARROW) else 0
        behind = min(round(rest * 0.35), theme.scaled(380)) if width >= theme.scaled(_NARROWEST) else 0
        wide = {TAG: tag, WORDS: rest - behind - who, BEHIND: behind, ANNOTATOR: who, SIGNS: signs}
        for column, pixels in wide.items():
            self.setColumnHidden(column, not pixels)
            self.setColumnWidth(column, pixels)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.fit()

    def _point(self, row: int) -> None:
        for one in (self.under_mouse, row):
            if one >= 0:
                for column in range(SIGNS + 1):
                    self.update(self.model().index(one, column))
        self.under_mouse = row

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._point(-1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(self.currentIndex())
        elif event.key() == Qt.Key.Key_Space:
            self.pointed.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Home and End go to the first and the last row, as in every list."""
        last = self.model().rowCount() - 1
        if action == QAbstractItemView.CursorAction.MoveHome:
            return self.model().index(0, max(0, self.currentIndex().column()))
        if action == QAbstractItemView.CursorAction.MoveEnd:
            return self.model().index(last, max(0, self.currentIndex().column()))
        return super().moveCursor(action, modifiers)

    def keyboardSearch(self, _search: str) -> None:
        """The filter field is for searching."""


class AnnotationsPanel(CountingPanel):
    """Follows the article and what is focused in it; Return or a click goes there, Space shows it and stays."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._session = desk.session
        self._stale = True
        theme.set_ground(self, "surface")
        self.field = SearchField(self.tr("Filter by words, tag, source…"))
        self.field.setAccessibleName(self.tr("Filter annotations"))
        self.table = _Table()
        self._rows = AnnotationList(self)
        self.table.setModel(self._rows)
        self.table.setAccessibleName(self.tr("Annotations"))
        _Delegate(self.table, self.field)
        self.nothing = EmptyState(
            "tag",
            self.tr("Nothing is tagged in this article"),
            self.tr("Select words in it and tag them as a claim, a source, a quote or a cue."),
        )
        self._lay_out()
        self.field.textChanged.connect(self._filter)
        self.field.returnPressed.connect(lambda: self._open(self.table.currentIndex()))
        self.field.installEventFilter(self)
        self.table.clicked.connect(self._open)
        self.table.opened.connect(self._open)
        self.table.pointed.connect(self._point_at)
        self._session.articleChanged.connect(self._read_soon)
        self._session.changed.connect(self._changed)
        self._session.focusChanged.connect(self._follow)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QVBoxLayout()
        head.setContentsMargins(PANEL_INSET, 4, PANEL_INSET, 6)
        self.field.setMaximumWidth(theme.scaled(420))
        head.addWidget(self.field)
        column.addLayout(head)
        column.addWidget(self.table, 1)
        column.addWidget(self.nothing, 1)

    def sizeHint(self) -> QSize:
        return QSize(600, theme.row_height() * 7)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self._read()

    # What is shown

    def _read_soon(self) -> None:
        """A panel that nobody sees reads the article when it is shown."""
        self._stale = True
        if self.isVisible():
            self._read()

    def _read(self) -> None:
        self._stale = False
        self._rows.set_article(self._session.article)
        self._tell()
        self._follow()

    def _changed(self, changes: ChangeSet) -> None:
        if self._stale or not self.isVisible():
            self._stale = True
        elif not changes.sweeping:  # for which the article was read anew
            self._rows.apply(changes)
            self._tell()

    def _tell(self) -> None:
        shown, total = self._rows.rowCount(), self._rows.count()
        self.counted.emit(str(total) if shown == total else self.tr("{0} of {1}").format(shown, total))
        for widget in (self.field, self.table):
            widget.setVisible(total > 0)
        self.nothing.setVisible(total == 0)

    def _filter(self, typed: str) -> None:
        self._rows.set_filter(typed)
        self._tell()
        self._follow()
        if typed and not self.table.selectionModel().hasSelection() and self._rows.rowCount():
            self.table.setCurrentIndex(self._rows.index(0, TAG))

    def _follow(self) -> None:
        """Stand on the row of what is focused in the article."""
        if self._stale:
            return
        row = self._rows.row_of(self._session.focused)
        if row < 0:
            self.table.clearSelection()
        elif row != self.table.currentIndex().row() or not self.table.selectionModel().hasSelection():
            self.table.setCurrentIndex(self._rows.index(row, TAG))
            self.table.scrollTo(self._rows.index(row, TAG), QAbstractItemView.ScrollHint.PositionAtCenter)

    # What is done

    def entrance(self) -> QWidget | None:
        """Where the keyboard goes when the panel is stepped to; nowhere while nothing is listed."""
        return None if self.table.isHidden() else self.table

    def search(self) -> None:
        """Put the keyboard into the filter field."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The list is steered from its filter field as well."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in _STEERING:
            self.table.keyPressEvent(event)
            return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._desk.view.setFocus()
        else:
            super().keyPressEvent(event)

    def _open(self, index: Index) -> None:
        if index.isValid():
            self._point_at(index)
            self._desk.view.setFocus()

    def _point_at(self, index: Index) -> None:
        if index.isValid():
            annotation = self._rows.annotation(index.row())
            self._desk.layering.reveal(annotation.annotator)
            self._desk.view.clear_selection()
            self._desk.view.focus_annotation(annotation.id)
