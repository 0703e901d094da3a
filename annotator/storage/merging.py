"""The union of two project files: what counts in the other one counts here too, and nothing that counts here is lost.

A revision counts in the union when it counts in either file. That makes merging commutative, associative and
idempotent, whatever was withdrawn where: a withdrawal is local, and what was withdrawn in the other file stays there.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import uuid4

from annotator.model.hidden import named
from annotator.model.items import Annotator
from annotator.model.text import storable
from annotator.storage.admitting import Admitted, KeptOut, admit
from annotator.storage.log import COLUMNS, Revision, heads
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
    only: Collection[bytes] | None = None,
) -> United:  # fmt: skip
    """Bring in what counts in another file, called `name`, with an operation that is marked as brought in.

    When there is nothing new, nothing is recorded. With `only`, just these items come. `tick` is told (done, of) and
    may raise to stop.
    """
    offer = _offer(file, theirs, only)
    out = United()
    if offer.fresh or offer.again:
        admitted = admit(file, theirs, offer.fresh, me=me, tick=tick)
        out.kept_out = admitted.kept_out
        if admitted.revisions or offer.again:
            _Union(file, operation, theirs, name, offer, admitted, out).bring()
    out.originals = _bring_originals(file, operation, theirs, lambda: tick(1, 1))
    return out


def _bring_originals(file: ProjectFile, operation: Operation, theirs: ProjectFile, tick: Callable[[], None]) -> int:
    """The files that documents which are here were read from, as far as this file lacks them; how many came."""
    query = "SELECT digest, document, data IS NOT NULL FROM original"
    here = {digest: bool(kept) for digest, _, kept in file.connection.execute(query)}
    there = theirs.connection.execute(query).fetchall()
    lacking = [(digest, document) for digest, document, kept in there if here.get(digest, -1) < bool(kept)]
    texts = {digest for (digest,) in file.connection.execute("SELECT digest FROM document")} if lacking else set()
    count = 0
    for digest, document in lacking:
        if document not in texts:
            continue
        tick()
        query = "SELECT digest, document, about, data FROM original WHERE digest = ?"
        row = theirs.connection.execute(query, (digest,)).fetchone()
        if row is not None and proven(row[0], row[1], row[2], row[3], tick):
            operation.add_original(row)
            operation.keep()
            count += 1
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

    fresh: set[bytes]
    """Not here yet."""

    again: dict[bytes, int]
    """Here, where they do not count; with the other file's key of their operation."""

    out: set[bytes]
    """All that are here and do not count."""


def _offer(file: ProjectFile, theirs: ProjectFile, only: Collection[bytes] | None) -> _Offer:
    out = file.log.out()
    known = {digest for (digest,) in file.connection.execute("SELECT digest FROM revision")}
    out_there = theirs.log.out()
    fresh: set[bytes] = set()
    again: dict[bytes, int] = {}
    # Not by the index, which would answer for a damaged row.
    for digest, item, key in theirs.connection.execute("SELECT digest, item, operation FROM revision NOT INDEXED"):
        if digest in out_there or (only is not None and item not in only):
            continue
        if digest not in known:
            fresh.add(digest)
        elif digest in out:
            again[digest] = key
    return _Offer(fresh, again, out)


