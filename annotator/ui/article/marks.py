"""What annotations put around the text of one block: tints, lines under and over it, outlines, initials.

Geometry only, relative to the block's top left, so it is kept until the block, its annotations or the zoom change.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QPainterPath

from annotator.model.items import Annotation
from annotator.ui.article.fonts import Measures
from annotator.ui.article.layout import Block, Line, edge

LANES = 3
"""Underlines that fit between a line's tint and the next line's."""

OUTLINES = 3
_ORDER = {"claim": 0, "quote": 1, "source": 2, "cue": 3}
_TRIM = 2.0


@dataclass(slots=True)
class Tint:
    rect: QRectF
    tag: str
    ids: list[str]


@dataclass(slots=True)
class Outline:
    path: QPainterPath
    id: str
    annotator: str | None
    tag: str
    suggested: bool


@dataclass(slots=True)
class Badge:
    rect: QRectF
    annotator: str | None


@dataclass(slots=True)
class Quiet:
    """Units whose text steps back: `excluded`, or `suggested`."""

    begin: int
    length: int
    excluded: bool


@dataclass(slots=True)
class BlockMarks:
    tints: list[Tint] = field(default_factory=list)
    """From the outermost to the innermost, so that an inner one replaces an outer one."""

    rules: dict[str, list[QRectF]] = field(default_factory=dict)
    dots: list[QLineF] = field(default_factory=list)
    strikes: list[QRectF] = field(default_factory=list)
    outlines: list[Outline] = field(default_factory=list)
    badges: list[Badge] = field(default_factory=list)
    quiet: list[Quiet] = field(default_factory=list)


def size(annotation: Annotation) -> int:
    return sum(span.end - span.begin for span in annotation.spans)


def inner_last(annotation: Annotation) -> tuple[int, int, str]:
    """Sorts from the outermost to the innermost."""
    return -size(annotation), _ORDER.get(annotation.tag, 4), annotation.id


def block_marks(
    block: Block,
    own: Iterable[Annotation],
    others: Iterable[Annotation],
    suggesters: frozenset[str],
    measures: Measures,
) -> BlockMarks:
    """The marks of a block: `own` annotations tinted, those of `others` outlined."""
    maker = _Maker(block, measures)
    for annotation in sorted(own, key=inner_last):
        for begin, end in _units(block, annotation):
            maker.mark(annotation.id, annotation.tag, begin, end)
    maker.underline()
    _outline_others(maker.out, block, measures, others, suggesters)
    return maker.out


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
    return [
        (block.unit(span.begin), block.unit(span.end))
        for span in annotation.spans
        if span.begin < end and span.end > begin
    ]


class _Maker:
    """Makes the marks of one's own annotations in a block, outermost first."""

    def __init__(self, block: Block, measures: Measures) -> None:
        self.out = BlockMarks()
        self._block = block
        self._measures = measures
        self._thin, self._thick, self._step = (measures.scaled(side) for side in (1, 2, 3))
        self._drop = measures.mark_top - measures.pitch
        self._fragments: dict[int, list[tuple[int, int, str]]] = {}
        self._tints: dict[tuple[int, int, int, str], list[Tint]] = {}
        self._runs: dict[tuple[int, int, int], list[tuple[float, float]]] = {}
        self._edges: dict[tuple[int, int], float] = {}

    def mark(self, id_: str, tag: str, begin: int, end: int) -> None:
        """Tints, overlines or strikes of units `[begin, end)`; the underlines follow together."""
        block = self._block
        if tag == "excluded":
            self.out.quiet.append(Quiet(begin, end - begin, excluded=True))
        for number in range(block.line_of(begin), len(block.lines)):
            line = block.lines[number]
            if line.begin >= end:
                break
            u, v = max(begin, line.begin), min(end, line.solid)
            if u < v:
                self._fragments.setdefault(number, []).append((u, v, tag))
                known = self._tints.get((number, u, v, tag))
                if known is None:
                    self._tints[number, u, v, tag] = self._tint(number, u, v, tag, id_)
                else:
                    for tint in known:
                        tint.ids.append(id_)

    def underline(self) -> None:
        """The underlines of everything marked."""
        mixed = self._block.mixed
        for number, held in self._fragments.items():
            line = self._block.lines[number]
            bottom = line.top + line.height + self._drop + self._measures.mark_height
            for u, v, tag, lane, (meets_left, meets_right) in lanes(held[::-1]):
                runs = self._places(number, u, v)
                if lane == 0 and not mixed:
                    runs = [(runs[0][0] + _TRIM * meets_left, runs[0][1] - _TRIM * meets_right)]
                self._rule(runs, tag, bottom + lane * self._step)

    def _tint(self, number: int, u: int, v: int, tag: str, id_: str) -> list[Tint]:
        line = self._block.lines[number]
        top = line.top + line.height + self._drop
        high = self._measures.mark_height
        made = []
        for left, right in self._places(number, u, v):
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

    def _places(self, number: int, u: int, v: int) -> list[tuple[float, float]]:
        """As Block.runs, but each edge of a line that runs one way is asked for once."""
        if self._block.mixed:
            key = (number, u, v)
            if key not in self._runs:
                self._runs[key] = self._block.runs(number, u, v)
            return self._runs[key]
        left, right = self._edge(number, u), self._edge(number, v)
        return [(left, right)] if right - left >= 1 else self._block.runs(number, u, v)

    def _edge(self, number: int, unit: int) -> float:
        x = self._edges.get((number, unit))
        if x is None:
            x = self._edges[number, unit] = edge(self._block.lines[number].text, unit)
        return x


