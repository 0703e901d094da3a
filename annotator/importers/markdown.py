"""Markdown: the text as it would be shown, and the facts in its front matter."""

import re
from collections.abc import Iterator

from annotator.importers.article import Facts, Found, Options, Refused
from annotator.importers.decoding import decode, told
from annotator.importers.html_facts import iso, language
from annotator.importers.html_page import every_block
from annotator.importers.source import Source
from annotator.model.errors import UserError
from annotator.model.hidden import named
from annotator.model.text import clean

MEDIA_TYPE = "text/markdown"
_FRONT = re.compile(r"(---|\+\+\+)[ \t]*\n(.*?)\n\1[ \t]*(?:\n|$)", re.DOTALL)
_LINE = re.compile(r"""([A-Za-z][\w-]*)\s*[:=]\s*["']?(.*?)["']?\s*""")
_MEANT = {"title": "title", "author": "author", "authors": "author", "by": "author", "outlet": "outlet",
          "publication": "outlet", "publisher": "outlet", "source": "outlet", "date": "published",
          "published": "published", "pubdate": "published", "url": "url", "link": "url", "canonical_url": "url",
          "lang": "language", "language": "language"}  # fmt: skip


def read(source: Source, options: Options) -> Iterator[Found | Refused]:
    """The article in a Markdown file. Raises UserError when there is none."""
    data = source.read()
    decoded = decode(data, source.name, options.encoding)
    text, replaced = clean(decoded.text)
    front = _FRONT.match(text)
    facts = _facts(front.group(2)) if front is not None else Facts()
    shown = text[front.end() :] if front is not None else text
    if not shown.strip():
        raise UserError(f"{named(source.name)} holds nothing but white space.", "Choose a file that holds an article.")
    yield Found(
        every_block(_html(shown), source.name), facts, format="markdown", media_type=MEDIA_TYPE,
        encoding=decoded.encoding, original=data, replaced=told(decoded, source.name, replaced),
    )  # fmt: skip


def _html(text: str) -> str:
    """What the text shows, as HTML; elements of HTML in it are taken for what they are."""
    from markdown_it import MarkdownIt

    body = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(text)
    return f"<html><body>{body}</body></html>"


def _facts(front: str) -> Facts:
    """Facts from lines of a key and a value, as YAML and TOML have them; what is nested is passed over."""
    said: dict[str, str] = {}
    for line in front.split("\n"):
        found = _LINE.fullmatch(line)
        if found is not None and found.group(2):
            name = _MEANT.get(found.group(1).lower())
            if name is not None:
                said.setdefault(name, found.group(2).strip("[]").replace('"', ""))
    if "published" in said:
        said["published"] = iso(said["published"])
    if "language" in said:
        said["language"] = language(said["language"])
    return Facts(**said)
