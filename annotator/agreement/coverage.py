"""What each annotator says of every character or token, as runs of places where nobody changes their mind."""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from annotator.model.span import Span

Marks = Mapping[str, Sequence[tuple[str, tuple[Span, ...]]]]
"""From annotator to their annotations, each a tag and its spans."""


class Run(NamedTuple):
    """`length` places with the same tags: one set of tags for each annotator."""

    length: int
    tags: tuple[frozenset[str], ...]


def runs(marks: Marks, length: int) -> Iterator[Run]:
    """The places from 0 to `length`, in order, as the longest runs that are alike."""
    changes: dict[int, list[tuple[int, str, int]]] = {}
    for i, annotations in enumerate(marks.values()):
        for tag, spans in annotations:
            for begin, end in spans:
                changes.setdefault(begin, []).append((i, tag, 1))
                changes.setdefault(end, []).append((i, tag, -1))
    counts: list[Counter[str]] = [Counter() for _ in marks]
    tags = [frozenset[str]() for _ in marks]
    at = 0
    for place in sorted(changes):
        if place > at:
            yield Run(place - at, tuple(tags))
            at = place
        for i, tag, step in changes[place]:
            counts[i][tag] += step
        for i in {i for i, _, _ in changes[place]}:
            tags[i] = frozenset(tag for tag, n in counts[i].items() if n > 0)
    if length > at:
        yield Run(length - at, tuple(tags))


Table = Mapping[tuple[Hashable, ...], int]
"""How many places have these categories, one for each annotator."""


def table(found: Iterable[Run], tag: str | None) -> Table:
    """The places of runs by the categories that each annotator gave; see `category`."""
    out: Counter[tuple[Hashable, ...]] = Counter()
    for run in found:
        out[tuple([category(tags, tag) for tags in run.tags])] += run.length
    return out


def cells(of: Table, a: int, b: int) -> Counter[tuple[Hashable, Hashable]]:
    """For two annotators by their number: places by the category each gave."""
    out: Counter[tuple[Hashable, Hashable]] = Counter()
    for categories, length in of.items():
        out[categories[a], categories[b]] += length
    return out


def units(of: Table) -> Iterator[tuple[Counter[Hashable], int]]:
    """For all annotators: the categories of a place, and how many such places there are."""
    for categories, length in of.items():
        yield Counter(categories), length


def category(tags: frozenset[str], tag: str | None) -> Hashable:
    """Whether a place has the tag; without one, which tags it has, since tags overlap and nest."""
    return "+".join(sorted(tags)) if tag is None else tag in tags
