"""γ: agreement on where units lie and what they are at once, by the cheapest alignment.

Y. Mathet, A. Widlöcher and J.-P. Métivier, “The unified and holistic method gamma (γ) for inter-annotator agreement
measure and alignment”, Computational Linguistics 41 (2015), 437–479. With the authors' parameters, α = 3, β = 1 and
Δ∅ = 1, the positional dissimilarity for sporadic units, categories equal or not.
"""

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations
from math import ceil, fsum, sqrt
from statistics import fmean, stdev
from typing import NamedTuple

from annotator.agreement.matching import best_matching

ALPHA, BETA, ALONE = 3.0, 1.0, 1.0
SAMPLES, PRECISION = 30, 0.02
MOST_STEPS = 20_000
"""Of the exact search in one connected component of the units of three or more annotators."""


class Unit(NamedTuple):
    begin: int
    end: int
    category: str


Continuum = Sequence[Sequence[Unit]]
"""One document: the units of each annotator."""


class TooManyWays(Exception):
    """The exact search would take too long."""


def dissimilarity(a: Unit, b: Unit) -> float:
    """α·d_pos + β·d_cat (Mathet et al. 2015, 4.4–4.6)."""
    apart = (abs(a.begin - b.begin) + abs(a.end - b.end)) / (a.end - a.begin + b.end - b.begin)
    return ALONE * (ALPHA * apart * apart + BETA * (a.category != b.category))


def cost(continuum: Continuum) -> float:
    """The cost of the best alignment before it is divided by the mean number of units: the disorder times x̄.

    Raises TooManyWays when three or more annotators leave more to search than `MOST_STEPS`.
    """
    if len(continuum) == 2:
        return _cost_of_two(*continuum)
    return fsum(_cheapest(component) for component in _components(continuum))


def disorder(continuum: Continuum) -> float:
    """δ of the best alignment (Mathet et al. 2015, 4.3)."""
    return cost(continuum) * len(continuum) / sum(map(len, continuum))


def _cost_of_two(a: Sequence[Unit], b: Sequence[Unit]) -> float:
    edges = [{j: w for j, y in enumerate(b) if (w := 2 * ALONE - dissimilarity(x, y)) > 0} for x in a]
    pairs = best_matching(edges)
    together = fsum(dissimilarity(a[i], b[j]) for i, j in pairs.items())
    return together + ALONE * (len(a) + len(b) - 2 * len(pairs))


Together = tuple[frozenset[tuple[int, int]], float]
"""Units that may be aligned with each other, as (annotator, number), and what that costs."""


def _components(continuum: Continuum) -> list[list[Together]]:
    """Every unitary alignment that can be in a best one, by connected component.

    One that costs more than its units alone is never in it (5.3.1 of the paper). Pairs with nothing count as Δ∅.
    """
    n = len(continuum)
    pairs = n * (n - 1) / 2
    places: list[list[int | None]] = [[None, *range(len(units))] for units in continuum]
    kept: list[Together] = []

    def extend(members: list[tuple[int, int]], spent: float) -> None:
        """`spent` is the sum of dissimilarities of the members so far; each later one is tried."""
        begin = members[-1][0] + 1
        size = len(members)
        price = (spent + ALONE * (pairs - size * (size - 1) / 2)) / pairs
        if price <= ALONE * size + 1e-12:
            kept.append((frozenset(members), price))
        for annotator in range(begin, n):
            for place in places[annotator]:
                if place is None:
                    continue
                unit = continuum[annotator][place]
                more = [dissimilarity(continuum[i][j], unit) for i, j in members]
                if spent + sum(more) <= n * ALONE * pairs:
                    extend([*members, (annotator, place)], spent + sum(more))

    for annotator in range(n):
        for place in range(len(continuum[annotator])):
            extend([(annotator, place)], 0.0)
    return _connected(kept)


def _connected(kept: Sequence[Together]) -> list[list[Together]]:
    root: dict[tuple[int, int], tuple[int, int]] = {}

    def find(unit: tuple[int, int]) -> tuple[int, int]:
        while root.setdefault(unit, unit) != unit:
            root[unit] = root[root[unit]]
            unit = root[unit]
        return unit

    for members, _ in kept:
        first, *rest = members
        for other in rest:
            root[find(other)] = find(first)
    groups: dict[tuple[int, int], list[Together]] = {}
    for one in kept:
        groups.setdefault(find(next(iter(one[0]))), []).append(one)
    return list(groups.values())


