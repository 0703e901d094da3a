"""Verdicts: on a colleague's work, with what follows from them, and open again when what was judged changes."""

import json
from dataclasses import replace
from hashlib import sha256

import pytest

from annotator.model.errors import UserError
from annotator.model.fields import canonical
from annotator.model.items import Annotator, Attribution
from annotator.services import annotating, attributing, commenting, history, progressing, reviewing, weighing

CLARA = Annotator(id="c0c0c0c0-0000-4000-8000-000000000003", name="Clara")


def standing(desk, item):
    return weighing.weigh(desk.project, desk.article).standing(item.id)


def state(desk, item):
    return standing(desk, item).state


def accept(desk, item):
    return reviewing.accept(desk.project, desk.article, item.id)


def reject(desk, item, why="It stops too early."):
    return reviewing.reject(desk.project, desk.article, item.id, why)


def amend(desk, item):
    return reviewing.amend(desk.project, desk.article, item.id)


@pytest.fixture
def claims(desk, boris):
    """What Ana and what Boris tagged of the same sentence; Boris also tagged what Ana has. Clara sits down."""
    ana = desk.tag("claim", "open on Monday"), desk.tag("quote", "We are ready")
    desk.sit(boris)
    boris_ = desk.tag("claim", "will open on Monday"), desk.tag("quote", "We are ready")
    desk.sit(CLARA)
    return ana, boris_


@pytest.fixture
def links(desk, boris):
    """The same claim linked to two sources, by Ana and by Boris. Clara sits down."""
    made = []
    for person, name in ((None, "the harbour master"), (boris, "Radio Sarn")):
        if person is not None:
            desk.sit(person)
        claim, source = desk.tag("claim", "open on Monday"), desk.tag("source", name)
        made.append((claim, source, desk.link([claim], [source])))
    desk.sit(CLARA)
    return made


def test_a_verdict_says_who_decided_what_and_why(desk, claims, ana):
    (claim, _), _ = claims
    reject(desk, claim, "  Too short. ")
    desk.sit(ana)

    found = standing(desk, claim)
    assert found.state == "rejected"
    (given,) = found.given
    assert (given.name, given.verdict.comment, given.mine, given.holds) == ("Clara", "Too short.", False, True)


def test_a_rejection_needs_a_reason_and_a_verdict_needs_a_colleague(desk, claims, ana, boris):
    (claim, quote), (_, same) = claims
    with pytest.raises(UserError, match="needs a reason"):
        reject(desk, claim, " ")
    desk.sit(ana)
    with pytest.raises(UserError, match="your own"):
        accept(desk, claim)
    with pytest.raises(UserError, match="same yourself"):
        reject(desk, same)
    desk.sit(boris)
    annotating.delete(desk.project, desk.article, [same.id])
    with pytest.raises(UserError, match="no longer there"):
        accept(desk, same)
    excluded = desk.tag("excluded", "Ferry strike")
    with pytest.raises(UserError, match="no longer there"):
        accept(desk, excluded)
    desk.sit(None)
    with pytest.raises(UserError, match="who you are"):
        accept(desk, quote)


def test_items_that_say_the_same_are_judged_alike(desk, claims):
    (_, quote), (_, same) = claims
    accept(desk, quote)
    assert (state(desk, quote), state(desk, same)) == ("accepted", "accepted")
    reject(desk, same)
    assert (state(desk, quote), state(desk, same)) == ("rejected", "rejected")
    reviewing.withdraw(desk.project, desk.article, quote.id)
    assert (state(desk, quote), state(desk, same)) == ("open", "open")


def test_accepting_one_reading_rejects_the_other_with_a_reason(desk, claims):
    (claim, _), (longer, _) = claims
    accept(desk, claim)

    found = standing(desk, longer)
    assert found.state == "rejected"
    assert "Ana’s" in found.given[0].verdict.comment


