"""Painting the text column: tints below the text, the text, lines and outlines over it."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPixmap, QPixmapCache, QTextLayout

from annotator.model.span import Span
from annotator.ui.article.block_images import BlockImages
from annotator.ui.article.columns import Columns
from annotator.ui.article.fonts import Measures, interface_font
from annotator.ui.article.inks import Inks
from annotator.ui.article.layout import Block, colouring
from annotator.ui.article.marks import BlockMarks, LineMarks, OthersMarks, Outline, dot_width, mark_rect

_DENSE = 2
"""Outlines a line beyond which they are drawn without smoothing, at a third of the cost."""

SPREAD = 8
"""Pixels left and right of the text column that marks may reach into."""


class Placed(NamedTuple):
    """A block on the screen: its top in the picture, and its marks."""

    number: int
    block: Block
    top: int
    marks: BlockMarks


@dataclass(slots=True)
class Look:
    """What changes without any change of geometry."""

    chain: frozenset[str] = frozenset()
    selection: Span | None = None
    found: Sequence[Span] = ()
    """The hits of a search, in order and apart."""

    current: Span | None = None
    """The hit of a search that one stands on."""

    initials: Mapping[str, str] = field(default_factory=dict)
    colours: Mapping[str, int] = field(default_factory=dict)
    """Of colleagues' outlines, as `Inks.layer` numbers them."""

    numbers: bool = False
    """Whether paragraphs are numbered."""


def paint_text(
    painter: QPainter, placed: Iterable[Placed], columns: Columns, inks: Inks, measures: Measures, look: Look,
    images: BlockImages | None = None,
) -> None:  # fmt: skip
    """The blocks with everything annotated on them; those that look as before come from `images`."""
    blocks = list(placed)
    left, width = columns.text_x - SPREAD, columns.text_width + 2 * SPREAD
    for one in blocks:
        if images is None or one.block.tall or _marked_by_hand(one.block.span, look):
            painter.save()
            painter.translate(columns.text_x, one.top)
            _paint_block(painter, one, inks, measures, look)
            painter.restore()
        else:
            _paint_kept(painter, one, QRect(left, one.top, width, one.block.height), inks, measures, look, images)
    for one in blocks:
        _paint_overhang(painter, one, columns, inks, measures)
    for one in blocks:
        if one.marks.others.badges:
            painter.save()
            painter.translate(columns.text_x, one.top)
            _paint_badges(painter, one.marks.others, inks, measures, look)
            painter.restore()


def _paint_overhang(painter: QPainter, one: Placed, columns: Columns, inks: Inks, measures: Measures) -> None:
    """The lowest underlines of a block's last line reach below it, where the next block has been painted by now."""
    marks = one.marks.lines.get(len(one.block.lines) - 1)
    height = one.block.height
    if marks is None or marks.lowest(measures) <= height:
        return
    painter.save()
    painter.translate(columns.text_x, one.top)
    below = QRectF(-SPREAD, height, columns.text_width + 2 * SPREAD, measures.pitch)
    painter.setClipRect(below, Qt.ClipOperation.IntersectClip)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    _paint_lines(painter, [marks], inks, measures)
    painter.restore()


def _marked_by_hand(span: Span, look: Look) -> bool:
    """Whether a selection or a hit of a search touches a block: both come and go too fast to keep images of."""
    selection = look.selection
    if selection is not None and selection.begin <= span.end and selection.end > span.begin:
        return True
    place = bisect_right(look.found, span.begin, key=lambda hit: hit.end)
    return place < len(look.found) and look.found[place].begin < span.end


def _paint_kept(
    painter: QPainter, one: Placed, place: QRect, inks: Inks, measures: Measures, look: Look, images: BlockImages
) -> None:
    """From its image. Each line depends on its own marks; colleagues' outlines reach from line to line."""
    marks, block, chain = one.marks, one.block, look.chain
    others = marks.others
    key = (block, others, chain & others.ids, inks, measures)
    held = [marks.lines.get(number) for number in range(len(block.lines))]
    lines = [line and (line, chain & line.ids) for line in held]

    def draw(on: QPainter, numbers: Sequence[int] | None) -> None:
        on.translate(SPREAD, 0)
        _paint_block(on, one, inks, measures, look, numbers)

    def rows(number: int) -> tuple[int, int]:
        line = block.lines[number]
        return line.top, line.height

    images.paint(painter, one.number, key, lines, place, rows, inks.paper, draw)


