"""Rows of tables, one at a time: CSV in its many dialects, and JSON Lines.

Every row comes with the bytes that make a table of it alone, in the encoding of the file.
"""

import codecs
import csv
import io
import json
import sys
from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import closing
from itertools import islice
from typing import Any, NamedTuple

from annotator.importers.decoding import decode, escapes
from annotator.importers.source import Source
from annotator.model.errors import UserError
from annotator.model.text import storable

MOST_CELL = 20_000_000
"""Characters of the longest cell, and about of the longest line."""

MOST_COLUMNS = 2000
_SAMPLE = 1 << 16
_FIRST = 20
"""Lines among which one has to be readable."""

_DELIMITERS = ",;\t|"


class Row(NamedTuple):
    """A row; `number` is what spreadsheets and editors call it, from 1, the row of names included.

    `wrong` says in words why a row has no cells, `more` how many cells it has behind the last column. `joined` is the
    last cell with those behind it, where it is certain that they are pieces of it.
    """

    number: int
    cells: Mapping[str, str]
    original: bytes = b""
    wrong: str = ""
    more: int = 0
    joined: str = ""


class Rows(NamedTuple):
    """A table: the names of its columns, its rows, and the encoding it was read in, where there was a choice."""

    names: Sequence[str]
    rows: Generator[Row]
    media_type: str
    encoding: str = ""
    sheet: str = ""


