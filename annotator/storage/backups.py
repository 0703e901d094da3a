"""Copies of a project in a folder of their own: exact, proven, and as many as are worth keeping.

A backup's name says when it was made and begins to say what is in it: the first digits of its SHA-256, by which a copy
that went bad is told from a good one before anything is given up for it.
"""

import errno
import hashlib
import os
import re
import secrets
import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from annotator.model.errors import ProjectLocked, UserError
from annotator.model.hidden import named
from annotator.storage.connection import connect
from annotator.storage.faults import blaming, explained
from annotator.storage.lock import WriteLock
from annotator.storage.project_file import SUFFIX, ProjectFile
from annotator.storage.replacing import replacing
from annotator.storage.verification import Trouble, verify

LAST, DAILY, WEEKLY = 10, 14, 8
"""How many are kept: the last ones, and of each of so many days and weeks that have any, the newest."""

_TIME = "%Y%m%dT%H%M%S%fZ"
_NAME = re.compile(r"(\d{8}T\d{12}Z)-([0-9a-f]{16})(-[a-z]+)?(-unverified)?" + re.escape(SUFFIX))
_STEP = 4096
"""Pages copied while the project is kept from being written to."""


class Backup(NamedTuple):
    """One copy. `reason` says before what it was made, empty for the usual; `verified` that all in it was proven."""

    path: Path
    at: datetime
    digest: str
    reason: str
    verified: bool

    def sound(self) -> bool:
        """Whether it is still what was copied."""
        try:
            return _digest(self.path) == self.digest
        except OSError:
            return False


def in_folder(folder: Path) -> list[Backup]:
    """The backups there are, the newest first."""
    found = []
    for path in folder.glob("*" + SUFFIX) if folder.is_dir() else ():
        if match := _NAME.fullmatch(path.name):
            at, digest, reason, unverified = match.groups()
            made = datetime.strptime(at, _TIME).replace(tzinfo=UTC)
            found.append(Backup(path, made, digest, (reason or "").strip("-"), unverified is None))
    return sorted(found, key=lambda one: (one.at, one.path.name), reverse=True)


