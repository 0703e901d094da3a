"""Another project file, read beside the open one through a copy, so that it stays byte for byte as it is."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from annotator.model.errors import Hindrance, UserError
from annotator.storage import backups
from annotator.storage.connection import settle
from annotator.storage.faults import explained
from annotator.storage.header import VERSION, read_header
from annotator.storage.project_file import ProjectFile

_SALVAGE = "Salvage it into a new project, and merge that one."


@contextmanager
def beside(path: Path) -> Iterator[ProjectFile]:
    """The project at this path as it is at this moment, whoever may be writing to it.

    Raises UserError for a file that is no project, and for one that this program does not understand or believe.
    """
    header = read_header(path)
    if header.newer:
        raise UserError(
            f"{path.name} was made by a newer version of this program (file version {header.version}, this program"
            f" knows {VERSION}).",
            "Bring this program up to date.",
        )
    with TemporaryDirectory(prefix="annotator-", ignore_cleanup_errors=True) as folder:
        copy = Path(folder) / path.name
        _copy(path, copy)
        with ProjectFile.open(copy, read_only=not header.older, backups=Path(folder)) as file:
            why = file.read_only
            if why is not None and why.hindrance is Hindrance.DAMAGED:
                raise UserError(f"{path.name} is damaged.", _SALVAGE)
            if why is not None and why.hindrance is Hindrance.STRANGE:
                raise UserError(
                    f"{path.name} holds tables, views or triggers that this program did not make.", _SALVAGE
                )
            yield file


def _copy(path: Path, copy: Path) -> None:
    journal = Path(f"{os.fspath(path.resolve())}-journal")
    if journal.exists():  # opened where it lies, the file would be changed: what is half written would be undone
        _copy_with_journal(path, journal, copy)
        return
    try:
        backups.copy_pages(path, copy)
    except OSError as error:
        raise UserError(f"{path.name} cannot be copied: {error.strerror}.", "Make room on the disk.") from error


def _copy_with_journal(path: Path, journal: Path, copy: Path) -> None:
    """The bytes of both; what was half written is undone in the copy.

    A program that is writing this moment may change them meanwhile, which the copy's digests would show.
    """
    beside_copy = Path(f"{os.fspath(copy)}-journal")
    try:
        beside_copy.write_bytes(journal.read_bytes())
        copy.write_bytes(path.read_bytes())
    except FileNotFoundError:  # it has just been written to its end
        beside_copy.unlink(missing_ok=True)
        backups.copy_pages(path, copy)
        return
    except OSError as error:
        raise UserError(f"{path.name} cannot be copied: {error.strerror}.", "Make room on the disk.") from error
    with explained(path):
        settle(copy)
