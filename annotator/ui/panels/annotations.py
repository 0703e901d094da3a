"""The annotations of the open article as a table: what the article view shows, for eyes, keys and screen readers."""

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QStyleOptionViewItem, QVBoxLayout, QWidget

from annotator.model.changes import ChangeSet
from annotator.ui import icons, theme
from annotator.ui.controls.empty_state import EmptyState
from annotator.ui.controls.painting import paint_text, text_width
from annotator.ui.controls.panel import PANEL_INSET, CountingPanel
from annotator.ui.controls.row_table import GAP, RowTable, RowTableDelegate
from annotator.ui.controls.rows import Index
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
_NARROW, _NARROWEST = 480, 340
"""Pixels below which the names of annotators give way, and the sources; the tooltip has both."""

_STEERING = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)


class _Delegate(RowTableDelegate):
    """The tag with its swatch, words, who is behind them, whose it is, and the signs of notes."""

    def draw(self, painter: QPainter, rect: QRectF, index: Index, _option: QStyleOptionViewItem) -> None:
        line: Line = index.data(LineRole)
        tokens = theme.current()
        column = index.column()
        inner = rect.adjusted(PANEL_INSET if column == TAG else GAP, 0, -GAP, 0)
        if column == TAG:
            top = round(inner.center().y() - _SWATCH.height() / 2)
            paint_swatch(painter, tokens, line.tag, QRectF(inner.left(), top, _SWATCH.width(), _SWATCH.height()))
            inner.setLeft(inner.left() + _SWATCH.width() + GAP)
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


class _Table(RowTable):
    """Where it is narrow, names of annotators go, then the sources."""

    def widths(self, width: int) -> dict[int, int]:
        font = theme.ui_font()
        tag = PANEL_INSET + _SWATCH.width() + 2 * GAP + round(text_width(tag_words("excluded"), font))
        signs = 2 * GAP + 2 * icons.SIZE + 4
        rest = max(60, width - tag - signs)
        who = min(round(rest * 0.17), round(QFontMetricsF(font).averageCharWidth() * 22))
        who = who if width >= theme.scaled(_NARROW) else 0
        behind = min(round(rest * 0.35), theme.scaled(380)) if width >= theme.scaled(_NARROWEST) else 0
        return {TAG: tag, WORDS: rest - behind - who, BEHIND: behind, ANNOTATOR: who, SIGNS: signs}


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
