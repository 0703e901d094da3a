"""The list of annotations, by mouse and by keyboard, beside the article it stands for."""

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.ui.models.annotation_list import ANNOTATOR, BEHIND, SIGNS, TAG, WORDS
from annotator.ui.panels.annotations import AnnotationsPanel

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def listed(hands):
    """A claim with its source and a quote, and the list beside the article."""
    for words, key in (("inspectors ordered the city", KEY.Key_1), ("We measured every bolt", KEY.Key_3)):
        hands.select(words)
        hands.press(key)
    hands.window.desk.view.clear_selection()
    hands.press((CTRL, KEY.Key_G))
    return hands


def panel(hands) -> AnnotationsPanel:
    return hands.window.docks.panel("annotations")


def told(hands, *columns: int) -> list[tuple[str, ...]]:
    """The rows as they can be read."""
    model = panel(hands).table.model()
    return [tuple(model.index(row, c).data() for c in columns or (TAG, WORDS)) for row in range(model.rowCount())]


def spoken(hands) -> list[str]:
    model = panel(hands).table.model()
    return [model.index(row, TAG).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(model.rowCount())]


def focused_words(hands) -> str:
    article = hands.session.article
    return article.annotations[hands.session.focused].words(article.text)


def test_the_list_is_made_when_it_is_first_asked_for(hands):
    assert hands.window.findChild(AnnotationsPanel) is None
    hands.press((CTRL, KEY.Key_7))
    assert panel(hands).isVisible()
    hands.press((CTRL, KEY.Key_7))
    assert not panel(hands).isVisible()


def test_everything_annotated_is_listed_in_reading_order(listed):
    assert told(listed) == [("Claim", "inspectors ordered the city"), ("Quote", "We measured every bolt")]
    assert told(listed, ANNOTATOR) == [("Ana",), ("Ana",)]


def test_typing_finds_and_enter_goes_there(listed):
    assert QApplication.focusWidget() is panel(listed).field
    listed.press("bolt quote", KEY.Key_Return)

    assert QApplication.focusWidget() is listed.view
    assert focused_words(listed) == "We measured every bolt"
    assert told(listed) == [("Quote", "We measured every bolt")]


def test_the_rows_are_walked_from_the_field_and_space_shows_without_leaving(listed):
    listed.view.focus_annotation(None)
    listed.press(KEY.Key_Escape, (CTRL, KEY.Key_G))
    listed.press("ed", KEY.Key_Down)
    assert panel(listed).table.currentIndex().row() == 1
    listed.press(KEY.Key_Up)
    panel(listed).table.setFocus()
    listed.press(KEY.Key_Space)
    assert focused_words(listed) == "inspectors ordered the city"
    assert QApplication.focusWidget() is panel(listed).table
    listed.press(KEY.Key_End, KEY.Key_Space)
    assert focused_words(listed) == "We measured every bolt"
    listed.press(KEY.Key_Home, KEY.Key_Return)
    assert focused_words(listed) == "inspectors ordered the city"
    assert QApplication.focusWidget() is listed.view


def test_escape_empties_the_field_and_then_leaves_it(listed):
    listed.press("bolt", KEY.Key_Escape)
    assert len(told(listed)) == 2
    assert QApplication.focusWidget() is panel(listed).field
    listed.press(KEY.Key_Escape)
    assert QApplication.focusWidget() is listed.view


def test_a_click_goes_to_the_annotation(listed):
    table = panel(listed).table
    at = table.visualRect(table.model().index(0, WORDS)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)

    assert focused_words(listed) == "inspectors ordered the city"
    assert QApplication.focusWidget() is listed.view


def test_the_list_follows_the_focus_in_the_article(listed):
    listed.view.setFocus()
    listed.press(KEY.Key_Tab, KEY.Key_Tab)
    row = panel(listed).table.currentIndex().row()

    assert told(listed)[row][1] == focused_words(listed)
    listed.view.focus_annotation(None)
    assert not panel(listed).table.selectionModel().hasSelection()


def test_a_change_renews_only_the_rows_it_speaks_of(listed):
    model = panel(listed).table.model()
    happened = []
    model.modelReset.connect(lambda: happened.append("reset"))
    model.rowsInserted.connect(lambda _parent, first, last: happened.append(("in", first, last)))
    model.rowsRemoved.connect(lambda _parent, first, last: happened.append(("out", first, last)))
    model.dataChanged.connect(lambda first, last: happened.append(("new", first.row(), last.row())))
    listed.view.setFocus()
    listed.select("the Valley Post")
    listed.press(KEY.Key_2)
    assert happened == [("in", 0, 0)]
    happened.clear()
    listed.press(KEY.Key_D)
    assert happened == [("new", 0, 0)]
    assert told(listed, SIGNS)[0] == ("discuss",)
    happened.clear()
    listed.press(KEY.Key_4)
    assert happened == [("new", 0, 0)]
    assert told(listed)[0] == ("Cue", "the Valley Post")
    happened.clear()
    listed.press(KEY.Key_BracketLeft)
    assert happened == [("out", 0, 0), ("in", 0, 0)]
    happened.clear()
    listed.press(KEY.Key_Delete)
    assert happened == [("out", 0, 0)]
    listed.press((CTRL, KEY.Key_Z))
    assert len(told(listed)) == 3


