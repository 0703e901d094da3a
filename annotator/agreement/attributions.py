"""Whether two annotators attributed the same words to the same words."""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence

from annotator.agreement.coefficients import unit_sums
from annotator.agreement.matching import Pair, Shape, align
from annotator.model.items import Attribution
from annotator.model.span import Span, tidy

LEVELS = {
    "content": ("contents",),
    "content_source": ("contents", "sources"),
    "content_source_cue": ("contents", "sources", "cues"),
}
"""The roles whose words have to match at each level."""

ALL_ROLES = LEVELS["content_source_cue"]
FACTS = ("source_status", "kind", "polarity")

Places = Mapping[str, tuple[Span, ...]]
"""From the id of an annotation to its spans."""


def shape(attribution: Attribution, places: Places, roles: Sequence[str]) -> Shape:
    """The code points of each role: all its members together. Members without a place cover nothing.

    Where several attributions hold the same content, as when two sources confirm a claim, the other members and the
    facts tell which corresponds to which.
    """
    sets = {
        role: tidy(s for member in getattr(attribution, role) for s in places.get(member, ())) for role in ALL_ROLES
    }
    hints = {*sets.items(), *((fact, getattr(attribution, fact)) for fact in FACTS)}
    return Shape(attribution.id, tuple(sets[role] for role in roles), frozenset(hints))


def matched(
    a: Sequence[Attribution], b: Sequence[Attribution], places: Places, level: str, *, exact: bool
) -> list[Pair]:
    """The best one-to-one matching at a level, each level by itself; see `matching.align`."""
    shapes = [[shape(one, places, LEVELS[level]) for one in side] for side in (a, b)]
    return align(shapes[0], shapes[1], exact=exact)


def fact_sums(pairs: Iterable[tuple[Attribution, Attribution]], fact: str) -> Counter[Hashable]:
    """What aligned attributions say of one fact, for `coefficients.nominal_alpha`."""
    return unit_sums((Counter((getattr(a, fact), getattr(b, fact))), 1) for a, b in pairs)
