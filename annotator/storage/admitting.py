"""Which revisions of another file may come in: each has to prove itself, and to be possible beside what is here.

What is kept out is told, item by item, and so is what was built on it. What merely does not fit together comes in and
is healed when it is read.
"""

import json
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import groupby
from operator import attrgetter, methodcaller
from typing import Any, NamedTuple

from annotator.model.errors import RuleBroken
from annotator.model.items import KINDS, Annotation, Annotator, Document, Item
from annotator.model.people import contested
from annotator.model.text import digest as text_digest
from annotator.storage import losses
from annotator.storage.identifiers import document_item, packed, unpacked
from annotator.storage.log import AT_ONCE, COLUMNS, Revision
from annotator.storage.project_file import ProjectFile
from annotator.storage.proven import revision as revision_of

LAST_SEQUENCE = 2**53
"""How far from 0 a sequence is believed: what every reader of JSON holds exactly, and far more than hands can make."""

AT_ONCE_IN = 4000
"""Revisions, about, that are looked at and handed on together."""


class KeptOut(NamedTuple):
    """An item of which something was kept out, and why."""

    item: str
    reason: str


class Admitted(NamedTuple):
    """What of some items may come in."""

    revisions: dict[bytes, list[Revision]]
    """By item, of each in the order of the other file's rows."""

    values: dict[bytes, Item]
    """What the revisions are values of, by their digests, deletions left out."""

    known: set[bytes]
    """Those of the items that have a history here."""

    texts: dict[bytes, str]
    """Of documents named for the first time, as far as this file lacks them."""


_any_text = methodcaller("decode", "utf-8", "surrogateescape")
"""A text that may be damaged: bytes that are no UTF-8 become lone surrogates, which prove nothing."""

_rank = attrgetter("sequence", "digest")


