"""What the program shows before a project is open: the recent ones, and the ways to begin."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QFontMetrics,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QListView,
    QMenu,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStyle,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from annotator.model.hidden import shown
from annotator.ui import icons, theme
from annotator.ui.controls.command_button import KeyButton
from annotator.ui.controls.empty_state import EmptyState
from annotator.ui.controls.key_caps import KeyCaps
from annotator.ui.controls.logo import Logo
from annotator.ui.controls.painting import RIGHT, paint_text, text_width
from annotator.ui.controls.panel import Section
from annotator.ui.controls.quiet_label import PlainLabel
from annotator.ui.controls.rows import Index, RowDelegate
from annotator.ui.controls.start_cards import DropArea, SampleCard
from annotator.ui.keymap import Keymap

RecentRole = Qt.ItemDataRole.UserRole
_WIDTH, _GAP, _MARGIN = 920, 40, 32
_NARROW = 760
_ROWS = 6
_TEXT_LEFT = 46
_ICON = 18


class RecentProject(NamedTuple):
    """A project that was open before, with what is said about it and when it was open."""

    path: str
    title: str
    detail: str
    when: str


class _Recents(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._projects: list[tuple[RecentProject, bool]] = []

    def set_projects(self, projects: Sequence[tuple[RecentProject, bool]]) -> None:
        self.beginResetModel()
        self._projects = list(projects)
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._projects)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        project, found = self._projects[index.row()]
        if role == RecentRole:
            return project, found
        if role == Qt.ItemDataRole.DisplayRole:
            return shown(project.title)
        if role == Qt.ItemDataRole.ToolTipRole:
            return shown(project.path)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            state = project.when if found else self.tr("not found")
            return ", ".join(shown(part) for part in (project.title, project.detail, state) if part)
        return None


class _RecentDelegate(RowDelegate):
    def row_height(self, _index: Index) -> int:
        return max(56, QFontMetrics(theme.ui_font(1)).height() + QFontMetrics(theme.ui_font(-1)).height() + 20)

    def draw(self, painter: QPainter, rect: QRectF, index: Index, option: QStyleOptionViewItem) -> None:
        tokens = theme.current()
        project, found = index.data(RecentRole)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        quiet = tokens.text2 if chosen else tokens.text3
        first, second = QFontMetrics(theme.ui_font(1)).height(), QFontMetrics(theme.ui_font(-1)).height()
        top = rect.top() + round((rect.height() - first - second - 3) / 2)
        icon = QRectF(rect.left() + 14, rect.center().y() - _ICON / 2, _ICON, _ICON)
        icons.paint(painter, "book", icon, tokens.text2 if found else tokens.off)
        line = QRectF(rect.left() + _TEXT_LEFT, top, rect.width() - _TEXT_LEFT - 14, first)
        when = project.when if found else self.tr("not found")
        paint_text(painter, line, when, theme.ui_font(-1), quiet, RIGHT)
        line.setRight(line.right() - text_width(when, theme.ui_font(-1)) - 16)
        # Dimmed, but still to be read: somebody has to find out which project is missing.
        paint_text(painter, line, project.title, theme.ui_font(1, 500), tokens.text if found else quiet)
        under = QRectF(line.left(), top + first + 3, rect.width() - _TEXT_LEFT - 14, second)
        paint_text(painter, under, project.detail if found else project.path, theme.ui_font(-1), quiet)


class RecentList(QListView):
    """Enter or a click opens, Delete forgets."""

    opened = Signal(str)
    forgotten = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = _Recents(self)
        self.setModel(self._model)
        _RecentDelegate(self, inset=0)
        self.setAccessibleName(self.tr("Recent projects"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setProperty("ground", "surface")
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._show_menu)
        self.clicked.connect(self._open)

    def set_projects(self, projects: Sequence[tuple[RecentProject, bool]]) -> None:
        """Show these, each with whether its file is there; the first is chosen."""
        self._model.set_projects(projects)
        if projects:
            self.setCurrentIndex(self._model.index(0))
            shown = min(len(projects), _ROWS)
            self.setFixedHeight(shown * self.sizeHintForRow(0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._open(self.currentIndex())
        elif event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self._forget(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def menu_for(self, index: Index) -> QMenu:
        """What can be done with a project."""
        project, found = index.data(RecentRole)
        menu = QMenu(self)
        open_it = QAction(self.tr("Open"), menu)
        open_it.setEnabled(found)
        open_it.triggered.connect(lambda: self.opened.emit(project.path))
        forget = QAction(self.tr("Remove from this list"), menu)
        forget.triggered.connect(lambda: self.forgotten.emit(project.path))
        menu.addActions([open_it, forget])
        return menu

    def _show_menu(self, at: QPoint) -> None:
        index = self.indexAt(at)
        if index.isValid():
            menu = self.menu_for(index)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(self.viewport().mapToGlobal(at))

    def _open(self, index: Index) -> None:
        if index.isValid():
            project, found = index.data(RecentRole)
            if found:
                self.opened.emit(project.path)

    def _forget(self, index: Index) -> None:
        if index.isValid():
            self.forgotten.emit(index.data(RecentRole)[0].path)


class StartPage(QWidget):
    """Recent projects at the left, ways to begin at the right; files may be dropped anywhere on it."""

    openRequested = Signal(str)
    openFileRequested = Signal()
    newRequested = Signal()
    sampleRequested = Signal()
    filesDropped = Signal(list)
    chooseFilesRequested = Signal()
    pasteRequested = Signal()
    forgetRequested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.set_ground(self, "surface")
        self.setAcceptDrops(True)
        self.recents = RecentList()
        self.recents.opened.connect(self.openRequested)
        self.recents.forgotten.connect(self.forgetRequested)
        self._empty = EmptyState(
            "book",
            self.tr("No projects yet"),
            self.tr("A project keeps articles, annotations and sources in one file."),
        )
        self.sample = SampleCard()
        self.sample.clicked.connect(self.sampleRequested)
        self._drop = DropArea()
        self._keys: dict[str, tuple[KeyCaps, PlainLabel]] = {}
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._page = QVBoxLayout()
        self._build()
        self.set_recent([])

    def set_recent(self, projects: Sequence[RecentProject]) -> None:
        """Show the projects in this order; whether their files are still there is looked up now."""
        self.recents.set_projects([(project, Path(project.path).exists()) for project in projects])
        self.recents.setVisible(bool(projects))
        self._empty.setVisible(not projects)
        self.setFocusProxy(self.recents if projects else self.new_button)

    def show_keys(self, keys: Keymap) -> None:
        """Show the person's own keys; what has none is not told of."""
        for command, (caps, label) in self._keys.items():
            caps.set_keys(keys.first(command))
            caps.setVisible(bool(caps.keys()))
            label.setVisible(bool(caps.keys()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.pasteRequested.emit()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() and any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()
            self._drop.set_hot(hot=True)

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        self._drop.set_hot(hot=False)

    def dropEvent(self, event: QDropEvent) -> None:
        self._drop.set_hot(hot=False)
        paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.filesDropped.emit(paths)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._breathe()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.update()

    def _breathe(self) -> None:
        """Air above in proportion to the window; one column where two would be too narrow."""
        self._page.setContentsMargins(_MARGIN, max(24, min(180, self.height() // 7)), _MARGIN, 32)
        narrow = self.width() < theme.scaled(_NARROW)
        self._columns.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)

    def _build(self) -> None:
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        outside.addWidget(scroll)
        whole = QWidget()
        middle = QHBoxLayout(whole)
        middle.setContentsMargins(0, 0, 0, 0)
        content = QWidget()
        content.setMaximumWidth(theme.scaled(_WIDTH) + 2 * _MARGIN)
        content.setLayout(self._page)
        middle.addStretch(1)
        middle.addWidget(content, 1000)
        middle.addStretch(1)
        self._page.setSpacing(0)
        self._page.addLayout(self._heading())
        self._page.addSpacing(36)
        self._columns.setSpacing(_GAP)
        self._columns.addLayout(self._left(), 502)
        self._columns.addLayout(self._right(), 378)
        both = QWidget()
        both.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        both.setLayout(self._columns)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._page.addWidget(both)
        self._page.addStretch()
        self._page.addSpacing(24)
        self._page.addLayout(self._footer())
        scroll.setWidget(whole)

    def _heading(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(16)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(PlainLabel(self.tr("Annotator"), step=15, weight=600))
        words.addWidget(PlainLabel(self.tr("Who said what, and how the article knows."), "second", step=1))
        row.addWidget(Logo())
        row.addLayout(words)
        row.addStretch()
        return row

    def _left(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(Section(self.tr("Recent projects")))
        column.addSpacing(8)
        column.addWidget(self.recents)
        column.addWidget(self._empty, 1)
        column.addStretch()
        column.addSpacing(20)
        self.new_button = KeyButton("plus", self.tr("New project"))
        theme.set_primary(self.new_button)
        self.open_button = KeyButton("open", self.tr("Open…"))
        self.new_button.clicked.connect(self.newRequested)
        self.open_button.clicked.connect(self.openFileRequested)
        column.addLayout(_row_of(self.new_button, self.open_button))
        return column

    def _right(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(Section(self.tr("Start here")))
        column.addSpacing(8)
        column.addWidget(self.sample)
        column.addSpacing(16)
        column.addWidget(self._drop, 1)
        column.addSpacing(20)
        self.choose_button = QPushButton(self.tr("Choose files…"))
        self.paste_button = QPushButton(self.tr("Paste text"))
        self.choose_button.clicked.connect(self.chooseFilesRequested)
        self.paste_button.clicked.connect(self.pasteRequested)
        column.addLayout(_row_of(self.choose_button, self.paste_button))
        return column

    def _footer(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        told = (("help.keys", self.tr("All keys")), ("go.palette", self.tr("Run a command")),
                ("file.open", self.tr("Open")))  # fmt: skip
        for command, words in told:
            caps, label = KeyCaps(""), PlainLabel(words, "second", step=-1)
            label.setContentsMargins(0, 0, 18, 0)
            self._keys[command] = caps, label
            row.addWidget(caps)
            row.addWidget(label)
        row.addStretch()
        row.addWidget(PlainLabel(self.tr("Everything stays on this computer."), "dim", step=-1, elide=True))
        return row


def _row_of(*buttons: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    for button in buttons:
        button.setMinimumHeight(theme.control_height() + 2)
        row.addWidget(button)
    row.addStretch()
    return row
