"""Keys by their names in Qt’s portable notation, such as Ctrl+Shift+P: one spelling each, as text and as pressed."""

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

_SHIFT = Qt.KeyboardModifier.ShiftModifier
_HELD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
_ALONE = frozenset(
    {
        Qt.Key.Key_unknown, Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta,
        Qt.Key.Key_Super_L, Qt.Key.Key_Super_R, Qt.Key.Key_Hyper_L, Qt.Key.Key_Hyper_R, Qt.Key.Key_CapsLock,
        Qt.Key.Key_NumLock, Qt.Key.Key_ScrollLock, Qt.Key.Key_Multi_key, Qt.Key.Key_Mode_switch,
    }
)  # fmt: skip
"""What is held or switched, and runs nothing by itself."""


def combination(key: str) -> QKeyCombination | None:
    """The key and what is held with it; None when the name is not that of one key."""
    sequence = QKeySequence(key)
    if sequence.count() != 1 or not sequence.toString():
        return None
    found: QKeyCombination = sequence[0]  # type: ignore[index]  # PySide's stub has forgotten it
    return None if found.key() in _ALONE else found


def canonical(key: str) -> str:
    """One spelling for one key: Qt names Tab with Shift in three ways."""
    found = combination(key)
    if found is not None and found.key() == Qt.Key.Key_Backtab:
        return QKeySequence(QKeyCombination(found.keyboardModifiers() | _SHIFT, Qt.Key.Key_Tab)).toString()
    return QKeySequence(key).toString()


def read(text: str) -> tuple[str, ...] | None:
    """The keys that a text such as `Del; Backspace` names, none when it is empty; None when it is no such text."""
    names = [one.toString() for one in QKeySequence.listFromString(text)] if text else []
    return tuple(dict.fromkeys(names)) if all(combination(name) is not None for name in names) else None


def written(keys: tuple[str, ...]) -> str:
    """The text that `read` reads these keys from."""
    return QKeySequence.listToString([QKeySequence(key) for key in keys])


def pressed(event: QKeyEvent) -> str:
    """The key of a press; empty for one that is only held, switched, or waits for the letter it puts an accent on.

    Shift counts only where it does not make another sign: { is a key of its own, wherever it stands on the keyboard.
    """
    key = Qt.Key(event.key())
    if key in _ALONE or Qt.Key.Key_Dead_Grave <= key <= Qt.Key.Key_Dead_Longsolidusoverlay:
        return ""
    text = event.text()
    sign = text[:1].isprintable() and bool(text) and not text[0].isalnum() and not text[0].isspace()
    held = event.modifiers() & (_HELD if sign else _HELD | _SHIFT)
    return canonical(QKeySequence(QKeyCombination(held, key)).toString())


def types(key: str, *, alt_types: bool) -> bool:
    """Whether a key writes or edits where text is entered; with `alt_types`, as on macOS, also one held with Alt."""
    found = combination(key)
    if found is None or found.key() in range(Qt.Key.Key_F1, Qt.Key.Key_F35 + 1):
        return False
    alt = Qt.KeyboardModifier.AltModifier
    return not found.keyboardModifiers() & (_HELD & ~alt if alt_types else _HELD)
