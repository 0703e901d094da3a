"""Where annotations begin and end."""

import unicodedata
from collections.abc import Iterator

from annotator.checks.finding import Finding, Looked
from annotator.model.graphemes import splits_grapheme
from annotator.model.segments import word_at
from annotator.model.span import Span, tidy

_SPACED = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "GEORGIAN", "DIGIT")
"""Scripts in which a word that an annotation cuts is a slip: others write words together, or hang particles on them."""


def edge_inside_word(looked: Looked) -> Iterator[Finding]:
    """An edge between two letters of one word."""
    text = looked.article.text
    for annotation in looked.annotations:
        if not any(_inside_word(text, edge) for span in annotation.spans for edge in span):
            continue
        spans = tidy(
            Span(_word_edge(text, b, first=True), _word_edge(text, e, first=False)) for b, e in annotation.spans
        )
        cut = next(edge for span in annotation.spans for edge in span if _inside_word(text, edge))
        word = word_at(text, cut)
        message = f"It cuts the word “{text[word.begin : word.end]}”." if word is not None else "It cuts a word."
        yield looked.found("edge-inside-word", annotation, message, "widen", spans)


def edge_inside_grapheme(looked: Looked) -> Iterator[Finding]:
    """An edge inside of what is seen as one character."""
    text = looked.article.text
    if text.isascii():
        return
    for annotation in looked.annotations:
        if not any(splits_grapheme(text, edge) for span in annotation.spans for edge in span):
            continue
        spans = tidy(Span(_whole(text, b, -1), _whole(text, e, 1)) for b, e in annotation.spans)
        message = "It cuts a character in two, such as a letter from its accent."
        yield looked.found("edge-inside-grapheme", annotation, message, "widen", spans)


def _inside_word(text: str, edge: int) -> bool:
    if not 0 < edge < len(text) or not (text[edge - 1].isalnum() and text[edge].isalnum()):
        return False
    return _spaced(text[edge - 1]) and _spaced(text[edge])


def _spaced(char: str) -> bool:
    return char.isascii() or unicodedata.name(char, "").startswith(_SPACED)


def _word_edge(text: str, edge: int, *, first: bool) -> int:
    if not _inside_word(text, edge):
        return edge
    word = word_at(text, edge)
    return edge if word is None else word.begin if first else word.end


def _whole(text: str, edge: int, step: int) -> int:
    while splits_grapheme(text, edge):
        edge += step
    return edge
