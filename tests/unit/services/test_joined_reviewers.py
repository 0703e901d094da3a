"""Whoever works on two computers reviews, comments and is waited for as one person."""

import json

import pytest

from annotator.model.errors import UserError
from annotator.model.items import Annotator
from annotator.model.sameness import ADJUDICATED
from annotator.services import (
    annotating,
    commenting,
    exporting,
    identifying,
    progressing,
    reviewing,
    weighing,
)
from annotator.services.progressing import ANNOTATOR, REVIEWER

HOME = Annotator(id="c0c0c0c0-0000-4000-8000-000000000003", name="Clara")
OFFICE = Annotator(id="c1c1c1c1-0000-4000-8000-000000000003", name="Clara")


def standing(desk, item):
    return weighing.weigh(desk.project, desk.article).standing(item.id)


@pytest.fixture
def claim(desk):
    """Ana's claim; Clara of the office and Clara at home are one person, who sits at home."""
    found = desk.tag("claim", "open on Monday")
    for identity in (OFFICE, HOME):
        desk.sit(identity)
        desk.project.enter()
    identifying.join(desk.project, OFFICE.id, HOME.id)
    return found


def test_a_verdict_given_at_the_office_is_mine_at_home(desk, claim):
    desk.sit(OFFICE)
    reviewing.accept(desk.project, desk.article, claim.id)
    desk.sit(HOME)
    (given,) = standing(desk, claim).given
    assert (given.name, given.mine) == ("Clara", True)

    reviewing.reject(desk.project, desk.article, claim.id, "On second thoughts.")
    assert [one.verdict.decision for one in standing(desk, claim).given] == ["reject"]
    reviewing.withdraw(desk.project, desk.article, claim.id)
    assert standing(desk, claim).given == ()


def test_what_i_made_at_the_office_is_not_judged_at_home(desk, claim):
    desk.sit(OFFICE)
    own = desk.tag("quote", "We are ready")
    desk.sit(HOME)
    with pytest.raises(UserError, match="your own"):
        reviewing.accept(desk.project, desk.article, own.id)
    reviewing.accept(desk.project, desk.article, claim.id)
    out = desk.project.path.with_name("gold.jsonl")
    done = exporting.export(desk.project, "corpus", out, scope=exporting.ADJUDICATED)
    lines = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [(one["tag"], one["annotator"]) for one in lines if one["type"] == "annotation"] == [
        ("claim", ADJUDICATED.id), ("quote", ADJUDICATED.id),
    ]  # fmt: skip
    assert done.left == {}


def test_a_comment_of_the_office_is_changed_at_home(desk, claim):
    desk.sit(OFFICE)
    commenting.begin(desk.project, claim.id, "Sure?")
    desk.sit(HOME)
    (thread,) = commenting.threads(desk.project)
    assert thread.remarks[0].mine
    commenting.edit(desk.project, thread.id, "Quite sure?")
    commenting.resolve(desk.project, thread.id)
    (thread,) = commenting.threads(desk.project)
    assert [(one.text, one.resolved) for one in thread.remarks] == [("Quite sure?", True)]


def test_the_progress_of_one_person_is_in_one_column(desk, claim, ana):
    desk.sit(OFFICE)
    desk.tag("quote", "We are ready")
    annotating.set_state(desk.project, desk.article, "finished")
    progressing.assign(desk.project, [desk.id], OFFICE.id, REVIEWER)
    desk.sit(HOME)
    desk.tag("source", "Radio Sarn")
    matrix = progressing.matrix(desk.project)
    assert [name for _, name in matrix.people] == ["Ana", "Clara"]
    (row,) = matrix.rows
    assert row.cell(HOME.id, ANNOTATOR) == progressing.Cell("finished", assigned=False, made=2)
    assert row.cell(HOME.id, REVIEWER).assigned
    progressing.assign(desk.project, [desk.id], HOME.id, REVIEWER, on=False)
    assert not progressing.matrix(desk.project).rows[0].cell(HOME.id, REVIEWER).assigned
