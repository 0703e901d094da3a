"""Writing corpora: complete, to a temporary name first, and with an account of what could not be carried."""

import os
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from annotator.formats import losses
from annotator.formats.bundles import WriteOptions
from annotator.formats.losses import ALTERED, LOST, Loss
from annotator.formats.registry import FORMATS, Format, find
from annotator.formats.selection import Selection
from annotator.model.errors import UserError
from annotator.model.hidden import named
from annotator.services.bulk import Progress, collection_paused, nothing
from annotator.services.project import Project
from annotator.services.selecting import select
from annotator.storage import documents
from annotator.storage.header import is_database
from annotator.storage.project_file import SUFFIX
from annotator.storage.replacing import replacing

if TYPE_CHECKING:
    from annotator.model.sameness import Judged
    from annotator.services.adjudicating import Left, Open

__all__ = [
    "ADJUDICATED", "ALL", "Exported", "Forecast", "Format", "Loss", "WriteOptions", "export", "forecast",
    "formats", "loss_lines", "open_lines", "write_lines",
]  # fmt: skip

LOSS_REPORT = "loss report.txt"
ALL, ADJUDICATED = "all", "adjudicated"
"""What is written: every layer as it is, or the one that a review comes to."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export wrote. `loss` counts by aspect what was not carried, `altered` what is said otherwise.

    `open` is what the adjudicated layer leaves out because its review has not ended, `left` how much of it there is,
    by why; `own` (document, item) is what it holds because a reviewer made it, though nobody judged it.
    """

    written: tuple[Path, ...]
    documents: int
    annotations: int
    attributions: int
    loss: Mapping[str, int] = field(default_factory=dict)
    altered: Mapping[str, int] = field(default_factory=dict)
    losses: tuple[Loss, ...] = ()
    open: "tuple[Open, ...]" = ()
    left: Mapping[str, int] = field(default_factory=dict)
    own: "tuple[tuple[str, Judged], ...]" = ()


@dataclass(frozen=True, slots=True)
class Forecast:
    """What is there to be written, and what each format would make of it; and how much stays open, by why.

    `own` is how much a reviewer made that nobody judged, and that is written.
    """

    counts: Mapping[str, int]
    left: Mapping[str, int] = field(default_factory=dict)
    own: int = 0

    def losses(self, format_: str) -> list[Loss]:
        return FORMATS[format_].losses(self.counts)


def formats() -> list[Format]:
    """The formats a corpus can be written in."""
    return [one for one in FORMATS.values() if one.writes]


def forecast(
    project: Project, *, chosen: Collection[str] | None = None, annotators: Collection[str] | None = None,
    scope: str = ALL,
) -> Forecast:  # fmt: skip
    """Count what an export would write, and what a review has not looked at."""
    with collection_paused(), project.file.snapshot():
        selection, left = _selected(project, chosen, annotators, scope)
        return Forecast(losses.survey(selection), left.counted(), len(left.own))


def _selected(
    project: Project, chosen: Collection[str] | None, annotators: Collection[str] | None, scope: str
) -> "tuple[Selection, Left]":
    """What is to be written, and what the review says nothing about."""
    from annotator.services.adjudicating import Left, adjudicated, left, said_in

    if scope == ALL:
        return select(project, chosen, annotators), Left()
    if annotators is not None:
        raise UserError("The adjudicated layer is made of the layers of all.", "Leave the choice of annotators out.")
    everything = select(project, chosen)
    said = said_in(project)
    return adjudicated(everything, said), left(everything, said)


def export(
    project: Project, format_: str, out: Path, *, chosen: Collection[str] | None = None,
    annotators: Collection[str] | None = None, scope: str = ALL, options: WriteOptions | None = None,
    report: bool = False, progress: Progress = nothing,
) -> Exported:  # fmt: skip
    """Write a corpus to `out`, taken literally: a file, or a folder for formats of several files.

    The scope is `ALL` or `ADJUDICATED`; the latter is made of the layers of all annotators.

    With `report`, the loss report is written too: into the folder, or beside the file. When the export fails or
    `progress` raises, what was there before stays as it is.
    """
    form = find(format_, to="export")
    module = form.load()
    _check_place(project, form, out)
    if os.path.islink(out):  # noqa: PTH114 - Path.is_symlink raises for names that are too long
        out = out.resolve()
    with collection_paused(), project.file.snapshot():
        documents.check_whole(project.file)
        selection, left = _selected(project, chosen, annotators, scope)
        counts = losses.survey(selection)
        _writing(
            form, out, lambda place: _write(getattr(module, form.writer), selection, place, options, progress, out.name)
        )
        told = form.losses(counts)
    written = (out, _write_report(form, out, told, left)) if report else (out,)
    by_grade: dict[str, dict[str, int]] = {LOST: {}, ALTERED: {}}
    for loss in told:
        by_grade.setdefault(loss.grade, {})[loss.aspect] = loss.count
    return Exported(
        written, counts["documents"], counts["annotations"], counts["attributions"], by_grade[LOST],
        by_grade[ALTERED], tuple(told), left.open, left.counted(), left.own,
    )  # fmt: skip


