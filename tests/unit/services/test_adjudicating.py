"""The outcome of a review: what was accepted and what reviewers made, each thing once, as one layer."""

import json
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from annotator.agreement.differing import Alignment
from annotator.model.errors import UserError
from annotator.model.identifiers import new_id
from annotator.model.items import Annotator, Verdict
from annotator.model.sameness import ADJUDICATED
from annotator.model.span import Span
from annotator.services import (
    accepting,
    adjudicating,
    annotating,
    attributing,
    exporting,
    history,
    importing,
    reviewing,
    weighing,
)
from annotator.services.project import Project
from annotator.storage import documents, project_file

CLARA = Annotator(id="c0c0c0c0-0000-4000-8000-000000000003", name="Clara")


def gold(desk, name="gold.jsonl"):
    """The lines of the adjudicated corpus, and what stays open."""
    out = desk.project.path.with_name(name)
    done = exporting.export(desk.project, "corpus", out, scope=exporting.ADJUDICATED)
    lines = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    return lines, done


def words(lines, kind="annotation"):
    return [(line["tag"], " … ".join(line["text"])) for line in lines if line["type"] == kind]


def accept(desk, item):
    return reviewing.accept(desk.project, desk.article, item.id)


def reject(desk, item):
    return reviewing.reject(desk.project, desk.article, item.id, "No.")


@pytest.fixture
def two(desk, boris):
    """A claim linked to a source by each of Ana and Boris, who differ in both; and a quote on which they agree."""
    made = []
    for person, claim, source in (
        (None, "open on Monday", "the harbour master"), (boris, "will open on Monday", "harbour master"),
    ):  # fmt: skip
        if person is not None:
            desk.sit(person)
        items = desk.tag("claim", claim), desk.tag("source", source)
        made.append((*items, desk.link([items[0]], [items[1]]), desk.tag("quote", "We are ready")))
    desk.sit(CLARA)
    return made


def test_nothing_is_in_it_before_somebody_decided(desk, two):
    lines, done = gold(desk)
    assert words(lines) == []
    assert done.left == {"undecided": 7}  # the quote of both is one thing
    assert {one.why for one in done.open} == {"undecided"}


def test_an_accepted_attribution_brings_its_members_and_the_same_comes_once(desk, two):
    (_, _, link, quote), _ = two
    accept(desk, link)
    accept(desk, quote)
    lines, done = gold(desk)

    assert words(lines) == [
        ("claim", "open on Monday"), ("source", "the harbour master"), ("quote", "We are ready"),
    ]  # fmt: skip
    (attribution,) = [line for line in lines if line["type"] == "attribution"]
    ids = {line["tag"]: line["id"] for line in lines if line["type"] == "annotation"}
    assert (attribution["contents"], attribution["sources"]) == ([ids["claim"]], [ids["source"]])
    assert {line["annotator"] for line in lines if "annotator" in line} == {ADJUDICATED.id}
    assert done.left == {}


def test_what_a_reviewer_made_is_in_it_and_replaces_what_it_amends(desk, two):
    (claim, _, link, _), _ = two
    own = reviewing.amend(desk.project, desk.article, claim.id).replacement
    annotating.respan(desk.project, desk.article, own.id, [desk.span("Sarn will open on Monday")])
    cue = desk.tag("cue", "denied")
    accept(desk, link)
    lines, _ = gold(desk)

    assert words(lines) == [
        ("claim", "Sarn will open on Monday"), ("source", "the harbour master"), ("cue", "denied"),
    ]  # fmt: skip
    (attribution,) = [line for line in lines if line["type"] == "attribution"]
    (there,) = [line for line in lines if line.get("tag") == "claim"]
    assert attribution["contents"] == [there["id"]]
    assert cue.id not in {line.get("id") for line in lines}


