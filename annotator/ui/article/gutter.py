"""The gutter left of the text: a bracket per claim and quote, a ring per source mention, links in lanes.

`plan` decides where everything goes for what is on the screen; painting is in gutter_painting.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF

from annotator.model.items import CONTENT_TAGS, Annotation
from annotator.ui.article.columns import Columns
from annotator.ui.article.fonts import Measures
from annotator.ui.article.links import Chain, Link, Links
from annotator.ui.article.marks import size
from annotator.ui.article.painting import Placed

MOST_LANES = 8
BRACKET_LANES = 3
_OUT = 60
_STUB = 15
_RING = 15
_STEPS = (0, *(sign * step for step in range(7, 80, 7) for sign in (1, -1)))


class Ring(NamedTuple):
    id: str
    x: float
    y: float
    chained: bool


class Bracket(NamedTuple):
    """`parts` are the tops and bottoms of a discontinuous one's parts; what lies between is joined by dots."""

    id: str
    tag: str
    x: int
    parts: list[tuple[int, int]]
    focused: bool

    @property
    def top(self) -> int:
        return self.parts[0][0]

    @property
    def bottom(self) -> int:
        return self.parts[-1][1]


@dataclass(slots=True)
class Route:
    """A link from a ring to its target; `lane` is None when it runs straight."""

    begin: QPointF
    end: QPointF
    bold: bool
    lane: float | None = None


@dataclass(slots=True)
class Stub:
    """A link whose far end is not on the screen: from or to a near end, then up or down a little."""

    near: QPointF
    tip: QPointF
    incoming: bool
    far: str
    bold: bool

    @property
    def box(self) -> QRectF:
        return QRectF(self.tip.x() - 7, self.tip.y() - 8, 14, 16)


@dataclass(slots=True)
class GutterPlan:
    """What is drawn beside the text of a screen."""

    rings: list[Ring] = field(default_factory=list)
    brackets: list[Bracket] = field(default_factory=list)
    routes: list[Route] = field(default_factory=list)
    stubs: list[Stub] = field(default_factory=list)


class Places:
    """Where code points stand on the screen; far above or below it when they are not on it."""

    def __init__(self, placed: Sequence[Placed], height: int, measures: Measures) -> None:
        self._placed = placed
        self._begins = [one.block.span.begin for one in placed]
        self._height = height
        self._measures = measures
        self._middles: dict[int, int] = {}

    def line(self, position: int) -> tuple[int, int] | None:
        """Block number and line of a code point on the screen."""
        at = bisect_right(self._begins, position) - 1
        if at < 0 or position > self._placed[at].block.span.end:
            return None
        one = self._placed[at]
        return at, one.block.line_of_position(position)

    def middle(self, position: int) -> int:
        """The middle of the line a code point stands on."""
        known = self._middles.get(position)
        if known is None:
            known = self._middles[position] = self._middle(position)
        return known

    def _middle(self, position: int) -> int:
        found = self.line(position)
        if found is None:
            return -_OUT if not self._begins or position < self._begins[0] else self._height + _OUT
        one = self._placed[found[0]]
        line = one.block.lines[found[1]]
        return one.top + line.top + line.height - self._measures.pitch // 2 - 1

    def seen(self, position: int) -> bool:
        return 0 <= self.middle(position) <= self._height


def plan(
    annotations: Iterable[Annotation],
    places: Places,
    links: Links,
    known: dict[str, Annotation],
    columns: Columns,
    measures: Measures,
    chain: Chain,
    focused: str | None,
) -> GutterPlan:  # fmt: skip
    """The gutter for annotations on the screen, all of one layer."""
    held = list(annotations)
    out = GutterPlan()
    ring_x = columns.text_x - 36
    out.brackets = _brackets([a for a in held if a.tag in CONTENT_TAGS], places, columns, measures, focused)
    out.rings = _rings([a for a in held if a.tag == "source"], places, ring_x, measures, chain)
    ends = _Ends(out, places, known)
    found = links.of([ring.id for ring in out.rings] + list(dict.fromkeys(b.id for b in out.brackets)))
    for link in sorted(found, key=lambda one: (one.attribution in chain.attributions, one.source, one.target)):
        bold = link.attribution in chain.attributions and {link.source, link.target} <= chain.annotations
        ends.join(link, bold=bold)
    _assign_lanes(out, ring_x, columns)
    return out


def _brackets(
    contents: Sequence[Annotation], places: Places, columns: Columns, measures: Measures, focused: str | None
) -> list[Bracket]:
    half = measures.mark_height // 2
    used = [0] * BRACKET_LANES
    seen: dict[tuple[str, tuple[tuple[int, int], ...]], Bracket] = {}
    out: list[Bracket] = []
    for content in sorted(contents, key=lambda a: (size(a), a.begin, a.id)):
        parts: list[tuple[int, int]] = []
        for span in content.spans:
            top, bottom = places.middle(span.begin) - half + 1, places.middle(span.end - 1) + half
            if parts and top <= parts[-1][1] + 2:
                parts[-1] = (parts[-1][0], max(bottom, parts[-1][1]))
            else:
                parts.append((top, bottom))
        key = (content.tag, tuple(parts))
        if key in seen and len(out) > MOST_LANES:
            out.append(Bracket(content.id, content.tag, seen[key].x, parts, focused=False))
            continue
        top, bottom = parts[0][0], parts[-1][1]
        rows = _rows(top, bottom, 1)
        lane = next((n for n, taken in enumerate(used) if not taken & rows), BRACKET_LANES - 1)
        used[lane] |= rows
        seen[key] = Bracket(content.id, content.tag, columns.text_x - 14 - 6 * lane, parts, content.id == focused)
        out.append(seen[key])
    return out


