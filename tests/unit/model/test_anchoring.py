from hypothesis import given
from hypothesis import strategies as st

from annotator.model.anchoring import Shifts, reanchor
from annotator.model.span import Span, check_order


def found(text, *parts_at):
    spans = reanchor(text, [part for part, _ in parts_at], [Span(at, at + len(part)) for part, at in parts_at])
    return None if spans is None else [(s.begin, text[s.begin : s.end]) for s in spans]


def test_words_that_moved_are_found_again():
    assert found("A new line. The ferry sailed.", ("ferry", 4)) == [(16, "ferry")]


def test_words_that_stand_at_several_places_are_not_moved_to_the_nearest():
    assert found("he said, and she said, and they said", ("said", 12)) is None
    assert found("said....said", ("said", 4)) is None


def test_offsets_that_are_off_by_less_than_the_words_are_long_are_put_right():
    assert found("he said, and she said, and they said", ("said", 16)) == [(17, "said")]
    assert found("no " * 5000, ("no", 12_001)) == [(12_000, "no")]
    assert found("said said", ("said", 2)) is None


def test_what_stands_around_the_words_chooses_among_several_places():
    text = "he said, and she said, and they said"

    def near(before, after):
        return reanchor(text, ["said"], [Span(1, 5)], [(before, after)])

    assert near("and she ", ", and") == (Span(17, 21),)
    assert near("and she ", " nothing of the kind") == (Span(17, 21),)
    assert near("", ", and") is None
    assert near("", "") == (Span(3, 7),)
    assert near("nobody ", "") is None
    assert reanchor("once she said", ["said"], [Span(0, 4)], [("gone ", "gone")]) == (Span(9, 13),)


def test_annotations_between_others_that_are_off_by_as_much_are_placed_with_them():
    text = "A new line. he said, and she said, and they said at last"
    shifts = Shifts()
    shifts.learn([Span(0, 2)], [Span(12, 14)])
    shifts.learn([Span(32, 36)], [Span(44, 48)])
    assert shifts.place(text, ["said"], [Span(17, 21)]) == (Span(29, 33),)
    assert shifts.place(text, ["said"], [Span(16, 20)]) is None
    assert shifts.place(text, ["last"], [Span(40, 44)]) is None
    shifts.learn([Span(10, 11)], [Span(23, 24)])
    assert shifts.place(text, ["said"], [Span(3, 7)]) is None
    assert shifts.place(text, ["said", ""], [Span(17, 21)]) is None


def test_words_that_stand_nowhere_are_not_moved():
    assert found("The ferry sailed.", ("boat", 4)) is None
    assert found("The ferry sailed.", ("ferry", 4), ("boat", 12)) is None


def test_the_parts_of_a_discontinuous_annotation_keep_their_order_and_distance():
    text = "It said. Then North Korea, he said, is near, he said."
    assert found(text, ("North Korea", 9), ("is near", 31)) == [(14, "North Korea"), (36, "is near")]
    assert found(text, ("said", 4), ("is near", 9)) is None
    assert found("B and Korea B", ("Korea", 0), ("B", 6)) == [(6, "Korea"), (12, "B")]
    assert found("A B and A, B", ("A", 0), ("B", 5)) is None
    assert found("it is near, North Korea said", ("North Korea", 0), ("is near", 12)) is None


def test_parts_and_spans_that_do_not_fit_together_are_no_answer():
    assert reanchor("abc", [], []) is None
    assert reanchor("abc", ["a"], [Span(0, 1), Span(1, 2)]) is None
    assert reanchor("abc", ["a", ""], [Span(0, 1), Span(1, 2)]) is None


@given(
    st.text("ab ", max_size=30),
    st.lists(st.tuples(st.text("ab", min_size=1, max_size=3), st.integers(0, 60)), min_size=1, max_size=3),
)
def test_an_answer_always_covers_the_words_in_order(text, parts):
    begins = sorted({at for _, at in parts})
    given_spans, words = [], []
    for (part, _), at in zip(parts, begins, strict=False):
        if not given_spans or at >= given_spans[-1].end:
            given_spans.append(Span(at, at + len(part)))
            words.append(part)
    spans = reanchor(text, words, given_spans)
    if spans is not None:
        assert [text[s.begin : s.end] for s in spans] == words
        check_order(spans)


@given(st.text("abc🚢", min_size=1, max_size=30), st.data())
def test_words_that_stand_only_once_are_found_wherever_they_are_looked_for(text, data):
    begin = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(begin + 1, len(text)))
    part = text[begin:end]
    if text.count(part) == 1 and text.find(part) == text.rfind(part):
        looked = data.draw(st.integers(0, 100))
        assert reanchor(text, [part], [Span(looked, looked + len(part))]) == (Span(begin, end),)
