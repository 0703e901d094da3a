"""A whole article as one image, for `annotator render` and the guided tour."""

from PySide6.QtCore import QCoreApplication, QLocale, QRect, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QImage, QPainter

from annotator.model.annotated import AnnotatedDocument
from annotator.model.errors import UserError
from annotator.model.hidden import shown
from annotator.ui.article.fonts import interface_font
from annotator.ui.article.picture import TOP, Anchor
from annotator.ui.article.sheet import Sheet
from annotator.ui.tokens import Tokens

TALLEST = 30_000
"""Pixels of an image; Qt's painter fails beyond 32,767."""

NARROWEST = 320
_MOST_CHARACTERS = 2_000_000


def render(article: AnnotatedDocument, me: str | None, tokens: Tokens, width: int, *, scale: float = 1.0) -> QImage:
    """Title block, text, gutter and cards, `width` logical pixels wide and as tall as it must be.

    `scale` is the ratio of the image's pixels to logical ones. Raises UserError when the image would be too tall.
    """
    if width < NARROWEST or scale <= 0:
        raise UserError(f"An image {width} pixels wide is too narrow.", f"Choose {NARROWEST} pixels or more.")
    sheet = Sheet(article, me, tokens)
    sheet.arrange(width=width)
    title = Title(article, sheet)
    if len(article.text) > _MOST_CHARACTERS:
        raise _too_tall()
    page = sheet.page
    height = TOP
    for number in range(len(page.blocks)):
        height += page.block(number).height
        if (title.height + height) * scale > TALLEST:
            raise _too_tall()
    picture = sheet.compose(Anchor(0, TOP), height + 24)
    height = max(height, round(max((card.rect.bottom() for card in picture.cards), default=0))) + 24
    if (title.height + height) * scale > TALLEST:
        raise _too_tall()
    picture = sheet.compose(Anchor(0, TOP), height)
    image = QImage(round(width * scale), round((title.height + height) * scale), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(scale)
    image.fill(sheet.inks.paper)
    with QPainter(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        title.paint(painter)
        painter.translate(0, title.height)
        sheet.paint(painter, picture, QRect(0, 0, width, height), screen=False)
    return image


def _too_tall() -> UserError:
    return UserError(
        f"The article is too long for one image of {TALLEST:,} pixels.", "Choose a smaller scale or a greater width."
    )


class Title:
    """Title, and below it outlet, date and number of words."""

    def __init__(self, article: AnnotatedDocument, sheet: Sheet) -> None:
        document = article.document
        self._sheet = sheet
        self._font = interface_font(1.0, 4, QFont.Weight.DemiBold)
        self._small = interface_font(1.0, -1)
        words = QCoreApplication.translate("ArticleView", "{count} words").format(
            count=QLocale().toString(len(article.text.split()))
        )
        self._below = "  ·  ".join(shown(part) for part in (document.outlet, document.published[:10], words) if part)
        self._title = shown(" ".join(document.title.split()))
        flags = int(Qt.TextFlag.TextWordWrap)
        room = QRectF(0, 0, self._width, 10_000)
        box = QFontMetricsF(self._font).boundingRect(room, flags, self._title) if self._title else QRectF()
        self._tall = round(box.height())
        self.height = 20 + self._tall + 4 + round(QFontMetricsF(self._small).height()) + 10

    @property
    def _width(self) -> int:
        columns = self._sheet.columns
        return columns.card_x + columns.card_width - columns.text_x if columns.card_width else columns.text_width

    def paint(self, painter: QPainter) -> None:
        x = self._sheet.columns.text_x
        painter.setFont(self._font)
        painter.setPen(self._sheet.inks.text)
        painter.drawText(QRectF(x, 20, self._width, self._tall + 4), int(Qt.TextFlag.TextWordWrap), self._title)
        painter.setFont(self._small)
        painter.setPen(self._sheet.inks.text2)
        painter.drawText(QRectF(x, 24 + self._tall, self._width, 24), 0, self._below)
