"""The floor of everything that shows an article: Qt lays out and draws the lines on the screen, nothing else."""

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QTextLayout

from annotator.ui.article.fonts import measures
from annotator.ui.article.view import ArticleView


class TextAlone:
    """The paragraphs that a view shows now, in its face, width and line pitch."""

    def __init__(self, view: ArticleView) -> None:
        picture = view.picture()
        sized = measures(view.zoom())
        self._font, self._pitch = sized.font, sized.pitch
        self._places = [(one.block.layout.text(), float(one.top)) for one in picture.placed]
        self._width = float(max((line.text.width() for one in picture.placed for line in one.block.lines), default=600))
        self._image = QImage(view.viewport().size(), QImage.Format.Format_ARGB32_Premultiplied)
        self._left = float(view.text_left())
        self._paper = QColor("white")
        self._laid: list[tuple[QTextLayout, float]] = []
        self.lay_out()
        for _ in range(3):
            self.draw()

    def lay_out(self) -> None:
        self._laid = [(_layout(text, self._font, self._width, self._pitch), top) for text, top in self._places]

    def draw(self) -> None:
        with QPainter(self._image) as painter:
            painter.fillRect(self._image.rect(), self._paper)
            for layout, top in self._laid:
                layout.draw(painter, QPointF(self._left, top))

    def lay_out_and_draw(self) -> None:
        self.lay_out()
        self.draw()


def _layout(text: str, font: QFont, width: float, pitch: float) -> QTextLayout:
    layout = QTextLayout(text, font)
    layout.setCacheEnabled(True)
    layout.beginLayout()
    y = 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        line.setPosition(QPointF(0, y))
        y += pitch
    layout.endLayout()
    return layout
