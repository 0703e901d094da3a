"""Annotations between two versions of a text: moved to the very place, or not at all."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.model.realigning import Realignment, fold
from annotator.model.span import Span

INSERTED = "UPDATED: added lead para for you. "
MANY = " ".join(f"Mr. Person{number} said that thing number {number} is true." for number in range(60))


def all_of(text, words):
    at, out = text.find(words), []
    while at >= 0:
        out.append(Span(at, at + len(words)))
        at = text.find(words, at + 1)
    return out


def test_words_that_stand_often_move_with_their_sentences():
    way = Realignment(MANY, INSERTED + MANY)
    said = all_of(MANY, "said")
    assert len(said) == 60
    assert [way.spans([one]) for one in said] == [(Span(b + 34, e + 34),) for b, e in said]


def test_words_whose_sentence_is_gone_are_not_moved_to_another():
    gone = MANY.replace("Mr. Person7 said that thing number 7 is true. ", "")
    way = Realignment(MANY, gone)
    moved = [way.spans([one]) for one in all_of(MANY, "said")]
    assert [number for number, one in enumerate(moved) if one is None] == [7]
    assert [one[0] for one in moved if one is not None] == all_of(gone, "said")


def test_words_that_stand_twice_where_one_is_left_are_not_moved():
    old = "The first of the long beginnings here. She said said and went home with the longest of endings."
    way = Realignment(old, old.replace("said said", "said"))
    assert [way.spans([one]) for one in all_of(old, "said")] == [None, None]
    back = Realignment(old.replace("said said", "said"), old)
    assert back.spans(all_of(old.replace("said said", "said"), "said")) is None


def test_a_sentence_that_was_changed_keeps_what_stands_away_from_the_change():
    old = "The ferry to Sarn will stay in port until the storm is over, the harbour master said on Monday."
    new = old.replace("until the storm", "till the storm")
    way = Realignment(old, new)
    (master,), (stay,) = all_of(old, "the harbour master"), all_of(old, "until the storm is over")
    assert way.spans([master]) == tuple(all_of(new, "the harbour master"))
    assert way.spans([stay]) is None


def test_a_paragraph_that_stands_elsewhere_takes_its_annotations_along():
    one = "The ferry to Sarn will stay in port until the storm is over, the harbour master said."
    two = "Nobody on the island has seen such a winter, wrote the keeper of the lighthouse."
    way = Realignment(f"{one} {two} {MANY}", f"{MANY} {two} {one}")
    new = f"{MANY} {two} {one}"
    assert way.spans(all_of(f"{one} {two}", "the harbour master")) == tuple(all_of(new, "the harbour master"))
    parts = [*all_of(f"{one} {two}", "the harbour master"), *all_of(f"{one} {two}", "the keeper")]
    assert way.spans(parts) is None


def test_texts_that_differ_in_white_space_and_marks_only_need_no_context():
    old, new = "“A”  said\u00a0he… — yes", '"A" said\nhe... - yes'
    way = Realignment(old, new)
    assert way.exact
    assert [way.spans(all_of(old, one)) for one in ("A", "he…", " ")] == [
        (Span(1, 2),), (Span(9, 14),), None,
    ]  # fmt: skip


def test_words_of_a_script_without_spaces_are_found_too():
    old = "".join(chr(0x4E00 + 37 * number % 900) for number in range(400))
    new = old[:100] + "新聞" + old[100:]
    way = Realignment(old, new)
    assert way.spans([Span(150, 152)]) == (Span(152, 154),)
    assert way.spans([Span(99, 101)]) is None


WORDS = ("said", "he", "she", "the", "port", "Ana", "Bo", "“yes”", "no.", "ferry", "🌉", "Sarn,", "الميناء", "é")


@st.composite
def edited(draw):
    """A text of few words, another made of it by edits, and where each character of the first stands in the second."""
    chance = random.Random(draw(st.integers(0, 2**32)))
    words = [chance.choice(WORDS) for _ in range(draw(st.integers(20, 300)))]
    old = " ".join(words)
    pieces = [(char, at) for at, char in enumerate(old)]
    for _ in range(draw(st.integers(0, 8))):
        at = chance.randrange(len(pieces) + 1)
        kind = chance.randrange(3)
        if kind == 0:
            pieces[at:at] = [(char, None) for char in " ".join(chance.choices(WORDS, k=chance.randrange(1, 12)))]
        elif kind == 1:
            del pieces[at : at + chance.randrange(1, 60)]
        else:
            begin = chance.randrange(len(old))
            pieces[at:at] = [(char, None) for char in old[begin : begin + chance.randrange(1, 80)]]
    return old, "".join(char for char, _ in pieces), {at: to for to, (_, at) in enumerate(pieces) if at is not None}


@settings(max_examples=300, deadline=None)
@given(edited(), st.data())
def test_what_is_moved_covers_the_same_words_in_the_same_surroundings(case, data):
    old, new, _ = case
    way = Realignment(old, new)
    for _ in range(10):
        begin = data.draw(st.integers(0, len(old) - 1))
        end = data.draw(st.integers(begin + 1, min(len(old), begin + 30)))
        moved = way.spans([Span(begin, end)])
        if moved is None:
            continue
        ((there, until),) = moved
        words = fold(old[begin:end])
        assert fold(new[there:until]) == words
        if way.exact or len(words) >= 48:
            continue
        around = same_before(fold(old[:begin]), fold(new[:there])) + same_after(fold(old[end:]), fold(new[until:]))
        assert around >= 16


def same_before(one, other):
    return same_after(one[::-1], other[::-1])


def same_after(one, other):
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            return count
        count += 1
    return count + 8 * (len(one) == len(other))  # the end of the text is what stands around, too


@pytest.mark.parametrize("seed", range(40))
def test_words_of_an_article_are_never_moved_to_another_occurrence(seed):
    """Sentences of their own that are left out, put in and changed at random: what moves is where its sentence went."""
    chance = random.Random(seed)
    names = [f"{chance.choice(['Mr', 'Ms', 'Dr'])} {chance.choice('ABCDEF')}{number}" for number in range(60)]
    sentences = [f"{name} said that the {chance.choice(WORDS)} of {name} was said to be here." for name in names]
    kept = [one for one in enumerate(sentences) if chance.random() > 0.2]
    new, places = "", {}
    for number, one in kept:
        if chance.random() < 0.2:
            new += f"Somebody {chance.randrange(1000)} said it again. "
        places[number] = len(new)
        new += f"{one} "
    old, begins = "", []
    for one in sentences:
        begins.append(len(old))
        old += f"{one} "
    way = Realignment(old, new)
    moved = 0
    for number, begin in enumerate(begins):
        for at in all_of(sentences[number], "said"):
            found = way.spans([Span(begin + at.begin, begin + at.end)])
            if found is not None:
                assert number in places
                assert found == (Span(places[number] + at.begin, places[number] + at.end),)
                moved += 1
    assert moved > len(kept)
