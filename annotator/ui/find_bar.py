"""The bar above the article in which words are searched for."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from annotator.ui import theme
from annotator.ui.controls.keeping_keys import keep_key
from annotator.ui.controls.key_caps import native_keys
from annotator.ui.controls.lazily_filled import LazilyFilled
from annotator.ui.controls.painting import plain_tooltip
from annotator.ui.controls.panel import IconButton
from annotator.ui.controls.quiet_label import PlainLabel
from annotator.ui.controls.search_field import SearchField

CASE_KEY, REGULAR_KEY = "Alt+C", "Alt+X"


class FindBar(LazilyFilled):
    """Hidden until it is asked for. `changed` when something else is to be found; `left` when it is closed."""

    changed = Signal()
    stepped = Signal(int)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._left = 36
        self.hide()

    def align(self, left: int) -> None:
        """Begin where the text column begins."""
        self._left = left or self._left
        row = self.layout()
        if row is not None:
            margins = row.contentsMargins()
            margins.setLeft(self._left)
            row.setContentsMargins(margins)

    def fill(self) -> None:
        theme.set_ground(self, "raised")
        self.setAccessibleName(self.tr("Find in the article"))
        row = QHBoxLayout(self)
        row.setContentsMargins(self._left, 5, 8, 5)
        row.setSpacing(4)
        self._field = SearchField(self.tr("Find in the article"), keeps=True)
        self._field.setMaximumWidth(420)
        self._field.textChanged.connect(lambda _text: self.changed.emit())
        self._case = self._toggle("Aa", self.tr("Capital and small letters differ"), CASE_KEY)
        self._regular = self._toggle(".*", self.tr("Regular expression"), REGULAR_KEY)
        self._count = PlainLabel("", "second", step=-1)
        row.addWidget(self._field, 1)
        row.addWidget(self._case)
        row.addWidget(self._regular)
        row.addSpacing(6)
        row.addWidget(self._count)
        row.addStretch(1)
        steps = (("up", self.tr("Previous place"), -1), ("down", self.tr("Next place"), 1))
        for icon, name, by in steps:
            button = IconButton(icon, name)
            button.clicked.connect(lambda _checked=False, by=by: self.stepped.emit(by))
            row.addWidget(button)
        cross = IconButton("cross", self.tr("Close"))
        cross.clicked.connect(self.close_bar)
        row.addWidget(cross)

    def _toggle(self, sign: str, name: str, key: str) -> QToolButton:
        button = QToolButton()
        button.setText(sign)
        button.setCheckable(True)
        button.setProperty("look", "bar")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setShortcut(key)
        button.setAccessibleName(name)
        button.setToolTip(plain_tooltip(f"{name}  {native_keys(key)}"))
        button.setFixedSize(QSize(theme.control_height() + 6, theme.control_height()))
        button.toggled.connect(lambda _on: self.changed.emit())
        return button

    @property
    def wanted(self) -> str:
        self.ensure_filled()
        return self._field.text()

    @property
    def case(self) -> bool:
        return self._case.isChecked()

    @property
    def regular(self) -> bool:
        return self._regular.isChecked()

    def ask(self, words: str = "") -> None:
        """Show the bar and put the keyboard into it; with words, search for those."""
        self.ensure_filled()
        self.show()
        if words:
            self._field.setText(words)
        self._field.selectAll()
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def tell(self, words: str, *, bad: bool = False) -> None:
        """Say how many places there are, or what is wrong."""
        self.ensure_filled()
        self._count.setText(words)
        self._field.setProperty("state", "bad" if bad else "")
        self._field.style().unpolish(self._field)
        self._field.style().polish(self._field)

    def close_bar(self) -> None:
        if not self.isHidden():
            self.hide()
            self.left.emit()

    def event(self, event: QEvent) -> bool:
        # Otherwise the window's commands on these keys would take them.
        return keep_key(event, _own_key) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.stepped.emit(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        else:
            super().keyPressEvent(event)


def _own_key(event: QKeyEvent) -> bool:
    return event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter)
