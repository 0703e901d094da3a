"""SQLite's errors in words a person can act on."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from annotator.model.errors import NotAProject, ProjectLocked, ReadOnly, UserError

_MOVED = 1032  # SQLITE_READONLY_DBMOVED


def _explained(error: sqlite3.Error, path: Path) -> UserError | None:
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        return None
    if code == _MOVED:
        return UserError(f"{path.name} was moved or deleted while it was open.", "Save a copy to keep working.")
    match code & 0xFF:
        case sqlite3.SQLITE_FULL:
            return UserError("The disk is full; nothing was changed.", "Free some space and try again.")
        case sqlite3.SQLITE_IOERR:
            return UserError(f"{path.name} could not be read or written; nothing was changed.", "Check the disk.")
        case sqlite3.SQLITE_READONLY:
            return ReadOnly(f"{path.name} cannot be written to.", "Save a copy elsewhere to work on it.")
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return ProjectLocked(f"Another program is using {path.name}.", "Close it there and try again.")
        case sqlite3.SQLITE_CORRUPT:
            return NotAProject(f"{path.name} is damaged.", "Work on with a backup; the file itself was left as it is.")
        case sqlite3.SQLITE_NOTADB:
            return NotAProject(f"{path.name} is not an Annotator project.", "Choose a file that ends in .annotator.")
        case sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM | sqlite3.SQLITE_AUTH:
            return UserError(f"{path} cannot be opened.", "Check that it exists and that you may read it.")
    return None


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
