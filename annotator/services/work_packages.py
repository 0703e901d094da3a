"""Handing out work: a project file with just some documents, whose history merges back exactly."""

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import NamedTuple

from annotator.model.errors import UserError
from annotator.services.bulk import Progress, collection_paused, nothing
from annotator.services.project import Project, with_suffix
from annotator.storage.merging import unite
from annotator.storage.parts import part
from annotator.storage.project_file import ProjectFile


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
    when a document is not in the project, or when `out` exists.
    """
    known = {row.id for row in project.documents()}
    if not documents or not known >= set(documents):
        raise UserError("A work package needs documents of this project.", "Choose at least one.")
    path = with_suffix(out)
    me = project.me
    with ProjectFile.create(path, me.name if me is not None else "") as made:
        try:
            with collection_paused(), project.file.snapshot():
                same = project.persons()
                people = {same.get(layer, layer) for layer in layers}
                joined = {id_ for id_ in project.annotators() if same.get(id_, id_) in people}
                items = part(project.file, documents, joined | people)
                title = f"Work package from {project.name}"
                with made.operation(title, annotator=None, brought_in=True) as operation:
                    united = unite(
                        made, operation, project.file, name=project.path.name, me=None, only=items,
                        tick=lambda done, of: progress(done, of, path.name),
                    )  # fmt: skip
        except BaseException:
            made.close()
            path.unlink(missing_ok=True)
            raise
    return Package(path, united.new["document"], united.new["annotation"], united.revisions)
