"""How far everybody is with every document: states, assignments, and how much of it was judged."""

from collections import Counter, defaultdict
from typing import NamedTuple

from annotator.model.items import Annotation, Annotator, Verdict
from annotator.model.people import persons
from annotator.storage.identifiers import unpacked
from annotator.storage.project_file import ProjectFile
from annotator.storage.stand_ins import stand_ins
from annotator.storage.verdicts import holds as judged_as_it_is

_TITLES = """
SELECT d.key, d.digest, f.title, f.outlet, f.published FROM document_info f JOIN document d ON d.key = f.document
ORDER BY d.key
"""
_STATES = """
SELECT s.document, i.id, s.role, s.state FROM state s JOIN item i ON i.key = s.annotator ORDER BY s.modified, s.key
"""
_ASSIGNMENTS = "SELECT a.document, i.id, a.role FROM assignment a JOIN item i ON i.key = a.to_"
_MADE = """
SELECT document, i.id, sum(n), sum(items) FROM (
    SELECT document, annotator, count(*) AS n, count(*) AS items FROM annotation WHERE tag <> 'excluded' GROUP BY 1, 2
    UNION ALL SELECT document, annotator, 0, count(*) FROM attribution GROUP BY 1, 2)
JOIN item i ON i.key = annotator GROUP BY 1, 2
"""
_SPOKEN_OF = "SELECT target FROM verdict UNION ALL SELECT replacement FROM verdict WHERE replacement IS NOT NULL"


class Judged(NamedTuple):
    """The verdicts on one item. `decisions` are those that hold.

    They judged the value the item has now, and what they build on stands: of an amendment its replacement, of a
    rejection with one that the same person accepted it.
    """

    annotator: str
    decisions: frozenset[str]
    reviewers: frozenset[str]


class Standing(NamedTuple):
    """One document: who has which state, who was given it, how much everybody made, and how it was judged.

    `states` and `assigned` by (annotator, role); `annotations` (without those that amending made) and `items`
    (attributions too) by annotator; `judged` by item, those with verdicts only.
    """

    id: str
    title: str
    outlet: str
    published: str
    states: dict[tuple[str, str], str]
    assigned: set[tuple[str, str]]
    annotations: dict[str, int]
    items: dict[str, int]
    judged: dict[str, Judged]


def standings(file: ProjectFile) -> list[Standing]:
    """Every document of the project, in the order in which they were added."""
    with file.snapshot() as connection:
        states: defaultdict[int, dict[tuple[str, str], str]] = defaultdict(dict)
        for document, annotator, role, state in connection.execute(_STATES):
            states[document][unpacked(annotator), role] = state
        assigned: defaultdict[int, set[tuple[str, str]]] = defaultdict(set)
        for document, annotator, role in connection.execute(_ASSIGNMENTS):
            assigned[document].add((unpacked(annotator), role))
        annotations: defaultdict[int, dict[str, int]] = defaultdict(dict)
        items: defaultdict[int, dict[str, int]] = defaultdict(dict)
        for document, annotator, count, all_ in connection.execute(_MADE):
            annotations[document][unpacked(annotator)] = count
            items[document][unpacked(annotator)] = all_
        copied = Counter((one.document, one.annotator) for one in stand_ins(file) if isinstance(one, Annotation))
        judged = _judged(file)
        found = connection.execute(_TITLES).fetchall()
    return [
        Standing(
            unpacked(digest), title or "", outlet or "", published or "", states[key], assigned[key],
            {id_: n - copied[unpacked(digest), id_] for id_, n in annotations[key].items()},
            items[key], judged.get(unpacked(digest), {}),
        )
        for key, digest, title, outlet, published in found
    ]  # fmt: skip


def _judged(file: ProjectFile) -> dict[str, dict[str, Judged]]:
    """By document, the items on which there are verdicts."""
    verdicts: defaultdict[str, list[Verdict]] = defaultdict(list)
    for verdict in file.state.read("verdict"):
        if isinstance(verdict, Verdict):
            verdicts[verdict.target].append(verdict)
    now = {
        item.id: item
        for kind in ("annotation", "attribution")
        for item in file.state.read(kind, f"t.key IN ({_SPOKEN_OF})")
    }
    annotators = {a.id: a for a in file.state.read("annotator") if isinstance(a, Annotator)}
    same = persons(annotators)
    accepted = {
        (same.get(v.annotator or "", v.annotator), v.target) for some in verdicts.values() for v in some
        if v.decision == "accept" and v.target in now and judged_as_it_is(v, now[v.target])
    }  # fmt: skip

    def holds(verdict: Verdict) -> bool:
        if verdict.decision == "amend":
            stands = verdict.replacement in now
        elif verdict.decision == "reject" and verdict.replacement is not None:
            stands = (same.get(verdict.annotator or "", verdict.annotator), verdict.replacement) in accepted
        else:
            stands = True
        return stands and judged_as_it_is(verdict, now[verdict.target])

    out: defaultdict[str, dict[str, Judged]] = defaultdict(dict)
    for item in now.values():
        if given := verdicts.get(item.id):
            holding = frozenset(v.decision or "" for v in given if holds(v))
            reviewers = frozenset(v.annotator or "" for v in given)
            out[item.document or ""][item.id] = Judged(item.annotator or "", holding, reviewers)
    return out
