"""Whether two annotators put the same mentions together, whatever they call the groups."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence
from math import fsum
from typing import NamedTuple

from annotator.agreement.figure import Figure, none

Named = tuple[Hashable, Hashable]
"""A mention both annotators named: the group that one put it into, and the other."""


class Scores(NamedTuple):
    """Precision and recall from the first annotator's side, and their harmonic mean."""

    precision: Figure
    recall: Figure
    f1: Figure


class Groups:
    """How often two annotators put mentions into which groups of theirs; counts of 1 or more."""

    def __init__(self, mentions: Mapping[Named, int] | Sequence[Named]) -> None:
        self.both: Counter[Named] = Counter(mentions)
        self.first: defaultdict[Hashable, int] = defaultdict(int)
        self.second: defaultdict[Hashable, int] = defaultdict(int)
        for (a, b), n in self.both.items():
            self.first[a] += n
            self.second[b] += n


def b_cubed(groups: Groups) -> Scores:
    """B³: for each mention, how much of its group the other annotator put together too; the mean over mentions.

    A. Bagga and B. Baldwin, “Algorithms for scoring coreference chains”, LREC Workshop on Linguistic Coreference 1998,
    563–566. The first annotator is the one who is asked, the second the reference.
    """
    n = groups.both.total()
    if not n:
        why = "No mention was named by both annotators."
        return Scores(none(why), none(why), none(why))
    together: tuple[defaultdict[Hashable, int], ...] = (defaultdict(int), defaultdict(int))
    for (a, b), k in groups.both.items():
        together[0][a] += k * k
        together[1][b] += k * k
    precision, recall = (
        fsum(k / whole[group] for group, k in some.items()) / n  # exact, so that no order of groups changes a digit
        for some, whole in zip(together, (groups.first, groups.second), strict=True)
    )
    return Scores(Figure(precision, n), Figure(recall, n), Figure(2 * precision * recall / (precision + recall), n))


def links(groups: Groups) -> Scores:
    """Of the pairs of mentions that one annotator put together, those that the other did too.

    The pairs of W. M. Rand, “Objective criteria for the evaluation of clustering methods”, JASA 66 (1971), 846–850.
    """
    tables = (groups.both, groups.first, groups.second)
    agreed, of_a, of_b = (sum(k * (k - 1) // 2 for k in table.values()) for table in tables)
    if not of_a + of_b:
        why = "No annotator put two mentions together."
        return Scores(none(why), none(why), none(why))
    why = "This annotator put no two mentions together."
    return Scores(
        Figure(agreed / of_a, of_a) if of_a else none(why),
        Figure(agreed / of_b, of_b) if of_b else none(why),
        Figure(2 * agreed / (of_a + of_b), of_a + of_b),
    )
