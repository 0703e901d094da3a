"""Finding an annotation's words again in a text where they are not at its offsets."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterator, Sequence
from heapq import nlargest
from itertools import repeat

from annotator.model.span import Span

Around = tuple[str, str]
"""What stands right before some words, and right after them."""


def _places(text: str, part: str) -> Iterator[int]:
    at = text.find(part)
    while at >= 0:
        yield at
        at = text.find(part, at + 1)


def reanchor(
    text: str, parts: Sequence[str], spans: Sequence[Span], around: Sequence[Around] = ()
) -> tuple[Span, ...] | None:
    """Where the parts stand in the text, when there is only one place where they can be meant; None otherwise.

    That is the only place where all stand as far from each other as the spans say, or, when there is none, the only
    one of each. Among several places `around` chooses, which tells what stands around each part; where nothing is told
    of that, the only one that shares characters with the offsets. A place that is merely the nearest tells nothing: in
    a text with a new first sentence it is the wrong one.
    """
    if not parts or len(parts) != len(spans) or not all(parts):
        return None
    known = list(around) if len(around) == len(parts) else [("", "")] * len(parts)
    wide = max(range(len(parts)), key=lambda number: len(parts[number]))
    together = [by for at in _places(text, parts[wide]) if stand(text, parts, spans, by := at - spans[wide].begin)]
    if together:
        shift = _chosen(together, lambda by: sum(map(_fits, repeat(text), parts, (s.begin + by for s in spans), known)))
        if shift is None and not any(map(any, known)):
            shift = _only([by for by in together if abs(by) < min(map(len, parts))])
        return shifted(parts, spans, shift) if shift is not None else None
    out: list[Span] = []
    for part, one in zip(parts, known, strict=True):
        at = _chosen(list(_places(text, part)), lambda at: _fits(text, part, at, one))  # noqa: B023 - called at once
        if at is None or (out and at < out[-1].end):
            return None
        out.append(Span(at, at + len(part)))
    return tuple(out)


def _only(places: Sequence[int]) -> int | None:
    return places[0] if len(places) == 1 else None


def _chosen(places: Sequence[int], support: Callable[[int], int]) -> int | None:
    """The only place, or the one with more support than any other."""
    if len(places) < 2:
        return places[0] if places else None
    ranked = nlargest(2, places, key=support)
    return ranked[0] if support(ranked[0]) > support(ranked[1]) else None


def _fits(text: str, part: str, at: int, around: Around) -> int:
    """On how many sides what stands around a place is what was told: 0, 1 or 2."""
    before, after = around
    return bool(before and text.endswith(before, 0, at)) + bool(after and text.startswith(after, at + len(part)))


def stand(text: str, parts: Sequence[str], spans: Sequence[Span], by: int) -> bool:
    """Whether all parts stand where their spans begin, moved by so many code points, without touching each other."""
    last = 0
    for part, span in zip(parts, spans, strict=True):
        at = span.begin + by
        if at < last or not text.startswith(part, at):
            return False
        last = at + len(part)
    return True


def shifted(parts: Sequence[str], spans: Sequence[Span], by: int) -> tuple[Span, ...]:
    return tuple(Span(s.begin + by, s.begin + by + len(p)) for p, s in zip(parts, spans, strict=True))


class Shifts:
    """How far from their offsets the annotations of a text were found: context for those whose words stand often.

    Offsets that were counted otherwise, such as with line ends as two, are wrong by the same number on a stretch.
    """

    def __init__(self) -> None:
        self._known: list[tuple[int, int]] = []

    def learn(self, before: Sequence[Span], after: Sequence[Span]) -> None:
        """Take note of an annotation that was found beyond doubt."""
        insort(self._known, (before[0].begin, after[0].begin - before[0].begin))

    def place(self, text: str, parts: Sequence[str], spans: Sequence[Span]) -> tuple[Span, ...] | None:
        """Where the parts stand when they are off by as much as what is found on both sides of them; None otherwise."""
        if len(parts) != len(spans) or not all(parts):
            return None
        below = bisect_right(self._known, (spans[0].begin, len(text))) - 1
        above = bisect_left(self._known, (spans[-1].end, -len(text)))
        if below < 0 or above >= len(self._known) or self._known[below][1] != self._known[above][1]:
            return None
        by = self._known[below][1]
        return shifted(parts, spans, by) if stand(text, parts, spans, by) else None
