import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QListView

from annotator.ui.controls.command_list import Listed
from annotator.ui.controls.search_field import SearchField
from annotator.ui.dialogs.text_prompt import MultilinePrompt, TextPrompt
from annotator.ui.shortcut_help import ShortcutHelp


def answer(qtbot, steps):
    """Do `steps` with the dialog that is about to open."""

    def act():
        prompt = QApplication.activeModalWidget()
        try:
            steps(prompt)
        finally:
            if prompt.isVisible():
                prompt.reject()

    QTimer.singleShot(50, act)


def no_duplicates(text):
    return "There is already a source of that name." if text == "RFA" else None


def test_one_line_is_asked_and_accepted_with_enter(qtbot):
    def steps(prompt):
        qtbot.keyClicks(prompt.field, "Yonhap")
        qtbot.keyClick(prompt.field, Qt.Key.Key_Return)

    answer(qtbot, steps)
    assert TextPrompt.ask(None, "Rename", "Name", "RFA", "Rename") == "Yonhap"


def test_escape_answers_nothing(qtbot):
    answer(qtbot, lambda prompt: qtbot.keyClick(prompt.field, Qt.Key.Key_Escape))
    assert TextPrompt.ask(None, "Rename", "Name", "RFA") is None


def test_what_is_wrong_is_said_in_place_and_goes_when_it_is_right(qtbot, shown):
    prompt = TextPrompt(None, "Rename", "Name", "RFA", "Rename", no_duplicates)
    shown(prompt, prompt.field)
    qtbot.keyClick(prompt.field, Qt.Key.Key_Return)
    assert prompt.isVisible()
    assert prompt.error.isVisible()
    assert prompt.error.text() == "There is already a source of that name."
    assert prompt.field.accessibleDescription() == prompt.error.text()
    qtbot.keyClicks(prompt.field, "RFAs")
    assert not prompt.error.isVisible()
    qtbot.mouseClick(prompt.ok, Qt.MouseButton.LeftButton)
    assert prompt.result() == TextPrompt.DialogCode.Accepted


def test_the_text_is_chosen_so_that_typing_replaces_it(shown):
    prompt = TextPrompt(None, "Rename", "Name", "RFA")
    shown(prompt, prompt.field)
    assert prompt.field.selectedText() == "RFA"
    assert prompt.ok.text()


def test_a_longer_text_keeps_enter_and_accepts_with_ctrl_enter(qtbot):
    def steps(prompt):
        prompt.field.selectAll()
        qtbot.keyClicks(prompt.field, "one")
        qtbot.keyClick(prompt.field, Qt.Key.Key_Return)
        qtbot.keyClicks(prompt.field, "two")
        qtbot.keyClick(prompt.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    answer(qtbot, steps)
    assert MultilinePrompt.ask(None, "Note", "Note on this claim", "old") == "one\ntwo"


def test_a_longer_text_can_be_cancelled(qtbot):
    answer(qtbot, lambda prompt: prompt.reject())
    assert MultilinePrompt.ask(None, "Note", "Note", "old") is None


def test_hostile_labels_and_sentences_are_plain(qtbot, shown, hostile):
    prompt = TextPrompt(None, hostile, hostile, hostile, hostile, lambda _text: hostile)
    shown(prompt, prompt.field)
    qtbot.keyClick(prompt.field, Qt.Key.Key_Return)
    assert prompt.error.text() == hostile
    assert {label.textFormat() for label in prompt.findChildren(QLabel)} == {Qt.TextFormat.PlainText}


@pytest.fixture
def keyboard_help(shown):
    built = ShortcutHelp(
        [
            Listed("Annotate", "Claim", ("1",)),
            Listed("View", "Larger text", ("Ctrl++", "Ctrl+=")),
            Listed("Annotate", "Link to a source", ("L",)),
        ]
    )
    return shown(built, built.findChild(SearchField))


def test_help_groups_all_commands(keyboard_help):
    assert keyboard_help.shown() == ["Claim", "Link to a source", "Larger text"]


@pytest.mark.parametrize(("typed", "found"), [("link", ["Link to a source"]), ("view", ["Larger text"]), ("zzz", [])])
def test_help_is_searched_by_name_group_and_key(qtbot, keyboard_help, typed, found):
    qtbot.keyClicks(keyboard_help.findChild(SearchField), typed)
    assert keyboard_help.shown() == found
    keyboard_help.grab()


def test_help_scrolls_from_the_field_and_closes_with_escape(qtbot, keyboard_help):
    field, view = keyboard_help.findChild(SearchField), keyboard_help.findChild(QListView)
    qtbot.keyClick(field, Qt.Key.Key_Down)
    assert view.currentIndex().data() == "Claim"
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert keyboard_help.isVisible()
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert not keyboard_help.isVisible()
