"""The sample's main article against pictures kept in `tests/ui/pictures`, in both themes.

They are compared in blocks of 6 × 6 pixels, so that letters may be smoothed a little differently; a tint or a bracket
that is missing shows all the same, which is tested too. `pytest tests/ui/article/test_pictures.py --refresh-pictures`
draws them anew, to be looked at before they are committed.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QFontInfo, QImage, QPainter

from annotator.model.annotated import AnnotatedDocument
from annotator.services import samples, showing
from annotator.ui.article.fonts import interface_font, measures
from annotator.ui.article.layers import Looks
from annotator.ui.article.marks import Tint
from annotator.ui.article.picture import TOP, Anchor, Picture
from annotator.ui.article.sheet import Sheet
from annotator.ui.tokens import THEMES, Tokens

FOLDER = Path(__file__).parents[1] / "pictures"
WIDTH, HEIGHT, BLOCK = 900, 666, 6
FAR = 18
"""How far the means of a block may be apart, of 255; letters a quarter of a pixel off make 14."""

MOST = 1
"""How many blocks may be farther apart than that."""

THEME = pytest.mark.parametrize("tokens", THEMES.values(), ids=THEMES.keys())
Alter = Callable[[Picture], object]


@pytest.fixture(scope="module")
def sample_article(tmp_path_factory) -> AnnotatedDocument:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ANNOTATOR_CONFIG_DIR", str(tmp_path_factory.mktemp("sample")))
        with samples.open_copy(None) as project:
            return project.read(samples.best_document(project))


def nothing(_picture: Picture) -> None:
    """The article as it is."""


def composed(article: AnnotatedDocument, tokens: Tokens) -> tuple[Sheet, Picture]:
    layer = showing.main_layer(article, None)
    sheet = Sheet(article, layer, tokens)
    sheet.show_layers(Looks(frozenset({layer})))  # as the window shows it at first
    sheet.arrange(width=WIDTH)
    return sheet, sheet.compose(Anchor(0, TOP), HEIGHT)


def drawn(article: AnnotatedDocument, tokens: Tokens, alter: Alter = nothing, *, shift: float = 0) -> QImage:
    sheet, picture = composed(article, tokens)
    alter(picture)
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)
    image.fill(sheet.inks.paper)
    with QPainter(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        painter.translate(shift, 0)
        sheet.paint(painter, picture, QRect(0, 0, WIDTH, HEIGHT), screen=False)
    return image


def differing(one: QImage, other: QImage) -> int:
    """How many blocks have means farther apart than letters make them. Qt's own scaling leaves thin lines out."""
    images = [image.convertToFormat(QImage.Format.Format_RGBX8888) for image in (one, other)]
    bits = [bytes(image.constBits()) for image in images]  # which belong to the images
    assert len(bits[0]) == len(bits[1]) == WIDTH * HEIGHT * 4
    band = WIDTH * 4 * BLOCK
    wrong = 0
    for begin in range(0, len(bits[0]), band):
        first, second = (held[begin : begin + band] for held in bits)
        if first != second:
            wrong += sum(_far(first, second, column) for column in range(WIDTH // BLOCK))
    return wrong


def _far(first: bytes, second: bytes, column: int) -> bool:
    """Whether a block of a band of both pictures differs, in red, green or blue."""
    rows = range(column * BLOCK * 4, len(first), WIDTH * 4)
    sums = [
        [sum(sum(band[row + channel : row + BLOCK * 4 : 4]) for row in rows) for channel in range(3)]
        for band in (first, second)
    ]
    return any(abs(a - b) > FAR * BLOCK * BLOCK for a, b in zip(*sums, strict=True))


def faces() -> str:
    """The fonts that pictures here are drawn with."""
    return ", ".join(QFontInfo(font).family() for font in (measures(1.0).font, interface_font()))


@THEME
def test_the_sample_looks_as_in_its_picture(sample_article, tokens, request) -> None:
    path = FOLDER / f"article-{tokens.name}.png"
    image = drawn(sample_article, tokens)
    if request.config.getoption("--refresh-pictures"):
        image.setText("Faces", faces())
        FOLDER.mkdir(exist_ok=True)
        assert image.save(str(path), "PNG", 0)
    kept = QImage(str(path))
    assert not kept.isNull()
    if kept.text("Faces") != faces():
        pytest.skip(f"The pictures were drawn with {kept.text('Faces')}; here letters are of {faces()}.")
    found = differing(kept, image)
    if found > MOST:
        seen = FOLDER.parents[2] / "build" / path.name
        seen.parent.mkdir(exist_ok=True)
        image.save(str(seen))
        pytest.fail(f"{found} blocks differ from {path.name}; what was drawn is in build/{path.name}.")


@THEME
def test_letters_smoothed_differently_are_no_difference(sample_article, tokens) -> None:
    still = drawn(sample_article, tokens)
    assert differing(still, drawn(sample_article, tokens, shift=0.25)) <= MOST


@THEME
def test_a_tint_that_is_missing_is_a_difference(sample_article, tokens) -> None:
    still = drawn(sample_article, tokens)
    _, picture = composed(sample_article, tokens)
    seen = [place for place, tint in tints(picture) if bare(picture, place, tint)]
    assert len(seen) > 30
    for number, line, at in seen[::4]:

        def leave_out(picture: Picture, number: int = number, line: int = line, at: int = at) -> None:
            del picture.placed[number].marks.lines[line].tints[at]

        assert differing(still, drawn(sample_article, tokens, leave_out)) > MOST, (number, line, at)


def tints(picture: Picture) -> Iterator[tuple[tuple[int, int, int], Tint]]:
    """Every tint with its place: block, line, number."""
    for number, placed in enumerate(picture.placed):
        for line, marks in placed.marks.lines.items():
            for at, tint in enumerate(marks.tints):
                if tint.tag != "cue" and placed.top + tint.rect.bottom() < HEIGHT:
                    yield (number, line, at), tint


def bare(picture: Picture, place: tuple[int, int, int], tint: Tint) -> bool:
    """Whether a good part of a tint is seen: not covered from inside, and not on another of the same colour."""
    number, line, at = place
    held = picture.placed[number].marks.lines[line].tints
    covered = sum(one.rect.intersected(tint.rect).width() for one in held[at + 1 :])
    beneath = any(one.tag == tint.tag and one.rect.intersects(tint.rect) for one in held[:at])
    return covered < tint.rect.width() - 30 and not beneath


@THEME
def test_a_bracket_that_is_missing_is_a_difference(sample_article, tokens) -> None:
    still = drawn(sample_article, tokens)
    _, picture = composed(sample_article, tokens)
    seen = [at for at, bracket in enumerate(picture.gutter.brackets) if bracket.top < HEIGHT - 20]
    assert len(seen) > 8
    for at in seen[::2]:

        def leave_out(picture: Picture, at: int = at) -> None:
            del picture.gutter.brackets[at]

        assert differing(still, drawn(sample_article, tokens, leave_out)) > MOST, at


@THEME
def test_an_underline_that_is_missing_is_a_difference(sample_article, tokens) -> None:
    still = drawn(sample_article, tokens)
    _, picture = composed(sample_article, tokens)
    for tag in ("claim", "source"):
        number, line = next(
            (number, line)
            for number, placed in enumerate(picture.placed)
            for line, marks in placed.marks.lines.items()
            if marks.rules.get(tag)
        )

        def leave_out(picture: Picture, number: int = number, line: int = line, tag: str = tag) -> None:
            del picture.placed[number].marks.lines[line].rules[tag]

        assert differing(still, drawn(sample_article, tokens, leave_out)) > MOST, tag
