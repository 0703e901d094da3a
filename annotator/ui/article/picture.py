"""What one screen of an article shows, and where it begins."""

from dataclasses import dataclass, field

from annotator.ui.article.cards import Card, Crowd
from annotator.ui.article.gutter_parts import GutterPlan
from annotator.ui.article.painting import Placed

TOP = 12
BOTTOM = 60
"""Pixels above the first line, and below the last one."""


@dataclass(slots=True)
class Anchor:
    """A block and its top in the picture: what keeps its place while heights elsewhere become known."""

    block: int = 0
    top: int = TOP


@dataclass(slots=True)
class Picture:
    """What a screen shows, ready to be painted and to be hit."""

    height: int
    placed: list[Placed] = field(default_factory=list)
    gutter: GutterPlan = field(default_factory=GutterPlan)
    cards: list[Card] = field(default_factory=list)
    crowds: list[Crowd] = field(default_factory=list)

    def line_at(self, y: float) -> tuple[Placed, int] | None:
        """The block and the line in it nearest to a height; None when there is no text."""
        if not self.placed:
            return None
        one = next((p for p in reversed(self.placed) if p.top <= y), self.placed[0])
        return one, one.block.line_at(y - one.top)
