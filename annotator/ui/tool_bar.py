"""The tool bar: panels, documents, what is done in each mode, undo, the field that opens the palette, the modes."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QMouseEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QToolBar, QWidget

from annotator.ui import icons, theme
from annotator.ui.actions import Actions
from annotator.ui.command import Mode
from annotator.ui.controls.command_button import CommandButton
from annotator.ui.controls.key_caps import native_keys
from annotator.ui.controls.mode_switch import ModeSwitch
from annotator.ui.controls.painting import LEFT, RIGHT, paint_focus, paint_frame, paint_ground, paint_text, smooth
from annotator.ui.controls.tag_button import TagButton

_TAGS = ("tag.claim", "tag.source", "tag.quote", "tag.cue")
_TOOLS: dict[Mode, tuple[tuple[tuple[str, str], ...], ...]] = {
    "annotate": (
        (("tag.claim", "claim"), ("tag.source", "source"), ("tag.quote", "quote"), ("tag.cue", "cue")),
        (("link.source", "link"), ("source.entity", "person"), ("link.parent", "chain")),
    ),
    "review": (
        (("review.accept", "check"), ("review.reject", "cross"), ("review.amend", "amend")),
        (("review.previous", "up"), ("review.next", "down")),
    ),
}
"""What is done in each mode, in groups: commands, and their icons or tags."""

_PANELS: dict[Mode, tuple[tuple[str, str], ...]] = {
    "annotate": (
        ("view.documents", "panel-left"), ("view.layers", "layers"), ("view.history", "panel-bottom"),
        ("view.inspector", "panel-right"),
    ),
    "review": (
        ("view.layers_panel", "panel-left"), ("view.layers", "layers"), ("view.differences", "panel-bottom"),
        ("view.compare", "panel-right"),
    ),
}  # fmt: skip
"""The panel at the left, and what stands at the right end."""

_MODES = (("view.annotate", "tag"), ("view.review", "compare"), ("view.sources", "people"))
_NARROW = 810
"""Pixels below which the switch of modes shows icons in place of names."""

_OTHERS = 400
"""Pixels that icons, gaps and the shortest search field need beside the buttons with names and the switch of modes."""

_SHORT = {
    "link.source": "Link", "source.entity": "Entity", "link.parent": "Chain", "review.previous": "Previous",
    "review.next": "Next",
}  # fmt: skip


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
    """What is done in a mode, between what every mode has. Names go before icons when it gets narrow, last of all."""

    searched = Signal()

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("tools")
        self.setWindowTitle(self.tr("Tools"))
        self.setMovable(False)
        self.setFloatable(False)
        self.toggleViewAction().setEnabled(False)
        self._actions = actions
        self._mode: Mode = "annotate"
        self._of_mode: dict[Mode, list[QAction]] = {}
        self._named: dict[Mode, list[CommandButton]] = {}
        first = self._icon("go.previous_document", "prev")
        self._icon("go.next_document", "next")
        middle = self.addSeparator()
        self._icon("edit.undo", "undo")
        self._icon("edit.redo", "redo")
        gap = QWidget()
        gap.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.addWidget(gap)
        self._search = SearchButton(actions.by_id["go.palette"])
        self._search.clicked.connect(self.searched)
        self.addWidget(self._search)
        self.addSeparator()
        modes = [(actions.by_id[id_], icon) for id_, icon in _MODES]
        self._switch = ModeSwitch(modes, self.tr("What the window is laid out for"))
        self._switch_width = self._switch.sizeHint().width()
        self.addWidget(self._switch)
        last = self.addSeparator()
        self._places = (first, middle, last)
        self._make("annotate")

    def show_mode(self, mode: Mode) -> None:
        """Show what is done in a mode; made the first time it is."""
        for action in self._of_mode[self._mode]:
            action.setVisible(False)
        self._mode = mode
        if mode in self._of_mode:
            for action in self._of_mode[mode]:
                action.setVisible(True)
        else:
            self._make(mode)
        self.fit()

    def _make(self, mode: Mode) -> None:
        first, middle, _last = self._places
        made = self._of_mode.setdefault(mode, [])
        named = self._named.setdefault(mode, [])
        left, *right = _PANELS[mode]
        made.append(self._icon(*left, before=first))
        for group in _TOOLS[mode]:
            made.append(self.insertSeparator(middle))
            for id_, icon in group:
                action = self._actions.by_id[id_]
                if id_ in _SHORT:
                    action.setIconText(self.tr(_SHORT[id_]))
                button = TagButton(action, icon) if id_ in _TAGS else CommandButton(action, icon)
                made.append(self._insert(button, middle))
                named.append(button)
        made += [self._icon(id_, icon) for id_, icon in right]

    def _icon(self, id_: str, icon: str, before: QAction | None = None) -> QAction:
        button = CommandButton(self._actions.by_id[id_], icon)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        return self._insert(button, before)

    def _insert(self, button: CommandButton, before: QAction | None) -> QAction:
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keyboard has keys, and the article keeps the focus
        return self.addWidget(button) if before is None else self.insertWidget(before, button)

    def fit(self) -> None:
        """Show names and keys where they have room."""
        self._switch.set_short(short=self.width() < _NARROW * theme.control_height() // 28)
        style = (
            Qt.ToolButtonStyle.ToolButtonTextBesideIcon
            if self.width() >= self._width_with_names()
            else Qt.ToolButtonStyle.ToolButtonIconOnly
        )
        for button in self._named[self._mode]:
            if button.toolButtonStyle() != style:
                button.setToolButtonStyle(style)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.fit()
        super().resizeEvent(event)

    def _width_with_names(self) -> int:
        named = sum(button.width_with_name() for button in self._named[self._mode])
        return named + _OTHERS * theme.control_height() // 28 + self._switch_width
