"""What the commands of the command line share: opening a project, answering in text or JSON, exit statuses."""

import errno
import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from annotator.model.corpus import Quarantined
from annotator.model.counting import how_many
from annotator.model.errors import Hindrance, UserError
from annotator.model.hidden import HIDDEN, sentence
from annotator.services.identity import Identities
from annotator.services.project import Project

count = how_many

FINDINGS = 1
"""Exit status: done, and there is something to look at."""

PROJECT = click.argument("project", type=click.Path(path_type=Path))
JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")


def say(value: dict[str, Any], as_json: bool, lines: Iterable[str]) -> None:  # noqa: FBT001 - click's flag
    """Print the value as one JSON object, or the lines."""
    try:
        for line in [_json(value)] if as_json else lines:
            click.echo(line if as_json else sentence(line))
    except OSError as error:
        if error.errno == errno.EPIPE:  # whoever read it has enough, which click knows how to end
            raise
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or Python tries again when it ends
        raise UserError(
            f"The answer cannot be written: {error.strerror}.", "The project is as the command left it."
        ) from error


def _json(value: dict[str, Any]) -> str:
    """One line of JSON in which hidden characters are escaped, so that a terminal neither obeys nor turns them."""
    return HIDDEN.sub(_escaped, json.dumps(value, ensure_ascii=False))


def _escaped(found: re.Match[str]) -> str:
    return json.dumps(found.group())[1:-1]


def kept_out(one: Quarantined) -> dict[str, str]:
    """An item that was kept out, as JSON tells of it."""
    return {"path": one.path, "item": one.item, "reason": one.reason}


def items(documents: int, annotations: int, attributions: int) -> str:
    """What came in or was written, in words."""
    return (
        f"{count(documents, 'document', 'documents')}, {count(annotations, 'annotation', 'annotations')},"
        f" {count(attributions, 'attribution', 'attributions')}"
    )


def tell(line: str) -> None:
    """Say a line on standard error."""
    click.echo(sentence(line), err=True)


def open_to_read(path: Path) -> Project:
    """For reading, which keeps nobody from writing. What is doubtful about the file is said on standard error."""
    project = Project.open(path, Identities().me(), read_only=True)
    if project.read_only is not None and project.read_only.doubtful:
        newer = project.read_only.hindrance is Hindrance.NEWER
        step = "Update Annotator to work on it." if newer else "“annotator salvage” takes over what is proven."
        tell(f"annotator: {project.why_read_only} {step}")
    return project


def open_to_write(path: Path) -> Project:
    """For writing. Raises UserError with the reason when that is not possible."""
    project = Project.open(path, Identities().me())
    if not project.writable:
        project.close()
        newer = project.read_only is not None and project.read_only.hindrance is Hindrance.NEWER
        raise UserError(project.why_read_only, f"Nothing was changed.{' Update Annotator to work on it.' * newer}")
    return project


@contextmanager
def show_progress() -> Iterator[Callable[[int, int, str], None]]:
    """Shows progress in one line on standard error, and ends that line."""
    last = -1

    def show(done: int, of: int, name: str) -> None:
        nonlocal last
        percent = 100 * done // of if of else 100
        if of > 1 and percent != last:
            last = percent
            click.echo(f"\r{percent:3} %  {done} of {of}  {sentence(name)[:40]:40}", err=True, nl=False)

    try:
        yield show
    finally:
        if last >= 0:
            click.echo(err=True)


def names(project: Project) -> dict[str, str]:
    """What annotators are called; those who share a name are told apart by the beginning of their ids."""
    from annotator.model.people import called

    return called(project.annotators().values(), digits=8)


_ALONE = 3
"""Up to how many items that are kept out for one reason are told one by one."""


def quarantined(found: "Iterable[Quarantined]") -> Iterator[str]:
    """What was kept out, in lines: many items of one file for one reason together, with the first of them."""
    groups: dict[tuple[str, str], list[Quarantined]] = {}
    for one in found:
        groups.setdefault((one.path, re.sub(r"^line \d+: ", "", one.reason)), []).append(one)
    for (path, reason), some in groups.items():
        if len(some) > _ALONE:
            yield f"Quarantined: {count(len(some), 'item', 'items')} in {path}, the first {some[0].item}: {reason}."
        else:
            yield from (f"Quarantined: {one.item} in {one.path}: {one.reason}." for one in some)
