"""Finding words: what is found is exactly there, and nothing takes for ever."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.errors import UserError
from annotator.services import searching
from annotator.services.searching import find

TEXTS = st.text(alphabet=st.sampled_from("ab “”\"'’-–\u00a0\n🌉é"), max_size=60)


def found(text, wanted, **how):
    return [text[begin:end] for begin, end in find(text, wanted, **how).spans]


def test_words_are_found_whatever_their_case():
    assert found("Bridge, bridge, BRIDGE", "bridge") == ["Bridge", "bridge", "BRIDGE"]
    assert found("Bridge, bridge, BRIDGE", "bridge", case=True) == ["bridge"]


def test_the_keyboards_quotes_and_dashes_find_typographic_ones():
    assert found("it’s “so” – they say", "it's") == ["it’s"]
    assert found("it’s “so” – they say", '"so" - they') == ["“so” – they"]


def test_a_space_finds_any_white_space():
    assert found("the\u00a0mayor and the\n mayor", "the mayor") == ["the\u00a0mayor", "the\n mayor"]


def test_signs_of_expressions_mean_themselves_in_a_plain_search():
    assert found("a.b a+b (a)", "a.b") == ["a.b"]
    assert found("a.b a+b (a)", "(a)") == ["(a)"]


def test_regular_expressions_find_and_empty_hits_do_not_count():
    assert found("cat cot cut", r"c[ao]t", regular=True) == ["cat", "cot"]
    assert found("abc", r"x*", regular=True) == []
    assert found("one\ntwo", r"^\w+$", regular=True) == ["one", "two"]


@given(TEXTS, TEXTS)
def test_every_place_of_a_text_is_found(text, wanted):
    spans = find(text, wanted, case=True).spans
    assert all(a.end <= b.begin for a, b in pairwise(spans))
    if wanted and wanted in text:
        assert spans


def test_a_broken_expression_is_told_with_the_place():
    with pytest.raises(UserError, match="no regular expression") as told:
        find("text", "(a", regular=True)
    assert told.value.next_step


@pytest.mark.parametrize("pattern", [r"(a+)+$", r"(a|aa)+$"])
def test_an_expression_without_end_is_stopped(pattern):
    with pytest.raises(UserError, match="takes too long"):
        find("a" * 6000 + "c", pattern, regular=True, seconds=0.05)


def test_very_many_hits_are_cut_and_said_to_be_more():
    told = find("a " * (searching.MOST + 5), "a")
    assert len(told.spans) == searching.MOST
    assert told.more


@pytest.mark.parametrize("pattern", ["(?V1)x", "(?a)(?u)x", "(?au)x"])
def test_flags_that_contradict_each_other_are_told(pattern):
    with pytest.raises(UserError, match="no regular expression"):
        find("x", pattern, regular=True)


@pytest.mark.parametrize(
    "pattern",
    ["a{1000000000}", "(((a{999}){999}){999})", "(?:(?:ab){300}c){300}", "[a-z]{20001}", "\\w{30000,}",
     "(?i)x{99999,999999}", "a" * 20_001, "a{" + "9" * 5000 + "}", "([]a]{200}){200}"],
)  # fmt: skip
def test_an_expression_that_would_fill_the_memory_is_refused_before_it_is_compiled(pattern, monkeypatch):
    import regex

    monkeypatch.setattr(regex, "compile", lambda *_: pytest.fail("it was compiled"))
    with pytest.raises(UserError, match="too long a text"):
        find("aaa", pattern, regular=True)


@pytest.mark.parametrize("pattern", ["(?R)", "a(?0)?", "(a)(?1)", "(?&x)(?P<x>a(?&x))", "(?P<x>a(?P>x)?)", "(a(?-1)?)"])
def test_an_expression_that_calls_itself_is_refused(pattern):
    with pytest.raises(UserError, match="calls itself"):
        find("aaa", pattern, regular=True)


@pytest.mark.parametrize(
    ("pattern", "hits"),
    [("a{2}", 1), ("a{2,}b?", 1), ("(?:a{10}){0,3}b", 1), (r"\(\?R\)|aab", 1), ("[{]9999999999[}]|a", 3), ("a{,2}", 2),
     (r"\{99999999\}|b", 1), ("(?=a)a", 3), ("(?P<x>a)b", 1), ("[]{99999}]|b", 1)],
)  # fmt: skip
def test_ordinary_expressions_are_not(pattern, hits):
    assert len(find("aaab", pattern, regular=True).spans) == hits
