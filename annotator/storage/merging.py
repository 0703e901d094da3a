"""The union of two project files: what counts in the other one counts here too, and nothing that counts here is lost.

A revision counts in the union when it counts in either file. That makes merging commutative, associative and
idempotent, whatever was withdrawn where: a withdrawal is local, and what was withdrawn in the other file stays there.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import uuid4

from annotator.model.hidden import named
from annotator.model.items import Annotator
from annotator.model.text import storable
from annotator.storage.admitting import Admitted, Admitting, KeptOut
from annotator.storage.log import COLUMNS, Revision, counting, heads
from annotator.storage.operation import Operation, proof_of
from annotator.storage.originals import proven
from annotator.storage.project_file import ProjectFile, now
from annotator.storage.proven import FoundOperation
from annotator.storage.proven import operation as operation_of

Tick = Callable[[int, int], None]


@dataclass(slots=True)
class United:
    """What a union brought. Items are new when nothing was in force under their id, and changed when something was."""

    revisions: int = 0
    new: Counter[str] = field(default_factory=Counter)
    """By kind."""

    changed: int = 0
    conflicts: int = 0
    """Items with several values beside each other, about which somebody has to decide."""

    originals: int = 0
    """Files that articles were read from, new here, or with their bytes now."""

    kept_out: list[KeptOut] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def unite(
    file: ProjectFile, operation: Operation, theirs: ProjectFile, *, name: str, me: Annotator | None, tick: Tick,
    only: Collection[bytes] | None = None, writing: bool = True,
) -> United:  # fmt: skip
    """Bring in what counts in another file, called `name`, with an operation that is marked as brought in.

    When there is nothing new, nothing is recorded. With `only`, just these items come. `tick` is told (done, of) and
    may raise to stop. Without `writing`, what would come is only looked at and counted, in half the time.
    """
    offer = _offer(file, theirs, only)
    out = United()
    texts: set[bytes] = set()
    if offer.fresh or offer.again:
        union = _Union(file, operation, theirs, name, offer, out, writing=writing)
        union.bring(Admitting(file, theirs, offer.fresh, me=me), tick)
        texts = union.texts
    out.originals = _bring_originals(file, operation, theirs, texts, lambda: tick(1, 1), writing=writing)
    return out


def _bring_originals(
    file: ProjectFile, operation: Operation, theirs: ProjectFile, new: Collection[bytes], tick: Callable[[], None], *,
    writing: bool,
) -> int:  # fmt: skip
    """The files that documents which are here, or `new`, were read from, as far as this file lacks them; how many."""
    query = "SELECT digest, document, data IS NOT NULL FROM original"
    here = {digest: bool(kept) for digest, _, kept in file.connection.execute(query)}
    there = theirs.connection.execute(query).fetchall()
    lacking = [(digest, document) for digest, document, kept in there if here.get(digest, -1) < bool(kept)]
    texts = {digest for (digest,) in file.connection.execute("SELECT digest FROM document")} if lacking else set()
    count = 0
    for digest, document in lacking:
        if document not in texts and document not in new:
            continue
        tick()
        query = "SELECT digest, document, about, data FROM original WHERE digest = ?"
        row = theirs.connection.execute(query, (digest,)).fetchone()
        if row is not None and proven(row[0], row[1], row[2], row[3], tick):
            count += 1
            if writing:
                operation.add_original(row)
                operation.keep()
    return count


def brought_by(file: ProjectFile, operation: Operation) -> United:
    """What an operation brought in from a corpus, counted as a union is."""
    out, withdrawn = United(), file.log.withdrawn()
    rows = file.connection.execute("SELECT DISTINCT item FROM revision WHERE operation = ?", (operation.key,))
    for revisions in file.log.of_items([item for (item,) in rows]):
        there = heads(revisions, withdrawn)
        own = [r for r in revisions if r.operation == operation.key]
        out.revisions += len(own)
        if len(own) == len(revisions):
            out.new[own[0].kind] += 1
        elif there and there[0].operation == operation.key:
            out.changed += 1
        out.conflicts += _differ(there)
    return out


def _differ(there: Collection[Revision]) -> bool:
    """Whether an item has several values beside each other."""
    return len({(head.value, head.annotator) for head in there}) > 1


class _Offer(NamedTuple):
    """Digests of revisions that count in the other file, by what they are here."""

    fresh: dict[bytes, int]
    """Not here yet; with the other file's key of their operation."""

    again: dict[bytes, int]
    """Here, where they do not count; with the same."""

    out: set[bytes]
    """All that are here and do not count."""

    made: dict[int, list[bytes]]
    """All that the other file has of each of its operations."""


def _offer(file: ProjectFile, theirs: ProjectFile, only: Collection[bytes] | None) -> _Offer:
    out = file.log.out()
    known = {digest for (digest,) in file.connection.execute("SELECT digest FROM revision")}
    out_there = theirs.log.out()
    fresh: dict[bytes, int] = {}
    again: dict[bytes, int] = {}
    made: defaultdict[int, list[bytes]] = defaultdict(list)
    # Not by the index, which would answer for a damaged row.
    for digest, item, key in theirs.connection.execute("SELECT digest, item, operation FROM revision NOT INDEXED"):
        made[key].append(digest)
        if digest in out_there or (only is not None and item not in only):
            continue
        if digest not in known:
            fresh[digest] = key
        elif digest in out:
            again[digest] = key
    return _Offer(fresh, again, out, made)


