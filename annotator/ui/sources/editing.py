"""Making, changing, merging, splitting and deleting sources: what is asked before, and what is said then."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QMessageBox

from annotator.model.changes import ChangeSet
from annotator.model.errors import UserError
from annotator.model.hidden import named, sentence
from annotator.model.items import Entity
from annotator.services import blinding, cataloguing, listing, rating, sourcing
from annotator.services.project import Project
from annotator.ui.desk import Desk

if TYPE_CHECKING:
    from annotator.ui.sources.page import SourcesPage

Keep = Callable[[Project, Entity, dict[str, object]], ChangeSet]


class SourceEditing(QObject):
    """What the keys of the page do. Everything goes through the session, so that undo and all panels hear of it."""

    def __init__(self, desk: Desk, page: "SourcesPage") -> None:
        super().__init__(page)
        self._desk = desk
        self._session = desk.session
        self._page = page

    def do(self, what: str, ids: list[str]) -> None:
        """Start one of `new`, `change`, `merge`, `split`, `delete` for the sources selected, the current one first."""
        project = self._at_work()
        if project is None:
            return
        if what == "new":
            self._edit(project, Entity(id="", name=""), self._create)
        elif ids:
            entity = self._found(project, ids[0])
            if entity is None:
                return
            acts: dict[str, Callable[[], None]] = {
                "change": lambda: self._edit(project, entity, self._change),
                "merge": lambda: self._merge(project, ids),
                "split": lambda: self._split(project, entity),
                "delete": lambda: self._delete(project, entity),
            }
            acts[what]()

    def _at_work(self) -> Project | None:
        if self._session.project is None or not self._session.is_free() or not self._desk.filing.sign():
            return None
        return self._session.project

    def _found(self, project: Project, id_: str) -> Entity | None:
        try:
            return cataloguing.entity_of(project, id_)
        except UserError as refused:
            self._session.report(refused)
            return None

    # Changing

    def _edit(self, project: Project, entity: Entity, keep: Keep) -> None:
        from annotator.ui.dialogs.entity_editor import EntityEditor

        others = {id_: e for id_, e in project.entities().items() if id_ != entity.id}
        editor = EntityEditor(entity, others, self._page.window())

        def take(facts: dict[str, object]) -> None:
            try:
                changes = keep(project, entity, facts)
            except cataloguing.Alike as alike:
                editor.refuse(str(alike), both=True)
            except UserError as refused:
                editor.refuse(str(refused))
            else:
                editor.accept()
                self._session.take_over(changes)

        editor.taken.connect(take)
        editor.finished.connect(lambda _result: self._page.view.setFocus())
        editor.open()

    def _create(self, project: Project, _entity: Entity, facts: dict[str, object]) -> ChangeSet:
        alike = bool(facts.pop("alike"))
        made = cataloguing.create(project, str(facts.pop("name")), alike=alike, **facts)
        self._page.show_source(made.entity.id)
        return made.changes

    @staticmethod
    def _change(project: Project, entity: Entity, facts: dict[str, object]) -> ChangeSet:
        alike = bool(facts.pop("alike"))
        return cataloguing.change(project, entity.id, alike=alike, **facts)

    def separate(self, id_: str) -> None:
        """Make a merged source one of its own again."""
        project = self._at_work()
        if project is not None:
            self._session.run(lambda: cataloguing.unmerge(project, id_))

    def rate(self, id_: str | None, letter: str) -> None:
        """My judgement of a source; an empty one takes it back."""
        project = self._at_work()
        if project is not None and id_ is not None:
            self._session.run(lambda: rating.rate_source(project, id_, letter or None))

    # Merging and splitting

    def _merge(self, project: Project, ids: list[str]) -> None:
        """Two selected: the current one takes the other. One selected: ask into which."""
        if len(ids) == 2:
            self._ask_merge(project, ids[1], ids[0])
            return
        from annotator.ui.dialogs.entity_picker import EntityPicker

        entities = project.entities()
        entity = entities[ids[0]]
        others = {id_: e for id_, e in entities.items() if id_ != entity.id}
        picker = EntityPicker(
            self.tr("Merge {0} into…").format(named(entity.name)), sourcing.alike(others, entity),
            lambda typed: sourcing.find(others, typed), "", self._page.window(),
        )  # fmt: skip
        picker.chosen.connect(lambda into: self._ask_merge(project, entity.id, into))
        picker.finished.connect(picker.deleteLater)
        picker.open()

    def _ask_merge(self, project: Project, gone: str, into: str) -> None:
        try:
            told = cataloguing.merging(project, gone, into)
        except UserError as refused:
            self._session.report(refused)
            return
        moving = (
            self.tr("%n mention(s)", "", told.mentions),
            self.tr("%n claim(s)", "", told.claims),
            self.tr("%n article(s)", "", told.documents),
        )
        lines = [self.tr("{0} and {1} in {2} will count for {3}.").format(*moving, named(told.into.name))]
        if told.aliases:
            lines.append(self.tr("It will also be called: {0}.").format(", ".join(map(named, told.aliases))))
        for name, lost, kept in told.differing:
            lines.append(self.tr("{0}: “{1}” stays, “{2}” is kept with {3}.").format(
                name.replace("_", " ").capitalize(), named(kept), named(lost), named(told.gone.name)
            ))  # fmt: skip
        lines.append(self.tr("Nobody’s annotations are rewritten, and it can be undone."))
        self._ask(
            self.tr("Merge {0} into {1}?").format(named(told.gone.name), named(told.into.name)), lines,
            self.tr("Merge"), lambda: self._merge_now(project, gone, into),
        )  # fmt: skip

    def _merge_now(self, project: Project, gone: str, into: str) -> None:
        if self._session.run(lambda: cataloguing.merge(project, gone, into)) is not None:
            self._page.show_source(into)

    def _split(self, project: Project, entity: Entity) -> None:
        from annotator.ui.dialogs.text_prompt import TextPrompt
        from annotator.ui.dialogs.tick_list import TickList

        with blinding.as_seen(project) as seen:
            places = listing.places(seen, entity.id)
        me = project.me.id if project.me else None
        names = {a.id: a.name for a in project.annotators().values()}
        rows = [
            " · ".join(part for part in (p.words, p.title, p.published, self._whose(p, me, names)) if part)
            for p in places
        ]
        if not rows:
            self._session.problem.emit(
                self.tr("{0} is mentioned nowhere.").format(named(entity.name)), self.tr("There is nothing to split.")
            )
            return
        dialog = TickList(
            self.tr("Split"), self.tr("Which mentions of {0} are another source?").format(named(entity.name)), rows,
            self.tr("Split off"), self._page.window(), ticked=[False] * len(rows),
        )  # fmt: skip

        def ask_name(chosen: list[int]) -> None:
            ids = [places[place].annotation for place in chosen]
            prompt = TextPrompt(
                self._page.window(), self.tr("Split"), self.tr("Name of the other source"), places[chosen[0]].words,
                self.tr("Split off"),
            )  # fmt: skip
            prompt.accepted.connect(lambda: self._split_now(project, ids, prompt.field.text()))
            prompt.finished.connect(prompt.deleteLater)
            prompt.open()

        dialog.taken.connect(ask_name)
        dialog.open()

    def _whose(self, place: listing.Place, me: str | None, names: dict[str, str]) -> str:
        """What is said of a colleague's mention, which only they can move."""
        if place.annotator == me:
            return ""
        return self.tr("of {0}: proposed only").format(named(names.get(place.annotator or "", "?")))

    def _split_now(self, project: Project, ids: list[str], name: str) -> None:
        done = self._session.run_for(lambda: cataloguing.split(project, ids, name))
        if done is not None:
            self._page.show_source(done.entity.id)

    # Deleting

    def _delete(self, project: Project, entity: Entity) -> None:
        used = cataloguing.uses(project, entity.id)
        if not used or used.colleagues:
            self._session.run(lambda: cataloguing.delete(project, entity.id))
            return
        lines = [self.tr("%n mention(s) will name nobody.", "", used.mine)] if used.mine else []
        if used.related:
            lines.append(self.tr("It is named by {0}.").format(", ".join(map(named, used.related))))
        lines.append(self.tr("To keep the mentions, merge it into another source instead."))
        self._ask(
            self.tr("Delete {0}, which is in use?").format(named(entity.name)), lines, self.tr("Delete"),
            lambda: self._delete_now(project, entity.id),
        )  # fmt: skip

    def _delete_now(self, project: Project, id_: str) -> None:
        self._session.run(lambda: cataloguing.delete(project, id_, in_use=True))

    def _ask(self, question: str, lines: list[str], yes: str, then: Callable[[], None]) -> None:
        """A question in plain text with what will happen; Enter does it, Escape leaves."""
        box = QMessageBox(self._page.window())
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setWindowTitle(self.tr("Sources"))
        box.setText(sentence(question))
        box.setInformativeText("\n".join(map(sentence, lines)))
        do = box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(do)
        box.finished.connect(lambda _result: then() if box.clickedButton() is do else None)
        box.finished.connect(lambda _result: self._page.view.setFocus())
        box.finished.connect(box.deleteLater)
        box.open()
