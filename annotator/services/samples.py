"""The sample project: everyone gets a copy of their own, so that nothing tried there can break it."""

from pathlib import Path

from annotator.model.errors import UserError
from annotator.model.hidden import named
from annotator.model.items import Annotator
from annotator.resources import sample_corpus
from annotator.services import identity
from annotator.services.project import Project


def place() -> Path:
    """Where a person's copy lies; beside the settings when those were put elsewhere."""
    return identity.data_folder() / "Sample.annotator"


def open_copy(me: Annotator | None) -> Project:
    """The person's copy, made from the corpus when there is none. Raises UserError when it cannot be made."""
    path = place()
    if path.exists():
        return Project.open(path, me)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(
            f"{named(path.parent)} cannot be made: {error.strerror}.", "Free some space and try again."
        ) from error
    return make(path, me)


def best_document(project: Project) -> str | None:
    """The document that shows most: the one with the most attributions."""
    rows = project.documents()
    return max(rows, key=lambda row: (row.attributions, row.id)).id if rows else None


def make(path: Path, me: Annotator | None) -> Project:
    """A new copy of the sample under a name; it gets the name when it is complete."""
    from annotator.services import importing  # done once in a lifetime

    part = path.with_name(f"{path.stem}.new{path.suffix}")
    part.unlink(missing_ok=True)
    try:
        with Project.create(part, me) as project:
            importing.import_files(project, [sample_corpus()])
        part.replace(path)
    except OSError as error:
        raise UserError(f"{named(path)} cannot be made: {error.strerror}.", "Free some space and try again.") from error
    finally:
        part.unlink(missing_ok=True)
    return Project.open(path, me)
