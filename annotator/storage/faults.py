"""SQLite's errors in words a person can act on."""

import errno
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from annotator.model.errors import NotAProject, ProjectLocked, ReadOnly, UserError
from annotator.model.hidden import named

_MOVED = 1032  # SQLITE_READONLY_DBMOVED


def _damaged(path: Path) -> UserError:
    return NotAProject(
        f"{named(path.name)} is damaged.",
        "Restore a backup, or salvage what is proven; the file itself was left as it is.",
        "file.salvage",
    )


def _unopenable(path: Path) -> UserError:
    return UserError(f"{named(path)} cannot be opened.", "Check that it exists and that you may read it.")


def _busy(path: Path) -> UserError:
    return ProjectLocked(f"Another program is using {named(path.name)}.", "Close it there and try again.")


_SENTENCES: dict[int, Callable[[Path], UserError]] = {
    sqlite3.SQLITE_FULL: lambda _path: UserError(
        "The disk is full; nothing was changed.",
        "Free some space and try again, or save a copy elsewhere.",
        "file.copy",
    ),
    sqlite3.SQLITE_IOERR: lambda path: UserError(
        f"{named(path.name)} could not be read or written; nothing was changed.",
        "Check the disk, or save a copy on another one.",
        "file.copy",
    ),
    sqlite3.SQLITE_READONLY: lambda path: ReadOnly(
        f"{named(path.name)} cannot be written to.", "Save a copy elsewhere to work on it.", "file.copy"
    ),
    sqlite3.SQLITE_BUSY: _busy,
    sqlite3.SQLITE_LOCKED: _busy,
    sqlite3.SQLITE_CORRUPT: _damaged,
    sqlite3.SQLITE_NOTADB: lambda path: NotAProject(
        f"{named(path.name)} is not an Annotator project.", "Choose a file that ends in .annotator."
    ),
    sqlite3.SQLITE_TOOBIG: lambda path: UserError(
        f"{named(path.name)} holds, or would hold, a text of more than 64 MB.", "Split the article."
    ),
    sqlite3.SQLITE_CANTOPEN: _unopenable,
    sqlite3.SQLITE_PERM: _unopenable,
    sqlite3.SQLITE_AUTH: _unopenable,
}
"""By SQLite's primary result codes."""


def _explained(error: sqlite3.Error, path: Path) -> UserError | None:
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        return _damaged(path) if "Could not decode to UTF-8" in str(error) else None
    if code == _MOVED:
        return UserError(
            f"{named(path.name)} was moved or deleted while it was open.", "Save a copy to keep working.", "file.copy"
        )
    sentence = _SENTENCES.get(code & 0xFF)
    return sentence(path) if sentence is not None else None


_WRITING: dict[int, int] = {
    sqlite3.SQLITE_FULL: errno.ENOSPC,
    sqlite3.SQLITE_READONLY: errno.EROFS,
    sqlite3.SQLITE_CANTOPEN: errno.EACCES,
    sqlite3.SQLITE_PERM: errno.EACCES,
    sqlite3.SQLITE_IOERR_WRITE: errno.EIO,
    sqlite3.SQLITE_IOERR_FSYNC: errno.EIO,
    sqlite3.SQLITE_IOERR_DIR_FSYNC: errno.EIO,
    sqlite3.SQLITE_IOERR_TRUNCATE: errno.EIO,
}
"""What SQLite meets only where it writes, by its primary and extended result codes, and how systems call it."""


@contextmanager
def blaming(target: Path) -> Iterator[None]:
    """Raise OSError for what keeps a copy from being written to `target`, so that the original is not blamed for it.

    For what only reads the original, inside `explained`; what reading meets stays as it is.
    """
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0)
        number = _WRITING.get(code, _WRITING.get(code & 0xFF))
        if number is None:
            raise
        raise OSError(number, os.strerror(number), str(target)) from error


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Raise a UserError for what the machine or the file is to blame for; anything else is a bug and stays."""
    try:
        yield
    except sqlite3.Error as error:
        reason = _explained(error, path)
        if reason is None:
            raise
        raise reason from error
    except UnicodeDecodeError as error:  # SQLite’s own message quotes a damaged schema
        raise _damaged(path) from error
