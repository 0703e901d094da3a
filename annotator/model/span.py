"""Half-open ranges of code points."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from annotator.model.errors import RuleBroken


class Span(NamedTuple):
    """`[begin, end)` in code points of a document's stored text."""

    begin: int
    end: int

    def overlaps(self, other: "Span") -> bool:
        return self.begin < other.end and other.begin < self.end

    def covers(self, other: "Span") -> bool:
        return self.begin <= other.begin and other.end <= self.end

    def contains(self, position: int) -> bool:
        return self.begin <= position < self.end


def tidy(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same code points as sorted, disjoint, non-touching spans; empty ones vanish."""
    out: list[Span] = []
    for span in sorted(s for s in spans if s.begin < s.end):
        if out and span.begin <= out[-1].end:
            out[-1] = Span(out[-1].begin, max(out[-1].end, span.end))
        else:
            out.append(Span(*span))
    return tuple(out)


def check_order(spans: Iterable[Span]) -> None:
    """Raise RuleBroken unless the spans are non-empty, sorted, disjoint and start at 0 or later."""
    last = 0
    count = 0
    for begin, end in spans:
        if begin >= end:
            raise RuleBroken(f"span [{begin}, {end}) is empty or inverted")
        if begin < last:
            raise RuleBroken(
                "spans overlap, are unsorted or begin before the text" if count else "a span begins before the text"
            )
        last = end
        count += 1
    if not count:
        raise RuleBroken("an annotation needs at least one span")


def check_inside(spans: Iterable[Span], length: int) -> None:
    """Raise RuleBroken when a span ends beyond a text of `length` code points."""
    for begin, end in spans:
        if end > length:
            raise RuleBroken(f"span [{begin}, {end}) is outside the text of {length} characters")


def overlap(a: Sequence[Span], b: Sequence[Span]) -> int:
    """How many code points two sets of disjoint spans share."""
    shared = 0
    for begin, end in a:
        for other_begin, other_end in b:
            both = min(end, other_end) - max(begin, other_begin)
            if both > 0:
                shared += both
    return shared


def covers_all(outer: Iterable[Span], inner: Iterable[Span]) -> bool:
    """Whether every code point of `inner` lies in `outer`."""
    outside = tuple(outer)
    return all(any(o.covers(i) for o in outside) for i in inner)
