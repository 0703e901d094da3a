"""The files that articles were read from: whether a project keeps their bytes, and what it keeps of one article."""

from uuid import NAMESPACE_URL, uuid5

from annotator.importers.article import Composed, Found
from annotator.model.changes import ChangeSet
from annotator.model.items import Setting
from annotator.services.project import Project
from annotator.storage import documents, originals
from annotator.storage.originals import Original

__all__ = ["Original", "are_kept", "keep", "of_document", "space"]

SETTING = "originals"
"""The setting of a project that keeps no bytes; where there is none, they are kept."""

_OFF = "off"


def are_kept(project: Project) -> bool:
    """Whether the bytes of imported files go into the project."""
    settings = documents.items(project.file, "setting")
    return not any(isinstance(s, Setting) and s.name == SETTING and s.value == _OFF for s in settings)


def keep(project: Project, *, kept: bool) -> ChangeSet:
    """Have the bytes of files that are imported from now on go into the project, or not."""
    title = "Keep imported files" if kept else "Keep no imported files"
    with project.recording(title) as recording:
        recording.operation.put(
            Setting(id=str(uuid5(NAMESPACE_URL, SETTING)), name=SETTING, value="on" if kept else _OFF)
        )
    return recording.change_set


def of_document(project: Project, document: str) -> Original | None:
    """What a document was read from; None when nothing is known of it."""
    return originals.of_document(project.file, document)


def space(project: Project) -> tuple[int, int]:
    """How many files are kept, and how many bytes they take up in the project."""
    return originals.size(project.file)


def row(
    found: Found, made: Composed, document: str, name: str, *, kept: bool
) -> tuple[bytes, bytes, str, bytes | None]:
    """What the project file holds of what an article was read from."""
    original = Original(
        document, name, found.format, found.media_type, found.encoding, made.pages, data=found.original
    )  # fmt: skip
    return originals.row_of(original, with_data=kept)
