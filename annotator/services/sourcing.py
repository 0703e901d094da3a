"""Entities: the sources that are known across all documents of the project."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from annotator.model.annotated import AnnotatedDocument, resolve
from annotator.model.changes import ChangeSet
from annotator.model.errors import UserError
from annotator.model.items import Annotation, Entity
from annotator.model.span import Span
from annotator.model.text import folded
from annotator.services import annotating
from annotator.services.annotating import own
from annotator.services.cataloguing import named
from annotator.services.project import Project
from annotator.suggestion.namesakes import ACRONYM, CONTINUING, Proposal, proposals

__all__ = ["Proposal", "Untagged"]


class Match(NamedTuple):
    """An entity that answers to what was typed; the smaller the rank, the better."""

    rank: int
    entity: Entity


def find(entities: dict[str, Entity], typed: str, limit: int = 20) -> list[Entity]:
    """Entities whose name or alias answers to a text: equal first, then those that begin so, then any that hold it."""
    wanted = folded(typed)
    found: list[Match] = []
    for entity in entities.values():
        if entity.merged_into is not None:
            continue
        names = [folded(n) for n in (entity.name, *entity.aliases)]
        if wanted in names:
            rank = 0
        elif any(n.startswith(wanted) for n in names):
            rank = 1
        elif any(f" {wanted}" in n for n in names):
            rank = 2
        elif any(wanted in n for n in names):
            rank = 3
        else:
            continue
        found.append(Match(rank, entity))
    found.sort(key=lambda m: (m.rank, folded(m.entity.name), m.entity.id))
    return [m.entity for m in found[:limit]]


def assign(project: Project, article: AnnotatedDocument, mention: str, entity: str | None) -> ChangeSet:
    """Say which known source a mention is; None takes the assignment back."""
    annotation = own(project, article, mention)
    if annotation.tag != "source":
        raise UserError(f"A {annotation.tag} names no source.", "Choose a source, or tag the words as one.")
    name = getattr(project.item("entity", entity), "name", "") if entity else ""
    with project.recording(f"Source is {name}" if name else "Source is not known") as recording:
        recording.operation.put(replace(annotation, entity=entity))
    return recording.change_set


def create_and_assign(project: Project, article: AnnotatedDocument, mention: str, name: str) -> ChangeSet:
    """A new entity for a mention, as one action."""
    annotation = own(project, article, mention)
    entity = named(name)
    with project.recording(f"New source {entity.name}") as recording:
        recording.operation.put(entity)
        recording.operation.put(replace(annotation, entity=entity.id))
    return recording.change_set


_LEADING = re.compile(r"(?:the|a|an|his|her|its|their|our|one|said)\s+", re.IGNORECASE)
_NAMES = re.compile(
    r"[^\W\d_]*[A-Z\u00c0-\u024f][\w’'.-]*(?:\s+(?:(?:of|de|al|van|von|bin|the|for|and)\s+)?[A-Z][\w’'.-]*)*"
)


def proper_name(words: str) -> str:
    """What a new source is probably called: the proper name its mention ends with, otherwise the mention.

    Relative clauses, acronyms in parentheses and a leading article are left out.
    """
    head = re.split(r",\s|\s(?:who|which|that)\s", ACRONYM.sub("", words).strip(), maxsplit=1)[0]
    head = re.sub("(?:’s|'s)$", "", head.strip())
    bare = _LEADING.sub("", head, count=1).strip()
    names = [m.group() for m in _NAMES.finditer(bare) if m.end() == len(bare)]
    return names[-1] if names and len(names[-1]) > 1 else bare


def propose(article: AnnotatedDocument, mention: Annotation, limit: int = 8) -> list[Proposal]:
    """Known sources that a mention may be, the likeliest first, each with the reason."""
    earlier = [
        m.entity
        for m in article.ordered("source", annotator=mention.annotator)
        if m.entity is not None and m.begin < mention.begin
    ]
    entities = article.entities
    before = dict.fromkeys(e.id for id_ in reversed(earlier) if (e := resolve(id_, entities)) is not None)
    return proposals(entities, " ".join(mention.words(article.text).split()), tuple(before))[:limit]


def alike(entities: dict[str, Entity], entity: Entity, limit: int = 8) -> list[Proposal]:
    """Other sources that may be the same as one, the likeliest first."""
    found = [
        p for name in (entity.name, *entity.aliases) for p in proposals(entities, name) if p.entity.id != entity.id
    ]
    return list({p.entity.id: p for p in reversed(found)}.values())[::-1][:limit]


class Untagged(NamedTuple):
    """Words that name a source elsewhere in the article: not tagged yet, or tagged without saying who it is."""

    span: Span
    annotation: str | None = None


def other_mentions(project: Project, article: AnnotatedDocument, mention: str) -> list[Untagged]:
    """Where else the source of a mention is named in the article, by its names and by the mention’s own words.

    A person is also found by the last of several names, unless another source of the article has it too.
    What is excluded, and what is tagged as a source of mine with its entity, is left out.
    """
    annotation = own(project, article, mention)
    entity = article.entity_of(annotation)
    words = " ".join(annotation.words(article.text).split())
    names = {words, *((entity.name, *entity.aliases) if entity is not None else ())}
    if entity is not None and entity.entity_type == "person" and " " in entity.name:
        last = entity.name.rsplit(maxsplit=1)[-1]
        if not any(last in e.name.split() for e in _named_in(article) if e.id != entity.id):
            names.add(last)
    wanted = [n for n in sorted(names, key=len, reverse=True) if len(n) > 1 and folded(n) not in CONTINUING]
    taken = [s for a in article.annotations.values() if a.tag == "excluded" for s in a.spans]
    mine = article.ordered("source", annotator=annotation.annotator)
    taken += [s for a in mine if a.entity is not None or a.id == mention for s in a.spans]
    out: list[Untagged] = []
    for name in wanted:
        for found in _occurrences(article.text, name):
            if any(found.overlaps(s) for s in taken):
                continue
            taken.append(found)
            there = next((a for a in mine if a.spans == (found,)), None)
            if there is None and any(found.overlaps(s) for a in mine for s in a.spans):
                continue
            out.append(Untagged(found, there.id if there is not None else None))
    return sorted(out)


def _named_in(article: AnnotatedDocument) -> list[Entity]:
    found = (article.entity_of(a) for a in article.annotations.values() if a.entity is not None)
    return [e for e in found if e is not None]


def _occurrences(text: str, name: str) -> Iterator[Span]:
    """Where a name stands as whole words; white space in it may be any."""
    pattern = r"\s+".join(re.escape(word) for word in name.split())
    for match in re.finditer(rf"(?<!\w){pattern}(?!\w)", text):
        yield Span(match.start(), match.end())


def tag_others(project: Project, article: AnnotatedDocument, mention: str, others: Sequence[Untagged]) -> ChangeSet:
    """Tag words as mentions of the same source, and say so of those that are tagged already, as one action."""
    annotation = own(project, article, mention)
    with project.recording(f"Tag {len(others)} mentions of a source", sweeping="tagging") as recording:
        for other in others:
            if other.annotation is None:
                tagged = annotating.new(project, article, [other.span], "source")
            else:
                tagged = own(project, article, other.annotation)
            recording.operation.put(replace(tagged, entity=annotation.entity))
    return recording.change_set
