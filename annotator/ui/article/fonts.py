"""Type of the article view: the reading face, the interface face, and the measures that follow from a zoom."""

from typing import NamedTuple

from PySide6.QtGui import QFont, QFontMetricsF
from PySide6.QtWidgets import QApplication

READING_FAMILIES = ("Noto Serif", "Charter", "Georgia", "Cambria", "Source Serif 4", "DejaVu Serif")
READING_PX = 15
PITCH = 1.8
COLUMNS = 71
"""Characters of English news text in a line at the designed width."""

_SAMPLE = "the ministry of the armed forces ordered the army to take steps to protect its strongholds, Reuters said. "


def reading_font(px: int, weight: QFont.Weight = QFont.Weight.Normal, face: str = "") -> QFont:
    """The reading face, or another one, at a size in pixels; scripts it lacks fall back through Qt."""
    font = QFont()
    font.setFamilies([face, *READING_FAMILIES] if face else list(READING_FAMILIES))
    font.setPixelSize(max(1, px))
    font.setWeight(weight)
    return font


def interface_font(zoom: float = 1.0, step: float = 0, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """The application's font, `step` pixels larger or smaller, times the zoom."""
    font = QFont(QApplication.font())
    px = QFontMetricsF(font).height() / 1.21 if font.pixelSize() <= 0 else font.pixelSize()
    font.setPixelSize(max(6, round((px + step) * zoom)))
    font.setWeight(weight)
    return font


class Measures(NamedTuple):
    """Whole logical pixels of one zoom. `baseline`, `mark_top` count from the top of a line of `pitch`."""

    zoom: float
    px: int
    pitch: int
    baseline: int
    ascent: float
    mark_top: int
    mark_height: int
    gap: int
    average: float
    """Mean width of a character of running text."""

    font: QFont
    heading: QFont

    @property
    def mark_bottom(self) -> int:
        return self.mark_top + self.mark_height

    def scaled(self, length: float) -> int:
        """A length of the design in whole pixels of this zoom, at least one."""
        return max(1, round(length * self.zoom))

    def width_of(self, characters: int) -> int:
        """The width whose lines hold that many characters; a line is left some 7 % short where words are not cut."""
        return round(characters * self.average * 1.08)


def measures(zoom: float, face: str = "") -> Measures:
    px = max(7, round(READING_PX * zoom))
    font = reading_font(px, face=face)
    metrics = QFontMetricsF(font)
    pitch = round(px * PITCH)
    high = round(px * 1.4)
    return Measures(
        zoom=px / READING_PX,
        px=px,
        pitch=pitch,
        baseline=round((pitch - metrics.ascent() - metrics.descent()) / 2 + metrics.ascent()),
        ascent=metrics.ascent(),
        mark_top=(pitch - high) // 2,
        mark_height=high,
        gap=max(2, round(px * 0.73)),
        average=metrics.horizontalAdvance(_SAMPLE) / len(_SAMPLE),
        font=font,
        heading=reading_font(px + max(1, round(px / 15)), QFont.Weight.Bold, face),
    )
