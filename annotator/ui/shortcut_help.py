"""Every command with its keys, to be looked up."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from annotator.ui import theme
from annotator.ui.controls.command_list import CommandList, Listed
from annotator.ui.controls.quiet_label import PlainLabel


class ShortcutHelp(QDialog):
    """All commands in their groups; the field finds them by name, group or key."""

    changing = Signal()
    """Other keys are wanted."""

    def __init__(self, commands: Sequence[Listed], parent: QWidget | None = None) -> None:
        """Those of a group stand together in the order given."""
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keyboard"))
        self.commands = CommandList(self.tr("Find a command or a key"))
        self._count = PlainLabel("", "dim", step=-1)
        self.commands.counted.connect(lambda count: self._count.setText(self.tr("%n found", "", count)))
        self.commands.set_commands(commands)
        self.change = QPushButton(self.tr("Change keys…"))
        self.change.clicked.connect(self._change)
        close = QPushButton(self.tr("Close"))
        close.clicked.connect(self.accept)
        for button in (self.change, close):
            button.setAutoDefault(False)
        theme.set_ground(self, "surface")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 16, 0, 12)
        column.setSpacing(8)
        bottom = QHBoxLayout()
        bottom.setContentsMargins(16, 0, 16, 0)
        bottom.addWidget(self._count)
        bottom.addStretch()
        bottom.addWidget(self.change)
        bottom.addWidget(close)
        column.addWidget(self.commands, 1)
        column.addLayout(bottom)
        line = self.fontMetrics().height()
        self.resize(line * 34, line * 38)
        self.commands.setFocus()

    def shown(self) -> list[str]:
        """The commands listed now."""
        return self.commands.shown()

    def _change(self) -> None:
        self.accept()
        self.changing.emit()
