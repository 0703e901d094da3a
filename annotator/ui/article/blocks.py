"""Where a text is cut for the screen: at its newlines, and very long lines at spaces, for display only."""

import re
import unicodedata
from array import array
from bisect import bisect_right
from itertools import accumulate

from annotator.model.span import Span

LONGEST = 2_000
"""Code points laid out at once; a longer paragraph becomes several blocks without a gap between them."""

_BULLET = re.compile(r"[ \t]*(?:[•‣◦▪·*–—-]|\d{1,2}[.)])[ \t]+(?=\S)")


class Blocks:
    """The blocks of one text. A position belongs to the last block that begins at or before it."""

    def __init__(self, text: str) -> None:
        self.text = text
        lengths = [len(line) + 1 for line in text.split("\n")]
        begins = array("q", accumulate(lengths, initial=0))
        begins.pop()
        if max(lengths) > LONGEST + 1:
            begins = _cut(text, begins)
        self.begins = begins
        self._paragraphs: array[int] | None = None

    def __len__(self) -> int:
        return len(self.begins)

    def at(self, position: int) -> int:
        return max(0, bisect_right(self.begins, position) - 1)

    def span(self, block: int) -> Span:
        """What a block shows, without the newline."""
        begin = self.begins[block]
        if block + 1 == len(self.begins):
            return Span(begin, len(self.text))
        following = self.begins[block + 1]
        return Span(begin, following - 1 if self.text[following - 1] == "\n" else following)

    def continues(self, block: int) -> bool:
        """Whether the paragraph goes on in the next block."""
        return block + 1 < len(self.begins) and self.text[self.begins[block + 1] - 1] != "\n"

    def empty(self, block: int) -> bool:
        begin, end = self.span(block)
        return begin == end

    def paragraph(self, position: int) -> tuple[int, int]:
        """Which of the paragraphs that hold something a position is in or after, from 1, and how many there are."""
        if self._paragraphs is None:
            text, begins = self.text, self.begins
            self._paragraphs = array(
                "q", (b for b in begins if b < len(text) and text[b] != "\n" and (b == 0 or text[b - 1] == "\n"))
            )
        return max(1, bisect_right(self._paragraphs, position)), max(1, len(self._paragraphs))


def bullet_length(text: str) -> int:
    """How many characters at the start of a line are a bullet and the space around it."""
    match = _BULLET.match(text)
    return match.end() if match is not None else 0


def _cut(text: str, begins: "array[int]") -> "array[int]":
    out = array("q")
    for number, begin in enumerate(begins):
        out.append(begin)
        end = begins[number + 1] - 1 if number + 1 < len(begins) else len(text)
        while end - begin > LONGEST:
            begin = _place(text, begin, begin + LONGEST)  # noqa: PLW2901  # walks on through the paragraph
            out.append(begin)
    return out


def _place(text: str, begin: int, limit: int) -> int:
    space = text.rfind(" ", begin + LONGEST // 2, limit)
    if space >= 0:
        return space + 1
    while limit > begin + LONGEST // 2 and not _parts(text[limit - 1], text[limit]):
        limit -= 1
    return limit


def _parts(before: str, after: str) -> bool:
    """Whether a line may be cut between two characters without breaking what is seen as one."""
    joined = "\u200d\ufe0f"
    return (
        before not in joined
        and after not in joined
        and unicodedata.category(after)[0] != "M"
        and not "\U0001f1e6" <= after <= "\U0001f1ff"
        and not "\U0001f3fb" <= after <= "\U0001f3ff"
    )
