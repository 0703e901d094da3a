"""The immutable text of a document: how it is made from what comes in, and how others count in it."""

import hashlib
import re
import unicodedata
from bisect import bisect_left
from typing import NamedTuple

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")

CONTEXT = 32
"""Code points of prefix and suffix that an annotation knows (W3C TextQuoteSelector)."""


class Cleaned(NamedTuple):
    text: str
    replaced: int
    """Characters that could not be stored (NUL, lone surrogates), each now U+FFFD."""


def clean(raw: str) -> Cleaned:
    """LF newlines, no leading BOM, NUL and lone surrogates replaced one for one; otherwise untouched."""
    text, replaced = storable(raw)
    return Cleaned(text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n"), replaced)


def storable(text: str) -> tuple[str, int]:
    """The text with NUL and lone surrogates as U+FFFD, and how many there were."""
    if "\x00" not in text:  # most texts are storable, and encoding them is ten times faster than looking for the others
        if text.isascii():
            return text, 0
        try:
            text.encode()
        except UnicodeEncodeError:
            pass
        else:
            return text, 0
    return _UNSTORABLE.subn("\ufffd", text)


def digest(text: str) -> str:
    """A document's identity: SHA-256 of its text in UTF-8, 64 hex digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def first_line(text: str, limit: int = 200) -> str:
    """The first line that holds something, as a title for a text that brings none."""
    line = next((stripped for line in text.split("\n") if (stripped := " ".join(line.split()))), "")
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def folded(text: str) -> str:
    """A text as it is compared: without case, accents and doubled white space."""
    if text.isascii():
        return " ".join(text.lower().split())
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(bare.casefold().split())


class Utf16Map:
    """Between code points and UTF-16 units of one text; the identity when it has no astral character."""

    def __init__(self, text: str) -> None:
        self._points: list[int] = [] if text.isascii() else [m.start() for m in _ASTRAL.finditer(text)]
        self._units = [point + before for before, point in enumerate(self._points)]

    @property
    def identity(self) -> bool:
        return not self._points

    def to_units(self, point: int) -> int:
        return point + bisect_left(self._points, point)

    def to_points(self, unit: int) -> int:
        """The code point that holds the unit: a unit inside a surrogate pair belongs to its character."""
        return unit - bisect_left(self._units, unit)
