"""What the first 100 bytes of a file say, read before SQLite sees it."""

from pathlib import Path
from stat import S_ISREG
from typing import NamedTuple

from annotator.model.errors import NotAProject, UserError
from annotator.model.hidden import named

APPLICATION_ID = 0x41545452
"""“ATTR”: lets `file` and this program tell a project from other SQLite files."""

VERSION = 3
"""The newest version of the project file that this program writes."""

_MAGIC = b"SQLite format 3\x00"


class Header(NamedTuple):
    """`ahead` says that another program keeps what is new in a file beside this one (write-ahead logging)."""

    version: int
    ahead: bool = False

    @property
    def newer(self) -> bool:
        return self.version > VERSION

    @property
    def older(self) -> bool:
        """Whether a release made it whose form is no longer written; there never was a version 0."""
        return 0 < self.version < VERSION


def read_header(path: Path) -> Header:
    """The header of a project. Raises NotAProject or UserError with the reason when there is none."""
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            raise NotAProject(f"{named(path)} is no file.", "Choose a file that ends in .annotator.")
        with path.open("rb") as file:
            start = file.read(100)
    except FileNotFoundError:
        raise UserError(f"{named(path)} does not exist.", "Check the name, or make it with “New project”.") from None
    except IsADirectoryError:
        raise NotAProject(
            f"{named(path)} is a folder, not a project.", "Choose a file that ends in .annotator."
        ) from None
    except OSError as error:
        raise UserError(f"{named(path)} cannot be read: {error.strerror}.", "Check that you may read it.") from error
    advice = "Choose another file, or import it as an article."
    if path.suffix == ".annotator":
        advice = "Restore a backup if it was a project, or choose another file."
    if not start:
        raise NotAProject(f"{named(path.name)} is empty.", advice)
    if len(start) < 100 or not start.startswith(_MAGIC):
        raise NotAProject(f"{named(path.name)} is not an Annotator project.", advice)
    if int.from_bytes(start[68:72], "big") != APPLICATION_ID:
        raise NotAProject(f"{named(path.name)} is a database of another program, not an Annotator project.", advice)
    return Header(int.from_bytes(start[60:64], "big"), ahead=2 in start[18:20])


def is_database(path: Path) -> bool:
    """Whether there is a file of that name, and it is a SQLite database, a project or not."""
    try:
        if not S_ISREG(path.stat().st_mode):  # a pipe would wait for somebody at its other end
            return False
        with path.open("rb") as file:
            return file.read(len(_MAGIC)) == _MAGIC
    except OSError:
        return False
