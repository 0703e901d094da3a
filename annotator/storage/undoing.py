"""Undo and redo without limit, read from the log: what to undo next is what the log says, also after a restart."""

import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from annotator.model.errors import StaleChange
from annotator.model.items import KINDS
from annotator.storage.identifiers import packed
from annotator.storage.log import Log, Revision, heads, in_force, out
from annotator.storage.operation import Operation

Tick = Callable[[int, int], None]

_TICK = 100
"""Items that are restored between two words about the progress."""


class Done(NamedTuple):
    """An operation as the history knows it."""

    key: int
    title: str
    undoes: int | None
    brought_in: bool


@dataclass(slots=True)
class Stacks:
    """What can be undone and redone, the next one last. Fed with operations in the order they were made."""

    undo: list[Done] = field(default_factory=list)
    redo: list[Done] = field(default_factory=list)
    _depth: dict[int, int] = field(default_factory=dict)

    def add(self, done: Done) -> None:
        depth = 0 if done.undoes is None else self._depth.get(done.undoes, 0) + 1
        self._depth[done.key] = depth
        if depth == 0:
            self.undo.append(done)
            self.redo.clear()
        elif depth % 2:
            self._pop(self.undo, done.undoes)
            self.redo.append(done)
        else:
            self._pop(self.redo, done.undoes)
            self.undo.append(done)

    @staticmethod
    def _pop(stack: list[Done], key: int | None) -> None:
        for place in range(len(stack) - 1, -1, -1):
            if stack[place].key == key:
                del stack[place]
                return


def performed(connection: sqlite3.Connection, annotator: str | None, after: int = 0) -> Iterator[Done]:
    """The operations performed in this file by a person, or by nobody named, in order.

    An operation that only enters its annotator in the project is nothing to undo, and what a merge brought along is
    undone with the merge.
    """
    me = packed(annotator) if annotator is not None else None
    rows = connection.execute(
        "SELECT key, title, undoes, brought_in FROM operation o WHERE key > ? AND (annotator IS NULL OR annotator = ?)"
        " AND came_with IS NULL AND (undoes IS NOT NULL OR EXISTS (SELECT 1 FROM revision r WHERE r.operation = o.key"
        " AND NOT (r.kind = 'annotator' AND r.item IS o.annotator))"
        " OR (brought_in AND EXISTS (SELECT 1 FROM operation c WHERE c.came_with = o.key))) ORDER BY key",
        (after, me),
    )
    for key, title, undoes, brought_in in rows:
        yield Done(key, title, undoes, bool(brought_in))


def base_of(connection: sqlite3.Connection, key: int) -> tuple[int, int, bool]:
    """The operation that a chain of undoing and redoing started from, how long the chain is, and whether it came in."""
    depth = 0
    while True:
        undoes, brought_in = connection.execute(
            "SELECT undoes, brought_in FROM operation WHERE key = ?", (key,)
        ).fetchone()
        if undoes is None:
            return key, depth, bool(brought_in)
        key, depth = undoes, depth + 1


def withdrawals(connection: sqlite3.Connection) -> dict[int, int]:
    """Whether each operation is withdrawn, as the history has it.

    What came in counts unless the last undoing and redoing of it undid it, and so does what it brought along.
    """
    began: dict[int, tuple[int, int]] = {}
    undone: dict[int, int] = {}
    out: dict[int, int] = {}
    along: dict[int, int] = {}
    rows = connection.execute("SELECT key, undoes, brought_in, came_with FROM operation ORDER BY key").fetchall()
    for key, undoes, _, came_with in rows:
        if came_with is not None:
            along[key] = came_with
            continue
        first, depth = began.get(undoes, (key, 0))
        began[key] = first, depth + 1
        undone[first] = depth % 2
    for key, _, brought_in, came_with in rows:
        if came_with is None:
            out[key] = undone.get(key, 0) if brought_in else 0
    return out | {key: out.get(merge, 0) for key, merge in along.items()}


