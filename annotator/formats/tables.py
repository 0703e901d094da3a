"""CSV tables: one file for each kind of item, UTF-8, quoted as RFC 4180 has it, LF line ends.

In the variant for spreadsheets the files begin with a byte order mark, and a cell that a spreadsheet would take for a
formula has an apostrophe before it; reading takes both away.
"""

import csv
import re
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from annotator.formats.bundles import Bundle, Line, ReadOptions, WriteOptions
from annotator.formats.cells import TABLES, article_rows, columns, shared_rows, value_of
from annotator.formats.merging import by_document
from annotator.formats.selection import SHARED, Selection
from annotator.formats.ticking import Tick
from annotator.model.corpus import Quarantined
from annotator.model.counting import how_many
from annotator.model.errors import UserError

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")
_STANDING = ("annotation", "attribution", "state", "assignment")
_OTHERS = ("rating", "verdict", "comment", "confirmation")
_MARKING = "surrogateescape"
_NO_UTF8 = re.compile("[\udc80-\udcff]")
"""What `_MARKING` puts in the place of a byte that is not UTF-8, and no row can hold otherwise."""


def write(selection: Selection, place: Path, options: WriteOptions, tick: Tick) -> None:
    encoding = "utf-8-sig" if options.spreadsheet else "utf-8"
    with ExitStack() as stack:
        writers = {}
        for kind, name in TABLES.items():
            file = stack.enter_context((place / f"{name}.csv").open("w", encoding=encoding, newline=""))
            writers[kind] = csv.writer(file, lineterminator="\n")
            writers[kind].writerow(columns(kind))
        safe = _neutral if options.spreadsheet else list
        for kind, row in shared_rows(selection):
            writers[kind].writerow(safe(row))
        for article in selection.articles():
            tick(article.title)
            for kind, row in article_rows(article):
                writers[kind].writerow(safe(row))


def _neutral(row: list[str]) -> list[str]:
    return [f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in row]


def read(place: Path, _options: ReadOptions) -> Iterator[Bundle]:
    """A bundle for each document, when the tables are in the order in which they are written.

    A row that is not readable is kept out. Raises UserError for a folder without documents and annotations, and for
    a table whose first row does not name its columns.
    """
    folder = place if place.is_dir() else place.parent
    for name in ("documents", "annotations"):
        if not (folder / f"{name}.csv").is_file():
            raise UserError(f"{folder} has no table {name}.csv.", "Choose the folder of an export of tables.")
    bad = Bundle(str(folder))

    def rows(*kinds: str) -> Iterator[Line]:
        for kind in kinds:
            path = folder / f"{TABLES[kind]}.csv"
            if path.is_file():
                yield from _rows(path, kind, bad)

    yield from by_document(
        str(folder), rows(*SHARED), rows("document"), [rows(kind) for kind in _STANDING], rows(*_OTHERS)
    )
    yield bad


def _rows(path: Path, kind: str, bad: Bundle) -> Iterator[Line]:
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    with path.open("rb") as raw:
        marked = raw.read(3) == b"\xef\xbb\xbf"
    with path.open(encoding="utf-8-sig", errors=_MARKING, newline="") as file:
        reader = csv.reader(file, strict=True)
        try:
            names = next(reader, [])
        except csv.Error:
            names = []
        if "id" not in names:
            raise UserError(f"{path}: its first row does not name its columns.", "Nothing was imported.")
        while True:
            begin = reader.line_num + 1
            try:
                row = next(reader, None)
                if row is None:
                    return
                yield Line(_value(kind, names, row, marked=marked), f"{path.name} line {reader.line_num}")
            except (ValueError, csv.Error) as error:
                end = reader.line_num
                where = f"{path.name} line {end}" if begin >= end else f"{path.name} lines {begin} to {end}"
                bad.native += 1
                bad.report.quarantined.append(Quarantined(str(path), where, f"{where}: {error}"))


def _value(kind: str, names: list[str], row: list[str], *, marked: bool) -> dict[str, Any]:
    """The line that a row stands for. Raises ValueError with what is wrong with it."""
    if len(row) != len(names):
        raise ValueError(f"the row has {how_many(len(row), 'cell', 'cells')} and not {len(names)}")
    if any(_NO_UTF8.search(cell) for cell in row):
        raise ValueError("the row is not UTF-8")
    cells = [_plain(cell) for cell in row] if marked else row
    return value_of(kind, dict(zip(names, cells, strict=True)))


def _plain(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell
