"""Krippendorff's α for units that are cut out of a continuum, as units may lie anywhere and have any length."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import accumulate
from operator import itemgetter, mul
from typing import NamedTuple

from annotator.agreement.figure import Figure, none
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


class Unitizing:
    """α_U of one tag over documents; gaps do not run from one document into the next, so their order is no matter.

    K. Krippendorff, “On the reliability of unitizing continuous data”, Sociological Methodology 25 (1995), 47–76;
    Content Analysis, 2nd ed., Sage 2004, 251–256. All sums are integers, so that no order of adding changes a digit.
    """

    def __init__(self, documents: Sequence[Continuum], annotators: int) -> None:
        self._m = annotators
        self._lengths = [d.length for d in documents]
        self._observed = [_observed(d) for d in documents]
        gaps = sorted(((gap.end - gap.begin, i) for i, d in enumerate(documents) for gap in d.gaps()), reverse=True)
        self._gap_lengths = [length for length, _ in gaps]
        self._gap_documents = [i for _, i in gaps]
        shrinking = [-length for length in self._gap_lengths]
        self._units = [[unit.end - unit.begin for units in d.units for unit in units] for d in documents]
        self._among = [sum(n * (n - 1) * (2 * n - 1) // 3 for n in units) for units in self._units]
        self._inside = [sum(n * (n - 1) for n in units) for units in self._units]
        flat = [(n, i) for i, units in enumerate(self._units) for n in units]
        self._unit_documents = [i for _, i in flat]
        self._longer = [bisect_left(shrinking, 1 - n) for n, _ in flat]  # how many gaps are as long or longer
        self._squares = [n * n for n, _ in flat]
        self._cubes = [n * n * (n - 1) for n, _ in flat]

    def disagreements(self, weights: Sequence[int] | None = None) -> tuple[float, float]:
        """D_o and D_e, each document taken as often as its weight says; both 0 where nothing was annotated."""
        if weights is None:
            weights = [1] * len(self._lengths)
        length, m = _dot(weights, self._lengths), self._m
        count = _dot(weights, map(len, self._units))
        if not count or m < 2:
            return 0.0, 0.0
        gap_weights = [weights[i] for i in self._gap_documents]
        number = [0, *accumulate(gap_weights)]
        extent = [0, *accumulate(map(mul, gap_weights, self._gap_lengths))]
        unit_weights = [weights[i] for i in self._unit_documents]
        in_gaps = _dot(map(mul, unit_weights, self._squares), map(extent.__getitem__, self._longer))
        in_gaps -= _dot(map(mul, unit_weights, self._cubes), map(number.__getitem__, self._longer))
        expected = (count - 1) * _dot(weights, self._among) + in_gaps
        places = m * length * (m * length - 1) - _dot(weights, self._inside)
        observed = 2 * _dot(weights, self._observed) / (m * (m - 1) * length * length)
        return observed, 2 * expected / (length * places) if places else 0.0

    @property
    def count(self) -> int:
        return len(self._unit_documents)

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
