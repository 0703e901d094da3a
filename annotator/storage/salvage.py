"""A new project from what damaged files still prove. The files are only read, and never by SQLite."""

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from stat import S_ISREG
from typing import NamedTuple
from uuid import uuid4

from annotator.model.errors import UserError
from annotator.model.hidden import named
from annotator.model.items import Item
from annotator.storage import losses
from annotator.storage.log import COLUMNS, Revision, in_force, read_item
from annotator.storage.operation import seal
from annotator.storage.originals import UNION
from annotator.storage.project_file import ProjectFile, now
from annotator.storage.proven import Findings, FoundOperation, find
from annotator.storage.undoing import withdrawals

Progress = Callable[[int, int, str], None]

MOST_BYTES = 1 << 30
"""The largest file that is looked through: it is held in memory as a whole."""


@dataclass(frozen=True, slots=True)
class Salvaged:
    """What was brought over. Every text and every revision among it proved itself by its digest."""

    documents: int
    revisions: int
    annotations: int
    attributions: int
    unproven: int
    """Rows that looked like texts or revisions, could not be put right, and were left behind."""

    mended: int
    """Rows in which one byte was wrong and could be put back."""

    from_others: int
    """Texts and revisions that the damaged file no longer proved and a backup did."""

    incomplete: tuple[str, ...]
    """The titles of actions of which a part is missing, or of which only the parts are left."""

    waiting: int
    """Proven revisions left behind because no text was found for their document."""


class _Union(NamedTuple):
    """What several files prove together; operations are known by their ids."""

    texts: dict[bytes, str]
    revisions: dict[bytes, tuple[int, Revision, bytes | None]]
    operations: dict[bytes, FoundOperation]
    undoes: dict[bytes, bytes]
    came_with: dict[bytes, bytes]
    originals: dict[bytes, tuple[bytes, bytes, str, bytes | None]]


def salvage(
    damaged: Path, out: Path, *, others: Sequence[Path] = (), texts: Mapping[bytes, str] | None = None,
    progress: Progress = lambda _done, _of, _name: None,
) -> Salvaged:  # fmt: skip
    """Make the project `out` of what `damaged` proves, filled up with what `others` (backups) and `texts` prove.

    Raises UserError when nothing at all is proven; nothing is made then, nor when `progress` raises.
    """
    proven = [_found(path, progress) for path in others]
    elsewhere = {digest for one in proven for digest in (*one.texts, *one.revisions)}
    found = [_found(damaged, progress, elsewhere | (texts or {}).keys()), *proven]
    union = _united(found)
    if not union.texts and not union.revisions:
        raise UserError(
            f"{named(damaged.name)} holds nothing that proves itself.", "Use a backup; the file was left as it is."
        )
    from_others = _beyond(found)
    union.texts.update(texts or {})
    placed, waiting = _placed(union)
    with ProjectFile.create(out) as made:
        try:
            incomplete = _write(made, damaged.name, union, placed)
        except BaseException:
            made.close()
            out.unlink(missing_ok=True)
            raise
        counts = Counter(kind for kind in ("annotation", "attribution") for _ in made.state.read(kind))
        documents = sum(1 for _ in made.state.read("document"))
    return Salvaged(
        documents, len(placed), counts["annotation"], counts["attribution"], found[0].unproven, found[0].mended,
        from_others, tuple(incomplete), waiting,
    )  # fmt: skip


def _found(path: Path, progress: Progress, elsewhere: Collection[bytes] = frozenset()) -> Findings:
    try:
        status = path.stat()
        if not S_ISREG(status.st_mode):
            raise UserError(f"{named(path)} is no file.", "Choose the damaged project file.")
        if status.st_size > MOST_BYTES:
            raise UserError(f"{named(path)} is larger than {MOST_BYTES >> 20} MB, too large to be looked through.", "")
        raw = path.read_bytes()
    except OSError as error:
        raise UserError(
            f"{named(path)} cannot be read: {error.strerror}.", "Check that it exists and may be read."
        ) from error
    return find(raw, lambda done, of: progress(done, of, path.name), elsewhere)


def _united(found: Sequence[Findings]) -> _Union:
    union = _Union({}, {}, {}, {}, {}, {})
    keys: list[dict[int, bytes]] = []
    for one in reversed(found):  # what is found first counts
        union.texts.update(one.texts)
        union.originals.update(one.originals)
    for one in found:
        for operation in one.operations.values():
            union.operations.setdefault(operation.id, operation)
        keys.append({key: operation.id for key, operation in one.operations.items()})
    for mine, one in zip(keys, found, strict=True):
        for operation in one.operations.values():
            undone = _named(operation.undoes, mine, keys)
            if undone is not None:
                union.undoes.setdefault(operation.id, undone)
            merge = _named(operation.came_with, mine, keys)
            if merge is not None:
                union.came_with.setdefault(operation.id, merge)
        for digest, (key, revision) in one.revisions.items():
            there = union.revisions.get(digest)
            if there is None or there[2] is None:
                union.revisions[digest] = key, revision, _named(revision.operation, mine, keys)
    return union


