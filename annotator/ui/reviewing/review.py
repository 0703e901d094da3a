"""Walking the differences of the open document."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from annotator.model.annotated import AnnotatedDocument
from annotator.model.changes import ChangeSet
from annotator.model.items import Annotation, Attribution
from annotator.services import contrasting
from annotator.ui.article.layers import initial
from annotator.ui.article.readings import Reading
from annotator.ui.controls.announcing import announce
from annotator.ui.desk import Desk
from annotator.ui.reviewing.comparison import Comparison, Key, Line
from annotator.ui.reviewing.words import sentence, state_words
from annotator.ui.soon import Soon


class Review(QObject):
    """`changed` when the lines are others, `moved` when the one the person is at is another or says otherwise."""

    changed = Signal()
    moved = Signal()
    paired = Signal()
    """Two others are compared, in every document."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.window)
        self._desk = desk
        self._session = desk.session
        self.comparison = Comparison()
        self._key: Key | None = None
        self._place = 0
        self._tell = Soon(self._renew, self)
        self._session.articleChanged.connect(self._read)
        self._session.changed.connect(self._take)
        desk.modes.changed.connect(self._mode_changed)
        # Soon, because layers are shown anew before the differences of what changed are known.
        self._frame = Soon(self._show_readings, self)
        desk.layering.changed.connect(self._frame.ask)
        self._read()

    # What is compared

    def _read(self) -> None:
        self.comparison.set_article(self._session.project, self._session.article)
        self._key, self._place = None, 0
        self._renew()
        if self._desk.modes.current == "review":
            self._tell_reopened()

    def _take(self, changes: ChangeSet) -> None:
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
        self.paired.emit()
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
            self._key, self._place = line.key, place
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

    def land(self, document: str, one: str, other: str, item: str) -> bool:
        """Go from elsewhere to the first difference of an item of these two (ids); whether there is one."""
        self._desk.modes.enter("review")
        self._session.show(document)
        self.compare(one, other)
        self.filter("", "all")
        here = self._session.article is not None and self._session.article.id == document
        found = next((at for at, line in enumerate(self.shown()) if item in line.key), None) if here else None
        if found is not None:
            self.go(found)
        return found is not None

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
        self.focus(article, difference.a or contrasting.item_of(difference))
        self._show_readings()
        announce(self._desk.view, f"{sentence(article, difference)} {state_words(line.state)}")

    def focus(self, article: AnnotatedDocument, item: Annotation | Attribution) -> None:
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
        line = self.current() if self._desk.modes.current == "review" else None
        article = self.comparison.article
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

    # What changed since

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
