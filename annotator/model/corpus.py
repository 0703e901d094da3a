"""A corpus in memory, and what reading one from elsewhere has to tell."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from annotator.model.items import KINDS, Item
from annotator.model.span import Span


@dataclass(slots=True)
class Corpus:
    """Documents and everything annotated on them. `texts` holds the text of each document, by id."""

    items: dict[str, list[Item]] = field(default_factory=lambda: {kind: [] for kind in KINDS})
    texts: Mapping[str, str] = field(default_factory=dict)

    def count(self, kind: str) -> int:
        return len(self.items[kind])


class Quarantined(NamedTuple):
    """An item that was kept out, and why. `item` is its id, or where it stands when it has none."""

    path: str
    item: str
    reason: str


class Reanchored(NamedTuple):
    """An annotation whose words stand elsewhere than its offsets said."""

    path: str
    item: str
    before: tuple[Span, ...]
    after: tuple[Span, ...]


class Replaced(NamedTuple):
    """Characters of a text that could not be kept as they were."""

    path: str
    characters: int
    reason: str


@dataclass(slots=True)
class Report:
    """What an import did: everything that came in, and everything that did not, with the reason."""

    documents: int = 0
    annotations: int = 0
    attributions: int = 0
    entities: int = 0
    already_present: int = 0
    passed_over: int = 0
    quarantined: list[Quarantined] = field(default_factory=list)
    reanchored: list[Reanchored] = field(default_factory=list)
    replaced: list[Replaced] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, other: "Report") -> None:
        """Take over what another file's report says."""
        for name in ("documents", "annotations", "attributions", "entities", "already_present", "passed_over"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for name in ("quarantined", "reanchored", "replaced", "notes"):
            getattr(self, name).extend(getattr(other, name))
