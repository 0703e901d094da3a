"""Painting the gutter: quiet grey links, the focused chain bold in the source's ink."""

from collections.abc import Sequence

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from annotator.ui.article.gutter import Bracket, GutterPlan, Route, Stub
from annotator.ui.article.inks import Inks
from annotator.ui.article.painting import dotted

_CORNER = 6.0
_RING = 7.2
_DENSE = 40
"""Links on one screen beyond which quiet ones are drawn without rounding, at a fifth of the cost."""


def paint_gutter(painter: QPainter, plan: GutterPlan, inks: Inks) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    _brackets(painter, plan.brackets, inks)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=True)
    for bold in (False, True):
        _links(painter, plan, inks.ink("source") if bold else inks.arc, bold=bold)
    for side, colour, chained in (
        (_RING + 1.6, inks.ink("source"), None),
        (_RING - 1.6, inks.paper, False),
    ):
        points = [QPointF(ring.x, ring.y) for ring in plan.rings if chained is None or ring.chained == chained]
        if points:
            painter.setPen(QPen(colour, side, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            painter.drawPoints(points)


def _links(painter: QPainter, plan: GutterPlan, colour: QColor, *, bold: bool) -> None:
    routes = [route for route in plan.routes if route.bold == bold]
    stubs = [stub for stub in plan.stubs if stub.bold == bold]
    if not routes and not stubs:
        return
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(colour, 2.0 if bold else 1.1))
    dense = len(routes) + len(stubs) > _DENSE and not bold
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
        painter.drawPath(_stub(stub))
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
    for (tag, side), lines in dashed.items():
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


def _stub(stub: Stub) -> QPainterPath:
    down = 1 if stub.tip.y() > stub.near.y() else -1
    x, y = stub.tip.x(), stub.near.y()
    path = QPainterPath(stub.near)
    path.lineTo(x + _CORNER, y)
    path.quadTo(QPointF(x, y), QPointF(x, y + down * _CORNER))
    path.lineTo(stub.tip)
    path.moveTo(x - 3, stub.tip.y() - 3 * down)
    path.lineTo(stub.tip)
    path.lineTo(x + 3, stub.tip.y() - 3 * down)
    return path


def _arrow(path: QPainterPath, tip: QPointF, *, bold: bool) -> None:
    side = 6.5 if bold else 5.5
    x, y = tip.x(), tip.y()
    path.moveTo(tip)
    path.lineTo(x - side, y - side * 0.52)
    path.lineTo(x - side, y + side * 0.52)
    path.closeSubpath()
