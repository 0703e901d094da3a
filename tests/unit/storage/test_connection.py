"""What every connection to a project file is set to; each setting keeps a promise that no other test can see broken."""

import sqlite3

import pytest

from annotator.storage.connection import LONGEST, connect

EXTRA, MEMORY = 3, 2


@pytest.mark.parametrize("writable", [True, False])
def test_a_connection_is_durable_and_trusts_nothing_in_the_file(desk, writable):
    desk.project.close()
    connection = connect(desk.project.path, writable=writable)
    try:
        names = ("synchronous", "fullfsync", "trusted_schema", "cell_size_check", "foreign_keys", "temp_store",
                 "query_only", "journal_mode")  # fmt: skip
        found = {name: connection.execute(f"PRAGMA {name}").fetchone()[0] for name in names}
        assert found == {
            "synchronous": EXTRA, "fullfsync": 1, "trusted_schema": 0, "cell_size_check": 1, "foreign_keys": 1,
            "temp_store": MEMORY, "query_only": 1, "journal_mode": "delete",
        }  # fmt: skip
        assert connection.getlimit(sqlite3.SQLITE_LIMIT_LENGTH) == LONGEST == 64 * 1024 * 1024
        assert connection.getlimit(sqlite3.SQLITE_LIMIT_ATTACHED) == 0
        assert connection.getlimit(sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH) == 0
        with pytest.raises(sqlite3.DataError, match="too big"):
            connection.execute("SELECT zeroblob(?)", (LONGEST + 1,)).fetchone()
    finally:
        connection.close()
