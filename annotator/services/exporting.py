"""Writing corpora: complete, to a temporary name first, and with an account of what could not be carried."""

import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from annotator.formats import corpus as corpus_format
from annotator.formats.registry import FORMATS
from annotator.model.corpus import Corpus
from annotator.model.errors import UserError
from annotator.model.fields import Reference, References
from annotator.model.healing import heal
from annotator.model.items import KINDS, Annotation, Attribution, Item
from annotator.services.bulk import Progress, collection_paused, nothing
from annotator.services.project import Project
from annotator.storage import documents
from annotator.storage.header import is_database
from annotator.storage.project_file import SUFFIX
from annotator.storage.replacing import replacing

TOLD_EVERY = 1000
"""Lines between two words about the progress."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export wrote. `loss` counts what the format could not carry, by kind."""

    written: tuple[Path, ...]
    documents: int
    annotations: int
    attributions: int
    loss: Mapping[str, int] = field(default_factory=dict)


def snapshot(
    project: Project, chosen: Collection[str] | None = None, annotators: Collection[str] | None = None
) -> Corpus:
    """The project, or some of its documents and layers, as a corpus. Only annotators who made something are in it."""
    with project.file.snapshot():
        return _snapshot(project, chosen, annotators)


def _snapshot(project: Project, chosen: Collection[str] | None, annotators: Collection[str] | None) -> Corpus:
    found = {kind: documents.items(project.file, kind) for kind in KINDS}
    if chosen is not None:
        found["document"] = [d for d in found["document"] if d.id in chosen]
    here = {d.id for d in found["document"]}
    for kind, model in KINDS.items():
        if model.ON_DOCUMENT:
            found[kind] = [item for item in found[kind] if item.document in here]
        if model.OF_LAYER and annotators is not None:
            found[kind] = [item for item in found[kind] if item.annotator is None or item.annotator in annotators]
    found["attribution"] = _healed(project, found)
    _drop_dangling(found)
    found["annotator"] = _signing(found)
    ids = {item.id for items in found.values() for item in items}
    for kind, items in found.items():
        found[kind] = [_without_dangling(item, ids) for item in items]
    texts = {id_: text for id_, text in documents.texts(project.file) if id_ in here}
    return Corpus(found, texts)


def _healed(project: Project, found: Mapping[str, list[Item]]) -> list[Item]:
    annotations = {a.id: a for a in found["annotation"] if isinstance(a, Annotation)}
    attributions = {a.id: a for a in found["attribution"] if isinstance(a, Attribution)}
    return list(heal(attributions, annotations, lambda id_: documents.rank(project.file, id_)).attributions.values())


def _signing(found: Mapping[str, list[Item]]) -> list[Item]:
    """The annotators who made something, were given something, or are the same as one of these."""
    made = {item.annotator for items in found.values() for item in items}
    made |= {getattr(item, "to", None) for item in found["assignment"]}
    same_as = {a.id: getattr(a, "same_as", None) for a in found["annotator"]}
    for id_ in list(made):
        other = same_as.get(id_ or "")
        while other is not None and other not in made:
            made.add(other)
            other = same_as.get(other)
    return [a for a in found["annotator"] if a.id in made]


def _drop_dangling(found: dict[str, list[Item]]) -> None:
    """Leave out what refers to something that is not written, such as a rating of a claim of another document."""
    ids = {item.id for items in found.values() for item in items}
    for kind in ("rating", "verdict", "confirmation", "comment"):
        gone = {item.id for item in found[kind] if getattr(item, "target", None) not in ids}
        found[kind] = [item for item in found[kind] if item.id not in gone]
        ids -= gone


_REFERENCES = {
    kind: [(one.name, isinstance(one, References), getattr(one, "required", False)) for one in model.FIELDS
           if isinstance(one, Reference | References)]
    for kind, model in KINDS.items()
}  # fmt: skip


def _without_dangling(item: Item, ids: set[str]) -> Item:
    """An item without what it may refer to and that is not written, such as the source that a colleague took back."""
    facts: dict[str, Any] = {}
    for name, several, required in _REFERENCES[item.KIND]:
        value = getattr(item, name)
        if not value:
            continue
        if several and not ids >= set(value):
            facts[name] = tuple(id_ for id_ in value if id_ in ids)
        elif not several and not required and value not in ids:
            facts[name] = None
    return replace(item, **facts) if facts else item


def export(
    project: Project, format_: str, out: Path, *, chosen: Collection[str] | None = None,
    annotators: Collection[str] | None = None, progress: Progress = nothing,
) -> Exported:  # fmt: skip
    """Write a corpus to `out`, taken literally. When it fails or `progress` raises, an older file stays as it is."""
    known = FORMATS.get(format_)
    if known is None or known.direction == "import":
        names = ", ".join(name for name, one in FORMATS.items() if one.direction != "import")
        raise UserError(f"There is no export format “{format_}”.", f"Choose from {names}.")
    if os.path.isdir(out):  # noqa: PTH112 - Path.is_dir raises for names that are too long
        raise UserError(f"{out} is a folder.", "Name a file.")
    if os.path.exists(out) and not os.path.isfile(out):  # noqa: PTH110, PTH113 - as above
        raise UserError(f"{out} is a device, not a file.", "Name a file.")
    if os.path.islink(out):  # noqa: PTH114 - as above
        out = out.resolve()
    with collection_paused():
        corpus = snapshot(project, chosen, annotators)
        _write(project, corpus, out, progress)
    return Exported((out,), corpus.count("document"), corpus.count("annotation"), corpus.count("attribution"))


def _write(project: Project, corpus: Corpus, out: Path, progress: Progress) -> None:
    try:
        if os.path.lexists(out) and out.exists() and out.samefile(project.path):
            raise UserError("That is the project itself.", "Choose another name.")
        if is_database(out):
            raise UserError(f"{out.name} is a project or a database, which an export would replace.", "Name another.")
        if out.suffix.lower() == SUFFIX:
            raise UserError(f"{out.name} is the name of a project, not of a corpus.", "Choose another ending.")
        with replacing(out) as part, part.open("w", encoding="utf-8", newline="\n") as file:
            of = sum(len(items) for items in corpus.items.values())
            for done, line in enumerate(corpus_format.write(corpus)):
                if done % TOLD_EVERY == 0:
                    progress(done, of, out.name)
                file.write(line)
    except OSError as error:
        raise UserError(
            f"{out} cannot be written: {error.strerror}.", "Choose another folder or free some space."
        ) from error
