"""The page on agreement in the real window, by keyboard."""

import csv

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from annotator.model.items import Annotation, Annotator
from annotator.model.span import Span
from annotator.services import agreeing, blinding
from annotator.services.project import Project
from annotator.ui.agreeing.methods import Methods

KEY = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier
FIRST = "The port of Sarn will open on Monday, the harbour master said. Nobody else knew."
SECOND = "Boats left the quay 🚢 at noon, the harbour master said. <b>Nobody</b> waved."


@pytest.fixture
def project(tmp_path, new_desk, ana, boris):
    """In the first article Boris's claim begins later; in the second he calls it a quote and misses the source."""
    path = tmp_path / "two.annotator"
    with new_desk(path, ana, None) as desk:
        ids = [desk.add(text, f"{name}.txt") for name, text in (("First", FIRST), ("<b>Second</b>", SECOND))]
        for desk.id, claim in zip(ids, ("The port of Sarn will open on Monday", "Boats left the quay"), strict=True):
            desk.link([desk.tag("claim", claim)], [desk.tag("source", "the harbour master")])
        desk.sit(boris)
        desk.id = ids[0]
        desk.link([desk.tag("claim", "Sarn will open on Monday")], [desk.tag("source", "the harbour master")])
        desk.id = ids[1]
        desk.tag("quote", "Boats left the quay")
    return path


@pytest.fixture
def page(open_window, project, me):
    """The page, measured, reached by key."""
    hands = open_window(project)
    hands.press((SHIFT, KEY.Key_F4), to=hands.view)
    found = hands.window.pages.agreement
    found.hands = hands
    hands.until(lambda: found.measured is not None)
    return found


def cells(page, row):
    return [page.table.index(row, column).data() for column in range(page.table.columnCount())]


def at_row(page, **wanted):
    """Go down to a row with the arrows."""
    page.hands.press((CTRL, KEY.Key_Home))
    for _ in range(page.table.rowCount()):
        row = page.table.row(page.view.currentIndex().row())
        if all(getattr(row, name) == value for name, value in wanted.items()):
            return row
        page.hands.press(KEY.Key_Down)
    raise AssertionError(wanted)


def landed(hands):
    """The difference one is at in Review mode, once there."""
    hands.until(lambda: hands.window.pages.at_article() and hands.window.desk.reviewing.current() is not None)
    assert hands.window.desk.modes.current == "review"
    return hands.window.desk.reviewing.current().difference


def test_the_figures_are_those_of_the_command_line(page, project):
    with Project.open(project, None, read_only=True) as own:
        chosen = agreeing.choose(own)
        summary = agreeing.summarise(chosen, agreeing.collect(own, chosen, None, lambda *_: None))
    partial = summary.pairs[0].spans[None]["overlap"].f1
    row = at_row(page, measure="f1", on="annotations", match="overlap", tag=None)
    assert row.figure == partial
    assert cells(page, page.view.currentIndex().row())[:6] == [
        "F₁", "annotations, partial", "all tags", "Ana · Boris", f"{partial.value:.3f}", str(partial.n),
    ]  # fmt: skip
    assert "2 articles in common" in page.about.text()
    undefined = at_row(page, measure="second_hand_kappa")
    assert undefined.figure.value is None
    assert cells(page, page.view.currentIndex().row())[4:] == ["–", "1", f"undefined: {undefined.figure.undefined}"]


def test_escape_leads_back_and_the_key_here_again(page):
    page.hands.press(KEY.Key_Escape)
    assert page.hands.window.pages.at_article()
    page.hands.press((SHIFT, KEY.Key_F4), to=page.hands.view)
    assert page.isVisible()
    assert QApplication.focusWidget() is page.view


def test_return_on_a_figure_goes_to_the_first_difference_behind_it(page):
    at_row(page, measure="f1", on="annotations", match="exact", tag=None)
    page.hands.press(KEY.Key_Return)
    difference = landed(page.hands)
    assert difference.kind == "boundary"
    assert page.hands.text == FIRST
    assert page.hands.session.focused in (difference.a.id, difference.b.id)


