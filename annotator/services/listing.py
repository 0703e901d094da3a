"""The sources of a project as lists show them."""

from collections.abc import Collection

from annotator.services.project import Project
from annotator.storage import sources as storage
from annotator.storage.source_index import SourceIndex
from annotator.storage.sources import ORDERS, Place, SourceRow

__all__ = ["AT_ONCE", "ORDERS", "Place", "SourceIndex", "SourceRow"]

AT_ONCE = 3000
"""Up to how many mentions and sources are counted while somebody waits."""


def sources(project: Project, ids: Collection[str] | None = None) -> list[SourceRow]:
    """All sources, or some, the most claims first."""
    return sorted(storage.rows(project.file, ids), key=lambda r: (-r.claims, -r.mentions, r.name.casefold(), r.id))


def index(project: Project) -> SourceIndex:
    """All sources, to be filtered and put in order quickly."""
    return SourceIndex(storage.rows(project.file))


def is_small(project: Project) -> bool:
    """Whether counting all sources takes no time that anybody notices."""
    return storage.size(project.file) <= AT_ONCE


def first(project: Project, most: int) -> list[SourceRow]:
    """The first sources by name, not counted yet."""
    return storage.first(project.file, most)


def places(project: Project, entity: str, most: int = -1) -> list[Place]:
    """Where a source is mentioned, the oldest article first."""
    return storage.places(project.file, entity, most)


def said(project: Project, ids: Collection[str], most: int) -> dict[str, list[str]]:
    """The first claims and quotes of some sources, in their words."""
    return storage.said(project.file, ids, most)
