"""Whatever one does, in whatever order: no error, ends inside the text, blocks without gaps."""

import random
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt

from annotator.model.changes import Change, ChangeSet
from annotator.model.items import Annotation
from annotator.model.span import Span
from annotator.ui.tokens import DARK, LIGHT

KEYS = (
    Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End,
    Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Escape, Qt.Key.Key_A,
)  # fmt: skip
MODIFIERS = (
    Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier,
)  # fmt: skip
TAGS = ("claim", "source", "quote", "cue", "excluded", "own-tag")


def some_annotation(chance: random.Random, id_: str, length: int) -> Annotation:
    begin = chance.randrange(length - 1)
    end = min(length, begin + chance.choice((1, 2, 5, 40, 300)))
    spans = [Span(begin, end)]
    if end + 20 < length and chance.random() < 0.2:
        spans.append(Span(end + 5, end + 20))
    by = chance.choice(("me", "me", "bea"))
    return Annotation(id=id_, document="d", annotator=by, tag=chance.choice(TAGS), spans=tuple(spans))


@pytest.mark.parametrize("seed", range(3))
def test_any_order_of_actions(qtbot, article, show, seed) -> None:
    chance = random.Random(seed)
    document = article.document
    view = show(document, width=chance.choice((320, 700, 1100)), height=420)
    linked = {m for a in document.attributions.values() for m in a.members}

    def change(before: Annotation | None, after: Annotation | None) -> None:
        one = before or after
        view.refresh(ChangeSet(changes=(Change("annotation", one.id, "d", before, after),)))

    def add() -> None:
        made = some_annotation(chance, f"n{chance.random()}", len(document.text))
        document.annotations[made.id] = made
        change(None, made)

    def remove() -> None:
        id_ = chance.choice(list(document.annotations))
        if id_ not in linked:
            change(document.annotations.pop(id_), None)

    def click() -> None:
        at = QPoint(chance.randrange(view.viewport().width()), chance.randrange(view.viewport().height()))
        chance.choice((qtbot.mouseClick, qtbot.mouseDClick))(view.viewport(), Qt.MouseButton.LeftButton, pos=at)

    actions = [
        lambda: qtbot.keyClick(view, chance.choice(KEYS), chance.choice(MODIFIERS)),
        click, add, remove, view.select_word, view.select_sentence, view.select_quotation, view.select_paragraph,
        view.focus_next, view.focus_previous, view.copy, view.copy_with_attribution,
        lambda: view.set_zoom(chance.uniform(0.6, 3)),
        lambda: view.resize(chance.randrange(220, 1300), chance.randrange(120, 700)),
        lambda: view.verticalScrollBar().setValue(chance.randrange(view.verticalScrollBar().maximum() + 1)),
        lambda: view.set_tokens(chance.choice((LIGHT, DARK))),
        lambda: view.set_shown_layers(chance.choice((None, frozenset({"me"})))),
    ]  # fmt: skip
    for step in range(250):
        chance.choice(actions)()
        if step % 5 == 0:
            view.grab()
        span = view.selection()
        assert span is None or 0 <= span.begin < span.end <= len(document.text)
        assert 0 <= view.caret() <= len(document.text)
        placed = view.picture().placed
        assert all(lower.top == upper.top + upper.block.height for upper, lower in pairwise(placed))
