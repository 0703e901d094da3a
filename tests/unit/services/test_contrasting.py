"""Where two readings part, what each says, and what was decided about them."""

from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.items import Annotator
from annotator.model.span import Span, tidy
from annotator.services import comparing, contrasting, reviewing
from annotator.services.weighing import weigh

SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=1, max_size=5).map(
    lambda pairs: tidy(Span(min(p), max(p) + 1) for p in pairs)
)


def covered(spans):
    return {at for begin, end in spans for at in range(begin, end)}


@given(SPANS, SPANS)
def test_the_pieces_of_a_reading_are_the_reading_and_tell_what_is_shared(one, other):
    pieces = contrasting.pieces(one, other)
    own = [p.span for p in pieces if not p.gap]
    assert covered(own) == covered(one)
    assert covered(p.span for p in pieces if p.shared) == covered(one) & covered(other)
    assert sum(p.gap for p in pieces) == len(one) - 1
    assert [p.span.begin for p in pieces] == sorted(p.span.begin for p in pieces)
    for before, after in pairwise(pieces):
        assert before.span.end == after.span.begin


@given(SPANS, SPANS)
def test_edges_are_told_from_the_first_s_side_and_turn_round(one, other):
    begins, ends = contrasting.edges(one, other)
    assert contrasting.edges(other, one) == (-begins, -ends)
    assert (one[0].begin + begins, one[-1].end - ends) == (other[0].begin, other[-1].end)


@pytest.fixture
def three(desk, boris):
    """Ana's claim and source, linked; Boris's longer claim under the same source; a claim of his alone."""
    source = desk.tag("source", "the harbour master")
    claim = desk.tag("claim", "Sarn will open on Monday")
    desk.link([claim], [source])
    desk.sit(boris)
    source = desk.tag("source", "the harbour master")
    claim = desk.tag("claim", "The port 🚢 of Sarn will open on Monday")
    cue = desk.tag("cue", "said", nth=0)
    desk.link([claim], [source], [cue])
    desk.tag("claim", "A pilot is said to have resigned")
    return desk


def differences(desk, ana, boris):
    return contrasting.between(desk.article, ana.id, [boris.id])


def test_differences_come_in_reading_order_without_what_is_the_same(three, ana, boris):
    found = differences(three, ana, boris)
    assert [d.kind for d in found] == ["boundary", "cue", "only-b", "only-b"]
    assert all(d.a is None or d.a.annotator == ana.id for d in found)


def test_links_of_other_edges_are_to_be_decided_though_they_are_alike(desk, boris, ana):
    for person, words in ((ana, "will open on Monday"), (boris, "open on Monday")):
        desk.sit(person)
        desk.link([desk.tag("claim", words)], [desk.tag("source", "the harbour master")])
    found = differences(desk, ana, boris)
    assert [(d.kind, d.facts) for d in found] == [("boundary", ()), ("boundary", (contrasting.MEMBERS,))]
    assert {contrasting.item_of(d).KIND for d in found} == {"annotation", "attribution"}


def test_of_one_annotator_alone_everything_is_to_be_decided(three, ana, boris):
    found = contrasting.between(three.article, ana.id, [])
    assert [(d.kind, d.b) for d in found] == [("only-a", None)] * 3


def test_with_everybody_else_the_first_is_always_a(three, ana, boris):
    article = three.article
    found = contrasting.between(article, boris.id, [ana.id])
    both = contrasting.between(article, boris.id, [ana.id, ana.id])
    assert Counter(d.kind for d in both) == {kind: 2 * n for kind, n in Counter(d.kind for d in found).items()}
    begins = [contrasting.places(article, contrasting.item_of(d))[0].begin for d in both]
    assert begins == sorted(begins)
    assert {d.a.annotator for d in both if d.a} == {boris.id}


def test_what_each_says_in_words(three, ana, boris):
    boundary, cue = differences(three, ana, boris)[:2]
    article = three.article
    assert contrasting.fields(article, boundary.a) == {
        "tag": "claim", "source": "the harbour master", "chain": "the harbour master", "kind": "statement",
    }  # fmt: skip
    assert contrasting.fields(article, cue.b)["cue"] == "said"
    assert contrasting.fields(article, None) == {}


def test_the_places_of_a_difference_are_what_it_is_about(three, ana, boris):
    cue = differences(three, ana, boris)[1]
    article = three.article
    assert [article.text[b:e] for b, e in contrasting.places(article, cue.b, "cue")] == ["said"]
    assert [article.text[b:e] for b, e in contrasting.places(article, cue.a, "cue")] == ["Sarn will open on Monday"]
    assert contrasting.places(article, None) == ()