def encoding_of(source: Source, chosen: str | None) -> str:
    """The encoding of a text that is too large to be looked at as a whole: UTF-8 when every byte of it is."""
    if chosen is not None:
        return chosen
    if source.head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE)):
        return decode(source.head[: len(source.head) // 4 * 4], source.name).encoding
    decoder = codecs.getincrementaldecoder("utf-8")()
    sample = source.head[: len(source.head) // 4 * 4]
    with closing(source.open()) as file:
        try:
            while chunk := file.read(1 << 20):
                try:
                    decoder.decode(chunk)
                except UnicodeDecodeError as error:
                    sample = source.head + chunk[max(error.start - _SAMPLE, 0) : error.start + _SAMPLE]
                    raise
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return decode(sample, source.name).encoding
    return decode(sample, source.name).encoding if b"\x00" in source.head else "utf-8"


def separated(source: Source, chosen: str | None) -> Rows:
    """The rows of a CSV or TSV file. Raises UserError when it has no row of names."""
    encoding = encoding_of(source, chosen)
    csv.field_size_limit(min(sys.maxsize, MOST_CELL))
    stream = _decoded(source, encoding)
    lines = _Lines(stream)
    first = lines.peek(_SAMPLE)
    if first.lower().startswith("sep=") and len(first) > 4:
        delimiter = next(lines)[4]
        lines.taken.clear()
    else:
        delimiter = _delimiter(first, source.ending)
    reader = csv.reader(lines, delimiter=delimiter)
    try:
        given = next(reader, [])
    except csv.Error as error:
        stream.close()
        raise UserError(f"{source.name}: {_told(error)}.", "Save it as CSV again, or as .xlsx.") from None
    if wrong := _wrong_names(source.name, given, lines):
        stream.close()
        raise wrong
    names = _unique(given)
    return Rows(names, _csv_rows(reader, lines, names, encoding), "text/csv", encoding)


def _wrong_names(name: str, given: Sequence[str], lines: "_Lines") -> UserError | None:
    if not any(one.strip() for one in given):
        return UserError(f"{name} has no row of column names.", "Add one as its first row.")
    if lines.ended:
        return UserError(f"{name}: {_OPEN} in its first row.", "Close it, or save it as CSV again.")
    if len(given) > MOST_COLUMNS:
        return UserError(f"{name} has more than {MOST_COLUMNS:,} columns.", "Leave out those that no article needs.")
    return None


def _csv_rows(reader: Any, lines: "_Lines", names: Sequence[str], encoding: str) -> Generator[Row]:
    head = lines.take()
    number = 1
    try:
        for number, cells in enumerate(reader, 2):
            raw = lines.take()
            if lines.ended:  # within a row, which only happens between quotation marks
                yield Row(number, {}, wrong=f"nothing can be read from here on: {_OPEN}")
            elif any(cells):
                known = dict(zip(names, cells, strict=False))
                more = behind(names, cells)
                joined = _joined(raw, cells, len(names), reader.dialect.delimiter) if more else ""
                yield Row(number, known, (head + raw).encode(encoding, escapes(encoding)), more=more, joined=joined)
    except csv.Error as error:
        yield Row(number + 1, {}, wrong=_told(error))
    finally:
        lines.close()


def behind(names: Sequence[str], cells: Sequence[str]) -> int:
    """How many cells of a row that hold something stand behind its last column."""
    return sum(bool(one.strip()) for one in cells[len(names) :])


def _joined(raw: str, cells: Sequence[str], width: int, delimiter: str) -> str:
    """The last cell and those behind it as they stand in the file.

    Empty when a cell before them could have been split as well, because it is not between quotation marks.
    """
    whole = "".join('"{}"{}'.format(one.replace('"', '""'), delimiter) for one in cells[: width - 1])
    tail = delimiter.join(cells[width - 1 :])
    return tail if raw.rstrip("\r\n") == whole + tail.rstrip("\r\n") else ""


_OPEN = "a quotation mark is never closed"


def _told(error: csv.Error) -> str:
    why = f"{_OPEN}, or a cell is too large" if "limit" in str(error) else str(error)
    return f"nothing can be read from here on: {why}"


def _decoded(source: Source, encoding: str) -> io.TextIOWrapper:
    codec = "utf-8-sig" if encoding.replace("_", "-").lower() in ("utf-8", "utf8") else encoding
    file = source.open()
    try:
        return io.TextIOWrapper(file, codec, escapes(codec), newline="")
    except LookupError:
        file.close()
        raise UserError(f"There is no encoding “{encoding}”.", "Use a name such as utf-8 or cp1252.") from None


class _Lines:
    """Lines of a stream, those remembered that were taken since the last row; `ended` once more were asked for."""

    def __init__(self, stream: io.TextIOWrapper) -> None:
        self._stream = stream
        self._ahead: list[str] = []
        self.taken: list[str] = []
        self.ended = False

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._ahead.pop(0) if self._ahead else self._stream.readline(MOST_CELL)
        if not line:
            self.ended = True
            raise StopIteration
        self.taken.append(line)
        return line

    def close(self) -> None:
        self._stream.close()

    def peek(self, characters: int) -> str:
        """The first lines, of about so many characters, which will be read again."""
        while sum(map(len, self._ahead)) < characters and (line := self._stream.readline(characters)):
            self._ahead.append(line)
        return "".join(self._ahead)

    def take(self) -> str:
        """What was read since this was asked last."""
        raw = "".join(self.taken)
        self.taken.clear()
        return raw


def _delimiter(sample: str, ending: str) -> str:
    """The sign between cells: that which makes rows of one width."""
    if ending in (".tsv", ".tab"):
        return "\t"

    def score(sign: str) -> tuple[float, int]:
        try:
            widths = [len(row) for row in csv.reader(io.StringIO(sample, newline=""), delimiter=sign)][:-1][:50]
        except csv.Error:
            return (0.0, 0)
        widths = widths or [len(next(csv.reader([sample.partition("\n")[0]], delimiter=sign), []))]
        if widths[0] < 2:
            return (0.0, 0)
        return (sum(width == widths[0] for width in widths) / len(widths), widths[0])

    return max(_DELIMITERS, key=score)


def _unique(names: Sequence[str]) -> list[str]:
    """The names of columns, those without one and those that came before told apart."""
    out: list[str] = []
    for number, name in enumerate(names, 1):
        shown = " ".join(storable(name)[0].split())[:200] or f"column {number}"
        out.append(shown if shown not in out else f"{shown} ({number})")
    return out


def json_lines(source: Source, chosen: str | None) -> Rows:
    """The objects of a file that has one a line. Raises UserError where one is none."""
    encoding = encoding_of(source, chosen)
    with closing(_objects(source, encoding)) as rows:
        first = next((row for row in islice(rows, _FIRST) if not row.wrong), None)
    if first is None:
        raise UserError(f"{source.name} holds no lines with an object each.", "Choose a file that holds articles.")
    return Rows(list(first.cells), _objects(source, encoding), "application/x-ndjson", encoding)


def _objects(source: Source, encoding: str) -> Generator[Row]:
    with closing(_decoded(source, encoding)) as stream:
        number = 0
        while line := stream.readline(MOST_CELL):
            number += 1
            if not line.strip():
                continue
            wrong = "it is no JSON object"
            try:
                value = json.loads(line)
            except RecursionError:
                value, wrong = None, "it is nested too deep to be read"
            except ValueError:
                value = None
            if isinstance(value, dict):
                cells = {storable(name)[0]: cell(one) for name, one in value.items()}
                yield Row(number, cells, line.encode(encoding, escapes(encoding)))
            else:
                yield Row(number, {}, wrong=wrong)


def cell(value: Any) -> str:
    """A JSON value as the text of a cell: lists of texts as paragraphs, names out of objects."""
    if isinstance(value, str):
        return value
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, list):
        texts = [one for one in map(cell, value) if one]
        return ("\n\n" if any(len(one) > 80 for one in texts) else ", ").join(texts)
    if isinstance(value, dict):
        named: Iterable[Any] = (value.get(key) for key in ("name", "title", "text", "value", "#text", "$date"))
        return next((one for one in named if isinstance(one, str)), "")
    return str(value)
