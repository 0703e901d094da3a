"""What every painted control shares: a smooth painter, plain elided text, grounds and the focus ring."""

import re

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPaintDevice, QPainter, QPen

from annotator.model.hidden import sentence

CONTROL_RADIUS = 4.0
CARD_RADIUS = 6.0
RING = 2.0
LEFT = Qt.AlignmentFlag.AlignLeft
RIGHT = Qt.AlignmentFlag.AlignRight
CENTRE = Qt.AlignmentFlag.AlignHCenter


def smooth(device: QPaintDevice) -> QPainter:
    """A painter that draws curves and text smoothly; the caller ends it."""
    painter = QPainter(device)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    return painter


def paint_text(
    painter: QPainter, rect: QRectF, text: str, font: QFont, colour: str, align: Qt.AlignmentFlag = LEFT
) -> float:
    """One line of plain text, elided at the right when it does not fit; answers how wide it came out."""
    metrics = QFontMetricsF(font)
    shown = metrics.elidedText(one_line(text), Qt.TextElideMode.ElideRight, rect.width() + 0.5)
    painter.setFont(font)
    painter.setPen(QColor(colour))
    painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | align | Qt.TextFlag.TextSingleLine, shown)
    return min(metrics.horizontalAdvance(shown), rect.width())


def paint_ground(painter: QPainter, rect: QRectF, colour: str, radius: float = CONTROL_RADIUS) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawRoundedRect(rect, radius, radius)


def paint_frame(
    painter: QPainter,
    rect: QRectF,
    colour: str,
    width: float = 1,
    radius: float = CONTROL_RADIUS,
    *,
    dashed: bool = False,
) -> None:
    """An outline that lies wholly inside `rect`."""
    pen = QPen(QColor(colour), width)
    if dashed:
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setDashPattern([4 / width, 3 / width])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    half = width / 2
    painter.drawRoundedRect(rect.adjusted(half, half, -half, -half), radius - half, radius - half)


def paint_focus(painter: QPainter, rect: QRectF, colour: str, radius: float = CONTROL_RADIUS) -> None:
    paint_frame(painter, rect, colour, RING, radius)


def text_width(text: str, font: QFont) -> float:
    return QFontMetricsF(font).horizontalAdvance(one_line(text))


def one_line(text: str) -> str:
    """Names come from people's files: line breaks and tabs would break a row, hidden characters would turn it."""
    text = sentence(text)
    return " ".join(text.split()) if any(c.isspace() and c != " " for c in text) else text


def without_mnemonic(text: str) -> str:
    """An action's text as it is read: “&Claim” is Claim, “A && B” is A & B."""
    return re.sub(r"&(.)", r"\1", text)


def plain_tooltip(text: str) -> str:
    """A tooltip that shows `text` to the letter; Qt would read anything that looks like a tag as rich text."""
    text = sentence(text)
    if "<" not in text and "&" not in text:
        return text
    import html  # almost never needed, and no start of the program waits for it

    return f"<span style='white-space:pre-wrap'>{html.escape(text)}</span>"
