"""Rating sources and claims: each analyst for themselves, dated, with what was thought before."""

from dataclasses import replace
from typing import NamedTuple
from uuid import NAMESPACE_URL, uuid5

from annotator.model.changes import ChangeSet
from annotator.model.errors import UserError
from annotator.model.items import Annotation, Entity, Rating
from annotator.model.scales import CREDIBILITY, LIKELIHOOD, RELIABILITY, Step, step
from annotator.services.annotating import signed
from annotator.services.project import Project
from annotator.storage import history, ratings

__all__ = ["CREDIBILITY", "LIKELIHOOD", "RELIABILITY", "Rated", "Step", "step"]


class Rated(NamedTuple):
    """What an analyst thinks, or thought until somebody thought otherwise; an empty rating was taken back."""

    annotator: str
    name: str
    at: str
    reliability: str | None = None
    credibility: int | None = None
    likelihood: str | None = None

    @property
    def empty(self) -> bool:
        return self.reliability is None and self.credibility is None and self.likelihood is None


def rate_source(project: Project, entity: str, reliability: str | None) -> ChangeSet:
    """My judgement of a source, A to F; None takes it back."""
    found = project.item("entity", entity)
    if not isinstance(found, Entity):
        raise UserError("This source is no longer there.")
    _check("reliability", reliability)
    title = f"Rate {found.name} {reliability}" if reliability else f"Take back the rating of {found.name}"
    return _record(project, entity, title, reliability=reliability)


def rate_claim(project: Project, claim: str, **grades: int | str | None) -> ChangeSet:
    """My judgement of a claim: `credibility` 1 to 6, `likelihood`, or both; None takes that one back."""
    found = project.item("annotation", claim)
    if not isinstance(found, Annotation) or found.tag != "claim":
        raise UserError("Only a claim can be credible or likely.", "Go to a claim.")
    for scale, value in grades.items():
        _check(scale, value)
    named = ", ".join(str(v).replace("_", " ") for v in grades.values() if v is not None)
    return _record(project, claim, f"Rate a claim {named}" if named else "Take back a rating of a claim", **grades)


def _check(scale: str, value: object) -> None:
    if scale not in ("reliability", "credibility", "likelihood"):
        raise ValueError(scale)
    if value is not None and step(scale, value) is None:
        raise UserError(f"“{value}” is no step of the scale.", "Choose one of those shown.")


def _record(project: Project, target: str, title: str, **grades: object) -> ChangeSet:
    me = signed(project)
    base = next((r for r in ratings.of(project.file, [target]) if project.is_me(r.annotator)), None)
    with project.recording(title) as recording:
        fresh = Rating(id=_own_id(me, target), annotator=me, target=target)
        changed = replace(base or fresh, **grades)  # type: ignore[arg-type]  # checked against the scales above
        if changed.reliability is None and changed.credibility is None and changed.likelihood is None:
            if base is not None:
                recording.operation.drop(base)
        else:
            recording.operation.put(changed)
    return recording.change_set


def _own_id(annotator: str, target: str) -> str:
    """The same on every computer of one analyst, so that what was taken back keeps its history."""
    return str(uuid5(NAMESPACE_URL, f"annotator:rating:{annotator}:{target}"))


def of(project: Project, *targets: str) -> list[Rated]:
    """What each analyst thinks of a source (with those merged into it) or a claim now: mine first, then by name."""
    names = {a.id: a.name for a in project.annotators().values()}
    me = project.me.id if project.me else None
    same = project.persons()
    by_person = {}
    for one in sorted(ratings.of(project.file, targets), key=lambda r: (r.modified or "", r.id)):
        who = same.get(one.annotator or "", one.annotator)
        by_person[who, one.target] = _rated(replace(one, annotator=who), names)  # the newest of theirs
    found = list(by_person.values())
    return sorted(found, key=lambda r: (r.annotator != me, r.name.casefold(), r.annotator))


def mine(project: Project, target: str) -> Rated | None:
    """What I think of it."""
    me = project.me.id if project.me else None
    return next((r for r in of(project, target) if r.annotator == me), None)


def _rated(rating: Rating, names: dict[str, str]) -> Rated:
    who = rating.annotator or ""
    return Rated(
        who, names.get(who, who), rating.modified or "", rating.reliability, rating.credibility, rating.likelihood
    )


def before(project: Project, target: str) -> list[Rated]:
    """Everything that was ever thought of it, the newest first; what was taken back is an empty rating."""
    annotators = project.annotators()
    names = {a.id: a.name for a in annotators.values()}
    ids = dict.fromkeys(r.id for r in ratings.of(project.file, [target]))
    ids |= dict.fromkeys(_own_id(who, target) for who in annotators)
    by_id = {_own_id(who, target): who for who in annotators}
    by_id |= {r.id: r.annotator or "" for r in ratings.of(project.file, [target])}
    out: list[Rated] = []
    for id_ in ids:
        for value in history.values(project.file, id_):
            if isinstance(value.item, Rating):
                out.append(_rated(replace(value.item, modified=value.item.modified or value.operation.at), names))
            else:
                out.append(Rated(by_id[id_], names.get(by_id[id_], ""), value.operation.at))
    return sorted(out, key=lambda r: r.at, reverse=True)
