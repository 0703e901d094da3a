"""Finding words in a text: plain, or by a regular expression that cannot run on for ever."""

import re
from typing import NamedTuple

from annotator.model.errors import UserError
from annotator.model.span import Span

MOST = 20_000
"""Hits that are listed; there may be more."""

LONGEST = 20_000
"""Characters that an expression may stand for when its counted repetitions are written out."""

_PIECE = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\{(?P<least>\d+)(?:,\d*)?\}|.", re.DOTALL)
"""An escape, a set, a counted repetition, or a character."""

_CALL = re.compile(r"\(\?(?:R|&|P>|[+-]?\d)")

_ALIKE = ("'‘’‚‛", '"“”„‟«»', "-‐‑‒–—")
"""Characters that a keyboard has one key for."""


class Found(NamedTuple):
    """Spans in code points, in order and apart; `more` when there are more than MOST."""

    spans: tuple[Span, ...]
    more: bool = False


def find(text: str, wanted: str, *, regular: bool = False, case: bool = False, seconds: float = 0.5) -> Found:
    """Every place of `wanted` in `text`; empty hits of a regular expression are left out.

    A plain search takes any white space for a space, and typographic quotes and dashes for those of the keyboard.
    Raises UserError for a pattern that is none, or one that takes longer than `seconds`.
    """
    if not wanted:
        return Found(())
    import regex

    if regular:
        _check(wanted)
    flags = regex.MULTILINE | regex.VERSION0 | (0 if case else regex.IGNORECASE)
    try:
        pattern = regex.compile(wanted if regular else _plain(wanted), flags)
    except (regex.error, ValueError, OverflowError, RecursionError, MemoryError) as error:
        raise UserError(f"This is no regular expression: {error}.", "Change it, or search for it as it is.") from None
    spans: list[Span] = []
    try:
        for hit in pattern.finditer(text, timeout=seconds):
            if len(spans) == MOST:
                return Found(tuple(spans), more=True)
            if hit.start() < hit.end():
                spans.append(Span(hit.start(), hit.end()))
    except (TimeoutError, MemoryError):
        raise UserError("This pattern takes too long to search with.", "Make it simpler.") from None
    return Found(tuple(spans))


def _check(pattern: str) -> None:
    """Raise UserError for an expression that would fill the memory, before or while it is searched with.

    Counted repetitions are written out by the library when it compiles, `x{1000000000}` a thousand million times, and
    expressions that call themselves take memory without end; its time limit ends neither.
    """
    if _CALL.search(pattern):
        raise UserError("An expression that calls itself or a part of itself is not searched with.", "Write it out.")
    sizes, last = [0], 0
    for piece in _PIECE.finditer(pattern):
        text = piece.group()
        if text == "(":
            sizes.append(0)
            last = 0
        elif text == ")" and len(sizes) > 1:
            last = sizes.pop()
            sizes[-1] += last
        elif least := piece.group("least"):
            more = last * (int(least[:12]) - 1)
            sizes[-1] += max(more, 0)
            last += max(more, 0)
        else:
            last = 1
            sizes[-1] += 1
        if sizes[-1] > LONGEST:
            raise UserError("This expression stands for too long a text.", "Let it repeat less.")


def _plain(wanted: str) -> str:
    """The pattern of a text that is meant as it is typed."""
    out = []
    for part in _words_and_gaps(wanted):
        if part.isspace():
            out.append(r"\s+")
        else:
            out += [_any_of(character) for character in part]
    return "".join(out)


def _words_and_gaps(text: str) -> list[str]:
    out: list[str] = []
    for character in text:
        if out and out[-1].isspace() == character.isspace():
            out[-1] += character
        else:
            out.append(character)
    return out


def _any_of(character: str) -> str:
    import regex

    for alike in _ALIKE:
        if character in alike:
            return f"[{regex.escape(alike)}]"
    return str(regex.escape(character))
