"""A label that never reads its text as markup, and shortens it where there is no room."""

from typing import Literal

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from annotator.model.hidden import sentence
from annotator.ui import theme
from annotator.ui.controls.painting import one_line, paint_text, plain_tooltip, smooth

Role = Literal["normal", "second", "dim", "bad", "warn"]


class PlainLabel(QLabel):
    """Plain text in a step of the type scale; elided ones show the whole in a tooltip."""

    def __init__(
        self,
        text: str = "",
        role: Role = "normal",
        *,
        step: int = 0,
        weight: int = 400,
        elide: bool = False,
        wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._elide = elide
        self._role = role
        self.setProperty("role", role)
        self.setFont(theme.ui_font(step, weight))
        self.setWordWrap(wrap)
        self.setText(text)

    def setText(self, text: str) -> None:
        text = sentence(text)
        super().setText(one_line(text) if self._elide else text)
        self.setAccessibleName(text)
        self._explain()

    def set_role(self, role: Role) -> None:
        self._role = role
        self.setProperty("role", role)
        self.style().unpolish(self)
        self.style().polish(self)

    def minimumSizeHint(self) -> QSize:
        full = super().minimumSizeHint()
        return QSize(self.fontMetrics().horizontalAdvance("…") * 3, full.height()) if self._elide else full

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._explain()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._elide:
            super().paintEvent(event)
            return
        # Only the frame is left to the style; QLabel itself cannot elide.
        tokens = theme.current()
        colours = {
            "normal": tokens.text, "second": tokens.text2, "dim": tokens.text3, "bad": tokens.bad, "warn": tokens.warn,
        }  # fmt: skip
        colour = colours[self._role] if self.isEnabled() else tokens.off
        painter = smooth(self)
        self.drawFrame(painter)
        align = self.alignment() & Qt.AlignmentFlag.AlignHorizontal_Mask
        paint_text(painter, self.contentsRect().toRectF(), self.text(), self.font(), colour, align)
        painter.end()

    def _explain(self) -> None:
        if self._elide:
            cut = self.fontMetrics().horizontalAdvance(self.text()) > self.contentsRect().width()
            self.setToolTip(plain_tooltip(self.text()) if cut else "")
