"""Open decisions: items to which two copies of a project gave different values, and choosing one of these."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from annotator.model.changes import ChangeSet
from annotator.model.corpus import cut
from annotator.model.errors import UserError
from annotator.model.items import Annotation, Annotator, Attribution, Comment, Document, Entity, Item, Verdict
from annotator.model.sameness import Judged
from annotator.services.following import Following
from annotator.services.project import Project
from annotator.services.weighing import weigh
from annotator.storage import conflicts as stored
from annotator.storage import documents
from annotator.storage.identifiers import packed, unpacked
from annotator.storage.log import read_item

_DIGITS = 64
"""Of a document's id."""


class Choice(NamedTuple):
    """One of the values: its digest, what it is (None is a deletion), and the action that gave it."""

    digest: str
    item: Item | None
    title: str
    annotator: str
    at: str


class Decision(NamedTuple):
    """An item with several values beside each other; the first is in force until somebody chooses."""

    item: str
    kind: str
    document: str | None
    annotator: str | None
    choices: tuple[Choice, ...]


def open_decisions(project: Project) -> list[Decision]:
    """All of them, in a stable order."""
    return [_decision(project, found) for found in stored.conflicts(project.file)]


def _decision(project: Project, found: stored.Conflict) -> Decision:
    choices = []
    for revision in found.revisions:
        done = stored.made_by(project.file, revision)
        choices.append(Choice(revision.digest.hex(), read_item(revision), done.title, done.annotator, done.at))
    first = found.revisions[0]
    document = unpacked(first.document) if first.document is not None else None
    layer = unpacked(first.annotator) if first.annotator is not None else None
    return Decision(unpacked(found.item), found.kind, document, layer, tuple(choices))


def may_decide(project: Project, decision: Decision) -> bool:
    """Whether it is mine to decide: about my own layer, or about what belongs to the project."""
    return decision.annotator is None or project.is_me(decision.annotator)


def decide(project: Project, item: str, digest: str) -> ChangeSet:
    """Choose one of the values of an item; the others stay in its history. Undoing it opens the decision again.

    Of verdicts, the copies go that were made for an amendment which is not chosen, unless they were changed or used.
    Raises UserError when there is nothing to decide, or when it is a colleague's to decide.
    """
    found = stored.of_item(project.file, packed(item))
    chosen = next((r for r in found.revisions if r.digest.hex().startswith(digest)), None) if found else None
    if found is None or chosen is None:
        raise UserError("There is nothing to decide about this item any more.")
    if not may_decide(project, _decision(project, found)):
        raise UserError("This is in a colleague’s layer; only they can decide.", "Write them a comment.")
    verdict = read_item(chosen)
    kept = verdict.replacement if isinstance(verdict, Verdict) else None
    losing = [one for r in found.revisions if isinstance(one := read_item(r), Verdict) and one.replacement != kept]
    copies = _copies(project, losing)
    with project.recording("Decide between two values") as recording:
        recording.operation.decide(chosen)
        for copy in copies:
            recording.operation.drop(copy)
    return recording.change_set


def _copies(project: Project, losing: Sequence[Verdict]) -> list[Judged]:
    """What was made for amendments of mine that lose against another verdict on the same item."""
    document = _document_of(project, losing[0].target) if losing else None
    if document is None:
        return []
    return Following(project, weigh(project, project.read(document))).copies(losing)


def documents_of(project: Project, decision: Decision) -> set[str]:
    """The documents that a decision is about: that of the item, or of what its values judge or speak of."""
    if decision.document is not None:
        return {decision.document}
    targets = {str(getattr(choice.item, "target", "")) for choice in decision.choices}
    return {found for target in targets if target and (found := _document_of(project, target)) is not None}


def _document_of(project: Project, target: str) -> str | None:
    """Where something stands that is judged or spoken of; a document stands on itself."""
    seen: set[str] = set()
    while target not in seen:
        seen.add(target)
        if len(target) == _DIGITS:
            return target
        found = (project.item(kind, target) for kind in ("annotation", "attribution", "comment"))
        item = next((one for one in found if one is not None), None)
        if not isinstance(item, Comment):
            return item.document if item is not None else None
        target = item.target
    return None


def describe(project: Project, decision: Decision) -> str:
    """What the decision is about, in a line: the kind, and the words or the name of the item."""
    item = next((choice.item for choice in decision.choices if choice.item is not None), None)
    if isinstance(item, Annotation):
        return f"{item.tag}: {_words(project, item)}"
    if isinstance(item, Entity | Annotator):
        return f"{decision.kind}: {item.name}"
    if isinstance(item, Document):
        return f"{decision.kind}: {item.title or item.id[:12]}"
    if isinstance(item, Attribution):
        first = project.item("annotation", item.contents[0])
        return f"{decision.kind}: {_words(project, first) if isinstance(first, Annotation) else item.id[:8]}"
    return f"{decision.kind}: {getattr(item, 'name', '') or getattr(item, 'text', '') or decision.item[:8]}"


def contested(project: Project, here: Item | None, other: Item) -> str:
    """What is in force of an item and what another program says of it, in a line; None is a deletion."""
    values = [Choice("", item, "", "", "") for item in (here, other)]
    decision = Decision(other.id, other.KIND, other.document, other.annotator, tuple(values))
    if here is None:
        return f"{describe(project, decision)}: deleted here."
    mine, theirs = (told(project, decision, value) for value in values)
    return f"{describe(project, decision)}: here {mine}; in the file {theirs}."


def _words(project: Project, item: Annotation) -> str:
    return cut(item.words(documents.text(project.file, item.document or "") or ""))


def told(project: Project, decision: Decision, choice: Choice) -> str:
    """What a value says where the values differ, in a line."""
    if choice.item is None:
        return "deleted"
    plains = [c.item.plain() for c in decision.choices if c.item is not None]
    mine = choice.item.plain()
    parts = list(_differing(project, choice.item, mine, plains))
    return "; ".join(parts) or "as it is"


def _differing(project: Project, item: Item, mine: dict[str, object], plains: list[dict[str, object]]) -> Iterator[str]:
    for field in item.FIELDS:
        values = [plain.get(field.name) for plain in plains]
        if all(value == values[0] for value in values) and len(plains) > 1:
            continue
        if field.name == "spans" and isinstance(item, Annotation):
            where = ", ".join(f"{begin}–{end}" for begin, end in item.spans)
            yield f"“{_words(project, item)}” ({where})"
        elif field.refers_to and isinstance(value := mine.get(field.name), str):
            other = project.item(field.refers_to[0], value)
            yield f"{_name(field.name)}: {getattr(other, 'name', '') or value[:8]}"
        elif isinstance(value := mine.get(field.name), list):
            yield f"{_name(field.name)}: {len(value)}" if field.refers_to else f"{_name(field.name)}: {_list(value)}"
        else:
            yield f"{_name(field.name)}: {mine.get(field.name, '–')}"


def _name(field: str) -> str:
    return field.replace("_", " ")


def _list(values: list[object]) -> str:
    return ", ".join(str(value) for value in values)
