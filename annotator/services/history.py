"""Undo, redo, and what was done before."""

from collections.abc import Sequence

from annotator.model.changes import ChangeSet
from annotator.model.errors import UserError
from annotator.model.hidden import named
from annotator.services.bulk import Progress, nothing
from annotator.services.project import Project
from annotator.storage import history
from annotator.storage.history import OperationRow, Value
from annotator.storage.undoing import Done


def _me(project: Project) -> str | None:
    return project.me.id if project.me else None


def undo_title(project: Project) -> str:
    """What undo would undo, empty when there is nothing."""
    stack = project.file.stacks(_me(project)).undo
    return stack[-1].title if stack else ""


def redo_title(project: Project) -> str:
    """What redo would do again, empty when there is nothing."""
    stack = project.file.stacks(_me(project)).redo
    return _bare(stack[-1].title) if stack else ""


LARGE = 1000
"""Values from how many on undoing them is work that takes long."""


def undo_is_large(project: Project) -> bool:
    """Whether undoing takes long."""
    return _is_large(project, project.file.stacks(_me(project)).undo)


def redo_is_large(project: Project) -> bool:
    """Whether redoing takes long."""
    return _is_large(project, project.file.stacks(_me(project)).redo)


def _is_large(project: Project, stack: Sequence[Done]) -> bool:
    return bool(stack) and project.file.size_of_reversing(stack[-1].key, LARGE) >= LARGE


def _bare(title: str) -> str:
    return title.removeprefix("Undo: ")


def undo(project: Project, progress: Progress = nothing) -> ChangeSet:
    """Undo my last action that stands. Raises UserError when there is none, or when something stands in the way."""
    stack = project.file.stacks(_me(project)).undo
    if not stack:
        raise UserError("There is nothing to undo.")
    return _reverse(project, stack[-1].key, f"Undo: {stack[-1].title}", progress)


def redo(project: Project, progress: Progress = nothing) -> ChangeSet:
    """Do again what was undone last. Raises UserError when there is none, or when something stands in the way."""
    stack = project.file.stacks(_me(project)).redo
    if not stack:
        raise UserError("There is nothing to redo.")
    return _reverse(project, stack[-1].key, _bare(stack[-1].title), progress)


def _reverse(project: Project, key: int, title: str, progress: Progress) -> ChangeSet:
    return project.file.reverse(
        key, title, annotator=_me(project), tick=lambda done, of: progress(done, of, named(title))
    )


def operations(project: Project, items: Sequence[str] = (), limit: int = -1) -> list[OperationRow]:
    """What was done, the newest first; of some items when their ids are given."""
    return history.operations(project.file, items, limit)


def values(project: Project, item: str) -> list[Value]:
    """The values an item has had, the newest first."""
    return history.values(project.file, item)
