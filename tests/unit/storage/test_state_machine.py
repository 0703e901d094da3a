"""Any sequence of actions, undone, done again and reopened, leads back to the same state."""

import random

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from annotator.model.errors import StaleChange, UserError
from annotator.model.items import ROLES
from annotator.model.span import Span
from annotator.services import annotating, attributing, cataloguing, history, importing, sourcing

CORPUS = """{"format":"annotator-corpus","type":"corpus","version":1}
{"id":"c0c0c0c0-0000-4000-8000-000000000001","name":"Cleo","type":"annotator"}
{"id":"c0c0c0c0-0000-4000-8000-000000000002","name":"Radio Sarn","type":"entity"}
"""
TAGS = ("claim", "claim", "quote", "source", "source", "cue", "excluded")


class Actions:
    """What a person can do at a desk, each chosen by numbers so that Hypothesis and a seed can drive it."""

    def __init__(self, desk):
        self.desk = desk
        self.extra = 0

    @property
    def article(self):
        return self.desk.article

    def one(self, items, number):
        ordered = sorted(items, key=lambda item: item.id)
        return ordered[number % len(ordered)] if ordered else None

    def annotation(self, number, *tags):
        return self.one([a for a in self.article.annotations.values() if not tags or a.tag in tags], number)

    def spans(self, number):
        length = len(self.article.text)
        begin = number * 7 % (length - 1)
        return [Span(begin, min(length, begin + 1 + number % 5)), Span(begin // 2, begin // 2 + 1)][: 1 + number % 2]

    def tag(self, a, b):
        annotating.tag(self.desk.project, self.article, self.spans(a), TAGS[b % len(TAGS)])

    def retag(self, a, b):
        if found := self.annotation(a):
            annotating.retag(self.desk.project, self.article, found.id, TAGS[b % len(TAGS)])

    def respan(self, a, b):
        if found := self.annotation(a):
            annotating.respan(self.desk.project, self.article, found.id, self.spans(b))

    def note(self, a, b):
        if found := self.annotation(a):
            annotating.set_note(self.desk.project, self.article, found.id, "ship 🚢 \x00"[: b % 9])

    def discuss(self, a, b):
        if found := self.annotation(a):
            annotating.set_discuss(self.desk.project, self.article, found.id, discuss=b % 2 == 0)

    def certainty(self, a, b):
        if found := self.annotation(a, "claim"):
            annotating.set_certainty(self.desk.project, self.article, found.id, (None, "certain", "possible")[b % 3])

    def delete(self, a, b):
        found = {x.id for x in (self.annotation(a), self.annotation(b)) if x}
        if found:
            annotating.delete(self.desk.project, self.article, sorted(found))

    def link(self, a, b):
        content, source = self.annotation(a, "claim", "quote"), self.annotation(b, "source")
        if content and source:
            attributing.link(self.desk.project, self.article, [content.id], [source.id])

    def unlink(self, a, _):
        if found := self.one(self.article.attributions.values(), a):
            attributing.unlink(self.desk.project, self.article, found.id)

    def parent(self, a, b):
        child, above = (self.one(self.article.attributions.values(), n) for n in (a, b))
        if child:
            basis = ("embedded", "inferred")[a % 2]
            wanted = above.id if b % 5 else None
            attributing.set_parent(self.desk.project, self.article, child.id, wanted, basis)

    def member(self, a, b):
        link, member = self.one(self.article.attributions.values(), a), self.annotation(b)
        if link and member and member.tag != "excluded":
            change = attributing.remove_member if member.id in link.members else attributing.add_member
            change(self.desk.project, self.article, link.id, member.id)

    def status(self, a, b):
        if content := self.annotation(a, "claim", "quote"):
            attributing.set_status(self.desk.project, self.article, content.id, ("unspecified", "author")[b % 2])

    def polarity(self, a, b):
        if link := self.one(self.article.attributions.values(), a):
            attributing.change(self.desk.project, self.article, link.id, polarity=("negative", "positive")[b % 2])

    def entity(self, a, b):
        source, known = self.annotation(a, "source"), self.one(self.desk.project.entities().values(), b)
        if source and (known is None or b % 3 == 0):
            sourcing.create_and_assign(self.desk.project, self.article, source.id, f"Source {b}")
        elif source:
            sourcing.assign(self.desk.project, self.article, source.id, known.id if b % 3 == 1 else None)

    def rename(self, a, b):
        if known := self.one(self.desk.project.entities().values(), a):
            cataloguing.change(
                self.desk.project, known.id, alike=True, name=f"Name {b}", aliases=[str(n) for n in range(b % 3)]
            )

    def state(self, a, _):
        annotating.set_state(self.desk.project, self.article, (None, "in_progress", "finished", "skipped")[a % 4])

    def bring(self, a, _):
        if a % 2:
            self.desk.bring(CORPUS)
        else:
            self.extra += 1
            importing.import_text(self.desk.project, f"Article {self.extra}, they said.")


NAMES = [name for name, value in vars(Actions).items() if callable(value) and not name.startswith("_")]
NAMES = [name for name in NAMES if name not in ("one", "annotation", "spans", "article")]


class Desktop(RuleBasedStateMachine):
    """The model is a list of exports: where one is in it, and what undo and redo must lead to."""

    make_desk = None

    @initialize()
    def open(self):
        self.desk = type(self).make_desk()
        self.actions = Actions(self.desk)
        self.shown = self.desk.article
        self.past, self.future = [], []
        self.now = self.desk.export()

    def recorded(self):
        return len(self.desk.project.file.stacks(self.desk.project.me.id).undo)

    @rule(name=st.sampled_from(NAMES), a=st.integers(0, 60), b=st.integers(0, 60))
    def act(self, name, a, b):
        before = self.recorded()
        try:
            getattr(self.actions, name)(a, b)
        except UserError:
            assert self.desk.export() == self.now
        else:
            if self.recorded() == before:
                assert self.desk.export() == self.now
            else:
                self.past.append(self.now)
                self.future.clear()
            self.now = self.desk.export()

    @precondition(lambda self: self.past)
    @rule()
    def undo(self):
        history.undo(self.desk.project)
        self.future.append(self.now)
        self.now = self.past.pop()

    @precondition(lambda self: self.future)
    @rule()
    def redo(self):
        history.redo(self.desk.project)
        self.past.append(self.now)
        self.now = self.future.pop()

    @rule()
    def reopen(self):
        self.desk.sit(self.desk.project.me)

    @invariant()
    def the_export_is_the_one_expected(self):
        assert self.desk.export() == self.now

    @invariant()
    def every_row_proves_itself(self):
        assert self.desk.project.verify() == []

    @invariant()
    def all_members_and_parents_exist_in_what_is_stored(self):
        article = self.desk.article
        stored = [self.desk.project.item("attribution", id_) for id_ in article.attributions]
        for link in stored:
            assert link == article.attributions[link.id]
            assert link.parent is None or link.parent in article.attributions
            for role, tags in ROLES.items():
                assert all(article.annotations[m].tag in tags for m in getattr(link, role))

    def teardown(self):
        if hasattr(self, "desk"):
            self.desk.project.close()


def test_any_sequence_of_actions_leads_where_it_should(tmp_path, new_desk):
    made = iter(range(10**6))

    class Here(Desktop):
        make_desk = staticmethod(lambda: new_desk(tmp_path / f"{next(made)}.annotator"))

    steps = settings(max_examples=20, stateful_step_count=25)
    run_state_machine_as_test(Here, settings=steps)


def test_two_hundred_actions_are_undone_one_by_one_after_a_restart_and_done_again(desk, ana):
    chance = random.Random(1)
    actions = Actions(desk)
    first = desk.export()
    done = 0
    while done < 200:
        before = len(desk.project.file.stacks(ana.id).undo)
        try:
            getattr(actions, chance.choice(NAMES))(chance.randrange(60), chance.randrange(60))
        except UserError:
            continue
        done += len(desk.project.file.stacks(ana.id).undo) - before
    last = desk.export()
    desk.sit(ana)
    for _ in range(200):
        history.undo(desk.project)
    assert desk.export() == first
    desk.sit(ana)
    for _ in range(200):
        history.redo(desk.project)
    assert desk.export() == last
    assert desk.project.verify() == []


def test_the_article_on_the_screen_is_the_one_in_the_file_after_every_change(desk):
    """Whoever applies the change sets sees what whoever reads the document anew sees."""
    chance = random.Random(3)
    actions = Actions(desk)
    shown = desk.article
    heard = []
    recording = desk.project.recording

    def listen(*given, **more):
        from contextlib import contextmanager

        @contextmanager
        def wrapped():
            with recording(*given, **more) as made:
                yield made
            heard.append(made.change_set)

        return wrapped()

    desk.project.recording = listen
    for _ in range(150):
        heard.clear()
        try:
            if chance.random() < 0.2 and len(desk.project.file.stacks(desk.project.me.id).undo) > 1:
                heard.append(chance.choice([history.undo, history.redo])(desk.project))
            else:
                getattr(actions, chance.choice(NAMES))(chance.randrange(60), chance.randrange(60))
        except (StaleChange, UserError):
            continue
        for change_set in heard:
            if change_set.sweeping:
                shown = desk.article
            shown.apply(change_set.changes)
        fresh = desk.article
        assert shown.annotations == fresh.annotations
        assert shown.attributions == fresh.attributions
        assert shown.entities == fresh.entities
        assert shown.document == fresh.document
