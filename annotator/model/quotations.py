"""Quotations in running text: what stands between quotation marks of any script, and where the marks stand."""

import re
import unicodedata
from typing import NamedTuple

from annotator.model.span import Span

OPENERS = "\"'“‘„‚«»‹›([{「『（【〈《¿¡"
"""What may stand before the first word of a sentence."""

_MARK = re.compile("[“”„‚«»‹›\"'‘’「」『』]")
_CLOSING = "”」』"
_PAIRS = {"”": "“„”", "」": "「", "』": "『", "›": "‹", "’": "‘‚"}
_REACH = 20_000


class Quotation(NamedTuple):
    """What stands between two marks. One whose mark is missing ends with its paragraph, or begins with it."""

    inner: Span
    opened: bool = True
    closed: bool = True

    @property
    def opening(self) -> int | None:
        """Where the opening mark stands, None when there is none."""
        return self.inner.begin - 1 if self.opened else None

    @property
    def closing(self) -> int | None:
        return self.inner.end if self.closed else None

    @property
    def outer(self) -> Span:
        """With its marks."""
        return Span(self.inner.begin - self.opened, self.inner.end + self.closed)


def quotations_around(text: str, position: int) -> list[Quotation]:
    """Every quotation of the paragraph around a position, as far as it can matter there."""
    begin = text.rfind("\n", 0, position) + 1
    found = text.find("\n", position)
    end = len(text) if found < 0 else found
    return quotations(text, Span(begin, end), Span(max(begin, position - _REACH), min(end, position + _REACH)))


def quotations(text: str, paragraph: Span, within: Span | None = None) -> list[Quotation]:
    """The quotations of a paragraph, closed or not, inner ones before the outer; only marks `within` are read."""
    begin, end = within or paragraph
    found: list[Quotation] = []
    opened: list[tuple[str, int]] = []
    for match in _MARK.finditer(text, begin, end):
        at, char = match.start(), match.group()
        before = text[at - 1] if at > paragraph.begin else " "
        after = text[at + 1] if at + 1 < paragraph.end else " "
        role = _role(char, before, after, [mark for mark, _ in opened])
        if role == "open":
            opened.append((char, at + 1))
        elif role:
            while opened:
                mark, start = opened.pop()
                if mark in role:
                    found.append(Quotation(Span(start, at)))
                    break
        elif char in _CLOSING:
            found.append(Quotation(Span(begin, at), opened=False))
    found += [Quotation(Span(start, end), closed=False) for mark, start in opened if mark not in "'‘‚"]
    return found


def lettered(char: str) -> bool:
    """Whether a character is a letter or digit of any script, or a mark on one."""
    return char.isalnum() or unicodedata.category(char)[0] == "M"


def _role(char: str, before: str, after: str, opened: list[str]) -> str:
    """`open`, the openers that this mark closes, or nothing when it is an apostrophe or closes what is not open."""
    closes = _PAIRS.get(char, "")
    if char in "'’" and lettered(before) and lettered(after):
        return ""
    if char in "\"'":
        leads = not lettered(before) and (before.isspace() or before in OPENERS + "—–-") and not after.isspace()
        if char in opened and not (leads and before.isspace()):
            return char
        return "open" if leads else ""
    if char == "“":
        return "„" if "„" in opened else "open"
    if char in "«»":
        other = "»" if char == "«" else "«"
        return other if other in opened else "open"
    if char in "„‚‘「『‹":
        return "‚" if char == "‘" and "‚" in opened else "open"
    if any(mark in closes for mark in opened):
        return closes
    if char == "”" and before.isspace() and not after.isspace():
        return "open"
    return ""
