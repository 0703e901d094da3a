"""Which blocks of a page are its article: trafilatura says which text is, the page says what belongs to it.

Trafilatura leaves out what matters for attribution (captions, posts of other sites, entries of lists); these are put
back where they stand in the middle of the article. https://trafilatura.readthedocs.io/
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from annotator.importers.html_blocks import Piece
from annotator.importers.without_network import no_trial_of_the_network

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_WORD = re.compile(r"[^\W_]+")
_LONG = 24
"""Word characters from which a block is known by standing anywhere in the extract, not only as an element of it."""

_MOST = 0.6
"""The share of a block's word characters that have to stand in the extract for all of it to be kept."""

_OWN = frozenset(("caption", "quote", "list", "table", "embed", "heading"))
"""Kinds that belong to the article wherever they stand between parts of it."""

_AGAIN = "the article says the same in another place"


@dataclass(frozen=True, slots=True)
class Choice:
    """For each block why it is left out, empty where it is kept; `sure` is False where no article could be told."""

    why: tuple[str, ...]
    sure: bool


def key(text: str) -> str:
    """A text as it is compared: its letters and digits only."""
    return "".join(_WORD.findall(text))


def choose(tree: "HtmlElement", pieces: Sequence[Piece], title: str) -> Choice:
    """Which blocks to keep. The tree is used up.

    Trafilatura takes quotations within a line for blocks of their own, so they go by another name.
    """
    for quotation in tree.iter("q"):
        quotation.tag = "span"
    extract = _Extract(tree)
    keys = [key(piece.text) for piece in pieces]
    kept = [not piece.hidden and extract.holds(piece.text, own) for piece, own in zip(pieces, keys, strict=True)]
    if not any(kept):
        return Choice(
            tuple(piece.region or ("hidden on the page" if piece.hidden else "") for piece in pieces), sure=False
        )
    again = _without_strays(pieces, keys, kept)
    _with_headline(pieces, keys, kept, title)
    _with_own(pieces, kept)
    why = ("" if kept[n] else _AGAIN if n in again else _why(piece) for n, piece in enumerate(pieces))
    return Choice(tuple(why), sure=True)


def _why(piece: Piece) -> str:
    return "hidden on the page" if piece.hidden else piece.region or "outside the article"


class _Extract:
    """What trafilatura takes for the article of a tree, which it may change."""

    def __init__(self, tree: "HtmlElement") -> None:
        with no_trial_of_the_network():
            from trafilatura import bare_extraction

        found = bare_extraction(tree, include_comments=False, with_metadata=False)
        body = getattr(found, "body", None)
        parts = [] if body is None else [key(part) for part in _elements(body)]
        self._parts = frozenset(parts)
        self._whole = "".join(parts)
        self._long = sorted((part for part in parts if len(part) >= _LONG), key=len)

    def holds(self, text: str, own: str) -> bool:
        """Whether most of a text, of which `own` is the key, stands in the extract."""
        if not own or not self._whole:
            return False
        if own in self._parts or (len(own) >= _LONG and own in self._whole):
            return True
        if len(own) < _LONG:
            return False
        lines = [key(line) for line in text.split("\n")] if "\n" in text else []
        there = sum(len(line) for line in lines if line and (line in self._parts or self._has(line)))
        if there < _MOST * len(own):
            no_longer = self._long[: bisect_right(self._long, len(own), key=len)]
            there = max(there, sum(len(part) for part in no_longer if part in own))
        return there >= _MOST * len(own)

    def _has(self, line: str) -> bool:
        return len(line) >= _LONG and line in self._whole


def _elements(body: "HtmlElement") -> list[str]:
    """The texts of the elements of an extract, those of entries and cells by themselves."""
    whole = ("p", "item", "cell", "list", "quote")
    out = [
        "".join(element.itertext())
        for element in body.iter("p", "head", "item", "quote", "cell", "code", "ab", "fw")
        if not any(child.tag in whole for child in element.iterdescendants())
    ]
    return out or list(body.itertext())


def _without_strays(pieces: Sequence[Piece], keys: Sequence[str], kept: list[bool]) -> frozenset[int]:
    """Take out what has the words of the article by chance, such as its title in a list of others.

    The numbers of those that are set apart and say again what the article says, such as a sentence in large letters;
    what is set like the first of its words is as much a part of the article as that: people do repeat themselves.
    """
    strong = [n for n, piece in enumerate(pieces) if kept[n] and not piece.region and len(keys[n]) >= _LONG]
    if not strong:
        return frozenset()
    for n, piece in enumerate(pieces):
        if kept[n] and piece.region and not strong[0] <= n <= strong[-1]:
            kept[n] = False
    again: set[int] = set()
    first: dict[str, tuple[str, int, str]] = {}
    for n in range(strong[0], len(pieces)):
        piece = pieces[n]
        if kept[n] and piece.kind != "list" and len(keys[n]) >= _LONG:
            set_as = (piece.kind, len(piece.path), piece.region)
            kept[n] = first.setdefault(keys[n], set_as) == set_as
            again.update(() if kept[n] else (n,))
    return frozenset(again)


def _with_headline(pieces: Sequence[Piece], keys: Sequence[str], kept: list[bool], title: str) -> None:
    """Keep the heading that is the title, when it stands before the text: the extract knows it as a fact only."""
    first = kept.index(True)
    wanted = key(title).casefold()
    before = range(first, -1, -1)
    heads = [n for n in before if pieces[n].kind == "heading" and not pieces[n].hidden]
    same = [n for n in heads if (own := keys[n].casefold()) and (own in wanted or wanted in own) and wanted]
    top = [n for n in heads if pieces[n].level == 1 and not pieces[n].region]
    if same or top:
        kept[(same or top)[0]] = True


def _with_own(pieces: Sequence[Piece], kept: list[bool]) -> None:
    """Keep captions, quotes, posts, lists, tables and headings that stand between parts of the article."""
    first, last = kept.index(True), len(kept) - 1 - kept[::-1].index(True)
    inside = _common([pieces[n].path for n in range(first, last + 1) if kept[n]])
    for n in range(first, min(last + 2, len(pieces))):
        piece = pieces[n]
        if n > last and piece.kind not in ("caption", "embed"):
            continue  # after the last paragraph only what is set there as part of the story
        if piece.kind in _OWN and not piece.region and not piece.hidden and piece.path[: len(inside)] == inside:
            kept[n] = True


def _common(paths: Sequence[tuple[int, ...]]) -> tuple[int, ...]:
    """The elements that all paths share."""
    out = []
    for steps in zip(*paths, strict=False):
        if len(set(steps)) > 1:
            break
        out.append(steps[0])
    return tuple(out)
