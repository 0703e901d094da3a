"""Bringing articles and corpora in: all of them or none, nothing twice, and everything kept out is told."""

import os
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from stat import S_ISREG
from typing import NamedTuple

from annotator.formats import corpus_reader
from annotator.formats.registry import FORMATS
from annotator.importers import plain_text
from annotator.model.changes import ChangeSet, Origin
from annotator.model.corpus import Quarantined, Report
from annotator.model.errors import UserError
from annotator.model.identifiers import new_id
from annotator.model.items import KINDS, Annotator, Document, Item, Tag
from annotator.services.bulk import Progress, collection_paused, nothing
from annotator.services.project import Project
from annotator.storage import documents
from annotator.storage.state import own_uuid

FEW = 20
"""Articles that come in without a backup before."""

MOST_BYTES = 256 * 1024 * 1024
"""The largest file that is read."""


@dataclass(slots=True)
class Batch:
    """What was read from files and is not in the project yet."""

    articles: list[plain_text.Article] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    found: dict[tuple[str, str], Item] = field(default_factory=dict)
    """The items by kind and id, for the files that come after."""

    kinds: dict[str, str] = field(default_factory=dict)
    """The kinds of the ids that the project or an earlier file knows."""

    report: Report = field(default_factory=Report)
    person: Annotator | None = None
    """Whose layer items that name no annotator join."""


class Imported(NamedTuple):
    """What an import did. `documents` are the ids of the articles, new or present already, in the order given."""

    changes: ChangeSet
    report: Report
    documents: tuple[str, ...]


def files_in(paths: Sequence[Path]) -> list[Path]:
    """The files named, and those in folders that look like articles or corpora, in a stable order.

    Raises UserError for a path that does not exist and for a folder that holds none.
    """
    suffixes = {suffix for one in FORMATS.values() for suffix in one.suffixes}
    out: list[Path] = []
    for path in paths:
        if os.path.isdir(path):  # noqa: PTH112 - Path.is_dir raises for names that are too long
            found = sorted(p for p in path.rglob("*") if p.suffix.lower() in suffixes and p.is_file())
            if not found:
                raise UserError(f"The folder {path} holds no text file and no corpus.", "Choose another one.")
            out.extend(found)
        elif os.path.exists(path):  # noqa: PTH110 - as above
            out.append(path)
        else:
            raise UserError(f"{path} does not exist.", "Check the name.")
    return list(dict.fromkeys(out))


def load(path: Path) -> bytes:
    """The bytes of a file. Raises UserError with the reason when they cannot be had."""
    try:
        status = path.stat()
        if not S_ISREG(status.st_mode):
            raise UserError(f"{path} is no file.", "Choose a text file or a corpus.")
        if status.st_size > MOST_BYTES:
            raise UserError(
                f"{path.name} is larger than {MOST_BYTES // 2**20} MB.", "Split it, or choose another file."
            )
        return path.read_bytes()
    except OSError as error:
        raise UserError(f"{path} cannot be read: {error.strerror}.", "Check that it exists and may be read.") from error


def import_files(
    project: Project, paths: Sequence[Path], *, format_: str | None = None, encoding: str | None = None,
    annotator: str | None = None, progress: Progress = nothing,
) -> Imported:  # fmt: skip
    """Import articles and corpora from files and folders as one action.

    Raises UserError when a file as a whole is refused; then nothing is imported.
    """
    if format_ is not None and format_ not in FORMATS:
        raise UserError(f"There is no format “{format_}”.", f"Choose from {', '.join(FORMATS)}.")
    files = files_in(paths)
    batch = Batch(kinds=project.file.log.kinds(), person=_person(project, annotator))
    with collection_paused():
        for done, path in enumerate(files):
            progress(done, len(files), path.name)
            _read(project, batch, path, format_, encoding)
        progress(len(files), len(files), "writing")
        _keep_a_copy(project, batch)
        return _write(project, batch, _title(files))


def _keep_a_copy(project: Project, batch: Batch) -> None:
    """A backup before very much comes in at once; that none can be made is said, and keeps nobody from importing."""
    if not (batch.items or len(batch.articles) > FEW) or not project.documents():
        return
    from annotator.services import backing_up

    try:
        backing_up.copy_before(project, "import")
    except UserError as refused:
        batch.report.notes.append(str(refused))


