"""What stands over the table of a page: its title, what is counted, a field to filter, and the keys of the page."""

from collections.abc import Iterable
from typing import NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from annotator.ui.controls.command_button import KeyButton
from annotator.ui.controls.flow import FlowLayout
from annotator.ui.controls.quiet_label import PlainLabel


class PageKey(NamedTuple):
    """Something that a page can do: the word for it, how it is shown, and the key that does it too."""

    name: str
    icon: str
    words: str
    key: str


class PageHead(QVBoxLayout):
    """Sends `asked` with the name of the key whose button is pressed, `left` for the way back to the article.

    `buttons` has the button of each key by its name.
    """

    asked = Signal(str)
    left = Signal()

    def __init__(self, title: str, beside: Iterable[QWidget], keys: Iterable[PageKey], *, stretch: int) -> None:
        """`stretch` is the place of that widget `beside` the title which takes what room is left."""
        super().__init__()
        self.setSpacing(0)
        line = QHBoxLayout()
        line.setContentsMargins(14, 10, 14, 8)
        line.setSpacing(8)
        line.addWidget(PlainLabel(title, step=2, weight=600))
        for place, widget in enumerate(beside):
            line.addWidget(widget, 1 if place == stretch else 0)
        flow = FlowLayout()
        flow.setContentsMargins(14, 0, 14, 8)
        self.buttons: dict[str, KeyButton] = {}
        for one in keys:
            button = self.buttons[one.name] = KeyButton(one.icon, one.words, one.key)
            button.clicked.connect(lambda _checked=False, name=one.name: self.asked.emit(name))
            flow.addWidget(button)
        back = KeyButton("prev", self.tr("Back"), "Esc")
        back.clicked.connect(self.left)
        flow.addWidget(back)
        self.addLayout(line)
        self.addLayout(flow)
