"""The rules between the items of a corpus: what refers to nothing, to the wrong thing, or back to itself."""

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from annotator.formats.bundles import Where, at
from annotator.model.corpus import Quarantined, Report
from annotator.model.fields import Reference, References, Target
from annotator.model.items import CONTENT_TAGS, KINDS, ROLES, Annotation, Attribution, Entity, Item, Rating

_UPWARD = ("parent", "affiliation", "issued_by", "members", "merged_into")
_REFERRING = {
    kind: tuple(one for one in model.FIELDS if isinstance(one, Reference | References | Target))
    for kind, model in KINDS.items()
}
_NAMING = {kind: tuple(one.name for one in fields) for kind, fields in _REFERRING.items()}

Held = Callable[[str, str], Item | None]
"""What the project holds already, by kind and id."""

HeldKinds = Callable[[Collection[str]], Mapping[str, str]]
"""The kinds of those among some UUIDs that the project knows."""


@dataclass(slots=True)
class Reading:
    """One file as far as it is read: its lines by kind and id, what became of them, what is to be told."""

    path: str
    held: Held
    held_text: Callable[[str], str | None]
    held_kinds: HeldKinds
    report: Report = field(default_factory=Report)
    unsigned: str | None = None
    """The annotator whose layer items without one join."""

    unstorable: bool = True
    """Whether the file can hold characters that are not kept as they are; looking for them costs."""

    known_kinds: Mapping[str, str] = field(default_factory=dict)
    """The kinds of those ids of the file that the project knows."""

    kinds: dict[str, str] = field(default_factory=dict)
    """The kind of each id."""

    lines: dict[str, dict[str, tuple[dict[str, Any], Where]]] = field(
        default_factory=lambda: {kind: {} for kind in KINDS}
    )
    found: dict[str, dict[str, Item]] = field(default_factory=lambda: {kind: {} for kind in KINDS})
    texts: dict[str, str] = field(default_factory=dict)
    renamed: dict[str, str] = field(default_factory=dict)
    """Documents whose text had to be changed: the id given, and the id of what is kept."""

    contested: dict[str, str] = field(default_factory=dict)
    """Annotators who claim the id of somebody else, and the reason to keep them and their layers out."""

    unknown_keys: Counter[str] = field(default_factory=Counter)

    def quarantine(self, item: str, reason: str, what: str = "") -> None:
        self.report.quarantined.append(Quarantined(self.path, item, reason, what))

    def get(self, kind: str, id_: str) -> Item | None:
        return self.found[kind].get(id_) or (None if id_ in self.lines[kind] else self.held(kind, id_))

    def text_of(self, document: str) -> str | None:
        text = self.texts.get(document)
        return text if text is not None or document in self.lines["document"] else self.held_text(document)


Rules = Callable[[Reading, Item], str]
"""What is wrong with an item given what else is there; empty when nothing is."""


def settle(reading: Reading, kind: str, rules: Rules) -> None:
    """Quarantine what breaks a rule and then what depends on it, until nothing more does."""
    items = reading.found[kind]
    dependents: defaultdict[str, list[str]] = defaultdict(list)
    for id_, item in items.items():
        for other in _named(item):
            if other in items:
                dependents[other].append(id_)
    pending = deque(items)
    while True:
        while pending:
            id_ = pending.popleft()
            if id_ in items and (reason := rules(reading, items[id_])):
                _leave_out(reading, kind, id_, reason)
                pending.extend(dependents[id_])
        loops = _loops(kind, items)
        if not loops:
            return
        for id_ in loops:
            _leave_out(reading, kind, id_, "it is part of a loop that leads back to itself")
            pending.extend(dependents[id_])


def _leave_out(reading: Reading, kind: str, id_: str, reason: str) -> None:
    reading.quarantine(id_, f"{at(reading.lines[kind][id_][1])}: {reason}")
    del reading.found[kind][id_]


def _named(item: Item) -> Iterator[str]:
    """The ids that an item refers to."""
    for name in _NAMING[item.KIND]:
        if value := getattr(item, name):
            yield from value if isinstance(value, tuple) else (value,)


def _loops(kind: str, items: Mapping[str, Item]) -> list[str]:
    """Ids of entities or attributions that lie on a loop of affiliations, memberships, merges or parents."""
    out: dict[str, None] = {}
    for name in _NAMING[kind]:
        if name not in _UPWARD:
            continue
        onward: dict[str, tuple[str, ...]] = {}
        for id_, item in items.items():
            value = getattr(item, name)
            if value:
                onward[id_] = value if isinstance(value, tuple) else (value,)
        out.update(dict.fromkeys(_on_loop(onward)))
    return list(out)


