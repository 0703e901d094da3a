"""A connection on which what others made of some documents cannot be seen."""

import json
import sqlite3
from collections.abc import Collection

from annotator.storage.identifiers import packed
from annotator.storage.project_file import ProjectFile

_OWN = "(t.annotator IS NULL OR t.annotator IN temp.seer)"
_JUDGEMENTS = "'verdict', 'rating', 'confirmation', 'comment'"
_VIEWS = (
    f"CREATE TEMP VIEW annotation AS SELECT * FROM main.annotation t WHERE {_OWN} OR t.document NOT IN temp.veiled",
    f"CREATE TEMP VIEW attribution AS SELECT * FROM main.attribution t WHERE {_OWN} OR t.document NOT IN temp.veiled",
    *(
        f"CREATE TEMP VIEW {table} AS SELECT * FROM main.{table} t WHERE {_OWN} OR t.target NOT IN"
        " (SELECT key FROM main.annotation WHERE document IN temp.veiled"
        " UNION ALL SELECT key FROM main.attribution WHERE document IN temp.veiled)"
        for table in ("verdict", "rating", "confirmation")
    ),
    (
        "CREATE TEMP VIEW operation AS SELECT * FROM main.operation o WHERE o.annotator IS NULL"
        " OR o.annotator IN (SELECT id FROM main.item WHERE key IN temp.seer)"
        " OR NOT EXISTS (SELECT 1 FROM main.revision r JOIN main.document d ON d.digest = r.document"
        " WHERE r.operation = o.key AND r.kind IN ('annotation', 'attribution') AND d.key IN temp.veiled)"
        " AND NOT EXISTS (SELECT 1 FROM main.revision r WHERE r.operation = o.key"
        f" AND r.kind IN ({_JUDGEMENTS}) AND is_veiled(r.item))"
    ),
)


def veil(file: ProjectFile, documents: Collection[str], seers: Collection[str]) -> None:
    """Hide, on this connection alone, what others than `seers` made of, and said about, what is on some documents.

    Every query that names the tables is answered from temporary views of their names, which SQLite finds first
    (sqlite.org/lang_naming.html). The connection is for reading from then on.
    """
    with file.reading() as connection:
        connection.execute("PRAGMA query_only=OFF")
        try:
            connection.execute("CREATE TEMP TABLE veiled (document INTEGER PRIMARY KEY)")
            connection.execute("CREATE TEMP TABLE seer (annotator INTEGER PRIMARY KEY)")
            for table, source, column, ids in (
                ("veiled", "document", "digest", documents),
                ("seer", "item", "id", seers),
            ):
                connection.executemany(
                    f"INSERT INTO temp.{table} SELECT key FROM main.{source} WHERE {column} = ?",
                    [(packed(id_),) for id_ in ids],
                )
            connection.create_function("is_veiled", 1, _Judged(connection, documents).on_veiled)
            for view in _VIEWS:
                connection.execute(view)
        finally:
            connection.execute("PRAGMA query_only=ON")


class _Judged:
    """What judgements and comments are about, by the log: those that were taken back stand nowhere else."""

    def __init__(self, connection: sqlite3.Connection, documents: Collection[str]) -> None:
        self._connection = connection
        self._veiled = {packed(id_) for id_ in documents}
        self._known: dict[bytes, bool] = {}

    def on_veiled(self, item: bytes) -> bool:
        """Whether a judgement (16 bytes) is, or was, about something on one of the documents."""
        if item not in self._known:
            self._known[item] = False  # comments that answer each other in a circle are about nothing
            self._known[item] = any(map(self._is_veiled, self._targets(item)))
        return self._known[item]

    def _targets(self, item: bytes) -> set[bytes]:
        rows = self._connection.execute("SELECT value FROM main.revision WHERE item = ? AND value IS NOT NULL", (item,))
        found = {json.loads(value).get("target") for (value,) in rows.fetchall()}
        return {packed(target) for target in found if target}

    def _is_veiled(self, target: bytes) -> bool:
        if target in self._veiled:
            return True
        rows = self._connection.execute("SELECT kind, document FROM main.revision WHERE item = ?", (target,)).fetchall()
        if any(document in self._veiled for _, document in rows):
            return True
        return any(kind == "comment" for kind, _ in rows) and self.on_veiled(target)
