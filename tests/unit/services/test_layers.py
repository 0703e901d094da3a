"""Everyone works in their own layer, and what breaks a rule of the model is refused in words."""

import json

import pytest

from annotator.model.errors import UserError
from annotator.model.identifiers import new_id
from annotator.model.items import Tag
from annotator.model.span import Span
from annotator.services import annotating, attributing, deciding, importing, sourcing
from annotator.services.identity import Identities


@pytest.fixture
def linked(desk):
    """A claim, its source, and the link between them, by Ana."""
    claim, source = desk.tag("claim", "open on Monday"), desk.tag("source", "the harbour master")
    return claim, source, desk.link([claim], [source])


def attempts(desk, claim, source, link):
    project, article = desk.project, desk.article
    return [
        lambda: annotating.retag(project, article, claim.id, "quote"),
        lambda: annotating.respan(project, article, claim.id, [Span(0, 3)]),
        lambda: annotating.set_note(project, article, claim.id, "mine"),
        lambda: annotating.set_discuss(project, article, claim.id, discuss=True),
        lambda: annotating.set_certainty(project, article, claim.id, "certain"),
        lambda: annotating.delete(project, article, [claim.id]),
        lambda: sourcing.assign(project, article, source.id, None),
        lambda: sourcing.create_and_assign(project, article, source.id, "X"),
        lambda: attributing.link(project, article, [claim.id], [source.id]),
        lambda: attributing.link_chain(project, article, claim.id, [attributing.Pick(Span(0, 3))]),
        lambda: attributing.set_status(project, article, claim.id, "author"),
        lambda: attributing.set_parent(project, article, link.id, None),
        lambda: attributing.change(project, article, link.id, polarity="negative"),
        lambda: attributing.add_member(project, article, link.id, source.id),
        lambda: attributing.remove_member(project, article, link.id, source.id),
        lambda: attributing.unlink(project, article, link.id),
    ]


@pytest.mark.parametrize("number", range(16))
def test_nobody_changes_a_colleagues_layer(desk, linked, boris, number):
    desk.sit(boris)
    before = desk.project.path.read_bytes()
    with pytest.raises(UserError, match="Ana’s"):
        attempts(desk, *linked)[number]()
    assert desk.project.path.read_bytes() == before


@pytest.mark.parametrize("number", range(16))
def test_nobody_changes_anything_unsigned(desk, linked, number):
    desk.sit(None)
    before = desk.project.path.read_bytes()
    with pytest.raises(UserError):
        attempts(desk, *linked)[number]()
    assert desk.project.path.read_bytes() == before


def test_colleagues_tag_the_same_words_each_in_their_own_layer(desk, boris):
    one = desk.tag("claim", "ready")
    assert desk.tag("claim", "ready") == one
    desk.sit(boris)
    other = desk.tag("claim", "ready")
    assert other.id != one.id
    assert len(desk.article.annotations) == 2


def test_a_chain_takes_sources_of_ones_own_only(desk, boris):
    theirs = desk.tag("source", "Radio Sarn")
    desk.sit(boris)
    claim, cue = desk.tag("claim", "ready"), desk.tag("cue", "told")
    for wrong, why in ((theirs, "Ana’s"), (cue, "cannot be the source")):
        pick = attributing.Pick(wrong.spans[0], wrong.id)
        with pytest.raises(UserError, match=why):
            attributing.link_chain(desk.project, desk.article, claim.id, [pick])
    for span in (Span(5, 5), Span(5, 10**6)):
        with pytest.raises((UserError, ValueError)):
            attributing.link_chain(desk.project, desk.article, claim.id, [attributing.Pick(span)])
    assert desk.article.attributions == {}


def test_boilerplate_belongs_to_the_project(desk, boris):
    excluded = desk.tag("excluded", "Ferry strike")
    assert excluded.annotator is None
    desk.sit(boris)
    annotating.delete(desk.project, desk.article, [excluded.id])
    assert desk.article.annotations == {}


def test_a_loop_of_parents_is_refused_and_named(desk, linked):
    claim, _, first = linked
    second = desk.link([claim], [desk.tag("source", "Radio Sarn")])
    third = desk.link([claim], [desk.tag("source", "the union")])
    desk.under(second, first)
    desk.under(third, second)
    with pytest.raises(UserError, match=r"harbour master ‹ the union ‹ Radio Sarn ‹ the harbour master|‹ .* ‹ "):
        desk.under(first, third)
    with pytest.raises(UserError, match="back to itself"):
        desk.under(first, first)
    assert [hop.words for hop in desk.article.chain(desk.article.attributions[third.id])] == [
        "the harbour master", "Radio Sarn", "the union"
    ]  # fmt: skip


def test_a_tag_that_the_project_does_not_have_cannot_be_given(desk):
    claim = desk.tag("claim", "ready")
    with pytest.raises(UserError, match="no tag “rumour”"):
        desk.tag("rumour", "ready")
    with pytest.raises(UserError, match="no tag “rumour”"):
        annotating.retag(desk.project, desk.article, claim.id, "rumour")
    with desk.project.recording("New tag") as recording:
        recording.operation.put(Tag(id="11111111-2222-4333-8444-555555555555", slug="rumour"))
    annotating.retag(desk.project, desk.article, claim.id, "rumour")
    assert desk.article.annotations[claim.id].tag == "rumour"