def size(connection: sqlite3.Connection, key: int, most: int) -> int:
    """How many revisions undoing an operation is about, counted up to `most`."""
    base, _, brought_in = base_of(connection, key)
    these, keys = (_WITH, (base, base)) if brought_in else ("(?)", (key,))
    query = f"SELECT count(*) FROM (SELECT 1 FROM revision WHERE operation IN {these} LIMIT ?)"
    return int(connection.execute(query, (*keys, most)).fetchone()[0])


def reverse(connection: sqlite3.Connection, log: Log, operation: Operation, key: int, tick: Tick) -> None:
    """Undo one operation inside another. Raises StaleChange, naming what stands in the way.

    `tick` is told (done, of) and may raise to stop.
    """
    base, depth, brought_in = base_of(connection, key)
    tick(0, 0)
    if brought_in:
        _withdraw(connection, log, operation, base, tick, withdraw=depth % 2 == 0)
        return
    withdrawn = log.withdrawn()
    earlier: dict[Revision, list[Revision]] = {}
    for revision in reversed(log.of_operation(key)):
        if revision.kind == "annotator" and operation.annotator and revision.item == packed(operation.annotator):
            continue
        revisions = log.of_item(revision.item)
        current = in_force(revisions, withdrawn)
        if current is None or (current.value, current.annotator) != (revision.value, revision.annotator):
            raise _in_the_way(connection, None if current is None else current.operation)
        parents = set(revision.parent_list())
        earlier[revision] = heads([r for r in revisions if r.digest in parents], withdrawn)
    gone = [r for r, before in earlier.items() if not before or before[0].value is None]
    _mark(connection, "going", [r.item for r in gone])
    _mark(connection, "touched", [r.item for r in earlier])
    _refuse_if_referred_to(connection, {r.kind for r in gone})
    for done, (revision, before) in enumerate(earlier.items()):
        if done % _TICK == 0:
            tick(done, len(earlier))
        operation.restore(revision, before)


def _in_the_way(connection: sqlite3.Connection, key: int | None) -> StaleChange:
    row = connection.execute("SELECT title FROM operation WHERE key = ?", (key,)).fetchone() if key else None
    later = f"“{row[0]}” came later and builds on it" if row else "something later builds on it"
    return StaleChange(f"This cannot be undone: {later}.", "Undo that first.")


def _withdraw(
    connection: sqlite3.Connection, log: Log, operation: Operation, base: int, tick: Tick, *, withdraw: bool
) -> None:  # fmt: skip
    """Withdraw what came in with `base`, or reinstate it, and what depends on whether it counts.

    Items that are in these operations only go all at once: there may be a hundred thousand of them.
    """
    rows = connection.execute(f"SELECT item FROM revision WHERE operation IN {_WITH}", (base, base))
    items: Collection[bytes] = {item for (item,) in rows}
    if withdraw:
        going = frozenset(key for (key,) in connection.execute(_WITH[1:-1], (base, base)))
        items = [item for (item,) in connection.execute(_SHARED, (base,) * 4)]
        gone = _going(connection, log, items, going)
        _mark(connection, "touched", ())
        of_theirs = f"SELECT item FROM revision WHERE operation IN {_WITH}"
        connection.execute(f"INSERT INTO touched SELECT key FROM item WHERE id IN ({of_theirs})", (base, base))
        _mark(connection, "shared", items)
        _mark(connection, "going", gone)
        connection.execute("INSERT INTO going SELECT key FROM touched WHERE key NOT IN shared")
        found = connection.execute(f"SELECT DISTINCT kind FROM revision WHERE operation IN {_WITH}", (base, base))
        kinds = [kind for (kind,) in found]
        _refuse_if_referred_to(connection, kinds)
        operation.erase(kinds, "SELECT key FROM going")
    connection.execute(f"UPDATE operation SET withdrawn = ? WHERE key IN {_WITH}", (withdraw, base, base))
    operation.reckon(items, tick)


_WITH = "(SELECT key FROM operation WHERE key = ? OR came_with = ?)"
"""An operation, and those it brought along."""

