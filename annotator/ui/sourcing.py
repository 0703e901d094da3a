"""Commands on sources: which known source a mention is, and where else it is named."""

from PySide6.QtCore import QObject

from annotator.model.annotated import AnnotatedDocument
from annotator.model.hidden import named
from annotator.model.items import Annotation
from annotator.model.span import Span
from annotator.services import sourcing
from annotator.services.project import Project
from annotator.ui.article.view import ArticleView
from annotator.ui.dialogs.entity_picker import EntityPicker
from annotator.ui.keymap import Keymap
from annotator.ui.session import Session
from annotator.ui.tagging import Tagging


class Sourcing(QObject):
    """Opens the picker for the focused source, or for the next source without an entity behind the focused claim."""

    def __init__(self, session: Session, view: ArticleView, tagging: Tagging, keys: Keymap) -> None:
        super().__init__(view)
        self._session = session
        self._view = view
        self._tagging = tagging
        self._keys = keys

    def mention(self) -> Annotation | None:
        """The source that is asked about: the focused one, otherwise one of the chain, the outermost unknown first."""
        article, focused = self._session.article, self._tagging.focused()
        if article is None or focused is None or focused.tag == "source":
            return focused if focused is not None and focused.tag == "source" else None
        attribution = self._session.attribution()
        if attribution is None:
            return None
        mentions = [article.annotations[id_] for hop in article.chain(attribution) for id_ in hop.attribution.sources]
        unknown = [m for m in mentions if m.entity is None]
        return unknown[0] if unknown else mentions[-1] if mentions else None

    def choose(self) -> None:
        """Ask which source it is."""
        work = self._tagging.at_work()
        if work is None:
            return
        mention = self.mention()
        if mention is None:
            sentence = self.tr("No source is here to be named.")
            step = self.tr("Go to a source with {go.next}, or link the claim with {link.source} first.")
            self._session.problem.emit(sentence, self._keys.say(step))
            return
        self._ask(*work, mention)

    def _ask(self, project: Project, article: AnnotatedDocument, mention: Annotation) -> None:
        known = article.entities
        words = " ".join(mention.words(article.text).split())
        picker = EntityPicker(
            words,
            sourcing.propose(article, mention),
            lambda typed: sourcing.find(known, typed),
            sourcing.proper_name(words),
            self._view.window(),
        )
        picker.chosen.connect(lambda id_: self._session.run(lambda: sourcing.assign(project, article, mention.id, id_)))
        picker.made.connect(
            lambda name: self._session.run(lambda: sourcing.create_and_assign(project, article, mention.id, name))
        )
        picker.finished.connect(lambda _result: self._view.setFocus())
        picker.finished.connect(picker.deleteLater)
        picker.open()

    def tag_others(self) -> None:
        """Show where else the source is named in the article, and tag what the person leaves ticked."""
        work = self._tagging.at_work()
        if work is None:
            return
        project, article = work
        mention = self.mention()
        if mention is None:
            sentence = self.tr("No source is here to be found elsewhere.")
            self._session.problem.emit(sentence, self._keys.say(self.tr("Go to a source with {go.next}.")))
            return
        others = sourcing.other_mentions(project, article, mention.id)
        name = article.source_name(mention)
        if not others:
            self._session.told.emit(self.tr("{0} is named nowhere else in this article.").format(named(name)))
            return
        from annotator.ui.dialogs.tick_list import TickList

        rows = [in_context(article.text, other.span) for other in others]
        dialog = TickList(
            self.tr("Other mentions"),
            self.tr("Where else {0} is named in this article").format(named(name)),
            rows,
            self.tr("Tag"),
            self._view.window(),
        )
        dialog.taken.connect(
            lambda places: self._session.run(
                lambda: sourcing.tag_others(project, article, mention.id, [others[place] for place in places])
            )
        )
        dialog.finished.connect(lambda _result: self._view.setFocus())
        dialog.open()


def in_context(text: str, span: Span, around: int = 36) -> str:
    """Words with a little of what stands around them, the words themselves in angle marks."""
    before = " ".join(text[max(0, span.begin - around) : span.begin].split())
    after = " ".join(text[span.end : span.end + around].split())
    words = " ".join(text[span.begin : span.end].split())
    return f"… {before} ›{words}‹ {after} …"
