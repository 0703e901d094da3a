"""Finding commands, documents and sources by a few typed letters."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from heapq import nsmallest
from typing import NamedTuple

Marks = tuple[tuple[int, int], ...]


class Match(NamedTuple):
    """A text that was found: how far it is from what was typed, which text, and where its letters are."""

    distance: tuple[int, int, int]
    at: int
    marks: Marks


def fold(text: str) -> str:
    """The text without case and accents, letter for letter, so that places in it are places in `text`."""
    lower = text.lower()
    if lower.isascii():
        return lower
    return "".join(_fold_letter(letter) for letter in text)


@lru_cache(maxsize=4096)
def _fold_letter(letter: str) -> str:
    return unicodedata.normalize("NFKD", letter)[0].casefold()[0]


def find(typed: str, folded: Sequence[str], limit: int) -> tuple[int, list[Match]]:
    """How many of the folded texts match, and the `limit` best, best first; ties keep their order.

    Every typed word must occur; only when none has them all do the letters in their order suffice.
    """
    words = fold(typed).split()
    if not words:
        return len(folded), [Match((0, 0, at), at, ()) for at in range(min(limit, len(folded)))]
    found = [match for at, text in enumerate(folded) if (match := _by_words(words, text, at)) is not None]
    if not found:
        letters = "".join(words)
        pattern = re.compile(".*?".join(f"({re.escape(letter)})" for letter in letters))
        found = [match for at, text in enumerate(folded) if (match := _by_letters(pattern, text, at)) is not None]
    return len(found), nsmallest(limit, found)


def _by_words(words: list[str], text: str, at: int) -> Match | None:
    marks, distance = [], 0
    for word in words:
        start = text.find(word)
        if start < 0:
            return None
        start, cost = _best_place(word, text, start)
        distance += cost
        marks.append((start, start + len(word)))
    return Match((distance, 0, at), at, _joined(marks))


def _best_place(word: str, text: str, first: int) -> tuple[int, int]:
    """Prefer the beginning of the text, then that of a word, then anywhere."""
    if first == 0:
        return 0, 0
    start = first
    while start >= 0:
        if not text[start - 1].isalnum():
            return start, 1
        start = text.find(word, start + 1)
    return first, 2


def _by_letters(pattern: re.Pattern[str], text: str, at: int) -> Match | None:
    found = pattern.search(text)
    if found is None:
        return None
    marks = [found.span(group) for group in range(1, pattern.groups + 1)]
    return Match((found.end() - found.start(), found.start(), at), at, _joined(marks))


def _joined(marks: list[tuple[int, int]]) -> Marks:
    joined: list[tuple[int, int]] = []
    for start, end in sorted(marks):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)