def test_the_latest_of_two_readings_accepted_counts(desk, claims):
    (claim, _), (longer, _) = claims
    accept(desk, longer)
    accept(desk, claim)
    assert (state(desk, claim), state(desk, longer)) == ("accepted", "rejected")
    assert standing(desk, longer).mine.verdict.replacement == claim.id
    reviewing.withdraw(desk.project, desk.article, claim.id)
    assert (state(desk, claim), state(desk, longer)) == ("open", "open")


def test_a_rejection_with_a_reason_of_ones_own_stays(desk, claims):
    (claim, _), (longer, _) = claims
    reject(desk, longer, "Too long.")
    accept(desk, claim)
    reviewing.withdraw(desk.project, desk.article, claim.id)
    assert (state(desk, claim), state(desk, longer)) == ("open", "rejected")
    assert standing(desk, longer).mine.verdict.comment == "Too long."


@pytest.mark.parametrize("how", ["delete", "change", "withdraw", "reject"])
def test_what_was_rejected_for_another_reading_is_open_without_it(desk, claims, ana, how):
    (claim, _), (longer, _) = claims
    accept(desk, claim)
    match how:
        case "delete":
            desk.sit(ana)
            annotating.delete(desk.project, desk.article, [claim.id])
        case "change":
            desk.sit(ana)
            annotating.respan(desk.project, desk.article, claim.id, [desk.span("Monday")])
        case "withdraw":
            reviewing.withdraw(desk.project, desk.article, claim.id)
        case "reject":
            reject(desk, claim)
    assert state(desk, longer) == ("reopened" if how in ("delete", "change") else "open")
    decided = weighing.weigh(desk.project, desk.article).counts()[0]
    desk.sit(Annotator(id="e0e0e0e0-0000-4000-8000-000000000005", name="Eva"))
    (row,) = progressing.matrix(desk.project).rows
    assert row.decided == weighing.weigh(desk.project, desk.article).counts()[0] == (how == "reject")
    assert decided in (0, row.decided)


def test_an_attribution_taken_back_or_rejected_lets_go_of_what_came_with_it(desk, links):
    (claim, source, link), (same, other_source, other) = links
    everything = (claim, source, link, same, other_source, other)
    accept(desk, link)
    reviewing.withdraw(desk.project, desk.article, link.id)
    assert {state(desk, one) for one in everything} == {"open"}

    accept(desk, link)
    reject(desk, link)
    assert [state(desk, one) for one in everything] == ["open", "open", "rejected", "open", "open", "open"]


def test_a_member_decided_on_its_own_or_needed_elsewhere_stays(desk, links, ana):
    (claim, source, link), _ = links
    desk.sit(ana)
    second = desk.link([claim], [desk.tag("source", "the union")])
    desk.sit(CLARA)
    accept(desk, source)
    accept(desk, link)
    accept(desk, second)
    reviewing.withdraw(desk.project, desk.article, link.id)
    assert [state(desk, one) for one in (claim, source, link, second)] == ["accepted", "accepted", "open", "accepted"]


def test_undo_brings_back_what_was_let_go(desk, links):
    (claim, source, link), (_, _, other) = links
    accept(desk, link)
    reviewing.withdraw(desk.project, desk.article, link.id)
    history.undo(desk.project)
    assert [state(desk, one) for one in (claim, source, link, other)] == [*["accepted"] * 3, "rejected"]
    reviewing.withdraw(desk.project, desk.article, link.id)
    assert {state(desk, one) for one in (claim, source, link, other)} == {"open"}


def test_amending_takes_back_an_acceptance_of_another_reading(desk, claims):
    (claim, _), (longer, _) = claims
    accept(desk, longer)
    amend(desk, claim)
    assert (state(desk, claim), state(desk, longer)) == ("amended", "amended")


def test_a_rejection_is_written_only_with_the_reading_it_is_for(desk, claims, boris):
    (claim, _), (longer, _) = claims
    accept(desk, claim)
    lines = [json.loads(line) for line in desk.export().splitlines()]
    (rejection,) = [one for one in lines if one.get("decision") == "reject"]
    assert (rejection["target"], rejection["replacement"]) == (longer.id, claim.id)
    lines = [json.loads(line) for line in desk.export(annotators=[boris.id, CLARA.id]).splitlines()]
    assert longer.id in {one.get("id") for one in lines}
    assert [one for one in lines if one["type"] == "verdict"] == []


