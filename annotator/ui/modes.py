"""The jobs the window is laid out for: annotating and reviewing, each with its panels, its tools and its keys."""

from PySide6.QtCore import QObject, Signal

from annotator.ui.command import Mode
from annotator.ui.desk import Desk


class Modes(QObject):
    """`changed` is sent when the window has another mode, after panels and keys have followed."""

    changed = Signal()

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self.current: Mode = "annotate"

    def shows(self, mode: Mode) -> bool:
        """Whether the article is shown in this mode."""
        return self.current == mode and self._desk.pages.at_article()

    def enter(self, mode: Mode) -> None:
        """Show the article in a mode."""
        desk = self._desk
        if desk.session.project is None:
            return
        if not desk.pages.at_article():
            desk.pages.show_article()
        if mode != self.current:
            desk.session.aboutToLeave.emit()
            self.current = mode
            desk.keys.set_mode(mode)
            desk.docks.arrange(mode)
            self.changed.emit()
        desk.view.setFocus()

    def toggle(self, mode: Mode) -> None:
        """Show the article in a mode, or in the usual one again."""
        self.enter("annotate" if self.shows(mode) else mode)
