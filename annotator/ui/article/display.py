"""What stands on the screen for characters that show nothing or reorder what is around them.

Each is replaced by one visible character, so a display text has as many code points as the stored one.
"""

import re
import unicodedata

from annotator.model.hidden import HIDDEN, reads_both_ways, serves

__all__ = ["begins_right", "display_text", "reads_both_ways"]

_SHOWN = {
    "\u2028": "␤", "\u2029": "¶", "\u0085": "␤", "\u00ad": "¬", "\u200b": "¦", "\u2060": "¦", "\ufeff": "¦",
    "\u200e": "›", "\u200f": "‹", "\u061c": "‹", "\u202a": "»", "\u202b": "«", "\u202d": "»", "\u202e": "«",
    "\u202c": "·", "\u2066": "»", "\u2067": "«", "\u2068": "»", "\u2069": "·", "\x7f": "␡",
}  # fmt: skip


def display_text(text: str) -> tuple[str, list[int]]:
    """The text as it is laid out, code point for code point, and where its characters stand for hidden ones."""
    if text.isascii() and text.isprintable():
        return text, []
    marks: list[int] = []

    def shown(match: re.Match[str]) -> str:
        char, at = match.group(), match.start()
        if serves(text, at):
            return char
        marks.append(at)
        if char < "\x20":
            return chr(0x2400 + ord(char))
        return _SHOWN.get(char, "¤")

    return HIDDEN.sub(shown, text), marks


def begins_right(text: str) -> bool:
    """Whether the first letter of the text runs from right to left, and so the whole line."""
    for char in text:
        direction = unicodedata.bidirectional(char)
        if direction in ("L", "R", "AL"):
            return direction != "L"
    return False
