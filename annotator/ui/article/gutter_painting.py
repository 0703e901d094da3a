"""Painting the gutter: quiet grey links, the focused chain bold in the source's ink."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from annotator.ui.article.gutter import Bracket, GutterPlan, Route, Stub
from annotator.ui.article.inks import Inks
from annotator.ui.article.painting import dotted

_CORNER = 6.0
_RADIUS = 3.6


def paint_gutter(painter: QPainter, plan: GutterPlan, inks: Inks) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    drawn: set[tuple[int, tuple[tuple[int, int], ...], str, bool]] = set()
    for bracket in sorted(plan.brackets, key=lambda b: b.focused):
        key = (bracket.x, tuple(bracket.parts), bracket.tag, bracket.focused)
        if key not in drawn:
            drawn.add(key)
            _bracket(painter, bracket, inks)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    for bold in (False, True):
        colour = inks.ink("source") if bold else inks.arc
        for route in plan.routes:
            if route.bold == bold:
                _route(painter, route, colour)
        for stub in plan.stubs:
            if stub.bold == bold:
                _stub(painter, stub, colour)
    painter.setPen(QPen(inks.ink("source"), 1.6))
    for ring in plan.rings:
        painter.setBrush(inks.ink("source") if ring.chained else inks.paper)
        painter.drawEllipse(QPointF(ring.x, ring.y), _RADIUS, _RADIUS)


def _bracket(painter: QPainter, bracket: Bracket, inks: Inks) -> None:
    ink = inks.ink(bracket.tag)
    width = 3 if bracket.focused else 2
    x = bracket.x - (1 if bracket.focused else 0)
    for number, (top, bottom) in enumerate(bracket.parts):
        if bracket.tag == "quote":
            painter.setPen(dotted(ink, width, 3 / width))
            painter.drawLine(QPointF(x + width / 2, top), QPointF(x + width / 2, bottom))
        else:
            painter.fillRect(QRectF(x, top, width, bottom - top), ink)
            if number == 0:
                painter.fillRect(QRectF(x, top, 6, 2), ink)
            if number == len(bracket.parts) - 1:
                painter.fillRect(QRectF(x, bottom - 2, 6, 2), ink)
        if number:
            painter.setPen(dotted(ink, 1, 2))
            painter.drawLine(QPointF(x + 1, bracket.parts[number - 1][1] + 1), QPointF(x + 1, top - 1))
    painter.setPen(Qt.PenStyle.NoPen)


def _route(painter: QPainter, route: Route, colour: QColor) -> None:
    path = QPainterPath(route.begin)
    if route.lane is not None:
        _turn(path, route.begin, route.lane, route.end)
    path.lineTo(route.end)
    _stroke(painter, path, colour, bold=route.bold)
    _arrow(painter, route.end, colour, bold=route.bold)


def _turn(path: QPainterPath, begin: QPointF, x: float, end: QPointF) -> None:
    """From `begin` to the left into a lane, along it, and back to the height of `end`."""
    down = 1 if end.y() > begin.y() else -1
    corner = min(_CORNER, abs(end.y() - begin.y()) / 2)
    path.lineTo(x + corner, begin.y())
    path.quadTo(QPointF(x, begin.y()), QPointF(x, begin.y() + down * corner))
    path.lineTo(x, end.y() - down * corner)
    path.quadTo(QPointF(x, end.y()), QPointF(x + corner, end.y()))


def _stub(painter: QPainter, stub: Stub, colour: QColor) -> None:
    down = 1 if stub.tip.y() > stub.near.y() else -1
    x = stub.tip.x()
    path = QPainterPath(stub.near)
    path.lineTo(x + _CORNER, stub.near.y())
    path.quadTo(QPointF(x, stub.near.y()), QPointF(x, stub.near.y() + down * _CORNER))
    path.lineTo(stub.tip)
    path.moveTo(x - 3, stub.tip.y() - 3 * down)
    path.lineTo(stub.tip)
    path.lineTo(x + 3, stub.tip.y() - 3 * down)
    _stroke(painter, path, colour, bold=stub.bold)
    if stub.incoming:
        _arrow(painter, stub.near, colour, bold=stub.bold)


def _stroke(painter: QPainter, path: QPainterPath, colour: QColor, *, bold: bool) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(colour, 2.0 if bold else 1.1))
    painter.drawPath(path)


def _arrow(painter: QPainter, tip: QPointF, colour: QColor, *, bold: bool) -> None:
    side = 6.5 if bold else 5.5
    head = QPainterPath(tip)
    head.lineTo(tip + QPointF(-side, -side * 0.52))
    head.lineTo(tip + QPointF(-side, side * 0.52))
    head.closeSubpath()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawPath(head)
