"""The surface of the article view: what is drawn where, scrolling and zoom. The view adds caret, focus and keys."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, QPointF, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from annotator.model.annotated import AnnotatedDocument
from annotator.model.span import Span
from annotator.ui.article.layers import Looks
from annotator.ui.article.picture import TOP, Picture
from annotator.ui.article.scrolling import Scrolling
from annotator.ui.article.sheet import Sheet
from annotator.ui.controls.viewport import own_viewport
from annotator.ui.tokens import LIGHT, Tokens

LEAST_ZOOM, MOST_ZOOM = 0.6, 3.0
_ZOOM_STEP = 1.1


class ArticleCanvas(QAbstractScrollArea):
    """A scrolled and zoomed article. Positions are code points, points are those of the viewport."""

    zoomChanged = Signal(float)
    arranged = Signal()
    """The columns may have moved."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sheet: Sheet | None = None
        self._tokens = LIGHT
        self._zoom = 1.0
        self._characters: int | None = None
        self._face = ""
        self._looks = Looks()
        self._with_cards = True
        self._with_numbers = False
        self._picture: Picture | None = None
        self._scrolling = Scrolling(self.verticalScrollBar())
        self._completing = QTimer(self)
        self._completing.setSingleShot(True)
        self._completing.timeout.connect(self._complete)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumSize(220, 120)
        own_viewport(self).setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    @property
    def article(self) -> AnnotatedDocument | None:
        return self._sheet.article if self._sheet is not None else None

    @property
    def tokens(self) -> Tokens:
        return self._tokens

    def text_left(self) -> int:
        """Where the text column begins, in pixels from the view's left edge; 0 without an article."""
        return self._sheet.columns.text_x if self._sheet is not None else 0

    def text(self) -> str:
        return self._sheet.article.text if self._sheet is not None else ""

    def set_tokens(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self._rearrange(lambda sheet: sheet.dress(tokens))

    def set_shown_layers(self, ids: frozenset[str] | None) -> None:
        """Show the layers of these annotators only; None shows all."""
        self.set_looks(self._looks._replace(shown=ids))

    def set_looks(self, looks: Looks) -> None:
        """Show layers as tints, as outlines in their colours, or not at all."""
        self._looks = looks
        if self._sheet is not None:
            self._sheet.show_layers(looks)
            self._renew()

    def set_found(self, spans: Sequence[Span], current: Span | None = None) -> None:
        """Mark the hits of a search, and strongest the one that one stands on."""
        if self._sheet is not None:
            self._sheet.look.found, self._sheet.look.current = tuple(sorted(spans)), current
            self.viewport().update()

    def picture(self) -> Picture:
        """What the screen shows now."""
        if self._picture is None:
            height = self.viewport().height()
            if self._sheet is None:
                return Picture(height)
            self._picture = self._sheet.compose(self._scrolling.anchor, height)
            self._scrolling.sync(self._sheet.page, height, self._sheet.measures.pitch)
        return self._picture

    # Zoom and width

    def zoom(self) -> float:
        return self._zoom

    def set_zoom(self, factor: float) -> None:
        """Enlarge text, marks and cards; the place one reads stays where it is."""
        factor = round(max(LEAST_ZOOM, min(MOST_ZOOM, factor)), 3)
        if factor != self._zoom:
            self._zoom = factor
            self._rearrange(lambda sheet: sheet.arrange(zoom=factor))
            self.zoomChanged.emit(factor)

    def zoom_in(self) -> None:
        self.set_zoom(self._zoom * _ZOOM_STEP)

    def zoom_out(self) -> None:
        self.set_zoom(self._zoom / _ZOOM_STEP)

    def zoom_reset(self) -> None:
        self.set_zoom(1.0)

    def set_column_width(self, characters: int) -> None:
        """Let lines of text hold about so many characters where there is room."""
        self._characters = characters
        self._rearrange(lambda sheet: sheet.arrange(characters=characters))

    def with_cards(self) -> bool:
        return self._with_cards

    def show_cards(self, shown: bool) -> None:  # noqa: FBT001  # a property's setter, as Qt names them
        """Show the cards where there is room for them, or never."""
        self._with_cards = shown
        self._rearrange(lambda sheet: sheet.arrange(cards=shown))

    def with_numbers(self) -> bool:
        return self._with_numbers

    def show_numbers(self, shown: bool) -> None:  # noqa: FBT001  # as above
        """Number the paragraphs."""
        self._with_numbers = shown
        if self._sheet is not None:
            self._sheet.look.numbers = shown
            self.viewport().update()

    def set_reading_face(self, family: str) -> None:
        """Set the article in a family; in that of the design with ""."""
        self._face = family
        self._rearrange(lambda sheet: sheet.arrange(face=family))

    # Places

    def position_at(self, point: QPoint | QPointF) -> int | None:
        """The place between characters nearest to a point; None without text."""
        return self._sheet.position_at(self.picture(), QPointF(point)) if self._sheet is not None else None

    def character_at(self, point: QPoint | QPointF) -> int | None:
        """The code point drawn at a point; None beside the text."""
        return self._sheet.character_at(self.picture(), QPointF(point)) if self._sheet is not None else None

    def annotations_at(self, point: QPoint | QPointF) -> list[str]:
        """The annotations shown at a point, innermost first."""
        at = self.character_at(point)
        return [a.id for a in self._sheet.layers.at(at)] if self._sheet is not None and at is not None else []

    def rects_of(self, span: Span) -> list[QRect]:
        """Where a span stands in the viewport, piece by piece; several in text that runs both ways."""
        return [r.toAlignedRect() for r in self._sheet.rects(self.picture(), span)] if self._sheet is not None else []

    def rect_of(self, span: Span) -> QRect:
        """The box around all pieces of a span in the viewport; empty when it is not on the screen."""
        out = QRect()
        for rect in self.rects_of(span):
            out = out.united(rect)
        return out

    def rect_at(self, position: int) -> QRect:
        """A caret at a position in the viewport; empty when it is not on the screen."""
        if self._sheet is None:
            return QRect()
        number = self._sheet.page.blocks.at(position)
        for placed in self.picture().placed:
            if placed.number == number:
                box = self._sheet.page.caret(position)[1]
                wide = self._sheet.measures.scaled(2)
                x = self._sheet.columns.text_x + round(box.x()) - wide // 2
                return QRect(x, placed.top + round(box.y()), wide, round(box.height()))
        return QRect()

    def scroll_to(self, position: int) -> None:
        """Bring a position on the screen, with some text around it."""
        if self._sheet is not None:
            position = max(0, min(len(self.text()), position))
            height = self.viewport().height()
            margin = min(self._sheet.measures.pitch * 2, height // 4)
            if self._picture is None:  # heights are all that is asked for; the picture is composed when it is painted
                self._sheet.place(self._scrolling.anchor, height)
            if self._scrolling.show(self._sheet.page, position, height, margin):
                self._renew()

    # Qt

    def sizeHint(self) -> QSize:
        return QSize(886, 700)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self.viewport()) as painter:
            if self._sheet is None:
                painter.fillRect(event.rect(), QColor(self._tokens.paper))
                return
            picture = self.picture()
            self._prepare(self._sheet)
            self._sheet.paint(painter, picture, event.rect())
            self._paint_over(painter, self._sheet)
            if not self._sheet.complete:
                self._completing.start()

    def _complete(self) -> None:
        """After the first frame: the rest of an article that is short enough, for a scroll bar that tells the truth."""
        if self._sheet is not None and not self._sheet.complete:
            self._sheet.lay_out_all()
            self._renew()

    def resizeEvent(self, event: QResizeEvent) -> None:
        if event.size().width() == event.oldSize().width():
            self._renew()
        else:
            self._rearrange(lambda sheet: sheet.arrange(width=self.viewport().width()))

    def scrollContentsBy(self, dx: int, dy: int) -> None:  # noqa: ARG002  # it never scrolls sideways
        if self._sheet is not None and self._scrolling.scrolled(self._sheet.page, dy, self.viewport().height()):
            self._renew()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.set_zoom(self._zoom * _ZOOM_STEP ** (event.angleDelta().y() / 120))
            event.accept()
        else:
            super().wheelEvent(event)

    # For the view

    def _prepare(self, sheet: Sheet) -> None:
        """Set what the sheet is to show before it is painted."""

    def _paint_over(self, painter: QPainter, sheet: Sheet) -> None:
        """Paint what stands above the sheet."""

    def _renew(self) -> None:
        """Compose the picture anew for the next paint."""
        self._picture = None
        self.viewport().update()

    def _rearrange(self, change: Callable[[Sheet], None]) -> None:
        """Lay out anew, the line at the top of the screen staying where it is."""
        sheet = self._sheet
        if sheet is not None:
            anchor = self._scrolling.anchor
            at_top = anchor.block == 0 and anchor.top >= TOP
            position, y = self._scrolling.hold(sheet.page)
            change(sheet)
            if at_top:
                anchor.block, anchor.top = 0, TOP
            else:
                self._scrolling.put(sheet.page, position, y)
        self._renew()
        self.arranged.emit()
