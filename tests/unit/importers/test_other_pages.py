"""Markdown, pages in one file, and the clipboard."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.importers import clipboard
from annotator.importers.article import Options, Refused, compose, document_of
from annotator.importers.detecting import detect
from annotator.importers.reading import read
from annotator.importers.source import Source
from annotator.model.errors import UserError


def one_of(name, data):
    source = Source(name, data=data if isinstance(data, bytes) else data.encode())
    (one,) = read(source, detect(source), Options())
    return one


def test_a_page_in_one_file_is_read_as_the_page_it_holds(data_folder):
    data = (data_folder / "articles" / "harbour.mhtml").read_bytes()
    for name in ("page.mhtml", "page.mht", "page.html", "page.eml"):
        made = one_of(name, data)
        composed = compose(made.blocks)
        assert made.format == "mhtml"
        assert composed.text.startswith("Three letters, no answer\n\nThe ministry has not answered three letters")
        assert "“We wrote, and we wrote, and we wrote,” Boris Lind" in composed.text
        facts = document_of(made, composed)
        assert (facts.title, facts.language) == ("Three letters, no answer", "en")
        assert facts.url == "https://courier.example/2026/05/letters"
        assert (made.original, made.encoding) == (data, "utf-8")


def test_a_page_in_one_file_that_is_cut_short_or_holds_no_page_is_refused_or_read(data_folder):
    data = (data_folder / "articles" / "harbour.mhtml").read_bytes()
    assert "no web page" in one_of("x.mhtml", data[:300]).reason
    assert compose(one_of("x.mhtml", data[:1300]).blocks).text
    for cut in range(0, len(data), 97):
        assert one_of("x.mhtml", data[: cut + 1])


MARKDOWN = """---
title: "What *was* said"
author: Mira Solen
date: 2026-05-21
tags: [a, b]
---
# What was said

The mayor **said** that “it’s [over](https://example.org)”.
She said so twice.

> A quote from
> her letter.

1. First
2. Second

| Month | Depth |
|---|---|
| May | 9 m |

<script>alert(1)</script>
"""


def test_markdown_is_read_as_it_is_shown():
    made = one_of("a.md", MARKDOWN)
    composed = compose(made.blocks)
    assert composed.text == (
        "What was said\n\nThe mayor said that “it’s over”. She said so twice.\n\nA quote from her letter.\n\n"
        "1. First\n2. Second\n\nMonth | Depth\nMay | 9 m"
    )
    facts = document_of(made, composed)
    assert (facts.title, facts.author, facts.published) == ("What *was* said", "Mira Solen", "2026-05-21")
    assert [composed.text[b:e] for b, e in composed.headings] == ["What was said"]


def test_markdown_that_says_nothing_is_refused():
    assert "white space" in one_of("a.md", "---\ntitle: x\n---\n\n").reason


@given(st.text(st.sampled_from("ab*_#>-`[]()!|~\n 1.:<&\\"), max_size=60))
def test_any_markdown_is_read_or_refused(text):
    assert isinstance(one_of("a.md", text), Refused) or compose(one_of("a.md", text).blocks).text.strip()


COPIED = (
    "<html><body><!--StartFragment--><h2>What was said</h2><ul><li>One, she said</li><li>Two</li></ul></body></html>"
)


def test_what_was_copied_keeps_its_headings_and_lists_when_the_words_are_the_same():
    made = clipboard.found("What was said\n\n  • One, she said\n  • Two\n", COPIED, "The pasted text")
    composed = compose(made.blocks)
    assert composed.text == "What was said\n\n• One, she said\n• Two"
    assert [composed.text[b:e] for b, e in composed.headings] == ["What was said"]


def test_where_the_html_says_something_else_the_text_counts():
    for html in ("<p>Something else</p>", "<div hidden>x</div>", "<", ""):
        made = clipboard.found("What was said\n\nRead more", html, "The pasted text")
        assert compose(made.blocks).text == "What was said\n\nRead more"
        assert [block.excluded for block in made.blocks] == [False, True]


@given(st.text(st.sampled_from("<p>a b/&;x\"' \n"), max_size=40), st.text(st.sampled_from("ab \n"), max_size=10))
def test_nothing_that_was_copied_is_lost(html, text):
    try:
        made = compose(clipboard.found(text, html, "x").blocks).text
    except UserError:
        assert not text.strip()
        return
    letters = [[char for char in one if char.isalpha()] for one in (made, text)]  # signs may differ
    assert letters[0] == letters[1] or not text.strip()  # then the HTML alone is all there is


@pytest.mark.parametrize("sign", ["> ", "- "])
def test_markdown_keeps_what_is_nested_deep_or_is_refused(sign):
    assert "hello" in compose(one_of("x.md", (sign * 40 + "hello").encode()).blocks).text
    assert "nested too deep" in one_of("x.md", (sign * 200 + "hello").encode()).reason


def test_markdown_of_quotes_without_end_is_refused():
    assert "nested too deep" in one_of("x.md", b"Before.\n\n" + b">" * 20_000 + b" hello").reason


def test_a_page_in_one_file_without_its_end_is_told(data_folder):
    data = (data_folder / "articles" / "harbour.mhtml").read_bytes()
    assert not [note for note in one_of("x.mhtml", data).notes if "cut off" in note]
    assert "cut off" in one_of("x.mhtml", data[:1300]).notes[-1]
