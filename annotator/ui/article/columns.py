"""How a width is shared among gutter, text and cards."""

from typing import NamedTuple

from annotator.ui.article.fonts import Measures

LEAST_COLUMNS = 60
"""A line that would hold fewer characters folds the cards."""

_CALM_COLUMNS = 66
_GUTTER = (84, 104)
_CARD = (145, 200)
_GAP = 28
_MARGIN = 22
_TEXT_MARGIN = 36
_LEAST_TEXT = 80


class Columns(NamedTuple):
    """Left edges and widths in pixels; `card_width` is 0 when the cards are folded."""

    gutter: int
    text_x: int
    text_width: int
    card_x: int
    card_width: int

    @property
    def text_right(self) -> int:
        return self.text_x + self.text_width


def share(width: int, measures: Measures, characters: int, *, cards: bool = True) -> Columns:
    """The columns of a view `width` wide, centred when there is room to spare.

    A line long enough comes first, then room for names in the cards, then the line wanted. Without `cards` they stay
    folded whatever the room.
    """
    wanted = measures.width_of(characters)
    least_text = min(wanted, measures.width_of(LEAST_COLUMNS))
    gutter, most_gutter = _GUTTER
    card, most_card = (measures.scaled(side) for side in _CARD)
    spare = width - gutter - least_text - _GAP - card - _MARGIN
    if cards and spare >= 0:
        text, spare = _grow(least_text, min(wanted, measures.width_of(_CALM_COLUMNS)), spare)
        card, spare = _grow(card, (card + most_card) // 2, spare)
        text, spare = _grow(text, wanted, spare)
        gutter, spare = _grow(gutter, most_gutter, spare)
        card, spare = _grow(card, most_card, spare)
        text_x = gutter + spare // 2
        return Columns(gutter, text_x, text, text_x + text + _GAP, card)
    text = max(_LEAST_TEXT, min(wanted, width - gutter - _TEXT_MARGIN))
    gutter, spare = _grow(gutter, most_gutter, max(0, width - gutter - _TEXT_MARGIN - text))
    text_x = gutter + spare // 2
    return Columns(gutter, text_x, text, text_x + text + _GAP, 0)


def _grow(side: int, most: int, spare: int) -> tuple[int, int]:
    taken = max(0, min(most - side, spare))
    return side + taken, spare - taken
