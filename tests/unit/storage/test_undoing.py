from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.errors import StaleChange, UserError
from annotator.model.items import Annotation, Comment, Entity
from annotator.services import annotating, attributing, cataloguing, history, importing, sourcing
from annotator.storage.undoing import Done, Stacks

KEY = "c0c0c0c0-0000-4000-8000-00000000000"


class Model:
    """Undo and redo as everyone knows them, beside the stacks that are read from the log."""

    def __init__(self):
        self.stacks, self.undo, self.redo, self.key = Stacks(), [], [], 0
        self.made_by = {}

    def act(self):
        self.key += 1
        self.made_by[self.key] = self.key
        self.undo.append(self.key)
        self.redo.clear()
        self.stacks.add(Done(self.key, "", None, brought_in=False))

    def back(self, one, other, stack):
        if one:
            first = one.pop()
            other.append(first)
            self.key += 1
            self.made_by[self.key] = first
            self.stacks.add(Done(self.key, "", stack[-1].key, brought_in=False))


@given(st.text("aur", max_size=40))
def test_the_stacks_read_from_the_log_are_those_of_any_editor(steps):
    model = Model()
    for step in steps:
        if step == "a":
            model.act()
        elif step == "u":
            model.back(model.undo, model.redo, model.stacks.undo)
        else:
            model.back(model.redo, model.undo, model.stacks.redo)
        assert [model.made_by[d.key] for d in model.stacks.undo] == model.undo
        assert [model.made_by[d.key] for d in model.stacks.redo] == model.redo


def test_undo_gives_back_value_and_time_and_redo_takes_them_away_again(desk):
    before = desk.export()
    claim = desk.tag("claim", "ready")
    tagged = desk.export()
    annotating.set_note(desk.project, desk.article, claim.id, "who says?")
    noted = desk.export()
    assert history.undo_title(desk.project) == "Note on a claim"
    history.undo(desk.project)
    assert desk.export() == tagged
    history.undo(desk.project)
    assert desk.export() == before
    assert history.redo_title(desk.project) == "Tag claim"
    history.redo(desk.project)
    history.redo(desk.project)
    assert desk.export() == noted
    with pytest.raises(UserError, match="nothing to redo"):
        history.redo(desk.project)


def test_undo_is_there_after_a_restart_and_ends_at_nothing(desk, ana):
    desk.tag("claim", "ready")
    desk.sit(ana)
    assert history.undo_title(desk.project) == "Tag claim"
    history.undo(desk.project)
    history.undo(desk.project)
    assert desk.project.documents() == []
    assert history.undo_title(desk.project) == ""
    with pytest.raises(UserError, match="nothing to undo"):
        history.undo(desk.project)
    assert desk.project.verify() == []


def test_everyone_undoes_their_own_actions_only(desk, ana, boris):
    desk.tag("claim", "ready")
    desk.sit(boris)
    assert history.undo_title(desk.project) == ""
    desk.tag("claim", "Sarn")
    history.undo(desk.project)
    desk.sit(ana)
    history.undo(desk.project)
    assert desk.article.annotations == {}
    desk.sit(boris)
    history.redo(desk.project)
    assert [a.annotator for a in desk.article.annotations.values()] == [boris.id]


def test_what_a_later_action_builds_on_cannot_be_undone_and_it_says_on_which(desk, ana, boris):
    entity = cataloguing.named("Harbour master")
    with desk.project.recording("New source") as recording:
        recording.operation.put(entity)
    desk.sit(boris)
    cataloguing.change(desk.project, entity.id, note="a woman")
    desk.sit(ana)
    before = desk.export()
    with pytest.raises(StaleChange, match="Change the source Harbour master"):
        history.undo(desk.project)
    assert desk.export() == before
    assert desk.project.verify() == []


def test_a_source_that_a_colleague_uses_cannot_be_undone(desk, ana, boris):
    mention = desk.tag("source", "Radio Sarn")
    sourcing.create_and_assign(desk.project, desk.article, mention.id, "Radio Sarn")
    (entity,) = desk.project.entities()
    desk.sit(boris)
    other = desk.tag("source", "Radio Sarn")
    sourcing.assign(desk.project, desk.article, other.id, entity)
    desk.sit(ana)
    with pytest.raises(StaleChange, match="Source is Radio Sarn"):
        history.undo(desk.project)
    assert desk.project.entities()


def test_an_import_is_undone_as_a_whole_and_done_again_as_it_was(desk, sample):
    before = desk.export()
    importing.import_files(desk.project, [sample])
    after = desk.export()
    for _ in range(2):
        history.undo(desk.project)
        assert desk.export() == before
        assert desk.project.verify() == []
        history.redo(desk.project)
        assert desk.export() == after
        assert desk.project.verify() == []


def test_an_import_that_was_undone_can_be_brought_in_again(desk, sample):
    before = desk.export()
    importing.import_files(desk.project, [sample])
    after = desk.export()
    history.undo(desk.project)
    report = importing.import_files(desk.project, [sample]).report
    assert (report.documents, report.already_present) == (3, 0)
    assert desk.export() == after
    assert desk.project.verify() == []
    history.undo(desk.project)
    assert desk.export() == before
    assert desk.project.verify() == []


def imported(desk, *items: str) -> None:
    lines = ['{"format":"annotator-corpus","type":"corpus","version":1}', *items]
    assert desk.bring("\n".join(lines)).quarantined == []


ENTITY = '{"id":"' + KEY + '1","name":"Radio Sarn","type":"entity"}'
TAG = '{"id":"' + KEY + '2","slug":"rumour","type":"tag"}'
PERSON = '{"id":"b0b0b0b0-0000-4000-8000-000000000002","name":"Boris","type":"annotator"}'


