"""Whom to compare where nobody chose: real layers, never what amending made."""

import pytest

from annotator.model.items import Annotator
from annotator.services import pairing, reviewing
from annotator.services.weighing import weigh

CLARA = Annotator(id="c0c0c0c0-0000-4000-8000-000000000003", name="Clara")
DORA = Annotator(id="d0d0d0d0-0000-4000-8000-000000000004", name="Dora")


def pair(desk):
    beside = pairing.stand_ins(desk.project, weigh(desk.project, desk.article))
    there = pairing.layers(desk.article, beside)
    me = desk.project.me.id
    order = sorted(there, key=lambda id_: (id_ != me, id_))
    return pairing.by_itself(desk.article, order, me, beside)


@pytest.fixture
def crowd(desk, boris):
    """Four annotations of Ana's, three of Boris's, one of Dora's. Clara sits down."""
    for words in ("open on Monday", "We are ready", "Radio Sarn", "the union"):
        desk.tag("claim", words)
    desk.sit(boris)
    for words in ("will open on Monday", "We are ready", "the union"):
        desk.tag("claim", words)
    desk.sit(DORA)
    desk.tag("claim", "The minister")
    desk.sit(CLARA)
    return desk


def test_the_two_who_have_most_or_me_and_who_has_most(crowd, ana, boris):
    assert pair(crowd) == (ana.id, boris.id)
    crowd.sit(boris)
    assert pair(crowd) == (boris.id, ana.id)
    crowd.sit(DORA)
    assert pair(crowd) == (ana.id, boris.id)  # hers is a third of theirs


def test_what_amending_made_is_no_layer_even_when_it_was_changed(crowd, ana, boris):
    for item in crowd.article.ordered(annotator=ana.id):
        reviewing.amend(crowd.project, crowd.article, item.id)
    assert len(crowd.article.ordered(annotator=CLARA.id)) == 4
    assert pair(crowd) == (ana.id, boris.id)


def test_ones_own_reading_that_replaces_another_stays_a_layer(desk, boris, ana):
    desk.tag("claim", "open on Monday")
    desk.sit(boris)
    desk.tag("claim", "will open on Monday")
    reviewing.amend(desk.project, desk.article, desk.article.ordered(annotator=ana.id)[0].id)
    assert pair(desk) == (boris.id, ana.id)


def test_one_alone_is_compared_with_nobody_and_oneself_not_at_all(desk, ana):
    desk.tag("claim", "open on Monday")
    assert pair(desk) is None
    desk.sit(CLARA)
    assert pair(desk) == (ana.id, pairing.EVERYBODY)
