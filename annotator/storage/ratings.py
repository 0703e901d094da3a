"""Ratings by what they rate."""

from collections.abc import Sequence

from annotator.model.items import Rating
from annotator.storage.identifiers import packed
from annotator.storage.project_file import ProjectFile


def of(file: ProjectFile, targets: Sequence[str]) -> list[Rating]:
    """The ratings of some items in force, in order of their id."""
    marks = ", ".join("?" * len(targets))
    with file.reading():
        found = file.state.read(
            "rating", f"t.target IN (SELECT key FROM item WHERE id IN ({marks}))", [packed(t) for t in targets]
        )
        return sorted((r for r in found if isinstance(r, Rating)), key=lambda r: r.id)