def test_what_only_a_reviewer_said_is_named(desk, two):
    _, (longer, _, _, quote) = two
    desk.tag("quote", "We are ready")
    cue = desk.tag("cue", "denied")
    assert gold(desk)[1].own == ()  # nobody reviews the article yet
    accept(desk, longer)
    reviewing.amend(desk.project, desk.article, two[0][2].id)
    _, done = gold(desk)
    assert [item.id for _, item in done.own] == [cue.id]
    assert exporting.forecast(desk.project, scope=exporting.ADJUDICATED).own == 1
    out = desk.project.path.with_name("told.jsonl")
    exporting.export(desk.project, "corpus", out, scope=exporting.ADJUDICATED, report=True)
    report = out.with_name("told.jsonl loss report.txt").read_text(encoding="utf-8")
    assert "written         1  made by a reviewer and judged by nobody" in report
    assert f"{cue.id}  made by a reviewer" in report
    assert quote.id not in {item.id for _, item in done.own}


def test_a_reviewers_own_reading_gives_way_to_one_they_accepted(desk, two, ana):
    (_claim, _, _, _), (longer, _, _, quote) = two
    desk.sit(ana)
    accept(desk, longer)
    lines, _ = gold(desk)
    assert ("claim", "will open on Monday") in words(lines)
    assert ("claim", "open on Monday") not in words(lines)
    (linked,) = [line for line in lines if line["type"] == "attribution"]
    assert linked["contents"] == [line["id"] for line in lines if line.get("tag") == "claim"]

    reviewing.withdraw(desk.project, desk.article, longer.id)
    accept(desk, quote)
    assert ("claim", "open on Monday") in words(gold(desk)[0])


def test_what_reviewers_decide_differently_stays_open_and_is_listed(desk, two, ana, boris):
    (_, _, link, _), (_, _, other, _) = two
    accept(desk, link)
    dora = Annotator(id="d0d0d0d0-0000-4000-8000-000000000004", name="Dora")
    desk.sit(dora)
    reject(desk, link)
    lines, done = gold(desk)
    assert [line for line in lines if line["type"] == "attribution"] == []
    assert link.id in {one.item.id for one in done.open if one.why == "contradicted"}
    assert other.id not in {one.item.id for one in done.open}


def test_what_changed_after_its_verdict_is_open_again(desk, two, ana):
    (claim, _, link, _), _ = two
    accept(desk, link)
    desk.sit(ana)
    annotating.respan(desk.project, desk.article, claim.id, [desk.span("on Monday")])
    _, done = gold(desk)
    assert {one.why: one.item.id for one in done.open} | {"undecided": ""} == {
        "reopened": claim.id, "member": link.id, "undecided": "",
    }  # fmt: skip


def test_an_attribution_without_an_accepted_content_waits(desk, boris):
    claim, source = desk.tag("claim", "ready"), desk.tag("source", "Radio Sarn")
    link = desk.link([claim], [source])
    desk.sit(boris)
    reject(desk, claim)
    accept(desk, link)
    lines, done = gold(desk)
    assert words(lines) == [("source", "Radio Sarn")]
    assert done.left == {"content": 1}


def test_a_chain_keeps_its_parents_and_a_rejected_parent_is_left_out(desk, boris):
    claim = desk.tag("claim", "ready")
    outer, inner = (desk.link([claim], [desk.tag("source", name)]) for name in ("Radio Sarn", "the union"))
    desk.under(inner, outer)
    desk.sit(boris)
    accept(desk, inner)
    accept(desk, outer)
    links = {line["id"]: line for line in gold(desk)[0] if line["type"] == "attribution"}
    assert sorted(line.get("parent") in links for line in links.values()) == [False, True]

    reject(desk, outer)
    (alone,) = [line for line in gold(desk)[0] if line["type"] == "attribution"]
    assert "parent" not in alone
    assert "parent_basis" not in alone


def test_links_that_come_to_say_the_same_are_one(desk, two):
    (_, source, link, _), (longer, _theirs, other, _) = two
    accept(desk, longer)
    accept(desk, source)
    accept(desk, link)
    accept(desk, other)
    lines, _ = gold(desk)
    assert len([line for line in lines if line["type"] == "attribution"]) == 1
    assert words(lines) == [("claim", "will open on Monday"), ("source", "the harbour master")]


