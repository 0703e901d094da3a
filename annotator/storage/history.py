"""Who did what, when: the operations of a project and the values an item has had."""

from collections.abc import Sequence
from typing import NamedTuple

from annotator.model.items import Item
from annotator.storage.identifiers import document_item, packed, unpacked
from annotator.storage.log import read_item
from annotator.storage.project_file import ProjectFile


class OperationRow(NamedTuple):
    """One action as the history shows it. `annotator` is a name, empty when unknown; `items` counts what it changed."""

    id: str
    title: str
    annotator: str
    at: str
    undoes: str | None
    withdrawn: bool
    items: int


class Value(NamedTuple):
    """A value that an item had, and the operation that gave it; None when the operation took the item away."""

    operation: OperationRow
    item: Item | None


_ROWS = """
SELECT o.id, o.title, w.name, o.at, u.id, o.withdrawn,
    (SELECT count(*) FROM revision r WHERE r.operation = o.key), o.key
FROM operation o LEFT JOIN operation u ON u.key = o.undoes LEFT JOIN item i ON i.id = o.annotator
LEFT JOIN annotator w ON w.key = i.key"""


def _row(
    id_: bytes, title: str, name: str | None, at: str, undoes: bytes | None, withdrawn: int, items: int
) -> OperationRow:
    return OperationRow(
        unpacked(id_), title, name or "", at, unpacked(undoes) if undoes is not None else None, bool(withdrawn), items
    )


def operations(file: ProjectFile, items: Sequence[str] = (), limit: int = -1) -> list[OperationRow]:
    """Operations, the newest first; only those that changed one of some items when their ids are given."""
    marks = ", ".join("?" * len(items))
    where = f" WHERE o.key IN (SELECT operation FROM revision WHERE item IN ({marks}))" if items else ""
    with file.reading() as connection:
        parameters = [*map(_own, items), limit]
        rows = connection.execute(f"{_ROWS}{where} ORDER BY o.key DESC LIMIT ?", parameters).fetchall()
    return [_row(*row[:-1]) for row in rows]


def _own(item: str) -> bytes:
    """The 16 bytes of an item, a document's from its digest."""
    raw = packed(item)
    return document_item(raw) if len(raw) > 16 else raw


def values(file: ProjectFile, item: str) -> list[Value]:
    """The values an item has had, the newest first."""
    own = _own(item)
    of_item = f"{_ROWS} WHERE o.key IN (SELECT operation FROM revision WHERE item = ?)"
    with file.reading() as connection:
        revisions = file.log.of_item(own)
        found = {row[-1]: _row(*row[:-1]) for row in connection.execute(of_item, (own,))}
    return [Value(found[r.operation], read_item(r)) for r in reversed(revisions)]
