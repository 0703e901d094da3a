"""The catalogue of sources: making, changing, merging, splitting and deleting entities, for everyone in the project."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import NamedTuple

from annotator.model import hidden
from annotator.model.annotated import resolve
from annotator.model.changes import ChangeSet
from annotator.model.errors import RuleBroken, UserError
from annotator.model.identifiers import new_id
from annotator.model.items import Annotation, Comment, Entity
from annotator.model.text import folded
from annotator.services.annotating import signed
from annotator.services.project import Project
from annotator.storage import documents, sources

RELATIONS = {
    "affiliation": "part of",
    "issued_by": "issued by",
    "members": "has as member",
    "merged_into": "merged into",
}


class Alike(UserError):
    """Another source has that name; the choice is to use it, or to say that both are meant."""

    def __init__(self, entity: Entity, name: str) -> None:
        super().__init__(f"There is a source called {hidden.named(name)} already.", "Use that one, or keep both.")
        self.entity = entity


class Made(NamedTuple):
    changes: ChangeSet
    entity: Entity


class Uses(NamedTuple):
    """What would be left without a source: mentions of mine and of colleagues, and sources that name it."""

    mine: int
    colleagues: int
    related: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.mine or self.colleagues or self.related)


class Merging(NamedTuple):
    """What a merge would do: what moves, what the other will also be called, and facts in which the two differ."""

    gone: Entity
    into: Entity
    mentions: int
    documents: int
    claims: int
    aliases: tuple[str, ...]
    differing: tuple[tuple[str, str, str], ...]


class Split(NamedTuple):
    """A new source, the mentions moved to it, and those of colleagues for whom the move was only proposed."""

    changes: ChangeSet
    entity: Entity
    moved: int
    proposed: int


def named(name: str) -> Entity:
    """A new entity of that name, not recorded yet. Raises UserError for an empty name."""
    clean = " ".join(name.split())
    if not clean:
        raise UserError("A source needs a name.", "Type one.")
    return Entity(id=new_id(), name=clean)


def entity_of(project: Project, id_: str) -> Entity:
    """The entity of an id. Raises UserError when it is gone."""
    found = project.item("entity", id_)
    if not isinstance(found, Entity):
        raise UserError("This source is no longer there.", "Choose another one.")
    return found


def create(project: Project, name: str, *, alike: bool = False, **facts: object) -> Made:
    """A new source. Raises Alike when there is one of that name, unless `alike` says that both are meant."""
    entity = _valid(named(name), facts)
    _check_name(project.entities(), entity, alike=alike)
    with project.recording(f"New source {entity.name}") as recording:
        recording.operation.put(entity)
    return Made(recording.change_set, entity)


def change(project: Project, id_: str, *, alike: bool = False, **facts: object) -> ChangeSet:
    """Change the facts of a source, by their names in the exchange format.

    Raises UserError with the rule broken or the loop named, and Alike for a new name that another source has.
    """
    found = entity_of(project, id_)
    changed = _valid(found, facts)
    entities = project.entities()
    if changed.name != found.name or set(changed.aliases) - set(found.aliases):
        _check_name(entities, changed, alike=alike)
    _check_loops({**entities, id_: changed}, changed)
    with project.recording(f"Change the source {changed.name}") as recording:
        recording.operation.put(changed)
    return recording.change_set


def _valid(entity: Entity, facts: Mapping[str, object]) -> Entity:
    given = {**entity.plain(), **{name: _clean(value) for name, value in facts.items()}}
    if not given["name"]:
        raise UserError("A source needs a name.", "Type one.")
    try:
        return Entity.from_plain(
            {name: value for name, value in given.items() if value not in ("", None, [], ())},
            id=entity.id, document=None, annotator=None, modified=None,
        )  # fmt: skip
    except RuleBroken as broken:
        raise UserError(f"This cannot be: {broken}.", "Choose something else.") from broken


def _clean(value: object) -> object:
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, tuple | list | set):
        return sorted({" ".join(str(one).split()) for one in value} - {""})
    return value


def _check_name(entities: Mapping[str, Entity], entity: Entity, *, alike: bool) -> None:
    wanted = {folded(name) for name in (entity.name, *entity.aliases)}
    for other in entities.values():
        if alike or other.id == entity.id or other.merged_into is not None:
            continue
        shared = next((n for n in (other.name, *other.aliases) if folded(n) in wanted), None)
        if shared is not None:
            raise Alike(other, shared)


def _check_loops(entities: Mapping[str, Entity], entity: Entity) -> None:
    """Raise UserError, naming the loop, when a relation of this entity leads back to it."""
    for relation, words in RELATIONS.items():
        loop = _loop(entities, entity.id, relation)
        if loop:
            names = f" {words} ".join(hidden.named(entities[id_].name) for id_ in loop)
            raise UserError(f"That would go in a circle: {names}.", "Choose another source.")


def _loop(entities: Mapping[str, Entity], start: str, relation: str) -> list[str]:
    """The way from an entity back to itself, both ends named; nothing when there is none."""
    came_from: dict[str, str] = {}
    ahead = [start]
    while ahead:
        at = ahead.pop()
        for onward in _related(entities.get(at), relation):
            if onward == start:
                way = [start, at]
                while at != start:
                    at = came_from[at]
                    way.append(at)
                return way[::-1] if way[-1] == start else way
            if onward in entities and onward not in came_from:
                came_from[onward] = at
                ahead.append(onward)
    return []


def _related(entity: Entity | None, relation: str) -> tuple[str, ...]:
    value = getattr(entity, relation, None)
    return value if isinstance(value, tuple) else (value,) if value else ()


def merging(project: Project, gone: str, into: str) -> Merging:
    """What merging a source into another would do. Raises UserError where it cannot be."""
    one, other = _to_merge(project, gone, into)
    row = next(iter(sources.rows(project.file, [gone])), None)
    counted = (row.mentions, row.documents, row.claims) if row is not None else (0, 0, 0)
    differing = tuple(
        (name, str(mine), str(theirs))
        for name in ("naming", "entity_type", "role", "country", "descriptor", "anonymity_reason", "terms", "note")
        if (mine := getattr(one, name)) and (theirs := getattr(other, name)) and mine != theirs
    )
    return Merging(one, other, *counted, _new_names(one, other), differing)


def _new_names(gone: Entity, into: Entity) -> tuple[str, ...]:
    known = {into.name, *into.aliases}
    return tuple(name for name in (gone.name, *gone.aliases) if name not in known)


def _to_merge(project: Project, gone: str, into: str) -> tuple[Entity, Entity]:
    one = entity_of(project, gone)
    entities = project.entities()
    other = resolve(into, entities)
    if other is None:
        raise UserError("This source is no longer there.", "Choose another one.")
    if other.id == one.id:
        raise UserError(f"{hidden.named(one.name)} cannot be merged into itself.", "Choose another source.")
    return one, other


def merge(project: Project, gone: str, into: str) -> ChangeSet:
    """Make one source of two: mentions of `gone` count for `into`, which also gets its names and the facts it lacks.

    Nobody's annotations are rewritten; undo takes all of it back.
    """
    one, other = _to_merge(project, gone, into)
    facts = {
        name: getattr(one, name)
        for name in ("role", "country", "wikidata", "descriptor", "affiliation", "issued_by")
        if not getattr(other, name) and getattr(one, name) not in ("", None, other.id)
    }
    grown = replace(other, aliases=tuple(sorted({*other.aliases, *_new_names(one, other)})), **facts)
    redirected = replace(one, merged_into=other.id)
    entities = {**project.entities(), grown.id: grown, redirected.id: redirected}
    _check_loops(entities, grown)
    with project.recording(f"Merge {one.name} into {other.name}", sweeping="joining") as recording:
        recording.operation.put(redirected)
        recording.operation.put(grown)
    return recording.change_set


def unmerge(project: Project, id_: str) -> ChangeSet:
    """Make a source that was merged into another one of its own again."""
    found = entity_of(project, id_)
    if found.merged_into is None:
        raise UserError(f"{hidden.named(found.name)} was not merged into another source.")
    into = project.item("entity", found.merged_into)
    with project.recording(f"Separate {found.name} again", sweeping="split") as recording:
        recording.operation.put(replace(found, merged_into=None))
        if isinstance(into, Entity):
            own = {found.name, *found.aliases}
            recording.operation.put(replace(into, aliases=tuple(a for a in into.aliases if a not in own)))
    return recording.change_set


def merged(entities: dict[str, Entity], id_: str) -> list[Entity]:
    """The sources that were merged into one, by name."""
    found = (e for e in entities.values() if e.merged_into is not None and e.id != id_)
    into = [e for e in found if (end := resolve(e.id, entities)) is not None and end.id == id_]
    return sorted(into, key=lambda e: (folded(e.name), e.id))


def split(project: Project, mentions: Collection[str], name: str, *, alike: bool = False) -> Split:
    """A new source for some mentions. Mine move to it; colleagues find the move proposed in a comment on theirs."""
    me = signed(project)
    entity = named(name)
    found = [m for id_ in mentions if isinstance(m := project.item("annotation", id_), Annotation)]
    if not found:
        raise UserError("No mention is chosen.", "Choose those that are another source.")
    _check_name(project.entities(), entity, alike=alike)
    own = [m for m in found if m.annotator == me]
    others = [m for m in found if m.annotator != me]
    with project.recording(f"Split off {entity.name}", sweeping="split") as recording:
        recording.operation.put(entity)
        for mention in own:
            recording.operation.put(replace(mention, entity=entity.id))
        for mention in others:
            text = f"This may be another source: {entity.name}."
            recording.operation.put(Comment(id=new_id(), annotator=me, target=mention.id, text=text))
    return Split(recording.change_set, entity, len(own), len(others))


def uses(project: Project, id_: str) -> Uses:
    """What names a source."""
    me = project.me.id if project.me else None
    found = [project.item("annotation", m) for m in sources.mentions(project.file, id_)]
    own = sum(m is not None and m.annotator == me for m in found)
    related = tuple(
        sorted(
            e.name for e in project.entities().values() if any(id_ in _related(e, relation) for relation in RELATIONS)
        )
    )
    return Uses(own, len(found) - own, related)


def delete(project: Project, id_: str, *, in_use: bool = False) -> ChangeSet:
    """Delete a source. One in use only when `in_use` says so: my mentions and other sources then name nobody.

    Raises UserError, with the choices, for one in use, and always for one that colleagues' mentions name.
    """
    entity = entity_of(project, id_)
    used = uses(project, id_)
    if used.colleagues:
        raise UserError(
            f"{hidden.named(entity.name)} is named by {_mentions(used.colleagues)} of colleagues, which nobody else may"
            " change.",
            "Merge it into another source instead.",
        )
    if used and not in_use:
        raise UserError(
            f"{hidden.named(entity.name)} is in use: {_use_words(used)}.",
            "Merge it into another source, or delete it all the same.",
        )
    with project.recording(f"Delete the source {entity.name}", sweeping="deletion" if used else "") as recording:
        for mention in sources.mentions(project.file, id_):
            found = project.item("annotation", mention)
            if isinstance(found, Annotation):
                recording.operation.put(replace(found, entity=None))
        for other in project.entities().values():
            lost = _without(other, id_)
            if lost is not other:
                recording.operation.put(lost)
        for rating in documents.items(project.file, "rating"):
            if getattr(rating, "target", None) == id_ and rating.annotator == signed(project):
                recording.operation.drop(rating)
        recording.operation.drop(entity)
    return recording.change_set


def _use_words(used: Uses) -> str:
    parts = []
    if used.mine:
        parts.append(_mentions(used.mine))
    if used.related:
        parts.append(f"named by {', '.join(map(hidden.named, used.related))}")
    return ", ".join(parts)


def _mentions(number: int) -> str:
    return "1 mention" if number == 1 else f"{number} mentions"


def _without(entity: Entity, id_: str) -> Entity:
    """An entity without its relations to another."""
    if not any(id_ in _related(entity, relation) for relation in RELATIONS):
        return entity
    return replace(
        entity,
        affiliation=None if entity.affiliation == id_ else entity.affiliation,
        issued_by=None if entity.issued_by == id_ else entity.issued_by,
        merged_into=None if entity.merged_into == id_ else entity.merged_into,
        members=tuple(m for m in entity.members if m != id_),
    )
