"""The differences of the open document as lines that can be walked: compared when asked for, filtered, kept current."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from annotator.model.annotated import AnnotatedDocument
from annotator.model.changes import ChangeSet
from annotator.model.items import Annotator
from annotator.model.sameness import ADJUDICATED
from annotator.services import contrasting, weighing
from annotator.services.contrasting import Difference
from annotator.services.project import Project
from annotator.services.weighing import Weighing

EVERYBODY = "*"
"""In place of one annotator: everybody else."""

COMPARED = ("annotation", "attribution", "entity", "annotator")
"""Changes to these make layers differ otherwise."""

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
        self._chosen: tuple[str, str] | None = None
        self._differences: list[Difference] | None = None
        self._weighing: Weighing | None = None
        self._lines: list[Line] | None = None
        self._shown: list[Line] | None = None

    def set_article(self, project: Project | None, article: AnnotatedDocument | None) -> None:
        if project is not self._project:
            self._chosen = None
            self.kind = self.standing = ""
        self._project, self._article = project, article
        self._forget()

    def _forget(self) -> None:
        self._differences = self._weighing = self._lines = self._shown = None

    def take(self, changes: ChangeSet) -> bool:
        """Whether changes concern what is compared; then it is compared anew when it is next asked for."""
        article = self._article
        if article is None:
            return False
        here = [c for c in changes.changes if c.document in (None, article.id)]
        if any(c.kind in COMPARED for c in here):
            self._forget()
        elif any(c.kind == "verdict" for c in here):
            self._weighing = self._lines = self._shown = None
        else:
            return False
        return True

    @property
    def article(self) -> AnnotatedDocument | None:
        """The document whose lines these are."""
        return self._article

    # Who is compared

    def layers(self) -> list[Annotator]:
        """Everybody who annotated the document, me first, then by name; what was adjudicated is judged already."""
        article, me = self._article, self._me
        if article is None:
            return []
        made = {a.annotator for a in article.annotations.values() if a.tag != "excluded"} - {ADJUDICATED.id}
        present = [a for a in article.annotators.values() if a.id in made]
        return sorted(present, key=lambda a: (a.id != me, a.name, a.id))

    @property
    def _me(self) -> str | None:
        return self._project.me.id if self._project is not None and self._project.me is not None else None

    def pair(self) -> tuple[str, str] | None:
        """The two (ids) that are compared, the second perhaps EVERYBODY; None where there are no two."""
        article = self._article
        ids = [layer.id for layer in self.layers()]
        if article is None or len(ids) < 2:
            return None
        if self._chosen is not None and set(self._chosen) <= {*ids, EVERYBODY}:
            return self._chosen
        sizes = Counter(a.annotator for a in article.annotations.values())
        first = ids[0] if ids[0] == self._me else max(ids, key=lambda id_: (sizes[id_], id_))
        second = max((id_ for id_ in ids if id_ != first), key=lambda id_: (sizes[id_], id_))
        if first == self._me:
            return first, second
        return (first, second) if ids.index(first) < ids.index(second) else (second, first)

    def choose(self, one: str, other: str) -> None:
        """Compare these two from now on; whoever is compared with themselves changes places."""
        before = self.pair()
        if one == other and before is not None:
            one, other = (before[1], before[0]) if EVERYBODY not in before else (one, EVERYBODY)
        self._chosen = one, other
        self._forget()

    @property
    def chosen(self) -> tuple[str, str] | None:
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
