import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.importers.article import Refused, compose
from tests.unit.importers.making import every, kinds, one, out, pdf, text

PROSE = (
    "The port of Sele will stay closed for a further week,", "the harbour authority said on Monday, citing engi-",
    "neers who had looked at the long-", "term damage. A spokeswoman for the ferry line, a sub-",
    "sidiary, called it “a blow”.",
)  # fmt: skip


def column(lines, x=72, y=700, size=10, leading=12):
    return [(x, y - n * leading, size, line) for n, line in enumerate(lines)]


def test_lines_become_paragraphs_and_broken_words_are_joined():
    found = one(
        pdf([(72, 740, 20, "Harbour closed"), *column(PROSE), *column(["It was long-term damage."], y=620)]), "x"
    )
    assert text(found) == (
        "Harbour closed\n\nThe port of Sele will stay closed for a further week, the harbour authority said on Monday,"
        " citing engineers who had looked at the long-term damage. A spokeswoman for the ferry line, a subsidiary,"
        " called it “a blow”.\n\nIt was long-term damage."
    )
    assert [kind for kind, _ in kinds(found)] == ["heading", "paragraph", "paragraph"]
    assert found.notes == ("2 words broken at the end of a line joined",)


def test_an_indented_line_begins_a_paragraph_and_a_hanging_one_goes_on_with_its_point():
    lines = [(72, 700, 10, "First paragraph that fills its line up to here"),
             (72, 688, 10, "and ends before it is long."),
             (86, 676, 10, "Second paragraph that fills its line up to"),
             (72, 664, 10, "the end of the line, and goes on."),
             (72, 640, 10, "• A point that is longer than its line, so"), (84, 628, 10, "that it goes on below."),
             (72, 616, 10, "• Another point.")]  # fmt: skip
    assert [(kind, told[:12]) for kind, told in kinds(one(pdf(lines), "x"))] == [
        ("paragraph", "First paragr"), ("paragraph", "Second parag"),
        ("list", "• A point th"), ("list", "• Another po"),
    ]  # fmt: skip


SAID = ("The harbour is closed, the harbour master said.", "The pilots denied that on Tuesday morning.",
        "The ministry did not answer any questions.", "It will open, a spokeswoman for the line said.",
        "Nobody believes it, according to the union.", "The ferries lie where they have lain.")  # fmt: skip


def test_paragraphs_of_one_line_are_paragraphs():
    found = one(pdf(column(SAID, leading=19)), "x")
    assert text(found) == "\n\n".join(SAID)


def test_paragraphs_of_one_line_and_of_two_are_told_apart():
    places = [(72, 700, 10, SAID[0]), (72, 681, 10, SAID[1]), (72, 662, 10, SAID[2]), (72, 643, 10, SAID[3]),
              (72, 624, 10, "The union, which lost its case against the"),
              (72, 612, 10, "ministry, will go on strike again."), (72, 593, 10, SAID[4]),
              (72, 574, 10, SAID[5])]  # fmt: skip
    joined = "The union, which lost its case against the ministry, will go on strike again."
    assert text(one(pdf(places), "x")).split("\n\n") == [*SAID[:4], joined, *SAID[4:]]


def test_a_text_typed_with_wide_lines_keeps_its_paragraphs():
    lines = ["The port of Sele will stay closed for a further", "week, the harbour authority said on Monday, as it",
             "waits for the engineers who looked at the damage",
             "and who have not yet written a word about it all."]  # fmt: skip
    assert text(one(pdf(column(lines, leading=22)), "x")) == " ".join(lines)


def test_two_columns_are_read_one_after_the_other():
    left = ["The left column tells of", "the harbour and of those", "who work in it, at length",
            "and without a pause, as",
            "people who have time do,", "until the page ends here."]  # fmt: skip
    right = [line.replace("left", "right").upper() for line in left]
    by_column = pdf(column(left) + column(right, x=320))
    by_row = pdf([line for pair in zip(column(left), column(right, x=320), strict=True) for line in pair])
    assert text(one(by_column, "x")) == text(one(by_row, "x")) == " ".join(left) + "\n\n" + " ".join(right)


def test_running_heads_and_page_numbers_are_left_out_and_paragraphs_go_on_behind_them():
    pages = [
        [(72, 770, 8, "Marenpost · May 2026"),
         *column([f"The agency {word} told us of the first", "matter and that it had"]), (300, 30, 8, str(number))]
        for number, word in ((4, "one"), (5, "two"), (6, "three"))
    ]  # fmt: skip
    found = one(pdf(*pages), "x")
    assert "Marenpost" not in text(found)
    assert out(found).count(("Marenpost · May 2026", "a running head")) == 3
    assert [told for told, why in out(found) if why == "a page number"] == ["4", "5", "6"]
    made = compose(found.blocks)
    assert [(made.text[at:][:10], label) for at, label in made.pages] == [("The agency", n) for n in "123"]


def test_ligatures_are_letters_and_a_large_first_letter_belongs_to_its_word():
    from annotator.importers.pdf_lines import _Gathered

    gathered = _Gathered(0)
    gathered.take("of\ufb01cial \ufb02ow a\ufb00air\n", (1, 0, 0, 1, 0, 0), (1, 0, 0, 1, 9, 9), {}, 10)
    assert [line.text for line in gathered.lines] == ["official flow affair"]
    cap = [(72, 690, 30, "T"), (95, 702, 10, "he harbour is closed and will be"), (72, 690, 10, "so for a week.")]
    assert text(one(pdf(cap), "x")) == "The harbour is closed and will be so for a week."


def test_facts_page_labels_and_pages_without_text():
    info = "/Title(The tide)/Author(Ana)/CreationDate(D:20260304050607+02'00')"
    labels = "/Lang(en-GB)/PageLabels<</Nums[0<</S/r>>]>>"
    found = one(pdf(column(["One."]), [], info=info, catalog=labels), "x.pdf", "pdf-file")
    assert found.facts[:2] == ("The tide", "Ana")
    assert found.facts.published == ""
    assert found.facts.language == "en-GB"
    assert found.blocks[0].pages == ((0, "i"),)
    made = "the file was made on 2026-03-04 and does not say when its article was published"
    assert found.notes == ("no text on page ii", made)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (pdf([], []), "its pages are pictures"),
        (pdf(), "no pages"),
        (pdf(column(["x"]), encrypted=True), "password"),
        (b"%PDF-1.7\n", "damaged or no PDF"),
        (b"%PDF-1.7\n" + b"\x00" * 2000, "damaged or no PDF"),
        (b"", "empty"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(data, told, capfd):
    (refused,) = every(data, "x.pdf")
    assert isinstance(refused, Refused)
    assert told in refused.reason
    assert refused.advice
    assert capfd.readouterr() == ("", "")


WORDS = st.lists(st.text(st.sampled_from("abcé’ﬁ-• .(1"), min_size=1, max_size=20), max_size=8)


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=3), st.randoms(use_true_random=False))
def test_no_letter_is_lost(pages, order: random.Random):
    drawn = [
        [(order.choice((72, 90, 320)), 700 - 13 * n, order.choice((9, 10, 14)), line.replace("ﬁ", "f"))
         for n, line in enumerate(lines)] for lines in pages
    ]  # fmt: skip
    found = every(pdf(*drawn), "x.pdf")[0]
    letters = sorted(c for page in drawn for *_, line in page for c in line if c.isalpha())
    told = "" if isinstance(found, Refused) else "".join(block.text for block in found.blocks)
    assert sorted(c for c in told if c.isalpha()) == letters
