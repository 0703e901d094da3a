"""What was copied in a browser or a word processor: its headings, lists and tables, with every word of the text."""

import re
from dataclasses import replace

from annotator.importers.article import Block, Found
from annotator.importers.boilerplate import marked
from annotator.importers.decoding import Decoded
from annotator.importers.plain_text import found as found_in_text
from annotator.importers.registry import ARTICLES
from annotator.model.errors import UserError

_NO_LETTER = re.compile(r"[\W\d_]+")


def found(text: str, html: str, name: str) -> Found:
    """The article on the clipboard. The HTML is believed when it says the very words of the text, otherwise the text.

    Raises UserError when there is nothing but white space, and when there is HTML alone and nothing reads it.
    """
    if not text.strip() and html:
        return _of_html_alone(html, name)
    plain = found_in_text(Decoded(text, "unicode", 0), name)
    blocks = _blocks(html, name) if html and ARTICLES["html-page"].installed else ()
    if blocks and _letters(" ".join(one.text for one in blocks)) == _letters(text):
        original = html.encode("utf-8", "replace")
        plain = replace(plain, blocks=blocks, format="html-page", media_type="text/html", original=original)
    return replace(plain, blocks=marked(plain.blocks))


def _of_html_alone(html: str, name: str) -> Found:
    blocks = ARTICLES["html-page"].load().every_block(html, name)
    if not any(one.kept and one.text.strip() for one in blocks):
        raise UserError("The clipboard holds no text.", "Copy the article first.")
    return Found(
        marked(blocks), format="html-page", media_type="text/html",
        original=html.encode("utf-8", "replace"),
    )  # fmt: skip


def _blocks(html: str, name: str) -> tuple[Block, ...]:
    from annotator.importers.html_page import every_block

    try:
        return every_block(html, name)
    except UserError:
        return ()


def _letters(text: str) -> str:
    """Its letters; numbers may be those that either side gave the entries of a list."""
    return _NO_LETTER.sub("", text)
