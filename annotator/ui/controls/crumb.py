"""The way a statement took to the article, as a line of crumbs: Article ‹ A ‹ B."""

import math
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from annotator.model.hidden import shown
from annotator.ui import icons, theme
from annotator.ui.controls.flow import FlowLayout
from annotator.ui.controls.keeping_keys import keep_key
from annotator.ui.controls.painting import (
    CENTRE,
    paint_focus,
    paint_frame,
    paint_ground,
    paint_text,
    plain_tooltip,
    smooth,
    text_width,
)
from annotator.ui.tokens import Tokens

_INSET = 7
_LEAD = 17
_CHEVRON = 14


class Crumb(QAbstractButton):
    """One step. An inferred one is a dashed outline without tint; the last, who said it first, is stronger."""

    def __init__(self, name: str, icon_name: str, *, inferred: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._icon_name, self.inferred = name, icon_name, inferred
        self.last = True
        self.ground = True
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        called = shown(name)
        self.setAccessibleName(self.tr("{name}, not stated in the text").format(name=called) if inferred else called)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def name(self) -> str:
        return self._name

    def sizeHint(self) -> QSize:
        font = self._face()
        width = 2 * _INSET + text_width(self._name, font) + (_LEAD if self._icon_name else 0)
        chevron = 0 if self.last else _CHEVRON
        return QSize(math.ceil(width) + chevron, max(24, QFontMetrics(font).height() + 8))

    def minimumSizeHint(self) -> QSize:
        whole = self.sizeHint()
        return QSize(min(whole.width(), 4 * whole.height()), whole.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setToolTip(plain_tooltip(self._name) if self.width() < self.sizeHint().width() else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        elif event.key() in {Qt.Key.Key_Left, Qt.Key.Key_Right}:
            event.ignore()  # The chain decides: a button would carry the focus out of it.
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = theme.current()
        painter = smooth(self)
        chevron = 0 if self.last else _CHEVRON
        box = self.rect().toRectF().adjusted(0, 1, -chevron, -1)
        if self.ground:
            if not self.inferred:
                paint_ground(
                    painter, box, tokens.tint("source", focused=self.last or self.underMouse() or self.isDown())
                )
            elif self.underMouse():
                paint_ground(painter, box, tokens.hover)
            if self.inferred:
                paint_frame(painter, box, tokens.ink("source"), dashed=True)
        text, icon = self._colours(tokens)
        words = box.adjusted(_INSET, 0, -_INSET + 1, 0)
        if self._icon_name:
            icons.paint(painter, self._icon_name, QRectF(_INSET - 1, box.center().y() - 7, 14, 14), icon)
            words.setLeft(_INSET + _LEAD)
        paint_text(painter, words, self._name, self._face(), text)
        if not self.last:
            after = QRectF(box.right(), box.top() - 1, chevron, box.height())
            paint_text(painter, after, "‹", theme.ui_font(), tokens.text3, CENTRE)
        if self.hasFocus():
            paint_focus(painter, box, tokens.accent)
        painter.end()

    def _colours(self, tokens: Tokens) -> tuple[str, str]:
        if not self.isEnabled() and self.ground:
            return tokens.off, tokens.off
        if not self.ground:
            return tokens.text2, tokens.text3
        return (tokens.text2 if self.inferred else tokens.text), tokens.ink("source")

    def _face(self) -> QFont:
        return theme.ui_font(-1, 600 if self.last and self.ground else 500)


class ChainCrumbs(QWidget):
    """Article ‹ A ‹ B. `clicked` carries the place in the list given; the article itself is not pressed."""

    clicked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._flow = FlowLayout(self, gap=2, line_gap=3)
        self._crumbs: list[Crumb] = []
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.set_chain([])

    def crumbs(self) -> list[Crumb]:
        """The steps, without the article."""
        return list(self._crumbs)

    def set_chain(self, chain: Sequence[tuple[str, str, bool]]) -> None:
        """Show the steps (name, icon, inferred) from the one nearest to the article to the first speaker."""
        self._flow.clear()
        article = Crumb(self.tr("Article"), "article")
        article.ground = False
        article.setEnabled(False)
        article.last = not chain
        self._flow.addWidget(article)
        self._crumbs = []
        for place, (name, icon_name, inferred) in enumerate(chain):
            crumb = Crumb(name, icon_name, inferred=inferred)
            crumb.last = place == len(chain) - 1
            crumb.clicked.connect(lambda _checked=False, at=place: self.clicked.emit(at))
            self._flow.addWidget(crumb)
            self._crumbs.append(crumb)
        self.setAccessibleName(" ‹ ".join([article.name(), *(shown(name) for name, _, _ in chain)]))
        self.updateGeometry()

    def event(self, event: QEvent) -> bool:
        # While a step has the keyboard, the arrows go along the chain and not along the window's commands.
        return keep_key(event, lambda key: key.key() in {Qt.Key.Key_Left, Qt.Key.Key_Right}) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        focused = next((place for place, crumb in enumerate(self._crumbs) if crumb.hasFocus()), None)
        if step is None or focused is None:
            super().keyPressEvent(event)
        elif 0 <= focused + step < len(self._crumbs):
            self._crumbs[focused + step].setFocus(Qt.FocusReason.TabFocusReason)
