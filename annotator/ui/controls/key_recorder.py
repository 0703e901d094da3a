"""Takes the next key that is pressed, whatever it would do otherwise."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from annotator.ui import theme
from annotator.ui.controls.key_caps import native_keys
from annotator.ui.controls.painting import paint_focus, paint_frame, paint_ground, paint_text, smooth
from annotator.ui.key_names import canonical, pressed

_MODIFIERS = {
    Qt.Key.Key_Shift: Qt.KeyboardModifier.ShiftModifier,
    Qt.Key.Key_Control: Qt.KeyboardModifier.ControlModifier,
    Qt.Key.Key_Alt: Qt.KeyboardModifier.AltModifier,
    Qt.Key.Key_Meta: Qt.KeyboardModifier.MetaModifier,
}


class KeyRecorder(QWidget):
    """Sends `recorded` with each key that is pressed while it has the keyboard; Escape, or going elsewhere, leaves."""

    recorded = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._prompt = ""
        self._held = ""
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def ask(self, prompt: str) -> None:
        """Take the keyboard; `prompt` stands there until something is held."""
        self._prompt, self._held = prompt, ""
        self.setAccessibleName(prompt)
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(240, theme.control_height())

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()  # no command of a window gets the key
            return True
        return super().event(event)

    def focusNextPrevChild(self, _next: bool) -> bool:  # noqa: FBT001 - Qt's signature
        """Tab is a key as any other here."""
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._hold(event, down=True)
        key = "" if event.isAutoRepeat() else pressed(event)
        if key == "Esc":
            self.left.emit()
        elif key:
            self.recorded.emit(key)
        event.accept()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        self._hold(event, down=False)
        event.accept()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.ActiveWindowFocusReason:
            self.left.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = theme.current()
        painter = smooth(self)
        rect = self.rect().toRectF()
        paint_ground(painter, rect, tokens.raised)
        if self.hasFocus():
            paint_focus(painter, rect, tokens.accent)
        else:
            paint_frame(painter, rect, tokens.line)
        colour = tokens.text if self._held else tokens.text2
        paint_text(painter, rect.adjusted(8, 0, -8, 0), self._held or self._prompt, theme.ui_font(), colour)
        painter.end()

    def _hold(self, event: QKeyEvent, *, down: bool) -> None:
        """Show what is held: the event of a modifier does not count that one itself."""
        own = _MODIFIERS.get(Qt.Key(event.key()), Qt.KeyboardModifier.NoModifier)
        held = event.modifiers() | own if down else event.modifiers() & ~own
        names = [
            name
            for name, modifier in zip(("Meta", "Ctrl", "Alt", "Shift"), (
                Qt.KeyboardModifier.MetaModifier, Qt.KeyboardModifier.ControlModifier,
                Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier,
            ), strict=True)
            if held & modifier
        ]  # fmt: skip
        self._held = native_keys(canonical("+".join([*names, "A"]))).removesuffix("A") + "…" if names else ""
        self.update()
