"""Bringing articles and corpora in: all of them or none, nothing twice, and everything kept out is told."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from annotator.formats.detecting import CERTAIN, GUESS, Guess, detect
from annotator.formats.labels import MEANINGS, ROLES, meaning
from annotator.formats.registry import FORMATS, find
from annotator.importers import plain_text
from annotator.model.changes import ChangeSet, Origin
from annotator.model.corpus import Report
from annotator.model.errors import UserError
from annotator.model.hidden import named
from annotator.model.identifiers import new_id
from annotator.model.items import Annotator
from annotator.services.bulk import Progress, collection_paused, nothing
from annotator.services.project import Project
from annotator.services.taking import Choices, Preview, Taking, regular, unreadable
from annotator.storage.operation import Operation

__all__ = ["MEANINGS", "ROLES", "Choices", "Imported", "Preview", "files_in", "import_files", "import_text", "preview"]

FEW = 20
"""Articles that come in without a backup before."""

MOST_BYTES = 256 * 1024 * 1024
"""The largest file that is read."""


class Imported(NamedTuple):
    """What an import did. `documents` are the ids of the articles, new or present already, in the order given."""

    changes: ChangeSet
    report: Report
    documents: tuple[str, ...]


def suffixes() -> list[str]:
    """The endings of files that can be imported."""
    return sorted({suffix for one in FORMATS.values() if one.reads for suffix in one.suffixes})


def taken_for(label: str) -> str:
    """What a label of another program stands for when nobody says otherwise: a tag, or a new one of the project."""
    return meaning(label, {})


def format_titles() -> dict[str, str]:
    return {name: one.title for name, one in FORMATS.items()}


def holds_foreign_corpus(paths: Sequence[Path]) -> bool:
    """Whether one of these is a corpus of another program, about which there may be something to decide."""
    for path in paths:
        try:
            guess = detect(path)
        except OSError:
            continue  # what is wrong with it is told when it is imported
        if guess is not None and guess.format != "corpus":
            return True
    return False


def files_in(paths: Sequence[Path]) -> list[Path]:
    """The files named, and those in folders that look like articles or corpora, in a stable order.

    Raises UserError for a path that does not exist and for a folder that holds none.
    """
    endings = set(suffixes())
    out: list[Path] = []
    for path in paths:
        if os.path.isdir(path):  # noqa: PTH112 - Path.is_dir raises for names that are too long
            if _is_corpus(path):
                out.append(path)
                continue
            found = sorted(
                p for p in path.rglob("*") if p.suffix.lower() in endings and p.is_file() and _inside(path, p)
            )
            if not found:
                raise UserError(f"The folder {named(path)} holds no text file and no corpus.", "Choose another one.")
            out.extend(found)
        elif os.path.exists(path):  # noqa: PTH110 - as above
            out.append(path)
        else:
            raise UserError(f"{named(path)} does not exist.", "Check the name.")
    return list(dict.fromkeys(out))


def _inside(folder: Path, path: Path) -> bool:
    """Whether a file of a folder stands in it, and is not a link that leads out: others may have put it there."""
    return not path.is_symlink() or path.resolve().is_relative_to(folder.resolve())


def _is_corpus(folder: Path) -> bool:
    try:
        return detect(folder) is not None
    except OSError as error:
        raise unreadable(folder, error) from error


def load(path: Path) -> bytes:
    """The bytes of an article's file. Raises UserError with the reason when they cannot be had."""
    try:
        if regular(path) > MOST_BYTES:
            raise UserError(
                f"{named(path.name)} is larger than {MOST_BYTES // 2**20} MB.", "Split it, or choose another file."
            )
        return path.read_bytes()
    except OSError as error:
        raise unreadable(path, error) from error


