"""Commands on annotations: tag, re-tag, move edges, mark, delete."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from annotator.model.annotated import AnnotatedDocument, chain_words
from annotator.model.hidden import sentence
from annotator.model.items import Annotation, Attribution
from annotator.model.segments import word_at
from annotator.model.span import Span
from annotator.services import annotating
from annotator.services.project import Project
from annotator.ui.article.view import ArticleView
from annotator.ui.session import Session

MOST_LISTED = 6


class Tagging(QObject):
    """Acts on the selection, the word at the caret, or the focused annotation."""

    def __init__(self, session: Session, view: ArticleView, sign: Callable[[], bool], window: QWidget) -> None:
        """`sign` asks who works here when nobody has said so, and answers whether somebody has."""
        super().__init__(window)
        self._session = session
        self._view = view
        self._sign = sign
        self._window = window
        self._finished = False
        session.articleChanged.connect(self._look)
        session.changed.connect(lambda changes: self._look() if changes.sweeping or changes.of("state") else None)

    def _look(self) -> None:
        project, article = self._session.project, self._session.article
        self._finished = (
            project is not None
            and article is not None
            and project.me is not None
            and annotating.state(project, article.id) == "finished"
        )

    def at_work(self) -> tuple[Project, AnnotatedDocument] | None:
        """Project and article when both are there, nothing else is being done, and somebody signs what is done."""
        ready = self._here() is not None and self._session.is_free() and self._sign()
        return self._here() if ready else None  # asked again, because signing may have taken a while

    def _here(self) -> tuple[Project, AnnotatedDocument] | None:
        project, article = self._session.project, self._session.article
        return (project, article) if project is not None and article is not None else None

    def focused(self) -> Annotation | None:
        article, id_ = self._session.article, self._session.focused
        return article.annotations.get(id_) if article is not None and id_ is not None else None

    def focused_tag(self) -> str:
        found = self.focused()
        return found.tag if found is not None else ""

    def tag(self, name: str) -> None:
        """Tag the selection; without one, the annotation that was gone to by key, or the word at the caret.

        My annotation is re-tagged in place, a colleague's is tagged by me on the same words.
        """
        work = self.at_work()
        if work is None:
            return
        project, article = work
        focused, selected = self.focused(), self._view.selection()
        if selected is None and focused is not None and self._view.caret() == focused.begin:
            if self._is_mine(focused):
                self._retag(project, article, focused, name)
            else:
                self._tag(project, article, focused.spans, name)
            return
        span = selected or word_at(article.text, self._view.caret())
        if span is None:
            self._session.problem.emit(self.tr("There is no word at the caret."), self.tr("Select the words to tag."))
            return
        self._tag(project, article, [self._trimmed(article.text, span)], name)

    def _is_mine(self, annotation: Annotation) -> bool:
        me = self._session.me
        return annotation.annotator is None or (me is not None and annotation.annotator == me.id)

    def _tag(self, project: Project, article: AnnotatedDocument, spans: Sequence[Span], name: str) -> None:
        done = self._session.run_for(lambda: annotating.tag(project, article, spans, name))
        if done is not None:
            self._view.clear_selection()
            self._session.focus(done.annotation.id)

    def _retag(self, project: Project, article: AnnotatedDocument, annotation: Annotation, name: str) -> None:
        leaving = annotating.left_by(article, annotation, name)
        question = self.tr("%n attribution(s) cannot keep this as a {0}. Change it all the same?", "", len(leaving))
        if leaving and not self._agreed(article, annotation, question.format(name), self.tr("Change it"), leaving):
            return
        self._session.run(lambda: annotating.retag(project, article, annotation.id, name))

    @staticmethod
    def _trimmed(text: str, span: Span) -> Span:
        """Without white space at its edges, which a selection by mouse easily takes along."""
        words = text[span.begin : span.end]
        begin = span.begin + len(words) - len(words.lstrip())
        end = span.end - (len(words) - len(words.rstrip()))
        return Span(begin, end) if begin < end else span

    def move_edge(self, *, begin: int = 0, end: int = 0) -> None:
        """Move an outer edge of the focused annotation by a word: −1 towards the start of the text, 1 the other way."""
        work, annotation = self.at_work(), self.focused()
        if work is None or annotation is None:
            return
        project, article = work
        spans = list(annotation.spans)
        if begin:
            spans[0] = Span(_stepped(article.text, spans[0].begin, begin, opens=True), spans[0].end)
        if end:
            spans[-1] = Span(spans[-1].begin, _stepped(article.text, spans[-1].end, end, opens=False))
        if all(s.begin < s.end for s in spans):
            self._session.run(lambda: annotating.respan(project, article, annotation.id, spans))

    def move_edge_by_character(self, *, begin: int = 0, end: int = 0) -> None:
        """The same by a character as it is seen."""
        annotation = self.focused()
        if annotation is None:
            return
        first, last = annotation.spans[0], annotation.spans[-1]
        spans = list(annotation.spans)
        if begin:
            spans[0] = Span(self._view.beside(first.begin, forward=begin > 0), first.end)
        if end:
            spans[-1] = Span(spans[-1].begin, self._view.beside(last.end, forward=end > 0))
        if all(s.begin < s.end for s in spans):
            self.set_spans(annotation.id, spans)

    def set_spans(self, id_: str, spans: Sequence[Span]) -> None:
        """Let an annotation cover other words."""
        work = self.at_work()
        if work is not None and id_ in work[1].annotations:
            project, article = work
            self._session.run(lambda: annotating.respan(project, article, id_, spans))

    def can_move(self, annotation: Annotation) -> bool:
        """Whether I may move the edges of an annotation."""
        return self._session.writable and self._is_mine(annotation)

    def add_part(self) -> None:
        """Make the selection a part of the focused annotation."""
        work, annotation, selected = self.at_work(), self.focused(), self._view.selection()
        if work is None or annotation is None:
            return
        if selected is None:
            self._session.problem.emit(self.tr("Nothing is selected."), self.tr("Select the words to add."))
            return
        project, article = work
        spans = [*annotation.spans, self._trimmed(article.text, selected)]
        if self._session.run(lambda: annotating.respan(project, article, annotation.id, spans)):
            self._view.clear_selection()

    def toggle_discuss(self) -> None:
        work, annotation = self.at_work(), self.focused()
        if work and annotation:
            project, article = work
            self._session.run(
                lambda: annotating.set_discuss(project, article, annotation.id, discuss=not annotation.discuss)
            )

    def set_note(self, id_: str, note: str) -> bool:
        """Whether the note is recorded, or there is nothing any more to record it on."""
        work = self.at_work()
        if work is not None and id_ in work[1].annotations:
            project, article = work
            return self._session.run(lambda: annotating.set_note(project, article, id_, note)) is not None
        return work is not None

    def rate(self, id_: str, scale: str, value: str) -> None:
        """My judgement of a claim on a scale; an empty value takes it back."""
        from annotator.services import rating

        work = self.at_work()
        if work is not None:
            grade = (int(value) if scale == "credibility" else value) if value else None
            self._session.run(lambda: rating.rate_claim(work[0], id_, **{scale: grade}))

    def set_certainty(self, id_: str, certainty: str | None) -> None:
        work = self.at_work()
        if work is not None:
            project, article = work
            self._session.run(lambda: annotating.set_certainty(project, article, id_, certainty))

    def delete(self) -> None:
        """Delete the focused annotation; the attributions that need it go with it, after a question."""
        work, annotation = self.at_work(), self.focused()
        if work is None or annotation is None:
            return
        project, article = work
        needing = annotating.needing(article, [annotation.id])
        bereft = [a for a in article.attributions_of(annotation.id) if a.sources == (annotation.id,)]
        question = self.tr("%n attribution(s) cannot do without this {0}. Delete it all?", "", len(needing)).format(
            annotation.tag
        )
        asked = bool(needing) and self._is_mine(annotation)
        if asked and not self._agreed(article, annotation, question, self.tr("Delete it all"), needing):
            return
        order = [a.id for a in article.ordered(annotator=annotation.annotator)]
        place = order.index(annotation.id)
        if self._session.run(lambda: annotating.delete(project, article, [annotation.id])) is None:
            return
        if needing:
            self._session.told.emit(
                self.tr("Deleted together with %n attribution(s) that needed it.", "", len(needing))
            )
        elif bereft:
            told = self.tr("It was the only source of %n attribution(s), which stay without one.", "", len(bereft))
            self._session.told.emit(told)
        left = [id_ for id_ in order if id_ in article.annotations]
        self._session.focus(left[min(place, len(left) - 1)] if left else None)

    def _agreed(
        self,
        article: AnnotatedDocument,
        annotation: Annotation,
        question: str,
        yes: str,
        attributions: Sequence[Attribution],
    ) -> bool:
        """Whether the person wants to go on, having seen which attributions are concerned."""
        from PySide6.QtWidgets import QMessageBox

        box = QMessageBox(self._window)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setWindowTitle(self.tr("Attributions"))
        box.setText(sentence(question))
        words = " ".join(annotation.words(article.text).split())
        chains = [chain_words(article.chain(a)) for a in attributions[:MOST_LISTED]]
        box.setInformativeText("\n".join(map(sentence, [f"“{words[:200]}”", *chains])))
        go_on = box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(go_on)
        box.exec()
        agreed = box.clickedButton() is go_on
        box.deleteLater()
        return agreed

    def finished(self) -> bool:
        """Whether I have marked the open article as finished."""
        return self._finished

    def toggle_finished(self) -> None:
        work = self.at_work()
        if work is not None:
            project, article = work
            wanted = "in_progress" if self.finished() else "finished"
            self._session.run(lambda: annotating.set_state(project, article, wanted))


def _stepped(text: str, edge: int, step: int, *, opens: bool) -> int:
    """The next edge of a word in a direction, from an edge that opens or closes a span."""
    if step < 0:
        at = edge - 1
        while at >= 0:
            word = word_at(text, at)
            if word is not None and (word.begin if opens else word.end) < edge:
                return word.begin if opens else word.end
            at = word.begin - 1 if word is not None else at - 1
        return 0 if opens else edge
    at = edge
    while at < len(text):
        word = word_at(text, at)
        if word is not None and (word.begin if opens else word.end) > edge:
            return word.begin if opens else word.end
        at = word.end if word is not None and word.end > at else at + 1
    return edge if opens else len(text)
