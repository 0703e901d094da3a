"""Excel: a workbook with a sheet for each kind of item, all cells text, written row by row.

A cell holds at most 32,767 characters; what is longer goes on in further columns. Characters that XML 1.0 cannot
carry become U+FFFD one for one.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from annotator.formats.bundles import WriteOptions
from annotator.formats.cells import TABLES, article_rows, columns, shared_rows
from annotator.formats.losses import UNSAYABLE
from annotator.formats.selection import Selection
from annotator.formats.ticking import Tick

MOST = 32_767
_LONGEST = 2
"""UTF-16 units that a character takes at most; Excel counts these."""


def write(selection: Selection, place: Path, _options: WriteOptions, tick: Tick) -> None:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheets: dict[str, Any] = {}
    for kind, name in TABLES.items():
        sheets[kind] = book.create_sheet(name)
        sheets[kind].append(columns(kind))

    def add(rows: Iterator[tuple[str, list[str]]]) -> None:
        for kind, row in rows:
            sheets[kind].append([_cell(sheets[kind], part) for part in _whole(row)])

    add(shared_rows(selection))
    for article in selection.articles():
        tick(article.title)
        add(article_rows(article))
    book.save(place)


def _whole(row: list[str]) -> list[str]:
    """The cells, those that are too long cut in pieces that stand at the end, after those that are not."""
    cells, more = [], []
    for cell in row:
        parts = list(_pieces(UNSAYABLE.sub("\ufffd", cell))) or [""]
        cells.append(parts[0])
        more += parts[1:]
    return cells + more


def _pieces(cell: str) -> Iterator[str]:
    """Pieces that are short enough, in Excel's count."""
    if len(cell) * _LONGEST <= MOST:
        yield cell
        return
    begin, units = 0, 0
    for at, character in enumerate(cell):
        size = 2 if character > "\uffff" else 1
        if units + size > MOST:
            yield cell[begin:at]
            begin, units = at, 0
        units += size
    yield cell[begin:]


def _cell(sheet: Any, value: str) -> Any:
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet)
    cell.data_type = "s"
    cell._value = value  # noqa: SLF001 - setting the value would make formulas and errors of texts
    return cell