class Admitting:
    """Looks at the revisions of another file that are wanted, one item after the other.

    A few thousand at a time, so that the largest file takes no more memory than these and its digests.
    """

    def __init__(
        self, ours: ProjectFile, theirs: ProjectFile, wanted: Collection[bytes], *, me: Annotator | None
    ) -> None:  # fmt: skip
        self._ours = ours
        self._theirs = theirs
        self._wanted = wanted
        self.kept_out: list[KeptOut] = []
        self._lengths: dict[bytes, int | None] = {}
        """Of documents, in code points; None when neither file proves the text."""

        self._texts: dict[bytes, str] = {}
        """Of documents on which nothing has come in yet."""

        self._here: dict[bytes, Revision] = {}
        self._names = {a.id: a.name for a in ours.state.read("annotator") if isinstance(a, Annotator)}
        if me is not None:
            self._names.setdefault(me.id, me.name)
        known = (losses.known(ours), losses.known(theirs))
        self._lost = {bytes.fromhex(digest) for one in known for digest in one.revisions}

    def batches(self, tick: Callable[[int, int], None]) -> Iterator[Admitted]:
        """All that may come in; all of an item at once. `tick` is told (done, of) and may raise."""
        if not self._wanted:
            return
        connection = self._theirs.connection
        usual, connection.text_factory = connection.text_factory, _any_text
        try:
            self._contest(self._read(" WHERE kind = 'annotator'"))
            self.kept_out.clear()  # what was damaged is met again
            done = 0
            for some in _together(self._read(), AT_ONCE_IN):
                tick(done, len(self._wanted))
                done += sum(map(len, some))
                yield self._look_at(some)
        finally:
            connection.text_factory = usual

    def _read(self, where: str = "") -> Iterator[Revision]:
        """The rows of the other file that are revisions at all and wanted, in the order of their items."""
        # Not by the index, which would answer for a damaged row.
        query = f"SELECT {COLUMNS} FROM revision NOT INDEXED{where} ORDER BY item, key"
        for row in self._theirs.connection.execute(query):
            if row[0] not in self._wanted:
                continue
            found = revision_of(row)
            if found is None:
                self._refuse(row[1], "its row is damaged")
            else:
                yield found

    def _look_at(self, some: list[list[Revision]]) -> Admitted:
        """Let the revisions of some items in, or keep them out with the reason."""
        known = self._prepare(some)
        out = Admitted({}, {}, known, {})
        for revisions in some:
            coming = {r.digest: r for r in revisions}
            let_in: set[bytes] = set()
            # Parents come before their children.
            for r in revisions if len(revisions) == 1 else sorted(revisions, key=_rank):
                try:
                    item = self._checked(r, coming, let_in)
                except RuleBroken as broken:
                    self._refuse(r.item, str(broken))
                    continue
                let_in.add(r.digest)
                self._kinds[r.item] = r.kind
                if item is not None:
                    out.values[r.digest] = item
                if r.document in self._texts:
                    out.texts[r.document] = self._texts.pop(r.document)
            if let_in:
                out.revisions[revisions[0].item] = [r for r in revisions if r.digest in let_in]
        return out

    def _prepare(self, some: list[list[Revision]]) -> set[bytes]:
        """Read at once what looking at these revisions asks of this file; answers with the items known here."""
        connection = self._ours.connection
        parents = {parent for revisions in some for r in revisions if r.parents for parent in r.parent_list()}
        there = map(Revision._make, _rows(connection, f"SELECT {COLUMNS} FROM revision WHERE digest IN", parents))
        self._here = {r.digest: r for r in there}
        items = [revisions[0].item for revisions in some]
        self._kinds: dict[bytes, str] = dict(
            _rows(connection, "SELECT DISTINCT item, kind FROM revision WHERE item IN", items)
        )
        documents = {r.document for revisions in some for r in revisions if r.document is not None}
        lacking = [one for one in documents if one not in self._lengths]
        self._lengths.update(_rows(connection, "SELECT digest, length(text) FROM document WHERE digest IN", lacking))
        return set(self._kinds)

    def _contest(self, revisions: Iterable[Revision]) -> None:
        """Find annotators with the id of somebody else here; nothing of their layers comes in."""
        self._contested: dict[bytes, str] = {}
        for r in revisions:
            name = self._names.get(unpacked(r.item)) if r.kind == "annotator" else None
            if name is None or r.value is None or not r.proven():
                continue
            told = _json(r.value)
            claimed = told.get("name") if isinstance(told, dict) else None
            if isinstance(claimed, str) and (reason := contested(claimed, name)):
                self._contested[r.item] = reason

    def _refuse(self, item: object, reason: str) -> None:
        name = unpacked(item) if isinstance(item, bytes) else "?"
        if KeptOut(name, reason) not in self.kept_out[-20:]:
            self.kept_out.append(KeptOut(name, reason))

    def _checked(self, r: Revision, coming: Mapping[bytes, Revision], let_in: Collection[bytes]) -> Item | None:
        """The value of a revision, None for a deletion. Raises RuleBroken when it may not come in.

        `coming` are all of its item, `let_in` those of them that may.
        """
        if not r.proven():
            raise RuleBroken("a revision does not match its digest")
        if r.kind not in KINDS:
            raise RuleBroken(f"items of the kind “{r.kind[:40]}” are unknown here")
        if self._kinds.get(r.item, r.kind) != r.kind:
            raise RuleBroken(f"its id is that of another item here, of the kind {self._kinds[r.item]}")
        contested = self._contested.get(r.item if r.kind == "annotator" else r.annotator or b"")
        if contested is not None:
            raise RuleBroken(contested)
        if abs(r.sequence) > LAST_SEQUENCE:
            raise RuleBroken("its sequence is impossible")
        if r.parents:
            self._check_parents(r, coming, let_in)
        self._check_place(r)
        return None if r.value is None else self._value(r)

    def _check_parents(self, r: Revision, coming: Mapping[bytes, Revision], let_in: Collection[bytes]) -> None:
        digests = r.parent_list()
        known = [one for one in (coming.get(d) or self._here.get(d) for d in digests) if one is not None]
        missing = [d for d in digests if d not in let_in and d not in self._here]
        if any(one.sequence >= r.sequence for one in known):
            raise RuleBroken("its sequence is not above that of an earlier revision")
        if any(one.item != r.item for one in known) or any(self._elsewhere(d, r) for d in missing):
            raise RuleBroken("an earlier revision is one of another item")
        if any(d not in self._lost for d in missing):
            raise RuleBroken("an earlier revision is missing, or was kept out")
        own = (r.document, r.annotator)
        if known and all((one.document, one.annotator) != own for one in known):
            raise RuleBroken("it would move the item to another document or layer")

    def _elsewhere(self, digest: bytes, r: Revision) -> bool:
        """Whether the other file has this digest under another item."""
        row = self._theirs.connection.execute("SELECT item FROM revision WHERE digest = ?", (digest,)).fetchone()
        return row is not None and row[0] != r.item

    def _check_place(self, r: Revision) -> None:
        kind = KINDS[r.kind]
        if r.kind == "document":
            if r.document is None or document_item(r.document) != r.item:
                raise RuleBroken("its id is not that of its document")
        elif (r.document is not None) != kind.ON_DOCUMENT:
            raise RuleBroken("it stands on no document" if kind.ON_DOCUMENT else "it cannot stand on a document")
        if r.annotator is not None and not kind.OF_LAYER:
            raise RuleBroken(f"no {r.kind} is in anybody’s layer")
        if r.document is not None and self._length(r.document) is None:
            raise RuleBroken("the text of its document is missing or damaged")

    def _length(self, document: bytes) -> int | None:
        """How many code points a document has, None when neither file proves its text."""
        if document not in self._lengths:
            text = _text(self._theirs.connection, document)
            self._lengths[document] = None if text is None else len(text)
            if text is not None:
                self._texts[document] = text
        return self._lengths[document]

    def _value(self, r: Revision) -> Item:
        try:
            item = r.to_item()
            same = item is not None and item.canonical() == r.value
        except RuleBroken:
            raise
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise RuleBroken("its value cannot be read") from None
        if not same or item is None:
            raise RuleBroken("its value is not written as this program writes it")
        if _end(item) > (self._lengths.get(r.document or b"") or 0):
            raise RuleBroken("it reaches beyond the end of its document")
        return item


