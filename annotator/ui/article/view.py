"""The article view: reading, selecting and focusing in one article. What it shows is drawn by a Sheet."""

from collections.abc import Callable, Collection, Mapping, Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QGuiApplication,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
)
from PySide6.QtWidgets import QToolTip, QWidget

from annotator.model.annotated import AnnotatedDocument
from annotator.model.changes import ChangeSet
from annotator.model.items import Annotation
from annotator.model.span import Span
from annotator.ui.article import accessibility, citing
from annotator.ui.article.caret_canvas import CaretCanvas
from annotator.ui.article.choices import Choices
from annotator.ui.article.dragging import EdgeDrag, Handle, LinkDrag, edge_near, handles, paint_handles
from annotator.ui.article.index import reading_key
from annotator.ui.article.keyboard import digit_of, move_of
from annotator.ui.article.picture import TOP
from annotator.ui.article.pointer import Pointer
from annotator.ui.article.readings import Reading, paint_readings
from annotator.ui.article.sheet import Sheet
from annotator.ui.article.tips import tip
from annotator.ui.controls.painting import plain_tooltip


class ArticleView(CaretCanvas):
    """One article with what is annotated on it, to be read, selected in and focused with mouse and keys."""

    focusChanged = Signal(object)
    menuRequested = Signal(object)
    choiceMade = Signal(str)
    edgeDragged = Signal(str, object)
    """An annotation (id) is to cover other spans."""

    linkDragged = Signal(str, str)
    """Of two annotations (ids): the one was dropped on the other."""

    def __init__(self, parent: QWidget | None = None) -> None:
        accessibility.install()  # before Qt makes an interface of its own for this widget
        super().__init__(parent)
        self._choices = Choices()
        self._readings: tuple[Reading, ...] = ()
        self._movable: Callable[[Annotation], bool] = lambda _annotation: False
        self._pointer = Pointer(self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Article"))
        self.viewport().setMouseTracking(True)
        self.viewport().setCursor(Qt.CursorShape.IBeamCursor)

    # What is shown

    def set_article(self, article: AnnotatedDocument | None, me: str | None) -> None:
        """Show an article; `me` is the annotator whose layer is tinted. The same text again keeps its place."""
        before = self.article
        same = before is not None and article is not None and before.text == article.text
        self._choices.offer({})
        self._pointer.cancel()
        focused = self.focused()
        self._sheet = Sheet(article, me, self._tokens) if article is not None else None
        if self._sheet is not None:
            self._sheet.show_layers(self._looks)
            self._sheet.look.numbers = self._with_numbers
            self._sheet.arrange(
                width=self.viewport().width(), zoom=self._zoom, characters=self._characters, cards=self._with_cards,
                face=self._face,
            )  # fmt: skip
        if not same:
            self._begin_anew()
            self._scrolling.anchor.block, self._scrolling.anchor.top = 0, TOP
            self.verticalScrollBar().setValue(0)
        if self._sheet is not None and same:
            self._sheet.focus(focused)
        if self.focused() != focused:
            self.focusChanged.emit(self.focused())
        self._renew()
        self.arranged.emit()
        if not same:
            self.selectionChanged.emit()
            self.caretMoved.emit(self._selection.caret)
            accessibility.text_changed(self)

    def refresh(self, changes: ChangeSet) -> None:
        """Show what the article has already taken over from these changes."""
        if self._sheet is None:
            return
        self._pointer.cancel()  # what is dragged may be gone
        focused = self.focused()
        self._sheet.refresh(changes)
        if self.focused() != focused:
            self.focusChanged.emit(self.focused())
        self._renew()

    def layer(self) -> str | None:
        """The annotator whose layer is tinted."""
        return self._sheet.layers.me if self._sheet is not None else None

    # Copying

    def copy_with_attribution(self) -> None:
        """The selected text, or the focused annotation's, with its chain in words and where it stands."""
        if self._sheet is not None:
            words = citing.citation(self._sheet.article, self.selection(), self.focused())
            if words:
                QGuiApplication.clipboard().setText(words)

    # Focus

    def focused(self) -> str | None:
        return self._sheet.focused if self._sheet is not None else None

    def focus_annotation(self, id: str | None, *, scroll: bool = True) -> None:  # the name callers use
        """Focus an annotation, or none; an unknown id is none."""
        if self._sheet is None:
            return
        before = self._sheet.focused
        self._sheet.focus(id)
        focused = self._sheet.focused
        if focused is not None and scroll:
            annotation = self._sheet.article.annotations[focused]
            self.scroll_to(annotation.end)
            self.scroll_to(annotation.begin)
            if self.selection() is None:
                self.set_caret(annotation.begin, scroll=False)  # what is done next by key is done here
        if focused != before:
            self._pointer.cancel()
            self._renew()
            self.focusChanged.emit(focused)
            if focused is not None:
                accessibility.announce(self, [focused])

    def focused_annotation(self) -> Annotation | None:
        return self._sheet.article.annotations.get(self._sheet.focused or "") if self._sheet is not None else None

    def focus_next(self) -> None:
        """Focus the next annotation shown in reading order, after the focused one or from the caret on."""
        self._focus_beside(forward=True)

    def focus_previous(self) -> None:
        self._focus_beside(forward=False)

    def offer_choices(self, choices: Mapping[str, Span]) -> None:
        """Number up to ten places by the names given to them; a digit or a click chooses one, Esc none."""
        self._choices.offer(choices)
        self.viewport().update()

    def choices(self) -> dict[str, Span]:
        """The places offered, in the order of their digits; empty when none are."""
        return dict(self._choices.spans)

    def mark_chosen(self, names: Collection[str]) -> None:
        """Show which of the numbered places are chosen already."""
        self._choices.chosen = frozenset(names)
        self.viewport().update()

    def clear_choices(self) -> None:
        self.offer_choices({})

    def choice_at(self, point: QPointF) -> str | None:
        return self._choices.at(point)

    def set_readings(self, readings: Sequence[Reading]) -> None:
        """Frame what several people made of the same words."""
        if tuple(readings) != self._readings:
            self._readings = tuple(readings)
            self.viewport().update()

    def readings(self) -> tuple[Reading, ...]:
        return self._readings

    # Dragging

    def set_movable(self, movable: Callable[[Annotation], bool]) -> None:
        """Whose edges can be dragged."""
        self._movable = movable

    def movable(self, annotation: Annotation) -> bool:
        return self._movable(annotation)

    def handles(self) -> list[Handle]:
        """Where the edges of the focused annotation can be taken hold of."""
        focused = self.focused_annotation()
        return handles(focused, self) if focused is not None and self._movable(focused) else []

    def grip_at(self, point: QPointF) -> EdgeDrag | None:
        """The edge of the focused annotation that can be dragged from a point."""
        focused = self.focused_annotation()
        return edge_near(focused, self, point) if focused is not None and self._movable(focused) else None

    def annotations_under(self, point: QPointF) -> list[Annotation]:
        """The annotations at a point, in the text or beside it, innermost first."""
        found = self._pointer.beside(point)
        ids = [found] if found is not None else self.annotations_at(point)
        return [self._sheet.article.annotations[id_] for id_ in ids] if self._sheet is not None else []

    def drop(self, drag: EdgeDrag | LinkDrag) -> None:
        """Tell what came of a drag."""
        if isinstance(drag, EdgeDrag):
            self.edgeDragged.emit(drag.annotation.id, drag.spans)
        elif drag.target is not None:
            self.linkDragged.emit(drag.origin.id, drag.target.id)

    # Qt

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002, ARG002, FBT001  # Qt's signature
        """Tab is a command of the window here."""
        return False

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._claims(event):
            event.accept()
            return True
        if event.type() in (QEvent.Type.ApplicationFontChange, QEvent.Type.FontChange):
            self._rearrange(lambda sheet: sheet.arrange())
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._sheet is None:
            event.ignore()
        elif (move := move_of(event)) is not None:
            self._move(self._sheet, move)
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self.set_selection(len(self.text()), 0)
        elif not self._choose(event) and not self._escape(event):
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pointer.press(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._pointer.double(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._pointer.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._pointer.release(event)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        self._pointer.follow()

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent) and self._sheet is not None:
            point = QPointF(event.pos())
            words = tip(self._sheet.article, self.character_at(point), self.annotations_under(point))
            if words:
                QToolTip.showText(event.globalPos(), plain_tooltip(words), self.viewport())
            else:
                QToolTip.hideText()
            return True
        return super().viewportEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            self.menuRequested.emit(self.viewport().mapToGlobal(self.caret_rect().bottomLeft()))
            return
        at = self.character_at(event.pos())
        span = self.selection()
        if at is not None and (span is None or not span.contains(at)):
            self.set_caret(at, scroll=False)
            self.focus_annotation(next(iter(self.annotations_at(event.pos())), None), scroll=False)
        self.menuRequested.emit(event.globalPos())

    def _paint_over(self, painter: QPainter, sheet: Sheet) -> None:
        super()._paint_over(painter, sheet)
        if self._readings:
            framed = [(one, [r for s in one.spans for r in sheet.rects(self.picture(), s)]) for one in self._readings]
            paint_readings(painter, framed, sheet.inks, sheet.measures)
        if self._choices.ids:
            places = {name: [QRectF(r) for r in self.rects_of(span)] for name, span in self._choices.spans.items()}
            self._choices.paint(painter, places, sheet.inks, sheet.measures)
        if self._pointer.dragged is not None:
            self._pointer.dragged.paint(painter, self, sheet.inks)
        else:
            paint_handles(painter, self.handles(), sheet.inks)

    def _claims(self, event: QKeyEvent) -> bool:
        """Whether a key that may also be a shortcut is for the view."""
        if self._pointer.drag is not None and event.key() == Qt.Key.Key_Escape:
            return True
        if self._choices.ids and (event.key() == Qt.Key.Key_Escape or digit_of(event) is not None):
            return True
        return move_of(event) is not None

    def _choose(self, event: QKeyEvent) -> bool:
        place = digit_of(event) if self._choices.ids else None
        chosen = self._choices.by_digit(place) if place is not None else None
        if chosen is not None:
            self.choiceMade.emit(chosen)
        return place is not None

    def _escape(self, event: QKeyEvent) -> bool:
        """Undo one thing: the choices offered, else the selection, else the focus."""
        if event.key() != Qt.Key.Key_Escape:
            return False
        if self._pointer.cancel():
            return True
        if self._choices.ids:
            self.clear_choices()
        elif self.selection() is not None:
            self.clear_selection()
        elif self.focused() is not None:
            self.focus_annotation(None)
        else:
            return False
        return True

    def _focus_beside(self, *, forward: bool) -> None:
        sheet = self._sheet
        if sheet is None:
            return
        focused = sheet.article.annotations.get(sheet.focused) if sheet.focused is not None else None
        key = reading_key(focused) if focused is not None else (self.caret(), -len(self.text()) - 1, "")
        index = sheet.layers.index
        ahead = index.after(key) if forward else index.before(key)
        found = next((a for a in ahead if sheet.layers.visible(a)), None)
        if found is not None:
            self.focus_annotation(found.id)
