"""What colleagues made of the same words as an item: the same, or another reading."""

from annotator.agreement.differing import Alignment
from annotator.model.sameness import Judged, judged
from annotator.services.weighing import Weighing


class Counterparts:
    """What in other layers of one document is about the same words as an item; each two layers are aligned once."""

    def __init__(self, weighing: Weighing) -> None:
        self._weighing = weighing
        self.layers = sorted({one.annotator for one in judged(weighing.article) if one.annotator is not None})
        self._alignments: dict[tuple[str, str], Alignment] = {}

    def of(self, item: Judged) -> list[Judged]:
        """At most one of each other layer, in order of the layers' ids."""
        found = (self.within(item, layer) for layer in self.layers)
        return [one for one in found if one is not None]

    def within(self, item: Judged, layer: str) -> Judged | None:
        """That in one layer (id)."""
        if layer == item.annotator or layer not in self.layers:
            return None
        pair = (item.annotator or "", layer)
        if pair not in self._alignments:
            self._alignments[pair] = Alignment(self._weighing.article, *pair)
        return self._weighing.item(self._alignments[pair].counterpart.get(item.id, ""))


class Readings:
    """The readings of one document as `weighing.me` looks at them."""

    def __init__(self, weighing: Weighing) -> None:
        self._weighing = weighing
        self._counterparts = Counterparts(weighing)

    def twins(self, item: Judged) -> list[Judged]:
        """Items of anybody that say the same as one."""
        found = (self._weighing.item(id_) for id_ in self._weighing.same.twins(item.id))
        return [one for one in found if one is not None]

    def others(self, item: Judged) -> list[Judged]:
        """What other colleagues made of the same words, where it says otherwise."""
        number = self._weighing.same.number(item.id)
        found = (one for one in self._counterparts.of(item) if one.annotator != self._weighing.me)
        return [one for one in found if self._weighing.same.number(one.id) != number]

    def rivals(self, item: Judged) -> dict[str, tuple[Judged, Judged]]:
        """By id, other readings of an item, or of a colleague's that says the same, each with what it is beside."""
        out: dict[str, tuple[Judged, Judged]] = {}
        for one in (item, *self.twins(item)):
            for other in self.others(one) if one.annotator != self._weighing.me else ():
                out.setdefault(other.id, (other, one))
        return out

    def own(self, item: Judged) -> Judged | None:
        """What I made of the same words, whether or not it says the same."""
        return self._counterparts.within(item, self._weighing.me or "")
