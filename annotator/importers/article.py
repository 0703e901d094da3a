"""An article as a file gives it: blocks in reading order, and the text they make.

Everything a file shows is a block, also what is left out of the text: a person can put it back before the text becomes
immutable.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from annotator.model.corpus import Replaced
from annotator.model.items import Document
from annotator.model.span import Span, tidy
from annotator.model.text import digest, first_line, storable

KINDS = ("paragraph", "heading", "caption", "quote", "list", "table", "embed")
"""What a block is in its article; `list` is one entry of a list, `table` a whole table, a row a line."""


@dataclass(frozen=True)  # without slots, which take several times as long to hand over between processes
class Block:
    """A piece of what a file shows, with LF line ends.

    `before` stands between it and the text before it, and is left out where it is the first. A block that is not
    `kept` is no part of the text; one that is `excluded` is part of it and marked as boilerplate. `why` says in words
    what either is for. `pages` are places in this text where a page begins, in code points, with the page's label.
    """

    text: str
    kind: str = "paragraph"
    kept: bool = True
    excluded: bool = False
    why: str = ""
    before: str = "\n\n"
    pages: tuple[tuple[int, str], ...] = ()


def under(title: str, blocks: Iterable[Block]) -> tuple[Block, ...]:
    """The blocks below their title as a heading, where a file holds it apart and they do not begin with it."""
    below = tuple(blocks)
    if not title or not below or title in (block.text for block in below[:2]):
        return below
    return (Block(title, "heading"), replace(below[0], before="\n\n"), *below[1:])


class Facts(NamedTuple):
    """What a file says about its article; empty where it says nothing. `published` is ISO 8601, as exact as known."""

    title: str = ""
    author: str = ""
    outlet: str = ""
    published: str = ""
    url: str = ""
    language: str = ""


def names(listed: str) -> str:
    """Names that a file lists with semicolons, as `Facts.author` lists them: with commas."""
    return ", ".join(" ".join(name.split()) for name in listed.split(";") if name.strip())


COLUMNS = ("text", *Facts._fields)
"""What a column of a table can hold."""


@dataclass(frozen=True)
class Found:
    """An article that was found in a file.

    `name` is what people find it by in its file ("row 12"), empty where the file is the article. `original` are the
    bytes this article alone was read from, such that the reader of `format` reads it from them again; `encoding` is
    the one its characters were read in, empty where the format leaves no choice.
    """

    blocks: tuple[Block, ...]
    facts: Facts = field(default_factory=Facts)
    name: str = ""
    format: str = "text"
    media_type: str = "text/plain"
    encoding: str = ""
    original: bytes = b""
    replaced: tuple[Replaced, ...] = ()
    notes: tuple[str, ...] = ()


def replaced_in(found: Found, made: "Composed", name: str) -> tuple[Replaced, ...]:
    """The characters of an article that could not be kept, with those that cannot be stored."""
    unstorable = Replaced(name, made.replaced, "NUL or lone surrogates, now U+FFFD")
    return (*found.replaced, unstorable) if made.replaced else found.replaced


def left_out_of(found: Found) -> str:
    """How many parts are left out of an article, and what for; empty where none is."""
    reasons = Counter(block.why or "no part of the article" for block in found.blocks if not block.kept)
    number = reasons.total()
    told = ", ".join(f"{why} ({count})" if count > 1 else why for why, count in reasons.items())
    return f"{number} part{'s' if number > 1 else ''} left out: {told}" if number else ""


class Refused(NamedTuple):
    """An article that cannot be had, or a whole file of them: why, what can be done, and the `name` as in `Found`."""

    reason: str
    advice: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Options:
    """What a person decided about reading; `columns` names a column of a table for some of `COLUMNS`.

    With `whole` a book is one article, and not one for each chapter.
    """

    encoding: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    whole: bool = False


class Composed(NamedTuple):
    """The text that blocks make, and where in it headings, boilerplate and pages are, in code points, half-open."""

    text: str
    headings: tuple[Span, ...]
    excluded: tuple[Span, ...]
    pages: tuple[tuple[int, str], ...]
    replaced: int
    """Characters that could not be stored (NUL, lone surrogates), each now U+FFFD."""


def compose(blocks: Iterable[Block]) -> Composed:
    """The text of the blocks that are kept. It is storable as it is: cleaning it again changes nothing.

    Neighbouring boilerplate is one span.
    """
    parts: list[str] = []
    headings: list[Span] = []
    excluded: list[Span] = []
    pages: list[tuple[int, str]] = []
    length = 0
    in_excluded = False
    for block in blocks:
        if not block.kept:
            continue
        text, before, cut = _lf(block.text), _lf(block.before), 0
        if not length:
            stripped = text.lstrip("\ufeff")
            cut, text, before = len(text) - len(stripped), stripped, ""
        if not text:
            continue
        begin = length + len(before)
        length = begin + len(text)
        parts += (before, text)
        if not text.isspace():
            if block.kind == "heading":
                headings.append(_solid(text, begin))
            if block.excluded:
                span = _solid(text, begin)
                excluded[-1:] = [Span(excluded[-1].begin, span.end)] if in_excluded else [*excluded[-1:], span]
            in_excluded = block.excluded
        pages += ((min(max(begin, begin + at - cut), length), label) for at, label in block.pages)
    text, replaced = storable("".join(parts))  # one for one, so that places stay
    return Composed(text, tidy(headings), tidy(excluded), tuple(pages), replaced)


def _lf(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _solid(text: str, begin: int) -> Span:
    """Where a text without the white space around it stands, when it begins there."""
    start = begin + len(text) - len(text.lstrip())
    return Span(start, start + len(text.strip()))


def document_of(found: Found, composed: Composed) -> Document:
    """The facts about the article that the blocks make; where the file names no title it is the first line."""
    facts = found.facts
    return Document(
        id=digest(composed.text),
        title=first_line(facts.title) or first_line(composed.text),
        author=facts.author, outlet=facts.outlet, published=facts.published, url=facts.url, language=facts.language,
        headings=composed.headings,
    )  # fmt: skip
