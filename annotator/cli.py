"""The command line: the same services without a window. Imports no Qt."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from annotator import (
    __version__,
    cli_articles,
    cli_importing,
    cli_keeping,
    cli_merging,
    cli_reviewing,
    cli_searching,
    cli_sources,
)
from annotator.answering import (
    FINDINGS,
    JSON,
    PROJECT,
    items,
    names,
    open_to_read,
    open_to_write,
    say,
    show_progress,
    tell,
)
from annotator.asking import DONE, REFUSED
from annotator.formats.registry import FORMATS, Format
from annotator.importers.registry import ARTICLES, ArticleFormat
from annotator.model.errors import Hindrance, UserError
from annotator.model.hidden import named
from annotator.services import exporting, history, showing
from annotator.services.identity import Identities
from annotator.services.project import Project

CANCELLED, FAULT = 130, 70


@click.group(context_settings={"help_option_names": ["-h", "--help"]}, invoke_without_command=True)
@click.version_option(__version__, prog_name="annotator")
def commands() -> None:
    """Who said what in news text, and through whom.

    Without a command, or with a project alone, the window opens.
    """


def run(arguments: Sequence[str]) -> int:
    """Run a command; returns the exit status. A refusal is one sentence on standard error."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # Windows consoles and C locales lack ‹
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        return int(commands.main(list(arguments), prog_name="annotator", standalone_mode=False) or DONE)
    except UserError as refusal:
        tell(f"annotator: {refusal}")
        return REFUSED
    except click.ClickException as wrong:
        tell(f"annotator: {wrong.format_message()}")
        return REFUSED
    except (click.Abort, KeyboardInterrupt):
        click.echo("annotator: cancelled; nothing was changed.", err=True)
        return CANCELLED
    except Exception as fault:  # noqa: BLE001 - of the program, or of a project damaged as nobody foresaw
        return _report(fault)


def _report(fault: Exception) -> int:
    """Write a report as the window does, and say so in a sentence."""
    from annotator.services import fault_reports

    path = fault_reports.write(fault_reports.words(fault, fault.__traceback__))
    place = f" A report without a word of any article is {named(path)}." if path is not None else ""
    tell(
        f"annotator: something went wrong in the program; nothing half was recorded.{place}"
        " “annotator verify” tells whether the project is as it was recorded."
    )
    return FAULT


@commands.command()
@PROJECT
@click.option("--annotator", metavar="NAME", help="Use or make this identity.")
def new(project: Path, annotator: str | None) -> int:
    """Make a new, empty project."""
    identities = Identities()
    with Project.create(project, identities.become(annotator) if annotator is not None else identities.me()) as made:
        say({}, as_json=False, lines=[f"Made {named(made.path)}."])
    return DONE


@commands.command()
@PROJECT
@click.option("--format", "format_", metavar="F", required=True, help="See “annotator formats”.")
@click.option("--out", metavar="PATH", required=True, type=click.Path(path_type=Path), help="Where to write; literal.")
@click.option("--document", "documents", metavar="ID", multiple=True, help="Only this document; may be repeated.")
@click.option("--annotator", "annotators", metavar="NAME", multiple=True, help="Only this layer; may be repeated.")
@click.option(
    "--scope",
    type=click.Choice([exporting.ALL, exporting.ADJUDICATED]),
    default=exporting.ALL,
    help="Every layer, or the one that the review comes to.",
)
@click.option("--spreadsheet", is_flag=True, help="csv: neutralise what spreadsheets would run as formulas.")
@click.option("--nvivo", is_flag=True, help="refi-qda: count as NVivo does, not as the standard says.")
@click.option("--loss-report", "report", is_flag=True, help="Write the loss report beside what is exported.")
@JSON
def export(project: Path, format_: str, out: Path, *, as_json: bool, **given: Any) -> int:
    """Write an annotated corpus."""
    with open_to_read(project) as source, show_progress() as progress:
        done = exporting.export(
            source, format_, out,
            chosen=[source.find_document(d) for d in given["documents"]] or None,
            annotators=[source.find_annotator(a).id for a in given["annotators"]] or None, scope=given["scope"],
            options=exporting.WriteOptions(spreadsheet=given["spreadsheet"], nvivo=given["nvivo"]),
            report=given["report"], progress=progress,
        )  # fmt: skip
    value = {
        "written": [str(p) for p in done.written], "documents": done.documents, "annotations": done.annotations,
        "attributions": done.attributions, "loss": dict(done.loss), "altered": dict(done.altered),
    }  # fmt: skip
    if given["scope"] == exporting.ADJUDICATED:
        value["open"] = [
            {"document": one.document, "id": one.item.id, "type": one.item.KIND, "why": one.why} for one in done.open
        ]
        value["own"] = [{"document": document, "id": item.id, "type": item.KIND} for document, item in done.own]
    told = [loss for loss in done.losses if loss.grade != "kept"]
    wrote = f"Wrote {items(done.documents, done.annotations, done.attributions)}: {out}"
    say(value, as_json, [wrote, *exporting.loss_lines(told), *exporting.open_lines(done.left, len(done.own))])
    return DONE


@commands.command()
@JSON
def formats(as_json: bool) -> int:  # noqa: FBT001 - click's flag
    """List the formats that can be read and written, and what each carries."""
    every: list[Format | ArticleFormat] = [*FORMATS.values(), *ARTICLES.values()]
    say({"formats": [one.plain() for one in every]}, as_json, map(_format_line, every))
    return DONE


