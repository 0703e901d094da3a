"""How far annotators agree in a project, and the figures as plain values."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import combinations
from typing import Any, NamedTuple

from annotator.agreement.coefficients import f1
from annotator.agreement.contributions import Contribution, OfPair, contribution
from annotator.agreement.figure import Figure
from annotator.agreement.gamma import Gamma
from annotator.agreement.glance import Glance, glance
from annotator.agreement.matching import MATCHES
from annotator.agreement.partitions import Scores
from annotator.agreement.reading import Reading
from annotator.agreement.resampling import RESAMPLES, SEED, added
from annotator.agreement.summary import Matched, Measure, PairSummary, Summary, Summing
from annotator.model.annotated import AnnotatedDocument
from annotator.model.errors import UserError
from annotator.model.hidden import named
from annotator.model.items import Annotator
from annotator.model.people import called
from annotator.model.sameness import ADJUDICATED
from annotator.services import blinding, pairing
from annotator.services.bulk import Progress, collection_paused
from annotator.services.project import Project
from annotator.storage import documents as stored
from annotator.storage.stand_ins import stand_ins

__all__ = [
    "RESAMPLES", "SEED", "Contribution", "Figure", "Gamma", "Glance", "Measured", "PairSummary", "Summary",
    "candidates", "choose", "collect", "gamma", "gamma_figure", "measure", "of_document", "of_each", "plain",
    "summarise",
]  # fmt: skip


def candidates(project: Project) -> list[Annotator]:
    """Everybody who annotated something, by name; what was adjudicated counts as one who did.

    What only stands in for colleagues' items, because a reviewer amended these, is nothing they annotated.
    """
    there = _annotated(project)
    return sorted((a for a in project.people().values() if a.id in there), key=lambda a: (a.name, a.id))


def _annotated(project: Project) -> set[str]:
    same = project.persons()
    made = {one.id for one in stand_ins(project.file)}
    return {same.get(id_, id_) for id_ in stored.annotated_by(project.file, made)}


def choose(project: Project, names: Sequence[str] = ()) -> list[str]:
    """The annotators meant, by name or id, in the order of their names; without any, everybody who annotated something.

    What was adjudicated and merged back is measured against only when it is named. Raises UserError when a name is
    unknown or fewer than two are left.
    """
    everybody = project.people()
    if names:
        chosen = {project.find_annotator(name).id for name in names}
    else:
        chosen = everybody.keys() & _annotated(project) - {ADJUDICATED.id}
    if len(chosen) < 2:
        raise UserError(
            f"Agreement is between two annotators or more; in {named(project.path.name)} there is"
            f" {'one' if chosen else 'none'} to compare.",
            "Name two who annotated the same documents, or bring in a colleague’s work.",
        )
    return sorted(chosen, key=lambda id_: (everybody[id_].name, id_))


def collect(
    project: Project, annotators: Sequence[str], documents: Collection[str] | None, progress: Progress
) -> list[Contribution]:
    """What each document contributes, or each of those chosen; `progress` is told how many are done and may raise.

    What stands in for colleagues' items, because a reviewer amended these, is no reading to measure.
    """
    beside: defaultdict[str, set[str]] = defaultdict(set)
    for one in stand_ins(project.file):
        beside[one.document or ""].add(one.id)
    finished = {
        row.id: [annotator for annotator, state in row.states.items() if state == "finished"]
        for row in project.documents()
        if documents is None or row.id in documents
    }
    found = []
    with collection_paused():
        for done, article in enumerate(stored.each(project.file, finished, project.me.id if project.me else None)):
            progress(done, len(finished), article.document.title or "")
            readings = pairing.readings_only(article, beside[article.id])
            found.append(contribution(Reading(readings, annotators, finished.get(article.id, ()))))
    progress(len(finished), len(finished), "")
    return found


def of_document(article: AnnotatedDocument, a: str, b: str) -> Glance:
    """A few figures of two annotators (ids) on one document as it is in memory; quick enough to follow every change."""
    return glance(Reading(article, (a, b)), a, b)


def summarise(
    annotators: Sequence[str], contributions: Sequence[Contribution], *, with_gamma: bool = False,
    resamples: int = RESAMPLES, seed: int = SEED, step: Callable[[], None] = lambda: None,
) -> Summary:  # fmt: skip
    """The figures over these documents; over one of them, those of a document. `step` may raise to stop."""
    summing = Summing(annotators, contributions, resamples=resamples, seed=seed, step=step)
    return summing.summary(with_gamma=with_gamma)


class Measured(NamedTuple):
    """What was measured, with the names of annotators and the titles of documents by id.

    `blind` documents were left out, because others' layers are hidden from me there.
    """

    summary: Summary
    contributions: list[Contribution]
    names: dict[str, str]
    titles: dict[str, str]
    blind: int = 0


def measure(
    project: Project, annotators: Sequence[str], documents: Collection[str] | None, progress: Progress
) -> Measured:
    """The figures of annotators (by name or id; without any, of everybody) on all documents, or on those chosen.

    Raises UserError as `choose` does; `progress` may raise to stop.
    """
    chosen = choose(project, annotators)
    titles = {row.id: row.title for row in project.documents() if documents is None or row.id in documents}
    open_ = list(titles) if not blinding.is_on(project) else [id_ for id_ in titles if not blinding.hides(project, id_)]
    found = collect(project, chosen, set(open_), progress)
    summary = summarise(chosen, found, step=lambda: progress(len(found), len(found), ""))
    return Measured(summary, found, called(project.people().values()), titles, len(titles) - len(open_))


def of_each(contributions: Sequence[Contribution], a: str, b: str) -> list[tuple[str, Figure]]:
    """For each document that two annotators (ids) worked on, the F1 of all annotations that match partially."""
    parts = ((one.document, one.pairs.get((a, b)) or one.pairs.get((b, a))) for one in contributions)
    return [(document, _spans(part, "overlap")) for document, part in parts if part is not None]


def _spans(part: OfPair, match: str) -> Figure:
    return f1(added([sums for (how, _), sums in part.spans.items() if how == match]))


def gamma(
    annotators: Sequence[str], contributions: Sequence[Contribution], progress: Progress, *, seed: int = SEED
) -> Gamma:
    """γ over the same documents; `progress` is told how many samples are done and may raise to stop."""
    return Summing(annotators, contributions, seed=seed).gamma(lambda done, of: progress(done, of, ""))


def gamma_figure(found: Gamma) -> Figure:
    """γ as a figure like the others."""
    return Figure(found.value, found.units, found.undefined, found.low, found.high)


def plain(summary: Summary, contributions: Sequence[Contribution], names: Mapping[str, str]) -> dict[str, Any]:
    """As `annotator agreement --json` prints it; annotators by what they are called."""
    measures = [_measure(one, names) for one in summary.measures]
    if summary.gamma is not None:
        measures.append(_gamma(summary))
    return {
        "annotators": [names[a] for a in summary.annotators],
        "documents": summary.documents,
        "shared_documents": summary.shared,
        "seed": summary.seed,
        "resamples": summary.resamples,
        "pairs": [
            {**_who(pair, names), "tag": tag, **{match: _matched(one) for match, one in both.items()}}
            for pair in summary.pairs
            for tag, both in pair.spans.items()
        ],
        "measures": measures,
        "attributions": {"pairs": [_attributions(pair, names) for pair in summary.pairs]},
        "entities": {"pairs": [_entities(pair, names) for pair in summary.pairs]},
        "chains": {
            "pairs": [
                {**_who(pair, names), **{name: one.plain() for name, one in pair.chains.items()}}
                for pair in summary.pairs
            ]
        },
        "confusion": [
            {**_who(pair, names), "tag_a": a, "tag_b": b, "n": n}
            for pair in summary.pairs
            for (a, b), n in sorted(pair.confusion.items(), key=str)
        ],
        "per_document": [row for one in contributions for row in _of_document(one, names)],
        "notes": summary.notes,
    }


def _who(pair: PairSummary, names: Mapping[str, str]) -> dict[str, Any]:
    return {"a": names[pair.a], "b": names[pair.b], "documents": pair.documents}


def _matched(one: Matched) -> dict[str, Any]:
    f = one.f1
    return {
        "precision": one.precision,
        "recall": one.recall,
        "f1": f.value,
        "low": f.low,
        "high": f.high,
        "matched": one.matched,
        "n_a": one.n_a,
        "n_b": one.n_b,
        "undefined": f.undefined or None,
    }


def _measure(one: Measure, names: Mapping[str, str]) -> dict[str, Any]:
    a, b = [names[id_] for id_ in one.pair] if one.pair is not None else (None, None)
    return {"measure": one.name, "on": one.on, "tag": one.tag, "a": a, "b": b, **one.figure.plain()}


def _gamma(summary: Summary) -> dict[str, Any]:
    found = summary.gamma
    assert found is not None
    figure = gamma_figure(found)
    more = {"samples": found.samples, "seed": found.seed, "mean_of_pairs": found.pairwise}
    return {"measure": "gamma", "on": "units", "tag": None, "a": None, "b": None, **figure.plain(), **more}


def _attributions(pair: PairSummary, names: Mapping[str, str]) -> dict[str, Any]:
    levels = {level: {match: _matched(one) for match, one in both.items()} for level, both in pair.attributions.items()}
    return {**_who(pair, names), **levels, "alpha": {fact: one.plain() for fact, one in pair.facts.items()}}


def _entities(pair: PairSummary, names: Mapping[str, str]) -> dict[str, Any]:
    coverage = {key: pair.sources[key] for key in ("aligned", "n_a", "n_b")}
    return {
        **_who(pair, names),
        "coverage": {**coverage, "named_by_both": pair.named},
        **{name: one.plain() for name, one in pair.entities.items()},
        **{name: _scores(one) for name, one in pair.partitions.items()},
    }


def _scores(one: Scores) -> dict[str, Any]:
    f = one.f1
    return {"precision": one.precision.value, "recall": one.recall.value, "f1": f.value, **f.plain()}


def _of_document(one: Contribution, names: Mapping[str, str]) -> list[dict[str, Any]]:
    rows = []
    for a, b in combinations(one.annotators, 2):
        row: dict[str, Any] = {"document": one.document, "a": names[a], "b": names[b]}
        for match in MATCHES:
            figure = _spans(one.pairs[a, b], match)
            row[match] = figure.value
            row["undefined"] = figure.undefined or None
        rows.append(row)
    return rows
