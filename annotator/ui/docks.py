"""The panels around the article: made when first shown, hidden, remembered, and walked through by key."""

from collections.abc import Callable, Collection, Iterator
from typing import NamedTuple

from PySide6.QtCore import QByteArray, QObject, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QApplication, QDockWidget, QMainWindow, QWidget

from annotator.ui.command import Mode
from annotator.ui.controls.panel import CountingPanel, PanelTitle
from annotator.ui.settings import WindowSettings

_LEAST_HEIGHT = 190
"""Pixels that the panels below the article need for their buttons in two or three rows, and some of their list."""

_SEAM = 8
"""Pixels that the seam between two panels takes at most."""


class Panel(NamedTuple):
    """A panel that can be shown. It is made the first time it is: a start does not wait for what nobody looks at."""

    name: str
    title: str
    area: Qt.DockWidgetArea
    make: Callable[[], QWidget]
    first: Callable[[QWidget], QWidget | None]
    """Where in the panel the keyboard goes when it is stepped to."""

    at_first: tuple[Mode, ...] = ()
    """The modes in which it is shown at first."""

    width: int = 0
    """How wide it is at first, in pixels."""

    least: int = 0


class Docks(QObject):
    """Panels by name, laid out and shown in each mode as the person wants it, which outlives closing the project."""

    changed = Signal()

    def __init__(self, window: QMainWindow, centre: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._centre = centre
        self._panels: dict[str, Panel] = {}
        self._docks: dict[str, QDockWidget] = {}
        self._mode: Mode = "annotate"
        self._kept: dict[Mode, tuple[QByteArray, Collection[str] | None]] = {}
        """How other modes were left."""

        self._wanted: set[str] = set()
        self._restored = False
        window.setCorner(Qt.Corner.BottomLeftCorner, Qt.DockWidgetArea.LeftDockWidgetArea)
        window.setCorner(Qt.Corner.BottomRightCorner, Qt.DockWidgetArea.RightDockWidgetArea)
        self.bars: list[tuple[QWidget, Callable[[], QWidget | None]]] = []
        """What stands above the article now and then, and where the keyboard goes in it."""

    def add(self, panel: Panel) -> None:
        self._panels[panel.name] = panel

    def restore(self, settings: WindowSettings) -> None:
        """Lay the panels out as they were, or as they are at first; they are shown by `set_shown`."""
        self._kept = {"annotate": settings.docks("annotate"), "review": settings.docks("review")}
        self._lay_out()

    def keep(self, settings: WindowSettings) -> None:
        """Remember how the panels are laid out in each mode."""
        settings.keep_docks(self._mode, self._window.saveState(), self._in_order(self._wanted))
        for mode, (state, wanted) in self._kept.items():
            if wanted is not None:
                settings.keep_docks(mode, state, self._in_order(wanted))

    def arrange(self, mode: Mode) -> None:
        """Show the panels of another mode as they were left in it."""
        if mode == self._mode:
            return
        self._kept[self._mode] = self._window.saveState(), self._wanted
        self._mode = mode
        self.set_shown(shown=False)
        self._lay_out()
        self.set_shown(shown=True)

    def _lay_out(self) -> None:
        state, wanted = self._kept.pop(self._mode, (QByteArray(), None))
        chosen = {name for name in wanted if name in self._panels} if wanted is not None else set(self._first())
        self._wanted = chosen
        for name in self._in_order(chosen):
            self._dock(name).hide()
        self._restored = not state.isEmpty() and self._window.restoreState(state)
        for dock in self._docks.values():
            dock.hide()

    def _first(self) -> Iterator[str]:
        return (name for name, panel in self._panels.items() if self._mode in panel.at_first)

    def _in_order(self, names: Collection[str]) -> list[str]:
        return [name for name in self._panels if name in names]

    def _dock(self, name: str) -> QDockWidget:
        if name in self._docks:
            return self._docks[name]
        panel = self._panels[name]
        made = panel.make()
        dock = self._docks[name] = QDockWidget(panel.title, self._window)
        dock.hide()
        dock.setObjectName(name)
        features = QDockWidget.DockWidgetFeature
        dock.setFeatures(features.DockWidgetMovable | features.DockWidgetClosable)
        bar = PanelTitle(panel.title)
        bar.add_button("cross", self.tr("Close the panel"), lambda: self.toggle(name))
        dock.setTitleBarWidget(bar)
        if isinstance(made, CountingPanel):
            made.counted.connect(bar.set_count)
        dock.setWidget(made)
        made.setMinimumWidth(max(panel.least, made.minimumSizeHint().width()))  # narrower would overprint
        if panel.area == Qt.DockWidgetArea.BottomDockWidgetArea:
            made.setMinimumHeight(_LEAST_HEIGHT)
        dock.visibilityChanged.connect(lambda _visible: self.changed.emit())
        if not (self._restored and self._window.restoreDockWidget(dock)):
            self._window.addDockWidget(panel.area, dock)
            if panel.width:
                self._window.resizeDocks([dock], [panel.width], Qt.Orientation.Horizontal)
        return dock

    def panel(self, name: str) -> QWidget:
        """The panel itself, made now if need be."""
        return self._dock(name).widget()

    def set_shown(self, *, shown: bool) -> None:
        """Show the panels that are wanted, or none of them."""
        for name in self._panels:
            if shown and name in self._wanted:
                self._dock(name).show()
            elif name in self._docks:
                self._docks[name].hide()

    def show(self, name: str) -> None:
        """Show a panel; one that is behind another comes to the front."""
        self._wanted.add(name)
        dock = self._dock(name)
        if dock.isHidden():
            self._make_room(dock)
        dock.show()
        dock.raise_()

    def _make_room(self, dock: QDockWidget) -> None:
        """Put panels below the article behind one another as long as one more beside them would widen the window."""
        below = self._window.dockWidgetArea(dock) == Qt.DockWidgetArea.BottomDockWidgetArea
        while beside := self._beside():
            needed = self._window.minimumSizeHint().width() + dock.minimumSizeHint().width() + _SEAM
            if needed <= self._window.width():
                return
            if len(beside) == 1:
                if below:
                    self._window.tabifyDockWidget(beside[0], dock)
                return
            self._window.tabifyDockWidget(*beside[-2:])
            QApplication.sendPostedEvents(self._window)  # or Qt forgets to show the tabs when one more is shown at once

    def _beside(self) -> list[QDockWidget]:
        """The panels below the article that stand side by side, one for those that share a place."""
        below = Qt.DockWidgetArea.BottomDockWidgetArea
        found: list[QDockWidget] = []
        for name in self._panels:
            dock = self._docks.get(name)
            if dock is None or dock.isHidden() or self._window.dockWidgetArea(dock) != below:
                continue
            if not any(other in found for other in self._window.tabifiedDockWidgets(dock)):
                found.append(dock)
        return found

    def enter(self, name: str) -> None:
        """Show a panel and go there with the keyboard; hide it when the keyboard is there, or cannot go there."""
        now = QApplication.focusWidget()
        shown = self.shows(name) and self._docks[name].isVisible()  # and not behind another
        inside = shown and now is not None and self._docks[name].isAncestorOf(now)
        place = None if inside else self._panels[name].first(self._dock(name).widget())
        if inside or (shown and place is None):
            self.toggle(name)
            self._centre.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
        self.show(name)
        place = self._panels[name].first(self._docks[name].widget())
        if place is not None:
            place.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def toggle(self, name: str) -> None:
        """Hide a panel that is shown, show one that is not."""
        if self.shows(name):
            self._wanted.discard(name)
            self._docks[name].hide()
        else:
            self.show(name)

    def shows(self, name: str) -> bool:
        return name in self._docks and not self._docks[name].isHidden()

    def step(self, by: int) -> None:
        """Move the keyboard among the article, the bars above it and the panels that are shown."""
        shown = [name for name in self._panels if self.shows(name) and self._docks[name].isVisible()]
        firsts = [self._panels[name].first(self._docks[name].widget()) for name in shown]
        bars = [first() for bar, first in self.bars if bar.isVisible()]
        places = [self._centre, *(place for place in (*bars, *firsts) if place is not None)]
        now = QApplication.focusWidget()
        here = next(
            (place for place, widget in enumerate(places) if now is not None and self._together(now, widget)), 0
        )
        places[(here + by) % len(places)].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _together(self, a: QWidget, b: QWidget) -> bool:
        """Whether two widgets are in the same panel or bar, or both in none."""
        return self._room_of(a) is self._room_of(b)

    def _room_of(self, widget: QWidget) -> QWidget | None:
        rooms = (*self._docks.values(), *(bar for bar, _ in self.bars))
        return next((room for room in rooms if room.isAncestorOf(widget)), None)


def first_field(panel: QWidget) -> QWidget | None:
    """The first thing in a panel that the keyboard can use."""
    fields = (w for w in panel.findChildren(QWidget) if w.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return next((w for w in fields if w.isVisibleTo(panel) and w.isEnabled()), None)


def first_list(panel: QWidget) -> QWidget | None:
    """The first list or table in a panel, otherwise its first field."""
    return next((w for w in panel.findChildren(QAbstractItemView) if w.isVisibleTo(panel)), None) or first_field(panel)
