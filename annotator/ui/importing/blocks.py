"""The parts of one article: what comes in at the left, what is left out at the right."""

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QPainter, QResizeEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyleOptionViewItem, QWidget

from annotator.model.hidden import shown
from annotator.services.gathering import Block, Found
from annotator.ui import theme
from annotator.ui.controls.painting import paint_frame, paint_ground, paint_text
from annotator.ui.controls.rows import Index, RowDelegate

RowRole = Qt.ItemDataRole.UserRole
_MOST = 600
"""Characters of a part that are painted; the rest is said in a number."""

_LINES = 6
_INSET = 12
_SHARE = 0.62
"""Of the width, what comes in has this."""


class BlockModel(QAbstractListModel):
    """The blocks of the article that is looked at."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._blocks: tuple[Block, ...] = ()
        self._names = {
            "paragraph": self.tr("Paragraph"), "heading": self.tr("Heading"), "caption": self.tr("Caption"),
            "quote": self.tr("Quotation"), "list": self.tr("List"), "table": self.tr("Table"),
            "embed": self.tr("Post"),
        }  # fmt: skip

    def show_article(self, found: Found | None) -> None:
        """Show the blocks of another article, or the same ones changed."""
        blocks = found.blocks if found is not None else ()
        if len(blocks) == len(self._blocks) and all(
            a.text is b.text or a.text == b.text for a, b in zip(blocks, self._blocks, strict=True)
        ):
            self._blocks = blocks
            if blocks:
                self.dataChanged.emit(self.index(0), self.index(len(blocks) - 1))
            return
        self.beginResetModel()
        self._blocks = blocks
        self.endResetModel()

    def block(self, place: int) -> Block:
        return self._blocks[place]

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._blocks)

    def state(self, block: Block) -> str:
        """What it is and what becomes of it, with the reason."""
        name = self._names.get(block.kind, block.kind)
        if not block.kept:
            what = self.tr("{0}, left out").format(name)
        elif block.excluded:
            what = self.tr("{0}, marked as boilerplate").format(name)
        else:
            what = name
        why = shown(block.why)
        return f"{what}: {why}" if why and (block.excluded or not block.kept) else what

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        block = self._blocks[index.row()]
        if role == RowRole:
            return block
        if role == Qt.ItemDataRole.DisplayRole:
            return words(block)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.state(block)}. {words(block)}"
        return None


def words(block: Block) -> str:
    """The beginning of a part as it is shown, and how much more of it there is."""
    more = len(block.text) - _MOST
    text = shown(block.text[:_MOST]).replace("\t", "    ")
    return f"{text}… (+{more:,})" if more > 0 else text


class _Delegate(RowDelegate):
    def __init__(self, view: "BlockView", model: BlockModel) -> None:
        super().__init__(view, inset=2)
        self._view = view
        self._model = model

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        block: Block = index.data(RowRole)
        column = self._view.column_width(kept=block.kept)
        label = QFontMetricsF(theme.ui_font(-2)).height() + 2 if self._labelled(block) else 0
        _, height = _laid_out(str(index.data()), column)
        return QSize(10, round(height + label) + 14)

    @staticmethod
    def _labelled(block: Block) -> bool:
        return not block.kept or block.excluded or block.kind != "paragraph"

    def draw(self, painter: QPainter, rect: QRectF, index: Index, _option: QStyleOptionViewItem) -> None:
        block: Block = index.data(RowRole)
        tokens = theme.current()
        width = self._view.column_width(kept=block.kept)
        left = _INSET if block.kept else self._view.column_width(kept=True) + 3 * _INSET
        inner = QRectF(rect.left() + left, rect.top() + 7, width, rect.height() - 14)
        if block.excluded and block.kept:
            frame = inner.adjusted(-6, -4, 6, 4)
            paint_ground(painter, frame, tokens.surface)
            paint_frame(painter, frame, tokens.edge, dashed=True)
        if self._labelled(block):
            height = QFontMetricsF(theme.ui_font(-2)).height()
            label = QRectF(inner.left(), inner.top(), width, height)
            paint_text(painter, label, self._model.state(block), theme.ui_font(-2, 600), tokens.text3)
            inner = inner.adjusted(0, height + 2, 0, 0)
        painter.setPen(QColor(tokens.text if block.kept and not block.excluded else tokens.text2))
        laid_out, _ = _laid_out(str(index.data()), width)
        laid_out.draw(painter, inner.topLeft())


def _laid_out(text: str, width: float) -> tuple[QTextLayout, float]:
    """The first lines of a text in the reading face, and how high they are."""
    made = QTextLayout(text.replace("\n", "\u2028"), theme.reading_font(0))
    made.setTextOption(_OPTION)
    made.beginLayout()
    height = 0.0
    for _ in range(_LINES):
        line = made.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
        line.setPosition(QPointF(0, height))
        height += line.height()
    made.endLayout()
    return made, height


_OPTION = QTextOption()
_OPTION.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)


class BlockView(QListView):
    """Space moves the chosen parts to the other side, X marks them as boilerplate or takes the mark away."""

    moved = Signal(list, bool)
    marked = Signal(list, bool)

    def __init__(self, model: BlockModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._blocks = model
        self.setModel(model)
        self.setAccessibleName(self.tr("Parts of the article"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        _Delegate(self, model)
        theme.set_ground(self.viewport(), "paper")
        self.doubleClicked.connect(self._toggle_one)

    def column_width(self, *, kept: bool) -> float:
        """Pixels for the words of one side."""
        room = max(120.0, self.viewport().width() - 4.0 * _INSET)
        return room * (_SHARE if kept else 1 - _SHARE)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()  # the height of a part depends on the width

    def chosen(self) -> list[int]:
        """The parts that a key acts on, in order."""
        return sorted(index.row() for index in self.selectedIndexes())

    def toggle_kept(self) -> None:
        """Move what is chosen to the other side; together, as the first of it goes."""
        if chosen := self.chosen():
            self.moved.emit(chosen, not self._blocks.block(chosen[0]).kept)

    def toggle_excluded(self) -> None:
        """Mark what is chosen as boilerplate, or no longer."""
        if chosen := self.chosen():
            self.marked.emit(chosen, not self._blocks.block(chosen[0]).excluded)

    def _toggle_one(self, index: QModelIndex) -> None:
        self.moved.emit([index.row()], not self._blocks.block(index.row()).kept)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.modifiers():
            self.toggle_kept()
        elif event.key() == Qt.Key.Key_X and not event.modifiers():
            self.toggle_excluded()
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, _search: str) -> None:
        """Letters are keys here."""
