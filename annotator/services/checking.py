"""The work list: what the checks find, what was waived, and doing something about it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple, TypeVar
from uuid import NAMESPACE_URL, uuid5

from annotator.checks.catalogue import CHECKS, Check, check_document, check_project
from annotator.checks.finding import Finding, Looked
from annotator.model.annotated import AnnotatedDocument
from annotator.model.changes import ChangeSet
from annotator.model.errors import UserError
from annotator.model.hidden import named
from annotator.model.identifiers import new_id
from annotator.model.items import ROLES, Annotation, Attribution, Comment, Confirmation, Item, Setting
from annotator.services import annotating, weighing
from annotator.services.annotating import own, signed
from annotator.services.attributing import mine
from annotator.services.bulk import Progress, collection_paused, nothing
from annotator.services.project import Project
from annotator.services.weighing import Verdicts, Weighing
from annotator.storage import documents, findings
from annotator.storage.findings import Waiver
from annotator.storage.operation import Operation

__all__ = ["CHECKS", "Check", "Finding", "Result"]

SETTING = "checks"
"""The project's setting that names the checks that are off."""

AT_ONCE = ("confirm", "widen", "merge", "delete", "claim", "quote")
"""Fixes that need no answer from the person."""


Twin = TypeVar("Twin", bound=Item)


class Result(NamedTuple):
    """What the checks found in the whole project: on its sources, and by document."""

    on_project: list[Finding]
    by_document: dict[str, list[Finding]]

    def all(self) -> list[Finding]:
        return [*(f for found in self.by_document.values() for f in found), *self.on_project]


def switched_off(project: Project) -> frozenset[str]:
    """The checks that this project does without."""
    found = _setting(project)
    value = found.value if found is not None else None
    off = value.get("off", ()) if isinstance(value, dict) else ()
    return frozenset(name for name in off if isinstance(name, str)) if isinstance(off, list) else frozenset()


def _setting(project: Project) -> Setting | None:
    found = [s for s in documents.items(project.file, "setting") if isinstance(s, Setting) and s.name == SETTING]
    return min(found, key=lambda s: s.id, default=None)


def switch(project: Project, name: str, *, on: bool) -> ChangeSet:
    """Switch a check on or off for everyone who works on the project."""
    if name not in CHECKS:
        raise UserError(f"There is no check “{named(name)}”.", f"The checks are {', '.join(CHECKS)}.")
    return choose(project, names_on(project) | {name} if on else names_on(project) - {name})


def choose(project: Project, names: Collection[str]) -> ChangeSet:
    """Use these checks in the project, and no others, for everyone who works on it."""
    off = sorted(set(CHECKS) - set(names))
    # The same id on every computer, so that two files that meet do not hold two settings.
    base = _setting(project) or Setting(id=str(uuid5(NAMESPACE_URL, f"annotator:setting:{SETTING}")), name=SETTING)
    with project.recording("Choose the checks") as recording:
        recording.operation.put(replace(base, value={"off": off}))
    return recording.change_set


def names_on(project: Project) -> frozenset[str]:
    return frozenset(CHECKS) - switched_off(project)


def check(project: Project, *, names: Collection[str] | None = None, progress: Progress = nothing) -> Result:
    """Run the checks that are on, or those of `names`, over the whole project."""
    chosen = names_on(project) if names is None else names
    given = _given(project, None)
    of = documents.count(project.file, "document")
    by_document: dict[str, list[Finding]] = {}
    with collection_paused():
        for done, article in enumerate(documents.each(project.file, me=project.me.id if project.me else None)):
            if done % 50 == 0:
                progress(done, of, article.document.title)
            by_document[article.id] = given.on(article, chosen)
    return Result(given.waived(check_project(project.entities(), chosen)), by_document)


def check_article(
    project: Project, article: AnnotatedDocument, *, names: Collection[str] | None = None
) -> list[Finding]:
    """The same for one document, as it is in memory."""
    chosen = names_on(project) if names is None else names
    return _given(project, article.id).on(article, chosen)


def check_sources(project: Project, *, names: Collection[str] | None = None) -> list[Finding]:
    """The same for the sources of the project."""
    chosen = names_on(project) if names is None else names
    return _given(project, None).waived(check_project(project.entities(), chosen))


class _Given:
    """What the checks are told besides the document."""

    def __init__(
        self, waivers: Mapping[tuple[str, str], Waiver], confirmed: frozenset[str], empty: Iterable[Attribution],
        verdicts: Verdicts, me: str | None,
    ) -> None:  # fmt: skip
        self._verdicts = verdicts
        self._me = me
        self._waivers = waivers
        self._confirmed = confirmed
        self._empty: dict[str, list[Attribution]] = {}
        for attribution in empty:
            self._empty.setdefault(attribution.document or "", []).append(attribution)

    def on(self, article: AnnotatedDocument, names: Collection[str]) -> list[Finding]:
        judged = against(Weighing(article, self._verdicts, self._me))
        looked = Looked(article, tuple(self._empty.get(article.id, ())), self._confirmed, judged)
        return self.waived(check_document(looked, names))

    def waived(self, found: Iterable[Finding]) -> list[Finding]:
        return [f.with_waiver(w.comment.text) if (w := self._waivers.get(f.key)) and w.stands else f for f in found]


def _given(project: Project, document: str | None) -> _Given:
    file = project.file
    return _Given(
        findings.waivers(file, document),
        findings.confirmed(file, document),
        findings.empty_attributions(file, document),
        weighing.of_project(project) if document is None else weighing.of_document(project, document),
        project.me.id if project.me is not None else None,
    )


