"""How the links of the gutter run: from rings to brackets in lanes, or out of the screen in stubs."""

from bisect import bisect_right

from PySide6.QtCore import QPointF

from annotator.ui.article.columns import Columns
from annotator.ui.article.gutter_parts import OUT, Bracket, GutterPlan, Route, Stub, Tie

MOST_LANES = 8
_STUB = 15
_STEPS = (0, *(sign * step for step in range(7, 80, 7) for sign in (1, -1)))


def run_links(out: GutterPlan, height: int, half: int, ring_x: int, columns: Columns) -> None:
    """Fill in the routes and stubs of a plan from its ties and rings; `half` is half a mark's height."""
    ends = _Ends(out, height, half)
    for tie in out.ties:
        ends.join(tie)
    _assign_lanes(out, ring_x, columns)


class _Ends:
    """Joins links to the rings and brackets of a plan, and makes stubs of those that leave the screen."""

    def __init__(self, out: GutterPlan, height: int, half: int) -> None:
        self._out = out
        self._height = height
        self._half = half
        self._rings = {ring.id: ring for ring in out.rings}
        self._used: dict[str, list[float]] = {}
        self._ys = sorted(ring.y for ring in out.rings)
        self._stubbed: dict[tuple[str, bool, bool], Stub] = {}

    def join(self, tie: Tie) -> None:
        bracket, bold = tie.bracket, tie.bold
        ring = self._rings.get(tie.source) if self._seen(tie.source_y) else None
        if bracket is not None and self._on_screen(bracket):
            if ring is not None:
                self._to_bracket(QPointF(ring.x - 4, ring.y), ring.y, bracket, bold=bold)
            else:
                above = tie.source_y < bracket.top
                y = self._free(bracket, bracket.top if above else bracket.bottom)
                self._stub(QPointF(bracket.x - 2, y), tie.source, tie.target, above=above, incoming=True, bold=bold)
            return
        target = self._rings.get(tie.target)
        if target is not None and self._seen(tie.target_y):
            end = QPointF(target.x - 5, target.y)
            if ring is not None:
                self._out.routes.append(Route(QPointF(ring.x - 4, ring.y), end, bold, 0))
            else:
                above = tie.source_y < target.y
                self._stub(end, tie.source, tie.target, above=above, incoming=True, bold=bold)
        elif ring is not None and tie.target_y is not None:
            above = tie.target_y < ring.y
            self._stub(QPointF(ring.x - 4, ring.y), tie.target, tie.source, above=above, incoming=False, bold=bold)

    def _seen(self, y: int | None) -> bool:
        return y is not None and 0 <= y <= self._height

    def _on_screen(self, bracket: Bracket) -> bool:
        top, bottom = bracket.top + self._half - 1, bracket.bottom - self._half
        return bottom >= 0 and (top <= 0 or self._seen(top))

    def _to_bracket(self, begin: QPointF, ring_y: float, bracket: Bracket, *, bold: bool) -> None:
        if bracket.top + 1 <= ring_y <= bracket.bottom - 1:
            taken = self._used.setdefault(bracket.id, [])
            if all(abs(ring_y - y) > 5 for y in taken):
                taken.append(ring_y)
                self._out.routes.append(Route(QPointF(begin.x() + 8, ring_y), QPointF(bracket.x - 2, ring_y), bold))
                return
        y = self._free(bracket, ring_y)
        self._out.routes.append(Route(begin, QPointF(bracket.x - 2, y), bold, 0))

    def _free(self, bracket: Bracket, wanted: float) -> float:
        """A height on a bracket near the one wanted where no other arrow ends and no ring stands in the way."""
        taken = self._used.setdefault(bracket.id, [])
        top, bottom = max(bracket.top, 0) + 5, bracket.bottom - 5
        wanted = min(max(wanted, top), max(top, bottom))
        apart: float | None = None
        for step in _STEPS:
            y = wanted + step
            if not top <= y <= bottom or any(abs(y - u) <= 6 for u in taken):
                continue
            nearest = bisect_right(self._ys, y - 6)
            if nearest == len(self._ys) or self._ys[nearest] >= y + 6:
                break
            apart = y if apart is None else apart
        else:
            y = wanted if apart is None else apart
        taken.append(y)
        return y

    def _stub(self, near: QPointF, far: str, near_id: str, *, above: bool, incoming: bool, bold: bool) -> None:
        known = self._stubbed.get((near_id, above, incoming))
        if known is not None:
            known.bold = known.bold or bold
            if bold:
                known.far = far
            return
        tip = QPointF(near.x(), near.y() + (-_STUB if above else _STUB))
        stub = self._stubbed[near_id, above, incoming] = Stub(near, tip, incoming, far, bold)
        self._out.stubs.append(stub)


def _assign_lanes(out: GutterPlan, ring_x: int, columns: Columns) -> None:
    """Give every link that does not run straight a lane, short ones innermost; those beyond MOST_LANES share one."""
    wanting: list[tuple[float, float, float, Route | Stub]] = []
    for route in out.routes:
        if route.lane is not None:
            low, high = sorted((route.begin.y(), route.end.y()))
            wanting.append((high - low, low, 0, route))
    for stub in out.stubs:
        low, high = sorted((stub.near.y(), stub.tip.y()))
        wanting.append((high - low, low, stub.near.x(), stub))
    wanting.sort(key=lambda w: w[:3])
    taken: list[int] = []
    numbers: list[int] = []
    for tall, low, _, _ in wanting:
        rows = pixel_rows(low, low + tall, 4)
        lane = next((n for n, held in enumerate(taken) if not held & rows), len(taken))
        if lane == len(taken) and lane < MOST_LANES:
            taken.append(0)
        lane = min(lane, MOST_LANES - 1)
        taken[lane] |= rows
        numbers.append(lane)
    room = columns.gutter - 36 - 17 - 6
    step = min(11.0, room / max(1, len(taken) - 1))
    for (_, _, _, one), lane in zip(wanting, numbers, strict=True):
        x = ring_x - 17 - round(step * lane)
        if isinstance(one, Route):
            one.lane = x
        else:
            one.tip.setX(x)


def pixel_rows(low: float, high: float, room: int) -> int:
    """The pixel rows from one height to another with some room around them, as bits: what overlaps shares one."""
    first = max(0, int(low) + OUT * 2 - room // 2)
    return ((1 << (max(1, int(high - low) + room))) - 1) << first
