"""A list in which some keys act on the current row; all others are left to the commands of the window."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListView

from annotator.ui.controls.keeping_keys import asked_by, keep_key


class KeyList(QListView):
    """Sends `asked` with the word that stands for the key pressed."""

    asked = Signal(str)

    def __init__(self, keys: Mapping[Qt.Key, str]) -> None:
        super().__init__()
        self._keys = keys

    def event(self, event: QEvent) -> bool:
        return keep_key(event, lambda key: asked_by(key, self._keys) is not None) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        wanted = asked_by(event, self._keys)
        if wanted is not None:
            self.asked.emit(wanted)
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, _search: str) -> None:
        """Letters do something here."""
