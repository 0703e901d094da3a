"""Articles that were read and wait to be taken in: on disk rather than in memory, in a file that has no name."""

import pickle
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from annotator.importers.article import Found
from annotator.model.errors import UserError
from annotator.model.hidden import named

_IN_MEMORY = 16 * 1024 * 1024


class Shelf:
    """Keeps articles in the order they are put there. It vanishes when it is closed, and with the process."""

    def __init__(self) -> None:
        self._file: IO[bytes] = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - closed by `close`
        self._places: list[int] = []

    def __len__(self) -> int:
        return len(self._places)

    def put(self, found: Found) -> int:
        """Keep an article; the number it is asked for by. Raises UserError when there is no room for it."""
        self._places.append(self._write(found))
        return len(self._places) - 1

    def change(self, number: int, found: Found) -> None:
        """Keep another in place of one."""
        self._places[number] = self._write(found)

    def _write(self, found: Found) -> int:
        with _explained():
            place = self._file.seek(0, 2)
            pickle.dump(found, self._file, pickle.HIGHEST_PROTOCOL)
        return place

    def get(self, number: int) -> Found:
        with _explained():
            self._file.seek(self._places[number])
            found: Found = pickle.load(self._file)  # noqa: S301 - written above, in a file that nobody else can reach
        return found

    def close(self) -> None:
        self._file.close()


@contextmanager
def _explained() -> Iterator[None]:
    """Raise a UserError for what the place of temporary files is to blame for."""
    try:
        yield
    except OSError as error:
        folder = Path(tempfile.gettempdir())
        raise UserError(
            f"The articles cannot be kept in the folder for temporary files, {named(folder)}: {error.strerror};"
            " nothing was changed.",
            "Make room there, or import fewer files at a time.",
        ) from error
