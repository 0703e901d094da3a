"""The sources of a project as a list shows them: counted, filtered and put in order by SQL.

What is counted is words, not records: the same words tagged by two annotators are one mention, or one claim.
What lies in an excluded region counts for nothing. Merged entities count for the one they were merged into.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from annotator.storage.identifiers import packed, unpacked
from annotator.storage.project_file import ProjectFile


class SourceRow(NamedTuple):
    """A source as a list shows it. `second_hand` and `anonymous` count claims, as `claims` does.

    `anonymous` are those that passed an anonymous source on their way; `last_seen` is the latest date of
    publication; `ratings` are reliabilities by annotator (id).
    """

    id: str
    name: str
    naming: str
    entity_type: str
    role: str
    country: str
    aliases: tuple[str, ...]
    mentions: int = 0
    documents: int = 0
    claims: int = 0
    second_hand: int = 0
    anonymous: int = 0
    last_seen: str = ""
    ratings: Mapping[str, str] = {}


class Place(NamedTuple):
    """Where a mention stands. `begin` and `end` in code points, of its first and last part."""

    annotation: str
    annotator: str | None
    document: str
    title: str
    published: str
    begin: int
    end: int
    words: str


ORDERS = (
    "name",
    "role",
    "naming",
    "mentions",
    "documents",
    "claims",
    "second_hand",
    "anonymous",
    "last_seen",
    "rating",
)
"""What a list of sources can be put in order by."""

# Every entity and where it leads: merges followed; a loop of merges ends where UNION finds nothing new.
ROOT = """
root(entity, root) AS MATERIALIZED (
    SELECT key, key FROM entity WHERE merged_into IS NULL
    UNION SELECT e.key, r.root FROM entity e JOIN root r ON e.merged_into = r.entity)"""

OWN = """
own(entity) AS (
    SELECT key FROM item WHERE id = ?
    UNION SELECT e.key FROM entity e JOIN own o ON e.merged_into = o.entity)"""
"""One source and all that were merged into it."""

EXCLUDED = """
excluded(document, begin, end) AS MATERIALIZED (
    SELECT a.document, s.begin, s.end FROM annotation a JOIN span s ON s.annotation = a.key WHERE a.tag = 'excluded')"""

EXTENT = """(SELECT min(begin) FROM span WHERE annotation = {0}) AS begin,
    (SELECT max(end) FROM span WHERE annotation = {0}) AS end"""

HIDDEN = """
hidden(attribution) AS MATERIALIZED (
    SELECT m.attribution FROM attribution_member m JOIN annotation a ON a.key = m.annotation
        JOIN entity e ON e.key = a.entity JOIN root r ON r.entity = e.key JOIN entity t ON t.key = r.root
        WHERE m.role = 'sources' AND t.naming = 'anonymous'
    UNION SELECT c.key FROM attribution c JOIN hidden h ON c.parent = h.attribution)"""
"""Attributions that somebody anonymous stands behind, directly or further out."""

_COUNTS = """
WITH RECURSIVE {root}, {excluded},
mention(key, root, document, begin, end) AS MATERIALIZED (
    SELECT a.key, r.root, a.document, {extent}
    FROM annotation a JOIN root r ON r.entity = a.entity
    WHERE a.tag = 'source' AND a.document IN (SELECT document FROM document_info) {only}),
placed AS MATERIALIZED (
    SELECT * FROM mention m WHERE NOT EXISTS (SELECT 1 FROM excluded x
        WHERE x.document = m.document AND x.begin <= m.begin AND m.end <= x.end)),
{hidden},
said(root, document, begin, end, second, hidden) AS (
    SELECT p.root, c.document, {said_extent},
        max(t.parent IS NOT NULL AND coalesce(above.source_status, '') = 'explicit'),
        max(t.key IN hidden)
    FROM placed p JOIN attribution_member s ON s.annotation = p.key AND s.role = 'sources'
    JOIN attribution t ON t.key = s.attribution
    LEFT JOIN attribution above ON above.key = t.parent
    JOIN attribution_member m ON m.attribution = t.key AND m.role = 'contents'
    JOIN annotation c ON c.key = m.annotation AND c.tag IN ('claim', 'quote')
    GROUP BY 1, 2, 3, 4)