def test_beside_the_annotation_a_rejection_stands_as_it_does_in_the_list(desk, claims):
    (claim, _), (longer, _) = claims
    accept(desk, claim)
    alone = weighing.weigh_items(desk.project, desk.article, longer.id)
    assert alone.standing(longer.id) == standing(desk, longer)


def test_a_withdrawn_amendment_takes_its_copies_along(desk, links):
    (_, _, link), _ = links
    amend(desk, link)
    assert len(desk.article.ordered(annotator=CLARA.id)) == 2
    reviewing.withdraw(desk.project, desk.article, link.id)
    assert desk.article.ordered(annotator=CLARA.id) == []
    assert [one for one in desk.article.attributions.values() if one.annotator == CLARA.id] == []
    history.undo(desk.project)
    assert len(desk.article.ordered(annotator=CLARA.id)) == 2
    assert state(desk, link) == "amended"


@pytest.mark.parametrize("how", ["accept", "reject", "accept the other", "amend"])
def test_another_verdict_takes_the_copies_of_an_amendment_along(desk, claims, how):
    (claim, _), (longer, _) = claims
    own = amend(desk, claim).replacement
    match how:
        case "accept":
            accept(desk, claim)
        case "reject":
            reject(desk, claim)
        case "accept the other":
            accept(desk, longer)
            reject(desk, claim)
        case "amend":
            assert amend(desk, claim).replacement == own
    there = desk.article.ordered(annotator=CLARA.id)
    assert [one.id for one in there] == ([own.id] if how == "amend" else [])
    reviewing.withdraw(desk.project, desk.article, claim.id)
    if how == "accept the other":
        reviewing.withdraw(desk.project, desk.article, longer.id)
    assert desk.article.ordered(annotator=CLARA.id) == []
    assert {state(desk, one) for one in (claim, longer)} == {"open"}


def test_amending_a_link_again_or_judging_it_otherwise_leaves_nothing_behind(desk, links):
    (claim, _, link), (_, _, other) = links
    first = amend(desk, link).replacement
    assert amend(desk, link).replacement == first
    amend(desk, other)
    reject(desk, link)
    amend(desk, claim)
    accept(desk, claim)
    for one in (link, other, claim):
        if standing(desk, one).mine:
            reviewing.withdraw(desk.project, desk.article, one.id)
    assert desk.article.ordered(annotator=CLARA.id) == []
    assert [one for one in desk.article.attributions.values() if one.annotator == CLARA.id] == []


def test_what_replaces_a_quote_replaces_no_claim_around_it(desk, boris):
    claim, quote = desk.tag("claim", "“We are ready,” she told"), desk.tag("quote", "We are ready")
    desk.sit(boris)
    theirs = desk.tag("claim", "“We are ready,”")
    desk.sit(CLARA)
    amend(desk, quote)
    own = amend(desk, theirs).replacement
    assert (own.tag, own.spans) == (theirs.tag, theirs.spans)
    assert [state(desk, one) for one in (claim, quote, theirs)] == ["amended"] * 3


def test_an_amended_link_holds_what_i_decided_about_its_members(desk, links, ana):
    (claim, source, _), _ = links
    desk.sit(ana)
    outer = desk.link([claim], [desk.tag("source", "the union")])
    inner = desk.link([claim], [source])
    desk.under(inner, outer)
    desk.sit(CLARA)
    reject(desk, source)
    reject(desk, outer)
    moved = amend(desk, claim).replacement
    annotating.respan(desk.project, desk.article, moved.id, [desk.span("on Monday")])
    made = amend(desk, inner).replacement
    own = desk.article.attributions[made.id]
    assert (own.sources, own.contents, own.parent, own.parent_basis) == ((), (moved.id,), None, None)


