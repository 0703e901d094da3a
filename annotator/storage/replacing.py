"""Writing a file as a whole or not at all."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_LONGEST = 200
"""Bytes of a name that are kept in that of the part; file systems take 255."""


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A name beside `path`, of nobody's file, to write to; when the block ends it takes the place of `path`.

    What was written is on the disk by then. When the block is left by an exception, nothing has changed.
    """
    stem = os.fsdecode(os.fsencode(path.name)[:_LONGEST])
    part = path.with_name(f".{stem}.{secrets.token_hex(4)}.part")
    try:
        yield part
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.replace(path)
        _sync_folder(path.parent)
    finally:
        with suppress(OSError):
            part.unlink()


def _sync_folder(folder: Path) -> None:
    """Have the new name on the disk too, where folders can be synced."""
    if os.name == "nt":
        return
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
