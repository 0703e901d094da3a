"""Walking the differences of the open document and deciding about them."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Signal

from annotator.model.annotated import AnnotatedDocument
from annotator.model.changes import ChangeSet
from annotator.model.items import Annotation, Attribution
from annotator.services import annotating, contrasting, reviewing
from annotator.services.project import Project
from annotator.ui.article.layers import initial
from annotator.ui.article.readings import Reading
from annotator.ui.controls.announcing import announce
from annotator.ui.desk import Desk
from annotator.ui.reviewing.comparison import Comparison, Key, Line
from annotator.ui.reviewing.words import sentence, state_words
from annotator.ui.soon import Soon

if TYPE_CHECKING:
    from annotator.ui.reviewing.compare_panel import ComparePanel


class Review(QObject):
    """`changed` when the lines are others, `moved` when the one the person is at is another or says otherwise."""

    changed = Signal()
    moved = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.window)
        self._desk = desk
        self._session = desk.session
        self.comparison = Comparison()
        self._key: Key | None = None
        self._place = 0
        self._second = False
        self._reviewed = False
        self._tell = Soon(self._renew, self)
        self._session.articleChanged.connect(self._read)
        self._session.changed.connect(self._take)
        desk.modes.changed.connect(self._mode_changed)
        desk.layering.changed.connect(self._show_readings)
        self._read()

    # What is compared

    def _read(self) -> None:
        self.comparison.set_article(self._session.project, self._session.article)
        self._key, self._place, self._second = None, 0, False
        self._look()
        self._renew()
        if self._desk.modes.current == "review":
            self._tell_reopened()

    def _take(self, changes: ChangeSet) -> None:
        if changes.sweeping or changes.of("state"):
            self._look()
        if self.comparison.take(changes) and self._is_seen():
            self._tell.ask()

    def _is_seen(self) -> bool:
        """Whether anything on the screen depends on the differences: otherwise they are compared when it does."""
        return self._desk.modes.current == "review" or any(map(self._desk.docks.shows, ("differences", "compare")))

    def _show_open(self) -> None:
        """Say in the status bar how many are open."""
        reviewing = self._desk.modes.current == "review" and self._session.article is not None
        decided, of = self.comparison.counts() if reviewing else (0, 0)
        self._desk.window.status.show_open(of - decided if reviewing else None)

    def _renew(self) -> None:
        line = self.current()
        self._key = line.key if line is not None else None
        self.changed.emit()
        self.moved.emit()
        self._show_readings()
        self._show_open()

    def _mode_changed(self) -> None:
        if self._is_seen():
            self._renew()
        else:
            self._show_readings()
            self._show_open()
        if self._desk.modes.current == "review":
            self._tell_reopened()

    def compare(self, one: str, other: str) -> None:
        """Compare two annotators (ids); the other one may be EVERYBODY."""
        self.comparison.choose(one, other)
        self._renew()

    def filter(self, kind: str, standing: str) -> None:
        """Show one kind of difference, or all (empty); only open, decided or reopened ones, or all (empty)."""
        self.comparison.filter(kind, standing)
        self._renew()

    # Walking

    def shown(self) -> Sequence[Line]:
        """The lines that the filters let through."""
        return self.comparison.shown()

    def place(self) -> int:
        """The number of the current line among those shown; −1 when none is."""
        shown = self.shown()
        if self._key is not None:
            found = next((at for at, line in enumerate(shown) if line.key == self._key), -1)
            if found >= 0:
                self._place = found
                return found
            return min(self._place, len(shown) - 1)  # what came in its place
        return -1

    def current(self) -> Line | None:
        """The difference the person is at."""
        place = self.place()
        return self.shown()[place] if place >= 0 else None

    def go(self, place: int) -> None:
        """Go to one of the lines that are shown, and show it in the article."""
        shown = self.shown()
        if not 0 <= place < len(shown):
            return
        line = shown[place]
        if line.key != self._key:
            self._key, self._place, self._second = line.key, place, False
        self.moved.emit()
        self._show_in_article(line)

    def step(self, by: int) -> None:
        """Go to the next or the previous line; from none, to the one at or after the caret."""
        here = self.place()
        self.go(self._near_caret(by) if here < 0 else max(0, min(len(self.shown()) - 1, here + by)))

    def step_open(self, by: int) -> None:
        """Go to the next or the previous line that is open, beginning again at the other end."""
        shown = self.shown()
        here = self.place()
        start = here if here >= 0 else self._near_caret(by) - by
        ahead = ((start + by * step) % len(shown) for step in range(1, len(shown) + 1))
        found = next((at for at in ahead if not shown[at].decided), None)
        if found is None:
            self._session.told.emit(self.tr("Everything here is decided."))
        else:
            self.go(found)

    def _near_caret(self, by: int) -> int:
        article, caret = self._session.article, self._desk.view.caret()
        lines = list(self.shown())
        if article is None:
            return 0
        ends = [max(s.end for s in contrasting.places(article, contrasting.item_of(x.difference))) for x in lines]
        after = next((at for at, end in enumerate(ends) if end > caret), len(lines))
        return min(after, len(lines) - 1) if by > 0 else max(0, after - 1)

    def _show_in_article(self, line: Line) -> None:
        article, layering = self._session.article, self._desk.layering
        if article is None:
            return
        difference = line.difference
        for item in (difference.a, difference.b):
            if item is not None:
                layering.reveal(item.annotator)
        self._focus(article, difference.a or contrasting.item_of(difference))
        self._show_readings()
        announce(self._desk.view, f"{sentence(article, difference)} {state_words(line.state)}")

    def _focus(self, article: AnnotatedDocument, item: Annotation | Attribution) -> None:
        """Bring an item on the screen, and let what is done next by key be done to it."""
        self._desk.view.clear_selection()
        if isinstance(item, Attribution):
            content = min((article.annotations[c] for c in item.contents), key=lambda a: a.begin)
            self._desk.view.focus_annotation(content.id)
            self._session.focus(content.id, item.id)
        else:
            self._desk.view.focus_annotation(item.id)

    def _show_readings(self) -> None:
        """Frame both readings where they are, with their exact edges."""
        line, article = self.current() if self._desk.modes.current == "review" else None, self._session.article
        if line is None or article is None:
            self._desk.view.set_readings(())
            return
        me = self._session.me
        found = []
        for item in (line.difference.a, line.difference.b):
            if item is not None:
                who = article.annotators.get(item.annotator or "")
                mine = me is not None and item.annotator == me.id
                colour = None if mine else self._desk.layering.colour(item.annotator or "")
                spans = contrasting.places(article, item, line.difference.kind)
                found.append(Reading(spans, colour, initial(who.name if who is not None else "")))
        self._desk.view.set_readings(found)

    # Deciding

    def target(self) -> Annotation | Attribution | None:
        """The colleague's item that a verdict would be on; None where there is none."""
        line, weighing = self.current(), self.comparison.weighing()
        if line is None or weighing is None:
            return None
        return contrasting.target(line.difference, weighing, second=self._second)

    def can_judge(self) -> bool:
        return self.target() is not None

    def has_verdict(self) -> bool:
        """Whether there is a verdict of mine on what the person is at."""
        weighing, line = self.comparison.weighing(), self.current()
        return weighing is not None and line is not None and bool(self._judged(line))

    def _judged(self, line: Line) -> list[str]:
        weighing = self.comparison.weighing()
        items = (line.difference.a, line.difference.b)
        return [i.id for i in items if i is not None and weighing is not None and weighing.standing(i.id).mine]

    def turn(self) -> None:
        """Let a verdict be on the other reading, where both are colleagues’."""
        before = self.target()
        self._second = not self._second
        if self.target() is before:
            self._second = not self._second
            self._session.told.emit(self.tr("There is only one reading here that is not your own."))
        self.moved.emit()

    def accept(self) -> None:
        """Hold the colleague's reading to be right, and go on to what is open next."""
        self._judge(reviewing.accept)

    def reject(self, reason: str = "") -> None:
        """Hold it to be wrong. Without a reason, one is asked for."""
        if reason.strip():
            self._judge(lambda project, article, id_: reviewing.reject(project, article, id_, reason))
        elif self.can_judge():
            self.panel().ask_reason()

    def amend(self) -> None:
        """Replace it by a reading of my own, and go there to change it."""
        work, target = self._desk.tagging.at_work(), self.target()
        if work is None or target is None:
            return
        project, article = work
        reason = self.panel().reason_typed()
        done = self._session.run_for(lambda: reviewing.amend(project, article, target.id, reason))
        if done is not None:
            self._focus(article, done.replacement)
            self._desk.view.setFocus()
            words = self.tr("It is yours now: {span.begin_out} {span.end_out} move its edges, {tag.claim} re-tags it.")
            self._session.told.emit(self._desk.keys.say(words))

    def _judge(self, do: Callable[[Project, AnnotatedDocument, str], ChangeSet]) -> None:
        work, target, line = self._desk.tagging.at_work(), self.target(), self.current()
        if work is None or target is None or line is None:
            return
        project, article = work
        if self._session.run(lambda: do(project, article, target.id)) is None:
            return
        after = self.current()
        if after is not None and after.key == line.key and after.decided:
            self._advance()
        elif after is not None:
            self.go(self.place())

    def _advance(self) -> None:
        """To the next that is open; where nothing is, stay."""
        shown, here = self.shown(), self.place()
        found = next((at for at in range(here + 1, len(shown)) if not shown[at].decided), None)
        if found is None:
            found = next((at for at, line in enumerate(shown) if not line.decided), None)
        if found is not None:
            self.go(found)
        else:
            self._tell_done()

    def _tell_done(self) -> None:
        decided, of = self.comparison.counts()
        if decided == of:
            words = self.tr("All %n difference(s) here are decided. {review.reviewed} marks the article as reviewed.",
                            "", of)  # fmt: skip
            self._session.told.emit(self._desk.keys.say(words))

    def withdraw(self) -> None:
        """Take my verdicts on this difference back."""
        work, line = self._desk.tagging.at_work(), self.current()
        if work is not None and line is not None:
            project, article = work
            ids = self._judged(line)
            self._session.run(lambda: reviewing.withdraw(project, article, *ids))

    def accept_agreed(self) -> None:
        """Look through everything on which all agree, and accept it."""
        if self._desk.tagging.at_work() is not None:
            from annotator.ui.reviewing.agreed_dialog import AgreedDialog

            AgreedDialog(self._desk).open()

    # How far it is

    def _look(self) -> None:
        project, article = self._session.project, self._session.article
        known = project is not None and article is not None and project.me is not None
        self._reviewed = (
            known
            and annotating.state(cast("Project", project), cast("AnnotatedDocument", article).id, "reviewer")
            == "reviewed"
        )

    def is_reviewed(self) -> bool:
        """Whether I have marked the open article as reviewed."""
        return self._reviewed

    def toggle_reviewed(self) -> None:
        work = self._desk.tagging.at_work()
        if work is None:
            return
        project, article = work
        wanted = "in_review" if self._reviewed else "reviewed"
        if self._session.run(lambda: annotating.set_state(project, article, wanted, "reviewer")) is None:
            return
        decided, of = self.comparison.counts()
        if wanted == "reviewed" and decided < of:
            self._session.told.emit(self.tr("Marked as reviewed; %n difference(s) are still open.", "", of - decided))

    def _tell_reopened(self) -> None:
        article = self._session.article
        found = self.comparison.reopened()
        if article is None or not found:
            return
        parts = []
        for id_, count in found.items():
            who = article.annotators.get(id_)
            name = who.name if who is not None else self.tr("A colleague")
            parts.append(self.tr("{0} changed %n item(s) after your verdict.", "", count).format(name))
        of = sum(found.values())
        parts.append(self.tr("It is open again.") if of == 1 else self.tr("They are open again."))
        self._desk.pages.messages().show_message("info", " ".join(parts), self.tr("Show them"), self._show_reopened)

    def _show_reopened(self) -> None:
        self._desk.docks.show("differences")
        self.filter("", "reopened")
        if not self.shown():  # what changed is no difference any more
            self.filter("", "")
            self._session.told.emit(self.tr("What was changed agrees with the other reading now."))
            return
        self.go(0)

    def panel(self) -> "ComparePanel":
        """The panel with both readings, shown now if need be."""
        self._desk.docks.show("compare")
        return cast("ComparePanel", self._desk.docks.panel("compare"))
