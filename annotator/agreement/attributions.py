"""Whether two annotators attributed the same words to the same words."""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence

from annotator.agreement.coefficients import unit_sums
from annotator.agreement.matching import MATCHES, Pair, Shape, align_levels, touching
from annotator.model.items import Attribution
from annotator.model.span import Span, tidy

ROLES = ("contents", "sources", "cues")
LEVELS = ("content", "content_source", "content_source_cue")
"""At each, the words of as many roles have to match, in that order."""

FACTS = ("source_status", "kind", "polarity")

Places = Mapping[str, tuple[Span, ...]]
"""From the id of an annotation to its spans."""


def shape(attribution: Attribution, places: Places, roles: Sequence[str] = ROLES) -> Shape:
    """The code points of the first roles: all members together. Members without a place cover nothing.

    Where several attributions hold the same content, as when two sources confirm a claim, the other members and the
    facts tell which corresponds to which.
    """
    sets = tuple([_covered(getattr(attribution, role), places) for role in ROLES])
    facts = (attribution.source_status, attribution.kind, attribution.polarity)
    return Shape(attribution.id, sets[: len(roles)], (*sets, *facts))


def _covered(members: Sequence[str], places: Places) -> tuple[Span, ...]:
    spans = [span for member in members for span in places.get(member, ())]
    return tidy(spans) if len(spans) > 1 else tuple(spans)


def matched(a: Sequence[Shape], b: Sequence[Shape]) -> dict[tuple[str, str], list[Pair]]:
    """The best one-to-one matching by kind of match and level, of shapes with all roles; see `align_levels`."""
    near = touching(a, b)
    out: dict[tuple[str, str], list[Pair]] = {}
    for match in MATCHES:
        found = align_levels(a, b, near, len(LEVELS), exact=match == "exact")
        out |= {(match, level): pairs for level, pairs in zip(LEVELS, found, strict=True)}
    return out


def fact_sums(pairs: Iterable[tuple[Attribution, Attribution]], fact: str) -> Counter[Hashable]:
    """What aligned attributions say of one fact, for `coefficients.nominal_alpha`."""
    return unit_sums((Counter((getattr(a, fact), getattr(b, fact))), 1) for a, b in pairs)
