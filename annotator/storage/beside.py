"""Another project file, read beside the open one through a copy, so that it stays byte for byte as it is."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from annotator.model.errors import Hindrance, UserError
from annotator.model.hidden import named
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
            f"{named(path.name)} was made by a newer version of this program (file version {header.version},"
            f" this program knows {VERSION}).",
            "Bring this program up to date.",
        )
    with TemporaryDirectory(prefix="annotator-", ignore_cleanup_errors=True) as folder:
        copy = Path(folder) / path.name
        _copy(path, copy, ahead=header.ahead)
        with ProjectFile.open(copy, read_only=not header.older, backups=Path(folder)) as file:
            why = file.read_only
            if why is not None and why.hindrance is Hindrance.DAMAGED:
                raise UserError(f"{named(path.name)} is damaged.", _SALVAGE)
            if why is not None and why.hindrance is Hindrance.STRANGE:
                raise UserError(
                    f"{named(path.name)} holds tables, views or triggers that this program did not make.", _SALVAGE
                )
            yield file


_BESIDE = ("-journal", "-wal")
"""Files of SQLite's beside a database, with which a copy is put right."""


def _copy(path: Path, copy: Path, *, ahead: bool) -> None:
    """Copy a project as it is; where it lies, SQLite would change what a killed or a strange program left."""
    real = os.fspath(path.resolve())
    left = [suffix for suffix in _BESIDE if os.path.exists(f"{real}{suffix}")]  # noqa: PTH110 - names may be too long
    try:
        if not left and not ahead:
            backups.copy_pages(path, copy, ahead=False)
            return
        # Should a program be writing this moment, what does not fit together shows in the copy.
        for suffix in ("", *left):
            shutil.copyfile(f"{real}{suffix}", f"{os.fspath(copy)}{suffix}")
    except OSError as error:
        raise UserError(
            f"{named(path.name)} cannot be copied: {error.strerror}.", "Try again, or make room on the disk."
        ) from error
    with explained(path):
        settle(copy)
