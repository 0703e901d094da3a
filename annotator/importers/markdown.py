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
DEEPEST = 100
"""Quotes and lists within one another; what is deeper the parser would leave out without a word."""

_HOLDING = ("blockquote_open", "list_item_open", "bullet_list_open", "ordered_list_open")
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
        every_block(_html(shown, source.name), source.name), facts, format="markdown", media_type=MEDIA_TYPE,
        encoding=decoded.encoding, original=data, replaced=told(decoded, source.name, replaced),
    )  # fmt: skip


def _html(text: str, name: str) -> str:
    """What the text shows, as HTML; elements of HTML in it are taken for what they are.

    Raises UserError for what is nested too deep.
    """
    from markdown_it import MarkdownIt

    shown = MarkdownIt("commonmark", {"html": True, "maxNesting": DEEPEST}).enable(["table", "strikethrough"])
    tokens = shown.parse(text)
    if any(token.level >= DEEPEST - 1 and token.type in _HOLDING for token in tokens):
        raise UserError(f"{named(name)} is nested too deep to be read.", "Save it with fewer quotes in one another.")
    return f"<html><body>{shown.renderer.render(tokens, shown.options, {})}</body></html>"


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
