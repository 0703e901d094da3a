"""What annotations put around the text of one block: tints, lines under and over it, outlines, initials.

Geometry only, relative to the block's top left, so it is kept until the block, its annotations or the zoom change.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import NamedTuple

from PySide6.QtCore import QLineF, QRectF

from annotator.model.items import Annotation
from annotator.ui.article.fonts import Measures
from annotator.ui.article.layout import Block, Line

LANES = 5
"""Underlines that can be told apart below one another."""

_ROOMY = 3
"""Underlines that fit between a line's tint and the next line's; where there are more, all are thin and close."""

OUTLINES = 3
_ORDER = {"claim": 0, "quote": 1, "source": 2, "cue": 3}
_TRIM = 2.0


class Tint(NamedTuple):
    rect: QRectF
    tag: str
    ids: list[str]


@dataclass(slots=True)
class Outline:
    """A frame around a colleague's annotation: whole boxes, and the sides, one pixel wide, of those that go on."""

    boxes: list[QRectF]
    sides: list[QRectF]
    id: str
    annotator: str | None
    tag: str
    suggested: bool


class Badge(NamedTuple):
    rect: QRectF
    annotator: str | None


class Quiet(NamedTuple):
    """Units whose text steps back: `excluded`, or `suggested`."""

    begin: int
    length: int
    excluded: bool


@dataclass(slots=True, eq=False)
class LineMarks:
    """What one's own annotations put around one line."""

    tints: list[Tint] = field(default_factory=list)
    """From the outermost to the innermost, so that an inner one replaces an outer one."""

    rules: dict[str, list[QRectF]] = field(default_factory=dict)
    dots: list[QLineF] = field(default_factory=list)
    strikes: list[QRectF] = field(default_factory=list)
    quiet: list[Quiet] = field(default_factory=list)
    ids: frozenset[str] = frozenset()
    """The annotations tinted; made anew with the line, never changed, as images of it are kept by it."""

    def lowest(self, measures: Measures) -> float:
        """How far below the block's top the underlines reach."""
        rules = (rect.bottom() for rects in self.rules.values() for rect in rects)
        dots = (dot.y1() + dot_width(measures) / 2 for dot in self.dots)
        return max(chain(rules, dots), default=0.0)


@dataclass(slots=True, eq=False)
class OthersMarks:
    """What colleagues' annotations put around a block."""

    outlines: list[Outline] = field(default_factory=list)
    badges: list[Badge] = field(default_factory=list)
    quiet: list[Quiet] = field(default_factory=list)
    ids: frozenset[str] = frozenset()


@dataclass(slots=True)
class BlockMarks:
    """The marks of a block, those of one's own by line so that a tag makes only its own lines anew."""

    lines: dict[int, LineMarks] = field(default_factory=dict)
    others: OthersMarks = field(default_factory=OthersMarks)


def dot_width(measures: Measures) -> int:
    """Of the dotted lines under quotes."""
    return measures.scaled(2)


def size(annotation: Annotation) -> int:
    spans = annotation.spans
    if len(spans) == 1:  # nearly all; asked for by every sorting
        return spans[0][1] - spans[0][0]
    return sum(span.end - span.begin for span in annotation.spans)


def inner_last(annotation: Annotation) -> tuple[int, int, str]:
    """Sorts from the outermost to the innermost."""
    spans = annotation.spans
    long = spans[0][1] - spans[0][0] if len(spans) == 1 else size(annotation)
    return -long, _ORDER.get(annotation.tag, 4), annotation.id


def block_marks(
    block: Block,
    own: Sequence[Annotation],
    others: Iterable[Annotation],
    suggesters: frozenset[str],
    measures: Measures,
) -> BlockMarks:
    """The marks of a block: `own` annotations tinted, those of `others` outlined."""
    out = BlockMarks()
    mark_lines(out, block, own, measures, range(len(block.lines)))
    _outline_others(out.others, block, measures, others, suggesters)
    out.others.ids = frozenset(outline.id for outline in out.others.outlines)
    return out


