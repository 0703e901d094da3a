"""What a command is: its text, its keys, its place in the menus, and what it runs."""

from collections.abc import Callable
from typing import Literal, NamedTuple

from PySide6.QtCore import QCoreApplication

from annotator.ui.desk import Desk

CONTEXT = "commands"
MENUS = ("File", "Edit", "Annotate", "Review", "Go", "View", "Help")

Mode = Literal["annotate", "review"]
"""What the window is laid out for."""


class Command(NamedTuple):
    """One command. `keys` are portable key sequences, the first one shown; those `in_article` act only there.

    A command without a menu is reached by its key and the palette. `checked` makes it a switch.
    """

    id: str
    text: str
    run: Callable[[Desk], object]
    keys: tuple[str, ...] = ()
    icon: str = ""
    menu: str = ""
    enabled: Callable[[Desk], bool] = lambda _desk: True
    in_article: bool = False
    checked: Callable[[Desk], bool] | None = None
    separated: bool = False
    """Whether a line stands above it in its menu."""

    mode: Mode | None = None
    """In which mode its keys act; None for all. A key may mean two things in two modes, never in one."""

    reason: str = ""
    """Why it cannot be run, where that is not plain to see; told in menu and palette."""

    @property
    def title(self) -> str:
        """Its text in the person's language."""
        return QCoreApplication.translate(CONTEXT, self.text)

    @property
    def why(self) -> str:
        """Why it cannot be run, in the person's language."""
        return QCoreApplication.translate(CONTEXT, self.reason) if self.reason else ""

    def meets(self, other: "Command") -> bool:
        """Whether there is a mode in which the keys of both act."""
        return self.mode is None or other.mode is None or self.mode == other.mode


def marked(text: str) -> str:
    """Marks a text for translation; it is translated where it is shown."""
    return text
