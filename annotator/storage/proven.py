"""What the pages of a damaged project still prove: texts, revisions and operations whose digests hold.

A row in which one bit or one byte was changed is put right when the row with that byte put back proves itself: a
SHA-256 cannot be met by chance.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import NamedTuple

from annotator.storage import originals
from annotator.storage.log import Revision
from annotator.storage.operation import proof_of
from annotator.storage.pages import Pages, Value, own_length, raw_columns, record

LONGEST_MENDED = 32 * 1024
"""Bytes of a text up to which every bit is tried, and half of that every byte; the work grows with the square."""

MOST_MENDED = 1000
"""Rows whose bits are tried; beyond, the damage is of another sort than bits that fell over."""

MOST_THOROUGH = 100
"""Broken rows up to which every byte of them is tried, which takes about a second each."""

_BITS = tuple(1 << bit for bit in range(8))
_ANY = tuple(range(1, 256))
"""What a byte may have been changed by."""

_HEAD = 64
"""Bytes at the start of a text's record that may hold its header and its digest."""

_BLOB, _TEXT = 12, 13
_DIGEST, _UUID = _BLOB + 2 * 32, _BLOB + 2 * 16
_SIGNATURE = bytes((0, _DIGEST, _UUID))
"""What the record of every revision has after its first byte: no key, a digest, an item."""


class FoundOperation(NamedTuple):
    """An operation as its row has it. `undoes` and `came_with` are keys of the same file."""

    key: int
    id: bytes
    title: str
    annotator: bytes | None
    at: str
    undoes: int | None
    brought_in: int
    withdrawn: int
    proof: bytes
    came_with: int | None = None

    def proven(self, undoes: bytes | None, came_with: bytes | None, digests: list[bytes]) -> bool:
        """Whether it is as it was recorded, its revisions being those of these digests."""
        row = (self.id, self.title, self.annotator, self.at, undoes, self.brought_in)
        return proof_of(row, sorted(digests), came_with) == self.proof


@dataclass(slots=True)
class Findings:
    """What one file proves. Keys are those of the file."""

    texts: dict[bytes, str] = field(default_factory=dict)
    revisions: dict[bytes, tuple[int, Revision]] = field(default_factory=dict)
    """By digest: the row's key, and the revision."""

    operations: dict[int, FoundOperation] = field(default_factory=dict)
    """By key. What proves them is known only when all revisions are."""

    originals: dict[bytes, tuple[bytes, bytes, str, bytes | None]] = field(default_factory=dict)
    """Rows of files that articles were read from, by digest."""

    mended: int = 0
    """Rows in which a byte was put back."""

    unproven: int = 0
    """Rows that look like texts or revisions and prove nothing."""


def find(
    raw: bytes, progress: Callable[[int, int], None] = lambda _done, _of: None,
    elsewhere: Collection[bytes] = frozenset(),
) -> Findings:  # fmt: skip
    """Everything a file's bytes prove. `progress` is told (page, pages) and may raise to cancel.

    Rows whose digests were proven `elsewhere` are not mended.
    """
    pages, out = Pages(raw), Findings()
    broken: dict[bytes, tuple[int, bytes]] = {}
    for number in range(2, pages.count + 1):  # the first one holds the schema, which is not believed
        progress(number, pages.count)
        for cell in pages.cells(number):
            if not _take(out, cell.rowid, cell.payload) and _looks_like_ours(cell.payload):
                broken.setdefault(cell.payload[:_HEAD], (cell.rowid, cell.payload))
        for payload in _by_signature(pages.page(number)):
            if not _known(out, payload) and not _take(out, 0, payload):
                broken.setdefault(payload[:_HEAD], (0, payload))
    for done, (rowid, payload) in enumerate(broken.values()):
        progress(done, len(broken))
        if _known(out, payload) or _digest_of(payload) in elsewhere:
            continue
        thorough = len(broken) <= MOST_THOROUGH
        if done < MOST_MENDED and any(_take(out, rowid, tried) for tried in _mended(payload, thorough=thorough)):
            out.mended += 1
        else:
            out.unproven += 1
    return out


def _by_signature(page: bytes) -> Iterator[bytes]:
    """Records of revisions that nothing needs to point to, found by how they begin."""
    at = page.find(_SIGNATURE)
    while at >= 0:
        start = max(0, at - 1)
        length = own_length(page[start:])
        if 0 < length <= len(page) - start:
            yield page[start : start + length]
        at = page.find(_SIGNATURE, at + 1)


def _digest_of(payload: bytes) -> bytes:
    """The digest that a row of a text or a revision names."""
    columns = raw_columns(payload)
    return columns[1][1] if columns is not None and len(columns) > 1 else b""


def _known(out: Findings, payload: bytes) -> bool:
    """Whether a damaged copy of a row stands for one that was found whole in another place."""
    digest = _digest_of(payload)
    return digest in out.texts or digest in out.revisions


def _take(out: Findings, rowid: int, payload: bytes) -> bool:
    """Keep a row that proves itself, or that is an operation's."""
    values = record(payload)
    if values is not None and len(values) == 4:
        return _take_original(out, values)
    if values is None or values[:1] != [None]:  # the key of these tables stands outside of the record
        return False
    match len(values):
        case 3:
            return _take_text(out, values)
        case 11:
            return _take_revision(out, rowid, values)
        case 9 | 10:  # a row of a version 1 has no last column
            return _take_operation(out, rowid, values)
    return False


