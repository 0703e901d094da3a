"""Whose tags are shown and how, and which documents are left to review."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter
from PySide6.QtWidgets import QMenu, QStyleOptionViewItem, QVBoxLayout, QWidget

from annotator.model.changes import ChangeSet
from annotator.services.project import DocumentRow
from annotator.ui import theme
from annotator.ui.controls.badge import SIDE, colour_of, paint_badge
from annotator.ui.controls.key_list import KeyList
from annotator.ui.controls.painting import RIGHT, paint_text, text_width
from annotator.ui.controls.panel import PANEL_INSET, CountingPanel, Section
from annotator.ui.controls.progress_dot import Progress, paint_progress_dot
from annotator.ui.controls.quiet_label import PlainLabel
from annotator.ui.controls.rows import Index, RowDelegate
from annotator.ui.controls.swatch import paint_tag_line
from annotator.ui.desk import Desk
from annotator.ui.reviewing.agreement_glance import AgreementGlance
from annotator.ui.reviewing.documents_to_review import DocumentsToReview
from annotator.ui.reviewing.layer_list import COUNTED, LayerList, Row, RowRole
from annotator.ui.soon import Soon

_KEYS = {
    Qt.Key.Key_Space: "shown", Qt.Key.Key_Return: "shown", Qt.Key.Key_Enter: "shown", Qt.Key.Key_S: "solo",
    Qt.Key.Key_T: "tint", Qt.Key.Key_O: "outline", Qt.Key.Key_C: "colour",
}  # fmt: skip
_STATES: dict[str, Progress] = {"finished": "done", "in_progress": "half", "skipped": "done"}


class _Delegate(RowDelegate):
    """Badge, name and look; below, what is tagged, and how far it is in a shape and a word."""

    def lines(self, _index: Index) -> int:
        return 2

    def draw(self, painter: QPainter, rect: QRectF, index: Index, _option: QStyleOptionViewItem) -> None:
        row: Row = index.data(RowRole)
        model = index.model()
        assert isinstance(model, LayerList)
        tokens = theme.current()
        inner = rect.adjusted(PANEL_INSET, 6, -12, -6)
        side = theme.scaled(SIDE)
        first = QFontMetricsF(theme.ui_font()).height()
        top = QRectF(inner.left(), inner.top(), inner.width(), first)
        badge = QRectF(inner.left(), round(top.center().y() - side / 2), side, side)
        paint_badge(painter, tokens, badge, row.initial, colour_of(tokens, row.colour), row.look)
        look = model.look_words(row)
        paint_text(painter, top, look, theme.ui_font(-1), tokens.text2, RIGHT)
        name = top.adjusted(side + 10, 0, -text_width(look, theme.ui_font(-1)) - 8, 0)
        hidden = row.look == "hidden"
        paint_text(painter, name, row.name, theme.ui_font(0, 500), tokens.text2 if hidden else tokens.text)
        self._draw_facts(painter, inner.adjusted(side + 10, first + 2, 0, 0), row, model)

    @staticmethod
    def _draw_facts(painter: QPainter, rect: QRectF, row: Row, model: LayerList) -> None:
        tokens, font = theme.current(), theme.ui_font(-2)
        right = rect.right()
        if words := model.state_words(row.state):
            width = paint_text(painter, rect, words, font, tokens.text3, RIGHT)
            centre = QPointF(right - width - 9, rect.center().y())
            colour = colour_of(tokens, row.colour)
            paint_progress_dot(painter, tokens, centre, _STATES.get(row.state, "new"), colour)
            right -= width + 22
        left = rect.left()
        counted = [(tag, row.counts[tag]) for tag in COUNTED if row.counts.get(tag)]
        for tag, count in counted:
            width = text_width(str(count), font)
            if left + width > right:
                break
            cell = QRectF(left, rect.top(), width, rect.height())
            paint_text(painter, cell, str(count), font, tokens.text2)
            below = QPointF(left, round(cell.center().y() + QFontMetricsF(font).height() / 2) + 0.5)
            paint_tag_line(painter, tokens, tag, below, width)
            left += width + 9
        if not counted:
            paint_text(painter, QRectF(left, rect.top(), right - left, rect.height()),
                       model.tr("me") if row.mine else model.tr("nothing here"), font, tokens.text3)  # fmt: skip


class LayersPanel(CountingPanel):
    """The layers of the project, how far two of them agree here, and the documents to review."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._session = desk.session
        theme.set_ground(self, "surface")
        self.list = KeyList(_KEYS)
        self.list.setAccessibleName(self.tr("Layers"))
        self._rows = LayerList(desk.session, desk.layering, self)
        self.list.setModel(self._rows)
        _Delegate(self.list)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(self._menu)
        self.list.asked.connect(self.ask)
        self.list.doubleClicked.connect(lambda _index: self.ask("shown"))
        self._hint = PlainLabel(
            self.tr("Space shows and hides, S alone, T tint, O outline, C colour"), "dim", step=-2, wrap=True
        )
        self.agreement = AgreementGlance(desk)
        self.documents = DocumentsToReview(desk)
        self._section = Section(self.tr("Documents to review"))
        self.documents.left.connect(self._section.set_right_text)
        self._lay_out()
        self._soon = Soon(self._read, self)
        self._session.articleChanged.connect(self._soon.ask)
        self._session.changed.connect(self._changed)
        desk.layering.changed.connect(self._soon.ask)
        self._read()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.list)
        for widget, margins in (
            (self._hint, (PANEL_INSET, 4, PANEL_INSET, 0)), (self.agreement, (0, 0, 0, 0)),
            (self._section, (PANEL_INSET, 14, PANEL_INSET, 4)),
        ):  # fmt: skip
            holder = QVBoxLayout()
            holder.setContentsMargins(*margins)
            holder.addWidget(widget)
            column.addLayout(holder)
        column.addWidget(self.documents, 1)

    def sizeHint(self) -> QSize:
        return QSize(232, 500)

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]  # Qt's event passes through
        self._read()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._desk.view.setFocus()
        else:
            super().keyPressEvent(event)

    def _changed(self, changes: ChangeSet) -> None:
        if changes.sweeping or changes.of("annotation", "annotator", "state"):
            self._soon.ask()

    def _read(self) -> None:
        if not self.isVisible() and self._rows.rowCount():
            return
        self._rows.read(self._document())
        height = sum(self.list.sizeHintForRow(row) for row in range(min(self._rows.rowCount(), 6)))
        self.list.setFixedHeight(height + 4)
        if not self.list.currentIndex().isValid() and self._rows.rowCount():
            self.list.setCurrentIndex(self._rows.index(0))

    def _document(self) -> DocumentRow | None:
        project, article = self._session.project, self._session.article
        if project is None or article is None:
            return None
        return next((row for row in project.documents() if row.id == article.id), None)

    # Doing

    def ask(self, what: str) -> None:
        """Do something to the layer one is at: show or hide, alone, tint, outline, next colour."""
        at = self.list.currentIndex()
        if not at.isValid():
            return
        id_ = self._rows.row(at.row()).id
        layering = self._desk.layering
        acts: dict[str, Callable[[], None]] = {
            "shown": lambda: layering.toggle_shown(id_),
            "solo": lambda: layering.solo(id_),
            "tint": lambda: layering.set_look(id_, "tint"),
            "outline": lambda: layering.set_look(id_, "outline"),
            "colour": lambda: layering.next_colour(id_),
        }
        acts[what]()

    def _menu(self, at: QPoint) -> None:
        index = self.list.indexAt(at)
        if index.isValid():
            self.list.setCurrentIndex(index)
        menu = QMenu(self)
        for what, words in (
            ("shown", self.tr("Show or hide")), ("solo", self.tr("Alone, or with the others")),
            ("tint", self.tr("As tints")), ("outline", self.tr("As outlines")), ("colour", self.tr("Next colour")),
        ):  # fmt: skip
            menu.addAction(words).triggered.connect(lambda _checked=False, what=what: self.ask(what))
        menu.popup(self.list.viewport().mapToGlobal(at))
        menu.aboutToHide.connect(menu.deleteLater)
