"""Commands on the files that articles were read from."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import click

from annotator.answering import FINDINGS, JSON, PROJECT, count, open_to_read, open_to_write, say
from annotator.asking import DONE
from annotator.model.errors import UserError
from annotator.model.hidden import shown
from annotator.model.text import first_line
from annotator.services import extracting, originals
from annotator.services.gathering import Block, Options


@click.command()
@PROJECT
@click.option("--document", metavar="ID", required=True, help="Id, its beginning, or title of the document.")
@click.option("--encoding", metavar="E", help="The encoding of the file; otherwise the one it was read in.")
@click.option("--list", "listing", is_flag=True, help="Only list the parts of the article, with their numbers.")
@click.option("--all-blocks", is_flag=True, help="Put every part that was left out back in.")
@click.option("--put-back", "back", metavar="N", type=int, multiple=True, help="Put the part of this number back in.")
@click.option("--take-out", "out", metavar="N", type=int, multiple=True, help="Take the part of this number out.")
@JSON
def extract(
    project: Path, document: str, encoding: str | None, *, listing: bool, all_blocks: bool, back: tuple[int, ...],
    out: tuple[int, ...], as_json: bool,
) -> int:  # fmt: skip
    """Read the file that an article came from anew: a new document, with the work on the first moved over."""
    with open_to_read(project) if listing else open_to_write(project) as target:
        id_ = target.find_document(document)
        with extracting.gather(target, id_) as batch:
            if encoding is not None:
                batch.read_again(target, batch.files[0], Options(encoding, whole=True))
            blocks = batch.found(0).blocks
            _check_numbers((*back, *out), len(blocks))
            batch.keep(0, range(len(blocks)) if all_blocks else [number - 1 for number in back], kept=True)
            batch.keep(0, [number - 1 for number in out], kept=False)
            found = batch.found(0)
        if listing:
            return _list(found.blocks, as_json=as_json)
        done = extracting.take_again(target, id_, found)
    value: dict[str, Any] = {
        "document": done.document, "derived_from": id_, "moved": done.moved,
        "reanchored": [{"item": one.item, "from": one.before, "to": one.after} for one in done.reanchored],
        "lost": [{"item": one.item, "reason": one.reason} for one in done.lost],
    }  # fmt: skip
    lines = [f"Made {done.document[:12]} from {id_[:12]}; {count(done.moved, 'item was', 'items were')} moved over."]
    say(value, as_json, [*lines, *(f"Not moved: {one.item}: {one.reason}." for one in done.lost)])
    return FINDINGS if done.lost else DONE


def _check_numbers(numbers: Iterable[int], parts: int) -> None:
    if wrong := [number for number in numbers if not 1 <= number <= parts]:
        raise UserError(f"The article has no part {wrong[0]}.", f"It has {parts}; “extract --list” shows them.")


def _list(blocks: Sequence[Block], *, as_json: bool) -> int:
    value = [
        {"part": number, "kind": one.kind, "kept": one.kept, "excluded": one.excluded, "why": one.why, "text": one.text}
        for number, one in enumerate(blocks, 1)
    ]
    lines = [
        f"{number:>4}  {'' if one.kept else 'left out  '}{one.kind}: {shown(first_line(one.text))}"
        + (f" ({one.why})" if one.why else "")
        for number, one in enumerate(blocks, 1)
    ]
    say({"parts": value}, as_json, lines)
    return DONE


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
