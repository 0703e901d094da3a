"""The cards right of the text: for each claim and quote, in words, who is behind it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF

from annotator.model.annotated import AnnotatedDocument
from annotator.model.annotated import Chain as Hops
from annotator.model.hidden import shown
from annotator.model.items import Annotation, Attribution
from annotator.ui.article.columns import Columns
from annotator.ui.article.fonts import interface_font
from annotator.ui.article.index import reading_key
from annotator.ui.article.lettering import Lettering
from annotator.ui.article.links import Links

_MOST_TOLD = 24
_MOST_LINES = 4
_FARTHEST = 170
"""How far a card may be pushed from its text before it is only counted."""

INSET = 19


def _tr(text: str) -> str:
    return QCoreApplication.translate("ArticleView", text)


class Wording(NamedTuple):
    """What a card says: the chain wrapped to lines, then one small line."""

    lines: tuple[str, ...]
    below: str
    warns: bool


class Card(NamedTuple):
    id: str
    tag: str
    rect: QRectF
    wording: Wording
    text_y: float
    """The middle of the line its text begins on."""


@dataclass(slots=True)
class Crowd:
    """How many cards found no room, and where that is said."""

    rect: QRectF
    count: int


class Cards:
    """Words the cards of one article and stacks those of a screen. Keeps the wording until told to forget."""

    def __init__(self, article: AnnotatedDocument, links: Links) -> None:
        self._article = article
        self._links = links
        self._words: dict[str, Wording] = {}
        self._width = 0
        self.arrange(1.0, 0)

    def arrange(self, zoom: float, width: int) -> None:
        """Use this zoom and card width from now on."""
        self._zoom, self._width = zoom, width
        self.letters = Lettering(interface_font(zoom, -1, QFont.Weight.Medium))
        self.bold = Lettering(interface_font(zoom, -1, QFont.Weight.DemiBold))
        self.small = Lettering(interface_font(zoom, -2))
        self.metrics = QFontMetricsF(self.bold.font)
        self.small_metrics = QFontMetricsF(self.small.font)
        self.line_height = round(self.metrics.height() * 1.13)
        self.small_height = round(self.small_metrics.height() * 1.13)
        self.forget()

    def forget(self, annotation: str | None = None) -> None:
        """Word anew every card, or those that speak of an annotation."""
        if annotation is None:
            self._words.clear()
        else:
            self._words.pop(annotation, None)
            for attribution in self._links.attributions_of(annotation):
                for content in attribution.contents:
                    self._words.pop(content, None)

    def height(self, wording: Wording) -> int:
        return 12 + self.line_height * len(wording.lines) + self.small_height

    def stack(
        self, contents: Iterable[tuple[Annotation, float, float]], columns: Columns, focused: str | None, height: int
    ) -> tuple[list[Card], list[Crowd]]:
        """The cards of contents given with the middles of their first and last line, pushed down where they collide.

        A content that began above the screen keeps its card at the top for as long as it is being read.
        """
        cards: list[Card] = []
        crowds: list[Crowd] = []
        free = -1e9
        lift = 6 + self.line_height / 2
        for content, first, last in sorted(contents, key=lambda c: (c[1], reading_key(c[0]))):
            wanted = first - lift
            if wanted < 4 and last > 0:
                wanted = min(4.0, last - lift)
            if free - wanted > _FARTHEST * self._zoom and content.id != focused:
                if not crowds or crowds[-1].rect.top() < free - self.small_height - 8:
                    crowds.append(
                        Crowd(QRectF(columns.card_x + INSET, free, columns.card_width - INSET, self.small_height), 0)
                    )
                    free += self.small_height + 4
                crowds[-1].count += 1
                continue
            top = round(max(wanted, free))
            if top > height + 4 and content.id != focused:
                break
            wording = self.wording(content)
            tall = self.height(wording)
            rect = QRectF(columns.card_x + 0.5, top + 0.5, columns.card_width, tall)
            cards.append(Card(content.id, content.tag, rect, wording, first))
            free = top + tall + 3
        return cards, crowds

    def wording(self, content: Annotation) -> Wording:
        found = self._words.get(content.id)
        if found is None:
            found = self._words[content.id] = self._word(content)
        return found

    def _word(self, content: Annotation) -> Wording:
        held = [a for a in self._links.attributions_of(content.id) if content.id in a.contents]
        hops = {a.parent for a in held}  # a chain over one content is told once, by its innermost hop
        held = sorted((a for a in held if a.id not in hops), key=self._article.order)[:_MOST_TOLD]
        kind = _tr("claim") if content.tag == "claim" else _tr("quote")
        if all(a.source_status == "unspecified" for a in held):
            cue = next((self._words_of(c) for a in held for c in a.cues), "")
            below = f"{kind} · “{cue}”" if cue else f"{kind} · " + (_tr("unspecified") if held else _tr("not linked"))
            return Wording((_tr("No source named"),), self._elide(below), warns=True)
        chains = _telling([self._article.chain(a) for a in held if a.source_status != "unspecified"])
        lines: list[str] = []
        for chain in chains[:2]:
            first, *others = _pieces(chain)
            lines += self._wrap([f"+ {first}" if lines else first, *others])
        if len(chains) > 2:
            lines.append(_tr("and {count} more").format(count=len(chains) - 2))
        return Wording(tuple(lines), self._elide(f"{kind} · {self._manner(content, chains[0])}"), warns=False)

    def _words_of(self, annotation: str) -> str:
        found = self._article.annotations.get(annotation)
        return shown(" ".join(found.words(self._article.text).split())) if found is not None else ""

    def _manner(self, content: Annotation, chain: Hops) -> str:
        attribution: Attribution = chain[-1].attribution
        if attribution.source_status == "author":
            return _tr("author")
        if self._article.second_hand(attribution):
            return _tr("second-hand")
        entities = [self._article.entity_of(self._article.annotations[s]) for s in attribution.sources]
        if entities and all(entity is not None and entity.naming == "anonymous" for entity in entities):
            return _tr("anonymous")
        if content.tag == "claim":
            return _tr("reported")
        tags = {self._article.annotations[c].tag for c in attribution.contents}
        return _tr("mixed") if "claim" in tags else _tr("direct")

    def _room(self) -> float:
        return max(20.0, self._width - INSET - 7)

    def _elide(self, text: str) -> str:
        return self.small_metrics.elidedText(text, Qt.TextElideMode.ElideRight, self._room())

    def _wrap(self, pieces: Sequence[str]) -> list[str]:
        """A chain in lines, broken between sources where they fit, else between words."""
        lines: list[str] = []
        for piece in pieces:
            joined = f"{lines[-1]} {piece}" if lines else piece
            if lines and self.metrics.horizontalAdvance(joined) <= self._room():
                lines[-1] = joined
            elif self.metrics.horizontalAdvance(piece) <= self._room():
                lines.append(piece)
            else:
                lines += self._wrap_words(piece)
        if len(lines) > _MOST_LINES:
            rest = " ".join(lines[_MOST_LINES - 1 :])
            lines[_MOST_LINES - 1 :] = [rest]
        return [self.metrics.elidedText(line, Qt.TextElideMode.ElideRight, self._room()) for line in lines]

    def _wrap_words(self, piece: str) -> list[str]:
        lines: list[str] = []
        for word in re.split(r" (?!‹)", piece):
            joined = f"{lines[-1]} {word}" if lines else word
            if lines and self.metrics.horizontalAdvance(joined) <= self._room():
                lines[-1] = joined
            else:
                lines.append(word)
        return lines


def _telling(chains: Sequence[Hops]) -> list[Hops]:
    """The chains without those that only say the begin of another."""
    names = [tuple(hop.words for hop in chain) for chain in chains]
    return [
        chain
        for number, (chain, name) in enumerate(zip(chains, names, strict=True))
        if not any(
            other[: len(name)] == name and (len(other) > len(name) or at < number)
            for at, other in enumerate(names)
            if at != number
        )
    ]


def _pieces(chain: Hops) -> list[str]:
    """The hops of a chain, each but the last with the sign that leads on."""
    out = []
    for hop, following in zip(chain, (*chain[1:], None), strict=True):
        sign = "" if following is None else " ‹?" if following.inferred else " ‹"
        out.append(shown(" ".join(hop.words.split())) + sign)
    return out
