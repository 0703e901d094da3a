"""What is being dragged in an article: an edge of a span to another place, or a link from one annotation to another.

Nothing changes before the button is let go; until then the view shows what would come of it.
"""

import unicodedata
from collections.abc import Iterable
from typing import NamedTuple, Protocol

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen

from annotator.model.items import CONTENT_TAGS, Annotation
from annotator.model.span import Span
from annotator.ui.article.inks import Inks

_GRIP = 6.0
"""Pixels around a handle at which it can be taken hold of."""

_HANDLE = 3.0
_BELOW = 4
"""Pixels between words and handles, which stand between the lines so that words beside them can be selected."""


class Stage(Protocol):
    """Where a drag takes place: the view, as far as a drag has to know it."""

    def rects_of(self, span: Span) -> list[QRect]: ...

    def text(self) -> str: ...

    def position_at(self, point: QPointF) -> int | None: ...

    def whole(self, begin: int, end: int) -> Span: ...

    def annotations_under(self, point: QPointF) -> list[Annotation]: ...

    def movable(self, annotation: Annotation) -> bool: ...


class EdgeDrag:
    """The edge of one part of an annotation; the other edge of the part stays, and the two never meet."""

    def __init__(self, annotation: Annotation, part: int, *, begin: bool) -> None:
        self.annotation = annotation
        self._part = part
        self._begin = begin
        self.spans: tuple[Span, ...] = annotation.spans

    def move(self, stage: Stage, point: QPointF) -> None:
        position = stage.position_at(point)
        if position is None:
            return
        before = self.annotation.spans
        least = before[self._part - 1].end if self._part else 0
        most = before[self._part + 1].begin if self._part + 1 < len(before) else None
        position = max(least, position if most is None else min(most, position))
        old = before[self._part]
        moved = stage.whole(position, old.end) if self._begin else stage.whole(old.begin, position)
        moved = _trimmed(stage.text(), moved)
        if moved.begin < moved.end:
            self.spans = (*before[: self._part], moved, *before[self._part + 1 :])

    @property
    def changed(self) -> bool:
        return self.spans != self.annotation.spans

    def paint(self, painter: QPainter, stage: Stage, inks: Inks) -> None:
        """What the annotation would cover, framed."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(inks.accent, 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for span in self.spans:
            for rect in stage.rects_of(span):
                painter.drawRoundedRect(QRectF(rect).adjusted(-1.5, 0.5, 1.5, -0.5), 3, 3)


class LinkDrag:
    """From a claim, a quote or a source to what it is to be linked with."""

    def __init__(self, origin: Annotation, point: QPointF) -> None:
        self.origin = origin
        self.target: Annotation | None = None
        self._from = point
        self._to = point

    def move(self, stage: Stage, point: QPointF) -> None:
        self._to = point
        under = stage.annotations_under(point)
        self.target = next((a for a in under if linkable(self.origin, a) and stage.movable(a)), None)

    @property
    def changed(self) -> bool:
        return self.target is not None

    def paint(self, painter: QPainter, stage: Stage, inks: Inks) -> None:
        """A line to the pointer, and a frame around what it would link to."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(inks.accent, 2, Qt.PenStyle.SolidLine if self.target is not None else Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        pieces = stage.rects_of(self.origin.spans[0])
        start = QPointF(pieces[0].center()) if pieces else self._from
        path = QPainterPath(start)
        middle = (start.y() + self._to.y()) / 2
        path.cubicTo(QPointF(start.x(), middle), QPointF(self._to.x(), middle), self._to)
        painter.drawPath(path)
        if self.target is not None:
            for span in self.target.spans:
                for rect in stage.rects_of(span):
                    painter.drawRoundedRect(QRectF(rect).adjusted(-2, 0, 2, 0), 3, 3)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(inks.accent)
        painter.drawEllipse(self._to, 4, 4)


def linkable(origin: Annotation, target: Annotation) -> bool:
    """Whether a link makes sense: what was said with who said it, or one thing said with another it came through."""
    kinds = {origin.tag, target.tag}
    return origin.id != target.id and kinds <= {*CONTENT_TAGS, "source"} and kinds != {"source"}


class Handle(NamedTuple):
    """Where an edge of an annotation can be taken hold of."""

    place: QPointF
    part: int
    begin: bool


def handles(annotation: Annotation, stage: Stage) -> list[Handle]:
    """The handles on the screen: below the outer sides of the first and the last letter of each part."""
    out = []
    text = stage.text()
    for part, span in enumerate(annotation.spans):
        first, last = stage.whole(span.begin, span.begin + 1), stage.whole(span.end - 1, span.end)
        for begin, letter in ((True, first), (False, last)):
            pieces = stage.rects_of(letter)
            if pieces:
                box = pieces[0] if begin else pieces[-1]
                right = begin == (unicodedata.bidirectional(text[letter.begin]) in ("R", "AL"))
                x = box.right() + 1 if right else box.left()
                out.append(Handle(QPointF(x, box.bottom() + _BELOW), part, begin))
    return out


def paint_handles(painter: QPainter, found: Iterable[Handle], inks: Inks) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(inks.paper, 1))
    painter.setBrush(inks.accent)
    for handle in found:
        painter.drawEllipse(handle.place, _HANDLE, _HANDLE)


def edge_near(annotation: Annotation, stage: Stage, point: QPointF) -> EdgeDrag | None:
    """The edge of an annotation whose handle is at a point."""
    near = [(one.place - point, one) for one in handles(annotation, stage)]
    distance, nearest = min(((d.manhattanLength(), one) for d, one in near), key=lambda n: n[0], default=(99.0, None))
    return EdgeDrag(annotation, nearest.part, begin=nearest.begin) if nearest and distance <= _GRIP else None


def _trimmed(text: str, span: Span) -> Span:
    """Without white space at its edges."""
    words = text[span.begin : span.end]
    return Span(span.begin + len(words) - len(words.lstrip()), span.end - (len(words) - len(words.rstrip())))
