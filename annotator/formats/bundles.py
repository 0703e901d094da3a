"""What a reader hands over: lines in the keys of the annotator corpus, and what it had to keep out itself."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Concatenate, NamedTuple, ParamSpec

from annotator.model.corpus import Quarantined, Report
from annotator.model.errors import UserError

_Given = ParamSpec("_Given")

AROUND = "around"
"""The key under which a reader may hand over what stands before and after each part of an annotation's `text`."""

Where = int | str
"""The number of a line, or words for a place in a file."""

UNFORESEEN = (TypeError, ValueError, LookupError, AttributeError, RuntimeError, ArithmeticError)
"""What a reader can stumble over in a file made to break it."""


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

    signers: dict[str, str] = field(default_factory=dict)
    """What to call annotators, by id, in case that no line anywhere tells of them."""

    def add(self, value: dict[str, Any], where: Where = "") -> None:
        self.lines.append(Line(value, where))

    def take_in(self, other: "Bundle") -> None:
        """Put what another one holds to what is here."""
        self.lines += other.lines
        self.report.add(other.report)
        self.native += other.native
        self.labels += other.labels
        self.relations += other.relations
        self.people += other.people
        self.signers = other.signers | self.signers

    def keep_out(self, item: str, reason: str) -> None:
        self.report.quarantined.append(Quarantined(self.path, item, reason))

    def refuse(self, where: str, reason: str) -> None:
        """Count an item of the file and keep it out."""
        self.native += 1
        self.keep_out(where, f"{where}: {reason}")

    @contextmanager
    def item(self, where: str) -> Iterator[None]:
        """Read one item of the file. What no reader is ready for keeps this one out, and the rest comes in."""
        before = self.native
        try:
            yield
        except UNFORESEEN as error:
            self.native = before
            self.refuse(where, unforeseen(error))


def unforeseen(error: BaseException) -> str:
    """The reason why something is kept out on which its reader fell over."""
    return f"it holds something that it may not ({type(error).__name__}: {' '.join(str(error).split())[:120]})"


@contextmanager
def one_of_several(path: Path, place: Path) -> Iterator[list[Bundle]]:
    """Read one file of a folder into the list. What refuses it keeps it out; the file chosen itself is refused."""
    bundles: list[Bundle] = []
    try:
        yield bundles
    except UserError as refusal:
        if path == place:
            raise
        bundles[:] = [Bundle(str(path))]
        bundles[0].native += 1
        bundles[0].keep_out(path.name, refusal.sentence)


def record(
    path: str, where: str, read: Callable[Concatenate[Bundle, _Given], None], *given: _Given.args,
    **named: _Given.kwargs,
) -> Bundle:  # fmt: skip
    """What `read` finds in one record of a file: all of it, or, where it falls over it, nothing and the reason."""
    bundle = Bundle(path)
    try:
        read(bundle, *given, **named)
    except UNFORESEEN as error:
        bundle = Bundle(path)
        bundle.refuse(where, unforeseen(error))
    return bundle


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
