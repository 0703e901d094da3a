"""Threads on items and documents: answered, resolved by anybody, changed by their author alone."""

import pytest

from annotator.model.errors import UserError
from annotator.services import annotating, checking, commenting, history, reviewing, sourcing


@pytest.fixture
def claim(desk):
    return desk.tag("claim", "open on Monday")


def only(desk):
    (found,) = commenting.threads(desk.project)
    return found


def said(desk):
    return [(one.name, one.text) for one in only(desk).remarks]


def test_a_thread_is_begun_answered_resolved_and_reopened_by_anybody(desk, claim, boris, ana):
    commenting.begin(desk.project, claim.id, " Is Monday sure? ")
    desk.sit(boris)
    commenting.reply(desk.project, only(desk).id, "She said so.")
    assert said(desk) == [("Ana", "Is Monday sure?"), ("Boris", "She said so.")]
    assert not only(desk).resolved

    desk.sit(ana)
    commenting.resolve(desk.project, only(desk).id)
    assert only(desk).resolved
    assert said(desk)[-1] == ("Ana", "")
    assert not commenting.resolve(desk.project, only(desk).id)
    commenting.reopen(desk.project, only(desk).id)
    assert len(only(desk).remarks) == 2  # a word taken back leaves nothing
    commenting.resolve(desk.project, only(desk).id)
    desk.sit(boris)
    commenting.reply(desk.project, only(desk).id, "Wait, it rains.")
    assert not only(desk).resolved
    commenting.resolve(desk.project, only(desk).id)
    assert [one.text for one in only(desk).remarks] == ["Is Monday sure?", "She said so.", "", "Wait, it rains."]
    assert only(desk).resolved


def test_what_a_thread_is_on_is_told(desk, claim):
    source = desk.tag("source", "Sarn", "Radio")
    sourcing.create_and_assign(desk.project, desk.article, source.id, "Radio Sarn")
    entity = desk.article.annotations[source.id].entity
    link = desk.link([claim], [source])
    for target in (claim.id, source.id, link.id, desk.id, entity):
        commenting.begin(desk.project, target, "Look.")
    found = {one.target.id: one for one in commenting.threads(desk.project)}
    assert [(found[id_].target.kind, found[id_].target.words) for id_ in (claim.id, source.id, link.id, desk.id)] == [
        ("annotation", "open on Monday"), ("annotation", "Sarn … Radio"), ("attribution", "open on Monday"),
        ("document", ""),
    ]  # fmt: skip
    assert found[claim.id].target.tag == "claim"
    assert found[entity].title == "Radio Sarn"
    assert {found[id_].target.document for id_ in (claim.id, link.id, desk.id)} == {desk.id}
    assert found[desk.id].title == desk.project.documents()[0].title
    assert [one.id for one in commenting.on_target(desk.project, claim.id)] == [found[claim.id].id]


def test_a_comment_on_a_verdict_is_about_what_was_judged(desk, claim, boris):
    desk.sit(boris)
    reviewing.accept(desk.project, desk.article, claim.id)
    verdict = next(v for v in history.operations(desk.project) if v.title.startswith("Accept"))
    assert verdict.items
    (found,) = reviewing.weigh(desk.project, desk.article).standing(claim.id).given
    commenting.begin(desk.project, found.verdict.id, "Sure?")
    assert only(desk).target.id == claim.id


def test_only_the_author_changes_or_deletes_a_comment_and_not_what_was_answered(desk, claim, boris, ana):
    commenting.begin(desk.project, claim.id, "One")
    first = only(desk).id
    commenting.edit(desk.project, first, "Two")
    assert said(desk) == [("Ana", "Two")]
    desk.sit(boris)
    for attempt in (
        lambda: commenting.edit(desk.project, first, "Mine"),
        lambda: commenting.delete(desk.project, first),
    ):
        with pytest.raises(UserError, match="colleague’s"):
            attempt()
    commenting.reply(desk.project, first, "Yes")
    desk.sit(ana)
    with pytest.raises(UserError, match="was answered"):
        commenting.delete(desk.project, first)
    desk.sit(boris)
    commenting.delete(desk.project, only(desk).remarks[-1].id)
    desk.sit(ana)
    commenting.delete(desk.project, first)
    assert commenting.threads(desk.project) == []
    history.undo(desk.project)
    assert said(desk) == [("Ana", "Two")]


def test_what_cannot_be_said_is_refused_in_words(desk, claim):
    with pytest.raises(UserError, match="nothing in the comment"):
        commenting.begin(desk.project, claim.id, " \n")
    with pytest.raises(UserError, match="no longer there"):
        commenting.begin(desk.project, "11111111-2222-4333-8444-555555555555", "Hello")
    with pytest.raises(UserError, match="no longer there"):
        commenting.reply(desk.project, "11111111-2222-4333-8444-555555555555", "Hello")
    with pytest.raises(UserError, match="no longer there"):
        commenting.edit(desk.project, "11111111-2222-4333-8444-555555555555", "Hello")
    desk.sit(None)
    with pytest.raises(UserError, match="who you are"):
        commenting.begin(desk.project, claim.id, "Hello")


def test_a_thread_outlives_what_it_was_on(desk, claim):
    commenting.begin(desk.project, claim.id, "Why?")
    annotating.delete(desk.project, desk.article, [claim.id])
    assert only(desk).target.kind == "gone"
    history.undo(desk.project)
    assert only(desk).target.kind == "annotation"


def test_an_answer_stays_when_the_first_comment_is_undone(desk, claim, boris, ana):
    commenting.begin(desk.project, claim.id, "Why?")
    commenting.reply(desk.project, only(desk).id, "Because.")
    first = desk.project.item("comment", only(desk).id)
    with desk.project.recording("Gone from elsewhere") as recording:
        recording.operation.drop(first)
    assert said(desk) == [("Ana", "Because.")]
    assert only(desk).target.kind == "gone"


def test_waivers_are_no_threads(desk, claim):
    finding = checking.check_article(desk.project, desk.article)[0]
    checking.waive(desk.project, finding, "Known.")
    assert commenting.threads(desk.project) == []


def test_threads_travel_with_the_corpus(desk, claim, boris, new_desk, tmp_path):
    commenting.begin(desk.project, claim.id, "Is Monday sure?")
    desk.sit(boris)
    commenting.reply(desk.project, only(desk).id, "She said so.")
    commenting.resolve(desk.project, only(desk).id)
    with new_desk(tmp_path / "other.annotator", text=None) as other:
        other.bring(desk.export())
        assert said(other) == said(desk)
        assert only(other).resolved
