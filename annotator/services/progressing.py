"""How far the team is: documents by annotators and reviewers, who does what, and who waits for whom."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple
from uuid import NAMESPACE_URL, uuid5

from annotator.model.changes import ChangeSet
from annotator.model.errors import UserError
from annotator.model.items import Annotator, Assignment
from annotator.model.people import called
from annotator.model.sameness import ADJUDICATED
from annotator.services.annotating import signed
from annotator.services.project import Project
from annotator.storage import documents, progress
from annotator.storage.progress import Standing

ANNOTATOR, REVIEWER = "annotator", "reviewer"
ROLES = (ANNOTATOR, REVIEWER)
Part = tuple[str, str]
"""Somebody's part in a document: annotator (id) and role."""

_DONE = {ANNOTATOR: ("finished", "skipped"), REVIEWER: ("reviewed",)}


class Cell(NamedTuple):
    """What one person has to do with one document in one role. `state` is empty when it is new to them.

    `made` is how many annotations they made there, as its annotator.
    """

    state: str = ""
    assigned: bool = False
    made: int = 0

    @property
    def concerned(self) -> bool:
        """Whether they have anything to do with it."""
        return self.assigned or bool(self.state) or self.made > 0


NOTHING = Cell()


class Row(NamedTuple):
    """A document. `cells` by (annotator, role), only those of people who have to do with it.

    `decided` and `open` count what others than its reviewers made: with verdicts that hold and agree, and the rest.
    """

    id: str
    title: str
    outlet: str
    published: str
    cells: dict[tuple[str, str], Cell]
    decided: int
    open: int

    def cell(self, annotator: str, role: str) -> Cell:
        return self.cells.get((annotator, role), NOTHING)

    def people(self, role: str) -> list[str]:
        """Who has to do with it in a role, by id."""
        return sorted(a for (a, r), cell in self.cells.items() if r == role and cell.concerned)

    def missing(self, role: str) -> list[str]:
        """Those of them who are not done."""
        return [a for a in self.people(role) if self.cell(a, role).state not in _DONE[role]]


class Column(NamedTuple):
    """A person in a role."""

    annotator: str
    name: str
    role: str


class Matrix(NamedTuple):
    """Documents by people.

    `people` are all who can be given something: id, and a name that no other has; `columns` who has something to do.
    """

    people: tuple[tuple[str, str], ...]
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


WAITING = ("annotate", "finish", "review", "unreviewed", "unassigned")
"""Why somebody waits, in the order in which it is shown."""


class Waiting(NamedTuple):
    """One sentence about who waits for whom; people by id, or None.

    `kind` is `annotate` (`for_` has these documents to annotate), `finish` (the reviewer `who` waits for `for_` to
    finish them), `review` (`for_` has them to review, and all are done), `unreviewed` (all are done, and nobody is to
    review them), or `unassigned` (nobody is to annotate them).
    """

    kind: str
    who: str | None
    for_: str | None
    documents: tuple[str, ...]


def matrix(project: Project) -> Matrix:
    """How far everybody is with every document now."""
    everybody, same = project.people(), project.persons()
    if project.me is not None:
        everybody.setdefault(project.me.id, project.me)
    people = _named([a for a in everybody.values() if a.kind == "human" and a.id != ADJUDICATED.id])
    rows = tuple(_row(_joined(standing, same), dict(people)) for standing in progress.standings(project.file))
    used = {key for row in rows for key, cell in row.cells.items() if cell.concerned}
    columns = tuple(Column(id_, name, role) for role in ROLES for id_, name in people if (id_, role) in used)
    return Matrix(tuple(people), columns, rows)


def _named(people: Sequence[Annotator]) -> list[tuple[str, str]]:
    """Id and name of people, by name; those who share one are told apart by the beginning of their id."""
    return sorted(called(people).items(), key=lambda one: (one[1].casefold(), one[0]))


def _joined(standing: Standing, same: Mapping[str, str]) -> Standing:
    """What all identities of a person did as hers."""
    if not same:
        return standing

    def person(id_: str) -> str:
        return same.get(id_, id_)

    made: Counter[str] = Counter()
    items: Counter[str] = Counter()
    for count, into in ((standing.annotations, made), (standing.items, items)):
        for id_, n in count.items():
            into[person(id_)] += n
    judged = {
        id_: one._replace(annotator=person(one.annotator), reviewers=frozenset(map(person, one.reviewers)))
        for id_, one in standing.judged.items()
    }
    return standing._replace(
        states={(person(a), role): state for (a, role), state in standing.states.items()},
        assigned={(person(a), role) for a, role in standing.assigned},
        annotations=made, items=items, judged=judged,
    )  # fmt: skip


