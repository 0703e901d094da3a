"""Waiving, switching, fixing: what a person does with a finding, and that all of it can be undone."""

import pytest

from annotator.model.errors import UserError
from annotator.services import annotating, checking, history, reviewing
from annotator.services.project import Project


def found(desk, check):
    return [f for f in checking.check(desk.project).all() if f.check == check]


def test_the_whole_project_and_the_open_article_find_the_same(desk):
    desk.tag("claim", "A pilot")
    desk.tag("source", "The minister")
    desk.add("Another text.", "other.txt")
    whole = checking.check(desk.project)

    assert whole.by_document[desk.id] == checking.check_article(desk.project, desk.article)
    assert {f.check for f in whole.by_document[desk.id]} == {"claim-unattributed", "source-without-entity"}
    assert sum(f.check == "document-without-annotation" for f in whole.all()) == 1


def test_a_waiver_holds_until_the_item_changes_and_again_after_undo(desk):
    claim = desk.tag("claim", "A pilot")
    (finding,) = found(desk, "claim-unattributed")
    checking.waive(desk.project, finding, "common knowledge")
    assert found(desk, "claim-unattributed")[0].waived == "common knowledge"
    assert [f.waived for f in checking.check_article(desk.project, desk.article)] == ["common knowledge"]

    annotating.respan(desk.project, desk.article, claim.id, [desk.span("A pilot is said")])
    assert found(desk, "claim-unattributed")[0].waived is None

    history.undo(desk.project)
    assert found(desk, "claim-unattributed")[0].waived == "common knowledge"

    checking.unwaive(desk.project, finding)
    assert found(desk, "claim-unattributed")[0].waived is None


def test_an_article_without_annotations_is_waived(desk):
    (empty,) = found(desk, "document-without-annotation")
    checking.waive(desk.project, empty, "an index page")

    assert [f.waived for f in checking.check_article(desk.project, desk.article)] == ["an index page"]
    assert found(desk, "document-without-annotation")[0].waived == "an index page"


def test_a_confirmed_hop_is_none_in_the_open_article_either(desk):
    above = desk.link([desk.tag("claim", "We are ready")], [desk.tag("source", "Radio Sarn")])
    below = desk.link([desk.tag("claim", "A pilot")], [desk.tag("source", "the union")])
    desk.under(below, above, "inferred")
    names = ["hop-unconfirmed"]
    assert len(checking.check_article(desk.project, desk.article, names=names)) == 1

    checking.confirm(desk.project, desk.article, below.id)
    assert checking.check_article(desk.project, desk.article, names=names) == []


def test_a_waiver_needs_a_word_and_belongs_to_who_gave_it(desk, boris):
    desk.tag("claim", "A pilot")
    (finding,) = found(desk, "claim-unattributed")
    with pytest.raises(UserError, match="needs a word"):
        checking.waive(desk.project, finding, "  ")
    checking.waive(desk.project, finding, "fine")
    desk.sit(boris)

    assert found(desk, "claim-unattributed")[0].waived == "fine"
    with pytest.raises(UserError, match="colleague"):
        checking.unwaive(desk.project, finding)


def test_a_waiver_travels_with_the_corpus(desk, new_desk, tmp_path):
    desk.tag("claim", "A pilot")
    checking.waive(desk.project, found(desk, "claim-unattributed")[0], "fine")
    data = desk.export()
    with new_desk(tmp_path / "other.annotator", text=None) as other:
        other.bring(data)

        assert found(other, "claim-unattributed")[0].waived == "fine"


def test_a_check_is_switched_off_for_the_project(desk):
    desk.tag("claim", "A pilot")
    checking.switch(desk.project, "claim-unattributed", on=False)
    assert found(desk, "claim-unattributed") == []
    assert checking.check(desk.project, names=["claim-unattributed"]).all() != []

    checking.switch(desk.project, "claim-unattributed", on=True)
    assert len(found(desk, "claim-unattributed")) == 1
    with pytest.raises(UserError, match="no check “nonsense”"):
        checking.switch(desk.project, "nonsense", on=False)