def test_a_figure_below_which_nothing_differs_says_so(page):
    at_row(page, on="polarity")
    page.hands.press(KEY.Key_Return)
    page.hands.until(page.messages.isVisible)
    assert page.messages.sentence() == "Nothing differs there."
    assert page.isVisible()


def test_a_cell_of_the_confusion_goes_to_what_it_counts(page):
    confusion = page.of_pair.confusion
    told = {
        confusion.model().index(row, column).data(Qt.ItemDataRole.AccessibleTextRole)
        for row in range(4) for column in range(4)
    }  # fmt: skip
    assert "Ana: claim, Boris: quote; 1 times" in told
    assert "Ana: source, Boris: none; 1 times" in told
    confusion.setFocus()
    confusion.setCurrentIndex(confusion.model().index(0, 1))
    assert confusion.model().cell(confusion.currentIndex()) == ("claim", "quote")
    page.hands.press(KEY.Key_Return)
    difference = landed(page.hands)
    assert (difference.kind, difference.a.tag, difference.b.tag) == ("tag", "claim", "quote")
    assert page.hands.text == SECOND


def test_the_articles_stand_with_the_least_agreement_first_and_lead_there(page):
    documents = page.of_pair.documents
    rows = [documents.model().index(row, 0) for row in range(documents.model().rowCount())]
    assert rows[0].data(Qt.ItemDataRole.AccessibleTextRole).endswith(": 0.000")
    documents.setFocus()
    page.hands.press(KEY.Key_Home, KEY.Key_Return)
    landed(page.hands)
    assert page.hands.text == SECOND


def test_gamma_is_asked_for_by_key_and_stands_among_the_figures(page):
    assert all(row.measure != "gamma" for row in page.table.rows())
    page.hands.press("g")
    page.hands.until(lambda: any(row.measure == "gamma" for row in page.table.rows()))
    row = page.table.row(page.view.currentIndex().row())
    assert (row.measure, row.figure.n) == ("gamma", 7)
    for told in (page.messages.sentence(), page.notes.text()):
        assert f"samples, seed {agreeing.SEED}" in told


def test_escape_cancels_what_is_being_sampled_and_stays(page):
    page.hands.press("g")
    assert page.sampling.isVisible()
    page.hands.press(KEY.Key_Escape)
    assert page.isVisible()
    assert not page.sampling.isVisible()
    assert all(row.measure != "gamma" for row in page.table.rows())


