"""The work list: what is missing or doubtful, a jump to each, a fix by key, and waivers."""

from collections import Counter
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from annotator.model.changes import ChangeSet
from annotator.services import blinding, checking
from annotator.services.checking import CHECKS, Finding
from annotator.ui import theme
from annotator.ui.controls.command_button import KeyButton
from annotator.ui.controls.empty_state import EmptyState
from annotator.ui.controls.flow import FlowLayout
from annotator.ui.controls.grouped_rows import GroupedDelegate, GroupedRows, Row
from annotator.ui.controls.key_list import KeyList
from annotator.ui.controls.panel import CountingPanel, IconButton
from annotator.ui.controls.veil_note import VeilNote
from annotator.ui.desk import Desk
from annotator.ui.panels.fields import Choice
from annotator.ui.reading import Reader

_KEYS = {Qt.Key.Key_F: "fix", Qt.Key.Key_W: "waive", Qt.Key.Key_Return: "go", Qt.Key.Key_Enter: "go"}
_ALL = "*"
MOST_ROWS = 2000
"""About how many findings are listed at once."""
_FIXES = {
    "link": "Link to a source",
    "entity": "Say which source",
    "confirm": "Confirm the hop",
    "widen": "Move the edge",
    "merge": "Merge the two",
    "delete": "Delete it",
    "claim": "Make it a claim",
    "quote": "Tag as a quote",
    "describe": "Describe the source",
}


