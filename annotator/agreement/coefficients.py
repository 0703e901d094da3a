"""Coefficients for categories, as formulas over sums: what a document contributes adds up over documents.

Every coefficient is a pair of functions: one counts what a document (or a run of equal units) contributes, the other
makes the figure from the added-up counts. So the same formula serves a document, a project and a resampled project.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping

from annotator.agreement.figure import Figure, Sums, none

ONE_CATEGORY = "Only one category was used, so nothing could have differed by chance."
NO_PAIRS = "No unit was judged by two annotators."


def pair_sums(cells: Mapping[tuple[Hashable, Hashable], int]) -> Counter[Hashable]:
    """For two annotators, from how often each pair of categories came together."""
    out: Counter[Hashable] = Counter()
    for (a, b), n in cells.items():
        out["n"] += n
        out["agreed"] += n if a == b else 0
        out["a", a] += n
        out["b", b] += n
    return out


def _margins(sums: Sums) -> tuple[dict[Hashable, int], dict[Hashable, int]]:
    sides: tuple[dict[Hashable, int], dict[Hashable, int]] = ({}, {})
    for key, n in sums.items():
        if isinstance(key, tuple) and n:
            sides[key[0] == "b"][key[1]] = n
    return sides


def _chance_corrected(agreed: int, chance: int, n: int) -> Figure:
    """(A_o - A_e) / (1 - A_e), with A_o = agreed / n and A_e = chance / n²."""
    if not n:
        return none(NO_PAIRS)
    if chance == n * n:
        return none(ONE_CATEGORY, n)
    return Figure((n * agreed - chance) / (n * n - chance), n)


def cohen_kappa(sums: Sums) -> Figure:
    """Cohen's κ: chance from each annotator's own distribution.

    J. Cohen, “A coefficient of agreement for nominal scales”, Educational and Psychological Measurement 20 (1960),
    37–46; in the notation of R. Artstein and M. Poesio, “Inter-coder agreement for computational linguistics”,
    Computational Linguistics 34 (2008), 555–596.
    """
    a, b = _margins(sums)
    chance = sum(n * b.get(category, 0) for category, n in a.items())
    return _chance_corrected(sums.get("agreed", 0), chance, sums.get("n", 0))


def scott_pi(sums: Sums) -> Figure:
    """Scott's π: chance from the distribution of both annotators together.

    W. A. Scott, “Reliability of content analysis”, Public Opinion Quarterly 19 (1955), 321–325; Artstein and
    Poesio 2008.
    """
    a, b = _margins(sums)
    n = sums.get("n", 0)
    chance4 = sum((a.get(c, 0) + b.get(c, 0)) ** 2 for c in a.keys() | b.keys())
    if not n:
        return none(NO_PAIRS)
    if chance4 == 4 * n * n:
        return none(ONE_CATEGORY, n)
    return Figure((4 * n * sums.get("agreed", 0) - chance4) / (4 * n * n - chance4), n)


def unit_sums(units: Iterable[tuple[Mapping[Hashable, int], int]]) -> Counter[Hashable]:
    """For any number of annotators, from units: how often each category was given, and how many such units there are.

    Units with fewer than two values are left out; a missing value is not a category.
    """
    out: Counter[Hashable] = Counter()
    for values, times in units:
        judged = sum(values.values())
        if judged < 2:
            continue
        out["units"] += times
        out["agreeing", judged] += times * sum(n * (n - 1) for n in values.values())
        for category, n in values.items():
            out["given", judged, category] += times * n
    return out


def keep_local(sums: Counter[Hashable], local: Callable[[Hashable], bool]) -> Counter[Hashable]:
    """The same for α with the categories of one document alone, which no other document can have, merely counted.

    They are kept as their number and the sum of its squares, so that a large project does not carry each of them.
    """
    out: Counter[Hashable] = Counter()
    for key, n in sums.items():
        if isinstance(key, tuple) and key[0] == "given" and local(key[2]):
            out["local"] += n
            out["local_squares"] += n * n
        else:
            out[key] += n
    return out


def _given(sums: Sums, judged: int | None = None) -> Counter[Hashable]:
    totals: Counter[Hashable] = Counter()
    for key, n in sums.items():
        if isinstance(key, tuple) and key[0] == "given" and n and judged in (None, key[1]):
            totals[key[2]] += n
    return totals


def nominal_alpha(sums: Sums) -> Figure:
    """Krippendorff's α for nominal data, any number of annotators, with missing values. `n` counts units.

    α = 1 - D_o / D_e by coincidences: K. Krippendorff, Content Analysis, 2nd ed., Sage 2004, 221–230.
    """
    totals = _given(sums)
    n = totals.total() + sums.get("local", 0)
    if not n:
        return none(NO_PAIRS)
    by_size = sorted((key[1], k) for key, k in sums.items() if isinstance(key, tuple) and key[0] == "agreeing")
    agreeing = sum(count / (judged - 1) for judged, count in by_size)
    expected = n * n - sum(c * c for c in totals.values()) - sums.get("local_squares", 0)
    if not expected:
        return none(ONE_CATEGORY, sums.get("units", 0))
    return Figure(1 - (n - 1) * (n - agreeing) / expected, sums.get("units", 0))


def fleiss_kappa(sums: Sums, annotators: int) -> Figure:
    """Fleiss' κ over the units that all annotators judged.

    J. L. Fleiss, “Measuring nominal scale agreement among many raters”, Psychological Bulletin 76 (1971), 378–382.
    """
    totals = _given(sums, annotators)
    values = totals.total()
    if not values:
        return none("No unit was judged by all annotators.")
    units = values // annotators
    chance = sum(n * n for n in totals.values())
    if chance == values * values:
        return none(ONE_CATEGORY, units)
    observed = sums.get(("agreeing", annotators), 0) / (values * (annotators - 1))
    by_chance = chance / (values * values)
    return Figure((observed - by_chance) / (1 - by_chance), units)


def f1(sums: Sums) -> Figure:
    """2m / (n_A + n_B): the harmonic mean of precision and recall, the same from either side. `n` is n_A + n_B.

    C. J. van Rijsbergen, Information Retrieval, 2nd ed., Butterworths 1979, chapter 7; G. Hripcsak and A. S.
    Rothschild, “Agreement, the F-measure, and reliability in information retrieval”, JAMIA 12 (2005), 296–298, on
    why it stands in for κ where what nobody marked cannot be counted.
    """
    n = sums.get("n_a", 0) + sums.get("n_b", 0)
    return Figure(2 * sums.get("matched", 0) / n, n) if n else none("Neither annotator has any.")
