"""Every kind of item an analyst records. The words are those of docs/glossary.md."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Self

from annotator.model import fields as f
from annotator.model.errors import RuleBroken
from annotator.model.span import Span

TAGS = ("claim", "source", "quote", "cue", "excluded")
"""Tags every project has; a project may add its own."""

CONTENT_TAGS = ("claim", "quote")
ROLES: dict[str, tuple[str, ...]] = {"sources": ("source",), "cues": ("cue",), "contents": CONTENT_TAGS}
"""The roles of an attribution's members and the tags each admits."""

KINDS_OF_ATTRIBUTION = (
    "statement", "evidence", "directive", "commitment", "belief", "knowledge", "perception", "attitude", "intention",
)  # fmt: skip
RELIABILITY = ("A", "B", "C", "D", "E", "F")
LIKELIHOOD = (
    "almost_no_chance", "very_unlikely", "unlikely", "roughly_even_chance", "likely", "very_likely", "almost_certain",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What all items share. `FIELDS` are those of the item's value, in the order of the glossary."""

    KIND: ClassVar[str]
    FIELDS: ClassVar[tuple[f.Field, ...]]
    OF_LAYER: ClassVar[bool] = True
    """Whether it belongs to its annotator's layer rather than to the project."""

    ON_DOCUMENT: ClassVar[bool] = False
    """Whether it names the document it stands on."""

    id: str
    document: str | None = None
    annotator: str | None = None
    modified: str | None = field(default=None, compare=False)
    """When its value was last changed (ISO 8601, UTC), if known."""

    @classmethod
    def from_plain(
        cls, value: Mapping[str, Any], *, id: str, document: str | None, annotator: str | None, modified: str | None
    ) -> Self:
        """The item a plain value stands for. Raises RuleBroken with the reason when it stands for none."""
        item = cls(id=id, document=document, annotator=annotator, modified=modified, **_READERS[cls.KIND].read(value))
        item.check()
        return item

    def plain(self) -> dict[str, Any]:
        """The fields as plain JSON, without the empty ones."""
        out = {}
        for one in self.FIELDS:
            value = getattr(self, one.name)
            if value != one.empty:
                out[one.name] = one.write(value)
        return out

    def check(self) -> None:
        """Raise RuleBroken when the item breaks a rule on its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotation(Item):
    """Spans of one document under one tag; several spans are one discontinuous annotation."""

    KIND: ClassVar[str] = "annotation"
    ON_DOCUMENT: ClassVar[bool] = True
    FIELDS: ClassVar[tuple[f.Field, ...]] = (
        f.Text("tag", required=True),
        f.Spans("spans"),
        f.Reference("entity", ("entity",)),
        f.Text("note"),
        f.Flag("discuss"),
        f.Choice("certainty", values=("certain", "probable", "possible", "unknown")),
    )

    tag: str
    spans: tuple[Span, ...] = ()
    entity: str | None = None
    note: str = ""
    discuss: bool = False
    certainty: str | None = None

    @property
    def begin(self) -> int:
        return self.spans[0].begin

    @property
    def end(self) -> int:
        return self.spans[-1].end

    def exact(self, text: str) -> list[str]:
        """What each span covers of the document's text."""
        return [text[begin:end] for begin, end in self.spans]

    def words(self, text: str) -> str:
        """What the annotation covers, the parts of a discontinuous one joined by an ellipsis."""
        return " … ".join(self.exact(text))

    def check(self) -> None:
        if not self.spans:
            raise RuleBroken("an annotation needs at least one span")
        if self.entity is not None and self.tag != "source":
            raise RuleBroken(f"only a source can name an entity, not a {self.tag}")
        if self.certainty is not None and self.tag != "claim":
            raise RuleBroken(f"only a claim has a certainty, not a {self.tag}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution(Item):
    """Who said what: sources and cues around at least one content, perhaps reached through a parent."""

    KIND: ClassVar[str] = "attribution"
    ON_DOCUMENT: ClassVar[bool] = True
    FIELDS: ClassVar[tuple[f.Field, ...]] = (
        f.References("sources", ("annotation",)),
        f.References("cues", ("annotation",)),
        f.References("contents", ("annotation",)),
        f.Reference("parent", ("attribution",)),
        f.Choice("parent_basis", values=("embedded", "inferred")),
        f.Choice("source_status", values=("explicit", "unspecified", "author"), default="explicit"),
        f.Choice("kind", values=KINDS_OF_ATTRIBUTION, default="statement"),
        f.Choice("polarity", values=("positive", "negative", "mixed"), default="positive"),
        f.Text("note"),
    )

    sources: tuple[str, ...] = ()
    cues: tuple[str, ...] = ()
    contents: tuple[str, ...] = ()
    parent: str | None = None
    parent_basis: str | None = None
    source_status: str = "explicit"
    kind: str = "statement"
    polarity: str = "positive"
    note: str = ""

    @property
    def members(self) -> tuple[str, ...]:
        return (*self.sources, *self.cues, *self.contents)

    def check(self) -> None:
        if not self.contents:
            raise RuleBroken("an attribution needs at least one content")
        if self.parent == self.id:
            raise RuleBroken("an attribution cannot be its own parent")
        if self.parent is None and self.parent_basis is not None:
            raise RuleBroken("parent_basis without a parent")


@dataclass(frozen=True, slots=True, kw_only=True)
class Document(Item):
    """The facts about a document; its text is kept apart and never changes. `id` is the text's digest."""

    KIND: ClassVar[str] = "document"
    OF_LAYER: ClassVar[bool] = False
    FIELDS: ClassVar[tuple[f.Field, ...]] = (
        f.Text("title"),
        f.Text("outlet"),
        f.Text("author"),
        f.Text("published"),
        f.Text("url"),
        f.Text("language"),
        f.Digest("derived_from"),
        f.Spans("headings"),
    )

    title: str = ""
    outlet: str = ""
    author: str = ""
    published: str = ""
    url: str = ""
    language: str = ""
    derived_from: str | None = None
    headings: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity(Item):
    """A source known across all documents of the project."""

    KIND: ClassVar[str] = "entity"
    OF_LAYER: ClassVar[bool] = False
    FIELDS: ClassVar[tuple[f.Field, ...]] = (
        f.Text("name", required=True),
        f.Choice("naming", values=("named", "anonymous", "collective", "unspecified"), default="named"),
        f.Choice(
            "entity_type",
            values=("person", "organisation", "government", "media", "document", "unknown"),
            default="unknown",
        ),
        f.Texts("aliases"),
        f.Text("role"),
        f.Reference("affiliation", ("entity",)),
        f.Reference("issued_by", ("entity",)),
        f.References("members", ("entity",)),
        f.Text("country"),
        f.Text("wikidata"),
        f.Text("descriptor"),
        f.Text("anonymity_reason"),
        f.Choice("terms", values=("on_record", "background", "deep_background", "unknown")),
        f.Text("note"),
        f.Reference("merged_into", ("entity",)),
    )

    name: str
    naming: str = "named"
    entity_type: str = "unknown"
    aliases: tuple[str, ...] = ()
    role: str = ""
    affiliation: str | None = None
    issued_by: str | None = None
    members: tuple[str, ...] = ()
    country: str = ""
    wikidata: str = ""
    descriptor: str = ""
    anonymity_reason: str = ""
    terms: str | None = None
    note: str = ""
    merged_into: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotator(Item):
    """A person, or a suggester, who makes annotations."""

    KIND: ClassVar[str] = "annotator"
    OF_LAYER: ClassVar[bool] = False
    FIELDS: ClassVar[tuple[f.Field, ...]] = (
        f.Text("name", required=True),
        f.Choice("kind", values=("human", "suggester"), default="human"),
        f.Reference("same_as", ("annotator",)),
    )

    name: str
    kind: str = "human"
    same_as: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag(Item):
    """A project's own tag; `slug` is what annotations carry and never changes."""

    KIND: ClassVar[str] = "tag"
    OF_LAYER: ClassVar[bool] = False
    FIELDS: ClassVar[tuple[f.Field, ...]] = (
        f.Text("slug", required=True),
        f.Text("name"),
        f.Text("colour"),
        f.Text("key"),
        f.Text("description"),
    )

    slug: str
    name: str = ""
    colour: str = ""
    key: str = ""
    description: str = ""

    def check(self) -> None:
        if self.slug in TAGS:
            raise RuleBroken(f"every project has the tag {self.slug!r} already")


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
    """A reviewer's decision on a colleague's item as it was when judged."""

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


KINDS: dict[str, type[Item]] = {
    one.KIND: one
    for one in (
        Annotator, Tag, Entity, Document, Annotation, Attribution, Rating, Verdict, Comment, State, Confirmation,
        Assignment, Setting,
    )
}  # fmt: skip
"""All kinds, in the order in which the exchange format writes them."""

_READERS = {kind: f.Reader(model.FIELDS) for kind, model in KINDS.items()}
