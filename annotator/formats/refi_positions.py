"""How a program counts positions in the texts of a REFI-QDA project.

Programs do it differently, so all four ways are tried on the whole project, and the one under which most selections
begin and end where words or lines do is taken. The score is told.
"""

import re
import zipfile
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from annotator.formats.bundles import ReadOptions
from annotator.formats.refi_project import Selection, sources
from annotator.model.counting import how_many
from annotator.model.text import Utf16Map

_WORD = re.compile(r"\w")


class Reading(NamedTuple):
    """One way to count: code points or UTF-16 units, a CRLF as one or as two."""

    unit: str
    crlf: bool

    def __str__(self) -> str:
        return f"{self.unit}, {'CRLF counted as two' if self.crlf else 'line ends counted as one'}"


READINGS = tuple(Reading(unit, crlf) for unit in ("code points", "UTF-16") for crlf in (False, True))


class Positions:
    """From the positions of one reading to code points of the text as it is in the file."""

    def __init__(self, raw: str, reading: Reading) -> None:
        self.text = raw if reading.crlf else raw.replace("\r\n", "\n")
        self._units = Utf16Map(self.text) if reading.unit == "UTF-16" else None

    def __call__(self, position: int) -> int:
        return self._units.to_points(position) if self._units is not None else position


def best_reading(data: bytes, box: zipfile.ZipFile, path: Path, options: ReadOptions) -> tuple[Reading, list[str]]:
    """The reading under which most selections begin and end where words do, and what to tell about it."""
    scores: Counter[Reading] = Counter()
    total = differing = 0
    for source in sources(data, box, path):
        if source.wrong or not source.selections:
            continue
        total += len(source.selections)
        if "\r\n" in source.raw or any(c > "\uffff" for c in source.raw):
            differing += len(source.selections)
        for reading in READINGS:
            positions = Positions(source.raw, reading)
            scores[reading] += sum(_fits(positions, selection) for selection in source.selections)
    allowed = [r for r in READINGS if not options.unit or r.unit == options.unit]
    best = max(allowed, key=lambda reading: scores[reading])  # of equals the first, the standard's own
    if not differing:
        return best, []
    shown = "; ".join(f"{reading}: {scores[reading]}" for reading in READINGS)
    told = how_many(total, "selection", "selections")
    return best, [f"Positions were read as {best}: of {told} these many end at words ({shown})."]


def _fits(positions: Positions, selection: Selection) -> bool:
    text = positions.text
    begin, end = positions(selection.begin), positions(selection.end)
    if not 0 <= begin < end <= len(text):
        return False
    inside = bool(begin and _WORD.match(text[begin - 1]) and _WORD.match(text[begin]))
    return not inside and not (end < len(text) and _WORD.match(text[end - 1]) and _WORD.match(text[end]))
