"""The outcome of a review: one layer of what was accepted and what reviewers made themselves, each thing once."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple
from uuid import NAMESPACE_URL, uuid5

from annotator.formats.selection import Article, Selection
from annotator.model.annotated import AnnotatedDocument, in_layer
from annotator.model.healing import heal
from annotator.model.items import ROLES, Annotation, Annotator, Attribution, State, Verdict
from annotator.model.people import persons
from annotator.model.sameness import ADJUDICATED, Judged, place
from annotator.services.overtaking import Said, changed, overtaken
from annotator.services.project import Project
from annotator.services.readings import Counterparts
from annotator.services.weighing import Weighing, by_target
from annotator.storage import documents, verdicts

WHY = ("undecided", "reopened", "contradicted", "member", "content")
"""Why something stays open: nobody judged it; it changed since; reviewers decided differently, or one about the same
thing twice; it was accepted, but one of its members is open; it was accepted, but no content of it was."""

KEPT_AT_ONCE = 1000
"""Up to how many documents the outcome is remembered, because every export goes through them more than once."""


class Open(NamedTuple):
    """An item that is not in the layer because its review has not ended; of those that say the same, the first."""

    document: str
    item: Judged
    why: str


class Left(NamedTuple):
    """What a review says nothing about: what stays open, and what is in the layer because a reviewer made it.

    `own` is what nobody but its maker judged or recorded, and what replaces nothing.
    """

    open: tuple[Open, ...] = ()
    own: tuple[tuple[str, Judged], ...] = ()

    def counted(self) -> dict[str, int]:
        """How much stays open, by why, in the order of `WHY`."""
        counts = Counter(one.why for one in self.open)
        return {why: counts[why] for why in WHY if counts[why]}


@dataclass(slots=True)
class Outcome:
    """The adjudicated layer of one document, signed as such and in reading order; and what stays open.

    `own` is what of a reviewer's own is in it for itself: see `Left`. `shortened` counts attributions whose parent is
    not in the layer, so that their chain begins with them.
    """

    annotations: list[Annotation] = field(default_factory=list)
    attributions: list[Attribution] = field(default_factory=list)
    open: list[Open] = field(default_factory=list)
    own: list[Judged] = field(default_factory=list)
    shortened: int = 0


def adjudicated(selection: Selection, said: Said = changed) -> Selection:
    """The adjudicated layer of what was selected, with the project's sources, tags, settings and excluded regions.

    Judgements are left behind: they have done their work. The selection must hold the layers and verdicts of all.
    """
    remembered: dict[str, Article] = {}

    def articles() -> Iterator[Article]:
        for article in selection.articles():
            found = remembered.get(article.id) or _article(selection, article, said)
            if selection.documents <= KEPT_AT_ONCE:
                remembered[article.id] = found
            yield found

    shared = {kind: selection.items(kind) for kind in ("tag", "entity", "setting")}
    return Selection({"annotator": [ADJUDICATED], **shared}, selection.documents, articles)


def _article(selection: Selection, article: Article, said: Said) -> Article:
    outcome = outcome_of(selection, article, said)
    excluded = [a for a in article.annotations if a.tag == "excluded"]
    annotations = sorted([*excluded, *outcome.annotations], key=lambda a: (a.begin, a.id))
    return Article(article.document, article.text, annotations, outcome.attributions)


def outcome_of(selection: Selection, article: Article, said: Said = changed) -> Outcome:
    """The outcome on one article of a selection."""
    annotators = {a.id: a for a in selection.items("annotator") if isinstance(a, Annotator)}
    same = persons(annotators)
    annotations, attributions, judgements = (
        [in_layer(one, same) for one in some]
        for some in (article.annotations, article.attributions, article.judgements)
    )
    document = AnnotatedDocument(
        article.document, article.text, {a.id: a for a in annotations if isinstance(a, Annotation)},
        {a.id: a for a in attributions if isinstance(a, Attribution)}, selection.entities(), annotators, same,
    )  # fmt: skip
    given = [one for one in judgements if isinstance(one, Verdict)]
    return adjudicate(document, given, [one for one in judgements if isinstance(one, State)], said)


def left(selection: Selection, said: Said = changed) -> Left:
    """What the review of a selection says nothing about, document by document in the order of the text."""
    found = [(article.id, outcome_of(selection, article, said)) for article in selection.articles()]
    return Left(
        tuple(one for _, outcome in found for one in outcome.open),
        tuple((id_, one) for id_, outcome in found for one in outcome.own),
    )


def open_in(project: Project, article: AnnotatedDocument) -> list[Open]:
    """What of one document stays open now, as an export says it."""
    found = (*verdicts.on_document(project.file, article.id), *_states(project, article.id))
    judgements = [in_layer(one, article.same) for one in found]
    given = [one for one in judgements if isinstance(one, Verdict)]
    return adjudicate(article, given, [one for one in judgements if isinstance(one, State)], said_in(project)).open


def said_in(project: Project) -> Said:
    """By the history of a project, since when an item says what it says."""
    return lambda item: verdicts.said_since(project.file, item)


def _states(project: Project, document: str) -> list[State]:
    return [one for one in documents.on_document(project.file, "state", document) if isinstance(one, State)]


def adjudicate(
    article: AnnotatedDocument, given: Iterable[Verdict], states: Iterable[State], said: Said = changed
) -> Outcome:
    """The outcome on one document. Its reviewers are who gave a verdict on it or has a reviewer's state."""
    return _Adjudicating(article, list(given), list(states), said).outcome()


