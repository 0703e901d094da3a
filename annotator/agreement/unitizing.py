"""Krippendorff's α for units that are cut out of a continuum, as units may lie anywhere and have any length."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from operator import itemgetter, mul
from typing import NamedTuple

from annotator.agreement.figure import Figure, none
from annotator.agreement.resampling import Resampling
from annotator.model.span import Span, tidy

NOTHING = "Nothing was annotated."
ONE_ANNOTATOR = "Only one annotator worked here."


class Continuum(NamedTuple):
    """One document's part: its length, and each annotator's disjoint units in order, for one tag."""

    length: int
    units: tuple[tuple[Span, ...], ...]

    def gaps(self) -> Iterable[Span]:
        """What lies between the units of each annotator; gaps end where the document ends."""
        for units in self.units:
            at = 0
            for begin, end in (*units, (self.length, self.length)):
                if begin > at:
                    yield Span(at, begin)
                at = end


def disjoint(annotations: Iterable[Sequence[Span]]) -> tuple[tuple[Span, ...], int]:
    """One annotator's units of one tag, and how many annotations lost their own borders on the way.

    Every span of a discontinuous annotation is a unit; units that overlap are joined, units that touch are not.
    """
    units: list[Span] = []
    joined = 0
    for span in sorted({Span(*s) for spans in annotations for s in tidy(spans)}):
        if units and span.begin < units[-1].end:
            units[-1] = Span(units[-1].begin, max(units[-1].end, span.end))
            joined += 1
        else:
            units.append(span)
    return tuple(units), joined


@dataclass(slots=True)
class _Drawn:
    """What the units of one draw of documents add up to in the formula of the disagreement expected."""

    count: int = 0
    among: int = 0
    inside: int = 0
    in_gaps: int = 0

    def add(self, size: int, units: int, gaps: int, extent: int) -> None:
        """Units of one size, and the number and extent of the gaps in which one of them has room."""
        self.count += units
        self.among += units * (size * (size - 1) * (2 * size - 1) // 3)
        self.inside += units * size * (size - 1)
        self.in_gaps += units * size * size * (extent - (size - 1) * gaps)


class Unitizing:
    """α_U of one tag over documents; gaps do not run from one document into the next, so their order is no matter.

    K. Krippendorff, “On the reliability of unitizing continuous data”, Sociological Methodology 25 (1995), 47–76;
    Content Analysis, 2nd ed., Sage 2004, 251–256. All sums are integers, so that no order of adding changes a digit.
    """

    def __init__(self, documents: Sequence[Continuum], annotators: int) -> None:
        self._m = annotators
        self._lengths = [d.length for d in documents]
        self._observed = [_observed(d) for d in documents]
        self._units = [(unit.end - unit.begin, i) for i, d in enumerate(documents) for some in d.units for unit in some]
        self._gaps = [(gap.end - gap.begin, i) for i, d in enumerate(documents) for gap in d.gaps()]

    def disagreements(self) -> tuple[float, float]:
        """D_o and D_e; both 0 where nothing was annotated."""
        once = [1] * len(self._lengths)
        (found,) = self._found(once, [once], lambda total: (total,))
        return found

    def drawn(self, draws: Resampling) -> list[tuple[float, float]]:
        """The same for each draw of documents, each document taken as often as it was drawn."""
        return self._found(draws.packed, draws.weights, draws.unpacked) if draws.weights else []

    def _found(
        self, times: Sequence[int], weights: Sequence[Sequence[int]], unpacked: Callable[[int], Sequence[int]]
    ) -> list[tuple[float, float]]:
        """`times` are multiples of documents in all draws at once, see `Resampling.packed`; `weights` those of each."""
        units, gaps = _by_length(self._units, times), _by_length(self._gaps, times)
        sums = [_Drawn() for _ in weights]
        longer = sorted(gaps)
        number = extent = 0  # of the gaps that are as long or longer, in all draws
        for size in sorted(units, reverse=True):
            while longer and longer[-1] >= size:
                gap = longer.pop()
                number += gaps[gap]
                extent += gap * gaps[gap]
            columns = (unpacked(units[size]), unpacked(number), unpacked(extent))
            for one, n, k, e in zip(sums, *columns, strict=True):
                one.add(size, n, k, e)
        return [self._disagreements(one, some) for one, some in zip(sums, weights, strict=True)]

    def _disagreements(self, units: "_Drawn", weights: Sequence[int]) -> tuple[float, float]:
        length, m = _dot(weights, self._lengths), self._m
        if not units.count or m < 2:
            return 0.0, 0.0
        expected = (units.count - 1) * units.among + units.in_gaps
        places = m * length * (m * length - 1) - units.inside
        observed = 2 * _dot(weights, self._observed) / (m * (m - 1) * length * length)
        return observed, 2 * expected / (length * places) if places else 0.0

    @property
    def count(self) -> int:
        return len(self._units)

    def figure(self) -> Figure:
        """α_U; `n` counts units of all annotators."""
        return overall([self])


def overall(tags: Sequence[Unitizing]) -> Figure:
    """1 - ΣD_o / ΣD_e over tags (Krippendorff 2004, 255)."""
    return alpha_u([tag.disagreements() for tag in tags], sum(tag.count for tag in tags))


def alpha_u(found: Sequence[tuple[float, float]], n: int) -> Figure:
    """The same from the disagreements observed and expected for each tag, and the number of units."""
    if not n:
        return none(NOTHING)
    expected = sum(map(itemgetter(1), found))
    if not expected:
        return none("Every unit is as long as its document or one character, so none could lie elsewhere.", n)
    return Figure(1 - sum(map(itemgetter(0), found)) / expected, n)


def _by_length(some: Iterable[tuple[int, int]], times: Sequence[int]) -> dict[int, int]:
    """From lengths and the documents they are in: how many there are of each length."""
    found: defaultdict[int, int] = defaultdict(int)
    for length, document in some:
        found[length] += times[document]
    return found


def _dot(a: Iterable[int], b: Iterable[int]) -> int:
    return sum(map(mul, a, b))


def _observed(document: Continuum) -> int:
    """Σδ² over unordered pairs of annotators: squared distances of units that meet, squared lengths of those alone."""
    total = 0
    for i, a in enumerate(document.units):
        for b in document.units[i + 1 :]:
            total += sum(_difference(unit, b, counts_meeting=True) for unit in a)
            total += sum(_difference(unit, a, counts_meeting=False) for unit in b)
    return total


def _difference(unit: Span, others: Sequence[Span], *, counts_meeting: bool) -> int:
    begin, end = unit
    at = bisect_left(others, begin, key=itemgetter(1))
    total, met = 0, False
    while at < len(others) and others[at].begin < end:
        if others[at].end > begin:
            met = True
            total += (others[at].begin - begin) ** 2 + (others[at].end - end) ** 2
        at += 1
    return (total if counts_meeting else 0) if met else (end - begin) ** 2
