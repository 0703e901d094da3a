from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.model.segments import (
    grow,
    paragraph_at,
    quotation_at,
    sentence_at,
    sentences,
    word_at,
)
from annotator.model.span import Span


def cut(text: str, span: Span | None) -> str | None:
    return None if span is None else text[span.begin : span.end]


def split(text: str) -> list[str]:
    return [text[s.begin : s.end] for s in sentences(text, Span(0, len(text)))]


@pytest.mark.parametrize(
    "parts",
    [
        ["Gen. Mark A. Milley met Mr. Kim in the U.S. Capitol.", "The talks failed."],
        ["He left at 5 p.m. on Jan. 3 with H.R. McMaster.", "It rained."],
        ["He lives in the U.S. today.", "She does not."],
        ["Growth was 3.5 percent, or 1,200.50 dollars.", "Prices rose."],
        ["“We had no choice.”", "“None at all,” she said."],
        ["“Really?” he asked.", "“Yes!” they cried."],
        ["It failed (nobody knows why.)", "The rest held."],
        ["He said no.", "Reporters left.", "See No. 5 and p. 12 for more."],
        ["He was ill.", "Doctors came from Mass. General with Col. Smith.", "The sun.", "Rain."],
        ["He waited… and waited.", "Then nothing…", "Silence."],
        ["They moved back to the U.S.", "He stayed."],
        ["他说：“我们不知道。”", "会议结束了。"],
        ["قال الوزير إن الضربة وشيكة.", "هل هذا صحيح؟", "نعم."],
    ],
)
def test_sentences_of_news_text(parts: list[str]) -> None:
    joiner = "" if "。" in parts[0] else " "
    assert split(joiner.join(parts)) == [p.strip() for p in parts if p.strip()]


def test_the_end_of_an_acronym_before_an_opener_is_an_end() -> None:
    assert split("They moved to the U.S. The rest stayed.") == ["They moved to the U.S.", "The rest stayed."]


def test_headings_and_bullets_end_at_the_newline() -> None:
    text = "Bracing for Strike\n\n  • The army is ready\n  • It claims. Yes.\n"
    assert split(text) == ["Bracing for Strike", "The army is ready", "It claims.", "Yes."]


def test_white_space_belongs_to_the_sentence_before() -> None:
    text = "One.  Two."
    assert cut(text, sentence_at(text, 4)) == "One."
    assert cut(text, sentence_at(text, 5)) == "One."
    assert cut(text, sentence_at(text, 6)) == "Two."


@pytest.mark.parametrize(
    ("text", "at", "word"),
    [
        ("Kim Jong-un’s army", 6, "Jong-un’s"),
        ("cafe\u0301 au lait", 2, "cafe\u0301"),
        ("a 3.5 percent", 3, "3.5"),
        ("the end.", 7, "end"),
        ("हिन्दी भाषा", 2, "हिन्दी"),
        ("می‌خواهم", 1, "می‌خواهم"),
        ("x 👨‍👩‍👧 y", 3, None),
        ("a  b", 2, None),
    ],
)
def test_words(text: str, at: int, word: str | None) -> None:
    assert cut(text, word_at(text, at)) == word


@pytest.mark.parametrize(
    ("text", "needle", "inner"),
    [
        ("He said “we ‘may’ go” today.", "we", "we ‘may’ go"),
        ("He said “we ‘may’ go” today.", "may", "may"),
        ("Er sagte: „Wir gehen“, heißt es.", "gehen", "Wir gehen"),
        ("Il dit « nous partons » hier.", "partons", " nous partons "),
        ("Er sagte »wir gehen« heute.", "gehen", "wir gehen"),
        ('She "never saw it" there.', "never", "never saw it"),
        ("He said 'it isn't mine' twice.", "mine", "it isn't mine"),
        ("‘It’s over,’ he said.", "over", "It’s over,"),
        ("彼は「行く」と言った", "行く", "行く"),
        ("“Not closed here\n“and closed” there", "Not", "Not closed here"),
        ("never opened,” he said", "opened", "never opened,"),
        ("the workers’ union isn’t here", "union", None),
    ],
)
def test_quotations(text: str, needle: str, inner: str | None) -> None:
    assert cut(text, quotation_at(text, text.index(needle))) == inner


def test_growing_from_word_to_paragraph() -> None:
    text = "Before. After the talks, the minister said “we had no choice” again. Later.\nNext."
    at = text.index("had")
    span = word_at(text, at)
    steps = []
    for _ in range(5):
        assert span is not None
        steps.append(cut(text, span))
        span = grow(text, span)
    assert steps == [
        "had",
        "we had no choice",
        "After the talks, the minister said “we had no choice” again.",
        text.split("\n", maxsplit=1)[0],
        text.split("\n", maxsplit=1)[0],
    ]


def test_a_million_characters_without_a_newline_are_cut_near_the_place() -> None:
    text = "The minister said so. " * 50_000
    assert cut(text, sentence_at(text, 500_005)) == "The minister said so."


TEXTS = st.text(alphabet=st.sampled_from(list("ab C.’'“”\"«»!?…\n\t•-5é\u0301ا👩\u200d。")), max_size=80)


@settings(deadline=None)
@given(TEXTS, st.integers(-3, 90))
def test_units_lie_in_the_text_and_around_the_position(text: str, position: int) -> None:
    inside = max(0, min(len(text), position))
    paragraph = paragraph_at(text, position)
    assert 0 <= paragraph.begin <= inside <= paragraph.end <= len(text)
    assert "\n" not in text[paragraph.begin : paragraph.end]
    sentence = sentence_at(text, position)
    assert paragraph.covers(sentence)
    word = word_at(text, position)
    if word is not None:
        assert word.begin < word.end
        assert word.begin <= inside <= word.end
        assert paragraph.covers(word)
    quotation = quotation_at(text, position)
    if quotation is not None:
        assert quotation.begin <= inside <= quotation.end
        assert paragraph.covers(quotation)


@settings(deadline=None)
@given(TEXTS, st.integers(0, 80), st.integers(0, 80))
def test_growing_ends_at_whole_paragraphs(text: str, a: int, b: int) -> None:
    begin, end = sorted((min(a, len(text)), min(b, len(text))))
    span = Span(begin, end)
    for _ in range(20):
        larger = grow(text, span)
        assert larger.covers(span)
        if larger == span:
            break
        span = larger
    assert grow(text, span) == span
    assert span == Span(paragraph_at(text, begin).begin, paragraph_at(text, end).end)


@settings(deadline=None)
@given(TEXTS)
def test_sentences_are_in_order_apart_and_leave_no_letter_out(text: str) -> None:
    found = sentences(text, Span(0, len(text)))
    assert found == sorted(set(found))
    assert all(x.end <= y.begin for x, y in pairwise(found))
    held = {i for s in found for i in range(s.begin, s.end)}
    assert all(i in held for i, char in enumerate(text) if char.isalpha())


@settings(deadline=None)
@given(TEXTS)
def test_a_place_in_a_sentence_finds_that_sentence(text: str) -> None:
    for found in sentences(text, Span(0, len(text))):
        for at in range(found.begin, found.end):
            assert sentence_at(text, at) == found