def test_the_chain_of_a_claim_is_told_and_follows_what_is_linked(listed):
    assert told(listed, BEHIND)[0] == ("no source yet",)
    listed.press("claim", KEY.Key_Return, KEY.Key_L, KEY.Key_2, KEY.Key_1, KEY.Key_Return)
    panel(listed).field.clear()
    rows = dict(told(listed, WORDS, BEHIND))

    assert rows["inspectors ordered the city"] == "the Valley Post ‹ the engineers’ union"
    claim = next(line for line in spoken(listed) if line.startswith("Claim"))
    assert claim == "Claim: inspectors ordered the city, the Valley Post citing the engineers’ union, Ana"


def test_a_row_comes_into_a_filter_when_its_source_does(listed):
    listed.press("valley")
    assert told(listed) == []
    listed.view.focus_annotation(next(a.id for a in listed.session.article.contents() if a.tag == "claim"))
    listed.view.setFocus()
    listed.press(KEY.Key_L, KEY.Key_2, KEY.Key_1, KEY.Key_Return)

    assert ("Claim", "inspectors ordered the city") in told(listed)
    listed.press((CTRL, KEY.Key_Z))
    assert told(listed) == []


def test_an_article_without_annotations_says_what_to_do(hands):
    hands.press((CTRL, KEY.Key_G))
    found = panel(hands)

    assert found.nothing.isVisible()
    assert not found.table.isVisible()
    hands.view.setFocus()
    for _ in range(3):  # the bar that tells of the import, the documents, the article: nothing in the empty list
        hands.press(KEY.Key_F6)
    assert QApplication.focusWidget() is hands.view
    hands.press(KEY.Key_2)
    assert found.table.isVisible()
    assert not found.nothing.isVisible()


def test_a_panel_that_is_hidden_reads_when_it_is_shown_again(listed):
    listed.press((CTRL, KEY.Key_7))
    listed.view.setFocus()
    listed.select("the mayor")
    listed.press(KEY.Key_2)
    listed.press((CTRL, KEY.Key_7))

    assert ("Source", "the mayor") in told(listed)


def test_a_colleagues_hidden_annotation_is_shown_when_one_goes_to_it(open_window, sample):
    hands = open_window("--sample", path=sample)
    layer = hands.view.layer()
    article = hands.session.article
    assert not hands.window.desk.layering.shows_all()
    hands.press((CTRL, KEY.Key_G))
    other = next(a.annotator for a in article.ordered() if a.annotator != layer)
    hands.press(article.annotators[other].name.split()[0], KEY.Key_Return)

    assert article.annotations[hands.session.focused].annotator == other
    assert hands.window.desk.layering.shows_all()


def test_markup_in_an_article_is_listed_to_the_letter(hands, tmp_path):
    path = tmp_path / "markup.txt"
    path.write_text("<b>bold</b> &amp; <img src='file:///etc/hostname'> said so.", encoding="utf-8")
    hands.window.desk.filing.import_paths([path])
    hands.until(lambda: hands.text.startswith("<b>"))
    hands.view.setFocus()
    hands.select("<b>bold</b> &amp;")
    hands.press(KEY.Key_2, (CTRL, KEY.Key_G))

    assert told(hands)[0][1] == "<b>bold</b> &amp;"


def test_characters_that_reorder_others_are_signs_in_the_list_as_in_the_article(hands, tmp_path):
    path = tmp_path / "reordered.txt"
    path.write_text("A \u202elive\u202c report said so.", encoding="utf-8")
    hands.window.desk.filing.import_paths([path])
    hands.until(lambda: hands.text.startswith("A "))
    hands.view.set_selection(2, 8)
    hands.view.setFocus()
    hands.press(KEY.Key_2, (CTRL, KEY.Key_G))

    assert told(hands)[0][1] == "«live·"


def test_a_narrow_list_leaves_sources_to_the_tooltip(listed):
    table = panel(listed).table
    table.resize(300, 200)
    assert table.isColumnHidden(BEHIND)
    assert table.isColumnHidden(ANNOTATOR)
    tip = table.model().index(0, WORDS).data(Qt.ItemDataRole.ToolTipRole)
    assert tip == "Claim: inspectors ordered the city, no source yet, Ana"


def test_tags_are_told_apart_in_grey_as_well(listed):
    """The swatches of a claim and a quote differ by their lines."""
    table = panel(listed).table
    rects = [table.visualRect(table.model().index(row, TAG)) for row in (0, 1)]
    grey = [
        table.viewport().grab(QRect(rect.left() + 14, rect.top(), 20, rect.height())).toImage()
        .convertToFormat(QImage.Format.Format_Grayscale8)
        for rect in rects
    ]  # fmt: skip
    dark = [[image.pixelColor(QPoint(x, 20)).value() < 160 for x in range(20)] for image in grey]

    assert dark[0] != dark[1]
    assert any(dark[0])
    assert any(dark[1])
    assert not all(dark[1])
