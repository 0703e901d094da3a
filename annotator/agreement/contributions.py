"""What one document contributes to every figure, so that its text and annotations need not be kept."""

from collections import Counter
from collections.abc import Hashable
from dataclasses import dataclass, field
from itertools import combinations

from annotator.agreement import attributions, chains, coverage
from annotator.agreement.coefficients import pair_sums, unit_sums
from annotator.agreement.coverage import Run
from annotator.agreement.differing import corresponding
from annotator.agreement.gamma import Unit
from annotator.agreement.matching import MATCHES, align_levels, touching
from annotator.agreement.partitions import Named
from annotator.agreement.reading import Layer, Reading
from annotator.agreement.unitizing import Continuum, disjoint
from annotator.model.annotated import AnnotatedDocument
from annotator.model.items import Attribution

Sum = Counter[Hashable]
GRAINS = ("tokens", "characters")


@dataclass(slots=True)
class OfPair:
    """What a document contributes to the figures of two annotators, as sums that add up; keys say of what."""

    spans: dict[tuple[str, str], Sum] = field(default_factory=dict)  # by kind of match and tag
    confusion: Counter[tuple[str | None, str | None]] = field(default_factory=Counter)
    coverage: dict[tuple[str, str | None], Sum] = field(default_factory=dict)  # by grain and tag
    attributions: dict[tuple[str, str], Sum] = field(default_factory=dict)  # by kind of match and level
    facts: dict[str, Sum] = field(default_factory=dict)
    sources: Sum = field(default_factory=Counter)
    named: Counter[Named] = field(default_factory=Counter)
    parents: Sum = field(default_factory=Counter)
    parent_units: Sum = field(default_factory=Counter)
    chains: Sum = field(default_factory=Counter)
    second_hand: Sum = field(default_factory=Counter)


@dataclass(slots=True)
class Contribution:
    """One document's part in the figures of those who worked on it."""

    document: str
    annotators: tuple[str, ...]
    lengths: dict[str, int]
    tags: frozenset[str]
    pairs: dict[tuple[str, str], OfPair] = field(default_factory=dict)
    coverage: dict[tuple[str, str | None], Sum] = field(default_factory=dict)
    continua: dict[str, Continuum] = field(default_factory=dict)
    units: list[list[Unit]] = field(default_factory=list)
    joined: int = 0
    """Annotations that lost a border of their own to another one of the same tag, for α_U."""

    discontinuous: int = 0


def contribution(reading: Reading) -> Contribution:
    """Everything that agreement asks of a document."""
    layers = [reading.layers[a] for a in reading.annotators]
    lengths = {"tokens": len(reading.tokens), "characters": reading.length}
    tags = frozenset(a.tag for layer in layers for a in layer.annotations)
    out = Contribution(reading.id, tuple(reading.annotators), lengths, tags)
    if len(layers) < 2:
        return out
    for a, b in combinations(range(len(layers)), 2):
        pair = OfPair()
        _add_spans(pair, reading, layers[a], layers[b], tags)
        _add_linked(pair, reading, layers[a], layers[b])
        out.pairs[reading.annotators[a], reading.annotators[b]] = pair
    _add_coverage(out, reading)
    _add_units(out, layers, reading.length)
    return out


def _matched(found: int, a: int, b: int) -> Sum:
    return Counter({"matched": found, "n_a": a, "n_b": b})


def _add_spans(pair: OfPair, reading: Reading, a: Layer, b: Layer, tags: frozenset[str]) -> None:
    for tag in sorted(tags):
        x, y = a.shapes.get(tag, []), b.shapes.get(tag, [])
        near = touching(x, y)
        for match in MATCHES:
            (found,) = align_levels(x, y, near, 1, exact=match == "exact")
            pair.spans[match, tag] = _matched(len(found), len(x), len(y))
            if tag == "source" and match == "overlap":
                _add_entities(pair, reading.article, a, b, [(x[i].id, y[j].id) for i, j in found])
    for p, q in corresponding(a.annotations, b.annotations):
        pair.confusion[p.tag if p else None, q.tag if q else None] += 1


def _add_entities(pair: OfPair, article: AnnotatedDocument, a: Layer, b: Layer, aligned: list[tuple[str, str]]) -> None:
    names = [{s.id: article.entity_of(s) for s in layer.annotations if s.tag == "source"} for layer in (a, b)]
    pair.sources = Counter({"aligned": len(aligned), "n_a": len(names[0]), "n_b": len(names[1])})
    for p, q in aligned:
        first, second = names[0][p], names[1][q]
        if first is not None and second is not None:
            pair.named[first.id, second.id] += 1


def _add_linked(pair: OfPair, reading: Reading, a: Layer, b: Layer) -> None:
    x, y = a.attributions, b.attributions
    matched = attributions.matched(a.linked, b.linked)
    pair.attributions = {how: _matched(len(found), len(x), len(y)) for how, found in matched.items()}
    _add_aligned(pair, reading, (x, y), [(x[i], y[j]) for i, j in matched["overlap", "content"]])


def _add_aligned(
    pair: OfPair, reading: Reading, sides: tuple[list[Attribution], list[Attribution]],
    aligned: list[tuple[Attribution, Attribution]],
) -> None:  # fmt: skip
    pair.facts = {fact: attributions.fact_sums(aligned, fact) for fact in attributions.FACTS}
    present = [{one.id for one in side} for side in sides]
    parents = [
        {one.id: one.parent if one.parent in here else None for one in side}
        for side, here in zip(sides, present, strict=True)
    ]
    ids = [(p.id, q.id) for p, q in aligned]
    pair.parents, pair.parent_units = chains.parent_sums(ids, parents[0], parents[1])
    pair.chains = chains.chain_sums([(reading.hops(p), reading.hops(q)) for p, q in aligned])
    second_hand = reading.article.second_hand
    pair.second_hand = chains.second_hand_sums([(second_hand(p), second_hand(q)) for p, q in aligned])


def _add_coverage(out: Contribution, reading: Reading) -> None:
    for grain in GRAINS:
        runs = _runs(reading, grain)
        for tag in (None, *sorted(out.tags)):
            table = coverage.table(runs, tag)
            out.coverage[grain, tag] = unit_sums(coverage.units(table))
            for (a, b), pair in out.pairs.items():
                first, second = reading.annotators.index(a), reading.annotators.index(b)
                pair.coverage[grain, tag] = pair_sums(coverage.cells(table, first, second))


def _runs(reading: Reading, grain: str) -> list[Run]:
    marks = {
        annotator: [
            (a.tag, reading.in_tokens(a.spans) if grain == "tokens" else a.spans)
            for a in reading.layers[annotator].annotations
        ]
        for annotator in reading.annotators
    }
    length = len(reading.tokens) if grain == "tokens" else reading.length
    alike: Counter[tuple[frozenset[str], ...]] = Counter()
    for run in coverage.runs(marks, length):
        alike[run.tags] += run.length
    return [Run(n, tags) for tags, n in alike.items()]


def _add_units(out: Contribution, layers: list[Layer], length: int) -> None:
    for tag in sorted(out.tags):
        units = []
        for layer in layers:
            found, joined = disjoint([a.spans for a in layer.annotations if a.tag == tag])
            units.append(found)
            out.joined += joined
        out.continua[tag] = Continuum(length, tuple(units))
    out.discontinuous = sum(len(a.spans) > 1 for layer in layers for a in layer.annotations)
    out.units = [[Unit(a.begin, a.end, a.tag) for a in layer.annotations] for layer in layers]
