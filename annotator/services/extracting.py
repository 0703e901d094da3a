"""Making a better text of a file that is kept: a new document, derived from the first, with the work moved over."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from annotator.importers import reading
from annotator.importers.article import Found, Options, compose, document_of
from annotator.importers.source import Source
from annotator.model.annotated import AnnotatedDocument
from annotator.model.changes import ChangeSet, Origin
from annotator.model.corpus import Corpus, Quarantined, Reanchored, Report
from annotator.model.errors import UserError
from annotator.model.identifiers import new_id
from annotator.model.items import KINDS, Annotation, Document, Item
from annotator.model.span import Span
from annotator.model.text import first_line
from annotator.services import originals
from annotator.services.joining import Moves, Similar
from annotator.services.project import Project
from annotator.storage import documents

__all__ = ["Extracted", "Options", "read_again", "take_again"]

_ON_DOCUMENT = ("annotation", "attribution", "state", "assignment")
_TARGETED = ("rating", "verdict", "comment", "confirmation")


class Extracted(NamedTuple):
    """What a new extraction made: the new document, what stands elsewhere in it, and what could not be moved."""

    changes: ChangeSet
    document: str
    moved: int
    reanchored: tuple[Reanchored, ...]
    lost: tuple[Quarantined, ...]


def read_again(project: Project, document: str, options: Options | None = None) -> Found:
    """The article as the file that is kept gives it today, with all its blocks, to be looked at and changed.

    Raises UserError when the project keeps no file of this document, or it can no longer be read.
    """
    original = originals.of_document(project, document)
    if original is None or original.data is None:
        raise UserError(
            "The file that this article was read from is not kept in the project.",
            "Import the file again; what is new in it becomes a document of its own.",
        )
    chosen = options or Options(original.encoding if original.encoding not in ("", "unicode") else None)
    source = Source(Path(original.name).name, data=original.data)
    first = next(reading.read(source, original.format, chosen), None)
    if not isinstance(first, Found):
        raise UserError(
            first.reason if first is not None else "It holds no article.", first.advice if first is not None else ""
        )
    return first


def take_again(project: Project, document: str, found: Found) -> Extracted:
    """Make `found` a document of its own, derived from `document`, with what stands on that one moved by its words.

    The first document stays as it is. Raises UserError when the texts are the same or the new one is here already.
    """
    made = compose(found.blocks)
    facts = document_of(found, made)
    old = project.read(document)
    if facts.id == document or project.document(facts.id) is not None:
        raise UserError("This text is in the project already.", "Change what is left out of it, and try again.")
    corpus = Corpus(_standing(project, document), {document: old.text})
    report = Report()
    similar = Similar(document, old.document.title, facts.id, exact=False)
    moves = Moves({facts.id: made.text}.get)
    moves.begin(similar, old.text)
    moves.move(corpus, report, old.document.title or document[:12])
    with project.recording(f"Extract {old.document.title or document[:12]} anew", origin=Origin.IMPORT) as recording:
        operation = recording.operation
        operation.add_text(facts.id, made.text)
        operation.put(_with_facts_of(old, facts))
        if found.original:
            kept = originals.are_kept(project)
            operation.add_original(originals.row(found, made, facts.id, found.name or old.document.title, kept=kept))
        moved = 0
        for kind in KINDS:
            for item in corpus.items[kind]:
                operation.put(item)
                moved += 1
        for span in _unmarked(made.excluded, corpus.items["annotation"]):
            operation.put(Annotation(id=new_id(), document=facts.id, tag="excluded", spans=(span,)))
    elsewhere = tuple(one for one in report.reanchored if one.before != one.after)
    return Extracted(recording.change_set, facts.id, moved, elsewhere, tuple(report.quarantined))


def _unmarked(found: Iterable[Span], moved: Iterable[Item]) -> list[Span]:
    """Boilerplate that nothing marks which was moved over."""
    marked = [s for a in moved if isinstance(a, Annotation) and a.tag == "excluded" for s in a.spans]
    return [span for span in found if not any(span.overlaps(one) for one in marked)]


def _with_facts_of(old: AnnotatedDocument, new: Document) -> Document:
    """The new document under the facts of the old one, which people may have corrected; what it lacks is filled in.

    A title that was only the first line of the old text gives way to the new one.
    """
    stays = old.document.plain()
    stays.pop("headings", None)
    if old.document.title == first_line(old.text):
        stays.pop("title", None)
    value = {**new.plain(), **stays, "derived_from": old.id}
    return Document.from_plain(value, id=new.id, document=None, annotator=None, modified=None)


def _standing(project: Project, document: str) -> dict[str, list[Item]]:
    """Everything that stands on a document or on something on it."""
    out: dict[str, list[Item]] = {kind: [] for kind in KINDS}
    for kind in _ON_DOCUMENT:
        out[kind] = documents.on_document(project.file, kind, document)
    ids = {item.id for items in out.values() for item in items}
    rest = {kind: documents.items(project.file, kind) for kind in _TARGETED}
    while found := [item for item in _on(rest, ids) if item.id not in ids]:
        for item in found:
            out[item.KIND].append(item)
            ids.add(item.id)
    return out


def _on(items: Mapping[str, list[Item]], ids: set[str]) -> Iterable[Item]:
    return (item for several in items.values() for item in several if getattr(item, "target", None) in ids)
