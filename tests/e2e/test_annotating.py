"""An analyst's main job through the real window: tag, link, chain, name, note, undo, close, find it again, export."""

import json

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QLineEdit, QMessageBox

from annotator.services.project import Project

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


def test_words_dragged_with_the_mouse_are_tagged_exactly_and_at_once_on_disk(hands):
    hands.drag("will stay shut until autumn")
    hands.press(KEY.Key_1)

    begin = hands.text.index("will stay shut")
    assert hands.rows("SELECT tag, begin, end, words FROM annotations") == [
        ("claim", begin, begin + 27, "will stay shut until autumn")
    ]


def test_words_after_an_emoji_are_tagged_exactly_by_keyboard_alone(hands):
    hands.select("the mayor")
    hands.press(KEY.Key_2)

    assert hands.rows("SELECT tag, words FROM annotations") == [("source", "the mayor")]


def test_every_tag_has_its_key(hands):
    for words, key in (("autumn", KEY.Key_1), ("mayor", KEY.Key_2), ("Monday", KEY.Key_3), ("said", KEY.Key_4)):
        hands.select(words)
        hands.press(key)

    found = hands.rows("SELECT words, tag FROM annotations ORDER BY begin")
    assert dict(found) == {"autumn": "claim", "mayor": "source", "said": "cue", "Monday": "quote"}


def test_without_a_selection_the_word_at_the_caret_is_tagged(hands):
    hands.view.set_caret(hands.text.index("inspectors") + 3)
    hands.press(KEY.Key_2)

    assert hands.rows("SELECT words FROM annotations") == [("inspectors",)]


def chain(hands):
    """A chain of three sources behind one claim, by number."""
    hands.select("inspectors ordered the city to close the bridge in March")
    hands.press(KEY.Key_1, KEY.Key_L)
    offered = [hands.text[s.begin : s.end] for s in hands.view.choices().values()]
    for name in ("the Valley Post", "the engineers’ union", "inspectors"):
        hands.press(str(offered.index(name) + 1))
    hands.press(KEY.Key_Return)


def test_a_chain_of_hearsay_is_linked_by_numbers_alone(hands):
    chain(hands)

    project = hands.session.project
    article = project.read(hands.session.article.id)
    claim = article.ordered("claim")[0]
    words = [[hop.words for hop in c] for c in article.chains_of(claim.id)]
    assert max(words, key=len) == ["the Valley Post", "the engineers’ union", "inspectors"]
    assert {article.text[a.begin : a.end] for a in article.ordered("cue")} == {"Citing", "said", "ordered"}


def test_a_whole_chain_is_one_action_to_undo_and_to_redo(hands):
    chain(hands)
    assert len(hands.rows("SELECT id FROM attributions")) == 3

    hands.press((CTRL, KEY.Key_Z))
    assert hands.rows("SELECT id FROM attributions") == []
    assert [tag for (tag,) in hands.rows("SELECT tag FROM annotations")] == ["claim"]

    hands.press((CTRL, KEY.Key_Y))
    assert len(hands.rows("SELECT id FROM attributions")) == 3


def test_escape_leaves_linking_without_a_trace(hands):
    hands.select("will stay shut until autumn")
    hands.press(KEY.Key_1, KEY.Key_L, "1", KEY.Key_Escape)

    assert not hands.window.desk.linking.active
    assert hands.rows("SELECT id FROM attributions") == []
    hands.press(KEY.Key_1)
    assert [tag for (tag,) in hands.rows("SELECT tag FROM annotations")] == ["claim"]


