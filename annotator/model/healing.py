"""What a union of files can break, and how reading mends it; each mend is a decision still to be made.

The log is never touched: the same items always heal to the same result, whatever order they came in.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import NamedTuple

from annotator.model.items import ROLES, Annotation, Attribution


class Decision(NamedTuple):
    """One thing that was mended: the item, what is wrong (a code), and in words."""

    item: str
    code: str
    reason: str


class Healed(NamedTuple):
    attributions: dict[str, Attribution]
    decisions: tuple[Decision, ...]


MOST_HOPS = 100
"""Hops of a chain, far more than anybody tells of; each costs time wherever its chain is shown."""

Rank = Callable[[str], tuple[int, bytes]]
"""The (sequence, digest) of the revision in force of an attribution; asked only where parents form a loop."""


Same = Mapping[str, str]
"""From joined identities of a person to the one that stands for them."""


def _fits(attribution: Attribution, role: str, member: Annotation | None, same: Same) -> bool:
    return member is not None and member.tag in ROLES[role] and _beside(attribution, member, same)


def _beside(attribution: Attribution, other: Annotation | Attribution, same: Same) -> bool:
    """Whether both stand on the same document and in the layer of the same person."""
    if attribution.document != other.document:
        return False
    a, b = attribution.annotator or "", other.annotator or ""
    return a == b or same.get(a, a) == same.get(b, b)


def _mend_members(attribution: Attribution, annotations: Mapping[str, Annotation], same: Same) -> Attribution:
    def fits(role: str, member: str) -> bool:
        return _fits(attribution, role, annotations.get(member), same)

    if all(fits(role, member) for role in ROLES for member in getattr(attribution, role)):
        return attribution
    kept = {role: tuple(m for m in getattr(attribution, role) if fits(role, m)) for role in ROLES}
    return replace(attribution, sources=kept["sources"], cues=kept["cues"], contents=kept["contents"])


def loop_from(start: str, attributions: Mapping[str, Attribution]) -> tuple[str, ...]:
    """The attributions of the loop that the parents of `start` lead into, or nothing when they end."""
    path: dict[str, int] = {}
    at: str | None = start
    while at is not None and at in attributions:
        if at in path:
            return tuple(path)[path[at] :]
        path[at] = len(path)
        at = attributions[at].parent
    return ()


def _cut(kept: dict[str, Attribution], ids: Iterable[str], code: str, reason: str) -> list[Decision]:
    """Take some out of their chains, and say why."""
    out = []
    for id_ in ids:
        kept[id_] = replace(kept[id_], parent=None, parent_basis=None)
        out.append(Decision(id_, code, reason))
    return out


def _closing_loops(attributions: Mapping[str, Attribution], rank: Rank) -> list[str]:
    """Of each loop of parents the attribution of the greatest rank."""
    out: list[str] = []
    ended: set[str] = set()
    for id_ in attributions:
        walked: dict[str, None] = {}
        at: str | None = id_
        while at is not None and at not in ended and at not in walked:
            walked[at] = None
            at = attributions[at].parent
        if at is not None and at in walked:
            path = list(walked)
            out.append(max(path[path.index(at) :], key=rank))
        ended.update(walked)
    return out


def _too_deep(attributions: Mapping[str, Attribution]) -> list[str]:
    """Those that every so many hops begin a chain of their own; there are no loops any more."""
    depths: dict[str, int] = {}
    for id_ in attributions:
        way: list[str] = []
        at: str | None = id_
        while at is not None and at not in depths:
            way.append(at)
            at = attributions[at].parent
        depth = depths[at] if at is not None else 0
        for above in reversed(way):
            depth += 1
            depths[above] = depth
    return [id_ for id_, depth in depths.items() if depth > 1 and depth % MOST_HOPS == 1]


def heal(
    attributions: Mapping[str, Attribution], annotations: Mapping[str, Annotation], rank: Rank,
    same: Same = MappingProxyType({}),
) -> Healed:  # fmt: skip
    """Leave out members that are gone, hide attributions without content, cut loops at their greatest rank.

    A chain of more than MOST_HOPS goes on as one of its own.
    """
    decisions: list[Decision] = []
    kept: dict[str, Attribution] = {}
    for id_, attribution in attributions.items():
        mended = _mend_members(attribution, annotations, same)
        if not mended.contents:
            decisions.append(Decision(id_, "without-content", "all that was attributed is gone"))
            continue
        if mended is not attribution:
            decisions.append(Decision(id_, "member-gone", "a member is gone"))
        kept[id_] = mended
    for id_, attribution in kept.items():
        if attribution.parent is None:
            continue
        parent = kept.get(attribution.parent)
        if parent is None or not _beside(attribution, parent, same):
            decisions.append(Decision(id_, "parent-gone", "the parent is gone"))
            kept[id_] = replace(attribution, parent=None, parent_basis=None)
    decisions += _cut(kept, _closing_loops(kept, rank), "loop", "the parents form a loop")
    decisions += _cut(kept, _too_deep(kept), "too-deep", f"it would be more than {MOST_HOPS} hops from the article")
    return Healed(kept, tuple(sorted(decisions, key=lambda d: (d.item, d.code))))
