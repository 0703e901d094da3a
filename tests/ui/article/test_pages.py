"""An article on pages: nothing lost, nothing cut, nothing an image."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QBuffer, QIODevice, QSize
from PySide6.QtGui import QColor, QImage, QPainter, QPdfWriter

from annotator.model.annotated import AnnotatedDocument
from annotator.model.items import Annotation, Document
from annotator.model.span import Span
from annotator.ui.article.layers import Looks
from annotator.ui.article.pages import Pages, paint_all

SIZE = QSize(790, 1165)


def long_article(article, times: int = 12):
    """The small article many times over, still annotated at its beginning."""
    article.document.text = "\n\n".join([article.document.text] * times)
    return article.document


def painted(pages: Pages, number: int, size: QSize = SIZE) -> QImage:
    image = QImage(size, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    with QPainter(image) as painter:
        pages.paint(painter, number)
    return image


def colours(image: QImage, rows: range) -> Counter:
    return Counter(image.pixel(x, y) for y in rows for x in range(image.width()))


@pytest.mark.parametrize("size", [SIZE, QSize(790, 300), QSize(400, 500)], ids=["paper", "low", "narrow"])
def test_every_word_is_on_exactly_one_page(article, size) -> None:
    text = long_article(article).text
    pages = Pages(article.document, "me", Looks(), size)

    assert len(pages) > 1
    assert " ".join(pages.words(n) for n in range(len(pages))).split() == text.split()


@given(height=st.integers(120, 900), words=st.lists(st.integers(0, 90), max_size=25))
def test_no_line_reaches_over_the_end_of_a_page(qapp, height, words) -> None:
    text = "\n".join("word " * count for count in words)
    pages = Pages(
        AnnotatedDocument(document=Document(id="d", title="Words"), text=text), None, Looks(), QSize(600, height)
    )
    for number, page in enumerate(pages._pages):
        room = height - 40 - (0 if number else pages._title.height)
        assert page.height <= room or page.last == page.first + 1
    assert "".join(pages.words(n) for n in range(len(pages))).split() == text.split()


def test_a_heading_goes_with_what_it_heads(qapp) -> None:
    part = "A heading\n\n" + "Some words are said here. " * 30
    text = "\n\n".join([part] * 8)
    begins = [at for at in range(len(text)) if text.startswith("A heading", at)]
    headings = tuple(Span(at, at + 9) for at in begins)
    document = AnnotatedDocument(document=Document(id="d", title="Words", headings=headings), text=text)
    for height in range(300, 700, 23):
        pages = Pages(document, "me", Looks(), QSize(790, height))
        ends = [pages.words(n).rstrip("\n").rsplit("\n", 1)[-1] for n in range(len(pages) - 1)]
        assert "A heading" not in ends


def test_no_line_of_a_paragraph_stands_alone_at_the_begin_or_end_of_a_page(qapp) -> None:
    text = "\n\n".join("Some words are said here. " * (6 + n % 13) for n in range(30))
    document = AnnotatedDocument(document=Document(id="d", title="Words"), text=text)
    for height in range(400, 800, 37):
        pages = Pages(document, "me", Looks(), QSize(790, height))
        for page in pages._pages[:-1]:
            above, below = pages._rows[page.last - 1], pages._rows[page.last]
            assert above.block != below.block or 1 < below.line < len(pages._sheet.page.block(below.block).lines) - 1


def test_a_page_shows_tints_gutter_cards_and_its_number(article) -> None:
    pages = Pages(article.document, "me", Looks(), SIZE)
    image = painted(pages, 0)
    found = colours(image, range(SIZE.height() - 40))
    sheet = pages._sheet

    assert found[sheet.inks.tint("claim", focused=False).rgb()] > 500
    assert found[sheet.inks.tint("quote", focused=False).rgb()] > 500
    assert found[sheet.inks.ink("claim").rgb()] > 50
    cards = image.copy(sheet.columns.card_x, 0, sheet.columns.card_width, 700)
    assert len(colours(cards, range(700))) > 5
    assert len(colours(image, range(SIZE.height() - 25, SIZE.height()))) > 5


def test_pages_are_light_whatever_the_window_is(article) -> None:
    image = painted(Pages(article.document, "me", Looks(), SIZE), 0)
    assert image.pixelColor(1, 1) == QColor("white")


def test_an_empty_article_is_one_page(article) -> None:
    article.document.text = ""
    article.document.annotations.clear()
    article.document.attributions.clear()
    pages = Pages(article.document, "me", Looks(), SIZE)

    assert len(pages) == 1
    painted(pages, 0)


def test_a_pdf_of_it_holds_text_and_lines_and_no_image(article) -> None:
    article.document.text = article.document.text.replace("👨‍👩‍👧", "+++++")  # colour emoji are images in every PDF
    pages = Pages(article.document, "me", Looks(), SIZE)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    with QPainter(writer) as painter:
        painter.scale(8, 8)
        paint_all(pages, range(len(pages)), painter, writer.newPage)
    pdf = buffer.data().data()

    assert b"/Subtype /Image" not in pdf
    assert b"/FontFile" in pdf


@pytest.mark.parametrize("height", range(200, 300, 20))
def test_the_lowest_underlines_of_a_paragraph_are_on_the_page_of_its_last_line(qapp, height) -> None:
    text = "Some words are said here. " * 40
    bare, marked = (AnnotatedDocument(document=Document(id="d", title="Words"), text=text) for _ in range(2))
    for at, tag in enumerate(("quote", "claim", "claim")):
        spans = (Span(len(text) - 20 + 4 * at, len(text) - 1),)
        marked.annotations[tag + str(at)] = Annotation(
            id=tag + str(at), document="d", annotator="me", tag=tag, spans=spans
        )
    size = QSize(600, height)
    pages, tagged = (Pages(document, "me", Looks(), size) for document in (bare, marked))
    assert len(pages) == len(tagged) > 1
    for number in range(len(pages) - 1):
        assert painted(pages, number, size) == painted(tagged, number, size)
    assert painted(pages, len(pages) - 1, size) != painted(tagged, len(pages) - 1, size)