def _together(revisions: Iterable[Revision], count: int) -> Iterator[list[list[Revision]]]:
    """Revisions by item, as many items at a time as it takes for so many revisions."""
    some: list[list[Revision]] = []
    size = 0
    for _, group in groupby(revisions, key=attrgetter("item")):
        some.append(list(group))
        size += len(some[-1])
        if size >= count:
            yield some
            some, size = [], 0
    if some:
        yield some


def _end(item: Item) -> int:
    """Up to where an item reaches into its document's text."""
    spans = item.spans if isinstance(item, Annotation) else item.headings if isinstance(item, Document) else ()
    return spans[-1].end if spans else 0  # they are in order


def _json(value: str) -> object:
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return None


def _text(connection: sqlite3.Connection, document: bytes) -> str | None:
    """A text that proves itself; None when there is none."""
    row = connection.execute("SELECT CAST(text AS BLOB) FROM document WHERE digest = ?", (document,)).fetchone()
    try:
        text = row[0].decode() if row is not None else None
    except (UnicodeDecodeError, AttributeError):
        return None
    return text if text is not None and packed(text_digest(text)) == document else None


def _rows(connection: sqlite3.Connection, query: str, values: Collection[bytes]) -> Iterator[Any]:
    """The rows of a query that ends in IN, for any number of values."""
    ordered = sorted(values)
    for begin in range(0, len(ordered), AT_ONCE):
        some = ordered[begin : begin + AT_ONCE]
        yield from connection.execute(f"{query} ({','.join('?' * len(some))})", some)
