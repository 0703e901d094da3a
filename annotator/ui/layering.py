"""Whose tags the article shows and how: in colour, as outlines, or not at all."""

from PySide6.QtCore import QObject, Signal

from annotator.model.changes import ChangeSet
from annotator.model.hidden import named
from annotator.services.showing import main_layer
from annotator.ui.article.layers import Looks
from annotator.ui.article.view import ArticleView
from annotator.ui.keymap import Keymap
from annotator.ui.session import Session
from annotator.ui.settings import Look, WindowSettings

COLOURS = 5
"""How many colours outlines can have, as many as `Tokens.layers`."""


class Layering(QObject):
    """My layer is tinted once I have begun one; until then the fullest of the others is read in its place.

    What was chosen for a layer goes before that, and is remembered for the project. `changed` when a look is another.
    """

    changed = Signal()

    def __init__(self, session: Session, view: ArticleView, keys: Keymap, settings: WindowSettings) -> None:
        super().__init__(view)
        self._session = session
        self._view = view
        self._keys = keys
        self._settings = settings
        self._all = False
        self._read: str | None = None
        self._solo: str | None = None
        self._looks: dict[str, Look] = {}
        self._colours: dict[str, int] = {}
        session.projectChanged.connect(self._forget)

    def _forget(self) -> None:
        self._read = self._solo = None
        path = self._session.path
        self._looks, self._colours = self._settings.layers(path) if path is not None else ({}, {})

    # What is shown

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
        return [id_ for id_ in self.annotators() if id_ in found]

    def annotators(self) -> list[str]:
        """Everybody who works on the project, by name."""
        article = self._session.article
        known = (a for a in article.annotators.values() if a.id not in article.same) if article is not None else ()
        return [a.id for a in sorted(known, key=lambda a: (a.name, a.id))]

    def layer(self) -> str | None:
        """The annotator whose tags are in colour in any case."""
        return self._view.layer()

    def look(self, annotator: str) -> Look:
        """How somebody's tags are shown."""
        if self._solo is not None:
            return "tint" if annotator == self._solo else "hidden"
        usual: Look = "tint" if annotator == self.layer() else "outline" if self._shows_others() else "hidden"
        return self._looks.get(annotator, usual)

    def _shows_others(self) -> bool:
        return self._all or self._keys.mode == "review"

    def colour(self, annotator: str) -> int:
        """The number of the colour in which somebody's tags are outlined."""
        if annotator in self._colours:
            return self._colours[annotator]
        me = self._session.me
        others = [id_ for id_ in self.annotators() if me is None or id_ != me.id]
        return (others.index(annotator) if annotator in others else len(others)) % COLOURS

    def shown(self) -> frozenset[str] | None:
        """The annotators whose tags are shown; None when all are."""
        everybody = self.annotators()
        found = frozenset(id_ for id_ in everybody if self.look(id_) != "hidden")
        return None if len(found) == len(everybody) and everybody else found

    def looks(self) -> Looks:
        """How all layers are shown."""
        everybody = self.annotators()
        tinted = frozenset(id_ for id_ in everybody if self.look(id_) == "tint")
        return Looks(self.shown(), tinted, {id_: self.colour(id_) for id_ in everybody})

    def _apply(self) -> None:
        self._view.set_looks(self.looks())
        self.changed.emit()

    def renew(self) -> None:
        """Show what the mode of the window shows."""
        self._apply()

    # Choosing

    def set_look(self, annotator: str, look: Look) -> None:
        """Show somebody's tags in this way from now on, in this project."""
        self._solo = None
        self._looks[annotator] = look
        self._keep()

    def toggle_shown(self, annotator: str) -> None:
        """Show or hide somebody's tags."""
        usual: Look = "tint" if annotator == self.layer() else "outline"
        self.set_look(annotator, usual if self.look(annotator) == "hidden" else "hidden")

    def solo(self, annotator: str) -> None:
        """Show nobody else's tags, in colour; once more, and everything is as it was."""
        self._solo = None if self._solo == annotator else annotator
        self._apply()

    def is_solo(self, annotator: str) -> bool:
        return self._solo == annotator

    def next_colour(self, annotator: str) -> None:
        """Outline somebody's tags in the next colour."""
        self._colours[annotator] = (self.colour(annotator) + 1) % COLOURS
        self._keep()

    def _keep(self) -> None:
        path = self._session.path
        if path is not None:
            self._settings.keep_layers(path, self._looks, self._colours)
        self._apply()

    def read_next(self) -> None:
        """Show the next annotator's layer in colour, mine among them."""
        layers, article = self._layers(), self._session.article
        if article is None or not layers:
            return
        shown = self._view.layer()
        place = layers.index(shown) + 1 if shown in layers else 0
        self._read = layers[place % len(layers)]
        self._looks.pop(self._read, None)
        if shown is not None:
            self._looks.pop(shown, None)
        self._solo = None
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
            if changes.of("annotator"):
                self._apply()

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
        shown = self.shows_all()
        others = [id_ for id_ in self.annotators() if id_ != self.layer()]
        self._solo = None
        for id_ in others:
            self._looks.pop(id_, None)
        self._all = not shown
        if shown and self._keys.mode == "review":
            self._looks.update(dict.fromkeys(others, "hidden"))
        self._keep()

    def reveal(self, annotator: str | None) -> None:
        """Make sure that an annotator's tags can be seen."""
        if annotator is None or self.look(annotator) != "hidden":
            return
        self._solo = None
        if self.look(annotator) == "hidden":
            if self._looks.get(annotator) == "hidden":
                del self._looks[annotator]
            self._all = True
        self._keep()

    def shows_all(self) -> bool:
        """Whether what colleagues tagged is shown."""
        others = [id_ for id_ in self.annotators() if id_ != self.layer()]
        return all(self.look(id_) != "hidden" for id_ in others) if others else self._all
