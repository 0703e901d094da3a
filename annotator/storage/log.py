"""The append-only log of revisions: what each proves, and which one is in force."""

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from hashlib import sha256
from itertools import groupby, islice
from typing import Any, NamedTuple

from annotator.model.fields import canonical
from annotator.model.items import KINDS, Item
from annotator.storage.identifiers import packed, unpacked
from annotator.storage.state import own_id

_decode = json.JSONDecoder().decode

_often = lru_cache(maxsize=4096)(unpacked)
"""For documents and annotators, which many revisions name."""


class Revision(NamedTuple):
    """One value that an item had. Ids are bytes; `parents` are 32-byte digests one after the other, sorted."""

    digest: bytes
    item: bytes
    kind: str
    document: bytes | None
    parents: bytes
    annotator: bytes | None
    sequence: int
    at: str | None
    value: str | None
    operation: int

    @property
    def rank(self) -> tuple[int, bytes]:
        return self.sequence, self.digest

    def parent_list(self) -> list[bytes]:
        return [self.parents[i : i + 32] for i in range(0, len(self.parents), 32)]

    def proven(self) -> bool:
        """Whether the digest is that of the row."""
        document = _often(self.document) if self.document is not None else None
        annotator = _often(self.annotator) if self.annotator is not None else None
        try:
            return self.digest == _digest(
                unpacked(self.item), self.kind, document, self.parents, annotator, self.sequence, self.at, self.value
            )
        except UnicodeEncodeError:  # a text that is no longer UTF-8
            return False

    def to_item(self) -> Item | None:
        """The item with this value, None when the value is its deletion."""
        if self.value is None:
            return None
        document = _often(self.document) if self.document is not None else None
        facts = self.kind == "document"
        return KINDS[self.kind].from_plain(
            _decode(self.value),
            id=document if facts and document is not None else unpacked(self.item),
            document=None if facts else document,
            annotator=_often(self.annotator) if self.annotator is not None else None,
            modified=self.at,
        )


AT_ONCE = 500
"""Items whose revisions are asked for together."""

COLUMNS = "digest, item, kind, document, parents, annotator, sequence, at, value, operation"


_quoted = lru_cache(maxsize=256)(canonical)
"""For texts that come again and again: kinds, and times of a corpus that was made at once."""


def _digest(
    item: str, kind: str, document: str | None, parents: bytes, annotator: str | None, sequence: int,
    at: str | None, value: str | None,
) -> bytes:  # fmt: skip
    """SHA-256 of the canonical JSON of everything but local keys, from ids in text.

    Written out by hand because its keys are known to be sorted, and because the value is canonical JSON already.
    """
    author = "null" if annotator is None else f'"{annotator}"'
    place = "null" if document is None else f'"{document}"'
    when = "null" if at is None else _quoted(at)
    before = ",".join(f'"{parents[i : i + 32].hex()}"' for i in range(0, len(parents), 32)) if parents else ""
    return sha256(
        f'{{"annotator":{author},"at":{when},"document":{place},"item":"{item}","kind":{_quoted(kind)},'
        f'"parents":[{before}],"sequence":{sequence},"value":{"null" if value is None else value}}}'.encode()
    ).digest()


_packed_often = lru_cache(maxsize=4096)(packed)


def make(
    item: Item, *, parents: Iterable[bytes], sequence: int, at: str | None, operation: int, deleted: bool = False
) -> Revision:
    """The revision that gives an item its value, or takes it away."""
    own, kind, author = own_id(item), item.KIND, item.annotator
    facts = kind == "document"
    place = item.id if facts else item.document
    value = None if deleted else item.canonical()
    before = b"".join(sorted(parents))
    digest = _digest(unpacked(own) if facts else item.id, kind, place, before, author, sequence, at, value)
    document = _packed_often(place) if place is not None else None
    annotator = _packed_often(author) if author is not None else None
    return Revision(digest, own, kind, document, before, annotator, sequence, at, value, operation)


def out(revisions: Collection[Revision], withdrawn: Collection[int]) -> set[bytes]:
    """The digests of those revisions of one item that do not count: withdrawn themselves, or a parent is out."""
    found: set[bytes] = set()
    # Sequences grow from parent to child, so one pass in their order sees every parent first.
    for revision in sorted(revisions, key=lambda r: r.rank):
        if revision.operation in withdrawn or any(p in found for p in revision.parent_list()):
            found.add(revision.digest)
    return found


def counting(revisions: Collection[Revision], gone: Collection[bytes]) -> list[Revision]:
    """Those of the revisions of one item that count when some digests do not, and nothing built on these."""
    lost = {r.digest for r in revisions if r.digest in gone}
    # Sequences grow from parent to child, so one pass in their order sees every parent first.
    for revision in sorted(revisions, key=lambda r: r.rank) if lost else ():
        if any(p in lost for p in revision.parent_list()):
            lost.add(revision.digest)
    return [r for r in revisions if r.digest not in lost]


