"""Why the open project cannot be written to, and what to do: stands above the article for as long as it is so."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from annotator.ui import icons, theme
from annotator.ui.controls.announcing import announce
from annotator.ui.controls.painting import paint_ground, smooth
from annotator.ui.controls.quiet_label import PlainLabel

_LEFT = 36


class Choice(NamedTuple):
    """A button of the banner."""

    text: str
    run: Callable[[], object]


class Banner(QWidget):
    """A sentence with up to three buttons; it goes when what it says is no longer so."""

    def __init__(self) -> None:
        super().__init__()
        self._sentence = PlainLabel("", wrap=True)
        self._sentence.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._grave = False
        self.buttons: list[QPushButton] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(_LEFT, 5, 14, 5)
        self._row.setSpacing(8)
        self._row.addWidget(self._sentence, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.hide()

    def sentence(self) -> str:
        return "" if self.isHidden() else self._sentence.text()

    def say(self, sentence: str, choices: Sequence[Choice], *, grave: bool, about: str = "") -> None:
        """Stand there with a sentence; `grave` says that something is wrong with the file, `about` what it is about."""
        for old in self.buttons:
            old.hide()
            old.deleteLater()
        self.buttons = [self._button(choice) for choice in choices]
        self._grave = grave
        self._sentence.setText(sentence)
        kind = self.tr("Problem") if grave else about or self.tr("Read only")
        self.setAccessibleName(f"{kind}: {self._sentence.text()}")
        self.show()
        self.update()
        announce(self, self.accessibleName())

    def _button(self, choice: Choice) -> QPushButton:
        button = QPushButton(choice.text)
        button.clicked.connect(lambda _checked: choice.run())
        self._row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        button.show()  # the layout would do so later, and F6 may come before
        return button

    def hasHeightForWidth(self) -> bool:
        return True

    def sizeHint(self) -> QSize:
        return super().sizeHint().expandedTo(QSize(0, theme.control_height() + 10))

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = theme.current()
        painter = smooth(self)
        paint_ground(painter, self.rect().toRectF(), tokens.bad_soft if self._grave else tokens.soft, 0)
        top = (self.height() - icons.SIZE) / 2
        sign, ink = ("warning", tokens.bad) if self._grave else ("info", tokens.soft_text)
        icons.paint(painter, sign, QRectF(12, top, icons.SIZE, icons.SIZE), ink)
        painter.end()
