"""The command that brings articles and corpora in."""

from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from annotator.answering import (
    FINDINGS,
    JSON,
    PROJECT,
    count,
    items,
    kept_out,
    open_to_write,
    quarantined,
    say,
    show_progress,
    tell,
)
from annotator.asking import DONE
from annotator.model.corpus import Quarantined, Report
from annotator.model.errors import UserError
from annotator.model.hidden import named
from annotator.services import importing


@click.command("import")
@PROJECT
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--format", "format_", metavar="F", help="The format; otherwise guessed from name and content.")
@click.option("--encoding", metavar="E", help="The encoding of text files; otherwise found.")
@click.option(
    "--column",
    "columns",
    metavar="WHAT=NAME",
    multiple=True,
    help="The column of a table that holds the text, title, author, outlet, published, url or language.",
)
@click.option("--whole", is_flag=True, help="A book is one article, not one for each chapter.")
@click.option("--strict", is_flag=True, help="Import nothing when one article is refused.")
@click.option("--annotator", metavar="NAME", help="Whose layer annotations without an annotator join.")
@click.option("--label", "labels", metavar="NAME=TAG", multiple=True, help="What a label in the files stands for.")
@click.option("--relation", "relations", metavar="NAME=ROLE", multiple=True, help="What a relation stands for.")
@click.option("--person", "people", metavar="NAME=NAME", multiple=True, help="Whose layer an annotator's work joins.")
@click.option("--unit", type=click.Choice(["code points", "UTF-16"]), help="What offsets in the files count.")
@click.option("--reanchor", is_flag=True, help="Move annotations to slightly different versions of articles here.")
@JSON
def import_(
    project: Path, paths: tuple[Path, ...], format_: str | None, encoding: str | None, annotator: str | None,
    *, as_json: bool, **given: Any,
) -> int:  # fmt: skip
    """Import articles or corpora, files or folders: all of them or none."""
    choices = importing.Choices(
        _pairs(given["labels"]), _pairs(given["relations"]), _pairs(given["people"]), given["unit"] or "",
        reanchor=given["reanchor"],
    )  # fmt: skip
    options = importing.Options(encoding, _columns(given["columns"]), whole=given["whole"])
    try:
        with open_to_write(project) as target, show_progress() as progress:
            report = importing.import_files(
                target, paths, format_=format_, options=options, annotator=annotator, choices=choices,
                strict=given["strict"], progress=progress,
            ).report  # fmt: skip
    except importing.AllRefused as refused:
        _say_refused(refused, as_json=as_json)
        raise
    say(_plain(report), as_json, _report_lines(report))
    return FINDINGS if report.quarantined else DONE


def _say_refused(refused: importing.AllRefused, *, as_json: bool) -> None:
    """Every article that was refused; one that is alone is in the sentence about the whole."""
    if as_json:
        say(_plain(refused.report), as_json, ())
    elif len(refused.report.quarantined) > 1:
        for one in refused.report.quarantined:
            tell(_refusal(one))


def _plain(report: Report) -> dict[str, Any]:
    counted = asdict(report)
    del counted["contested"]  # told in the notes
    return {
        **counted,
        "quarantined": [kept_out(one) for one in report.quarantined],
        "replaced": [one._asdict() for one in report.replaced],
        "reanchored": [
            {"path": one.path, "item": one.item, "from": one.before, "to": one.after} for one in report.reanchored
        ],
    }


def _pairs(given: Iterable[str]) -> dict[str, str]:
    out = {}
    for pair in given:
        theirs, equals, ours = pair.rpartition("=")
        if not equals or not theirs or not ours:
            raise UserError(f"“{pair}” is no pair.", "Write it as NAME=MEANING.")
        out[theirs] = ours
    return out


def _columns(given: Iterable[str]) -> dict[str, str]:
    out = {}
    for pair in given:
        what, _, column = pair.partition("=")
        if what not in importing.COLUMNS or not column:
            raise UserError(
                f"“{pair}” names no column.",
                f"Write it as WHAT=NAME, where WHAT is one of {', '.join(importing.COLUMNS)}.",
            )
        out[what] = column
    return out


def _report_lines(report: Report) -> Iterable[str]:
    yield (
        f"{items(report.documents, report.annotations, report.attributions)} and"
        f" {count(report.entities, 'entity', 'entities')} imported;"
        f" {count(report.already_present, 'document was', 'documents were')} already present."
    )
    yield from (_refusal(one) for one in report.quarantined if one.item == one.path)
    yield from quarantined(one for one in report.quarantined if one.item != one.path)
    for moved in report.reanchored:
        yield f"Re-anchored: {moved.item} in {moved.path}, from {_ranges(moved.before)} to {_ranges(moved.after)}."
    for replaced in report.replaced:
        yield f"Replaced in {replaced.path}: {replaced.characters} {replaced.reason}."
    yield from report.notes


def _refusal(one: Quarantined) -> str:
    """An article that was refused, with its place once."""
    place = named(one.path) if one.item == one.path else f"{named(one.path)}, {one.item}"
    reason = one.reason.removesuffix(".")
    return f"Refused: {reason if reason.startswith(place) else f'{place}: {reason}'}."


def _ranges(spans: Iterable[tuple[int, int]]) -> str:
    return ", ".join(f"{begin}–{end}" for begin, end in spans)
