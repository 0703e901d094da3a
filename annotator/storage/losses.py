"""What a salvaged project knows to be missing, so that `verify` tells it from what went missing later."""

from collections.abc import Iterable
from typing import NamedTuple
from uuid import uuid4

from annotator.model.items import Setting
from annotator.storage.identifiers import unpacked
from annotator.storage.log import Revision
from annotator.storage.project_file import ProjectFile

NAME = "salvage.losses"
"""The setting in which it is written down."""

NO_HISTORY = (
    "SELECT id FROM item WHERE id NOT IN (SELECT item FROM revision)"
    " AND id NOT IN (SELECT annotator FROM revision WHERE annotator IS NOT NULL)"
)
"""Items that others name, and of which there is no revision."""


class Losses(NamedTuple):
    """Digests of revisions that others name as earlier ones, and UUIDs of items of which nothing is left."""

    revisions: frozenset[str]
    items: frozenset[str]


def known(file: ProjectFile) -> Losses:
    """What salvages of this project, or of files it was salvaged from, wrote down."""
    revisions: set[str] = set()
    items: set[str] = set()
    for setting in file.state.read("setting", "t.name = ?", (NAME,)):
        told = setting.value if isinstance(setting, Setting) and isinstance(setting.value, dict) else {}
        revisions.update(told.get("revisions", ()))
        items.update(told.get("items", ()))
    return Losses(frozenset(revisions), frozenset(items))


def note(file: ProjectFile, damaged: str, revisions: Iterable[Revision], actions: Iterable[bytes]) -> None:
    """Write down what is missing from a project made from what was left of `damaged`."""
    present, named = set(), set()
    for revision in revisions:
        present.add(revision.digest)
        named.update(revision.parent_list())
    with file.reading() as connection:
        items = sorted(unpacked(id_) for (id_,) in connection.execute(NO_HISTORY))
    missing = sorted(digest.hex() for digest in named - present)
    incomplete = sorted(unpacked(id_) for id_ in actions)
    if not (items or missing or incomplete):
        return
    told = {"file": damaged, "revisions": missing, "items": items, "actions": incomplete}
    with file.operation(f"Salvage {damaged}", annotator=None) as operation:
        operation.put(Setting(id=str(uuid4()), name=NAME, value=told))