def _row(standing: Standing, people: Collection[str]) -> Row:
    keys = {*standing.states, *standing.assigned, *((a, ANNOTATOR) for a in standing.annotations)}
    cells = {
        (a, role): Cell(
            standing.states.get((a, role), ""), (a, role) in standing.assigned,
            standing.annotations.get(a, 0) if role == ANNOTATOR else 0,
        )
        for a, role in keys if a in people
    }  # fmt: skip
    reviewers = {a for a, role in standing.states if role == REVIEWER}
    reviewers |= {reviewer for one in standing.judged.values() for reviewer in one.reviewers}
    own = reviewers | {ADJUDICATED.id}
    decided = sum(len(one.decisions) == 1 for one in standing.judged.values() if one.annotator not in own)
    total = sum(count for annotator, count in standing.items.items() if annotator not in own)
    return Row(standing.id, standing.title, standing.outlet, standing.published, cells, decided, total - decided)


def assign(project: Project, chosen: Sequence[str], annotator: str, role: str, *, on: bool = True) -> ChangeSet:
    """Give documents to somebody to annotate or review, or take them back, as one action."""
    return reassign(project, chosen, *(([(annotator, role)], []) if on else ([], [(annotator, role)])))


def reassign(project: Project, chosen: Sequence[str], give: Sequence[Part], take: Sequence[Part]) -> ChangeSet:
    """Give documents to some and take them back from others, as one action; parts are (annotator, role)."""
    signed(project)
    known = project.annotators()
    if project.me is not None:
        known.setdefault(project.me.id, project.me)
    for annotator, role in (*give, *take):
        if annotator not in known:
            raise UserError("Nobody of this id works on the project.", "Choose somebody who does.")
        if role not in ROLES:
            raise ValueError(role)
    what = "1 document" if len(chosen) == 1 else f"{len(chosen)} documents"
    parts = [
        *(f"Give {known[a].name} {what} to {'annotate' if role == ANNOTATOR else 'review'}" for a, role in give),
        *(f"Take {what} back from {known[a].name}" for a, _ in take),
    ]
    same = project.persons()
    with project.recording(parts[0] if len(parts) == 1 else f"Give out {what}") as recording:
        for document in dict.fromkeys(chosen):
            for annotator, role in give:
                recording.operation.put(_assignment(document, annotator, role))
            for one in _given(project, document) if take else ():
                if (same.get(one.to, one.to), one.role) in take:
                    recording.operation.drop(one)
    return recording.change_set


def _assignment(document: str, annotator: str, role: str) -> Assignment:
    """The same on every computer, so that what two people give somebody is given once."""
    own = uuid5(NAMESPACE_URL, f"annotator:assignment:{document}:{annotator}:{role}")
    return Assignment(id=str(own), document=document, to=annotator, role=role)


def _given(project: Project, document: str) -> list[Assignment]:
    return [a for a in documents.on_document(project.file, "assignment", document) if isinstance(a, Assignment)]


def waiting(rows: Iterable[Row]) -> list[Waiting]:
    """Who waits for whom, in the order of `WAITING`, the most documents first. Nobody waits for themselves."""
    groups: defaultdict[tuple[str, str | None, str | None], list[str]] = defaultdict(list)
    for row in rows:
        unfinished, unreviewed = row.missing(ANNOTATOR), row.missing(REVIEWER)
        for person in unfinished:
            groups["annotate", None, person].append(row.id)
            for reviewer in unreviewed:
                if reviewer != person:
                    groups["finish", reviewer, person].append(row.id)
        if not row.people(ANNOTATOR):
            groups["unassigned", None, None].append(row.id)
        elif not unfinished:
            for reviewer in unreviewed:
                groups["review", None, reviewer].append(row.id)
            if not row.people(REVIEWER):
                groups["unreviewed", None, None].append(row.id)
    found = [Waiting(kind, who, for_, tuple(ids)) for (kind, who, for_), ids in groups.items()]
    return sorted(found, key=lambda w: (WAITING.index(w.kind), -len(w.documents), w.who or "", w.for_ or ""))
