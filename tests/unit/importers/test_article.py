import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.importers.article import KINDS, Block, Facts, Found, compose, document_of
from annotator.model.text import clean

ANY = st.text(st.sampled_from("ab \n\r\x00\ufeff\ud800é\u0301🚢ا\u200f"), max_size=12)
PLAIN = st.text(st.sampled_from("ab \né́🚢ا"), max_size=12)
FLAGS = {"kind": st.sampled_from(KINDS), "kept": st.booleans(), "excluded": st.booleans()}


@given(st.lists(st.builds(Block, ANY, before=st.sampled_from(["", "\n", "\n\n", " ", "\r\n"]), **FLAGS), max_size=8))
def test_what_is_composed_can_be_stored_as_it_is_and_its_spans_lie_in_it(blocks):
    made = compose(blocks)
    assert clean(made.text) == (made.text, 0)
    for spans in (made.headings, made.excluded):
        ends = [0, *(place for span in spans for place in span)]
        assert ends == sorted(ends)
        assert ends[-1] <= len(made.text)
        for begin, end in spans:
            assert made.text[begin:end] == made.text[begin:end].strip() != ""


@given(st.lists(st.builds(Block, PLAIN, **FLAGS), max_size=8))
def test_every_block_that_is_kept_stands_where_its_span_says(blocks):
    made = compose(blocks)
    kept = [block for block in blocks if block.kept and block.text]
    assert made.text == "\n\n".join(block.text for block in kept)
    told = [made.text[begin:end] for begin, end in made.headings]
    assert told == [block.text.strip() for block in kept if block.kind == "heading" and block.text.strip()]
    at, inside = 0, set()
    for block in kept:
        if block.excluded:
            inside.update(n for n in range(at, at + len(block.text)) if not made.text[n].isspace())
        at += len(block.text) + 2
    covered = {n for begin, end in made.excluded for n in range(begin, end) if not made.text[n].isspace()}
    assert covered == inside


def test_neighbouring_boilerplate_is_one_region():
    blocks = [Block("Story."), Block("Share this", excluded=True), Block("Leave a comment", excluded=True)]
    assert [made for made in compose(blocks).excluded] == [(8, 35)]  # noqa: C416


def test_a_page_begins_where_its_text_does():
    blocks = [Block("🚢 one", pages=((0, "i"),)), Block("out", kept=False), Block("two three", pages=((4, "ii"),))]
    made = compose(blocks)
    assert made.text == "🚢 one\n\ntwo three"
    assert [(made.text[at:], label) for at, label in made.pages] == [(made.text, "i"), ("three", "ii")]


@pytest.mark.parametrize(("title", "expected"), [("", "Story told"), ("A  title\n", "A title")])
def test_an_article_without_a_title_is_called_by_its_first_line(title, expected):
    found = Found((Block("out", kept=False), Block(" Story  told\nby her")), Facts(title))
    assert document_of(found, compose(found.blocks)).title == expected
