import hashlib

from hypothesis import example, given
from hypothesis import strategies as st

from annotator.model.text import Utf16Map, clean, digest, first_line, storable

anything = st.text(st.characters(), max_size=60) | st.text("a\r\n\ufeff\x00\ud800🚢", max_size=12)
scalar = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("🚢😀𝔘é\u0301"), max_size=40)


@given(anything)
@example("\ufeff\ufeffTwo marks")
@example("\r\r\n")
def test_a_cleaned_text_is_clean_and_cleaning_it_again_changes_nothing(raw):
    cleaned = clean(raw)
    assert clean(cleaned.text) == (cleaned.text, 0)
    assert not {"\r", "\x00"} & set(cleaned.text)
    assert not cleaned.text.startswith("\ufeff")
    assert cleaned.text.encode().decode() == cleaned.text
    assert cleaned.replaced == sum(c == "\x00" or "\ud800" <= c <= "\udfff" for c in raw)


@given(scalar.filter(lambda t: not set("\r\x00") & set(t) and not t.startswith("\ufeff")))
def test_a_text_without_such_characters_is_left_exactly_as_it_is(text):
    assert clean(text) == (text, 0)


def test_composed_and_decomposed_letters_stay_what_they_are():
    assert clean("e\u0301 é").text == "e\u0301 é"


@given(anything)
def test_what_cannot_be_stored_is_replaced_one_for_one(raw):
    kept, count = storable(raw)
    assert len(kept) == len(raw)
    assert kept.count("\ufffd") == raw.count("\ufffd") + count


def test_a_digest_is_the_sha256_of_the_utf8_bytes():
    assert digest("é🚢") == hashlib.sha256("é🚢".encode()).hexdigest()


@given(scalar)
@example("🚢🚢a🚢")
def test_code_points_and_utf16_units_are_mapped_as_the_encoding_counts_them(text):
    mapping = Utf16Map(text)
    for point in range(len(text) + 1):
        unit = len(text[:point].encode("utf-16-le")) // 2
        assert mapping.to_units(point) == unit
        assert mapping.to_points(unit) == point
    assert mapping.identity == (len(text.encode("utf-16-le")) == 2 * len(text))


def test_a_unit_inside_a_surrogate_pair_belongs_to_its_character():
    assert Utf16Map("a🚢b").to_points(2) == 1
    assert Utf16Map("a🚢b").to_points(3) == 2


def test_the_title_of_a_text_is_its_first_line_that_holds_something():
    assert first_line("\n \t\n  A   ferry \n second") == "A ferry"
    assert first_line(" \n ") == ""
    assert first_line("x" * 300) == "x" * 199 + "…"