def _named(key: int | None, mine: Mapping[int, bytes], keys: Sequence[Mapping[int, bytes]]) -> bytes | None:
    """The operation a key stands for: in its own file, otherwise in a backup of it, which has the same keys."""
    if key is None:
        return None
    return next((known[key] for known in (mine, *keys) if key in known), None)


def _beyond(found: Sequence[Findings]) -> int:
    """Texts and revisions that only others than the first prove."""
    first, rest = found[0], found[1:]
    texts = {digest for one in rest for digest in one.texts} - first.texts.keys()
    return len(texts) + len({digest for one in rest for digest in one.revisions} - first.revisions.keys())


def _placed(union: _Union) -> tuple[list[tuple[int, Revision, bytes | None]], int]:
    """The revisions in their order, without those on documents that have no text, which are counted."""
    placed = [
        row for row in union.revisions.values() if row[1].document is None or row[1].document in union.texts
    ]  # fmt: skip
    order = {id_: operation.key for id_, operation in union.operations.items()}
    placed.sort(key=lambda row: (order.get(row[2] or b"", 0), row[0], row[1].rank))
    return placed, len(union.revisions) - len(placed)


def _write(
    made: ProjectFile, name: str, union: _Union, placed: Sequence[tuple[int, Revision, bytes | None]]
) -> list[str]:
    """Write everything in one transaction and say what is missing in another; the titles of incomplete actions."""
    connection = made.connection
    incomplete = _incomplete(union, placed)
    connection.execute("PRAGMA query_only=OFF")
    connection.execute("BEGIN IMMEDIATE")
    try:
        connection.executemany("INSERT INTO document(digest, text) VALUES (?, ?)", union.texts.items())
        connection.executemany(UNION, union.originals.values())
        keys = _write_operations(connection, union, orphans=any(row[2] not in union.operations for row in placed))
        marks = ", ".join("?" * 10)
        connection.executemany(
            f"INSERT INTO revision({COLUMNS}) VALUES ({marks})",
            [revision._replace(operation=keys.get(id_ or b"", keys.get(b"", 0)))
             for _, revision, id_ in placed],
        )  # fmt: skip
        connection.executemany(
            "UPDATE operation SET withdrawn = ? WHERE key = ?",
            [(out, key) for key, out in withdrawals(connection).items()],
        )
        made.state.write(_state(made), fresh=True)
        for key in keys.values():
            seal(connection, key)
        connection.execute("COMMIT")
    except BaseException:
        with suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        raise
    finally:
        connection.execute("PRAGMA query_only=ON")
    made.renew()
    losses.note(made, name, (revision for _, revision, _ in placed), incomplete)
    return [union.operations[id_].title if id_ in union.operations else "" for id_ in incomplete]


def _incomplete(union: _Union, placed: Sequence[tuple[int, Revision, bytes | None]]) -> list[bytes]:
    """The operations that are not proven by what is left of them."""
    digests: defaultdict[bytes, list[bytes]] = defaultdict(list)
    for _, revision, id_ in placed:
        digests[id_ or b""].append(revision.digest)
    return [
        id_
        for id_, operation in union.operations.items()
        if not operation.proven(union.undoes.get(id_), union.came_with.get(id_), digests.get(id_, []))
    ]


def _write_operations(connection: sqlite3.Connection, union: _Union, *, orphans: bool) -> dict[bytes, int]:
    """The operations in their order, and one more for revisions whose own is lost; their new keys by id."""
    keys: dict[bytes, int] = {}
    rows = sorted(union.operations.values(), key=lambda operation: operation.key)
    if orphans:
        keys[b""] = 1
        connection.execute(
            "INSERT INTO operation(key, id, title, annotator, at, undoes, brought_in, proof) VALUES (1,?,?,?,?,?,?,?)",
            (uuid4().bytes, "Salvaged from actions that are lost", None, now(), None, 1, b""),
        )
    for operation in rows:
        key = len(keys) + 1
        undone = union.undoes.get(operation.id)
        connection.execute(
            "INSERT INTO operation(key, id, title, annotator, at, undoes, brought_in, withdrawn, proof)"
            " VALUES (?,?,?,?,?,?,?,?,?)",
            (key, operation.id, operation.title, operation.annotator, operation.at, keys.get(undone or b"-"),
             operation.brought_in, operation.withdrawn, b""),
        )  # fmt: skip
        keys[operation.id] = key
    came_with = [(keys[merge], keys[id_]) for id_, merge in union.came_with.items() if id_ in keys and merge in keys]
    connection.executemany("UPDATE operation SET came_with = ? WHERE key = ?", came_with)
    return keys


def _state(made: ProjectFile) -> list[Item]:
    """The items in force, from the revisions of the new file."""
    withdrawn = made.log.withdrawn()
    found = (
        read_item(in_force(list(group), withdrawn)) for _, group in groupby(made.log.everything(), key=lambda r: r.item)
    )
    return [item for item in found if item is not None]
