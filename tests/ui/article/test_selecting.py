"""Selecting with mouse and keys selects exactly the code points that are seen."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from annotator.model.span import Span
from annotator.ui.article.view import ArticleView

Key = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier


def start_of(view: ArticleView, span: Span) -> QPoint:
    rect = view.rects_of(span)[0]
    return QPoint(rect.left() + 1, rect.center().y())


def end_of(view: ArticleView, span: Span) -> QPoint:
    rect = view.rects_of(span)[-1]
    return QPoint(rect.right(), rect.center().y())


def middle_of(view: ArticleView, span: Span) -> QPoint:
    return view.rects_of(span)[0].center()


def drag(qtbot: QtBot, view: ArticleView, begin: QPoint, end: QPoint) -> None:
    port = view.viewport()
    qtbot.mousePress(port, Qt.MouseButton.LeftButton, pos=begin)
    for step in (3, 2, 1):
        at = begin + (end - begin) / step
        _move(view, at)
    qtbot.mouseRelease(port, Qt.MouseButton.LeftButton, pos=end)


def _move(view: ArticleView, at: QPoint) -> None:
    """Offscreen, a moved mouse reports no pressed button; a real one does."""
    from PySide6.QtCore import QEvent, QPointF
    from PySide6.QtGui import QMouseEvent

    left = Qt.MouseButton.LeftButton
    event = QMouseEvent(
        QEvent.Type.MouseMove, QPointF(at), QPointF(view.viewport().mapToGlobal(at)), Qt.MouseButton.NoButton, left,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    QGuiApplication.sendEvent(view.viewport(), event)


def selected(view: ArticleView) -> str | None:
    span = view.selection()
    return None if span is None else view.text()[span.begin : span.end]


@pytest.mark.parametrize(
    "words",
    ["owners", "the port\u00a0authority", "harbour will close", "cafe\u0301", "👨‍👩‍👧", "closure", "nothing more"],
)
def test_dragging_over_words_selects_their_code_points(qtbot, article, view, words) -> None:
    span = article.span(words, after="Family")
    drag(qtbot, view, start_of(view, span), end_of(view, span))
    assert view.selection() == span
    assert selected(view) == words


def test_dragging_backwards_over_lines(qtbot, article, view) -> None:
    begin, end = article.span("owners"), article.span("ordered")
    drag(qtbot, view, end_of(view, end), start_of(view, begin))
    assert view.selection() == Span(begin.begin, end.end)
    assert view.caret() == begin.begin


def test_dragging_below_the_view_scrolls(qtbot, article, show) -> None:
    view = show(article.document, height=160)
    before = view.verticalScrollBar().value()
    qtbot.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(200, 40))
    _move(view, QPoint(200, 190))
    qtbot.waitUntil(lambda: view.verticalScrollBar().value() > before + 20)
    qtbot.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(200, 190))
    assert view.selection() is not None


def test_double_click_selects_the_word_and_triple_click_the_sentence(qtbot, article, view) -> None:
    at = middle_of(view, article.span("ordered"))
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    qtbot.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert selected(view) == "ordered"
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert selected(view).startswith("Citing the Daily Ledger")
    assert selected(view).endswith("the closure.")


def test_dragging_after_a_double_click_goes_by_words(qtbot, article, view) -> None:
    port = view.viewport()
    at, to = middle_of(view, article.span("deputy")), middle_of(view, article.span("ordered"))
    qtbot.mouseClick(port, Qt.MouseButton.LeftButton, pos=at)
    qtbot.mouseDClick(port, Qt.MouseButton.LeftButton, pos=at)
    _move(view, to)
    assert selected(view) == "deputy minister had ordered"


def test_shift_click_extends(qtbot, article, view) -> None:
    begin, end = article.span("deputy"), article.span("ordered")
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=start_of(view, begin))
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, SHIFT, pos=end_of(view, end))
    assert selected(view) == "deputy minister had ordered"


def test_arrows_go_over_what_is_seen_as_one_character(qtbot, article, view) -> None:
    family = article.span("👨‍👩‍👧")
    view.set_caret(family.begin)
    qtbot.keyClick(view, Key.Key_Right)
    assert view.caret() == family.end
    qtbot.keyClick(view, Key.Key_Right)
    qtbot.keyClick(view, Key.Key_Left)
    qtbot.keyClick(view, Key.Key_Left)
    assert view.caret() == family.begin


def test_a_selection_never_splits_a_character(article, view) -> None:
    family, accent = article.span("👨‍👩‍👧"), article.span("cafe\u0301")
    view.set_selection(family.begin + 2, accent.end - 1)
    assert view.selection() == Span(family.begin, accent.end)


def test_shift_and_arrows_extend_and_letting_go_collapses(qtbot, article, view) -> None:
    word = article.span("deputy")
    view.set_caret(word.begin)
    for _ in "deputy":
        qtbot.keyClick(view, Key.Key_Right, SHIFT)
    assert selected(view) == "deputy"
    qtbot.keyClick(view, Key.Key_Left)
    assert view.selection() is None
    assert view.caret() == word.begin


def test_ctrl_arrows_go_by_word_and_over_paragraphs(qtbot, article, view) -> None:
    view.set_caret(article.span("deputy").begin)
    qtbot.keyClick(view, Key.Key_Right, CTRL)
    assert view.caret() == article.span("minister").begin
    qtbot.keyClick(view, Key.Key_Left, CTRL)
    assert view.caret() == article.span("deputy").begin
    view.set_caret(article.span("Citing").begin)
    qtbot.keyClick(view, Key.Key_Left)
    assert view.caret() == article.span("Citing").begin - 1


def test_arrows_in_mixed_directions_follow_the_eye(qtbot, article, view) -> None:
    arabic = article.span("قال الوزير إن 42 شخصا")
    view.set_caret(arabic.begin - 4)
    places = []
    while view.caret() < arabic.end + 3:
        places.append(view.caret())
        qtbot.keyClick(view, Key.Key_Right)
    assert len(places) == len(set(places))
    assert set(places) >= set(range(arabic.begin + 1, arabic.end))
    inside = [p for p in places if arabic.begin + 1 < p < article.span("42").begin]
    assert inside == sorted(inside, reverse=True)


def test_up_and_down_keep_their_column_and_pass_over_the_space_between_paragraphs(qtbot, article, view) -> None:
    view.set_caret(article.span("had ordered").begin)
    x = view.caret_rect().x()
    qtbot.keyClick(view, Key.Key_Down)
    below = view.caret()
    assert below > article.span("had ordered").begin
    assert view.text()[below] != "\n" or view.text()[below - 1] != "\n"
    qtbot.keyClick(view, Key.Key_Up)
    assert abs(view.caret_rect().x() - x) <= 1


def test_home_end_and_the_ends_of_the_article(qtbot, article, view) -> None:
    view.set_caret(article.span("second").begin)
    qtbot.keyClick(view, Key.Key_Home)
    assert view.caret() == article.span("  • A second").begin
    qtbot.keyClick(view, Key.Key_End)
    assert view.caret() == article.span("there.").end
    qtbot.keyClick(view, Key.Key_Home, CTRL)
    assert view.caret() == 0
    qtbot.keyClick(view, Key.Key_End, CTRL | SHIFT)
    assert view.selection() == Span(0, len(view.text()))


def test_page_down_goes_to_the_end_in_time(qtbot, article, show) -> None:
    view = show(article.document, height=200)
    for _ in range(6):
        qtbot.keyClick(view, Key.Key_PageDown)
    assert view.caret() > article.span("second").begin
    assert view.caret_rect().isValid()


def test_all_and_copy_are_exact(qtbot, article, view) -> None:
    qtbot.keyClick(view, Key.Key_A, CTRL)
    assert selected(view) == view.text()
    view.copy()
    assert QGuiApplication.clipboard().text() == view.text()


def test_copy_with_attribution_names_chain_and_place(article, view) -> None:
    span = article.span("the harbour will close in June")
    view.set_selection(*span)
    view.copy_with_attribution()
    assert QGuiApplication.clipboard().text() == (
        "the harbour will close in June — the port authority (Harbour to close, Morning Courier, 2026-05-14)"
    )


def test_units_grow_when_asked_again(article, view) -> None:
    view.set_caret(article.span("harbour will").begin + 2)
    view.select_word()
    assert selected(view) == "harbour"
    view.select_word()
    assert selected(view) == "the harbour will close in June"
    view.select_sentence()
    assert selected(view).startswith("Family")
    view.set_caret(article.span("harbour will").begin + 2)
    view.select_quotation()
    assert selected(view) == "the harbour will close in June"
    view.set_caret(article.span("Citing").begin)
    view.select_sentence()
    assert selected(view).endswith("the closure.")
    view.select_sentence()
    assert selected(view).endswith("No date was given.")
    view.set_caret(article.span("first point").begin)
    view.select_paragraph()
    assert selected(view) == "  • A first point is made here."


def test_escape_takes_back_the_selection_then_the_focus(qtbot, article, view) -> None:
    view.focus_annotation("claim")
    view.set_selection(*article.span("ordered"))
    qtbot.keyClick(view, Key.Key_Escape)
    assert view.selection() is None
    assert view.focused() == "claim"
    qtbot.keyClick(view, Key.Key_Escape)
    assert view.focused() is None


def test_signals_tell_each_change_once(qtbot, article, view) -> None:
    with qtbot.waitSignals([view.selectionChanged, view.caretMoved]):
        view.set_selection(*article.span("ordered"))
    with qtbot.assertNotEmitted(view.selectionChanged):
        view.set_selection(*article.span("ordered"))


def test_keys_that_are_commands_elsewhere_are_left_alone(qtbot, article, view) -> None:
    from PySide6.QtGui import QKeyEvent

    for key, text in ((Key.Key_Tab, "\t"), (Key.Key_1, "1"), (Key.Key_W, "w"), (Key.Key_Delete, "")):
        event = QKeyEvent(QKeyEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, text)
        event.accept()
        view.keyPressEvent(event)
        assert not event.isAccepted()
    assert view.focusNextPrevChild(True) is False
