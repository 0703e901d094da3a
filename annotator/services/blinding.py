"""Blind annotation: nobody sees what others made of a document before they have finished it themselves.

A help to work independently and no secret: the project file holds everything, and the command line shows it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from annotator.model.annotated import AnnotatedDocument
from annotator.model.changes import ChangeSet
from annotator.model.items import Assignment, Setting, State
from annotator.services.project import DocumentRow, Project
from annotator.storage import documents
from annotator.storage.veil import veil

if TYPE_CHECKING:
    from annotator.services.commenting import Thread
    from annotator.services.deciding import Decision

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
    from uuid import NAMESPACE_URL, uuid5  # a start only reads the setting

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
    me = project.mine()
    states = documents.on_document(project.file, "state", document)
    mine = {s.state for s in states if isinstance(s, State) and s.annotator in me}
    if mine & {"finished", "in_review", "reviewed"}:
        return False
    given = documents.on_document(project.file, "assignment", document)
    return not any(isinstance(a, Assignment) and a.to in me and a.role == "reviewer" for a in given)


def visible(project: Project) -> list[str] | None:
    """The documents in which I may see others' layers now, in the order of the project; None for all of them."""
    if not is_on(project):
        return None
    return [row.id for row in project.documents() if not hides(project, row.id)]


def hidden(project: Project) -> frozenset[str]:
    """The documents in which others' layers, and what others say, are hidden from me now."""
    if not is_on(project):
        return frozenset()
    return frozenset(row.id for row in project.documents() if hides(project, row.id))


@contextmanager
def as_seen(project: Project) -> Iterator[Project]:
    """The project as I may see it, for reading and counting: what others made is missing where it is hidden.

    This is the one door for everything that is counted over several documents. It is the project itself where nothing
    is hidden, otherwise a connection of its own, which must not be written to.
    """
    veiled = hidden(project)
    if not veiled:
        yield project
        return
    with project.apart() as own:
        veil(own.file, veiled, project.mine())
        yield own


@contextmanager
def apart(project: Project) -> Iterator[Project]:
    """The same for work in another thread; always a connection of its own."""
    with project.apart() as own:
        veiled = hidden(own)
        if veiled:
            veil(own.file, veiled, own.mine())
        yield own


def lifts(project: Project, changes: ChangeSet) -> bool:
    """Whether something that was done may have changed what I may see."""
    return bool(changes.of("setting")) or (bool(changes.of("state", "assignment")) and is_on(project))


def rows(project: Project) -> list[DocumentRow]:
    """The documents of the project, counting on each what I may see."""
    found = project.documents()
    if not is_on(project):
        return found
    mine = documents.counts_of(project.file, project.mine())
    out = []
    for row in found:
        if hides(project, row.id):
            counts, attributions = mine.get(row.id, ({}, 0))
            out.append(row._replace(counts=counts, attributions=attributions))
        else:
            out.append(row)
    return out


def threads(project: Project) -> "list[Thread]":
    """The threads I may read: in documents whose layers are hidden, those in which I have said something."""
    from annotator.services import commenting  # no start waits for it

    veiled = hidden(project)
    return [
        one
        for one in commenting.threads(project)
        if one.target.document not in veiled or any(remark.mine for remark in one.remarks)
    ]


def decisions(project: Project) -> "list[Decision]":
    """The open decisions I may see: not those between values in others' layers of what is hidden."""
    from annotator.services import deciding  # no start waits for it

    veiled = hidden(project)
    found = deciding.open_decisions(project)
    return [
        one
        for one in found
        if deciding.may_decide(project, one) or deciding.documents_of(project, one).isdisjoint(veiled)
    ]


def read(project: Project, document: str) -> AnnotatedDocument:
    """A document as I may see it: without others' layers while they are hidden. Raises UserError as `Project.read`."""
    article = project.read(document)
    return without_others(article, project.me.id if project.me else None) if hides(project, document) else article


def without_others(article: AnnotatedDocument, me: str | None) -> AnnotatedDocument:
    """The same document with nothing on it but what is mine (an id) or the project's."""
    shown = {id_: a for id_, a in article.annotations.items() if a.annotator in (me, None)}
    linked = {id_: a for id_, a in article.attributions.items() if a.annotator in (me, None)}
    return replace(article, annotations=shown, attributions=linked, _by_member=None)
