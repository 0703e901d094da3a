"""A field to search or filter with."""

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from annotator.ui import icons, theme
from annotator.ui.controls.keeping_keys import keep_key
from annotator.ui.controls.painting import RIGHT, paint_text, smooth, text_width

_ICON = 14


class SearchField(QLineEdit):
    """Escape empties it first and only then belongs to the panel around it, unless it `keeps` what is typed.

    `key` is shown while it is empty.
    """

    def __init__(self, hint: str, key: str = "", parent: QWidget | None = None, *, keeps: bool = False) -> None:
        super().__init__(parent)
        self._keeps = keeps
        self._key = key
        # Painted, not an action of the field: a style sheet's padding misplaces those.
        self.setTextMargins(_ICON + 6, 0, round(text_width(key, theme.ui_font(-2))) + 6 if key else 0, 0)
        self.setPlaceholderText(hint)
        self.setAccessibleName(hint)

    def event(self, event: QEvent) -> bool:
        # Otherwise a window's command on Escape would take the key.
        return keep_key(event, lambda key: key.key() == Qt.Key.Key_Escape and self._empties()) or super().event(event)

    def _empties(self) -> bool:
        return bool(self.text()) and not self._keeps

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._empties():
            self.clear()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        tokens = theme.current()
        painter = smooth(self)
        colour = tokens.text3 if self.isEnabled() else tokens.off
        icons.paint(painter, "search", QRectF(8, (self.height() - _ICON) / 2, _ICON, _ICON), colour)
        if self._key and not self.text():
            paint_text(
                painter, self.rect().toRectF().adjusted(0, 0, -9, 0), self._key, theme.ui_font(-2), colour, RIGHT
            )
        painter.end()
