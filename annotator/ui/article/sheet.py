"""The article as it is drawn: text, marks, gutter and cards of one width and zoom, at any place. Knows no widget."""

from collections.abc import Iterable

from PySide6.QtCore import QPointF, QRect, QRectF, QSize
from PySide6.QtGui import QPainter

from annotator.model.annotated import AnnotatedDocument
from annotator.model.changes import ChangeSet
from annotator.model.items import CONTENT_TAGS, Annotation, Attribution, Item
from annotator.model.span import Span
from annotator.ui.article.block_images import BlockImages
from annotator.ui.article.card_painting import CardImages, paint_cards
from annotator.ui.article.cards import Cards
from annotator.ui.article.columns import share
from annotator.ui.article.fonts import COLUMNS, interface_font, measures
from annotator.ui.article.gutter import plan
from annotator.ui.article.gutter_painting import paint_gutter, paint_kept
from annotator.ui.article.gutter_parts import GutterPlan, Places
from annotator.ui.article.inks import Inks
from annotator.ui.article.layers import Layers, Looks
from annotator.ui.article.layout import Block, Page, edge
from annotator.ui.article.lettering import Lettering
from annotator.ui.article.links import Chain, Links
from annotator.ui.article.marks import BlockMarks, block_marks, mark_lines
from annotator.ui.article.overview import Overview
from annotator.ui.article.painting import SPREAD, Look, Placed, paint_text
from annotator.ui.article.picture import BOTTOM, TOP, Anchor, Picture
from annotator.ui.article.strip import Strip
from annotator.ui.tokens import Tokens

_KEPT = 500
_ABOVE = 400
"""Pixels above the screen whose cards may push those on it."""

_LAID_AT_ONCE = 12_000
"""Code points up to which a whole article is laid out soon after it opens, so that the scroll bar tells the truth."""


