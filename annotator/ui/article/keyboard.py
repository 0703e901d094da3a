"""Which keys move the caret. Everything else is left to the window's commands."""

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtGui import QKeyEvent, QKeySequence

from annotator.ui.article import movement
from annotator.ui.article.layout import Page

_Keys = QKeySequence.StandardKey


class Move(NamedTuple):
    """A movement of the caret. `go` is None when it depends on the screen: lines and pages up and down."""

    extend: bool
    go: Callable[[Page, int], int] | None = None
    lines: int = 0
    pages: int = 0


def _begin(page: Page, position: int) -> int:  # noqa: ARG001  # one signature for all moves
    return 0


def _end(page: Page, position: int) -> int:  # noqa: ARG001  # as above
    return len(page.text)


_MOVES = (
    (_Keys.MoveToPreviousChar, Move(extend=False, go=movement.leftward)),
    (_Keys.SelectPreviousChar, Move(extend=True, go=movement.leftward)),
    (_Keys.MoveToNextChar, Move(extend=False, go=movement.rightward)),
    (_Keys.SelectNextChar, Move(extend=True, go=movement.rightward)),
    (_Keys.MoveToPreviousWord, Move(extend=False, go=movement.word_leftward)),
    (_Keys.SelectPreviousWord, Move(extend=True, go=movement.word_leftward)),
    (_Keys.MoveToNextWord, Move(extend=False, go=movement.word_rightward)),
    (_Keys.SelectNextWord, Move(extend=True, go=movement.word_rightward)),
    (_Keys.MoveToStartOfLine, Move(extend=False, go=movement.line_begin)),
    (_Keys.SelectStartOfLine, Move(extend=True, go=movement.line_begin)),
    (_Keys.MoveToEndOfLine, Move(extend=False, go=movement.line_end)),
    (_Keys.SelectEndOfLine, Move(extend=True, go=movement.line_end)),
    (_Keys.MoveToStartOfDocument, Move(extend=False, go=_begin)),
    (_Keys.SelectStartOfDocument, Move(extend=True, go=_begin)),
    (_Keys.MoveToEndOfDocument, Move(extend=False, go=_end)),
    (_Keys.SelectEndOfDocument, Move(extend=True, go=_end)),
    (_Keys.MoveToPreviousLine, Move(extend=False, lines=-1)),
    (_Keys.SelectPreviousLine, Move(extend=True, lines=-1)),
    (_Keys.MoveToNextLine, Move(extend=False, lines=1)),
    (_Keys.SelectNextLine, Move(extend=True, lines=1)),
    (_Keys.MoveToPreviousPage, Move(extend=False, pages=-1)),
    (_Keys.SelectPreviousPage, Move(extend=True, pages=-1)),
    (_Keys.MoveToNextPage, Move(extend=False, pages=1)),
    (_Keys.SelectNextPage, Move(extend=True, pages=1)),
)


def move_of(event: QKeyEvent) -> Move | None:
    """The movement a key means on this platform, if any."""
    return next((move for keys, move in _MOVES if event.matches(keys)), None)


def digit_of(event: QKeyEvent) -> int | None:
    """The place in a list of ten that a plain digit names: 1 is the first, 0 the tenth."""
    text = event.text()
    return (int(text) - 1) % 10 if len(text) == 1 and text in "0123456789" else None
