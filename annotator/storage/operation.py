"""One action of a person: one row, one transaction, its revisions, and the state they lead to."""

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from itertools import islice
from typing import NamedTuple

from annotator.model.changes import Change
from annotator.model.identifiers import new_id
from annotator.model.items import Annotator, Item
from annotator.model.text import storable
from annotator.storage.identifiers import packed, unpacked
from annotator.storage.log import Log, Revision, heads, in_force, make, read_item
from annotator.storage.originals import UNION
from annotator.storage.state import Keys, State, own_id

SWEEPING = 500
"""Above this many changes an operation does not list them one by one."""


AT_ONCE = 5_000
"""Items that are brought in without asking whether to go on."""


class Contested(NamedTuple):
    """An item that came in with another value than that in force here, which stays in force; None is a deletion."""

    here: Item | None
    other: Item


class BroughtIn(NamedTuple):
    new: list[Item]
    """Items that the file did not hold, or that were out of force."""

    present: int
    """How many were there already, now or at some time before."""

    contested: list[Contested]


class Operation:
    """What is being done. Made by `ProjectFile.operation`; nothing is kept when its block is left by an exception."""

    def __init__(
        self, connection: sqlite3.Connection, log: Log, state: State, keys: Keys, *, title: str, annotator: str | None,
        at: str, brought_in: bool, undoes: int | None = None,
    ) -> None:  # fmt: skip
        self._connection = connection
        self._log = log
        self._disturbed: set[int] = set()
        self._state = state
        self._keys = keys
        self.title = title
        self.annotator = annotator
        self.at = at
        self.changes: list[Change] = []
        self.sweeping = False
        self._touched = False
        self.key: int = connection.execute(
            "INSERT INTO operation(id, title, annotator, at, undoes, brought_in, proof) VALUES (?,?,?,?,?,?,?)"
            " RETURNING key",
            (
                packed(new_id()),
                storable(title)[0],
                packed(annotator) if annotator else None,
                at,
                undoes,
                brought_in,
                b"",
            ),
        ).fetchone()[0]

    @property
    def empty(self) -> bool:
        return not self._touched

    def seal(self) -> None:
        """Write the proof of the operation, over its row and its revisions' digests, and of those it disturbed."""
        for key in {self.key, *self._disturbed}:
            seal(self._connection, key)

    def disturb(self, keys: Iterable[int]) -> None:
        """Take note that other operations have more or fewer revisions now, or came with another merge."""
        self._disturbed.update(keys)

    def put(self, item: Item) -> None:
        """Give an item its value; nothing is recorded when it has it already.

        What is recorded is what the log gives back: RuleBroken when that is no item of its kind.
        """
        item = _as_given_back(item)
        revisions = self._log.of_item(own_id(item))
        current = self._head(revisions)
        if current is not None and current.value == item.canonical():
            return
        item = _in_its_layer(item, current)
        self._append(item, self._replaced(revisions, current), current, at=self.at, deleted=False)

    def put_all(self, items: Sequence[Item]) -> None:
        """`put` for many items, no two of the same id; those without a history are written at once."""
        known = {revisions[0].item for revisions in self._log.of_items([own_id(item) for item in items])}
        for item in items:
            if own_id(item) in known:
                self.put(item)
        fresh = [_as_given_back(item) for item in items if own_id(item) not in known]
        self._log.append(
            [
                make(item, parents=(), sequence=self._log.next_sequence(), at=self.at, operation=self.key)
                for item in fresh
            ]
        )
        after = [replace(item, modified=self.at) for item in fresh]
        self._state.write(after, fresh=True)
        self._record([Change(item.KIND, item.id, item.document, None, item) for item in after])

    def enter(self, annotator: Annotator) -> None:
        """Enter somebody in the project, unless they are in it.

        Their first revision is that of an import: the same in every file, wherever and whenever they first act.
        """
        own = own_id(annotator)
        if self._now(own) is None:
            self.bring_in([replace(annotator, modified=None)])
            if self._now(own) is None:  # they were removed, which stands until they are wanted again
                self.put(annotator)

    def drop(self, item: Item) -> None:
        """Delete an item that is in force."""
        revisions = self._log.of_item(own_id(item))
        current = self._head(revisions)
        if current is not None and current.value is not None:
            item = _in_its_layer(item, current)
            self._append(item, self._replaced(revisions, current, deleted=True), current, at=self.at, deleted=True)

    def restore(self, revision: Revision, earlier: Sequence[Revision]) -> None:
        """Give an item the value and the time it had in `earlier`, or take it away when there is none.

        Of several values, the first is in force again and the others stand beside it, as before `revision`.
        """
        first_of_each: dict[tuple[str | None, bytes | None], Revision] = {}
        for one in earlier:
            first_of_each.setdefault((one.value, one.annotator), one)
        revisions = self._log.of_item(revision.item)
        current = self._head(revisions)
        replaced = self._replaced(revisions, current, deleted=not earlier)
        values: list[Revision | None] = [*reversed(first_of_each.values())]
        for value in values or [None]:
            item = read_item(value) or read_item(revision) or _template(revisions)
            if item is not None:
                gone = value is None or value.value is None
                self._append(item, replaced, current, at=None if value is None else value.at, deleted=gone)

    def decide(self, revision: Revision) -> None:
        """Give an item one of the values that stand beside each other, in place of all of them."""
        revisions = self._log.of_item(revision.item)
        item = read_item(revision) or _template(revisions)
        if item is not None:
            parents = [r.digest for r in heads(revisions, self._log.withdrawn())]
            self._append(item, parents, self._head(revisions), at=self.at, deleted=revision.value is None)

    def add_text(self, digest: str, text: str) -> bool:
        """Keep a document's text, which stays for good; False when it is there already."""
        return (
            self._connection.execute(
                "INSERT OR IGNORE INTO document(digest, text) VALUES (?, ?)", (packed(digest), text)
            ).rowcount
            > 0
        )

    def add_original(self, row: tuple[bytes, bytes, str, bytes | None]) -> None:
        """Keep what a document was read from; see `originals.row_of`."""
        self._connection.execute(UNION, row)

    def keep(self) -> None:
        """Keep what was done although no item changed."""
        self._touched = True

    def bring_in(self, items: Sequence[Item], tick: Callable[[], None] = lambda: None) -> BroughtIn:
        """Items from elsewhere as roots of their own history, so that everyone who brings them in holds the same.

        No two of them have the same id. An item equal to a value it has or once had is already present; another value
        becomes a head beside the others and below them all, so that what is in force stays so until it is decided.
        `tick` is told now and then, and may raise to end the operation.
        """
        fresh: list[Item] = []
        again: list[Item] = []
        contested: list[Contested] = []
        present = 0
        known = self._log.kinds_among(map(own_id, items))
        for begin in range(0, len(items), AT_ONCE):
            tick()
            some = items[begin : begin + AT_ONCE]
            fresh += self._bring([item for item in some if own_id(item) not in known])
            for item in some:
                if own_id(item) not in known:
                    continue
                match self._bring_again(item):
                    case None:
                        present += 1
                    case Contested() as found:
                        contested.append(found)
                    case wanted:
                        again.append(wanted)
        self._touched = self._touched or bool(fresh)
        if len(fresh) > SWEEPING:
            self.sweeping = True
        else:
            self._record([Change(item.KIND, item.id, item.document, None, item) for item in fresh])
        return BroughtIn(fresh + again, present, contested)

    def _bring(self, items: Sequence[Item]) -> Sequence[Item]:
        """Bring in some that have no history."""
        self._log.append([make(item, parents=(), sequence=0, at=item.modified, operation=self.key) for item in items])
        self._state.write(items, fresh=True)
        return items

    def _bring_again(self, item: Item) -> Item | Contested | None:
        """Bring in one that has a history: the item if it is in force now, None if it had this value already."""
        revisions = self._log.of_item(own_id(item))
        withdrawn = self._log.withdrawn()
        there = heads(revisions, withdrawn)
        before = read_item(there[0]) if there else None
        # Below every head: between two beginnings of the same sequence the digests would decide, that is chance.
        sequence = min(0, *(r.sequence for r in there)) - 1 if there else 0
        root = make(item, parents=(), sequence=sequence, at=item.modified, operation=self.key)
        equal = [r for r in revisions if r.value == root.value and r.annotator == root.annotator]
        if any(r.operation not in withdrawn for r in equal):
            if item.KIND == "document" and (not there or there[0].value is None):
                self.put(item)  # a document that was removed and is brought in again is wanted again
                return item
            return None
        mine = next((r for r in equal if r.digest == root.digest), None)
        if mine is not None:
            self._connection.execute("UPDATE revision SET operation = ? WHERE digest = ?", (self.key, mine.digest))
            self.disturb([mine.operation])
        else:
            self._log.append([root])
        self._settle(root.item, item.KIND)
        self._record([Change(item.KIND, item.id, item.document, before, self._now(root.item))])
        return Contested(before, item) if there else item

    def reckon(self, items: Collection[bytes], tick: Callable[[int, int], None] = lambda _done, _of: None) -> None:
        """Derive the state of items anew, after revisions came in, or operations were withdrawn or reinstated.

        `tick` is told (done, of) now and then, and may raise to end the operation.
        """
        self._touched = self.sweeping = True
        self._log.forget()
        withdrawn = self._log.withdrawn()
        writes: list[Item] = []
        gone: defaultdict[str, list[bytes]] = defaultdict(list)
        for done, revisions in enumerate(self._log.of_items(items)):
            if done % AT_ONCE == 0:
                tick(done, len(items))
            item = read_item(in_force(revisions, withdrawn))
            if item is None:
                gone[revisions[0].kind].append(revisions[0].item)
            else:
                writes.append(item)
        for kind, ids in gone.items():
            self._state.erase(kind, *ids)
        self._state.write(writes)

    def erase(self, kinds: Iterable[str], chosen: str) -> None:
        """Take items of some kinds out of force, whose keys a query of this package chooses."""
        self._touched = self.sweeping = True
        for kind in kinds:
            self._state.erase_chosen(kind, chosen)

    def take(self, found: Iterable[bytes], values: Mapping[bytes, Item]) -> None:
        """Put items in force that were not known here: the values, by digest, of what is found of each."""
        self._touched = self.sweeping = True
        self._log.forget()
        self._state.write([values[digest] for digest in found if digest in values], fresh=True)

    def _head(self, revisions: list[Revision]) -> Revision | None:
        return in_force(revisions, self._log.withdrawn()) if revisions else None

    def _now(self, own: bytes) -> Item | None:
        return read_item(self._head(self._log.of_item(own)))

    def _settle(self, own: bytes, kind: str) -> None:
        item = self._now(own)
        if item is None:
            self._state.erase(kind, own)
        else:
            self._state.write([item])

    def _replaced(
        self, revisions: list[Revision], current: Revision | None, *, deleted: bool = False
    ) -> list[bytes]:  # fmt: skip
        """The heads that a new value replaces: those with the value in force, so that others stay to be decided about.

        A deletion replaces all of them.
        """
        found = heads(revisions, self._log.withdrawn()) if revisions else []
        return [r.digest for r in found if deleted or (current is not None and r.value == current.value)]

    def _append(
        self, item: Item, parents: Sequence[bytes], current: Revision | None, *, at: str | None, deleted: bool
    ) -> None:
        revision = make(
            item, parents=parents, sequence=self._log.next_sequence(), at=at, operation=self.key, deleted=deleted
        )
        self._log.append([revision])
        after = None if deleted else replace(item, modified=at)
        if after is None:
            self._state.erase(item.KIND, own_id(item))
        else:
            self._state.write([after])
        self._record([Change(item.KIND, item.id, item.document, read_item(current), after)])

    def _record(self, changes: list[Change]) -> None:
        self._touched = self._touched or bool(changes)
        self.changes.extend(changes)
        self.sweeping = self.sweeping or len(self.changes) > SWEEPING


