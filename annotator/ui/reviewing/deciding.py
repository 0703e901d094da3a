"""Deciding about the difference the person is at, and saying how far the review of the article is."""

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject

from annotator.model.annotated import AnnotatedDocument
from annotator.model.changes import ChangeSet
from annotator.model.items import Annotation, Attribution
from annotator.services import annotating, contrasting, reviewing
from annotator.services.project import Project
from annotator.ui.desk import Desk
from annotator.ui.reviewing.comparison import Key, Line

if TYPE_CHECKING:
    from annotator.services.adjudicating import Open
    from annotator.ui.reviewing.compare_panel import ComparePanel


class Deciding(QObject):
    """A verdict is on a colleague's reading; after it, what is open next is shown."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.window)
        self._desk = desk
        self._session = desk.session
        self._review = desk.reviewing
        self._turned: Key | None = None
        """The line on which a verdict would be on the reading that is not the first to judge."""

        self._reviewed: tuple[str, bool] | None = None
        """The article that was asked about last (its id), and the answer."""

        self._session.projectChanged.connect(self._forget)
        self._session.changed.connect(self._take)

    # On what

    def target(self) -> Annotation | Attribution | None:
        """The colleague's item that a verdict would be on; None where there is none."""
        line, weighing = self._review.current(), self._review.comparison.weighing()
        if line is None or weighing is None:
            return None
        return contrasting.target(line.difference, weighing, second=line.key == self._turned)

    def can_judge(self) -> bool:
        return self.target() is not None

    def turn(self) -> None:
        """Let a verdict be on the other reading, where both are colleagues’."""
        before, line = self.target(), self._review.current()
        self._turned = None if line is None or line.key == self._turned else line.key
        if self.target() is before:
            self._turned = None
            self._session.told.emit(self.tr("There is only one reading here that is not your own."))
        self._review.moved.emit()

    def has_verdict(self) -> bool:
        """Whether there is a verdict of mine on what the person is at."""
        line = self._review.current()
        return line is not None and bool(self._judged(line))

    def _judged(self, line: Line) -> list[str]:
        weighing = self._review.comparison.weighing()
        items = (line.difference.a, line.difference.b)
        return [i.id for i in items if i is not None and weighing is not None and weighing.standing(i.id).mine]

    # Verdicts

    def accept(self) -> None:
        """Hold the colleague's reading to be right."""
        self._judge(reviewing.accept)

    def reject(self, reason: str = "") -> None:
        """Hold it to be wrong. Without a reason, one is asked for."""
        if reason.strip():
            self._judge(lambda project, article, id_: reviewing.reject(project, article, id_, reason))
        elif self.can_judge():
            self._desk.docks.show("compare")
            self._panel().ask_reason()

    def amend(self) -> None:
        """Replace it by a reading of my own, and go there to change it."""
        work, target = self._desk.tagging.at_work(), self.target()
        if work is None or target is None:
            return
        project, article = work
        reason = self._panel().reason_typed() if self._desk.docks.shows("compare") else ""
        done = self._session.run_for(lambda: reviewing.amend(project, article, target.id, reason))
        if done is not None:
            self._review.focus(article, done.replacement)
            self._desk.view.setFocus()
            words = self.tr("It is yours now: {span.begin_out} {span.end_out} move its edges, {tag.claim} re-tags it.")
            self._session.told.emit(self._desk.keys.say(words))

    def _panel(self) -> "ComparePanel":
        return cast("ComparePanel", self._desk.docks.panel("compare"))

    def _judge(self, do: Callable[[Project, AnnotatedDocument, str], ChangeSet]) -> None:
        work, target, line = self._desk.tagging.at_work(), self.target(), self._review.current()
        if work is None or target is None or line is None:
            return
        project, article = work
        if self._session.run(lambda: do(project, article, target.id)) is None:
            return
        self._turned = None
        after = self._review.current()
        if after is not None and after.key == line.key and after.decided:
            self._advance()
        elif after is not None:
            self._review.go(self._review.place())

    def _advance(self) -> None:
        """To the next that is open, or the first; where nothing is, stay."""
        shown, here = self._review.shown(), self._review.place()
        ahead = (*range(here + 1, len(shown)), *range(here))
        found = next((at for at in ahead if not shown[at].decided), None)
        if found is not None:
            self._review.go(found)
            return
        decided, of = self._review.comparison.counts()
        if decided < of:
            return
        open_ = self._still_open()
        if open_:
            words = self.tr("All differences here are decided. Open besides: %n item(s).", "", len(open_))
            words += self._agreed_hint(open_)
        else:
            words = self.tr("All %n difference(s) here are decided. {review.reviewed} marks the article as reviewed.",
                            "", of)  # fmt: skip
        self._session.told.emit(self._desk.keys.say(words))

    def _still_open(self) -> "list[Open]":
        """What an export would leave out of the article because its review has not ended."""
        from annotator.services.adjudicating import open_in

        project, article = self._session.project, self._session.article
        return open_in(project, article) if project is not None and article is not None else []

    def _agreed_hint(self, found: "list[Open]") -> str:
        """How to come to what no difference shows, with the command in braces."""
        undecided = any(one.why == "undecided" for one in found)
        return " " + self.tr("{review.agreed} lists what all agree on.") if undecided else ""

    def withdraw(self) -> None:
        """Take my verdicts on this difference back."""
        work, line = self._desk.tagging.at_work(), self._review.current()
        if work is not None and line is not None:
            project, article = work
            ids = self._judged(line)
            self._session.run(lambda: reviewing.withdraw(project, article, *ids))

    def accept_agreed(self) -> None:
        """Look through everything on which all agree, and accept it."""
        if self._desk.tagging.at_work() is not None:
            from annotator.ui.reviewing.agreed_dialog import AgreedDialog

            AgreedDialog(self._desk).open()

    # How far the article is

    def _take(self, changes: ChangeSet) -> None:
        if changes.sweeping or changes.of("state"):
            self._forget()

    def _forget(self) -> None:
        self._reviewed = None

    def is_reviewed(self) -> bool:
        """Whether I have marked the open article as reviewed."""
        project, article = self._session.project, self._session.article
        if project is None or article is None or project.me is None:
            return False
        if self._reviewed is None or self._reviewed[0] != article.id:
            self._reviewed = article.id, annotating.state(project, article.id, "reviewer") == "reviewed"
        return self._reviewed[1]

    def toggle_reviewed(self) -> None:
        work = self._desk.tagging.at_work()
        if work is None:
            return
        project, article = work
        wanted = "in_review" if self.is_reviewed() else "reviewed"
        if self._session.run(lambda: annotating.set_state(project, article, wanted, "reviewer")) is None:
            return
        open_ = self._still_open() if wanted == "reviewed" else []
        if open_:
            words = self.tr("Marked as reviewed. Still open: %n item(s).", "", len(open_))
            decided, of = self._review.comparison.counts()
            self._session.told.emit(self._desk.keys.say(words + (self._agreed_hint(open_) if decided == of else "")))
