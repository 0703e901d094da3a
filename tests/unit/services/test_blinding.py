"""Nobody sees what others made of a document before they have finished it, where the project says so."""

from dataclasses import replace

from annotator.model.items import Annotator, Assignment
from annotator.services import (
    annotating,
    blinding,
    chaining,
    checking,
    commenting,
    history,
    identifying,
    listing,
    merging,
    progressing,
    rating,
    reporting,
    reviewing,
    sourcing,
)  # fmt: skip

CLARA = Annotator(id="c0c0c0c0-0000-4000-8000-000000000003", name="Clara")


def seen(desk):
    return {a.annotator for a in blinding.read(desk.project, desk.id).annotations.values()}


def test_others_are_hidden_until_one_has_finished_and_never_where_it_is_off(desk, ana, boris):
    desk.tag("claim", "We are ready")
    desk.tag("excluded", "Radio Sarn")
    desk.sit(boris)
    desk.tag("claim", "The minister")
    assert seen(desk) == {ana.id, boris.id, None}
    blinding.switch(desk.project, on=True)
    assert (blinding.is_on(desk.project), seen(desk)) == (True, {boris.id, None})
    annotating.set_state(desk.project, desk.article, "finished")
    assert seen(desk) == {ana.id, boris.id, None}
    annotating.set_state(desk.project, desk.article, "in_progress")
    assert seen(desk) == {boris.id, None}
    history.undo(desk.project)
    assert seen(desk) == {ana.id, boris.id, None}
    blinding.switch(desk.project, on=False)
    annotating.set_state(desk.project, desk.article, None)
    assert seen(desk) == {ana.id, boris.id, None}


def test_links_of_others_are_hidden_with_their_tags(desk, ana, boris):
    desk.link([desk.tag("claim", "We are ready")], [desk.tag("source", "she")])
    desk.sit(boris)
    blinding.switch(desk.project, on=True)
    article = blinding.read(desk.project, desk.id)
    assert (article.annotations, article.attributions) == ({}, {})
    assert len(desk.project.read(desk.id).attributions) == 1


def test_a_reviewer_sees_everything(desk, ana, boris):
    desk.tag("claim", "We are ready")
    blinding.switch(desk.project, on=True)
    desk.sit(boris)
    assert blinding.hides(desk.project, desk.id)
    with desk.project.recording("Assign") as recording:
        recording.operation.put(
            Assignment(id="d0d0d0d0-0000-4000-8000-000000000004", document=desk.id, to=boris.id, role="reviewer")
        )
    assert not blinding.hides(desk.project, desk.id)


def test_who_has_begun_to_review_goes_on_seeing(desk, ana, boris):
    desk.tag("claim", "We are ready")
    desk.sit(boris)
    annotating.set_state(desk.project, desk.article, "in_review", "reviewer")
    blinding.switch(desk.project, on=True)
    assert seen(desk) == {ana.id}


def test_what_may_be_seen_is_told_of_all_documents(desk, ana, boris):
    other = desk.add("Another article.", "other.txt")
    assert blinding.visible(desk.project) is None
    blinding.switch(desk.project, on=True)
    assert blinding.visible(desk.project) == []
    annotating.set_state(desk.project, desk.project.read(other), "finished")
    assert blinding.visible(desk.project) == [other]


def test_counts_and_comments_of_others_are_hidden_with_their_layers(desk, ana, boris):
    made = desk.tag("claim", "We are ready")
    commenting.begin(desk.project, made.id, "Is this one claim or two?")
    desk.sit(boris)
    desk.tag("quote", "We are ready")
    blinding.switch(desk.project, on=True)

    (row,) = blinding.rows(desk.project)
    assert row.counts == {"quote": 1}
    assert blinding.threads(desk.project) == []
    commenting.reply(desk.project, commenting.threads(desk.project)[0].id, "Two.")
    assert len(blinding.threads(desk.project)) == 1
    annotating.set_state(desk.project, desk.article, "finished")
    (row,) = blinding.rows(desk.project)
    assert row.counts == {"claim": 1, "quote": 1}


def test_a_setting_that_says_something_else_is_no_blindness(desk):
    blinding.switch(desk.project, on=True)
    found = blinding._setting(desk.project)
    with desk.project.recording("Strange") as recording:
        recording.operation.put(found.__class__(id=found.id, name=found.name, value={"on": "yes"}))
    assert not blinding.is_on(desk.project)


