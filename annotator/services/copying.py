"""Copies of a colleague's items in one's own layer, where they can be changed."""

from dataclasses import replace

from annotator.model.annotated import AnnotatedDocument
from annotator.model.identifiers import new_id
from annotator.model.items import Annotation, Attribution
from annotator.model.sameness import Judged


class Copying:
    """Copies into the layer of `me`; `made` are the new items, each after those it refers to.

    What I recorded in the same words already is taken instead of a copy.
    """

    def __init__(self, article: AnnotatedDocument, me: str) -> None:
        self._article = article
        self._me = me
        self._copies: dict[str, Judged] = {}
        self.made: list[Judged] = []

    def copy(self, item: Judged) -> Judged:
        return self._annotation(item) if isinstance(item, Annotation) else self._attribution(item)

    def _annotation(self, item: Annotation) -> Annotation:
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
        """A copy with the chain above it: parents stand in the same layer."""
        above: Attribution | None = None
        for one in reversed(self._chain(item)):
            above = self._one(one, above.id if above is not None else None)
        assert above is not None
        return above

    def _chain(self, item: Attribution) -> list[Attribution]:
        out: list[Attribution] = []
        at: Attribution | None = item
        while at is not None:
            out.append(at)
            at = self._article.attributions.get(at.parent) if at.parent is not None else None
        return out

    def _one(self, item: Attribution, parent: str | None) -> Attribution:
        found = self._copies.get(item.id)
        if isinstance(found, Attribution):
            return found
        roles = [self._members(members) for members in (item.sources, item.cues, item.contents)]
        wanted = replace(
            item, id=new_id(), annotator=self._me, modified=None, note="", sources=roles[0], cues=roles[1],
            contents=roles[2], parent=parent,
        )  # fmt: skip
        there = (own for own in self._article.attributions.values() if own.annotator == self._me)
        made = next((own for own in there if replace(own, note="").plain() == wanted.plain()), None)
        if made is None:
            made = wanted
            self.made.append(made)
        self._copies[item.id] = made
        return made

    def _members(self, ids: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(sorted({self._annotation(self._article.annotations[id_]).id for id_ in ids}))


def _says(annotation: Annotation) -> tuple[object, ...]:
    return annotation.tag, annotation.spans, annotation.entity
