"""Judging what colleagues made: accept, reject, amend, or take that back. Nobody's layer is changed but one's own.

A decision is about a place, not a row of a list: items of other colleagues that say the same are judged alike, and
readings of the same words that say otherwise are decided along with it, unless they were rejected or amended before.
What only followed from a decision goes when that decision is taken back or changed.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple
from uuid import NAMESPACE_URL, uuid5

from annotator.model.annotated import AnnotatedDocument
from annotator.model.changes import ChangeSet
from annotator.model.errors import UserError
from annotator.model.items import Annotation, Attribution, Verdict
from annotator.model.sameness import Judged
from annotator.services import annotating
from annotator.services.annotating import signed
from annotator.services.copying import Copying
from annotator.services.following import Following
from annotator.services.project import Project
from annotator.services.readings import Readings
from annotator.services.weighing import Weighing, digest, name_of, weigh
from annotator.storage.operation import Operation

ACCEPTED_INSTEAD = "Another reading of these words was accepted: {0}’s."


class Amended(NamedTuple):
    """What amending did, and my own item that replaces the colleague's: to be changed from here on as any of mine."""

    changes: ChangeSet
    replacement: Judged


@dataclass(frozen=True, slots=True)
class Decision:
    """One verdict to be given. A rejection with a `replacement` only follows from accepting that."""

    item: Judged
    decision: str
    comment: str = ""
    replacement: str | None = None


def accept(project: Project, article: AnnotatedDocument, target: str) -> ChangeSet:
    """Hold a colleague's item to be right.

    An attribution's members are accepted with it. Other readings of the same words are rejected with a word why, also
    where I accepted one before; what I decided else on any of these stays.
    """
    judging = Judging(project, article)
    item = judging.colleagues(target)
    judging.accept(item)
    return judging.record(f"Accept {_called(item)}")


def reject(project: Project, article: AnnotatedDocument, target: str, reason: str) -> ChangeSet:
    """Hold a colleague's item to be wrong, and say why. Raises UserError without a reason."""
    judging = Judging(project, article)
    item = judging.colleagues(target)
    if not reason.strip():
        raise UserError("A rejection needs a reason.", "Say what is wrong with it; the colleague will read it.")
    alike = [item, *judging.readings.twins(item)]
    judging.let_go(alike)
    for one in alike:
        judging.decide(Decision(one, "reject", reason.strip()))
    going = {copy.id for copy in judging.copies_going()}
    if any(one.annotator == judging.me and one.id not in going for one in alike):
        raise UserError("You recorded the same yourself.", "Change or delete yours first.")
    return judging.record(f"Reject {_called(item)}")


def amend(project: Project, article: AnnotatedDocument, target: str, reason: str = "") -> Amended:
    """Replace a colleague's item by one of my own: my reading of these words if there is one, otherwise a copy.

    What replaces something else already is no reading of these words, though the words may be alike. A copied
    attribution comes with copies of its members and of the chain above it, or of what I accepted or made in their
    place; what I rejected is left out. Other readings of the same words that I
    accepted or have not decided are replaced as well.
    """
    judging = Judging(project, article)
    item = judging.colleagues(target)
    copying = Copying(article, judging.me, judging.stands)
    own = judging.own(item) or copying.copy(item)
    judging.made = copying.made
    judging.replace(item, own, reason.strip())
    return Amended(judging.record(f"Amend {_called(item)}"), own)


def withdraw(project: Project, article: AnnotatedDocument, *targets: str) -> ChangeSet:
    """Take my verdicts on items back, and those on others that say the same, with all that only followed from them.

    Of amendments, those of other readings go that were made in the same action, and the copies that it made, unless
    they were changed or something else uses them.
    """
    signed(project)
    weighing = weigh(project, article)
    following = Following(project, weighing)
    wanted = {twin for target in targets if weighing.item(target) for twin in (target, *weighing.same.twins(target))}
    mine = following.on(wanted | set(targets))
    if not mine:
        raise UserError("You have given no verdict on this.", "Only who gave one can take it back.")
    given = {v.target for v in mine}.union(*(following.with_amended(v.target) for v in mine))
    going = following.on(given | following.of(given))
    copies = following.copies(going)
    title = "Take back a verdict" if len(mine) == 1 else f"Take back {len(mine)} verdicts"
    with project.recording(title) as recording:
        for one in (*going, *copies):
            recording.operation.drop(one)
    return recording.change_set