"""


def _counting(only: str) -> str:
    extents = {"extent": EXTENT.format("a.key"), "said_extent": EXTENT.format("c.key")}
    return _COUNTS.format(root=ROOT, excluded=EXCLUDED, hidden=HIDDEN, only=only, **extents)


class Counts(NamedTuple):
    mentions: int = 0
    documents: int = 0
    claims: int = 0
    second_hand: int = 0
    anonymous: int = 0
    last_seen: str = ""


FEW = 500
"""Up to how many sources are named one by one in a statement."""

AT_ONCE = 4000
"""Documents that are counted in one statement, so that who writes meanwhile never waits long."""


def _counts(connection: sqlite3.Connection, roots: Sequence[int] | None) -> dict[int, Counts]:
    """What is counted of some sources, or of all, by key. Sums over documents, because no place is in two of them."""
    out: dict[int, Counts] = {}
    if roots is not None:
        _add_counts(out, connection, f"AND r.root IN ({', '.join(map(str, roots))})")
        return out
    last = connection.execute("SELECT coalesce(max(document), 0) FROM document_info").fetchone()[0]
    for first in range(0, last + 1, AT_ONCE):
        _add_counts(out, connection, f"AND a.document BETWEEN {first} AND {first + AT_ONCE - 1}")
    return out


def _add_counts(out: dict[int, Counts], connection: sqlite3.Connection, only: str) -> None:
    counting = _counting(only)
    for root, mentions, of_documents, last in connection.execute(
        f"{counting} SELECT p.root, count(DISTINCT p.document || ':' || p.begin || ':' || p.end),"
        " count(DISTINCT p.document), coalesce(max(i.published), '')"
        " FROM placed p JOIN document_info i ON i.document = p.document GROUP BY 1"
    ):
        so_far = out.get(root, Counts())
        out[root] = so_far._replace(
            mentions=so_far.mentions + mentions,
            documents=so_far.documents + of_documents,
            last_seen=max(so_far.last_seen, last),
        )
    for root, claims, second, hidden in connection.execute(
        f"{counting} SELECT root, count(*), sum(second), sum(hidden) FROM said GROUP BY 1"
    ):
        so_far = out.get(root, Counts())
        out[root] = so_far._replace(
            claims=so_far.claims + claims,
            second_hand=so_far.second_hand + second,
            anonymous=so_far.anonymous + hidden,
        )


def _ratings(connection: sqlite3.Connection, roots: Sequence[int] | None) -> dict[int, dict[str, str]]:
    """The reliability that each annotator gave each source; where one was rated twice, the later one."""
    only = "" if roots is None else f"AND r.root IN ({', '.join(map(str, roots))})"
    out: defaultdict[int, dict[str, str]] = defaultdict(dict)
    # The source's own rating comes last, and so before that of one which was merged into it.
    for root, annotator, reliability in connection.execute(
        f"WITH RECURSIVE {ROOT} SELECT r.root, i.id, g.reliability FROM rating g JOIN root r ON r.entity = g.target"
        f" JOIN item i ON i.key = g.annotator WHERE g.reliability IS NOT NULL {only}"
        " ORDER BY g.target = r.root, g.modified, g.key"
    ):
        out[root][unpacked(annotator)] = reliability
    return out


def _rows(connection: sqlite3.Connection, where: str, parameters: Sequence[object] = ()) -> list[tuple[int, SourceRow]]:
    """Sources without what is counted."""
    found = connection.execute(
        "SELECT t.key, i.id, t.name, t.naming, t.entity_type, t.role, t.country FROM entity t"
        f" JOIN item i ON i.key = t.key WHERE t.merged_into IS NULL{where}",
        parameters,
    ).fetchall()
    few = f" WHERE entity IN ({', '.join(str(row[0]) for row in found)})" if len(found) <= FEW else ""
    names: defaultdict[int, list[str]] = defaultdict(list)
    for key, alias in connection.execute(f"SELECT entity, name FROM alias{few} ORDER BY entity, name"):
        names[key].append(alias)
    return [
        (key, SourceRow(unpacked(id_), name, naming, type_, role or "", country or "", tuple(names.get(key, ()))))
        for key, id_, name, naming, type_, role, country in found
    ]


def rows(file: ProjectFile, ids: Collection[str] | None = None) -> list[SourceRow]:
    """All sources, or those of some ids, counted; merged ones are left out.

    What is written meanwhile may be counted or not.
    """
    with file.reading() as connection:
        if ids is None:
            found = _rows(connection, "")
            keys = None
        else:
            marks = ", ".join("?" * len(ids))
            found = _rows(connection, f" AND i.id IN ({marks})", [packed(id_) for id_ in ids])
            keys = [key for key, _ in found]
        counts, ratings = _counts(connection, keys), _ratings(connection, keys)
    none = Counts()
    return [row._replace(**counts.get(key, none)._asdict(), ratings=ratings.get(key, {})) for key, row in found]


def first(file: ProjectFile, most: int) -> list[SourceRow]:
    """The first sources by name, not counted yet: what can be shown at once."""
    with file.reading() as connection:
        return [row for _, row in _rows(connection, " ORDER BY t.name COLLATE NOCASE, t.key LIMIT ?", (most,))]


def size(file: ProjectFile) -> int:
    """How many annotations name a source, or how many sources there are if that is more: how long counting takes."""
    with file.reading() as connection:
        mentions, entities = connection.execute(
            "SELECT (SELECT count(*) FROM annotation WHERE entity IS NOT NULL), (SELECT count(*) FROM entity)"
        ).fetchone()
        return max(int(mentions), int(entities))


def places(file: ProjectFile, entity: str, most: int = -1) -> list[Place]:
    """Where a source is mentioned, by date of publication, document and place."""
    with file.reading() as connection:
        found = connection.execute(
            f"WITH RECURSIVE {OWN}, place AS (SELECT a.key, a.annotator, a.document, {EXTENT.format('a.key')}"
            " FROM own o CROSS JOIN annotation a ON a.entity = o.entity WHERE a.tag = 'source')"
            " SELECT i.id, w.id, d.digest, f.title, f.published, p.begin, p.end,"
            " substr(d.text, p.begin + 1, min(p.end - p.begin, 200))"
            " FROM place p CROSS JOIN item i ON i.key = p.key LEFT JOIN item w ON w.key = p.annotator"
            " CROSS JOIN document d ON d.key = p.document CROSS JOIN document_info f ON f.document = d.key"
            " ORDER BY f.published, d.key, p.begin, p.key LIMIT ?",
            (packed(entity), most),
        ).fetchall()
    return [
        Place(
            annotation=unpacked(id_),
            annotator=None if who is None else unpacked(who),
            document=unpacked(digest),
            title=title or "",
            published=published or "",
            begin=begin,
            end=end,
            words=" ".join(words.split()),
        )
        for id_, who, digest, title, published, begin, end, words in found
    ]


def mentions(file: ProjectFile, entity: str) -> list[str]:
    """The ids of the annotations that name this very entity, those merged into it apart."""
    with file.reading() as connection:
        return [
            unpacked(id_)
            for (id_,) in connection.execute(
                "SELECT i.id FROM annotation a JOIN item i ON i.key = a.key"
                " WHERE a.entity = (SELECT key FROM item WHERE id = ?) ORDER BY a.key",
                (packed(entity),),
            )
        ]


def said(file: ProjectFile, ids: Collection[str], most: int) -> dict[str, list[str]]:
    """The first claims and quotes attributed to each of some sources, in their words, the newest article first."""
    out: dict[str, list[str]] = {}
    query = (
        f"WITH RECURSIVE {OWN} SELECT DISTINCT substr(d.text, s.begin + 1, min(s.end - s.begin, 300))"
        " FROM own o CROSS JOIN annotation a ON a.entity = o.entity"
        " CROSS JOIN attribution_member m ON m.annotation = a.key AND m.role = 'sources'"
        " CROSS JOIN attribution_member c ON c.attribution = m.attribution AND c.role = 'contents'"
        " CROSS JOIN span s ON s.annotation = c.annotation CROSS JOIN annotation w ON w.key = c.annotation"
        " CROSS JOIN document d ON d.key = w.document CROSS JOIN document_info f ON f.document = d.key"
        " ORDER BY f.published DESC, d.key, s.begin LIMIT ?"
    )
    with file.reading() as connection:
        for id_ in ids:
            rows = connection.execute(query, (packed(id_), most))
            out[id_] = [" ".join(words.split()) for (words,) in rows]
    return out
