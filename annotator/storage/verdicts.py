"""Verdicts by the document on which what they judge stands."""

from collections.abc import Sequence

from annotator.model.items import Verdict
from annotator.storage.documents import ON_DOCUMENT
from annotator.storage.identifiers import packed
from annotator.storage.project_file import ProjectFile

_AT_ONCE = 1000
_ON = (
    f"t.target IN (SELECT t.key FROM annotation t WHERE {ON_DOCUMENT}"
    f" UNION ALL SELECT t.key FROM attribution t WHERE {ON_DOCUMENT})"
)


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
