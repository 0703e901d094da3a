"""Commands on sources: which known source a mention is."""

from PySide6.QtCore import QObject

from annotator.model.annotated import AnnotatedDocument
from annotator.model.items import Annotation
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
        known = project.entities()
        words = " ".join(mention.words(article.text).split())
        picker = EntityPicker(
            words,
            sourcing.propose(known, words),
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
