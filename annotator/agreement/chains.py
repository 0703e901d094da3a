"""Whether two annotators see the same words come the same way, on attributions whose contents are aligned."""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence

from annotator.agreement.coefficients import keep_local, pair_sums, unit_sums
from annotator.agreement.figure import Figure, Sums, share

NO_PARENT = "none"
NOT_ALIGNED = "No two attributions have the same content."

Hops = tuple[Hashable, ...]
"""A chain from the article inwards: what stands for the sources of each hop."""


def parent_sums(
    pairs: Sequence[tuple[str, str]], parents_a: Mapping[str, str | None], parents_b: Mapping[str, str | None]
) -> tuple[Counter[Hashable], Counter[Hashable]]:  # fmt: skip
    """Counts for accuracy and edges, and for α over parents, of aligned attributions of one document, by id.

    "None" is a value like any other. A parent that is not aligned with anything agrees with nothing.
    """
    number_a = {a: i for i, (a, _) in enumerate(pairs)}
    number_b = {b: i for i, (_, b) in enumerate(pairs)}
    sums: Counter[Hashable] = Counter()
    labels: list[Counter[Hashable]] = []
    for a, b in pairs:
        above_a, above_b = parents_a.get(a), parents_b.get(b)
        label_a = _label(above_a, number_a, "a")
        label_b = _label(above_b, number_b, "b")
        sums["aligned"] += 1
        sums["same"] += label_a == label_b
        sums["matched"] += label_a == label_b and above_a is not None
        labels.append(Counter((label_a, label_b)))
    sums["n_a"] = sum(parent is not None for parent in parents_a.values())
    sums["n_b"] = sum(parent is not None for parent in parents_b.values())
    return sums, keep_local(unit_sums((label, 1) for label in labels), lambda label: label != NO_PARENT)


def _label(parent: str | None, number: Mapping[str, Hashable], side: str) -> Hashable:
    if parent is None:
        return NO_PARENT
    return number.get(parent, (side, parent))


def accuracy(sums: Sums) -> Figure:
    """The share of aligned attributions with the same parent: unlabelled attachment, as parsers are measured.

    S. Buchholz and E. Marsi, “CoNLL-X shared task on multilingual dependency parsing”, CoNLL 2006, 149–164.
    """
    return share(sums.get("same", 0), sums.get("aligned", 0), NOT_ALIGNED)


def chain_sums(pairs: Sequence[tuple[Hops, Hops]]) -> Counter[Hashable]:
    """Of aligned attributions: how many chains are identical, and how near the others come."""
    sums: Counter[Hashable] = Counter()
    for a, b in pairs:
        longer = max(len(a), len(b), 1)
        sums["aligned"] += 1
        sums["identical"] += a == b
        sums["near", longer] += longer - distance(a, b)
    return sums


def identical(sums: Sums) -> Figure:
    """The share of aligned attributions whose whole chains are the same."""
    return share(sums.get("identical", 0), sums.get("aligned", 0), NOT_ALIGNED)


def graded(sums: Sums) -> Figure:
    """The mean over aligned attributions of 1 - Levenshtein distance / length of the longer chain.

    V. I. Levenshtein, “Binary codes capable of correcting deletions, insertions, and reversals”, Soviet Physics Doklady
    10 (1966), 707–710.
    """
    n = sums.get("aligned", 0)
    near = sorted((key[1], count) for key, count in sums.items() if isinstance(key, tuple) and key[0] == "near")
    return share(0, n, NOT_ALIGNED)._replace(value=sum(c / longer for longer, c in near) / n if n else None)


def distance(a: Hops, b: Hops) -> int:
    """Levenshtein's: the fewest insertions, deletions and substitutions that make one of the other."""
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        previous, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (x != y))
    return row[-1]


def second_hand_sums(pairs: Sequence[tuple[bool, bool]]) -> Counter[Hashable]:
    """Whether aligned attributions are second-hand to each, for `coefficients.cohen_kappa`."""
    return pair_sums(Counter(pairs))
