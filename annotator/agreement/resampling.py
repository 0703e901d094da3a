"""Intervals: what a figure would have been with other documents of the same kind."""

import random
from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from operator import mul

from annotator.agreement.figure import Figure, Sums

RESAMPLES = 200
SEED = 20041


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

    def around(self, figure: Figure, again: Callable[[Sequence[int]], Figure]) -> Figure:
        """The figure with its interval; without one where there are too few documents, or most draws define nothing."""
        if figure.value is None or not self.weights:
            return figure
        values = sorted(v for weights in self.weights if (v := again(weights).value) is not None)
        if 2 * len(values) < len(self.weights):
            return figure
        edge = round(0.025 * (len(values) - 1))
        return figure._replace(low=values[edge], high=values[-1 - edge])

    def of_sums(self, documents: Sequence[Sums], formula: Callable[[Sums], Figure]) -> Figure:
        """A figure over all documents, from what each contributes, with its interval."""
        figure = formula(added(documents))
        if figure.value is None or not self.weights:
            return figure
        columns: dict[Hashable, tuple[list[int], list[int]]] = {}  # from key to documents and their counts
        for i, sums in enumerate(documents):
            for key, n in sums.items():
                where, counts = columns.setdefault(key, ([], []))
                where.append(i)
                counts.append(n)

        def again(weights: Sequence[int]) -> Figure:
            weight = weights.__getitem__
            return formula({key: sum(map(mul, counts, map(weight, where))) for key, (where, counts) in columns.items()})

        return self.around(figure, again)


def added(documents: Sequence[Sums]) -> Counter[Hashable]:
    """The counts of all documents."""
    total: Counter[Hashable] = Counter()
    for sums in documents:
        total.update(sums)
    return total
