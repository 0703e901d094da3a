"""Words are found in all articles; an expression that would run for years is given up in time."""

import time

import pytest

from annotator.model.errors import UserError
from annotator.services import concordance


def words(desk, wanted, **more):
    return [desk.article.text[p.begin : p.end] for p in concordance.places(desk.project, wanted, **more)]


def test_words_are_found_with_their_offsets_and_what_stands_around_them(desk):
    assert words(desk, "THE HARBOUR") == ["the harbour"]
    assert words(desk, "🚢") == ["🚢"]
    (place,) = concordance.places(desk.project, "radio sarn")
    assert place.document == desk.id
    assert "she told Radio Sarn" in place.words


def test_signs_are_signs_unless_an_expression_is_meant(desk):
    assert words(desk, "r.s") == []
    assert words(desk, r"\b[Pp]ilot\b", regular=True) == ["pilot", "pilot"]


@pytest.mark.parametrize(
    "wanted", [r"^(a+)+$", r"(.*a){25}b", r"(a|aa)+$", r"((a*)*)*b", r"(\w+\s?)+\d", r"(?:a?){40}a{40}"]
)
def test_an_expression_that_would_take_years_is_given_up(desk, wanted):
    desk.add("a" * 5000 + "!\n" + "aa " * 3000)
    began = time.monotonic()
    try:
        concordance.places(desk.project, wanted, regular=True, longest=0.3)
    except UserError as refused:
        assert "takes too long" in refused.sentence  # noqa: PT017 - being quick is as good
    assert time.monotonic() - began < 30  # not for years; how fast it is, is measured elsewhere


@pytest.mark.parametrize("wanted", ["(", "[", "a{99999999999999}", "(?<n", "*", "(?P<a>", "\\", "(" * 5000])
def test_what_is_no_expression_is_refused_in_words(desk, wanted):
    with pytest.raises(UserError, match=r"no regular expression|too long a text"):
        concordance.places(desk.project, wanted, regular=True)


def test_nothing_is_no_query(desk):
    with pytest.raises(UserError, match="Nothing is searched for"):
        concordance.places(desk.project, "")


def test_an_expression_that_fits_everywhere_ends(desk):
    desk.add("ab" * 20_000)
    assert len(concordance.places(desk.project, ".", regular=True)) == concordance.MOST


def test_it_can_be_cancelled(desk):
    def stop(done, of, name):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        concordance.places(desk.project, "a", progress=stop)