def _outline_others(
    out: BlockMarks, block: Block, measures: Measures, others: Iterable[Annotation], suggesters: frozenset[str]
) -> None:
    stacked: dict[tuple[int, int], int] = {}
    seen: set[tuple[int, int, str | None, str]] = set()
    badges: dict[int, int] = {}
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
            path, corner = _outline(block, measures, begin, end, level)
            out.outlines.append(Outline(path, annotation.id, annotation.annotator, annotation.tag, suggested))
            if corner is not None and not suggested and block.position(begin) == annotation.begin:
                shift = badges[begin] = badges.get(begin, -1) + 1
                side = measures.scaled(12)
                left, top = corner.x() - 1 + shift * (side + 1), corner.y() - measures.scaled(8)
                out.badges.append(Badge(QRectF(round(left), round(top), side, side), annotation.annotator))


def _outline(block: Block, measures: Measures, begin: int, end: int, level: int) -> tuple[QPainterPath, QPointF | None]:
    """A frame around units, open where the line breaks, and its top left corner."""
    path = QPainterPath()
    corner: QPointF | None = None
    for number in range(block.line_of(begin), len(block.lines)):
        line = block.lines[number]
        if line.begin >= end:
            break
        for left, right in block.runs(number, begin, end):
            box = mark_rect(line, left, right, measures, 2 + 2 * level).adjusted(0.5, 0.5 - level, -0.5, -0.5 + level)
            corner = corner or box.topLeft()
            opens = block.mixed or begin >= line.begin
            closes = block.mixed or end <= line.end
            if opens and closes:
                path.addRoundedRect(box, 3, 3)
            else:
                _open_frame(path, box, opens=opens, closes=closes)
    return path, corner


def _open_frame(path: QPainterPath, box: QRectF, *, opens: bool, closes: bool) -> None:
    if opens:
        path.moveTo(box.topRight())
        path.lineTo(box.topLeft())
        path.lineTo(box.bottomLeft())
        path.lineTo(box.bottomRight())
    elif closes:
        path.moveTo(box.topLeft())
        path.lineTo(box.topRight())
        path.lineTo(box.bottomRight())
        path.lineTo(box.bottomLeft())
    else:
        path.moveTo(box.topLeft())
        path.lineTo(box.topRight())
        path.moveTo(box.bottomLeft())
        path.lineTo(box.bottomRight())
