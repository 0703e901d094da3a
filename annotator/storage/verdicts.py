"""Verdicts by the document on which what they judge stands."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from hashlib import sha256
from typing import NamedTuple

from annotator.model.items import Annotation, Attribution, Item, Verdict
from annotator.storage.documents import ON_DOCUMENT
from annotator.storage.identifiers import packed, unpacked
from annotator.storage.log import out as not_counting
from annotator.storage.log import read_item
from annotator.storage.project_file import ProjectFile

_AT_ONCE = 1000
_ON = (
    f"t.target IN (SELECT t.key FROM annotation t WHERE {ON_DOCUMENT}"
    f" UNION ALL SELECT t.key FROM attribution t WHERE {ON_DOCUMENT})"
)

_SPEAKING = " UNION ALL ".join(
    f"SELECT i.id, o.id FROM {table} t JOIN item i ON i.key = t.key JOIN item o ON {where} WHERE o.id IN ({{0}})"
    for table, where in (
        ("rating", "o.key = t.target"), ("confirmation", "o.key = t.target"), ("comment", "o.id = t.target"),
        ("verdict", "o.key = t.target OR o.key = t.replacement"),
    )
)  # fmt: skip


def digest(item: Item) -> str:
    """What a verdict keeps of the item it judges: SHA-256 of the canonical JSON of its value without remarks.

    A note and the mark “to discuss” are remarks on a reading and no part of what it says: they reopen nothing.
    """
    return _of_value(_without_mark(_without_note(item)))


def holds(verdict: Verdict, item: Item) -> bool:
    """Whether a verdict judged an item as it is now; one that does not say what it judged does.

    Verdicts of earlier versions were given on the value with its note, or with the mark: they hold while these stay as
    they were.
    """
    judged = verdict.target_value
    if judged is None or judged == digest(item):
        return True
    remarked = bool(getattr(item, "note", "")) or bool(getattr(item, "discuss", False))
    return remarked and judged in (_of_value(item), _of_value(_without_note(item)))


def _without_note(item: Item) -> Item:
    return replace(item, note="") if isinstance(item, Annotation | Attribution) and item.note else item


def _without_mark(item: Item) -> Item:
    return replace(item, discuss=False) if isinstance(item, Annotation) and item.discuss else item


def _of_value(item: Item) -> str:
    return sha256(item.canonical().encode()).hexdigest()


class Written(NamedTuple):
    """How an item came about: the operations that wrote it, and how many values it had, deletions aside."""

    operations: frozenset[int]
    values: int


def on_items(file: ProjectFile, items: Sequence[str]) -> list[Verdict]:
    """The verdicts in force on some items, in order of their ids."""
    out: list[Verdict] = []
    with file.reading():
        for begin in range(0, len(items), _AT_ONCE):
            some = items[begin : begin + _AT_ONCE]
            where = f"t.target IN (SELECT key FROM item WHERE id IN ({', '.join('?' * len(some))}))"
            found = file.state.read("verdict", where, [packed(id_) for id_ in some])
            out += [v for v in found if isinstance(v, Verdict)]
    return sorted(out, key=lambda v: v.id)


def on_document(file: ProjectFile, document: str) -> list[Verdict]:
    """The verdicts in force on annotations and attributions of one document, in order of their ids."""
    with file.reading():
        found = file.state.read("verdict", _ON, (packed(document),) * 2)
        return sorted((v for v in found if isinstance(v, Verdict)), key=lambda v: v.id)


def written(file: ProjectFile, ids: Collection[str]) -> dict[str, Written]:
    """How some items came about, by id."""
    out = {id_: Written(frozenset(), 0) for id_ in ids}
    with file.reading():
        for revisions in file.log.of_items({packed(id_) for id_ in ids}):
            values = {r.value for r in revisions if r.value is not None}
            out[unpacked(revisions[0].item)] = Written(frozenset(r.operation for r in revisions), len(values))
    return out


def said_since(file: ProjectFile, item: Annotation | Attribution) -> str:
    """When an item came to have the words and the tag, or the members and facts, that it has; empty where not known.

    Its note, the mark “to discuss”, its certainty and its source in the project are none of these.
    """
    with file.reading():
        revisions = file.log.of_item(packed(item.id))
        gone = not_counting(revisions, file.log.withdrawn())
    since = item.modified or ""
    for revision in sorted((r for r in revisions if r.digest not in gone), key=lambda r: r.rank, reverse=True):
        value = read_item(revision)
        if not isinstance(value, Annotation | Attribution) or _said(value) != _said(item):
            break
        since = revision.at or ""
    return since


def _said(item: Annotation | Attribution) -> Item:
    if isinstance(item, Attribution):
        return replace(item, note="", modified=None, annotator=None)
    return replace(item, note="", discuss=False, certainty=None, entity=None, modified=None, annotator=None)


def spoken_of(file: ProjectFile, ids: Sequence[str], apart_from: Collection[str]) -> set[str]:
    """Those of some items that are judged, rated, confirmed, commented on or put in place of another; by id.

    The judgements in `apart_from` are not asked.
    """
    out: set[str] = set()
    with file.snapshot() as connection:
        for begin in range(0, len(ids), _AT_ONCE):
            some = [packed(id_) for id_ in ids[begin : begin + _AT_ONCE]]
            found = connection.execute(_SPEAKING.format(", ".join("?" * len(some))), some * 4)
            out |= {unpacked(item) for judgement, item in found if unpacked(judgement) not in apart_from}
    return out
