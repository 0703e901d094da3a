"""Bringing a project of an older version up to date."""

import sqlite3
from pathlib import Path

from annotator.model.errors import UserError
from annotator.model.hidden import named
from annotator.storage import backups, migrations
from annotator.storage.connection import connect, database
from annotator.storage.faults import explained


def upgrade(path: Path, folder: Path, *, ahead: bool = False) -> None:
    """Copy the project into `folder`, then apply what is missing, all of it or nothing. The caller holds the lock.

    Raises UserError, saying where the copy is, when it fails; the project is then as it was.
    """
    copy = backups.copy(path, folder, reason="upgrade", ahead=ahead)
    with explained(path):
        connection = connect(path, writable=True)
        try:
            connection.execute("PRAGMA query_only=OFF")
            connection.execute("PRAGMA foreign_keys=OFF")
            connection.execute("BEGIN IMMEDIATE")
            try:
                migrations.migrate(database(connection))
                _check_references(connection)
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
        except (sqlite3.IntegrityError, sqlite3.OperationalError, AssertionError) as error:
            raise UserError(
                f"{named(path.name)} cannot be brought up to date ({error}); it is as it was.",
                f"A copy of it is {named(copy.path)}.",
            ) from error
        finally:
            connection.close()


def _check_references(connection: sqlite3.Connection) -> None:
    row = connection.execute("PRAGMA foreign_key_check").fetchone()
    if row is not None:
        raise sqlite3.IntegrityError(f"a row of {row[0]} would point nowhere")
