"""CSV tables: one file for each kind of item, UTF-8, quoted as RFC 4180 has it, LF line ends.

In the variant for spreadsheets the files begin with a byte order mark, and a cell that a spreadsheet would take for a
formula has an apostrophe before it; reading takes both away.
"""

import csv
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from annotator.formats.bundles import Bundle, Line, ReadOptions, WriteOptions
from annotator.formats.cells import TABLES, article_rows, columns, shared_rows, value_of
from annotator.formats.merging import by_document
from annotator.formats.selection import SHARED, Selection
from annotator.formats.ticking import Tick
from annotator.model.corpus import Quarantined
from annotator.model.errors import UserError

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")
_STANDING = ("annotation", "attribution", "state", "assignment")
_OTHERS = ("rating", "verdict", "comment", "confirmation")


def write(selection: Selection, place: Path, options: WriteOptions, tick: Tick) -> Counter[str]:
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
    return Counter()


def _neutral(row: list[str]) -> list[str]:
    return [f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in row]


def read(place: Path, _options: ReadOptions) -> Iterator[Bundle]:
    """A bundle for each document, when the tables are in the order in which they are written.

    Raises UserError for a folder without documents and annotations, and for a file that is no UTF-8.
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
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            names = next(reader, [])
            if "id" not in names:
                raise UserError(f"{path}: its first row does not name its columns.", "Nothing was imported.")
            for row in reader:
                where = f"{path.name} line {reader.line_num}"
                try:
                    if len(row) != len(names):
                        raise ValueError(f"the row has {len(row)} cells and not {len(names)}")
                    cells = [_plain(cell) for cell in row] if marked else row
                    yield Line(value_of(kind, dict(zip(names, cells, strict=True))), where)
                except ValueError as error:
                    bad.native += 1
                    bad.report.quarantined.append(Quarantined(str(path), where, f"{where}: {error}"))
    except UnicodeDecodeError as error:
        raise UserError(f"{path} is not UTF-8.", "Nothing was imported; save it as UTF-8.") from error
    except csv.Error as error:
        raise UserError(f"{path} is not readable as CSV: {error}.", "Nothing was imported.") from error


def _plain(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell
