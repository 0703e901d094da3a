"""Handing out work: a project file with just some documents, whose history merges back exactly."""

import os
from collections.abc import Collection, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import NamedTuple

from annotator.model.errors import UserError
from annotator.model.hidden import named
from annotator.services.bulk import Progress, collection_paused, nothing
from annotator.services.project import Project, with_suffix
from annotator.storage.lock import WriteLock
from annotator.storage.merging import United, unite
from annotator.storage.parts import part
from annotator.storage.project_file import ProjectFile
from annotator.storage.replacing import replacing


class Package(NamedTuple):
    """What was put into a work package."""

    path: Path
    documents: int
    annotations: int
    revisions: int


def make(
    project: Project, documents: Sequence[str], out: Path, *, layers: Collection[str] = (), progress: Progress = nothing
) -> Package:  # fmt: skip
    """Make the project `out` of some documents (ids), with the sources, tags, settings and people of this one.

    Of what annotators made, only the `layers` (ids) named come along, each with all identities of its person.
    Everything keeps its history, so that work on the package merges back as if it had been done here. Raises UserError
    when a document is not in the project, or when `out` exists. The name is taken only when all of it is there.
    """
    known = {row.id for row in project.documents()}
    if not documents or not known >= set(documents):
        raise UserError("A work package needs documents of this project.", "Choose at least one.")
    path = with_suffix(out)
    if os.path.lexists(path):
        raise UserError(f"{named(path.name)} exists already.", "Choose another name.")
    try:
        with replacing(path) as unfinished, collection_paused(), project.file.snapshot():
            same = project.persons()
            people = {same.get(layer, layer) for layer in layers}
            joined = {id_ for id_ in project.annotators() if same.get(id_, id_) in people}
            united = _fill(project, unfinished, part(project.file, documents, joined | people), path.name, progress)
    except OSError as error:
        raise UserError(f"{named(path)} cannot be made: {error.strerror}.", "Choose another folder.") from error
    return Package(path, united.new["document"], united.new["annotation"], united.revisions)


def _fill(project: Project, path: Path, items: Collection[bytes], name: str, progress: Progress) -> United:
    """Make a project of some items of another, told about under a name."""
    me = project.me
    try:
        with (
            closing(ProjectFile.create(path, me.name if me is not None else "")) as made,
            made.operation(f"Work package from {project.name}", annotator=None, brought_in=True) as operation,
        ):
            return unite(
                made, operation, project.file, name=project.path.name, me=None, only=items,
                tick=lambda done, of: progress(done, of, name),
            )  # fmt: skip
    finally:
        with suppress(OSError):
            WriteLock(path).path.unlink()  # where an open file cannot be removed
