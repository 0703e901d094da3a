import pytest
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QIcon, QImage, QPainter

from annotator.ui import icons
from annotator.ui.tokens import DARK, LIGHT

NEEDED = (
    *("panel-left", "panel-right", "panel-bottom", "prev", "next", "up", "down", "undo", "redo", "link", "chain"),
    *("boundary", "tag", "cue", "only", "compare", "layers", "person", "people", "anon", "media", "government"),
    *("organisation", "document", "article", "search", "filter", "note", "discuss", "check", "cross", "amend"),
    *("finish", "plus", "more", "new", "open", "import", "export", "merge", "split", "map", "history", "warning"),
    *("info", "settings", "keyboard", "book", "delete", "annotator"),
)


def inked(image):
    return [(x, y) for x in range(image.width()) for y in range(image.height()) if image.pixelColor(x, y).alpha() > 40]


def test_every_icon_of_the_design_has_a_file():
    assert set(NEEDED) <= set(icons.names())
    assert set(icons.ENTITY_ICONS) <= set(NEEDED)


@pytest.mark.parametrize("name", NEEDED)
def test_an_icon_shows_something_and_is_not_cut_off(qapp, name):
    image = icons.pixmap(name, LIGHT.text2, 16, 2).toImage()
    spots = inked(image)
    assert image.size() == QSize(32, 32)
    assert len(spots) > 12
    if name != "annotator":
        assert all(0 < x < 31 and 0 < y < 31 for x, y in spots)


@pytest.mark.parametrize("name", [name for name in NEEDED if name != "annotator"])
def test_an_icon_has_only_the_colour_asked_for(qapp, name):
    image = icons.pixmap(name, "#FF0000", 16, 4).toImage()
    solid = {image.pixelColor(x, y).name() for x, y in inked(image) if image.pixelColor(x, y).alpha() == 255}
    assert solid == {"#ff0000"}


def test_no_two_icons_look_alike(qapp):
    seen = {}
    for name in NEEDED:
        image = icons.pixmap(name, LIGHT.text2, 16, 2).toImage()
        key = bytes(image.constBits())
        assert key not in seen, (name, seen.get(key))
        seen[key] = name


def test_an_icon_for_buttons_has_two_sizes_and_a_disabled_look(qapp):
    built = icons.icon("link", DARK, "source")
    assert {(size.width(), size.height()) for size in built.availableSizes()} == {(16, 16), (32, 32)}
    off = built.pixmap(QSize(16, 16), 1.0, QIcon.Mode.Disabled).toImage()
    on = built.pixmap(QSize(16, 16), 1.0, QIcon.Mode.Normal).toImage()
    assert off != on


def test_colours_may_be_tokens_tags_or_numbers():
    assert icons.colour_of(LIGHT, "text2") == LIGHT.text2
    assert icons.colour_of(LIGHT, "source") == LIGHT.ink("source")
    assert icons.colour_of(LIGHT, "#123456") == "#123456"


def test_painting_draws_into_the_square(qapp):
    image = QImage(40, 40, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(QColor(0, 0, 0, 0))
    painter = QPainter(image)
    icons.paint(painter, "plus", QRectF(10.3, 10.3, 16, 16), "#00FF00")
    painter.end()
    assert all(10 <= x < 27 and 10 <= y < 27 for x, y in inked(image))
    assert inked(image)


def test_a_name_without_a_file_is_a_mistake_of_ours(qapp):
    with pytest.raises(FileNotFoundError):
        icons.pixmap("no-such-icon", "#000000")


def test_the_program_has_an_icon(qapp):
    assert not icons.app_icon().isNull()
