"""Finding words in all articles of a project, each with what stands around it."""

import time
from typing import NamedTuple

from annotator.model.errors import UserError
from annotator.services.bulk import Progress, nothing
from annotator.services.project import Project
from annotator.services.searching import find

LONGEST = 10.0
"""Seconds that a search may take for all articles together."""

MOST = 10_000
"""Places after which the search stops."""

AROUND = 40
"""Code points shown on either side of a place."""


class Place(NamedTuple):
    """A place in an article (code points, half-open), and the words around it on one line."""

    document: str
    begin: int
    end: int
    words: str


def places(
    project: Project, wanted: str, *, regular: bool = False, progress: Progress = nothing, longest: float = LONGEST
) -> list[Place]:
    """Where a text or a regular expression occurs, without regard to case.

    Raises UserError for an expression that is none, and for one that takes longer than `longest` seconds. `progress`
    is told before each article and may raise to cancel.
    """
    if not wanted:
        raise UserError("Nothing is searched for.", "Type some words.")
    until = time.monotonic() + longest
    rows = project.documents()
    out: list[Place] = []
    for done, row in enumerate(rows):
        progress(done, len(rows), row.title)
        text = project.text(row.id) or ""
        left = max(0.001, until - time.monotonic())
        for begin, end in find(text, wanted, regular=regular, seconds=left).spans:
            out.append(Place(row.id, begin, end, _around(text, begin, end)))
            if len(out) == MOST:
                return out
    return out


def _around(text: str, begin: int, end: int) -> str:
    return " ".join(text[max(0, begin - AROUND) : end + AROUND].split())