def _rings(sources: Sequence[Annotation], places: Places, x: int, measures: Measures, chain: Chain) -> list[Ring]:
    lines: dict[tuple[int, int], list[Annotation]] = {}
    for source in sorted(sources, key=lambda a: (a.begin, -a.end, a.id)):
        line = places.line(source.begin)
        if line is not None:
            lines.setdefault(line, []).append(source)
    out = []
    for held in lines.values():
        slots = min(3, len(held))
        step = measures.scaled(_RING if slots == 2 else 9)
        middle = places.middle(held[0].begin)
        for number, source in enumerate(held):
            y = middle + step * (min(number, slots - 1) - (slots - 1) / 2)
            out.append(Ring(source.id, x, y, source.id in chain.annotations))
    return out


class _Ends:
    """Joins links to the rings and brackets of a plan, and makes stubs of those that leave the screen."""

    def __init__(self, out: GutterPlan, places: Places, known: dict[str, Annotation]) -> None:
        self._out = out
        self._places = places
        self._known = known
        self._rings = {ring.id: ring for ring in out.rings}
        self._brackets = {bracket.id: bracket for bracket in out.brackets}
        self._used: dict[str, list[float]] = {}
        self._ys = sorted(ring.y for ring in out.rings)
        self._stubbed: dict[tuple[str, bool, bool], Stub] = {}

    def join(self, link: Link, *, bold: bool) -> None:
        ring = self._rings.get(link.source)
        near = ring is not None and self._places.seen(self._known[link.source].begin)
        bracket = self._brackets.get(link.target)
        target = self._rings.get(link.target)
        begin = QPointF(ring.x - 4, ring.y) if ring is not None else QPointF()
        if bracket is not None and self._on_screen(bracket):
            if near and ring is not None:
                self._to_bracket(begin, ring.y, bracket, bold=bold)
            else:
                above = self._places.middle(self._known[link.source].begin) < bracket.top
                y = self._free(bracket, bracket.top if above else bracket.bottom)
                self._stub(QPointF(bracket.x - 2, y), link.source, link.target, above=above, incoming=True, bold=bold)
        elif target is not None and self._places.seen(self._known[link.target].begin):
            end = QPointF(target.x - 5, target.y)
            if near:
                self._out.routes.append(Route(begin, end, bold, 0))
            else:
                above = self._places.middle(self._known[link.source].begin) < target.y
                self._stub(end, link.source, link.target, above=above, incoming=True, bold=bold)
        elif near and ring is not None and link.target in self._known:
            above = self._places.middle(self._known[link.target].begin) < ring.y
            self._stub(begin, link.target, link.source, above=above, incoming=False, bold=bold)

    def _on_screen(self, bracket: Bracket) -> bool:
        begin, end = self._known[bracket.id].begin, self._known[bracket.id].end - 1
        top, bottom = self._places.middle(begin), self._places.middle(end)
        return bottom >= 0 and (top <= 0 or self._places.seen(begin))

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
    wanting: list[tuple[float, float, Route | Stub]] = []
    for route in (route for route in out.routes if route.lane is not None):
        low, high = sorted((route.begin.y(), route.end.y()))
        wanting.append((low, high, route))
    for stub in out.stubs:
        low, high = sorted((stub.near.y(), stub.tip.y()))
        wanting.append((low, high, stub))
    wanting.sort(key=lambda w: (w[1] - w[0], w[0], w[2].near.x() if isinstance(w[2], Stub) else 0))
    taken: list[int] = []
    numbers: list[int] = []
    for low, high, _ in wanting:
        rows = _rows(low, high, 4)
        lane = next((n for n, held in enumerate(taken) if not held & rows), len(taken))
        if lane == len(taken) and lane < MOST_LANES:
            taken.append(0)
        lane = min(lane, MOST_LANES - 1)
        taken[lane] |= rows
        numbers.append(lane)
    room = columns.gutter - 36 - 17 - 6
    step = min(11.0, room / max(1, len(taken) - 1))
    for (_, _, one), lane in zip(wanting, numbers, strict=True):
        x = ring_x - 17 - round(step * lane)
        if isinstance(one, Route):
            one.lane = x
        else:
            one.tip.setX(x)


def _rows(low: float, high: float, room: int) -> int:
    """The pixel rows from one height to another with some room around them, as bits: what overlaps shares one."""
    first = max(0, int(low) + _OUT * 2 - room // 2)
    return ((1 << (max(1, int(high - low) + room))) - 1) << first
