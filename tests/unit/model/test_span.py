from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.errors import RuleBroken
from annotator.model.span import Span, check_inside, check_order, covers_all, overlap, tidy

spans = st.builds(lambda a, b: Span(min(a, b), max(a, b)), st.integers(0, 30), st.integers(0, 30))
many = st.lists(spans, max_size=8)


def points(some) -> set[int]:
    return {p for s in some for p in range(s.begin, s.end)}


@given(many)
def test_tidying_keeps_every_code_point_and_leaves_gaps_between_the_spans(some):
    tidied = tidy(some)
    assert points(tidied) == points(some)
    assert all(a.end < b.begin for a, b in pairwise(tidied))
    assert tidy(tidied) == tidied
    if tidied:
        check_order(tidied)


@given(many, many)
def test_overlap_and_cover_agree_with_counting_code_points(a, b):
    one, other = tidy(a), tidy(b)
    assert overlap(one, other) == len(points(a) & points(b))
    assert covers_all(one, other) == (points(b) <= points(a))


@given(spans, spans)
def test_two_spans_overlap_when_they_share_a_code_point(a, b):
    if a.begin < a.end and b.begin < b.end:
        assert a.overlaps(b) == bool(points([a]) & points([b]))
        assert a.covers(b) == (points([b]) <= points([a]))


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        ([], "at least one"),
        ([Span(3, 3)], "empty"),
        ([Span(5, 3)], "inverted"),
        ([Span(-1, 3)], "begins before the text"),
        ([Span(4, 6), Span(0, 2)], "unsorted"),
        ([Span(0, 4), Span(3, 6)], "overlap"),
    ],
)
def test_spans_that_break_the_order_are_refused_with_the_reason(bad, why):
    with pytest.raises(RuleBroken, match=why):
        check_order(bad)


def test_a_span_may_end_where_the_text_ends_but_not_beyond():
    check_inside([Span(0, 4)], 4)
    with pytest.raises(RuleBroken, match="outside the text of 3 characters"):
        check_inside([Span(0, 4)], 3)


def test_the_end_of_a_span_is_not_in_it():
    assert Span(2, 4).contains(3)
    assert not Span(2, 4).contains(4)
    assert not Span(2, 4).overlaps(Span(4, 6))
