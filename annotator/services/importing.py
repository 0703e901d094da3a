"""Bringing articles and corpora in: all of them or none, nothing twice, and everything kept out is told."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from annotator.formats.bundles import ReadOptions
from annotator.formats.detecting import CERTAIN, GUESS, Guess, detect, in_utf_16
from annotator.formats.labels import MEANINGS, ROLES
from annotator.formats.registry import FORMATS, Format, find
from annotator.importers import clipboard, detecting
from annotator.importers.article import COLUMNS, Options
from annotator.importers.registry import ARTICLES, ENCODING
from annotator.importers.source import Source, unreadable
from annotator.model.changes import ChangeSet, Origin
from annotator.model.corpus import Quarantined, Report
from annotator.model.errors import UserError
from annotator.model.hidden import named
from annotator.model.identifiers import new_id
from annotator.model.items import Annotator, Tag
from annotator.services.bulk import Progress, collection_paused, nothing
from annotator.services.collecting import Located, called, files_in, locate, suffixes
from annotator.services.gathering import Batch, File, Row, Standing
from annotator.services.joining import Versions
from annotator.services.mappings import FORGET, Mappings
from annotator.services.project import Project
from annotator.services.refusing import bundles
from annotator.services.taking import Choices, Preview, Taking
from annotator.storage import documents

__all__ = [
    "COLUMNS", "FORGET", "MEANINGS", "ROLES", "AllRefused", "Arrivals", "Batch", "Choices", "Imported", "Mappings",
    "Options", "Preview", "arrive", "column_names", "files_in", "gather", "import_files", "import_text", "own_tags",
    "preview", "reading_choices", "suffixes", "take", "take_in",
]  # fmt: skip

_ASKING = 200
"""Articles of one file that are taken in without asking whether to go on."""

FEW = 20
"""Articles that come in without a backup before."""


class Imported(NamedTuple):
    """What an import did. `documents` are the ids of the articles, new or present already, in the order given."""

    changes: ChangeSet
    report: Report
    documents: tuple[str, ...]


class AllRefused(UserError):
    """Nothing was imported because articles were refused; `report` says which, and why."""

    def __init__(self, sentence: str, next_step: str, report: Report) -> None:
        super().__init__(sentence, next_step)
        self.report = report


def own_tags(project: Project) -> list[tuple[str, str]]:
    """Slugs and names of the project's own tags, which labels can stand for as well."""
    return [(one.slug, one.name or one.slug) for one in documents.items(project.file, "tag") if isinstance(one, Tag)]


def format_titles() -> dict[str, str]:
    corpora = {name: one.title for name, one in FORMATS.items()}
    return corpora | {name: one.title for name, one in ARTICLES.items()}


class _Files(NamedTuple):
    """Files to be imported, in their order; the corpora among them with what makes them such."""

    paths: tuple[Path, ...]
    corpora: Mapping[Path, Guess]
    articles: tuple[File, ...]
    notes: tuple[str, ...] = ()
    passed_over: int = 0


class Arrivals(NamedTuple):
    """What somebody brought: articles, which can be looked at first, and corpora. Close the batch."""

    files: _Files
    batch: Batch
    undecided: tuple[Path, ...]
    """Corpora about which there is something to decide, which are not among `files`: those of other programs, and those
    of ours that hold an article which the project has in another version."""

    def corpora(self) -> list[Path]:
        return list(self.files.corpora)

    def holds_some(self) -> bool:
        """Whether there is anything besides corpora to decide about."""
        return bool(self.files.paths)


def arrive(project: Project, paths: Sequence[Path], progress: Progress = nothing) -> Arrivals:
    """Read the articles of files and folders, and set the corpora apart."""
    files = _sorted(paths, None)
    undecided = tuple(
        path
        for path, guess in files.corpora.items()
        if guess.format != "corpus" or _has_versions(project, path, progress)
    )
    rest = files._replace(
        paths=tuple(path for path in files.paths if path not in undecided),
        corpora={path: guess for path, guess in files.corpora.items() if path not in undecided},
    )
    batch = Batch.gather(project, rest.articles, None, progress)
    batch.notes, batch.passed_over = files.notes, files.passed_over
    return Arrivals(rest, batch, undecided)


def _has_versions(project: Project, path: Path, progress: Progress) -> bool:
    """Whether an annotator corpus holds an article that the project has in another version."""
    versions = Versions(project)
    if not versions.any_here:
        return False
    form = FORMATS["corpus"]
    try:
        for bundle in bundles(form.load().read(path, ReadOptions()), path.name, form.title):
            progress(0, 1, path.name)
            if any(versions.of_line(line.value) for line in bundle.lines if line.value["type"] == "document"):
                return True
    except (UserError, OSError):
        return False  # the import itself tells what is wrong
    return False


def take_in(project: Project, arrivals: Arrivals, *, strict: bool = False, progress: Progress = nothing) -> Imported:
    """Take in the articles that are new and wanted, and the annotator corpora, as one action.

    Raises UserError as `take` does.
    """
    return _import(project, arrivals.files, arrivals.batch, None, Choices(), strict=strict, progress=progress)


