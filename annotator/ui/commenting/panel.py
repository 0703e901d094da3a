"""The threads of the project: those that are open, a jump to what each is on, and an answer by key."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from annotator.model.changes import ChangeSet
from annotator.services import blinding, commenting
from annotator.services.commenting import Remark, Target, Thread
from annotator.ui import theme
from annotator.ui.commenting.field import Draft
from annotator.ui.commenting.thread_view import ThreadView, target_words
from annotator.ui.controls.command_button import KeyButton
from annotator.ui.controls.empty_state import EmptyState
from annotator.ui.controls.flow import FlowLayout
from annotator.ui.controls.grouped_rows import GroupedDelegate, GroupedRows, Row
from annotator.ui.controls.key_list import KeyList
from annotator.ui.controls.panel import CountingPanel
from annotator.ui.desk import Desk
from annotator.ui.panels.fields import Choice
from annotator.ui.panels.inspector import short_time
from annotator.ui.soon import Soon

_KEYS = {
    Qt.Key.Key_Return: "go", Qt.Key.Key_Enter: "go", Qt.Key.Key_R: "reply", Qt.Key.Key_X: "settle",
    Qt.Key.Key_E: "change", Qt.Key.Key_Delete: "delete",
}  # fmt: skip


class CommentsPanel(CountingPanel):
    """Threads at the left, the current one at the right. Read when it is shown and after what concerns it."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._session = desk.session
        self._threads: list[Thread] = []
        self._shown: list[Thread | None] = []
        self._new: Target | None = None
        self._stale = True
        self._soon = Soon(self.read, self)
        theme.set_ground(self, "surface")
        self.list = KeyList(_KEYS)
        self.list.setAccessibleName(self.tr("Comments"))
        self._rows = GroupedRows(self)
        self.list.setModel(self._rows)
        GroupedDelegate(self.list, self.list, step=0)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        how = self.tr("Go to an annotation and press {comment.add} to say something about it.")
        self.nothing = EmptyState("discuss", self.tr("No comments here"), desk.keys.say(how))
        self.side = ThreadView()
        self._lay_out()
        self.list.asked.connect(self.ask)
        self.list.doubleClicked.connect(lambda _index: self.ask("go"))
        self.list.selectionModel().currentChanged.connect(lambda _now, _before: self._choose())
        self.side.field.sent.connect(self.send)
        self.side.field.left.connect(self._leave)
        self._session.projectChanged.connect(self._forget)
        self._session.articleChanged.connect(self._show)
        self._session.busyChanged.connect(self._offer)
        self._session.changed.connect(self._changed)

    # Putting together

    def _lay_out(self) -> None:
        left = QWidget()
        left.setMinimumWidth(theme.scaled(140))
        listed = QVBoxLayout(left)
        listed.setContentsMargins(0, 0, 0, 0)
        listed.setSpacing(0)
        listed.addWidget(self.list, 1)
        listed.addWidget(self.nothing, 1)
        parts = QSplitter(Qt.Orientation.Horizontal)
        parts.setHandleWidth(1)
        parts.setChildrenCollapsible(False)
        parts.addWidget(left)
        parts.addWidget(self.side)
        parts.setStretchFactor(0, 1)
        parts.setStretchFactor(1, 1)
        parts.setSizes([420, 330])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._head())
        column.addWidget(parts, 1)

    def _head(self) -> FlowLayout:
        row = FlowLayout()
        row.setContentsMargins(14, 2, 8, 6)
        scopes = [("article", self.tr("This article")), ("project", self.tr("Everywhere"))]
        self.scope = Choice(self.tr("Where"), scopes, lambda _value: self._show())
        states = [("open", self.tr("Open")), ("all", self.tr("All"))]
        self.state = Choice(self.tr("Which"), states, lambda _value: self._show())
        for choice, letters in ((self.scope, 11), (self.state, 12)):
            choice.setMinimumContentsLength(letters)
            row.addWidget(choice)
        self.buttons: dict[str, KeyButton] = {}
        for name, icon, words, key in (
            ("go", "article", self.tr("Go there"), "Return"),
            ("reply", "discuss", self.tr("Answer"), "R"),
            ("settle", "check", self.tr("Resolve"), "X"),
            ("change", "note", self.tr("Change"), "E"),
            ("delete", "delete", self.tr("Delete"), "Del"),
        ):
            button = self.buttons[name] = KeyButton(icon, words, key)
            button.clicked.connect(lambda _checked=False, name=name: self.ask(name))
            row.addWidget(button)
        return row

    def sizeHint(self) -> QSize:
        return QSize(600, theme.row_height() * 9)

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]  # Qt's event passes through
        if self._stale:
            self.read()

    # Reading

    def _forget(self) -> None:
        self._threads, self._stale, self._new = [], True, None
        self.side.field.forget()
        if self.isVisible():
            self.read()

    def _changed(self, changes: ChangeSet) -> None:
        targets = {one.target.id for one in self._threads}
        concerned = changes.sweeping or changes.of("comment", "annotator", "document", "verdict", "setting", "state")
        if concerned or any(change.id in targets for change in changes.changes):
            self._stale = True
            if self.isVisible():
                self._soon.ask()

    def read(self) -> None:
        """Read all threads again."""
        project = self._session.project
        self._stale = False
        self._threads = blinding.threads(project) if project is not None else []
        self._show()

    # Showing

    def _show(self) -> None:
        article = self._session.article
        here = self.scope.currentData() == "article"
        chosen = [
            one for one in self._threads
            if (not here or (article is not None and one.target.document == article.id))
            and (self.state.currentData() == "all" or not one.resolved)
        ]  # fmt: skip
        kept, place = self.current(), self.list.currentIndex().row()
        rows: list[Row] = []
        self._shown = []
        for title, some in self._groups(chosen, here=here):
            if title:
                rows.append(Row(title, heading=True))
                self._shown.append(None)
            rows += [self._row(one) for one in some]
            self._shown += some
        self._rows.set_rows(rows)
        ids = [one.id if one is not None else None for one in self._shown]
        if kept is not None and kept.id in ids:
            place = ids.index(kept.id)
        place = next((at for at in range(max(place, 0), len(ids)) if ids[at]), len(ids) - 1)
        if rows:
            self.list.setCurrentIndex(self._rows.index(place))
        self.list.setVisible(bool(rows))
        self.nothing.setVisible(not rows)
        still = sum(not one.resolved for one in self._threads)
        self.counted.emit(self.tr("%n open", "", still))
        self._choose()

    def _groups(self, chosen: list[Thread], *, here: bool) -> list[tuple[str, list[Thread]]]:
        """Threads under the articles they are about; those with the newest words first."""
        if here:
            return [("", chosen)]
        by_title: dict[tuple[str, str], list[Thread]] = {}
        for one in chosen:
            by_title.setdefault((one.target.document or "", one.title), []).append(one)
        return [
            (title if document else self.tr("Sources, and what is no longer there"), some)
            for (document, title), some in by_title.items()
        ]

    def _row(self, thread: Thread) -> Row:
        answers = sum(bool(remark.text) for remark in thread.remarks[1:])
        first = thread.remarks[0]
        parts = [self.tr("Me") if first.mine else first.name]
        if answers:
            parts.append(self.tr("%n answer(s)", "", answers))
        if thread.resolved:
            parts.append(self.tr("resolved"))
        if thread.at:
            parts.append(short_time(thread.at))
        words = f"{first.text}   {target_words(thread.target)}" if first.text else target_words(thread.target)
        return Row(words, icon="check" if thread.resolved else "discuss", detail=" · ".join(parts))

    def current(self) -> Thread | None:
        """The thread the person is at."""
        row = self.list.currentIndex().row()
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def _choose(self) -> None:
        """Show the current thread; what is being written about something else is kept for when one comes back."""
        found = self.current()
        draft = self.side.field.draft
        if self._new is None and (draft is None or draft.kind == "reply" or not self._is_in(found, draft)):
            self.side.field.write(Draft("reply", found.id) if found is not None else None)
        self._show_thread()

    @staticmethod
    def _is_in(thread: Thread | None, draft: Draft) -> bool:
        return thread is not None and any(remark.id == draft.id for remark in thread.remarks)

    def _show_thread(self) -> None:
        draft = self.side.field.draft
        new = self._new if draft is not None and draft.kind == "new" else None
        thread = None if new is not None else self.current()
        self.side.show_thread(thread, new, writable=self._session.writable)
        words = {"new": self.tr("Write a comment"), "change": self.tr("Change your comment")}
        self.side.name_field(words.get(draft.kind if draft else "", self.tr("Answer")))
        self._offer()

    def _offer(self) -> None:
        thread, writable = self.current(), self._session.writable
        there = thread is not None and thread.target.kind != "gone"
        mine = self._last_of_mine()
        self.buttons["go"].setEnabled(there)
        self.buttons["reply"].setEnabled(thread is not None and writable)
        self.buttons["settle"].setEnabled(thread is not None and writable)
        self.buttons["settle"].set_name(
            self.tr("Reopen") if thread is not None and thread.resolved else self.tr("Resolve")
        )
        self.buttons["change"].setEnabled(mine is not None and writable)
        self.buttons["delete"].setEnabled(mine is not None and writable)
        for name in ("change", "delete"):  # only what I said last
            self.buttons[name].setVisible(mine is not None)

    def _last_of_mine(self) -> Remark | None:
        thread = self.current()
        mine = [one for one in thread.remarks if one.mine and one.text] if thread is not None else []
        return mine[-1] if mine else None

    # Doing

    def ask(self, what: str) -> None:
        """Go to what the current thread is on, answer, resolve or reopen it, change or delete my last comment in it."""
        thread, mine = self.current(), self._last_of_mine()
        if thread is None or not self.buttons[what].isEnabled():
            return
        self._new = None
        if what == "go":
            self._go(thread.target)
        elif what == "reply":
            self._write(Draft("reply", thread.id))
        elif what == "change" and mine is not None:
            self._write(Draft("change", mine.id), mine.text)
        elif what == "settle":
            do = commenting.reopen if thread.resolved else commenting.resolve
            self._run(lambda project: do(project, thread.id))
        elif mine is not None:
            self._run(lambda project: commenting.delete(project, mine.id))

    def _go(self, target: Target) -> None:
        if target.document is None:
            self._desk.pages.show_sources(target.id)
            return
        self._session.bring(target.document, target.id)
        self._desk.view.setFocus()

    def begin(self, target: Target) -> None:
        """Write a new comment on something."""
        self._new = target
        self._write(Draft("new", target.id))

    def _write(self, draft: Draft, before: str = "") -> None:
        self.side.field.write(draft, before)
        self._show_thread()
        self.side.field.setFocus()

    def send(self) -> None:
        """Record what was written; when that is refused it stays in the field."""
        draft, text = self.side.field.draft, self.side.field.toPlainText()
        if draft is None:
            return
        do = {"new": commenting.begin, "reply": commenting.reply, "change": commenting.edit}[draft.kind]
        before = {one.id for one in self._threads}
        if not self._run(lambda project: do(project, draft.id, text)):
            return
        self.side.field.done()
        self._new = None
        self.read()
        fresh = next((one.id for one in self._threads if one.id not in before), None)
        if fresh is not None:
            self.show_thread(fresh)
        self._leave()

    def show_thread(self, id_: str) -> None:
        """Make a thread the current one, whatever the choices ask for."""
        if self._stale:
            self.read()
        found = next((one for one in self._threads if one.id == id_), None)
        article = self._session.article
        if found is None:
            return
        if found.resolved:
            self.state.show_value("all")
        if article is None or found.target.document != article.id:
            self.scope.show_value("project")
        self._show()
        place = next(at for at, one in enumerate(self._shown) if one is not None and one.id == id_)
        self.list.setCurrentIndex(self._rows.index(place))

    def _leave(self) -> None:
        """Out of the field, to the list; what was begun is kept."""
        if self._new is not None:
            self._new = None
            self.side.field.write(None)
            self._choose()
            self._desk.view.setFocus()
        elif self.list.isVisible():
            self.list.setFocus()
        else:
            self._desk.view.setFocus()

    def _run(self, do: Callable[..., ChangeSet]) -> bool:
        project = self._session.project
        if project is None or not self._session.is_free() or not self._desk.filing.sign():
            return False
        return self._session.run(lambda: do(project)) is not None
