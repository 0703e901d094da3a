"""Characters that show nothing, or reorder what is around them: found, and named where names are shown.

In an article each becomes one visible sign, so that places stay what they are; see `ui/article/display.py`. Titles,
names and file names are only read, so there the character's number stands in its place.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

_CLASS = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0"
    "\ufff9-\ufffb\ufdd0-\ufdef\U000e0000-\U000e007f"
)
HIDDEN = re.compile(f"[{_CLASS}]")
_TURNING = re.compile("[\x01-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Those that steer a machine or turn the direction; the others are common in articles from the web."""

_UNREADABLE = re.compile(f"\r\n|[{_CLASS}\ud800-\udfff]")  # names of files may hold lone surrogates
_ISOLATED = re.compile(f"\u2068([^{_CLASS}]*)\u2069")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
LONGEST = 4_000
"""Characters of a name, a title or a note that are shown where it is only read."""

_FLAG = "\U0001f3f4"


def reads_both_ways(text: str) -> bool:
    """Whether a part of the text runs from right to left."""
    return not text.isascii() and _RIGHT_TO_LEFT.search(text) is not None


def serves(text: str, at: int) -> bool:
    """Whether an invisible character does its duty at its place: joins an emoji, shapes a script, spells a flag."""
    char = text[at]
    if char in "\u200c\u200d":
        return 0 < at < len(text) - 1 and _joins(text[at - 1]) and _joins(text[at + 1])
    return char >= "\U000e0020" and _FLAG in text[max(0, at - 7) : at]


def _joins(char: str) -> bool:
    return char > "\u02ff" and unicodedata.category(char)[0] in "LMS"


def hidden_in(text: str) -> list[str]:
    """The characters of a name that are shown by their numbers."""
    if text.isascii() and text.isprintable():
        return []
    return [found.group() for found in HIDDEN.finditer(text) if not serves(text, found.start())]


def turning_in(text: str) -> list[str]:
    """The characters of an article that steer a machine or turn the direction."""
    if text.replace("\n", "").isprintable():  # most are, and this takes a fifth of looking for each
        return []
    found: list[str] = _TURNING.findall(text)
    return found


def counted(found: Iterable[str]) -> str:
    """How many of which characters, by their names."""
    names = Counter(unicodedata.name(char, f"control character U+{ord(char):04X}") for char in found)
    return ", ".join(f"{number} × {name}" for name, number in sorted(names.items()))


def shown(text: str) -> str:
    """A title or a name as it is shown: as `marked`, and of very long ones the beginning.

    Laying out millions of letters would hold up whoever looks.
    """
    return marked(text if len(text) <= LONGEST else f"{text[:LONGEST]}…")


def marked(text: str) -> str:
    """A text with its hidden characters as in ⟨U+202E⟩, so that none can turn or cover others."""
    if (text.isascii() and text.isprintable()) or not _UNREADABLE.search(text):
        return text
    return _UNREADABLE.sub(lambda found: _sign(text, found), text)


def _sign(text: str, found: re.Match[str]) -> str:
    char = found.group()
    if char == "\r\n":
        return "\n"
    return char if serves(text, found.start()) else f"⟨U+{ord(char):04X}⟩"


def named(name: object) -> str:
    """A name, or the path of a file, as part of a sentence: as `shown`, and kept from turning the words around it."""
    text = shown(str(name))
    return f"\u2068{text}\u2069" if reads_both_ways(text) else text


def sentence(text: str) -> str:
    """A sentence that is shown: as `shown`, but names that were put in by `named` stay apart."""
    if "\u2068" not in text:
        return shown(text)
    out, last = [], 0
    for found in _ISOLATED.finditer(text):
        if reads_both_ways(found.group(1)):
            out += [shown(text[last : found.start()]), found.group()]
            last = found.end()
    return "".join((*out, shown(text[last:])))