class _Adjudicating:
    """Everything that says the same is decided as one thing, with one number (see `Sameness`)."""

    def __init__(self, article: AnnotatedDocument, given: list[Verdict], states: list[State], said: Said) -> None:
        self._article = article
        self._weighing = Weighing(article, by_target(given, article.same), None)
        self._same = self._weighing.same
        self._reviewers = {v.annotator for v in given} | {s.annotator for s in states if s.role == "reviewer"}
        self._items: dict[int, list[Judged]] = {}
        for number in self._same.numbers():
            found = [one for id_ in self._same.with_number(number) if (one := self._weighing.item(id_)) is not None]
            if found:
                self._items[number] = found
        self._counterparts = Counterparts(self._weighing)
        self._replaced: dict[int, str] = {}
        self._votes: defaultdict[int, set[tuple[str | None, bool]]] = defaultdict(set)
        self._judged: set[int] = set()
        self._said = said
        self._vote()
        self._state = {number: self._state_of(number) for number in self._items}

    # What is decided

    def _vote(self) -> None:
        for number, some in self._items.items():
            for item in some:
                for verdict in self._weighing.verdicts.get(item.id, ()):
                    self._judged.add(number)
                    if self._weighing.holds(verdict):
                        self._votes[number].add((verdict.annotator, self._is_for(verdict, number)))
        given_way = overtaken(self._weighing, self._counterparts, self._reviewers, self._said)
        for number, some in self._items.items():
            self._votes[number] |= {(item.annotator, True) for item in some if item.annotator in self._reviewers}
            self._votes[number] = {(who, yes and (who, number) not in given_way) for who, yes in self._votes[number]}

    def _is_for(self, verdict: Verdict, number: int) -> bool:
        """Whether a verdict lets a thing into the layer; what is replaced by the same thing is as good as accepted."""
        if verdict.decision == "amend" and verdict.replacement is not None:
            replacing = self._same.number(verdict.replacement)
            if replacing != number:
                self._replaced[number] = verdict.replacement
            return replacing == number
        return verdict.decision == "accept"

    def _state_of(self, number: int) -> str:
        votes = {vote for _, vote in self._votes[number]}
        if not votes:
            return "reopened" if number in self._judged else "undecided"
        if len(votes) > 1:
            return "contradicted"
        return "in" if True in votes else "out"

    # What stands for what

    def _first(self, number: int) -> Judged:
        """The one of those that say the same which goes into the layer: one that was accepted, if any was."""

        def weight(item: Judged) -> tuple[bool, str]:
            found = self._weighing.verdicts.get(item.id, ())
            return not any(v.decision == "accept" and self._weighing.holds(v) for v in found), item.id

        return min(self._items[number], key=weight)

    def _instead(self, number: int) -> Judged | None:
        """What is in the layer in place of a thing: what replaced it, otherwise an accepted reading of its words."""
        replacement = self._weighing.item(self._replaced.get(number, ""))
        candidates = [replacement] if replacement is not None else []
        for item in self._items[number]:
            candidates += self._counterparts.of(item)
        return next((one for one in candidates if self._state[self._same.number(one.id)] == "in"), None)

    def _member(self, id_: str, role: str) -> int | str | None:
        """The number that stands for a member; None where it was rejected, and why where it is open."""
        number = self._same.number(id_)
        state = self._state[number]
        if state == "in":
            return number
        if state in ("out", "undecided"):
            instead = self._instead(number)
            if isinstance(instead, Annotation) and instead.tag in ROLES[role]:
                return self._same.number(instead.id)
            return number if state == "undecided" else None
        return state

    # What comes out

    def outcome(self) -> Outcome:
        out = Outcome()
        held: dict[int, str] = {}
        roles: dict[int, dict[str, tuple[int, ...]]] = {}
        inside = {n for n, state in self._state.items() if state == "in"}
        for number in sorted(n for n in inside if isinstance(self._items[n][0], Attribution)):
            found = self._roles(self._first(number))
            if isinstance(found, str):
                held[number] = found
            else:
                roles[number] = found
        brought = {member for one in roles.values() for some in one.values() for member in some}
        words = [n for n in self._items if isinstance(self._items[n][0], Annotation) and n in inside | brought]
        annotations = {n: _signed(self._first(n)) for n in words}
        ids = {n: one.id for n, one in annotations.items()}
        attributions, out.shortened = self._attributions(roles, ids)
        kept = {one.id: one for one in annotations.values() if isinstance(one, Annotation)}
        healed = heal(attributions, kept, lambda id_: (0, id_.encode()))
        out.annotations = sorted(kept.values(), key=lambda a: (a.begin, a.id))
        out.attributions = sorted(
            healed.attributions.values(), key=lambda a: (min(kept[m].begin for m in a.members), a.id)
        )
        for number, state in self._state.items():
            why = held.get(number) or ("" if state in ("in", "out") or number in brought else state)
            if why:
                out.open.append(Open(self._article.id, self._items[number][0], why))
        out.open.sort(key=lambda one: place(self._article, one.item))
        out.own = [self._items[number][0] for number in self._for_itself() & {*annotations, *roles}]
        out.own.sort(key=lambda one: place(self._article, one))
        return out

    def _for_itself(self) -> set[int]:
        """What only reviewers made, each of it on their own account: nobody judged it, and it replaces nothing."""
        replacing = {id_ for who in self._reviewers for id_ in self._weighing.replacements(who)}
        built: set[str] = set()
        while replacing:
            built |= replacing
            links = [one for id_ in replacing if (one := self._article.attributions.get(id_)) is not None]
            replacing = {id_ for one in links for id_ in (*one.members, *filter(None, [one.parent]))} - built
        return {
            number for number, some in self._items.items()
            if number not in self._judged and len({one.annotator for one in some}) == 1
            and some[0].annotator in self._reviewers and built.isdisjoint(one.id for one in some)
        }  # fmt: skip

    def _roles(self, attribution: Judged) -> dict[str, tuple[int, ...]] | str:
        """The members of an accepted attribution by role, or why it has to wait."""
        out: dict[str, tuple[int, ...]] = {}
        for role in ROLES:
            members = [self._member(id_, role) for id_ in getattr(attribution, role)]
            if any(isinstance(one, str) for one in members):
                return "member"
            out[role] = tuple(sorted({one for one in members if isinstance(one, int)}))
        return out if out["contents"] else "content"

    def _attributions(
        self, roles: dict[int, dict[str, tuple[int, ...]]], ids: dict[int, str]
    ) -> tuple[dict[str, Attribution], int]:
        """The attributions of the layer by id, those that came to say the same once; and how many lost their parent."""
        parents: dict[int, int | None] = {}
        shortened = 0
        for number in roles:
            above = self._first(number)
            parent = above.parent if isinstance(above, Attribution) else None
            parents[number] = self._parent(parent, roles)
            shortened += parent is not None and parents[number] is None
        stands_for = _merged(roles, parents, {n: _facts(self._first(n)) for n in roles})
        out: dict[str, Attribution] = {}
        for number in (n for n in roles if stands_for[n] == n):
            first = self._first(number)
            assert isinstance(first, Attribution)
            above_it = parents[number]
            parent_id = _own_id(self._first(stands_for[above_it]).id) if above_it is not None else None
            sources, cues, contents = (
                tuple(sorted(ids[m] for m in roles[number][role])) for role in ("sources", "cues", "contents")
            )
            out[_own_id(first.id)] = replace(
                first, id=_own_id(first.id), annotator=ADJUDICATED.id, sources=sources, cues=cues, contents=contents,
                parent=parent_id, parent_basis=first.parent_basis if parent_id is not None else None,
            )  # fmt: skip
        return out, shortened

    def _parent(self, parent: str | None, there: dict[int, dict[str, tuple[int, ...]]]) -> int | None:
        if parent is None:
            return None
        number = self._same.number(parent)
        if number not in there and self._state[number] == "out":
            instead = self._instead(number)
            number = self._same.number(instead.id) if isinstance(instead, Attribution) else number
        return number if number in there else None


def _merged(
    roles: dict[int, dict[str, tuple[int, ...]]], parents: dict[int, int | None], facts: dict[int, tuple[str, ...]]
) -> dict[int, int]:
    """From each attribution to the one that stands for it: members that were replaced can make two the same."""
    stands_for = {number: number for number in roles}
    while True:
        seen: dict[object, int] = {}
        changed = False
        for number in sorted(roles):
            above = parents[number]
            key = (tuple(roles[number].items()), stands_for[above] if above is not None else None, facts[number])
            first = seen.setdefault(key, number)
            changed = changed or stands_for[number] != first
            stands_for[number] = first
        if not changed:
            return stands_for


def _facts(item: Judged) -> tuple[str, ...]:
    assert isinstance(item, Attribution)
    return (item.source_status, item.kind, item.polarity)


def _own_id(id_: str) -> str:
    """The same in every export, and another than that of the item it comes from: both can be in one project."""
    return str(uuid5(NAMESPACE_URL, f"annotator:adjudicated:{id_}"))


def _signed(item: Judged) -> Judged:
    return replace(item, id=_own_id(item.id), annotator=ADJUDICATED.id)
