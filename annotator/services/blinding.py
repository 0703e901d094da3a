"""Blind annotation: nobody sees what others made of a document before they have finished it themselves.

A help to work independently and no secret: the project file holds everything, and the command line shows it.
"""

from dataclasses import replace
from uuid import NAMESPACE_URL, uuid5

from annotator.model.annotated import AnnotatedDocument
from annotator.model.changes import ChangeSet
from annotator.model.items import Assignment, Setting, State
from annotator.services.project import Project
from annotator.storage import documents

SETTING = "blind"


def is_on(project: Project) -> bool:
    """Whether the project's annotators work blind."""
    found = _setting(project)
    return found is not None and found.value is True


def _setting(project: Project) -> Setting | None:
    found = [s for s in documents.items(project.file, "setting") if isinstance(s, Setting) and s.name == SETTING]
    return min(found, key=lambda s: s.id, default=None)


def switch(project: Project, *, on: bool) -> ChangeSet:
    """Let everyone who works on the project annotate blind, or not."""
    # The same id on every computer, so that two files that meet do not hold two settings.
    base = _setting(project) or Setting(id=str(uuid5(NAMESPACE_URL, f"annotator:setting:{SETTING}")), name=SETTING)
    title = "Annotate blind" if on else "Show colleagues’ tags to everybody"
    with project.recording(title) as recording:
        recording.operation.put(replace(base, value=on))
    return recording.change_set


def hides(project: Project, document: str) -> bool:
    """Whether others' layers of a document are hidden from me now.

    They are until I have marked it finished, or when I am its reviewer: by assignment, or because I have begun to.
    """
    if not is_on(project):
        return False
    me = project.me.id if project.me is not None else None
    states = documents.on_document(project.file, "state", document)
    mine = {s.state for s in states if isinstance(s, State) and s.annotator == me}
    if mine & {"finished", "in_review", "reviewed"}:
        return False
    given = documents.on_document(project.file, "assignment", document)
    return not any(isinstance(a, Assignment) and a.to == me and a.role == "reviewer" for a in given)


def visible(project: Project) -> list[str] | None:
    """The documents in which I may see others' layers now, in the order of the project; None for all of them."""
    if not is_on(project):
        return None
    return [row.id for row in project.documents() if not hides(project, row.id)]


def read(project: Project, document: str) -> AnnotatedDocument:
    """A document as I may see it: without others' layers while they are hidden. Raises UserError as `Project.read`."""
    article = project.read(document)
    return without_others(article, project.me.id if project.me else None) if hides(project, document) else article


def without_others(article: AnnotatedDocument, me: str | None) -> AnnotatedDocument:
    """The same document with nothing on it but what is mine (an id) or the project's."""
    shown = {id_: a for id_, a in article.annotations.items() if a.annotator in (me, None)}
    linked = {id_: a for id_, a in article.attributions.items() if a.annotator in (me, None)}
    return replace(article, annotations=shown, attributions=linked, _by_member=None)
