"""Two readings of the same words: where they part, what each says, and what was decided. Offsets are code points."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from annotator.agreement import differing
from annotator.agreement.differing import KINDS, Difference
from annotator.model.annotated import AnnotatedDocument, chain_words
from annotator.model.items import Annotation, Attribution
from annotator.model.sameness import Sameness
from annotator.model.span import Span, tidy
from annotator.services.weighing import CONTRADICTED, DECIDED, OPEN, REOPENED, Weighing

__all__ = [
    "DECIDED",
    "FIELDS",
    "KINDS",
    "MEMBERS",
    "OWN",
    "Difference",
    "Edges",
    "aligned",
    "between",
    "decided",
    "edges",
    "fields",
    "item_of",
    "pieces",
    "places",
    "state",
    "target",
]  # fmt: skip

OWN = "own"
"""The state of a difference on which no colleague's item is to be judged: what is mine is in my own hands."""

MEMBERS = "members"
"""The fact in which attributions differ that say the same of words with other edges."""

NOBODY = ""
"""No annotator's id."""

FIELDS = ("tag", "source", "cue", "chain", "kind")
"""What two readings are compared by, besides their words."""

Reading = Annotation | Attribution


def between(article: AnnotatedDocument, one: str, others: Sequence[str]) -> list[Difference]:
    """Where one annotator (id) differs from each of the others, in reading order; `a` is always the one.

    Where there are no others, everything is theirs alone. Attributions whose members or parents correspond but are not
    the same are two things to decide about: they differ in their chain where that reads otherwise further up, and else
    in their boundary, by their `MEMBERS`.
    """
    found = [d for other in others or (NOBODY,) for d in aligned(article, one, other) if d.kind != "same"]
    return sorted(found, key=lambda d: _begin(article, d)) if len(others) > 1 else found


def aligned(article: AnnotatedDocument, one: str, other: str) -> list[Difference]:
    """What two annotators (ids) have, in reading order: all in which they differ, and what is the same in both."""
    same = Sameness(article)
    return [
        _linking_others(article, d) if d.kind == "same" and _links_others(d, same) else d
        for d in differing.differences(article, one, other)
    ]


def _links_others(difference: Difference, same: Sameness) -> bool:
    """Whether two attributions that are aligned and alike are made of other members, or stand under others."""
    a, b = difference.a, difference.b
    return isinstance(a, Attribution) and b is not None and same.number(a.id) != same.number(b.id)


def _linking_others(article: AnnotatedDocument, difference: Difference) -> Difference:
    one, other = (
        chain_words(article.chain(side), mark_inferred=True)
        for side in (difference.a, difference.b)
        if isinstance(side, Attribution)
    )
    if one != other:
        return difference._replace(kind="chain", facts=("parent",))
    return difference._replace(kind="boundary", facts=(MEMBERS,))


def item_of(difference: Difference) -> Reading:
    """What one of the two has: the first one's where both have something."""
    found = difference.a or difference.b
    assert found is not None
    return found


def _begin(article: AnnotatedDocument, difference: Difference) -> int:
    item = item_of(difference)
    return item.begin if isinstance(item, Annotation) else article.order(item)[0]


def places(article: AnnotatedDocument, item: Reading | None, kind: str = "") -> tuple[Span, ...]:
    """The words of a reading: those that a difference of this kind is about, otherwise what is annotated."""
    if item is None:
        return ()
    if isinstance(item, Annotation):
        return item.spans
    ids = {"source": item.sources, "cue": item.cues}.get(kind) or item.contents
    return tidy(span for id_ in ids for span in article.annotations[id_].spans)


# What was decided


def target(difference: Difference, weighing: Weighing, *, second: bool = False) -> Reading | None:
    """The colleague's item that a verdict would be on; where both are, the first that is open, or the other one."""
    theirs = _theirs(difference, weighing)
    if len(theirs) < 2:
        return theirs[0] if theirs else None
    first = next((x for x in theirs if not weighing.standing(x.id).decided), theirs[0])
    return theirs[1 - theirs.index(first)] if second else first


def state(difference: Difference, weighing: Weighing) -> str:
    """As `Standing.state`, of both items together: open while either is, accepted where one of them is. Or OWN."""
    found = {weighing.standing(item.id).state for item in _theirs(difference, weighing)}
    if not found:
        return OWN
    order = (CONTRADICTED, REOPENED, OPEN, "accepted", "amended", "rejected")
    return next(one for one in order if one in found)


def decided(state: str) -> bool:
    """Whether nothing is left to be done about a difference in this state."""
    return state not in (OPEN, REOPENED, CONTRADICTED)


def _theirs(difference: Difference, weighing: Weighing) -> list[Reading]:
    return [item for item in (difference.a, difference.b) if item is not None and item.annotator != weighing.me]


# Where they part


class Edges(NamedTuple):
    """How many code points earlier `a` begins than `b`, and how many later it ends; negative the other way."""

    begins: int
    ends: int


def edges(a: Sequence[Span], b: Sequence[Span]) -> Edges:
    return Edges(b[0].begin - a[0].begin, a[-1].end - b[-1].end)


class Piece(NamedTuple):
    """A stretch of one reading. `shared`: the other has it too. `gap`: the words between two parts, left out."""

    span: Span
    shared: bool
    gap: bool = False


def pieces(spans: Sequence[Span], other: Iterable[Span]) -> list[Piece]:
    """A reading cut where the other begins and ends, in order, with a gap between its parts."""
    theirs = tuple(other)
    cuts = sorted({edge for span in theirs for edge in span})
    out: list[Piece] = []
    for span in spans:
        if out and out[-1].span.end < span.begin:
            out.append(Piece(Span(out[-1].span.end, span.begin), shared=False, gap=True))
        inside = [span.begin, *(cut for cut in cuts if span.begin < cut < span.end), span.end]
        for begin, end in pairwise(inside):
            out.append(Piece(Span(begin, end), any(s.begin <= begin and end <= s.end for s in theirs)))
    return out


# What each says


def fields(article: AnnotatedDocument, item: Reading | None) -> dict[str, str]:
    """What a reading says, in words, by the names of FIELDS; what it does not say is left out."""
    if item is None:
        return {}
    if isinstance(item, Attribution):
        tags = dict.fromkeys(article.annotations[c].tag for c in item.contents)
        return {"tag": ", ".join(tags), **_said(article, item)}
    out = {"tag": item.tag}
    if item.tag == "source":
        entity = article.entity_of(item)
        return {**out, "source": entity.name} if entity is not None else out
    attribution = _innermost(article, item.id)
    return {**out, **_said(article, attribution)} if attribution is not None else out


def _innermost(article: AnnotatedDocument, content: str) -> Attribution | None:
    found = [a for a in article.attributions_of(content) if content in a.contents]
    parents = {a.parent for a in found}
    return min((a for a in found if a.id not in parents), key=article.order, default=None)


def _said(article: AnnotatedDocument, attribution: Attribution) -> dict[str, str]:
    chain = article.chain(attribution)
    cues = sorted((article.annotations[c] for c in attribution.cues), key=lambda a: (a.begin, a.id))
    facts = {
        "source": chain[-1].words,
        "cue": ", ".join(" ".join(c.words(article.text).split()) for c in cues),
        "chain": chain_words(chain, mark_inferred=True),
        "kind": " · ".join(_kinds(attribution)),
    }
    return {name: words for name, words in facts.items() if words}


def _kinds(attribution: Attribution) -> Iterator[str]:
    yield attribution.kind
    if attribution.polarity != "positive":
        yield {"negative": "denied"}.get(attribution.polarity, attribution.polarity)