def test_cut_words_are_made_whole(desk):
    annotating.tag(desk.project, desk.article, [desk.span("harbour mas")], "source")
    (cut,) = found(desk, "edge-inside-word")
    checking.fix(desk.project, desk.article, cut)

    assert [a.exact(desk.article.text) for a in desk.article.annotations.values()] == [["harbour master"]]
    assert found(desk, "edge-inside-word") == []


def test_a_hop_is_confirmed_once_and_by_oneself(desk):
    above = desk.link([desk.tag("claim", "We are ready")], [desk.tag("source", "Radio Sarn")])
    below = desk.link([desk.tag("claim", "A pilot")], [desk.tag("source", "the union")])
    desk.under(below, above, "inferred")
    (hop,) = found(desk, "hop-unconfirmed")
    checking.fix(desk.project, desk.article, hop)

    assert found(desk, "hop-unconfirmed") == []
    assert not checking.confirm(desk.project, desk.article, below.id)
    with pytest.raises(UserError, match="no inferred hop"):
        checking.confirm(desk.project, desk.article, above.id)


def test_a_double_attribution_is_merged_and_what_hung_on_it_stays(desk):
    claim, mayor = desk.tag("claim", "We are ready"), desk.tag("source", "the harbour master")
    first = desk.link([claim], [mayor])
    with desk.project.recording("A union of two files") as recording:
        recording.operation.put(type(first).from_plain(
            first.plain(), id="00000000-0000-4000-8000-00000000000f", document=first.document,
            annotator=first.annotator, modified=None,
        ))  # fmt: skip
    (twice,) = found(desk, "duplicate")
    child = desk.link([desk.tag("claim", "A pilot")], [desk.tag("source", "the union")])
    desk.under(child, desk.article.attributions[twice.item])
    checking.fix(desk.project, desk.article, twice)

    (kept,) = [a for a in desk.article.attributions.values() if a.contents == (claim.id,)]
    assert desk.article.attributions[child.id].parent == kept.id
    assert found(desk, "duplicate") == []
    history.undo(desk.project)
    assert len(found(desk, "duplicate")) == 1


def test_what_was_done_stays_done_after_a_restart(desk):
    desk.tag("claim", "A pilot")
    checking.waive(desk.project, found(desk, "claim-unattributed")[0], "fine")
    path = desk.project.path
    desk.project.close()
    with Project.open(path, desk.project.me) as again:
        assert [f.waived for f in checking.check(again).all() if f.check == "claim-unattributed"] == ["fine"]
        history.undo(again)
        assert [f.waived for f in checking.check(again).all() if f.check == "claim-unattributed"] == [None]
    desk.project = Project.open(path, desk.project.me)


def test_what_a_reviewer_has_against_my_work_is_on_my_list_until_i_change_it(desk, ana, boris):
    claim, source = desk.tag("claim", "open on Monday"), desk.tag("source", "the harbour master")
    link = desk.link([claim, desk.tag("claim", "The port")], [source])
    desk.sit(boris)
    reviewing.reject(desk.project, desk.article, claim.id, "It begins too late.")
    reviewing.amend(desk.project, desk.article, link.id)
    assert found(desk, "judged-otherwise") == []  # nothing of Boris's own
    desk.sit(ana)
    assert {f.item: f.message for f in found(desk, "judged-otherwise")} == {
        claim.id: "Boris rejected this: It begins too late.", link.id: "Boris put another reading in its place.",
    }  # fmt: skip
    assert checking.check(desk.project).by_document[desk.id] == checking.check_article(desk.project, desk.article)

    annotating.respan(desk.project, desk.article, claim.id, [desk.span("will open on Monday")])
    assert [f.item for f in found(desk, "judged-otherwise")] == [link.id]