def mark_lines(
    marks: BlockMarks, block: Block, own: Sequence[Annotation], measures: Measures, numbers: Sequence[int]
) -> None:
    """Make the marks of some lines anew; `own` are all annotations of the block that are tinted."""
    for number in numbers:
        marks.lines.pop(number, None)
    makers: dict[int, _LineMaker] = {}
    wanted = frozenset(numbers)
    for annotation in sorted(_on_lines(block, own, numbers), key=inner_last):
        for begin, end in _units(block, annotation):
            for number in range(block.line_of(begin), len(block.lines)):
                line = block.lines[number]
                if line.begin >= end:
                    break
                u, v = max(begin, line.begin), min(end, line.solid)
                if u < v and number in wanted:
                    if number not in makers:
                        makers[number] = _LineMaker(block, number, measures)
                    makers[number].mark(annotation.id, annotation.tag, u, v)
    for number, maker in makers.items():
        maker.underline()
        maker.out.ids = frozenset(id_ for tint in maker.out.tints for id_ in tint.ids)
        marks.lines[number] = maker.out


def _on_lines(block: Block, own: Sequence[Annotation], numbers: Sequence[int]) -> Sequence[Annotation]:
    """Those that come near the lines; all where all lines are wanted."""
    if not numbers or len(numbers) == len(block.lines):
        return own
    begin = block.position(block.lines[min(numbers)].begin)
    end = block.position(block.lines[max(numbers)].end)
    return [a for a in own if a.begin < end and a.end > begin]


def mark_rect(line: Line, left: float, right: float, measures: Measures, spread: float = 1.5) -> QRectF:
    """The box of a mark around a piece of a line."""
    top = line.top + line.height - measures.pitch + measures.mark_top
    return QRectF(left - spread, top, right - left + 2 * spread, measures.mark_height)


def lanes(
    fragments: Sequence[tuple[int, int, str]],
) -> list[tuple[int, int, str, int, tuple[bool, bool]]]:
    """Underlines of one line: units, tag, lane, and whether each end meets another lane of the same annotation.

    `fragments` come innermost first. An outer underline runs on below the inner ones; beyond LANES it is left out.
    """
    edges = sorted({u for u, _, _ in fragments} | {v for _, v, _ in fragments})
    place = {edge: number for number, edge in enumerate(edges)}
    depth = [0] * len(edges)
    out: list[tuple[int, int, str, int, tuple[bool, bool]]] = []
    for u, v, tag in fragments:
        if tag in ("cue", "excluded"):
            continue
        first, last = place[u], place[v]
        start = first
        for number in range(first, last):
            ends_here = number + 1 == last or depth[number + 1] != depth[number]
            if ends_here:
                if depth[number] < LANES:
                    out.append(
                        (edges[start], edges[number + 1], tag, depth[number], (start > first, number + 1 < last))
                    )
                start = number + 1
        for number in range(first, last):
            depth[number] += 1
    return out


def _units(block: Block, annotation: Annotation) -> list[tuple[int, int]]:
    begin, end = block.span
    if len(annotation.spans) == 1:
        first, last = annotation.spans[0]
        return [(block.unit(first), block.unit(last))] if first < end and last > begin else []
    return [
        (block.unit(span.begin), block.unit(span.end))
        for span in annotation.spans
        if span.begin < end and span.end > begin
    ]


