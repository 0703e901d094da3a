"""Judging what colleagues made: accept, reject, amend, or take that back. Nobody's layer is changed but one's own.

A decision is about a place, not a row of a list: items of other colleagues that say the same are judged alike, and
readings of the same words that say otherwise are decided along with it, unless they were decided before.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple
from uuid import NAMESPACE_URL, uuid5

from annotator.agreement.differing import Alignment
from annotator.model.annotated import AnnotatedDocument
from annotator.model.changes import ChangeSet
from annotator.model.errors import UserError
from annotator.model.items import Annotation, Attribution, Verdict
from annotator.model.sameness import Judged
from annotator.services import annotating
from annotator.services.annotating import signed
from annotator.services.copying import Copying
from annotator.services.project import Project
from annotator.services.weighing import Weighing, digest, name_of, weigh
from annotator.storage import verdicts
from annotator.storage.operation import Operation

ACCEPTED_INSTEAD = "Another reading of these words was accepted: {0}’s."


class Amended(NamedTuple):
    """What amending did, and my own item that replaces the colleague's: to be changed from here on as any of mine."""

    changes: ChangeSet
    replacement: Judged


@dataclass(frozen=True, slots=True)
class Decision:
    """One verdict to be given."""

    item: Judged
    decision: str
    comment: str = ""
    replacement: str | None = None


def accept(project: Project, article: AnnotatedDocument, target: str) -> ChangeSet:
    """Hold a colleague's item to be right.

    An attribution's members are accepted with it. Other readings of the same words are rejected with a word why. What
    I decided before on any of these stays.
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
    if any(twin.annotator == judging.me for twin in judging.twins(item)):
        raise UserError("You recorded the same yourself.", "Change or delete yours first.")
    for one in (item, *judging.twins(item)):
        judging.decide(Decision(one, "reject", reason.strip()))
    return judging.record(f"Reject {_called(item)}")


def amend(project: Project, article: AnnotatedDocument, target: str, reason: str = "") -> Amended:
    """Replace a colleague's item by one of my own: my reading of these words if there is one, otherwise a copy.

    A copied attribution comes with copies of its members and of the chain above it. Other readings of the same words
    that I have not decided are replaced as well.
    """
    judging = Judging(project, article)
    item = judging.colleagues(target)
    copying = Copying(article, judging.me)
    own = judging.own_reading(item) or copying.copy(item)
    for one in (item, *judging.twins(item), *judging.others(item)):
        if one is item or not judging.decided(one):
            judging.decide(Decision(one, "amend", reason.strip(), own.id))
    return Amended(judging.record(f"Amend {_called(item)}", copying.made), own)


def withdraw(project: Project, article: AnnotatedDocument, *targets: str) -> ChangeSet:
    """Take my verdicts on items back, and those on others that say the same."""
    signed(project)
    weighing = weigh(project, article)
    wanted = {twin for target in targets if weighing.item(target) for twin in (target, *weighing.same.twins(target))}
    mine = [v for v in verdicts.on_items(project.file, sorted(wanted | set(targets))) if project.is_me(v.annotator)]
    if not mine:
        raise UserError("You have given no verdict on this.", "Only who gave one can take it back.")
    title = "Take back a verdict" if len(mine) == 1 else f"Take back {len(mine)} verdicts"
    with project.recording(title) as recording:
        for given in mine:
            recording.operation.drop(given)
    return recording.change_set


class Judging:
    """Verdicts of mine on one document while they are gathered."""

    def __init__(self, project: Project, article: AnnotatedDocument, weighing: Weighing | None = None) -> None:
        self.me = signed(project)
        self.project = project
        self.article = article
        self.weighing = weighing or weigh(project, article)
        self._decisions: dict[str, Decision] = {}
        self._alignments: dict[tuple[str, str], Alignment] = {}

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
        return item.id in self._decisions or self.weighing.decision_of_mine(item.id) is not None

    def accepted(self, item: Judged) -> bool:
        decision = self._decisions.get(item.id)
        return (decision.decision if decision else self.weighing.decision_of_mine(item.id)) == "accept"

    def accept(self, item: Judged) -> None:
        """Note that an item is right, with all that follows from it."""
        for one in (item, *self.twins(item)):
            self.decide(Decision(one, "accept"))
        why = ACCEPTED_INSTEAD.format(name_of(item.annotator, self.article.annotators))
        for other in self.others(item):
            if not self.decided(other):
                self.decide(Decision(other, "reject", why))
        if isinstance(item, Attribution):
            for member in (self.article.annotations[id_] for id_ in dict.fromkeys(item.members)):
                if not self.decided(member) and not any(self.accepted(other) for other in self.others(member)):
                    self.accept(member)

    def twins(self, item: Judged) -> list[Judged]:
        """Items of anybody that say the same as one."""
        found = (self.weighing.item(id_) for id_ in self.weighing.same.twins(item.id))
        return [one for one in found if one is not None]

    def others(self, item: Judged) -> list[Judged]:
        """What other colleagues made of the same words, where it says otherwise."""
        number = self.weighing.same.number(item.id)
        found = (self._counterpart(item, layer) for layer in self._layers() if layer not in (item.annotator, self.me))
        return [one for one in found if one is not None and self.weighing.same.number(one.id) != number]

    def own_reading(self, item: Judged) -> Judged | None:
        """What I made of the same words, whether or not it says the same."""
        return self._counterpart(item, self.me)

    def _layers(self) -> list[str]:
        made = (*self.article.annotations.values(), *self.article.attributions.values())
        return sorted({one.annotator for one in made if one.annotator is not None})

    def _counterpart(self, item: Judged, layer: str) -> Judged | None:
        pair = (item.annotator or "", layer)
        if pair not in self._alignments:
            self._alignments[pair] = Alignment(self.article, *pair)
        return self.weighing.item(self._alignments[pair].counterpart.get(item.id, ""))

    def put(self, operation: Operation) -> None:
        """Write the verdicts down, and that I am reviewing this document."""
        for decision in self._decisions.values():
            given = self.weighing.verdicts.get(decision.item.id, ())
            operation.put(verdict(self.me, decision, next((v for v in given if v.annotator == self.me), None)))
        if self._decisions:
            begin_review(self.project, operation, self.article.id)

    def record(self, title: str, besides: Iterable[Judged] = ()) -> ChangeSet:
        """Write everything down as one action, after the items made besides."""
        with self.project.recording(title) as recording:
            for item in besides:
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
