"""Whether two annotators put the same mentions together, whatever they call the groups."""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import NamedTuple

from annotator.agreement.figure import Figure, none

Named = tuple[Hashable, Hashable]
"""A mention both annotators named: the group that one put it into, and the other."""


class Scores(NamedTuple):
    """Precision and recall from the first annotator's side, and their harmonic mean."""

    precision: Figure
    recall: Figure
    f1: Figure


def b_cubed(mentions: Mapping[Named, int] | Sequence[Named]) -> Scores:
    """B³: for each mention, how much of its group the other annotator put together too; the mean over mentions.

    A. Bagga and B. Baldwin, “Algorithms for scoring coreference chains”, LREC Workshop on Linguistic Coreference 1998,
    563–566. The first annotator is the one who is asked, the second the reference.
    """
    both, first, second = _groups(mentions)
    n = both.total()
    if not n:
        why = "No mention was named by both annotators."
        return Scores(none(why), none(why), none(why))
    precision = sum(_ratios((k * k, first[a]) for (a, _), k in both.items())) / n
    recall = sum(_ratios((k * k, second[b]) for (_, b), k in both.items())) / n
    return _scores(precision, recall, n)


def links(mentions: Mapping[Named, int] | Sequence[Named]) -> Scores:
    """Of the pairs of mentions that one annotator put together, those that the other did too.

    The pairs of W. M. Rand, “Objective criteria for the evaluation of clustering methods”, JASA 66 (1971), 846–850.
    """
    both, first, second = _groups(mentions)
    agreed, of_a, of_b = (sum(k * (k - 1) // 2 for k in c.values()) for c in (both, first, second))
    if not of_a + of_b:
        why = "No annotator put two mentions together."
        return Scores(none(why), none(why), none(why))
    why = "This annotator put no two mentions together."
    return Scores(
        Figure(agreed / of_a, of_a) if of_a else none(why),
        Figure(agreed / of_b, of_b) if of_b else none(why),
        Figure(2 * agreed / (of_a + of_b), of_a + of_b),
    )


def _groups(
    mentions: Mapping[Named, int] | Sequence[Named],
) -> tuple[Counter[Named], Counter[Hashable], Counter[Hashable]]:
    both = Counter(mentions)
    first: Counter[Hashable] = Counter()
    second: Counter[Hashable] = Counter()
    for (a, b), n in both.items():
        first[a] += n
        second[b] += n
    return both, first, second


def _ratios(parts: Iterable[tuple[int, int]]) -> list[float]:
    return sorted(part / whole for part, whole in parts)


def _scores(precision: float, recall: float, n: int) -> Scores:
    return Scores(Figure(precision, n), Figure(recall, n), Figure(2 * precision * recall / (precision + recall), n))