def test_only_colleagues_readings_are_judged_and_a_decided_one_makes_way(three, ana, boris, new_desk):
    three.sit(boris)
    boundary = differences(three, ana, boris)[0]
    weighing = weigh(three.project, three.article)
    assert contrasting.target(boundary, weighing) == boundary.a
    assert contrasting.target(boundary, weighing, second=True) == boundary.a
    assert contrasting.state(boundary, weighing) == "open"
    alone = differences(three, ana, boris)[-1]
    assert (contrasting.target(alone, weighing), contrasting.state(alone, weighing)) == (None, contrasting.OWN)
    reviewing.reject(three.project, three.article, boundary.a.id, "too short")
    assert contrasting.state(boundary, weigh(three.project, three.article)) == "rejected"


def test_a_difference_is_open_while_either_reading_is(three, ana, boris):
    carla = ana.__class__(id="c0c0c0c0-0000-4000-8000-000000000003", name="Carla")
    three.sit(carla)
    boundary = differences(three, ana, boris)[0]
    reviewing.reject(three.project, three.article, boundary.a.id, "too short")
    weighing = weigh(three.project, three.article)
    assert contrasting.state(boundary, weighing) == "open"
    assert contrasting.target(boundary, weighing) == boundary.b
    assert contrasting.target(boundary, weighing, second=True) == boundary.a
    reviewing.accept(three.project, three.article, boundary.b.id)
    weighing = weigh(three.project, three.article)
    assert contrasting.decided(contrasting.state(boundary, weighing))


CLARA = Annotator(id="c0c0c0c0-0000-4000-8000-000000000003", name="Clara")
DORA = Annotator(id="d0d0d0d0-0000-4000-8000-000000000004", name="Dora")


def compared(desk, ana, boris):
    """As the command line lists what differs: the kind, and whether it is decided."""
    found = comparing.compare(desk.article, ana.id, boris.id, comparing.verdicts_of(desk.project))
    return [(one.difference.kind, one.decided) for one in found if one.difference.kind != "same"]


def seen(desk, ana, boris):
    """The same as the window lists it."""
    found = weigh(desk.project, desk.article)
    return [(d.kind, contrasting.decided(contrasting.state(d, found))) for d in differences(desk, ana, boris)]


def test_the_command_line_calls_decided_what_the_window_does(desk, boris, ana):
    mine = desk.tag("claim", "open on Monday")
    desk.sit(boris)
    theirs = desk.tag("claim", "will open on Monday")
    desk.sit(CLARA)
    reviewing.reject(desk.project, desk.article, mine.id, "Too short.")
    assert compared(desk, ana, boris) == seen(desk, ana, boris) == [("boundary", False)]
    reviewing.accept(desk.project, desk.article, theirs.id)
    assert compared(desk, ana, boris) == seen(desk, ana, boris) == [("boundary", True)]
    desk.sit(DORA)
    reviewing.reject(desk.project, desk.article, theirs.id, "Too long.")
    assert compared(desk, ana, boris) == seen(desk, ana, boris) == [("boundary", False)]


def test_links_of_other_edges_are_open_on_the_command_line_too(desk, boris, ana):
    claims = []
    for person, words in ((ana, "will open on Monday"), (boris, "open on Monday")):
        desk.sit(person)
        claims.append(desk.tag("claim", words))
        desk.link([claims[-1]], [desk.tag("source", "the harbour master")])
    desk.sit(CLARA)
    reviewing.accept(desk.project, desk.article, claims[0].id)
    assert compared(desk, ana, boris) == seen(desk, ana, boris) == [("boundary", True), ("boundary", False)]


def test_what_a_reviewer_has_is_in_their_own_hands(desk, boris, ana):
    claim = desk.tag("claim", "open on Monday")
    desk.sit(boris)
    desk.tag("quote", "We are ready")
    assert compared(desk, ana, boris) == [("only-a", False), ("only-b", False)]
    reviewing.accept(desk.project, desk.article, claim.id)
    assert compared(desk, ana, boris) == [("only-a", True), ("only-b", True)]


def test_a_chain_that_reads_otherwise_further_up_differs_in_its_chain(desk, boris, ana):
    for person, top in ((ana, "the union"), (boris, "A pilot")):
        desk.sit(person)
        claim = desk.tag("claim", "open on Monday")
        links = [desk.link([claim], [desk.tag("source", name)]) for name in (top, "Radio Sarn", "the harbour master")]
        desk.under(links[1], links[0])
        desk.under(links[2], links[1])
    found = [d for d in differences(desk, ana, boris) if contrasting.fields(desk.article, d.a).get("chain")]
    for d in found:
        said = [contrasting.fields(desk.article, side).get("chain") for side in (d.a, d.b)]
        assert (d.kind in ("chain", "source")) == (said[0] != said[1])
    assert "chain" in [d.kind for d in found]
