"""Tagging spans of a document, and changing or deleting what was tagged. Everything happens in one's own layer."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from annotator.model.annotated import AnnotatedDocument
from annotator.model.changes import ChangeSet
from annotator.model.errors import UserError
from annotator.model.hidden import named
from annotator.model.identifiers import new_id
from annotator.model.items import ROLES, TAGS, Annotation, Attribution, State
from annotator.model.span import Span, check_inside, check_order, tidy
from annotator.services.project import Project
from annotator.storage import documents
from annotator.storage.operation import Operation

REVIEWING = ("in_review", "reviewed")
"""The states of a reviewer."""

_STATES = {
    "finished": "Mark finished",
    "in_progress": "Mark in progress",
    "skipped": "Skip",
    "in_review": "Mark in review",
    "reviewed": "Mark reviewed",
}


class Tagged(NamedTuple):
    """What tagging did, and the annotation it made or found there already."""

    changes: ChangeSet
    annotation: Annotation


def spans_of(article: AnnotatedDocument, spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans as an annotation takes them: tidy, and inside the text. Raises UserError when nothing is left."""
    chosen = tidy(spans)
    if not chosen:
        raise UserError("Nothing is selected.", "Select the words first.")
    check_order(chosen)
    check_inside(chosen, len(article.text))
    return chosen


def own(project: Project, article: AnnotatedDocument, id_: str) -> Annotation:
    """My annotation of that id. Raises UserError when it is a colleague's or gone."""
    found = article.annotations.get(id_)
    if found is None:
        raise UserError("This annotation is no longer there.")
    if found.tag != "excluded" and found.annotator != (project.me.id if project.me else None):
        name = getattr(article.annotators.get(found.annotator or ""), "name", "a colleague")
        raise UserError(
            f"This annotation is {named(name)}’s; nobody edits another’s layer.", "Tag the words yourself instead."
        )
    return found


def signed(project: Project) -> str:
    """My id. Raises UserError when nobody has said who they are."""
    if project.me is None:
        raise UserError("Say who you are first, so that your work is signed.", "Set your name in the File menu.")
    return project.me.id


def check_tag(project: Project, tag: str) -> None:
    """Raise UserError when a tag is neither built in nor one of the project's own."""
    if tag not in TAGS and not documents.has_tag(project.file, tag):
        raise UserError(f"The project has no tag “{tag}”.")


def new(project: Project, article: AnnotatedDocument, spans: Iterable[Span], tag: str) -> Annotation:
    """An annotation of mine that is not recorded yet; the one that is there when tag and spans are the same."""
    me = signed(project)
    check_tag(project, tag)
    chosen = spans_of(article, spans)
    owner = None if tag == "excluded" else me
    for there in article.annotations.values():
        if there.tag == tag and there.spans == chosen and there.annotator == owner:
            return there
    return Annotation(id=new_id(), document=article.id, annotator=owner, tag=tag, spans=chosen)


def tag(project: Project, article: AnnotatedDocument, spans: Iterable[Span], name: str) -> Tagged:
    """Tag spans of a document; the same tag on the same spans is not made twice."""
    annotation = new(project, article, spans, name)
    with project.recording(f"Tag {name}") as recording:
        recording.operation.put(annotation)
    return Tagged(recording.change_set, annotation)


def retag(project: Project, article: AnnotatedDocument, id_: str, name: str) -> ChangeSet:
    """Give an annotation another tag in place. What only the old tag can have or be goes with it."""
    annotation = own(project, article, id_)
    if annotation.tag == name:
        return ChangeSet()
    check_tag(project, name)
    changed = replace(
        annotation,
        tag=name,
        annotator=None if name == "excluded" else signed(project),
        entity=annotation.entity if name == "source" else None,
        certainty=annotation.certainty if name == "claim" else None,
    )
    with project.recording(f"Change {annotation.tag} to {name}") as recording:
        _leave_attributions(recording.operation, article, {id_}, keep=lambda role: name in ROLES[role])
        recording.operation.put(changed)
    return recording.change_set


def respan(project: Project, article: AnnotatedDocument, id_: str, spans: Iterable[Span]) -> ChangeSet:
    """Move the edges of an annotation, or add and take away parts of it."""
    annotation = own(project, article, id_)
    with project.recording(f"Change the span of a {annotation.tag}") as recording:
        recording.operation.put(replace(annotation, spans=spans_of(article, spans)))
    return recording.change_set


def set_note(project: Project, article: AnnotatedDocument, id_: str, note: str) -> ChangeSet:
    annotation = own(project, article, id_)
    with project.recording(f"Note on a {annotation.tag}") as recording:
        recording.operation.put(replace(annotation, note=note.strip()))
    return recording.change_set