def test_it_is_read_again_as_a_layer_beside_the_others_that_nobody_has_to_judge(desk, two, new_desk, tmp_path):
    (_, _, link, quote), _ = two
    accept(desk, link)
    accept(desk, quote)
    before, _ = gold(desk)
    importing.import_files(desk.project, [desk.project.path.with_name("gold.jsonl")], format_="corpus")
    assert len(desk.article.ordered(annotator=ADJUDICATED.id)) == 3
    assert weighing.weigh(desk.project, desk.article).counts() == (8, 0)
    again, done = gold(desk, "again.jsonl")
    assert again == before
    assert done.left == {}

    with new_desk(tmp_path / "other.annotator", text=None) as other:
        report = other.bring((tmp_path / "gold.jsonl").read_bytes())
        assert report.quarantined == []
        assert other.export() == (tmp_path / "gold.jsonl").read_bytes()


@pytest.mark.parametrize("format_", [one.name for one in exporting.formats() if one.installed])
def test_every_format_can_write_it(desk, two, format_):
    (_, _, link, _), _ = two
    accept(desk, link)
    form = next(one for one in exporting.formats() if one.name == format_)
    out = desk.project.path.with_name("gold" if form.folder else f"gold{form.suffixes[0]}")
    done = exporting.export(desk.project, format_, out, scope=exporting.ADJUDICATED, report=True)
    assert (done.annotations, done.attributions) == (2, 1)
    assert exporting.forecast(desk.project, scope=exporting.ADJUDICATED).left == done.left == {"undecided": 1}
    report = (out / "loss report.txt" if form.folder else out.with_name(f"{out.name} loss report.txt")).read_text()
    assert "open            1  not judged yet" in report
    assert done.open[0].item.id in report


def test_it_is_made_of_the_layers_of_all(desk, two, ana):
    with pytest.raises(UserError, match="layers of all"):
        exporting.forecast(desk.project, annotators=[ana.id], scope=exporting.ADJUDICATED)


def test_of_two_readings_of_the_same_words_the_last_accepted_is_in_it(desk, two):
    (claim, _, link, _), (longer, _, other, _) = two
    accept(desk, claim)
    accept(desk, longer)
    assert words(gold(desk)[0]) == [("claim", "will open on Monday")]
    accept(desk, link)
    accept(desk, other)
    lines, done = gold(desk)
    assert len([line for line in lines if line["type"] == "attribution"]) == 1
    assert "contradicted" not in done.left


def test_two_accepted_verdicts_on_the_same_words_let_the_newer_in(desk, two):
    (claim, _, _, _), (longer, _, _, _) = two
    article = desk.article
    times = {claim.id: "2026-01-01T10:00:00Z", longer.id: "2026-01-01T11:00:00Z"}
    given = [
        Verdict(id=new_id(), annotator=CLARA.id, target=id_, decision="accept", modified=at)
        for id_, at in times.items()
    ]
    outcome = adjudicating.adjudicate(article, given, [])
    assert [one.words(article.text) for one in outcome.annotations] == ["will open on Monday"]
    swapped = [replace(one, modified=at) for one, at in zip(given, reversed(times.values()), strict=True)]
    outcome = adjudicating.adjudicate(article, swapped, [])
    assert [one.words(article.text) for one in outcome.annotations] == ["open on Monday"]


def test_what_was_rejected_for_a_reading_that_is_gone_stays_open(desk, two, ana):
    (claim, _, _, _), (longer, _, _, _) = two
    accept(desk, claim)
    desk.sit(ana)
    annotating.delete(desk.project, desk.article, [claim.id])
    _, done = gold(desk)
    assert longer.id in {one.item.id for one in done.open}


