"""Whether a project may be written to, and whether what stands in it is to be believed."""

import os
import sqlite3
from pathlib import Path

from annotator.model.errors import Hindrance, NotAProject, ProjectLocked, WhyReadOnly
from annotator.model.hidden import named
from annotator.storage.header import VERSION, Header
from annotator.storage.lock import WriteLock
from annotator.storage.migrations import SCHEMA_DIGEST, TABLES, schema_digest, schema_objects


def allowed(
    path: Path, header: Header, annotator: str, *, read_only: bool
) -> tuple[WriteLock | None, WhyReadOnly | None]:
    """The lock, or why there is none."""
    if header.newer:
        return None, WhyReadOnly(
            Hindrance.NEWER,
            f"{named(path.name)} was made by a newer version of this program (file version {header.version}, this"
            f" program knows {VERSION}); it is open for reading only.",
        )
    if read_only:
        return None, WhyReadOnly(Hindrance.ASKED, "It was opened for reading only.")
    try:
        with path.open("r+b") as file:
            names = os.fstat(file.fileno()).st_nlink
    except OSError:
        return None, WhyReadOnly(
            Hindrance.PLACE, f"{named(path.name)} may not be written to; it is open for reading only."
        )
    if names > 1:  # lock and journal lie beside one name, and nobody who opens the other would find them
        return None, WhyReadOnly(
            Hindrance.PLACE,
            f"{named(path.name)} has another name elsewhere (a hard link), under which somebody else could write to it"
            " unseen; it is open for reading only.",
        )
    lock = WriteLock(path.resolve())
    try:
        lock.take(annotator)
    except ProjectLocked as locked:
        return None, WhyReadOnly(Hindrance.LOCKED, locked.sentence)
    except OSError:
        return None, WhyReadOnly(
            Hindrance.PLACE, f"The folder of {named(path.name)} may not be written to; it is open for reading only."
        )
    return lock, None


def doubts(path: Path, connection: sqlite3.Connection, header: Header) -> WhyReadOnly | None:
    """Why the file is not to be believed as it is. Raises NotAProject when it cannot be read as a project."""
    objects = schema_objects(connection)
    trouble = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if trouble != "ok":
        return WhyReadOnly(
            Hindrance.DAMAGED,
            f"{named(path.name)} is damaged ({trouble.splitlines()[-1]}); it is open for reading only.",
        )
    if schema_digest(objects) == SCHEMA_DIGEST:
        return None
    for name in TABLES:
        if not objects.get(name, "").upper().startswith("CREATE TABLE"):
            raise NotAProject(
                f"{named(path.name)} lacks what a project has (no table “{name}”).", "Choose another file."
            )
    if header.newer:
        return None
    return WhyReadOnly(
        Hindrance.STRANGE,
        f"{named(path.name)} holds tables, views or triggers that this program did not make; it is open for reading"
        " only.",
    )
