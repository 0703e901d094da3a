"""A rating as one row of letters or digits; one of them, or none, is chosen."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QRadioButton, QSizePolicy, QWidget

from annotator.ui import theme
from annotator.ui.controls.keeping_keys import keep_key
from annotator.ui.controls.painting import (
    CENTRE,
    paint_focus,
    paint_frame,
    paint_ground,
    paint_text,
    plain_tooltip,
    smooth,
)

_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}
_CLEARING = {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}


class _Segment(QRadioButton):
    """A letter: to a screen reader a radio button, to the eye a part of the row."""

    def __init__(self, letter: str, meaning: str) -> None:
        super().__init__()
        self.letter = letter
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAccessibleName(f"{letter}, {meaning}" if meaning else letter)
        self.setToolTip(plain_tooltip(f"{letter}  {meaning}") if meaning else "")

    def sizeHint(self) -> QSize:
        height = theme.control_height() - 4
        return QSize(height, height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, _pos: object) -> bool:
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # The row decides: QRadioButton would move the focus without rating.
        if event.key() in {Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        else:
            event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = theme.current()
        painter = smooth(self)
        rect = self.rect().toRectF()
        ground = rect.adjusted(1, 1, -1, -1)
        chosen = self.isChecked()
        if chosen:
            paint_ground(painter, ground, tokens.accent if self.isEnabled() else tokens.press, 3)
        elif self.underMouse() and self.isEnabled():
            paint_ground(painter, ground, tokens.hover, 3)
        colour = tokens.on_accent if chosen else tokens.text2
        if not self.isEnabled():
            colour = tokens.text2 if chosen else tokens.off
        paint_text(painter, rect, self.letter, theme.ui_font(-1, 600 if chosen else 400), colour, CENTRE)
        if self.hasFocus():
            paint_focus(painter, ground, tokens.text if chosen else tokens.accent, 3)
        painter.end()


class GradeScale(QWidget):
    """Arrows move the choice, a letter's key sets it, choosing it again or Delete takes it away.

    `graded` is sent when a person chose, never for `set_grade`; "" means not rated.
    """

    graded = Signal(str)

    def __init__(
        self,
        letters: Sequence[str],
        name: str = "",
        meanings: Mapping[str, str] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._grade = ""
        row = QHBoxLayout(self)
        row.setContentsMargins(1, 1, 1, 1)
        row.setSpacing(0)
        self._segments = [_Segment(letter, (meanings or {}).get(letter, "")) for letter in letters]
        for segment in self._segments:
            segment.clicked.connect(lambda _checked=False, letter=segment.letter: self._choose(letter))
            row.addWidget(segment)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._show()

    def grade(self) -> str:
        return self._grade

    def set_grade(self, letter: str) -> None:
        """Show a rating; anything that is not on the scale counts as not rated."""
        self._grade = letter if letter in self._letters() else ""
        self._show()

    def event(self, event: QEvent) -> bool:
        # While the scale has the keyboard, E is a grade and not the window's command on E.
        return keep_key(event, self._is_meant) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        match = self._meant(event)
        if step is not None:
            self._move(step)
        elif event.key() in _CLEARING:
            self._rate("")
        elif match is not None:
            self._rate(match)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = theme.current()
        painter = smooth(self)
        rect = self.rect().toRectF()
        paint_ground(painter, rect, tokens.raised if self.isEnabled() else tokens.window)
        paint_frame(painter, rect, tokens.line)
        painter.end()

    def _letters(self) -> list[str]:
        return [segment.letter for segment in self._segments]

    def _is_meant(self, event: QKeyEvent) -> bool:
        return event.key() in _STEPS or event.key() in _CLEARING or self._meant(event) is not None

    def _meant(self, event: QKeyEvent) -> str | None:
        typed = event.text().upper()
        return next((letter for letter in self._letters() if typed and letter.upper() == typed), None)

    def _choose(self, letter: str) -> None:
        self._rate("" if letter == self._grade else letter)

    def _move(self, step: int) -> None:
        letters = self._letters()
        if not self._grade:
            self._rate(letters[0])
            return
        place = letters.index(self._grade) + step
        if 0 <= place < len(letters):
            self._rate(letters[place])

    def _rate(self, letter: str) -> None:
        before, self._grade = self._grade, letter
        self._show(focus=True)
        if letter != before:
            self.graded.emit(letter)

    def _show(self, *, focus: bool = False) -> None:
        """Only one letter, the chosen one or else the first, is a stop of the Tab key, as in every radio group."""
        inside = focus and any(segment.hasFocus() for segment in self._segments)
        for segment in self._segments:
            # Exclusive buttons, which a screen reader calls a radio group, cannot all be unchecked.
            segment.setAutoExclusive(False)
            segment.setChecked(segment.letter == self._grade)
        for place, segment in enumerate(self._segments):
            segment.setAutoExclusive(True)
            stop = segment.letter == self._grade or (not self._grade and place == 0)
            segment.setFocusPolicy(Qt.FocusPolicy.StrongFocus if stop else Qt.FocusPolicy.ClickFocus)
            if stop and inside:
                segment.setFocus(Qt.FocusReason.OtherFocusReason)