def test_nothing_of_an_attribution_that_was_taken_back_is_left_in_it(desk, two):
    (_, _, link, _), _ = two
    accept(desk, link)
    reviewing.withdraw(desk.project, desk.article, link.id)
    lines, done = gold(desk)
    assert words(lines) == []
    assert done.left == {"undecided": 7}


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_quote_that_was_amended_stands_beside_the_claim_around_it(desk, boris, order):
    desk.tag("claim", "“We are ready,” she told")
    quote = desk.tag("quote", "We are ready")
    desk.sit(boris)
    claim = desk.tag("claim", "“We are ready,”")
    desk.sit(CLARA)
    steps = [lambda: accept(desk, claim), lambda: reviewing.amend(desk.project, desk.article, quote.id)]
    for number in order:
        steps[number]()
    lines, done = gold(desk)
    assert words(lines) == [("claim", "“We are ready,”"), ("quote", "We are ready")]
    assert done.left == {}
    assert weighing.weigh(desk.project, desk.article).counts() == (3, 0)


def test_what_a_reviewer_adds_after_their_verdict_stands_beside_what_they_accepted(desk, boris):
    claim = desk.tag("claim", "“We are ready,”")
    desk.sit(CLARA)
    accept(desk, claim)
    quote = desk.tag("quote", "We are ready")
    article = desk.article
    verdicts = list(documents.items(desk.project.file, "verdict"))
    for modified, there in (("2026-01-01T10:00:00Z", 1), ("2099-01-01T10:00:00Z", 2)):
        article.annotations[quote.id] = replace(quote, modified=modified)
        assert len(adjudicating.adjudicate(article, verdicts, []).annotations) == there


@pytest.mark.parametrize("remark", ["note", "mark", "certainty"])
def test_a_remark_of_the_reviewer_on_their_own_brings_no_rival_back(desk, remark, monkeypatch):
    theirs = desk.tag("claim", "open on Monday")
    desk.sit(CLARA)
    own = desk.tag("claim", "will open on Monday")
    _later(monkeypatch, 1)
    accept(desk, theirs)
    assert words(gold(desk)[0]) == [("claim", "open on Monday")]
    _later(monkeypatch, 2)
    if remark == "note":
        annotating.set_note(desk.project, desk.article, own.id, "Look again.")
    elif remark == "mark":
        annotating.set_discuss(desk.project, desk.article, own.id, discuss=True)
    else:
        annotating.set_certainty(desk.project, desk.article, own.id, "probable")
    assert words(gold(desk)[0]) == [("claim", "open on Monday")]
    assert adjudicating.open_in(desk.project, desk.article) == []
    annotating.respan(desk.project, desk.article, own.id, [desk.span("Sarn will open on Monday")])
    assert len(words(gold(desk)[0])) == 2


def _later(monkeypatch, hours):
    """What is done from now on is done at that hour of a day to come."""
    monkeypatch.setattr(project_file, "now", lambda: f"2099-01-01T{hours:02}:00:00Z")


# Everything on which all agree


def test_what_all_agree_on_is_shown_and_accepted_as_one_action(desk, two, ana, boris):
    people = [ana.id, boris.id]
    found = accepting.agreed(desk.project, people)
    assert [(one.kind, one.words, len(one.items)) for one in found] == [("quote", "We are ready", 2)]
    before = history.operations(desk.project)

    accepting.accept_agreed(desk.project, found)
    assert accepting.agreed(desk.project, people) == []
    assert words(gold(desk)[0]) == [("quote", "We are ready")]
    assert len(history.operations(desk.project)) == len(before) + 1
    history.undo(desk.project)
    assert len(accepting.agreed(desk.project, people)) == 1
    assert words(gold(desk)[0]) == []


def test_what_another_says_alike_is_accepted_with_what_is_agreed(desk, two, ana, boris):
    dora = Annotator(id="d0d0d0d0-0000-4000-8000-000000000004", name="Dora")
    desk.sit(dora)
    theirs = desk.tag("quote", "We are ready")
    desk.sit(CLARA)
    accepting.accept_agreed(desk.project, accepting.agreed(desk.project, [ana.id, boris.id]))
    assert weighing.weigh(desk.project, desk.article).standing(theirs.id).state == "accepted"


