"""An annotator corpus that is too large for the memory, article by article."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from annotator.formats.bundles import Bundle, Line
from annotator.formats.corpus import MEND, check_header
from annotator.formats.lines import NotJson, decode
from annotator.formats.merging import by_document
from annotator.formats.selection import SHARED
from annotator.model.errors import UserError
from annotator.model.items import KINDS

_KIND = re.compile(rb'"type":"([a-z]+)"')
_STANDING = ("annotation", "attribution", "state", "assignment")
_OTHERS = ("rating", "verdict", "comment", "confirmation")


class _Run(NamedTuple):
    """Where the lines of a kind stand: offsets in bytes, and the number of the first line."""

    begin: int
    end: int
    number: int


def read_in_order(place: Path) -> Iterator[Bundle] | None:
    """Bundles of some articles each; None when the lines are in another order, or say more than the format knows."""
    runs = _runs(place)
    if runs is None:
        return None

    def lines(*kinds: str) -> Iterator[Line]:
        for kind in kinds:
            if kind in runs:
                yield from _lines(place, runs[kind])

    return by_document(
        str(place), lines(*SHARED), lines("document"), [lines(kind) for kind in _STANDING], lines(*_OTHERS)
    )


def _runs(place: Path) -> dict[str, _Run] | None:
    """Where each kind stands, when each stands in one piece after a header."""
    runs: dict[str, _Run] = {}
    last, begin, first, offset = "", 0, 1, 0
    with place.open("rb") as file:
        for number, line in enumerate(file, 1):
            found = _KIND.findall(line)
            kind = found[0].decode() if len(set(found)) == 1 else ""
            if number == 1:
                if kind != "corpus":
                    return None
                check_header(str(place), _value(place, line, number))
            if not kind or b'"status":"suggested"' in line or (kind not in KINDS and number > 1):
                return None
            if kind != last:
                if last:
                    runs[last] = _Run(begin, offset, first)
                if kind in runs:
                    return None
                last, begin, first = kind, offset, number
            offset += len(line)
    runs[last] = _Run(begin, offset, first)
    return runs


def _lines(place: Path, run: _Run) -> Iterator[Line]:
    with place.open("rb") as file:
        file.seek(run.begin)
        offset, number = run.begin, run.number
        while offset < run.end:
            line = file.readline()
            yield Line(_value(place, line, number), number)
            offset += len(line)
            number += 1


def _value(place: Path, line: bytes, number: int) -> dict[str, object]:
    try:
        value = decode(line.decode("utf-8-sig", "surrogatepass"))
    except (UnicodeDecodeError, NotJson):
        value = None
    if not isinstance(value, dict):
        raise UserError(f"{place}: line {number} is not JSON.", MEND)
    return value
