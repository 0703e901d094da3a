"""Verdicts by the document on which what they judge stands."""

from collections.abc import Sequence

from annotator.model.items import Verdict
from annotator.storage.documents import ON_DOCUMENT
from annotator.storage.identifiers import packed
from annotator.storage.project_file import ProjectFile

_ON = (
    f"t.target IN (SELECT t.key FROM annotation t WHERE {ON_DOCUMENT}"
    f" UNION ALL SELECT t.key FROM attribution t WHERE {ON_DOCUMENT})"
)


def on_items(file: ProjectFile, items: Sequence[str]) -> list[Verdict]:
    """The verdicts in force on some items, in order of their ids."""
    marks = ", ".join("?" * len(items))
    with file.reading():
        found = file.state.read(
            "verdict", f"t.target IN (SELECT key FROM item WHERE id IN ({marks}))", [packed(id_) for id_ in items]
        )
        return sorted((v for v in found if isinstance(v, Verdict)), key=lambda v: v.id)


def on_document(file: ProjectFile, document: str) -> list[Verdict]:
    """The verdicts in force on annotations and attributions of one document, in order of their ids."""
    with file.reading():
        found = file.state.read("verdict", _ON, (packed(document),) * 2)
        return sorted((v for v in found if isinstance(v, Verdict)), key=lambda v: v.id)
