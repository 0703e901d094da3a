"""Keys that belong to the control that has the focus, although a command of the window has them too."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent


def keep_key(event: QEvent, wanted: Callable[[QKeyEvent], bool]) -> bool:
    """Whether Qt asked if a shortcut may take a `wanted` key; the answer, no, is given then."""
    if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.ShortcutOverride or not wanted(event):
        return False
    event.accept()
    return True


def asked_by(event: QKeyEvent, keys: Mapping[Qt.Key, str]) -> str | None:
    """The word that stands for the key pressed, when it is pressed by itself."""
    return keys.get(Qt.Key(event.key())) if is_plain(event) else None


def is_plain(event: QKeyEvent) -> bool:
    """Whether a key is pressed by itself, on either block of the keyboard."""
    return not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
