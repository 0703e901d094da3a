"""What is drawn: marks, places, scrolling, images, and what assistive technology is told."""

from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint
from PySide6.QtGui import QAccessible, QColor, QImage

from annotator.model.annotated import AnnotatedDocument, chain_words
from annotator.model.errors import UserError
from annotator.model.items import Annotation, Document
from annotator.model.span import Span
from annotator.model.text import Utf16Map
from annotator.ui.article import accessibility
from annotator.ui.article.blocks import LONGEST, Blocks
from annotator.ui.article.display import display_text
from annotator.ui.article.marks import LANES, lanes
from annotator.ui.article.rendering import render
from annotator.ui.article.tips import tip
from annotator.ui.article.view import ArticleView
from annotator.ui.tokens import DARK, LIGHT, contrast


def plain(text: str, spans=(), tag="claim") -> AnnotatedDocument:
    made = {
        f"a{n}": Annotation(id=f"a{n}", document="d", annotator="me", tag=tag, spans=(Span(*span),))
        for n, span in enumerate(spans)
    }
    return AnnotatedDocument(document=Document(id="d"), text=text, annotations=made)


def test_the_hit_test_knows_the_letter_not_the_nearest_gap(article, view) -> None:
    span = article.span("o", after="ordered")
    rect = view.rects_of(span)[0]
    for x in range(rect.left() + 1, rect.right()):
        assert view.character_at(QPoint(x, rect.center().y())) == span.begin
    assert view.character_at(QPoint(5, rect.center().y())) is None
    assert view.annotations_at(rect.center()) == ["claim"]


def test_text_that_runs_both_ways_has_several_places(article, view) -> None:
    span = Span(article.span("spokesman").begin, article.span("الوزير").end)
    rects = view.rects_of(span)
    assert len(rects) == 2
    assert view.rect_of(span).width() > sum(rect.width() for rect in rects)


@pytest.mark.parametrize("line", ["The spokesman", "  • A first", "Family"])
def test_every_letter_has_its_own_place(article, view, line) -> None:
    begin, end = view.text().index(line), view.text().index("\n", view.text().index(line))
    for at in range(begin, end):
        rects = view.rects_of(Span(at, at + 1))
        if view.text()[at].isalpha() and view.text()[at] not in "لا":
            assert rects
            assert view.character_at(rects[0].center()) == at


def test_the_first_letter_after_a_change_of_direction_is_marked(show) -> None:
    text = "قال الوزير Reuters said وأضاف"
    view = show(plain(text))
    word = view.rect_of(Span(11, 18)).width()
    assert abs(word - view.rect_of(Span(12, 18)).width() - view.rect_of(Span(11, 12)).width()) <= 2
    assert view.rect_of(Span(11, 12)).width() > 4


def test_a_word_before_a_break_in_the_other_direction_is_marked_whole(show) -> None:
    text = "قال الوزير إن الضربة وشيكة وإن 42 شخصا قتلوا في الهجوم على المدينة, Reuters said, وأضاف المتحدث"
    for width in range(640, 900, 20):
        view = show(plain(text), width=width)
        begin = text.index("Reuters")
        cells = [view.rects_of(Span(at, at + 1))[0].center().x() for at in range(begin, begin + 7)]
        assert cells == sorted(cells)
        whole = view.rects_of(Span(begin, begin + 7))
        assert len(whole) == 1
        assert whole[0].left() < cells[0] < cells[-1] < whole[0].right()


def test_positions_and_places_agree(article, view) -> None:
    for words in ("Family", "owners", "cafe\u0301", "June", "شخصا", "inquiry"):
        span = article.span(words)
        rect = view.rects_of(Span(span.begin, span.begin + 1))[0]
        assert view.character_at(rect.center()) == span.begin


def test_scrolling_up_into_unknown_heights_does_not_jump(qtbot, show) -> None:
    text = "\n\n".join(f"{n}. " + "words and more words " * (n * 7 % 40) for n in range(2000))
    view = show(plain(text), height=400)
    view.grab()
    bar = view.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    view.grab()
    for _ in range(40):
        first = view.picture().placed[1]
        y = view.rect_at(first.block.span.begin).y()
        bar.setValue(bar.value() - 30)
        view.grab()
        assert view.rect_at(first.block.span.begin).y() == y + 30


def test_the_end_can_be_reached_and_is_the_end(show) -> None:
    view = show(plain("\n\n".join("word " * (n % 90) for n in range(3000))), height=400)
    view.scroll_to(len(view.text()))
    view.grab()
    bar = view.verticalScrollBar()
    assert bar.value() == bar.maximum()
    bar.setValue(bar.maximum())
    view.grab()
    assert view.rect_at(len(view.text())).isValid()