class _Union:
    """Writes what was admitted."""

    def __init__(
        self, file: ProjectFile, operation: Operation, theirs: ProjectFile, name: str, offer: _Offer,
        admitted: Admitted, united: United,
    ) -> None:  # fmt: skip
        self._file = file
        self._connection = file.connection
        self._operation = operation
        self._theirs = theirs
        self._name = name
        self._offer = offer
        self._admitted = admitted
        self._united = united
        self._came_with: dict[int, int] = {}
        """The merges with which operations had come that come with this one now."""

    def bring(self) -> None:
        again = self._rows_here(self._offer.again)
        touched = {r.item for r in self._admitted.revisions} | {r.item for r in again}
        known = self._known(touched)
        before = self._in_force(known)
        self._bring_texts({r.document for r in (*self._admitted.revisions, *again)})
        self._bring_revisions(again)
        self._rest(again)
        now_ = self._operation.reckon(known) | self._operation.take(self._heads_of_new(known), self._admitted.items)
        self._count(before, now_)

    def _known(self, items: Collection[bytes]) -> set[bytes]:
        """Those of some items that have a history here already."""
        here = {item for (item,) in self._connection.execute("SELECT DISTINCT item FROM revision")}
        return here & set(items)

    def _heads_of_new(self, known: Collection[bytes]) -> dict[bytes, list[Revision]]:
        """The heads of items that were not known here."""
        found: defaultdict[bytes, list[Revision]] = defaultdict(list)
        for revision in self._admitted.revisions:
            if revision.item not in known:
                found[revision.item].append(revision)
        return {own: heads(revisions, ()) for own, revisions in found.items()}

    def _rows_here(self, digests: Iterable[bytes]) -> list[Revision]:
        query = f"SELECT {COLUMNS} FROM revision WHERE digest = ?"
        return [Revision(*self._connection.execute(query, (digest,)).fetchone()) for digest in sorted(digests)]

    def _in_force(self, items: Collection[bytes]) -> dict[bytes, Revision]:
        withdrawn = self._file.log.withdrawn()
        found = ((revisions[0].item, heads(revisions, withdrawn)) for revisions in self._file.log.of_items(items))
        return {own: there[0] for own, there in found if there}

    def _bring_texts(self, documents: Collection[bytes | None]) -> None:
        texts = [(digest, text) for digest, text in self._admitted.texts.items() if digest in documents]
        self._connection.executemany("INSERT OR IGNORE INTO document(digest, text) VALUES (?, ?)", texts)

    # Operations and their revisions

    def _bring_revisions(self, again: list[Revision]) -> None:
        """Write the revisions under the operations that made them, as far as this file did not know these."""
        fresh: defaultdict[int, list[Revision]] = defaultdict(list)
        for revision in self._admitted.revisions:
            fresh[revision.operation].append(revision)
        back: defaultdict[int, list[Revision]] = defaultdict(list)
        for revision in again:
            back[self._offer.again[revision.digest]].append(revision)
        keys = self._bring_operations(fresh, back)
        self._connection.executemany(
            f"INSERT INTO revision({COLUMNS}) VALUES ({', '.join('?' * 10)})",
            (revision._replace(operation=keys[revision.operation]) for revision in self._admitted.revisions),
        )
        moves = [(keys[key], r.digest) for key, revisions in back.items() for r in revisions]
        self._connection.executemany("UPDATE revision SET operation = ? WHERE digest = ?", moves)
        self._operation.disturb({r.operation for r in again} | {key for key, _ in moves})
        self._united.revisions = len(self._admitted.revisions) + len(again)

    def _bring_operations(
        self, fresh: Mapping[int, list[Revision]], back: Mapping[int, list[Revision]]
    ) -> dict[int, int]:
        """From the other file's keys of operations to this one's."""
        merge = self._operation.key
        own_id = self._connection.execute("SELECT id FROM operation WHERE key = ?", (merge,)).fetchone()[0]
        here: dict[bytes, int] = dict(self._connection.execute("SELECT id, key FROM operation").fetchall())
        next_key = self._connection.execute("SELECT max(key) + 1 FROM operation").fetchone()[0]
        keys: dict[int, int] = {}
        rows: list[tuple[object, ...]] = []
        for found in self._operations_there(fresh.keys() | back.keys()):
            there = here.get(found.id)
            if there is not None and not fresh.get(found.key) and self._all_back(there, back[found.key]):
                query = "SELECT came_with FROM operation WHERE key = ?"
                self._came_with[there] = self._connection.execute(query, (there,)).fetchone()[0]
                query = "UPDATE operation SET came_with = ?, withdrawn = 0 WHERE key = ?"
                self._connection.execute(query, (merge, there))
                keys[found.key] = there
                self._operation.disturb([there])
                continue
            # One that is known and has revisions here already stays as it is; the rest has a row of its own.
            id_ = found.id if there is None else uuid4().bytes
            undone = self._undone(found)
            title = storable(found.title)[0]
            proof = proof_of(
                (id_, title, found.annotator, found.at, undone if undone in here else None, found.brought_in),
                sorted(r.digest for r in (*fresh.get(found.key, ()), *back.get(found.key, ()))), own_id,
            )  # fmt: skip
            rows.append((next_key, id_, title, found.annotator, found.at, here.get(undone or b""), found.brought_in,
                         proof, merge))  # fmt: skip
            here.setdefault(found.id, next_key)
            keys[found.key] = here[id_] = next_key
            next_key += 1
        self._connection.executemany(
            "INSERT INTO operation(key, id, title, annotator, at, undoes, brought_in, proof, came_with)"
            " VALUES (?,?,?,?,?,?,?,?,?)",
            rows,
        )
        return keys

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
        digests: defaultdict[int, list[bytes]] = defaultdict(list)
        for key, digest in self._theirs.connection.execute("SELECT operation, digest FROM revision"):
            digests[key].append(digest)
        for one in found:
            if not one.proven(self._undone(one), self._id_there(one.came_with), digests[one.key]):
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

    def _count(self, before: Mapping[bytes, Revision], now_: Mapping[bytes, list[Revision]]) -> None:
        for own, there in now_.items():
            was, is_ = before.get(own), there[0] if there else None
            if was is None or was.value is None:
                if is_ is not None and is_.value is not None:
                    self._united.new[is_.kind] += 1
            elif is_ is None or (is_.value, is_.annotator) != (was.value, was.annotator):
                self._united.changed += 1
            self._united.conflicts += _differ(there)
