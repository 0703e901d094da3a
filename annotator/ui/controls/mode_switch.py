"""What the window is laid out for, as a switch at the right of the tool bar."""

import math
from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QAction, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QWidget

from annotator.ui import icons, theme
from annotator.ui.controls.key_caps import native_keys
from annotator.ui.controls.painting import (
    CENTRE,
    paint_focus,
    paint_frame,
    paint_ground,
    paint_text,
    plain_tooltip,
    smooth,
    text_width,
)

_INSET = 12
_RIM = 2


class _Segment(QToolButton):
    """One of the jobs; the action says whether it is the present one."""

    def __init__(self, action: QAction, icon: str) -> None:
        super().__init__()
        self._icon = icon
        self.short = False
        self.setDefaultAction(action)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keyboard has keys, and the article keeps the focus
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        action.changed.connect(self._explain)
        self._explain()

    def _explain(self) -> None:
        action = self.defaultAction()
        keys = native_keys(action.shortcut().toString())
        self.setToolTip(plain_tooltip(f"{action.iconText()}  {keys}".strip()))
        self.setAccessibleName(action.iconText())
        self.setAccessibleDescription(keys)

    def sizeHint(self) -> QSize:
        if self.short:
            return QSize(theme.control_height(), theme.control_height() - 2 * _RIM)
        width = math.ceil(text_width(self.defaultAction().iconText(), theme.ui_font(0, 600))) + 2 * _INSET
        return QSize(width, theme.control_height() - 2 * _RIM)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = theme.current()
        painter = smooth(self)
        rect = self.rect().toRectF()
        chosen = self.isChecked()
        if chosen:
            paint_ground(painter, rect, tokens.raised)
            paint_frame(painter, rect, tokens.line)
        elif self.underMouse() and self.isEnabled():
            paint_ground(painter, rect, tokens.hover)
        colour = (tokens.text if chosen else tokens.text2) if self.isEnabled() else tokens.off
        if self.short:
            half = icons.SIZE / 2
            square = QRectF(rect.center().x() - half, rect.center().y() - half, icons.SIZE, icons.SIZE)
            icons.paint(painter, self._icon, square, colour)
        else:
            words = self.defaultAction().iconText()
            paint_text(painter, rect, words, theme.ui_font(0, 600 if chosen else 400), colour, CENTRE)
        if self.hasFocus():
            paint_focus(painter, rect, tokens.accent)
        painter.end()


class ModeSwitch(QWidget):
    """Segments side by side, one of which is raised; names go before icons where it is narrow."""

    def __init__(self, actions: Sequence[tuple[QAction, str]], name: str, parent: QWidget | None = None) -> None:
        """Actions with their icons."""
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(_RIM, _RIM, _RIM, _RIM)
        row.setSpacing(0)
        self._segments = [_Segment(action, icon) for action, icon in actions]
        for segment in self._segments:
            row.addWidget(segment)

    def set_short(self, *, short: bool) -> None:
        """Show icons in place of names."""
        if short != self._segments[0].short:
            for segment in self._segments:
                segment.short = short
                segment.updateGeometry()
            self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter: QPainter = smooth(self)
        paint_ground(painter, self.rect().toRectF(), theme.current().press, 6)
        painter.end()
