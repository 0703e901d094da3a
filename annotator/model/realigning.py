"""Where the characters of one text stand in another version of it: by the words and by what stands around them."""

import re
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile
from typing import NamedTuple

from annotator.model.span import Span, tidy

_DROPPED = re.compile("[\\s\u00ad\u200b-\u200f\u2060\ufeff]+")
_KEPT = re.compile("[^\\s\u00ad\u200b-\u200f\u2060\ufeff]+")
_FOLDED = str.maketrans(
    {**dict.fromkeys("“”„‟«»″", '"'), **dict.fromkeys("‘’‚‛‹›′`´", "'"), **dict.fromkeys("‐‑‒–—―−", "-"), "…": "..."}
)
_STARTS = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff]|\\b\\w")
"""Where a word begins; every character of the scripts that part no words by spaces."""

SEED = 24
"""Characters, white space not counted, that stand once in each of two texts: there the texts correspond."""

CONTEXT = 16
"""So many characters around an annotation must be the same, white space not counted, for it to be moved."""

LONG = 48
"""An annotation of so many characters needs none around it, when its own words stand once."""

_EDGE = 8
"""Characters of context that the beginning of a text counts for, and its end."""

ALIKE = 0.8
"""The share of words that two texts must have in common to count as versions of one another."""


def fold(text: str) -> str:
    """The text without what slight versions differ in: texts that fold to the same are such versions."""
    return _DROPPED.sub("", text).translate(_FOLDED)


def alike(one: str, other: str) -> float:
    """The share of words that two texts have in common (Dice over multisets), from 0 to 1."""
    a, b = Counter(one.split()), Counter(other.split())
    total = a.total() + b.total()
    return 2 * (a & b).total() / total if total else 0.0


class Folded(NamedTuple):
    text: str
    positions: "array[int]"
    """Where each character of the folded text comes from, in code points."""


def folded(text: str) -> Folded:
    out: list[str] = []
    positions = array("L")
    for match in _KEPT.finditer(text):
        kept = match.group().translate(_FOLDED)
        out.append(kept)
        if len(kept) == match.end() - match.start():
            positions.extend(range(*match.span()))
        else:
            for at in range(*match.span()):
                positions.extend([at] * len(text[at].translate(_FOLDED)))
    return Folded("".join(out), positions)


class _Run(NamedTuple):
    """The same characters in two folded texts, from `old` in the one and from `new` in the other."""

    old: int
    new: int
    length: int


class Realignment:
    """From the code points of `old` to those of `new`.

    Where the texts fold to the same, every character has its counterpart. Elsewhere they are compared by runs: what is
    the same in both, as far as it reaches from a seed of characters that stand only once in each. An annotation is
    moved where one run holds it with enough of what stands around it, and no other run says otherwise of its words here
    or there. Time and memory grow with the length of the texts: between two seeds no run reaches past the next.
    """

    def __init__(self, old: str, new: str) -> None:
        self._from, self._to = folded(old), folded(new)
        self.exact = self._from.text == self._to.text
        """Whether every character has its counterpart."""

        self._runs = [] if self.exact else list(_runs(_edged(old, self._from), _edged(new, self._to)))
        self._ends = [run.old + run.length for run in self._runs]
        self._back = sorted(self._runs, key=lambda run: run.new)
        self._back_ends = [run.new + run.length for run in self._back]

    def spans(self, spans: Sequence[Span]) -> tuple[Span, ...] | None:
        """Where the spans stand in the new text; None when that cannot be said."""
        out: list[Span] = []
        for begin, end in spans:
            low, high = bisect_left(self._from.positions, begin), bisect_left(self._from.positions, end)
            if low == high or (by := self._shift(low, high)) is None:
                return None
            out.append(Span(self._to.positions[low + by], self._to.positions[high - 1 + by] + 1))
        if not self.exact and any(one.end > other.begin for one, other in pairwise(out)):
            return None  # its parts changed places
        return tidy(out)

    def _shift(self, low: int, high: int) -> int | None:
        """How far characters of the folded text stand from there in the other; None when that cannot be said."""
        if self.exact:
            return 0
        first = bisect_left(self._ends, high + _EDGE)
        holding = list(takewhile(lambda run: run.old <= low + _EDGE, self._runs[first:]))
        if len(holding) != 1:
            return None
        (run,) = holding
        if run.length < high - low + CONTEXT and high - low < LONG:
            return None
        by = run.new - run.old
        first = bisect_left(self._back_ends, high + by + _EDGE)
        also = list(takewhile(lambda run: run.new <= low + by + _EDGE, self._back[first:]))
        return by if also == [run] else None


class _Edged(NamedTuple):
    """A folded text with its beginning and end marked, and where words begin in it."""

    text: str
    starts: list[int]


def _edged(text: str, fold_of: Folded) -> _Edged:
    begins = (bisect_left(fold_of.positions, match.start()) + _EDGE for match in _STARTS.finditer(text))
    return _Edged("\x02" * _EDGE + fold_of.text + "\x03" * _EDGE, [0, *begins])


def _once(edged: _Edged) -> dict[str, int]:
    """Where the seeds stand that stand only once."""
    found: dict[str, int] = {}
    for at in edged.starts:
        seed = edged.text[at : at + SEED]
        if len(seed) == SEED:
            found[seed] = -1 if found.get(seed, at) != at else at
    return {seed: at for seed, at in found.items() if at >= 0}


def _runs(old: _Edged, new: _Edged) -> Iterator[_Run]:
    """All runs, in the order of the old text; none holds another one."""
    there = _once(new)
    last = _Run(0, 0, 0)
    for seed, at in _once(old).items():
        to = there.get(seed)
        if to is None or (to - at == last.new - last.old and at + SEED <= last.old + last.length):
            continue
        begin = at - _shared_before(old.text, at, new.text, to)
        end = at + SEED + _shared_after(old.text, at + SEED, new.text, to + SEED)
        last = _Run(begin, begin + to - at, end - begin)
        yield last


def _shared_after(one: str, at: int, other: str, to: int) -> int:
    count, most = 0, min(len(one) - at, len(other) - to)
    while count < most and one[at + count] == other[to + count]:
        count += 1
    return count


def _shared_before(one: str, at: int, other: str, to: int) -> int:
    count, most = 0, min(at, to)
    while count < most and one[at - count - 1] == other[to - count - 1]:
        count += 1
    return count
