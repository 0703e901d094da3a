"""The source map: who passes on whom, from the article at the left to who said it first at the right."""

from collections.abc import Mapping

from PySide6.QtCore import QBuffer, QEvent, QIODevice, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPainterPath, QPen, QWheelEvent
from PySide6.QtWidgets import QGraphicsItem, QGraphicsScene, QGraphicsView, QStyleOptionGraphicsItem, QWidget

from annotator.model.hidden import shown
from annotator.model.items import Entity
from annotator.services.chaining import ARTICLE, UNNAMED, Map, Pass
from annotator.ui import icons, theme
from annotator.ui.controls.keeping_keys import keep_key
from annotator.ui.controls.painting import CARD_RADIUS, RIGHT, paint_frame, paint_ground, paint_text
from annotator.ui.icons import icon_of

_WIDTH, _HEIGHT, _ACROSS, _DOWN, _MARGIN = 190.0, 32.0, 270.0, 46.0, 24.0
_THICKEST = 12.0
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)


class _Node(QGraphicsItem):
    """One source, the article, or the attributions that name nobody; dashed where nobody is named."""

    def __init__(self, id_: str, name: str, icon: str, claims: int, *, dashed: bool) -> None:
        super().__init__()
        self.id, self.name, self._icon, self._claims, self._dashed = id_, name, icon, claims, dashed
        self.chosen = False
        self.setToolTip("")
        self.setZValue(1)

    def boundingRect(self) -> QRectF:
        return QRectF(-2, -2, _WIDTH + 4, _HEIGHT + 4)

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        tokens = theme.current()
        box = QRectF(0, 0, _WIDTH, _HEIGHT)
        ink = tokens.warn if self.id == UNNAMED else tokens.ink("source")
        paint_ground(painter, box, tokens.tint("source") if self.chosen else tokens.raised, CARD_RADIUS)
        paint_frame(painter, box, ink, 2 if self.chosen else 1.2, CARD_RADIUS, dashed=self._dashed)
        icons.paint(painter, self._icon, QRectF(9, 8, 16, 16), ink)
        count = str(self._claims)
        right = paint_text(painter, box.adjusted(0, 0, -9, 0), count, theme.ui_font(-1), tokens.text2, RIGHT)
        font = theme.ui_font(-1, 600 if self.chosen or self.id == ARTICLE else 500)
        paint_text(painter, box.adjusted(32, 0, -right - 16, 0), self.name, font, tokens.text)


class _Line(QGraphicsItem):
    """A pass, as thick as it has claims."""

    def __init__(self, one: Pass, start: QPointF, end: QPointF, width: float) -> None:
        super().__init__()
        self.one, self._width = one, width
        self.lit = False
        self._path = QPainterPath(start)
        bend = max(40.0, abs(end.x() - start.x()) / 2)
        self._path.cubicTo(start + QPointF(bend, 0), end - QPointF(bend, 0), end)

    def boundingRect(self) -> QRectF:
        return self._path.boundingRect().adjusted(-_THICKEST, -_THICKEST, _THICKEST, _THICKEST)

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        tokens = theme.current()
        colour = QColor(tokens.ink("source") if self.lit else tokens.edge)
        colour.setAlpha(200 if self.lit else 110)
        painter.setPen(QPen(colour, self._width))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(self._path)


