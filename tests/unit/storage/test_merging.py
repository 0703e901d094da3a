"""Random histories of several copies of a project: merged in any order they agree, and nothing is lost."""

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.reliability.runs.three_copies import ACTIONS, AT_ONCE, begin, faults_of_merging, faults_of_undoing, live

STEP = st.tuples(st.integers(0, 2), st.sampled_from(ACTIONS), st.integers(0, 17), st.integers(0, 17))
MEETING = st.tuples(st.integers(0, 2), st.just("meet"), st.integers(0, 2), st.just(0))
HISTORY = st.lists(st.one_of(STEP, STEP, STEP, STEP, MEETING), min_size=1, max_size=8)
HISTORIES = st.lists(HISTORY, min_size=AT_ONCE, max_size=AT_ONCE)
"""Several at a time in the same copies, each with items of its own."""


@pytest.fixture
def beginning(tmp_path_factory, story):
    return lambda: begin(tmp_path_factory.mktemp("copies"), story)


@settings(max_examples=56, phases=[Phase.generate])
@given(histories=HISTORIES)
def test_copies_agree_in_whatever_order_they_are_merged(beginning, histories):
    with beginning() as copies:
        live(copies, histories)
        assert faults_of_merging(copies) == []


@settings(max_examples=20, phases=[Phase.generate])
@given(histories=HISTORIES)
def test_a_merge_is_undone_as_a_whole_and_can_be_made_again(beginning, histories):
    with beginning() as copies:
        live(copies, histories)
        assert faults_of_undoing(copies) == []