def _on_loop(onward: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Nodes of a directed graph that lie on a loop: its strongly connected components of more than one node.

    Tarjan 1972 (SIAM J. Comput. 1, 146), without recursion because a file may hold any depth.
    """
    found: list[str] = []
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    open_nodes: list[str] = []
    is_open: set[str] = set()
    for root in onward:
        if root in index:
            continue
        walk: list[tuple[str, Iterator[str]]] = [(root, iter(onward[root]))]
        index[root] = low[root] = len(index)
        open_nodes.append(root)
        is_open.add(root)
        while walk:
            node, ahead = walk[-1]
            step = next(ahead, None)
            if step is None:
                walk.pop()
                if walk:
                    low[walk[-1][0]] = min(low[walk[-1][0]], low[node])
                if low[node] == index[node]:
                    found.extend(_component(open_nodes, is_open, node, onward))
            elif step in index:
                if step in is_open:
                    low[node] = min(low[node], index[step])
            elif step in onward:
                index[step] = low[step] = len(index)
                open_nodes.append(step)
                is_open.add(step)
                walk.append((step, iter(onward[step])))
    return found


def _component(open_nodes: list[str], is_open: set[str], root: str, onward: Mapping[str, tuple[str, ...]]) -> list[str]:
    """The component that is complete with its root, when it is a loop."""
    out: list[str] = []
    while not out or out[-1] != root:
        out.append(open_nodes.pop())
    is_open.difference_update(out)
    return out if len(out) > 1 or root in onward[root] else []


def entity_rules(reading: Reading, item: Item) -> str:
    return _gone(reading, item) if isinstance(item, Entity) else ""


def attribution_rules(reading: Reading, item: Item) -> str:
    if not isinstance(item, Attribution):
        return ""
    for role, admitted in ROLES.items():
        for id_ in getattr(item, role):
            if reason := _member_rule(reading, item, id_, admitted):
                return f"{role}: {reason}"
    if item.parent is not None:
        parent = reading.get("attribution", item.parent)
        if parent is None:
            return f"parent {item.parent} is not in the corpus or was quarantined"
        if parent.document != item.document:
            return "parent stands in another document"
        if not _one_person(reading, parent.annotator, item.annotator):
            return "parent belongs to another annotator"
    return ""


def _member_rule(reading: Reading, item: Attribution, id_: str, admitted: tuple[str, ...]) -> str:
    member = reading.get("annotation", id_)
    if not isinstance(member, Annotation):
        return f"annotation {id_} is not in the corpus or was quarantined"
    if member.tag not in admitted:
        return f"{id_} is a {member.tag}, not a {' or '.join(admitted)}"
    if member.document != item.document:
        return f"{id_} stands in another document"
    if not _one_person(reading, member.annotator, item.annotator):
        return f"{id_} belongs to another annotator"
    return ""


def _one_person(reading: Reading, a: str | None, b: str | None) -> bool:
    """Whether two annotators are the same, or are said to be."""
    return a == b or not _same_people(reading, a).isdisjoint(_same_people(reading, b))


def _same_people(reading: Reading, annotator: str | None) -> set[str]:
    """An annotator, and everybody that this one is said to be the same as."""
    found: set[str] = set()
    while annotator is not None and annotator not in found:
        found.add(annotator)
        annotator = getattr(reading.get("annotator", annotator), "same_as", None)
    return found


def target_rules(reading: Reading, item: Item) -> str:
    if (reason := _gone(reading, item)) or not isinstance(item, Rating):
        return reason
    target = reading.get("annotation", item.target)
    if item.reliability is not None and reading.get("entity", item.target) is None:
        return "reliability rates an entity, and the target is none"
    if item.reliability is None and not (isinstance(target, Annotation) and target.tag in CONTENT_TAGS):
        return "credibility and likelihood rate a claim, and the target is none"
    return ""


def _gone(reading: Reading, item: Item) -> str:
    """Which reference of an item leads nowhere, in words."""
    for one in _REFERRING[item.KIND]:
        value = getattr(item, one.name)
        if not value:
            continue
        kinds = one.refers_to
        if isinstance(one, Target):
            value = reading.renamed.get(value, value)
            kinds = ("document",) if len(value) == 64 else tuple(KINDS)
        for id_ in value if isinstance(value, tuple) else (value,):
            if not any(reading.get(kind, id_) is not None for kind in kinds):
                return f"{one.name}: {id_} is not in the corpus or was quarantined"
    return ""
