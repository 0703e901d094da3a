"""XML and zip files of strangers: nothing in them is fetched, expanded or unpacked beyond what is looked at."""

import zipfile
from pathlib import Path
from xml.parsers import expat

from annotator.model.errors import UserError

MOST_MEMBER = 256 * 1024 * 1024
MOST_RATIO = 200
MOST_MEMBERS = 200_000
DEEPEST = 250
"""Elements within elements; libxml2 gives up at 256."""

_HEAD = 1 << 16


def refused(path: Path | str, why: str) -> UserError:
    return UserError(f"{path}: {why}.", "Nothing was imported.")


def check_xml(data: bytes, path: Path | str) -> None:
    """Raise UserError for XML with a document type (entities, files), or in an encoding that could hide one."""
    head = data[:_HEAD]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in head[:256]:
        raise refused(path, "it is XML that is not UTF-8")
    declared = head.split(b"?>", 1)[0].lower() if head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<?xml") else b""
    if b"encoding" in declared and not any(name in declared for name in (b"utf-8", b"utf8", b"ascii", b"8859")):
        raise refused(path, "it is XML that is not UTF-8")
    if b"<!DOCTYPE" in data[: _first_element(data)] or b"<!ENTITY" in head:
        raise refused(path, "it declares a document type or entities, which are not read")


def why_unreadable(data: bytes, otherwise: str) -> str:
    """Why a parser of XML gave up: elements too deep in each other, or the place where it is no XML or was cut.

    Otherwise what is given.
    """
    parser = expat.ParserCreate()
    depth = 0

    def begin(_name: str, _attributes: object) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise _TooDeep

    def end(_name: str) -> None:
        nonlocal depth
        depth -= 1

    parser.StartElementHandler, parser.EndElementHandler = begin, end
    try:
        parser.Parse(data, True)  # noqa: FBT003 - expat’s way to say that this is all
    except _TooDeep:
        return f"its elements stand more than {DEEPEST} deep in each other, which none of its kind needs"
    except expat.ExpatError as error:
        cut = parser.ErrorByteIndex >= len(data.rstrip()) or error.code in _CUT
        where = f"line {error.lineno}, column {error.offset + 1}"
        return f"it ends in the middle, at {where}" if cut else f"it is not XML at {where}"
    return otherwise


_CUT = tuple(
    expat.errors.codes[name]
    for name in (
        expat.errors.XML_ERROR_UNCLOSED_TOKEN,
        expat.errors.XML_ERROR_NO_ELEMENTS,
        expat.errors.XML_ERROR_PARTIAL_CHAR,
    )
)
"""What expat says of XML that ends before it should."""


class _TooDeep(Exception):
    """Ends the counting."""


def _first_element(data: bytes) -> int:
    """Where the first element begins; before it is where a document type can stand."""
    at = 0
    while 0 <= (at := data.find(b"<", at)) < len(data) - 1:
        if data[at + 1 : at + 2] not in (b"?", b"!"):
            return at
        end = data.find(b"-->", at) if data.startswith(b"<!--", at) else data.find(b">", at)
        if end < 0:
            return len(data)
        at = end
    return len(data)


def open_zip(path: Path) -> zipfile.ZipFile:
    """A zip whose members are within bounds. Raises UserError for what is none, and for bombs."""
    try:
        opened = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, NotImplementedError) as error:
        raise refused(path, "it is no readable zip file") from error
    names = [info.filename for info in opened.infolist()]
    wrong = ""
    if len(names) > MOST_MEMBERS:
        wrong = "it holds too many files"
    elif len(set(names)) != len(names):
        wrong = "it holds two files of the same name"
    elif any(
        info.file_size > MOST_MEMBER or info.file_size > MOST_RATIO * max(info.compress_size, 1024)
        for info in opened.infolist()
    ):
        wrong = "it holds a file that is too large or packed too tightly"
    if wrong:
        opened.close()
        raise refused(path, wrong)
    return opened


def member(opened: zipfile.ZipFile, name: str, path: Path) -> bytes:
    """The bytes of a member, which are read and never written anywhere. Raises UserError when they are damaged."""
    try:
        with opened.open(name) as file:
            data = file.read(MOST_MEMBER + 1)
    except (zipfile.BadZipFile, OSError, EOFError, RuntimeError, NotImplementedError, ValueError) as error:
        raise refused(path, f"its file {name[:80]} cannot be read") from error
    if len(data) > MOST_MEMBER:
        raise refused(path, f"its file {name[:80]} is too large")
    return data
