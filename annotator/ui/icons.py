"""Line icons in one colour: SVG files of `resources/icons`, drawn at the size and pixel ratio they are shown at."""

from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QPointF, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

from annotator.resources import path
from annotator.ui.tokens import Tokens

if TYPE_CHECKING:
    from annotator.model.items import Entity
    from annotator.services.listing import SourceRow

SIZE = 16
WIDTH = 1.4
ENTITY_ICONS = ("person", "people", "anon", "media", "government", "organisation", "document")
"""The kinds of source that have an icon of their own."""
_TAGS = ("claim", "source", "quote", "cue")


def icon_of(entity: "Entity | SourceRow | None") -> str:
    """The icon of an entity's type; anonymous and collective ones have their own."""
    if entity is None or entity.naming in ("anonymous", "unspecified"):
        return "anon"
    if entity.naming == "collective":
        return "people"
    return entity.entity_type if entity.entity_type in ENTITY_ICONS else "person"


def colour_of(tokens: Tokens, colour: str) -> str:
    """A token's name, a tag's name (its ink) or #RRGGBB, as #RRGGBB."""
    if colour.startswith("#"):
        return colour
    return tokens.ink(colour) if colour in _TAGS else str(getattr(tokens, colour))


def names() -> list[str]:
    """Every icon there is."""
    return sorted(file.stem for file in path("icons").glob("*.svg"))


@lru_cache(maxsize=128)
def _source(name: str) -> str:
    return path("icons", f"{name}.svg").read_text("utf-8")


def pixmap(name: str, colour: str, size: float = SIZE, ratio: float = 1.0, width: float = WIDTH) -> QPixmap:
    """The icon in `colour` (#RRGGBB), `size` logical pixels wide, sharp at the device pixel `ratio`.

    Raises FileNotFoundError for a name there is no file of.
    """
    key = f"icon:{name}:{colour}:{size}:{ratio}:{width}"
    drawn = QPixmap()
    if QPixmapCache.find(key, drawn):
        return drawn
    svg = _source(name).replace("currentColor", colour).replace(f'stroke-width="{WIDTH}"', f'stroke-width="{width}"')
    pixels = max(1, round(size * ratio))
    drawn = QPixmap(pixels, pixels)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    drawn.setDevicePixelRatio(ratio)
    QPixmapCache.insert(key, drawn)
    return drawn


def paint(painter: QPainter, name: str, rect: QRectF, colour: str, width: float = WIDTH) -> None:
    """Draw the icon into the square `rect`, set on whole device pixels so that its lines stay sharp."""
    ratio = painter.device().devicePixelRatio()
    corner = QPointF(round(rect.left() * ratio) / ratio, round(rect.top() * ratio) / ratio)
    painter.drawPixmap(corner, pixmap(name, colour, rect.width(), ratio, width))


def icon(name: str, tokens: Tokens, colour: str = "text2") -> QIcon:
    """The icon for an action or a button, with its disabled look; rebuild it when the theme changes."""
    built = QIcon()
    for ratio in (1, 2):
        built.addPixmap(pixmap(name, colour_of(tokens, colour), SIZE, ratio))
        built.addPixmap(pixmap(name, tokens.off, SIZE, ratio), QIcon.Mode.Disabled)
    return built


def app_icon() -> QIcon:
    """The program's own icon, for its windows."""
    built = QIcon()
    for size in (16, 24, 32, 48, 64, 128, 256):
        built.addPixmap(pixmap("annotator", "#000000", size))
    return built