class _Union:
    """Counts what is admitted, and writes it."""

    def __init__(
        self, file: ProjectFile, operation: Operation, theirs: ProjectFile, name: str, offer: _Offer, united: United, *,
        writing: bool,
    ) -> None:  # fmt: skip
        self._file = file
        self._connection = file.connection
        self._operation = operation
        self._theirs = theirs
        self._name = name
        self._offer = offer
        self._united = united
        self._writing = writing
        self._still_out = offer.out - offer.again.keys()
        self._came_with: dict[int, int] = {}
        """The merges with which operations had come that come with this one now."""

        self._keys: dict[int, int] = {}
        """From the other file's keys of operations to this one's."""

        self._brought: defaultdict[int, list[bytes]] = defaultdict(list)
        """What comes of each operation, by the other file's key."""

        self._counted: set[bytes] = set()
        """Items known here that were counted."""

        self.texts: set[bytes] = set()
        """The documents that came."""

    def bring(self, admitting: Admitting, tick: Tick) -> None:
        again = self._rows_here(self._offer.again)
        back: defaultdict[int, list[Revision]] = defaultdict(list)
        for revision in again:
            back[self._offer.again[revision.digest]].append(revision)
        found = self._operations_there({*self._offer.fresh.values(), *back})
        self._give_keys(found, back)
        known = {r.item for r in again}
        for some in admitting.batches(tick):
            self._count(some)
            known |= some.known & some.revisions.keys()
            self._bring_some(some)
        self._count(Admitted({r.item: [] for r in again if r.item not in self._counted}, {}, known, {}))
        self._united.kept_out = admitting.kept_out
        self._united.revisions = sum(map(len, self._brought.values())) + len(again)
        for key, revisions in back.items():
            self._brought[key] += [r.digest for r in revisions]
        self._doubt([one for one in found if one.key in self._brought])
        if self._writing and self._brought:
            self._bring_operations(found)
            self._move(again, back)
            self._rest(again)
            if known:
                self._operation.reckon(known)

    def _rows_here(self, digests: Iterable[bytes]) -> list[Revision]:
        query = f"SELECT {COLUMNS} FROM revision WHERE digest = ?"
        return [Revision(*self._connection.execute(query, (digest,)).fetchone()) for digest in sorted(digests)]

    def _bring_some(self, some: Admitted) -> None:
        """Write revisions of some items, and put those items in force that were not known here."""
        for revision in (r for revisions in some.revisions.values() for r in revisions):
            self._brought[revision.operation].append(revision.digest)
        self.texts.update(some.texts)
        if not self._writing or not some.revisions:
            return
        self._connection.executemany(
            "INSERT OR IGNORE INTO document(digest, text) VALUES (?, ?)", some.texts.items()
        )  # fmt: skip
        self._connection.executemany(
            f"INSERT INTO revision({COLUMNS}) VALUES ({', '.join('?' * 10)})",
            [(*r[:-1], self._keys[r.operation]) for revisions in some.revisions.values() for r in revisions],
        )
        new = [revisions for own, revisions in some.revisions.items() if own not in some.known]
        self._operation.take([there[0].digest for there in (heads(one, ()) for one in new) if there], some.values)

    # Operations

    def _give_keys(self, found: Sequence[FoundOperation], back: Mapping[int, list[Revision]]) -> None:
        """Say under which operations of this file the other one's revisions come."""
        here: dict[bytes, int] = dict(self._connection.execute("SELECT id, key FROM operation").fetchall())
        next_key = self._connection.execute("SELECT max(key) + 1 FROM operation").fetchone()[0]
        fresh = set(self._offer.fresh.values())
        for one in found:
            there = here.get(one.id)
            if there is not None and one.key not in fresh and self._all_back(there, back[one.key]):
                self._keys[one.key] = there
            else:  # one that is known and has revisions here already stays as it is; the rest has a row of its own
                self._keys[one.key] = next_key
                next_key += 1

    def _bring_operations(self, found: Iterable[FoundOperation]) -> None:
        """Write those of which something came, or take them back as they were."""
        merge = self._operation.key
        own_id = self._connection.execute("SELECT id FROM operation WHERE key = ?", (merge,)).fetchone()[0]
        here: dict[bytes, int] = dict(self._connection.execute("SELECT id, key FROM operation").fetchall())
        rows: list[tuple[object, ...]] = []
        for one in found:
            digests, key, there = self._brought.get(one.key), self._keys[one.key], here.get(one.id)
            if digests is None:
                continue
            if there == key:
                query = "SELECT came_with FROM operation WHERE key = ?"
                self._came_with[key] = self._connection.execute(query, (key,)).fetchone()[0]
                query = "UPDATE operation SET came_with = ?, withdrawn = 0 WHERE key = ?"
                self._connection.execute(query, (merge, key))
                self._operation.disturb([key])
                continue
            id_ = one.id if there is None else uuid4().bytes
            undone = self._undone(one)
            title = storable(one.title)[0]
            proof = proof_of(
                (id_, title, one.annotator, one.at, undone if undone in here else None, one.brought_in),
                sorted(digests), own_id,
            )  # fmt: skip
            rows.append((key, id_, title, one.annotator, one.at, here.get(undone or b""), one.brought_in, proof,
                         merge))  # fmt: skip
            here.setdefault(one.id, key)
            here[id_] = key
        self._connection.executemany(
            "INSERT INTO operation(key, id, title, annotator, at, undoes, brought_in, proof, came_with)"
            " VALUES (?,?,?,?,?,?,?,?,?)",
            rows,
        )

    def _move(self, again: Collection[Revision], back: Mapping[int, Collection[Revision]]) -> None:
        """Put what is here and counts again under the operations with which it comes."""
        moves = [(self._keys[key], r.digest) for key, revisions in back.items() for r in revisions]
        self._connection.executemany("UPDATE revision SET operation = ? WHERE digest = ?", moves)
        self._operation.disturb({r.operation for r in again} | {key for key, _ in moves})

    def _operations_there(self, wanted: Collection[int]) -> list[FoundOperation]:
        """The operations of the other file, in their order; a damaged one is replaced by its merge's name and time."""
        found: dict[int, FoundOperation] = {}
        rows = self._theirs.connection.execute(
            "SELECT key, id, title, annotator, at, undoes, brought_in, withdrawn, proof, came_with FROM operation"
            " ORDER BY key"
        )
        for row in rows:
            one = operation_of(row) if row[0] in wanted else None
            if one is not None:
                found[one.key] = one
        self._doubt(found.values())
        for key in wanted - found.keys():
            found[key] = FoundOperation(key, uuid4().bytes, f"From {self._name}", None, now(), None, 1, 0, b"")
            self._united.notes.append(f"Who did an action in {self._name}, and when, can no longer be read.")
        return [found[key] for key in sorted(found)]

    def _doubt(self, found: Collection[FoundOperation]) -> None:
        """Tell of operations that are not proven by what the other file has of them."""
        for one in found:
            if not one.proven(self._undone(one), self._id_there(one.came_with), self._offer.made[one.key]):
                self._united.notes.append(f"The action “{named(one.title)}” in {self._name} is not as it was recorded.")

    def _undone(self, found: FoundOperation) -> bytes | None:
        """The id of the operation that this one undid."""
        return self._id_there(found.undoes)

    def _id_there(self, key: int | None) -> bytes | None:
        if key is None:
            return None
        row = self._theirs.connection.execute("SELECT id FROM operation WHERE key = ?", (key,)).fetchone()
        return None if row is None else row[0]

    def _all_back(self, key: int, back: Collection[Revision]) -> bool:
        """Whether an operation came with a merge that was withdrawn, and all it brought is brought again."""
        row = self._connection.execute(
            "SELECT withdrawn, came_with, (SELECT count(*) FROM revision WHERE operation = o.key)"
            " FROM operation o WHERE key = ?",
            (key,),
        ).fetchone()
        return bool(row[0]) and row[1] is not None and row[2] == sum(r.operation == key for r in back) == len(back)

    # What must not come back

    def _rest(self, again: Collection[Revision]) -> None:
        """Keep out what was built here on something withdrawn, undone before that, and counts in neither file.

        It rests with what it was built on.
        """
        if not again:
            return
        revived = self._offer.out - self._file.log.out() - self._offer.again.keys()
        if not revived:
            return
        places = {r.item: self._resting_place(r.operation) for r in again}
        rows = self._rows_here(revived)
        self._connection.executemany(
            "UPDATE revision SET operation = ? WHERE digest = ?", [(places[r.item], r.digest) for r in rows]
        )
        self._operation.disturb({r.operation for r in rows} | set(places.values()))

    def _resting_place(self, key: int) -> int:
        """The withdrawn operation that a revision had, or the withdrawn merge with which that one came."""
        return self._came_with.get(key, key)

    # Counting

    def _count(self, some: Admitted) -> None:
        """Compare what these items are with what they will be: what counted, and what counts in either file."""
        for own, revisions in some.revisions.items():
            if own not in some.known:
                self._tell(None, heads(revisions, ()))
        out = self._offer.out
        known = some.known & some.revisions.keys()
        self._counted |= known
        for here in self._file.log.of_items(known):
            before = heads(counting(here, out), ())
            after = heads(counting([*here, *some.revisions[here[0].item]], self._still_out), ())
            self._tell(before[0] if before else None, after)

    def _tell(self, was: Revision | None, there: Sequence[Revision]) -> None:
        is_ = there[0] if there else None
        if was is None or was.value is None:
            if is_ is not None and is_.value is not None:
                self._united.new[is_.kind] += 1
        elif is_ is None or (is_.value, is_.annotator) != (was.value, was.annotator):
            self._united.changed += 1
        self._united.conflicts += _differ(there)
