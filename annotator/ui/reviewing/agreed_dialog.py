"""Accepting everything on which annotators agree: looked through first, recorded as one action."""

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QListView, QPushButton, QVBoxLayout

from annotator.model.changes import ChangeSet
from annotator.model.hidden import shown
from annotator.services import accepting, blinding
from annotator.services.accepting import Agreed
from annotator.ui import theme
from annotator.ui.controls.empty_state import EmptyState
from annotator.ui.controls.flow import FlowLayout
from annotator.ui.controls.grouped_rows import GroupedDelegate, GroupedRows, Row
from annotator.ui.controls.quiet_label import PlainLabel
from annotator.ui.desk import Desk
from annotator.ui.panels.fields import Choice
from annotator.ui.reading import Reader
from annotator.ui.reviewing.words import full_name, tag_name

_ICONS = {"attribution": "link", "cue": "cue", "source": "person"}
MOST_ROWS = 3000
"""How many are listed; all are accepted, and counted."""


class AgreedDialog(QDialog):
    """Whom and which articles it is about, what would be accepted, and the one button that does it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.window)
        self._desk = desk
        self._session = desk.session
        self._found: list[Agreed] = []
        self.setWindowTitle(self.tr("Accept what all agree on"))
        theme.set_ground(self, "surface")
        scopes = [("article", self.tr("This article")), ("project", self.tr("All articles"))]
        self.scope = Choice(self.tr("Where"), scopes, lambda _value: self._look())
        self.scope.setMinimumContentsLength(16)
        comparison = desk.reviewing.comparison
        article = comparison.article
        layers = comparison.layers() if article is not None else []
        named = {a.id: shown(full_name(article, a)) for a in layers if article is not None}
        self.people = {id_: QCheckBox(name.replace("&", "&&")) for id_, name in named.items()}
        me, pair = desk.session.me, comparison.pair() or ()
        for id_, box in self.people.items():
            box.setChecked(me is None or id_ != me.id or id_ in pair)  # who only adds a few things agrees on nothing
            box.toggled.connect(lambda _on: self._look())
        self.summary = PlainLabel("", weight=600, wrap=True)
        self.list = QListView()
        self.list.setAccessibleName(self.tr("What would be accepted"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._rows = GroupedRows(self)
        self.list.setModel(self._rows)
        GroupedDelegate(self.list, self.list, step=0)
        self.nothing = EmptyState("check", self.tr("Nothing is left to accept"), self.tr("All of it is decided."))
        self.accept_all = QPushButton(self.tr("Accept"))
        self.accept_all.setDefault(True)
        theme.set_primary(self.accept_all)
        self.accept_all.clicked.connect(self._accept)
        self._reader = Reader(self._session, self)
        self._reader.progressed.connect(lambda done, of, _name: self._say_progress(done, of))
        self._lay_out()
        self.finished.connect(lambda _result: self._reader.stop())
        self.finished.connect(self.deleteLater)
        self._look()
        self.list.setFocus()

    def _lay_out(self) -> None:
        cancel = QPushButton(self.tr("Cancel"))
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        who = FlowLayout()
        for box in self.people.values():
            who.addWidget(box)
        head, buttons = QHBoxLayout(), QHBoxLayout()
        head.addWidget(self.scope)
        head.addStretch()
        buttons.addWidget(PlainLabel(self._desk.keys.say(self.tr("{edit.undo} takes it back as one action.")), "dim",
                                     step=-1), 1)  # fmt: skip
        buttons.addWidget(cancel)
        buttons.addWidget(self.accept_all)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        column.addWidget(PlainLabel(self.tr("What these annotators recorded alike"), "second", step=-1))
        column.addLayout(who)
        column.addLayout(head)
        column.addWidget(self.summary)
        column.addWidget(self.list, 1)
        column.addWidget(self.nothing, 1)
        column.addLayout(buttons)
        self.resize(theme.scaled(640), theme.scaled(520))

    def _chosen(self) -> list[str]:
        return [id_ for id_, box in self.people.items() if box.isChecked()]

    def _look(self) -> None:
        """Find what would be accepted: at once in the article, beside the window in the whole project."""
        self._reader.stop()
        project, article, chosen = self._session.project, self._session.article, self._chosen()
        if project is None or article is None or len(chosen) < 2:
            self._show([])
            self.summary.setText(self.tr("Choose two annotators or more."))
        elif self.scope.currentData() == "article":
            self._show(accepting.agreed(project, chosen, [] if self._session.veiled else [article.id]))
        else:
            self.accept_all.setEnabled(False)
            self._reader.read(
                lambda own, progress: accepting.agreed(own, chosen, blinding.visible(own), progress), self._show
            )

    def _say_progress(self, done: int, of: int) -> None:
        self.summary.setText(self.tr("Reading article {0} of {1}…").format(done + 1, of))

    def _show(self, found: Sequence[Agreed]) -> None:
        self._found = list(found)
        kinds = Counter(one.kind for one in found)
        parts = ", ".join(f"{count} × {tag_name(kind)}" for kind, count in kinds.most_common())
        self.summary.setText(self.tr("%n item(s): {0}", "", len(found)).format(parts) if found else "")
        rows: list[Row] = []
        title = None
        for one in found[:MOST_ROWS]:
            if one.document != title:
                title = one.document
                rows.append(Row(one.title or self.tr("Untitled"), heading=True))
            rows.append(Row(one.words, icon=_ICONS.get(one.kind, "tag"), detail=tag_name(one.kind)))
        if len(found) > MOST_ROWS:
            rows.append(Row(self.tr("%n more item(s)", "", len(found) - MOST_ROWS), heading=True))
        self._rows.set_rows(rows)
        self.list.setVisible(bool(rows))
        self.nothing.setVisible(not rows)
        if rows:
            self.list.setCurrentIndex(self._rows.index(1))
        self.accept_all.setEnabled(bool(found) and self._session.writable)
        self.accept_all.setText(self.tr("Accept ({0})").format(len(found)) if found else self.tr("Accept"))

    def _accept(self) -> None:
        project, found = self._session.project, self._found
        if project is None or not found or not self._session.is_free():
            return
        self.accept()
        session, keys = self._session, self._desk.keys
        words = self.tr("Accepted %n item(s) on which all agree. {edit.undo} takes it back.", "", len(found))

        def done(changes: ChangeSet) -> None:
            session.take_over(changes)
            session.told.emit(keys.say(words))

        if sum(len(one.items) for one in found) >= accepting.LARGE:
            self._desk.filing.work(
                lambda own, progress: accepting.accept_agreed(own, found, progress), done
            )  # fmt: skip
        elif session.run(lambda: accepting.accept_agreed(project, found)) is not None:
            session.told.emit(keys.say(words))
