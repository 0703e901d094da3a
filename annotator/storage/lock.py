"""One writing program a project: who holds it, and since when.

The operating system's lock on the file beside the project is the truth (it ends with its process, so a stale one is
taken over at once); what the file says is only for the sentence that the second program shows.
"""

import errno
import json
import os
import stat
import sys
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import IO, Any, NamedTuple

from annotator.model.errors import ProjectLocked
from annotator.model.hidden import named

if os.name == "nt":
    import msvcrt

    _FAR = 1 << 30  # beyond the text, so that others can read it

    def _take(file: IO[bytes]) -> None:
        file.seek(_FAR)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]  # Windows only
        file.seek(0)
else:
    import fcntl

    def _take(file: IO[bytes]) -> None:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)


_LONGEST_TOLD = 4096
"""Bytes that are read of what the holder tells."""

_TRIES = 5
"""Looks after which a place is taken to give the same file another number every time, as some shares do."""


def _without_following(path: str, flags: int) -> int:
    """Opens a file, and neither what a link names nor, waiting for somebody at its other end, a pipe."""
    if os.name == "nt" and os.path.islink(path):  # noqa: PTH114 - what `open` gives an opener is a text
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), path)
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0), 0o666)


def host_name() -> str:
    """This computer's own name, without the network library that every start would wait for."""
    if sys.platform == "win32":
        return os.environ.get("COMPUTERNAME", "")
    return os.uname().nodename


class Holder(NamedTuple):
    """Who writes to a project."""

    annotator: str
    host: str
    process: int
    since: str

    def sentence(self, name: str) -> str:
        who = named(self.annotator) or "Another program"
        place = "this computer" if self.host == host_name() else named(self.host)
        since = named(self.since)
        return f"{named(name)} is being written to by {who} on {place} (process {self.process}) since {since}."


class WriteLock:
    """Held from `take` to `release`."""

    def __init__(self, project: Path) -> None:
        self._project = project
        self.path = project.with_name(f".{project.name}.lock")
        self._file: IO[bytes] | None = None

    def take(self, annotator: str) -> None:
        """Raise ProjectLocked, naming the holder, when another program holds it."""
        file = self._opened()
        for _ in range(_TRIES):
            if self._same(file):
                break
            file.close()  # its holder removed it between our opening and our taking it
            file = self._opened()
        told = {
            "annotator": annotator,
            "host": host_name(),
            "process": os.getpid(),
            "since": datetime.now().astimezone().strftime("%Y-%m-%d %H:%M"),
        }
        with suppress(OSError):  # on a full disk it is held all the same, without saying by whom
            file.truncate(0)
            file.write(json.dumps(told).encode())
        self._file = file

    def _opened(self) -> IO[bytes]:
        """The file, opened and taken."""
        file = self._own("a+b")
        try:
            _take(file)
        except (BlockingIOError, PermissionError):
            file.close()
            raise ProjectLocked(self._holder_sentence(), "Close it there, or work on a copy.") from None
        except OSError:
            file.close()
            raise ProjectLocked(
                f"The place of {named(self._project.name)} knows no locks, so nobody can tell who writes to it.",
                "Copy it to another disk to work on it.",
            ) from None
        return file

    def _own(self, mode: str) -> IO[bytes]:
        """The file, opened if it is one of its own: somebody may have put a link to another file there, or a pipe.

        Raises ProjectLocked when it is not, and OSError as `open` does.
        """
        try:
            file = open(self.path, mode, buffering=0, opener=_without_following)  # noqa: SIM115 - held until `release`
        except OSError as error:
            if error.errno in (errno.ELOOP, errno.EISDIR, errno.ENXIO, errno.EMLINK):
                raise self._strange() from error
            raise
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode) or status.st_nlink > 1:
            file.close()
            raise self._strange()
        return file

    def _strange(self) -> ProjectLocked:
        return ProjectLocked(
            f"{named(self.path.name)}, which should tell who writes to {named(self._project.name)}, is a link or no"
            " file; nothing is written before that is removed.",
            "Remove it, or work on a copy.",
        )

    def _same(self, file: IO[bytes]) -> bool:
        try:
            return os.path.samestat(os.fstat(file.fileno()), self.path.lstat())
        except FileNotFoundError:
            return False

    def release(self) -> None:
        if self._file is None:
            return
        if os.name != "nt":  # an open file cannot be removed there; the next holder writes over it
            self.path.unlink(missing_ok=True)
        self._file.close()
        self._file = None

    def is_free(self) -> bool:
        """Whether nobody holds it at this moment; nothing is taken or left behind."""
        try:
            with self._own("r+b") as file:
                _take(file)
        except FileNotFoundError:
            return True
        except (OSError, ProjectLocked):
            return False
        return True

    def holder(self) -> Holder | None:
        """Who says to hold it, as far as the file tells."""
        try:
            with self._own("rb") as file:
                told: Any = json.loads(file.read(_LONGEST_TOLD))
            return Holder(str(told["annotator"]), str(told["host"]), int(told["process"]), str(told["since"]))
        except (OSError, ProjectLocked, ValueError, ArithmeticError, KeyError, TypeError, RecursionError):
            # anybody may have written it
            return None

    def _holder_sentence(self) -> str:
        holder = self.holder()
        name = self._project.name
        return holder.sentence(name) if holder else f"{named(name)} is open in another program."
