"""The files that articles were read from: what is known of them, and their bytes where a project keeps those.

Rows name their document by its digest and prove themselves, so that a union of two files is a union of their rows.
They are never changed, and stay, like texts, when a document is removed.
"""

import json
import re
import zlib
from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

from annotator.model.fields import canonical
from annotator.model.text import storable
from annotator.storage.identifiers import packed

if TYPE_CHECKING:
    from annotator.storage.project_file import ProjectFile

MOST_PACKED = 48 * 1024 * 1024
"""The most that is kept of one file, compressed; SQLite is told to refuse values of 64 MB."""

_LEVEL = 4
"""Half the time of the usual level, for a few percent of space."""

MOST_BYTES = 1 << 28
"""The most that a row is unpacked to."""

MOST_KNOWN = 8 * 1024 * 1024
"""Bytes of what is known of a file; a book of 100,000 pages has a quarter of that."""

_PIECE = 16 * 1024 * 1024
"""Bytes that are unpacked without asking whether to go on."""

_DEPTH = 3
"""Brackets around each other in what is known: the object, its pages, a page."""

_BRACKETS = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[\[{]|[\]}]', re.DOTALL)

UNION = (
    "INSERT INTO original(digest, document, about, data) VALUES (?, ?, ?, ?)"
    " ON CONFLICT(digest) DO UPDATE SET data = coalesce(data, excluded.data)"
)
"""Adds a row, or the bytes to one that lacks them."""


class Original(NamedTuple):
    """What an article was read from. `pages` are places in its text, in code points, with the label of their page.

    `options` are those it was read with. `data` is None where its bytes are not kept.
    """

    document: str
    name: str
    format: str
    media_type: str = ""
    encoding: str = ""
    pages: tuple[tuple[int, str], ...] = ()
    options: tuple[tuple[str, str], ...] = ()
    data: bytes | None = None


def row_of(original: Original, *, with_data: bool = True) -> tuple[bytes, bytes, str, bytes | None]:
    """The row of an original: its digest, its document, what is known of it in canonical JSON, its bytes packed."""
    data = original.data
    about = {
        "name": original.name, "format": original.format, "media_type": original.media_type,
        "encoding": original.encoding, "pages": [list(page) for page in original.pages],
        "options": dict(original.options),
    } | ({"sha256": sha256(data).hexdigest(), "bytes": len(data)} if data is not None else {})  # fmt: skip
    text = _written(about)
    if len(text.encode()) > MOST_KNOWN:
        text = _written(about | {"pages": []})
    document = packed(original.document)
    kept = _compressed(data) if data is not None and with_data else None
    if kept is not None and len(kept) > MOST_PACKED:
        kept = None
    return _digest(document, text), document, text, kept


def _compressed(data: bytes) -> bytes:
    """In zlib's format, with a window and tables no larger than the data need.

    Clearing those of the usual size takes ten times as long as compressing the row of a table.
    """
    window = min(max((len(data) - 1).bit_length(), 9), zlib.MAX_WBITS)
    packing = zlib.compressobj(_LEVEL, zlib.DEFLATED, window, min(window - 7, zlib.DEF_MEM_LEVEL))
    return packing.compress(data) + packing.flush()


def _written(about: dict[str, Any]) -> str:
    return storable(canonical({key: value for key, value in about.items() if value not in ("", [], {})}))[0]


def _digest(document: bytes, about: str) -> bytes:
    return sha256(document + about.encode()).digest()


def proven(
    digest: bytes, document: bytes, about: str, data: bytes | None, tick: Callable[[], None] = lambda: None
) -> bool:
    """Whether a row is what it was when it was written, and what this program writes.

    Takes little memory, whatever the row unpacks to. `tick` is called now and then, and may raise to stop.
    """
    try:
        if len(about) > MOST_KNOWN or _digest(document, about) != digest:
            return False
        known = _known(about)
        if data is None:
            return True
        found, length = sha256(), 0
        for piece in _unpacked(data, known["bytes"]):
            tick()
            found.update(piece)
            length += len(piece)
        return bool(found.hexdigest() == known["sha256"] and length == known["bytes"])
    except (ValueError, KeyError, zlib.error):
        return False


def _known(about: str) -> dict[str, Any]:
    """What is known of a file. Raises ValueError for what this program would not have written."""
    depth = 0
    for found in _BRACKETS.finditer(about):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(found.group(), 0)
        if depth > _DEPTH:
            raise ValueError("it is nested too deeply")
    known = json.loads(about)
    if not isinstance(known, dict) or not all(_fits(key, value) for key, value in known.items()):
        raise ValueError("it is not of the shape that is written")
    return known


def _fits(key: str, value: object) -> bool:
    """Whether something that is known is of its type; what is not known to this version may be anything."""
    match key:
        case "pages":
            return isinstance(value, list) and all(
                isinstance(page, list) and len(page) == 2 and _count(page[0]) and isinstance(page[1], str)
                for page in value
            )
        case "options":
            return isinstance(value, dict) and all(isinstance(option, str) for option in value.values())
        case "bytes":
            return _count(value)
        case "name" | "format" | "media_type" | "encoding" | "sha256":
            return isinstance(value, str)
    return True


def _count(value: object) -> bool:
    return type(value) is int and value >= 0


def _unpacked(data: bytes, length: int) -> Iterator[bytes]:
    """What bytes unpack to, piece by piece, and never more than a piece beyond the `length` they should have.

    Raises ValueError for what unpacks to too much, zlib.error for what is damaged.
    """
    unpacking = zlib.decompressobj()
    done = 0
    while not unpacking.eof:
        piece = unpacking.decompress(data, min(_PIECE, length - done + 1))
        done += len(piece)
        if done > min(length, MOST_BYTES) or not (piece or unpacking.eof):
            raise ValueError("it is cut short, or unpacks to too much")
        data = unpacking.unconsumed_tail
        yield piece
    if unpacking.unused_data:
        raise ValueError("something follows it")


def of_document(file: "ProjectFile", document: str) -> Original | None:
    """What a document was read from, with its bytes where they are kept and whole; None when nothing is known of it."""
    with file.reading() as connection:
        row = connection.execute(
            "SELECT digest, document, about, data FROM original WHERE document = ? ORDER BY data IS NULL, digest",
            (packed(document),),
        ).fetchone()
    if row is None or not proven(*row):
        return None
    about = _known(row[2])
    data = b"".join(_unpacked(row[3], about["bytes"])) if row[3] is not None else None
    return Original(
        document, about.get("name", ""), about.get("format", ""), about.get("media_type", ""),
        about.get("encoding", ""), tuple((at, label) for at, label in about.get("pages", ())),
        tuple(sorted(about.get("options", {}).items())), data,
    )  # fmt: skip


def is_kept(file: "ProjectFile", document: str) -> bool:
    """Whether bytes of the file that a document was read from are kept; not whether they are whole."""
    with file.reading() as connection:
        found = connection.execute(
            "SELECT 1 FROM original WHERE document = ? AND data IS NOT NULL LIMIT 1", (packed(document),)
        ).fetchone()
    return found is not None


def size(file: "ProjectFile") -> tuple[int, int]:
    """How many files are kept, and how many bytes they take up in the project."""
    with file.reading() as connection:
        count, taken = connection.execute(
            "SELECT count(*), coalesce(sum(length(data)), 0) FROM original WHERE data IS NOT NULL"
        ).fetchone()
    return int(count), int(taken)