def test_what_is_counted_over_the_project_leaves_out_what_is_hidden(desk, ana, boris):
    made = desk.tag("claim", "We are ready")
    source = desk.tag("source", "she")
    link = desk.link([made], [source])
    name = sourcing.create_and_assign(desk.project, desk.article, source.id, "Harbour master")
    assert name.changes
    desk.sit(boris)
    mine = desk.tag("claim", "The minister")
    blinding.switch(desk.project, on=True)

    def counted():
        with blinding.as_seen(desk.project) as seen:
            (row,) = listing.sources(seen)
            (standing,) = progressing.matrix(seen).rows
            report = dict(reporting.project_report(seen).figures)
            found = {f.item for f in checking.check(seen).all()}
            return (
                row.mentions, row.claims, len(chaining.passes_of(seen)), standing.cell(ana.id, "annotator").made,
                report["claims and quotes"], len(listing.places(seen, row.id)),
                bool(found & {made.id, source.id, link.id}), len(seen.read(desk.id).annotations),
            )  # fmt: skip

    hidden = (0, 0, 0, 0, "1", 0, False, 1)
    assert counted() == hidden
    with blinding.apart(desk.project) as own:
        assert set(own.read(desk.id).annotations) == {mine.id}
    annotating.set_state(desk.project, desk.article, "finished")
    open_now = counted()
    assert open_now[:6] == (1, 1, 1, 2, "2", 1)
    assert open_now[-1] == 3


def test_history_and_people_tell_nothing_of_what_is_hidden(desk, ana, boris):
    desk.tag("claim", "We are ready")
    desk.sit(boris)
    desk.tag("source", "The minister")
    blinding.switch(desk.project, on=True)

    def told():
        with blinding.as_seen(desk.project) as seen:
            titles = [row.title for row in history.operations(seen)]
        return "Tag claim" in titles, "Tag source" in titles, {
            one.annotator.id: one.annotations for one in identifying.identities(desk.project)
        }  # fmt: skip

    assert told() == (False, True, {ana.id: 0, boris.id: 1})
    annotating.set_state(desk.project, desk.article, "finished")
    assert told() == (True, True, {ana.id: 1, boris.id: 1})


def test_a_comment_on_what_was_deleted_stays_hidden_with_its_article(desk, ana, boris):
    made = desk.tag("claim", "We are ready")
    commenting.begin(desk.project, made.id, "Why?")
    annotating.delete(desk.project, desk.article, [made.id])
    assert blinding.threads(desk.project)[0].target[:3] == (made.id, "gone", desk.id)
    desk.sit(boris)
    blinding.switch(desk.project, on=True)
    assert blinding.threads(desk.project) == []


def test_the_history_tells_of_no_judgement_or_remark_on_what_is_hidden(desk, boris):
    claim = desk.tag("claim", "We are ready")
    desk.sit(CLARA)
    reviewing.reject(desk.project, desk.article, claim.id, "No.")
    reviewing.withdraw(desk.project, desk.article, claim.id)
    commenting.begin(desk.project, claim.id, "Is this one claim or two?")
    commenting.reply(desk.project, commenting.threads(desk.project)[0].id, "Two.")
    commenting.begin(desk.project, desk.id, "A strange article.")
    rating.rate_claim(desk.project, claim.id, credibility=2)
    desk.sit(boris)
    commenting.begin(desk.project, desk.id, "Mine.")
    everything = [row.title for row in history.operations(desk.project)]
    blinding.switch(desk.project, on=True)
    with blinding.as_seen(desk.project) as seen:
        titles = [(row.annotator, row.title) for row in history.operations(seen)]
    assert [title for who, title in titles if who == "Clara"] == []
    assert [title for who, title in titles if who == "Boris"] == ["Annotate blind", everything[0]]


def test_decisions_in_hidden_layers_are_not_shown(desk, new_desk, tmp_path, ana, boris):
    claim = desk.tag("claim", "ready")
    commenting.begin(desk.project, claim.id, "One?")
    remark = commenting.threads(desk.project)[0].id
    desk.project.copy_to(tmp_path / "laptop.annotator")
    annotating.set_note(desk.project, desk.article, claim.id, "desk")
    with desk.project.recording("Reword") as recording:
        recording.operation.put(replace(desk.project.item("comment", remark), text="Or two?"))
    with new_desk(tmp_path / "laptop.annotator", ana, text=None) as laptop:
        laptop.id = desk.id
        annotating.set_note(laptop.project, laptop.article, claim.id, "laptop")
        with laptop.project.recording("Reword") as recording:
            recording.operation.put(replace(laptop.project.item("comment", remark), text="Or three?"))
    merging.merge(desk.project, [tmp_path / "laptop.annotator"])
    blinding.switch(desk.project, on=True)
    assert len(blinding.decisions(desk.project)) == 2
    desk.sit(boris)
    assert blinding.decisions(desk.project) == []
    annotating.set_state(desk.project, desk.article, "finished")
    assert len(blinding.decisions(desk.project)) == 2
