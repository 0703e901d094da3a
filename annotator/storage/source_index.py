"""The list of sources in memory, so that a keystroke in its filter costs one query over it."""

import json
import sqlite3
from collections.abc import Collection, Iterable

from annotator.model.text import folded
from annotator.storage.sources import ORDERS, SourceRow

_SCHEMA = """
CREATE TABLE source (id TEXT PRIMARY KEY, name TEXT, sorted TEXT, searched TEXT, naming TEXT, entity_type TEXT,
    role TEXT, country TEXT, aliases TEXT, mentions INTEGER, documents INTEGER, claims INTEGER, second_hand INTEGER,
    anonymous INTEGER, last_seen TEXT, ratings TEXT, rating TEXT) WITHOUT ROWID
"""
_BY = {
    "name": "sorted",
    "second_hand": "CASE claims WHEN 0 THEN -1 ELSE 1.0 * second_hand / claims END",
    "anonymous": "CASE claims WHEN 0 THEN -1 ELSE 1.0 * anonymous / claims END",
}
_EMPTY_LAST = ("role", "rating", "last_seen")


class SourceIndex:
    """Rows to be filtered and put in order. Made in one thread and used in another; never by two at once."""

    def __init__(self, rows: Iterable[SourceRow] = ()) -> None:
        self._connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        self._connection.execute(_SCHEMA)
        self.put(rows)

    def close(self) -> None:
        self._connection.close()

    def put(self, rows: Iterable[SourceRow]) -> None:
        """Take rows in, in place of those of the same ids."""
        self._connection.execute("BEGIN")
        self._connection.executemany(
            f"INSERT OR REPLACE INTO source VALUES ({', '.join('?' * 17)})", map(self._values, rows)
        )
        self._connection.execute("COMMIT")

    @staticmethod
    def _values(row: SourceRow) -> tuple[object, ...]:
        searched = "\n".join(folded(part) for part in (row.name, *row.aliases, row.role))
        rating = min(row.ratings.values(), default="")
        return (
            row.id, row.name, folded(row.name), searched, row.naming, row.entity_type, row.role, row.country,
            json.dumps(row.aliases), row.mentions, row.documents, row.claims, row.second_hand, row.anonymous,
            row.last_seen, json.dumps(row.ratings), rating,
        )  # fmt: skip

    def drop(self, ids: Collection[str]) -> None:
        self._connection.executemany("DELETE FROM source WHERE id = ?", [(id_,) for id_ in ids])

    def count(self) -> int:
        return int(self._connection.execute("SELECT count(*) FROM source").fetchone()[0])

    def find(
        self,
        typed: str = "",
        *,
        naming: str = "",
        entity_type: str = "",
        rating: str = "",
        order: str = "claims",
        descending: bool = True,
    ) -> list[str]:
        """The ids of the sources in whose name, aliases or role every word typed is found, in order.

        One or two letters must begin a word. `rating` is a letter, or `none` for those nobody rated.
        """
        conditions, parameters = ["1"], list[str]()
        for word in folded(typed).split():
            conditions.append("instr(' ' || replace(searched, char(10), ' '), ?)")
            parameters.append(f" {word}" if len(word) < 3 else word)
        for column, value in (("naming", naming), ("entity_type", entity_type)):
            if value:
                conditions.append(f"{column} = ?")
                parameters.append(value)
        if rating:
            conditions.append("rating = ''" if rating == "none" else "instr(ratings, ?)")
            parameters += [] if rating == "none" else [f'"{rating}"']
        if order not in ORDERS:
            raise ValueError(order)
        way = " DESC" if descending else ""
        # What has no role or rating comes last, whichever way the rest goes.
        by = f"{order} = '', {order} COLLATE NOCASE{way}" if order in _EMPTY_LAST else f"{_BY.get(order, order)}{way}"
        found = self._connection.execute(
            f"SELECT id FROM source WHERE {' AND '.join(conditions)} ORDER BY {by}, mentions DESC, sorted, id",
            parameters,
        )
        return [id_ for (id_,) in found]

    def row(self, id_: str) -> SourceRow | None:
        found = self._connection.execute(
            "SELECT id, name, naming, entity_type, role, country, aliases, mentions, documents, claims, second_hand,"
            " anonymous, last_seen, ratings FROM source WHERE id = ?",
            (id_,),
        ).fetchone()
        if found is None:
            return None
        values = dict(zip(SourceRow._fields, found, strict=True))
        return SourceRow(
            **{**values, "aliases": tuple(json.loads(values["aliases"])), "ratings": json.loads(values["ratings"])}
        )
