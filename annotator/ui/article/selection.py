"""Caret and selection over a page, and growing a selection by units of text. Ends never split a grapheme."""

from collections.abc import Callable

from annotator.model import segments
from annotator.model.span import Span
from annotator.ui.article import movement
from annotator.ui.article.layout import Page

Unit = Callable[[str, int], Span | None]


class Selection:
    """A caret and the fixed end of a selection; the two are equal when nothing is selected."""

    def __init__(self) -> None:
        self.caret = 0
        self.fixed = 0

    def span(self) -> Span | None:
        if self.caret == self.fixed:
            return None
        return Span(min(self.caret, self.fixed), max(self.caret, self.fixed))

    def move(self, page: Page, position: int, *, extend: bool) -> None:
        """Put the caret at a position; the other end follows unless the selection is extended."""
        self.caret = movement.snapped(page, position, forward=extend and position > self.fixed)
        if not extend:
            self.fixed = self.caret

    def select(self, page: Page, begin: int, end: int) -> None:
        """Select `[begin, end)`, widened to whole graphemes; the caret stands at `end`, which may be the lesser."""
        self.fixed = movement.snapped(page, begin, forward=begin > end)
        self.caret = movement.snapped(page, end, forward=end > begin)

    def hold(self, page: Page, held: Span, unit: Unit, position: int) -> None:
        """Drag on from a unit that was clicked: whole units from it to the one at a position."""
        reached = unit(page.text, position) or Span(position, position)
        if reached.begin < held.begin:
            self.select(page, held.end, reached.begin)
        else:
            self.select(page, held.begin, max(held.end, reached.end))


def grown(text: str, caret: int, selected: Span | None, unit: Unit) -> Span | None:
    """The unit around a selection or caret; when that is selected already, the next larger one."""
    if selected is None:
        return unit(text, caret)
    first, last = unit(text, selected.begin), unit(text, max(selected.begin, selected.end - 1))
    first, last = first or last, last or first
    if first is None or last is None:
        return segments.grow(text, selected)
    whole = Span(min(first.begin, last.begin), max(first.end, last.end))
    if whole != selected and whole.covers(selected):
        return whole
    return segments.grow(text, selected)


def word_or_gap(text: str, position: int) -> Span:
    """What a double click selects: the word, otherwise the character or the run of white space clicked."""
    word = segments.word_at(text, position)
    if word is not None:
        return word
    begin = end = max(0, min(position, len(text)))
    if end < len(text) and text[end].isspace() and text[end] != "\n":
        while begin > 0 and text[begin - 1].isspace() and text[begin - 1] != "\n":
            begin -= 1
        while end < len(text) and text[end].isspace() and text[end] != "\n":
            end += 1
        return Span(begin, end)
    return Span(begin, end if end == len(text) or text[end] == "\n" else end + 1)
