"""The project file: made, opened, written to by operations, closed."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from annotator.model.changes import ChangeSet, Origin
from annotator.model.errors import Hindrance, NotAProject, ReadOnly, UserError, WhyReadOnly
from annotator.model.hidden import named
from annotator.storage.connection import CACHE, connect, database, settle
from annotator.storage.faults import blaming, explained
from annotator.storage.header import Header, read_header
from annotator.storage.lock import WriteLock
from annotator.storage.log import Log
from annotator.storage.migrations import migrate
from annotator.storage.opening import allowed, doubts
from annotator.storage.operation import Operation
from annotator.storage.replacing import replacing
from annotator.storage.state import Keys, State
from annotator.storage.undoing import Stacks, Tick, performed, reverse, size

SUFFIX = ".annotator"

_MOST_PAGES = 16_001
"""Pages of 4 kB that an import holds in memory until it is complete (66 MB). SQLite takes multiples of 256 for OFF."""


def now() -> str:
    """The time as the log writes it: ISO 8601, UTC, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class ProjectFile:
    """An open project. Everything read through it is what is on the disk; everything written is when a block ends."""

    def __init__(
        self, path: Path, connection: sqlite3.Connection, lock: WriteLock | None, read_only: WhyReadOnly | None,
        *, ahead: bool = False,
    ) -> None:  # fmt: skip
        self.path = path
        self.ahead = ahead and read_only is not None
        self.read_only = read_only
        self.connection = connection
        self._lock = lock
        self.keys = Keys(connection)
        self.state = State(connection, self.keys)
        self.log = Log(connection)
        self._stacks: tuple[str | None, int, Stacks] | None = None
        self._place = _identity(path)
        self._seen = self._newest() if read_only is None else (None, None)

    @classmethod
    def create(cls, path: Path, annotator: str = "") -> Self:
        """A new, empty project. Raises UserError when something is there already or the place cannot be written to."""
        if os.path.lexists(path):
            raise UserError(f"{named(path.name)} exists already.", "Open it, or choose another name.")
        if not path.parent.is_dir():
            raise UserError(f"The folder {named(path.parent)} does not exist.", "Choose a folder that exists.")
        try:
            with replacing(path) as part, explained(path):
                part.touch()
                connection = connect(part, writable=True)
                try:
                    connection.execute("PRAGMA query_only=OFF")
                    connection.execute("PRAGMA page_size=4096")
                    connection.execute("PRAGMA synchronous=OFF")  # it is synced as a whole when it gets its name
                    migrate(database(connection))
                finally:
                    connection.close()
        except OSError as error:
            raise UserError(f"{named(path)} cannot be made: {error.strerror}.", "Choose another folder.") from error
        return cls.open(path, annotator=annotator)

    @classmethod
    def open(cls, path: Path, *, annotator: str = "", read_only: bool = False, backups: Path | None = None) -> Self:
        """An existing project, for writing when that is possible, otherwise for reading with the reason.

        A file of an older version is brought up to date first, after a copy of it was put into `backups` or beside it.
        Raises NotAProject, with the reason, for a file that is no project or is damaged.
        """
        path = path.absolute()
        if path.suffix == SUFFIX:
            settle(path)
        header = read_header(path)
        lock, why = allowed(path, header, annotator, read_only=read_only)
        try:
            if header.older:
                _bring_up_to_date(path, header, backups, why)
            with explained(path):
                connection = connect(path, writable=why is None, ahead=header.ahead)
                try:
                    why = doubts(path, connection, header) or why
                    opened = cls(path, connection, lock if why is None else None, why, ahead=header.ahead)
                except BaseException:
                    connection.close()
                    raise
        except BaseException:
            if lock:
                lock.release()
            raise
        if why and lock:
            lock.release()
        return opened

    @property
    def why_read_only(self) -> str:
        """Why nothing can be written, in a sentence; empty when something can."""
        return self.read_only.sentence if self.read_only is not None else ""

    def distrust(self, sentence: str) -> None:
        """Write nothing more to a file in which damage was found while it was open."""
        self.read_only = WhyReadOnly(Hindrance.DAMAGED, sentence)
        if self._lock:
            self._lock.release()
            self._lock = None

    def lock_is_free(self) -> bool:
        """Whether no program writes to the project."""
        return WriteLock(self.path.resolve()).is_free()

    @property
    def writable(self) -> bool:
        return self.read_only is None

    def close(self) -> None:
        self.connection.close()
        if self._lock:
            self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """The connection, with SQLite's errors in words."""
        with explained(self.path):
            yield self.connection

    @contextmanager
    def snapshot(self) -> Iterator[sqlite3.Connection]:
        """The same for several reads that must see one and the same state, whatever others write meanwhile."""
        with self.reading() as connection:
            if connection.in_transaction:
                yield connection
                return
            connection.execute("BEGIN")
            try:
                yield connection
            finally:
                connection.execute("ROLLBACK")

    def in_place(self) -> bool:
        """Whether the file that is open is still the one of this name, as far as the place can tell files apart."""
        now = _identity(self.path)
        return now == self._place or (now is not None and now != _identity(self.path))

    def version(self) -> int:
        """A number that changes when another program has written to the file."""
        with self.reading() as connection:
            return int(connection.execute("PRAGMA data_version").fetchone()[0])

    @contextmanager
    def operation(
        self, title: str, *, annotator: str | None, brought_in: bool = False, undoes: int | None = None
    ) -> Iterator[Operation]:
        """One action as one transaction; without a trace when nothing is recorded or an exception leaves the block."""
        if self.read_only is not None:
            raise ReadOnly(self.why_read_only, "Save a copy to work on it.", "file.copy")
        connection = self.connection
        with explained(self.path):
            connection.execute("PRAGMA query_only=OFF")
            try:
                # Pages that are written early lock readers out: only where no window reads beside it, and only what no
                # memory should have to hold.
                alone = self._lock is not None
                connection.execute(f"PRAGMA cache_spill={_MOST_PAGES if brought_in and alone else 'OFF'}")
                if brought_in:  # pages that are written early or read again and again cost more than they take
                    connection.execute(f"PRAGMA cache_size={_MOST_PAGES}")
                if brought_in:  # a tenth of a large import; keys are made in the same transaction, and `verify` looks
                    connection.execute("PRAGMA foreign_keys=OFF")
                self._begin()
                try:
                    self._check_same_file()
                    operation = Operation(
                        connection, self.log, self.state, self.keys,
                        title=title, annotator=annotator, at=now(), brought_in=brought_in, undoes=undoes,
                    )  # fmt: skip
                    yield operation
                    if operation.empty:
                        connection.execute("ROLLBACK")
                        self._forget()
                    else:
                        operation.seal()
                        connection.execute("COMMIT")
                        self._seen = self._newest()
                except BaseException:
                    if connection.in_transaction:
                        connection.execute("ROLLBACK")
                    self._forget()
                    raise
            finally:
                connection.execute(f"PRAGMA cache_size={CACHE}")
                connection.execute("PRAGMA foreign_keys=ON")
                connection.execute("PRAGMA query_only=ON")

    def _begin(self) -> None:
        """Begin a transaction in the one file, though another program may have chosen another mode meanwhile."""
        self.connection.execute("BEGIN IMMEDIATE")
        if self.connection.execute("PRAGMA journal_mode").fetchone()[0] != "delete":
            self.connection.execute("ROLLBACK")
            self.connection.execute("PRAGMA journal_mode=DELETE")
            self.connection.execute("BEGIN IMMEDIATE")

    def _newest(self) -> tuple[tuple[int, int] | None, bytes | None]:
        """When the file was last written to, and its size; and the proof of its last operation."""
        return _written(self.path), _last_proof(self.connection)

    def _check_same_file(self) -> None:
        """Raise UserError when another program put other content into the file; what it added is taken note of.

        SQLite itself does not notice when both contents were written to equally often.
        """
        written, last = self._seen
        if _written(self.path) in (written, None):  # a file that is gone is SQLite's to tell of
            return
        fresh = connect(self.path, writable=False)
        try:
            there = fresh.execute("SELECT 1 FROM operation WHERE proof IS ?", (last,)).fetchone()
        except sqlite3.DatabaseError:
            there = None
        finally:
            fresh.close()
        if last is not None and there is None:
            raise UserError(
                f"Another program replaced what is in {named(self.path.name)} while it was open; nothing was changed.",
                "Look at its backups.",
                "file.backups",
            )
        self._forget()

    def _forget(self) -> None:
        self.keys.forget()
        self.log.forget()

    def stacks(self, annotator: str | None) -> Stacks:
        """What this person can undo and redo in this file, kept current from the log."""
        if self._stacks is None or self._stacks[0] != annotator:
            self._stacks = (annotator, 0, Stacks())
        _, last, stacks = self._stacks
        with self.reading() as connection:
            for done in performed(connection, annotator, last):
                stacks.add(done)
                last = done.key
        self._stacks = (annotator, last, stacks)
        return stacks

    def size_of_reversing(self, key: int, most: int) -> int:
        """How many values undoing an operation is about, counted up to `most`."""
        with self.reading() as connection:
            return size(connection, key, most)

    def reverse(
        self, key: int, title: str, *, annotator: str | None, tick: Tick = lambda _done, _of: None
    ) -> ChangeSet:
        """Undo one operation by a new one. Raises StaleChange, naming what stands in the way.

        `tick` is told (done, of) and may raise to leave everything as it is.
        """
        with self.operation(title, annotator=annotator, undoes=key) as operation:
            reverse(self.connection, self.log, operation, key, tick)
        return change_set(operation, Origin.UNDO)

    def apart(self) -> "ProjectFile":
        """The same open project on a connection of its own, for work in another thread; the lock stays with this one.

        While it writes, this one reads what was there before; when it has ended, call `renew`.
        """
        with explained(self.path):
            connection = connect(self.path, writable=self.writable, ahead=self.ahead)
            return ProjectFile(self.path, connection, None, self.read_only, ahead=self.ahead)

    def renew(self) -> None:
        """Forget what is remembered of the file, after it was written to on another connection."""
        self._forget()
        with self.reading():
            self._seen = self._newest()

    def copy_to(self, target: Path) -> None:
        """A complete, compact copy under another name, which must not exist yet."""
        if os.path.lexists(target):
            raise UserError(f"{named(target.name)} exists already.", "Choose another name.")
        try:
            with replacing(target) as part, self.reading() as connection:
                connection.execute("PRAGMA query_only=OFF")
                connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 1)  # VACUUM INTO attaches the copy
                try:
                    with blaming(target):
                        connection.execute("VACUUM INTO ?", (os.fsdecode(part.absolute()),))
                finally:
                    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
                    connection.execute("PRAGMA query_only=ON")
        except OSError as error:
            raise UserError(
                f"{named(target)} cannot be written: {error.strerror}.", "Choose another folder."
            ) from error


def _bring_up_to_date(path: Path, header: Header, backups: Path | None, why: WhyReadOnly | None) -> None:
    from annotator.storage.upgrading import upgrade

    if why is not None:
        raise NotAProject(
            f"{named(path.name)} is of an older version of this program and has to be brought up to date, which cannot"
            f" be done now: {why.sentence}",
            "Open a copy of it that can be written to.",
        )
    upgrade(path, backups or path.parent, ahead=header.ahead)


def _identity(path: Path) -> tuple[int, int] | None:
    """Which file has this name; None when none has. Some shares answer something else every time."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _written(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size


def _last_proof(connection: sqlite3.Connection) -> bytes | None:
    row = connection.execute("SELECT proof FROM operation ORDER BY key DESC LIMIT 1").fetchone()
    return None if row is None else row[0]


def change_set(operation: Operation, origin: Origin) -> ChangeSet:
    """What an operation did, after its block has ended."""
    if operation.empty:
        return ChangeSet(operation.title, origin)
    if operation.sweeping:
        return ChangeSet(operation.title, origin, (), sweeping=True)
    return ChangeSet(operation.title, origin, tuple(operation.changes))
