"""The figures of a project, or of one document, from what its documents contribute."""

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import combinations
from typing import NamedTuple

from annotator.agreement import attributions, chains, coefficients, partitions
from annotator.agreement.contributions import GRAINS, Contribution, OfPair, Sum
from annotator.agreement.figure import Figure, Sums, none
from annotator.agreement.gamma import Gamma, gamma
from annotator.agreement.matching import MATCHES
from annotator.agreement.partitions import Groups, Scores
from annotator.agreement.resampling import RESAMPLES, SEED, Resampling, added, between
from annotator.agreement.unitizing import Continuum, Unitizing, alpha_u

_PARTITIONS = {"b_cubed": partitions.b_cubed, "link": partitions.links}
NO_DOCUMENT = "No document was annotated by all of them."


class Matched(NamedTuple):
    """How many items of two annotators match. Precision and recall are named from A's side: m / n_A and m / n_B."""

    f1: Figure
    matched: int
    n_a: int
    n_b: int

    @property
    def precision(self) -> float | None:
        return self.matched / self.n_a if self.n_a else None

    @property
    def recall(self) -> float | None:
        return self.matched / self.n_b if self.n_b else None


class Measure(NamedTuple):
    """A coefficient. `on` says what was judged, `tag` is None for all tags, `pair` names the two where it is of two."""

    name: str
    on: str
    tag: str | None
    pair: tuple[str, str] | None
    figure: Figure


@dataclass(slots=True)
class PairSummary:
    """The figures of two annotators over the documents that both worked on; by kind of match where there are two."""

    a: str
    b: str
    documents: int
    spans: dict[str | None, dict[str, Matched]] = field(default_factory=dict)
    confusion: Counter[tuple[str | None, str | None]] = field(default_factory=Counter)
    attributions: dict[str, dict[str, Matched]] = field(default_factory=dict)
    facts: dict[str, Figure] = field(default_factory=dict)
    sources: Counter[Hashable] = field(default_factory=Counter)
    named: int = 0
    entities: dict[str, Figure] = field(default_factory=dict)
    partitions: dict[str, Scores] = field(default_factory=dict)
    chains: dict[str, Figure] = field(default_factory=dict)


@dataclass(slots=True)
class Summary:
    """All figures of the annotators chosen. `shared` counts the documents that all of them worked on."""

    annotators: tuple[str, ...]
    tags: tuple[str, ...]
    documents: int
    shared: int
    seed: int
    resamples: int
    pairs: list[PairSummary] = field(default_factory=list)
    measures: list[Measure] = field(default_factory=list)
    gamma: Gamma | None = None
    notes: list[str] = field(default_factory=list)


