"""Keys as they stand on the keyboard, one cap each."""

import sys

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QFontMetrics, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from annotator.ui import theme
from annotator.ui.controls.painting import CENTRE, paint_frame, paint_ground, paint_text, smooth, text_width
from annotator.ui.tokens import Tokens

GAP = 3
_STEP, _WEIGHT = -2, 500
_ARROWS = {"Up": "↑", "Down": "↓", "Left": "←", "Right": "→"}
_MAC_MODIFIERS = "⌃⌥⇧⌘"


def native_keys(keys: str) -> str:
    """A shortcut in Qt's portable notation as this platform writes it (⇧⌘P on macOS); unknown words stay."""
    native = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText) or keys
    return native if sys.platform == "darwin" else native.replace("Return", "Enter")


def key_parts(keys: str) -> list[str]:
    """The caps of a shortcut, in the order they are pressed."""
    parts: list[str] = []
    for chord in native_keys(keys).split(", "):
        rest = chord
        while sys.platform == "darwin" and len(rest) > 1 and rest[0] in _MAC_MODIFIERS:
            parts.append(rest[0])
            rest = rest[1:]
        plus = rest.endswith("+")
        names = [name for name in rest.removesuffix("+").split("+") if name] + (["+"] if plus else [])
        parts += [_ARROWS.get(name, name) for name in names]
    return parts


def cap_height() -> int:
    return max(18, QFontMetrics(theme.ui_font(_STEP, _WEIGHT)).height() + 4)


def keys_width(keys: str) -> float:
    widths = [_cap_width(part) for part in key_parts(keys)]
    return sum(widths) + GAP * max(0, len(widths) - 1)


def paint_keys(
    painter: QPainter, tokens: Tokens, keys: str, right: float, middle: float, *, enabled: bool = True
) -> float:
    """Caps that end at `right`, centred on the height `middle`; answers where they begin."""
    font = theme.ui_font(_STEP, _WEIGHT)
    height = cap_height()
    for part in reversed(key_parts(keys)):
        width = _cap_width(part)
        cap = QRectF(right - width, round(middle - height / 2), width, height)
        paint_ground(painter, cap, tokens.surface)
        paint_frame(painter, cap, tokens.line)
        paint_text(painter, cap, part, font, tokens.text2 if enabled else tokens.off, CENTRE)
        right -= width + GAP
    return right + GAP


def _cap_width(part: str) -> float:
    return max(cap_height(), round(text_width(part, theme.ui_font(_STEP, _WEIGHT))) + 10)


class KeyCaps(QWidget):
    """A shortcut as caps, to be read, not pressed."""

    def __init__(self, keys: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = keys
        self.setAccessibleName(native_keys(keys))

    def keys(self) -> str:
        return self._keys

    def set_keys(self, keys: str) -> None:
        self._keys = keys
        self.setAccessibleName(native_keys(keys))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(round(keys_width(self._keys)), cap_height() + 2)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = smooth(self)
        paint_keys(painter, theme.current(), self._keys, self.width(), self.height() / 2, enabled=self.isEnabled())
        painter.end()
