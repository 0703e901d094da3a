"""The figures of agreement as rows, for a table, the clipboard and CSV."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from annotator.agreement.figure import Figure
from annotator.agreement.summary import Matched, PairSummary, Summary
from annotator.services import saving
from annotator.services.agreeing import Gamma, gamma_figure

GROUPS = ("spans", "attributions", "entities", "chains")
_OF_SPANS = ("f1", "cohen_kappa", "fleiss_kappa", "krippendorff_alpha", "alpha_u", "gamma")
HEADING = (
    "group", "measure", "on", "match", "tag", "annotator_a", "annotator_b", "value", "low", "high", "n", "precision",
    "recall", "undefined",
)  # fmt: skip

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")


class Row(NamedTuple):
    """A figure with what it is of. `on` says what was judged, `match` how, where it is about matching.

    `tag` is None for all tags; `pair` is None where the figure is of all annotators at once.
    """

    group: str
    measure: str
    on: str
    match: str
    tag: str | None
    pair: tuple[str, str] | None
    figure: Figure
    precision: float | None = None
    recall: float | None = None


def rows(summary: Summary, gamma: Gamma | None = None) -> list[Row]:
    """Every figure once, in the order of the groups; those of annotations in that of their measures."""

    def place(row: Row) -> tuple[int, int]:
        return GROUPS.index(row.group), _OF_SPANS.index(row.measure) if row.group == "spans" else 0

    found = [row for pair in summary.pairs for row in _of_pair(pair)]
    found += [Row("spans", one.name, one.on, "", one.tag, one.pair, one.figure) for one in summary.measures]
    if gamma is not None:
        found.append(Row("spans", "gamma", "units", "", None, None, gamma_figure(gamma)))
    return sorted(found, key=place)


def _of_pair(pair: PairSummary) -> Iterator[Row]:
    who = (pair.a, pair.b)

    def row(group: str, measure: str, on: str, figure: Figure) -> Row:
        return Row(group, measure, on, "", None, who, figure)

    for tag, by_match in pair.spans.items():
        for match, one in by_match.items():
            yield _matched(Row("spans", "f1", "annotations", match, tag, who, one.f1), one)
    for level, by_match in pair.attributions.items():
        for match, one in by_match.items():
            yield _matched(Row("attributions", "f1", level, match, None, who, one.f1), one)
    for fact, figure in pair.facts.items():
        yield row("attributions", "krippendorff_alpha", fact, figure)
    yield row("entities", "cohen_kappa", "entity", pair.entities["kappa"])
    yield row("entities", "krippendorff_alpha", "entity", pair.entities["alpha"])
    for name, scores in pair.partitions.items():
        yield row("entities", f"{name}_f1", "groups", scores.f1)._replace(
            precision=scores.precision.value, recall=scores.recall.value
        )
    for name, figure in pair.chains.items():
        yield row("chains", name, "chain", figure)


def _matched(row: Row, one: Matched) -> Row:
    return row._replace(precision=one.precision, recall=one.recall)


def lines(some: Iterable[Row], names: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    """Heading and rows in words, numbers with all their digits."""
    yield HEADING
    for row in some:
        a, b = row.pair or ("", "")
        figure = row.figure
        said = (row.tag or "", names.get(a, ""), names.get(b, ""))
        numbers = (figure.value, figure.low, figure.high, figure.n, row.precision, row.recall)
        yield (
            row.group, row.measure, row.on, row.match, *map(_harmless, said),
            *("" if number is None else repr(number) for number in numbers), figure.undefined,
        )  # fmt: skip


def as_text(some: Sequence[Row], names: Mapping[str, str], *, delimiter: str = ",") -> str:
    """CSV, or with a tabulator what spreadsheets paste."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows(lines(some, names))
    return out.getvalue()


def _harmless(name: str) -> str:
    """A name that a spreadsheet would take for a formula is marked as text."""
    return f"'{name}" if name.startswith(_FORMULA) else name


def save(path: Path, some: Sequence[Row], names: Mapping[str, str]) -> None:
    """Write the figures as CSV, with the mark that tells spreadsheets it is UTF-8. Raises UserError where it cannot."""
    saving.save(path, b"\xef\xbb\xbf" + as_text(some, names).encode())