def copy(project: Path, folder: Path, *, reason: str = "", at: datetime | None = None, ahead: bool = False) -> Backup:
    """An exact copy of the project as it is now, not proven yet; the newest one when nothing has changed since.

    Raises UserError when it cannot be made. The project may be written to meanwhile; `ahead` is what its header says.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "project.txt").write_bytes(os.fsencode(project.absolute()))
        with _part(folder) as part:
            copy_pages(project, part, ahead=ahead)
            digest = _digest(part)
            newest = next(iter(in_folder(folder)), None)
            if newest is not None and newest.digest == digest and newest.sound():
                return newest
            made = at or datetime.now(UTC)
            copied = Backup(part, made, digest, reason, verified=False)
            with part.open("rb+") as file:
                os.fsync(file.fileno())
            return _renamed(copied, verified=False)
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        step = f"Make room for it in {folder}." if full else f"Check that {folder} may be written to."
        raise UserError(f"A backup of {named(project.name)} cannot be made: {error.strerror}.", step) from error


@contextmanager
def _part(folder: Path) -> Iterator[Path]:
    """A file to copy to, which is gone afterwards; those of programs that were killed are cleared away first.

    A lock beside each tells whether somebody is still at it, which ends with its process.
    """
    for left in (*folder.glob("*.part"), *folder.glob("*.part-journal")):
        _clear(left.with_suffix(".part"))
    for beside in folder.glob(".*.part.lock"):
        _clear(beside.with_name(beside.name.removeprefix(".").removesuffix(".lock")))
    part = folder / f"{os.getpid()}-{secrets.token_hex(4)}.part"
    lock = WriteLock(part)
    with suppress(ProjectLocked):  # the name is nobody else's: the place knows no locks, and nothing is cleared there
        lock.take("")
    try:
        yield part
    finally:
        _remove(part, lock)


def _clear(part: Path) -> None:
    """Remove a part, unless somebody is still at it."""
    lock = WriteLock(part)
    with suppress(ProjectLocked, OSError):
        lock.take("")
        _remove(part, lock)


def _remove(part: Path, lock: WriteLock) -> None:
    for path in (part, part.with_name(f"{part.name}-journal")):
        with suppress(OSError):
            path.unlink()
    lock.release()
    with suppress(OSError):
        lock.path.unlink()  # where an open file cannot be removed


def copy_pages(project: Path, target: Path, *, ahead: bool) -> None:
    with explained(project):
        source = connect(project, writable=False, ahead=ahead)
        try:
            source.execute("SELECT count(*) FROM sqlite_master").fetchone()  # what is wrong with it is said of it
            with blaming(target):
                copied = sqlite3.connect(target)
                try:
                    copied.execute("PRAGMA synchronous=OFF")  # it is synced as a whole afterwards
                    source.backup(copied, pages=_STEP, sleep=0.01)
                finally:
                    copied.close()
        finally:
            source.close()


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:16]


def _renamed(backup: Backup, *, verified: bool) -> Backup:
    """The backup under the name that says what is known of it."""
    reason = f"-{backup.reason}" if backup.reason else ""
    doubt = "" if verified else "-unverified"
    path = backup.path.with_name(f"{backup.at.strftime(_TIME)}-{backup.digest}{reason}{doubt}{SUFFIX}")
    backup.path.replace(path)
    return backup._replace(path=path, verified=verified)


def prove(backup: Backup) -> tuple[Backup, list[Trouble]]:
    """Look through all of a copy. One that is sound is kept as such; one that is not is what the project is too."""
    if backup.verified:
        return backup, []
    try:
        with ProjectFile.open(backup.path, read_only=True) as file:
            troubles = verify(file)
    except UserError as refused:
        troubles = [Trouble(str(refused))]
    return (backup, troubles) if troubles else (_renamed(backup, verified=True), [])


def rotate(folder: Path) -> list[Path]:
    """Give up the backups that need not be kept, and tell which; those that went bad are set aside under another name.

    Nothing is given up before every backup that stays was looked at again.
    """
    proven = [one for one in in_folder(folder) if one.verified]
    while True:
        kept = _worth_keeping(proven)
        bad = [one for one in kept if not one.sound()]
        if not bad:
            break
        for one in bad:
            with suppress(OSError):
                one.path.rename(one.path.with_suffix(".damaged"))
        proven = [one for one in proven if one not in bad]
    doubtful = [one for one in in_folder(folder) if not one.verified and kept and one.at < kept[0].at]
    gone = [one.path for one in [*proven, *doubtful] if one not in kept]
    for path in gone:
        with suppress(OSError):
            path.unlink()
    return gone


def _worth_keeping(backups: Sequence[Backup]) -> list[Backup]:
    """Of backups, the newest first: the last ones, and the newest of each of the latest days and weeks."""
    chosen = set(backups[:LAST])
    chosen.update(_newest_of_each((one.at.date() for one in backups), backups, DAILY))
    chosen.update(_newest_of_each((one.at.isocalendar()[:2] for one in backups), backups, WEEKLY))
    return [one for one in backups if one in chosen]


def _newest_of_each(spans: Iterable[object], backups: Sequence[Backup], most: int) -> list[Backup]:
    first: dict[object, Backup] = {}
    for span, backup in zip(spans, backups, strict=True):
        first.setdefault(span, backup)
    return list(first.values())[:most]


def restore(backup: Backup, project: Path, annotator: str) -> Path | None:
    """Put a backup in the place of the project. What was there is kept beside it; its new name, None if nothing was.

    Raises UserError when another program writes to the project or the place cannot be written to; nothing has
    changed then.
    """
    if not backup.sound():
        raise UserError(f"{named(backup.path.name)} is not what was copied.", "Choose another backup.")
    lock = WriteLock(project.resolve())
    try:
        lock.take(annotator)
    except ProjectLocked as locked:
        raise UserError(locked.sentence, "Close it there first.") from locked
    except OSError as error:
        raise UserError(
            f"{named(project.parent)} cannot be written to: {error.strerror}.", "Restore it elsewhere."
        ) from error
    try:
        return _put_in_place(backup, project)
    except OSError as error:
        raise UserError(
            f"{named(project.name)} cannot be restored: {error.strerror}.", "Restore it elsewhere."
        ) from error
    finally:
        lock.release()


def _put_in_place(backup: Backup, project: Path) -> Path | None:
    aside = _aside(project) if os.path.lexists(project) else None
    with replacing(project) as part:
        shutil.copyfile(backup.path, part)
        if aside is not None:
            # Its journal goes with it: it belongs to that file, and would be played back into the restored one.
            journal = project.with_name(project.name + "-journal")
            if journal.exists():
                journal.rename(aside.with_name(aside.name + "-journal"))
            project.rename(aside)
    return aside


def _aside(project: Path) -> Path:
    """A name beside the project of nobody's file."""
    stamp = datetime.now().astimezone().strftime("%Y-%m-%d %H%M%S")
    names = (
        f"{project.stem} before restoring {stamp}{more}{SUFFIX}" for more in ("", *(f" {n}" for n in range(2, 99)))
    )
    return next(path for name in names if not os.path.lexists(path := project.with_name(name)))
