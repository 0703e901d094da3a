"""The checks panel and the page on the sources, in the real window, by keyboard."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QMessageBox

from annotator.services import attributing, cataloguing, checking, rating, sourcing
from annotator.ui.dialogs.entity_editor import EntityEditor
from annotator.ui.dialogs.entity_picker import EntityPicker
from annotator.ui.dialogs.tick_list import TickList

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def dialog(hands, kind):
    """The dialog of a kind that is open, once it has the keyboard."""

    def has_keyboard():
        found, now = QApplication.activeModalWidget(), QApplication.focusWidget()
        return isinstance(found, kind) and now is not None and found.isAncestorOf(now)

    hands.until(has_keyboard)
    return QApplication.activeModalWidget()


@pytest.fixture
def checks(hands):
    """The window with a claim without a source and a cut word, at the work list."""
    hands.select("The bridge over the Ressa 🌉 will stay shut until autumn")
    hands.press(KEY.Key_1)
    hands.select("the may")
    hands.press(KEY.Key_2)
    hands.press((CTRL, KEY.Key_6))
    panel = hands.window.docks.panel("checks")
    hands.until(lambda: panel.findings() and not panel._reader.busy)
    return panel


def kinds(panel):
    return [f.check for f in panel.findings()]


def at(panel, check):
    """The keys that go to a finding, from the top."""
    yield KEY.Key_Home
    for _ in panel.findings():
        if panel.current() is not None and panel.current().check == check:
            return
        yield KEY.Key_Down


def test_the_work_list_is_reached_and_left_by_key(hands, checks):
    assert kinds(checks) == ["claim-unattributed", "source-without-entity", "edge-inside-word"]
    assert checks.list.hasFocus()

    hands.press((CTRL, KEY.Key_6))
    assert not hands.window.docks.shows("checks")
    assert hands.view.hasFocus()


def test_return_goes_to_the_words(hands, checks):
    hands.session.focus(None)
    for key in at(checks, "claim-unattributed"):
        hands.press(key)
    hands.press(KEY.Key_Return)

    assert hands.session.article.annotations[hands.session.focused].tag == "claim"
    assert hands.view.hasFocus()


def test_f_fixes_at_once_and_undo_brings_the_finding_back(hands, checks):
    for key in at(checks, "edge-inside-word"):
        hands.press(key)
    hands.press(KEY.Key_F)

    assert ("source", "the mayor") in hands.rows("SELECT tag, words FROM annotations")
    assert "edge-inside-word" not in kinds(checks)
    hands.press((CTRL, KEY.Key_Z))
    assert "edge-inside-word" in kinds(checks)


def test_f_on_a_mention_asks_who_it_is(hands, checks):
    for key in at(checks, "source-without-entity"):
        hands.press(key)
    hands.press(KEY.Key_F)
    dialog(hands, EntityPicker)
    hands.press("The mayor of Ressa", KEY.Key_Return)
    hands.back()

    assert "source-without-entity" not in kinds(checks)


def test_w_waives_with_a_word_and_w_takes_it_back(hands, checks):
    for key in at(checks, "claim-unattributed"):
        hands.press(key)
    hands.press(KEY.Key_W)
    dialog(hands, QDialog)
    hands.press("common knowledge", KEY.Key_Return)
    hands.back()
    assert "claim-unattributed" not in kinds(checks)

    checks.waived.show_value("yes")
    checks._show()
    checks.list.setFocus()
    for key in at(checks, "claim-unattributed"):
        hands.press(key)
    assert checks.current().waived == "common knowledge"
    hands.press(KEY.Key_W)
    assert checks.current().waived is None


def test_checks_are_chosen_for_the_project(hands, checks):
    checks.choose_rules()
    rules = dialog(hands, TickList)
    assert rules.list.count() == len(checking.CHECKS)
    hands.press(KEY.Key_Space, KEY.Key_Return, to=rules.list)
    hands.until(lambda: "claim-unattributed" not in kinds(checks))

    assert "claim-unattributed" in checking.switched_off(hands.session.project)


def test_all_articles_and_sources_are_listed(hands, checks):
    cataloguing.create(hands.session.project, "An aide", naming="anonymous")
    checks.scope.show_value("project")
    checks.read()
    hands.until(lambda: "anonymous-without-reason" in kinds(checks))


@pytest.fixture
def page(hands):
    """The page on the sources, with three of them, of which one is mentioned twice."""
    project = hands.session.project
    hands.select("the mayor")
    hands.press(KEY.Key_2)
    mention = hands.session.focused
    hands.session.run(lambda: sourcing.create_and_assign(project, hands.session.article, mention, "The mayor"))
    for name in ("Valley Post", "Ines Amrani"):
        hands.session.take_over(cataloguing.create(project, name).changes)
    hands.view.setFocus()
    hands.press((CTRL, KEY.Key_4))
    return hands.window.pages.sources


def names(page):
    return [page.table.row(row).name for row in range(page.table.rowCount())]


def test_the_page_is_reached_filtered_and_left_by_key(hands, page):
    assert names(page) == ["The mayor", "Ines Amrani", "Valley Post"]
    assert not hands.window.docks.shows("inspector")
    hands.press((CTRL, KEY.Key_F))
    hands.press("post")
    assert names(page) == ["Valley Post"]

    hands.press(KEY.Key_Return)
    assert page.view.hasFocus()
    hands.press(KEY.Key_Escape)
    assert hands.view.hasFocus()
    assert hands.window.docks.shows("inspector")


def test_j_goes_to_the_first_mention(hands, page):
    hands.press(KEY.Key_J)

    assert hands.view.hasFocus()
    assert hands.session.article.annotations[hands.session.focused].words(hands.text) == "the mayor"


def test_a_source_is_made_and_changed_in_one_dialog(hands, page):
    hands.press(KEY.Key_N)
    editor = dialog(hands, EntityEditor)
    hands.press("valley post", KEY.Key_Return)
    assert "already" in editor.error.text()
    assert editor.both.isVisible()
    editor.name.setText("Ressa union")
    editor.naming.setCurrentIndex(editor.naming.findData("anonymous"))
    editor.reason.setText("fears for jobs")
    hands.press(KEY.Key_Return, to=editor.name)
    hands.back()

    assert hands.rows("SELECT name, naming, anonymity_reason FROM entity WHERE naming = 'anonymous'") == [
        ("Ressa union", "anonymous", "fears for jobs")
    ]
    assert page.table.row(page.view.currentIndex().row()).name == "Ressa union"
    hands.press((CTRL, KEY.Key_Z))
    assert "Ressa union" not in names(page)


def test_two_sources_are_merged_with_a_preview(hands, page):
    hands.press(KEY.Key_M, to=page.view)
    picker = dialog(hands, EntityPicker)
    hands.press("valley", KEY.Key_Return, to=picker._field)
    box = dialog(hands, QMessageBox)
    assert "1 mention and 0 claims in 1 article will count for Valley Post" in box.informativeText()
    hands.press(KEY.Key_Return)
    hands.back()

    assert names(page) == ["Valley Post", "Ines Amrani"]
    assert page.table.row(0).aliases == ("The mayor",)
    hands.press((CTRL, KEY.Key_Z))
    assert len(names(page)) == 3


def test_a_source_in_use_is_deleted_after_a_question(hands, page):
    hands.press(KEY.Key_Delete, to=page.view)
    box = dialog(hands, QMessageBox)
    assert "in use" in box.text()
    hands.press(KEY.Key_Escape)
    hands.until(lambda: QApplication.activeModalWidget() is None)
    assert "The mayor" in names(page)

    hands.press(KEY.Key_Delete, to=page.view)
    dialog(hands, QMessageBox)
    hands.press(KEY.Key_Return)
    hands.until(lambda: "The mayor" not in names(page))


def test_mentions_are_split_off(hands, page):
    hands.press(KEY.Key_S, to=page.view)
    rows = dialog(hands, TickList)
    hands.press(KEY.Key_Space, KEY.Key_Return, to=rows.list)
    hands.until(lambda: isinstance(QApplication.focusWidget(), QLineEdit))
    hands.press((CTRL, KEY.Key_A), "Deputy mayor", KEY.Key_Return)
    hands.until(lambda: "Deputy mayor" in names(page))

    assert hands.rows("SELECT entity FROM annotations WHERE tag = 'source'") == [("Deputy mayor",)]


def test_a_source_is_rated_by_letter(hands, page):
    hands.press(KEY.Key_R, to=page.view)
    hands.press("C")
    id_ = page.current()

    assert rating.mine(hands.session.project, id_).reliability == "C"
    assert page.table.row(page.view.currentIndex().row()).ratings
    hands.press("E")
    assert rating.mine(hands.session.project, id_).reliability == "E"


def test_all_other_mentions_are_tagged_at_once(hands):
    hands.select("the Valley Post")
    hands.press(KEY.Key_2)
    mention = hands.session.focused
    project = hands.session.project
    hands.session.run(
        lambda: sourcing.create_and_assign(project, hands.session.article, mention, "the engineers’ union")
    )
    hands.view.setFocus()
    hands.press((SHIFT, KEY.Key_E))
    rows = dialog(hands, TickList)
    assert "›the engineers’ union‹" in rows.list.item(0).text()
    hands.press(KEY.Key_Return)
    hands.back()

    assert len(hands.rows("SELECT 1 FROM annotations WHERE entity IS NOT NULL")) == 2
    hands.press((CTRL, KEY.Key_Z))
    assert len(hands.rows("SELECT 1 FROM annotations WHERE entity IS NOT NULL")) == 1


def test_names_that_look_like_markup_stay_text(hands, page):
    hostile = "<b>bold</b><img src='file:///etc/hostname'>"
    made = cataloguing.create(hands.session.project, hostile)
    hands.session.take_over(made.changes)
    page.show_source(made.entity.id)

    assert hostile in names(page)
    hands.press(KEY.Key_Delete, to=page.view)
    hands.until(lambda: hostile not in names(page))


@pytest.fixture
def linked(hands):
    """Two claims, one of them through two sources."""
    hands.select("the Valley Post")
    hands.press(KEY.Key_2)
    post = hands.session.focused
    hands.select("inspectors ordered the city to close the bridge in March")
    hands.press(KEY.Key_1)
    claim = hands.session.focused
    project = hands.session.project
    hands.session.run_for(lambda: attributing.link(project, hands.session.article, [claim], [post]))
    hands.session.run(lambda: sourcing.create_and_assign(project, hands.session.article, post, "Valley Post"))
    hands.view.setFocus()
    return post, claim


def test_the_chains_are_a_tree_that_leads_to_the_words(hands, linked):
    hands.press((CTRL, KEY.Key_5))
    tree = hands.window.docks.panel("chains").tree
    assert tree.hasFocus()
    root = tree.topLevelItem(0)
    assert root.child(0).text(0) == "Valley Post"

    hands.press(KEY.Key_Down, KEY.Key_Down, KEY.Key_Return)
    assert hands.session.focused == linked[1]
    hands.press(KEY.Key_Up, KEY.Key_Left)
    assert not root.child(0).isExpanded()
    entity = hands.session.article.annotations[linked[0]].entity
    hands.session.run(lambda: cataloguing.change(hands.session.project, entity, name="The Post"))
    assert tree.topLevelItem(0).child(0).text(0) == "The Post"


def test_the_map_is_walked_by_arrows_and_saved(hands, linked, tmp_path):
    hands.press((CTRL, KEY.Key_4))
    area = hands.window.pages.sources.map
    assert area.map.names() == [["This article"], ["Valley Post"]]
    area.map.setFocus()
    area.map.mark(None)
    hands.press(KEY.Key_Right, KEY.Key_Right, KEY.Key_Return, to=area.map)
    assert (
        hands.window.pages.sources.table.row(hands.window.pages.sources.view.currentIndex().row()).name == "Valley Post"
    )

    area.save(tmp_path / "map.svg")
    area.save(tmp_path / "map.png")
    assert b"Valley Post" in (tmp_path / "map.svg").read_bytes()
    assert (tmp_path / "map.png").read_bytes().startswith(b"\x89PNG")
    area.save(tmp_path / "no" / "map.svg")
    assert hands.window.pages.sources.messages.isVisible()


def test_r_rates_the_claim_one_is_at(hands, linked):
    hands.session.focus(linked[1])
    hands.press(KEY.Key_R)
    hands.until(lambda: hands.window.inspector.grades is not None and hands.window.inspector.grades.has_keyboard())
    hands.press("2")

    assert hands.rows("SELECT credibility FROM rating") == [(2,)]
    grades = hands.window.inspector.grades
    hands.until(grades.has_keyboard)
    hands.press("5")
    assert hands.rows("SELECT credibility FROM rating") == [(5,)]


def test_the_report_is_read_and_saved(hands, linked, tmp_path):
    hands.press((CTRL, KEY.Key_8))
    page = hands.window.pages.report
    assert page.view.hasFocus()
    assert "inspectors ordered the city" in page.view.toPlainText()
    for name in ("r.html", "r.pdf", "r.csv"):
        page.save(tmp_path / name)
        hands.until((tmp_path / name).exists)
        hands.until(lambda: not page._reader.busy)
    assert (tmp_path / "r.pdf").read_bytes().startswith(b"%PDF")

    page.scope.show_value("project")
    page.read()
    assert "Claims by source" in page.view.toPlainText()
    hands.press(KEY.Key_Escape, to=page)
    assert hands.view.hasFocus()
