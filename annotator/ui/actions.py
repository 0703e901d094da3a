"""Makes the actions of a window, its menus and the entries of palette and keyboard help from the command table."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenuBar, QWidget

from annotator.ui import icons, theme
from annotator.ui.command import CONTEXT, MENUS, Command
from annotator.ui.commands import COMMANDS
from annotator.ui.controls.painting import plain_tooltip
from annotator.ui.desk import Desk
from annotator.ui.keymap import Keymap

if TYPE_CHECKING:
    from annotator.ui.controls.command_list import Listed
    from annotator.ui.palette import PaletteEntry


class Actions(QObject):
    """One QAction a command, with its shortcuts, kept enabled and checked as its conditions say."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self.by_id: dict[str, QAction] = {}
        for command in COMMANDS:
            action = QAction(command.title, parent)
            action.setObjectName(command.id)
            action.setShortcuts(self._sequences(command.id))
            action.setCheckable(command.checked is not None)
            action.triggered.connect(self._runner(command))
            if command.in_article:
                action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
                desk.view.addAction(action)
            else:
                parent.addAction(action)
            self.by_id[command.id] = action
        desk.keys.changed.connect(self._take_keys)
        self._coloured = ""
        self._enabled: dict[str, bool] = {}
        self._running = 0

    def _runner(self, command: Command) -> Callable[[], None]:
        def run() -> None:
            self._running += 1
            try:
                command.run(self._desk)
            finally:
                self._running -= 1
            self.update()

        return run

    def _sequences(self, command: str) -> list[QKeySequence]:
        return [QKeySequence(key) for key in self._desk.keys.acting(command)]

    def _take_keys(self) -> None:
        for id_, action in self.by_id.items():
            keys = self._sequences(id_)
            if action.shortcuts() != keys:
                action.setShortcuts(keys)

    def _recolour(self) -> None:
        """Icons are seen in menus only, and made when the first one opens in a theme."""
        tokens = theme.current()
        if self._coloured == tokens.name:
            return
        self._coloured = tokens.name
        for command in COMMANDS:
            if command.icon:
                self.by_id[command.id].setIcon(icons.icon(command.icon, tokens))

    def serve(self, widget: QWidget, commands: Iterable[str]) -> None:
        """Let the keys of commands of the article act in another widget as well."""
        widget.addActions([self.by_id[id_] for id_ in commands])

    def follow(self) -> None:
        """As `update`, but while a command runs only when it is done: what it does changes several things."""
        if not self._running:
            self.update()

    def update(self) -> None:
        """Ask every command whether it can be run now, and each condition once."""
        told: dict[Callable[[Desk], bool], bool] = {}
        for command in COMMANDS:
            enabled = told.get(command.enabled)
            if enabled is None:
                enabled = told[command.enabled] = command.enabled(self._desk)
            action = self.by_id[command.id]
            if self._enabled.get(command.id) != enabled:
                self._enabled[command.id] = enabled
                action.setEnabled(enabled)
                if command.reason:
                    action.setToolTip(plain_tooltip("" if enabled else command.why))
            if command.checked is not None:
                action.setChecked(enabled and command.checked(self._desk))

    def fill(self, bar: QMenuBar) -> None:
        """The menus, in the order of the table."""
        for name in MENUS:
            menu = bar.addMenu("&" + QCoreApplication.translate(CONTEXT, name))
            menu.setToolTipsVisible(True)
            menu.aboutToShow.connect(self._recolour)
            menu.aboutToShow.connect(self.update)
            for command in COMMANDS:
                if command.menu == name:
                    if command.separated:
                        menu.addSeparator()
                    menu.addAction(self.by_id[command.id])

    def entries(self) -> "list[PaletteEntry]":
        """The commands as the palette lists them."""
        from annotator.ui.palette import PaletteEntry

        self.update()
        return [
            PaletteEntry(
                group=QCoreApplication.translate(CONTEXT, command.menu),
                text=command.title.removesuffix("…"),
                keys=self._desk.keys.first(command.id),
                icon=command.icon or "keyboard",
                detail="" if self.by_id[command.id].isEnabled() else command.why,
                prefix=">",
                run=self.by_id[command.id].trigger,
                enabled=self.by_id[command.id].isEnabled(),
            )
            for command in COMMANDS
            if command.id != "go.palette"
        ]


def key_list(keys: Keymap) -> "list[Listed]":
    """The commands that have keys, for the keyboard help."""
    from annotator.ui.controls.command_list import Listed

    return [
        Listed(QCoreApplication.translate(CONTEXT, c.menu), c.title.removesuffix("…"), keys.shown(c.id))
        for c in COMMANDS
        if keys.keys(c.id)
    ]
