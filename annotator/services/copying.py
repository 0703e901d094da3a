"""Copies of a colleague's items in one's own layer, where they can be changed."""

from collections.abc import Callable
from dataclasses import replace

from annotator.model.annotated import AnnotatedDocument
from annotator.model.errors import UserError
from annotator.model.identifiers import new_id
from annotator.model.items import ROLES, Annotation, Attribution
from annotator.model.sameness import Judged


class Copying:
    """Copies into the layer of `me`; `made` are the new items, each after those it refers to.

    What I recorded in the same words already is taken instead of a copy. `stands` tells what stands for a member or a
    parent: itself, something else, or nothing; without it they stand for themselves.
    """

    def __init__(
        self, article: AnnotatedDocument, me: str, stands: Callable[[Judged], Judged | None] = lambda item: item
    ) -> None:
        self._article = article
        self._me = me
        self._stands = stands
        self._copies: dict[str, Judged] = {}
        self.made: list[Judged] = []

    def copy(self, item: Judged) -> Judged:
        return self._annotation(item) if isinstance(item, Annotation) else self._attribution(item)

    def _annotation(self, item: Annotation) -> Annotation:
        if item.annotator == self._me:
            return item
        found = self._copies.get(item.id)
        if not isinstance(found, Annotation):
            found = next((own for own in self._mine() if _says(own) == _says(item)), None)
            if found is None:
                found = replace(item, id=new_id(), annotator=self._me, modified=None, note="", discuss=False)
                self.made.append(found)
            self._copies[item.id] = found
        return found

    def _mine(self) -> list[Annotation]:
        return self._article.ordered(annotator=self._me)

    def _attribution(self, item: Attribution) -> Attribution:
        """A copy with the chain above it, as far as that stands: parents are in the same layer."""
        above: Attribution | None = None
        for one in reversed(self._chain(item)):
            above = self._one(one, above.id if above is not None else None)
        assert above is not None
        return above

    def _chain(self, item: Attribution) -> list[Attribution]:
        out: list[Attribution] = []
        at: Attribution | None = item
        while at is not None and at not in out:
            out.append(at)
            above = self._article.attributions.get(at.parent) if at.parent is not None else None
            standing = self._stands(above) if above is not None and at.annotator != self._me else above
            at = standing if isinstance(standing, Attribution) else None
        return out

    def _one(self, item: Attribution, parent: str | None) -> Attribution:
        if item.annotator == self._me:
            return item
        found = self._copies.get(item.id)
        if isinstance(found, Attribution):
            return found
        roles = [self._members(role, getattr(item, role)) for role in ("sources", "cues", "contents")]
        wanted = replace(
            item, id=new_id(), annotator=self._me, modified=None, note="", sources=roles[0], cues=roles[1],
            contents=roles[2], parent=parent, parent_basis=item.parent_basis if parent is not None else None,
        )  # fmt: skip
        there = (own for own in self._article.attributions.values() if own.annotator == self._me)
        made = next((own for own in there if replace(own, note="").plain() == wanted.plain()), None)
        if made is None:
            made = wanted
            self.made.append(made)
        self._copies[item.id] = made
        return made

    def _members(self, role: str, ids: tuple[str, ...]) -> tuple[str, ...]:
        """Copies of what stands for members. Raises UserError where no content does: a link holds something."""
        members = [self._article.annotations[id_] for id_ in ids]
        standing = [self._stands(one) for one in members]
        fit = [one for one in standing if isinstance(one, Annotation) and one.tag in ROLES[role]]
        if role == "contents" and not fit:
            raise UserError(
                "You rejected everything that this attribution holds.",
                "Take that back first, or reject the attribution, too.",
            )
        return tuple(sorted({self._annotation(one).id for one in fit}))


def _says(annotation: Annotation) -> tuple[object, ...]:
    return annotation.tag, annotation.spans, annotation.entity
