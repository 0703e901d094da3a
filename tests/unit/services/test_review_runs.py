"""Whatever people decide, change, undo and do again, a review holds together after every step."""

from contextlib import suppress
from dataclasses import replace
from random import Random
from unittest.mock import patch
from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from annotator.agreement.differing import Alignment
from annotator.model.errors import UserError
from annotator.model.items import Annotation, Annotator, Attribution, State, Verdict
from annotator.model.span import Span
from annotator.services import accepting, adjudicating, annotating, attributing, history, reviewing, weighing
from annotator.storage import documents, verdicts
from tests.conftest import ANA, BORIS, Desk

CLARA = Annotator(id="c0c0c0c0-0000-4000-8000-000000000003", name="Clara")
PEOPLE = (ANA, BORIS, CLARA)
NUMBER = st.integers(0, 30)
SPANS = st.tuples(st.integers(0, 40), st.integers(1, 14)).map(lambda one: Span(one[0], one[0] + one[1]))
TAGS = st.sampled_from(["claim", "quote", "source"])


class Reviews(RuleBasedStateMachine):
    """Ana and Boris annotate and change their minds; Clara reviews, and never records anything of her own account."""

    folder = None
    count = 0

    @initialize(made=st.lists(st.tuples(st.integers(0, 1), TAGS, SPANS), min_size=3, max_size=8))
    def annotate(self, made):
        Reviews.count += 1
        self.seconds, chance = 0, Random(0)
        """Everybody takes a second for each step, and ids follow: an example is the same whenever it is run."""
        self.patches = (
            patch("uuid.uuid4", lambda: UUID(int=chance.getrandbits(128), version=4)),
            patch(
                "annotator.storage.project_file.now",
                lambda: f"2026-01-01T10:{self.seconds // 60:02}:{self.seconds % 60:02}Z",
            ),
        )
        for one in self.patches:
            one.start()
        self.amended = 0
        self.desk = Desk(Reviews.folder / f"{Reviews.count}.annotator")
        for who, tag, span in made:
            self.desk.sit(PEOPLE[who])
            annotating.tag(self.desk.project, self.desk.article, [span], tag)
        for person in (ANA, BORIS):
            self.desk.sit(person)
            self._link()
        self.desk.sit(CLARA)

    def teardown(self):
        if hasattr(self, "desk"):
            self.desk.project.close()
            for one in self.patches:
                one.stop()

    def _link(self):
        me = self.desk.project.me.id
        contents, sources = self.desk.article.contents(me), self.desk.article.ordered("source", annotator=me)
        if contents and sources:
            self.desk.link(contents[:1], sources[:1])
        if len(contents) > 1:
            attributing.set_status(self.desk.project, self.desk.article, contents[1].id, "author")

    def _items(self, *of):
        made = (*self.desk.article.annotations.values(), *self.desk.article.attributions.values())
        return sorted((one for one in made if one.annotator in of), key=lambda one: one.id)

    def _colleagues(self):
        return self._items(ANA.id, BORIS.id)

    def _try(self, do):
        with suppress(UserError):  # gone, or nothing to take back
            do(self.desk.project, self.desk.article)

    # What Clara does

    @rule(number=NUMBER, what=st.sampled_from(["accept", "amend", "reject", "withdraw"]))
    def judge(self, number, what):
        if items := self._colleagues():
            id_ = items[number % len(items)].id
            more = ("No.",) if what == "reject" else ()
            self.amended += what == "amend"
            self._try(lambda project, article: getattr(reviewing, what)(project, article, id_, *more))

    @rule(number=NUMBER, span=SPANS)
    def move_what_replaces(self, number, span):
        items = [one for one in self._items(CLARA.id) if isinstance(one, Annotation)]
        if items:
            id_ = items[number % len(items)].id
            self._try(lambda project, article: annotating.respan(project, article, id_, [span]))

    @rule()
    def accept_agreed(self):
        found = accepting.agreed(self.desk.project, [ANA.id, BORIS.id])
        if found:
            accepting.accept_agreed(self.desk.project, found)

    @rule(times=st.integers(1, 3), back=st.booleans())
    def undo(self, times, back):
        for do in (history.undo, history.redo) if back else (history.undo,):
            for _ in range(times):
                self._try(lambda project, _article, do=do: do(project))

    # What colleagues do

    @rule(number=NUMBER, span=SPANS, tag=TAGS, what=st.sampled_from(["tag", "respan", "retag", "note", "delete"]))
    def change(self, number, span, tag, what):
        items = [one for one in self._colleagues() if isinstance(one, Annotation)]
        item = items[number % len(items)] if items else None
        self.desk.sit(ANA if item is None or item.annotator == ANA.id else BORIS)
        do = {
            "tag": lambda project, article: annotating.tag(project, article, [span], tag),
            "respan": lambda project, article: annotating.respan(project, article, item.id, [span]),
            "retag": lambda project, article: annotating.retag(project, article, item.id, tag),
            "note": lambda project, article: annotating.set_note(project, article, item.id, f"On {number}."),
            "delete": lambda project, article: annotating.delete(project, article, [item.id]),
        }
        if item is not None or what == "tag":
            self._try(do[what])
        self.desk.sit(CLARA)

    # What holds

    def _verdicts(self):
        return [v for v in documents.items(self.desk.project.file, "verdict") if isinstance(v, Verdict)]

    def _outcome(self, article):
        states = [s for s in documents.items(self.desk.project.file, "state") if isinstance(s, State)]
        return adjudicating.adjudicate(article, self._verdicts(), states)

    @invariant()
    def everything_holds(self):
        if not hasattr(self, "desk"):
            return
        self.seconds += 1
        article = self.desk.article
        weighed, outcome = weighing.weigh(self.desk.project, article), self._outcome(article)
        gold = {(one.tag, one.spans) for one in outcome.annotations}
        open_ = {weighed.same.number(one.item.id): one.why for one in outcome.open}
        assert len(gold) == len(outcome.annotations)
        assert outcome.open == adjudicating.open_in(self.desk.project, article)
        assert {one.annotator for one in outcome.own} <= {CLARA.id}
        mine = {weighed.same.number(one.id) for one in self._items(CLARA.id)}
        rivals = Rivals(article, weighed)
        accepted = {item.id for item in weighed.colleagues() if weighed.standing(item.id).state == "accepted"}
        for item in weighed.colleagues():
            number, standing = weighed.same.number(item.id), weighed.standing(item.id)
            if item.id in accepted and isinstance(item, Annotation) and number not in open_:
                assert (item.tag, item.spans) in gold or rivals.of(item.id) & rivals.let_in
            # What is open where one judges is what an export says is open: brought by an accepted link, it is neither.
            # Of what she moved until it says the same, she thinks two things, which only an export tells.
            if isinstance(item, Annotation) and (item.tag, item.spans) not in gold and number not in mine:
                assert standing.decided == (number not in open_)
            if number in open_ and open_[number] in ("undecided", "reopened"):
                assert not standing.decided
        in_gold = [
            id_ for id_ in rivals.let_in if (one := article.annotations.get(id_)) and (one.tag, one.spans) in gold
        ]
        for id_ in in_gold:
            for other in rivals.of(id_) & set(in_gold):
                assert weighed.same.number(id_) == weighed.same.number(other)

    @invariant()
    def nothing_is_left_when_all_is_taken_back(self):
        """Of what Clara did, apart from what was changed afterwards or is in use; and one undo brings it all back."""
        if not hasattr(self, "desk"):
            return
        there = {one.id for one in self._colleagues()}
        gone = [v for v in self._verdicts() if v.target not in there]  # come back with what they are on
        before = [v for v in self._verdicts() if v.target in there]
        if not before:
            return
        made = {one.id for one in self._items(CLARA.id)}
        reviewing.withdraw(self.desk.project, self.desk.article, *{v.target for v in before})
        assert self._verdicts() == gone
        left = self._items(CLARA.id)
        changed = {one.id for one in left if self._values(one.id) > 1}
        used = {member for one in left if isinstance(one, Attribution) for member in one.members}
        # What replaces something that is gone stays as well, and perhaps a copy that a later amendment shared.
        assert gone or self.amended > 1 or {one.id for one in left} <= changed | used
        history.undo(self.desk.project)
        again = [replace(v, modified=None) for v in self._verdicts() if v not in gone]
        assert again == [replace(v, modified=None) for v in before]
        assert {one.id for one in self._items(CLARA.id)} == made

    def _values(self, id_):
        return verdicts.written(self.desk.project.file, [id_])[id_].values


class Rivals:
    """What Clara let in, and what is of the same words in another layer: of a replacement, of what it replaces."""

    def __init__(self, article, weighed):
        self._same = weighed.same
        pairs = list(Alignment(article, ANA.id, BORIS.id).counterpart.items())
        self._beside = {**dict(pairs), **{b: a for a, b in pairs}}
        self._replaced = weighed.replacements(CLARA.id)
        self.let_in = {
            id_ for id_ in weighed.verdicts if weighed.decision_of_mine(id_) == "accept"
        } | set(self._replaced)  # fmt: skip

    def of(self, id_):
        """The rivals of something let in that are let in, too."""
        places = {self._beside.get(one) for one in self._replaced.get(id_, {id_})} - {None}
        return {
            other for other in self.let_in
            if other != id_ and not places.isdisjoint(self._replaced.get(other, {other}))
        }  # fmt: skip


def test_a_review_holds_together(tmp_path_factory):
    Reviews.folder = tmp_path_factory.mktemp("reviews")
    test = Reviews.TestCase()
    test.settings = settings(settings.default, max_examples=settings.default.max_examples // 3, stateful_step_count=12)
    test.runTest()