def test_a_link_of_which_every_content_was_rejected_is_not_amended(desk, links):
    (claim, _, link), _ = links
    reject(desk, claim)
    with pytest.raises(UserError, match="rejected everything"):
        amend(desk, link)
    assert desk.article.ordered(annotator=CLARA.id) == []


def test_copies_that_were_changed_used_or_there_before_stay(desk, claims, ana):
    (claim, quote), _ = claims
    own = amend(desk, claim).replacement
    annotating.respan(desk.project, desk.article, own.id, [desk.span("on Monday")])
    used = amend(desk, quote).replacement
    linked = desk.link([used], [desk.tag("source", "she")])
    desk.sit(ana)
    source = desk.tag("source", "Radio Sarn")
    commented = desk.tag("cue", "told")
    desk.sit(CLARA)
    before = desk.tag("source", "Radio Sarn")
    assert amend(desk, source).replacement == before
    talked = amend(desk, commented).replacement
    commenting.begin(desk.project, talked.id, "Why not “which”?")
    reviewing.withdraw(desk.project, desk.article, claim.id, quote.id, source.id, commented.id)
    here = desk.article
    assert {own.id, used.id, before.id, talked.id} <= here.annotations.keys()
    assert linked.id in here.attributions


def test_an_accepted_attribution_takes_its_members_along_in_one_undo(desk, links):
    (claim, source, link), (_, _, other) = links
    accept(desk, link)
    assert [state(desk, one) for one in (claim, source, link, other)] == [
        "accepted",
        "accepted",
        "accepted",
        "rejected",
    ]

    history.undo(desk.project)
    assert [state(desk, one) for one in (claim, source, link, other)] == ["open"] * 4
    history.redo(desk.project)
    assert state(desk, link) == "accepted"


def test_a_member_of_which_another_reading_was_accepted_is_not_taken_along(desk, claims, ana, boris):
    (claim, _), (longer, _) = claims
    desk.sit(ana)
    link = desk.link([claim], [desk.tag("source", "the harbour master")])
    desk.sit(CLARA)
    reject(desk, claim)
    accept(desk, longer)
    accept(desk, link)
    assert (state(desk, claim), state(desk, longer), state(desk, link)) == ("rejected", "accepted", "accepted")


def test_a_changed_item_is_open_again(desk, claims, ana):
    (claim, _), _ = claims
    accept(desk, claim)
    desk.sit(ana)
    annotating.respan(desk.project, desk.article, claim.id, [desk.span("will open on Monday")])
    assert state(desk, claim) == "reopened"
    annotating.respan(desk.project, desk.article, claim.id, [desk.span("open on Monday")])
    assert state(desk, claim) == "accepted"


def test_a_note_alone_reopens_nothing(desk, links, ana):
    (claim, _, link), _ = links
    accept(desk, link)
    desk.sit(ana)
    annotating.set_note(desk.project, desk.article, claim.id, "Said again at noon.")
    attributing.change(desk.project, desk.article, link.id, note="On the phone.")
    assert (state(desk, claim), state(desk, link)) == ("accepted", "accepted")
    (row,) = progressing.matrix(desk.project).rows
    assert row.decided == 5  # both claims, which are the same; the source, the link, and Boris’s other link


def test_a_verdict_of_an_earlier_version_was_on_the_note_as_well(desk, claims, ana):
    (claim, _), _ = claims
    desk.sit(ana)
    annotating.set_note(desk.project, desk.article, claim.id, "Said again at noon.")
    desk.sit(CLARA)
    accept(desk, claim)
    noted = desk.article.annotations[claim.id]
    given = replace(
        standing(desk, claim).mine.verdict, target_value=sha256(canonical(noted.plain()).encode()).hexdigest()
    )
    assert weighing.holds(given, noted)
    assert not weighing.holds(given, replace(noted, note=""))
    assert not weighing.holds(given, replace(noted, tag="quote"))


