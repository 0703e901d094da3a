"""The window around the article: panels, palette, keys, themes, layers, hostile names."""

import json
from dataclasses import replace

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit

from annotator.services import importing
from annotator.services.project import Project
from annotator.ui import theme
from annotator.ui.shortcut_help import ShortcutHelp

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
HOSTILE = "<b>bold</b><img src='file:///etc/hostname'>&amp;"


def test_f6_goes_through_the_panels_and_back_to_the_article(hands):
    hands.select("the mayor")
    hands.press(KEY.Key_2)
    hands.until(lambda: hands.window.inspector.note is not None)
    seen = []
    for _ in range(4):
        seen.append(hands.window.docks._room_of(QApplication.focusWidget()))
        hands.press(KEY.Key_F6)
    names = [dock.objectName() if dock else "article" for dock in seen]

    assert names == ["article", "documents", "inspector", "article"]


def test_a_panel_is_closed_and_stays_closed_after_a_restart(hands, open_window):
    hands.press((CTRL, KEY.Key_2))
    assert not hands.window.docks.shows("inspector")
    hands.window.close()

    assert not open_window(hands.path).window.docks.shows("inspector")


def test_the_palette_runs_a_command_by_its_name(hands):
    hands.select("the mayor")
    hands.press((CTRL | SHIFT, KEY.Key_P))
    hands.until(lambda: isinstance(QApplication.focusWidget(), QLineEdit))
    hands.press("source", KEY.Key_Return)

    assert hands.rows("SELECT tag, words FROM annotations") == [("source", "the mayor")]


def test_the_palette_goes_to_a_document(hands, tmp_path):
    hands.window.desk.filing.import_paths([write(tmp_path, "Harbour news")])
    hands.until(lambda: hands.text == "Harbour news")
    hands.press((CTRL | SHIFT, KEY.Key_P))
    hands.until(lambda: isinstance(QApplication.focusWidget(), QLineEdit))
    hands.press("#bridge", KEY.Key_Return)

    assert hands.text.startswith("Bridge to Stay Shut")


def write(folder, text):
    path = folder / "written.txt"
    path.write_text(text, encoding="utf-8")
    return path


def test_f1_lists_every_command_with_its_keys(hands):
    hands.press(KEY.Key_F1)
    hands.until(lambda: isinstance(QApplication.activeModalWidget(), ShortcutHelp))
    listed = QApplication.activeModalWidget().shown()
    QApplication.activeModalWidget().close()

    assert {"Claim", "Link to a source", "Undo", "Put under a parent"} <= set(listed)


def test_documents_are_filtered_and_chosen_by_keyboard(hands, tmp_path):
    hands.window.desk.filing.import_paths([write(tmp_path, "Harbour news")])
    hands.until(lambda: hands.text == "Harbour news")
    field = hands.window.documents.field
    field.setFocus()
    hands.press("bridge", KEY.Key_Return, KEY.Key_Return)

    assert hands.text.startswith("Bridge to Stay Shut")
    assert QApplication.focusWidget() is hands.view


def test_the_theme_is_chosen_and_remembered(hands, open_window):
    hands.window.desk.appearance.set_theme("dark")
    dark = hands.window.grab().toImage().pixelColor(5, 5)
    hands.window.close()
    again = open_window(hands.path)

    assert QColor(theme.current().window) == dark
    assert theme.current().name == "dark"
    again.window.desk.appearance.set_theme("light")
    assert theme.current().name == "light"


def test_the_first_tag_of_my_own_turns_what_i_read_into_outlines(open_window, sample):
    hands = open_window("--sample", path=sample)
    ana = hands.view.layer()
    assert hands.session.article.annotators[ana].name == "Ana Kovač"
    hands.view.setFocus()
    hands.view.select_word()
    hands.press(KEY.Key_4)

    assert hands.view.layer() == hands.session.me.id
    assert hands.window.desk.layering.shows_all()


