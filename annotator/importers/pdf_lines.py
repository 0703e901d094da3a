"""The lines of a PDF page as they are drawn: text, place, size, and whether it is bold.

Lengths are in points, y grows upwards. Pages are read in the order in which they draw, which is that of their columns.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pypdf import PageObject

_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
_BOLD = re.compile(r"bold|black|heavy|semib|demi", re.IGNORECASE)
_GLYPH = 0.5
"""The width of a letter in sizes of its font, on average."""

_GUTTER = 2.5
"""Sizes of the font between two pieces of a line, from which they may be of two columns."""

_FEWEST_ROWS = 5
_PROSE = 18
"""Characters from which a piece of a line is prose rather than the cell of a table."""


@dataclass(frozen=True, slots=True)
class Line:
    text: str
    x: float
    y: float
    size: float
    bold: bool = False
    page: int = 0

    @property
    def end(self) -> float:
        """About where it ends, as its letters are counted and not measured."""
        return self.x + _GLYPH * self.size * len(self.text)


def lines_of(page: "PageObject", number: int) -> list[Line]:
    """The lines of a page that hold something, ligatures as letters."""
    gathered = _Gathered(number)
    page.extract_text(visitor_text=gathered.take)
    gathered.end_line()
    return _in_columns(gathered.lines)


class _Gathered:
    """Makes lines of the pieces that pypdf hands over, one for each change of place or font."""

    def __init__(self, page: int) -> None:
        self.lines: list[Line] = []
        self._page = page
        self._run: list[Line] = []

    def take(self, text: str, cm: Sequence[float], tm: Sequence[float], font: Any, size: float) -> None:
        if not text:
            return
        x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
        y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        scale = abs(tm[3] * cm[3]) or abs(tm[1] * cm[2]) or 1.0
        bold = isinstance(font, dict) and _BOLD.search(str(font.get("/BaseFont", ""))) is not None
        first, *others = text.translate(_LIGATURES).split("\n")
        self._add(Line(first, x, y, abs(size) * scale, bold, self._page))
        for other in others:
            self.end_line()
            self._add(Line(other, x, y, abs(size) * scale, bold, self._page))

    def _add(self, piece: Line) -> None:
        if not piece.text:
            return
        if piece.text.strip() and self._run:
            last = self._run[-1]
            apart = abs(piece.y - self._run[0].y) > 0.7 * max(piece.size, self._run[0].size)
            if apart or (last.text.strip() and piece.x - last.end > _GUTTER * piece.size):
                self.end_line()
        self._run.append(piece)

    def end_line(self) -> None:
        text = "".join(piece.text for piece in self._run)
        solid = [piece for piece in self._run if piece.text.strip()]
        self._run.clear()
        if solid:
            main = max(solid, key=lambda piece: len(piece.text))
            bold = all(piece.bold for piece in solid)
            self.lines.append(replace(solid[0], text=" ".join(text.split()), size=main.size, y=main.y, bold=bold))


def _in_columns(lines: list[Line]) -> list[Line]:
    """The lines, with rows that were drawn across two columns of prose taken apart: left column first."""
    out: list[Line] = []
    at = 0
    while at < len(lines):
        rows = _rows(lines, at)
        if len(rows) >= _FEWEST_ROWS and sum(min(len(a.text), len(b.text)) for a, b in rows) >= _PROSE * len(rows):
            out += [left for left, _ in rows] + [right for _, right in rows]
            at += 2 * len(rows)
        else:
            out.append(lines[at])
            at += 1
    return out


def _rows(lines: list[Line], at: int) -> list[tuple[Line, Line]]:
    """The rows of two pieces, those on the right one below the other, that begin at a line."""
    rows: list[tuple[Line, Line]] = []
    while at + 1 < len(lines):
        left, right = lines[at : at + 2]
        beside = abs(left.y - right.y) < 0.3 * left.size and right.x > left.x + _GUTTER * left.size
        if not beside or (rows and abs(right.x - rows[0][1].x) > 1.5 * right.size):
            break
        rows.append((left, right))
        at += 2
    return rows