class Summing:
    """Makes the figures. Documents are taken in the order of their ids, so that their order is no matter."""

    def __init__(
        self, annotators: Sequence[str], contributions: Sequence[Contribution], *,
        resamples: int = RESAMPLES, seed: int = SEED, step: Callable[[], None] = lambda: None,
    ) -> None:  # fmt: skip
        self._annotators = tuple(annotators)
        self._all = sorted((c for c in contributions if len(c.annotators) > 1), key=lambda c: c.document)
        self._shared = [c for c in self._all if len(c.annotators) == len(self._annotators)]
        self._tags = tuple(sorted({tag for c in self._all for tag in c.tags}))
        self._resamples, self._seed, self._step = resamples, seed, step
        self._draws: dict[int, Resampling] = {}

    def summary(self, *, with_gamma: bool = False) -> Summary:
        """Everything; γ only when asked for, because it takes long. `step` is called between figures and may raise."""
        out = Summary(
            self._annotators, self._tags, len(self._all), len(self._shared), self._seed, self._resamples,
            [self._pair(a, b) for a, b in combinations(self._annotators, 2)],
        )  # fmt: skip
        out.measures = [*self._cohen(), *self._of_all(), *self._unitizing()]
        if with_gamma:
            out.gamma = self.gamma(lambda _done, _of: self._step())
        out.notes = self._notes()
        return out

    def gamma(self, progress: Callable[[int, int], None]) -> Gamma:
        """γ over the documents all worked on; see `gamma.gamma`."""
        documents = [(c.units, c.lengths["characters"]) for c in self._shared]
        return gamma(documents, seed=self._seed, progress=progress)

    def _resampling(self, documents: int) -> Resampling:
        self._step()
        if documents not in self._draws:
            self._draws[documents] = Resampling(documents, resamples=self._resamples, seed=self._seed)
        return self._draws[documents]

    def _figure(self, sums: Sequence[Sums], formula: Callable[[Sums], Figure]) -> Figure:
        return self._figures(sums, formula)[0]

    def _figures(self, sums: Sequence[Sums], *formulas: Callable[[Sums], Figure]) -> list[Figure]:
        return self._resampling(len(sums)).figures(sums, *formulas)

    def _matched(self, sums: Sequence[Sums]) -> Matched:
        total = added(sums)
        return Matched(self._figure(sums, coefficients.f1), total["matched"], total["n_a"], total["n_b"])

    def _both(self, a: str, b: str) -> list[tuple[Contribution, OfPair]]:
        return [(c, c.pairs[a, b]) for c in self._all if (a, b) in c.pairs]

    def _pair(self, a: str, b: str) -> PairSummary:
        parts = [part for _, part in self._both(a, b)]
        out = PairSummary(a, b, len(parts))
        for tag in (None, *self._tags):
            out.spans[tag] = {match: self._matched([_of_tag(p, match, tag) for p in parts]) for match in MATCHES}
        for part in parts:
            out.confusion.update(part.confusion)
        for level in attributions.LEVELS:
            out.attributions[level] = {m: self._matched([p.attributions[m, level] for p in parts]) for m in MATCHES}
        for fact in attributions.FACTS:
            out.facts[fact] = self._figure([p.facts[fact] for p in parts], coefficients.nominal_alpha)
        self._add_entities(out, parts)
        accuracy, edges = self._figures([p.parents for p in parts], chains.accuracy, coefficients.f1)
        identical, graded = self._figures([p.chains for p in parts], chains.identical, chains.graded)
        out.chains = {
            "parent_accuracy": accuracy,
            "parent_alpha": self._figure([p.parent_units for p in parts], coefficients.nominal_alpha),
            "edge_f1": edges,
            "identical": identical,
            "graded": graded,
            "second_hand_kappa": self._figure([p.second_hand for p in parts], coefficients.cohen_kappa),
        }
        return out

    def _add_entities(self, out: PairSummary, parts: Sequence[OfPair]) -> None:
        out.sources = added([p.sources for p in parts])
        out.named = sum(p.named.total() for p in parts)
        out.entities = {
            "kappa": self._figure([coefficients.pair_sums(p.named) for p in parts], coefficients.cohen_kappa),
            "alpha": self._figure(
                [coefficients.unit_sums((Counter(two), n) for two, n in p.named.items()) for p in parts],
                coefficients.nominal_alpha,
            ),
        }
        named = [p.named for p in parts]
        scores = [measure(Groups(added(named))) for measure in _PARTITIONS.values()]
        again = [
            [measure(groups).f1.value for measure in _PARTITIONS.values()]
            for groups in map(Groups, self._resampling(len(parts)).drawn(named))
        ]
        drawn = zip(*again, strict=True) if again else ([] for _ in scores)
        out.partitions = {
            name: one._replace(f1=between(one.f1, some))
            for name, one, some in zip(_PARTITIONS, scores, drawn, strict=True)
        }

    def _cohen(self) -> list[Measure]:
        out = []
        for a, b in combinations(self._annotators, 2):
            both = self._both(a, b)
            for tag in (None, *self._tags):
                for grain in GRAINS:
                    sums = [p.coverage.get((grain, tag)) or _nowhere(c, grain, 2, pair=True) for c, p in both]
                    figure = self._figure(sums, coefficients.cohen_kappa)
                    out.append(Measure("cohen_kappa", grain, tag, (a, b), figure))
        return out

    def _of_all(self) -> list[Measure]:
        out = []
        fleiss = partial(coefficients.fleiss_kappa, annotators=len(self._annotators))
        for tag in (None, *self._tags):
            for grain in GRAINS:
                sums = [c.coverage.get((grain, tag)) or _nowhere(c, grain, len(c.annotators)) for c in self._all]
                kappa, alpha = self._figures(sums, fleiss, coefficients.nominal_alpha)
                out.append(Measure("fleiss_kappa", grain, tag, None, kappa))
                out.append(Measure("krippendorff_alpha", grain, tag, None, alpha))
        return out

    def _unitizing(self) -> list[Measure]:
        tags = [Unitizing(self._continua(tag), len(self._annotators)) for tag in self._tags]
        found = [one.disagreements() for one in tags]
        self._step()
        drawn = [one.drawn(self._resampling(len(self._shared))) for one in tags]
        out = []
        for tag, some in ((None, slice(None)), *((tag, slice(i, i + 1)) for i, tag in enumerate(self._tags))):
            n = sum(one.count for one in tags[some])
            figure = alpha_u(found[some], n)
            again = [alpha_u(each, n) for each in zip(*drawn[some], strict=True)]
            figure = between(figure, [one.value for one in again]) if self._shared else none(NO_DOCUMENT)
            out.append(Measure("alpha_u", "units", tag, None, figure))
        return out

    def _continua(self, tag: str) -> list[Continuum]:
        nothing = tuple[tuple[()], ...]([()] * len(self._annotators))
        return [c.continua.get(tag) or Continuum(c.lengths["characters"], nothing) for c in self._shared]

    def _notes(self) -> list[str]:
        notes = []
        if joined := sum(c.joined for c in self._shared):
            notes.append(
                f"For alpha of units, {joined} annotations that overlapped another of the same tag were joined to it."
            )
        if parts := sum(c.discontinuous for c in self._shared):
            notes.append(
                f"{parts} annotations are discontinuous: for alpha of units their parts count, for gamma their extent."
            )
        if len(self._all) > len(self._shared):
            left = len(self._all) - len(self._shared)
            notes.append(f"Fleiss’ kappa, alpha of units and gamma leave out {left} documents that not all worked on.")
        return notes


def _of_tag(part: OfPair, match: str, tag: str | None) -> Sums:
    if tag is not None:
        return part.spans.get((match, tag), Counter())
    return added([sums for (how, _), sums in part.spans.items() if how == match])


def _nowhere(document: Contribution, grain: str, annotators: int, *, pair: bool = False) -> Sum:
    """What a document contributes where nobody used a tag: everybody says no everywhere."""
    length = document.lengths[grain]
    if pair:
        return coefficients.pair_sums({(False, False): length})
    return coefficients.unit_sums([({False: annotators}, length)])