def test_what_is_copied_and_saved(page, tmp_path):
    page.hands.press((CTRL, KEY.Key_C))
    lines = QApplication.clipboard().text().splitlines()
    assert lines[0].split("\t")[:3] == ["group", "measure", "on"]
    assert len(lines) == page.table.rowCount() + 1
    page.output.save(tmp_path / "figures.csv", page.all_rows(), page.measured.names)
    with (tmp_path / "figures.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["group"] for row in rows} == {"spans", "attributions", "entities", "chains"}
    assert all(row["value"] or row["undefined"] for row in rows)
    page.output.save(tmp_path / "two.annotator", page.all_rows(), page.measured.names)
    assert "project or a database" in page.messages.sentence()


def test_which_articles_and_which_figures(page):
    page.scope.setFocus()
    page.hands.press(KEY.Key_End)
    page.hands.until(lambda: "1 article in common" in page.about.text())
    assert "no intervals" in page.notes.text()
    page.kinds.setFocus()
    page.hands.press(KEY.Key_Home, KEY.Key_Down, KEY.Key_Down)
    assert {row.group for row in page.table.rows()} == {"attributions"}


def tag_something(page):
    """The person at the window tags a claim in the first article, and so is the third who annotated it."""
    hands = page.hands
    hands.press(KEY.Key_Escape)
    hands.window.session.show(page.measured.contributions[0].document)
    hands.select("Nobody else knew")
    hands.press(KEY.Key_1)


def come_back(page):
    page.hands.press((SHIFT, KEY.Key_F4), to=page.hands.view)
    page.hands.until(lambda: page.measured is not None and len(page.measured.summary.annotators) == 3)


def test_a_change_is_measured_when_the_page_is_seen_again(page):
    before = at_row(page, measure="krippendorff_alpha", on="tokens", tag=None).figure
    tag_something(page)
    come_back(page)
    assert at_row(page, measure="krippendorff_alpha", on="tokens", tag=None).figure != before
    assert page.annotators.isVisible()
    assert page.annotators.name() == "3 of 3 annotators"
    assert page.of_pair.pairs.count() == 3


@pytest.mark.qt_log_ignore("does not support grabbing the keyboard", extend=True)
def test_annotators_are_left_out_by_the_menu(page):
    tag_something(page)
    come_back(page)
    page.annotators.click()
    menu = page.annotators._menu
    page.hands.until(menu.isVisible)
    page.hands.press(KEY.Key_Down, KEY.Key_Return, to=menu)
    page.hands.until(lambda: page.measured is not None and len(page.measured.summary.annotators) == 2)
    assert page.annotators.name() == "2 of 3 annotators"
    page.annotators.click()
    page.hands.until(menu.isVisible)
    page.hands.press(KEY.Key_Down, KEY.Key_Down, KEY.Key_Return, to=menu)
    assert page.annotators.name() == "2 of 3 annotators"  # nobody is compared with themselves


def test_two_of_one_name_are_told_apart(page):
    project = page.hands.session.project
    namesake = Annotator(id="e0e0e0e0-0000-4000-8000-000000000009", name="Ana")
    with project.recording("Enter") as recording:
        recording.operation.enter(namesake)
        article = page.hands.session.article
        recording.operation.put(
            Annotation(id="c0c0c0c0-0000-4000-8000-000000000009", document=article.id, annotator=namesake.id,
                       tag="claim", spans=(Span(0, 8),))
        )  # fmt: skip
    page.read()
    page.hands.until(lambda: len(page.measured.summary.annotators) == 3)
    assert "Ana (a0a0)" in page.about.text()
    assert "Ana (e0e0)" in page.about.text()
    said = [action.text() for action in page.annotators._menu.actions()]
    assert {"Ana (a0a0)", "Ana (e0e0)", "Boris"} <= set(said)


def test_one_annotator_is_told_what_is_missing(hands):
    hands.press((SHIFT, KEY.Key_F4), to=hands.view)
    page = hands.window.pages.agreement
    hands.until(page.nothing.isVisible)
    assert not page.buttons["gamma"].isEnabled()
    hands.press(KEY.Key_Escape, to=page)
    assert hands.window.pages.at_article()


def test_what_is_hidden_from_a_blind_annotator_is_not_measured(page, project):
    hands = page.hands
    hands.press(KEY.Key_Escape)
    hands.session.run(lambda: blinding.switch(hands.session.project, on=True))
    hands.press((SHIFT, KEY.Key_F4), to=hands.view)
    hands.until(lambda: page.measured is not None and page.measured.blind == 2)
    assert page.measured.contributions == []
    assert "annotate blind" in page.notes.text()


def test_methods_are_read_beside_the_window(page):
    page.hands.press("m")
    (dialog,) = page.hands.window.findChildren(Methods)
    text = dialog.view.toPlainText()
    assert dialog.isVisible()
    for word in ("Krippendorff", "Mathet", "Dₒ .0144", "Artstein"):
        assert word in text
    assert "<sub>" not in text
    dialog.close()


def test_the_layers_panel_follows_every_change(page):
    hands = page.hands
    hands.press(KEY.Key_Escape)
    hands.window.session.show(page.measured.contributions[0].document)
    hands.window.desk.modes.enter("review")
    hands.window.docks.show("layers")
    here = hands.window.docks.panel("layers").agreement
    bars = here.bars

    def follows():
        pair = hands.window.desk.reviewing.comparison.pair()
        value = agreeing.of_document(hands.session.article, *pair).claims.value
        return bars.accessibleName().startswith(f"Claims: {value:.2f};")

    hands.until(follows)
    before = bars.accessibleName()
    hands.window.desk.modes.enter("annotate")
    hands.window.docks.show("layers")
    hands.select("Nobody else knew")
    hands.press(KEY.Key_1)
    hands.until(lambda: bars.accessibleName() != before)
    hands.until(follows)
