"""The heads of panels and of the sections in them."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QWidget

from annotator.ui import icons, theme
from annotator.ui.controls.painting import plain_tooltip, without_mnemonic
from annotator.ui.controls.quiet_label import PlainLabel

PANEL_INSET = 14


class IconButton(QToolButton):
    """A square button with only an icon, that keeps the theme's colour; its name is its tooltip."""

    def __init__(self, icon_name: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon_name = icon_name
        self.setProperty("look", "bar")
        self.setIconSize(QSize(icons.SIZE, icons.SIZE))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(name)
        self.setToolTip(plain_tooltip(name))
        self.setFixedSize(theme.control_height(), theme.control_height())
        self._recolour()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.PaletteChange, QEvent.Type.StyleChange}:
            self._recolour()

    def _recolour(self) -> None:
        self.setIcon(icons.icon(self._icon_name, theme.current()))


class CountingPanel(QWidget):
    """A panel that tells how many there are in it; its dock shows that beside the title."""

    counted = Signal(str)


class PanelTitle(QWidget):
    """The title bar of a dock: its title, how many, and its tool buttons at the right."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.set_ground(self, "surface")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(PANEL_INSET, 6, 6, 4)
        self._row.setSpacing(2)
        self._title = PlainLabel(title, weight=600, elide=True)
        self._title.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self._count = PlainLabel("", "dim", step=-1)
        self._row.addWidget(self._title)
        self._row.addSpacing(6)
        self._row.addWidget(self._count)
        self._row.addStretch()
        self.setAccessibleName(title)

    def set_title(self, title: str) -> None:
        self._title.setText(title)
        self.setAccessibleName(title)

    def set_count(self, count: str) -> None:
        """What is said after the title in grey, such as 214 or “7 of 31”; "" for nothing."""
        self._count.setText(count)

    def add_button(self, icon_name: str, name: str, pressed: Callable[[], None]) -> IconButton:
        """A tool button at the right end."""
        button = IconButton(icon_name, name)
        button.clicked.connect(lambda _checked=False: pressed())
        self._row.addWidget(button)
        return button

    def add_action(self, action: QAction, icon_name: str) -> IconButton:
        """A tool button for a command; it is enabled, checked and shown with the action."""
        button = self.add_button(icon_name, without_mnemonic(action.text()), action.trigger)

        def follow() -> None:
            button.setEnabled(action.isEnabled())
            button.setVisible(action.isVisible())
            button.setCheckable(action.isCheckable())
            button.setChecked(action.isChecked())

        action.changed.connect(follow)
        action.toggled.connect(follow)
        button.clicked.connect(follow)
        follow()
        return button

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), theme.control_height() + 10)

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), theme.control_height() + 10)


class Section(QWidget):
    """The heading of a part of a panel, with a short fact at the right."""

    def __init__(self, title: str, right_text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self._title = PlainLabel(title, "second", step=-1, weight=600, elide=True)
        self._right = PlainLabel(right_text, "second", step=-1)
        row.addWidget(self._title, 1)
        row.addWidget(self._right)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_title(self, title: str) -> None:
        self._title.setText(title)

    def set_right_text(self, text: str) -> None:
        self._right.setText(text)
