"""Whose tags the article shows: one layer in colour, colleagues' as outlines."""

from PySide6.QtCore import QObject

from annotator.model.changes import ChangeSet
from annotator.model.hidden import named
from annotator.services.showing import main_layer
from annotator.ui.article.view import ArticleView
from annotator.ui.keymap import Keymap
from annotator.ui.session import Session


class Layering(QObject):
    """My layer is tinted once I have begun one; until then the fullest of the others is read in its place."""

    def __init__(self, session: Session, view: ArticleView, keys: Keymap) -> None:
        super().__init__(view)
        self._session = session
        self._view = view
        self._keys = keys
        self._all = False
        self._read: str | None = None
        session.projectChanged.connect(self._forget)

    def _forget(self) -> None:
        self._read = None

    def show(self) -> None:
        """Show the open article."""
        article, me = self._session.article, self._session.me
        mine = me.id if me is not None else None
        layer = mine
        begun = (
            mine is not None and article is not None and any(a.annotator == mine for a in article.annotations.values())
        )
        if article is not None and not begun:
            layer = main_layer(article, None) or mine
        if article is not None and self._read in self._layers():
            layer = self._read
        self._view.set_article(article, layer)
        self._apply()

    def _layers(self) -> list[str]:
        """The annotators who have tagged something in the open article, by name."""
        article = self._session.article
        if article is None:
            return []
        found = {a.annotator for a in article.annotations.values()}
        present = [a for a in article.annotators.values() if a.id in found]
        return [a.id for a in sorted(present, key=lambda a: (a.name, a.id))]

    def read_next(self) -> None:
        """Show the next annotator's layer in colour, mine among them."""
        layers, article = self._layers(), self._session.article
        if article is None or not layers:
            return
        shown = self._view.layer()
        place = layers.index(shown) + 1 if shown in layers else 0
        self._read = layers[place % len(layers)]
        self.show()
        name = article.annotators[self._read].name
        self._session.told.emit(self.tr("The tags of {0} are in colour.").format(named(name)))

    def refresh(self, changes: ChangeSet) -> None:
        """Show what changed; with the first tag of my own, what I was reading becomes outlines."""
        if changes.sweeping or self._session.article is None:
            return
        me = self._session.me
        new = [c for c in changes.of("annotation") if c.before is None and c.after is not None]
        if me is not None and self._view.layer() != me.id and any(c.after and c.after.annotator == me.id for c in new):
            self._begin()
        else:
            self._view.refresh(changes)

    def _begin(self) -> None:
        read_before = self._view.layer() is not None
        self._all = self._all or read_before
        self._read = None
        self.show()
        if read_before:
            words = self.tr(
                "Your tags are in colour now, colleagues’ outlined: {view.layers} hides them, {view.next_layer} reads."
            )
            self._session.told.emit(self._keys.say(words))

    def toggle(self) -> None:
        """Show or hide what colleagues tagged."""
        self._all = not self._all
        self._apply()

    def reveal(self, annotator: str | None) -> None:
        """Make sure that an annotator's tags can be seen."""
        if annotator is not None and annotator != self._view.layer() and not self._all:
            self.toggle()

    def layer(self) -> str | None:
        """The annotator whose tags are in colour."""
        return self._view.layer()

    def shown(self) -> frozenset[str] | None:
        """The annotators whose tags are shown; None when all are."""
        layer = self.layer()
        return None if self._all else frozenset({layer} if layer else ())

    def shows_all(self) -> bool:
        return self._all

    def _apply(self) -> None:
        self._view.set_shown_layers(self.shown())
