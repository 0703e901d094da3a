"""HTML as a tree. What a page refers to, near or far, is never looked for."""

import codecs
import re
from typing import TYPE_CHECKING

from annotator.importers.decoding import Decoded, decode, is_binary
from annotator.importers.decoding import declared as in_declared
from annotator.model.errors import UserError
from annotator.model.hidden import named
from annotator.model.text import storable

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MOST_CHARACTERS = 50_000_000
_CROWDED = re.compile(r"""<[a-zA-Z][^\s/>]*+(?:[\s/]++[^\s=>/]++(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>]++))?+){2000}""")
"""An element with so many attributes that reading it takes the square of their number."""

_SUBSET = re.compile(
    r"\A\s*+(?:<\?xml[^>]{0,200}+>\s*+)?<!DOCTYPE[^>\[]{0,300}+\[[^\]]{0,20000}+\]\s*+>", re.IGNORECASE
)
"""A document type with declarations of its own, whose end a reader of HTML takes for text."""

_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
_XML_DECLARED = re.compile(rb"""<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w.:-]{2,40})""", re.IGNORECASE)


def decode_page(data: bytes, name: str, encoding: str | None = None, declared: str = "") -> Decoded:
    """The characters of a page; `declared` is the encoding that what delivered it named.

    A page that is UTF-8 is read as such, whatever it declares: servers and editors change encodings, and declarations
    stay behind.
    """
    if encoding is not None or data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return decode(data, name, encoding)
    try:
        return Decoded(data.decode("utf-8"), "utf-8", 0)
    except UnicodeDecodeError:
        pass
    head = data[:4096]
    found = _DECLARED.search(head) or _XML_DECLARED.search(head)
    for label in (declared, found.group(1).decode("ascii") if found else ""):
        if label and (decoded := in_declared(data, label)) is not None:
            return decoded
    return decode(data, name)


def parse(text: str, name: str) -> "HtmlElement":
    """The tree of a page or a piece of one. Raises UserError for what is empty, too large, or nested too deep."""
    if len(text) > MOST_CHARACTERS:
        raise UserError(f"{named(name)} is too large for a web page.", "Nothing was imported.")
    if is_binary(text):
        raise UserError(f"{named(name)} is a binary file, not a web page.", "Choose a file that holds an article.")
    if _CROWDED.search(text):
        raise UserError(
            f"{named(name)} holds an element with thousands of attributes.", "No page that shows a text has that."
        )
    data = _SUBSET.sub("", storable(text)[0], count=1).encode()
    for huge in (False, True):
        tree, complete = _parsed(data, huge=huge)
        if tree is not None and complete:
            return tree
    if tree is None:
        raise UserError(f"{named(name)} holds no web page.", "Choose a file that holds an article.")
    raise UserError(f"{named(name)} is nested too deep to be read.", "Nothing was imported.")


def _parsed(data: bytes, *, huge: bool) -> "tuple[HtmlElement | None, bool]":
    """The tree, and whether all of the page is in it."""
    from lxml import etree, html

    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=huge, default_doctype=False)
    # One class for all elements: lxml otherwise calls a Python function whenever it hands one over, to offer what forms
    # can do besides. Copies of the tree, of which trafilatura makes many, have it from here too.
    parser.set_element_class_lookup(
        etree.ElementDefaultClassLookup(
            html.HtmlElement, html.HtmlComment, html.HtmlProcessingInstruction, html.HtmlEntity
        )
    )
    try:
        tree = etree.fromstring(data, parser)
    except etree.LxmlError:
        return None, True
    return tree, not any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log)
