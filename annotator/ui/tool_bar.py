"""The tool bar: panels, documents, tags, links, undo, and the field that opens the palette."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QMouseEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QToolBar, QWidget

from annotator.ui import icons, theme
from annotator.ui.actions import Actions
from annotator.ui.controls.command_button import CommandButton
from annotator.ui.controls.key_caps import native_keys
from annotator.ui.controls.painting import LEFT, RIGHT, paint_focus, paint_frame, paint_ground, paint_text, smooth
from annotator.ui.controls.tag_button import TagButton

_TAGS = (("tag.claim", "claim"), ("tag.source", "source"), ("tag.quote", "quote"), ("tag.cue", "cue"))
_LINKS = (("link.source", "link"), ("source.entity", "person"), ("link.parent", "chain"))
_OTHERS = 355
"""Pixels that icons, gaps and the shortest search field need beside the buttons with names."""

_SHORT = {"link.source": "Link", "source.entity": "Entity", "link.parent": "Chain"}


class SearchButton(QAbstractButton):
    """Looks like a field and opens the palette, so that there is one place to search."""

    def __init__(self, action: QAction) -> None:
        """`action` opens the palette; its key is shown."""
        super().__init__()
        self._action = action
        action.changed.connect(self.update)
        self.setAccessibleName(self.tr("Search or run a command"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMaximumWidth(320)

    def sizeHint(self) -> QSize:
        return QSize(240, theme.control_height())

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.control_height(), theme.control_height())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self.click()

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = theme.current()
        painter = smooth(self)
        rect = self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5)
        paint_ground(painter, rect, tokens.raised)
        paint_frame(painter, rect, tokens.line)
        left = rect.adjusted(7, 0, 0, 0)
        left.setWidth(14)
        left.setTop(rect.center().y() - 7)
        left.setHeight(14)
        icons.paint(painter, "search", left, tokens.text3)
        keys = native_keys(self._action.shortcut().toString())
        inner = rect.adjusted(28, 0, -8, 0)
        if rect.width() > 200:
            used = paint_text(painter, inner, keys, theme.ui_font(-2), tokens.text3, RIGHT)
            inner.setRight(inner.right() - used - 8)
        paint_text(painter, inner, self.accessibleName(), theme.ui_font(), tokens.text3, LEFT)
        if self.hasFocus():
            paint_focus(painter, self.rect().toRectF(), tokens.accent)
        painter.end()


class ToolBar(QToolBar):
    """Names go before icons when it gets narrow, last of all."""

    searched = Signal()

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("tools")
        self.setWindowTitle(self.tr("Tools"))
        self.setMovable(False)
        self.setFloatable(False)
        self.toggleViewAction().setEnabled(False)
        self._actions = actions
        self._named: list[CommandButton] = []
        self._icon("view.documents", "panel-left")
        self._icon("go.previous_document", "prev")
        self._icon("go.next_document", "next")
        self.addSeparator()
        for id_, tag in _TAGS:
            self._add(TagButton(actions.by_id[id_], tag), named=True)
        self.addSeparator()
        for id_, icon in _LINKS:
            action = actions.by_id[id_]
            action.setIconText(self.tr(_SHORT[id_]))
            self._add(CommandButton(action, icon), named=True)
        self.addSeparator()
        self._icon("edit.undo", "undo")
        self._icon("edit.redo", "redo")
        gap = QWidget()
        gap.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.addWidget(gap)
        self._search = SearchButton(actions.by_id["go.palette"])
        self._search.clicked.connect(self.searched)
        self.addWidget(self._search)
        self.addSeparator()
        self._icon("view.history", "panel-bottom")
        self._icon("view.inspector", "panel-right")

    def _icon(self, id_: str, icon: str) -> None:
        button = CommandButton(self._actions.by_id[id_], icon)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        self._add(button)

    def _add(self, button: CommandButton, *, named: bool = False) -> None:
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keyboard has keys, and the article keeps the focus
        self.addWidget(button)
        if named:
            self._named.append(button)

    def fit(self) -> None:
        """Show names and keys where they have room."""
        style = (
            Qt.ToolButtonStyle.ToolButtonTextBesideIcon
            if self.width() >= self._width_with_names()
            else Qt.ToolButtonStyle.ToolButtonIconOnly
        )
        for button in self._named:
            if button.toolButtonStyle() != style:
                button.setToolButtonStyle(style)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.fit()
        super().resizeEvent(event)

    def _width_with_names(self) -> int:
        named = sum(button.width_with_name() for button in self._named)
        return named + _OTHERS * theme.control_height() // 28
