"""Who is in a project, and which identities are those of one person."""

from dataclasses import replace
from typing import NamedTuple

from annotator.model.changes import ChangeSet
from annotator.model.errors import UserError
from annotator.model.items import Annotator
from annotator.services import blinding
from annotator.services.project import Project
from annotator.storage import figures


class Identity(NamedTuple):
    """One identity: a name on one computer. `person` is the id that stands for who it is."""

    annotator: Annotator
    person: str
    annotations: int
    attributions: int
    judgements: int

    @property
    def sign(self) -> str:
        """What tells it from others of the same name."""
        return self.annotator.id[:8]


def identities(project: Project) -> list[Identity]:
    """Everybody, the identities of one person together, by name; what they made is counted as far as I may see it."""
    with blinding.as_seen(project) as seen:
        made = figures.by_annotator(seen.file)
    same = project.persons()
    everybody = project.annotators()
    found = [
        Identity(one, same.get(id_, id_), made["annotation"][id_], made["attribution"][id_], made["judgement"][id_])
        for id_, one in everybody.items()
    ]

    def order(one: Identity) -> tuple[str, str, bool, str]:
        leader = everybody[one.person]
        return leader.name.casefold(), leader.id, one.annotator.id != one.person, one.annotator.id

    return sorted(found, key=order)


def join(project: Project, one: str, other: str) -> ChangeSet:
    """Say that two identities (ids) are one person: everything counts and shows as hers. Can be separated again.

    Raises UserError when they are one already, or when one of them is a program.
    """
    everybody, same = project.annotators(), project.persons()
    first, second = everybody.get(one), everybody.get(other)
    if first is None or second is None:
        raise UserError("This annotator is no longer in the project.")
    if same.get(one, one) == same.get(other, other):
        raise UserError(f"{first.name} and {second.name} are one person already.")
    if first.kind != second.kind:
        raise UserError("A person and a program cannot be one.", "Choose two people.")
    with project.recording(f"Join {first.name} and {second.name}") as recording:
        # A chain that ends with the one joined to: whoever is the same as `one` is now the same as `other`.
        recording.operation.put(replace(_last(everybody, first), same_as=_last(everybody, second).id))
    return recording.change_set


def _last(everybody: dict[str, Annotator], one: Annotator) -> Annotator:
    """Where the chain of being the same leads."""
    seen: set[str] = set()
    while one.same_as in everybody and one.id not in seen:
        seen.add(one.id)
        one = everybody[one.same_as or ""]
    return one


def separate(project: Project, one: str) -> ChangeSet:
    """Say that an identity (id) is a person of its own after all; others that were joined with it stay joined.

    Raises UserError when it is joined with nobody.
    """
    everybody = project.annotators()
    leaving = everybody.get(one)
    pointing = sorted((a for a in everybody.values() if a.same_as == one), key=lambda a: a.id)
    if leaving is None or (leaving.same_as not in everybody and not pointing):
        raise UserError("This identity is not joined with another.")
    above = leaving.same_as if leaving.same_as in everybody else None
    rest = [a for a in pointing if a.id != above]
    heir = above or rest[0].id
    with project.recording(f"Separate {leaving.name}") as recording:
        recording.operation.put(replace(leaving, same_as=None))
        for a in pointing:
            recording.operation.put(replace(a, same_as=None if a.id == heir else heir))
    return recording.change_set
