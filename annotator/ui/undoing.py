"""Undo and redo: at once where that is quick, beside the window where it is about very much."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from annotator.model.changes import ChangeSet
from annotator.model.hidden import named
from annotator.services import history
from annotator.services.bulk import Progress, nothing
from annotator.services.project import Project
from annotator.ui.filing import Filing
from annotator.ui.session import Session

Reversing = Callable[[Project, Progress], ChangeSet]


class Undoing(QObject):
    """Takes back what I did last, and does it again."""

    def __init__(self, session: Session, filing: Filing) -> None:
        super().__init__(session)
        self._session = session
        self._filing = filing

    def undo(self) -> None:
        self._go_back(history.undo_title, history.undo_is_large, history.undo, self.tr("Undone: {0}."))

    def redo(self) -> None:
        self._go_back(history.redo_title, history.redo_is_large, history.redo, self.tr("Done again: {0}."))

    def _go_back(
        self, title_of: Callable[[Project], str], is_large: Callable[[Project], bool], do: Reversing, sentence: str
    ) -> None:  # fmt: skip
        session = self._session
        project = session.project
        if project is None or not session.is_free():
            return
        session.aboutToLeave.emit()  # what is being written is recorded first, and is then what is undone
        told = sentence.format(named(title_of(project)))
        if is_large(project):
            self._filing.work(do, lambda changes: self._show(changes, told))
            return
        changes = session.run(lambda: do(project, nothing))
        if changes is not None:
            self._tell(changes, told)

    def _show(self, changes: ChangeSet, told: str) -> None:
        self._session.take_over(changes)
        self._tell(changes, told)

    def _tell(self, changes: ChangeSet, told: str) -> None:
        """Say what was done, and go to what is back in the open article."""
        session = self._session
        session.told.emit(told)
        article = session.article
        back = [c for c in changes.of("annotation") if c.after is not None and article and c.document == article.id]
        if back:
            session.focus(back[-1].id)