def test_a_mention_gets_a_new_source_and_the_next_one_finds_it(hands):
    hands.select("the Valley Post")
    hands.press(KEY.Key_2, KEY.Key_E)
    hands.until(lambda: isinstance(QApplication.focusWidget(), QLineEdit))
    hands.press("The Valley Post", KEY.Key_Return)
    hands.back()
    hands.select("the mayor")
    hands.press(KEY.Key_2, KEY.Key_E)
    hands.until(lambda: isinstance(QApplication.focusWidget(), QLineEdit))
    hands.press("valley", KEY.Key_Return)

    assert hands.rows("SELECT words, entity FROM annotations ORDER BY begin") == [
        ("the mayor", "The Valley Post"),
        ("the Valley Post", "The Valley Post"),
    ]


def test_a_note_is_recorded_when_it_is_left(hands):
    hands.select("will stay shut until autumn")
    hands.press(KEY.Key_1, KEY.Key_M)
    hands.press("Only the mayor says so.")
    hands.press((CTRL, KEY.Key_Return))

    assert hands.rows("SELECT note FROM annotations") == [("Only the mayor says so.",)]


def test_a_claim_can_be_without_a_named_source_or_the_articles_own(hands):
    hands.select("will stay shut until autumn")
    hands.press(KEY.Key_1, KEY.Key_U)
    assert hands.rows("SELECT source_status FROM attributions") == [("unspecified",)]

    hands.press(KEY.Key_V)
    assert hands.rows("SELECT source_status FROM attributions") == [("author",)]


def test_deleting_what_an_attribution_needs_asks_and_deletes_both(hands, qtbot):
    hands.select("will stay shut until autumn")
    hands.press(KEY.Key_1, KEY.Key_L, "1", KEY.Key_Return)
    asked = []

    def answer():
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        asked.append(box.text())
        hands.press(KEY.Key_Return, to=box)

    QTimer.singleShot(0, answer)
    hands.press(KEY.Key_Delete)

    assert asked == ["1 attribution cannot do without this claim. Delete it all?"]
    assert hands.rows("SELECT count(*) FROM attributions") == [(0,)]
    assert "claim" not in [tag for (tag,) in hands.rows("SELECT tag FROM annotations")]
    hands.back()
    hands.press((CTRL, KEY.Key_Z))
    assert hands.rows("SELECT count(*) FROM attributions") == [(1,)]


def test_a_parent_is_chosen_by_number_and_a_loop_is_refused_in_words(hands):
    hands.select("will stay shut until autumn")
    hands.press(KEY.Key_1, KEY.Key_L, "1", KEY.Key_Return)
    hands.select("We measured every bolt")
    hands.press(KEY.Key_3, KEY.Key_L, "1", KEY.Key_Return, KEY.Key_H, "1")

    assert len(hands.rows("SELECT 1 FROM attributions WHERE parent IS NOT NULL AND parent_basis = 'inferred'")) == 1


def test_closing_at_any_moment_loses_nothing_and_undo_works_after_a_restart(hands, open_window):
    hands.select("the mayor")
    hands.press(KEY.Key_2)
    hands.select("will stay shut until autumn")
    hands.press(KEY.Key_1)
    hands.window.close()

    again = open_window(hands.path)
    assert len(again.session.article.annotations) == 2
    again.press((CTRL, KEY.Key_Z), to=again.view)
    assert again.rows("SELECT words FROM annotations") == [("the mayor",)]


def test_what_was_tagged_is_exported_as_a_corpus(hands, tmp_path):
    hands.select("will stay shut until autumn")
    hands.press(KEY.Key_1, KEY.Key_L, "1", KEY.Key_Return)
    out = tmp_path / "bridge.jsonl"
    hands.window.desk.filing.export_to(out)
    hands.until(lambda: not hands.session.busy)

    lines = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [line["type"] for line in lines].count("attribution") == 1
    claim = next(line for line in lines if line.get("tag") == "claim")
    assert claim["text"] == ["will stay shut until autumn"]


def test_every_action_of_the_window_is_proven_by_verify(hands):
    chain(hands)
    hands.press((CTRL, KEY.Key_Z), (CTRL, KEY.Key_Y))
    hands.window.close()
    with Project.open(hands.path, None) as project:
        assert project.verify() == []
