"""Rows of a SQLite file read from its pages, without SQLite and without trusting anything that stands in them.

The format: https://www.sqlite.org/fileformat2.html, sections 1.3 (header), 1.6 (b-tree pages) and 2.1 (records).
"""

from collections.abc import Iterator
from typing import NamedTuple

PAGE_SIZE = 4096
"""What this program makes; taken where the header says nothing that can be."""

_SIZES = frozenset(1 << power for power in range(9, 17))
_TABLE, _TABLE_INNER, _INDEX, _INDEX_INNER = 0x0D, 0x05, 0x0A, 0x02
_INTEGERS = (0, 1, 2, 3, 4, 6, 8)

Value = int | float | str | bytes | None


class Cell(NamedTuple):
    """One row of a table as its page has it. `payload` may be cut short where overflow pages are missing."""

    page: int
    rowid: int
    payload: bytes


def varint(data: bytes, at: int) -> tuple[int, int]:
    """A number of variable length, and where the next thing begins. Raises IndexError at the end of the data."""
    value = 0
    for place in range(8):
        byte = data[at + place]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + place + 1
    return value << 8 | data[at + 8], at + 9


def _signed(number: int) -> int:
    return number - (1 << 64) if number >> 63 else number


def raw_columns(payload: bytes) -> list[tuple[int, bytes]] | None:
    """The serial type and the bytes of each column of a record; None when the payload is no whole record."""
    try:
        end, at = varint(payload, 0)
        types = []
        while at < end:
            type_, at = varint(payload, at)
            types.append(type_)
    except IndexError:
        return None
    if at != end:
        return None
    out = []
    for type_ in types:
        size = _size(type_)
        out.append((type_, payload[at : at + size]))
        at += size
    return out if at == len(payload) else None


def own_length(data: bytes) -> int:
    """How long the record is that begins here, as its header says; 0 when there is none."""
    try:
        end, at = varint(data, 0)
        size = end
        while at < end:
            type_, at = varint(data, at)
            size += _size(type_)
    except IndexError:
        return 0
    return size if at == end else 0


def _size(type_: int) -> int:
    return _INTEGERS[type_] if type_ < 7 else 8 if type_ == 7 else (type_ - 12) // 2 if type_ >= 12 else 0


def value(type_: int, data: bytes) -> Value:
    """A column's value. Raises UnicodeDecodeError for a text that is none."""
    if type_ >= 12:
        return data.decode() if type_ % 2 else data
    if type_ in (8, 9):
        return type_ - 8
    return int.from_bytes(data, "big", signed=True) if 1 <= type_ <= 6 else None


def record(payload: bytes) -> list[Value] | None:
    """The values of a record, None when the payload is none or holds a text that is not UTF-8. Reals are None."""
    columns = raw_columns(payload)
    try:
        return None if columns is None else [value(type_, data) for type_, data in columns]
    except UnicodeDecodeError:
        return None


class Pages:
    """The pages of a file, as many as there are. The last one may be cut off."""

    def __init__(self, raw: bytes) -> None:
        self._raw = raw
        size = int.from_bytes(raw[16:18], "big")
        size = 65536 if size == 1 else size
        self.size = size if size in _SIZES else PAGE_SIZE
        self.count = -(-len(raw) // self.size)

    def page(self, number: int) -> bytes:
        """One page, counted from 1; filled up with zeros where the file ends, empty where there is none."""
        if not 1 <= number <= self.count:
            return b""
        return self._raw[(number - 1) * self.size : number * self.size].ljust(self.size, b"\0")

    def cells(self, number: int) -> Iterator[Cell]:
        """The rows that a page would hold if it were a leaf of a table, whatever its first byte says."""
        page = self.page(number)
        for pointer in self._pointers(page):
            cell = self.cell(number, page, pointer)
            if cell is not None:
                yield cell

    def _pointers(self, page: bytes) -> Iterator[int]:
        """Where cells begin. How many there are is not believed: they end where one points nowhere."""
        counted = int.from_bytes(page[3:5], "big")
        for place in range((self.size - 8) // 2):
            pointer = int.from_bytes(page[8 + 2 * place : 10 + 2 * place], "big")
            if 8 + 2 * place < pointer < self.size - 3:
                yield pointer
            elif place >= counted:
                return

    def cell(self, number: int, page: bytes, pointer: int) -> Cell | None:
        """The row that begins there, None when there can be none."""
        try:
            length, at = varint(page, pointer)
            rowid, at = varint(page, at)
        except IndexError:
            return None
        if length > len(self._raw):
            return None
        local = self._local(length)
        payload = page[at : at + local]
        if len(payload) < local:
            return None
        if local < length:
            following = int.from_bytes(page[at + local : at + local + 4], "big")
            payload += self._overflow(following, length - local)
        return Cell(number, _signed(rowid), payload)

    def _local(self, length: int) -> int:
        """Bytes of a payload that stand in the page of a table's leaf itself."""
        most = self.size - 35
        if length <= most:
            return length
        least = (self.size - 12) * 32 // 255 - 23
        fitting = least + (length - least) % (self.size - 4)
        return fitting if fitting <= most else least

    def _overflow(self, number: int, left: int) -> bytes:
        parts: list[bytes] = []
        seen: set[int] = set()
        while left > 0 and number not in seen and (page := self.page(number)):
            seen.add(number)
            parts.append(page[4 : 4 + left])
            left -= len(parts[-1])
            number = int.from_bytes(page[:4], "big")
        return b"".join(parts)

    def owners(self, roots: dict[int, str]) -> dict[int, str]:
        """The name of the tree that each page belongs to, from the pages of the roots, as far as the trees hold."""
        out: dict[int, str] = {}
        for root, name in roots.items():
            waiting = [root]
            while waiting:
                number = waiting.pop()
                if number in out or not self.page(number):
                    continue
                out[number] = name
                waiting.extend(self._children(number))
        return out

    def _children(self, number: int) -> list[int]:
        """The pages that one of a tree points to: those below it, and those its long rows go on in."""
        page = self.page(number)
        start = 100 if number == 1 else 0
        kind = page[start]
        if kind not in (_TABLE_INNER, _INDEX_INNER):
            return []
        out = [int.from_bytes(page[start + 8 : start + 12], "big")]
        for place in range(int.from_bytes(page[start + 3 : start + 5], "big")):
            at = start + 12 + 2 * place
            pointer = int.from_bytes(page[at : at + 2], "big")
            if pointer + 4 <= self.size:
                out.append(int.from_bytes(page[pointer : pointer + 4], "big"))
        return out
