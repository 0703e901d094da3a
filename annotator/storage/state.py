"""The current state: one table a kind, derived from the log in the same transaction, and read back as items.

Columns follow the fields of the items, so that one reader and one writer serve all kinds: a text or a choice is a
column (empty is NULL), a reference the key of an item, a list a table of its own.
"""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import chain
from operator import attrgetter
from typing import Any, NamedTuple

from annotator.model import fields as f
from annotator.model.items import KINDS, Item
from annotator.model.span import Span
from annotator.storage.identifiers import DamagedRow, document_item, packed, unpacked

MANY = 200
"""From how many items on their keys are made all at once, and how many are asked for together."""

REMEMBERED = 200_000
"""Keys that are held in memory."""

_TABLES = {"document": "document_info"}
_COLUMNS = {"key": "key_", "to": "to_"}


class ListTable(NamedTuple):
    """Where the values of a list field stand: table, column of the owner, fixed columns, columns of a value."""

    table: str
    owner: str
    role: str | None
    columns: tuple[str, ...]


_LISTS = {
    ("annotation", "spans"): ListTable("span", "annotation", None, ("begin", "end")),
    ("document", "headings"): ListTable("heading", "document_info", None, ("begin", "end")),
    ("attribution", "sources"): ListTable("attribution_member", "attribution", "sources", ("annotation",)),
    ("attribution", "cues"): ListTable("attribution_member", "attribution", "cues", ("annotation",)),
    ("attribution", "contents"): ListTable("attribution_member", "attribution", "contents", ("annotation",)),
    ("entity", "aliases"): ListTable("alias", "entity", None, ("name",)),
    ("entity", "members"): ListTable("entity_member", "entity", None, ("member",)),
}


def table_of(kind: str) -> str:
    return _TABLES.get(kind, kind)


def _columns(kind: type[Item]) -> list[tuple[f.Field, str]]:
    return [(one, _COLUMNS.get(one.name, one.name)) for one in kind.FIELDS if (kind.KIND, one.name) not in _LISTS]


def _lists_of(kind: str) -> set[tuple[str, str]]:
    """Table and column of the owner of all that items of a kind have in lists."""
    return {(place.table, place.owner) for (own, _), place in _LISTS.items() if own == kind}


def _as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _from_file(field: f.Field) -> Callable[[Any], Any] | None:
    """What makes a column's value that of the field; None when it is that already."""
    if isinstance(field, f.Reference | f.Target | f.Digest):
        return unpacked
    if isinstance(field, f.Anything):
        return json.loads
    return (lambda value: value == 1) if isinstance(field, f.Flag) else None


class Keys:
    """Small integer keys for ids and documents; they never change and are local to the file."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._items: dict[str, int] = {}
        self._documents: dict[str, int] = {}

    def forget(self) -> None:
        """Drop what is remembered; needed after a transaction was rolled back."""
        self._items.clear()
        self._documents.clear()

    def learn(self, ids: Collection[str]) -> dict[bytes, str]:
        """Find the keys of many items at once, before a bulk write; those of others may be dropped for them.

        Answers with those that have none.
        """
        if len(self._items) > REMEMBERED:
            self.forget()
        wanted = {packed(id_): id_ for id_ in ids if id_ not in self._items}
        asked = list(wanted) if self._newest() else []
        for begin in range(0, len(asked), MANY):
            some = asked[begin : begin + MANY]
            marks = ",".join("?" * len(some))
            for raw, key in self._connection.execute(f"SELECT id, key FROM item WHERE id IN ({marks})", some):
                self._items[wanted.pop(raw)] = key
        return wanted

    def _newest(self) -> int:
        return int(self._connection.execute("SELECT coalesce(max(key), 0) FROM item").fetchone()[0])

    def item(self, id_: str) -> int:
        """The key of an item by its UUID, made when it has none yet."""
        key = self._items.get(id_)
        if key is None:
            raw = packed(id_)
            row = self._connection.execute("SELECT key FROM item WHERE id = ?", (raw,)).fetchone()
            if row is None:
                row = self._connection.execute("INSERT INTO item(id) VALUES (?) RETURNING key", (raw,)).fetchone()
            key = self._items[id_] = int(row[0])
        return key

    def items_made(self, ids: set[str]) -> None:
        """Find the keys of many ids at once, and make those that are missing, in the order of their index."""
        fresh = sorted(self.learn(ids).items())
        first = self._newest() + 1
        self._connection.executemany(
            "INSERT INTO item(key, id) VALUES (?, ?)", [(key, raw) for key, (raw, _) in enumerate(fresh, first)]
        )
        self._items.update((id_, key) for key, (_, id_) in enumerate(fresh, first))

    def document(self, digest: str) -> int | None:
        """The key of a document's text, if the file holds it."""
        key = self._documents.get(digest)
        if key is None:
            row = self._connection.execute("SELECT key FROM document WHERE digest = ?", (packed(digest),)).fetchone()
            if row is None:
                return None
            key = self._documents[digest] = int(row[0])
        return key


