"""Items that have several values beside each other, and about which somebody has to decide."""

from collections.abc import Iterator
from typing import NamedTuple

from annotator.storage.log import Revision, heads, read_item
from annotator.storage.project_file import ProjectFile


class Conflict(NamedTuple):
    """An item, and its different values, the one in force first."""

    item: bytes
    kind: str
    revisions: tuple[Revision, ...]


_SEVERAL = "SELECT item FROM revision GROUP BY item HAVING count(*) > 1"


def conflicts(file: ProjectFile) -> Iterator[Conflict]:
    """All conflicts of a project, in the order of their items' ids.

    A value that is no item of its kind any more is none to choose; a deletion is one.
    """
    with file.snapshot() as connection:
        withdrawn = file.log.withdrawn()
        items = [item for (item,) in connection.execute(_SEVERAL)]
        for revisions in file.log.of_items(items):
            found = different(heads(revisions, withdrawn))
            if len(found) > 1:
                yield Conflict(found[0].item, found[0].kind, tuple(found))


def different(there: list[Revision]) -> list[Revision]:
    """Of heads, the greatest with each value."""
    first: dict[tuple[str | None, bytes | None], Revision] = {}
    for head in there:
        if head.value is None or read_item(head) is not None:
            first.setdefault((head.value, head.annotator), head)
    return list(first.values())


def of_item(file: ProjectFile, item: bytes) -> Conflict | None:
    """The conflict about one item, None when there is none."""
    with file.reading():
        revisions = file.log.of_item(item)
        found = different(heads(revisions, file.log.withdrawn()))
    return Conflict(item, found[0].kind, tuple(found)) if len(found) > 1 else None


class Made(NamedTuple):
    """The action that gave a value; `annotator` is a name, empty when unknown."""

    title: str
    annotator: str
    at: str


def made_by(file: ProjectFile, revision: Revision) -> Made:
    """Who gave an item a value, and when."""
    with file.reading() as connection:
        title, name, at = connection.execute(
            "SELECT o.title, w.name, o.at FROM operation o LEFT JOIN item i ON i.id = o.annotator"
            " LEFT JOIN annotator w ON w.key = i.key WHERE o.key = ?",
            (revision.operation,),
        ).fetchone()
    return Made(title, name or "", at)