def loss_lines(told: Collection[Loss]) -> list[str]:
    """The loss report as text."""
    return [f"{loss.grade:8}{loss.count:>9}  {loss.title}{f': {loss.how}' if loss.how else ''}" for loss in told]


_STAYS_OPEN = {
    "undecided": "not judged yet",
    "reopened": "changed since it was judged",
    "contradicted": "judged differently",
    "member": "accepted, but one of its members is open",
    "content": "accepted, but nothing it holds was",
}


_OWN = "made by a reviewer and judged by nobody"


def open_lines(left: Mapping[str, int], own: int = 0) -> list[str]:
    """As text what stays open, and how much of a reviewer's own is written that nobody judged."""
    lines = [f"open    {count:>9}  {_STAYS_OPEN[why]}" for why, count in left.items()]
    return [*lines, *([f"written {own:>9}  {_OWN}"] if own else [])]


def _check_place(project: Project, form: Format, out: Path) -> None:
    exists = os.path.exists(out)  # noqa: PTH110 - Path.exists raises for names that are too long
    if os.path.isdir(out):  # noqa: PTH112 - as above
        if not form.folder:
            raise UserError(f"{named(out)} is a folder.", "Name a file.")
        if any(out.iterdir()):
            raise UserError(
                f"The folder {named(out)} is not empty.", "Name a new one: nothing in it would be replaced."
            )
        return
    if exists and not os.path.isfile(out):  # noqa: PTH113 - as above
        raise UserError(f"{named(out)} is a device, not a file.", "Name a file.")
    if exists and form.folder:
        raise UserError(f"{named(out)} is a file, and {form.title} is a folder of several files.", "Name a folder.")
    try:
        if exists and out.samefile(project.path):
            raise UserError("That is the project itself.", "Choose another name.")
        if is_database(out):
            raise UserError(
                f"{named(out.name)} is a project or a database, which an export would replace.", "Name another."
            )
    except OSError as error:
        raise _unwritable(out, error) from error
    if out.suffix.lower() == SUFFIX:
        raise UserError(f"{named(out.name)} is the name of a project, not of a corpus.", "Choose another ending.")


def _unwritable(out: Path, error: OSError) -> UserError:
    return UserError(f"{named(out)} cannot be written: {error.strerror}.", "Choose another folder or free some space.")


def _writing(form: Format, out: Path, write: Callable[[Path], None]) -> None:
    try:
        with (_replacing_folder if form.folder else replacing)(out) as part:
            write(part)
    except OSError as error:
        raise _unwritable(out, error) from error


def _write(
    write: Callable[..., None], selection: Selection, place: Path, options: WriteOptions | None,
    progress: Progress, name: str,
) -> None:  # fmt: skip
    done = 0

    def tick(_title: str) -> None:
        nonlocal done
        progress(min(done, selection.documents), selection.documents, name)
        done += 1

    write(selection, place, options or WriteOptions(), tick)


@contextmanager
def _replacing_folder(out: Path) -> Iterator[Path]:
    """A new folder that takes the name `out` when the block ends, and is gone when an exception leaves it."""
    part = out.with_name(f".{out.name[:60]}.{uuid4().hex[:8]}.part")
    part.mkdir()
    try:
        yield part
        if out.is_dir():
            out.rmdir()  # empty, or it would not have come so far
        part.rename(out)
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _write_report(form: Format, out: Path, told: Collection[Loss], left: "Left") -> Path:
    place = out / LOSS_REPORT if form.folder else out.with_name(f"{out.name} {LOSS_REPORT}")
    lines = [f"{form.title}: {out.name}", "", *loss_lines(told), *open_lines(left.counted(), len(left.own))]
    named = [f"{one.document}  {one.item.id}  {_STAYS_OPEN[one.why]}" for one in left.open]
    named += [f"{document}  {item.id}  {_OWN}" for document, item in left.own]
    write_lines(place, [*lines, "", *named] if named else lines)
    return place


def write_lines(place: Path, lines: Iterable[str]) -> None:
    """Write lines of text, in place of what was there. Raises UserError when that is not possible."""
    try:
        with replacing(place) as part:
            part.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    except OSError as error:
        raise _unwritable(place, error) from error