class _LineMaker:
    """Makes the marks of one's own annotations on one line, outermost first."""

    def __init__(self, block: Block, number: int, measures: Measures) -> None:
        self.out = LineMarks()
        self._block = block
        self._number = number
        self._measures = measures
        self._thin, self._thick, self._step = (measures.scaled(side) for side in (1, 2, 3))
        line = block.lines[number]
        self._top = line.top + line.height + measures.mark_top - measures.pitch
        self._fragments: list[tuple[int, int, str]] = []
        self._tints: dict[tuple[int, int, str], list[Tint]] = {}
        self._runs: dict[tuple[int, int], list[tuple[float, float]]] = {}

    def mark(self, id_: str, tag: str, u: int, v: int) -> None:
        """Tint, overline or strike of units `[u, v)`; the underlines follow together."""
        if tag == "excluded":
            self.out.quiet.append(Quiet(u, v - u, excluded=True))
        self._fragments.append((u, v, tag))
        known = self._tints.get((u, v, tag))
        if known is None:
            self._tints[u, v, tag] = self._tint(u, v, tag, id_)
        else:
            for tint in known:
                tint.ids.append(id_)

    def underline(self) -> None:
        """The underlines of everything marked."""
        bottom = self._top + self._measures.mark_height
        found = lanes(self._fragments[::-1])
        if any(lane >= _ROOMY for _, _, _, lane, _ in found):
            self._thick, self._step = self._thin, self._measures.scaled(2)
        for u, v, tag, lane, (meets_left, meets_right) in found:
            runs = self._places(u, v)
            if lane == 0 and not self._block.mixed:
                runs = [(runs[0][0] + _TRIM * meets_left, runs[0][1] - _TRIM * meets_right)]
            self._rule(runs, tag, bottom + lane * self._step)

    def _tint(self, u: int, v: int, tag: str, id_: str) -> list[Tint]:
        top, high = self._top, self._measures.mark_height
        made = []
        for left, right in self._places(u, v):
            if tag == "excluded":
                self.out.strikes.append(QRectF(left, top + round(high * 0.52), right - left, self._thin))
                continue
            made.append(Tint(QRectF(left - 1.5, top, right - left + 3, high), tag, [id_]))
            if tag == "cue":
                self.out.rules.setdefault("cue", []).append(QRectF(left, top + self._thin, right - left, self._thin))
        self.out.tints += made
        return made

    def _rule(self, runs: Iterable[tuple[float, float]], tag: str, bottom: int) -> None:
        thick = self._thick if tag in ("source", "quote") else self._thin
        for left, right in runs:
            if right <= left:
                continue
            if tag == "quote":
                y = bottom - thick / 2
                self.out.dots.append(QLineF(round(left), y, right, y))
            else:
                self.out.rules.setdefault(tag, []).append(QRectF(left, bottom - thick, right - left, thick))

    def _places(self, u: int, v: int) -> list[tuple[float, float]]:
        """As Block.runs, which is asked once for pieces of text that runs both ways."""
        if self._block.mixed:
            key = (u, v)
            if key not in self._runs:
                self._runs[key] = self._block.runs(self._number, u, v)
            return self._runs[key]
        left, right = self._block.edge(self._number, u), self._block.edge(self._number, v)
        return [(left, right)] if right - left >= 1 else self._block.runs(self._number, u, v)


def _outline_others(
    out: OthersMarks, block: Block, measures: Measures, others: Iterable[Annotation], suggesters: frozenset[str]
) -> None:
    stacked: dict[tuple[int, int], int] = {}
    seen: set[tuple[int, int, str | None, str]] = set()
    badges: dict[int, int] = {}
    side, lift = measures.scaled(12), measures.scaled(8)
    for annotation in sorted(others, key=inner_last):
        suggested = annotation.annotator in suggesters
        for begin, end in _units(block, annotation):
            if (key := (begin, end, annotation.annotator, annotation.tag)) in seen:
                continue
            seen.add(key)
            level = stacked[begin, end] = stacked.get((begin, end), -1) + 1
            if level >= OUTLINES:
                continue
            if annotation.tag == "excluded":
                out.quiet.append(Quiet(begin, end - begin, excluded=True))
            elif suggested:
                out.quiet.append(Quiet(begin, end - begin, excluded=False))
            outline = Outline([], [], annotation.id, annotation.annotator, annotation.tag, suggested)
            corner = _frame(outline, block, measures, (begin, end), level)
            out.outlines.append(outline)
            if corner is not None and not suggested and block.position(begin) == annotation.begin:
                shift = badges[begin] = badges.get(begin, -1) + 1
                left, top = corner[0] - 1 + shift * (side + 1), corner[1] - lift
                out.badges.append(Badge(QRectF(round(left), round(top), side, side), annotation.annotator))


def _frame(
    out: Outline, block: Block, measures: Measures, units: tuple[int, int], level: int
) -> tuple[float, float] | None:
    """Frame units, open where the line breaks; answers the top left corner."""
    begin, end = units
    corner: tuple[float, float] | None = None
    spread, lift = 1.5 + 2 * level, 0.5 - level
    rise, down = measures.mark_top - measures.pitch + lift, measures.mark_height - 2 * lift
    lines, boxes, sides, whole = block.lines, out.boxes, out.sides, block.mixed
    for number in range(block.line_of(begin), len(lines)):
        line = lines[number]
        if line.begin >= end:
            break
        top = line.top + line.height + rise
        opens = whole or begin >= line.begin
        closes = whole or end <= line.end
        for x, y in block.runs(number, begin, end):
            left, right = x - spread, y + spread
            corner = corner or (left, top)
            across = right - left
            if opens and closes:
                boxes.append(QRectF(left, top, across, down))
                continue
            # Filled, because long lines are drawn several times slower than rectangles.
            sides += (QRectF(left, top - 0.5, across, 1), QRectF(left, top + down - 0.5, across, 1))
            if opens:
                sides.append(QRectF(left - 0.5, top, 1, down))
            elif closes:
                sides.append(QRectF(right - 0.5, top, 1, down))
    return corner
