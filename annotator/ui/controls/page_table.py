"""The table of a page that stands in place of the article: several rows can be selected, headings can be clicked."""

from collections.abc import Mapping

from PySide6.QtCore import QAbstractItemModel, QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from annotator.ui import theme
from annotator.ui.controls.keeping_keys import asked_by, keep_key


class PageTable(QTableView):
    """Sends `asked` with the word that `keys` give for the key pressed; all other letters are left to the window."""

    asked = Signal(str)

    def __init__(self, model: QAbstractItemModel, keys: Mapping[Qt.Key, str]) -> None:
        super().__init__()
        self._keys = keys
        self.setModel(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(theme.row_height())
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionsClickable(True)
        head.setTextElideMode(Qt.TextElideMode.ElideRight)
        head.setFont(theme.ui_font(-1, 500))

    def event(self, event: QEvent) -> bool:
        return keep_key(event, self._is_mine) or super().event(event)

    def _is_mine(self, event: QKeyEvent) -> bool:
        filters = event.key() == Qt.Key.Key_F and event.modifiers() == Qt.KeyboardModifier.ControlModifier
        return filters or asked_by(event, self._keys) is not None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        wanted = asked_by(event, self._keys)
        if wanted is not None:
            self.asked.emit(wanted)
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, _search: str) -> None:
        """The filter field of the page is for searching."""
