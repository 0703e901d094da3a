"""Buttons that show their key beside their name; the action stays the only truth about text, key and state."""

import math

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QFont, QHelpEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QToolButton, QToolTip, QWidget

from annotator.model.hidden import sentence
from annotator.ui import icons, theme
from annotator.ui.controls.key_caps import native_keys
from annotator.ui.controls.painting import (
    RIGHT,
    paint_focus,
    paint_ground,
    paint_text,
    plain_tooltip,
    smooth,
    text_width,
)
from annotator.ui.tokens import Tokens

INSET = 8
LEAD = 16
GAP = 6


class CommandButton(QToolButton):
    """An action in a tool bar: icon, name, key. Told to show icons only, it keeps just the icon."""

    def __init__(self, action: QAction, icon_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon_name = icon_name
        self._size: QSize | None = None
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setDefaultAction(action)
        action.changed.connect(self._action_changed)
        self._action_changed()

    def name(self) -> str:
        return self.defaultAction().iconText()

    def key(self) -> str:
        return self.defaultAction().shortcut().toString(QKeySequence.SequenceFormat.NativeText)

    def sizeHint(self) -> QSize:
        """Asked for very often while a tool bar is laid out, so it is worked out once."""
        if self._size is None:
            self._size = self._measured()
        return self._size

    def changeEvent(self, event: QEvent) -> None:
        self._size = None
        super().changeEvent(event)

    def setToolButtonStyle(self, style: Qt.ToolButtonStyle) -> None:
        self._size = None
        super().setToolButtonStyle(style)

    def _measured(self) -> QSize:
        width = theme.control_height() if self._icon_only() else self.width_with_name()
        return QSize(width, theme.control_height())

    def width_with_name(self) -> int:
        """How wide it is, or would be, with name and key."""
        width = INSET + LEAD + GAP + text_width(self.name(), theme.ui_font()) + INSET
        if self.key():
            width += GAP + text_width(self.key(), self._key_font())
        return math.ceil(width)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            whole = f"{self.toolTip() or self.name()}  {self.key()}".strip()
            QToolTip.showText(event.globalPos(), plain_tooltip(whole), self)
            return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = theme.current()
        painter = smooth(self)
        rect = self.rect().toRectF()
        held = self.isDown() or self.isChecked()
        if held or (self.underMouse() and self.isEnabled()):
            paint_ground(painter, rect, tokens.press if held else tokens.hover)
        left = (rect.width() - LEAD) / 2 if self._icon_only() else float(INSET)
        self.paint_lead(painter, tokens, QRectF(left, (rect.height() - LEAD) / 2, LEAD, LEAD))
        if not self._icon_only():
            self._paint_words(painter, tokens, rect.adjusted(INSET + LEAD + GAP, 0, -INSET, 0), held=held)
        if self.hasFocus():
            paint_focus(painter, rect, tokens.accent)
        painter.end()

    def paint_lead(self, painter: QPainter, tokens: Tokens, square: QRectF) -> None:
        """Draw what stands before the name."""
        icons.paint(painter, self._icon_name, square, tokens.text2 if self.isEnabled() else tokens.off)

    def _paint_words(self, painter: QPainter, tokens: Tokens, rect: QRectF, *, held: bool) -> None:
        on = self.isEnabled()
        key_width = text_width(self.key(), self._key_font()) + GAP if self.key() else 0
        name = rect.adjusted(0, 0, -key_width, 0)
        paint_text(painter, name, self.name(), theme.ui_font(), tokens.text if on else tokens.off)
        # text3 is too faint on the ground of a held button.
        key_colour = (tokens.text2 if held else tokens.text3) if on else tokens.off
        paint_text(painter, rect, self.key(), self._key_font(), key_colour, RIGHT)

    def _icon_only(self) -> bool:
        return self.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonIconOnly

    def _key_font(self) -> QFont:
        return theme.ui_font(-2)

    def _action_changed(self) -> None:
        self._size = None
        self.setAccessibleName(sentence(self.name()))
        self.setAccessibleDescription(self.key())
        self.updateGeometry()
        self.update()


class KeyButton(QPushButton):
    """A push button with an icon and, in grey, its key. Set as primary, it is drawn in the accent."""

    def __init__(
        self, icon_name: str, name: str, key: str = "", colour: str = "text2", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._icon_name = icon_name
        self._name = name
        self._key = key
        self._colour = colour
        self.setAccessibleName(sentence(name))
        self.setAccessibleDescription(native_keys(key))

    def name(self) -> str:
        return self._name

    def set_name(self, name: str) -> None:
        self._name = name
        self.setAccessibleName(sentence(name))
        self.updateGeometry()
        self.update()

    def set_key(self, key: str) -> None:
        self._key = key
        self.setAccessibleDescription(native_keys(key))
        self.updateGeometry()
        self.update()

    def set_icon_name(self, icon_name: str, colour: str = "text2") -> None:
        self._icon_name, self._colour = icon_name, colour
        self.update()

    def sizeHint(self) -> QSize:
        width = 2 * (INSET + 2) + text_width(self._name, self._name_font())
        width += LEAD + GAP - 1 if self._icon_name else 0
        width += text_width(native_keys(self._key), theme.ui_font(-2)) + 2 * GAP if self._key else 0
        return QSize(math.ceil(width), theme.control_height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)  # the bevel; Qt knows of no text or icon
        tokens = theme.current()
        painter = smooth(self)
        primary = self._primary()
        text, icon, key = tokens.text, icons.colour_of(tokens, self._colour), tokens.text3
        if primary:
            text = icon = key = tokens.on_accent
        if not self.isEnabled():
            text = icon = key = tokens.text2 if primary else tokens.off
        rect = self.rect().toRectF().adjusted(INSET + 2, 0, -INSET - 2, 0)
        paint_text(painter, rect, native_keys(self._key), theme.ui_font(-2), key, RIGHT)
        if self._icon_name:
            icons.paint(
                painter, self._icon_name, QRectF(rect.left() - 1, (rect.height() - LEAD) / 2, LEAD, LEAD), icon, 1.5
            )
            rect.setLeft(rect.left() + LEAD + GAP - 1)
        paint_text(painter, rect, self._name, self._name_font(), text)
        painter.end()

    def _primary(self) -> bool:
        return bool(self.property("primary"))

    def _name_font(self) -> QFont:
        return theme.ui_font(0, 600 if self._primary() else 400)
