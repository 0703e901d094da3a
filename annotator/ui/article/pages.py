"""An article on paper: divided into pages between lines, with its title, its cards and page numbers."""

from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from annotator.model.annotated import AnnotatedDocument
from annotator.model.hidden import shown
from annotator.model.items import CONTENT_TAGS, Annotation
from annotator.ui.article.block_images import BlockImages, Draw
from annotator.ui.article.card_painting import paint_cards
from annotator.ui.article.cards import Card, Crowd
from annotator.ui.article.fonts import interface_font
from annotator.ui.article.gutter import plan
from annotator.ui.article.gutter_painting import paint_gutter
from annotator.ui.article.gutter_parts import GutterPlan, Places
from annotator.ui.article.layers import Looks
from annotator.ui.article.links import Chain
from annotator.ui.article.marks import BlockMarks
from annotator.ui.article.painting import Placed, paint_text
from annotator.ui.article.picture import Anchor
from annotator.ui.article.rendering import Title
from annotator.ui.article.sheet import Sheet
from annotator.ui.tokens import LIGHT

PAPER = LIGHT._replace(paper="#FFFFFF")
_FOOT = 34
_EDGE = 6
"""Room above the first line of a page, for marks that reach over it."""

_LEAST = 0.6
"""How much of a page is text at least where its cards need more room than it has."""


class _Row(NamedTuple):
    """A line of text: its block, its number in it, and where it stands in the article as one long sheet."""

    block: int
    line: int
    top: int
    bottom: int
    empty: bool
    heading: bool


@dataclass(slots=True)
class _Page:
    """Rows `[first, last)` of the article and what stands beside them, from the top of the first."""

    first: int
    last: int
    height: int
    placed: list[Placed]
    cards: list[Card]
    crowds: list[Crowd]
    shown: list[Annotation]
    places: Places

    @property
    def depth(self) -> float:
        """Down to where the cards reach."""
        bottoms = [card.rect.bottom() for card in self.cards] + [crowd.rect.bottom() for crowd in self.crowds]
        return max(bottoms, default=0.0)