@pytest.mark.parametrize("what", ["entity", "tag", "annotator", "comment", "document", "affiliation"])
def test_an_import_that_later_work_builds_on_is_not_undone(desk, new_desk, what, ana, boris, tmp_path, state_of):
    if what == "document":
        desk.id = importing.import_text(desk.project, "Another article, they said.").documents[0]
    else:
        imported(desk, ENTITY, TAG, PERSON)
    if what == "entity":
        mention = desk.tag("source", "Radio Sarn")
        sourcing.assign(desk.project, desk.article, mention.id, KEY + "1")
    elif what == "tag":
        desk.tag("rumour", "ready")
    elif what == "comment":
        with desk.project.recording("Comment") as recording:
            recording.operation.put(Comment(id=KEY + "9", annotator=ana.id, target=KEY + "1", text="really?"))
    elif what == "affiliation":
        with desk.project.recording("Reporter") as recording:
            recording.operation.put(Entity(id=KEY + "8", name="Reporter", affiliation=KEY + "1"))
    else:
        desk.sit(boris)
        desk.tag("claim", "said")
        desk.sit(ana)
    before = state_of(desk.project)
    while (title := history.undo_title(desk.project)) and not title.startswith(("Import", "Add")):
        desk.project.file.stacks(ana.id).undo.pop()  # as if a colleague had done it
    with pytest.raises(StaleChange):
        history.undo(desk.project)
    assert state_of(desk.project) == before
    assert desk.project.verify() == []


def test_a_multiple_deletion_is_undone_as_one(desk):
    """The parent's only content and a member of its child go at once: the child loses both parent and member."""
    claim, other = desk.tag("claim", "ready"), desk.tag("claim", "resigned")
    source = desk.tag("source", "Sarn")
    parent = desk.link([claim], [desk.tag("source", "Radio Sarn")])
    child = desk.link([other], [source])
    desk.under(child, parent)
    before = desk.export()
    annotating.delete(desk.project, desk.article, [claim.id, source.id])
    left = desk.article.attributions
    assert set(left) == {child.id}
    assert (left[child.id].parent, left[child.id].sources) == (None, ())
    assert desk.project.item("attribution", child.id).sources == ()
    history.undo(desk.project)
    assert desk.export() == before
    history.redo(desk.project)
    assert desk.article.attributions == left


def test_retagging_a_content_that_two_links_share_leaves_no_trace_of_it_in_either(desk):
    claim, other = desk.tag("claim", "ready"), desk.tag("claim", "resigned")
    parent = desk.link([claim], [desk.tag("source", "Radio Sarn")])
    child = desk.link([claim, other], [desk.tag("source", "the union")])
    desk.under(child, parent)
    before = desk.export()
    annotating.retag(desk.project, desk.article, claim.id, "cue")
    stored = desk.project.item("attribution", child.id)
    assert (stored.contents, stored.parent) == ((other.id,), None)
    history.undo(desk.project)
    assert desk.export() == before


def test_unlinking_is_undone_with_the_parents_it_took(desk):
    claim = desk.tag("claim", "ready")
    parent = desk.link([claim], [desk.tag("source", "Radio Sarn")])
    child = desk.link([claim], [desk.tag("source", "the union")])
    desk.under(child, parent, "inferred")
    before = desk.export()
    attributing.unlink(desk.project, desk.article, parent.id)
    history.undo(desk.project)
    assert desk.export() == before
    assert desk.article.attributions[child.id].parent_basis == "inferred"


def test_an_article_is_added_removed_by_undo_and_wanted_again(desk):
    history.undo(desk.project)
    assert desk.project.documents() == []
    assert desk.add(desk.project.text(desk.id)) == desk.id
    assert len(desk.project.documents()) == 1
    assert desk.project.verify() == []


def test_what_is_recorded_is_what_the_log_gives_back(desk):
    claim = desk.tag("claim", "ready")
    annotating.set_note(desk.project, desk.article, claim.id, "nul \x00 and half \ud83d a ship")
    assert desk.article.annotations[claim.id].note == "nul \ufffd and half \ufffd a ship"
    assert desk.project.verify() == []
    with pytest.raises(ValueError, match="certainty"):
        annotating.set_certainty(desk.project, desk.article, claim.id, "perhaps")
    assert desk.project.verify() == []


def test_the_history_names_every_value_an_item_had(desk, ana):
    claim = desk.tag("claim", "ready")
    annotating.set_note(desk.project, desk.article, claim.id, "x")
    annotating.delete(desk.project, desk.article, [claim.id])
    values = history.values(desk.project, claim.id)
    assert [v.operation.title for v in values] == ["Delete claim", "Note on a claim", "Tag claim"]
    assert [v.item for v in values] == [None, replace(claim, note="x"), claim]
    assert all(v.operation.annotator == ana.name for v in values)
    assert len(history.operations(desk.project, [claim.id])) == 3
    assert len(history.operations(desk.project, [desk.id])) == 1


def test_a_change_set_says_what_was_before_and_after(desk):
    claim = desk.tag("claim", "ready")
    changes = annotating.set_note(desk.project, desk.article, claim.id, "x").changes
    assert [(c.kind, c.id, c.document) for c in changes] == [("annotation", claim.id, desk.id)]
    assert isinstance(changes[0].before, Annotation)
    assert (changes[0].before.note, changes[0].after.note) == ("", "x")
    assert history.undo(desk.project).changes[0].after == claim
