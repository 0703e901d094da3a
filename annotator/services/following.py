"""What only followed from a decision of mine, and goes when that decision does."""

from collections.abc import Collection, Iterable, Iterator

from annotator.model.items import Annotation, Attribution, Verdict
from annotator.model.sameness import Judged
from annotator.services.project import Project
from annotator.services.weighing import Weighing
from annotator.storage import verdicts


class Following:
    """My verdicts on one document, under any of my identities, and how they depend on each other."""

    def __init__(self, project: Project, weighing: Weighing) -> None:
        self._file = project.file
        self._weighing = weighing
        self._article = weighing.article
        self._mine: dict[str, list[Verdict]] = {}
        for verdict in verdicts.on_document(project.file, weighing.article.id):
            if project.is_me(verdict.annotator):
                self._mine.setdefault(verdict.target, []).append(verdict)

    def on(self, targets: Iterable[str]) -> list[Verdict]:
        """My verdicts on some items."""
        return [verdict for target in sorted(set(targets)) for verdict in self._mine.get(target, ())]

    def of(self, going: Collection[str]) -> set[str]:
        """The items on which my verdicts only followed from those on the items that are `going`, which are left out.

        These are rejections because one of them was accepted, and acceptances given together with that of an
        attribution to its members, unless another attribution that I accepted needs them.
        """
        gone, ahead = set(going), list(going)
        while ahead:
            followed = set(self._from(ahead.pop(), gone)) - gone
            gone |= followed
            ahead += followed
        return gone - set(going)

    def _from(self, id_: str, gone: set[str]) -> Iterator[str]:
        for accepted in (v for v in self._mine.get(id_, ()) if v.decision == "accept"):
            for verdict in (v for some in self._mine.values() for v in some):
                if verdict.decision == "reject" and verdict.replacement == id_:
                    yield verdict.target
            attribution = self._article.attributions.get(id_)
            if attribution is not None:
                yield from self._members(attribution, accepted, gone)

    def _members(self, attribution: Attribution, accepted: Verdict, gone: set[str]) -> Iterator[str]:
        same = self._weighing.same
        needed = {
            same.number(member)
            for other in self._article.attributions.values() if other.id not in gone
            if any(v.decision == "accept" and self._weighing.holds(v) for v in self._mine.get(other.id, ()))
            for member in other.members
        }  # fmt: skip
        free = {same.number(member) for member in attribution.members} - needed
        given = [v for number in free for v in self.on(same.with_number(number)) if v.decision == "accept"]
        yield from (v.target for v in self._given_with(accepted, given))

    def with_amended(self, target: str) -> set[str]:
        """The items that were replaced by the same as one, in the same action."""
        amended = [v for some in self._mine.values() for v in some if v.decision == "amend"]
        return {
            v.target
            for one in amended if one.target == target
            for v in self._given_with(one, [v for v in amended if v.replacement == one.replacement])
        }  # fmt: skip

    def _given_with(self, verdict: Verdict, others: Iterable[Verdict]) -> list[Verdict]:
        """Those given in the same action: times are to the second, and what was imported came as one operation."""
        alike = [v for v in others if v.modified == verdict.modified]
        made = verdicts.written(self._file, [verdict.id, *(v.id for v in alike)])
        return [v for v in alike if made[v.id].operations & made[verdict.id].operations]

    def copies(self, going: Collection[Verdict], needed: Collection[str] = ()) -> list[Judged]:
        """The copies that were made for amendments that go, as they were made, and that nothing else uses.

        Attributions come before their members. What is `needed` (ids) by other amendments stays.
        """
        found: dict[str, Judged] = {}
        for verdict in (v for v in going if v.decision == "amend"):
            related = [one for one in self._copied(verdict) if one.modified == verdict.modified]
            made = verdicts.written(self._file, [verdict.id, *(one.id for one in related)])
            for one in related:
                if made[one.id].values == 1 and made[one.id].operations & made[verdict.id].operations:
                    found[one.id] = one
        free = set(found) - verdicts.spoken_of(self._file, list(found), [v.id for v in going])
        free.difference_update(needed)
        while held := {id_ for id_ in free if self._is_used(id_, free)}:
            free -= held
        return sorted((found[id_] for id_ in found if id_ in free), key=lambda copy: isinstance(copy, Annotation))

    def _copied(self, verdict: Verdict) -> Iterator[Judged]:
        """What replaces an item, with its members and the chain above."""
        at = self._weighing.item(verdict.replacement or "")
        while isinstance(at, Attribution):
            yield at
            yield from (self._article.annotations[member] for member in at.members)
            at = self._article.attributions.get(at.parent or "")
        if isinstance(at, Annotation):
            yield at

    def _is_used(self, id_: str, free: set[str]) -> bool:
        return any(
            id_ == one.parent or id_ in one.members
            for one in self._article.attributions.values() if one.id not in free
        )  # fmt: skip
