"""What a panel shows when there is nothing in it: what this is, and the one thing to do."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from annotator.ui import icons, theme
from annotator.ui.controls.key_caps import KeyCaps
from annotator.ui.controls.lazily_filled import LazilyFilled
from annotator.ui.controls.painting import smooth
from annotator.ui.controls.quiet_label import PlainLabel

_ICON = 28


class _Picture(QWidget):
    def __init__(self, icon: str) -> None:
        super().__init__()
        self._icon = icon
        self.setFixedSize(_ICON, _ICON)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = smooth(self)
        icons.paint(painter, self._icon, QRectF(0, 0, _ICON, _ICON), theme.current().text3, 1.2)
        painter.end()


class EmptyState(LazilyFilled):
    """Icon, title, a sentence, the key; with `action_text` a button that sends `activated`."""

    activated = Signal()

    def __init__(
        self,
        icon: str,
        title: str,
        sentence: str,
        key: str = "",
        action_text: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon, self._title, self._sentence, self._key, self._action = icon, title, sentence, key, action_text
        self.setAccessibleName(f"{title}. {sentence}")

    def set_key(self, key: str) -> None:
        """Show another key; "" shows none."""
        self._key = key
        if self._filled:
            self._caps.set_keys(key)
            self._below.setVisible(bool(key))

    def fill(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(4)
        column.addStretch()
        middle = Qt.AlignmentFlag.AlignHCenter
        column.addWidget(_Picture(self._icon), 0, middle)
        column.addSpacing(10)
        heading = PlainLabel(self._title, step=1, weight=600, wrap=True)
        text = PlainLabel(self._sentence, "second", step=-1, wrap=True)
        for label in (heading, text):
            label.setAlignment(middle)
            column.addWidget(label)
        self._caps = KeyCaps(self._key)
        self._below = QWidget()
        below = QVBoxLayout(self._below)
        below.setContentsMargins(0, 8, 0, 0)
        below.addWidget(self._caps)
        column.addWidget(self._below, 0, middle)
        self._below.setVisible(bool(self._key))  # after it has a parent: alone it would be a window
        if self._action:
            button = QPushButton(self._action)
            button.clicked.connect(self.activated)
            column.addSpacing(10)
            column.addWidget(button, 0, middle)
        column.addStretch()

    def minimumSizeHint(self) -> QSize:
        return QSize(120, super().minimumSizeHint().height())
