"""The progress of the team through the window: who is how far, giving documents out, who waits for whom."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.model.items import Annotator
from annotator.services import annotating, importing, reviewing
from annotator.services.identity import Identities
from annotator.services.project import Project
from annotator.ui.dialogs.tick_list import TickList
from annotator.ui.merging.package_dialog import PackageDialog

BORIS = Annotator(id="b0b0b0b0-0000-4000-8000-000000000002", name="Boris")
CLARA = Annotator(id="c0c0c0c0-0000-4000-8000-000000000003", name="Clara")
PROGRESS = Qt.Key.Key_F4


@pytest.fixture
def team(open_window, tmp_path, me):
    """Three articles; Boris finished one of them, and Clara is in the project."""
    path = tmp_path / "team.annotator"
    Project.create(path, me).close()
    with Project.open(path, BORIS) as project:
        for name in ("Bridge", "Ferry 🚢", "العبّارة"):
            importing.import_text(project, f"{name}\n\nSomebody said something about it.", f"{name}.txt")
        article = project.read(project.documents()[1].id)
        begin = article.text.index("something")
        annotating.tag(project, article, [annotating.Span(begin, begin + 9)], "claim")
        annotating.set_state(project, article, "finished")
    with Project.open(path, CLARA) as project:
        project.enter()
    hands = open_window(path)
    hands.view.setFocus()
    hands.press(PROGRESS)
    hands.page = hands.window.pages.progress
    settled(hands)
    return hands


def settled(hands):
    hands.until(lambda: not hands.page._soon.pending and not hands.page._reader.busy)


def titles(hands):
    return [hands.page.table.row(place).title for place in range(hands.page.table.rowCount())]


def heads(hands):
    table = hands.page.table
    return [table.title(column) for column in range(table.columnCount())]


def cell(hands, row, column):
    table = hands.page.table
    return table.index(row, column).data()


def sentences(hands):
    model = hands.page.waiting.model()
    return [(model.row(at).text, model.row(at).detail) for at in range(1, model.rowCount())]


def give_out(hands, *ticks):
    """Tick rows of the dialog by key."""
    hands.press(Qt.Key.Key_A, to=hands.page.view)
    hands.until(lambda: isinstance(QApplication.activeModalWidget(), TickList))
    dialog = QApplication.activeModalWidget()
    texts = [dialog.list.item(at).text() for at in range(dialog.list.count())]
    for tick in ticks:
        dialog.list.setCurrentRow(texts.index(tick))
        hands.press(Qt.Key.Key_Space, to=dialog.list)
    hands.press(Qt.Key.Key_Return, to=dialog)
    hands.back()
    settled(hands)
    hands.page.view.setFocus()


def test_the_page_shows_who_is_how_far(team):
    assert team.page.view.hasFocus()
    assert heads(team) == ["Document", "Boris", "Judged"]
    assert [cell(team, row, 1) for row in range(3)] == ["", "finished", ""]
    assert cell(team, 1, 2) == "0 of 1"
    full = team.page.table.index(1, 1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert full == "Boris annotates: finished, 1 annotation"
    assert sentences(team) == [("Finished, and nobody is to review it", "1"), ("Nobody is to annotate it", "2")]


def test_documents_are_given_out_by_key_and_that_is_undone(team):
    team.press((Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_Home), to=team.page.view)
    team.press((Qt.KeyboardModifier.ShiftModifier, Qt.Key.Key_Down), to=team.page.view)
    team.press((Qt.KeyboardModifier.ShiftModifier, Qt.Key.Key_Down), to=team.page.view)
    give_out(team, "Boris annotates", "Clara reviews")
    assert heads(team) == ["Document", "Boris", "Clara, review", "Judged"]
    assert [cell(team, row, 1) for row in range(3)] == ["given", "finished", "given"]
    assert [cell(team, row, 2) for row in range(3)] == ["given"] * 3
    assert sentences(team) == [
        ("Boris has something to annotate", "2"), ("Clara waits for Boris to finish", "2"),
        ("Clara has something to review", "1"),
    ]  # fmt: skip
    assert team.rows("SELECT count(*) FROM assignment") == [(6,)]

    QTest.keyClick(team.page.view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settled(team)
    assert team.rows("SELECT count(*) FROM assignment") == [(0,)]


def test_space_gives_a_document_to_the_person_of_the_column_and_takes_it_back(team):
    team.press((Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_Home), Qt.Key.Key_Right, Qt.Key.Key_Space)
    settled(team)
    assert cell(team, 0, 1) == "given"
    team.press(Qt.Key.Key_Space)
    settled(team)
    assert cell(team, 0, 1) == ""


def test_the_table_is_filtered_sorted_and_left_for_a_document(team):
    team.press((Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_F))
    team.press("bri")
    assert titles(team) == ["Bridge"]
    team.press(Qt.Key.Key_Escape)
    assert len(titles(team)) == 3
    team.press(Qt.Key.Key_Return)
    assert team.page.view.hasFocus()
    team.press((Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_Home), Qt.Key.Key_Right, Qt.Key.Key_S, Qt.Key.Key_S)
    assert [cell(team, row, 1) for row in range(3)] == ["", "", "finished"]
    team.page.waiting.setFocus()
    team.press(Qt.Key.Key_Down, to=team.page.waiting)
    assert titles(team) == ["Ferry 🚢"]
    team.page.view.setFocus()
    team.press(Qt.Key.Key_Return)
    assert team.session.article.document.title == "Ferry 🚢"
    assert team.view.hasFocus()
    assert not team.window.pages.shows("progress")


def test_the_page_follows_what_is_judged(team):
    article = team.session.project.read(team.page.table.row(1).id)
    theirs = next(iter(article.annotations.values()))
    team.session.run(lambda: reviewing.accept(team.session.project, article, theirs.id))
    settled(team)
    name = Identities().me().name
    assert heads(team) == ["Document", "Boris", f"{name}, review", "Judged"]
    assert cell(team, 1, 2) == "in review"
    assert cell(team, 1, 3) == "1 of 1"


def test_a_work_package_of_what_is_selected_is_made_for_the_person_of_the_column(team):
    team.press((Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_Home), Qt.Key.Key_Right)
    team.press((Qt.KeyboardModifier.ShiftModifier, Qt.Key.Key_Down), Qt.Key.Key_P)
    team.until(lambda: isinstance(QApplication.activeModalWidget(), PackageDialog))
    dialog = QApplication.activeModalWidget()
    ticked = [
        rows.item(at).text()
        for rows in (dialog.documents, dialog.people)
        for at in range(rows.count())
        if rows.item(at).checkState() == Qt.CheckState.Checked
    ]
    assert ticked[:2] == ["Bridge", "Ferry 🚢"]
    assert [one.split(" · ")[0] for one in ticked[2:]] == ["Boris"]
    team.press(Qt.Key.Key_Escape, to=dialog)
    team.until(lambda: QApplication.activeModalWidget() is None)


def test_escape_leads_back_to_the_article(team):
    team.press(Qt.Key.Key_Escape)
    assert team.view.hasFocus()