def test_the_last_content_of_a_link_is_not_taken_out_of_it(desk, linked):
    claim, source, link = linked
    with pytest.raises(UserError, match="needs something"):
        attributing.remove_member(desk.project, desk.article, link.id, claim.id)
    attributing.remove_member(desk.project, desk.article, link.id, source.id)
    assert desk.article.attributions[link.id].sources == ()


def test_deleting_what_a_link_needs_deletes_the_link_and_nothing_else(desk, linked):
    claim, source, link = linked
    assert [a.id for a in annotating.needing(desk.article, [claim.id])] == [link.id]
    assert annotating.needing(desk.article, [source.id]) == []
    annotating.delete(desk.project, desk.article, [claim.id])
    assert desk.article.attributions == {}
    assert set(desk.article.annotations) == {source.id}


def test_retagging_takes_along_only_what_the_new_tag_can_have(desk):
    source = desk.tag("source", "Radio Sarn")
    sourcing.create_and_assign(desk.project, desk.article, source.id, "Radio Sarn")
    annotating.retag(desk.project, desk.article, source.id, "claim")
    assert desk.article.annotations[source.id].entity is None
    annotating.set_certainty(desk.project, desk.article, source.id, "certain")
    annotating.retag(desk.project, desk.article, source.id, "quote")
    assert desk.article.annotations[source.id].certainty is None


def test_progress_on_a_document_is_one_state_for_each_person(desk, boris):
    for state in ("in_progress", "finished"):
        annotating.set_state(desk.project, desk.article, state)
    desk.sit(boris)
    annotating.set_state(desk.project, desk.article, "skipped")
    (row,) = desk.project.documents()
    assert sorted(row.states.values()) == ["finished", "skipped"]
    annotating.set_state(desk.project, desk.article, None)
    assert list(desk.project.documents()[0].states.values()) == ["finished"]


def test_an_identity_is_taken_up_again_by_its_name(settings_folder):
    ana = Identities().become(" Ana ")
    boris = Identities().become("Boris")
    assert Identities().me() == boris
    assert Identities().become("Ana") == ana
    assert [one.name for one in Identities().all()] == ["Ana", "Boris"]
    with pytest.raises(UserError, match="name is needed"):
        Identities().become(" \n")


@pytest.mark.parametrize(
    "content", ["", "{", "[]", "null", '{"annotators":[{"id":"x","name":"A"}]}', '{"annotators":5}', "\udcff"]
)
def test_settings_that_cannot_be_read_count_as_none(settings_folder, content):
    (settings_folder / "identity.json").write_bytes(content.encode("utf-8", "surrogateescape"))
    assert Identities().me() is None
    assert Identities().become("Ana").name == "Ana"


@pytest.mark.parametrize("signed", ["unsigned", "unnamed"])
def test_a_corpus_that_names_no_annotators_changes_no_colleagues_item(desk, boris, signed):
    claim = desk.tag("claim", "ready")
    link = desk.link([claim], [desk.tag("source", "Radio Sarn")])
    excluded = desk.tag("claim", "A pilot")
    lines = [json.loads(line) for line in desk.export().splitlines()]
    edited = [line for line in lines if line["type"] != "annotator"]
    for line in edited:
        if line["type"] in ("annotation", "attribution"):
            line["note"] = "Mine now."
            if signed == "unsigned":
                del line["annotator"]
    next(line for line in edited if line.get("id") == excluded.id).update(tag="excluded")
    next(line for line in edited if line.get("id") == excluded.id).pop("annotator", None)
    data = "".join(json.dumps(line) + "\n" for line in edited)

    desk.sit(boris)
    before = desk.article
    corpus = desk.project.path.with_name("edited.jsonl")
    corpus.write_text(data, encoding="utf-8")
    report = importing.import_files(desk.project, [corpus], annotator="Boris").report
    assert {one.item for one in report.quarantined} == {*before.annotations, link.id}
    assert all("it is Ana’s here" in one.reason for one in report.quarantined)
    after = desk.article
    assert (after.annotations, after.attributions) == (before.annotations, before.attributions)
    assert deciding.open_decisions(desk.project) == []


def test_a_corpus_that_names_no_annotators_adds_what_is_new_and_changes_ones_own(desk, boris):
    claim = desk.tag("claim", "ready")
    data = desk.export().decode().replace('"spans"', '"note":"Edited.","spans"')
    lines = [line for line in data.splitlines() if '"type":"annotator"' not in line]
    assert desk.bring("\n".join(lines)).quarantined == []
    assert len(deciding.open_decisions(desk.project)) == 1
    desk.sit(boris)
    fresh = "\n".join(lines).replace(claim.id, new_id()).replace(f'"annotator":"{claim.annotator}",', "")
    corpus = desk.project.path.with_name("fresh.jsonl")
    corpus.write_text(fresh, encoding="utf-8")
    assert importing.import_files(desk.project, [corpus], annotator="Boris").report.quarantined == []
    assert len(desk.article.ordered("claim", annotator=boris.id)) == 1


def test_a_colleagues_own_corpus_comes_back_edited(desk, boris):
    claim = desk.tag("claim", "ready")
    data = desk.export().decode().replace('"spans"', '"note":"Edited.","spans"')
    desk.sit(boris)
    assert desk.bring(data).quarantined == []
    (decision,) = deciding.open_decisions(desk.project)
    assert decision.item == claim.id
