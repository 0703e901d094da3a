"""What an operation did, as every part of the window and the command line hears of it."""

from enum import StrEnum
from typing import NamedTuple

from annotator.model.items import Item


class Origin(StrEnum):
    LOCAL = "local"
    UNDO = "undo"
    MERGE = "merge"
    IMPORT = "import"
    SUGGESTER = "suggester"


class Change(NamedTuple):
    """One item before and after; None before means it is new, None after that it is gone."""

    kind: str
    id: str
    document: str | None
    before: Item | None
    after: Item | None


class ChangeSet(NamedTuple):
    """The changes of one operation, empty when nothing was recorded."""

    title: str = ""
    origin: Origin = Origin.LOCAL
    changes: tuple[Change, ...] = ()
    sweeping: bool = False
    """Too many to list: whoever shows anything of the project reads it anew."""

    note: str = ""
    """What whoever did it should know besides, such as why no backup could be made before."""

    def __bool__(self) -> bool:
        return bool(self.changes) or self.sweeping

    def of(self, *kinds: str) -> tuple[Change, ...]:
        return tuple(change for change in self.changes if change.kind in kinds)

    def documents(self) -> frozenset[str]:
        return frozenset(change.document for change in self.changes if change.document is not None)
