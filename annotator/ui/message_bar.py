"""One sentence and one action above the article, where it disturbs nobody."""

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from annotator.ui import icons, theme
from annotator.ui.controls.announcing import announce
from annotator.ui.controls.keeping_keys import keep_key
from annotator.ui.controls.lazily_filled import LazilyFilled
from annotator.ui.controls.painting import one_line, paint_focus, paint_ground, paint_text, smooth, text_width
from annotator.ui.controls.panel import IconButton
from annotator.ui.controls.quiet_label import PlainLabel
from annotator.ui.tokens import Tokens

Kind = Literal["info", "bad", "ok"]
_SIGNS: dict[Kind, str] = {"info": "info", "bad": "warning", "ok": "check"}
_LEFT = 36


def _colours(tokens: Tokens, kind: Kind) -> tuple[str, str]:
    grounds = {"info": tokens.soft, "bad": tokens.bad_soft, "ok": tokens.ok_soft}
    inks = {"info": tokens.soft_text, "bad": tokens.bad, "ok": tokens.ok}
    return grounds[kind], inks[kind]


class _BarAction(QPushButton):
    """The bar's action: words in the bar's ink, no frame."""

    def __init__(self) -> None:
        super().__init__()
        self.kind: Kind = "info"
        self.name = ""

    def sizeHint(self) -> QSize:
        return QSize(round(text_width(self.name, theme.ui_font(0, 600))) + 18, theme.control_height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = theme.current()
        _, ink = _colours(tokens, self.kind)
        painter = smooth(self)
        rect = self.rect().toRectF()
        font = theme.ui_font(0, 600)
        words = rect.adjusted(8, 0, -8, 0)
        paint_text(painter, words, self.name, font, ink)
        if self.underMouse():
            y = round(rect.center().y()) + 9
            painter.drawLine(round(words.left()), y, round(words.right()), y)
        if self.hasFocus():
            paint_focus(painter, rect, ink)
        painter.end()


class MessageBar(LazilyFilled):
    """Hidden until there is something to say; a new message replaces the old one; never takes the focus.

    `dismissed` is sent when the message went away, by its action, its cross, Escape inside it or `dismiss`.
    """

    dismissed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind: Kind = "info"
        self._on_action: Callable[[], None] | None = None
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.hide()

    def fill(self) -> None:
        self._sentence = PlainLabel("", wrap=True)
        self._sentence.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._action = _BarAction()
        self._action.clicked.connect(self._act)
        self._cross = IconButton("cross", self.tr("Close this message"))
        self._cross.clicked.connect(self.dismiss)
        row = QHBoxLayout(self)
        row.setContentsMargins(_LEFT, 3, 4, 3)
        row.setSpacing(4)
        row.addWidget(self._sentence, 1)
        row.addWidget(self._action)
        row.addWidget(self._cross)

    def button(self) -> QPushButton | None:
        """Its action, while it offers one."""
        return self._action if not self.isHidden() and self._action.isVisible() else None

    def sentence(self) -> str:
        self.ensure_filled()
        return self._sentence.text()

    def show_message(
        self, kind: Kind, sentence: str, action_text: str = "", on_action: Callable[[], None] | None = None
    ) -> None:
        """Say one sentence; the action, if there is one, runs once and takes the message away."""
        self.ensure_filled()
        self._kind = self._action.kind = kind
        self._on_action = on_action
        self._sentence.setText(sentence)
        self._action.name = action_text
        self._action.setAccessibleName(one_line(action_text))
        self._action.setVisible(bool(action_text))
        self._action.updateGeometry()
        words = {"info": self.tr("Message"), "bad": self.tr("Problem"), "ok": self.tr("Done")}
        self.setAccessibleName(f"{words[kind]}: {self._sentence.text()}")
        self.show()
        self.update()
        announce(self, self.accessibleName())

    def dismiss(self) -> None:
        """Take the message away; nothing happens when there is none."""
        if not self.isHidden():
            self._on_action = None
            self.hide()
            self.dismissed.emit()

    def hasHeightForWidth(self) -> bool:
        return True

    def event(self, event: QEvent) -> bool:
        # Otherwise a window's command on Escape would take the key.
        return keep_key(event, lambda key: key.key() == Qt.Key.Key_Escape) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        ground, ink = _colours(theme.current(), self._kind)
        painter = smooth(self)
        paint_ground(painter, self.rect().toRectF(), ground, 0)
        self._paint_sign(painter, ink)
        painter.end()

    def _paint_sign(self, painter: QPainter, ink: str) -> None:
        top = (self.height() - icons.SIZE) / 2
        icons.paint(painter, _SIGNS[self._kind], QRectF(12, top, icons.SIZE, icons.SIZE), ink)

    def _act(self) -> None:
        run = self._on_action
        self.dismiss()
        if run is not None:
            run()
