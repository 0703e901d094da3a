"""What stands on the screen for characters that show nothing or reorder what is around them.

Each is replaced by one visible character, so a display text has as many code points as the stored one.
"""

import re
import unicodedata

_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0"
    "\ufff9-\ufffb\ufdd0-\ufdef\U000e0000-\U000e007f]"
)
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
_SHOWN = {
    "\u2028": "␤", "\u2029": "¶", "\u0085": "␤", "\u00ad": "¬", "\u200b": "¦", "\u2060": "¦", "\ufeff": "¦",
    "\u200e": "›", "\u200f": "‹", "\u061c": "‹", "\u202a": "»", "\u202b": "«", "\u202d": "»", "\u202e": "«",
    "\u202c": "·", "\u2066": "»", "\u2067": "«", "\u2068": "»", "\u2069": "·", "\x7f": "␡",
}  # fmt: skip
_FLAG = "\U0001f3f4"


def display_text(text: str) -> tuple[str, list[int]]:
    """The text as it is laid out, code point for code point, and where its characters stand for hidden ones."""
    if text.isascii() and text.isprintable():
        return text, []
    marks: list[int] = []

    def shown(match: re.Match[str]) -> str:
        char, at = match.group(), match.start()
        if _serves(text, char, at):
            return char
        marks.append(at)
        if char < "\x20":
            return chr(0x2400 + ord(char))
        return _SHOWN.get(char, "¤")

    return _HIDDEN.sub(shown, text), marks


def reads_both_ways(text: str) -> bool:
    """Whether a part of the text runs from right to left."""
    return not text.isascii() and _RIGHT_TO_LEFT.search(text) is not None


def begins_right(text: str) -> bool:
    """Whether the first letter of the text runs from right to left, and so the whole line."""
    for char in text:
        direction = unicodedata.bidirectional(char)
        if direction in ("L", "R", "AL"):
            return direction != "L"
    return False


def _serves(text: str, char: str, at: int) -> bool:
    """Whether an invisible character does its duty here: joins an emoji, shapes a script, spells a flag."""
    if char in "\u200c\u200d":
        return 0 < at < len(text) - 1 and _joins(text[at - 1]) and _joins(text[at + 1])
    return char >= "\U000e0020" and _FLAG in text[max(0, at - 7) : at]


def _joins(char: str) -> bool:
    return char > "\u02ff" and unicodedata.category(char)[0] in "LMS"
