"""Where the characters of one text stand in another that differs in white space, quotation marks and dashes only."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from annotator.model.anchoring import reanchor
from annotator.model.span import Span, tidy

_DROPPED = re.compile("[\\s\u00ad\u200b-\u200f\u2060\ufeff]+")
_FOLDED = str.maketrans(
    {**dict.fromkeys("“”„‟«»″", '"'), **dict.fromkeys("‘’‚‛‹›′`´", "'"), **dict.fromkeys("‐‑‒–—―−", "-"), "…": "..."}
)
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
    positions: list[int]
    """Where each character of the folded text comes from, in code points."""


def folded(text: str) -> Folded:
    out: list[str] = []
    positions: list[int] = []
    for at, character in enumerate(text):
        if not _DROPPED.match(character):
            kept = character.translate(_FOLDED)
            out.append(kept)
            positions.extend([at] * len(kept))
    return Folded("".join(out), positions)


class Realignment:
    """From the code points of `old` to those of `new`."""

    def __init__(self, old: str, new: str) -> None:
        self._old, self._new = old, new
        self._from, self._to = folded(old), folded(new)
        self.exact = self._from.text == self._to.text
        """Whether every character has its counterpart; otherwise words are looked for where they stand."""

    def spans(self, spans: Sequence[Span]) -> tuple[Span, ...] | None:
        """Where the spans stand in the new text; None when that cannot be said."""
        if not self.exact:
            return reanchor(self._new, [self._old[begin:end] for begin, end in spans], spans)
        out = []
        for begin, end in spans:
            low, high = bisect_left(self._from.positions, begin), bisect_left(self._from.positions, end)
            if low == high:
                return None
            out.append(Span(self._to.positions[low], self._to.positions[high - 1] + 1))
        kept = tidy(out)
        return kept if len(kept) == len(out) or kept else None