def _take_text(out: Findings, values: list[Value]) -> bool:
    _, digest, text = values
    if not isinstance(text, str) or not isinstance(digest, bytes) or sha256(text.encode()).digest() != digest:
        return False
    out.texts[digest] = text
    return True


def _take_original(out: Findings, values: list[Value]) -> bool:
    digest, document, about, data = values
    if not (isinstance(digest, bytes) and isinstance(document, bytes) and isinstance(about, str)):
        return False
    if not (data is None or isinstance(data, bytes)) or not originals.proven(digest, document, about, data):
        return False
    out.originals[digest] = digest, document, about, data
    return True


def _take_revision(out: Findings, rowid: int, values: list[Value]) -> bool:
    found = revision(values[1:])
    if found is None or not found.proven():
        return False
    out.revisions[found.digest] = rowid, found
    return True


def revision(values: Sequence[Value]) -> Revision | None:
    """The revision of a row, None where a column is not of its type; it may still prove nothing."""
    digest, item, kind, document, parents, annotator, sequence, at, value, operation = values
    if not (_blob(digest, 32) and _blob(item, 16) and isinstance(kind, str) and isinstance(parents, bytes)):
        return None
    if not ((document is None or _blob(document, 32)) and (annotator is None or _blob(annotator, 16))):
        return None
    if not (isinstance(sequence, int) and isinstance(operation, int) and len(parents) % 32 == 0):
        return None
    if not ((at is None or isinstance(at, str)) and (value is None or isinstance(value, str))):
        return None
    return Revision(*values)  # type: ignore[arg-type]  # each was looked at


def _blob(value: Value, size: int) -> bool:
    return isinstance(value, bytes) and len(value) == size


def _take_operation(out: Findings, rowid: int, values: list[Value]) -> bool:
    found = operation([rowid, *values[1:]])
    if found is None:
        return False
    out.operations[rowid] = found
    return True


def operation(values: Sequence[Value]) -> FoundOperation | None:
    """The operation of a row, None where a column is not of its type; it may still prove nothing."""
    key, own, title, annotator, at, undoes, brought_in, withdrawn, proof, *came_with = values
    if not (_blob(own, 16) and isinstance(title, str) and isinstance(at, str) and isinstance(proof, bytes)):
        return None
    if not ((annotator is None or _blob(annotator, 16)) and isinstance(key, int)):
        return None
    if not all(named is None or isinstance(named, int) for named in (undoes, *came_with)):
        return None
    if brought_in not in (0, 1) or withdrawn not in (0, 1):
        return None
    return FoundOperation(*values)  # type: ignore[arg-type]  # each was looked at


def _looks_like_ours(payload: bytes) -> bool:
    """Whether a row that proves nothing was one of a text or a revision, as far as its types tell."""
    columns = raw_columns(payload)
    if columns is None:
        return payload[1:3] == _SIGNATURE[:2] or payload[1:4:2] == _SIGNATURE[::2]
    types = [type_ for type_, _ in columns]
    if len(types) == 11:
        return (types[1] == _DIGEST) + (types[2] == _UUID) + (types[5] % 64 == _BLOB) >= 2
    return len(types) == 3 and types[1] == _DIGEST and types[2] % 2 == 1


def _mended(payload: bytes, *, thorough: bool) -> Iterator[bytes]:
    """The row with each of its bits turned, or with each of its bytes replaced by any other when that is affordable."""
    columns = raw_columns(payload)
    if columns is not None and len(columns) == 3:
        head = range(min(_HEAD, len(payload)))
        text, limit = columns[2][1], LONGEST_MENDED
        yield from _changed(payload, head, _ANY if thorough else _BITS)
        yield from _mended_text(payload, columns[1][1], text, _BITS if len(text) <= limit else ())
        yield from _mended_text(payload, columns[1][1], text, _ANY if thorough and len(text) <= limit // 2 else ())
    elif len(payload) <= LONGEST_MENDED // 2:
        yield from _changed(payload, range(len(payload)), _BITS)
        if thorough:
            yield from _changed(payload, range(len(payload)), _ANY)


def _changed(payload: bytes, places: range, changes: Sequence[int]) -> Iterator[bytes]:
    changed = bytearray(payload)
    for place in places:
        was = changed[place]
        for change in changes:
            changed[place] = was ^ change
            yield bytes(changed)
        changed[place] = was


def _mended_text(payload: bytes, digest: bytes, text: bytes, changes: Sequence[int]) -> Iterator[bytes]:
    """The row with the one byte of its text changed that makes its digest true, if there is one.

    What stands before the byte is hashed only once.
    """
    start = len(payload) - len(text)
    before = sha256()
    for place, byte in enumerate(text if changes else b""):
        rest = text[place + 1 :]
        for change in changes:
            tried = before.copy()
            tried.update(bytes((byte ^ change,)))
            tried.update(rest)
            if tried.digest() == digest:
                yield payload[: start + place] + bytes((byte ^ change,)) + rest
                return
        before.update(text[place : place + 1])
