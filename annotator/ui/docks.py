"""The panels around the article: shown, hidden, remembered, and walked through by key."""

from collections.abc import Callable

from PySide6.QtCore import QByteArray, QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QDockWidget, QMainWindow, QWidget

from annotator.ui.controls.panel import PanelTitle

_WIDTHS = {"documents": 244, "inspector": 284}
_LEAST = {"documents": 190, "inspector": 240}
_HIDDEN_AT_FIRST = ("history",)


class Docks(QObject):
    """Panels by name. What the person wants shown outlives closing the project."""

    changed = Signal()

    def __init__(self, window: QMainWindow, centre: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._centre = centre
        self._docks: dict[str, QDockWidget] = {}
        self._first: dict[str, Callable[[], QWidget | None]] = {}
        self._wanted: dict[str, bool] = {}

    def add(
        self, name: str, title: str, panel: QWidget, area: Qt.DockWidgetArea, first: Callable[[], QWidget | None]
    ) -> PanelTitle:
        """Make a dock of a panel; `first` is where the keyboard goes when the panel is stepped to."""
        dock = QDockWidget(title, self._window)
        dock.setObjectName(name)
        features = QDockWidget.DockWidgetFeature
        dock.setFeatures(features.DockWidgetMovable | features.DockWidgetClosable)
        bar = PanelTitle(title)
        bar.add_button("cross", self.tr("Close the panel"), lambda: self.toggle(name))
        dock.setTitleBarWidget(bar)
        dock.setWidget(panel)
        panel.setMinimumWidth(_LEAST.get(name, 0))
        dock.visibilityChanged.connect(lambda _visible: self.changed.emit())
        self._window.addDockWidget(area, dock)
        self._docks[name] = dock
        self._first[name] = first
        self._wanted[name] = name not in _HIDDEN_AT_FIRST
        return bar

    def restore(self, state: QByteArray) -> None:
        """Lay the docks out as they were, or as they are at first."""
        for name, width in _WIDTHS.items():
            self._window.resizeDocks([self._docks[name]], [width], Qt.Orientation.Horizontal)
        for name in _HIDDEN_AT_FIRST:
            self._docks[name].hide()
        if not state.isEmpty() and self._window.restoreState(state):
            self._wanted = {name: not dock.isHidden() for name, dock in self._docks.items()}

    def set_shown(self, *, shown: bool) -> None:
        """Show the panels that are wanted, or none of them."""
        for name, dock in self._docks.items():
            dock.setVisible(shown and self._wanted[name])

    def show(self, name: str) -> None:
        self._wanted[name] = True
        self._docks[name].show()

    def toggle(self, name: str) -> None:
        dock = self._docks[name]
        self._wanted[name] = dock.isHidden()
        dock.setVisible(dock.isHidden())

    def shows(self, name: str) -> bool:
        return not self._docks[name].isHidden()

    def step(self, by: int) -> None:
        """Move the keyboard among the article and the panels that are shown."""
        places = [self._centre, *(w for name in self._docks if self.shows(name) and (w := self._first[name]()))]
        now = QApplication.focusWidget()
        here = next(
            (place for place, widget in enumerate(places) if now is not None and self._together(now, widget)), 0
        )
        places[(here + by) % len(places)].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _together(self, a: QWidget, b: QWidget) -> bool:
        """Whether two widgets are in the same panel, or both in none."""
        return self._dock_of(a) is self._dock_of(b)

    def _dock_of(self, widget: QWidget) -> QDockWidget | None:
        return next((dock for dock in self._docks.values() if dock.isAncestorOf(widget)), None)


def first_field(panel: QWidget) -> QWidget | None:
    """The first thing in a panel that the keyboard can use."""
    fields = (w for w in panel.findChildren(QWidget) if w.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return next((w for w in fields if w.isVisibleTo(panel) and w.isEnabled()), None)
