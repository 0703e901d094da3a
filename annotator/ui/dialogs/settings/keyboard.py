"""The page on which commands get other keys."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QMessageBox, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from annotator.ui import icons, theme
from annotator.ui.command import CONTEXT, Command
from annotator.ui.controls.announcing import announce
from annotator.ui.controls.command_list import CommandList, Listed
from annotator.ui.controls.key_caps import native_keys
from annotator.ui.controls.key_recorder import KeyRecorder
from annotator.ui.controls.painting import smooth
from annotator.ui.controls.quiet_label import PlainLabel
from annotator.ui.key_rules import refusal
from annotator.ui.keymap import Keymap

_INSET = 16
_TAKE_AWAY = {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}


class _Answer(QWidget):
    """One sentence with its sign: what was done, or why not."""

    def __init__(self) -> None:
        super().__init__()
        self._good = True
        self.words = PlainLabel("", step=-1, wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(icons.SIZE + 6, 0, 0, 0)
        row.addWidget(self.words, 1)
        self.setMinimumHeight(self.words.fontMetrics().height() + 2)

    def say(self, sentence: str, *, good: bool) -> None:
        self._good = good
        self.words.set_role("second" if good else "bad")
        self.words.setText(sentence)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(0, max(super().sizeHint().height(), icons.SIZE))

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self.words.text():
            tokens = theme.current()
            painter = smooth(self)
            place = QRectF(0, (self.height() - icons.SIZE) / 2, icons.SIZE, icons.SIZE)
            icons.paint(painter, *(("check", place, tokens.ok) if self._good else ("warning", place, tokens.bad)))
            painter.end()


class KeyboardPage(QWidget):
    """Every command with its keys. Enter takes a new key, Delete takes the keys away; what is set counts at once."""

    def __init__(self, keys: Keymap, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = keys
        self._commands = list(keys.commands.values())
        self._adding = False
        self.commands = CommandList(self.tr("Find a command or a key"), choosing=True)
        self.commands.chosen.connect(self._show_command)
        self.commands.entered.connect(lambda: self._record(adding=False))
        self.commands.list.installEventFilter(self)
        self.recorder = KeyRecorder()
        self.recorder.recorded.connect(self._take)
        self.recorder.left.connect(self._leave)
        self.answer = _Answer()
        self._name = PlainLabel("", weight=600, elide=True)
        self._where = PlainLabel("", "dim", step=-1)
        self.change = self._button(self.tr("Change…"), lambda: self._record(adding=False))
        self.add = self._button(self.tr("Add another…"), lambda: self._record(adding=True))
        self.clear = self._button(self.tr("Take away"), self._clear)
        self.back = self._button(self.tr("Back to default"), self._put_back)
        self.reset = self._button(self.tr("All back to default…"), self._ask_reset)
        self._tools = QStackedWidget()
        self._build()
        self.setFocusProxy(self.commands)
        keys.changed.connect(self._list)
        self._list()

    def _button(self, name: str, pressed: Callable[[], None]) -> QPushButton:
        button = QPushButton(name)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _checked=False: pressed())
        return button

    def _build(self) -> None:
        head, row = QHBoxLayout(), QHBoxLayout()
        head.addWidget(self._name, 1)
        head.addWidget(self._where)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for button in (self.change, self.add, self.clear, self.back):
            row.addWidget(button)
        row.addStretch()
        row.addWidget(self.reset)
        buttons = QWidget()
        buttons.setLayout(row)
        self._tools.addWidget(buttons)
        self._tools.addWidget(self.recorder)
        self._tools.setFixedHeight(theme.control_height())
        below = QVBoxLayout()
        below.setContentsMargins(_INSET, 4, _INSET, 0)
        below.setSpacing(8)
        below.addLayout(head)
        below.addWidget(self._tools)
        below.addWidget(self.answer)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.commands, 1)
        column.addLayout(below)

    def command(self) -> Command | None:
        """The command that is chosen."""
        place = self.commands.current()
        return self._commands[place] if place is not None else None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        pressed = watched is self.commands.list and event.type() == QEvent.Type.KeyPress
        if pressed and isinstance(event, QKeyEvent) and event.key() in _TAKE_AWAY and self.clear.isEnabled():
            self._clear()
            return True
        return super().eventFilter(watched, event)

    def _list(self) -> None:
        self.commands.set_commands(
            [
                Listed(
                    QCoreApplication.translate(CONTEXT, one.menu),
                    one.title.removesuffix("…"),
                    self._keys.shown(one.id),
                    self.tr("changed") if self._keys.differs(one.id) else "",
                )
                for one in self._commands
            ]
        )
        self.reset.setEnabled(bool(self._keys.own()))
        self._show_command()

    def _show_command(self) -> None:
        command = self.command()
        self._name.setText(_name(command) if command is not None else self.tr("No command is called that."))
        within = command is not None and command.in_article
        everywhere = command is not None and not within
        self._where.setText(
            self.tr("while the article has the keyboard") if within else self.tr("everywhere") if everywhere else ""
        )
        self.change.setEnabled(command is not None)
        self.add.setEnabled(command is not None and bool(self._keys.keys(command.id)))
        self.clear.setEnabled(command is not None and bool(self._keys.keys(command.id)))
        self.back.setEnabled(command is not None and self._keys.differs(command.id))
        if self._tools.currentIndex() == 0:
            self._say("")

    # Another key

    def _record(self, *, adding: bool) -> None:
        command = self.command()
        if command is None:
            return
        self._adding = adding
        self._say("")
        self._tools.setCurrentIndex(1)
        self.recorder.ask(self.tr("Press the new key for “{0}” · Esc leaves it as it is").format(_name(command)))

    def _take(self, key: str) -> None:
        command = self.command()
        if command is None:
            return
        refused = refusal(self._keys, command, key)
        if refused:
            self._say(self.tr("{0} Press another key.").format(refused), good=False)
            return
        kept = self._keys.keys(command.id) if self._adding else ()
        self._keys.choose(command.id, tuple(dict.fromkeys((*kept, key))))
        self._leave()
        self._say(self.tr("{0} runs “{1}” now.").format(native_keys(key), _name(command)))

    def _leave(self) -> None:
        if self._tools.currentIndex() == 1:
            self._tools.setCurrentIndex(0)
            self._say("")
            self.commands.list.setFocus(Qt.FocusReason.OtherFocusReason)

    # Fewer keys, and those it came with

    def _clear(self) -> None:
        command = self.command()
        if command is not None:
            self._keys.choose(command.id, ())
            self._say(self.tr("“{0}” has no key now; the palette and the menus still run it.").format(_name(command)))

    def _put_back(self) -> None:
        command = self.command()
        if command is None:
            return
        refused = next((why for key in command.keys if (why := refusal(self._keys, command, key))), "")
        if refused:
            self._say(self.tr("{0} Give that another key first.").format(refused), good=False)
        else:
            self._keys.choose(command.id, command.keys)
            self._say(self.tr("“{0}” has the keys it came with.").format(_name(command)))

    def _ask_reset(self) -> None:
        box = QMessageBox(self)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setWindowTitle(self.tr("All back to default"))
        box.setText(self.tr("Give every command the keys it came with?"))
        box.setInformativeText(self.tr("%n command(s) will lose the keys you chose.", "", len(self._keys.own())))
        yes = box.addButton(self.tr("All back to default"), QMessageBox.ButtonRole.AcceptRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(yes)
        yes.clicked.connect(self._reset)
        box.finished.connect(box.deleteLater)
        box.open()

    def _reset(self) -> None:
        self._keys.reset()
        self._say(self.tr("Every command has the keys it came with."))

    def _say(self, sentence: str, *, good: bool = True) -> None:
        self.answer.say(sentence, good=good)
        if sentence:
            announce(self.recorder if self._tools.currentIndex() == 1 else self.commands.list, sentence)


def _name(command: Command) -> str:
    return command.title.removesuffix("…")
