"""Every kind of item an analyst records. The words are those of docs/glossary.md."""

from dataclasses import dataclass
from typing import ClassVar

from annotator.model import fields as f
from annotator.model.errors import RuleBroken
from annotator.model.item import Item
from annotator.model.judgements import Assignment, Comment, Confirmation, Rating, Setting, State, Verdict
from annotator.model.span import Span

TAGS = ("claim", "source", "quote", "cue", "excluded")
"""Tags every project has; a project may add its own."""

CONTENT_TAGS = ("claim", "quote")
ROLES: dict[str, tuple[str, ...]] = {"sources": ("source",), "cues": ("cue",), "contents": CONTENT_TAGS}
"""The roles of an attribution's members and the tags each admits."""

KINDS_OF_ATTRIBUTION = (
    "statement", "evidence", "directive", "commitment", "belief", "knowledge", "perception", "attitude", "intention",
)  # fmt: skip


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


KINDS: dict[str, type[Item]] = {
    one.KIND: one
    for one in (
        Annotator, Tag, Entity, Document, Annotation, Attribution, Rating, Verdict, Comment, State, Confirmation,
        Assignment, Setting,
    )
}  # fmt: skip
"""All kinds, in the order in which the exchange format writes them."""

__all__ = [
    "CONTENT_TAGS", "KINDS", "KINDS_OF_ATTRIBUTION", "ROLES", "TAGS", "Annotation", "Annotator", "Assignment",
    "Attribution", "Comment", "Confirmation", "Document", "Entity", "Item", "Rating", "Setting", "State", "Tag",
    "Verdict",
]  # fmt: skip
