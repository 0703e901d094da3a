"""One block of text laid out in lines, and the column of blocks.

A block speaks code points of the document to the outside; inside, Qt counts UTF-16 units of the block's display text.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QTextCharFormat, QTextLayout, QTextLine, QTextOption

from annotator.model.span import Span
from annotator.model.text import Utf16Map
from annotator.ui.article.blocks import Blocks, bullet_length
from annotator.ui.article.display import begins_right, display_text, reads_both_ways
from annotator.ui.article.fonts import Measures
from annotator.ui.article.heights import Heights

_KEPT = 500
"""Blocks whose layout is kept; a screen shows some fifty."""

_TOUCHING = 0.3
_STACKED = re.compile("[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]{3}")


class Line(NamedTuple):
    """A line of a block: its units, those before the white space at its end, and its place below the block's top."""

    text: QTextLine
    begin: int
    end: int
    solid: int
    top: int
    height: int


class Block:
    """A laid out block. It holds the layout as long as its lines, which do not outlive it."""

    __slots__ = (
        "_begins",
        "_edges",
        "_identity",
        "_lines_at",
        "_units",
        "heading",
        "height",
        "layout",
        "lines",
        "mixed",
        "right_to_left",
        "span",
        "tall",
    )

    def __init__(self, span: Span, text: str, measures: Measures, width: int, *, heading: bool, mark: QColor) -> None:
        shown, marks = display_text(text)
        self.span = span
        self.heading = heading
        self.tall = not text.isascii() and _STACKED.search(text) is not None
        """Whether its ink may leave its lines: marks stacked on a letter do."""

        self.mixed = reads_both_ways(shown)
        self._units = Utf16Map(shown)
        self._identity = self._units.identity
        self.layout = QTextLayout(shown, measures.heading if heading else measures.font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.right_to_left = self.mixed and begins_right(shown)
        if self.right_to_left:
            option.setTextDirection(Qt.LayoutDirection.RightToLeft)
            option.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.layout.setTextOption(option)
        self.layout.setCacheEnabled(True)
        if marks:
            self.layout.setFormats([_coloured(self._units.to_units(m), 1, mark) for m in marks])
        self.lines: list[Line] = []
        self.height = self._lay_out(shown, measures, width)
        self._begins = [line.begin for line in self.lines]
        self._lines_at: dict[int, int] = {}
        self._edges: dict[tuple[int, int], float] = {}

    def _lay_out(self, shown: str, measures: Measures, width: int) -> int:
        hang = 0.0
        bullet = bullet_length(shown) if not self.mixed else 0
        top = measures.scaled(8) if self.heading and self.span.begin > 0 else 0
        self.layout.beginLayout()
        while (line := self.layout.createLine()).isValid():
            line.setLineWidth(max(1.0, width - hang))
            begin = line.textStart()
            end = begin + line.textLength()
            solid = end
            while solid > begin and shown[self._units.to_points(solid) - 1].isspace():
                solid -= 1
            high = max(measures.pitch, round(line.height() + 0.4))
            drop = measures.baseline + (high - measures.pitch) - line.ascent()
            line.setPosition(QPointF(hang, top + max(0.0, round(drop) if line.ascent() < measures.pitch else 0.0)))
            self.lines.append(Line(line, begin, end, solid if solid > begin else end, top, high))
            top += high
            if bullet and len(self.lines) == 1:
                hang = min(line.cursorToX(self._units.to_units(bullet))[0], width / 4)  # type: ignore[index]  # a tuple
        self.layout.endLayout()
        return top

    def unit(self, position: int) -> int:
        """The unit of a code point of the document, cut to the block."""
        begin, end = self.span
        point = 0 if position <= begin else (min(position, end)) - begin
        return point if self._identity else self._units.to_units(point)

    def position(self, unit: int) -> int:
        """The code point of the document at a unit."""
        return self.span.begin + (unit if self._identity else self._units.to_points(unit))

    def line_of_position(self, position: int) -> int:
        """The number of the line that a code point of the document stands on; asked for with every frame, so kept."""
        number = self._lines_at.get(position)
        if number is None:
            number = self._lines_at[position] = self.line_of(self.unit(position))
        return number

    def lines_of(self, span: Span) -> range:
        """The numbers of the lines that a span of the document touches."""
        if span.end <= self.span.begin or span.begin >= self.span.end:
            return range(0)
        return range(self.line_of(self.unit(span.begin)), self.line_of(max(0, self.unit(span.end) - 1)) + 1)

    def line_of(self, unit: int) -> int:
        return bisect_right(self._begins, unit, 1) - 1

    def line_at(self, y: float) -> int:
        """The line at a height below the block's top; the first or the last beyond either end."""
        return max(0, bisect_right(self.lines, y, key=lambda line: line.top) - 1)

    def x(self, unit: int) -> float:
        """Where a caret before a unit stands."""
        return edge(self.lines[self.line_of(unit)].text, unit)

    def edge(self, number: int, unit: int) -> float:
        """Where a unit of a line begins; asked for by every annotation that begins or ends there, so kept."""
        x = self._edges.get((number, unit))
        if x is None:
            x = self._edges[number, unit] = edge(self.lines[number].text, unit)
        return x

    def runs(self, number: int, begin: int, end: int) -> list[tuple[float, float]]:
        """Where units `[begin, end)` stand on a line, left and right of each piece.

        Text that runs both ways can be several pieces; the white space at a line's end has no place.
        """
        line = self.lines[number]
        begin, end = max(begin, line.begin), min(end, line.solid)
        if begin >= end:
            return []
        if self.mixed:
            return _pieces(self.layout, line.text, begin, end)
        left, right = self.edge(number, begin), self.edge(number, end)
        if right - left < 1:
            right = edge(line.text, self.layout.nextCursorPosition(begin))
        return [(left, right)] if right > left else [(left, left + 2)]

    def spread(self, begin: int, end: int) -> Iterator[tuple[int, float, float]]:
        """The pieces of document positions `[begin, end)` in this block: line, left, right."""
        first, last = self.unit(begin), self.unit(end)
        for number in range(self.line_of(first), len(self.lines)):
            if self.lines[number].begin >= last:
                break
            for left, right in self.runs(number, first, last):
                yield number, left, right

    def snap(self, position: int, *, forward: bool) -> int:
        """The nearest place at or beyond a position where a caret may stand, never inside what is seen as one."""
        unit = self.unit(position)
        if self.layout.isValidCursorPosition(unit):
            return position
        move = self.layout.nextCursorPosition if forward else self.layout.previousCursorPosition
        return self.position(move(unit))


def edge(line: QTextLine, unit: int) -> float:
    x: float = line.cursorToX(unit)[0]  # type: ignore[index]  # the stub says object; it is a tuple
    return x


def colouring(begin: int, length: int, colour: QColor) -> QTextLayout.FormatRange:
    """A range of units in another colour."""
    return _coloured(begin, length, colour)


def _coloured(begin: int, length: int, colour: QColor) -> QTextLayout.FormatRange:
    out = QTextLayout.FormatRange()
    out.start = begin
    out.length = length
    form = QTextCharFormat()
    form.setForeground(colour)
    out.format = form
    return out


def _pieces(layout: QTextLayout, line: QTextLine, begin: int, end: int) -> list[tuple[float, float]]:
    """Where the units of a line that runs both ways stand, as few pieces as there are gaps between them."""
    out: list[list[float]] = []
    unit = begin
    while unit < end:
        following = max(unit + 1, min(end, layout.nextCursorPosition(unit)))
        left, right = _cell(line, unit, following)
        unit = following
        if right <= left:
            continue
        if out and abs(out[-1][1] - left) < _TOUCHING:
            out[-1][1] = right
        elif out and abs(out[-1][0] - right) < _TOUCHING:
            out[-1][0] = left
        else:
            out.append([left, right])
    return [(left, right) for left, right in out]


def _cell(line: QTextLine, unit: int, following: int) -> tuple[float, float]:
    """Where one cluster stands.

    Glyphs know it; carets do not where the direction changes, nor in a run before the space at which a line breaks.
    Carets know the part of a ligature, which is one glyph for several clusters.
    """
    # Qt answers with a position and a cursor; its stubs say object only.
    leading: float = line.cursorToX(unit, QTextLine.Edge.Leading)[0]  # type: ignore[index]  # as said above
    trailing: float = line.cursorToX(following - 1, QTextLine.Edge.Trailing)[0]  # type: ignore[index]  # as said above
    near, far = min(leading, trailing), max(leading, trailing)
    boxes = [run.boundingRect() for run in line.glyphRuns(unit, following - unit)]
    if not boxes:
        return near, far
    left, right = min(box.left() for box in boxes), max(box.right() for box in boxes)
    if near < far and left - _TOUCHING <= near and far <= right + _TOUCHING:
        return near, far
    return left, right


class Page:
    """A text as one column of blocks. Blocks are laid out when asked for; heights of others are estimates."""

    def __init__(self, text: str, headings: Sequence[Span] = (), title: str = "") -> None:
        self.text = text
        self.blocks = Blocks(text)
        self._blank = text.count("\n\n")
        self._headings = {self.blocks.at(span.begin) for span in headings if span.begin < len(text)}
        first = next((i for i in range(min(5, len(self.blocks))) if not self.blocks.empty(i)), 0)
        begin, end = self.blocks.span(first)
        if title and " ".join(text[begin:end].split()) == " ".join(title.split()):
            self._headings.add(first)
        self._laid: dict[int, Block] = {}
        self._mark = QColor()
        self.heights: Heights
        self.measures: Measures
        self.width = 0

    def arrange(self, measures: Measures, width: int, mark: QColor) -> None:
        """Forget every layout and use these measures from now on."""
        self.measures, self.width, self._mark = measures, width, mark
        self._laid = {}
        count = len(self.blocks)
        blank = self._blank
        filled = max(1, count - blank)
        per_block = (filled * (measures.pitch * 0.5 + measures.gap * 0.3) + blank * measures.gap) / count
        per_character = measures.pitch * measures.average / width
        self.heights = Heights(self.blocks.begins, len(self.text), per_character, per_block)

    def block(self, number: int) -> Block:
        found = self._laid.pop(number, None)
        if found is None:
            span = self.blocks.span(number)
            found = Block(
                span,
                self.text[span.begin : span.end],
                self.measures,
                self.width,
                heading=number in self._headings,
                mark=self._mark,
            )
            found.height = self._outer_height(number, found)
            self.heights.measure(number, found.height)
            if len(self._laid) >= _KEPT:
                del self._laid[next(iter(self._laid))]
        self._laid[number] = found
        return found

    def block_at(self, position: int) -> tuple[int, Block]:
        number = self.blocks.at(position)
        return number, self.block(number)

    def caret(self, position: int) -> tuple[int, QRectF]:
        """The block of a position, and the caret before that position relative to the block's top left."""
        number, block = self.block_at(position)
        unit = block.unit(position)
        line = block.lines[block.line_of(unit)]
        high = self.measures.mark_height - 2
        top = line.top + self.measures.mark_top + 1 + (line.height - self.measures.pitch)
        if block.span.begin == block.span.end:
            top = line.top + (block.height - high) // 2
        return number, QRectF(edge(line.text, unit), top, 0, high)

    def _outer_height(self, number: int, block: Block) -> int:
        """The block's height with the space below it; an empty line between paragraphs is that space."""
        gap = self.measures.gap
        begin, end = block.span
        if begin == end:
            before = number > 0 and number - 1 in self._headings
            return gap // 2 if before else gap
        if number + 1 >= len(self.blocks) or self.blocks.continues(number) or self.blocks.empty(number + 1):
            return block.height
        following = self.text[end + 1 : end + 20]
        wrapped = following[:1].islower() and len(self.text[begin:end]) > 40
        if wrapped or (bullet_length(self.text[begin : begin + 20]) and bullet_length(following)):
            return block.height + gap // 3
        return block.height + (gap // 2 if block.heading else gap)
