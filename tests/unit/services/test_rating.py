"""Ratings: each analyst's own, dated, side by side, with what was thought before."""

import pytest

from annotator.model.errors import UserError
from annotator.model.judgements import LIKELIHOOD, RELIABILITY
from annotator.model.scales import SCALES
from annotator.services import cataloguing, history, listing, rating


@pytest.fixture
def union(desk):
    return cataloguing.create(desk.project, "The union").entity.id


def test_two_analysts_rate_side_by_side(desk, union, boris):
    rating.rate_source(desk.project, union, "B")
    desk.sit(boris)
    rating.rate_source(desk.project, union, "E")

    assert [(r.name, r.reliability) for r in rating.of(desk.project, union)] == [("Boris", "E"), ("Ana", "B")]
    assert rating.mine(desk.project, union).reliability == "E"
    (row,) = listing.sources(desk.project)
    assert sorted(row.ratings.values()) == ["B", "E"]


def test_a_rating_is_changed_taken_back_and_remembered(desk, union):
    for letter in ("B", "C", None, "D"):
        rating.rate_source(desk.project, union, letter)

    assert [r.reliability for r in rating.before(desk.project, union)] == ["D", None, "C", "B"]
    assert all(r.at for r in rating.before(desk.project, union))
    history.undo(desk.project)
    assert rating.mine(desk.project, union) is None
    history.undo(desk.project)
    assert rating.mine(desk.project, union).reliability == "C"


def test_credibility_and_likelihood_are_rated_apart_from_the_source(desk, union):
    claim = desk.tag("claim", "A pilot")
    rating.rate_source(desk.project, union, "A")
    rating.rate_claim(desk.project, claim.id, credibility=3)
    rating.rate_claim(desk.project, claim.id, likelihood="likely")
    mine = rating.mine(desk.project, claim.id)
    assert (mine.reliability, mine.credibility, mine.likelihood) == (None, 3, "likely")

    rating.rate_claim(desk.project, claim.id, credibility=None)
    assert rating.mine(desk.project, claim.id).likelihood == "likely"
    rating.rate_claim(desk.project, claim.id, likelihood=None)
    assert rating.mine(desk.project, claim.id) is None


def test_a_colleagues_claim_can_be_rated(desk, boris):
    claim = desk.tag("claim", "A pilot")
    desk.sit(boris)
    rating.rate_claim(desk.project, claim.id, credibility=6)

    assert rating.mine(desk.project, claim.id).credibility == 6


def test_what_cannot_be_rated_is_said(desk, union):
    source = desk.tag("source", "the union")
    with pytest.raises(UserError, match="Only a claim"):
        rating.rate_claim(desk.project, source.id, credibility=1)
    with pytest.raises(UserError, match="no step"):
        rating.rate_source(desk.project, union, "G")
    with pytest.raises(UserError, match="no longer there"):
        rating.rate_source(desk.project, source.id, "A")


def test_ratings_travel_with_the_corpus(desk, new_desk, tmp_path, union):
    rating.rate_source(desk.project, union, "B")
    with new_desk(tmp_path / "other.annotator", text=None) as other:
        other.bring(desk.export())
        assert rating.mine(other.project, union).reliability == "B"
        rating.rate_source(other.project, union, "C")
        assert [r.reliability for r in rating.of(other.project, union)] == ["C"]


def test_every_step_that_can_be_recorded_is_explained():
    assert [s.value for s in SCALES["reliability"]] == list(RELIABILITY)
    assert [s.value for s in SCALES["credibility"]] == list("123456")
    assert [s.value for s in SCALES["likelihood"]] == list(LIKELIHOOD)
