"""Where the layers of two annotators differ in a document, and how. Offsets are those of the whole text."""

from collections.abc import Callable, Iterable, Sequence
from itertools import combinations
from typing import NamedTuple, TypeVar

from annotator.agreement.attributions import FACTS, Places, shape
from annotator.agreement.matching import Shape, align_by, hints_in_common, size, tie
from annotator.model.annotated import AnnotatedDocument, resolve
from annotator.model.items import Annotation, Attribution
from annotator.model.span import overlap

KINDS = ("same", "boundary", "tag", "only-a", "only-b", "source", "cue", "chain", "entity")

_T = TypeVar("_T", Annotation, Attribution)
Two = tuple[Annotation | None, Annotation | None]
_FINE = 1 << 32


class Difference(NamedTuple):
    """What one annotator has (`a`), what the other has (`b`), and one kind in which they differ, or `same`.

    `facts` names what exactly differs where the kind alone does not say it.
    """

    kind: str
    a: Annotation | Attribution | None
    b: Annotation | Attribution | None
    facts: tuple[str, ...] = ()


def differences(article: AnnotatedDocument, a: str, b: str) -> list[Difference]:
    """Every annotation and attribution of the two annotators, in reading order, each aligned with at most one.

    Two that are aligned stand once as `same`, or once for each kind in which they differ. Regions tagged as excluded
    belong to the project and are left out.
    """
    aligned = Alignment(article, a, b)
    found = [*_of_annotations(aligned), *_of_attributions(aligned)]
    return sorted(found, key=lambda d: _place(article, d))


class Alignment:
    """Which annotation, and which attribution, of one annotator corresponds to which of the other's.

    The total likeness is greatest: |A∩B| / |A∪B|, and ½ more for the same tag. Annotations under the same tag
    correspond when they share a code point; those under different ones, when they share at least half of what both
    cover. Attributions are alike as their contents are.
    """

    def __init__(self, article: AnnotatedDocument, a: str, b: str) -> None:
        self.article = article
        sides = [[x for x in article.ordered(annotator=layer) if x.tag != "excluded"] for layer in (a, b)]
        self.annotations = corresponding(*sides)
        places: Places = {x.id: x.spans for side in sides for x in side}
        linked = [
            sorted((x for x in article.attributions.values() if x.annotator == layer), key=article.order)
            for layer in (a, b)
        ]
        self.attributions = _paired(
            linked[0], linked[1], lambda x: shape(x, places, ("contents",)), lambda _x, _y, shared: shared
        )
        self.counterpart = {x.id: y.id for x, y in self.annotations if x is not None and y is not None}
        self.counterpart |= {x.id: y.id for x, y in self.attributions if x is not None and y is not None}


def corresponding(a: Sequence[Annotation], b: Sequence[Annotation]) -> list[Two]:
    """The annotations of two annotators that correspond (see `Alignment`), and each one that is alone."""
    return _paired(a, b, lambda x: Shape(x.id, (x.spans,), (x.entity,)), _likeness_of_annotations)


def _likeness_of_annotations(a: Annotation, b: Annotation, shared: int) -> int:
    if a.tag == b.tag:
        return shared + _FINE // 2
    return shared if 2 * shared >= _FINE else 0


def _paired(
    a: Sequence[_T], b: Sequence[_T], shape_of: Callable[[_T], Shape], likeness: Callable[[_T, _T, int], int]
) -> list[tuple[_T | None, _T | None]]:
    """Items that correspond, and each one that is alone. `likeness` is given the shared part, `_FINE` being all."""
    by_id = {x.id: x for side in (a, b) for x in side}

    def weight(x: Shape, y: Shape) -> int:
        common = overlap(x.sets[0], y.sets[0])
        if not common:
            return 0
        shared = common * _FINE // (size(x.sets[0]) + size(y.sets[0]) - common)
        alike = likeness(by_id[x.id], by_id[y.id], shared)
        return (alike << 64) + (hints_in_common(x, y) << 48) + tie(x.id, y.id) if alike else 0

    pairs = align_by([shape_of(x) for x in a], [shape_of(x) for x in b], weight)
    of_a, of_b = {i for i, _ in pairs}, {j for _, j in pairs}
    out: list[tuple[_T | None, _T | None]] = [(a[i], b[j]) for i, j in pairs]
    out += [(x, None) for i, x in enumerate(a) if i not in of_a]
    out += [(None, y) for j, y in enumerate(b) if j not in of_b]
    return out


