"""What a report on a project counts, claims by steps, by date, attributed and not; and who made how much."""

from collections import Counter
from typing import NamedTuple

from annotator.storage.identifiers import unpacked
from annotator.storage.project_file import ProjectFile
from annotator.storage.sources import EXCLUDED, EXTENT, HIDDEN, ROOT

_PLACED = """
WITH RECURSIVE {excluded}, {hidden},
content AS MATERIALIZED (
    SELECT c.key, c.document, {extent} FROM annotation c
    WHERE c.tag IN ('claim', 'quote') AND c.document IN (SELECT document FROM document_info)),
placed AS MATERIALIZED (
    SELECT p.key, p.document, p.document || ':' || p.begin || ':' || p.end AS place FROM content p
    WHERE NOT EXISTS (SELECT 1 FROM excluded x
        WHERE x.document = p.document AND x.begin <= p.begin AND p.end <= x.end)),
reached(key, depth) AS (
    SELECT key, 1 FROM attribution WHERE parent IS NULL
    UNION ALL SELECT a.key, r.depth + 1 FROM attribution a JOIN reached r ON a.parent = r.key),
hop AS MATERIALIZED (
    SELECT p.place, r.depth, t.source_status, coalesce(above.source_status, '') = 'explicit' AS second,
        t.key IN hidden AS hidden,
        EXISTS (SELECT 1 FROM attribution_member s WHERE s.attribution = t.key AND s.role = 'sources') AS sourced
    FROM placed p JOIN attribution_member m ON m.annotation = p.key AND m.role = 'contents'
    JOIN attribution t ON t.key = m.attribution JOIN reached r ON r.key = t.key
    LEFT JOIN attribution above ON above.key = t.parent)
"""


class Figures(NamedTuple):
    """Claims and quotes by their words, however many annotators tagged them.

    `by_steps` counts them by the longest way that one took; `by_month` is (month, claims, of these unattributed).
    """

    documents: int
    claims: int
    attributed: int
    own_voice: int
    second_hand: int
    anonymous: int
    by_steps: tuple[tuple[int, int], ...]
    by_month: tuple[tuple[str, int, int], ...]


def figures(file: ProjectFile) -> Figures:
    """The figures of a project."""
    head = _PLACED.format(excluded=f"{ROOT}, {EXCLUDED}", hidden=HIDDEN, extent=EXTENT.format("c.key"))
    with file.snapshot() as connection:
        rows = connection.execute(
            f"{head} SELECT p.place, substr(coalesce(i.published, ''), 1, 7), max(h.depth),"
            " max(h.source_status = 'explicit' AND h.sourced), max(h.source_status = 'author'),"
            " max(h.second), max(h.hidden)"
            " FROM placed p JOIN document_info i ON i.document = p.document LEFT JOIN hop h ON h.place = p.place"
            " GROUP BY 1"
        ).fetchall()
        documents = int(connection.execute("SELECT count(*) FROM document_info").fetchone()[0])
    steps: dict[int, int] = {}
    months: dict[str, list[int]] = {}
    attributed = own_voice = 0
    second_hand = anonymous = 0
    for _, month, depth, named, author, second, hidden in rows:
        second_hand += bool(second)
        anonymous += bool(hidden)
        attributed += bool(named)
        own_voice += bool(author and not named)
        if named:
            steps[depth] = steps.get(depth, 0) + 1
        found = months.setdefault(month, [0, 0])
        found[0] += 1
        found[1] += not named and not author
    return Figures(
        documents, len(rows), attributed, own_voice, second_hand, anonymous, tuple(sorted(steps.items())),
        tuple((month, *counts) for month, counts in sorted(months.items()) if month),  # type: ignore[misc]  # two counts
    )  # fmt: skip


_MADE = {
    "annotation": ("annotation",),
    "attribution": ("attribution",),
    "judgement": ("rating", "verdict", "comment", "confirmation"),
}


def by_annotator(file: ProjectFile) -> dict[str, Counter[str]]:
    """How many annotations, attributions and judgements are in force, each from the id of who made them."""
    out: dict[str, Counter[str]] = {what: Counter() for what in _MADE}
    with file.reading() as connection:
        for what, tables in _MADE.items():
            for table in tables:
                rows = connection.execute(
                    f"SELECT i.id, count(*) FROM {table} t JOIN item i ON i.key = t.annotator GROUP BY 1"
                )
                for id_, count in rows:
                    out[what][unpacked(id_)] += count
    return out
