"""The hub of a window: the open project and document, and who is told when they change."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.model.annotated import AnnotatedDocument
from annotator.model.changes import ChangeSet, Origin
from annotator.model.errors import UserError
from annotator.model.items import Annotator, Attribution
from annotator.services import blinding
from annotator.services.project import Project

FOLLOW_EVERY = 1000
"""Milliseconds between looks at a file that another program writes to."""


class HasChanges(Protocol):
    """What a service returns when it made something besides."""

    @property
    def changes(self) -> ChangeSet: ...


Result = TypeVar("Result", bound=HasChanges)


def _joins(changes: ChangeSet) -> bool:
    """Whether identities were joined or separated, so that layers are other ones now."""
    told = changes.of("annotator")
    return any(getattr(c.before, "same_as", None) != getattr(c.after, "same_as", None) for c in told)


class Session(QObject):
    """Everything a window shows comes from here, and everything it does goes through `run`.

    `changed` is sent after the open document has taken the changes over; `problem` carries a sentence and a next step.
    `aboutToLeave` comes before what is shown goes away, so that what is being written can be recorded first, and
    `aboutToClose` before the project does.
    """

    projectChanged = Signal()
    articleChanged = Signal()
    changed = Signal(object)
    focusChanged = Signal()
    aboutToLeave = Signal()
    aboutToClose = Signal()
    busyChanged = Signal()
    problem = Signal(str, str)
    remediable = Signal(str, str)
    """A problem in words, and the id of the command that helps."""

    told = Signal(str)
    displaced = Signal()
    """The file that is being read was moved, deleted or replaced; what is shown is no longer what its name says."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.project: Project | None = None
        self.article: AnnotatedDocument | None = None
        self.veiled = False
        """Whether others' layers of the open article are hidden, because the project is annotated blind."""

        self.busy = False
        self._version = 0
        self._follower = QTimer(self)
        self._follower.setInterval(FOLLOW_EVERY)
        self._follower.timeout.connect(self.follow)
        self.focused: str | None = None
        """The annotation the person is at."""

        self.chosen_attribution: str | None = None
        """The attribution they are at, where the annotation is in several."""

    @property
    def me(self) -> Annotator | None:
        return self.project.me if self.project else None

    @property
    def writable(self) -> bool:
        """Whether something can be done to the project now."""
        return self.project is not None and self.project.writable and not self.busy

    def set_busy(self, *, busy: bool) -> None:
        """While a worker uses the project, nothing else is done to it."""
        self.busy = busy
        self.busyChanged.emit()

    def is_free(self) -> bool:
        """Whether no worker is at work; told when one is."""
        if self.busy:
            self.problem.emit(self.tr("Something is still being done."), self.tr("Wait for it, or cancel it."))
        return not self.busy

    def open(self, project: Project, document: str | None = None) -> None:
        """Show a project in place of the one before, at a document or its first.

        Raises UserError, the project before still being open, when the new one cannot be read.
        """
        version = project.file_version()
        rows = project.documents()
        wanted = document if any(row.id == document for row in rows) else rows[0].id if rows else None
        article = blinding.read(project, wanted) if wanted is not None else None
        self.close()
        self.project, self.article, self._version = project, article, version
        self._look()
        if not project.writable:
            self._follower.start()
        self.projectChanged.emit()
        self.articleChanged.emit()
        self.focus(None)

    def distrust(self, sentence: str) -> None:
        """Write nothing more to the project, because damage was found in it."""
        if self.project is not None:
            self.project.distrust(sentence)
            self.busyChanged.emit()

    def follow(self) -> None:
        """Show what another program has written since, when this one only reads."""
        project = self.project
        if project is None or project.writable or self.busy:
            return
        if not project.in_place():
            self._follower.stop()
            self.displaced.emit()
            return
        try:
            version = project.file_version()
            if version == self._version:
                return
            self._reread(self.article.id if self.article else None)
        except UserError:
            return  # it is being written this moment, or gone; the next look tells
        self._version = version
        self.changed.emit(ChangeSet("", Origin.MERGE, (), sweeping=True))

    def close(self) -> None:
        """Close the project; every action is on disk already."""
        if self.project is None:
            return
        self.aboutToLeave.emit()
        self.aboutToClose.emit()
        self._follower.stop()
        self.project.close()
        self.project = self.article = None
        self.focus(None)

    def close_to_start(self) -> None:
        self.close()
        self.projectChanged.emit()
        self.articleChanged.emit()

    def show(self, document: str) -> None:
        """Show another document of the project."""
        if self.project is None or (self.article is not None and self.article.id == document) or not self.is_free():
            return
        self.aboutToLeave.emit()
        try:
            self.article = blinding.read(self.project, document)
        except UserError as refused:
            self.report(refused)
            return
        self._look()
        self.focus(None)
        self.articleChanged.emit()

    def _look(self) -> None:
        project, article = self.project, self.article
        self.veiled = project is not None and article is not None and blinding.hides(project, article.id)

    def bring(self, document: str, item: str) -> None:
        """Show a document and go to an annotation or an attribution of it, if it is there."""
        self.show(document)
        article = self.article
        if article is None or article.id != document:
            return
        attribution = article.attributions.get(item)
        if attribution is not None:
            content = min((article.annotations[c] for c in attribution.contents), key=lambda a: a.begin)
            self.focus(content.id, attribution.id)
        elif item in article.annotations:
            self.focus(item)

    def focus(self, annotation: str | None, attribution: str | None = None) -> None:
        """Put an annotation, and perhaps one of its attributions, at the centre of attention."""
        if (annotation, attribution) == (self.focused, self.chosen_attribution):
            return
        self.focused, self.chosen_attribution = annotation, attribution
        self.focusChanged.emit()

    def attribution(self) -> Attribution | None:
        """The attribution the person is at: the chosen one, otherwise the first that the focused annotation is in."""
        if self.article is None or self.focused is None:
            return None
        found = self.article.attributions_of(self.focused)
        chosen = next((a for a in found if a.id == self.chosen_attribution), None)
        if chosen is not None or not found:
            return chosen
        content = [a for a in found if self.focused in a.contents]
        # In a chain over one content, the innermost hop is the one that says whose words these are.
        inner = [a for a in content if not any(b.parent == a.id for b in content)]
        return (inner or sorted(found, key=self.article.order))[0]

    def run(self, do: Callable[[], ChangeSet]) -> ChangeSet | None:
        """Do something to the project and let everyone hear of it; None when it was refused, which is told."""
        try:
            changes = do()
        except UserError as refused:
            self.report(refused)
            return None
        self.take_over(changes)
        return changes

    def run_for(self, do: Callable[[], Result]) -> Result | None:
        """The same for what makes something besides its changes."""
        try:
            result = do()
        except UserError as refused:
            self.report(refused)
            return None
        self.take_over(result.changes)
        return result

    def take_over(self, changes: ChangeSet) -> None:
        """Bring the open document up to date with changes that are on disk, and tell everyone."""
        if not changes or self.project is None:
            return
        shown = self.article.id if self.article else None
        if changes.sweeping or _joins(changes) or self._unveiled(changes):
            self._reread(shown)
        elif self.article is not None:
            self.article.apply(changes.changes)
            if any(c.kind == "document" and c.id == shown and c.after is None for c in changes.changes):
                self._reread(shown)
        elif changes.of("document"):
            self._reread(None)
        if self.article is not None and self.focused is not None and self.focused not in self.article.annotations:
            self.focus(None)
        self.changed.emit(changes)
        if changes.note:
            self.problem.emit(changes.note, "")

    def _unveiled(self, changes: ChangeSet) -> bool:
        """Whether others' layers come or go with these changes."""
        if self.project is None or self.article is None or not changes.of("setting", "state", "assignment"):
            return False
        return blinding.hides(self.project, self.article.id) != self.veiled

    def _reread(self, shown: str | None) -> None:
        assert self.project is not None
        rows = self.project.documents()
        ids = [row.id for row in rows]
        wanted = shown if shown in ids else ids[0] if ids else None
        self.article = blinding.read(self.project, wanted) if wanted is not None else None
        self._look()
        self.articleChanged.emit()

    def report(self, refused: UserError) -> None:
        if refused.remedy:
            self.remediable.emit(str(refused), refused.remedy)
        else:
            self.problem.emit(refused.sentence, refused.next_step)

    @property
    def path(self) -> Path | None:
        return self.project.path if self.project else None
