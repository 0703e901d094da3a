"""The differences of the open document as lines that can be walked: compared when asked for, filtered, kept current."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from annotator.model.annotated import AnnotatedDocument
from annotator.model.changes import ChangeSet
from annotator.model.items import Annotator
from annotator.model.sameness import ADJUDICATED
from annotator.services import contrasting, pairing, weighing
from annotator.services.contrasting import Difference
from annotator.services.pairing import EVERYBODY, Pair
from annotator.services.project import Project
from annotator.services.weighing import Weighing

COMPARED = ("annotation", "attribution", "entity", "annotator")
"""Changes to these make layers differ otherwise."""

__all__ = ["COMPARED", "EVERYBODY", "Comparison", "Key", "Line"]

Key = tuple[str, str, str]


class Line(NamedTuple):
    """A difference, and the state of what colleagues have in it (see `contrasting.state`)."""

    difference: Difference
    state: str

    @property
    def key(self) -> Key:
        """What makes it the same line after something changed."""
        kind, a, b, _ = self.difference
        return kind, a.id if a else "", b.id if b else ""

    @property
    def decided(self) -> bool:
        return contrasting.decided(self.state)


class Comparison:
    """Two layers of a document, or one and all the others, and what of their differences is shown."""

    def __init__(self) -> None:
        self.kind = ""
        """The kind of difference that is shown; all when empty."""

        self.standing = ""
        """`open`, `decided`, `reopened`, or `all` with what is only mine; when empty, all that is to be judged."""

        self._project: Project | None = None
        self._article: AnnotatedDocument | None = None
        self._chosen: Pair | None = None
        self._begun: tuple[object, Pair] | None = None
        """Who was compared last, of which colleagues on which document."""

        self._stand_ins: set[str] | None = None
        self._differences: list[Difference] | None = None
        self._weighing: Weighing | None = None
        self._lines: list[Line] | None = None
        self._shown: list[Line] | None = None

    def set_article(self, project: Project | None, article: AnnotatedDocument | None) -> None:
        if project is not self._project:
            self._chosen = self._begun = None
            self.kind = self.standing = ""
        self._project, self._article = project, article
        self._forget()

    def _forget(self) -> None:
        self._differences = self._weighing = self._lines = self._shown = self._stand_ins = None

    def take(self, changes: ChangeSet) -> bool:
        """Whether changes concern what is compared; then it is compared anew when it is next asked for."""
        article = self._article
        if article is None:
            return False
        here = [c for c in changes.changes if c.document in (None, article.id)]
        if any(c.kind in COMPARED for c in here):
            self._forget()
        elif any(c.kind == "verdict" for c in here):
            self._weighing = self._lines = self._shown = self._stand_ins = None
        else:
            return False
        return True

    @property
    def article(self) -> AnnotatedDocument | None:
        """The document whose lines these are."""
        return self._article

    # Who is compared

    def layers(self) -> list[Annotator]:
        """Everybody who annotated the document, me first, then by name.

        What was adjudicated is judged already, and my own layer is not one where it only stands in for others'.
        """
        article, me = self._article, self._me
        if article is None:
            return []
        made = pairing.layers(article, self._beside()) - {ADJUDICATED.id}
        present = [a for a in article.annotators.values() if a.id in made]
        return sorted(present, key=lambda a: (a.id != me, a.name, a.id))

    def _beside(self) -> set[str]:
        """What of mine is no reading to compare."""
        if self._stand_ins is None:
            found = self.weighing()
            self._stand_ins = pairing.stand_ins(self._project, found) if self._project and found else set()
        return self._stand_ins

    @property
    def _me(self) -> str | None:
        return self._project.me.id if self._project is not None and self._project.me is not None else None

    def pair(self) -> Pair | None:
        """The two (ids) that are compared, the second perhaps EVERYBODY; None where nobody but me annotated.

        Once I gave a verdict, the two stay as they are while the document and its colleagues do.
        """
        article, me = self._article, self._me
        ids = [layer.id for layer in self.layers()]
        if article is None or not ids:
            return None
        there = {*ids, EVERYBODY}
        if self._chosen is not None and set(self._chosen) <= there:
            return self._chosen
        of = article.id, frozenset(ids) - {me}
        if self._begun is None or self._begun[0] != of or not set(self._begun[1]) <= there or not self._have_judged():
            found = pairing.by_itself(article, ids, me, self._beside())
            self._begun = (of, found) if found is not None else None
        return self._begun[1] if self._begun is not None else None

    def _have_judged(self) -> bool:
        found = self.weighing()
        return found is not None and any(v.annotator == found.me for some in found.verdicts.values() for v in some)

    def choose(self, one: str, other: str) -> None:
        """Compare these two from now on; whoever is compared with themselves changes places."""
        before = self.pair()
        if one == other and before is not None:
            one, other = (before[1], before[0]) if EVERYBODY not in before else (one, EVERYBODY)
        self._chosen = one, other
        self._forget()

    @property
    def chosen(self) -> Pair | None:
        """The two that the person asked to compare; None where they left it to the document."""
        return self._chosen

    def others(self) -> list[str]:
        """Whom the first is compared with."""
        pair = self.pair()
        if pair is None:
            return []
        return [layer.id for layer in self.layers() if layer.id != pair[0]] if pair[1] == EVERYBODY else [pair[1]]

    # What is there

    def weighing(self) -> Weighing | None:
        """The verdicts on the document as they are now."""
        if self._weighing is None and self._project is not None and self._article is not None:
            self._weighing = weighing.weigh(self._project, self._article)
        return self._weighing

    def lines(self) -> list[Line]:
        """All differences in reading order."""
        article, pair, weighing = self._article, self.pair() if self._lines is None else None, self.weighing()
        if self._lines is None:
            self._lines = []
            if article is not None and pair is not None and weighing is not None:
                if self._differences is None:
                    self._differences = contrasting.between(article, pair[0], self.others())
                self._lines = [Line(d, contrasting.state(d, weighing)) for d in self._differences]
        return self._lines

    def shown(self) -> Sequence[Line]:
        """Those that the filters let through."""
        if self._shown is None:
            self._shown = [line for line in self.lines() if self._passes(line)]
        return self._shown

    def _passes(self, line: Line) -> bool:
        if self.kind and line.difference.kind != self.kind:
            return False
        if self.standing in ("", "all"):
            return self.standing == "all" or line.state != contrasting.OWN
        if self.standing == "reopened":
            return line.state == weighing.REOPENED
        return line.state != contrasting.OWN and line.decided == (self.standing == "decided")

    def filter(self, kind: str, standing: str) -> None:
        self.kind, self.standing = kind, standing
        self._shown = None

    def counts(self) -> tuple[int, int]:
        """How many differences are decided, and how many there are, without those that are in my own hands."""
        judged = [line for line in self.lines() if line.state != contrasting.OWN]
        return sum(line.decided for line in judged), len(judged)

    def reopened(self) -> dict[str, int]:
        """By annotator (id), how many of their items changed after my verdict on them."""
        found = self.weighing()
        if found is None:
            return {}
        mine = ((found.item(id_), found.standing(id_).mine) for id_ in found.verdicts)
        return dict(
            Counter(
                item.annotator or ""
                for item, given in mine
                if item and given and not weighing.holds(given.verdict, item)
            )
        )
