"""What one of two people annotated, to the letter: what the other has too is plain, the rest is marked."""

import math
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QColor, QFontMetricsF, QPaintEvent, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from annotator.services.contrasting import Piece
from annotator.ui import theme
from annotator.ui.article.display import display_text
from annotator.ui.controls.painting import smooth

_MOST = 3000
"""Code points that are laid out; who needs more of a passage reads it in the article."""
_LONGEST = 400
"""Code points of a stretch that both have; of a longer one its ends are shown."""


class ReadingText(QLabel):
    """Wraps where it must. The marked stretches have the tint and the line of the tag, so that no colour is needed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts: list[tuple[str, bool]] = []
        self._tag = "claim"
        self._whole = False
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_reading(self, text: str, pieces: Sequence[Piece], tag: str) -> None:
        """The pieces of a reading in the text of a document."""
        self._tag = tag
        self._parts = []
        left = _MOST
        for piece in pieces:
            words = text[piece.span.begin : piece.span.end]
            if piece.gap:
                words = " … "
            elif piece.shared and len(words) > _LONGEST:
                words = f"{words[: _LONGEST // 2]} … {words[-_LONGEST // 2 :]}"
            if len(words) > left:
                words = f"{words[:left]}…"
            self._parts.append((display_text(words.replace("\n", " "))[0], not piece.shared and not piece.gap))
            left -= len(words)
            if left <= 0:
                break
        self._whole = not any(marked for _, marked in self._parts)
        said = "".join(f"[{words}]" if marked and not self._whole else words for words, marked in self._parts)
        self.setAccessibleName(said or self.tr("Nothing"))
        self.updateGeometry()
        self.update()

    def words(self) -> str:
        """What is shown."""
        return "".join(words for words, _ in self._parts)

    def marked(self) -> list[str]:
        """The stretches that are marked as the other’s not having them."""
        return [words for words, marked in self._parts if marked]

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return math.ceil(self._laid_out(width)[1]) + 4

    def sizeHint(self) -> QSize:
        width = self.width() if self.width() > 40 else 130
        return QSize(130, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.heightForWidth(max(self.width(), 80)))

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]  # Qt's event passes through
        self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = theme.current()
        painter = smooth(self)
        layout, _ = self._laid_out(self.width())
        painter.setPen(QColor(tokens.text if self._whole else tokens.text2))
        if self._parts:
            layout.draw(painter, QPointF(0, 2), self._formats())
        else:
            painter.setPen(QColor(tokens.text3))
            painter.setFont(theme.reading_font(0))
            painter.drawText(QPointF(0, 2 + QFontMetricsF(painter.font()).ascent()), "—")
        painter.end()

    def _formats(self) -> list[QTextLayout.FormatRange]:
        tokens = theme.current()
        out = []
        at = 0
        for words, marked in self._parts:
            length = len(words.encode("utf-16-le")) // 2
            if marked:
                shape = QTextCharFormat()
                shape.setBackground(QColor(tokens.tint(self._tag, focused=True)))
                shape.setForeground(QColor(tokens.text))
                shape.setUnderlineColor(QColor(tokens.ink(self._tag)))
                shape.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
                found = QTextLayout.FormatRange()
                found.start, found.length, found.format = at, length, shape
                out.append(found)
            at += length
        return out

    def _laid_out(self, width: int) -> tuple[QTextLayout, float]:
        font = theme.reading_font(0)
        layout = QTextLayout(self.words(), font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        y, step = 0.0, float(round(QFontMetricsF(font).height() * 1.15))
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(width, 20))
            line.setPosition(QPointF(0, y))
            y += step
        layout.endLayout()
        return layout, max(y, step)
