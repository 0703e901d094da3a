"""Characters that hide or turn others are seen wherever a name is shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.hidden import HIDDEN, LONGEST, counted, hidden_in, named, sentence, shown, turning_in

BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"


@pytest.mark.parametrize("char", [*BIDI, "\x1b", "\x9b", "\x00", "\u200b", "\u2060", "\ufeff", "\u00ad", "\udcff"])
def test_each_stands_with_its_number(char):
    assert shown(f"a{char}b") == f"a⟨U+{ord(char):04X}⟩b"
    assert sentence(f"a{char}b") == f"a⟨U+{ord(char):04X}⟩b"


@pytest.mark.parametrize("char", [*BIDI, *map(chr, range(1, 9)), *map(chr, range(11, 32)), *map(chr, range(127, 160))])
def test_what_turns_an_article_is_found_wherever_it_stands(char):
    assert turning_in(f"The port\n\n🚢 will{char} open\n") == [char]
    assert turning_in(char * 2) == [char, char]


@given(st.text(alphabet=st.characters(blacklist_categories=("Cc", "Cf", "Cs"))))
def test_nothing_else_turns_an_article(text):
    assert turning_in(f"{text}\n\t{text}\u00a0\u200b") == []


@given(st.text())
def test_nothing_hidden_is_left_but_what_serves(text):
    for clean in (shown(text), named(text).strip("\u2068\u2069")):
        assert hidden_in(clean) == []
        assert shown(clean) == clean


@given(st.text(alphabet=st.sampled_from("ab \u05d0\u05d1\u202e\u2068\u2069\u202c")))
def test_a_sentence_keeps_only_whole_isolates_with_nothing_hidden_in_them(text):
    depth = 0
    for char in sentence(text):
        depth += {"\u2068": 1, "\u2069": -1}.get(char, 0)
        assert 0 <= depth <= 1
        assert char in "\u2068\u2069" or not HIDDEN.match(char)
    assert depth == 0


JOINED = ["👩\u200d🚀", "क्\u200dष", "🏴\U000e0067\U000e0062\U000e007f"]


@pytest.mark.parametrize("text", ["Plain", "naïve – “quoted”", "日本語", "שלום", "a\nb\tc", *JOINED])
def test_ordinary_writing_and_joined_emoji_stay_as_they_are(text):
    assert shown(text) == text


def test_line_ends_of_other_systems_are_line_ends():
    assert shown("a\r\nb") == "a\nb"


def test_a_name_that_runs_the_other_way_does_not_turn_the_sentence():
    told = f"{named('דוח 7')} is damaged."
    assert told == "\u2068דוח 7\u2069 is damaged."
    assert sentence(told) == told
    assert named("report 7") == "report 7"


def test_a_name_cannot_leave_its_place_in_a_sentence():
    assert named("א\u2069\u202eevil") == "\u2068א⟨U+2069⟩⟨U+202E⟩evil\u2069"


def test_they_are_counted_by_name():
    assert counted("\u202e\u202e\x1b") == "2 × RIGHT-TO-LEFT OVERRIDE, 1 × control character U+001B"


def test_of_what_is_very_long_the_beginning_is_shown():
    assert shown("x" * 5_000_000) == "x" * LONGEST + "…"
    assert sentence(f"{named('x' * 5_000_000)} is damaged.") == "x" * LONGEST + "…"
    assert shown("x" * LONGEST) == "x" * LONGEST
