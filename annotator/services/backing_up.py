"""Backups of projects: made and proven, listed, looked at, put back."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from annotator.model.errors import Hindrance, UserError
from annotator.model.items import Annotator
from annotator.services.project import Project, backup_folder
from annotator.storage import backups, documents, history
from annotator.storage.backups import Backup
from annotator.storage.project_file import ProjectFile
from annotator.storage.verification import Trouble, history_is_whole

__all__ = [
    "Backup", "Described", "Made", "Trouble", "copied_before", "copy_before", "describe", "found", "history_is_whole",
    "look_at", "make", "restore",
]  # fmt: skip


SERIES = timedelta(minutes=10)
"""How long a backup serves for more of the same."""


@dataclass(frozen=True, slots=True)
class Made:
    """What making a backup came to: the copy, when the project is sound, otherwise what is wrong with it."""

    backup: Backup | None
    new: bool
    troubles: tuple[Trouble, ...]
    removed: int


def make(project: Path) -> Made:
    """Copy the project, prove everything in the copy, and give up old backups that are not worth keeping.

    For a process that does not have the project open. Raises UserError when there is no project at this path or no
    room for the copy.
    """
    with ProjectFile.open(project, read_only=True) as file:
        ahead = file.ahead
        if file.read_only is not None and file.read_only.hindrance is Hindrance.NEWER:
            raise UserError(
                file.why_read_only, "Only that version can prove a backup; a plain copy of the file is complete too."
            )
    before = {one.path for one in found(project)}
    copied = backups.copy(project, backup_folder(project), ahead=ahead)
    backup, troubles = backups.prove(copied)
    if troubles:
        if not copied.verified and copied.path not in before:
            copied.path.unlink(missing_ok=True)  # the same as the project, which stays as it is
        return Made(None, new=False, troubles=tuple(troubles), removed=0)
    for one in found(project):
        backups.prove(one)  # those made before something sweeping were not, to keep nobody waiting
    removed = backups.rotate(backup_folder(project))
    return Made(backup, copied.path not in before, (), len(removed))


def copy_before(project: Project, reason: str) -> Backup:
    """A copy before something sweeping, proven the next time one is made. Raises UserError when it cannot be made."""
    return backups.copy(project.path, backup_folder(project.path), reason=reason, ahead=project.file.ahead)


def copied_before(project: Project, reason: str) -> str:
    """See to it that there is a backup before something sweeping; why there is none is answered, and hinders nobody.

    A series of the same shares one, so that who merges thirty sources does not push out the backups of the week.
    """
    now = datetime.now(UTC)
    recent = (one for one in found(project.path) if one.reason == reason and timedelta() <= now - one.at < SERIES)
    if next(recent, None) is not None:
        return ""
    try:
        copy_before(project, reason)
    except UserError as refused:
        return str(refused)
    return ""


def found(project: Path) -> list[Backup]:
    """The backups of the project at this path, the newest first; also when the project itself is gone."""
    return backups.in_folder(backup_folder(project))


class Described(NamedTuple):
    """What is in a backup; `last` is the title of the last action."""

    documents: int
    annotations: int
    last: str


def describe(backup: Backup) -> Described:
    """What is in a backup. Raises UserError when it cannot be read."""
    with ProjectFile.open(backup.path, read_only=True) as file:
        last = history.operations(file, limit=1)
        return Described(
            documents.count(file, "document"), documents.count(file, "annotation"), last[0].title if last else ""
        )


def look_at(backup: Backup, me: Annotator | None) -> Project:
    """A backup as a project that is read only."""
    return Project.open(backup.path, me, read_only=True)


def restore(project: Path, backup: Backup, me: Annotator | None) -> Path | None:
    """Put a backup in the place of the project, which must not be open here.

    What was there is kept beside it, under the name that is given back.
    """
    if not backup.path.exists():
        raise UserError("This backup is no longer there.", "Choose another one.")
    return backups.restore(backup, project, me.name if me else "")
