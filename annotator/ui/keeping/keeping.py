"""Keeps the open project safe: says why it cannot be written to, watches it, and brings back what was."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QMainWindow

from annotator.model.errors import Hindrance, UserError
from annotator.model.hidden import named
from annotator.services.project import Project
from annotator.ui.keeping.banner import Banner, Choice
from annotator.ui.keeping.watch import Damage, Watch

if TYPE_CHECKING:
    from annotator.ui.desk import Desk

LOOK_EVERY = 1500
"""Milliseconds between looks at whether another program has let go of the project."""


class Keeping(QObject):
    """The banner of one window, the watch over its project, and the commands on backups and salvage."""

    def __init__(self, desk: "Desk", window: QMainWindow) -> None:
        super().__init__(window)
        self._desk = desk
        self._session = desk.session
        self._window = window
        self._damage: list[Damage] = []
        self._looked_at: Path | None = None
        """The project of which a backup is shown."""

        self._told_places: set[Path] = set()
        self.banner = Banner()
        desk.window.area.add_banner(self.banner)
        messages = desk.window.area.messages
        desk.docks.bars += [(self.banner, lambda: self.banner.buttons[0]), (messages, messages.button)]
        self.watch = Watch(self)
        self.watch.damaged.connect(self._found_damage)
        self.watch.refused.connect(lambda sentence: self._session.problem.emit(sentence, ""))
        self._lock = QTimer(self)
        self._lock.setInterval(LOOK_EVERY)
        self._lock.timeout.connect(self.look_at_lock)
        self._session.projectChanged.connect(self._project_changed)
        self._session.displaced.connect(self._tell_displaced)
        self._session.changed.connect(lambda _changes: self.watch.note_work())
        self._project_changed()

    # The project comes and goes

    def _project_changed(self) -> None:
        project = self._session.project
        self._damage = []
        self._desk.window.documents.mark_damaged(frozenset())
        if project is None or project.path.parent != _folder_of_backups(self._looked_at):
            self._looked_at = None
        self._lock.stop()
        self.show()
        if project is None:
            self.watch.begin(None)
            return
        if project.read_only is not None and project.read_only.hindrance is Hindrance.LOCKED:
            self._lock.start()
        watched = project.writable or (project.read_only is not None and project.read_only.hindrance is Hindrance.PLACE)
        self.watch.begin(project.path if watched else None)
        self._tell_place(project)

    def _tell_place(self, project: Project) -> None:
        """Once for each project: that its place is one where files come to harm."""
        from annotator.services import places

        if project.path in self._told_places or not project.writable:
            return
        self._told_places.add(project.path)
        where = places.unsafe(project.path)
        if where and self._desk.settings.tell_once(f"place/{project.path}"):
            self._session.told.emit(
                self.tr("{0} lies in {1}. Work in it from one computer at a time; backups are kept on this computer.")
                .format(named(project.path.name), where)
            )  # fmt: skip

    def show(self) -> None:
        """Have the banner say what is so."""
        project = self._session.project
        if project is None or project.read_only is None:
            self.banner.hide()
            return
        why = project.read_only
        sentence, choices = self._words(why.hindrance)
        self.banner.say(f"{why.sentence} {sentence}".strip(), choices, grave=why.hindrance is Hindrance.DAMAGED)

    def _words(self, hindrance: Hindrance) -> tuple[str, list[Choice]]:
        filing = self._desk.filing
        copy = Choice(self.tr("Save a copy…"), filing.save_copy)
        salvage = Choice(self.tr("Salvage…"), self.salvage)
        match hindrance:
            case Hindrance.LOCKED:
                return self.tr("Changes are shown as they come."), [copy]
            case Hindrance.NEWER:
                return (
                    self.tr("Update Annotator to work on it, or export what this version can read."),
                    [Choice(self.tr("Export corpus…"), filing.export)],
                )
            case Hindrance.STRANGE:
                take = Choice(self.tr("Take over into a new project…"), self.salvage)
                return self.tr("What is proven can be taken over into a new project."), [take]
            case Hindrance.DAMAGED:
                more = [Choice(self.tr("What is damaged…"), self.show_damage)] if self._damage else []
                return "", [*more, salvage, Choice(self.tr("Backups…"), self.show_backups)]
            case Hindrance.ASKED if self._looked_at is not None:
                return (
                    self.tr("This is a backup of {0}.").format(named(self._looked_at.name)),
                    [Choice(self.tr("Back to the project"), self._back_to_project),
                     Choice(self.tr("Backups…"), self.show_backups)],
                )  # fmt: skip
        return self.tr("Save a copy to work on it."), [copy]

    # Another program writes

    def look_at_lock(self) -> None:
        """Offer to become the one who writes, once nobody else does."""
        project = self._session.project
        if project is None or self._session.busy or not project.lock_is_free():
            return
        self._lock.stop()
        self._session.follow()
        self.banner.say(
            self.tr("Nobody writes to {0} any more.").format(named(project.path.name)),
            [Choice(self.tr("Work on it here"), self._desk.filing.reopen)], grave=False,
        )  # fmt: skip

    def _tell_displaced(self) -> None:
        """Say that what is shown is no longer what the file's name stands for."""
        project = self._session.project
        assert project is not None
        self._lock.stop()
        filing, name = self._desk.filing, named(project.path.name)
        copy = Choice(self.tr("Save a copy…"), filing.save_copy)
        if project.path.exists():
            sentence = self.tr("{0} was replaced while it was open; this is what was there before.").format(name)
            choices = [Choice(self.tr("Open what is there now"), filing.reopen), copy]
        else:
            sentence = self.tr("{0} was moved or deleted; this is what was there before.").format(name)
            choices = [copy]
            self._desk.window.status.tell_gone()
        self.banner.say(sentence, choices, grave=True)

    # Damage

    def _found_damage(self, problems: Sequence[Damage]) -> None:
        project = self._session.project
        if project is None:
            return
        self._damage = list(problems)
        self._desk.window.documents.mark_damaged(frozenset(one.document for one in problems))
        count = self.tr("%n thing(s) in it", "", len(problems))
        self._session.distrust(
            self.tr("{0} is damaged: {1} cannot be trusted. It is open for reading only.")
            .format(named(project.path.name), count)
        )  # fmt: skip
        self.show()

    def show_damage(self) -> None:
        """List everything that was found wrong."""
        from annotator.ui.dialogs.plain_report import PlainReport

        lines = [one.words for one in self._damage]
        PlainReport(self.tr("What is damaged"), lines, self._window).open()

    # Backups and salvage

    def show_backups(self) -> None:
        """Show the backups of the open project, or of the one whose backup is shown; asks which when none is."""
        from annotator.ui.dialogs.backups import Backups

        if self._session.project is None:
            self._looked_at = self._desk.filing.ask_for_project()
        original = self._original()
        if original is None:
            return
        dialog = Backups(original, self._window)
        dialog.wanted.connect(self._look_at)
        dialog.restored.connect(self._restore)
        dialog.open()

    def _original(self) -> Path | None:
        """The project that backups are meant of."""
        project = self._session.project
        return self._looked_at or (project.path if project is not None else None)

    def _look_at(self, backup: object) -> None:
        from annotator.services import backing_up

        assert isinstance(backup, backing_up.Backup)
        original = self._looked_at = self._original()
        if self._desk.filing.show(lambda: backing_up.look_at(backup, self._desk.filing.me())):
            self._looked_at = original
            self.show()

    def _back_to_project(self) -> None:
        if self._looked_at is not None:
            self._desk.filing.open_path(self._looked_at)

    def _restore(self, backup: object) -> None:
        from annotator.services import backing_up

        assert isinstance(backup, backing_up.Backup)
        original = self._original()
        if original is None or not self._session.is_free():
            return
        self._session.close_to_start()
        try:
            aside = backing_up.restore(original, backup, self._desk.filing.me())
        except UserError as refused:
            self._desk.filing.open_path(original)
            self._session.report(refused)
            return
        if self._desk.filing.open_path(original) and aside is not None:
            self._session.told.emit(self.tr("Restored. What was there is now {0}.").format(named(aside.name)))

    def salvage(self) -> None:
        """Bring over what a damaged project proves into a new one; asks which when none is open."""
        from annotator.ui.dialogs.salvage import Salvage

        project = self._session.project
        damaged = project.path if project is not None else self._desk.filing.ask_for_project()
        if damaged is None or not self._session.is_free():
            return
        out = self._desk.filing.ask_for_new(damaged.parent, self.tr("{0} salvaged").format(damaged.stem))
        if out is None:
            return
        if project is not None:
            self._session.close_to_start()  # the file is read byte by byte, which must not happen while it is open
        dialog = Salvage(damaged, out, self._window)
        dialog.opened.connect(self._desk.filing.open_path)
        dialog.open()
        dialog.begin()


def _folder_of_backups(project: Path | None) -> Path | None:
    from annotator.services.project import backup_folder

    return backup_folder(project) if project is not None else None
