"""A document with everything annotated on it, and what can be derived from that: chains, quote types, who said what."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from annotator.model.changes import Change
from annotator.model.items import CONTENT_TAGS, Annotation, Annotator, Attribution, Document, Entity, Item
from annotator.model.span import Span, covers_all


class Hop(NamedTuple):
    """One step of a chain: an attribution and the names of its sources."""

    attribution: Attribution
    names: tuple[str, ...]

    @property
    def inferred(self) -> bool:
        return self.attribution.parent_basis == "inferred"

    @property
    def words(self) -> str:
        """The sources as they appear in a chain in words."""
        if self.names:
            return " and ".join(self.names)
        return {"author": "the article’s own voice", "unspecified": "source not named"}.get(
            self.attribution.source_status, "no source yet"
        )


Chain = tuple[Hop, ...]
"""From the article inwards: the outermost attribution first, the one asked about last."""


def chain_words(chain: Chain, *, mark_inferred: bool = False) -> str:
    """A chain in words, “RFA ‹ Asia Press ‹ the Ministry”; an inferred hop can be marked with “?”.

    The mark stands at the hop whose parent was inferred, that is, before the name that the sentence does not lead to.
    """
    out = ""
    for hop in chain:
        if out:
            out += " ‹? " if mark_inferred and hop.inferred else " ‹ "
        out += hop.words
    return out


@dataclass(slots=True)
class AnnotatedDocument:
    """One document, its text and all that is in force on it, by id. Entities and annotators are the whole project's.

    Attributions are healed: every member and parent named is there. `apply` keeps it current.
    """

    document: Document
    text: str
    annotations: dict[str, Annotation] = field(default_factory=dict)
    attributions: dict[str, Attribution] = field(default_factory=dict)
    entities: dict[str, Entity] = field(default_factory=dict)
    annotators: dict[str, Annotator] = field(default_factory=dict)
    same: Mapping[str, str] = field(default_factory=dict)
    """From joined identities to the one that stands for the person; items are in the layer of that one."""

    _by_member: defaultdict[str, list[str]] | None = None

    @property
    def id(self) -> str:
        return self.document.id

    def apply(self, changes: Iterable[Change]) -> None:
        """Take over the changes of an operation that concern this document or the project's entities and annotators."""
        tables: dict[str, dict[str, Any]] = {
            "annotation": self.annotations,
            "attribution": self.attributions,
            "entity": self.entities,
            "annotator": self.annotators,
        }
        for change in changes:
            if change.kind == "document" and change.id == self.id and isinstance(change.after, Document):
                self.document = change.after
            table = tables.get(change.kind)
            if table is None or (change.document is not None and change.document != self.id):
                continue
            if change.after is None:
                table.pop(change.id, None)
            else:
                table[change.id] = in_layer(change.after, self.same)
            if change.kind == "attribution":
                self._by_member = None

    def attributions_of(self, annotation: str) -> list[Attribution]:
        """The attributions that an annotation is a member of, in order of their id."""
        if self._by_member is None:
            self._by_member = defaultdict(list)
            for attribution in self.attributions.values():
                for member in dict.fromkeys(attribution.members):
                    self._by_member[member].append(attribution.id)
        return [self.attributions[id_] for id_ in sorted(self._by_member.get(annotation, ()))]

    def children_of(self, attribution: str) -> list[Attribution]:
        return sorted((a for a in self.attributions.values() if a.parent == attribution), key=self.order)

    def order(self, attribution: Attribution) -> tuple[int, str]:
        """The place of an attribution: the first begin of any member, then its id."""
        return min(self.annotations[m].begin for m in attribution.members), attribution.id

    def ordered(self, *tags: str, annotator: str | None = None) -> list[Annotation]:
        """Annotations in reading order, outer before inner; of the tags and the annotator given, or all."""
        chosen = (
            a
            for a in self.annotations.values()
            if (not tags or a.tag in tags) and (annotator is None or a.annotator == annotator)
        )
        return sorted(chosen, key=lambda a: (a.begin, -a.end, a.id))

    def at(self, position: int) -> list[Annotation]:
        """The annotations over a code point, innermost (shortest) first."""
        found = (a for a in self.annotations.values() if any(s.contains(position) for s in a.spans))
        return sorted(found, key=lambda a: (sum(s.end - s.begin for s in a.spans), a.id))

    def entity_of(self, annotation: Annotation) -> Entity | None:
        """The entity a source names, merges followed."""
        return resolve(annotation.entity, self.entities)

    def source_name(self, annotation: Annotation) -> str:
        """What a source is called: its entity's name, otherwise its own words."""
        entity = self.entity_of(annotation)
        return entity.name if entity is not None else " ".join(annotation.words(self.text).split())

    def names(self, attribution: Attribution) -> tuple[str, ...]:
        mentions = sorted((self.annotations[s] for s in attribution.sources), key=lambda a: (a.begin, a.id))
        return tuple(dict.fromkeys(self.source_name(m) for m in mentions))

    def path(self, attribution: Attribution) -> list[Attribution]:
        """An attribution and what it came through, the outermost first."""
        found: dict[str, Attribution] = {}
        at: Attribution | None = attribution
        while at is not None and at.id not in found:
            found[at.id] = at
            at = self.attributions.get(at.parent) if at.parent is not None else None
        return list(reversed(found.values()))

    def chain(self, attribution: Attribution) -> Chain:
        """The path of parents, the outermost first, with the names of their sources."""
        return tuple(Hop(at, self.names(at)) for at in self.path(attribution))

    def chains_of(self, content: str) -> list[Chain]:
        """The chains of every attribution in which an annotation is content, in order of place."""
        attributions = (a for a in self.attributions_of(content) if content in a.contents)
        return [self.chain(a) for a in sorted(attributions, key=self.order)]

    def second_hand(self, attribution: Attribution) -> bool:
        """Whether it has a parent with an explicit source."""
        parent = self.attributions.get(attribution.parent) if attribution.parent is not None else None
        return parent is not None and parent.source_status == "explicit"

    def quote_type(self, attribution: Attribution) -> str:
        """`direct`: only quotes; `mixed`: a claim with a quote inside it or beside it; `indirect`: only claims."""
        contents = [self.annotations[c] for c in attribution.contents]
        claims = [c for c in contents if c.tag == "claim"]
        if not claims:
            return "direct"
        if len(claims) < len(contents):
            return "mixed"
        quotes = self._quotes_of(attribution.annotator)
        return "mixed" if any(covers_all(c.spans, q) for c in claims for q in quotes) else "indirect"

    def _quotes_of(self, annotator: str | None) -> Iterator[tuple[Span, ...]]:
        return (a.spans for a in self.annotations.values() if a.tag == "quote" and a.annotator == annotator)

    def unattributed(self, claim: Annotation) -> bool:
        """Whether a claim is in no attribution, or only in ones whose source is unspecified."""
        holding = [a for a in self.attributions_of(claim.id) if claim.id in a.contents]
        return all(a.source_status == "unspecified" for a in holding)

    def contents(self, annotator: str | None = None) -> list[Annotation]:
        """Claims and quotes in reading order."""
        return self.ordered(*CONTENT_TAGS, annotator=annotator)


def in_layer(item: Item, same: Mapping[str, str]) -> Item:
    """An item in the layer of the person whose identity made it."""
    person = same.get(item.annotator) if item.annotator is not None else None
    return replace(item, annotator=person) if person is not None else item


def resolve(entity: str | None, entities: dict[str, Entity]) -> Entity | None:
    """The entity behind an id, following merges; a loop of merges ends where it closes."""
    seen: set[str] = set()
    found = entities.get(entity) if entity is not None else None
    while found is not None and found.merged_into is not None and found.id not in seen:
        seen.add(found.id)
        onward = entities.get(found.merged_into)
        if onward is None:
            break
        found = onward
    return found
