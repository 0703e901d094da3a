"""Which keys a person may choose for a command, and in one sentence why another is refused."""

import sys

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QKeyEvent, QKeySequence

from annotator.ui.article.keyboard import move_of
from annotator.ui.command import CONTEXT, MENUS, Command
from annotator.ui.controls.key_caps import native_keys
from annotator.ui.find_bar import CASE_KEY, REGULAR_KEY
from annotator.ui.key_names import canonical, combination, types
from annotator.ui.keymap import Keymap

_Keys = QKeySequence.StandardKey
_EDITING = (
    _Keys.Copy, _Keys.Cut, _Keys.Paste, _Keys.Undo, _Keys.Redo, _Keys.SelectAll, _Keys.DeleteStartOfWord,
    _Keys.DeleteEndOfWord,
)  # fmt: skip
_DONE = ("Ctrl+Return", "Ctrl+Enter")
"""End a note or a longer text."""


def refusal(keys: Keymap, command: Command, key: str) -> str:
    """Why a key cannot run a command, as one sentence; empty when it can.

    What a command came with it may always have again, unless another one has it now.
    """
    owner = keys.owner(key, command)
    name = native_keys(key)
    if owner is not None and owner.id != command.id:
        return _tr("{0} already runs “{1}”.").format(name, owner.title.removesuffix("…"))
    if canonical(key) in map(canonical, command.keys):
        return ""
    return _needed_by_article(key, name) or _needed_by_bars(key, name) or _needed_by_fields(command, key, name)


def _needed_by_article(key: str, name: str) -> str:
    if canonical(key) == "Esc":
        return _tr("{0} always leads out of what one is in.").format(name)
    if _is(key, _Keys.SelectAll):
        return _tr("{0} selects the whole article.").format(name)
    found = combination(key)
    press = QKeyEvent(QEvent.Type.KeyPress, found.key(), found.keyboardModifiers()) if found is not None else None
    return _tr("{0} moves the caret in the article.").format(name) if press is not None and move_of(press) else ""


def _needed_by_bars(key: str, name: str) -> str:
    """The switches of the find bar, and the letters of the menu bar; macOS has none of those."""
    if canonical(key) in (CASE_KEY, REGULAR_KEY):
        return _tr("{0} is a switch of the find bar.").format(name)
    for menu in MENUS:
        title = QCoreApplication.translate(CONTEXT, menu)
        if QKeySequence.mnemonic(f"&{title}").toString() == canonical(key):
            return _tr("{0} opens the menu “{1}”.").format(name, title)
    return ""


def _needed_by_fields(command: Command, key: str, name: str) -> str:
    """Commands of the article leave the keys to a text field that has the focus; the others do not."""
    edits = any(_is(key, standard) for standard in _EDITING) or canonical(key) in _DONE
    if command.in_article or not (edits or types(key, alt_types=sys.platform == "darwin")):
        return ""
    return _tr("{0} is needed in text fields, where “{1}” works too.").format(name, command.title.removesuffix("…"))


def _is(key: str, standard: QKeySequence.StandardKey) -> bool:
    return canonical(key) in (bound.toString() for bound in QKeySequence.keyBindings(standard))


def _tr(sentence: str) -> str:
    return QCoreApplication.translate("KeyRules", sentence)
