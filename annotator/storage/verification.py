"""Does every row prove itself, and is the current state what the log says?"""

import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from annotator.model.items import KINDS, ROLES, Item
from annotator.model.text import digest as text_digest
from annotator.storage import losses, originals
from annotator.storage.identifiers import document_item, unpacked
from annotator.storage.log import in_force, read_item
from annotator.storage.migrations import MIGRATIONS, SCHEMA_DIGEST, schema_digest, schema_objects
from annotator.storage.operation import proof
from annotator.storage.pages import Pages
from annotator.storage.project_file import ProjectFile
from annotator.storage.state import own_id, table_of
from annotator.storage.undoing import withdrawals


class Trouble(NamedTuple):
    """One thing that is not as it should be; the item, the document and the table where that is known."""

    what: str
    item: str | None = None
    document: str | None = None
    table: str | None = None

    def __str__(self) -> str:
        told = {"item": self.item, "document": self.document, "table": self.table}
        return self.what + "".join(f" ({name} {value})" for name, value in told.items() if value)


LOG = frozenset(("document", "operation", "revision", "original"))
"""The tables that are the truth; all others are derived from them."""

MOST_LOOKS = 5


def verify(file: ProjectFile, progress: Callable[[str], None] = lambda _: None) -> list[Trouble]:
    """Everything that is wrong with a project; empty when nothing is. Reads all of it, writes nothing.

    What another program writes meanwhile would look like damage, so the look is taken again then.
    """
    usual = file.connection.text_factory
    file.connection.text_factory = _any_text
    try:
        for _ in range(MOST_LOOKS):
            before = _version(file)
            out = _look(file, progress)
            if not out or _version(file) == before:
                break
    finally:
        file.connection.text_factory = usual
    return out


_OF_CHECK = {"texts": "document", "revisions": "revision", "operations": "operation", "withdrawals": "operation",
             "originals": "original"}  # fmt: skip
"""The table that a check reads first."""


def history_is_whole(troubles: Iterable[Trouble]) -> bool:
    """Whether all that is wrong is in what is derived from the history, so that nothing of the work is lost."""
    return all(t.table is not None and t.table not in LOG for t in troubles)


def _any_text(raw: bytes) -> str:
    """A text that may be damaged: bytes that are no UTF-8 become lone surrogates, which are never stored."""
    return raw.decode("utf-8", "surrogateescape")


def _version(file: ProjectFile) -> int:
    return int(file.connection.execute("PRAGMA data_version").fetchone()[0])


