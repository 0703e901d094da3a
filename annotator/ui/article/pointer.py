"""What the mouse does to an article view: caret, selection by dragging, focus by clicking, the gutter and the cards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QPointF, Qt, QTimer
from PySide6.QtWidgets import QApplication

from annotator.model import segments
from annotator.ui.article.dragging import EdgeDrag, LinkDrag
from annotator.ui.article.selection import Unit, word_or_gap

if TYPE_CHECKING:
    from PySide6.QtGui import QMouseEvent

    from annotator.model.span import Span
    from annotator.ui.article.view import ArticleView

_SCROLL_EVERY = 40
_NEAR = 4


class Pointer(QObject):
    """Turns presses, moves and releases into calls of the view."""

    def __init__(self, view: ArticleView) -> None:
        super().__init__(view)
        self._view = view
        self._pressed: QPointF | None = None
        self._dragging = False
        self._counts = False
        self._held: Span | None = None
        self._unit: Unit = word_or_gap
        self._clicked = QPoint(-100, -100)
        self._triple = QTimer(self)
        self._triple.setSingleShot(True)
        self._scroll = QTimer(self)
        self._scroll.setInterval(_SCROLL_EVERY)
        self._scroll.timeout.connect(self._scroll_on)
        self._at = QPointF()
        self.drag: EdgeDrag | LinkDrag | None = None
        """What is being dragged; only what moved far enough is shown and done."""

    @property
    def dragged(self) -> EdgeDrag | LinkDrag | None:
        """What is being dragged, once it has moved."""
        return self.drag if self._dragging else None

    def cancel(self) -> bool:
        """Let go of what is being dragged, without a trace; False when nothing is."""
        if self.drag is None:
            return False
        self.drag, self._pressed, self._dragging = None, None, False
        self._scroll.stop()
        self._view.viewport().update()
        return True

    def follow(self) -> None:
        """What lies under the pointer has moved."""
        if self.dragged is not None:
            self._extend(self._at)

    def press(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        point = event.position()
        self._dragging = False
        self._held = None
        self._counts = False
        self.drag = self._view.grip_at(point)
        if self.drag is not None:
            self._pressed = self._at = point
            return
        beside = self.beside(point) if self._view.choice_at(point) is None else None
        if self._activate(point):
            origin = self._view.focused_annotation()
            if beside is not None and origin is not None and self._view.movable(origin):
                self.drag = LinkDrag(origin, point)
                self._pressed = self._at = point
            return
        position = self._view.position_at(point)
        if position is None:
            return
        self._pressed = self._at = point
        if self._triple.isActive() and self._near(point.toPoint()):
            self._triple.stop()
            self._hold(segments.sentence_at, self._character(point, position))
            return
        extend = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        self._view.set_caret(position, extend=extend)
        self._counts = not extend

    def double(self, event: QMouseEvent) -> None:
        point = event.position()
        position = self._view.position_at(point)
        if event.button() != Qt.MouseButton.LeftButton or position is None or self._target(point):
            return
        self._pressed = self._at = point
        self._counts = False
        self._clicked = point.toPoint()
        self._hold(word_or_gap, self._character(point, position))
        self._triple.start(QApplication.doubleClickInterval())

    def move(self, event: QMouseEvent) -> None:
        point = event.position()
        if self._pressed is None or not event.buttons() & Qt.MouseButton.LeftButton:
            self._view.viewport().setCursor(self._shape(point))
            return
        self._at = point
        far = (point - self._pressed).manhattanLength() >= QApplication.startDragDistance()
        if far or self._dragging:
            self._dragging = True
            self._extend(point)
            if self.drag is not None:
                self._view.viewport().update()
        outside = not 0 <= point.y() < self._view.viewport().height()
        if outside and not self._scroll.isActive():
            self._scroll.start()
        elif not outside:
            self._scroll.stop()

    def release(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self._scroll.stop()
        drag, dragged = self.drag, self.dragged
        self.drag = None
        if drag is not None:
            self._pressed, self._dragging = None, False
            self._view.viewport().update()
            if dragged is not None and dragged.changed:
                self._view.drop(dragged)
            return
        if self._pressed is not None and self._counts and not self._dragging:
            self._click(event.position())
        self._pressed = None

    def _click(self, point: QPointF) -> None:
        """Focus the innermost annotation; the same place again goes outwards; beside all of them, no focus."""
        found = self._view.annotations_at(point)
        focused = self._view.focused()
        if not found:
            self._view.focus_annotation(None)
        elif focused in found and self._near(point.toPoint()):
            self._view.focus_annotation(found[(found.index(focused) + 1) % len(found)], scroll=False)
        else:
            self._view.focus_annotation(found[0], scroll=False)
        self._clicked = point.toPoint()

    def _near(self, point: QPoint) -> bool:
        return (point - self._clicked).manhattanLength() <= _NEAR

    def _character(self, point: QPointF, position: int) -> int:
        """The character under the point: half of a letter must not count for its neighbour."""
        found = self._view.character_at(point)
        return position if found is None else found

    def _hold(self, unit: Unit, position: int) -> None:
        held = unit(self._view.text(), position)
        if held is not None:
            self._unit, self._held = unit, held
            self._view.set_selection(held.begin, held.end)

    def _extend(self, point: QPointF) -> None:
        if self.drag is not None:
            self.drag.move(self._view, point)
            return
        position = self._view.position_at(point)
        if position is None:
            return
        if self._held is None:
            self._view.set_caret(position, extend=True, scroll=False)
        else:
            self._view.hold_selection(self._held, self._unit, position)

    def _scroll_on(self) -> None:
        height = self._view.viewport().height()
        beyond = self._at.y() if self._at.y() < 0 else max(0.0, self._at.y() - height)
        bar = self._view.verticalScrollBar()
        bar.setValue(bar.value() + round(beyond / 2) + (8 if beyond > 0 else -8))
        self._extend(QPointF(self._at.x(), min(max(self._at.y(), 0.0), height - 1.0)))

    def _shape(self, point: QPointF) -> Qt.CursorShape:
        if self._view.grip_at(point) is not None:
            return Qt.CursorShape.SizeHorCursor
        return Qt.CursorShape.PointingHandCursor if self._target(point) else Qt.CursorShape.IBeamCursor

    def beside(self, point: QPointF) -> str | None:
        """The annotation whose ring, bracket or card is at a point."""
        cards = self._view.picture().cards
        card = next((card.id for card in cards if card.rect.contains(point)), None)
        return card or self._ring(point) or self._bracket(point)

    def _target(self, point: QPointF) -> bool:
        picture = self._view.picture()
        return (
            any(stub.box.contains(point) for stub in picture.gutter.stubs)
            or self.beside(point) is not None
            or self._view.choice_at(point) is not None
        )

    def _activate(self, point: QPointF) -> bool:
        """Whether the point is on something that acts when pressed: it has acted then."""
        picture = self._view.picture()
        chosen = self._view.choice_at(point)
        if chosen is not None:
            self._view.choiceMade.emit(chosen)
            return True
        for stub in picture.gutter.stubs:
            if stub.box.contains(point):
                self._view.focus_annotation(stub.far)
                return True
        found = self.beside(point)
        if found is not None:
            self._view.focus_annotation(found, scroll=False)
        return found is not None

    def _ring(self, point: QPointF) -> str | None:
        rings = self._view.picture().gutter.rings
        near = [(abs(r.x - point.x()) + abs(r.y - point.y()), r.id) for r in rings if abs(r.x - point.x()) <= 7]
        distance, id_ = min(near, default=(99.0, ""))
        return id_ if distance <= 8 else None

    def _bracket(self, point: QPointF) -> str | None:
        for bracket in self._view.picture().gutter.brackets:
            if bracket.x - 2 <= point.x() <= bracket.x + 5 and bracket.top <= point.y() <= bracket.bottom:
                return bracket.id
        return None