def _paint_block(
    painter: QPainter, one: Placed, inks: Inks, measures: Measures, look: Look, numbers: Sequence[int] | None = None
) -> None:
    """Paint a block, or what belongs to some of its lines."""
    marks, plain = one.marks, QPainter.RenderHint.Antialiasing
    lines = list(marks.lines.values()) if numbers is None else [marks.lines[n] for n in numbers if n in marks.lines]
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setRenderHint(plain, on=True)
    _paint_tints(painter, lines, inks, look)
    if look.found:
        _paint_found(painter, one.block, inks, measures, look)
    formats = _selected(painter, one.block, inks, measures, look)
    formats = _quiet(marks, inks) + formats
    painter.setPen(inks.text)
    clip = painter.clipBoundingRect() if numbers is not None else QRectF()
    one.block.layout.draw(painter, QPointF(0, 0), formats, clip)
    painter.setRenderHint(plain, on=False)
    _paint_lines(painter, lines, inks, measures)
    if marks.others.outlines:
        _paint_outlines(painter, marks.others, len(one.block.lines), inks, look)


def selection_rects(block: Block, span: Span, measures: Measures) -> list[QRectF]:
    """The boxes of a selection in a block; a selected newline shows as a narrow one."""
    rects = [
        mark_rect(block.lines[number], left, right, measures, 0)
        for number, left, right in block.spread(span.begin, span.end)
    ]
    if span.begin <= block.span.end < span.end:
        line = block.lines[-1]
        left = block.x(block.unit(block.span.end))
        rects.append(mark_rect(line, left, left + measures.scaled(5), measures, 0))
    return rects


def _paint_tints(painter: QPainter, lines: Iterable[LineMarks], inks: Inks, look: Look) -> None:
    chain = look.chain
    last = None
    for tint in (tint for line in lines for tint in line.tints):
        focused = bool(chain) and not chain.isdisjoint(tint.ids)
        if tint.tag == "cue" and not focused:
            continue
        kind = (tint.tag, focused)
        if kind != last:
            painter.setBrush(inks.tint(tint.tag, focused=focused))
            last = kind
        painter.drawRoundedRect(tint.rect, 3, 3)


def _paint_found(painter: QPainter, block: Block, inks: Inks, measures: Measures, look: Look) -> None:
    begin, end = block.span
    for place in range(bisect_right(look.found, begin, key=lambda span: span.end), len(look.found)):
        span = look.found[place]
        if span.begin >= end:
            break
        painter.setBrush(inks.press)
        painter.setPen(QPen(inks.text, 2 if span == look.current else 1))
        for number, left, right in block.spread(span.begin, span.end):
            painter.drawRect(mark_rect(block.lines[number], left, right, measures, 1).adjusted(0.5, 0.5, -0.5, -0.5))
    painter.setPen(Qt.PenStyle.NoPen)


def _selected(
    painter: QPainter, block: Block, inks: Inks, measures: Measures, look: Look
) -> list[QTextLayout.FormatRange]:
    span = look.selection
    if span is None or span.begin > block.span.end or span.end <= block.span.begin:
        return []
    for rect in selection_rects(block, span, measures):
        painter.fillRect(rect, inks.accent)
    first, last = block.unit(span.begin), block.unit(span.end)
    return [colouring(first, last - first, inks.on_accent)] if last > first else []


def _quiet(marks: BlockMarks, inks: Inks) -> list[QTextLayout.FormatRange]:
    found = marks.others.quiet + [quiet for line in marks.lines.values() for quiet in line.quiet]
    return [colouring(quiet.begin, quiet.length, inks.text3 if quiet.excluded else inks.text2) for quiet in found]


