"""What kind of article file a file is, from its content first and its name second: wrong endings are common."""

import codecs
import re
import zipfile
import zlib
from collections.abc import Callable
from functools import cached_property

from annotator.importers.old_office import SIGNATURE
from annotator.importers.registry import ARTICLES
from annotator.importers.source import Source
from annotator.importers.table_objects import is_of_articles

TEXT = "text"
"""What everything is that shows no sign of anything else; its reader refuses, in words, what is no text."""


class Look:
    """What can be seen of a file without reading it."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self.head = source.head
        self.ending = source.ending

    @cached_property
    def begin(self) -> bytes:
        """The first bytes without a byte order mark of UTF-8 and white space, in lower case."""
        return self.head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()

    @cached_property
    def members(self) -> frozenset[str]:
        """The names of the files in a zip; empty for anything else."""
        if not self.head.startswith(b"PK\x03\x04"):
            return frozenset()
        try:
            with self._source.open() as file, zipfile.ZipFile(file) as opened:
                return frozenset(opened.namelist())
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError):
            return frozenset()

    @cached_property
    def root(self) -> str:
        """The name of the root element of XML, without its prefix, in lower case; empty for anything else."""
        head = self.head
        if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            head = head[: len(head) // 2 * 2].decode("utf-16", "replace").encode()
        head = head.removeprefix(b"\xef\xbb\xbf").lstrip()
        found = _ELEMENT.match(head, _behind_prolog(head))
        return found.group(1).decode().lower() if found is not None else ""


_ELEMENT = re.compile(rb"<(?:[\w.-]{1,60}:)?([A-Za-z][\w.-]{0,60})")
_PAGE = re.compile(rb"<(?:!doctype html|html|head|body)\b")


def _behind_prolog(head: bytes) -> int:
    """Where declarations and comments end, or what of them is in sight."""
    at = 0
    while head.startswith((b"<!", b"<?"), at):
        end = b"-->" if head.startswith(b"<!--", at) else b">"
        inner = head.find(b"[", at, head.find(b">", at))
        if inner >= 0 and head.startswith(b"<!D", at):
            at = max(head.find(b"]", inner), at)
        found = head.find(end, at)
        if found < 0:
            return len(head)
        at = found + len(end)
        while head[at : at + 1].isspace():
            at += 1
    return at


def _page(look: Look) -> bool:
    """The first element of a page, after comments and an XML declaration, or what of them is in sight."""
    at, head = 0, look.begin
    while head.startswith((b"<!--", b"<?"), at):
        end = b"-->" if head.startswith(b"<!--", at) else b">"
        found = head.find(end, at)
        if found < 0:
            return look.ending in ARTICLES["html-page"].suffixes
        at = found + len(end)
        while head[at : at + 1].isspace():
            at += 1
    return _PAGE.match(head, at) is not None


def _archive(look: Look) -> bool:
    """Headers of a message whose parts belong to one page."""
    head = look.begin[:8192]
    return re.match(rb"[a-z][\w-]*:", head) is not None and b"multipart/related" in head and (
        b"snapshot-content-location:" in head or b"blink" in head or look.ending in (".mht", ".mhtml")
        or b"content-location:" in look.begin
    )  # fmt: skip


def _word(look: Look) -> bool:
    """A zip with a Word document, or an old or encrypted one, which its reader refuses in words."""
    if look.head.startswith(SIGNATURE):
        return look.ending not in (".xls", ".xlsx", ".xlsm")
    return "[Content_Types].xml" in look.members and any(name.startswith("word/") for name in look.members)


def _table(look: Look) -> bool:
    """A workbook, or objects of which the first has what articles have, and nothing annotated on it."""
    if look.head.startswith(SIGNATURE):
        return True
    if "xl/workbook.xml" in look.members:
        return True
    return look.begin.startswith((b"{", b"[")) and is_of_articles(look.head)


_HEADER = re.compile(
    rb"^(from|date|subject|to|received|message-id|mime-version|return-path|delivered-to):", re.MULTILINE
)


def _mail(look: Look) -> bool:
    """Headers that only messages have."""
    head = look.begin.replace(b"\r\n", b"\n").split(b"\n\n", 1)[0]
    found = set(_HEADER.findall(head))
    return {b"from", b"date"} <= found and bool(found & {b"received", b"message-id", b"mime-version", b"return-path"})


def _odt(look: Look) -> bool:
    if look.root == "document" and b"urn:oasis:names:tc:opendocument" in look.head:
        return True
    return "content.xml" in look.members and b"application/vnd.oasis.opendocument" in look.head[:200]


_NEWS = frozenset("nitf newsitem newsmessage newsml packageitem conceptitem knowledgeitem planningitem".split())
"""Root elements of the XML of news agencies."""

_NINJS = re.compile(rb'"(?:uri|version_?created|first_?created|content_?created|headlines?|body_?\w*|bodies|byline|'
                    rb'pub_?status|representation_?type)"\s*:')  # fmt: skip


def _ninjs(look: Look) -> bool:
    """An address of the item and two more of its keys, in an object or a list of them."""
    if look.begin[:1] not in (b"{", b"["):
        return False
    seen = set(_NINJS.findall(look.begin[:16384]))
    names = {one.split(b'"')[1] for one in seen}
    return b"uri" in names and len(names) > 2 and any(name.startswith((b"bod", b"head")) for name in names)


def _warc(look: Look) -> bool:
    head = look.head
    if head.startswith(b"\x1f\x8b"):
        try:
            head = zlib.decompressobj(31).decompress(head, 64)
        except zlib.error:
            return False
    return head.startswith(b"WARC/")


SIGNS: tuple[tuple[str, Callable[[Look], bool]], ...] = (
    ("pdf-file", lambda look: b"%PDF-" in look.head[:1024]),
    ("docx", _word),
    ("rtf", lambda look: look.begin.startswith(b"{\\rtf")),
    ("odt", _odt),
    ("epub", lambda look: "META-INF/container.xml" in look.members and "content.xml" not in look.members),
    ("feed", lambda look: look.root in ("rss", "feed", "rdf")),
    ("news-xml", lambda look: look.root in _NEWS),
    ("warc", _warc),
    ("ninjs", _ninjs),
    ("mhtml", _archive),
    ("email", _mail),
    ("html-page", _page),
    ("table", _table),
)
"""For each format the sign by which its content is told; the first that is seen counts."""

BY_NAME: tuple[str, ...] = (
    "html-page",
    "markdown",
    "docx",
    "pdf-file",
    "odt",
    "epub",
    "rtf",
    "warc",
    "email",
    "feed",
    "table",
)
"""Formats whose content need not show any sign: the ending of the name is believed."""


_OF_MANY = (".jsonl", ".ndjson", ".gz")
"""Endings that say too little about what is in a file."""


def detect(source: Source) -> str:
    """The name of the format a file is in. Raises UserError when the file cannot be read."""
    look = Look(source)
    for name, sign in SIGNS:
        if sign(look):
            return name
    believed = look.ending not in _OF_MANY
    return next((name for name in BY_NAME if believed and look.ending in ARTICLES[name].suffixes), TEXT)
