"""Ids as the file holds them: UUIDs in 16 bytes, digests in 32."""

import sqlite3


class DamagedRow(sqlite3.DatabaseError):
    """A value is of another type than its column: the file is damaged in a way that SQLite lets pass."""

    sqlite_errorcode = sqlite3.SQLITE_CORRUPT


def packed(identifier: str) -> bytes:
    """A UUID or a SHA-256 in text as its bytes."""
    return bytes.fromhex(identifier.replace("-", ""))


def unpacked(raw: bytes) -> str:
    """The text of 16 bytes as a UUID, of 32 as hex digits. Raises DamagedRow for what is no bytes."""
    try:
        digits, size = raw.hex(), len(raw)
    except (AttributeError, TypeError):
        raise DamagedRow(f"{type(raw).__name__} in the place of an id") from None
    if size == 16:
        return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"
    return digits


def document_item(digest: bytes) -> bytes:
    """The item that stands for a document's facts: the first half of its digest, so that everyone gives it the same."""
    return digest[:16]
