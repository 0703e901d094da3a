"""Zip files of strangers, as Word, OpenDocument, EPUB and Excel make them.

Only what is asked for by name is unpacked, within bounds, and nothing is ever written anywhere.
"""

import zipfile
import zlib
from types import TracebackType
from typing import Self

from annotator.importers.source import Source
from annotator.model.errors import UserError

MOST_MEMBER = 64 * 1024 * 1024
MOST_TOTAL = 256 * 1024 * 1024
MOST_MEMBERS = 50_000
MOST_RATIO = 300
_SMALL = 1 << 20
"""Bytes up to which it does not matter how tightly a member is packed."""

_ENCRYPTED = 0x1
_BROKEN = (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, NotImplementedError, ValueError)


class Packed:
    """A zip file; close it. Raises UserError for what is none, for two members of one name and for too many."""

    def __init__(self, source: Source, what: str) -> None:
        self.name = source.name
        self._what = what
        self._read = 0
        self._file = source.open()
        try:
            self._zip = zipfile.ZipFile(self._file)
            names = self._zip.namelist()
        except _BROKEN:
            self._file.close()
            raise self.damaged("it is no complete zip file") from None
        self.names = frozenset(names)
        if len(names) > MOST_MEMBERS or len(self.names) != len(names):
            self.close()
            raise self.refused("it holds two parts of the same name" if len(names) <= MOST_MEMBERS else
                               f"it holds more than {MOST_MEMBERS} parts")  # fmt: skip

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        self._zip.close()
        self._file.close()

    def get(self, name: str) -> bytes:
        """The bytes of a member, none when there is no such. Raises UserError for what is damaged or out of bounds."""
        return self.read(name) if name in self.names else b""

    def read(self, name: str) -> bytes:
        """The bytes of a member. Raises UserError when it is missing, damaged or out of bounds."""
        shown = name[:80]
        if name not in self.names:
            raise self.damaged(f"its part {shown} is missing")
        info = self._zip.getinfo(name)
        if info.flag_bits & _ENCRYPTED:
            raise encrypted(self.name)
        if info.file_size > max(_SMALL, MOST_RATIO * info.compress_size):
            raise self.refused(f"its part {shown} is packed too tightly")
        try:
            with self._zip.open(info) as file:
                data = file.read(MOST_MEMBER + 1)
        except _BROKEN:
            raise self.damaged(f"its part {shown} cannot be unpacked") from None
        self._read += len(data)
        if len(data) > MOST_MEMBER or self._read > MOST_TOTAL:
            raise self.refused(f"its part {shown} is too large")
        return data

    def damaged(self, why: str) -> UserError:
        return UserError(
            f"{self.name} is damaged or no {self._what}: {why}.",
            "Open it in the program that made it and save it again.",
        )

    def refused(self, why: str) -> UserError:
        return UserError(f"{self.name} is not read as {self._what}: {why}.", "Ask whoever made it for another copy.")


def encrypted(name: str) -> UserError:
    """What to tell of a file that needs a password."""
    return UserError(
        f"{name} is protected by a password.",
        "Save it without a password in the program that made it, and import that.",
    )
