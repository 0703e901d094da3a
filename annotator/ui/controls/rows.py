"""Rows of lists and tables: the ground shows the state, the rest is drawn by the list's own delegate."""

from abc import abstractmethod

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
)

from annotator.ui import theme
from annotator.ui.controls.painting import CONTROL_RADIUS, paint_focus, paint_ground, plain_tooltip
from annotator.ui.controls.viewport import own_viewport
from annotator.ui.tokens import Tokens

Index = QModelIndex | QPersistentModelIndex
MARK_WIDTH = 3
MARK_HEIGHT = 16


class RowDelegate(QStyledItemDelegate):
    """Selected rows are soft with an accent mark while the list has the keyboard, else pressed with a grey one.

    `inset` keeps the ground off the list's edges; a table, whose cells must join, is not rounded and has none.
    """

    def __init__(self, view: QAbstractItemView, *, inset: int = 4, rounded: bool = True) -> None:
        super().__init__(view)
        self._inset = inset
        self._radius = CONTROL_RADIUS if rounded else 0.0
        view.setItemDelegate(self)
        view.setMouseTracking(True)
        own_viewport(view).setAttribute(Qt.WidgetAttribute.WA_Hover)
        view.setFrameShape(QFrame.Shape.NoFrame)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)

    @abstractmethod
    def draw(self, painter: QPainter, rect: QRectF, index: Index, option: QStyleOptionViewItem) -> None:
        """Draw the row's content; the ground is there already, the painter is restored afterwards."""

    def lines(self, _index: Index) -> int:
        """How many lines of text the row has."""
        return 1

    def row_height(self, index: Index) -> int:
        return theme.row_height(self.lines(index))

    def has_keyboard(self, option: QStyleOptionViewItem) -> bool:
        """Whether keys act on this list; a list steered from a field beside it overrides this."""
        return option.widget.hasFocus()

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(10, self.row_height(index))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        rect = option.rect.toRectF()
        self._paint_ground(painter, theme.current(), rect, option, index)
        painter.setClipRect(rect)
        self.draw(painter, rect, index, option)
        painter.restore()

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:
        """Show the tooltip a model gives, to the letter."""
        text = index.data(Qt.ItemDataRole.ToolTipRole) if index.isValid() else None
        if event.type() != QEvent.Type.ToolTip or not text:
            return super().helpEvent(event, view, option, index)
        QToolTip.showText(event.globalPos(), plain_tooltip(str(text)), view)
        return True

    def _paint_ground(
        self, painter: QPainter, tokens: Tokens, rect: QRectF, option: QStyleOptionViewItem, index: Index
    ) -> None:
        inset = self._inset
        ground = rect.adjusted(inset, 1, -inset, -1) if self._radius else rect
        radius = self._radius
        keyboard = self.has_keyboard(option)
        view = option.widget
        assert isinstance(view, QAbstractItemView)
        # Asked of the view, not read from the option, as long as the mouse is elsewhere: see `fusion.application`.
        if view.selectionModel().isSelected(index):
            paint_ground(painter, ground, tokens.soft if keyboard else tokens.press, radius)
            if index.column() == 0:
                top = round(rect.center().y() - MARK_HEIGHT / 2)
                mark = QRectF(ground.left(), top, MARK_WIDTH, MARK_HEIGHT)
                paint_ground(painter, mark, tokens.accent if keyboard else tokens.text3, MARK_WIDTH / 2)
        elif view.viewport().underMouse() and self._is_hovered(option):
            paint_ground(painter, ground, tokens.hover, radius)
        if keyboard and self._is_bare_current(option):
            paint_focus(painter, ground, tokens.accent, radius)

    @staticmethod
    def _is_hovered(option: QStyleOptionViewItem) -> bool:
        from PySide6.QtWidgets import QStyle

        return bool(option.state & QStyle.StateFlag.State_MouseOver and option.state & QStyle.StateFlag.State_Enabled)

    @staticmethod
    def _is_bare_current(option: QStyleOptionViewItem) -> bool:
        """Where the keyboard is on a row that is not selected, only a ring can show it."""
        from PySide6.QtWidgets import QStyle

        has_focus = bool(option.state & QStyle.StateFlag.State_HasFocus)
        return has_focus and not option.state & QStyle.StateFlag.State_Selected
