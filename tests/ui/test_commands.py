"""The command table and everything made from it."""

import re
from collections import Counter
from pathlib import Path

from PySide6.QtGui import QKeySequence

from annotator.ui import icons
from annotator.ui.commands import COMMANDS, MENUS

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "user-guide.md"


def test_every_command_has_a_name_of_its_own_and_a_menu_that_exists():
    assert max(Counter(command.id for command in COMMANDS).values()) == 1
    assert {command.menu for command in COMMANDS} <= set(MENUS)


def test_no_key_means_two_things_in_one_mode():
    for mode in ("annotate", "review"):
        acting = [command for command in COMMANDS if command.mode in (None, mode)]
        keys = Counter(QKeySequence(key).toString() for command in acting for key in command.keys)
        assert [key for key, count in keys.items() if count > 1] == []


def test_every_key_is_one_that_qt_knows():
    assert [key for command in COMMANDS for key in command.keys if not QKeySequence(key).toString()] == []


def test_every_icon_is_there():
    assert {command.icon for command in COMMANDS if command.icon} <= set(icons.names())


def test_the_user_guide_lists_every_command_with_its_key():
    rows = dict(re.findall(r"^\| ([^|]+?) \| `?([^|`]*)`? \|", GUIDE.read_text(encoding="utf-8"), re.MULTILINE))
    for command in COMMANDS:
        if command.keys:
            assert rows.get(command.title) == command.keys[0], command.title
