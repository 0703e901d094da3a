"""Dragging edges and links with the mouse, finding words, moving edges by key: all of it on disk at once."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

KEY = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier


def words(hands):
    return hands.rows("SELECT tag, words FROM annotations ORDER BY rowid")


def middle(rect):
    return QPoint(rect.center().x(), rect.center().y())


def bracket_of(hands, id_):
    """A point on the bracket of a claim; its card may be folded where the type is wide."""
    found = next(one for one in hands.view.picture().gutter.brackets if one.id == id_)
    return QPoint(found.x + 1, (found.top + found.bottom) // 2)


def handle_of(hands, *, begin):
    """The handle of the focused annotation's first or last letter."""
    found = [one for one in hands.view.handles() if one.begin == begin]
    return (found[0] if begin else found[-1]).place.toPoint()


class Dragged:
    """A press, a way in steps, and then a release or Escape."""

    def __init__(self, hands, start):
        self.port, self.hands, self.at = hands.view.viewport(), hands, start
        QTest.mousePress(self.port, LEFT, NONE, start)

    def to(self, point):
        for part in (0.25, 0.5, 0.75, 1):
            QTest.mouseMove(self.port, self.at + (point - self.at) * part)
        self.at = point
        return self

    def drop(self):
        QTest.mouseRelease(self.port, LEFT, NONE, self.at)


@pytest.fixture
def claim(hands):
    """A focused claim, its words selected by key."""
    hands.select("inspectors ordered the city")
    hands.press(KEY.Key_1)
    return hands.session.focused


def test_the_end_of_a_span_is_dragged_to_another_letter(hands, claim):
    target = hands.text.index("close the bridge")
    Dragged(hands, handle_of(hands, begin=False)).to(
        middle(hands.view.rect_at(target + len("close"))) + QPoint(0, 2)
    ).drop()

    assert words(hands) == [("claim", "inspectors ordered the city to close")]


def test_the_begin_of_a_span_is_dragged_and_the_preview_shows_it_first(hands, claim):
    drag = Dragged(hands, handle_of(hands, begin=True)).to(
        middle(hands.view.rect_at(hands.text.index("that inspectors")))
    )
    assert words(hands) == [("claim", "inspectors ordered the city")]
    before = hands.view.grab().toImage()
    drag.drop()

    assert words(hands) == [("claim", "that inspectors ordered the city")]
    assert hands.view.grab().toImage() != before


def test_escape_lets_go_of_a_dragged_edge(hands, claim):
    drag = Dragged(hands, handle_of(hands, begin=False)).to(middle(hands.view.rect_at(hands.text.index("in March"))))
    hands.press(KEY.Key_Escape, to=hands.view)
    drag.drop()

    assert words(hands) == [("claim", "inspectors ordered the city")]
    assert hands.session.focused == claim


def test_a_claim_is_dragged_onto_its_source(hands):
    hands.select("the Valley Post")
    hands.press(KEY.Key_2)
    hands.select("inspectors ordered the city")
    hands.press(KEY.Key_1)
    source = hands.view.rect_at(hands.text.index("Valley"))
    Dragged(hands, bracket_of(hands, hands.session.focused)).to(middle(source)).drop()

    found = hands.rows(
        "SELECT m.role, a.words FROM attribution_members m JOIN annotations a ON a.id = m.annotation ORDER BY a.begin"
    )
    assert ("sources", "the Valley Post") in found
    assert ("contents", "inspectors ordered the city") in found


def test_a_drag_onto_nothing_links_nothing(hands, claim):
    Dragged(hands, bracket_of(hands, claim)).to(middle(hands.view.rect_at(hands.text.index("Ines")))).drop()

    assert hands.rows("SELECT count(*) FROM attribution") == [(0,)]


def test_edges_move_by_a_character_as_it_is_seen(hands):
    hands.select("Ressa ")
    hands.press(KEY.Key_2)
    hands.press((ALT, KEY.Key_BracketRight), to=hands.view)
    assert words(hands) == [("source", "Ressa ")]
    hands.press((ALT, KEY.Key_BracketRight), to=hands.view)
    assert words(hands) == [("source", "Ressa 🌉")]
    hands.press((ALT | SHIFT, KEY.Key_BracketLeft), to=hands.view)

    assert words(hands) == [("source", "essa 🌉")]


def test_words_are_found_and_what_was_found_can_be_tagged(hands):
    hands.view.setFocus()
    hands.press((CTRL, KEY.Key_F))
    assert isinstance(QApplication.focusWidget(), QLineEdit)
    hands.press("BRIDGE", KEY.Key_Return, KEY.Key_Escape)
    assert hands.view.selection().begin == hands.text.index("bridge over")
    hands.press(KEY.Key_2, to=hands.view)

    assert words(hands) == [("source", "bridge")]


def test_words_right_beside_what_was_tagged_can_be_selected(hands, claim):
    hands.drag("to close")

    assert words(hands) == [("claim", "inspectors ordered the city")]
    span = hands.view.selection()
    assert hands.text[span.begin : span.end] == "to close"


def test_edges_of_text_that_runs_to_the_left_are_dragged(hands, tmp_path):
    path = tmp_path / "port.txt"
    path.write_text("The spokesman قال الوزير إن الميناء سيغلق today.", encoding="utf-8")
    hands.window.desk.filing.import_paths([path])
    hands.until(lambda: hands.text.startswith("The spokesman"))
    begin = hands.text.index("الوزير")
    hands.view.set_selection(begin, begin + 6)
    hands.press(KEY.Key_2, to=hands.view)
    first, last = (one.place.x() for one in hands.view.handles())
    assert first > last
    further = hands.view.rects_of(hands.view.whole(hands.text.index("إن"), hands.text.index("إن") + 2))[0]
    Dragged(hands, handle_of(hands, begin=False)).to(QPoint(further.left() + 1, further.center().y())).drop()

    assert words(hands)[-1] == ("source", "الوزير إن")


def test_a_drag_ends_with_what_it_holds(hands, claim):
    drag = Dragged(hands, handle_of(hands, begin=False)).to(middle(hands.view.rect_at(hands.text.index("in March"))))
    hands.press((CTRL, KEY.Key_Z), to=hands.view)
    drag.drop()

    assert words(hands) == []


def test_f3_goes_on_without_the_bar_and_around(hands):
    hands.view.setFocus()
    hands.press((CTRL, KEY.Key_F))
    hands.press("bridge")
    places = hands.view._sheet.look.found
    hands.window.area.finder.close_bar()
    seen = []
    for _ in places:
        hands.press(KEY.Key_F3, to=hands.view)
        seen.append(hands.view.selection())

    assert sorted(seen) == sorted(places)
    assert len(places) == 3


def test_a_broken_expression_is_told_and_an_endless_one_is_stopped(hands):
    finder = hands.window.area.finder
    hands.press((CTRL, KEY.Key_F), to=hands.view)
    finder._regular.setChecked(True)
    hands.press("(a")
    assert "no regular expression" in finder._count.text()
    finder._field.setText(r"(\w+\s?)+$x")

    assert finder._count.text()
