"""A few figures of two annotators on one document, quick enough to be kept up to date while they work."""

from typing import NamedTuple

from annotator.agreement.coefficients import f1
from annotator.agreement.figure import Figure, Sums
from annotator.agreement.matching import Shape, align_levels, touching
from annotator.agreement.reading import Reading

TAGS = {"claims": "claim", "sources": "source", "quotes": "quote"}


class Glance(NamedTuple):
    """F1 of what matches partially; `pairs` are the matched annotations of all tags.

    `links` are attributions whose contents and sources match, `chains` those whose contents match and whose whole
    chains are the same.
    """

    claims: Figure
    sources: Figure
    quotes: Figure
    links: Figure
    chains: Figure
    pairs: int


def glance(reading: Reading, a: str, b: str) -> Glance:
    """The figures of two of the annotators chosen for the reading, whether or not they worked on the document."""
    one, other = reading.layers[a], reading.layers[b]
    matched = {
        tag: _matched(one.shapes.get(tag, []), other.shapes.get(tag, []))
        for tag in one.shapes.keys() | other.shapes.keys() | set(TAGS.values())
    }
    x, y = one.linked, other.linked
    by_content, by_source = align_levels(x, y, touching(x, y), 2, exact=False)
    same = sum(reading.hops(one.attributions[i]) == reading.hops(other.attributions[j]) for i, j in by_content)
    return Glance(
        **{name: f1(matched[tag]) for name, tag in TAGS.items()},
        links=f1(_sums(len(by_source), x, y)),
        chains=f1(_sums(same, x, y)),
        pairs=sum(sums["matched"] for sums in matched.values()),
    )


def _matched(a: list[Shape], b: list[Shape]) -> Sums:
    (found,) = align_levels(a, b, touching(a, b), 1, exact=False)
    return _sums(len(found), a, b)


def _sums(matched: int, a: list[Shape], b: list[Shape]) -> Sums:
    return {"matched": matched, "n_a": len(a), "n_b": len(b)}
