"""What was said about the readings that are compared, and a line to answer in."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from annotator.model.changes import ChangeSet
from annotator.services import commenting
from annotator.services.commenting import Thread
from annotator.ui import theme
from annotator.ui.controls.panel import Section
from annotator.ui.controls.quiet_label import PlainLabel
from annotator.ui.desk import Desk
from annotator.ui.panels.inspector import short_time

_TALLEST = 150


class _Answer(QLineEdit):
    """Return says it, Escape leaves."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class ThreadView(QWidget):
    """The threads on some items, those that are open first; what is typed answers the first, or begins one."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._session = desk.session
        self._items: list[str] = []
        self._threads: dict[str, list[Thread]] | None = None
        self._shown: list[Thread] = []
        self._section = Section(self.tr("Thread"))
        self._said = QWidget()
        self._lines = QVBoxLayout(self._said)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(2)
        self._area = QScrollArea()
        self._area.setWidget(self._said)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        theme.set_ground(self._area.viewport(), "surface")
        self.answer = _Answer()
        self.answer.setPlaceholderText(self.tr("Comment on this…"))
        self.answer.setAccessibleName(self.tr("Comment"))
        self.answer.returnPressed.connect(self._say)
        self.answer.left.connect(desk.view.setFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for widget in (self._section, self._area, self.answer):
            column.addWidget(widget)
        self._session.projectChanged.connect(self._forget)
        self._session.changed.connect(self._take)

    def _forget(self) -> None:
        self._threads = None

    def _take(self, changes: ChangeSet) -> None:
        if changes.sweeping or changes.of("comment"):
            self._threads = None
            self._show()

    def show_items(self, items: Sequence[str]) -> None:
        """Show what was said about these items (ids); an answer that was begun stays with its item."""
        if list(items) != self._items:
            self.answer.clear()
        self._items = list(items)
        self._show()

    def _show(self) -> None:
        project = self._session.project
        if self._threads is None:
            self._threads = {}
            for thread in commenting.threads(project) if project is not None else ():
                self._threads.setdefault(thread.target.id, []).append(thread)
        found = [thread for id_ in self._items for thread in self._threads.get(id_, ())]
        self._shown = sorted(found, key=lambda thread: thread.resolved)
        open_ = sum(not thread.resolved for thread in found)
        self._section.set_right_text(self.tr("%n open", "", open_) if found else "")
        while (item := self._lines.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        for thread in self._shown:
            for remark in thread.remarks:
                words = remark.text or (self.tr("resolved this") if remark.resolved else self.tr("reopened this"))
                name = self.tr("You") if remark.mine else remark.name
                self._lines.addWidget(PlainLabel(f"{name} · {short_time(remark.at)}", "dim", step=-1))
                self._lines.addWidget(PlainLabel(words, wrap=True))
        self._lines.addStretch()
        self._area.setVisible(bool(found))
        self._area.setFixedHeight(min(theme.scaled(_TALLEST), self._said.sizeHint().height() + 4))
        self.answer.setEnabled(self._session.writable)

    def _say(self) -> None:
        work, text = self._desk.tagging.at_work(), self.answer.text()
        if work is None or not text.strip() or not self._items:
            return
        project, first = work[0], next((t for t in self._shown if not t.resolved), None)
        done = self._session.run(
            lambda: (
                commenting.reply(project, first.id, text)
                if first is not None
                else commenting.begin(project, self._items[0], text)
            )
        )
        if done is not None:
            self.answer.clear()
