"""Tables of articles, a row each: CSV and TSV, Excel workbooks, JSON. Read a row at a time where it can be."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from itertools import chain, islice

from annotator import extras
from annotator.importers.article import Facts, Found, Options, Refused
from annotator.importers.dates import dated
from annotator.importers.decoding import Decoded, told, unreadable
from annotator.importers.html_facts import language
from annotator.importers.old_office import SIGNATURE, refusal
from annotator.importers.plain_text import blocks_of
from annotator.importers.source import Source
from annotator.importers.table_columns import columns
from annotator.importers.table_objects import is_whole, objects
from annotator.importers.table_rows import Row, Rows, json_lines, separated
from annotator.model.errors import UserError
from annotator.model.text import clean, storable

_FIRST = 20
"""Rows by which columns are judged."""

_MARKUP = re.compile(r"<(?:p|br|div|h[1-6]|article|html|body|ul|blockquote)\b[^>]*>", re.IGNORECASE)


def read(source: Source, options: Options) -> Iterator[Found | Refused]:
    """The articles of a table. Raises UserError when no column holds their text."""
    if not source.size():
        raise UserError(f"{source.name} is empty.", "Choose a file that holds articles.")
    if source.head.startswith(SIGNATURE):
        raise refusal(source.read(), source.name)
    if source.head.startswith(b"PK\x03\x04"):
        yield from _workbook(source, options)
    else:
        yield from _table(_plain_table(source, options), options)


def column_names(source: Source, options: Options) -> list[str]:
    """The names of the columns of a table, in their order. Raises UserError as `read` does."""
    for rows in _tables(source, options):
        with closing(rows.rows):
            found = [*rows.names, *(name for row in islice(rows.rows, _FIRST) for name in row.cells)]
        if found:
            return list(dict.fromkeys(found))
    return []


def _tables(source: Source, options: Options) -> Iterator[Rows]:
    if source.head.startswith(b"PK\x03\x04"):
        from annotator.importers.workbook_rows import sheets

        yield from sheets(source)
    else:
        yield _plain_table(source, options)


def _plain_table(source: Source, options: Options) -> Rows:
    if is_whole(source):
        return objects(source, options.encoding)
    head = source.head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith(b"{") or source.ending in (".jsonl", ".ndjson"):
        return json_lines(source, options.encoding)
    return separated(source, options.encoding)


def _workbook(source: Source, options: Options) -> Iterator[Found | Refused]:
    from annotator.importers.workbook_rows import sheets

    refused: UserError | None = None
    read_some = False
    for rows in sheets(source):
        try:
            for one in _table(rows, options):
                read_some = True
                yield one
        except UserError as error:
            if read_some and rows.sheet:
                yield Refused(error.sentence.rstrip("."), error.next_step, f"sheet {rows.sheet}")
            refused = refused or error
    if not read_some:
        raise refused or UserError(f"{source.name} holds no rows.", "Choose a file that holds articles.")


def _table(rows: Rows, options: Options) -> Iterator[Found | Refused]:
    first = list(islice(rows.rows, _FIRST))
    with closing(rows.rows):
        yield from _articles(rows, first, options)


def _articles(rows: Rows, first: Sequence[Row], options: Options) -> Iterator[Found | Refused]:
    names = list(dict.fromkeys((*rows.names, *(name for row in first for name in row.cells))))
    mapping = columns(names, [row.cells for row in first], options.columns)
    unused = [name for name in names if name not in mapping.values()]
    notes = (f"not read: column{'s' if len(unused) > 1 else ''} {', '.join(unused[:12])}",) if unused else ()
    where = f"sheet {rows.sheet}, " if rows.sheet else ""
    for row in chain(first, rows.rows):
        yield _article(row, mapping, rows, f"{where}row {row.number}", notes)
        notes = ()  # once is enough


def _article(row: Row, mapping: Mapping[str, str], rows: Rows, name: str, notes: tuple[str, ...]) -> Found | Refused:
    if row.wrong:
        return Refused(row.wrong, name=name)
    split = row.more and not rows.sheet  # in a sheet no separator can stand in a text
    joined = row.joined if mapping["text"] == rows.names[-1] else ""
    if split and not joined:
        return Refused(
            f"it has {_cells(row.more)} more than there are columns, because a separator stands in a text"
            " or a quotation mark is missing",
            "Put its text between quotation marks, or save the table as .xlsx.", name,
        )  # fmt: skip
    raw = joined if split else row.cells.get(mapping["text"], "")
    text, replaced = clean(raw)
    if not text.strip():
        return Refused(f"its column “{mapping['text']}” is empty", name=name)
    facts, bad = _facts({what: row.cells.get(column, "") for what, column in mapping.items() if what != "text"})
    given = row.cells.get(mapping.get("published", ""), "").strip()
    if given and not facts.published:
        notes = (*notes, f"its date “{given[:40]}” can be read in more than one way, or in none")
    if split:
        notes = (*notes, f"separators stand in its text: {_cells(row.more)} behind its last column joined to it")
    elif row.more:
        notes = (*notes, f"{_cells(row.more)} behind its last column not read")
    if _MARKUP.search(text, 0, 4000):
        if not extras.installed(("lxml",)):
            raise extras.missing("HTML in tables", "html")
        from annotator.importers.html_page import every_block

        blocks = every_block(f"<html><body>{text}</body></html>", name)
    else:
        blocks = blocks_of(text)
    holes = unreadable(raw) if replaced else 0
    return Found(
        blocks, facts, name, "table", rows.media_type, rows.encoding, row.original,
        told(Decoded("", rows.encoding, holes + bad), name, replaced - holes), notes,
    )  # fmt: skip


def _cells(count: int) -> str:
    return "a cell" if count == 1 else f"{count} cells"


def _facts(cells: Mapping[str, str]) -> tuple[Facts, int]:
    """What the cells of a row say about it, and how many of their characters could not be read."""
    kept = {what: storable(" ".join(cell.split())[:500]) for what, cell in cells.items()}
    said = {what: text for what, (text, _) in kept.items()}
    facts = Facts(
        said.get("title", ""), said.get("author", ""), said.get("outlet", ""), dated(said.get("published", "")),
        url if (url := said.get("url", "")).startswith(("http://", "https://")) else "",
        language(said.get("language", "")),
    )  # fmt: skip
    return facts, sum(count for _, count in kept.values())
