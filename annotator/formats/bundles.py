"""What a reader hands over: lines in the keys of the annotator corpus, and what it had to keep out itself."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from annotator.model.corpus import Quarantined, Report

Where = int | str
"""The number of a line, or words for a place in a file."""


class Line(NamedTuple):
    """An item as the annotator corpus writes it, and where in the file it stands."""

    value: dict[str, Any]
    where: Where


def at(where: Where) -> str:
    """A place in words."""
    return f"line {where}" if isinstance(where, int) else where


@dataclass(slots=True)
class Bundle:
    """Some of a file: lines that refer to nothing but each other and what came before.

    `native` counts what the file itself would call its items (spans, relations, events), those kept out included.
    """

    path: str
    lines: list[Line] = field(default_factory=list)
    report: Report = field(default_factory=Report)
    unstorable: bool = True
    """Whether a text can hold characters that are not kept as they are; looking for them costs."""

    native: int = 0
    labels: Counter[str] = field(default_factory=Counter)
    """The file's own names for spans, and how often each stands there."""

    relations: Counter[str] = field(default_factory=Counter)
    people: Counter[str] = field(default_factory=Counter)
    """The file's own names for annotators."""

    def add(self, value: dict[str, Any], where: Where = "") -> None:
        self.lines.append(Line(value, where))

    def keep_out(self, item: str, reason: str) -> None:
        self.report.quarantined.append(Quarantined(self.path, item, reason))


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How a file of another program is to be understood; what is not said is found or taken by default.

    `labels` and `relations` map the file's names (without case) to what `labels.MEANINGS` and `labels.ROLES` list,
    `people` its annotators to ids of annotators, `unit` is what offsets count ("code points", "UTF-16"). `article`
    finds what is in the project already by URL, id or title, and gives its id and text.
    """

    labels: Mapping[str, str] = field(default_factory=dict)
    relations: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)
    unit: str = ""
    article: Callable[[str], tuple[str, str] | None] | None = None


@dataclass(frozen=True, slots=True)
class WriteOptions:
    """`spreadsheet` neutralises what spreadsheets would run as formulas, `nvivo` counts as NVivo does."""

    spreadsheet: bool = False
    nvivo: bool = False
