"""What people think of what was recorded: ratings, verdicts, comments, states, confirmations, and who does what."""

from dataclasses import dataclass
from typing import Any, ClassVar

from annotator.model import fields as f
from annotator.model.errors import RuleBroken
from annotator.model.item import Item

RELIABILITY = ("A", "B", "C", "D", "E", "F")
LIKELIHOOD = (
    "almost_no_chance", "very_unlikely", "unlikely", "roughly_even_chance", "likely", "very_likely", "almost_certain",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating(Item):
    """An analyst's judgement: reliability of an entity, or credibility and likelihood of a claim."""

    KIND: ClassVar[str] = "rating"
    FIELDS: ClassVar[tuple[f.Field, ...]] = (
        f.Reference("target", ("entity", "annotation"), required=True),
        f.Choice("reliability", values=RELIABILITY),
        f.Grade("credibility"),
        f.Choice("likelihood", values=LIKELIHOOD),
    )

    target: str
    reliability: str | None = None
    credibility: int | None = None
    likelihood: str | None = None

    def check(self) -> None:
        on_claim = self.credibility is not None or self.likelihood is not None
        if self.reliability is not None and on_claim:
            raise RuleBroken("reliability rates a source and credibility a claim, never both in one")
        if self.reliability is None and not on_claim:
            raise RuleBroken("a rating rates nothing")


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict(Item):
    """A reviewer's decision on a colleague's item as it was when judged.

    `replacement` is what stands in place of an amended item. On a rejection it says that this only follows from the
    same reviewer's acceptance of another reading, and holds while that does.
    """

    KIND: ClassVar[str] = "verdict"
    FIELDS: ClassVar[tuple[f.Field, ...]] = (
        f.Reference("target", ("annotation", "attribution", "entity"), required=True),
        f.Digest("target_value"),
        f.Choice("decision", values=("accept", "reject", "amend")),
        f.Text("comment"),
        f.Reference("replacement", ("annotation", "attribution")),
    )

    target: str
    target_value: str | None = None
    decision: str | None = None
    comment: str = ""
    replacement: str | None = None

    def check(self) -> None:
        if self.decision is None:
            raise RuleBroken("decision is missing")


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment(Item):
    """A remark in the thread of any item or document; with `waives` it waives a check's finding."""

    KIND: ClassVar[str] = "comment"
    FIELDS: ClassVar[tuple[f.Field, ...]] = (
        f.Target("target", ("*",)),
        f.Text("text"),
        f.Flag("resolved"),
        f.Text("waives"),
    )

    target: str = ""
    text: str = ""
    resolved: bool = False
    waives: str = ""

    def check(self) -> None:
        if not self.target:
            raise RuleBroken("target is missing")


@dataclass(frozen=True, slots=True, kw_only=True)
class State(Item):
    """An annotator's or reviewer's progress on a document; none means new."""

    KIND: ClassVar[str] = "state"
    ON_DOCUMENT: ClassVar[bool] = True
    FIELDS: ClassVar[tuple[f.Field, ...]] = (
        f.Choice("role", values=("annotator", "reviewer"), default="annotator"),
        f.Choice("state", values=("in_progress", "finished", "skipped", "in_review", "reviewed")),
    )

    role: str = "annotator"
    state: str | None = None

    def check(self) -> None:
        if self.state is None:
            raise RuleBroken("state is missing")
        if (self.state in ("in_review", "reviewed")) != (self.role == "reviewer"):
            raise RuleBroken(f"{self.state} is no state of the role {self.role}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation(Item):
    """Of an inferred hop: this analyst holds it to be right."""

    KIND: ClassVar[str] = "confirmation"
    FIELDS: ClassVar[tuple[f.Field, ...]] = (f.Reference("target", ("attribution",), required=True),)

    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment(Item):
    """A document given to an annotator or reviewer."""

    KIND: ClassVar[str] = "assignment"
    OF_LAYER: ClassVar[bool] = False
    ON_DOCUMENT: ClassVar[bool] = True
    FIELDS: ClassVar[tuple[f.Field, ...]] = (
        f.Reference("to", ("annotator",), required=True),
        f.Choice("role", values=("annotator", "reviewer"), default="annotator"),
    )

    to: str
    role: str = "annotator"


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting(Item):
    """One of the project's own settings."""

    KIND: ClassVar[str] = "setting"
    OF_LAYER: ClassVar[bool] = False
    FIELDS: ClassVar[tuple[f.Field, ...]] = (f.Text("name", required=True), f.Anything("value"))

    name: str
    value: Any = None