def own_uuid(item: Item) -> str:
    """The UUID that stands for an item in the log and in the state."""
    return uuid_of("document", item.id) if item.KIND == "document" else item.id


def uuid_of(kind: str, id_: str) -> str:
    """The same of an item of this kind and id."""
    return unpacked(document_item(packed(id_))) if kind == "document" else id_


def own_id(item: Item) -> bytes:
    """The same in 16 bytes."""
    raw = packed(item.id)
    return document_item(raw) if item.KIND == "document" else raw


_SINGLE = {
    kind: ["annotator", *(one.name for one in model.FIELDS if isinstance(one, f.Reference))]
    for kind, model in KINDS.items()
}
_SEVERAL = {kind: [one.name for one in model.FIELDS if isinstance(one, f.References)] for kind, model in KINDS.items()}


def _references(groups: Mapping[str, Sequence[Item]]) -> set[str]:
    """Every UUID that items, by their kinds, have, name or are signed with."""
    out: set[str | None] = set()
    for kind, items in groups.items():
        out.update(map(own_uuid, items))
        for name in _SINGLE[kind]:
            out.update(map(attrgetter(name), items))
        for name in _SEVERAL[kind]:
            out.update(chain.from_iterable(map(attrgetter(name), items)))
    return {id_ for id_ in out if id_ is not None}