def _cheapest(choices: Sequence[Together]) -> float:
    """The cheapest way to use every unit once: branch and bound, always at the unit with the fewest choices."""
    containing: dict[tuple[int, int], list[Together]] = {}
    for one in choices:
        for unit in one[0]:
            containing.setdefault(unit, []).append(one)
    for some in containing.values():
        some.sort(key=lambda one: (one[1] / len(one[0]), sorted(one[0])))
    floor = {unit: some[0][1] / len(some[0][0]) for unit, some in containing.items()}
    best = ALONE * len(containing)
    steps = 0

    def search(left: frozenset[tuple[int, int]], spent: float) -> None:
        nonlocal best, steps
        steps += 1
        if steps > MOST_STEPS:
            raise TooManyWays
        if not left:
            best = min(best, spent)
            return
        if spent + sum(floor[unit] for unit in left) >= best - 1e-12:
            return
        unit = min(left, key=lambda u: (len(containing[u]), u))
        for members, price in containing[unit]:
            if members <= left:
                search(left - members, spent + price)

    search(frozenset(containing), 0.0)
    return best


class Gamma(NamedTuple):
    """γ with what it took. `low` and `high` hold the sampling error of the expected disorder (95 %)."""

    value: float | None
    low: float | None
    high: float | None
    observed: float
    expected: float
    samples: int
    seed: int
    units: int
    pairwise: bool
    undefined: str = ""


Progress = Callable[[int, int], None]
"""Told how many samples are done, and how many are wanted by now."""


def gamma(
    documents: Sequence[tuple[Continuum, int]], *, seed: int, progress: Progress = lambda _done, _of: None
) -> Gamma:
    """γ over documents, each with its length: 1 - (sum of costs observed) / (sum of costs expected).

    For one document that is 1 - δ_o / δ_e. The expected cost is the mean over samples of the shuffled corpus; 30
    samples, and then as many as bring the error of that mean to 2 % (5.2.3 of the paper). Where three or more
    annotators leave too much to search, the mean over pairs of annotators stands for the best alignment, and `pairwise`
    says so. `progress` is told before each document of each sample and may raise to stop.

    In whatever order documents, annotators and units come, every digit is the same.
    """
    documents = sorted((sorted(sorted(some) for some in continuum), length) for continuum, length in documents)
    units = sum(len(some) for continuum, _ in documents for some in continuum)
    try:
        return _gamma(documents, cost, seed, progress, units, pairwise=False)
    except TooManyWays:
        return _gamma(documents, _cost_by_pairs, seed, progress, units, pairwise=True)


def _cost_by_pairs(continuum: Continuum) -> float:
    return fmean(_cost_of_two(a, b) for a, b in combinations(continuum, 2))


def _gamma(
    documents: Sequence[tuple[Continuum, int]], price: Callable[[Continuum], float], seed: int,
    progress: Progress, units: int, *, pairwise: bool,
) -> Gamma:  # fmt: skip
    if not units:
        return Gamma(None, None, None, 0, 0, 0, seed, 0, pairwise, "Nothing was annotated.")
    sampled: list[float] = []
    wanted = SAMPLES

    def costs(continua: Iterable[Continuum]) -> Iterator[float]:
        for continuum in continua:
            progress(len(sampled), wanted)
            yield price(continuum)

    observed = fsum(costs(c for c, _ in documents))
    generator = random.Random(seed)  # noqa: S311 - shuffles, keeps no secret
    while len(sampled) < wanted:
        sampled.append(fsum(costs(shuffled(c, length, generator) for c, length in documents)))
        if len(sampled) == SAMPLES and (mean := fmean(sampled)):
            wanted = max(SAMPLES, ceil((1.96 * stdev(sampled) / mean / PRECISION) ** 2))
    expected = fmean(sampled)
    if not expected:
        why = "Units that are shuffled differ in nothing."
        return Gamma(None, None, None, observed, 0, wanted, seed, units, pairwise, why)
    error = 1.96 * stdev(sampled) / sqrt(wanted)
    low, high = (1 - observed / e if e > 0 else None for e in (expected - error, expected + error))
    return Gamma(1 - observed / expected, low, high, observed, expected, wanted, seed, units, pairwise)


def shuffled(continuum: Continuum, length: int, generator: random.Random) -> list[list[Unit]]:
    """Annotators as if by chance: each is one of those there are, cut at a place of its own and put together again.

    Cuts are at least the mean length of a unit apart, where the text has room for that (5.2.1 of the paper); a unit
    that is cut stays whole.
    """
    everyone = sorted(sorted(units) for units in continuum)
    sizes = [unit.end - unit.begin for units in everyone for unit in units]
    apart = sum(sizes) / len(sizes) if sizes else 0.0
    cuts: list[int] = []
    out: list[list[Unit]] = []
    for _ in continuum:
        for _ in range(50):
            cut = generator.randrange(max(length, 1))
            if all(min(abs(cut - c), length - abs(cut - c)) >= apart for c in cuts):
                break
        cuts.append(cut)
        some = everyone[generator.randrange(len(everyone))]
        out.append(
            [Unit(b - cut, e - cut, c) if b >= cut else Unit(b - cut + length, e - cut + length, c) for b, e, c in some]
        )
    return out
