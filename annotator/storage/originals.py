"""The files that articles were read from: what is known of them, and their bytes where a project keeps those.

Rows name their document by its digest and prove themselves, so that a union of two files is a union of their rows.
They are never changed, and stay, like texts, when a document is removed.
"""

import json
import zlib
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from annotator.model.text import storable
from annotator.storage.identifiers import packed
from annotator.storage.log import canonical

if TYPE_CHECKING:
    from annotator.storage.project_file import ProjectFile

MOST_PACKED = 48 * 1024 * 1024
"""The most that is kept of one file, compressed; SQLite is told to refuse values of 64 MB."""

_LEVEL = 4
"""Half the time of the usual level, for a few percent of space."""

MOST_BYTES = 1 << 28
"""The most that a row is unpacked to."""

UNION = (
    "INSERT INTO original(digest, document, about, data) VALUES (?, ?, ?, ?)"
    " ON CONFLICT(digest) DO UPDATE SET data = coalesce(data, excluded.data)"
)
"""Adds a row, or the bytes to one that lacks them."""


@dataclass(frozen=True, slots=True)
class Original:
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
    text = storable(canonical({key: value for key, value in about.items() if value not in ("", [], {})}))[0]
    document = packed(original.document)
    kept = zlib.compress(data, _LEVEL) if data is not None and with_data else None
    if kept is not None and len(kept) > MOST_PACKED:
        kept = None
    return _digest(document, text), document, text, kept


def _digest(document: bytes, about: str) -> bytes:
    return sha256(document + about.encode()).digest()


def proven(digest: bytes, document: bytes, about: str, data: bytes | None) -> bool:
    """Whether a row is what it was when it was written."""
    try:
        if _digest(document, about) != digest:
            return False
        if data is None:
            return True
        return bool(sha256(_unpacked(data)).hexdigest() == json.loads(about).get("sha256"))
    except (ValueError, TypeError, AttributeError, zlib.error):
        return False


def _unpacked(data: bytes) -> bytes:
    """Raises ValueError for what unpacks to too much, zlib.error for what is damaged."""
    unpacking = zlib.decompressobj()
    out = unpacking.decompress(data, MOST_BYTES)
    if not unpacking.eof:
        raise ValueError("it is cut short, or unpacks to too much")
    return out


def of_document(file: "ProjectFile", document: str) -> Original | None:
    """What a document was read from, with its bytes where they are kept and whole; None when nothing is known of it."""
    with file.reading() as connection:
        row = connection.execute(
            "SELECT digest, document, about, data FROM original WHERE document = ? ORDER BY data IS NULL, digest",
            (packed(document),),
        ).fetchone()
    if row is None or not proven(*row):
        return None
    about: dict[str, Any] = json.loads(row[2])
    return Original(
        document, about.get("name", ""), about.get("format", ""), about.get("media_type", ""),
        about.get("encoding", ""), tuple((at, label) for at, label in about.get("pages", ())),
        tuple(sorted(about.get("options", {}).items())), _unpacked(row[3]) if row[3] is not None else None,
    )  # fmt: skip


def size(file: "ProjectFile") -> tuple[int, int]:
    """How many files are kept, and how many bytes they take up in the project."""
    with file.reading() as connection:
        count, taken = connection.execute(
            "SELECT count(*), coalesce(sum(length(data)), 0) FROM original WHERE data IS NOT NULL"
        ).fetchone()
    return int(count), int(taken)