def _paint_lines(painter: QPainter, lines: Sequence[LineMarks], inks: Inks, measures: Measures) -> None:
    rules: dict[str, list[QRectF]] = {}
    for line in lines:
        for tag, rects in line.rules.items():
            rules.setdefault(tag, []).extend(rects)
    strikes = [rect for line in lines for rect in line.strikes]
    dots = [dot for line in lines for dot in line.dots]
    painter.setPen(Qt.PenStyle.NoPen)
    for tag, rects in rules.items():
        painter.setBrush(inks.ink(tag))
        painter.drawRects(rects)
    if strikes:
        painter.setBrush(inks.text3)
        painter.drawRects(strikes)
    if dots:
        painter.setPen(dotted(inks.ink("quote"), dot_width(measures)))
        painter.drawLines(dots)


def dotted(colour: QColor, width: int, ratio: float = 1.5) -> QPen:
    """A pen whose dashes are whole pixels: Qt's own dotted pens smear at a scale of one."""
    pen = QPen(colour, width, Qt.PenStyle.CustomDashLine, Qt.PenCapStyle.FlatCap)
    pen.setDashPattern([ratio, ratio])
    return pen


def _paint_outlines(painter: QPainter, marks: OthersMarks, lines: int, inks: Inks, look: Look) -> None:
    """Frames; where there are very many the plain ones of a colour are drawn in two calls, without smoothing."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    special = [one for one in marks.outlines if one.suggested or one.id in look.chain]
    plain: dict[int, list[Outline]] = {}
    for one in marks.outlines:
        if not one.suggested and one.id not in look.chain:
            plain.setdefault(look.colours.get(one.annotator or "", 0), []).append(one)
    dense = sum(map(len, plain.values())) > _DENSE * lines
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=not dense)
    for colour, outlines in plain.items():
        if dense:
            _paint_dense(painter, outlines, inks.layer(colour))
        else:
            painter.setPen(QPen(inks.layer(colour), 1.2))
            _paint_frames(painter, outlines)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=True)
    for one in special:
        width = 2 if one.id in look.chain else 1.2
        if one.suggested:
            pen = QPen(inks.ink(one.tag), width, Qt.PenStyle.CustomDashLine)
            pen.setDashPattern([3, 2])
        else:
            pen = QPen(inks.layer(look.colours.get(one.annotator or "", 0)), width)
        painter.setPen(pen)
        _paint_frames(painter, [one])


def _paint_dense(painter: QPainter, outlines: Sequence[Outline], colour: QColor) -> None:
    painter.setPen(colour)
    painter.drawRects([box for one in outlines for box in one.boxes])
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRects([side for one in outlines for side in one.sides])
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _paint_frames(painter: QPainter, outlines: Iterable[Outline]) -> None:
    for one in outlines:
        for box in one.boxes:
            painter.drawRoundedRect(box, 3, 3)
        for side in one.sides:
            painter.fillRect(side, painter.pen().color())


def _paint_badges(painter: QPainter, marks: OthersMarks, inks: Inks, measures: Measures, look: Look) -> None:
    """The initials of colleagues, each painted once and then only shown."""
    ratio = painter.device().devicePixelRatio()
    made: dict[str | None, QPixmap] = {}
    for badge in marks.badges:
        who = badge.annotator
        if who not in made:
            colour = inks.layer(look.colours.get(who or "", 0))
            initial = look.initials.get(who or "", "?")
            made[who] = _badge(initial, round(badge.rect.width()), colour, inks, measures, ratio)
        painter.drawPixmap(badge.rect.topLeft(), made[who])


def _badge(initial: str, side: int, colour: QColor, inks: Inks, measures: Measures, ratio: float) -> QPixmap:
    font = interface_font(measures.zoom, -4, QFont.Weight.Bold)
    key = f"badge:{initial}:{side}:{colour.name()}:{inks.tokens.name}:{ratio}:{font.key()}"
    drawn = QPixmap()
    if QPixmapCache.find(key, drawn):
        return drawn
    drawn = QPixmap(QSize(side, side) * ratio)
    drawn.setDevicePixelRatio(ratio)
    drawn.fill(Qt.GlobalColor.transparent)
    rect = QRectF(0, 0, side, side)
    with QPainter(drawn) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRoundedRect(rect, 2, 2)
        painter.setFont(font)
        painter.setPen(inks.paper)
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, initial)
    QPixmapCache.insert(key, drawn)
    return drawn
