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
    what: str = ""
    """An annotation `in_short`."""


class Reanchored(NamedTuple):
    """An annotation whose words stand elsewhere than its offsets said."""

    path: str
    item: str
    before: tuple[Span, ...]
    after: tuple[Span, ...]
    what: str = ""
    """The annotation `in_short`."""


WORDS = 60
"""Characters of an annotation’s words, or of a title, that are told."""


def in_short(tag: str, words: str, title: str) -> str:
    """An annotation as a person knows it: its tag, its words and its article."""
    return " ".join([tag, *([f"“{cut(words)}”"] if words.strip() else []), *([f"({cut(title)})"] if title else [])])


def cut(told: str) -> str:
    """A text in one line, and no more of it than is told."""
    line = " ".join(told.split())
    return line if len(line) <= WORDS else line[: WORDS - 1].rstrip() + "…"


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
    contested: int = 0
    """Items that are here with another value, about which somebody has to decide; not among those that came in."""

    passed_over: int = 0
    quarantined: list[Quarantined] = field(default_factory=list)
    reanchored: list[Reanchored] = field(default_factory=list)
    replaced: list[Replaced] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, other: "Report") -> None:
        """Take over what another file's report says."""
        for name in _COUNTS:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for name in ("quarantined", "reanchored", "replaced", "notes"):
            getattr(self, name).extend(getattr(other, name))


_COUNTS = ("documents", "annotations", "attributions", "entities", "already_present", "contested", "passed_over")
