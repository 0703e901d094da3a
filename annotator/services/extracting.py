"""Making a better text of a file that is kept: a new document, derived from the first, with the work moved over."""

from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from annotator.importers.article import Facts, Found, Options, Refused, compose, document_of
from annotator.model.annotated import AnnotatedDocument
from annotator.model.changes import ChangeSet, Origin
from annotator.model.corpus import Corpus, Quarantined, Reanchored, Report
from annotator.model.errors import UserError
from annotator.model.identifiers import new_id
from annotator.model.items import KINDS, Annotation, Item
from annotator.model.span import Span
from annotator.model.text import first_line
from annotator.services import originals
from annotator.services.bulk import Progress, nothing
from annotator.services.gathering import Batch, File, read_each
from annotator.services.joining import Moves, Similar
from annotator.services.project import Project
from annotator.storage import documents

__all__ = ["Extracted", "Options", "gather", "take_again"]

_ON_DOCUMENT = ("annotation", "attribution", "state", "assignment")
_UNPACKED = "original"
_TARGETED = ("rating", "verdict", "comment", "confirmation")


class Extracted(NamedTuple):
    """What a new extraction made: the new document, what stands elsewhere in it, and what could not be moved."""

    changes: ChangeSet
    document: str
    moved: int
    reanchored: tuple[Reanchored, ...]
    lost: tuple[Quarantined, ...]


def gather(project: Project, document: str, progress: Progress = nothing) -> Batch:
    """The article as the file that is kept gives it today, with all its blocks, to be looked at and changed.

    It is the only one of its batch, under the facts of the document, which people may have corrected. Close the batch.
    Raises UserError when the project keeps no file of this document, or it can no longer be read.
    """
    original = originals.of_document(project, document)
    if original is None or original.data is None:
        raise UserError(
            "The file that this article was read from is not kept in the project.",
            "Import the file again; what is new in it becomes a document of its own.",
        )
    name, facts = Path(original.name).name, _facts_of(project.read(document))
    options = Options(original.encoding if original.encoding not in ("", "unicode") else None, whole=True)

    def reading(
        files: Sequence[File], options: Options, progress: Progress
    ) -> Generator[tuple[int, Found | Refused], None, None]:
        with closing(read_each(files, options, progress)) as found:
            for number, one in islice(found, 1):
                yield number, one if isinstance(one, Refused) else _under(one, facts)

    folder = _unpacked(original.data)  # a file is read in a process of its own, and can be given up at any time
    try:
        file = File(Path(folder.name) / _UNPACKED, original.format, name)
        batch = Batch.gather(project, [file], options, progress, reading)
    except BaseException:
        folder.cleanup()
        raise
    batch.closing(folder.cleanup)
    row = next(iter(batch.rows), None)
    if row is None or row.shelved < 0:
        batch.close()
        raise UserError(
            f"{row.reason.removesuffix('.')}." if row is not None else "It holds no article.",
            row.advice if row is not None else "",
        )
    return batch


def _unpacked(data: bytes) -> "TemporaryDirectory[str]":
    """A folder with the bytes in a file. Raises UserError when there is no room for it."""
    try:
        folder = TemporaryDirectory(prefix="annotator-", ignore_cleanup_errors=True)
        (Path(folder.name) / _UNPACKED).write_bytes(data)
    except OSError as error:
        raise UserError(
            f"The file that is kept cannot be unpacked in the folder for temporary files: {error.strerror}.",
            "Make room there, and try again.",
        ) from error
    return folder


def _facts_of(old: AnnotatedDocument) -> Facts:
    """The facts of a document; a title that was only the first line of its text is none."""
    facts = Facts(*(getattr(old.document, name) for name in Facts._fields))
    return facts._replace(title="") if facts.title == first_line(old.text) else facts


def _under(found: Found, facts: Facts) -> Found:
    """An article under other facts; what those lack is its own."""
    return replace(found, facts=Facts(*(ours or theirs for ours, theirs in zip(facts, found.facts, strict=True))))


def take_again(project: Project, document: str, found: Found) -> Extracted:
    """Make `found` a document of its own, derived from `document`, with what stands on that one moved by its words.

    The first document stays as it is. Raises UserError when the texts are the same or the new one is here already.
    """
    made = compose(found.blocks)
    facts = document_of(found, made)
    old = project.read(document)
    if facts.id == document or project.document(facts.id) is not None:
        raise UserError("This text is in the project already.", "Change what is left out of it, and try again.")
    if not made.text.strip():
        raise UserError("Nothing of the text is kept.", "Put something back in, and try again.")
    corpus = Corpus(_standing(project, document), {document: old.text})
    report = Report()
    similar = Similar(document, old.document.title, facts.id, exact=False)
    moves = Moves({facts.id: made.text}.get)
    moves.begin(similar, old.text)
    moves.move(corpus, report, old.document.title or document[:12])
    known = originals.of_document(project, document)
    with project.recording(f"Extract {old.document.title or document[:12]} anew", origin=Origin.IMPORT) as recording:
        operation = recording.operation
        operation.add_text(facts.id, made.text)
        operation.put(replace(facts, derived_from=document))
        if found.original:
            kept, name = originals.are_kept(project), known.name if known is not None else found.name
            operation.add_original(originals.row(found, made, facts.id, name, kept=kept))
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
