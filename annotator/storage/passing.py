"""Who passes on whom, in one article or in all: what the source map draws."""

from typing import NamedTuple

from annotator.storage.identifiers import packed, unpacked
from annotator.storage.project_file import ProjectFile
from annotator.storage.sources import EXCLUDED, EXTENT, ROOT

ARTICLE, UNNAMED = "article", "unnamed"
"""Nodes that are no source: the articles themselves, and attributions whose text names nobody."""


class Pass(NamedTuple):
    """That one passes on another: ids of sources, or one of the two names above, and in how many claims and quotes.

    `depth` is the greatest number of steps by which `onto` is reached from an article.
    """

    giver: str
    onto: str
    claims: int
    depth: int


_PASSES = """
WITH RECURSIVE {root}, {excluded},
reached(key, depth) AS (
    SELECT key, 1 FROM attribution WHERE parent IS NULL {only}
    UNION ALL SELECT a.key, r.depth + 1 FROM attribution a JOIN reached r ON a.parent = r.key),
speaker(attribution, who) AS MATERIALIZED (
    SELECT m.attribution, coalesce(r.root, -1) FROM attribution_member m JOIN annotation a ON a.key = m.annotation
        LEFT JOIN root r ON r.entity = a.entity WHERE m.role = 'sources'
    UNION SELECT t.key, -2 FROM attribution t WHERE t.source_status = 'unspecified'),
said(attribution, document, begin, end) AS MATERIALIZED (
    SELECT m.attribution, c.document, {extent} FROM attribution_member m JOIN annotation c ON c.key = m.annotation
    WHERE m.role = 'contents' AND c.document IN (SELECT document FROM document_info))
SELECT coalesce(above.who, 0), below.who, count(DISTINCT s.document || ':' || s.begin || ':' || s.end), max(t.depth)
FROM reached t JOIN attribution a ON a.key = t.key JOIN speaker below ON below.attribution = t.key
LEFT JOIN speaker above ON above.attribution = a.parent
JOIN said s ON s.attribution = t.key
WHERE NOT EXISTS (SELECT 1 FROM excluded x WHERE x.document = s.document AND x.begin <= s.begin AND s.end <= x.end)
GROUP BY 1, 2
"""


def passes(file: ProjectFile, document: str | None = None) -> list[Pass]:
    """Who passes on whom, the most claims first; mentions that name no known source are left out."""
    only = "" if document is None else "AND document = (SELECT key FROM document WHERE digest = :document)"
    query = _PASSES.format(root=ROOT, excluded=EXCLUDED, extent=EXTENT.format("c.key"), only=only)
    with file.snapshot() as connection:
        found = connection.execute(query, {"document": packed(document)} if document is not None else {}).fetchall()
        keys = {key for row in found for key in row[:2] if key > 0}
        names = {0: ARTICLE, -2: UNNAMED}
        for key, id_ in connection.execute("SELECT key, id FROM item WHERE key IN (SELECT key FROM entity)"):
            if key in keys:
                names[key] = unpacked(id_)
    out = [Pass(names[a], names[b], claims, depth) for a, b, claims, depth in found if -1 not in (a, b)]
    return sorted(out, key=lambda p: (-p.claims, p.depth, p.giver, p.onto))
