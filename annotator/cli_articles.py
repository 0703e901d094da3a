"""Commands on the files that articles were read from."""

from pathlib import Path
from typing import Any

import click

from annotator.answering import FINDINGS, JSON, PROJECT, count, open_to_read, open_to_write, say
from annotator.asking import DONE
from annotator.services import extracting, originals
from annotator.services.extracting import Options


@click.command()
@PROJECT
@click.option("--document", metavar="ID", required=True, help="Id, its beginning, or title of the document.")
@click.option("--encoding", metavar="E", help="The encoding of the file; otherwise the one it was read in.")
@JSON
def extract(project: Path, document: str, encoding: str | None, *, as_json: bool) -> int:
    """Read the file that an article came from anew: a new document, with the work on the first moved over."""
    with open_to_write(project) as target:
        id_ = target.find_document(document)
        found = extracting.read_again(target, id_, Options(encoding) if encoding is not None else None)
        done = extracting.take_again(target, id_, found)
    value: dict[str, Any] = {
        "document": done.document, "derived_from": id_, "moved": done.moved,
        "reanchored": [{"item": one.item, "from": one.before, "to": one.after} for one in done.reanchored],
        "lost": [{"item": one.item, "reason": one.reason} for one in done.lost],
    }  # fmt: skip
    lines = [f"Made {done.document[:12]} from {id_[:12]}; {count(done.moved, 'item was', 'items were')} moved over."]
    say(value, as_json, [*lines, *(f"Not moved: {one.item}: {one.reason}." for one in done.lost)])
    return FINDINGS if done.lost else DONE


@click.command("originals")
@PROJECT
@click.option("--keep/--no-keep", "kept", default=None, help="Keep the files of articles imported from now on, or not.")
@JSON
def originals_(project: Path, kept: bool | None, *, as_json: bool) -> int:  # noqa: FBT001 - click's flag
    """Say whether the project keeps the files that articles are read from, and how much space they take."""
    if kept is not None:
        with open_to_write(project) as target:
            originals.keep(target, kept=kept)
    with open_to_read(project) as source:
        on, (files, taken) = originals.are_kept(source), originals.space(source)
    words = "are kept" if on else "are not kept"
    lines = [f"Files of imported articles {words}; {count(files, 'file takes', 'files take')} up {taken} bytes."]
    say({"kept": on, "files": files, "bytes": taken}, as_json, lines)
    return DONE


COMMANDS = (extract, originals_)