class Sheet:
    """One article, arranged for a width. Change a property through its method, then `compose` and `paint`."""

    def __init__(self, article: AnnotatedDocument, me: str | None, tokens: Tokens) -> None:
        self.article = article
        self.me = me
        self.layers = Layers(article, me)
        self.page = Page(article.text, article.document.headings, article.document.title)
        self.look = Look(initials=self.layers.initials)
        self.inks = Inks(tokens)
        self.focused: str | None = None
        self.chain = Chain()
        self._links: Links | None = None
        self._cards: Cards | None = None
        self._overview = Overview()
        self._images = BlockImages()
        self._gutter = Strip()
        self._card_images = CardImages()
        self._before: tuple[list[Placed], Places, GutterPlan] | None = None
        """The blocks of the picture composed last, where in it everything is, and its gutter."""

        self._seen = False
        self._numbers: Lettering | None = None
        self._marks: dict[int, BlockMarks] = {}
        self._stale: dict[int, list[Span]] = {}
        """By block: where one's own annotations have come or gone since its marks were made."""

        self._zoom, self._face, self._width, self._characters, self._with_cards = 1.0, "", 800, COLUMNS, True
        self.measures = measures(1.0)
        self.columns = share(self._width, self.measures, COLUMNS)
        self.arrange()

    @property
    def links(self) -> Links:
        if self._links is None:
            self._links = Links(self.article)
        return self._links

    @property
    def cards(self) -> Cards:
        if self._cards is None:
            self._cards = Cards(self.article, self.links)
            self._cards.arrange(self.measures.zoom, self.columns.card_width)
        return self._cards

    def arrange(
        self, *, width: int | None = None, zoom: float | None = None, characters: int | None = None,
        cards: bool | None = None, face: str | None = None,
    ) -> None:  # fmt: skip
        """Lay out anew for a width, a zoom, a line length, a face, with cards or without; what is not given stays."""
        self._with_cards = self._with_cards if cards is None else cards
        self._width = self._width if width is None else width
        self._characters = characters or self._characters
        zoom = self._zoom if zoom is None else zoom
        face = self._face if face is None else face
        if (zoom, face) != (self._zoom, self._face):
            self._zoom, self._face = zoom, face
            self.measures = measures(zoom, face)
            self._numbers = None
        self.columns = share(self._width, self.measures, self._characters, cards=self._with_cards)
        self.page.arrange(self.measures, self.columns.text_width, self.inks.warn)
        self._marks.clear()
        self._stale.clear()
        self._images.forget()
        self._card_images.forget()
        self._before = None
        if self._cards is not None:
            self._cards.arrange(self.measures.zoom, self.columns.card_width)
        self._complete = len(self.article.text) > _LAID_AT_ONCE or len(self.page.blocks) > _KEPT

    def dress(self, tokens: Tokens) -> None:
        self.inks = Inks(tokens)
        self.arrange()

    def focus(self, annotation: str | None) -> None:
        self.focused = annotation if annotation in self.article.annotations else None
        self.chain = self.links.chain_of(self.focused) if self.focused is not None else Chain()
        self.look.chain = self.chain.annotations

    def show_layers(self, looks: Looks) -> None:
        self.layers.looks = looks
        self.look.colours = looks.colours
        self._forget_marks()

    def refresh(self, changes: ChangeSet) -> None:
        """Take over what the article has already taken over."""
        if changes.sweeping:
            self._begin_anew()
        for change in changes.changes:
            if change.document in (None, self.article.id):
                self._take(change.before, change.after)
        if changes.of("annotator"):
            self.look.initials = self.layers.initials
            self._forget_marks()
        if self._cards is not None:
            self._forget_cards(self._cards, changes)
        if self.focused is not None:
            self.focus(self.focused)

    def _forget_cards(self, cards: Cards, changes: ChangeSet) -> None:
        """A source speaks in the cards of its chain's every claim; another annotation only in its own."""
        apart = all(
            isinstance(item, Annotation) and item.tag != "source"
            for change in changes.changes
            for item in (change.before, change.after)
            if item is not None
        )
        if changes.sweeping or not apart:
            cards.forget()
        for change in changes.of("annotation"):
            cards.forget(change.id)

    def _begin_anew(self) -> None:
        looks = self.layers.looks
        self.layers = Layers(self.article, self.layers.me)
        self.layers.looks = looks
        self._links = self._cards = None
        self.look.initials = self.layers.initials
        self._forget_marks()

    def _take(self, before: Item | None, after: Item | None) -> None:
        annotation = before or after
        if self._links is not None and isinstance(annotation, Annotation):
            self._links.forget(annotation.id)
        if isinstance(before, Annotation):
            self.layers.index.remove(before)
            self._touch(before)
        if isinstance(after, Annotation):
            self.layers.index.remove(after)
            self.layers.index.add(after)
            self._touch(after)
        if self._links is not None and isinstance(before, Attribution):
            self._links.remove(before)
        if self._links is not None and isinstance(after, Attribution):
            self._links.remove(after)
            self._links.add(after)

    def _touch(self, annotation: Annotation) -> None:
        self._overview.touch(annotation.begin)
        last = self.page.blocks.at(annotation.end)
        first = self.page.blocks.at(annotation.begin)
        own = self.layers.is_own(annotation)
        if not own and last - first > len(self._marks):
            self._marks.clear()
        for number in [held for held in self._marks if first <= held <= last]:
            if own:
                self._stale.setdefault(number, []).extend(annotation.spans)
            else:
                del self._marks[number]

    def _forget_marks(self) -> None:
        self._marks.clear()
        self._stale.clear()
        self._overview.forget()

    def marks(self, number: int, block: Block) -> BlockMarks:
        found = self._marks.pop(number, None)
        stale = self._stale.pop(number, ())
        if found is not None and stale:
            lines = sorted({line for span in stale for line in block.lines_of(span)})
            mark_lines(found, block, self.layers.divide(*block.span)[0], self.measures, lines)
        elif found is None:
            own, others = self.layers.divide(*block.span)
            found = (
                block_marks(block, own, others, self.layers.suggesters, self.measures)
                if own or others
                else BlockMarks()
            )
            if len(self._marks) >= _KEPT:
                del self._marks[next(iter(self._marks))]
        self._marks[number] = found
        return found

    def place(self, anchor: Anchor, height: int) -> list[Placed]:
        """The blocks of a screen; the anchor is moved to its first one and held inside the text."""
        number, top = self._settled(anchor, height)
        placed: list[Placed] = []
        y = top
        while number < len(self.page.blocks) and y < height:
            block = self.page.block(number)
            placed.append(Placed(number, block, y, self.marks(number, block)))
            y += block.height
            number += 1
        return placed

    def _settled(self, anchor: Anchor, height: int) -> tuple[int, int]:
        page = self.page
        number, top = anchor.block, anchor.top
        while number + 1 < len(page.blocks) and top + page.block(number).height <= 0:
            top += page.block(number).height
            number += 1
        bottom, ahead = top, number
        while ahead < len(page.blocks) and bottom < height - BOTTOM:
            bottom += page.block(ahead).height
            ahead += 1
        if bottom < height - BOTTOM:
            top += height - BOTTOM - bottom
        while number > 0 and top > 0:
            number -= 1
            top -= page.block(number).height
        if number == 0:
            top = min(top, TOP)
        anchor.block, anchor.top = number, top
        return number, top

    @property
    def complete(self) -> bool:
        """Whether heights are known as far as they are going to be before somebody scrolls there."""
        return self._complete

    def lay_out_all(self) -> None:
        """Lay out all of an article that is not too long for it."""
        if not self._complete:
            self._complete = True
            for number in range(len(self.page.blocks)):
                self.page.block(number)

    def compose(self, anchor: Anchor, height: int) -> Picture:
        """Everything that a screen of a height shows."""
        out = Picture(height, self.place(anchor, height))
        if not out.placed:
            return out
        above = self._above(out.placed[0]) if self.columns.card_width else []
        around = above + out.placed
        own, _ = self.layers.divide(around[0].block.span.begin, around[-1].block.span.end)
        if not own:
            return out
        places, before = self._places(around, height)
        first = out.placed[0].block.span.begin
        shown = [a for a in own if a.end > first]
        out.gutter = plan(
            shown, places, self.links, self.article.annotations, self.columns, self.measures, self.chain, self.focused,
            before=before,
        )  # fmt: skip
        self._before = around, places, out.gutter
        if self.columns.card_width:
            contents = [
                (a, float(places.middle(a.begin)), float(places.middle(a.end - 1)))
                for a in own
                if a.tag in CONTENT_TAGS
            ]
            out.cards, out.crowds = self.cards.stack(contents, self.columns, self.focused, height)
        return out

    def _places(self, placed: list[Placed], height: int) -> tuple[Places, GutterPlan | None]:
        """Where everything is, and the gutter before if all of that still is where it was then."""
        if self._before is not None:
            blocks, places, gutter = self._before
            if places.height == height and [(p.block, p.top) for p in blocks] == [(p.block, p.top) for p in placed]:
                return places, gutter
        return Places(placed, height, self.measures), None

    def _above(self, first: Placed) -> list[Placed]:
        """The blocks shortly above the screen, without marks."""
        number, top = first.number, first.top
        out: list[Placed] = []
        while number > 0 and top > -_ABOVE:
            number -= 1
            block = self.page.block(number)
            top -= block.height
            out.append(Placed(number, block, top, BlockMarks()))
        return out[::-1]

    def paint(self, painter: QPainter, picture: Picture, clip: QRect, *, screen: bool = True) -> None:
        """Paint what of the picture meets the clip, on paper; what only a screen has use for is left out elsewhere."""
        painter.fillRect(clip, self.inks.paper)
        inside = [
            one
            for one in picture.placed
            if one.top - 12 <= clip.bottom() and one.top + one.block.height + 8 >= clip.top()
        ]
        images = self._images if screen and self._seen else None  # a first frame is not made to wait for images
        self._seen = self._seen or screen
        if images is not None:
            images.begin(picture.height, (one.number for one in picture.placed))
        if clip.left() < self.columns.text_x:
            self._paint_gutter(painter, picture, kept=images is not None)
            if self.look.numbers:
                self._paint_numbers(painter, inside)
        paint_text(painter, inside, self.columns, self.inks, self.measures, self.look, images)
        if clip.right() > self.columns.text_right and self.columns.card_width:
            paint_cards(
                painter, picture.cards, picture.crowds, self.columns, self.inks, self.cards, self.focused,
                images=self._card_images if images is not None else None,
            )  # fmt: skip
        if screen and clip.right() > self._width - 12:
            size = QSize(self._width, picture.height)
            self._overview.paint(painter, self.layers, self.look.found, len(self.article.text), size, self.inks)

    def _paint_gutter(self, painter: QPainter, picture: Picture, *, kept: bool) -> None:
        if not kept or not picture.placed:
            paint_gutter(painter, picture.gutter, self.inks)
            return
        columns, first = self.columns, picture.placed[0]
        place = QRect(columns.text_x - columns.gutter, 0, columns.gutter - SPREAD, picture.height)
        key = (self.inks, self.measures, first.block, first.top)
        paint_kept(painter, picture.gutter, self.inks, self._gutter, place, key)

    def _paint_numbers(self, painter: QPainter, placed: Iterable[Placed]) -> None:
        """The number of each paragraph at the far left, beside its first line; a link that passes goes behind it."""
        if self._numbers is None:
            self._numbers = Lettering(interface_font(self.measures.zoom, -3))
        painter.setPen(self.inks.text3)
        blocks = self.page.blocks
        left = max(4, self.columns.text_x - self.columns.gutter - self.measures.scaled(24))
        for one in placed:
            begin = one.block.span.begin
            if blocks.empty(one.number) or (one.number > 0 and blocks.continues(one.number - 1)):
                continue
            first = one.block.lines[0]
            box = QRectF(left, one.top + first.top + first.height - self.measures.pitch, 40, self.measures.pitch)
            self._numbers.draw(painter, box, str(blocks.paragraph(begin)[0]), ground=self.inks.paper)

    def rects(self, picture: Picture, span: Span) -> list[QRectF]:
        """Where a span stands in the picture, piece by piece; what is not in it has no place."""
        x = self.columns.text_x
        m = self.measures
        out = []
        for one in picture.placed:
            for number, left, right in one.block.spread(span.begin, span.end):
                line = one.block.lines[number]
                top = one.top + line.top + line.height - m.pitch + m.mark_top
                out.append(QRectF(x + left, top, right - left, m.mark_height))
        return out

    def position_at(self, picture: Picture, point: QPointF) -> int | None:
        """The place between characters nearest to a point; None when there is no text."""
        found = picture.line_at(point.y())
        if found is None:
            return None
        one, line = found
        unit = one.block.lines[line].text.xToCursor(point.x() - self.columns.text_x)
        held = one.block.lines[line]
        if unit >= held.end > held.solid:
            unit = held.solid
        return one.block.position(unit)

    def character_at(self, picture: Picture, point: QPointF) -> int | None:
        """The code point drawn at a point; None beside the text."""
        found = picture.line_at(point.y())
        if found is None:
            return None
        one, number = found
        line = one.block.lines[number]
        y = point.y() - one.top - line.top
        natural = line.text.naturalTextRect()
        x = point.x() - self.columns.text_x
        if not 0 <= y < line.height or not natural.left() <= x < natural.right():
            return None
        unit = line.text.xToCursor(x, line.text.CursorPosition.CursorOnCharacter)
        following = one.block.layout.nextCursorPosition(unit)
        if not one.block.mixed and following < line.end and edge(line.text, following) <= x:
            unit = following  # the second half of a ligature
        return one.block.position(unit)
