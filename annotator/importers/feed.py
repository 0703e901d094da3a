"""Feeds (RSS and Atom) that were saved: each entry is an article; nothing that they link to is fetched."""

import calendar
import io
import itertools
import re
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from html import escape, unescape
from typing import Any

from annotator.importers.article import Block, Facts, Found, Options, Refused, under
from annotator.importers.dates import stamp
from annotator.importers.html_blocks import pieces
from annotator.importers.html_choosing import Choice
from annotator.importers.html_facts import language
from annotator.importers.html_page import blocks_of
from annotator.importers.html_tree import parse
from annotator.importers.plain_text import blocks_of as paragraphs_of
from annotator.importers.source import Source
from annotator.model.errors import UserError
from annotator.model.text import clean

MOST_BYTES = 32 * 1024 * 1024
MEDIA_TYPE = "application/rss+xml"
_ENTRY = re.compile(rb"<((?:\w+:)?(?:item|entry))(?=[\s>]).*?</\1\s*>", re.DOTALL)
_ADDRESSED = re.compile(r"[^\s@<>()]+@[^\s@<>()]+ \((.*[^\s)].*)\)|([^<>]*[^\s<>][^<>]*) <[^\s@<>]+@[^\s@<>]+>")
_ENTITY = re.compile(rb"<!ENTITY\s")
_MARKUP = re.compile(
    r"<(?:p|br|div|h[1-6]|ul|ol|blockquote|figure|a|b|i|em|strong|img|span|section)\b[^>]*>", re.IGNORECASE
)


def read(source: Source, options: Options) -> Iterator[Found | Refused]:  # noqa: ARG001 - feeds declare their encoding
    """The entries of a feed, in its order. Raises UserError for what is no feed."""
    import feedparser

    data = source.read()
    if len(data) > MOST_BYTES:
        raise UserError(f"{source.name} is larger than a feed may be ({MOST_BYTES // 2**20} MB).", "Split it.")
    if _ENTITY.search(data[:4096]):
        raise UserError(f"{source.name} declares entities of XML, which are not read.", "Save the feed anew.")
    found = feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    if not found.version and not found.entries:
        raise UserError(
            f"{source.name} is no feed that can be read.", "Save the feed itself, not a page that shows it."
        )
    if not found.entries:
        raise UserError(f"The feed {source.name} has no entries.", "Save it again when it has.")
    originals = _originals(data, len(found.entries))
    channel = found.feed
    for number, (entry, original) in enumerate(zip(found.entries, originals, strict=True), 1):
        name = f"entry {number}"
        try:
            yield _article(entry, channel, name, original)
        except UserError as refused:
            yield Refused(refused.sentence, refused.next_step, name)


def _article(entry: Any, channel: Any, name: str, original: bytes) -> Found | Refused:
    text, is_markup, whole = _text(entry)
    title = _words(str(entry.get("title", "")))
    if not text.strip():
        return Refused("it has a title and no text" if title else "it has no text",
                       "Open its page and save that." if entry.get("link") else "", name)  # fmt: skip
    blocks = _marked_up(text, name) if is_markup else paragraphs_of(clean(text).text)
    lang = next((one.get("language") for one in entry.get("content", ()) if one.get("language")), "")
    facts = Facts(
        title=title,
        author=", ".join(dict.fromkeys(n for a in entry.get("authors", ()) if (n := _person(str(a.get("name", ""))))))
        or _person(str(entry.get("author", ""))),
        outlet=_words(str(entry.get("source", {}).get("title", "") or channel.get("title", ""))),
        published=_published(entry),
        url=str(entry.get("link", "")) if str(entry.get("link", "")).startswith(("http://", "https://")) else "",
        language=language(str(lang or channel.get("language", "") or "")),
    )
    notes = () if whole else ("the feed holds a summary, perhaps not the whole article",)
    return Found(under(title, blocks), facts, name, "feed", MEDIA_TYPE, original=original, notes=notes)


def _text(entry: Any) -> tuple[str, bool, bool]:
    """The text of an entry, whether it is HTML, and whether it is more than a summary."""
    full = max(
        (one for one in entry.get("content", ()) if one.get("value")), key=lambda one: len(one.value), default=None
    )
    summary = entry.get("summary_detail")
    chosen = full if full is not None else summary
    if chosen is None or not chosen.get("value"):
        return "", False, False
    markup = chosen.get("type", "") in ("text/html", "application/xhtml+xml")
    text = str(chosen.value)
    return text, (markup and ("<" in text or "&" in text)) or _MARKUP.search(text) is not None, full is not None


def _marked_up(text: str, name: str) -> tuple[Block, ...]:
    """All of it, except what it says itself to be a share bar or the like."""
    every = pieces(parse(f"<html><body>{text}</body></html>", name))
    why = [piece.region or ("hidden on the page" if piece.hidden else "") for piece in every]
    return blocks_of(every, Choice(tuple(why), sure=True))


def _words(text: str) -> str:
    """A title or a name without the markup that some feeds put into it."""
    if not text.strip():
        return ""
    if "<" in text or "&" in text:
        text = " ".join(piece.text for piece in pieces(parse(f"<html><body>{text}</body></html>", "title")))
    return " ".join(text.split())[:500]


def _person(text: str) -> str:
    """A name without the address that RSS puts before it (“a@b.example (Ana Roux)”) and others put behind it."""
    said = _words(text if _MARKUP.search(text) else escape(unescape(text), quote=False))
    found = _ADDRESSED.fullmatch(said)
    return (found.group(1) or found.group(2)).strip() if found is not None else said


def _published(entry: Any) -> str:
    for key in ("published_parsed", "updated_parsed"):
        when = dict.get(entry, key)  # what is not there is not to be made of what is
        if isinstance(when, time.struct_time):
            return stamp(datetime.fromtimestamp(calendar.timegm(when), UTC))
    return ""


def _originals(data: bytes, count: int) -> Sequence[bytes]:
    """For each entry the feed with this entry alone; where they cannot be told apart, nothing."""
    found = list(_ENTRY.finditer(data))
    if len(found) != count:
        return [data] if count == 1 else [b""] * count
    inner = [data[a.end() : b.start()] for a, b in itertools.pairwise(found)]
    head, tail = data[: found[0].start()], data[found[-1].end() :]
    if any(gap.strip() for gap in inner):
        head += b"".join(inner)
    return [head + one.group() + tail for one in found]