class State:
    """Writes and reads the tables of the current state. Writing happens inside an operation only."""

    def __init__(self, connection: sqlite3.Connection, keys: Keys) -> None:
        self._connection = connection
        self._keys = keys

    def write(self, items: Sequence[Item], *, fresh: bool = False) -> None:
        """Put items of any kinds in force, in place of what stands under their ids; `fresh` says that nothing does."""
        groups: defaultdict[str, list[Item]] = defaultdict(list)
        for item in items:
            groups[item.KIND].append(item)
        if len(items) > MANY:
            self._keys.items_made(_references(groups))
        for kind, group in groups.items():
            self._write_kind(KINDS[kind], group, fresh=fresh)

    def _to_file(self, field: f.Field) -> Callable[[Any], Any] | None:
        """What makes a field's value that of its column; None when it is that already."""
        if isinstance(field, f.Reference):
            return self._keys.item
        if isinstance(field, f.Target | f.Digest):
            return packed
        if isinstance(field, f.Anything):
            return _as_json
        return int if isinstance(field, f.Flag) else None

    def _rows(
        self, items: Sequence[Item], keys: Sequence[int], columns: list[tuple[f.Field, str]]
    ) -> Iterator[list[Any]]:
        """The values of the columns; but for the time, an empty text stands for NULL."""
        writers = [(field.name, field.empty, self._to_file(field)) for field, _ in columns]
        places: dict[str | None, int | str | None] = {None: ""}
        authors: dict[str | None, int | str] = {None: ""}
        for item, key in zip(items, keys, strict=True):
            place = item.id if item.KIND == "document" else item.document
            if place not in places:
                places[place] = self._keys.document(place or "")
            if (author := item.annotator) not in authors:
                authors[author] = self._keys.item(author or "")
            row: list[Any] = [key, places[place], authors[author], item.modified]
            for name, empty, convert in writers:
                value = getattr(item, name)
                if value is None or value == empty:
                    row.append("")
                else:
                    row.append(value if convert is None else convert(value))
            yield row

    def _write_kind(self, kind: type[Item], items: Sequence[Item], *, fresh: bool) -> None:
        table, columns = table_of(kind.KIND), _columns(kind)
        keys = [self._keys.item(own_uuid(item)) for item in items]
        if not fresh:
            self._erase(kind, keys)
        names = ", ".join(["key", "document", "annotator", "modified", *(name for _, name in columns)])
        # Binding None costs Python ten times what this does to SQLite.
        null = "nullif(?, '')"
        marks = ", ".join(["?", null, null, "?", *[null] * len(columns)])
        self._connection.executemany(
            f"INSERT INTO {table}({names}) VALUES ({marks})",
            self._rows(items, keys, columns),
        )
        for field in kind.FIELDS:
            place = _LISTS.get((kind.KIND, field.name))
            if place is not None:
                self._write_list(place, field, items, keys)

    def _write_list(self, place: ListTable, field: f.Field, items: Sequence[Item], keys: Sequence[int]) -> None:
        rows: list[tuple[Any, ...]] = []
        key_of = self._keys.item if isinstance(field, f.References) else None
        spans = isinstance(field, f.Spans)
        for item, key in zip(items, keys, strict=True):
            head = (key,) if place.role is None else (key, place.role)
            for value in getattr(item, field.name):
                if spans:
                    rows.append((*head, *value))
                else:
                    rows.append((*head, value if key_of is None else key_of(value)))
        names = ", ".join([place.owner, *(["role"] if place.role else []), *place.columns])
        marks = ", ".join("?" * (1 + bool(place.role) + len(place.columns)))
        self._connection.executemany(f"INSERT INTO {place.table}({names}) VALUES ({marks})", rows)

    def erase(self, kind: str, *ids: bytes) -> None:
        """Take items of a kind out of force."""
        items = [unpacked(id_) for id_ in ids]
        if len(items) > MANY:
            self._keys.learn(items)
        self._erase(KINDS[kind], [self._keys.item(id_) for id_ in items])

    def erase_chosen(self, kind: str, chosen: str) -> None:
        """The same for very many, whose keys a query written in this package chooses."""
        for table, owner in _lists_of(kind):
            self._connection.execute(f"DELETE FROM {table} WHERE {owner} IN ({chosen})")
        self._connection.execute(f"DELETE FROM {table_of(kind)} WHERE key IN ({chosen})")

    def _erase(self, kind: type[Item], keys: Sequence[int]) -> None:
        rows = [(key,) for key in keys]
        for table, owner in _lists_of(kind.KIND):
            self._connection.executemany(f"DELETE FROM {table} WHERE {owner} = ?", rows)
        self._connection.executemany(f"DELETE FROM {table_of(kind.KIND)} WHERE key = ?", rows)

    def read(self, kind: str, where: str = "", parameters: Sequence[Any] = ()) -> Iterator[Item]:
        """Items of a kind in force; `where` is a condition on its table, named `t`, written in this package."""
        model = KINDS[kind]
        columns = _columns(model)
        condition = f" WHERE {where}" if where else ""
        lists = {
            field.name: self._read_list(kind, place, field, condition, parameters)
            for field in model.FIELDS
            if (place := _LISTS.get((kind, field.name))) is not None
        }
        chosen, joins = ["t.key", "i.id", "d.digest", "a.id", "t.modified"], []
        for number, (field, name) in enumerate(columns):
            if isinstance(field, f.Reference):
                joins.append(f" LEFT JOIN item r{number} ON r{number}.key = t.{name}")
                chosen.append(f"r{number}.id")
            else:
                chosen.append(f"t.{name}")
        rows = self._connection.execute(
            f"SELECT {', '.join(chosen)} FROM {table_of(kind)} t JOIN item i ON i.key = t.key"
            " LEFT JOIN document d ON d.key = t.document LEFT JOIN item a ON a.key = t.annotator"
            f"{''.join(joins)}{condition}",
            parameters,
        )
        readers = [(field.name, _from_file(field)) for field, _ in columns]
        known: dict[bytes, str] = {}  # few documents and annotators have many items
        for row in rows:
            try:
                yield self._item(model, row, readers, lists, known)
            except (AttributeError, TypeError, ValueError) as error:
                raise DamagedRow(f"a row of {table_of(kind)} cannot be: {error}") from error

    @staticmethod
    def _item(
        model: type[Item], row: Sequence[Any], readers: Sequence[tuple[str, Callable[[Any], Any] | None]],
        lists: Mapping[str, dict[int, list[Any]]], known: dict[bytes, str],
    ) -> Item:  # fmt: skip
        """The item of a row."""
        key, id_, digest, annotator, modified, *values = row
        given = {
            name: value if convert is None else convert(value)
            for (name, convert), value in zip(readers, values, strict=True)
            if value is not None
        }
        for name, table in lists.items():
            if key in table:
                given[name] = tuple(table[key])
        for raw in (digest, annotator):
            if raw is not None and raw not in known:
                known[raw] = unpacked(raw)
        document = known.get(digest)
        facts = model.KIND == "document" and document is not None
        return model(
            id=document if facts and document is not None else unpacked(id_),
            document=None if facts else document,
            annotator=known.get(annotator),
            modified=modified,
            **given,
        )

    def _read_list(
        self, kind: str, place: ListTable, field: f.Field, condition: str, parameters: Sequence[Any]
    ) -> dict[int, list[Any]]:
        out: defaultdict[int, list[Any]] = defaultdict(list)
        owner = f"l.{place.owner}"
        limit = f" WHERE {owner} IN (SELECT t.key FROM {table_of(kind)} t{condition})" if condition else ""
        # All of a table is read from the table itself: an index would answer for a damaged row.
        source = f"{place.table} l" if condition else f"{place.table} l NOT INDEXED"
        if place.role is not None:
            limit += f"{' AND' if limit else ' WHERE'} l.role = '{place.role}'"
        if isinstance(field, f.References):
            rows = self._connection.execute(
                f"SELECT {owner}, i.id FROM {source} JOIN item i ON i.key = l.{place.columns[0]}{limit}"
                f" ORDER BY {owner}, i.id",
                parameters,
            )
            for key, value in rows:
                out[key].append(unpacked(value))
        else:
            columns = ", ".join(f"l.{name}" for name in place.columns)
            rows = self._connection.execute(
                f"SELECT {owner}, {columns} FROM {source}{limit} ORDER BY {owner}, {columns}",
                parameters,
            )
            if isinstance(field, f.Spans):
                for key, begin, end in rows:
                    out[key].append(Span(begin, end))
            else:
                for key, value in rows:
                    out[key].append(value)
        return out