def test_links_agree_when_their_members_and_chains_do(desk, boris, ana):
    for person in (ana, boris):
        desk.sit(person)
        claim = desk.tag("claim", "ready")
        outer, inner = (desk.link([claim], [desk.tag("source", name)]) for name in ("Radio Sarn", "the union"))
        desk.under(inner, outer)
    found = accepting.agreed(desk.project, [ana.id, boris.id], [desk.id])
    assert [one.kind for one in found] == ["claim", "attribution", "attribution", "source", "source"]
    assert {len(one.items) for one in found} == {1}  # Boris does not judge himself
    attributing.set_parent(desk.project, desk.article, inner.id, None)
    kinds = [one.kind for one in accepting.agreed(desk.project, [ana.id, boris.id])]
    assert kinds == ["claim", "attribution", "source", "source"]


def test_what_i_decided_against_is_not_accepted_with_the_rest(desk, two, ana, boris):
    (_, _, _, quote), _ = two
    reject(desk, quote)
    assert accepting.agreed(desk.project, [ana.id, boris.id]) == []
    with pytest.raises(UserError, match="two annotators"):
        accepting.agreed(desk.project, [ana.id])


def test_what_i_accepted_another_reading_of_is_not_accepted_with_the_rest(desk, two, ana, boris):
    dora = Annotator(id="d0d0d0d0-0000-4000-8000-000000000004", name="Dora")
    desk.sit(dora)
    theirs = desk.tag("quote", "We are")
    desk.sit(CLARA)
    accept(desk, theirs)
    reviewing.withdraw(desk.project, desk.article, two[0][3].id)  # the rejections that followed, not their cause
    assert accepting.agreed(desk.project, [ana.id, boris.id]) == []
    reviewing.withdraw(desk.project, desk.article, theirs.id)
    assert len(accepting.agreed(desk.project, [ana.id, boris.id])) == 1


def test_a_preview_that_is_out_of_date_does_no_harm(desk, two, ana, boris):
    (_, _, _, quote), (_, _, _, same) = two
    found = accepting.agreed(desk.project, [ana.id, boris.id])
    desk.sit(ana)
    annotating.retag(desk.project, desk.article, quote.id, "claim")
    desk.sit(boris)
    annotating.delete(desk.project, desk.article, [same.id])
    desk.sit(CLARA)
    accepting.accept_agreed(desk.project, found)
    weighed = weighing.weigh(desk.project, desk.article)
    assert weighed.standing(quote.id).state == "reopened"
    assert [one.id for one in weighed.reopened()] == [quote.id]


# Whatever reviewers do


ACTIONS = st.lists(
    st.tuples(
        st.sampled_from(["accept", "reject", "amend", "withdraw", "move", "delete"]),
        st.integers(0, 30),
        st.integers(0, 2),
    ),
    max_size=12,
)
SPANS = st.lists(
    st.tuples(st.integers(0, 2), st.sampled_from(["claim", "source", "quote"]), st.integers(0, 30), st.integers(1, 12)),
    min_size=2, max_size=8,
)  # fmt: skip


@settings(max_examples=25)
@given(SPANS, ACTIONS)
@example([(0, "claim", 0, 1), (0, "claim", 0, 1)], [("accept", 0, 1), ("amend", 0, 2)])
def test_whatever_is_decided_the_outcome_is_consistent(desk, new_desk, tmp_path_factory, spans, actions):
    folder = tmp_path_factory.mktemp("review")
    people = [desk.project.me, Annotator(id="b0b0b0b0-0000-4000-8000-000000000002", name="Boris"), CLARA]
    with new_desk(folder / "work.annotator") as work:
        _annotate(work, people, spans)
        for what, number, who in actions:
            work.sit(people[who])
            _act(work, what, number)
        _check_outcome(work)
        _check_causes(work)
        _check_rivals(work)


def _annotate(work, people, spans):
    for who, tag, begin, length in spans:
        work.sit(people[who])
        annotating.tag(work.project, work.article, [Span(begin, begin + length)], tag)
    for person in people:
        work.sit(person)
        contents = work.article.contents(person.id)
        sources = work.article.ordered("source", annotator=person.id)
        if contents and sources:
            work.link(contents[:1], sources[:1])
            if len(contents) > 1:
                attributing.set_status(work.project, work.article, contents[1].id, "author")


