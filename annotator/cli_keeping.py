"""Commands that keep work safe: backups, and what is left of a damaged project."""

import os
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path

import click

from annotator.answering import FINDINGS, JSON, PROJECT, count, say, show_progress
from annotator.asking import DONE
from annotator.model.errors import UserError
from annotator.services import backing_up, salvaging
from annotator.services.backing_up import Backup, Made, Trouble
from annotator.services.identity import Identities
from annotator.services.project import with_suffix
from annotator.services.salvaging import Salvaged


@click.command()
@PROJECT
@click.option("--list", "listed", is_flag=True, help="List the backups, the newest first.")
@click.option("--restore", "number", metavar="N", type=click.IntRange(1), help="Put number N of the list in its place.")
@click.option("--gently", is_flag=True, help="Leave the processor to others.")
@JSON
def backup(project: Path, listed: bool, number: int | None, gently: bool, as_json: bool) -> int:  # noqa: FBT001 - click's flags
    """Make a backup and prove everything in it, or list and restore backups."""
    if gently and hasattr(os, "nice"):
        os.nice(10)
    if listed and number is not None:
        raise click.UsageError("--list and --restore are two different things.")
    if listed:
        return _list(project, as_json=as_json)
    if number is not None:
        return _restore(project, number, as_json=as_json)
    made = backing_up.make(project)
    value = {
        "made": str(made.backup.path) if made.backup is not None else None,
        "new": made.new,
        "removed": made.removed,
        "problems": list(map(plain, made.troubles)),
    }
    say(value, as_json, _made_lines(project, made))
    return FINDINGS if made.troubles else DONE


def _made_lines(project: Path, made: Made) -> Iterable[str]:
    if made.backup is None:
        yield f"{project.name} is damaged, so no backup was made; those that are there stay."
        yield from map(str, made.troubles)
        yield from advice(project, made.troubles)
    elif made.new:
        yield f"Copied and proven: {made.backup.path}"
    else:
        yield f"Nothing has changed since the last backup: {made.backup.path}"
    if made.removed:
        yield f"{count(made.removed, 'older backup was', 'older backups were')} given up."


def plain(trouble: Trouble) -> dict[str, str | None]:
    """A problem as the commands that find some print it."""
    return {"what": trouble.what, "item": trouble.item, "document": trouble.document, "table": trouble.table}


def advice(project: Path, troubles: Sequence[Trouble]) -> list[str]:
    """What to do about what is wrong with a project; nothing when nothing is."""
    if not troubles:
        return []
    salvage_ = f"“annotator salvage {project.name} --out NEW”"
    if backing_up.history_is_whole(troubles):
        return [f"The history is whole, so nothing of the work is lost: {salvage_} makes a sound project of it."]
    listing = f"“annotator backup {project.name} --list”"
    return [f"{salvage_} brings over what is proven, also from the backups; {listing} lists these."]


def _list(project: Path, *, as_json: bool) -> int:
    found = backing_up.found(project)
    value = {
        "backups": [
            {"number": number, "path": str(one.path), "at": one.at.isoformat(), "reason": one.reason,
             "verified": one.verified}
            for number, one in enumerate(found, 1)
        ]
    }  # fmt: skip
    lines = (_backup_line(number, one) for number, one in enumerate(found, 1))
    say(value, as_json, lines if found else [f"There are no backups of {project.name}."])
    return DONE


def _backup_line(number: int, one: Backup) -> str:
    notes = [f"before the {one.reason}"] if one.reason else []
    notes += [] if one.verified else ["not proven yet"]
    at = one.at.astimezone().strftime("%Y-%m-%d %H:%M:%S")
    return f"{number:>3}  {at}  {', '.join(notes)}".rstrip()


def _restore(project: Path, number: int, *, as_json: bool) -> int:
    project = project if project.exists() else with_suffix(project)
    found = backing_up.found(project)
    if number > len(found):
        raise UserError(
            f"There is no backup number {number} of {project.name}.", "“annotator backup PROJECT --list” lists them."
        )
    aside = backing_up.restore(project, found[number - 1], Identities().me())
    lines = [f"{project.name} is as it was on {found[number - 1].at.astimezone():%Y-%m-%d %H:%M:%S}."]
    if aside is not None:
        lines.append(f"What was there is now {aside.name}.")
    say({"restored": str(project), "aside": str(aside) if aside is not None else None}, as_json, lines)
    return DONE


@click.command()
@click.argument("damaged", type=click.Path(path_type=Path))
@click.option("--out", metavar="PROJECT", required=True, type=click.Path(path_type=Path), help="The new project.")
@click.option("--text", "articles", metavar="FILE", multiple=True, type=click.Path(path_type=Path),
              help="The file of an article whose text is lost; may be repeated.")  # fmt: skip
@click.option("--no-backups", is_flag=True, help="Do not fill up from the backups of the damaged project.")
@JSON
def salvage(damaged: Path, out: Path, articles: tuple[Path, ...], no_backups: bool, as_json: bool) -> int:  # noqa: FBT001 - click's flags
    """Bring over what a damaged project still proves into a new one. The damaged file is only read."""
    with show_progress() as progress:
        done = salvaging.bring_over(damaged, out, articles=articles, with_backups=not no_backups, progress=progress)
    say(asdict(done), as_json, _salvaged_lines(with_suffix(out), done))
    return FINDINGS if done.unproven or done.incomplete or done.waiting else DONE


def _salvaged_lines(out: Path, done: Salvaged) -> Iterable[str]:
    yield (
        f"{count(done.documents, 'document', 'documents')}, {count(done.annotations, 'annotation', 'annotations')} and"
        f" {count(done.attributions, 'attribution', 'attributions')} are in {out.name};"
        " everything that was brought over is proven."
    )
    if done.mended:
        yield f"{count(done.mended, 'row', 'rows')} in which one byte was wrong could be put right, and proved it."
    if done.from_others:
        yield f"{count(done.from_others, 'text or value', 'texts and values')} came from the backups."
    if done.unproven:
        yield f"{count(done.unproven, 'row was', 'rows were')} beyond proof and left behind."
    if done.waiting:
        yield (
            f"{count(done.waiting, 'value stands', 'values stand')} on articles whose text is lost; give the article’s"
            " file with --text to bring them over."
        )
    for title in done.incomplete:
        yield f"Not complete: {title or 'an action whose record is lost'}."