def set_discuss(project: Project, article: AnnotatedDocument, id_: str, *, discuss: bool) -> ChangeSet:
    annotation = own(project, article, id_)
    with project.recording(f"{'Mark' if discuss else 'Unmark'} a {annotation.tag} for discussion") as recording:
        recording.operation.put(replace(annotation, discuss=discuss))
    return recording.change_set


def set_certainty(project: Project, article: AnnotatedDocument, id_: str, certainty: str | None) -> ChangeSet:
    """How certain the source presents the claim to be; None when nothing is said of it."""
    annotation = own(project, article, id_)
    if annotation.tag != "claim":
        raise UserError("Only a claim has a certainty.")
    with project.recording("Certainty of a claim") as recording:
        recording.operation.put(replace(annotation, certainty=certainty))
    return recording.change_set


def needing(article: AnnotatedDocument, ids: Iterable[str]) -> list[Attribution]:
    """The attributions that would have no content left without these annotations."""
    going = set(ids)
    touched = {a.id: a for id_ in going for a in article.attributions_of(id_)}
    return [a for a in touched.values() if not set(a.contents) - going]


def left_by(article: AnnotatedDocument, annotation: Annotation, name: str) -> list[Attribution]:
    """The attributions that an annotation would leave, or that would go, if it had another tag."""
    return [
        attribution
        for attribution in article.attributions_of(annotation.id)
        if any(annotation.id in getattr(attribution, role) and name not in tags for role, tags in ROLES.items())
    ]


def delete(project: Project, article: AnnotatedDocument, ids: Sequence[str]) -> ChangeSet:
    """Delete annotations together with the attributions that need them, as one action.

    Attributions that can do without them lose them as members; those under a deleted one lose their parent.
    """
    annotations = [own(project, article, id_) for id_ in ids]
    name = annotations[0].tag if len(annotations) == 1 else f"{len(annotations)} annotations"
    with project.recording(f"Delete {name}") as recording:
        _leave_attributions(recording.operation, article, set(ids), keep=lambda _role: False)
        for annotation in annotations:
            recording.operation.drop(annotation)
    return recording.change_set


def _leave_attributions(
    operation: Operation, article: AnnotatedDocument, going: set[str], keep: Callable[[str], bool]
) -> None:
    """Take annotations out of the roles they no longer have, and delete the attributions left without content."""
    touched = {a.id: a for id_ in going for a in article.attributions_of(id_)}
    gone: set[str] = set()
    mended: dict[str, Attribution] = {}
    for attribution in touched.values():
        left = {role: tuple(m for m in getattr(attribution, role) if m not in going or keep(role)) for role in ROLES}
        if not left["contents"]:
            gone.add(attribution.id)
            operation.drop(attribution)
        else:
            mended[attribution.id] = replace(
                attribution, sources=left["sources"], cues=left["cues"], contents=left["contents"]
            )
    mended |= orphaned({**article.attributions, **mended}, gone)
    for attribution in mended.values():
        operation.put(attribution)


def orphaned(attributions: Mapping[str, Attribution], gone: set[str]) -> dict[str, Attribution]:
    """The attributions under deleted ones, without their parent: nothing is invented in its place."""
    return {
        child.id: replace(child, parent=None, parent_basis=None)
        for child in attributions.values()
        if child.parent in gone and child.id not in gone
    }


def _states(project: Project, document: str, role: str) -> list[State]:
    found = documents.on_document(project.file, "state", document)
    return [s for s in found if isinstance(s, State) and _mine(project, s) and s.role == role]


def _mine(project: Project, item: State) -> bool:
    return project.is_me(item.annotator) or (project.me is None and item.annotator is None)


def state(project: Project, document: str, role: str = "annotator") -> str | None:
    """My progress on a document as its annotator or reviewer, None when it is new to me."""
    return next((s.state for s in _states(project, document, role)), None)


def fresh_state(annotator: str, document: str, state: str) -> State:
    """Somebody's first progress on a document; which role they have in it follows from the state."""
    role = "reviewer" if state in REVIEWING else "annotator"
    return State(id=new_id(), document=document, annotator=annotator, role=role, state=state)


def set_state(project: Project, article: AnnotatedDocument, state: str | None, role: str = "annotator") -> ChangeSet:
    """My progress on a document: `in_progress`, `finished`, `skipped`, or None for new.

    As its reviewer: `in_review`, `reviewed`, or None for not reviewed.
    """
    me = signed(project)
    mine = _states(project, article.id, role)
    words = _STATES.get(state or "", "Mark not reviewed" if role == "reviewer" else "Mark new")
    with project.recording(words) as recording:
        for extra in mine[1:] if state is not None else mine:
            recording.operation.drop(extra)
        if state is not None:
            base = mine[0] if mine else fresh_state(me, article.id, state)
            recording.operation.put(replace(base, state=state))
    return recording.change_set
