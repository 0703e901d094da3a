"""Comments in the order in which they were written, and what their targets are."""

from collections.abc import Collection, Iterable
from typing import NamedTuple

from annotator.model.items import Comment
from annotator.storage.identifiers import packed, unpacked
from annotator.storage.project_file import ProjectFile

_WRITTEN = """
SELECT i.id, r.at, r.sequence FROM comment t JOIN item i ON i.key = t.key JOIN revision r ON r.item = i.id
WHERE {0} GROUP BY i.id HAVING r.sequence = min(r.sequence) ORDER BY coalesce(r.at, ''), r.sequence, i.id
"""
_WORDS = """
SELECT i.id, d.digest, a.tag, substr(d.text, s.begin + 1, s.end - s.begin) FROM item i
JOIN annotation a ON a.key = i.key JOIN document d ON d.key = a.document JOIN span s ON s.annotation = a.key
WHERE i.id IN ({0}) ORDER BY s.begin
"""
_CONTENTS = """
SELECT i.id, d.digest, substr(d.text, s.begin + 1, s.end - s.begin) FROM item i
JOIN attribution t ON t.key = i.key JOIN document d ON d.key = t.document
LEFT JOIN attribution_member m ON m.attribution = t.key AND m.role = 'contents'
LEFT JOIN span s ON s.annotation = m.annotation WHERE i.id IN ({0}) ORDER BY s.begin
"""
_AT_ONCE = 500


class Written(NamedTuple):
    """A comment, when it was first written (ISO 8601, UTC; empty when unknown), and what came before it in the log."""

    comment: Comment
    at: str
    sequence: int


class Target(NamedTuple):
    """What a comment is on. `tag` of an annotation, `name` of a source; `words` of the article that it covers.

    A document bears its title as name.
    """

    id: str
    kind: str
    document: str | None = None
    tag: str = ""
    name: str = ""
    words: str = ""


def written(file: ProjectFile, on: Collection[str] | None = None) -> list[Written]:
    """The comments in force that waive nothing, in the order in which they were written.

    With `on`, those on some items or documents only, with the answers to them.
    """
    where, given = "t.waives IS NULL", [packed(id_) for id_ in on or ()]
    if on is not None:
        marks = ",".join("?" * len(given))
        answered = f"SELECT i.id FROM comment c JOIN item i ON i.key = c.key WHERE c.target IN ({marks})"
        where += f" AND (t.target IN ({marks}) OR t.target IN ({answered}))"
        given *= 2
    with file.snapshot() as connection:
        found = {c.id: c for c in file.state.read("comment", where, given) if isinstance(c, Comment)}
        times = [(unpacked(id_), at or "", n) for id_, at, n in connection.execute(_WRITTEN.format(where), given)]
    return [Written(found[id_], at, sequence) for id_, at, sequence in times if id_ in found]


def targets(file: ProjectFile, ids: Iterable[str]) -> dict[str, Target]:
    """What some ids stand for, as far as it is in force: documents, annotations, attributions, sources, verdicts."""
    wanted = sorted(set(ids))
    out: dict[str, Target] = {}
    for begin in range(0, len(wanted), _AT_ONCE):
        some = [packed(id_) for id_ in wanted[begin : begin + _AT_ONCE]]
        marks = ",".join("?" * len(some))
        with file.reading() as connection:
            for digest, title in connection.execute(
                "SELECT d.digest, coalesce(f.title, '') FROM document_info f JOIN document d ON d.key = f.document"
                f" WHERE d.digest IN ({marks})",
                some,
            ):
                out[unpacked(digest)] = Target(unpacked(digest), "document", unpacked(digest), name=title)
            for id_, digest, tag, words in connection.execute(_WORDS.format(marks), some):
                before = out.get(unpacked(id_))
                joined = f"{before.words} … {words}" if before else words
                out[unpacked(id_)] = Target(unpacked(id_), "annotation", unpacked(digest), tag, words=joined)
            for id_, digest, words in connection.execute(_CONTENTS.format(marks), some):
                if unpacked(id_) not in out:  # the first words of what it holds
                    out[unpacked(id_)] = Target(unpacked(id_), "attribution", unpacked(digest), words=words or "")
            for id_, name in connection.execute(
                f"SELECT i.id, e.name FROM item i JOIN entity e ON e.key = i.key WHERE i.id IN ({marks})", some
            ):
                out[unpacked(id_)] = Target(unpacked(id_), "entity", name=name)
            for id_, judged in connection.execute(
                "SELECT i.id, j.id FROM item i JOIN verdict v ON v.key = i.key JOIN item j ON j.key = v.target"
                f" WHERE i.id IN ({marks})",
                some,
            ):
                out[unpacked(id_)] = Target(unpacked(id_), "verdict", name=unpacked(judged))
    return out


def left_behind(file: ProjectFile, ids: Iterable[str]) -> dict[str, str]:
    """The documents that items which are no longer in force were on."""
    with file.reading() as connection:
        return {
            id_: unpacked(row[0])
            for id_ in ids
            if (row := connection.execute(
                "SELECT document FROM revision WHERE item = ? AND document IS NOT NULL LIMIT 1", (packed(id_),)
            ).fetchone())
        }  # fmt: skip
