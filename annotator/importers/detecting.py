"""What kind of article file a file is, from its content first and its name second: wrong endings are common."""

import re
import zipfile
from collections.abc import Callable
from functools import cached_property

from annotator.importers.old_office import SIGNATURE
from annotator.importers.registry import ARTICLES
from annotator.importers.source import Source

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


_PAGE = re.compile(rb"<(?:!doctype html|html|head|body)\b")


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


SIGNS: tuple[tuple[str, Callable[[Look], bool]], ...] = (
    ("pdf-file", lambda look: b"%PDF-" in look.head[:1024]),
    ("docx", _word),
    ("mhtml", _archive),
    ("html-page", _page),
)
"""For each format the sign by which its content is told; the first that is seen counts."""

BY_NAME: tuple[str, ...] = ("html-page", "markdown", "docx", "pdf-file")
"""Formats whose content need not show any sign: the ending of the name is believed."""


def detect(source: Source) -> str:
    """The name of the format a file is in. Raises UserError when the file cannot be read."""
    look = Look(source)
    for name, sign in SIGNS:
        if sign(look):
            return name
    return next((name for name in BY_NAME if look.ending in ARTICLES[name].suffixes), TEXT)