class SourceMap(QGraphicsView):
    """Arrows go from source to source, Return chooses one, + and − zoom, 0 shows all. `chosen` carries its id."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scene = QGraphicsScene(self)
        self.setScene(self._scene)
        self.setAccessibleName(self.tr("Source map"))
        self.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        self.setDragMode(QGraphicsView.DragMode.ScrollHandDrag)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self._nodes: dict[str, _Node] = {}
        self._columns: tuple[tuple[str, ...], ...] = ()
        self._lines: list[_Line] = []
        self._current: str | None = None
        self._ground()
        theme.changed().connect(self._ground)

    def _ground(self, *_tokens: object) -> None:
        self._scene.setBackgroundBrush(QColor(theme.current().paper))
        self._scene.update()

    def sizeHint(self) -> QSize:
        return QSize(600, 240)

    def show_map(self, laid_out: Map, entities: Mapping[str, Entity], article: str) -> None:
        """Draw a map; `article` is what its first node is called."""
        self._scene.clear()
        self._nodes, self._lines = {}, []
        self._columns = laid_out.columns
        tallest = max((len(column) for column in laid_out.columns), default=0)
        for x, column in enumerate(laid_out.columns):
            top = (tallest - len(column)) * _DOWN / 2
            for y, id_ in enumerate(column):
                node = self._nodes[id_] = self._node(id_, entities, article, laid_out.claims.get(id_, 0))
                node.setPos(_MARGIN + x * _ACROSS, _MARGIN + top + y * _DOWN)
                self._scene.addItem(node)
        heaviest = max((one.claims for one in laid_out.passes), default=1)
        for one in laid_out.passes:
            start = self._nodes[one.giver].pos() + QPointF(_WIDTH, _HEIGHT / 2)
            end = self._nodes[one.onto].pos() + QPointF(0, _HEIGHT / 2)
            line = _Line(one, start, end, 1.5 + (_THICKEST - 1.5) * one.claims / max(heaviest, 8))
            self._lines.append(line)
            self._scene.addItem(line)
        self._scene.setSceneRect(self._scene.itemsBoundingRect().adjusted(-_MARGIN, -_MARGIN, _MARGIN, _MARGIN))
        self.setAccessibleDescription(self.words())
        self.mark(self._current)

    def _node(self, id_: str, entities: Mapping[str, Entity], article: str, claims: int) -> _Node:
        if id_ == ARTICLE:
            return _Node(id_, article, "article", claims, dashed=False)
        if id_ == UNNAMED:
            return _Node(id_, self.tr("No source named"), "warning", claims, dashed=True)
        entity = entities.get(id_)
        anonymous = entity is not None and entity.naming in ("anonymous", "unspecified")
        return _Node(id_, shown(entity.name) if entity is not None else "?", icon_of(entity), claims, dashed=anonymous)

    def words(self) -> str:
        """The map in words, for who cannot see it."""
        names = {id_: node.name for id_, node in self._nodes.items()}
        return "; ".join(f"{names[line.one.giver]} › {names[line.one.onto]}: {line.one.claims}" for line in self._lines)

    def names(self) -> list[list[str]]:
        """The names of the nodes, column by column."""
        return [[self._nodes[id_].name for id_ in column] for column in self._columns]

    def mark(self, id_: str | None) -> None:
        """Make a node the current one, with all that leads to it lit."""
        self._current = id_
        lit = {id_} if id_ is not None else set()
        ahead = list(lit)
        while ahead:
            at = ahead.pop()
            for line in self._lines:
                if line.one.onto == at and line.one.giver not in lit:
                    lit.add(line.one.giver)
                    ahead.append(line.one.giver)
        for line in self._lines:
            line.lit = line.one.onto in lit
        for node in self._nodes.values():
            node.chosen = node.id == id_
        self._scene.update()
        if id_ in self._nodes:
            self.ensureVisible(self._nodes[id_], 20, 10)

    # Keys and mouse

    def event(self, event: QEvent) -> bool:
        keys = (*_ARROWS, *_ENTER)
        return keep_key(event, lambda key: key.key() in keys) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ARROWS:
            self._step(Qt.Key(event.key()))
        elif event.key() in _ENTER and self._current is not None:
            self.chosen.emit(self._current)
        elif event.text() in ("+", "="):
            self.scale(1.2, 1.2)
        elif event.text() == "-":
            self.scale(1 / 1.2, 1 / 1.2)
        elif event.text() == "0":
            self.show_all()
        else:
            super().keyPressEvent(event)

    def _step(self, key: Qt.Key) -> None:
        """To the neighbour in a direction, from the article when nothing is current."""
        place = next(
            ((x, y) for x, column in enumerate(self._columns) for y, id_ in enumerate(column) if id_ == self._current),
            None,
        )
        if place is None:
            self.mark(self._columns[0][0] if self._columns else None)
            return
        x, y = place
        x += {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(key, 0)
        y += {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(key, 0)
        if 0 <= x < len(self._columns):
            self.mark(self._columns[x][max(0, min(len(self._columns[x]) - 1, y))])

    def mousePressEvent(self, event: object) -> None:
        node = self.itemAt(event.position().toPoint())  # type: ignore[attr-defined]  # a mouse event of Qt
        if isinstance(node, _Node):
            self.mark(node.id)
            self.chosen.emit(node.id)
        super().mousePressEvent(event)  # type: ignore[arg-type]  # the same

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            factor = 1.0015 ** event.angleDelta().y()
            self.scale(factor, factor)
        else:
            super().wheelEvent(event)

    def show_all(self) -> None:
        """Make everything as large as there is room for, but not larger than usual."""
        self.resetTransform()
        rect = self._scene.sceneRect()
        port = self.viewport().size()
        factor = min(1.0, port.width() / max(1.0, rect.width()), port.height() / max(1.0, rect.height()))
        self.scale(factor, factor)

    # Out

    def picture(self, *, vector: bool) -> bytes:
        """The whole map as SVG, or as PNG in twice its size."""
        rect = self._scene.sceneRect()
        data = QBuffer()
        data.open(QIODevice.OpenModeFlag.WriteOnly)
        if vector:
            from PySide6.QtSvg import QSvgGenerator

            drawing = QSvgGenerator()
            drawing.setOutputDevice(data)
            drawing.setSize(rect.size().toSize())
            drawing.setViewBox(QRectF(QPointF(0, 0), rect.size()))
            drawing.setTitle(self.tr("Source map"))
            painter = QPainter(drawing)
            self._scene.render(painter, QRectF(QPointF(0, 0), rect.size()), rect)
            painter.end()
        else:
            image = QImage(rect.size().toSize() * 2, QImage.Format.Format_RGB32)
            image.fill(QColor(theme.current().paper))
            painter = QPainter(image)
            painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
            self._scene.render(painter, image.rect().toRectF(), rect)
            painter.end()
            image.save(data, "PNG")  # type: ignore[call-overload]  # PySide's stub wants bytes
        data.close()
        return bytes(data.data().data())