def reading_choices(*, of_one: bool = False) -> dict[str, tuple[str, ...]]:
    """What can be decided about reading a file, by its format; `of_one` about one that holds a single article."""
    return {name: tuple(o for o in one.options if o == ENCODING or not of_one) for name, one in ARTICLES.items()}


def column_names(file: File, options: Options) -> list[str]:
    """The names of a table's columns. Raises UserError when it cannot be read."""
    names: list[str] = ARTICLES[file.format].load().column_names(Source.of_file(file.path), options)
    return names


def gather(
    project: Project, paths: Sequence[Path], *, format_: str | None = None, options: Options | None = None,
    progress: Progress = nothing,
) -> Batch:  # fmt: skip
    """All articles of some files and folders, to be looked at before `take` takes them in; corpora are left out."""
    files = _sorted(paths, format_)
    batch = Batch.gather(project, files.articles, options, progress)
    batch.notes, batch.passed_over = files.notes, files.passed_over
    return batch


def take(project: Project, batch: Batch, *, strict: bool = False, progress: Progress = nothing) -> Imported:
    """Take in the articles of a batch that are new and wanted, as one action.

    Raises UserError when there is nothing to take in, with `strict` also when one article was refused.
    """
    files = _Files(tuple(file.path for file in batch.files), {}, batch.files, batch.notes, batch.passed_over)
    return _import(project, files, batch, None, Choices(), strict=strict, progress=progress)


def import_files(
    project: Project, paths: Sequence[Path], *, format_: str | None = None, options: Options | None = None,
    annotator: str | None = None, choices: Choices | None = None, strict: bool = False, progress: Progress = nothing,
) -> Imported:  # fmt: skip
    """Import articles and corpora from files and folders as one action.

    An article that is refused stays out and is told in the report. Raises UserError, and imports nothing, when a corpus
    as a whole is refused, when nothing but refused articles is there, and with `strict` when one is.
    """
    files = _sorted(paths, format_)
    with Batch.gather(project, files.articles, options, progress) as batch:
        return _import(project, files, batch, annotator, choices or Choices(), strict=strict, progress=progress)


def preview(
    project: Project, paths: Sequence[Path], *, format_: str | None = None, options: Options | None = None,
    annotator: str | None = None, choices: Choices | None = None, progress: Progress = nothing,
) -> Preview:  # fmt: skip
    """What an import would do, exactly: it is done, and taken back before anybody sees it.

    Raises UserError as `import_files` does.
    """
    files = _sorted(paths, format_)
    found: list[Preview] = []
    with Batch.gather(project, files.articles, options, progress) as batch:
        try:
            with (
                collection_paused(),
                project.recording(_title(files.paths), origin=Origin.IMPORT, brought_in=True) as recording,
            ):
                taking = Taking(project, recording.operation, _person(project, annotator), choices or Choices())
                _take_all(taking, files, batch, progress)
                found.append(taking.preview())
                raise _TakeBack
        except _TakeBack:
            return found[0]


class _TakeBack(Exception):
    """Ends the transaction of a preview."""


def _sorted(paths: Sequence[Path], format_: str | None) -> _Files:
    if format_ in ARTICLES:
        found, notes, passed_over = locate(paths)
        names = called(paths, found)
        files = tuple(File(path, str(format_), names.get(path, "")) for path in found)
        return _Files(found, {}, files, notes, passed_over)
    folder = format_ is not None and _corpus_format(format_).folder
    found, notes, passed_over = Located(tuple(paths)) if folder else locate(paths)
    names = called(paths, found)
    corpora: dict[Path, Guess] = {}
    articles: list[File] = []
    for path in found:
        guess = _guess(path, format_) if len(found) == 1 else _guess_of_many(path, format_)
        if guess.format in FORMATS:
            corpora[path] = guess
        else:
            articles.append(File(path, guess.format, names.get(path, "")))
    return _Files(found, corpora, tuple(articles), notes, passed_over)


def _corpus_format(name: str) -> Format:
    if name not in FORMATS:
        names = [one for one, form in FORMATS.items() if form.reads]
        raise UserError(f"There is no format “{name}”.", f"Choose from {', '.join([*names, *ARTICLES])}.")
    return find(name, to="import")


def _import(
    project: Project, files: _Files, batch: Batch, annotator: str | None, choices: Choices, *, strict: bool,
    progress: Progress,
) -> Imported:  # fmt: skip
    _refuse(files, batch, strict=strict)
    without_copy = _keep_a_copy(project, files, batch)
    with (
        collection_paused(),
        project.recording(_title(files.paths), origin=Origin.IMPORT, brought_in=True) as recording,
    ):
        taking = Taking(project, recording.operation, _person(project, annotator), choices)
        _take_all(taking, files, batch, progress)
    taking.report.passed_over = files.passed_over
    taking.report.notes += [note for note in (*files.notes, without_copy) if note]
    return Imported(recording.change_set, taking.report, taking.documents)


