"""The rows of an Excel workbook, sheet by sheet. Formulas count as what they showed when the file was saved."""

import csv
import io
import warnings
from collections.abc import Generator, Iterator
from contextlib import closing
from datetime import date, datetime, time
from itertools import chain, islice
from typing import Any

from annotator import extras
from annotator.importers.dates import stamp
from annotator.importers.packed import Packed
from annotator.importers.source import Source
from annotator.importers.table_rows import MOST_COLUMNS, Row, Rows, behind
from annotator.importers.xml_tree import check_prolog
from annotator.model.errors import UserError

_CHECKED = (".xml", ".rels")
MOST_ROWS = 1_048_576
"""Rows of the longest sheet that Excel makes; those of no cell before a far one have to be counted one by one."""

_FIRST = 20
"""Rows that tell which columns without a name are used."""


def sheets(source: Source) -> Iterator[Rows]:
    """The sheets that hold something, each with its first row as names. Raises UserError for what is no workbook."""
    if not extras.installed(("openpyxl",)):
        raise extras.missing("Excel tables", "xlsx")
    _look_through(source)
    import openpyxl

    with closing(source.open()) as file, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of parts that are passed over, such as pictures and validation
        try:
            book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
        except (KeyError, ValueError, TypeError, AttributeError, OSError, IndexError, SyntaxError):
            raise UserError(f"{source.name} is damaged or no Excel workbook.", "Save it again in Excel.") from None
        with closing(book):
            for sheet in book.worksheets:
                rows = _rows(sheet)
                names = next(rows, None)
                if names is not None:
                    yield Rows(list(names.cells), rows, "text/csv", sheet=sheet.title)


def _look_through(source: Source) -> None:
    """Raise UserError for a workbook whose parts are out of bounds or declare entities."""
    with Packed(source, "Excel workbook") as packed:
        for name in sorted(packed.names):
            if name.endswith(_CHECKED):
                check_prolog(packed.read(name), source.name)


def _rows(sheet: Any) -> Generator[Row]:
    """The rows that hold something; the first one has the names of columns as its cells."""
    filled = _filled(sheet)
    number, head = next(filled, (0, []))
    if not number:
        return
    first = list(islice(filled, _FIRST))
    named = max(at for at, name in enumerate(head, 1) if name.strip() or at == 1)
    used = max((len(cells) for _, cells in first), default=0)
    names: list[str] = []
    for at, name in enumerate(head[: max(named, used)], 1):
        shown = " ".join(name.split()) or f"column {at}"
        names.append(shown if shown not in names else f"{shown} ({at})")
    yield Row(number, dict.fromkeys(names, ""))
    for number, cells in chain(first, filled):
        if number > MOST_ROWS:
            yield Row(number, {}, wrong=f"nothing can be read from here on: a sheet has {MOST_ROWS:,} rows at most")
            return
        known = dict(zip(names, cells, strict=False))
        yield Row(number, known, _as_csv(names, cells), more=behind(names, cells))


def _filled(sheet: Any) -> Generator[tuple[int, list[str]]]:
    """The number and the cells of each row that holds something, without the empty ones at its end.

    The first row has all its cells. One behind `MOST_ROWS` is the last, and has none.
    """
    sheet.reset_dimensions()
    begun = False
    for number, values in enumerate(sheet.iter_rows(values_only=True), 1):
        if number > MOST_ROWS:
            yield number, []
            return
        cells = [_cell(value) for value in values[:MOST_COLUMNS]]
        filled = next((at for at in range(len(cells), 0, -1) if cells[at - 1].strip()), 0)
        if filled:
            yield number, cells[:filled] if begun else cells
            begun = True


def _cell(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else stamp(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).replace("_x000D_", "")


def _as_csv(names: list[str], cells: list[str]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows((names, cells[: len(names)]))
    return out.getvalue().encode()
