"""Colleagues' projects in and work for them out, who they are, and what two copies say differently."""

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.model.hidden import named
from annotator.services import deciding, identifying, merging, work_packages
from annotator.ui.merging.decisions import Decisions
from annotator.ui.merging.merge_dialog import MergeDialog
from annotator.ui.merging.package_dialog import PackageDialog
from annotator.ui.merging.people import People

if TYPE_CHECKING:
    from annotator.ui.desk import Desk


class Merging(QObject):
    """Shows the dialogs, and has `Filing` do what takes long."""

    def __init__(self, desk: "Desk") -> None:
        super().__init__(desk.window)
        self._desk = desk
        self._session = desk.session
        self._filing = desk.filing
        self._window = desk.window

    # Merging

    def choose(self) -> None:
        """Ask for other projects, and offer to merge them."""
        kinds = self.tr("Projects and corpora (*.annotator *.jsonl);;All files (*)")
        paths = self._filing.ask_to_open(self.tr("Merge projects"), kinds, several=True)
        if paths:
            self.offer(paths)

    def offer(self, paths: Sequence[Path]) -> MergeDialog | None:
        """Show what merging would bring, and do it when the person wants it."""
        if self._session.project is None or not self._session.is_free():
            return None
        dialog = MergeDialog(paths, self._window)
        dialog.ordered.connect(lambda: self._merge(dialog, paths))
        dialog.stopped.connect(self._filing.cancel)
        self._filing.worked.connect(dialog.show_progress)
        dialog.open()
        self._filing.work(
            lambda own, progress: merging.preview(own, paths, progress=progress), dialog.show_preview,
            dialog.show_stopped,
        )  # fmt: skip
        return dialog

    def _merge(self, dialog: MergeDialog, paths: Sequence[Path]) -> None:
        dialog.set_running(running=True)

        def done(merged: merging.Merged) -> None:
            dialog.accept()
            self._session.take_over(merged.changes)
            self._tell(merged.summary)
            self._filing.remember()

        self._filing.work(
            lambda own, progress: merging.merge(own, paths, progress=progress), done, dialog.show_stopped
        )  # fmt: skip

    def _tell(self, summary: merging.Summary) -> None:
        messages = self._window.area.messages
        new = self.tr("%n new item(s)", "", summary.items_new)
        changed = self.tr("%n changed", "", summary.items_changed)
        told = self.tr("Merged: {0}, {1}.").format(new, changed)
        if summary.quarantined:
            told += " " + self.tr("Kept out: %n item(s).", "", len(summary.quarantined))
        if summary.conflicts:
            told += " " + self.tr("%n item(s) got two values.", "", summary.conflicts)
            messages.show_message("info", told, self.tr("Decide…"), lambda: _asked(self.decisions()))
        else:
            messages.show_message(
                "bad" if summary.quarantined else "ok", told, self.tr("Undo"), self._desk.undoing.undo
            )  # fmt: skip

    # Decisions

    def decisions(self) -> Decisions | None:
        """Show what two copies say differently."""
        project = self._session.project
        if project is None or not self._session.is_free():
            return None
        dialog = Decisions(project, self._window)

        def decide(item: str, digest: str) -> None:
            self._session.run(lambda: deciding.decide(project, item, digest))
            dialog.read()

        dialog.chosen.connect(decide)
        dialog.wanted.connect(self._go_to)
        dialog.open()
        return dialog

    def _go_to(self, document: str, item: str) -> None:
        self._session.show(document)
        article = self._session.article
        if article is not None and item in article.attributions:
            item = article.attributions[item].contents[0]
        if article is not None and item in article.annotations:
            self._desk.layering.reveal(article.annotations[item].annotator)
            self._session.focus(item)
        self._desk.view.setFocus()

    # People

    def people(self) -> People | None:
        """Show who is in the project."""
        project = self._session.project
        if project is None or not self._session.is_free():
            return None
        dialog = People(project, self._window)

        def join(one: str, other: str) -> None:
            self._session.run(lambda: identifying.join(project, one, other))
            dialog.read()

        def separate(one: str) -> None:
            self._session.run(lambda: identifying.separate(project, one))
            dialog.read()

        dialog.joined.connect(join)
        dialog.separated.connect(separate)
        dialog.open()
        return dialog

    # Work packages

    def package(self, chosen: Collection[str] = (), receiver: str | None = None) -> PackageDialog | None:
        """Ask which articles somebody gets, and where their project is to be.

        Those `chosen` (ids) are ticked at first, otherwise the open one; and the layer of the `receiver`.
        """
        project, article = self._session.project, self._session.article
        if project is None or not self._session.is_free():
            return None
        documents = [(row.id, named(row.title) or row.id[:12]) for row in project.documents()]
        leaders = [one for one in identifying.identities(project) if one.person == one.annotator.id]
        people = [(one.person, f"{named(one.annotator.name)} · {one.sign}") for one in leaders]
        ticked = set(chosen) or {article.id if article is not None else ""}
        own = project.persons().get(receiver or "", receiver or "")
        dialog = PackageDialog(documents, people, ticked | {own}, self._window)
        dialog.ordered.connect(self._make_package)
        dialog.open()
        return dialog

    def _make_package(self, documents: Sequence[str], layers: Sequence[str]) -> None:
        project = self._session.project
        if project is None:
            return
        path = self._filing.ask_for_new(project.path.parent, f"{project.name} package")
        if path is None:
            return

        def done(made: work_packages.Package) -> None:
            told = self.tr("%n article(s) are in {0}. Merge it back when it is done.", "", made.documents)
            self._session.told.emit(told.format(made.path.name))

        self._filing.work(
            lambda own, progress: work_packages.make(own, documents, path, layers=layers, progress=progress), done
        )  # fmt: skip


def _asked(_dialog: object) -> None:
    """A dialog was opened; what it leads to comes by its signals."""
