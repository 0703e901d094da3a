"""The documents of the project: what each is, what is tagged in it, how far everyone is."""

from datetime import date

from PySide6.QtCore import QDate, QLocale, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QTextLayout, QTextOption
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyleOptionViewItem, QVBoxLayout, QWidget

from annotator.model.changes import ChangeSet
from annotator.services import blinding
from annotator.services.project import DocumentRow
from annotator.ui import theme
from annotator.ui.controls.empty_state import EmptyState
from annotator.ui.controls.painting import LEFT, RIGHT, one_line, paint_text, text_width
from annotator.ui.controls.panel import CountingPanel
from annotator.ui.controls.progress_dot import Progress, paint_progress_dot
from annotator.ui.controls.rows import Index, RowDelegate
from annotator.ui.controls.search_field import SearchField
from annotator.ui.controls.swatch import paint_tag_line
from annotator.ui.keymap import Keymap
from annotator.ui.models.document_list import DocumentList, RowRole
from annotator.ui.session import Session

_COUNTED = ("claim", "source", "quote")
_MOST_DOTS = 3
_DOT = 15
_LEFT, _RIGHT, _TOP = 14, 12, 9
_PROGRESS: dict[str, Progress] = {"finished": "done", "in_progress": "half", "skipped": "done"}
_REFRESHING = ("document", "state", "annotator", "setting", "assignment")


def short_date(published: str) -> str:
    """A date as a list shows it; what is no date is shown as it is."""
    try:
        when = date.fromisoformat(published[:10])
    except ValueError:
        return published
    this_year = QDate.currentDate().year()
    return QLocale().toString(
        QDate(when.year, when.month, when.day), "d MMM" if when.year == this_year else "d MMM yyyy"
    )


