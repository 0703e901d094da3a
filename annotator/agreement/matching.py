"""The best one-to-one matching of two sets of items, never greedy and never by order."""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from heapq import heappop, heappush
from operator import eq

from annotator.model.span import Span, overlap

_TIE_BITS = 32
_ROOM = 32
"""Bits that keep sums of the lesser criterion below one unit of the greater one: four thousand million items."""

MATCHES = ("exact", "overlap")
"""The kinds of match: equal, or half of both together shared."""

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Shape:
    """What is matched: an item's id and one or more sets of code points, each sorted and disjoint.

    It lies where the first of them does; one whose first set is empty lies nowhere and is never matched.
    `hints` are what else is known of it, in an order that all have; of equally good matchings the one with the most
    hints in common is taken.
    """

    id: str
    sets: tuple[tuple[Span, ...], ...]
    hints: tuple[Hashable, ...] = ()
    begin: int = field(init=False)
    end: int = field(init=False)

    def __post_init__(self) -> None:
        first = self.sets[0]
        object.__setattr__(self, "begin", first[0].begin if first else 0)
        object.__setattr__(self, "end", first[-1].end if first else 0)


def hints_in_common(a: Shape, b: Shape) -> int:
    return sum(map(eq, a.hints, b.hints))


def size(spans: Iterable[Span]) -> int:
    return sum(end - begin for begin, end in spans)


def similar(a: tuple[Span, ...], b: tuple[Span, ...], *, exact: bool) -> bool:
    """Exact: equal. Partial: |A∩B| / |A∪B| ≥ ½ on code points, inclusive. Two empty sets match, one does not."""
    if exact or not a or not b:
        return a == b
    common = overlap(a, b)
    return common > 0 and 3 * common >= size(a) + size(b)  # 2·|A∩B| ≥ |A∪B|


def align(a: Sequence[Shape], b: Sequence[Shape], *, exact: bool) -> list[Pair]:
    """A matching of greatest size and, among those, of greatest total overlap, as sorted pairs of indices.

    Two items may be paired when all their sets are similar. Then hints decide, and in the end the ids alone, so
    that the order of items and of annotators changes nothing.
    """
    return align_levels(a, b, touching(a, b), max((len(one.sets) for one in a), default=1), exact=exact)[-1]


def align_levels(
    a: Sequence[Shape], b: Sequence[Shape], possible: Sequence[Pair], levels: int, *, exact: bool
) -> list[list[Pair]]:
    """As `align`, but by the first of the sets, by the first two, and so on; each level is matched by itself.

    `possible` are the pairs that touch. What is similar at one level was so at those before it.
    """
    out = []
    for level in range(levels):
        possible = [(i, j) for i, j in possible if similar(a[i].sets[level], b[j].sets[level], exact=exact)]
        out.append(_best(a, b, possible, level + 1))
    return out


def _best(a: Sequence[Shape], b: Sequence[Shape], possible: Sequence[Pair], sets: int) -> list[Pair]:
    """Pairs that compete with no other are taken as they are; only the others are weighed."""
    rows, columns = Counter(i for i, _ in possible), Counter(j for _, j in possible)
    found: list[Pair] = []
    edges: defaultdict[int, dict[int, int]] = defaultdict(dict)
    for i, j in possible:
        if rows[i] == 1 == columns[j]:
            found.append((i, j))
        else:
            edges[i][j] = _weight(a[i], b[j], sets)
    contested = list(edges)
    found += [(contested[row], column) for row, column in best_matching(list(edges.values())).items()]
    return sorted(found)


def _weight(x: Shape, y: Shape, sets: int) -> int:
    common = sum(map(overlap, x.sets[:sets], y.sets[:sets]))
    best = ((1 << _ROOM) | common) << _ROOM | hints_in_common(x, y)
    return best << _TIE_BITS + _ROOM | tie(x.id, y.id)


