"""Who did what, when: the operations of a project and the values an item has had."""

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


def operations(file: ProjectFile, item: str | None = None, limit: int = -1) -> list[OperationRow]:
    """Operations, the newest first; of one item when its id (for a document its digest) is given."""
    where, parameters = "", ()
    if item is not None:
        raw = packed(item)
        own = document_item(raw) if len(raw) > 16 else raw
        where = " WHERE o.key IN (SELECT operation FROM revision WHERE item = ?)"
        parameters = (own,)  # type: ignore[assignment]  # grows from no parameter to one
    with file.reading() as connection:
        rows = connection.execute(f"{_ROWS}{where} ORDER BY o.key DESC LIMIT ?", (*parameters, limit)).fetchall()
    return [_row(*row[:-1]) for row in rows]


def values(file: ProjectFile, item: str) -> list[Value]:
    """The values an item has had, the newest first."""
    raw = packed(item)
    own = document_item(raw) if len(raw) > 16 else raw
    of_item = f"{_ROWS} WHERE o.key IN (SELECT operation FROM revision WHERE item = ?)"
    with file.reading() as connection:
        revisions = file.log.of_item(own)
        found = {row[-1]: _row(*row[:-1]) for row in connection.execute(of_item, (own,))}
    return [Value(found[r.operation], read_item(r)) for r in reversed(revisions)]
