"""Commands on files: projects, articles and corpora in and out."""

import sys
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMainWindow, QWidget

from annotator.model.errors import UserError
from annotator.model.hidden import named
from annotator.model.items import Annotator
from annotator.services import samples
from annotator.services.identity import Identities
from annotator.services.project import SUFFIX, Project, with_suffix
from annotator.ui.session import Session
from annotator.ui.settings import WindowSettings

if TYPE_CHECKING:
    from PySide6.QtWidgets import QFileDialog

    from annotator.services.importing import Imported
    from annotator.ui.exchanging import Exchanging
    from annotator.ui.importing.coming_in import ComingIn
    from annotator.ui.working import Progress, Worker

# What imports, exports and asks is imported when it is first used: no start of the program waits for it.


class Filing(QObject):
    """Opens, makes, fills and exports projects; `worked` tells of the progress of what takes long."""

    worked = Signal(int, int, str)
    reported = Signal(object)
    undecided = Signal()
    """Somebody wants to decide about what an import brought."""

    hindered = Signal()
    """A project was opened that cannot be written to."""

    def __init__(self, session: Session, settings: WindowSettings, identities: Identities, window: QMainWindow) -> None:
        super().__init__(window)
        self._session = session
        self._settings = settings
        self._identities = identities
        self._window = window
        self._worker: Worker | None = None
        self.listed: Callable[[], Sequence[str]] = tuple
        """The ids of the documents that the list shows."""

    # Who works here

    def sign(self) -> bool:
        """Whether somebody has said who they are; asks when nobody has."""
        project = self._session.project
        return (project is not None and project.me is not None) or self.change_name()

    def name(self) -> str:
        """The person's name; empty while nobody has said one."""
        me = self._identities.me()
        return me.name if me is not None else ""

    def change_name(self, parent: QWidget | None = None) -> bool:
        """Ask for the person's name, once and for all projects; False when they would rather not say."""
        from annotator.ui.dialogs.text_prompt import TextPrompt

        name = TextPrompt.ask(
            parent or self._window,
            self.tr("Your name"),
            self.tr("Your work is signed with it, and colleagues see it beside your tags."),
            self.name(),
            self.tr("Sign with this name"),
            lambda typed: None if typed.strip() else self.tr("A name is needed."),
        )
        if name is None:
            return False
        try:
            became = self._identities.become(name)
        except UserError as refused:
            self._session.report(refused)
            return False
        if self._session.project is not None:
            self._session.project.me = became
            self._session.articleChanged.emit()
        return True

    # Projects

    def new(self) -> None:
        """Ask where, and make an empty project there."""
        path = self.ask_to_save(
            self.tr("New project"), self.tr("Annotator projects (*.annotator)"), "project.annotator"
        )
        if path is not None:
            self.show(lambda: Project.create(path, self._identities.me()))

    def open(self) -> None:
        path = self.ask_to_open(self.tr("Open project"), self.tr("Annotator projects (*.annotator);;All files (*)"))
        if path:
            self.open_path(path[0])

    def open_path(self, path: Path) -> bool:
        """Open a project file; what is wrong with it is told. One that is open stays as it is."""
        if self._is_open(path):
            return True
        return self.show(lambda: Project.open(path, self._identities.me()))

    def reopen(self) -> None:
        """Open the project anew, to write to it now that nobody else does."""
        project, article = self._session.project, self._session.article
        if project is None or not self._session.is_free():
            return
        path = project.path
        project.close()  # before it is opened: reading its header beside the connection would drop that one's locks
        if not self.show(lambda: Project.open(path, self._identities.me())):
            self._session.close_to_start()
        elif article is not None:
            self._session.show(article.id)

    def me(self) -> Annotator | None:
        """Who works here."""
        return self._identities.me()

    def ask_for_project(self) -> Path | None:
        """Which project file, None when none was chosen."""
        found = self.ask_to_open(self.tr("Which project"), self.tr("Annotator projects (*.annotator);;All files (*)"))
        return found[0] if found else None

    def ask_for_new(self, folder: Path, name: str) -> Path | None:
        """Where to put a new project, None when that was not said."""
        kinds = self.tr("Annotator projects (*.annotator)")
        return self.ask_to_save(self.tr("New project"), kinds, f"{name}{SUFFIX}", folder)

    def open_sample(self) -> bool:
        """Open the person's own copy of the sample project, made the first time."""
        if self._is_open(samples.place()):
            return True
        return self.show(lambda: samples.open_copy(self._identities.me()), samples.best_document)

    def _is_open(self, path: Path) -> bool:
        """Whether the session has this very file open; opening it twice would drop the locks of the first."""
        shown = self._session.path
        return shown is not None and shown.exists() and path.exists() and shown.samefile(path)

    def show(self, make: Callable[[], Project], first: Callable[[Project], str | None] = lambda _project: None) -> bool:
        """Show the project that `make` opens in place of the one before; what is wrong with it is told."""
        if not self._session.is_free():
            return False
        project: Project | None = None
        try:
            project = make()
            self._session.open(project, self._settings.last_document(project.path) or first(project))
        except UserError as refused:
            if project is not None:
                project.close()
            self._session.report(refused)
            return False
        if self._window.isVisible():  # otherwise after the first frame: writing settings waits for the disk
            self.remember()
        if not project.writable:
            self.hindered.emit()
        return True

    def remember(self) -> None:
        """Put the open project, and the document shown, among what the next start offers."""
        project = self._session.project
        if project is None:
            return
        documents = self.tr("%n document(s)", "", len(project.documents()))
        people = self.tr("%n annotator(s)", "", len(project.annotators()))
        self._settings.remember(project.path, f"{documents} · {people}")
        if self._session.article is not None:
            self._settings.keep_last_document(project.path, self._session.article.id)

    def close(self) -> None:
        if not self._session.is_free():
            return
        self.remember()
        self._session.close_to_start()

    def save_copy(self) -> None:
        project = self._session.project
        if project is None:
            return
        path = self.ask_to_save(
            self.tr("Save a copy"), self.tr("Annotator projects (*.annotator)"), f"{project.name} copy.annotator"
        )
        if path is None:
            return
        try:
            project.copy_to(path)
        except UserError as refused:
            self._session.report(refused)
        else:
            if not project.path.exists():
                self.open_path(with_suffix(path))  # the copy is what is left of the project
            self._session.told.emit(self.tr("Copied to {0}.").format(named(path.name)))

    # In

    def choose_imports(self) -> None:
        from annotator.services import importing

        endings = " ".join(f"*{suffix}" for suffix in importing.suffixes())
        kinds = self.tr("Articles and corpora ({0});;All files (*)").format(endings)
        self.import_paths(self.ask_to_open(self.tr("Import articles or a corpus"), kinds, several=True))

    def import_paths(self, paths: Sequence[Path]) -> None:
        """Import files and folders; a project among them is opened. Without an open project a new one is asked for."""
        projects = [p for p in paths if p.suffix == ".annotator"]
        rest = [p for p in paths if p not in projects]
        if projects and not rest:
            self.open_path(projects[0])
        elif projects:
            next_step = self.tr("Choose it alone to open it, or merge it into this one.")
            self._session.problem.emit(self.tr("There is a project among the articles."), next_step)
        elif rest and self.project_to_fill(rest[0]):
            self.coming_in.read(rest)

    def offer(self, corpora: Sequence[Path]) -> None:
        """Show what corpora of other programs would bring, for the person to decide about."""
        if self._session.is_free():
            self._exchanging().offer(corpora)

    def paste(self) -> None:
        """Import what was copied as an article, or the files that were."""
        self.coming_in.paste()

    def project_to_fill(self, near: Path | None) -> bool:
        """Whether there is a project that can be written to; without an open one a new one is asked for."""
        if not self._session.is_free():
            return False
        if self._session.project is None:
            self.new_near(near)
        if self._session.project is not None and not self._session.writable:
            self._session.problem.emit(
                self._session.project.why_read_only, self.tr("Save a copy to add articles to it.")
            )
            return False
        return self._session.project is not None

    def new_near(self, near: Path | None) -> None:
        """Ask for a new project, proposing the name and folder of what will go into it."""
        folder = near.parent if near is not None else Path.home()
        name = near.stem if near is not None else "project"
        path = self.ask_to_save(
            self.tr("New project for these articles"), self.tr("Annotator projects (*.annotator)"), f"{name}.annotator",
            folder,
        )  # fmt: skip
        if path is not None:
            self.show(lambda: Project.create(path, self._identities.me()))

    def imported(self, imported: "Imported") -> None:
        self._session.take_over(imported.changes)
        if imported.documents:
            self._session.show(imported.documents[0])
        self.reported.emit(imported.report)
        self.remember()

    # Out

    def export(self) -> None:
        """Ask what to write, in which format, and where."""
        if self._session.project is not None and self._session.is_free():
            self._exchanging().export(self._folder(), self.listed())

    @cached_property
    def coming_in(self) -> "ComingIn":
        """The way of articles into the project."""
        from annotator.ui.importing.coming_in import ComingIn

        return ComingIn(self, self._session, self._window)

    def _exchanging(self) -> "Exchanging":
        from annotator.ui.exchanging import Exchanging

        return Exchanging(self, self._session, self._window)

    def export_to(self, path: Path) -> None:
        """Write the project as an annotator corpus."""
        self._exchanging().export_to(path)

    # How work is done

    def work(
        self, work: "Callable[[Project, Progress], object]", then: Callable[..., None],
        stopped: Callable[[str], None] | None = None,
    ) -> None:  # fmt: skip
        """Do something long in a thread, on a connection of its own, while commands that write wait.

        `stopped` is told why it was refused, cancelled or failed; without it the window tells of that.
        """
        project = self._session.project
        if project is None or not self._session.is_free():
            if stopped is not None:
                stopped(self.tr("Something is still being done."))
            return
        from annotator.ui.working import Worker

        self._session.aboutToLeave.emit()

        def apart(progress: "Progress") -> object:
            with project.apart() as own:
                return work(own, progress)

        def finish(result: object) -> None:
            project.renew()
            then(result)

        worker = self._worker = Worker(apart, self)
        worker.progressed.connect(self.worked)
        worker.done.connect(lambda result: self._end(lambda: finish(result)))
        nothing_done = self.tr("Cancelled; nothing was changed.")
        refuse = self._session.report if stopped is None else lambda refused: stopped(str(refused))
        cancel = self._session.told.emit if stopped is None else stopped
        worker.refused.connect(lambda refused: self._end(lambda: refuse(refused)))
        worker.cancelled.connect(lambda: self._end(lambda: cancel(nothing_done)))
        worker.failed.connect(lambda error: self._end(lambda: self._fail(error, stopped)))
        self._session.set_busy(busy=True)
        worker.start()

    def cancel(self) -> None:
        if self._worker is not None:
            self._worker.cancel()

    def wait(self) -> None:
        """Until the work under way has ended; for closing the window."""
        if self._worker is not None:
            self._worker.cancel()
            self._worker.wait()
            self._worker = None
            self._session.set_busy(busy=False)

    def _end(self, then: Callable[[], None]) -> None:
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.wait()
            worker.deleteLater()
        self._session.set_busy(busy=False)
        then()

    def _fail(self, error: Exception, stopped: Callable[[str], None] | None = None) -> None:
        sys.excepthook(type(error), error, error.__traceback__)
        if stopped is not None:
            stopped(self.tr("Something went wrong inside the program; nothing was changed."))

    # Dialogs

    def ask_to_open(self, title: str, kinds: str, *, several: bool = False) -> list[Path]:
        """Which files, none when none were chosen."""
        from PySide6.QtWidgets import QFileDialog

        ask = QFileDialog.getOpenFileNames if several else QFileDialog.getOpenFileName
        found, _ = ask(self._window, title, str(self._folder()), kinds, options=_options())
        names = [found] if isinstance(found, str) else found
        return [Path(name) for name in names if name]

    def ask_to_save(self, title: str, kinds: str, name: str, folder: Path | None = None) -> Path | None:
        """Where the person wants a new file to be; None when nowhere."""
        from PySide6.QtWidgets import QFileDialog

        start = (folder or self._folder()) / name
        options = _options()
        if name.endswith(SUFFIX):  # a project is never replaced, which is said afterwards
            options |= QFileDialog.Option.DontConfirmOverwrite
        found, _ = QFileDialog.getSaveFileName(self._window, title, str(start), kinds, options=options)
        return Path(found) if found else None

    def ask_place(self, title: str, kinds: str, proposed: Path) -> Path | None:
        """Ask for the name of a file or folder that will be written."""
        folder = proposed.parent if proposed.is_absolute() else self._folder()
        return self.ask_to_save(title, kinds, proposed.name, folder)

    def _folder(self) -> Path:
        path = self._session.path
        return path.parent if path is not None and path != samples.place() else Path.home()


def _options() -> "QFileDialog.Option":
    """The system's own dialogs, where there are any."""
    from PySide6.QtWidgets import QFileDialog

    bare = QGuiApplication.platformName() in ("offscreen", "minimal")
    return QFileDialog.Option.DontUseNativeDialog if bare else QFileDialog.Option(0)
