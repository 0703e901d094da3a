"""Painting the gutter: quiet grey links, the focused chain bold in the source's ink."""

from collections.abc import Hashable, Sequence
from functools import lru_cache

from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from annotator.ui.article.gutter_parts import Bracket, GutterPlan, Part, Route
from annotator.ui.article.inks import Inks
from annotator.ui.article.painting import dotted
from annotator.ui.article.strip import Strip

_CORNER = 6.0
_RING = 7.2
_DENSE = 40
"""Links on one screen beyond which quiet ones are drawn without rounding, at a fifth of the cost."""


def paint_gutter(painter: QPainter, plan: GutterPlan, inks: Inks) -> None:
    _paint(painter, plan, inks, dense=is_dense(plan))


def paint_kept(painter: QPainter, plan: GutterPlan, inks: Inks, strip: Strip, place: QRect, key: Hashable) -> None:
    """From the image that `strip` keeps of it; nothing of a gutter reaches beyond `place`."""
    dense = is_dense(plan)

    def draw(on: QPainter, top: float, bottom: float) -> None:
        _paint(on, plan if bottom - top >= place.height() else _within(plan, top, bottom), inks, dense=dense)

    strip.paint(painter, place, (key, dense), plan, inks.paper, draw)


def is_dense(plan: GutterPlan) -> bool:
    return sum(not route.bold for route in plan.routes) + sum(not stub.bold for stub in plan.stubs) > _DENSE


def _within(plan: GutterPlan, top: float, bottom: float) -> GutterPlan:
    """What is painted on heights from and to."""

    def reach(part: Part) -> bool:
        low, high = part.rows
        return low <= bottom and high >= top

    return GutterPlan(
        rings=[one for one in plan.rings if reach(one)],
        brackets=[one for one in plan.brackets if reach(one)],
        routes=[one for one in plan.routes if reach(one)],
        stubs=[one for one in plan.stubs if reach(one)],
    )


def _paint(painter: QPainter, plan: GutterPlan, inks: Inks, *, dense: bool) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    _brackets(painter, plan.brackets, inks)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=True)
    for bold in (False, True):
        _links(painter, plan, inks.ink("source") if bold else inks.arc, bold=bold, dense=dense and not bold)
    for side, colour, chained in (
        (_RING + 1.6, inks.ink("source"), None),
        (_RING - 1.6, inks.paper, False),
    ):
        painter.setPen(QPen(colour, side, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        # One by one, as Qt smoothes those of one call together, which would depend on which ones are painted.
        for x, y in dict.fromkeys(
            (ring.x, ring.y) for ring in plan.rings if chained is None or ring.chained == chained
        ):
            painter.drawPoint(QPointF(x, y))


def _links(painter: QPainter, plan: GutterPlan, colour: QColor, *, bold: bool, dense: bool) -> None:
    routes = [route for route in plan.routes if route.bold == bold]
    stubs = [stub for stub in plan.stubs if stub.bold == bold]
    if not routes and not stubs:
        return
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(colour, 2.0 if bold else 1.1))
    if dense:
        painter.setPen(colour)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.drawLines([line for route in routes for line in _straight(route)])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=True)
    else:
        for route in routes:
            path = QPainterPath(route.begin)
            if route.lane is not None:
                _turn(path, route.begin, route.lane, route.end)
            path.lineTo(route.end)
            painter.drawPath(path)
    for stub in stubs:
        x, y = stub.near.x(), stub.near.y()
        painter.drawPath(_stub(stub.tip.x() - x, stub.tip.y() - y).translated(x, y))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    arrows = QPainterPath()
    arrows.setFillRule(Qt.FillRule.WindingFill)
    for tip in [route.end for route in routes] + [stub.near for stub in stubs if stub.incoming]:
        _arrow(arrows, tip, bold=bold)
    painter.drawPath(arrows)


def _straight(route: Route) -> list[QLineF]:
    if route.lane is None:
        return [QLineF(route.begin, route.end)]
    turn, back = QPointF(route.lane, route.begin.y()), QPointF(route.lane, route.end.y())
    return [QLineF(route.begin, turn), QLineF(turn, back), QLineF(back, route.end)]


def _brackets(painter: QPainter, brackets: Sequence[Bracket], inks: Inks) -> None:
    """Solid ones in one call a tag, as equal ones lie on each other."""
    bars: dict[str, list[QRectF]] = {}
    dashed: dict[tuple[str, int], set[tuple[float, int, int]]] = {}
    for bracket in brackets:
        width = 3 if bracket.focused else 2
        x = bracket.x - (1 if bracket.focused else 0)
        for number, (top, bottom) in enumerate(bracket.parts):
            if bracket.tag == "quote":
                dashed.setdefault((bracket.tag, width), set()).add((x + width / 2, top, bottom))
            else:
                held = bars.setdefault(bracket.tag, [])
                held.append(QRectF(x, top, width, bottom - top))
                if number == 0:
                    held.append(QRectF(x, top, 6, 2))
                if number == len(bracket.parts) - 1:
                    held.append(QRectF(x, bottom - 2, 6, 2))
            if number:
                above = bracket.parts[number - 1][1] + 2
                dashed.setdefault((bracket.tag, 1), set()).add((x + 1, above, top - 1))
    painter.setPen(Qt.PenStyle.NoPen)
    for tag, rects in bars.items():
        painter.setBrush(inks.ink(tag))
        painter.drawRects(rects)
    for (tag, side), lines in sorted(dashed.items()):
        painter.setPen(dotted(inks.ink(tag), side, 2 if side == 1 else 3 / side))
        painter.drawLines([QLineF(middle, top, middle, bottom) for middle, top, bottom in lines])
    painter.setPen(Qt.PenStyle.NoPen)


def _turn(path: QPainterPath, begin: QPointF, x: float, end: QPointF) -> None:
    """From `begin` to the left into a lane, along it, and back to the height of `end`."""
    down = 1 if end.y() > begin.y() else -1
    corner = min(_CORNER, abs(end.y() - begin.y()) / 2)
    path.lineTo(x + corner, begin.y())
    path.quadTo(QPointF(x, begin.y()), QPointF(x, begin.y() + down * corner))
    path.lineTo(x, end.y() - down * corner)
    path.quadTo(QPointF(x, end.y()), QPointF(x + corner, end.y()))


@lru_cache(maxsize=64)
def _stub(x: float, y: float) -> QPainterPath:
    """From the origin into a lane at `x`, along it to `y`, and a tip: there are as many as lanes, twice."""
    down = 1 if y > 0 else -1
    path = QPainterPath(QPointF(0, 0))
    path.lineTo(x + _CORNER, 0)
    path.quadTo(QPointF(x, 0), QPointF(x, down * _CORNER))
    path.lineTo(x, y)
    path.moveTo(x - 3, y - 3 * down)
    path.lineTo(x, y)
    path.lineTo(x + 3, y - 3 * down)
    return path


def _arrow(path: QPainterPath, tip: QPointF, *, bold: bool) -> None:
    side = 6.5 if bold else 5.5
    x, y = tip.x(), tip.y()
    path.moveTo(tip)
    path.lineTo(x - side, y - side * 0.52)
    path.lineTo(x - side, y + side * 0.52)
    path.closeSubpath()
