from hypothesis import given
from hypothesis import strategies as st

from annotator.model.anchoring import reanchor
from annotator.model.span import Span, check_order


def found(text, *parts_at):
    spans = reanchor(text, [part for part, _ in parts_at], [Span(at, at + len(part)) for part, at in parts_at])
    return None if spans is None else [(s.begin, text[s.begin : s.end]) for s in spans]


def test_words_that_moved_are_found_again():
    assert found("A new line. The ferry sailed.", ("ferry", 4)) == [(16, "ferry")]


def test_the_nearest_of_several_places_is_taken():
    assert found("he said, and she said, and they said", ("said", 16)) == [(17, "said")]


def test_two_equally_near_places_are_no_answer():
    assert found("said....said", ("said", 4)) is None
    assert found("abXab", ("ab", 1)) is not None


def test_the_nearest_is_taken_however_often_the_words_stand_before():
    text = "no " * 5000
    assert found(text, ("no", 12_001)) == [(12_000, "no")]
    assert found(text, ("no", 12_002)) == [(12_003, "no")]


def test_words_that_stand_nowhere_are_not_moved():
    assert found("The ferry sailed.", ("boat", 4)) is None
    assert found("The ferry sailed.", ("ferry", 4), ("boat", 12)) is None


def test_the_parts_of_a_discontinuous_annotation_keep_their_order_and_distance():
    text = "It said. Then North Korea, he said, is near, he said."
    assert found(text, ("North Korea", 9), ("is near", 31)) == [(14, "North Korea"), (36, "is near")]


def test_a_later_part_is_taken_where_it_is_nearest_not_where_it_comes_next():
    text = "Korea B " + "x" * 50 + " B"
    assert found(text, ("Korea", 0), ("B", 7)) == [(0, "Korea"), (6, "B")]


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
