"""Entities: the sources that are known across all documents of the project."""

import re
from dataclasses import replace
from typing import NamedTuple

from annotator.model.annotated import AnnotatedDocument
from annotator.model.changes import ChangeSet
from annotator.model.errors import RuleBroken, UserError
from annotator.model.identifiers import new_id
from annotator.model.items import Entity
from annotator.model.text import folded
from annotator.services.annotating import own
from annotator.services.project import Project


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


def named(name: str) -> Entity:
    """A new entity of that name, not recorded yet. Raises UserError for an empty name."""
    clean = " ".join(name.split())
    if not clean:
        raise UserError("A source needs a name.", "Type one.")
    return Entity(id=new_id(), name=clean)


def change(project: Project, entity: str, **facts: object) -> ChangeSet:
    """Change the facts of an entity, by their names in the exchange format. Raises UserError with the rule broken."""
    found = project.item("entity", entity)
    if not isinstance(found, Entity):
        raise UserError("This source is no longer there.")
    try:
        changed = Entity.from_plain({**found.plain(), **facts}, id=entity, document=None, annotator=None, modified=None)
    except RuleBroken as broken:
        raise UserError(f"This cannot be: {broken}.") from broken
    with project.recording(f"Change the source {changed.name}") as recording:
        recording.operation.put(changed)
    return recording.change_set


_LEADING = re.compile(r"(?:the|a|an|his|her|its|their|our|one|said)\s+", re.IGNORECASE)
_ACRONYM = re.compile(r"\(([A-Z][A-Za-z&.-]{1,9})\)")
_NAMES = re.compile(
    r"[^\W\d_]*[A-Z\u00c0-\u024f][\w’'.-]*(?:\s+(?:(?:of|de|al|van|von|bin|the|for|and)\s+)?[A-Z][\w’'.-]*)*"
)


def proper_name(words: str) -> str:
    """What a new source is probably called: the proper name its mention ends with, otherwise the mention.

    Relative clauses, acronyms in parentheses and a leading article are left out.
    """
    head = re.split(r",\s|\s(?:who|which|that)\s", _ACRONYM.sub("", words).strip(), maxsplit=1)[0]
    head = re.sub("(?:’s|'s)$", "", head.strip())
    bare = _LEADING.sub("", head, count=1).strip()
    names = [m.group() for m in _NAMES.finditer(bare) if m.end() == len(bare)]
    return names[-1] if names and len(names[-1]) > 1 else bare


def propose(entities: dict[str, Entity], words: str, limit: int = 8) -> list[Entity]:
    """Entities that a mention may be, the likeliest first: same name, acronym, one name inside the other, surname."""
    mention = folded(words)
    acronyms = {folded(a) for a in _ACRONYM.findall(words)}
    tokens = set(re.findall(r"\w+", mention)) - _COMMON
    scored: list[tuple[float, str, str, Entity]] = []
    for entity in entities.values():
        if entity.merged_into is not None:
            continue
        score = max(_likeness(folded(name), mention, tokens, acronyms) for name in (entity.name, *entity.aliases))
        if score > 0:
            scored.append((-score, folded(entity.name), entity.id, entity))
    return [entity for *_, entity in sorted(scored, key=lambda s: s[:3])[:limit]]


_COMMON = frozenset("the a an of and for in on at to by from who which it he she they his her its their said".split())


def _likeness(name: str, mention: str, tokens: set[str], acronyms: set[str]) -> float:
    """From 0, nothing in common, to 4, the same."""
    if name == mention:
        return 4.0
    if name in acronyms:
        return 3.5
    if f" {name} " in f" {mention} " or f" {mention} " in f" {name} ":
        return 3.0
    own = set(re.findall(r"\w+", name)) - _COMMON
    shared = own & tokens
    if not shared:
        return 0.0
    return 2.0 * len(shared) / len(own | tokens) + (0.5 if name.rsplit(maxsplit=1)[-1] in shared else 0)
