"""The annotator corpus, version 1: JSON Lines, lossless, byte-identical when read and written again."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from annotator.formats.bundles import Bundle, Line, ReadOptions, WriteOptions
from annotator.formats.lines import NotJson, decode, encode, written
from annotator.formats.selection import JUDGEMENTS, Selection
from annotator.formats.ticking import Tick
from annotator.model.counting import how_many
from annotator.model.errors import UserError
from annotator.model.items import KINDS, Item

FORMAT = "annotator-corpus"
VERSION = 1
MEND = "Nothing was imported; mend the line or export the corpus again."
LARGE = 64 * 1024 * 1024
"""From this size on a file is not held in memory, when its lines are in the order in which they are written."""

_HARD = re.compile(rb"\x00|\\u0000|\\u[dD][89a-fA-F]|\xed[\xa0-\xbf]")
"""Bytes of a JSON file without which no NUL and no lone surrogate can be in its texts."""

_SIGNS = (b"\x00", b"\\u", b"\xed")
"""What one of them begins with; found, or found missing, a hundred times faster."""


def lines(selection: Selection, tick: Tick) -> Iterator[str]:
    """The lines of the file, each with its newline."""
    yield encode({"format": FORMAT, "type": "corpus", "version": VERSION}) + "\n"
    for line in _written(selection, tick):
        yield f"{line}\n"


def _written(selection: Selection, tick: Tick) -> Iterator[str]:
    """The lines after the first."""
    for kind in ("annotator", "tag", "entity"):
        yield from map(written, _sorted(selection.items(kind)))
    judgements: defaultdict[str, list[Item]] = defaultdict(list)
    for article in selection.articles():
        tick(article.title)
        yield written(article.document, article.text)
        for item in article.judgements:
            judgements[item.KIND].append(item)
    for article in selection.articles():
        tick(article.title)
        yield from (written(annotation, article.text) for annotation in article.annotations)
    for article in selection.articles():
        tick(article.title)
        yield from map(written, article.attributions)
    for kind in (*JUDGEMENTS, "setting"):
        yield from map(written, _sorted([*judgements[kind], *selection.items(kind)]))


def _sorted(items: list[Item]) -> list[Item]:
    return sorted(items, key=lambda item: item.id)


def write(selection: Selection, place: Path, _options: WriteOptions, tick: Tick) -> None:
    """Write the file. Nothing is ever lost."""
    with place.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(lines(selection, tick))


def read(place: Path, _options: ReadOptions) -> Iterator[Bundle]:
    """All of a file as one bundle; of a large one whose lines are in order, bundles of some articles each.

    Raises UserError when the file as a whole is refused: no JSON Lines, no header, a newer version, nothing in it.
    """
    if place.stat().st_size > LARGE:
        from annotator.formats.large_corpus import read_in_order

        in_order = read_in_order(place)
        if in_order is not None:
            yield from in_order
            return
    yield parse(place.read_bytes(), str(place))


def parse(data: bytes, path: str) -> Bundle:
    hard = any(sign in data for sign in _SIGNS) and _HARD.search(data) is not None
    bundle = Bundle(path, unstorable=hard)
    headers = 0
    suggestions = 0
    unknown: Counter[str] = Counter()
    for number, given in _objects(data, path):
        kind = given.get("type")
        if kind == "corpus":
            check_header(path, given)
            headers += 1
        elif not isinstance(kind, str) or kind not in KINDS:
            unknown[str(kind)[:80]] += 1
        elif given.get("status") == "suggested":
            suggestions += 1
        else:
            bundle.lines.append(Line(given, number))
    if not headers:
        raise UserError(f"{path} is not an annotator corpus: it has no header line.", "Choose another file.")
    bundle.native = len(bundle.lines) + suggestions + unknown.total()
    bundle.report.notes += [
        f"{how_many(n, 'line', 'lines')} of the unknown type {kind!r} {'was' if n == 1 else 'were'} left out."
        for kind, n in unknown.items()
    ]
    if suggestions:
        bundle.report.notes.append(
            f"{how_many(suggestions, 'suggestion was', 'suggestions were')} left out: nobody has accepted them yet."
        )
    return bundle


def _objects(data: bytes, path: str) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in enumerate(_text_lines(data, path), 1):
        if not line.strip():
            continue
        try:
            given = decode(line)
        except NotJson:
            raise UserError(f"{path}: line {number} is not JSON.", MEND) from None
        if not isinstance(given, dict):
            raise UserError(f"{path}: line {number} is not a JSON object.", MEND)
        yield number, given


def _text_lines(data: bytes, path: str) -> list[str]:
    if not data or data.isspace():
        raise UserError(f"{path} is empty.", "Choose a file that holds a corpus.")
    try:
        text = data.decode("utf-8-sig", "surrogatepass")
    except UnicodeDecodeError as error:
        raise UserError(
            f"{path} is not an annotator corpus: it is not UTF-8 at byte {error.start}.", "Nothing was imported."
        ) from error
    return text.split("\n")


def check_header(path: str, given: dict[str, object]) -> None:
    version = given.get("version")
    if given.get("format") != FORMAT or type(version) is not int:
        raise UserError(f"{path} is not an annotator corpus: its header names another format.", "Choose another file.")
    if version > VERSION:
        raise UserError(
            f"{path} is an annotator corpus of version {version}; this program reads version {VERSION}.",
            "Update the program to import it.",
        )
