"""How the verdicts on an item stand: whether they hold, and whether they say one thing."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple

from annotator.model.annotated import AnnotatedDocument
from annotator.model.items import Annotator, Verdict
from annotator.model.sameness import Judged, Sameness, is_judged, judged, place
from annotator.services.project import Project
from annotator.storage import documents, verdicts
from annotator.storage.verdicts import digest, holds

__all__ = [
    "CONTRADICTED", "DECIDED", "OPEN", "REOPENED", "Given", "Standing", "Verdicts", "Weighing", "by_target", "digest",
    "holds", "name_of", "of_document", "of_project", "weigh", "weigh_items",
]  # fmt: skip

Verdicts = Mapping[str, list[Verdict]]
"""From the id of an item to the verdicts on it."""

OPEN, REOPENED, CONTRADICTED = "open", "reopened", "contradicted"
DECIDED = {"accept": "accepted", "reject": "rejected", "amend": "amended"}
"""From a decision to the state of an item on which everybody who judged it decided so."""


class Given(NamedTuple):
    """A verdict as it is shown. `holds`: see `Weighing.holds`."""

    verdict: Verdict
    name: str
    mine: bool
    holds: bool


class Standing(NamedTuple):
    """`state` is open, accepted, rejected, amended, reopened (the item changed since) or contradicted.

    `given` are the verdicts on the item: mine first, then by name, one of each reviewer.
    """

    state: str
    given: tuple[Given, ...] = ()

    @property
    def decided(self) -> bool:
        return self.state in DECIDED.values()

    @property
    def mine(self) -> Given | None:
        return next((one for one in self.given if one.mine), None)


def of_project(project: Project) -> Verdicts:
    """All verdicts of the project, by what they judge."""
    found = (v for v in documents.items(project.file, "verdict") if isinstance(v, Verdict))
    return by_target(found, project.persons())


def of_document(project: Project, document: str) -> Verdicts:
    """The verdicts on the annotations and attributions of one document, by what they judge."""
    return by_target(verdicts.on_document(project.file, document), project.persons())


def by_target(found: Iterable[Verdict], same: Mapping[str, str]) -> Verdicts:
    """Verdicts by what they judge, in the name of the person who gave them; of several of one person, the newest.

    `same` leads from joined identities to the one that stands for the person.
    """
    newest: dict[tuple[str, str | None], Verdict] = {}
    for verdict in sorted(found, key=lambda v: (v.modified or "", v.id)):
        person = same.get(verdict.annotator or "", verdict.annotator)
        newest[verdict.target, person] = replace(verdict, annotator=person)
    out: defaultdict[str, list[Verdict]] = defaultdict(list)
    for verdict in newest.values():
        out[verdict.target].append(verdict)
    return dict(out)


class Weighing:
    """The verdicts on one document, as the person `me` (an id) looks at them."""

    def __init__(self, article: AnnotatedDocument, found: Verdicts, me: str | None) -> None:
        self.article = article
        self.verdicts = found
        self.me = me
        self._same: Sameness | None = None

    @property
    def same(self) -> Sameness:
        if self._same is None:
            self._same = Sameness(self.article)
        return self._same

    def item(self, id_: str) -> Judged | None:
        """An annotation or attribution that can be judged; None where there is none of this id."""
        found = self.article.annotations.get(id_) or self.article.attributions.get(id_)
        return found if found is not None and is_judged(found) else None

    def holds(self, verdict: Verdict) -> bool:
        """Whether a verdict judged what its item says now, and what it builds on stands.

        An amendment builds on its replacement; a rejection with one, on the reviewer's acceptance of that.
        """
        item = self.item(verdict.target)
        if item is None or not holds(verdict, item):
            return False
        if verdict.decision == "reject" and verdict.replacement is not None:
            return self._accepts(verdict.annotator, verdict.replacement)
        return verdict.decision != "amend" or self.item(verdict.replacement or "") is not None

    def _accepts(self, reviewer: str | None, id_: str) -> bool:
        item = self.item(id_)
        return item is not None and any(
            v.annotator == reviewer and v.decision == "accept" and holds(v, item) for v in self.verdicts.get(id_, ())
        )

    def replacements(self, reviewer: str | None) -> dict[str, set[str]]:
        """By id, what a reviewer put in place of something, with the items (ids) that it replaces now."""
        out: defaultdict[str, set[str]] = defaultdict(set)
        for verdict in (v for some in self.verdicts.values() for v in some if v.annotator == reviewer):
            if verdict.decision == "amend" and verdict.replacement is not None and self.holds(verdict):
                out[verdict.replacement].add(verdict.target)
        return dict(out)

    def standing(self, id_: str) -> Standing:
        """How the verdicts on an item stand."""
        found = self.verdicts.get(id_, ())
        if not found:
            return Standing(OPEN)
        given = [
            Given(v, name_of(v.annotator, self.article.annotators), v.annotator == self.me, self.holds(v))
            for v in found
        ]
        given.sort(key=lambda g: (not g.mine, g.name.casefold(), g.verdict.id))
        return Standing(self._state([g.verdict for g in given if g.holds]), tuple(given))

    def _state(self, holding: list[Verdict]) -> str:
        if not holding:
            return REOPENED
        if len({(v.decision, self._replacing(v)) for v in holding}) == 1:
            return DECIDED[holding[0].decision or ""]
        if all(self._lets_stand(v) for v in holding):
            return DECIDED["accept"]
        instead = {None if v.replacement is None else self.same.number(v.replacement) for v in holding}
        # Who accepted another reading, and who put that reading in its place, want the same.
        return DECIDED["amend"] if len(instead) == 1 and None not in instead else CONTRADICTED

    def _lets_stand(self, verdict: Verdict) -> bool:
        """Whether a verdict is for what its item says; what is replaced by the same is as good as accepted."""
        return verdict.decision == "accept" or self._replacing(verdict) == self.same.number(verdict.target)

    def _replacing(self, verdict: Verdict) -> int | None:
        """What an amended item says now, so that two reviewers who amend alike agree."""
        if verdict.decision != "amend" or verdict.replacement is None:
            return None
        return self.same.number(verdict.replacement)

    def decision_of_mine(self, id_: str) -> str | None:
        """What I decided about an item as it is now; None when I have not, or not since it changed."""
        mine = next((v for v in self.verdicts.get(id_, ()) if v.annotator == self.me), None)
        return mine.decision if mine is not None and self.holds(mine) else None

    def reopened(self) -> list[Judged]:
        """The items on which a verdict of mine no longer holds, because they changed since, in reading order."""
        found = [
            item
            for id_, some in self.verdicts.items()
            if (item := self.item(id_)) is not None and any(v.annotator == self.me and not self.holds(v) for v in some)
        ]
        return sorted(found, key=lambda item: place(self.article, item))

    def colleagues(self) -> list[Judged]:
        """What others made, which is there to be judged."""
        return [item for item in judged(self.article) if item.annotator != self.me]

    def counts(self) -> tuple[int, int]:
        """How many of the colleagues' items are decided, and how many are open."""
        found = self.colleagues()
        decided = sum(self.standing(item.id).decided for item in found)
        return decided, len(found) - decided


def weigh(project: Project, article: AnnotatedDocument) -> Weighing:
    """The verdicts on a document as they are now."""
    return Weighing(article, of_document(project, article.id), project.me.id if project.me else None)


def weigh_items(project: Project, article: AnnotatedDocument, *items: str) -> Weighing:
    """The verdicts on some items of a document only, where those on the rest do not matter."""
    given = verdicts.on_items(project.file, items)
    causes = {v.replacement for v in given if v.replacement is not None}.difference(items)
    found = by_target([*given, *verdicts.on_items(project.file, sorted(causes))], article.same)
    return Weighing(article, found, project.me.id if project.me else None)


def name_of(annotator: str | None, annotators: Mapping[str, Annotator]) -> str:
    """What somebody is called; their id where the project does not know them."""
    found = annotators.get(annotator or "")
    return found.name if found is not None else annotator or ""
