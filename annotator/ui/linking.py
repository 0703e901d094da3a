"""Linking by number: who said it, through whom, and under which attribution it belongs."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent

from annotator.model.annotated import AnnotatedDocument, chain_words
from annotator.model.items import Annotation, Attribution
from annotator.model.span import Span
from annotator.services import attributing
from annotator.services.project import Project
from annotator.ui.article.choices import MOST
from annotator.ui.article.view import ArticleView
from annotator.ui.keymap import Keymap
from annotator.ui.session import Session
from annotator.ui.tagging import Tagging


class Linking(QObject):
    """Modes in which the article offers numbers to press; `hinted` says what can be pressed, empty when it is over."""

    hinted = Signal(str)

    def __init__(self, session: Session, view: ArticleView, tagging: Tagging, keys: Keymap) -> None:
        super().__init__(view)
        self._session = session
        self._view = view
        self._tagging = tagging
        self._keys = keys
        self._offered: dict[str, Span] = {}
        self._chosen: list[str] = []
        self._picked: Callable[[list[str]], None] | None = None
        self._finish: Callable[[list[str]], None] | None = None
        self._words: Callable[[list[str]], str] = lambda _chosen: ""
        view.choiceMade.connect(self._choose)
        view.installEventFilter(self)
        session.articleChanged.connect(self.leave)

    @property
    def active(self) -> bool:
        return self._finish is not None

    # Modes

    def link(self) -> None:
        """Number what the focused claim or quote can be linked to; digits build the chain, Enter records it."""
        work, content = self._tagging.at_work(), self._content()
        if work is None:
            return
        project, article = work
        if content is None:
            step = self.tr("Go to one with {go.next}, then press {link.source}.")
            self._refuse(self.tr("Link starts from a claim or a quote."), step)
            return
        picks = {str(place): pick for place, pick in enumerate(attributing.picks(project, article, content)[:MOST])}
        if not picks:
            step = self.tr("Select its words and press {tag.source}.")
            self._refuse(self.tr("No source is tagged in this paragraph."), step)
            return

        def words(chosen: list[str]) -> str:
            names = [_short(article, picks[c].span) for c in chosen]
            path = " ‹ ".join([self.tr("article"), *names, "…"])
            return self.tr("Who said it? {0}   Numbers from the article inwards · Enter links · Esc leaves").format(
                path
            )

        def finish(chosen: list[str]) -> None:
            chain = [picks[c] for c in chosen or (list(picks) if len(picks) == 1 else [])]
            done = self._session.run_for(lambda: attributing.link_chain(project, article, content.id, chain))
            if done is not None:
                self.leave()
                self._session.focus(content.id, done.attribution.id)

        self._start({place: pick.span for place, pick in picks.items()}, words, finish)

    def connect_two(self, one: str, other: str) -> None:
        """Link what was dropped on something else: a content with a source, or a content under another."""
        work = self._tagging.at_work()
        if work is None or one not in work[1].annotations or other not in work[1].annotations:
            return
        project, article = work
        first, second = article.annotations[one], article.annotations[other]
        if "source" in (first.tag, second.tag):
            source, content = (first, second) if first.tag == "source" else (second, first)
            done = self._session.run_for(lambda: attributing.link(project, article, [content.id], [source.id]))
            if done is not None:
                self._session.focus(content.id, done.attribution.id)
            return
        child, parent = self._attribution_of(article, one), self._attribution_of(article, other)
        if child is None or parent is None:
            self._refuse(
                self.tr("Only what is attributed can have a parent."), self.tr("Link both with {link.source} first.")
            )
            return
        basis = "embedded" if _same_paragraph(article, child, parent) else "inferred"
        self._session.run(lambda: attributing.set_parent(project, article, child.id, parent.id, basis))

    @staticmethod
    def _attribution_of(article: AnnotatedDocument, content: str) -> Attribution | None:
        """The innermost attribution of a content."""
        found = attributing.of_content(article, content)
        parents = {a.parent for a in found}
        inner = [a for a in found if a.id not in parents] or found
        return inner[0] if inner else None

    def choose_parent(self) -> None:
        """Number the attributions that the focused one can be put under; a digit does it."""
        work, child = self._tagging.at_work(), self._session.attribution()
        if work is None:
            return
        project, article = work
        if child is None:
            step = self.tr("Link it with {link.source} first.")
            self._refuse(self.tr("Only what is attributed can have a parent."), step)
            return

        def pick(parent: Attribution) -> None:
            basis = "embedded" if _same_paragraph(article, child, parent) else "inferred"
            self._session.run(lambda: attributing.set_parent(project, article, child.id, parent.id, basis))

        self._choose_attribution(project, article, child, pick, self.tr("Under which attribution? {0} ‹ …"))

    def choose_attribution(self) -> None:
        """Number the attributions that the focused annotation can be added to; a digit does it."""
        work, annotation = self._tagging.at_work(), self._tagging.focused()
        if work is None or annotation is None:
            return
        project, article = work

        def pick(target: Attribution) -> None:
            self._session.run(lambda: attributing.add_member(project, article, target.id, annotation.id))

        self._choose_attribution(project, article, None, pick, self.tr("Add to which attribution?"), near=annotation)

    def leave_chain(self) -> None:
        """Take the focused attribution out of its chain."""
        work, attribution = self._tagging.at_work(), self._session.attribution()
        if work and attribution:
            project, article = work
            self._session.run(lambda: attributing.set_parent(project, article, attribution.id, None))

    def set_status(self, status: str) -> None:
        """Say that the focused claim's source is not named, or that it is the article's own voice."""
        work, content = self._tagging.at_work(), self._content()
        if work and content:
            project, article = work
            current = self._session.attribution()
            chosen = current.id if current is not None else None
            self._session.run_for(lambda: attributing.set_status(project, article, content.id, status, chosen))

    def unlink(self) -> None:
        """Delete the focused attribution, not its members."""
        work, attribution = self._tagging.at_work(), self._session.attribution()
        if work and attribution:
            project, article = work
            self._session.run(lambda: attributing.unlink(project, article, attribution.id))

    def change(self, id_: str, **facts: str) -> None:
        """Change kind, polarity, basis or note of an attribution."""
        work = self._tagging.at_work()
        if work is not None:
            project, article = work
            self._session.run(lambda: attributing.change(project, article, id_, **facts))

    def remove_member(self, attribution: str, member: str) -> None:
        work = self._tagging.at_work()
        if work is not None:
            project, article = work
            self._session.run(lambda: attributing.remove_member(project, article, attribution, member))

    def leave(self) -> None:
        """End the mode without recording anything."""
        if not self.active:
            return
        self._finish, self._picked = None, None
        self._offered, self._chosen = {}, []
        self._view.clear_choices()
        self.hinted.emit("")

    # How a mode works

    def _choose_attribution(
        self,
        project: Project,
        article: AnnotatedDocument,
        child: Attribution | None,
        pick: Callable[[Attribution], None],
        question: str,
        near: Annotation | None = None,
    ) -> None:
        me = project.me.id if project.me else None
        at = article.order(child)[0] if child is not None else near.begin if near is not None else 0
        below = {child.id, *_descendants(article, child.id)} if child is not None else set()
        found = [a for a in article.attributions.values() if a.annotator == me and a.id not in below]
        if child is not None:
            found = [a for a in found if a.id != child.parent]
        found.sort(key=lambda a: (abs(article.order(a)[0] - at), a.id))
        targets = {a.id: a for a in sorted(found[:MOST], key=article.order)}
        if not targets:
            step = self.tr("Link another claim with {link.source} first.")
            self._refuse(self.tr("There is no other attribution here."), step)
            return

        def words(_chosen: list[str]) -> str:
            named = chain_words(article.chain(child)) if child is not None else ""
            return question.format(named) + self.tr("   Press its number · Esc leaves")

        def finish(chosen: list[str]) -> None:
            if chosen:
                target = targets[chosen[0]]
                self.leave()
                pick(target)

        spans = {id_: _place(article, a) for id_, a in targets.items()}
        self._start(spans, words, finish, at_once=True)

    def _start(
        self, offered: Mapping[str, Span], words: Callable[[list[str]], str], finish: Callable[[list[str]], None],
        *, at_once: bool = False,
    ) -> None:  # fmt: skip
        self.leave()
        self._offered, self._chosen = dict(offered), []
        self._words, self._finish = words, finish
        self._picked = finish if at_once else None
        self._view.offer_choices(self._offered)
        self._view.setFocus()
        self.hinted.emit(words([]))

    def _choose(self, token: str) -> None:
        if token not in self._offered or token in self._chosen:
            return
        self._chosen.append(token)
        if self._picked is not None:
            self._picked(self._chosen)
        else:
            self._view.mark_chosen(self._chosen)
            self.hinted.emit(self._words(self._chosen))

    def _take_back(self) -> None:
        if self._chosen:
            self._chosen.pop()
            self._view.mark_chosen(self._chosen)
            self.hinted.emit(self._words(self._chosen))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not self.active or watched is not self._view or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        actions: dict[int, Callable[[], None]] = {
            Qt.Key.Key_Return: self._confirm,
            Qt.Key.Key_Enter: self._confirm,
            Qt.Key.Key_Backspace: self._take_back,
            Qt.Key.Key_Escape: self.leave,
        }
        action = actions.get(event.key())
        if action is None:
            return super().eventFilter(watched, event)
        if event.type() == QEvent.Type.KeyPress:
            action()
        event.accept()
        return event.type() in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride)

    def _confirm(self) -> None:
        if self._finish is not None:
            self._finish(list(self._chosen))

    def _content(self) -> Annotation | None:
        found = self._tagging.focused()
        return found if found is not None and found.tag in ("claim", "quote") else None

    def _refuse(self, sentence: str, next_step: str) -> None:
        self._session.problem.emit(sentence, self._keys.say(next_step))


def _short(article: AnnotatedDocument, span: Span, limit: int = 40) -> str:
    words = " ".join(article.text[span.begin : span.end].split())
    return words if len(words) <= limit else words[: limit - 1].rstrip() + "…"


def _place(article: AnnotatedDocument, attribution: Attribution) -> Span:
    """Where the number of an attribution stands: at its first source, otherwise at what was said."""
    members = attribution.sources or attribution.contents
    return min((article.annotations[m] for m in members), key=lambda a: a.begin).spans[0]


def _descendants(article: AnnotatedDocument, id_: str) -> set[str]:
    out: set[str] = set()
    ahead = [id_]
    while ahead:
        for child in article.children_of(ahead.pop()):
            if child.id not in out:
                out.add(child.id)
                ahead.append(child.id)
    return out


def _same_paragraph(article: AnnotatedDocument, a: Attribution, b: Attribution) -> bool:
    first, second = sorted((article.order(a)[0], article.order(b)[0]))
    return "\n" not in article.text[first:second]