class Judging:
    """Verdicts of mine on one document while they are gathered."""

    def __init__(self, project: Project, article: AnnotatedDocument, weighing: Weighing | None = None) -> None:
        self.me = signed(project)
        self.project = project
        self.article = article
        self.weighing = weighing or weigh(project, article)
        self.readings = Readings(self.weighing)
        self._decisions: dict[str, Decision] = {}
        self._following = Following(project, self.weighing)
        self._let_go: set[str] = set()
        self.made: list[Judged] = []
        """Items of mine that are recorded along with the verdicts, each after those it refers to."""

    def colleagues(self, target: str) -> Judged:
        """A colleague's item. Raises UserError when it is mine or gone."""
        found = self.weighing.item(target)
        if found is None:
            raise UserError("This is no longer there to be judged.")
        if found.annotator == self.me:
            raise UserError("This is your own.", "A verdict is on a colleague’s work; change yours as you like.")
        return found

    def decide(self, decision: Decision) -> None:
        """Note a verdict on a colleague's item; what is one's own is left alone."""
        if decision.item.annotator != self.me:
            self._decisions[decision.item.id] = decision

    def decided(self, item: Judged) -> bool:
        """Whether I have decided about an item as it is now."""
        return self._decision(item) is not None

    def accepted(self, item: Judged) -> bool:
        return self._decision(item) == "accept"

    def _decision(self, item: Judged) -> str | None:
        if item.id in self._decisions:
            return self._decisions[item.id].decision
        return None if item.id in self._let_go else self.weighing.decision_of_mine(item.id)

    def let_go(self, items: Iterable[Judged]) -> None:
        """Note that what only followed from accepting or amending some items, on which I decide anew, is void."""
        going = {one.id for one in items}
        also = self._amended_with(going)
        self._let_go |= also | self._following.of(going | also)

    def _amended_with(self, going: Collection[str]) -> set[str]:
        return {id_ for one in going for id_ in self._following.with_amended(one)}.difference(going)

    def own(self, item: Judged) -> Judged | None:
        """My reading of the words of an item: what replaces it already, or what I made of them for itself."""
        rivals = (rival for rival, _ in self.readings.rivals(item).values())
        here = {item.id, *(one.id for like in (item, *rivals) for one in (like, *self.readings.twins(like)))}
        replacing = self.weighing.replacements(self.me)
        there = next((own for own, replaced in replacing.items() if item.id in replaced), None)
        found = self.weighing.item(there) if there is not None else self.readings.own(item)
        return None if found is not None and replacing.get(found.id, here).isdisjoint(here) else found

    def accept(self, item: Judged) -> None:
        """Note that an item is right, with all that follows from it."""
        rivals = self.readings.rivals(item)
        before = {one.id: (one, cause) for rival, cause in rivals.values() for one in self._accepted_like(rival)}
        alike = [item, *self.readings.twins(item)]
        self.let_go(one for one, _ in before.values())
        self._let_go |= self._amended_with({one.id for one in alike})
        for one in alike:
            self.decide(Decision(one, "accept"))
        for other, cause in {**rivals, **before}.values():
            if other.id in before or not self.decided(other):
                why = ACCEPTED_INSTEAD.format(name_of(cause.annotator, self.article.annotators))
                self.decide(Decision(other, "reject", why, cause.id))
        if isinstance(item, Attribution):
            for member in (self.article.annotations[id_] for id_ in dict.fromkeys(item.members)):
                rivals = self.readings.rivals(member)
                if not self.decided(member) and not any(self._accepted_like(rival) for rival, _ in rivals.values()):
                    self.accept(member)

    def _accepted_like(self, item: Judged) -> list[Judged]:
        """What I accepted of an item and those that say the same."""
        return [one for one in (item, *self.readings.twins(item)) if self.accepted(one)]

    def replace(self, item: Judged, own: Judged, reason: str) -> None:
        """Note that my own reading stands in place of an item, and of others of the same words."""
        there = self.weighing.item(own.id)
        stands_in = own.id in self.weighing.replacements(self.me)
        rivals = [rival for rival, _ in self.readings.rivals(item).values()]
        beside = [*rivals, *(self.readings.others(there) if there is not None and not stands_in else ())]
        number = self.weighing.same.number(there.id if there is not None else item.id)
        before = {
            one.id: one for like in (item, *beside) for one in self._accepted_like(like)
            if like is item or self.weighing.same.number(one.id) != number
        }  # fmt: skip
        self.let_go(before.values())
        for one in {one.id: one for one in (item, *self.readings.twins(item), *rivals, *before.values())}.values():
            if one is item or one.id in before or not self.decided(one):
                self.decide(Decision(one, "amend", reason, own.id))

    def stands(self, item: Judged) -> Judged | None:
        """What is in place of an item by what I decided before: itself, what I accepted or made instead, or nothing."""
        for one in (item, *self.readings.twins(item)):
            mine = self.weighing.standing(one.id).mine
            if mine is not None and mine.holds and mine.verdict.decision != "accept":
                return self.weighing.item(mine.verdict.replacement or "")
        return item

    def copies_going(self) -> list[Judged]:
        """The copies made for amendments of mine that do not stand after this."""
        stays = {id_: decision.replacement for id_, decision in self._decisions.items() if decision.decision == "amend"}
        found = self._following.on(self._let_go | self._decisions.keys())
        needed = {id_ for id_ in stays.values() if id_ is not None}
        needed |= {id_ for one in self.made if isinstance(one, Attribution) for id_ in (*one.members, one.parent or "")}
        return self._following.copies([v for v in found if v.replacement != stays.get(v.target, "")], needed)

    def put(self, operation: Operation) -> None:
        """Write the verdicts down, and that I am reviewing this document."""
        copies = self.copies_going()
        for stale in (*self._following.on(self._let_go - self._decisions.keys()), *copies):
            operation.drop(stale)
        for decision in self._decisions.values():
            given = self.weighing.verdicts.get(decision.item.id, ())
            operation.put(verdict(self.me, decision, next((v for v in given if v.annotator == self.me), None)))
        if self._decisions:
            begin_review(self.project, operation, self.article.id)

    def record(self, title: str) -> ChangeSet:
        """Write everything down as one action, after the items made besides."""
        with self.project.recording(title) as recording:
            for item in self.made:
                recording.operation.put(item)
            self.put(recording.operation)
        return recording.change_set


def verdict(me: str, decision: Decision, before: Verdict | None) -> Verdict:
    """What is written down of a decision, in place of what I thought before."""
    base = before or Verdict(id=_own_id(me, decision.item.id), annotator=me, target=decision.item.id)
    return replace(
        base, target_value=digest(decision.item), decision=decision.decision, comment=decision.comment,
        replacement=decision.replacement,
    )  # fmt: skip


def begin_review(project: Project, operation: Operation, document: str) -> None:
    """Write down that I am reviewing a document, unless I said already how far I am."""
    if annotating.state(project, document, "reviewer") is None:
        operation.put(annotating.fresh_state(signed(project), document, "in_review"))


def _own_id(annotator: str, target: str) -> str:
    """The same on every computer of one reviewer, so that what was taken back keeps its history."""
    return str(uuid5(NAMESPACE_URL, f"annotator:verdict:{annotator}:{target}"))


def _called(item: Judged) -> str:
    if isinstance(item, Annotation):
        return f"a {item.tag}"
    return "an attribution"