def test_a_colleagues_annotation_is_not_edited(open_window, sample):
    hands = open_window("--sample", path=sample)
    before = len(hands.session.article.annotations)
    hands.view.setFocus()
    hands.press(KEY.Key_Tab, KEY.Key_Delete)

    assert len(hands.session.article.annotations) == before
    assert "nobody edits another" in hands.window.area.messages.sentence()


def test_what_a_colleague_tagged_is_tagged_by_me_on_the_same_words(open_window, sample):
    hands = open_window("--sample", path=sample)
    hands.view.setFocus()
    hands.press(KEY.Key_Tab)
    theirs = hands.session.article.annotations[hands.session.focused]
    hands.press(KEY.Key_3)

    mine = hands.session.article.annotations[hands.session.focused]
    assert (mine.spans, mine.tag, mine.annotator) == (theirs.spans, "quote", hands.session.me.id)
    assert theirs.id in hands.session.article.annotations


def test_a_colleagues_layer_can_be_read_in_colour_again(open_window, sample):
    hands = open_window("--sample", path=sample)
    hands.view.setFocus()
    hands.view.select_word()
    hands.press(KEY.Key_4)
    seen = []
    for _ in range(3):
        hands.press((CTRL | SHIFT, KEY.Key_L))
        seen.append(hands.session.article.annotators[hands.view.layer()].name)

    assert sorted(seen) == ["Ana", "Ana Kovač", "Boris Lind"]


def test_a_word_inside_a_linked_claim_is_tagged_and_the_claim_stays(hands):
    hands.select("inspectors ordered the city to close the bridge in March")
    hands.press(KEY.Key_1, KEY.Key_L, "1", KEY.Key_Return)
    hands.view.set_caret(hands.text.index("city") + 1)
    hands.press(KEY.Key_2)

    assert ("source", "city") in hands.rows("SELECT tag, words FROM annotations")
    assert len(hands.rows("SELECT 1 FROM attributions")) == 1


def test_retagging_what_an_attribution_needs_asks_first(hands):
    hands.select("inspectors ordered the city to close the bridge in March")
    hands.press(KEY.Key_1, KEY.Key_L, "1", KEY.Key_Return)
    asked = []

    def refuse():
        asked.append(QApplication.activeModalWidget().text())
        hands.press(KEY.Key_Escape, to=QApplication.activeModalWidget())

    QTimer.singleShot(0, refuse)
    hands.press(KEY.Key_2)

    assert asked == ["1 attribution cannot keep this as a source. Change it all the same?"]
    assert len(hands.rows("SELECT 1 FROM annotations WHERE tag = 'claim'")) == 1
    assert len(hands.rows("SELECT 1 FROM attributions")) == 1


def test_markup_in_titles_names_and_notes_is_shown_as_it_is(open_window, tmp_path, me):
    path = tmp_path / "hostile.annotator"
    text = f"{HOSTILE} said nothing."
    with Project.create(path, replace(me, name=HOSTILE)) as project:
        document = importing.import_text(project, text).documents[0]
        lines = [
            {"format": "annotator-corpus", "type": "corpus", "version": 1},
            {"id": me.id, "kind": "human", "name": HOSTILE, "type": "annotator"},
            {"entity_type": "person", "id": "a" * 8 + "-0000-4000-8000-" + "b" * 12, "name": HOSTILE, "naming": "named",
             "role": HOSTILE, "type": "entity"},
            {"annotator": me.id, "document": document, "entity": "a" * 8 + "-0000-4000-8000-" + "b" * 12,
             "id": "c" * 8 + "-0000-4000-8000-" + "d" * 12, "note": HOSTILE, "spans": [[0, len(HOSTILE)]],
             "tag": "source", "type": "annotation"},
        ]  # fmt: skip
        corpus = tmp_path / "hostile.jsonl"
        corpus.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
        importing.import_files(project, [corpus])
    hands = open_window(path)
    hands.view.setFocus()
    hands.press(KEY.Key_Tab)
    hands.until(lambda: hands.window.inspector.note is not None)
    labels = hands.window.findChildren(QLabel)

    assert any(HOSTILE in label.text() for label in labels)
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in labels if "<b>" in label.text())
    assert hands.window.inspector.note.toPlainText() == HOSTILE
    assert all("<b>" not in w.toolTip() or w.toolTip().startswith("<span") for w in hands.window.findChildren(QLabel))


