"""Talking about items and documents: threads of comments, each signed, resolved when there is nothing left to say."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace
from typing import NamedTuple

from annotator.model.changes import ChangeSet
from annotator.model.errors import UserError
from annotator.model.identifiers import new_id
from annotator.model.items import Comment
from annotator.services.annotating import signed
from annotator.services.project import Project
from annotator.services.weighing import name_of
from annotator.storage import comments
from annotator.storage.comments import Target, Written

__all__ = [
    "Remark", "Target", "Thread", "begin", "delete", "edit", "on_target", "reopen", "reply", "resolve", "thread",
    "threads",
]  # fmt: skip


class Remark(NamedTuple):
    """One comment of a thread. Without a text it only says that somebody resolved or reopened the thread."""

    id: str
    annotator: str
    name: str
    mine: bool
    at: str
    edited: bool
    text: str
    resolved: bool


class Thread(NamedTuple):
    """A first comment and what was answered, in the order of writing; its id is that of the first.

    `target.kind` is `gone` where what it was on is no longer there. A thread is resolved when its last comment says so.
    """

    id: str
    target: Target
    title: str
    """Of the document it is about, or the name of the source."""

    remarks: tuple[Remark, ...]

    @property
    def resolved(self) -> bool:
        return self.remarks[-1].resolved

    @property
    def at(self) -> str:
        """When something was last said."""
        return self.remarks[-1].at


def threads(project: Project, on: Collection[str] | None = None) -> list[Thread]:
    """The threads of the project, or those on some items or documents; those with the newest comment first."""
    with project.file.snapshot():
        written = comments.written(project.file, on)
        by_root = _by_root(written)
        targets = _targets(project, [some[0].comment.target for some in by_root])
        standing = {target.document for target in targets.values() if target.document is not None}
        titles = {id_: one.name or id_[:12] for id_, one in comments.targets(project.file, standing).items()}
        annotators, same = project.annotators(), project.persons()
    me = project.me.id if project.me else None
    found = []
    for some in by_root:
        target = targets[some[0].comment.target]
        remarks = tuple(
            Remark(
                c.id, who := same.get(c.annotator or "", c.annotator or ""), name_of(who, annotators), who == me, at,
                bool(at and c.modified and c.modified != at), c.text, c.resolved,
            )
            for c, at, _ in some
        )  # fmt: skip
        title = titles.get(target.document or "", target.name)
        found.append(Thread(some[0].comment.id, target, title, remarks))
    found.reverse()  # of those begun in one second the last one is the newest
    return sorted(found, key=lambda thread: thread.at, reverse=True)


def _by_root(written: list[Written]) -> list[list[Written]]:
    """Comments by the first of their thread; an answer to a comment that is gone begins a thread of its own."""
    known = {one.comment.id: one.comment for one in written}
    groups: defaultdict[str, list[Written]] = defaultdict(list)
    for one in written:
        root, seen = one.comment, {one.comment.id}
        while root.target in known and root.target not in seen:
            seen.add(root.target)
            root = known[root.target]
        groups[root.id].append(one)
    return [_in_order(some, root_id) for root_id, some in groups.items()]


def _in_order(some: list[Written], root: str) -> list[Written]:
    """As written, the first one first: an answer can bear an older time where two computers disagree about it.

    What came in with a corpus in one second has no order but that a thread is resolved after the words.
    """
    return sorted(some, key=lambda one: (one.comment.id != root, one.at, one.sequence, not one.comment.text))


def _targets(project: Project, ids: list[str]) -> dict[str, Target]:
    """What threads are on; one on a verdict is on the item that was judged, one on what is gone on its document."""
    found = comments.targets(project.file, ids)
    judged = {id_: target.name for id_, target in found.items() if target.kind == "verdict"}
    behind = comments.targets(project.file, judged.values())
    missing = {id_ for id_ in (*ids, *judged.values()) if id_ not in found and id_ not in behind}
    were_on = comments.left_behind(project.file, missing)
    gone = {id_: Target(id_, "gone", were_on.get(id_)) for id_ in missing}
    return gone | found | {id_: behind.get(item) or gone[item] for id_, item in judged.items()}


def thread(project: Project, id_: str) -> Thread | None:
    """A thread by the id of its first comment."""
    return next((one for one in threads(project) if one.id == id_), None)


def on_target(project: Project, target: str) -> list[Thread]:
    """The threads on an item or a document."""
    return threads(project, [target])


def begin(project: Project, target: str, text: str) -> ChangeSet:
    """Begin a thread on an item or a document (by id)."""
    me, said = signed(project), _said(text)
    if target not in comments.targets(project.file, [target]):
        raise UserError("This is no longer there to be commented on.")
    return _write(project, "Comment", Comment(id=new_id(), annotator=me, target=target, text=said))


def reply(project: Project, id_: str, text: str) -> ChangeSet:
    """Answer in a thread. An answer to what was resolved opens it again."""
    me, said = signed(project), _said(text)
    return _write(
        project, "Answer a comment", Comment(id=new_id(), annotator=me, target=_there(project, id_).id, text=said)
    )


def edit(project: Project, comment: str, text: str) -> ChangeSet:
    """Change what I said in a comment."""
    return _write(project, "Change a comment", replace(_mine(project, comment), text=_said(text)))


def delete(project: Project, comment: str) -> ChangeSet:
    """Take back a comment of mine. Raises UserError when it was answered: the answers would lose their sense."""
    mine = _mine(project, comment)
    if any(one.comment.target == mine.id for one in comments.written(project.file)):
        raise UserError("This comment was answered.", "Change it, or resolve the thread.")
    with project.recording("Delete a comment") as recording:
        recording.operation.drop(mine)
    return recording.change_set


def resolve(project: Project, id_: str) -> ChangeSet:
    """Say that there is nothing left to say in a thread."""
    return _settle(project, id_, "Resolve a thread", resolved=True)


def reopen(project: Project, id_: str) -> ChangeSet:
    """Say that there is something left to say after all."""
    return _settle(project, id_, "Reopen a thread", resolved=False)


def _settle(project: Project, id_: str, title: str, *, resolved: bool) -> ChangeSet:
    """By my last word, which I may change; otherwise by a comment of mine without words. No colleague's is touched."""
    me, found = signed(project), _there(project, id_)
    last = found.remarks[-1]
    if last.resolved == resolved:
        return ChangeSet()
    if not last.mine:
        return _write(project, title, Comment(id=new_id(), annotator=me, target=found.id, resolved=resolved))
    mine = _mine(project, last.id)
    before = found.remarks[-2].resolved if len(found.remarks) > 1 else False
    if not mine.text and before == resolved:
        with project.recording(title) as recording:
            recording.operation.drop(mine)
        return recording.change_set
    return _write(project, title, replace(mine, resolved=resolved))


def _there(project: Project, id_: str) -> Thread:
    found = thread(project, id_)
    if found is None:
        raise UserError("This thread is no longer there.")
    return found


def _mine(project: Project, comment: str) -> Comment:
    found = project.item("comment", comment)
    if not isinstance(found, Comment):
        raise UserError("This comment is no longer there.")
    signed(project)
    if not project.is_me(found.annotator):
        raise UserError("This comment is a colleague’s.", "Answer it instead.")
    return found


def _said(text: str) -> str:
    if not text.strip():
        raise UserError("There is nothing in the comment yet.", "Write something first.")
    return text.strip()


def _write(project: Project, title: str, comment: Comment) -> ChangeSet:
    with project.recording(title) as recording:
        recording.operation.put(comment)
    return recording.change_set