def align_by(a: Sequence[Shape], b: Sequence[Shape], weight: Callable[[Shape, Shape], int]) -> list[Pair]:
    """The matching of greatest total weight; items that do not touch and weights of 0 or less are never paired."""
    edges: list[dict[int, int]] = [{} for _ in a]
    for i, j in touching(a, b):
        if (w := weight(a[i], b[j])) > 0:
            edges[i][j] = w
    return sorted(best_matching(edges).items())


def tie(a: str, b: str) -> int:
    """A number of 32 bits for two ids in either order; it tells equally good matchings apart."""
    return int.from_bytes(blake2b("|".join(sorted((a, b))).encode(), digest_size=_TIE_BITS // 8).digest())


def touching(a: Sequence[Shape], b: Sequence[Shape]) -> list[Pair]:
    """Pairs whose extents share a code point, found by a sweep along the text."""
    events = [(x.begin, 0, i, x.end) for i, x in enumerate(a)] + [(x.begin, 1, i, x.end) for i, x in enumerate(b)]
    open_: tuple[list[Pair], list[Pair]] = ([], [])  # of each side, where they end and which they are
    found: list[Pair] = []
    for begin, side, index, end in sorted(events):
        others = open_[1 - side]
        if others:
            others[:] = [one for one in others if one[0] > begin]
            found += [(index, o) if side == 0 else (o, index) for _, o in others]
        open_[side].append((end, index))
    return found


def best_matching(edges: Sequence[Mapping[int, float]]) -> dict[int, int]:
    """From row to column, the matching whose weights add up to most; a row may stay alone, which weighs nothing.

    Shortest augmenting paths with potentials on a sparse graph (R. Jonker and A. Volgenant, “A shortest augmenting path
    algorithm for dense and sparse linear assignment problems”, Computing 38, 1987, 325–340). Exact with integers.
    """
    matching = _Growing(edges)
    for row in range(len(edges)):
        matching.add(row)
    return {row: column for row, column in matching.column_of.items() if column >= 0}


class _Growing:
    """The best matching of the rows added so far. To stay alone, a row takes a column of its own, -1 - row."""

    def __init__(self, edges: Sequence[Mapping[int, float]]) -> None:
        self._edges = edges
        self._row_price: list[float] = [0] * len(edges)
        self._column_price: dict[int, float] = {}
        self._owner: dict[int, int] = {}
        self.column_of: dict[int, int] = {}

    def add(self, start: int) -> None:
        """Take in a row, along the cheapest path of changes that ends in a free column."""
        column, passed, reached_from = self._cheapest_path(start)
        length = passed[column]
        self._row_price[start] += length
        for one, at in passed.items():
            if one in self._owner:
                self._row_price[self._owner[one]] += length - at
            self._column_price[one] = self._column_price.get(one, 0) - (length - at)
        while True:
            row = reached_from[column]
            self._owner[column] = row
            before = self.column_of.get(row)
            self.column_of[row] = column
            if before is None:
                break
            column = before

    def _cheapest_path(self, start: int) -> tuple[int, dict[int, float], dict[int, int]]:
        """The free column it ends in, the columns passed with their distances, and the row each is reached from."""
        distance: dict[int, float] = {}
        reached_from: dict[int, int] = {}
        passed: dict[int, float] = {}
        heap: list[tuple[float, int]] = []
        row = start
        so_far: float = 0
        while True:
            for column, weight in (*self._edges[row].items(), (-1 - row, 0)):
                through = so_far - weight - self._row_price[row] - self._column_price.get(column, 0)
                if column not in passed and (column not in distance or through < distance[column]):
                    distance[column] = through
                    reached_from[column] = row
                    heappush(heap, (through, column))
            so_far, column = heappop(heap)
            while column in passed:
                so_far, column = heappop(heap)
            passed[column] = so_far
            if column not in self._owner:
                return column, passed, reached_from
            row = self._owner[column]