def proof(connection: sqlite3.Connection, key: int) -> bytes:
    """What proves an operation as the file has it; see `proof_of`."""
    *row, came_with = connection.execute(
        "SELECT o.id, o.title, o.annotator, o.at, u.id, o.brought_in, m.id FROM operation o"
        " LEFT JOIN operation u ON u.key = o.undoes LEFT JOIN operation m ON m.key = o.came_with WHERE o.key = ?",
        (key,),
    ).fetchone()
    digests = connection.execute("SELECT digest FROM revision WHERE operation = ? ORDER BY digest", (key,))
    return proof_of(tuple(row), (digest for (digest,) in digests), came_with)


def _as_given_back(item: Item) -> Item:
    """An item as the log gives it back. Raises RuleBroken when that is none of its kind."""
    return item.from_plain(
        item.plain(), id=item.id, document=item.document, annotator=item.annotator, modified=item.modified
    )


def _in_its_layer(item: Item, current: Revision | None) -> Item:
    """An item in the layer in which it was made: whoever reads joined identities as one person writes to each."""
    if current is None or current.annotator is None or item.annotator is None:
        return item
    return replace(item, annotator=unpacked(current.annotator))


def _template(revisions: Iterable[Revision]) -> Item | None:
    """Any value of an item, for what all of them share."""
    return next((item for item in map(read_item, revisions) if item is not None), None)


Row = tuple[bytes, str, bytes | None, str, bytes | None, int]
"""What is proven of an operation: its id, title, annotator, time, the id of what it undoes, and whether it came in."""


def proof_of(row: Row, digests: Iterable[bytes], came_with: bytes | None = None) -> bytes:
    """SHA-256 over an operation, the id of the merge it came with, if any, and the digests of its revisions, sorted.

    Whether it is withdrawn is left out, because that changes.
    """
    hashed = sha256(repr(row if came_with is None else (*row, came_with)).encode())
    ordered = iter(digests)
    while some := b"".join(islice(ordered, AT_ONCE)):
        hashed.update(some)
    return hashed.digest()


def seal(connection: sqlite3.Connection, key: int) -> None:
    connection.execute("UPDATE operation SET proof = ? WHERE key = ?", (proof(connection, key), key))