def _format_line(one: Format | ArticleFormat) -> str:
    missing = "" if one.installed else f"  (not installed: {one.install_line})"
    value = one.plain()
    keeps = "articles" if value["kind"] == "article" else "lossless" if value["lossless"] else ""
    return f"{one.name:13} {value['direction']:7} {keeps:9} {one.title}: {one.line}{missing}".rstrip()


@commands.command()
@PROJECT
@JSON
def documents(project: Path, as_json: bool) -> int:  # noqa: FBT001 - click's flag
    """List the documents of a project."""
    with open_to_read(project) as source:
        rows = source.documents()
        called = names(source)
    value = {
        "documents": [
            {
                "id": row.id,
                "title": row.title,
                "length": row.length,
                "counts": row.counts,
                "states": {called.get(id_, id_): state for id_, state in row.states.items()},
            }
            for row in rows
        ]
    }
    say(value, as_json, (f"{row.id[:12]}  {row.length:>8}  {_counts(row.counts):40}  {row.title}" for row in rows))
    return DONE


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{count} {tag}" for tag, count in counts.items()) or "nothing annotated"


@commands.command()
@PROJECT
@click.argument("document")
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text")
def show(project: Path, document: str, format_: str) -> int:
    """Show an article's claims and quotes with their chains in words."""
    with open_to_read(project) as source:
        article = source.read(source.find_document(document))
    say(showing.value(article), format_ == "json", showing.text_lines(article))
    return DONE


@commands.command("history")
@PROJECT
@click.option("--item", metavar="ID", help="Only what changed this item.")
@JSON
def history_(project: Path, item: str | None, as_json: bool) -> int:  # noqa: FBT001 - click's flag
    """List what was done, the newest first."""
    with open_to_read(project) as source:
        rows = history.operations(source, [_item_id(item)] if item is not None else [])
    say(
        {"operations": [row._asdict() for row in rows]},
        as_json,
        (
            f"{row.at}  {row.annotator or '(unsigned)':20}  {row.title}{'  (withdrawn)' if row.withdrawn else ''}"
            for row in rows
        ),
    )
    return DONE


def _item_id(given: str) -> str:
    plain = given.replace("-", "").lower()
    if len(plain) not in (32, 64) or any(c not in "0123456789abcdef" for c in plain):
        raise UserError(f"“{given}” is not the id of an item.", "Give a UUID, or a document’s SHA-256.")
    return plain


@commands.command()
@PROJECT
def undo(project: Path) -> int:
    """Undo my last action."""
    with open_to_write(project) as target:
        title = history.undo_title(target)
        history.undo(target)
    say({}, as_json=False, lines=[f"Undone: {named(title)}."])
    return DONE


@commands.command()
@PROJECT
def redo(project: Path) -> int:
    """Do again what was undone last."""
    with open_to_write(project) as target:
        title = history.redo_title(target)
        history.redo(target)
    say({}, as_json=False, lines=[f"Done again: {named(title)}."])
    return DONE


@commands.command()
@PROJECT
@JSON
def verify(project: Path, as_json: bool) -> int:  # noqa: FBT001 - click's flag
    """Check that every row proves itself and that the current state is what the log says."""
    with open_to_read(project) as source:
        problems = source.verify()
        newer = source.read_only is not None and source.read_only.hindrance is Hindrance.NEWER
    if newer and problems:
        advice = ["What a newer version made may look wrong to this one: nothing follows from it. Update Annotator."]
    else:
        advice = cli_keeping.advice(project, problems)
    say(
        {"ok": not problems, "problems": list(map(cli_keeping.plain, problems))},
        as_json,
        [*map(str, problems), *advice] or ["Everything is as it should be."],
    )
    return FINDINGS if problems else DONE


@commands.command()
@PROJECT
@click.option("--document", metavar="ID", required=True, help="Id, its beginning, or title of the document.")
@click.option("--out", metavar="FILE", required=True, type=click.Path(path_type=Path), help="A .png file.")
@click.option("--theme", type=click.Choice(["light", "dark"]), default="light")
@click.option("--width", type=click.IntRange(400, 4000), default=1100, metavar="PX")
@click.option("--annotator", metavar="NAME", help="Whose layer to show as tints; otherwise mine or the fullest.")
def render(project: Path, document: str, out: Path, theme: str, width: int, annotator: str | None) -> int:
    """Draw an article with its annotations as a picture."""
    if out.suffix.lower() != ".png":
        raise UserError(f"{out.name} does not end in .png, the one picture format there is.", "Choose such a name.")
    from annotator.ui import offscreen

    with open_to_read(project) as source:
        article = source.read(source.find_document(document))
        layer = source.find_annotator(annotator).id if annotator is not None else showing.main_layer(article, source.me)
    offscreen.render_png(article, layer, theme, width, out)
    say({}, as_json=False, lines=[f"Drew {named(article.document.title or article.id)} to {named(out)}."])
    return DONE


for _command in (cli_keeping.backup, cli_keeping.salvage, cli_searching.search):
    commands.add_command(_command)
for _command in (cli_sources.sources, cli_sources.check, cli_sources.report):
    commands.add_command(_command)
for _command in (cli_importing.import_, *cli_articles.COMMANDS, *cli_reviewing.COMMANDS, *cli_merging.COMMANDS):
    commands.add_command(_command)
