"""What stands behind the page on agreement: rows, CSV, and where the first difference lies."""

import csv
import io

import pytest

from annotator.model.errors import UserError
from annotator.model.items import Annotator
from annotator.model.sameness import ADJUDICATED
from annotator.services import agreeing, annotating, locating, reviewing, tabulating
from annotator.storage import documents

TEXTS = [f"The port of Sarn will open on Monday, the harbour master said. Nobody knew number {n}." for n in range(5)]


@pytest.fixture
def two(tmp_path, new_desk, ana, boris):
    """Boris agrees in all but the fourth article, where he begins later, and the fifth, where he tags nothing."""
    with new_desk(tmp_path / "five.annotator", ana, None) as desk:
        ids = [desk.add(text, f"{n}.txt") for n, text in enumerate(TEXTS)]
        for desk.id in ids:
            desk.link([desk.tag("claim", "The port of Sarn will open")], [desk.tag("source", "the harbour master")])
        desk.sit(boris)
        for n, desk.id in enumerate(ids[:4]):
            claim = desk.tag("claim", "port of Sarn will open" if n == 3 else "The port of Sarn will open")
            desk.link([claim], [desk.tag("source", "the harbour master")])
        desk.ids = ids
        yield desk


@pytest.fixture
def measured(two):
    return agreeing.measure(two.project, (), None, lambda *_: None)


def test_documents_read_together_are_those_read_alone(two):
    chosen = [two.ids[3], two.ids[1]]
    found = {article.id: article for article in documents.each(two.project.file, chosen)}
    assert list(found) == [row.id for row in two.project.documents() if row.id in chosen]
    for id_, article in found.items():
        assert article == two.project.read(id_)
    assert [a.id for a in documents.each(two.project.file)] == [row.id for row in two.project.documents()]
    assert list(documents.each(two.project.file, [])) == []


def test_every_figure_is_a_row_once(measured):
    rows = tabulating.rows(measured.summary)
    assert len({row[:6] for row in rows}) == len(rows)
    pair = measured.summary.pairs[0]
    figures = [row.figure for row in rows]
    for both in (*pair.spans.values(), *pair.attributions.values()):
        assert all(one.f1 in figures for one in both.values())
    for one in measured.summary.measures:
        assert one.figure in figures
    for figure in (*pair.facts.values(), *pair.entities.values(), *pair.chains.values()):
        assert figure in figures
    assert [tabulating.GROUPS.index(row.group) for row in rows] == sorted(
        tabulating.GROUPS.index(row.group) for row in rows
    )


def test_csv_has_all_digits_and_no_formulas(measured):
    names = dict.fromkeys(measured.names, "=cmd()")
    text = tabulating.as_text(tabulating.rows(measured.summary), names)
    rows = list(csv.DictReader(io.StringIO(text)))
    assert {row["annotator_a"] for row in rows} == {"'=cmd()", ""}
    exact = next(row for row in rows if row["match"] == "exact" and row["tag"] == "claim")
    figure = measured.summary.pairs[0].spans["claim"]["exact"].f1
    assert (float(exact["value"]), float(exact["low"]), int(exact["n"])) == (figure.value, figure.low, figure.n)
    assert float(exact["precision"]) == measured.summary.pairs[0].spans["claim"]["exact"].precision


def first(two, measured, wanted):
    pair = measured.summary.pairs[0]
    chosen = {one.document: [(pair.a, pair.b)] for one in measured.contributions}
    return locating.first(two.project, chosen, wanted)


def row(measured, **wanted):
    return next(
        row
        for row in tabulating.rows(measured.summary)
        if all(getattr(row, name) == value for name, value in wanted.items())
    )


def test_the_first_difference_behind_a_figure(two, measured):
    place = first(two, measured, locating.of_figure(row(measured, measure="f1", tag="claim", match="exact")))
    assert (place.document, place.difference.kind) == (two.ids[3], "boundary")
    assert place.annotation == place.difference.a.id
    alone = first(two, measured, locating.of_figure(row(measured, measure="f1", tag="source", match="exact")))
    assert (alone.document, alone.difference.kind) == (two.ids[4], "only-a")
    linked = first(two, measured, locating.of_figure(row(measured, on="content_source", match="overlap")))
    assert linked.difference.a.contents
    assert linked.annotation in linked.difference.a.contents
    assert first(two, measured, locating.of_figure(row(measured, on="kind"))) is None
    assert first(two, measured, locating.of_figure(row(measured, group="entities"))) is None


def test_the_first_difference_behind_a_cell(two, measured):
    assert first(two, measured, locating.of_cell("claim", "claim")).document == two.ids[3]
    assert first(two, measured, locating.of_cell("source", None)).document == two.ids[4]
    assert first(two, measured, locating.of_cell("source", "source")) is None
    assert first(two, measured, locating.any_difference).document == two.ids[3]


def test_looking_for_it_can_be_stopped(two, measured):
    class Stopped(Exception):
        pass

    def stop(*_):
        raise Stopped

    with pytest.raises(Stopped):
        locating.first(two.project, dict.fromkeys(two.ids, ()), locating.any_difference, stop)
    with pytest.raises(Stopped):
        agreeing.gamma(measured.summary.annotators, measured.contributions, stop)


def test_each_document_has_its_own_figure(two, measured):
    pair = measured.summary.pairs[0]
    found = dict(agreeing.of_each(measured.contributions, pair.a, pair.b))
    assert set(found) == set(two.ids[:4])  # on the fifth only one worked
    assert found == dict(agreeing.of_each(measured.contributions, pair.b, pair.a))
    assert {figure.value for figure in found.values()} == {1}


def test_gamma_by_itself_is_that_of_the_whole_measurement(measured):
    chosen = measured.summary.annotators
    alone = agreeing.gamma(chosen, measured.contributions, lambda *_: None)
    assert alone == agreeing.summarise(chosen, measured.contributions, with_gamma=True).gamma


def test_one_annotator_is_refused_in_words(desk):
    with pytest.raises(UserError, match="two annotators or more"):
        agreeing.measure(desk.project, (), None, lambda *_: None)


def test_what_was_adjudicated_is_measured_against_only_when_it_is_named(two, ana, boris):
    two.sit(ADJUDICATED)
    two.tag("claim", "The port of Sarn will open")
    assert agreeing.choose(two.project) == [ana.id, boris.id]
    assert ADJUDICATED.id in {one.id for one in agreeing.candidates(two.project)}
    assert agreeing.choose(two.project, ["Ana", "Adjudicated"]) == [ADJUDICATED.id, ana.id]


def test_an_amendment_changes_no_figure(two, measured):
    """What replaces a colleague's item is the outcome of a review, and nobody's independent reading."""
    two.sit(Annotator(id="c0c0c0c0-0000-4000-8000-000000000003", name="Clara"))
    two.id = two.ids[3]
    theirs = next(one for one in two.article.attributions.values())
    own = reviewing.amend(two.project, two.article, theirs.id).replacement
    content = own.contents[0]
    annotating.respan(two.project, two.article, content, [two.span("will open")])
    assert [one.name for one in agreeing.candidates(two.project)] == ["Ana", "Boris"]
    after = agreeing.measure(two.project, (), None, lambda *_: None)
    assert after.summary == measured.summary

    two.tag("claim", "Nobody knew")
    assert [one.name for one in agreeing.candidates(two.project)] == ["Ana", "Boris", "Clara"]
    mine = agreeing.measure(two.project, ("Ana", "Clara"), [two.id], lambda *_: None)
    assert mine.summary.pairs[0].spans["claim"]["overlap"].n_b == 1