class Pages:
    """The pages of an article, `size` logical pixels each; `paint` draws one from its top left.

    `me` is the annotator whose layer is tinted in any case.
    """

    def __init__(self, article: AnnotatedDocument, me: str | None, looks: Looks, size: QSize) -> None:
        self._sheet = Sheet(article, me, PAPER)
        self._sheet.show_layers(looks)
        self._sheet.arrange(width=size.width())
        self._size = size
        self._name = shown(" ".join(article.document.title.split()))
        self._title = Title(article, self._sheet)
        self._rows = self._lines()
        self._tops = [row.top for row in self._rows]
        self._pages = self._divide()

    def __len__(self) -> int:
        return len(self._pages)

    def words(self, number: int) -> str:
        """The text of a page, lines joined by line feeds."""
        page = self._pages[number]
        return "\n".join(self._words(row) for row in self._rows[page.first : page.last])

    def _words(self, row: _Row) -> str:
        block = self._sheet.page.block(row.block)
        line = block.lines[row.line]
        return self._sheet.article.text[block.position(line.begin) : block.position(line.end)]

    # Dividing

    def _lines(self) -> list[_Row]:
        out, y = [], 0
        for number in range(len(self._sheet.page.blocks)):
            block = self._sheet.page.block(number)
            empty = block.span.begin == block.span.end
            for at, line in enumerate(block.lines):
                top = y + line.top
                out.append(_Row(number, at, top, top + line.height, empty, block.heading))
            y += block.height
        return out

    def _divide(self) -> list[_Page]:
        pages: list[_Page] = []
        at, count = 0, len(self._rows)
        while True:
            while at < count and self._rows[at].empty and pages:
                at += 1
            if at >= count and pages:
                return pages
            room = self._size.height() - _FOOT - _EDGE - (0 if pages else self._title.height)
            pages.append(self._page(at, room))
            at = pages[-1].last
            if at >= count:
                return pages

    def _page(self, first: int, room: int) -> _Page:
        """As many lines as there is room for, with their cards."""
        rows = self._rows
        if not rows:
            return _Page(0, 0, 0, [], [], [], [], Places([], 0, self._sheet.measures))
        last = max(first + 1, bisect_right(rows, rows[first].top + room, lo=first, key=lambda row: row.bottom))
        last = self._good_end(first, last)
        page = self._composed(first, last)
        least = first + max(1, round((last - first) * _LEAST))
        while page.depth > room and last > least:
            last = self._good_end(first, last - 1)
            page = self._composed(first, last)
        return page

    def _good_end(self, first: int, last: int) -> int:
        """A place to end near the one given: no heading and no single line of a paragraph stands alone."""
        for end in range(last, max(first + 1, last - 6), -1):
            if end == len(self._rows) or self._parts_well(self._rows[end - 1], self._rows[end]):
                return end
        return last

    def _parts_well(self, above: _Row, below: _Row) -> bool:
        if above.heading or above.empty:
            return False
        if above.block != below.block:
            return True
        lines = len(self._sheet.page.block(below.block).lines)
        return lines > 3 and 1 < below.line < lines - 1

    def _composed(self, first: int, last: int) -> _Page:
        sheet, rows = self._sheet, self._rows
        height = rows[last - 1].bottom - rows[first].top
        placed = sheet.place(Anchor(rows[first].block, -self._line_top(first)), height)
        places = Places(placed, height, sheet.measures)
        begin, end = self._position(first, first=True), self._position(last - 1, first=False)
        own, _ = sheet.layers.divide(begin, end)
        cards: list[Card] = []
        crowds: list[Crowd] = []
        if sheet.columns.card_width:
            contents = [
                (a, float(places.middle(a.begin)), float(places.middle(a.end - 1)))
                for a in own
                if a.tag in CONTENT_TAGS and places.middle(a.begin) < height and places.middle(a.end - 1) > 0
            ]
            cards, crowds = sheet.cards.stack(contents, sheet.columns, None, height)
        return _Page(first, last, height, placed, cards, crowds, own, places)

    def _line_top(self, row: int) -> int:
        return self._sheet.page.block(self._rows[row].block).lines[self._rows[row].line].top

    def _position(self, row: int, *, first: bool) -> int:
        """Where a row begins or ends in the text."""
        block = self._sheet.page.block(self._rows[row].block)
        line = block.lines[self._rows[row].line]
        return block.position(line.begin if first else line.end)

    # Painting

    def paint(self, painter: QPainter, number: int) -> None:
        """Draw a page; everything stays text and lines, nothing becomes an image."""
        page, sheet = self._pages[number], self._sheet
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        if number == 0:
            self._title.paint(painter)
            painter.translate(0, self._title.height)
        painter.translate(0, _EDGE)
        room = self._size.height() - _FOOT - _EDGE - (0 if number else self._title.height)
        if page.placed:
            self._paint_body(painter, page, room, sheet)
        painter.restore()
        self._paint_foot(painter, number)

    def _paint_body(self, painter: QPainter, page: _Page, room: int, sheet: Sheet) -> None:
        columns, width = sheet.columns, self._size.width()
        lines: dict[int, list[int]] = {}
        for row in self._rows[page.first : page.last]:
            lines.setdefault(row.block, []).append(row.line)
        painter.save()
        painter.setClipRect(QRect(0, -_EDGE, width, page.height + 2 * _EDGE))
        shown = [one for one in page.placed if one.number in lines]
        bare = [one._replace(marks=_without_badges(one.marks)) for one in shown]
        paint_text(painter, bare, columns, sheet.inks, sheet.measures, sheet.look, _Lines(lines))
        self._paint_badges(painter, shown, page.height)
        gutter: GutterPlan = plan(
            page.shown, page.places, sheet.links, sheet.article.annotations, columns, sheet.measures, Chain(), None
        )  # fmt: skip
        painter.setClipRect(QRect(0, -_EDGE, columns.text_x, page.height + 2 * _EDGE))
        paint_gutter(painter, gutter, sheet.inks)
        painter.restore()
        if page.cards:
            painter.save()
            painter.setClipRect(QRect(columns.text_right, -_EDGE, width - columns.text_right, room + _EDGE))
            paint_cards(painter, page.cards, page.crowds, columns, sheet.inks, sheet.cards, None)
            painter.restore()

    def _paint_badges(self, painter: QPainter, placed: Iterable[Placed], height: int) -> None:
        """The initials of colleagues as letters: a screen shows images of them, which would be coarse on paper."""
        inks, look = self._sheet.inks, self._sheet.look
        painter.setFont(interface_font(self._sheet.measures.zoom, -4, QFont.Weight.Bold))
        for one in placed:
            for badge in one.marks.others.badges:
                rect = badge.rect.translated(self._sheet.columns.text_x, one.top)
                if not -_EDGE <= rect.top() < height:
                    continue
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(inks.layer(look.colours.get(badge.annotator or "", 0)))
                painter.drawRoundedRect(rect, 2, 2)
                painter.setPen(inks.paper)
                painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, look.initials.get(badge.annotator or "", "?"))

    def _paint_foot(self, painter: QPainter, number: int) -> None:
        font = interface_font(1.0, -2)
        metrics = QFontMetricsF(font)
        columns = self._sheet.columns
        right = columns.card_x + columns.card_width if columns.card_width else columns.text_right
        rect = QRectF(
            columns.text_x, self._size.height() - metrics.height() - 2, right - columns.text_x, metrics.height() + 2
        )
        painter.setFont(font)
        painter.setPen(QColor(PAPER.text3))
        words = QCoreApplication.translate("Pages", "Page {0} of {1}").format(number + 1, len(self))
        left = rect.adjusted(0, 0, -metrics.horizontalAdvance(words) - 24, 0)
        line = int(Qt.TextFlag.TextSingleLine)
        painter.drawText(rect, line | int(Qt.AlignmentFlag.AlignRight), words)
        painter.drawText(left, line, metrics.elidedText(self._name, Qt.TextElideMode.ElideRight, left.width()))


def _without_badges(marks: BlockMarks) -> BlockMarks:
    return replace(marks, others=replace(marks.others, badges=[])) if marks.others.badges else marks


class _Lines(BlockImages):
    """Paints of each block the lines that are on the page, as text."""

    def __init__(self, lines: dict[int, list[int]]) -> None:
        super().__init__()
        self._lines = lines

    def paint(
        self, painter: QPainter, number: int, _key: Hashable, lines: Sequence[Hashable], place: QRect,
        rows: Callable[[int], tuple[int, int]], _ground: QColor, draw: Draw,
    ) -> None:  # fmt: skip
        wanted = self._lines[number]
        painter.save()
        painter.translate(QPointF(place.topLeft()))
        if len(wanted) < len(lines):
            top, (bottom, height) = rows(wanted[0])[0], rows(wanted[-1])
            painter.setClipRect(QRect(0, top, place.width(), bottom + height - top), Qt.ClipOperation.IntersectClip)
            draw(painter, wanted)
        else:
            draw(painter, None)
        painter.restore()


def paint_all(pages: Pages, numbers: Iterable[int], painter: QPainter, new_page: Callable[[], object]) -> None:
    """Draw pages one after the other; `new_page` is called between them."""
    for at, number in enumerate(numbers):
        if at:
            new_page()
        pages.paint(painter, number)