def _alone(a: Annotation | Attribution | None, b: Annotation | Attribution | None) -> Difference:
    return Difference("only-b" if a is None else "only-a", a, b)


def _of_annotations(aligned: Alignment) -> Iterable[Difference]:
    entities = aligned.article.entities
    for a, b in aligned.annotations:
        if a is None or b is None:
            yield _alone(a, b)
            continue
        kinds = []
        if a.tag != b.tag:
            kinds.append("tag")
        if a.spans != b.spans:
            kinds.append("boundary")
        if a.tag == b.tag == "source" and resolve(a.entity, entities) != resolve(b.entity, entities):
            kinds.append("entity")
        yield from (Difference(kind, a, b) for kind in kinds or ["same"])


def _of_attributions(aligned: Alignment) -> Iterable[Difference]:
    for a, b in aligned.attributions:
        if a is None or b is None:
            yield _alone(a, b)
            continue
        found = [
            ("boundary", ("contents",) * _members_differ(aligned, a.contents, b.contents)),
            ("source", ("sources",) * _members_differ(aligned, a.sources, b.sources) + _facts(a, b, FACTS[:1])),
            ("cue", ("cues",) * _members_differ(aligned, a.cues, b.cues) + _facts(a, b, FACTS[1:])),
            ("chain", _chain_facts(aligned, a, b)),
        ]
        differing = [Difference(kind, a, b, facts) for kind, facts in found if facts]
        yield from differing or [Difference("same", a, b)]


def _members_differ(aligned: Alignment, a: Sequence[str], b: Sequence[str]) -> bool:
    return {aligned.counterpart.get(member) for member in a} != set(b)


def _facts(a: Attribution, b: Attribution, names: Sequence[str]) -> tuple[str, ...]:
    return tuple(name for name in names if getattr(a, name) != getattr(b, name))


def _chain_facts(aligned: Alignment, a: Attribution, b: Attribution) -> tuple[str, ...]:
    if (a.parent is None) != (b.parent is None):
        return ("parent",)
    if a.parent is not None and aligned.counterpart.get(a.parent) != b.parent:
        return ("parent",)
    return _facts(a, b, ("parent_basis",))


def _place(article: AnnotatedDocument, difference: Difference) -> tuple[int, int, int, int, str]:
    item = difference.a or difference.b
    if isinstance(item, Attribution):
        begin, id_ = article.order(item)
        return begin, 1, 0, KINDS.index(difference.kind), id_
    if isinstance(item, Annotation):
        return item.begin, 0, -item.end, KINDS.index(difference.kind), item.id
    raise TypeError


def groups(article: AnnotatedDocument, annotators: Sequence[str]) -> list[dict[str, Annotation]]:
    """Annotations of any number of annotators that correspond, at most one of each, in reading order.

    The best alignments of all pairs of annotators are joined, the most alike first; what would bring two annotations of
    one annotator together stays apart. With two annotators this is their alignment.
    """
    links: list[tuple[int, int, str, str]] = []
    for one, other in combinations(sorted(annotators), 2):
        for a, b in Alignment(article, one, other).annotations:
            if a is not None and b is not None:
                common = overlap(a.spans, b.spans)
                shared = common * _FINE // (size(a.spans) + size(b.spans) - common)
                links.append((-_likeness_of_annotations(a, b, shared), tie(a.id, b.id), a.id, b.id))
    group = {x.id: {layer: x} for layer in annotators for x in article.ordered(annotator=layer) if x.tag != "excluded"}
    for _, _, a_id, b_id in sorted(links):
        first, second = group[a_id], group[b_id]
        if first is not second and not first.keys() & second.keys():
            first |= second
            for member in second.values():
                group[member.id] = first
    distinct = {id(some): some for some in group.values()}.values()
    return sorted(distinct, key=lambda some: min((x.begin, -x.end, x.id) for x in some.values()))
