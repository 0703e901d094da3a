"""Commands that bring people's work together and hand it out. What they need is imported when they are called."""

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from annotator.answering import (
    FINDINGS,
    JSON,
    PROJECT,
    count,
    kept_out,
    open_to_read,
    open_to_write,
    quarantined,
    say,
    show_progress,
)
from annotator.asking import DONE
from annotator.model.errors import UserError
from annotator.model.hidden import named

if TYPE_CHECKING:
    from annotator.services.merging import Summary


@click.command()
@PROJECT
@click.argument("others", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Tell what would come in, and change nothing.")
@JSON
def merge(project: Path, others: tuple[Path, ...], dry_run: bool, as_json: bool) -> int:  # noqa: FBT001 - click's flags
    """Bring other projects, or corpora, into a project: all of them or none."""
    from annotator.services import merging

    with open_to_write(project) as target, show_progress() as progress:
        if dry_run:
            summary = merging.preview(target, others, progress=progress)
        else:
            summary = merging.merge(target, others, progress=progress).summary
    value = {**asdict(summary), "quarantined": [kept_out(one) for one in summary.quarantined]}
    say(value, as_json, _lines(summary, dry_run=dry_run))
    return FINDINGS if summary.quarantined else DONE


def _lines(summary: "Summary", *, dry_run: bool) -> Iterator[str]:
    if summary.empty:
        yield "Everything is here already; nothing was changed."
    else:
        yield (
            f"{count(summary.documents, 'document', 'documents')},"
            f" {count(summary.annotations, 'annotation', 'annotations')},"
            f" {count(summary.attributions, 'attribution', 'attributions')} and"
            f" {count(summary.annotators, 'annotator', 'annotators')} {'would come' if dry_run else 'came'} in;"
            f" {count(summary.items_changed, 'item', 'items')} {'would change' if dry_run else 'changed'}."
        )
    if summary.originals:
        files = count(summary.originals, "file", "files")
        yield f"{files} that articles were read from {'would come' if dry_run else 'came'} in."
    if summary.conflicts:
        items = count(summary.conflicts, "item has", "items have")
        yield f"{items} two values beside each other, one of them in force; “annotator decisions” lists them."
    yield from quarantined(summary.quarantined)
    yield from summary.notes


@click.command()
@PROJECT
@click.option("--document", "documents", metavar="ID", multiple=True, required=True, help="May be repeated.")
@click.option("--annotator", "annotators", metavar="NAME", multiple=True, help="Whose layer comes along.")
@click.option("--out", metavar="FILE", required=True, type=click.Path(path_type=Path), help="The new project.")
@JSON
def package(
    project: Path, documents: tuple[str, ...], annotators: tuple[str, ...], out: Path,
    as_json: bool,  # noqa: FBT001 - click's flag
) -> int:  # fmt: skip
    """Make a project of some documents for somebody to work on, to be merged back."""
    from annotator.services import work_packages

    with open_to_read(project) as source, show_progress() as progress:
        chosen = [source.find_document(document) for document in documents]
        layers = [source.find_annotator(name).id for name in annotators]
        made = work_packages.make(source, chosen, out, layers=layers, progress=progress)
    value = {**made._asdict(), "path": str(made.path)}
    words = (
        f"{count(made.documents, 'document', 'documents')} and {count(made.annotations, 'annotation', 'annotations')}"
    )
    say(value, as_json, [f"{words} are in {made.path}."])
    return DONE


@click.command()
@PROJECT
@click.option("--keep", nargs=2, metavar="ITEM VALUE", help="Keep this value of this item; beginnings are enough.")
@JSON
def decisions(project: Path, keep: tuple[str, str] | None, as_json: bool) -> int:  # noqa: FBT001 - click's flag
    """List items to which two copies gave different values, or keep one of these."""
    from annotator.services import deciding

    if keep is not None:
        with open_to_write(project) as target:
            meant = [one for one in deciding.open_decisions(target) if one.item.startswith(keep[0])]
            if len(meant) != 1:
                raise UserError(f"No single open decision is about “{keep[0]}”.", "“annotator decisions” lists them.")
            deciding.decide(target, meant[0].item, keep[1])
    with open_to_read(project) as source:
        found = deciding.open_decisions(source)
        values, lines = [], []
        for one in found:
            choices = [{**c._asdict(), "item": None if c.item is None else c.item.plain()} for c in one.choices]
            values.append({**one._asdict(), "choices": choices})
            lines.append(f"{one.item[:8]}  {named(deciding.describe(source, one))}")
            for place, choice in enumerate(one.choices):
                said = named(deciding.told(source, one, choice))
                now = ", in force" if place == 0 else ""
                lines.append(f"    {choice.digest[:8]}  {said}  ({choice.annotator or 'unsigned'}, {choice.at}{now})")
    say({"decisions": values}, as_json, lines or ["There is nothing to decide."])
    return FINDINGS if found else DONE


COMMANDS = (merge, decisions, package)
