"""A connection on which what others made of some documents cannot be seen."""

from collections.abc import Collection

from annotator.storage.identifiers import packed
from annotator.storage.project_file import ProjectFile

_OWN = "(t.annotator IS NULL OR t.annotator IN temp.seer)"
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
            for view in _VIEWS:
                connection.execute(view)
        finally:
            connection.execute("PRAGMA query_only=ON")
