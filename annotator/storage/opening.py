"""Whether a project may be written to, and whether what stands in it is to be believed."""

import os
import sqlite3
from pathlib import Path

from annotator.model.errors import Hindrance, NotAProject, ProjectLocked, WhyReadOnly
from annotator.model.hidden import named
from annotator.storage.header import VERSION, Header
from annotator.storage.lock import WriteLock
from annotator.storage.migrations import SCHEMA_DIGEST, schema_digest, schema_objects, tables


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
    if lacking := _lacking(connection, objects):
        if header.newer:
            raise NotAProject(
                f"{named(path.name)} was made by a newer version of this program (file version {header.version}, this"
                f" program knows {VERSION}), in a form that this one cannot read.",
                "Update Annotator.",
            )
        raise NotAProject(
            f"{named(path.name)} lacks what a project has ({lacking}).",
            "Choose another file, or salvage what is proven in this one.",
            "file.salvage",
        )
    if header.newer:
        return None
    return WhyReadOnly(
        Hindrance.STRANGE,
        f"{named(path.name)} holds tables, views or triggers that this program did not make; it is open for reading"
        " only.",
    )


def _lacking(connection: sqlite3.Connection, objects: dict[str, str]) -> str:
    """The first thing that is missing, or not of the type that reading relies on, in a schema that is not ours."""
    for table, columns in tables().items():
        if not objects.get(table, "").upper().startswith("CREATE TABLE"):
            return f"no table “{table}”"
        strict = connection.execute("SELECT strict FROM pragma_table_list(?) WHERE schema = 'main'", (table,))
        if strict.fetchone() != (1,):
            return f"the table “{table}” takes anything"
        there = {
            name: (kind.upper(), bool(never_null), hidden)
            for name, kind, never_null, hidden in connection.execute(
                'SELECT name, type, "notnull", hidden FROM pragma_table_xinfo(?)', (table,)
            )
        }
        for column, (kind, never_null) in columns.items():
            found = there.get(column)
            if found is None or found[0] != kind or found[1] < never_null or found[2]:
                return f"no column “{column}” of that kind in “{table}”"
    return ""
