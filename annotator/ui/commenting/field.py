"""Where a comment is written."""

from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit

from annotator.ui import theme


class Draft(NamedTuple):
    """What is being written: a `new` comment on an item, a `reply` in a thread, or the `change` of a comment."""

    kind: str
    id: str


class CommentField(QPlainTextEdit):
    """Sends `sent` with Ctrl+Return and `left` with Escape. What was begun for one thing is kept while at another."""

    sent = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setFixedHeight(self.fontMetrics().height() * 3 + theme.scaled(14))
        self._drafts: dict[Draft, str] = {}
        self.draft: Draft | None = None

    def write(self, draft: Draft | None, before: str = "") -> None:
        """Write this from here on; `before` is what a comment says that is to be changed."""
        if draft == self.draft:
            return
        if self.draft is not None:
            self._drafts[self.draft] = self.toPlainText()
        self.draft = draft
        self.setPlainText(self._drafts.pop(draft, before) if draft is not None else "")
        self.moveCursor(self.textCursor().MoveOperation.End)

    def done(self) -> None:
        """What was written is recorded."""
        self.clear()
        self.draft = None

    def forget(self) -> None:
        """Another project is open."""
        self._drafts.clear()
        self.done()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.sent.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
