"""Files may be dropped anywhere on the window; while they are over it, it says so."""

from PySide6.QtCore import QObject, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from annotator.ui import icons, theme
from annotator.ui.controls.painting import CARD_RADIUS, CENTRE, paint_frame, paint_ground, paint_text, smooth

_INSET = 16
_ICON = 28


class DropZone(QObject):
    """Sends `dropped` with the paths of files and folders; the window hands on what is dragged over it."""

    dropped = Signal(list)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._veil = _Veil(window)

    def enter(self, event: QDragEnterEvent) -> None:
        """Files are over the window, or something else, which is no business of it."""
        if _paths(event):
            event.acceptProposedAction()
            self._veil.setGeometry(self._window.rect())
            self._veil.raise_()
            self._veil.show()

    def leave(self) -> None:
        self._veil.hide()

    def drop(self, event: QDropEvent) -> None:
        self._veil.hide()
        if paths := _paths(event):
            event.acceptProposedAction()
            self.dropped.emit(paths)


def _paths(event: QDropEvent) -> list[str]:
    return [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]


class _Veil(QWidget):
    """Over everything, and in nobody's way."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleName(self.tr("Drop to import"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = theme.current()
        painter: QPainter = smooth(self)
        shade = QColor(tokens.window)
        shade.setAlpha(200)
        painter.fillRect(self.rect(), shade)
        card = self.rect().toRectF().adjusted(_INSET, _INSET, -_INSET, -_INSET)
        paint_frame(painter, card, tokens.accent, 2, CARD_RADIUS, dashed=True)
        middle = QRectF(card.center().x() - 190, card.center().y() - 60, 380, 120)
        paint_ground(painter, middle, tokens.raised, CARD_RADIUS)
        icon = QRectF(middle.center().x() - _ICON / 2, middle.top() + 20, _ICON, _ICON)
        icons.paint(painter, "import", icon, tokens.accent, 1.2)
        words = QRectF(middle.left(), icon.bottom() + 8, middle.width(), 24)
        paint_text(painter, words, self.tr("Drop to import"), theme.ui_font(2, 600), tokens.text, CENTRE)
        below = QRectF(middle.left(), words.bottom(), middle.width(), 20)
        told = self.tr("Articles, corpora, and folders of them")
        paint_text(painter, below, told, theme.ui_font(-1), tokens.text2, CENTRE)
        painter.end()