def test_reviewers_who_decide_differently_contradict_each_other(desk, claims, boris):
    (claim, _), _ = claims
    accept(desk, claim)
    desk.sit(boris)
    reject(desk, claim)
    found = standing(desk, claim)
    assert found.state == "contradicted"
    assert [given.name for given in found.given] == ["Boris", "Clara"]
    reviewing.withdraw(desk.project, desk.article, claim.id)
    assert state(desk, claim) == "accepted"
    with pytest.raises(UserError, match="no verdict"):
        reviewing.withdraw(desk.project, desk.article, claim.id)


def test_an_amended_item_is_replaced_by_ones_own(desk, claims):
    (claim, _), (longer, _) = claims
    own = amend(desk, claim).replacement
    assert (own.annotator, own.spans) == (CLARA.id, claim.spans)
    annotating.respan(desk.project, desk.article, own.id, [desk.span("The port 🚢 of Sarn will open on Monday")])
    assert (state(desk, claim), state(desk, longer)) == ("amended", "amended")
    assert standing(desk, claim).mine.verdict.replacement == own.id

    annotating.delete(desk.project, desk.article, [own.id])
    assert state(desk, claim) == "reopened"


def test_amending_takes_ones_own_reading_where_there_is_one(desk, claims):
    (claim, _), _ = claims
    own = desk.tag("claim", "will open on Monday, the harbour master said")
    assert amend(desk, claim).replacement == own
    assert len(desk.article.ordered(annotator=CLARA.id)) == 1


def test_an_amended_attribution_comes_with_its_members_and_its_chain(desk, boris, ana):
    desk.sit(ana)
    claim, outer, inner = (
        desk.tag("claim", "ready"), desk.tag("source", "Radio Sarn"), desk.tag("source", "the union"),
    )  # fmt: skip
    first, second = desk.link([claim], [outer]), desk.link([claim], [inner])
    desk.under(second, first)
    desk.sit(boris)
    own = amend(desk, second).replacement

    assert isinstance(own, Attribution)
    article = desk.article
    assert [hop.words for hop in article.chain(article.attributions[own.id])] == ["Radio Sarn", "the union"]
    assert len(article.ordered(annotator=boris.id)) == 3
    attributing.change(desk.project, article, own.id, polarity="negative")
    assert state(desk, second) == "amended"


def test_the_first_verdict_puts_the_document_in_review(desk, claims):
    (claim, quote), _ = claims
    accept(desk, claim)
    assert annotating.state(desk.project, desk.id, "reviewer") == "in_review"
    annotating.set_state(desk.project, desk.article, "reviewed", "reviewer")
    accept(desk, quote)
    assert annotating.state(desk.project, desk.id, "reviewer") == "reviewed"
    assert annotating.state(desk.project, desk.id) is None
    annotating.set_state(desk.project, desk.article, None, "reviewer")
    assert annotating.state(desk.project, desk.id, "reviewer") is None


def test_what_is_decided_and_what_is_open_is_counted(desk, claims):
    (claim, _), _ = claims
    assert weighing.weigh(desk.project, desk.article).counts() == (0, 4)
    accept(desk, claim)
    assert weighing.weigh(desk.project, desk.article).counts() == (2, 2)


def test_a_mark_to_discuss_alone_reopens_nothing(desk, claims, ana):
    (claim, _), _ = claims
    accept(desk, claim)
    desk.sit(ana)
    annotating.set_discuss(desk.project, desk.article, claim.id, discuss=True)
    assert state(desk, claim) == "accepted"


def test_a_verdict_of_an_earlier_version_was_on_the_mark_as_well(desk, claims):
    (claim, _), _ = claims
    accept(desk, claim)
    marked = replace(claim, discuss=True, note="Look.")
    for judged in (marked, replace(marked, note="")):
        digest = sha256(canonical(judged.plain()).encode()).hexdigest()
        given = replace(standing(desk, claim).mine.verdict, target_value=digest)
        assert weighing.holds(given, marked)
        assert not weighing.holds(given, claim)
        assert not weighing.holds(given, replace(marked, tag="quote"))
