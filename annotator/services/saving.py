"""Writing a file that somebody asked for: complete or not at all, with what went wrong in words."""

import os
from collections.abc import Iterable
from pathlib import Path

from annotator.model.errors import UserError
from annotator.model.hidden import named
from annotator.storage.header import is_database
from annotator.storage.project_file import SUFFIX
from annotator.storage.replacing import replacing


def save(path: Path, content: bytes | Iterable[str]) -> None:
    """Write bytes, or lines of text in UTF-8; an older file stays as it is when that fails."""
    if os.path.isdir(path):  # noqa: PTH112 - Path.is_dir raises for names that are too long
        raise UserError(f"{named(path)} is a folder.", "Name a file.")
    if path.suffix.lower() == SUFFIX or is_database(path):
        raise UserError(
            f"{named(path.name)} is a project or a database, which this would replace.", "Choose another name."
        )
    try:
        with replacing(path) as part, part.open("wb") as file:
            if isinstance(content, bytes):
                file.write(content)
            else:
                for line in content:
                    file.write(line.encode())
    except OSError as error:
        raise UserError(
            f"{named(path)} cannot be written: {error.strerror}.", "Choose another folder or free some space."
        ) from error
