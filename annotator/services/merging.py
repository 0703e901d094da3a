"""Bringing colleagues' projects and corpora together with one's own: everything that counts in either counts after."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from annotator.formats.detecting import detect
from annotator.importers.source import Source, unreadable
from annotator.model.changes import ChangeSet, Origin
from annotator.model.corpus import Quarantined
from annotator.model.errors import UserError
from annotator.model.hidden import named
from annotator.services import backing_up
from annotator.services.bulk import Progress, collection_paused, nothing
from annotator.services.project import SUFFIX, Project
from annotator.services.taking import Choices, Taking
from annotator.storage.beside import beside
from annotator.storage.header import is_database
from annotator.storage.merging import United, brought_by, unite
from annotator.storage.operation import Operation

STEPS = 1000
"""Into how many steps the work on one file is divided for the progress."""


@dataclass(slots=True)
class Summary:
    """What a merge brought. An item is new when nothing was in force under its id, changed when another value was."""

    documents: int = 0
    annotators: int = 0
    annotations: int = 0
    attributions: int = 0
    revisions: int = 0
    items_new: int = 0
    items_changed: int = 0
    conflicts: int = 0
    """Items that two copies gave different values: both are kept, and somebody has to decide."""

    originals: int = 0
    """Files that articles were read from: what was known of them, or their bytes, came in."""

    quarantined: list[Quarantined] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        """Whether there was nothing new in the other files."""
        return not (self.revisions or self.items_new or self.items_changed or self.originals)

    def add(self, united: United) -> None:
        """Take over the counts of one union."""
        self.documents += united.new["document"]
        self.annotators += united.new["annotator"]
        self.annotations += united.new["annotation"]
        self.attributions += united.new["attribution"]
        self.revisions += united.revisions
        self.items_new += united.new.total()
        self.items_changed += united.changed
        self.conflicts += united.conflicts
        self.originals += united.originals


class Merged(NamedTuple):
    """What a merge did."""

    changes: ChangeSet
    summary: Summary


def merge(project: Project, others: Sequence[Path], *, progress: Progress = nothing) -> Merged:
    """Bring other projects and corpora in as one action; a copy of this project is kept before.

    The others are only read. When all of it is here already, nothing is recorded. Raises UserError when a file as a
    whole is refused; then nothing of any is brought in.
    """
    _look(others)
    notes = []
    try:
        backing_up.copy_before(project, "merge")
    except UserError as refused:
        notes.append(str(refused))
    with collection_paused(), project.recording(_title(others), origin=Origin.MERGE, brought_in=True) as recording:
        summary = _bring(project, recording.operation, others, progress)
    summary.notes[:0] = notes
    return Merged(recording.change_set, summary)


def preview(project: Project, others: Sequence[Path], *, progress: Progress = nothing) -> Summary:
    """What a merge would do, exactly. Raises as `merge` does.

    The last file is looked at as by a merge, which writes nothing of it when it is a project. All before it is done,
    and taken back before anybody sees it.
    """
    _look(others)
    found: list[Summary] = []
    try:
        with collection_paused(), project.recording(_title(others), origin=Origin.MERGE, brought_in=True) as recording:
            found.append(_bring(project, recording.operation, others, progress, keeping=False))
            raise _TakeBack
    except _TakeBack:
        return found[0]


class _TakeBack(Exception):
    """Ends the transaction of a preview."""


def _title(others: Sequence[Path]) -> str:
    return f"Merge {others[0].name}" if len(others) == 1 else f"Merge {len(others)} files"


def _look(others: Sequence[Path]) -> None:
    """Refuse at once what cannot be merged at all."""
    if not others:
        raise UserError("There is nothing to merge.", "Name a project or a corpus.")
    for path in others:
        if not os.path.lexists(path):
            raise UserError(f"{named(path)} does not exist.", "Check the name.")


def _bring(
    project: Project, operation: Operation, others: Sequence[Path], progress: Progress, *, keeping: bool = True
) -> Summary:  # fmt: skip
    """Each of the others in turn, in one transaction; the last need not be written unless it is to be kept."""
    summary = Summary()
    for done, path in enumerate(others):
        tick = _ticking(progress, done, len(others), path.name)
        tick(0, 1)
        if _same_file(project.path, path):
            summary.notes.append(f"{named(path.name)} is this project itself.")
        elif path.suffix == SUFFIX or is_database(path):
            writing = keeping or done < len(others) - 1
            _bring_project(project, operation, path, summary, tick, writing=writing)
        else:
            _bring_corpus(project, operation, path, summary, tick)
    summary.add(brought_by(project.file, operation))
    progress(STEPS, STEPS, "writing")
    return summary


def _ticking(progress: Progress, number: int, files: int, name: str) -> Callable[[int, int], None]:
    def tick(done: int, of: int) -> None:
        progress(STEPS * number // files + STEPS * done // max(1, of) // files, STEPS, name)

    return tick


def _same_file(here: Path, there: Path) -> bool:
    """Whether both are one file, which must not be opened a second time: that would drop the locks of the first."""
    try:
        return here.samefile(there)
    except OSError:
        return False


def _bring_project(
    project: Project, operation: Operation, path: Path, summary: Summary, tick: Callable[[int, int], None], *,
    writing: bool,
) -> None:  # fmt: skip
    with beside(path) as theirs, theirs.snapshot():
        united = unite(
            project.file, operation, theirs, name=named(path.name), me=project.me, tick=tick, writing=writing
        )
    summary.add(united)
    summary.quarantined += [Quarantined(str(path), one.item, one.reason) for one in united.kept_out]
    summary.notes += united.notes


def _bring_corpus(
    project: Project, operation: Operation, path: Path, summary: Summary, tick: Callable[[int, int], None]
) -> None:
    """A corpus as an import brings it."""
    try:
        guess = detect(path) if Source.of_file(path).size() else None
    except OSError as error:
        raise unreadable(path, error) from error
    if guess is None or guess.format != "corpus":
        raise UserError(
            f"{named(path.name)} is neither a project nor an annotator corpus.",
            "Import it, if it is in another format.",
        )
    taking = Taking(project, operation, None, Choices())
    taking.corpus(path, guess, lambda _name: tick(0, 1))
    taking.finish()
    summary.quarantined += taking.report.quarantined
    summary.notes += taking.report.notes
