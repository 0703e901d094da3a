"""Painting the cards: a bar in the tag's ink and the words, led to from the text where a card had to give way."""

from collections.abc import Hashable, Sequence

from PySide6.QtCore import QCoreApplication, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen, QPixmap

from annotator.ui.article.cards import INSET, Card, Cards, Crowd
from annotator.ui.article.columns import Columns
from annotator.ui.article.inks import Inks
from annotator.ui.article.painting import dotted

_BAR = 9
_KEPT = 40


class CardImages:
    """Cards as images, each made when it is painted for the second time: most are scrolled past before."""

    def __init__(self) -> None:
        self._held: dict[Hashable, QPixmap | None] = {}
        """Those painted last at the end; None is painted once."""

    def forget(self) -> None:
        self._held.clear()

    def paint(self, painter: QPainter, card: Card, inks: Inks, style: Cards) -> None:
        """Show a card's words, on paper as nothing else is where they are."""
        ratio = painter.device().devicePixelRatio()
        top = round(card.rect.top())
        place = QRect(
            round(card.rect.left() - 0.5) + _BAR, top, round(card.rect.width()) - _BAR, round(card.rect.height())
        )
        key = (card.wording, card.tag, inks, ratio, top % 2)  # heights are rounded to even ones
        seen = key in self._held
        image = self._held.pop(key, None)
        if image is None and seen and ratio == round(ratio):
            image = QPixmap(place.size() * ratio)
            image.setDevicePixelRatio(ratio)
            image.fill(inks.paper)
            with QPainter(image) as on:
                on.translate(-place.topLeft())
                _paint_words(on, card, inks, style, raised=False)
        self._held[key] = image
        if len(self._held) > _KEPT:
            del self._held[next(iter(self._held))]
        if image is None:
            _paint_words(painter, card, inks, style, raised=False)
        else:
            painter.drawPixmap(place.topLeft(), image)


def paint_cards(
    painter: QPainter,
    cards: Sequence[Card],
    crowds: Sequence[Crowd],
    columns: Columns,
    inks: Inks,
    style: Cards,
    focused: str | None,
    *,
    images: CardImages | None = None,
) -> None:
    """The cards of a screen; those that look as before come from `images`."""
    for card in sorted(cards, key=lambda c: c.id == focused):
        raised = card.id == focused
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=True)
        if raised:
            painter.setPen(QPen(inks.ink("source"), 1.5))
            painter.setBrush(inks.raised)
            painter.drawRoundedRect(card.rect, 6, 6)
        lift = 6 + style.line_height / 2
        pushed = card.rect.top() + lift - card.text_y
        if raised or pushed > 10:
            painter.setPen(QPen(inks.ink("source"), 1.5) if raised else QPen(inks.line, 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPath(_connector(card, columns, lift, raised=raised))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        if raised or images is None:
            _paint_words(painter, card, inks, style, raised=raised)
        else:
            images.paint(painter, card, inks, style)
    painter.setPen(inks.text3)
    for crowd in crowds:
        style.small.draw(painter, crowd.rect, _tr("and {count} more").format(count=crowd.count))


def _tr(text: str) -> str:
    return QCoreApplication.translate("ArticleView", text)


def _connector(card: Card, columns: Columns, lift: float, *, raised: bool) -> QPainterPath:
    x = columns.text_right + 8
    begin = QPointF(x, max(card.text_y, -40.0))
    end = QPointF(card.rect.left() + (0 if raised else 4), card.rect.top() + lift)
    path = QPainterPath(begin)
    path.cubicTo(QPointF(x + 12, begin.y()), QPointF(end.x() - 12, end.y()), end)
    return path


def _paint_words(painter: QPainter, card: Card, inks: Inks, style: Cards, *, raised: bool) -> None:
    left, top = card.rect.left() - 0.5, round(card.rect.top())
    high = round(card.rect.height())
    ink = inks.ink(card.tag)
    if card.tag == "quote":
        painter.setPen(dotted(ink, 3, 1))
        painter.drawLine(QPointF(left + _BAR + 1.5, top + 8), QPointF(left + _BAR + 1.5, top + high - 8))
    else:
        painter.fillRect(QRectF(left + _BAR, top + 8, 3, high - 16), ink)
    letters = style.bold if raised else style.letters
    painter.setPen(inks.warn if card.wording.warns else inks.text)
    width = card.rect.width() - INSET
    y = top + 6
    for line in card.wording.lines:
        letters.draw(painter, QRectF(left + INSET, y, width, style.line_height), line)
        y += style.line_height
    painter.setPen(inks.text3)
    style.small.draw(painter, QRectF(left + INSET, y, width, style.small_height), card.wording.below)