def _act(work: "Project", what, number):
    items = [*work.article.annotations.values(), *work.article.attributions.values()]
    if not items:
        return
    item = sorted(items, key=lambda one: one.id)[number % len(items)]
    try:
        match what:
            case "withdraw":
                reviewing.withdraw(work.project, work.article, item.id)
            case "reject":
                reject(work, item)
            case "move":
                annotating.respan(work.project, work.article, item.id, [Span(number, number + 3)])
            case "delete":
                annotating.delete(work.project, work.article, [item.id])
            case _:
                getattr(reviewing, what)(work.project, work.article, item.id)
    except UserError:
        pass  # one's own work, or nothing to take back


def _check_order(work):
    """The outcome follows from what there is, not from the order in which it is read."""
    article, backwards = work.article, work.article
    backwards.annotations = dict(reversed(article.annotations.items()))
    backwards.attributions = dict(reversed(article.attributions.items()))
    verdicts = list(documents.items(work.project.file, "verdict"))
    states = list(documents.items(work.project.file, "state"))
    assert adjudicating.adjudicate(article, verdicts, states) == adjudicating.adjudicate(
        backwards, verdicts[::-1], states[::-1]
    )


def _check_outcome(work):
    _check_order(work)
    lines, done = gold(work)
    items = [line for line in lines if line["type"] in ("annotation", "attribution")]
    by_id = {line["id"]: line for line in items}
    says = [(line["tag"], str(line["spans"]), line.get("entity")) for line in items if line["type"] == "annotation"]
    assert len(set(says)) == len(says)
    for line in items:
        if line["type"] == "attribution":
            assert line["contents"]
            assert all(m in by_id for role in ("sources", "cues", "contents") for m in line.get(role, ()))
            assert line.get("parent") is None or line["parent"] in by_id
    weighed = weighing.weigh(work.project, work.article)
    stays = {one.item.id for one in done.open}
    open_numbers = {weighed.same.number(id_) for id_ in stays}
    assert len(open_numbers) == len(stays)
    for item in work.article.annotations.values():
        standing = weighed.standing(item.id)
        if standing.state == "contradicted":
            assert weighed.same.number(item.id) in open_numbers


def _check_causes(work):
    """What is rejected for the sake of another reading is decided only while that is there and accepted."""
    weighed = weighing.weigh(work.project, work.article)
    everything = {**work.article.annotations, **work.article.attributions}
    for verdict in documents.items(work.project.file, "verdict"):
        if verdict.decision == "reject" and verdict.replacement is not None and verdict.target in everything:
            cause = everything.get(verdict.replacement)
            accepted = cause is not None and any(
                one.decision == "accept" and one.annotator == verdict.annotator
                and one.target_value == weighing.digest(cause)
                for one in documents.items(work.project.file, "verdict") if one.target == cause.id
            )  # fmt: skip
            (found,) = (g for g in weighed.standing(verdict.target).given if g.verdict.id == verdict.id)
            assert accepted or not found.holds


def _check_rivals(work):
    """No two readings of the same words are in the outcome by one reviewer."""
    article, weighed = work.article, weighing.weigh(work.project, work.article)
    verdicts = list(documents.items(work.project.file, "verdict"))
    outcome = adjudicating.adjudicate(article, verdicts, documents.items(work.project.file, "state"))
    says = {(one.tag, one.spans) for one in outcome.annotations}
    layers = sorted({one.annotator for one in article.annotations.values()})
    for reviewer in {one.annotator for one in verdicts}:
        through = {
            v.target for v in verdicts if v.annotator == reviewer and v.decision == "accept" and weighed.holds(v)
        }
        through |= {one.id for one in article.ordered(annotator=reviewer)}
        for a, b in combinations(layers, 2):
            for one, other in Alignment(article, a, b).annotations:
                if one is not None and other is not None and {one.id, other.id} <= through:
                    both = {(one.tag, one.spans), (other.tag, other.spans)}
                    assert len(both) == 1 or not both <= says
