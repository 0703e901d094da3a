"""What stands in the gutter left of the text, and where: brackets, rings, and the links between them."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF

from annotator.ui.article.fonts import Measures
from annotator.ui.article.painting import Placed

OUT = 60
"""How far beyond the screen everything is that is not on it."""


class Ring(NamedTuple):
    id: str
    x: float
    y: float
    chained: bool

    @property
    def rows(self) -> tuple[float, float]:
        return self.y - 9, self.y + 9


class Bracket(NamedTuple):
    """`parts` are the tops and bottoms of a discontinuous one's parts; what lies between is joined by dots."""

    id: str
    tag: str
    x: int
    parts: tuple[tuple[int, int], ...]
    focused: bool

    @property
    def top(self) -> int:
        return self.parts[0][0]

    @property
    def bottom(self) -> int:
        return self.parts[-1][1]

    @property
    def rows(self) -> tuple[float, float]:
        return self.parts[0][0], self.parts[-1][1]


@dataclass(slots=True, eq=False)
class Route:
    """A link from a ring to its target; `lane` is None when it runs straight."""

    begin: QPointF
    end: QPointF
    bold: bool
    lane: float | None = None

    @property
    def rows(self) -> tuple[float, float]:
        low, high = sorted((self.begin.y(), self.end.y()))
        return low - _ROOM, high + _ROOM


@dataclass(slots=True, eq=False)
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

    @property
    def rows(self) -> tuple[float, float]:
        low, high = sorted((self.near.y(), self.tip.y()))
        return low - _ROOM, high + _ROOM


_ROOM = 6
"""Pixels that arrows and the width of lines need above and below the middle of a link."""

Part = Ring | Bracket | Route | Stub
"""All are told apart as they look, links as the objects they are; `rows` are the first and last heights painted on."""


class Tie(NamedTuple):
    """All that decides how a link runs: the middles of its ends' lines, and its target's bracket if there is one."""

    source: str
    target: str
    bold: bool
    source_y: int
    target_y: int | None
    bracket: Bracket | None


@dataclass
class GutterPlan:
    """What is drawn beside the text of a screen.

    Links are `routes` and `stubs`, which depend on the `ties` and on the rings alone.
    """

    rings: list[Ring] = field(default_factory=list)
    brackets: list[Bracket] = field(default_factory=list)
    routes: list[Route] = field(default_factory=list)
    stubs: list[Stub] = field(default_factory=list)
    ties: list[Tie] = field(default_factory=list)

    @cached_property
    def parts(self) -> frozenset[Part]:
        return frozenset((*self.brackets, *self.rings, *self.routes, *self.stubs))


class Places:
    """Where code points stand on the screen; far above or below it when they are not on it."""

    def __init__(self, placed: Sequence[Placed], height: int, measures: Measures) -> None:
        self._placed = placed
        self._begins = [one.block.span.begin for one in placed]
        self.height = height
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
            return -OUT if not self._begins or position < self._begins[0] else self.height + OUT
        one = self._placed[found[0]]
        line = one.block.lines[found[1]]
        return one.top + line.top + line.height - self._measures.pitch // 2 - 1

    def seen(self, position: int) -> bool:
        return 0 <= self.middle(position) <= self.height
