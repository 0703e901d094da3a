"""The one function that opens connections to a project file."""

import os
import sqlite3
import stat
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from annotator.model.errors import UserError
from annotator.model.hidden import named

if TYPE_CHECKING:
    from sqlite_utils import Database

CACHE = -16000
"""How much of a file is held in memory, in kB and less than zero, as SQLite takes it."""

_PRAGMAS = (
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "foreign_keys=ON",
    "synchronous=EXTRA",
    "fullfsync=ON",  # macOS keeps what an ordinary sync wrote in the disk's own memory
    "temp_store=MEMORY",
    f"cache_size={CACHE}",
)


LONGEST = 64 * 1024 * 1024
"""Bytes that a text or a value may have; a stranger's file cannot fill the memory with longer ones."""


def connect(path: Path, *, writable: bool, ahead: bool = False) -> sqlite3.Connection:
    """A connection in DELETE mode that is durable at every commit and trusts nothing in the file.

    Writing is further held back by `query_only`, which only an operation lifts: a write outside one raises.
    `ahead` is what the file's header says. Raises UserError when what belongs to the file cannot be read with it, or
    would have SQLite delete another file.
    """
    path = path.resolve()  # as SQLite does, which keeps the journal beside the file and not beside a link to it
    _refuse_strange_journal(path)
    mode = "rw" if writable else _mode_to_read(path, ahead=ahead)
    connection = sqlite3.connect(
        f"file:{_in_url(path)}?mode={mode}", uri=True, isolation_level=None, check_same_thread=False
    )
    try:
        connection.execute("PRAGMA busy_timeout=2000")
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        if writable:
            connection.execute("PRAGMA journal_mode=DELETE")  # another program may have chosen another mode
        connection.execute("PRAGMA query_only=ON")
    except BaseException:
        connection.close()
        raise
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    connection.setlimit(sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH, 0)
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST)
    return connection


_JOURNAL_MAGIC = bytes.fromhex("d9d505f920a163d7")
_NAMES_ANOTHER = 16
"""Bytes at the end of a journal that names a file: the length of the name, its sum, and SQLite's mark."""


def _refuse_strange_journal(path: Path) -> None:
    """Raise UserError for a journal that names a journal of several databases: SQLite would delete the file so named.

    This program never writes to several databases at once, so whoever wrote the name wants a file gone.
    """
    journal = f"{path}-journal"
    try:
        if not stat.S_ISREG(os.stat(journal).st_mode):  # noqa: PTH116 - names may be too long
            return
        with open(journal, "rb") as file:  # noqa: PTH123 - as above
            file.seek(max(0, file.seek(0, os.SEEK_END) - _NAMES_ANOTHER))
            end = file.read(_NAMES_ANOTHER)
    except OSError:  # there is none, or SQLite cannot read it either
        return
    if len(end) == _NAMES_ANOTHER and end.endswith(_JOURNAL_MAGIC):
        name = named(f"{path.name}-journal")
        raise UserError(
            f"{name} beside {named(path.name)} was not written by this program, and would have another file deleted.",
            f"Move {name} elsewhere, then open the project again.",
        )


def _mode_to_read(path: Path, *, ahead: bool) -> str:
    """How a file is opened to be read, so that nothing is left beside it.

    A hot journal left by a killed program can only be rolled back by a connection that may write, and only such a
    one clears away what opening a file in write-ahead mode makes.
    """
    if path.with_name(f"{path.name}-journal").exists():
        return "rw"
    if not ahead:
        return "ro"
    if os.access(path, os.W_OK) and os.access(path.parent, os.W_OK):
        return "rw"
    newer = path.with_name(f"{path.name}-wal")
    if newer.exists() and newer.stat().st_size:
        raise UserError(
            f"Another program left a part of {named(path.name)} in {named(newer.name)}, and the two can only be put"
            " together where they may be written to.",
            "Copy both into another folder and open the copy.",
        )
    return "ro&immutable=1"  # nothing can be put beside it, and nobody writes to it here


def settle(path: Path) -> None:
    """Undo what a program that was killed left half written, if there is any; nothing is said when SQLite fails.

    Raises UserError for a journal that `connect` refuses.

    To be done before the header is looked at, which may be what was half written.
    """
    if not os.path.exists(f"{path}-journal"):  # noqa: PTH110 - no trouble with names that are too long
        return
    with suppress(sqlite3.Error):
        connection = connect(path, writable=False)
        try:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        finally:
            connection.close()


def _in_url(path: Path) -> str:
    """A path as part of a URL, also when its name is no text."""
    if os.name != "nt":
        return quote(os.fsencode(path))
    posix = path.as_posix()
    return ("//" if posix.startswith("//") else "/") + quote(posix, safe="/:")  # a share keeps its two slashes


def prepare() -> None:
    """Load what making a project needs, at a moment when nobody waits for it."""
    import sqlite_utils  # noqa: F401 - loading it is the point


def database(connection: sqlite3.Connection) -> "Database":
    """The same connection for sqlite-utils; imported late because it costs as much as Qt's own start."""
    from sqlite_utils import Database

    return Database(connection, execute_plugins=False)