_SHARED = (
    f"SELECT DISTINCT item FROM revision r WHERE operation IN {_WITH} AND EXISTS"
    f" (SELECT 1 FROM revision o WHERE o.item = r.item AND o.operation NOT IN {_WITH})"
)
"""The items in these operations that are in others as well."""


_JUDGED = (
    "SELECT key FROM rating WHERE target IN going",
    "SELECT key FROM verdict WHERE target IN going OR replacement IN going",
    "SELECT key FROM confirmation WHERE target IN going",
    "SELECT key FROM comment WHERE target IN (SELECT id FROM item WHERE key IN going)",
)
_DEPENDENTS = {
    "annotation": ("SELECT attribution FROM attribution_member WHERE annotation IN going", *_JUDGED),
    "attribution": ("SELECT key FROM attribution WHERE parent IN going", *_JUDGED),
    "entity": (
        "SELECT key FROM annotation WHERE entity IN going",
        "SELECT key FROM entity WHERE affiliation IN going OR issued_by IN going OR merged_into IN going",
        "SELECT entity FROM entity_member WHERE member IN going",
        *_JUDGED,
    ),
    "document": (
        *(
            f"SELECT key FROM {table} WHERE document IN (SELECT document FROM document_info WHERE key IN going)"
            for table in ("annotation", "attribution", "state", "assignment")
        ),
        (
            "SELECT key FROM comment WHERE target IN (SELECT d.digest FROM document_info f"
            " JOIN document d ON d.key = f.document WHERE f.key IN going)"
        ),
    ),
    "annotator": (
        *(f"SELECT key FROM {kind} WHERE annotator IN going" for kind, model in KINDS.items() if model.OF_LAYER),
        "SELECT key FROM assignment WHERE to_ IN going",
        "SELECT key FROM annotator WHERE same_as IN going",
    ),
    "tag": ("SELECT key FROM annotation WHERE tag IN (SELECT slug FROM tag WHERE key IN going)",),
}
"""What refers to items of a kind. An item that refers to what goes stands in the way."""


def _going(
    connection: sqlite3.Connection, log: Log, items: Collection[bytes], going: Collection[int]
) -> list[bytes]:  # fmt: skip
    """Those of some items that are not there without some operations.

    Raises StaleChange when a later action changed what would go, and was not undone since.
    """
    withdrawn = log.withdrawn()
    without = withdrawn | frozenset(going)
    gone: list[bytes] = []
    for revisions in log.of_items(items):
        lost = out(revisions, without)
        values = {r.value for r in revisions if r.operation in going}
        for head in heads(revisions, withdrawn):
            if head.operation not in going and head.digest in lost and head.value not in values:
                raise _in_the_way(connection, head.operation)
        if len(lost) == len(revisions):
            gone.append(revisions[0].item)
    return gone


def _mark(connection: sqlite3.Connection, name: str, items: Iterable[bytes]) -> None:
    """Put the keys of items into a temporary table of this name."""
    connection.execute(f"CREATE TEMP TABLE IF NOT EXISTS {name}(key INTEGER PRIMARY KEY)")
    connection.execute(f"DELETE FROM {name}")
    connection.executemany(f"INSERT OR IGNORE INTO {name} SELECT key FROM item WHERE id = ?", [(own,) for own in items])


def _refuse_if_referred_to(connection: sqlite3.Connection, kinds: Iterable[str]) -> None:
    """Raise StaleChange when an item refers to one that is marked as `going`, unless it is marked as `touched`.

    `kinds` are those of the items that go.
    """
    for kind in kinds:
        for query in _DEPENDENTS.get(kind, ()):
            row = connection.execute(
                f"SELECT r.operation FROM item i JOIN revision r ON r.item = i.id WHERE i.key IN ({query})"
                " AND i.key NOT IN touched ORDER BY r.key DESC LIMIT 1"
            ).fetchone()
            if row is not None:
                raise _in_the_way(connection, row[0])
