"""Chains as a whole: the tree of an article from its own voice down to the claims, and who passes on whom."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from annotator.model.annotated import AnnotatedDocument
from annotator.model.items import Attribution, Entity
from annotator.model.span import covers_all
from annotator.services.project import Project
from annotator.storage.passing import ARTICLE, UNNAMED, Pass, passes

__all__ = ["ARTICLE", "UNNAMED", "Branch", "Map", "Pass", "passes_of", "source_map", "tree"]


@dataclass(slots=True)
class Branch:
    """One speaker as reached by one way: attributions of the same sources under the same ones are one branch.

    `contents` are the ids of the claims and quotes that nobody further passes on; `entity` is of its first source.
    """

    words: str
    inferred: bool
    status: str
    entity: Entity | None = None
    attributions: list[Attribution] = field(default_factory=list)
    contents: list[str] = field(default_factory=list)
    branches: list["Branch"] = field(default_factory=list)

    def count(self) -> int:
        """How many claims and quotes hang on it."""
        return len(self.contents) + sum(branch.count() for branch in self.branches)

    def walk(self, depth: int = 0) -> Iterator[tuple[int, "Branch"]]:
        """The branch and all under it, each with its depth."""
        yield depth, self
        for branch in self.branches:
            yield from branch.walk(depth + 1)


def tree(article: AnnotatedDocument, layer: str | None) -> list[Branch]:
    """The branches that come straight from the article, in reading order, of one layer; excluded words are left out."""
    excluded = [span for a in article.ordered("excluded") for span in a.spans]
    mine = [
        a
        for a in article.attributions.values()
        if a.annotator == layer and not all(covers_all(excluded, article.annotations[c].spans) for c in a.contents)
    ]
    children: dict[str | None, list[Attribution]] = {}
    known = {a.id for a in mine}
    for attribution in sorted(mine, key=article.order):
        children.setdefault(attribution.parent if attribution.parent in known else None, []).append(attribution)
    return _branches(article, children, [None])


def _branches(
    article: AnnotatedDocument, children: Mapping[str | None, list[Attribution]], parents: Sequence[str | None]
) -> list[Branch]:
    grouped: dict[tuple[object, ...], Branch] = {}
    for attribution in (a for parent in parents for a in children.get(parent, ())):
        hop = article.chain(attribution)[-1]
        mentions = sorted((article.annotations[s] for s in attribution.sources), key=lambda a: (a.begin, a.id))
        entity = article.entity_of(mentions[0]) if mentions else None
        key = (hop.words, hop.inferred, attribution.source_status)
        branch = grouped.setdefault(key, Branch(hop.words, hop.inferred, attribution.source_status, entity))
        branch.attributions.append(attribution)
    for branch in grouped.values():
        ids = [a.id for a in branch.attributions]
        branch.branches = _branches(article, children, ids)
        passed_on = {c for id_ in ids for child in children.get(id_, ()) for c in child.contents}
        contents = dict.fromkeys(c for a in branch.attributions for c in a.contents if c not in passed_on)
        branch.contents = sorted(contents, key=lambda c: (article.annotations[c].begin, c))
    return list(grouped.values())


class Map(NamedTuple):
    """The source map: nodes by id in columns, and who passes on whom; `hidden` counts nodes left out for room."""

    columns: tuple[tuple[str, ...], ...]
    claims: Mapping[str, int]
    passes: tuple[Pass, ...]
    hidden: int


def passes_of(project: Project, document: str | None = None) -> list[Pass]:
    """Who passes on whom in an article, or in all of them."""
    return passes(project.file, document)


def source_map(found: Sequence[Pass], *, around: str | None = None, least: int = 1, most: int = 40) -> Map:
    """Lay out who passes on whom: the article first, then each source by the most steps it takes to reach it.

    `around` keeps what leads to one source and from it; `least` leaves out weaker passes; of more than `most` nodes
    those with the most claims are kept.
    """
    chosen = [p for p in found if p.claims >= least and p.giver != p.onto]
    if around is not None:
        chosen = _around(chosen, around)
    weight: dict[str, int] = {}
    for one in chosen:
        weight[one.onto] = weight.get(one.onto, 0) + one.claims
        if one.giver == ARTICLE:
            weight[ARTICLE] = weight.get(ARTICLE, 0) + one.claims
    order = sorted(weight, key=lambda id_: (id_ != ARTICLE, id_ != around, -weight[id_], id_))
    kept = set(order[:most])
    chosen = [p for p in chosen if p.giver in kept and p.onto in kept]
    depth = {ARTICLE: 0}
    for one in chosen:
        depth[one.onto] = max(depth.get(one.onto, one.depth), one.depth)
        depth.setdefault(one.giver, max(0, one.depth - 1))
    columns: dict[int, list[str]] = {}
    for id_ in sorted(depth, key=lambda i: (depth[i], -weight.get(i, 0), i)):
        columns.setdefault(depth[id_], []).append(id_)
    placed = [columns[d] for d in sorted(columns)]
    return Map(tuple(_untangled(placed, chosen)), weight, tuple(chosen), len(weight) - len(kept & weight.keys()))


def _around(found: Sequence[Pass], centre: str) -> list[Pass]:
    """The passes on a way from an article through a source, and those onwards from it."""
    out: dict[Pass, None] = {}
    for inwards in (True, False):
        beside: dict[str, list[Pass]] = {}
        for one in found:
            beside.setdefault(one.onto if inwards else one.giver, []).append(one)
        seen, ahead = {centre}, [centre]
        while ahead:
            for one in beside.get(ahead.pop(), ()):
                out[one] = None
                there = one.giver if inwards else one.onto
                if there not in seen and there != ARTICLE:
                    seen.add(there)
                    ahead.append(there)
    return list(out)


def _untangled(columns: Sequence[Sequence[str]], found: Sequence[Pass]) -> Iterator[tuple[str, ...]]:
    """Each column in the order of the places of those who pass its nodes on, which keeps lines from crossing."""
    place: dict[str, float] = {}
    for column in columns:
        where = {
            id_: _middle([(place[p.giver], p.claims) for p in found if p.onto == id_ and p.giver in place])
            for id_ in column
        }
        ordered = sorted(column, key=lambda id_: (where[id_], column.index(id_)))
        place |= {id_: number / max(1, len(ordered) - 1) for number, id_ in enumerate(ordered)}
        yield tuple(ordered)


def _middle(weighted: Sequence[tuple[float, int]]) -> float:
    total = sum(weight for _, weight in weighted)
    return sum(at * weight for at, weight in weighted) / total if total else 0.5