def import_text(project: Project, text: str, name: str = "The pasted text") -> Imported:
    """Import one article from a text, such as the clipboard's."""
    batch = Batch()
    batch.articles.append(plain_text.article(plain_text.Decoded(text, "unicode", 0), name))
    return _write(project, batch, "Add an article")


def _title(files: Sequence[Path]) -> str:
    return f"Import {files[0].name}" if len(files) == 1 else f"Import {len(files)} files"


def _read(project: Project, batch: Batch, path: Path, format_: str | None, encoding: str | None) -> None:
    data = load(path)
    named_so = path.suffix.lower() in FORMATS["corpus"].suffixes
    if format_ == "corpus" or (format_ is None and (named_so or corpus_reader.is_corpus(data))):
        corpus, report = corpus_reader.read(
            data, str(path), _held(project, batch),
            lambda document: batch.texts.get(document) or project.text(document), batch.kinds,
            batch.person.id if batch.person is not None else None,
        )  # fmt: skip
        batch.report.add(report)
        batch.texts.update(corpus.texts)
        for kind in KINDS:
            batch.items.extend(corpus.items[kind])
            batch.kinds.update((own_uuid(item), kind) for item in corpus.items[kind])
            for item in corpus.items[kind]:
                batch.found.setdefault((kind, item.id), item)
    else:
        article = plain_text.read(data, path.name, encoding)
        batch.report.replaced.extend(article.replaced)
        if article.encoding not in ("utf-8", "unicode"):
            batch.report.notes.append(f"{path.name} was read as {article.encoding}.")
        batch.articles.append(article)


def _held(project: Project, batch: Batch) -> Callable[[str, str], Item | None]:
    def held(kind: str, id_: str) -> Item | None:
        if (earlier := batch.found.get((kind, id_))) is not None:
            return earlier
        if kind == "tag":  # asked by slug, which is a tag's identity in annotations
            tags = [*batch.items, *documents.items(project.file, "tag")]
            found = (t for t in tags if isinstance(t, Tag) and id_ in (t.id, t.slug))
            return next(found, None)
        return project.item(kind, id_)

    return held


def _write(project: Project, batch: Batch, title: str) -> Imported:
    report = batch.report
    with project.recording(title, origin=Origin.IMPORT, brought_in=True) as recording:
        operation = recording.operation
        if batch.person is not None:
            operation.put(batch.person)
        for document, text in batch.texts.items():
            operation.add_text(document, text)
        brought = operation.bring_in(_unique(project, batch, report))
        new = Counter(item.KIND for item in brought.new)
        report.documents, report.annotations = new["document"], new["annotation"]
        report.attributions, report.entities = new["attribution"], new["entity"]
        report.already_present += brought.present
        articles = [
            _add_article(project, article, operation.add_text, operation.put, report) for article in batch.articles
        ]
    in_corpora = [item.id for item in batch.items if item.KIND == "document"]
    return Imported(recording.change_set, report, tuple(dict.fromkeys([*in_corpora, *articles])))


def _unique(project: Project, batch: Batch, report: Report) -> list[Item]:
    """The items of several files, each once; a second one with another value is told of."""
    out: dict[tuple[str, str], Item] = {}
    for item in batch.items:
        there = out.setdefault((item.KIND, item.id), item)
        if there is not item:
            if there == item:
                report.already_present += 1
            else:
                reason = "another file of this import gives it another value; the first was kept"
                report.quarantined.append(Quarantined(project.path.name, item.id, reason))
    return list(out.values())


def _person(project: Project, name: str | None) -> Annotator | None:
    """The annotator of that name or id, a new one when the project has none."""
    if name is None:
        return None
    here = next((a for a in project.annotators().values() if name in (a.name, a.id)), None)
    if here is not None:
        return here
    me = project.me
    return me if me is not None and me.name == name else Annotator(id=new_id(), name=name)


def _add_article(
    project: Project, article: plain_text.Article, add_text: Callable[[str, str], bool], put: Callable[[Item], None],
    report: Report,
) -> str:  # fmt: skip
    document: Document = article.document
    if project.document(document.id) is not None:
        report.already_present += 1
    else:
        add_text(document.id, article.text)
        put(document)
        report.documents += 1
    return document.id
