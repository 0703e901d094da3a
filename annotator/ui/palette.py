"""The command palette: a few letters, and every command, document and source is one Enter away."""

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QEvent, QModelIndex, QObject, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLineEdit, QListView, QVBoxLayout, QWidget

from annotator.ui import icons, theme
from annotator.ui.controls.announcing import announce
from annotator.ui.controls.grouped_rows import GroupedDelegate, GroupedRows, Row
from annotator.ui.controls.key_caps import KeyCaps
from annotator.ui.controls.matching import Match, find, fold
from annotator.ui.controls.painting import paint_frame, paint_ground, smooth
from annotator.ui.controls.quiet_label import PlainLabel

SHOWN = 50
"""How many rows are drawn at most; the count says how many there are."""
PREFIXES = "#@>"
_WIDTH, _TOP, _RADIUS = 660, 112, 10
_TALLEST = 440
_SHADOW = 14


class PaletteEntry(NamedTuple):
    """Something to run or go to. `prefix` is the sign that asks for its kind alone: > # or @."""

    group: str
    text: str
    keys: str
    icon: str
    detail: str
    prefix: str
    run: Callable[[], None]
    enabled: bool = True


class _Line(QFrame):
    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.current().line))
        painter.end()


class _Sheet(QWidget):
    """The pop-up itself; it draws its own rounded ground."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = theme.current()
        painter = smooth(self)
        rect = self.rect().toRectF()
        paint_ground(painter, rect, tokens.raised, _RADIUS)
        paint_frame(painter, rect, tokens.line, 1, _RADIUS)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()


class _SearchIcon(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(18, 18)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = smooth(self)
        icons.paint(painter, "search", QRectF(0, 0, 18, 18), theme.current().text2)
        painter.end()


class CommandPalette(QFrame):
    """Lies over its window while it is open; Escape or a click beside it closes it and gives the focus back.

    `entries` is asked once each time it opens. A chosen entry runs after the palette has gone.
    """

    closed = Signal()

    def __init__(self, window: QWidget, entries: Callable[[], list[PaletteEntry]]) -> None:
        super().__init__(window)
        self._window = window
        self._ask = entries
        self._entries: list[PaletteEntry] = []
        self._folded: list[str] = []
        self._shown: list[PaletteEntry | None] = []
        self._before: QWidget | None = None
        self.hide()
        self._sheet = _Sheet(self)
        self._column = QVBoxLayout(self._sheet)
        self._field = QLineEdit()
        self._count = PlainLabel("", "dim", step=-1)
        self._list = QListView()
        self._rows = GroupedRows(self)
        self._build()
        window.installEventFilter(self)

    def _build(self) -> None:
        column = self._column
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        top = QHBoxLayout()
        top.setContentsMargins(15, 8, 15, 8)
        top.setSpacing(10)
        self._field.setProperty("look", "bare")
        self._field.setFont(theme.ui_font(3))
        self._field.setPlaceholderText(self.tr("Search or run a command"))
        self._field.setAccessibleName(self.tr("Search or run a command"))
        self._field.textChanged.connect(self._filter)
        self._field.installEventFilter(self)
        for widget in (_SearchIcon(), self._field, self._count):
            top.addWidget(widget)
        self._list.setModel(self._rows)
        GroupedDelegate(self._list, self._field)
        self._list.setAccessibleName(self.tr("Found"))
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setStyleSheet("QListView { background: transparent; }")
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.clicked.connect(self._run_index)
        self._nothing = PlainLabel(self.tr("Nothing is called that."), "second")
        self._nothing.setContentsMargins(16, 14, 16, 14)
        column.addLayout(top)
        column.addWidget(_Line())
        column.addWidget(self._list, 1)
        column.addWidget(self._nothing)
        column.addWidget(_Line())
        column.addLayout(self._footer())

    def _footer(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(16, 7, 16, 8)
        row.setSpacing(6)
        uses = (("Up Down", self.tr("choose")), ("Return", self.tr("run")), ("Esc", self.tr("close")))
        for keys, words in uses:
            for key in keys.split():
                row.addWidget(KeyCaps(key))
            row.addWidget(PlainLabel(words, "second", step=-1))
            row.addSpacing(12)
        row.addStretch()
        for sign, words in (("#", self.tr("documents")), ("@", self.tr("sources")), (">", self.tr("commands"))):
            row.addWidget(PlainLabel(f"{sign}  {words}", "dim", step=-1))
            row.addSpacing(8)
        return row

    def open(self, typed: str = "") -> None:
        """Show it over the window, with `typed` (such as "@") already in the field."""
        if self.isHidden():
            self._before = QApplication.focusWidget()
        self._entries = self._ask()
        self._folded = [fold(entry.text) for entry in self._entries]
        self._field.setText(typed)
        self._filter()
        self.setGeometry(self._window.rect())
        self.show()
        self.raise_()
        self._field.setFocus(Qt.FocusReason.PopupFocusReason)

    def close_palette(self) -> None:
        """Take it away; the focus returns to where it was. Nothing happens when it is not open."""
        if self.isHidden():
            return
        # The field must not hand its focus on by itself, to whatever comes next in the window.
        before, self._before = self._before, None
        if before is not None and before.isVisible():
            before.setFocus(Qt.FocusReason.PopupFocusReason)
        self.hide()
        self._entries, self._folded = [], []
        self.closed.emit()

    def found(self) -> list[PaletteEntry]:
        """The entries that are listed now, in their order."""
        return [entry for entry in self._shown if entry is not None]

    def current(self) -> PaletteEntry | None:
        """The entry Enter would run."""
        row = self._list.currentIndex().row()
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window and event.type() == QEvent.Type.Resize and not self.isHidden():
            self.setGeometry(self._window.rect())
        if watched is self._field and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride and event.key() == Qt.Key.Key_Escape:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                return self._steer(event)
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()
        self.close_palette()

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = theme.current()
        painter = smooth(self)
        painter.fillRect(self.rect(), QColor(0, 0, 0, tokens.scrim))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(0, 0, 0, max(2, tokens.shadow // 10)))
        sheet = self._sheet.geometry().toRectF()
        for spread in range(_SHADOW, 0, -1):
            outline = sheet.adjusted(-spread, 5 - spread, spread, 5 + spread)
            painter.drawRoundedRect(outline, _RADIUS + spread, _RADIUS + spread)
        painter.end()

    def _steer(self, event: QKeyEvent) -> bool:
        """Keys of the field that belong to the list or the palette."""
        page = max(1, self._list.height() // 34 - 1)
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -page, Qt.Key.Key_PageDown: page}
        key = Qt.Key(event.key())
        if key in steps:
            self._move(steps[key])
        elif key == Qt.Key.Key_Escape:
            self.close_palette()
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._run(self.current())
        elif key not in {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}:
            return False
        return True

    def _filter(self) -> None:
        typed = self._field.text()
        prefix = typed[:1] if typed[:1] and typed[0] in PREFIXES else ""
        pool = [at for at, entry in enumerate(self._entries) if not prefix or entry.prefix == prefix]
        total, matches = find(typed[len(prefix) :], [self._folded[at] for at in pool], SHOWN)
        self._fill([Match(match.distance, pool[match.at], match.marks) for match in matches])
        self._count.setText(self.tr("%n found", "", total))
        self._nothing.setVisible(total == 0)
        self._list.setVisible(total > 0)
        self._place()
        self._move(0)

    def _fill(self, matches: list[Match]) -> None:
        """Groups stand in the order of their best row, rows in theirs."""
        groups: dict[str, list[Match]] = {}
        for match in matches:
            groups.setdefault(self._entries[match.at].group, []).append(match)
        rows: list[Row] = []
        self._shown = []
        for group, members in groups.items():
            rows.append(Row(group, heading=True))
            self._shown.append(None)
            for match in members:
                entry = self._entries[match.at]
                rows.append(Row(entry.text, entry.icon, entry.keys, entry.detail, entry.enabled, match.marks))
                self._shown.append(entry)
        self._rows.set_rows(rows)

    def _move(self, by: int) -> None:
        """Choose the row `by` entries further; 0 chooses the first. Stops at both ends."""
        places = [place for place, entry in enumerate(self._shown) if entry is not None]
        if not places:
            return
        row = self._list.currentIndex().row()
        now = places.index(row) if by and row in places else 0
        chosen = places[min(max(now + by, 0), len(places) - 1)]
        self._list.setCurrentIndex(self._rows.index(chosen))
        if chosen == places[0]:
            self._list.scrollToTop()
        if by:
            announce(self._list, str(self._rows.index(chosen).data(Qt.ItemDataRole.AccessibleTextRole)))

    def _run_index(self, index: QModelIndex) -> None:
        self._run(self._shown[index.row()])

    def _run(self, entry: PaletteEntry | None) -> None:
        if entry is None or not entry.enabled:
            return
        self.close_palette()
        entry.run()

    def _place(self) -> None:
        """As high as its rows, in the upper middle of the window, never larger than the window."""
        width = min(theme.scaled(_WIDTH), self.width() - 32)
        top = max(16, min(_TOP, self.height() // 8))
        rows = sum(self._list.sizeHintForRow(row) for row in range(self._rows.rowCount()))
        room = self.height() - 2 * top - 2 * theme.row_height(2)
        self._list.setFixedHeight(max(min(rows + 6, room, theme.scaled(_TALLEST)), theme.row_height()))
        height = self._column.sizeHint().height()
        self._sheet.setGeometry(QRect((self.width() - width) // 2, top, width, height))
        self.update()