def heads(revisions: Collection[Revision], withdrawn: Collection[int]) -> list[Revision]:
    """The revisions of one item that count and that no other that counts has as parent, greatest first.

    A revision counts unless its operation was withdrawn or one of its parents does not count. Beginnings of an
    annotator with equal values are one beginning: what follows one of them follows all of them.
    """
    if len(revisions) == 1:
        (only,) = revisions
        return [] if only.operation in withdrawn else [only]
    gone = out(revisions, withdrawn)
    followed = {p for r in revisions if r.digest not in gone for p in r.parent_list()}
    # Each file used to enter its annotator at a time and place in its order of its own.
    begun = {r.value for r in revisions if r.kind == "annotator" and not r.parents and r.digest in followed}
    followed.update(r.digest for r in revisions if begun and not r.parents and r.value in begun)
    found = [r for r in revisions if r.digest not in gone and r.digest not in followed]
    return sorted(found, key=lambda r: r.rank, reverse=True)


def in_force(revisions: Collection[Revision], withdrawn: Collection[int]) -> Revision | None:
    """The revision whose value an item has: a total function of its revisions, whatever their order."""
    found = heads(revisions, withdrawn)
    return found[0] if found else None


class Log:
    """Reads and appends revisions of a connection; appending happens inside an operation only."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._last: int | None = None

    def forget(self) -> None:
        self._last = None

    def next_sequence(self) -> int:
        """One more than the greatest in the file, at least 1."""
        if self._last is None:
            self._last = int(
                self._connection.execute("SELECT max(0, coalesce(max(sequence), 0)) FROM revision").fetchone()[0]
            )
        self._last += 1
        return self._last

    def withdrawn(self) -> frozenset[int]:
        return frozenset(key for (key,) in self._connection.execute("SELECT key FROM operation WHERE withdrawn"))

    def of_item(self, item: bytes) -> list[Revision]:
        rows = self._connection.execute(f"SELECT {COLUMNS} FROM revision WHERE item = ? ORDER BY key", (item,))
        return [Revision(*row) for row in rows]

    def of_items(self, items: Collection[bytes]) -> Iterator[list[Revision]]:
        """The revisions of some items, one list for each item that has any."""
        ordered = sorted(items)
        for begin in range(0, len(ordered), AT_ONCE):
            some = ordered[begin : begin + AT_ONCE]
            rows = self._connection.execute(
                f"SELECT {COLUMNS} FROM revision WHERE item IN ({','.join('?' * len(some))}) ORDER BY item, key", some
            )
            for _, group in groupby(map(Revision._make, rows), key=lambda r: r.item):
                yield list(group)

    def out(self) -> set[bytes]:
        """The digests of all revisions that do not count."""
        withdrawn = self.withdrawn()
        rows = self._connection.execute(
            "SELECT DISTINCT item FROM revision WHERE operation IN (SELECT key FROM operation WHERE withdrawn)"
        )
        items = [item for (item,) in rows] if withdrawn else []
        return {digest for revisions in self.of_items(items) for digest in out(revisions, withdrawn)}

    def of_operation(self, operation: int) -> list[Revision]:
        rows = self._connection.execute(
            f"SELECT {COLUMNS} FROM revision WHERE operation = ? ORDER BY key", (operation,)
        )
        return [Revision(*row) for row in rows]

    def everything(self) -> Iterator[Revision]:
        """All revisions, those of one item together."""
        # Not by the index, which would answer for a damaged row.
        rows = self._connection.execute(f"SELECT {COLUMNS} FROM revision NOT INDEXED ORDER BY item, key")
        return map(Revision._make, rows)

    def append(self, revisions: Collection[Revision]) -> None:
        self._connection.executemany(
            f"INSERT INTO revision({COLUMNS}) VALUES (?,?,?,?,?,?,?,?,?,?)",
            revisions,
        )

    def kinds_among(self, items: Iterable[bytes]) -> dict[bytes, str]:
        """The kinds of those of some items that have a history."""
        out: dict[bytes, str] = {}
        if self._connection.execute("SELECT 1 FROM revision LIMIT 1").fetchone() is None:
            return out
        wanted = iter(items)
        while some := list(islice(wanted, AT_ONCE)):
            marks = ",".join("?" * len(some))
            out.update(self._connection.execute(f"SELECT item, kind FROM revision WHERE item IN ({marks})", some))
        return out


def read_item(revision: Revision | None) -> Item | None:
    """The item a revision stands for, None for a deletion, for nothing, and for what no longer keeps the rules."""
    if revision is None:
        return None
    try:
        return revision.to_item()
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):  # RuleBroken, or a damaged value
        return None


def plain_value(revision: Revision) -> Any:
    return None if revision.value is None else json.loads(revision.value)