def against(weighed: Weighing) -> dict[str, str]:
    """What reviewers have against my items of a document as they are now, in a sentence each."""
    out: dict[str, str] = {}
    article = weighed.article
    if weighed.me is None:
        return out
    for id_ in (id_ for id_ in (*article.annotations, *article.attributions) if id_ in weighed.verdicts):
        item = weighed.item(id_)
        if item is None or item.annotator != weighed.me:
            continue
        for verdict in weighed.verdicts[id_]:
            words = {"reject": "rejected this", "amend": "put another reading in its place"}.get(verdict.decision or "")
            if words and weighed.holds(verdict):
                name = weighing.name_of(verdict.annotator, article.annotators)
                out[id_] = f"{name} {words}: {verdict.comment}" if verdict.comment else f"{name} {words}."
    return out


def waive(project: Project, finding: Finding, why: str) -> ChangeSet:
    """Let a finding be, with a word why, until its item changes."""
    me = signed(project)
    text = why.strip()
    if not text:
        raise UserError("A waiver needs a word why.", "Say why this may stay as it is.")
    with project.recording(f"Waive: {CHECKS[finding.check].title}") as recording:
        for stale in _waivers_of(project, finding):
            recording.operation.drop(stale)
        comment = Comment(id=new_id(), annotator=me, target=finding.item, text=text, waives=finding.check)
        recording.operation.put(comment)
    return recording.change_set


def unwaive(project: Project, finding: Finding) -> ChangeSet:
    """Take my waiver of a finding back."""
    stale = _waivers_of(project, finding)
    if not stale:
        raise UserError("A colleague waived this.", "Only they can take it back.")
    with project.recording(f"Take back a waiver: {CHECKS[finding.check].title}") as recording:
        for comment in stale:
            recording.operation.drop(comment)
    return recording.change_set


def _waivers_of(project: Project, finding: Finding) -> list[Comment]:
    me = signed(project)
    found = documents.items(project.file, "comment")
    return [
        c for c in found
        if isinstance(c, Comment) and c.annotator == me and (c.waives, c.target) == finding.key
    ]  # fmt: skip


def fix(project: Project, article: AnnotatedDocument, finding: Finding) -> ChangeSet:
    """Do what the finding offers, where that needs no answer. Raises UserError where it does."""
    match finding.fix:
        case "confirm":
            return confirm(project, article, finding.item)
        case "widen":
            return annotating.respan(project, article, finding.item, finding.spans)
        case "claim":
            return annotating.retag(project, article, finding.item, "claim")
        case "quote":
            words = own(project, article, finding.item)
            return annotating.tag(project, article, words.spans, "quote").changes
        case "merge":
            return _merge(project, article, finding.item)
        case "delete":
            return _drop_empty(project, finding)
    raise UserError("This needs a decision.", "Go there, and decide.")


def confirm(project: Project, article: AnnotatedDocument, attribution: str) -> ChangeSet:
    """Hold an inferred hop to be right, as oneself."""
    me = signed(project)
    found = article.attributions.get(attribution)
    if found is None or found.parent_basis != "inferred":
        raise UserError("There is no inferred hop here to confirm.")
    there = documents.items(project.file, "confirmation")
    if any(isinstance(c, Confirmation) and (c.annotator, c.target) == (me, attribution) for c in there):
        return ChangeSet()
    with project.recording("Confirm an inferred hop") as recording:
        recording.operation.put(Confirmation(id=new_id(), annotator=me, target=attribution))
    return recording.change_set


def _drop_empty(project: Project, finding: Finding) -> ChangeSet:
    found = project.item("attribution", finding.item)
    if not isinstance(found, Attribution) or found.annotator != signed(project):
        raise UserError("This attribution is in a colleague’s layer.", "Only they can delete it.")
    with project.recording("Delete an empty attribution") as recording:
        recording.operation.drop(found)
    return recording.change_set


def _merge(project: Project, article: AnnotatedDocument, item: str) -> ChangeSet:
    """Leave one of two that are the same; what names the other names this one afterwards."""
    if item in article.attributions:
        gone = mine(project, article, item)
        kept = _twin(gone, article.attributions.values(), ("sources", "contents", "source_status", "parent"))
        with project.recording("Merge an attribution with its double") as recording:
            put = recording.operation.put
            put(replace(kept, cues=tuple(sorted({*kept.cues, *gone.cues}))))
            for child in article.children_of(gone.id):
                put(replace(child, parent=kept.id))
            recording.operation.drop(gone)
        return recording.change_set
    twice = own(project, article, item)
    kept_one = _twin(twice, article.annotations.values(), ("tag", "spans"))
    with project.recording(f"Merge a {twice.tag} with its double") as recording:
        _hand_over(recording.operation, article, twice, kept_one)
        recording.operation.drop(twice)
    return recording.change_set


def _twin(item: Twin, among: Iterable[Twin], fields: Sequence[str]) -> Twin:
    for other in among:
        same = all(getattr(other, name) == getattr(item, name) for name in fields)
        if other.id != item.id and other.annotator == item.annotator and same:
            return other
    raise UserError("It is recorded once only by now.")


def _hand_over(operation: Operation, article: AnnotatedDocument, gone: Annotation, kept: Annotation) -> None:
    if kept.entity is None and gone.entity is not None:
        operation.put(replace(kept, entity=gone.entity))
    for attribution in article.attributions_of(gone.id):
        roles = {
            role: tuple(sorted({kept.id if m == gone.id else m for m in getattr(attribution, role)})) for role in ROLES
        }
        operation.put(replace(attribution, sources=roles["sources"], cues=roles["cues"], contents=roles["contents"]))