def _refuse(files: _Files, batch: Batch, *, strict: bool) -> None:
    """Raise AllRefused when nothing would come of an import, or not all that was wanted."""
    refused = [row for row in batch.rows if row.standing is Standing.REFUSED]
    if refused and (strict or (len(refused) == len(batch.rows) and not files.corpora)):
        first = refused[0]
        told = first.reason if first.reason.startswith(named(first.label)) else f"{first.label}: {first.reason}."
        many = f"{len(refused)} articles were refused, so nothing was imported. The first: "
        report = Report(
            quarantined=[_kept_out(row) for row in refused], notes=[*files.notes], passed_over=files.passed_over
        )
        raise AllRefused(many + told if len(refused) > 1 else told, first.advice, report)


def _kept_out(row: Row) -> Quarantined:
    return Quarantined(row.file.name, row.name or row.file.name, row.reason)


def _take_all(taking: Taking, files: _Files, batch: Batch, progress: Progress) -> None:
    rows = batch.by_file()
    for done, path in enumerate(files.paths):
        progress(done, len(files.paths), path.name)
        if path in files.corpora:
            taking.corpus(
                path,
                files.corpora[path],
                lambda name, done=done: progress(done, len(files.paths), name),  # type: ignore[misc]  # a lambda’s default has no type
            )
            continue
        for count, number in enumerate(rows.get(path, ())):
            if count % _ASKING == 0:
                progress(done, len(files.paths), path.name)
            row = batch.rows[number]
            if row.standing is Standing.REFUSED:
                taking.refused(_kept_out(row))
            elif row.wanted:
                taking.article(batch.found(number), row.label)
    if unwanted := sum(not row.wanted for row in batch.rows):
        taking.report.notes.append(f"Articles that were not wanted and stayed out: {unwanted}.")
    progress(len(files.paths), len(files.paths), "writing")
    taking.finish(lambda: progress(len(files.paths), len(files.paths), "writing"))


def _guess(path: Path, format_: str | None) -> Guess:
    """The format of a file, of articles where it is that of no corpus."""
    if format_ is not None:
        return Guess(format_, CERTAIN, "it was said so")
    try:
        folder = os.path.isdir(path)  # noqa: PTH112 - as above
        if not folder:
            Source.of_file(path).size()
        guess = detect(path)
    except OSError as error:
        raise unreadable(path, error) from error
    if folder or (guess is not None and guess.sure != GUESS):
        return guess or Guess("text", GUESS, "it is no corpus")
    article = detecting.detect(Source.of_file(path))
    if article == detecting.TEXT and path.suffix.lower() in _OF_CORPORA:
        if in_utf_16(path):
            raise UserError(f"{named(path)} is in UTF-16; annotations are read in UTF-8.", "Save it as UTF-8 first.")
        if guess is None:
            raise UserError(
                f"{named(path)} is in no format of annotations that this program knows.",
                "“annotator formats” lists those.",
            )
        return guess
    return Guess(article, GUESS, "it is no corpus")


def _guess_of_many(path: Path, format_: str | None) -> Guess:
    """The same for one of several files: what is in no known format is left to a reader that refuses it in words.

    So is what is a corpus by its name alone, as a corpus that cannot be read stops all that was to come in with it.
    """
    try:
        guess = _guess(path, format_)
    except UserError:
        if format_ is not None:
            raise
        guess = None
    if guess is not None and (guess.format not in FORMATS or guess.sure != GUESS):
        return guess
    return Guess(_KIN.get(path.suffix.lower(), detecting.TEXT), GUESS, "it is told in the report")


_KIN = {".json": "ninjs", ".jsonld": "ninjs", ".jsonl": "table", ".xml": "news-xml", ".xmi": "news-xml"}
"""The kind of article file that is nearest, by the ending."""

_OF_CORPORA = (".json", ".jsonl", ".jsonld", ".xmi", ".csv", ".xml")
"""Endings of files that are never read as mere text."""


def _keep_a_copy(project: Project, files: _Files, batch: Batch) -> str:
    """A backup before very much comes in at once; why none can be made is answered, and keeps nobody from importing."""
    if not (files.corpora or len(batch.rows) > FEW) or not project.documents():
        return ""
    from annotator.services import backing_up

    try:
        backing_up.copy_before(project, "import")
    except UserError as refused:
        return str(refused)
    return ""


def import_text(project: Project, text: str, name: str = "The pasted text", html: str = "") -> Imported:
    """Import one article from the clipboard's text; its HTML tells of headings and lists when it says the same."""
    with project.recording("Add an article", origin=Origin.IMPORT, brought_in=True) as recording:
        taking = Taking(project, recording.operation, None, Choices())
        taking.article(clipboard.found(text, html, name), name)
        taking.finish()
    return Imported(recording.change_set, taking.report, taking.documents)


def _title(files: Sequence[Path]) -> str:
    return f"Import {files[0].name}" if len(files) == 1 else f"Import {len(files)} files"


def _person(project: Project, name: str | None) -> Annotator | None:
    """The annotator of that name or id, a new one when the project has none."""
    if name is None:
        return None
    here = next((a for a in project.annotators().values() if name in (a.name, a.id)), None)
    if here is not None:
        return here
    me = project.me
    return me if me is not None and me.name == name else Annotator(id=new_id(), name=name)
