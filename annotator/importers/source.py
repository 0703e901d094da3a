"""Where a reader has its bytes from: a file, or bytes that were kept."""

import io
from pathlib import Path, PurePath
from stat import S_ISREG
from typing import BinaryIO

from annotator.model.errors import UserError
from annotator.model.hidden import named

MOST_BYTES = 256 * 1024 * 1024
"""The largest file, or part of one, that is held in memory as a whole."""

HEAD = 1 << 16


class Source:
    """The bytes of a file. Nothing but this very file is ever opened for it."""

    def __init__(self, name: str, path: Path | None = None, data: bytes = b"") -> None:
        self.name = name
        self._path = path
        self._data = data
        self._head: bytes | None = None

    @classmethod
    def of_file(cls, path: Path) -> "Source":
        return cls(path.name, path)

    @property
    def ending(self) -> str:
        """The last suffix of the name, in lower case, with its dot."""
        return PurePath(self.name).suffix.lower()

    @property
    def head(self) -> bytes:
        """The first bytes, by which a file is told."""
        if self._head is None:
            with self.open() as file:
                self._head = file.read(HEAD)
        return self._head

    def open(self) -> BinaryIO:
        """The bytes as a stream that can seek. Raises UserError with the reason when they cannot be had."""
        if self._path is None:
            return io.BytesIO(self._data)
        self.size()
        try:
            return self._path.open("rb")
        except OSError as error:
            raise unreadable(self._path, error) from error

    def size(self) -> int:
        """How many bytes. Raises UserError for what is no file."""
        if self._path is None:
            return len(self._data)
        try:
            status = self._path.stat()
        except OSError as error:
            raise unreadable(self._path, error) from error
        if not S_ISREG(status.st_mode):
            raise UserError(f"{named(self._path)} is no file.", "Choose a text file or a corpus.")
        return status.st_size

    def check(self) -> None:
        """Raise UserError when there is nothing in it."""
        if not self.size():
            raise UserError(f"{named(self.name)} is empty.", "Choose a file that holds an article.")

    def read(self) -> bytes:
        """All bytes. Raises UserError with the reason when there are none, or too many."""
        size = self.size()
        if size > MOST_BYTES:
            raise UserError(
                f"{named(self.name)} is larger than {MOST_BYTES // 2**20} MB.", "Split it, or choose another file."
            )
        self.check()
        with self.open() as file:
            try:
                return file.read(MOST_BYTES)
            except OSError as error:
                raise unreadable(self._path or Path(self.name), error) from error


def unreadable(path: Path, error: OSError) -> UserError:
    return UserError(f"{named(path)} cannot be read: {error.strerror}.", "Check that it exists and may be read.")
