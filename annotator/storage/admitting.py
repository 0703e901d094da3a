"""Which revisions of another file may come in: each has to prove itself, and to be possible beside what is here.

What is kept out is told, item by item, and so is what was built on it. What merely does not fit together comes in and
is healed when it is read.
"""

import json
import sqlite3
from collections.abc import Callable, Collection, Iterator, Sequence
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
"""The greatest sequence that is believed: what every reader of JSON holds exactly, and far more than hands can make."""

TICK = 500
"""Revisions between two words about the progress."""


class KeptOut(NamedTuple):
    """An item of which something was kept out, and why."""

    item: str
    reason: str


class Admitted(NamedTuple):
    """What may come in, in the order of the other file's rows."""

    revisions: list[Revision]
    items: dict[bytes, Item]
    """What the revisions are values of, by their digests, deletions left out."""

    texts: dict[bytes, str]
    kept_out: list[KeptOut]


def _any_text(raw: bytes) -> str:
    """A text that may be damaged: bytes that are no UTF-8 become lone surrogates, which prove nothing."""
    return raw.decode("utf-8", "surrogateescape")


def admit(
    ours: ProjectFile, theirs: ProjectFile, wanted: Collection[bytes], *, me: Annotator | None,
    tick: Callable[[int, int], None],
) -> Admitted:  # fmt: skip
    """Look at the revisions of `theirs` with the digests `wanted`. `tick` is told (done, of) and may raise."""
    admitting = _Admitting(ours, theirs, me)
    revisions = list(admitting.read(wanted))
    admitting.prepare(revisions)
    ordered = sorted(revisions, key=lambda r: r.rank)
    for done, revision in enumerate(ordered):
        if done % TICK == 0:
            tick(done, len(ordered))
        admitting.look_at(revision)
    taken = [r for r in revisions if r.digest in admitting.let_in]
    return Admitted(taken, admitting.items, admitting.texts, admitting.kept_out)


class _Admitting:
    def __init__(self, ours: ProjectFile, theirs: ProjectFile, me: Annotator | None) -> None:
        self._ours = ours
        self._theirs = theirs
        self.kept_out: list[KeptOut] = []
        self.texts: dict[bytes, str] = {}
        self.let_in: set[bytes] = set()
        self.items: dict[bytes, Item] = {}
        self._here: dict[bytes, Revision] = {}
        self._coming: dict[bytes, Revision] = {}
        self._kinds: dict[bytes, str] = {}
        self._lengths: dict[bytes, int | None] = {}
        self._names = {a.id: a.name for a in ours.state.read("annotator") if isinstance(a, Annotator)}
        if me is not None:
            self._names.setdefault(me.id, me.name)
        self._contested: dict[bytes, str] = {}
        known = (losses.known(ours), losses.known(theirs))
        self._lost = {bytes.fromhex(digest) for one in known for digest in one.revisions}

    def read(self, wanted: Collection[bytes]) -> Iterator[Revision]:
        """The rows of the other file that are revisions at all."""
        connection = self._theirs.connection
        usual, connection.text_factory = connection.text_factory, _any_text
        try:
            # Not by the index, which would answer for a damaged row.
            for row in connection.execute(f"SELECT {COLUMNS} FROM revision NOT INDEXED ORDER BY key"):
                if row[0] not in wanted:
                    continue
                found = revision_of(row)
                if found is None:
                    self._refuse(row[1], "its row is damaged")
                else:
                    yield found
        finally:
            connection.text_factory = usual

    def prepare(self, revisions: Sequence[Revision]) -> None:
        """Read at once what looking at these revisions asks of this file."""
        connection = self._ours.connection
        self._coming = {r.digest: r for r in revisions}
        parents = {parent for r in revisions for parent in r.parent_list()}
        there = map(Revision._make, _rows(connection, f"SELECT {COLUMNS} FROM revision WHERE digest IN", parents))
        self._here = {r.digest: r for r in there}
        items = {r.item for r in revisions}
        self._kinds = dict(_rows(connection, "SELECT DISTINCT item, kind FROM revision WHERE item IN", items))
        documents = {r.document for r in revisions if r.document is not None}
        lengths = _rows(connection, "SELECT digest, length(text) FROM document WHERE digest IN", documents)
        self._lengths = dict(lengths)
        self._contest(revisions)

    def _contest(self, revisions: Sequence[Revision]) -> None:
        """Find annotators with the id of somebody else here; nothing of their layers comes in."""
        for r in revisions:
            name = self._names.get(unpacked(r.item)) if r.kind == "annotator" else None
            if name is None or r.value is None or not r.proven():
                continue
            told = _json(r.value)
            claimed = told.get("name") if isinstance(told, dict) else None
            if isinstance(claimed, str) and (reason := contested(claimed, name)):
                self._contested[r.item] = reason

    def look_at(self, r: Revision) -> None:
        """Let a revision in, or keep it out with the reason. Parents come before their children."""
        try:
            self._check(r)
        except RuleBroken as broken:
            self._refuse(r.item, str(broken))
        else:
            self.let_in.add(r.digest)
            self._kinds[r.item] = r.kind

    def _refuse(self, item: object, reason: str) -> None:
        name = unpacked(item) if isinstance(item, bytes) else "?"
        if KeptOut(name, reason) not in self.kept_out[-20:]:
            self.kept_out.append(KeptOut(name, reason))

    def _check(self, r: Revision) -> None:
        if not r.proven():
            raise RuleBroken("a revision does not match its digest")
        if r.kind not in KINDS:
            raise RuleBroken(f"items of the kind “{r.kind[:40]}” are unknown here")
        if self._kinds.get(r.item, r.kind) != r.kind:
            raise RuleBroken(f"its id is that of another item here, of the kind {self._kinds[r.item]}")
        contested = self._contested.get(r.item if r.kind == "annotator" else r.annotator or b"")
        if contested is not None:
            raise RuleBroken(contested)
        if not 0 <= r.sequence <= LAST_SEQUENCE:
            raise RuleBroken("its sequence is impossible")
        self._check_parents(r)
        self._check_place(r)
        if r.value is not None:
            self._check_value(r)

    def _check_parents(self, r: Revision) -> None:
        if not r.parents:
            return
        digests = r.parent_list()
        known = [one for one in (self._coming.get(d) or self._here.get(d) for d in digests) if one is not None]
        if any(one.sequence >= r.sequence for one in known):
            raise RuleBroken("its sequence is not above that of an earlier revision")
        if any(d not in self.let_in and d not in self._here and d not in self._lost for d in digests):
            raise RuleBroken("an earlier revision is missing, or was kept out")
        if any(one.item != r.item for one in known):
            raise RuleBroken("an earlier revision is one of another item")
        own = (r.document, r.annotator)
        if known and all((one.document, one.annotator) != own for one in known):
            raise RuleBroken("it would move the item to another document or layer")

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
                self.texts[document] = text
        return self._lengths[document]

    def _check_value(self, r: Revision) -> None:
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
        self.items[r.digest] = item


def _end(item: Item) -> int:
    """Up to where an item reaches into its document's text."""
    spans = item.spans if isinstance(item, Annotation) else item.headings if isinstance(item, Document) else ()
    return max((span.end for span in spans), default=0)


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