class _Delegate(RowDelegate):
    """Two lines of title, then outlet and date, counts over their tag's line, and a dot for every annotator."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self.annotators: list[str] = []
        self.me: str | None = None

    def row_height(self, _index: Index) -> int:
        title = QFontMetricsF(theme.ui_font(0, 500)).height()
        return round(2 * _TOP + 2 * title + 4 + QFontMetricsF(theme.ui_font(-2)).height())

    def draw(self, painter: QPainter, rect: QRectF, index: Index, _option: QStyleOptionViewItem) -> None:
        row: DocumentRow = index.data(RowRole)
        tokens = theme.current()
        inner = rect.adjusted(_LEFT, _TOP, -_RIGHT, -_TOP)
        painter.setPen(tokens.text)
        self._draw_title(painter, inner, row.title)
        font = theme.ui_font(-2)
        line = QFontMetricsF(font).height()
        bottom = QRectF(inner.left(), inner.bottom() - line, inner.width(), line)
        right = bottom.right()
        for annotator in reversed(self.annotators[:_MOST_DOTS]):
            state = _PROGRESS.get(row.states.get(annotator, ""), "new")
            colour = tokens.accent if annotator == self.me else tokens.colleague
            paint_progress_dot(painter, tokens, QPointF(right - 5, bottom.center().y()), state, colour)
            right -= _DOT
        right -= 6
        for tag in reversed(_COUNTED):
            if count := row.counts.get(tag, 0):
                width = text_width(str(count), font)
                cell = QRectF(right - width, bottom.top(), width, line)
                paint_text(painter, cell, str(count), font, tokens.text2, RIGHT)
                paint_tag_line(painter, tokens, tag, QPointF(cell.left(), round(cell.bottom()) + 0.5), width)
                right -= width + 9
        facts = " · ".join(part for part in (row.outlet, short_date(row.published)) if part)
        words = facts or self.tr("%n character(s)", "", row.length)
        paint_text(
            painter,
            QRectF(bottom.left(), bottom.top(), right - bottom.left() - 4, line),
            words,
            font,
            tokens.text3,
            LEFT,
        )

    @staticmethod
    def _draw_title(painter: QPainter, rect: QRectF, title: str) -> None:
        """At most two lines, the second elided; laid out by hand so that nothing is read as markup."""
        font = theme.ui_font(0, 500)
        metrics = QFontMetricsF(font)
        layout = QTextLayout(one_line(title), font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        first = layout.createLine()
        starts = 0
        if first.isValid():
            first.setLineWidth(rect.width())
            starts = first.textLength()
        layout.endLayout()
        painter.setFont(font)
        lines = [layout.text()[:starts], layout.text()[starts:]]
        for place, words in enumerate(lines):
            shown = metrics.elidedText(words.strip(), Qt.TextElideMode.ElideRight, rect.width())
            cell = QRectF(rect.left(), rect.top() + place * metrics.height(), rect.width(), metrics.height())
            painter.drawText(cell, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)


class _View(QListView):
    """Return and Space open the current row; letters are left to the commands."""

    opened = Signal(object)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, _search: str) -> None:
        """The filter field is for searching."""


class DocumentsPanel(CountingPanel):
    """Choosing a document shows it."""

    entered = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        theme.set_ground(self, "surface")
        self.field = SearchField(self.tr("Filter by title, outlet, tag…"))
        self.field.setAccessibleName(self.tr("Filter documents"))
        self.list = _View()
        self._rows = DocumentList(self)
        self.list.setModel(self._rows)
        self.list.setAccessibleName(self.tr("Documents"))
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._delegate = _Delegate(self.list)
        self.nothing = EmptyState(
            "article",
            self.tr("No articles yet"),
            self.tr("Drop text files or a corpus here, or import them."),
        )
        self.field.textChanged.connect(self._filter)
        self.field.returnPressed.connect(self._into_list)
        self.list.clicked.connect(self._open)
        self.list.opened.connect(self._open)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QVBoxLayout()
        head.setContentsMargins(14, 4, 14, 8)
        head.addWidget(self.field)
        column.addLayout(head)
        column.addWidget(self.list, 1)
        column.addWidget(self.nothing, 1)
        session.projectChanged.connect(self.read)
        session.articleChanged.connect(self._show_current)
        session.changed.connect(self._changed)
        self.read()

    def show_keys(self, keys: Keymap) -> None:
        """Show the person's own keys."""
        self.nothing.set_key(keys.first("file.import"))

    def read(self) -> None:
        """Read the documents of the open project."""
        project = self._session.project
        rows = blinding.rows(project) if project is not None else []
        me = self._session.me
        present = dict.fromkeys(id_ for row in rows for id_ in row.states)
        others = [id_ for id_ in present if me is None or id_ != me.id]
        self._delegate.annotators = [*([me.id] if me else []), *others]
        self._delegate.me = me.id if me else None
        self._rows.set_rows(rows)
        self.nothing.setVisible(not rows)
        self.list.setVisible(bool(rows))
        self.field.setVisible(bool(rows))
        self._filter(self.field.text())

    def shown(self) -> list[str]:
        """The ids of the documents that the filter leaves, in their order."""
        return [self._rows.row(place).id for place in range(self._rows.rowCount())]

    def mark_damaged(self, documents: frozenset[str]) -> None:
        """Put a sign before documents that are not as they were recorded."""
        self._rows.set_damaged(documents)

    def _changed(self, changes: ChangeSet) -> None:
        if changes.sweeping or changes.of(*_REFRESHING):
            self.read()
        else:
            self._rows.apply(changes.of("annotation"))

    def _filter(self, typed: str) -> None:
        self._rows.set_filter(typed)
        shown, total = self._rows.rowCount(), self._rows.count()
        self.counted.emit(str(total) if shown == total else self.tr("{0} of {1}").format(shown, total))
        self._show_current()

    def _show_current(self) -> None:
        article = self._session.article
        place = self._rows.place_of(article.id) if article is not None else -1
        if place >= 0:
            self.list.setCurrentIndex(self._rows.index(place))
        else:
            self.list.clearSelection()

    def _into_list(self) -> None:
        if self._rows.rowCount():
            self.list.setFocus()
            if not self.list.currentIndex().isValid():
                self.list.setCurrentIndex(self._rows.index(0))

    def _open(self, index: Index) -> None:
        if index.isValid():
            self._session.show(self._rows.row(index.row()).id)
            self.entered.emit()

    def step(self, by: int) -> None:
        """Show the next or previous document of the list."""
        count = self._rows.rowCount()
        if not count:
            return
        article = self._session.article
        place = self._rows.place_of(article.id) if article is not None else -1
        wanted = place + by
        if 0 <= wanted < count:
            self._session.show(self._rows.row(wanted).id)