def import_files(
    project: Project, paths: Sequence[Path], *, format_: str | None = None, encoding: str | None = None,
    annotator: str | None = None, choices: Choices | None = None, progress: Progress = nothing,
) -> Imported:  # fmt: skip
    """Import articles and corpora from files and folders as one action.

    Raises UserError when a file as a whole is refused; then nothing is imported.
    """
    files = _places(paths, format_)
    without_copy = _keep_a_copy(project, files, format_)
    with collection_paused(), project.recording(_title(files), origin=Origin.IMPORT, brought_in=True) as recording:
        taken = _take_all(project, recording.operation, files, format_, encoding, annotator, choices, progress)
    if without_copy:
        taken.report.notes.append(without_copy)
    return Imported(recording.change_set, taken.report, taken.documents)


def preview(
    project: Project, paths: Sequence[Path], *, format_: str | None = None, encoding: str | None = None,
    annotator: str | None = None, choices: Choices | None = None, progress: Progress = nothing,
) -> Preview:  # fmt: skip
    """What an import would do, exactly: it is done, and taken back before anybody sees it.

    Raises UserError as `import_files` does.
    """
    files = _places(paths, format_)
    found: list[Preview] = []
    try:
        with collection_paused(), project.recording(_title(files), origin=Origin.IMPORT, brought_in=True) as recording:
            taken = _take_all(project, recording.operation, files, format_, encoding, annotator, choices, progress)
            found.append(taken.preview())
            raise _TakeBack
    except _TakeBack:
        return found[0]


class _TakeBack(Exception):
    """Ends the transaction of a preview."""


def _places(paths: Sequence[Path], format_: str | None) -> list[Path]:
    if format_ is None:
        return files_in(paths)
    form = find(format_, to="import")
    return [*paths] if form.folder else files_in(paths)


def _take_all(
    project: Project, operation: Operation, files: Sequence[Path], format_: str | None, encoding: str | None,
    annotator: str | None, choices: Choices | None, progress: Progress,
) -> Taking:  # fmt: skip
    taking = Taking(project, operation, _person(project, annotator), choices or Choices())
    for done, path in enumerate(files):
        progress(done, len(files), path.name)
        guess = _guess(path, format_)
        if guess.format in FORMATS and FORMATS[guess.format].kind == "corpus":
            taking.corpus(
                path,
                guess,
                lambda name, done=done: progress(done, len(files), name),  # type: ignore[misc]  # a lambda’s default has no type
            )
        else:
            taking.article(plain_text.read(load(path), path.name, encoding), path.name)
    taking.finish(lambda: progress(len(files), len(files), "writing"))
    return taking


def _guess(path: Path, format_: str | None) -> Guess:
    if format_ is not None:
        return Guess(format_, CERTAIN, "it was said so")
    try:
        if not os.path.isdir(path):  # noqa: PTH112 - as above
            regular(path)
        guess = detect(path)
    except OSError as error:
        raise unreadable(path, error) from error
    if guess is None and path.suffix.lower() in (".json", ".jsonl", ".jsonld", ".xmi", ".csv", ".xml"):
        raise UserError(
            f"{named(path)} is in no format of annotations that this program knows.", "“annotator formats” lists those."
        )
    return guess or Guess("text", GUESS, "it is no corpus")


def _keep_a_copy(project: Project, files: Sequence[Path], format_: str | None) -> str:
    """A backup before very much comes in at once; why none can be made is answered, and keeps nobody from importing."""
    many = any(FORMATS[_guess(path, format_).format].kind == "corpus" for path in files) or len(files) > FEW
    if not many or not project.documents():
        return ""
    from annotator.services import backing_up

    try:
        backing_up.copy_before(project, "import")
    except UserError as refused:
        return str(refused)
    return ""


def import_text(project: Project, text: str, name: str = "The pasted text") -> Imported:
    """Import one article from a text, such as the clipboard's."""
    with project.recording("Add an article", origin=Origin.IMPORT, brought_in=True) as recording:
        taking = Taking(project, recording.operation, None, Choices())
        taking.article(plain_text.article(plain_text.Decoded(text, "unicode", 0), name), name)
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
