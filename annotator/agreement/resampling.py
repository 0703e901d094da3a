"""Intervals: what a figure would have been with other documents of the same kind."""

import random
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from functools import cached_property
from struct import Struct
from typing import TypeVar

from annotator.agreement.figure import Figure, Sums

RESAMPLES = 200
SEED = 20041

_Key = TypeVar("_Key", bound=Hashable)


class Resampling:
    """Percentile bootstrap of 95 % with documents as the units drawn, the same draws for every figure.

    B. Efron and R. J. Tibshirani, An Introduction to the Bootstrap, Chapman & Hall 1993, chapter 13. Documents must
    come in an order of their own, not in that of a list; then the same seed gives the same interval.
    """

    def __init__(self, documents: int, *, resamples: int = RESAMPLES, seed: int = SEED) -> None:
        generator = random.Random(seed)  # noqa: S311 - draws documents, keeps no secret
        self.weights: list[list[int]] = []
        if documents > 1:
            for _ in range(resamples):
                drawn = Counter(generator.choices(range(documents), k=documents))
                self.weights.append([drawn[i] for i in range(documents)])

    def of_sums(self, documents: Sequence[Sums], formula: Callable[[Sums], Figure]) -> Figure:
        """A figure over all documents, from what each contributes, with its interval."""
        return self.figures(documents, formula)[0]

    def figures(self, documents: Sequence[Sums], *formulas: Callable[[Sums], Figure]) -> list[Figure]:
        """Several figures from the same sums, each with its interval."""
        total = added(documents)
        found = [formula(total) for formula in formulas]
        if not self.weights or all(figure.value is None for figure in found):
            return found
        values = [[formula(sums).value for formula in formulas] for sums in self.drawn(documents)]
        return [between(figure, some) for figure, some in zip(found, zip(*values, strict=True), strict=True)]

    def drawn(self, documents: Sequence[Mapping[_Key, int]]) -> Iterator[dict[_Key, int]]:
        """The counts of all documents in each draw; those that are 0 are left out."""
        if not self.weights:
            return
        totals: dict[_Key, int] = {}
        for sums, times in zip(documents, self.packed, strict=True):
            for key, n in sums.items():
                totals[key] = totals.get(key, 0) + n * times
        columns = [self.unpacked(total) for total in totals.values()]
        for row in zip(*columns, strict=True) if columns else [()] * len(self.weights):
            yield {key: n for key, n in zip(totals, row, strict=True) if n}

    @cached_property
    def packed(self) -> list[int]:
        """For each document how often it is in each draw: side by side in one long integer.

        So what a document adds to all draws is one multiplication. `unpacked` gives the totals of the draws back, which
        must be below 2⁶⁴: counts of places and of items are.
        """
        return [int.from_bytes(self._row.pack(*times), "little") for times in zip(*self.weights, strict=True)]

    def unpacked(self, total: int) -> tuple[int, ...]:
        """The total of each draw, from a sum of multiples of `packed`."""
        return self._row.unpack(total.to_bytes(self._row.size, "little"))

    @property
    def _row(self) -> Struct:
        return Struct(f"<{len(self.weights)}Q")


def between(figure: Figure, drawn: Sequence[float | None]) -> Figure:
    """The figure with the interval that holds 95 % of the values drawn; without one where most are undefined."""
    values = sorted(value for value in drawn if value is not None)
    if figure.value is None or not values or 2 * len(values) < len(drawn):
        return figure
    edge = round(0.025 * (len(values) - 1))
    return figure._replace(low=values[edge], high=values[-1 - edge])


def added(documents: Sequence[Mapping[_Key, int]]) -> Counter[_Key]:
    """The counts of all documents."""
    total: Counter[_Key] = Counter()
    for sums in documents:
        total.update(sums)
    return total
