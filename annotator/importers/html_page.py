"""Web pages, saved from a browser or anywhere else: the article, its facts, and everything that is left out of it."""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from annotator.importers.article import Block, Facts, Found, Options, Refused
from annotator.importers.decoding import Decoded, told
from annotator.importers.html_blocks import Piece, frames, pieces
from annotator.importers.html_choosing import Choice, choose
from annotator.importers.html_facts import facts_of
from annotator.importers.html_tree import decode_page, parse
from annotator.importers.quotation_marks import OPEN, QUOTED
from annotator.importers.source import Source
from annotator.importers.without_network import no_trial_of_the_network
from annotator.model.errors import UserError
from annotator.model.hidden import named
from annotator.model.text import storable

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MEDIA_TYPE = "text/html"
_POSTS = ("twitter.com", "x.com", "facebook.com", "instagram.com", "tiktok.com", "bsky.app", "threads.net", "t.me")


def read(source: Source, options: Options) -> Iterator[Found | Refused]:
    """The article of a page. Raises UserError when there is none."""
    data = source.read()
    yield found(decode_page(data, source.name, options.encoding), source.name, data)


def found(decoded: Decoded, name: str, data: bytes = b"", *, facts: Facts | None = None) -> Found:
    """The article of a page that was decoded; `facts` are those known from elsewhere, which the page may correct."""
    tree = parse(decoded.text, name)
    own = facts_of(tree)
    known = Facts(*(mine or other for mine, other in zip(own, facts or Facts(), strict=True)))
    every = pieces(tree)
    if not every:
        raise UserError(f"{named(name)} holds no text.", "Choose a file that holds an article.")
    title, told_of = known.title, tuple(_told_of(tree))
    if not (known.author and known.outlet and known.published):
        known = _looked_for(tree, known)
    choice = choose(tree, every, title)
    return Found(
        blocks_of(every, choice), known,
        format="html-page", media_type=MEDIA_TYPE, encoding=decoded.encoding, original=data,
        replaced=told(decoded, name, storable(decoded.text)[1]),
        notes=(*_doubts(choice), *told_of, *_cut_off(decoded.text)),
    )  # fmt: skip


def blocks_of(every: Sequence[Piece], choice: Choice) -> tuple[Block, ...]:
    """The blocks of pieces; entries of one list stand in lines next to each other."""
    out = []
    group = 0
    for piece, why in zip(every, choice.why, strict=True):
        near = piece.group and piece.group == group and piece.marker
        text = piece.marker + piece.text
        out.append(Block(text, piece.kind, not why, why=why, before="\n" if near else "\n\n"))
        group = piece.group
    return tuple(out)


def every_block(text: str, name: str) -> tuple[Block, ...]:
    """The blocks of a piece of HTML that is an article as a whole, without choosing among them."""
    every = pieces(parse(text, name))
    return blocks_of(every, Choice(tuple("hidden on the page" if p.hidden else "" for p in every), sure=True))


def _looked_for(tree: "HtmlElement", known: Facts) -> Facts:
    """The facts, with those that the page does not say in so many words looked for by trafilatura."""
    with no_trial_of_the_network():
        from trafilatura.metadata import extract_metadata

    seen = extract_metadata(tree, extensive=False)
    outlet = known.outlet or seen.sitename or ""
    return known._replace(
        title=known.title or seen.title or "",
        author=known.author or (seen.author or "").replace("; ", ", "),
        outlet=outlet or (urlsplit(known.url).hostname or "").removeprefix("www."),
        published=known.published or seen.date or "",
    )


def _doubts(choice: Choice) -> Iterator[str]:
    if not choice.sure:
        yield "no article could be told from the rest of the page, so everything but menus and the like was kept"


_CLOSED = re.compile(r"</(?:body|html)\s*>", re.IGNORECASE)
_OPENED = re.compile(r"<body\b", re.IGNORECASE)
_END = 100_000
"""Characters at the end of a page within which it is closed: scripts may stand behind its text."""


def _cut_off(text: str) -> Iterator[str]:
    """A note when a page ends within a tag, or opens its body and never closes it."""
    at = max(len(text) - _END, 0)
    if text.rfind("<") > text.rfind(">") or (not _CLOSED.search(text, at) and _OPENED.search(text)):
        yield "the page ends before what it began is closed: its text may be cut off"


def _told_of(tree: "HtmlElement") -> Iterator[str]:
    """What is to be said of posts of other sites, and of quotations whose marks a browser writes."""
    if any("".join(one.itertext()).strip()[:1] not in OPEN for one in tree.iter("q")):
        yield QUOTED
    hosts = [urlsplit(address).hostname or "" for address in frames(tree) if address.startswith(("http", "//"))]
    posts = [host for host in hosts if host.removeprefix("www.").removeprefix("platform.") in _POSTS]
    if posts:
        many = "a post" if len(posts) == 1 else f"{len(posts)} posts"
        yield f"{many} of {', '.join(sorted(set(posts)))} that the page embeds is not in the file"