def test_zoom_and_width_keep_the_place_one_reads(article, show) -> None:
    text = "\n\n".join(f"{n}. " + "words and more words " * 30 for n in range(300))
    view = show(plain(text))
    view.scroll_to(len(text) // 2)
    view.grab()
    first = view.picture().placed[0].block
    top = view.position_at(QPoint(300, 30))
    view.set_zoom(1.5)
    view.grab()
    assert view.rect_at(top).isValid()
    view.resize(500, 700)
    view.grab()
    assert abs(view.picture().placed[0].block.span.begin - first.span.begin) < 1500


def test_zoom_has_limits_and_tells(qtbot, view) -> None:
    with qtbot.waitSignal(view.zoomChanged):
        view.zoom_in()
    view.set_zoom(50)
    assert view.zoom() == 3.0
    view.zoom_reset()
    assert view.zoom() == 1.0


def test_cards_fold_when_a_line_would_be_short_of_sixty_characters(article, show) -> None:
    assert show(article.document, width=820).picture().cards
    assert not show(article.document, width=640).picture().cards


def test_cards_never_lie_on_each_other(show) -> None:
    text = "Some words that are claimed by many. " * 40
    view = show(plain(text, [(n * 7, n * 7 + 20) for n in range(60)]))
    cards = view.picture().cards
    for upper, lower in pairwise(cards):
        assert upper.rect.bottom() <= lower.rect.top()


def test_a_long_line_is_cut_for_display_only(show) -> None:
    text = "word " * 200_000
    assert len(Blocks(text)) >= 500
    assert all(Blocks(text).span(n).end - Blocks(text).span(n).begin <= LONGEST for n in range(0, 500, 50))
    view = show(plain(text, [(1995, 2006)]))
    assert view.current_paragraph() == (1, 1)
    view.set_selection(1990, 2010)
    assert view.text()[slice(*view.selection())] == text[1990:2010]


def test_a_thousand_annotations_on_one_spot(show) -> None:
    view = show(plain("One word here. " * 20, [(4, 8)] * 1000))
    view.grab()
    rect = view.rects_of(Span(4, 8))[0]
    assert len(view.annotations_at(rect.center())) == 1000


def test_hidden_characters_show_one_for_one() -> None:
    text = "a\u202eb\u200bc\u2028d\ufeffe\x07f 👨‍👩‍👧 می‌خواهم \U000e0041"
    shown, marks = display_text(text)
    assert len(shown) == len(text)
    assert "\u202e" not in shown
    assert "👨‍👩‍👧" in shown
    assert "می‌خواهم" in shown
    assert [text[m] for m in marks] == ["\u202e", "\u200b", "\u2028", "\ufeff", "\x07", "\U000e0041"]


def test_a_byte_order_mark_at_the_begin_of_a_paragraph_keeps_the_count(show) -> None:
    view = show(plain("one\n\ufefftwo three"))
    span = Span(9, 14)
    assert view.character_at(view.rects_of(span)[0].center()) in range(9, 14)
    assert view.character_at(view.rects_of(Span(9, 10))[0].center()) == 9


def test_underlines_of_nested_annotations_lie_below_each_other() -> None:
    around = ["claim", "claim", "quote", "claim", "quote"]
    found = lanes([(10, 20, "source"), *((0, 30, tag) for tag in around)])
    inside = [(tag, lane) for u, v, tag, lane, _ in found if u == 10]
    assert inside == [("source", 0), ("claim", 1), ("claim", 2), ("quote", 3), ("claim", 4)]
    assert max(lane for *_, lane, _ in found) < LANES


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("focused", [False, True])
@pytest.mark.parametrize("tag", ["claim", "source", "quote", "cue"])
def test_text_on_every_tint_is_easy_to_read(tokens, tag, focused) -> None:
    assert contrast(tokens.text, tokens.tint(tag, focused=focused)) >= 7


def test_tags_are_told_apart_without_colour(show) -> None:
    """In grey, the rows below a word differ by line: thin, thick, dotted, and above for a cue."""
    patterns = {}
    for tag in ("claim", "source", "quote", "cue"):
        view = show(plain("mmmmmmmmmmmmmmmm", [(0, 16)], tag))
        rect = view.rects_of(Span(0, 16))[0].adjusted(6, -1, -6, 3)
        view.clearFocus()
        grey = view.viewport().grab(rect).toImage().convertToFormat(QImage.Format.Format_Grayscale8)
        dark = [
            sum(grey.pixelColor(x, y).value() < 140 for x in range(grey.width())) * 4 // grey.width()
            for y in (*range(4), *range(grey.height() - 6, grey.height()))
        ]
        patterns[tag] = tuple(dark)
    assert len(set(patterns.values())) == 4


def test_an_image_of_the_whole_article(article) -> None:
    image = render(article.document, "me", LIGHT, 900, scale=2.0)
    assert image.width() == 1800
    assert image.height() > 600
    assert QColor(image.pixel(2, 2)) == QColor(LIGHT.paper)


def test_an_image_that_would_be_absurd_is_refused(article) -> None:
    with pytest.raises(UserError, match="too long"):
        render(plain("A line of text.\n" * 3000), None, LIGHT, 900)
    with pytest.raises(UserError, match="too narrow"):
        render(article.document, None, LIGHT, 10)


def test_hits_of_a_search_are_marked_in_text_and_beside_the_scroll_bar(article, view) -> None:
    before = view.viewport().grab().toImage()
    hit = article.span("No date")
    view.set_found([article.span("inquiry"), hit], hit)
    after = view.viewport().grab().toImage()
    at = view.rects_of(hit)[0]
    changed = [p for p in (at.topLeft(), at.bottomRight()) if before.pixel(p) != after.pixel(p)]
    assert changed
    edge = range(after.width() - 8, after.width() - 2)
    assert any(before.pixel(x, y) != after.pixel(x, y) for x in edge for y in range(after.height()))


def test_nothing_to_show(qtbot, show, article) -> None:
    view = show(None)
    view.grab()
    view.select_word()
    view.focus_next()
    view.copy()
    assert view.position_at(QPoint(10, 10)) is None
    view.set_article(article.document, "me")
    view.set_article(plain(""), "me")
    view.grab()
    assert view.caret() == 0
    assert view.current_paragraph() == (1, 1)


def test_assistive_technology_reads_text_caret_and_selection(article, view) -> None:
    found = QAccessible.queryAccessibleInterface(view)
    assert found.role() == QAccessible.Role.Document
    assert found.state().readOnly
    assert found.text(QAccessible.Text.Name) == "Harbour to close"
    text = found.textInterface()
    units = len(view.text().encode("utf-16-le")) // 2
    assert text.characterCount() == units
    view.set_caret(article.span("owners").begin)
    at = text.cursorPosition()
    assert text.text(at, at + 6) == "owners"
    text.setSelection(0, at, at + 6)
    assert view.text()[slice(*view.selection())] == "owners"
    assert text.characterRect(at).isValid()


def test_views_come_and_go_while_assistive_technology_listens(qtbot, article) -> None:
    QAccessible.setActive(True)
    try:
        for number in range(10):
            view = ArticleView()
            view.set_article(article.document, "me")
            view.show()
            text = QAccessible.queryAccessibleInterface(view).textInterface()
            text.setCursorPosition(100 + number)
            assert text.cursorPosition() == 100 + number
            view.focus_next()
            assert text.cursorPosition() == Utf16Map(view.text()).to_units(view.caret())
            view.close()
            view.deleteLater()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    finally:
        QAccessible.setActive(False)


def test_what_a_caret_enters_is_said_with_its_source(article) -> None:
    document = article.document
    before, now = article.span("that the deputy").begin, article.span("ordered").begin
    assert accessibility.entering(document, before, now) == ["claim"]
    said = accessibility.describe(document, "claim")
    assert said.startswith("claim: the deputy minister had ordered the closure")
    assert "the agency citing Daily Ledger" in said
    assert accessibility.describe(document, "loose").endswith("no source named")


def test_cards_can_be_folded_and_come_back(article, show) -> None:
    view = show(article.document, width=900)
    assert view.picture().cards
    narrow = view.text_left()
    view.show_cards(False)
    assert not view.picture().cards
    view.show_cards(True)
    assert view.picture().cards
    assert view.text_left() == narrow


def test_a_place_tells_who_is_behind_it_and_names_hidden_characters(article, view) -> None:
    document = article.document
    claim = next(a for a in document.ordered("claim") if document.chains_of(a.id))
    told = tip(document, claim.begin, [claim])
    assert told.startswith("Claim")
    assert chain_words(document.chains_of(claim.id)[0], mark_inferred=True) in told
    hidden = replace(document, text="\u202e" + document.text[1:])
    assert "U+202E RIGHT-TO-LEFT OVERRIDE" in tip(hidden, 0, [])


def test_paragraphs_are_numbered_when_wanted(article, view) -> None:
    plain = view.viewport().grab().toImage()
    view.show_numbers(True)
    numbered = view.viewport().grab().toImage()
    assert numbered != plain
    view.show_numbers(False)
    assert view.viewport().grab().toImage() == plain


def test_five_annotations_on_one_word_have_five_lines_apart(show) -> None:
    document = plain("A word stands in a line here.", [(begin, 29 - begin) for begin in range(5)])
    view = show(document, me="me")
    marks = next(iter(view.picture().placed)).marks.lines[0]
    over_word = sorted({rect.top() for rect in marks.rules["claim"] if rect.left() <= view.rect_at(8).left()})
    assert len({round(top) for top in over_word}) == 5


@pytest.mark.parametrize("word", ["wo\u0301\u0302\u0303\u0304\u0306\u0307rd", "word"])
def test_later_frames_look_like_the_first(show, word) -> None:
    view = show(plain(f"A {word} stands here.\nAnother line.", [(begin, 19 - begin) for begin in range(4)]), me="me")
    first = view.viewport().grab().toImage()
    for _ in range(2):  # the second frame makes images, the third shows them
        again = view.viewport().grab().toImage()
        assert again == first
