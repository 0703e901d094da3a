"""Documents by people: states, what was given to whom, what was judged, and who waits for whom."""

import pytest

from annotator.model.errors import UserError
from annotator.model.items import Annotator
from annotator.services import annotating, history, progressing, reviewing, weighing
from annotator.services.progressing import ANNOTATOR, REVIEWER

CLARA = Annotator(id="c0c0c0c0-0000-4000-8000-000000000003", name="Clara")


def row(desk):
    return progressing.matrix(desk.project).rows[0]


def waits(desk):
    return [(one.kind, one.who, one.for_) for one in progressing.waiting(progressing.matrix(desk.project).rows)]


@pytest.fixture
def team(desk, boris):
    """Ana and Boris annotated; Clara sits there and has not begun."""
    desk.tag("claim", "open on Monday")
    annotating.set_state(desk.project, desk.article, "finished")
    desk.sit(boris)
    desk.tag("claim", "open on Monday")
    desk.tag("excluded", "Ferry strike")
    desk.sit(CLARA)
    desk.project.enter()


def test_the_matrix_shows_who_is_how_far(desk, team, ana, boris):
    matrix = progressing.matrix(desk.project)
    assert [(c.name, c.role) for c in matrix.columns] == [("Ana", ANNOTATOR), ("Boris", ANNOTATOR)]
    assert [name for _, name in matrix.people] == ["Ana", "Boris", "Clara"]
    (only,) = matrix.rows
    assert only.cell(ana.id, ANNOTATOR) == progressing.Cell("finished", assigned=False, made=1)
    assert only.cell(boris.id, ANNOTATOR) == progressing.Cell("", assigned=False, made=1)
    assert only.cell(CLARA.id, REVIEWER) == progressing.NOTHING
    assert (only.decided, only.open) == (0, 2)


def test_what_is_judged_is_counted_as_in_the_article(desk, team, ana):
    reviewing.accept(desk.project, desk.article, desk.article.ordered("claim", annotator=ana.id)[0].id)
    only = row(desk)
    assert (only.decided, only.open) == weighing.weigh(desk.project, desk.article).counts() == (2, 0)
    assert only.cell(CLARA.id, REVIEWER).state == "in_review"

    desk.sit(ana)
    mine = desk.article.ordered("claim", annotator=ana.id)[0]
    annotating.respan(desk.project, desk.article, mine.id, [desk.span("on Monday")])
    assert (row(desk).decided, row(desk).open) == (1, 1)


def test_an_amendment_counts_while_what_replaces_the_item_is_there(desk, team, ana):
    theirs = desk.article.ordered("claim", annotator=ana.id)[0]
    own = reviewing.amend(desk.project, desk.article, theirs.id).replacement
    assert (row(desk).decided, row(desk).open) == (2, 0)
    annotating.delete(desk.project, desk.article, [own.id])
    assert (row(desk).decided, row(desk).open) == (0, 2)


def test_documents_are_given_and_taken_back_as_one_action(desk, team, boris):
    second = desk.add("Another story. It is short.", "second.txt")
    progressing.assign(desk.project, [desk.id, second], CLARA.id, REVIEWER)
    assert not progressing.assign(desk.project, [desk.id], CLARA.id, REVIEWER)
    cells = [one.cell(CLARA.id, REVIEWER).assigned for one in progressing.matrix(desk.project).rows]
    assert cells == [True, True]
    history.undo(desk.project)
    assert not row(desk).cell(CLARA.id, REVIEWER).assigned
    history.redo(desk.project)
    progressing.assign(desk.project, [desk.id], CLARA.id, REVIEWER, on=False)
    cells = [one.cell(CLARA.id, REVIEWER).assigned for one in progressing.matrix(desk.project).rows]
    assert cells == [False, True]
    with pytest.raises(UserError, match="Nobody of this id"):
        progressing.assign(desk.project, [desk.id], "11111111-2222-4333-8444-555555555555", REVIEWER)


def test_who_waits_for_whom(desk, team, ana, boris):
    assert waits(desk) == [("annotate", None, boris.id)]
    progressing.assign(desk.project, [desk.id], CLARA.id, REVIEWER)
    progressing.assign(desk.project, [desk.id], boris.id, REVIEWER)
    assert waits(desk) == [("annotate", None, boris.id), ("finish", CLARA.id, boris.id)]
    progressing.assign(desk.project, [desk.id], boris.id, REVIEWER, on=False)
    desk.sit(boris)
    annotating.set_state(desk.project, desk.article, "skipped")
    assert waits(desk) == [("review", None, CLARA.id)]
    desk.sit(CLARA)
    annotating.set_state(desk.project, desk.article, "reviewed", REVIEWER)
    assert waits(desk) == []
    progressing.assign(desk.project, [desk.id], CLARA.id, REVIEWER, on=False)
    annotating.set_state(desk.project, desk.article, None, REVIEWER)
    desk.add("Another story. It is short.", "second.txt")
    assert waits(desk) == [("unreviewed", None, None), ("unassigned", None, None)]


def test_two_people_of_one_name_are_told_apart(desk, team):
    desk.sit(Annotator(id="d0d0d0d0-0000-4000-8000-000000000004", name="Ana"))
    desk.project.enter()
    assert [name for _, name in progressing.matrix(desk.project).people] == [
        "Ana (a0a0)", "Ana (d0d0)", "Boris", "Clara",
    ]  # fmt: skip


def test_who_only_amended_has_nothing_to_annotate(desk, team, ana, boris):
    theirs = desk.article.ordered("claim", annotator=ana.id)[0]
    reviewing.amend(desk.project, desk.article, theirs.id)
    assert row(desk).people(ANNOTATOR) == [ana.id, boris.id]
    assert ("annotate", None, CLARA.id) not in waits(desk)
    desk.tag("claim", "The minister denied")
    assert row(desk).cell(CLARA.id, ANNOTATOR).made == 1