class ChecksPanel(CountingPanel):
    """The whole project is checked in the background when the panel is shown; one change, what it concerns at once."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._session = desk.session
        self._found: dict[str, list[Finding]] = {}
        self._on_project: list[Finding] = []
        self._titles: dict[str, str] = {}
        self._shown: list[Finding | None] = []
        self._stale = True
        self._reader = Reader(self._session, self)
        self._reader.progressed.connect(self._progress)
        theme.set_ground(self, "surface")
        self.list = KeyList(_KEYS)
        self.list.setAccessibleName(self.tr("Findings"))
        self._rows = GroupedRows(self)
        self.list.setModel(self._rows)
        GroupedDelegate(self.list, self.list, step=0)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.nothing = EmptyState("check", self.tr("Nothing is missing"), self.tr("The checks found nothing here."))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._head())
        self.veiled = VeilNote()
        column.addWidget(self.veiled)
        column.addWidget(self.list, 1)
        column.addWidget(self.nothing, 1)
        self.list.asked.connect(self.ask)
        self.list.doubleClicked.connect(lambda _index: self.ask("go"))
        self.list.selectionModel().currentChanged.connect(lambda _now, _before: self._offer())
        self._session.projectChanged.connect(self._forget)
        self._session.articleChanged.connect(self._show)
        self._session.changed.connect(self._changed)

    def _head(self) -> FlowLayout:
        row = FlowLayout(gap=8)
        row.setContentsMargins(14, 2, 8, 6)
        scopes = [("article", self.tr("This article")), ("project", self.tr("All articles and sources"))]
        self.scope = Choice(self.tr("Where"), scopes, lambda _value: self._show())
        self.kind = Choice(self.tr("Which checks"), [(_ALL, self.tr("All checks"))], lambda _value: self._show())
        self.waived = Choice(
            self.tr("Waived findings"),
            [("no", self.tr("Without waived ones")), ("yes", self.tr("With waived ones"))],
            lambda _value: self._show(),
        )
        for choice, letters in ((self.scope, 14), (self.kind, 14), (self.waived, 14)):
            choice.setMinimumContentsLength(letters)
            row.addWidget(choice)
        self.buttons: dict[str, KeyButton] = {}
        for name, icon, words, key in (
            ("go", "article", self.tr("Go there"), "Return"),
            ("fix", "check", self.tr("Fix"), "F"),
            ("waive", "only", self.tr("Waive"), "W"),
        ):
            button = self.buttons[name] = KeyButton(icon, words, key)
            button.clicked.connect(lambda _checked=False, name=name: self.ask(name))
            row.addWidget(button)
        rules = IconButton("settings", self.tr("Which checks this project uses"))
        rules.clicked.connect(lambda _checked=False: self.choose_rules())
        row.addWidget(rules)
        return row

    def sizeHint(self) -> QSize:
        return QSize(600, theme.row_height() * 8)

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]  # Qt's event passes through
        if self._stale:
            self.read()

    # Finding

    def _forget(self) -> None:
        self._found, self._on_project, self._stale = {}, [], True
        if self.isVisible():
            self.read()

    def read(self) -> None:
        """Check the open article at once, and the whole project in the background."""
        project, article = self._session.project, self._session.article
        self._stale = False
        if project is None:
            return
        self.veiled.tell(len(blinding.hidden(project)))
        if article is not None:
            with blinding.as_seen(project) as seen:
                self._found[article.id] = checking.check_article(seen, article)
            self._on_project = checking.check_sources(project)
        self._show()
        self._reader.read(
            lambda own, progress: (checking.check(own, progress=progress), {r.id: r.title for r in own.documents()}),
            self._take,
        )

    def _take(self, told: tuple[checking.Result, dict[str, str]]) -> None:
        result, self._titles = told
        self._found, self._on_project = dict(result.by_document), list(result.on_project)
        article, project = self._session.article, self._session.project
        if article is not None and project is not None:  # it may have changed meanwhile
            with blinding.as_seen(project) as seen:
                self._found[article.id] = checking.check_article(seen, article)
        self._show()

    def _progress(self, done: int, of: int, _name: str) -> None:
        self.counted.emit(self.tr("checking {0} of {1}…").format(done, of))

    def _changed(self, changes: ChangeSet) -> None:
        if not self.isVisible():
            self._stale = True
            return
        project, article = self._session.project, self._session.article
        if project is None:
            return
        if changes.sweeping or changes.of("document") or blinding.lifts(project, changes) or self._reader.busy:
            self._found = {}
            self.read()
            return
        targets = {getattr(item, "target", None) for c in changes.of("comment", "confirmation", "verdict")
                   for item in (c.before, c.after)}  # fmt: skip
        concerned = set(changes.documents())
        concerned |= {id_ for id_, found in self._found.items() for f in found if f.item in targets}
        concerned |= {article.id} if article is not None and (changes.of("entity") or targets) else set()
        for document in concerned:
            open_one = article is not None and article.id == document
            with blinding.as_seen(project) as seen:
                looked = article if open_one and article is not None else seen.read(document)
                self._found[document] = checking.check_article(seen, looked)
        if changes.of("entity", "comment"):
            self._on_project = checking.check_sources(project)
        self._show()

    # Showing

    def findings(self) -> list[Finding]:
        """Those that are shown."""
        return [f for f in self._shown if f is not None]

    def _show(self) -> None:
        article = self._session.article
        here = self.scope.currentData() == "article"
        groups: list[tuple[str, list[Finding]]] = []
        if here:
            groups.append(("", self._found.get(article.id, []) if article is not None else []))
        else:
            order = [*self._titles, *(id_ for id_ in self._found if id_ not in self._titles)]
            groups += [(self._titles.get(id_, ""), self._found[id_]) for id_ in order if id_ in self._found]
            groups.append((self.tr("Sources of the project"), self._on_project))
        everything = [f for _, found in groups for f in found]
        self._fill_kinds(everything)
        kind, waived = self.kind.currentData(), self.waived.currentData() == "yes"
        kept = self.current()
        rows: list[Row] = []
        self._shown = []
        left_out = 0
        for title, found in groups:
            chosen = [f for f in found if kind in (_ALL, f.check) and (waived or f.waived is None)]
            if len(rows) > MOST_ROWS:
                left_out += len(chosen)
                continue
            if chosen and title:
                rows.append(Row(title, heading=True))
                self._shown.append(None)
            rows += [self._row(f) for f in chosen]
            self._shown += chosen
        if left_out:
            rows.append(Row(self.tr("%n more finding(s); choose a check to see fewer", "", left_out), heading=True))
            self._shown.append(None)
        place = self._place_near(kept)
        self._rows.set_rows(rows)
        if place >= 0:
            self.list.setCurrentIndex(self._rows.index(place))
        self.list.setVisible(bool(rows))
        self.nothing.setVisible(not rows)
        standing = sum(f.waived is None for f in everything)
        waived_ones = len(everything) - standing
        words = self.tr("{0}, {1} waived").format(standing, waived_ones) if waived_ones else str(standing)
        if not self._reader.busy:
            self.counted.emit(words)
        self._offer()

    def _place_near(self, kept: Finding | None) -> int:
        """Where the finding stands that was current, or the one that came in its place."""
        before = self.list.currentIndex().row()
        keys = [f.key if f is not None else None for f in self._shown]
        if kept is not None and kept.key in keys:
            return keys.index(kept.key)
        near = [place for place, f in enumerate(self._shown) if f is not None]
        return next((place for place in near if place >= before), near[-1] if near else -1)

    def _fill_kinds(self, found: list[Finding]) -> None:
        chosen = self.kind.currentData()
        counts = Counter(f.check for f in found if f.waived is None)
        self.kind.clear()
        self.kind.addItem(self.tr("All checks"), _ALL)
        for name, check in CHECKS.items():
            if counts[name] or name == chosen:
                self.kind.addItem(f"{check_title(check.title)} ({counts[name]})", name)
        self.kind.show_value(chosen)

    def _row(self, finding: Finding) -> Row:
        words = f"{finding.message}  {finding.words}" if finding.words else finding.message
        title = check_title(CHECKS[finding.check].title)
        if finding.waived is not None:
            return Row(words, icon="only", detail=self.tr("waived: {0}").format(finding.waived))
        return Row(words, icon="warning", keys="F" if finding.fix else "", detail=title)

    def current(self) -> Finding | None:
        """The finding the person is at."""
        row = self.list.currentIndex().row()
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def _offer(self) -> None:
        """Say on the buttons what can be done about the current finding."""
        finding = self.current()
        writable = self._session.writable
        self.buttons["go"].setEnabled(finding is not None)
        self.buttons["fix"].setEnabled(finding is not None and bool(finding.fix) and writable)
        self.buttons["fix"].set_name(fix_name(finding.fix if finding is not None else ""))
        self.buttons["waive"].setEnabled(finding is not None and writable)
        back = finding is not None and finding.waived is not None
        self.buttons["waive"].set_name(self.tr("Take waiver back") if back else self.tr("Waive"))

    # Doing

    def ask(self, what: str) -> None:
        """Go to the current finding, fix it, or waive it."""
        finding = self.current()
        acts: dict[str, Callable[[Finding], None]] = {"go": self._go, "fix": self._fix, "waive": self._waive}
        if finding is not None and self.buttons[what].isEnabled():
            acts[what](finding)

    def _go(self, finding: Finding) -> None:
        if finding.document is None:
            self._desk.pages.show_sources(finding.item)
            return
        self._bring(finding)
        self._desk.view.setFocus()

    def _bring(self, finding: Finding) -> None:
        """Show the article and the words of a finding."""
        assert finding.document is not None
        self._session.bring(finding.document, finding.item)

    def _fix(self, finding: Finding) -> None:
        if finding.fix == "describe":
            self._desk.pages.show_sources(finding.item, then="change")
            return
        self._bring(finding)
        project, article = self._session.project, self._session.article
        if finding.fix in checking.AT_ONCE:
            if project is not None and article is not None and self._desk.filing.sign():
                self._session.run(lambda: checking.fix(project, article, finding))
                self.list.setFocus()
        else:
            self._desk.view.setFocus()
            run = self._desk.linking.link if finding.fix == "link" else self._desk.sourcing.choose
            run()

    def _waive(self, finding: Finding) -> None:
        project = self._session.project
        if project is None or not self._session.is_free() or not self._desk.filing.sign():
            return
        if finding.waived is not None:
            self._session.run(lambda: checking.unwaive(project, finding))
            return
        from annotator.ui.dialogs.text_prompt import TextPrompt

        def wrong(text: str) -> str | None:
            return None if text.strip() else self.tr("A waiver needs a word why.")

        prompt = TextPrompt(self, self.tr("Waive"), self.tr("Why this may stay as it is"), "", self.tr("Waive"), wrong)
        prompt.accepted.connect(
            lambda: self._session.run(lambda: checking.waive(project, finding, prompt.field.text()))
        )
        prompt.finished.connect(lambda _result: self.list.setFocus())
        prompt.finished.connect(prompt.deleteLater)
        prompt.open()

    def choose_rules(self) -> None:
        """Ask which checks the project uses."""
        project = self._session.project
        if project is None or not self._session.is_free() or not self._session.writable:
            return
        from annotator.ui.dialogs.tick_list import TickList

        off = checking.switched_off(project)
        names = list(CHECKS)
        rows = [f"{check_title(check.title)}: {check_title(check.about)}" for check in CHECKS.values()]
        dialog = TickList(self.tr("Checks"), self.tr("Which checks this project uses"), rows, self.tr("Use"),
                          self, ticked=[name not in off for name in names], least=0)  # fmt: skip

        def take(places: list[int]) -> None:
            wanted = {names[place] for place in places}
            self._session.run(lambda: checking.choose(project, wanted))

        dialog.taken.connect(take)
        dialog.open()


def check_title(text: str) -> str:
    """A check's title or sentence in the person's language."""
    return QCoreApplication.translate("checks", text)


def fix_name(fix: str) -> str:
    """What a fix does, as a button says it."""
    return QCoreApplication.translate("checks", _FIXES.get(fix, "Fix"))