def test_finishing_an_article_is_a_state_of_mine(hands):
    hands.press(KEY.Key_F)
    assert hands.rows("SELECT state FROM state") == [("finished",)]
    hands.press(KEY.Key_F)
    assert hands.rows("SELECT state FROM state") == [("in_progress",)]
    hands.press((CTRL, KEY.Key_Z), (CTRL, KEY.Key_Z))
    assert hands.rows("SELECT state FROM state") == []


def test_edges_move_by_words_and_parts_are_added(hands):
    hands.select("bridge over")
    hands.press(KEY.Key_1, "]", "[")
    assert hands.rows("SELECT words FROM annotations") == [("The bridge over the",)]
    hands.press("}", "{")
    assert hands.rows("SELECT words FROM annotations") == [("bridge over",)]

    hands.select("Monday")
    hands.press((SHIFT, KEY.Key_A))
    assert hands.rows("SELECT words FROM annotations ORDER BY begin") == [("bridge over",), ("Monday",)]


def test_every_control_that_takes_the_keyboard_has_a_name(hands):
    hands.select("the mayor")
    hands.press(KEY.Key_1)
    hands.until(lambda: hands.window.inspector.note is not None)
    from PySide6.QtWidgets import QWidget

    nameless = [
        type(w).__name__
        for w in hands.window.findChildren(QWidget)
        if w.isVisible() and w.focusPolicy() & Qt.FocusPolicy.TabFocus and not w.accessibleName()
    ]
    assert nameless == []


def test_a_note_being_written_is_recorded_whatever_takes_the_article_away(hands, tmp_path):
    hands.window.desk.filing.import_paths([write(tmp_path, "Harbour news")])
    hands.until(lambda: hands.text == "Harbour news")
    hands.window.documents.step(-1)
    hands.view.setFocus()
    for words, leave in (
        ("the mayor", (CTRL, KEY.Key_PageDown)),
        ("inspectors", (CTRL, KEY.Key_W)),
    ):
        hands.select(words)
        hands.press(KEY.Key_2, KEY.Key_M)
        hands.press(f"about {words}")
        hands.press(leave)
        assert hands.rows("SELECT note FROM annotations WHERE words = ?", words) == [(f"about {words}",)]
        hands.window.documents.step(-1)
        hands.view.setFocus()


def test_while_something_is_imported_nothing_else_is_done_to_the_project(hands, tmp_path):
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(300):
        (folder / f"{number:03}.txt").write_text(f"Article {number}. The mayor said so.", encoding="utf-8")
    hands.select("the mayor")
    hands.window.desk.filing.import_paths([folder])
    assert hands.session.busy
    hands.press(KEY.Key_2)
    hands.press((CTRL, KEY.Key_W))
    hands.window.desk.filing.close()
    hands.window.desk.tagging.tag("source")
    assert "still being done" in hands.window.area.messages.sentence()
    hands.until(lambda: not hands.session.busy)

    assert hands.session.path == hands.path
    assert len(hands.rows("SELECT id FROM documents")) == 301
    assert hands.rows("SELECT 1 FROM annotations") == []


def test_no_named_source_changes_the_innermost_hop_of_a_chain(hands):
    hands.select("inspectors ordered the city to close the bridge in March")
    hands.press(KEY.Key_1, KEY.Key_L)
    offered = [hands.text[s.begin : s.end] for s in hands.view.choices().values()]
    hands.press(str(offered.index("the Valley Post") + 1), str(offered.index("inspectors") + 1), KEY.Key_Return)
    hands.press(KEY.Key_U)

    article = hands.session.project.read(hands.session.article.id)
    claim = article.ordered("claim")[0]
    chains = [[hop.words for hop in chain] for chain in article.chains_of(claim.id)]
    assert max(chains, key=len) == ["the Valley Post", "source not named"]