def _look(file: ProjectFile, progress: Callable[[str], None]) -> list[Trouble]:
    out: list[Trouble] = []
    for what, check in (
        ("SQLite’s own check", _sqlite),
        ("schema", _schema),
        ("texts", _documents),
        ("revisions", _revisions),
        ("operations", _operations),
        ("withdrawals", _withdrawals),
        ("originals", lambda file: _originals(file, lambda: progress("originals"))),
        ("current state", _state),
    ):
        progress(what)
        try:
            out.extend(check(file))
        except (sqlite3.Error, ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
            out.append(Trouble(f"{what}: cannot be read ({error})", table=_OF_CHECK.get(what)))
    return out


def _sqlite(file: ProjectFile) -> Iterator[Trouble]:
    told = [
        line
        for (message,) in file.connection.execute("PRAGMA integrity_check(100)")
        for line in message.splitlines()
        if line != "ok" and not line.startswith("***")
    ]
    tables = _Tables(file.connection) if told else None
    for line in told:
        yield Trouble(f"SQLite: {line}", table=tables.named_in(line) if tables is not None else None)
    for table, row, *_ in file.connection.execute("PRAGMA foreign_key_check").fetchall():
        column, of = {"revision": ("item", "revision"), "operation": ("id", "operation")}.get(table, ("id", "item"))
        found = file.connection.execute(f"SELECT {column} FROM {of} WHERE key = ?", (row,)).fetchone() if row else None
        yield Trouble(f"a row of {table} points nowhere", unpacked(found[0]) if found else None, table=table)


class _Tables:
    """The table that a message of SQLite's check is about, from the page or the index it names."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        rows = connection.execute("SELECT name, tbl_name, rootpage FROM sqlite_master WHERE rootpage > 0").fetchall()
        self._of = {name: table for name, table, _ in rows}
        roots = {root: table for _, table, root in rows}
        # The library hands the file out: reading it beside the connection would drop the connection's locks.
        whole = connection.serialize() if hasattr(connection, "serialize") else b""
        self._owners = {**Pages(whole).owners(roots), **roots}

    def named_in(self, line: str) -> str | None:
        pages = [int(number) for number in re.findall(r"\b(?:[Pp]age|Tree) (\d+)", line)]
        by_page = next((self._owners[number] for number in reversed(pages) if number in self._owners), None)
        return by_page or next((self._of[word] for word in re.findall(r"\w+", line) if word in self._of), None)


def _schema(file: ProjectFile) -> Iterator[Trouble]:
    if schema_digest(schema_objects(file.connection)) != SCHEMA_DIGEST:
        yield Trouble("the schema is not the one this program makes")
    applied = file.connection.execute("SELECT migration_set, name FROM _sqlite_migrations ORDER BY id").fetchall()
    if applied != [("annotator", name) for name in MIGRATIONS]:
        yield Trouble("the list of migrations is not the one this program makes")


def _documents(file: ProjectFile) -> Iterator[Trouble]:
    for digest, text in file.connection.execute("SELECT digest, CAST(text AS BLOB) FROM document"):
        try:
            sound = text_digest(text.decode()) == digest.hex()
        except UnicodeDecodeError:
            sound = False
        if not sound:
            yield Trouble("a text is not the one its digest names", None, unpacked(digest), "document")


def _revisions(file: ProjectFile) -> Iterator[Trouble]:
    known = {row[0] for row in file.connection.execute("SELECT digest FROM revision")}
    known.update(map(bytes.fromhex, losses.known(file).revisions))
    for revision in file.log.everything():
        document = unpacked(revision.document) if revision.document is not None else None
        if not revision.proven():
            yield Trouble(
                f"a revision of kind {revision.kind} does not match its digest",
                unpacked(revision.item), document, "revision",
            )  # fmt: skip
        elif any(parent not in known for parent in revision.parent_list()):
            yield Trouble("an earlier revision is missing", unpacked(revision.item), document, "revision")


def _operations(file: ProjectFile) -> Iterator[Trouble]:
    for key, id_, title, sealed in file.connection.execute("SELECT key, id, title, proof FROM operation"):
        if proof(file.connection, key) != sealed:
            yield Trouble(f"the operation “{title}” is not as it was recorded", unpacked(id_), table="operation")


def _withdrawals(file: ProjectFile) -> Iterator[Trouble]:
    """Whether what came in counts is what the undoing and redoing of it says; everything else always counts."""
    expected = withdrawals(file.connection)
    for key, id_, title, withdrawn in file.connection.execute("SELECT key, id, title, withdrawn FROM operation"):
        if withdrawn != expected[key]:
            yield Trouble(
                f"whether the operation “{title}” counts is not what its history says", unpacked(id_), table="operation"
            )


def _originals(file: ProjectFile, tick: Callable[[], None]) -> Iterator[Trouble]:
    for digest, document, about, data in file.connection.execute("SELECT digest, document, about, data FROM original"):
        tick()
        if not originals.proven(digest, document, about, data, tick):
            what = "what is kept of the file that a document was read from is not as it was"
            yield Trouble(what, None, unpacked(document), "original")


def _place(item: Item) -> str | None:
    return item.id if item.KIND == "document" else item.document


def _state(file: ProjectFile) -> Iterator[Trouble]:
    """The state derived anew from the log, compared with what the tables hold."""
    derived: dict[bytes, Item] = {}
    try:
        withdrawn = file.log.withdrawn()
        for own, group in groupby(file.log.everything(), key=lambda r: r.item):
            item = read_item(in_force(list(group), withdrawn))
            if item is not None:
                derived[own] = item
    except sqlite3.Error as error:
        yield Trouble(f"the log cannot be read to its end ({error})", table="revision")
    held: set[bytes] = set()
    for kind in KINDS:
        yield from _compare(file, kind, derived, held)
    for own in derived.keys() - held:
        missing = derived[own]
        yield Trouble(
            f"this {missing.KIND} is missing from the current state", missing.id, _place(missing),
            table_of(missing.KIND),
        )  # fmt: skip
    yield from _strays(file)


def _compare(file: ProjectFile, kind: str, derived: dict[bytes, Item], held: set[bytes]) -> Iterator[Trouble]:
    """The items of a kind as far as they can be read; what cannot be is missing from `held` afterwards."""
    try:
        for item in file.state.read(kind):
            own = own_id(item)
            held.add(own)
            expected = derived.get(own)
            if expected is None or expected != item or expected.modified != item.modified:
                yield Trouble(
                    f"the current state of this {kind} is not what its history says", item.id, _place(item),
                    table_of(kind),
                )  # fmt: skip
    except sqlite3.Error as error:
        yield Trouble(f"the {kind}s in force cannot be read to their end ({error})", table=table_of(kind))


def _stayed_elsewhere(file: ProjectFile, id_: bytes) -> bool:
    """Whether a value that came with a merge names an item whose own history did not: it was withdrawn there."""
    found = file.connection.execute(
        "SELECT 1 FROM revision WHERE operation IN (SELECT key FROM operation WHERE came_with IS NOT NULL)"
        " AND instr(value, ?) LIMIT 1",
        (unpacked(id_),),
    ).fetchone()
    return found is not None


_PARTS = (("span", "annotation", "annotation"), ("attribution_member", "attribution", "attribution"),
          ("alias", "entity", "entity"), ("entity_member", "entity", "entity"),
          ("heading", "document_info", "document_info"))  # fmt: skip


def _strays(file: ProjectFile) -> Iterator[Trouble]:
    """Rows of lists whose owner is not in force, and texts and items that do not fit together."""
    for table, owner, of in _PARTS:
        rows = file.connection.execute(
            f"SELECT i.id FROM {table} l JOIN item i ON i.key = l.{owner} WHERE l.{owner} NOT IN (SELECT key FROM {of})"
        )
        for (id_,) in rows:
            yield Trouble(f"a row of {table} belongs to nothing", unpacked(id_), table=table)
    for (id_,) in file.connection.execute(
        "SELECT i.id FROM attribution_member l JOIN item i ON i.key = l.attribution"
        f" WHERE l.role NOT IN ({', '.join('?' * len(ROLES))})",
        tuple(ROLES),
    ):
        yield Trouble("a member of an attribution has no role", unpacked(id_), table="attribution_member")
    lost = losses.known(file).items
    for (id_,) in file.connection.execute(losses.NO_HISTORY):
        if unpacked(id_) not in lost and not _stayed_elsewhere(file, id_):
            yield Trouble("an item has no history", unpacked(id_), table="item")
    for key, digest in file.connection.execute(
        "SELECT i.id, d.digest FROM document_info f JOIN item i ON i.key = f.key JOIN document d ON d.key = f.document"
    ):
        if document_item(digest) != key:
            yield Trouble(
                "the facts of a document stand beside another text", unpacked(key), unpacked(digest), "document_info"
            )
