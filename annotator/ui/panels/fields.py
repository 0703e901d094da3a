"""The fields of the inspector: a note, a choice, the words of a member."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QComboBox, QPlainTextEdit, QSizePolicy

from annotator.ui.controls.command_button import KeyButton


class NoteField(QPlainTextEdit):
    """A note that is recorded when it is left, or with Ctrl+Return."""

    def __init__(self, keep: Callable[[str], None], leave: Callable[[], None]) -> None:
        super().__init__()
        self._keep = keep
        self._leave = leave
        self.setTabChangesFocus(True)
        self.setFixedHeight(self.fontMetrics().height() * 4)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        done = (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        )
        if done or event.key() == Qt.Key.Key_Escape:
            self._leave()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.record()

    def record(self) -> None:
        """Have the note recorded as it stands."""
        self._keep(self.toPlainText())


class MemberButton(KeyButton):
    """The words of a member; as wide as they are where there is room, shortened where there is none."""

    def __init__(self, words: str) -> None:
        super().__init__("", words)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        return QSize(60, super().minimumSizeHint().height())


class Choice(QComboBox):
    """A choice from fixed words; `chosen` is called when the person chose, not when it is filled."""

    def __init__(self, name: str, values: list[tuple[str, str]], chosen: Callable[[str], None]) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        for value, words in values:
            self.addItem(words, value)
        self.activated.connect(lambda place: chosen(str(self.itemData(place))))
        self.installEventFilter(self)

    def show_value(self, value: str) -> None:
        self.setCurrentIndex(max(0, self.findData(value)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Scrolling the panel over a choice must not change it.
        if event.type() == QEvent.Type.Wheel and not self.hasFocus():
            event.ignore()
            return True
        return super().eventFilter(watched, event)
