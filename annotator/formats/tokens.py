"""Words and signs of a text, for formats that count in tokens."""

import re
from collections.abc import Iterable
from itertools import chain, pairwise
from typing import NamedTuple

from annotator.model.span import Span

_TOKEN = re.compile(r"\w+(?:[’'\-]\w+)*|[^\w\s]")


class Token(NamedTuple):
    """Half-open in code points; `space` says whether a single blank follows that is no token itself."""

    begin: int
    end: int
    space: bool


def tokens(text: str, spans: Iterable[Span], *, gaps: bool = False) -> list[Token]:
    """The tokens of a text, cut so that every span begins and ends with one.

    White space is a token where a span begins or ends with it; with `gaps`, all of it is, but for single blanks.
    """
    chosen = list(spans)
    begins, ends = {begin for begin, _ in chosen}, {end for _, end in chosen}
    cuts = {0, len(text), *begins, *ends}
    cuts.update(chain.from_iterable(map(re.Match.span, _TOKEN.finditer(text))))
    kept: list[tuple[int, int]] = []
    blanks: set[int] = set()
    for begin, end in pairwise(sorted(cuts)):
        piece = text[begin:end]
        if not piece.isspace() or begin in begins or end in ends:
            kept.append((begin, end))
        elif piece == " " and begin:
            blanks.add(begin)
        elif gaps:
            blank = piece[0] == " " and begin > 0
            if blank:
                blanks.add(begin)
            kept.append((begin + blank, end))
    return [Token(begin, end, end in blanks) for begin, end in kept]
