"""Which keys run which command, what settings may say about it, and which keys are refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

from annotator.services import identity
from annotator.ui.commands import BY_ID, COMMANDS
from annotator.ui.key_names import canonical, pressed, read, types, written
from annotator.ui.key_rules import refusal
from annotator.ui.keymap import Keymap
from annotator.ui.settings import WindowSettings

KEY, MOD = Qt.Key, Qt.KeyboardModifier


@pytest.fixture
def new_keymap(qapp):
    """Reads the keys as a start of the program does."""
    return lambda: Keymap(COMMANDS, WindowSettings(), qapp)


@pytest.fixture
def keymap(new_keymap):
    return new_keymap()


def settings_file(*lines):
    path = identity.folder() / "window.ini"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(["[keys]", *lines]), encoding="utf-8")


def test_without_a_choice_every_command_has_the_keys_of_the_table(keymap):
    assert {id_: keymap.keys(id_) for id_ in BY_ID} == {command.id: command.keys for command in COMMANDS}


def test_a_choice_outlives_the_program_and_only_what_differs_is_kept(keymap, new_keymap):
    keymap.choose("tag.claim", ("K", "Ctrl+J"))
    keymap.choose("tag.quote", ())
    keymap.choose("tag.cue", ("Y",))
    keymap.choose("tag.cue", BY_ID["tag.cue"].keys)
    again = new_keymap()

    assert (again.keys("tag.claim"), again.keys("tag.quote"), again.keys("tag.cue")) == (("K", "Ctrl+J"), (), ("4",))
    assert set(WindowSettings().keys()) == {"tag.claim", "tag.quote"}


def test_back_to_default_for_one_and_for_all(keymap, new_keymap):
    keymap.choose("tag.claim", ("K",))
    keymap.choose("tag.source", ("Y",))
    keymap.choose("tag.claim", BY_ID["tag.claim"].keys)
    assert new_keymap().own() == ["tag.source"]
    keymap.reset()
    assert (keymap.keys("tag.source"), new_keymap().own(), WindowSettings().keys()) == (("2",), [], {})


def test_what_settings_cannot_mean_is_passed_over(new_keymap):
    settings_file(
        "tag.claim=G", "tag.source=Nonsense", "tag.quote=Ctrl+Shift", "tag.cue=Ctrl+,, x", "no.such.command=Y",
        "tag.note=@Invalid()", 'link.source="Ctrl+K; Ctrl+Nope"', "tag.discuss=Ctrl+J, Ctrl+K",
    )  # fmt: skip
    keymap = new_keymap()

    assert keymap.own() == ["tag.claim"]
    assert all(keymap.keys(id_) == BY_ID[id_].keys for id_ in BY_ID if id_ != "tag.claim")


def test_of_two_commands_that_want_one_key_one_has_it_and_a_choice_goes_first(new_keymap):
    settings_file("tag.cue=1", "tag.note=1", "link.source=Y")
    keymap = new_keymap()

    assert (keymap.keys("tag.cue"), keymap.keys("tag.note"), keymap.keys("tag.claim")) == (("1",), (), ())
    assert keymap.owner("1").id == "tag.cue"


@given(st.dictionaries(st.sampled_from(sorted(BY_ID)), st.lists(st.sampled_from("ABKLY125[{"), max_size=3)))
def test_no_key_ever_runs_two_commands_in_one_mode(qapp, chosen):
    settings = WindowSettings()
    for id_, keys in chosen.items():
        settings.keep_keys(id_, written(tuple(keys)))
    keymap = Keymap(COMMANDS, settings, qapp)
    settings.forget_keys()

    for mode in ("annotate", "review"):
        keymap.mode = mode
        held = [key for id_ in BY_ID for key in {canonical(key) for key in keymap.acting(id_)}]
        assert len(held) == len(set(held))


def test_a_key_may_mean_one_thing_while_annotating_and_another_while_reviewing(keymap):
    assert (keymap.acting("tag.rate"), keymap.acting("review.reject")) == (("R",), ())
    keymap.set_mode("review")
    assert (keymap.acting("tag.rate"), keymap.acting("review.reject")) == ((), ("R",))
    assert (keymap.acting("tag.claim"), keymap.keys("tag.rate")) == (("1",), ("R",))


def test_a_key_of_one_mode_is_refused_to_what_acts_in_it_too(keymap):
    assert refusal(keymap, BY_ID["review.accept"], "M") == "M already runs “Note”."
    assert refusal(keymap, BY_ID["tag.claim"], "J") == "J already runs “Next difference”."
    assert refusal(keymap, BY_ID["tag.rate"], "J") == ""
    assert refusal(keymap, BY_ID["review.next"], "Shift+J") == "Shift+J already runs “Next open difference”."


def test_sentences_name_the_keys_there_are(keymap):
    keymap.choose("tag.source", ("Y",))
    keymap.choose("link.source", ())
    said = keymap.say("Press {tag.source}, then {link.source}; {nothing.known} {0} {a}.")

    assert said == "Press Y, then “Link to a source”; {nothing.known} {0} {a}."


def test_names_of_keys_are_read_as_they_were_written():
    keys = (";", ",", "Ctrl+,", "Ctrl+;", "Ctrl++", "{", "Shift+Tab", "€", "F12", "Del")
    assert read(written(keys)) == keys
    assert (read(""), read("A; A"), read("A+B"), read("Alt")) == ((), ("A",), None, None)


@pytest.mark.parametrize(
    ("key", "held", "text", "name"),
    [
        (KEY.Key_K, MOD.NoModifier, "k", "K"),
        (KEY.Key_K, MOD.ShiftModifier, "K", "Shift+K"),
        (KEY.Key_BraceLeft, MOD.ShiftModifier, "{", "{"),
        (KEY.Key_Exclam, MOD.ShiftModifier, "!", "!"),
        (KEY.Key_Plus, MOD.ControlModifier | MOD.ShiftModifier, "+", "Ctrl++"),
        (KEY.Key_P, MOD.ControlModifier | MOD.ShiftModifier, "\x10", "Ctrl+Shift+P"),
        (KEY.Key_Backtab, MOD.ShiftModifier, "", "Shift+Tab"),
        (KEY.Key_Space, MOD.ShiftModifier, " ", "Shift+Space"),
        (KEY.Key_1, MOD.KeypadModifier, "1", "1"),
        (KEY.Key_F5, MOD.AltModifier, "", "Alt+F5"),
        (KEY.Key_Control, MOD.ControlModifier, "", ""),
        (KEY.Key_Dead_Acute, MOD.NoModifier, "", ""),
        (KEY.Key_unknown, MOD.NoModifier, "", ""),
    ],
)
def test_a_press_has_one_name(key, held, text, name):
    assert pressed(QKeyEvent(QEvent.Type.KeyPress, key, held, text)) == name


@pytest.mark.parametrize(
    ("command", "key", "sentence"),
    [
        ("tag.claim", "L", "L already runs “Link to a source”."),
        ("tag.claim", "Ctrl+E", "Ctrl+E already runs “Export corpus”."),
        ("file.export", "L", "L already runs “Link to a source”."),
        ("tag.claim", "Shift+Tab", "Shift+Tab already runs “Previous annotation”."),
        ("tag.claim", "Right", "Right moves the caret in the article."),
        ("file.export", "Ctrl+Home", "Ctrl+Home moves the caret in the article."),
        ("tag.claim", "Shift+PgDown", "Shift+PgDown moves the caret in the article."),
        ("tag.claim", "Ctrl+A", "Ctrl+A selects the whole article."),
        ("tag.claim", "Esc", "Esc always leads out of what one is in."),
        ("tag.claim", "Alt+X", "Alt+X is a switch of the find bar."),
        ("file.export", "G", "G is needed in text fields, where “Export corpus” works too."),
        ("file.export", "Shift+G", "Shift+G is needed in text fields, where “Export corpus” works too."),
        ("file.export", "Return", "Enter is needed in text fields, where “Export corpus” works too."),
        ("file.export", "Ctrl+V", "Ctrl+V is needed in text fields, where “Export corpus” works too."),
        ("file.export", "Ctrl+Return", "Ctrl+Enter is needed in text fields, where “Export corpus” works too."),
    ],
)
def test_keys_that_something_else_needs_are_refused_in_one_sentence(keymap, command, key, sentence):
    assert refusal(keymap, BY_ID[command], key) == sentence


@pytest.mark.skipif("sys.platform == 'darwin'", reason="the menus of macOS have no letters")
def test_the_letters_of_the_menus_are_refused(keymap):
    assert refusal(keymap, BY_ID["tag.claim"], "Alt+G") == "Alt+G opens the menu “Go”."


@pytest.mark.parametrize(
    ("command", "key"),
    [("tag.claim", "G"), ("tag.claim", "Space"), ("file.export", "Ctrl+J"), ("file.export", "F10"), ("tag.claim", "1"),
     ("edit.undo", "Ctrl+Z"), ("go.next", "Tab"), ("tag.claim", "Ctrl+V")],
)  # fmt: skip
def test_other_keys_and_the_keys_it_came_with_are_free(keymap, command, key):
    assert refusal(keymap, BY_ID[command], key) == ""


def test_a_key_that_another_command_gave_up_is_free_and_its_old_owner_may_not_have_it_back(keymap):
    keymap.choose("link.source", ("Y",))
    assert refusal(keymap, BY_ID["tag.claim"], "L") == ""
    keymap.choose("tag.claim", ("L",))
    assert refusal(keymap, BY_ID["link.source"], "L") == "L already runs “Claim”."


def test_where_alt_types_letters_it_is_needed_to_type():
    assert types("Alt+K", alt_types=True)
    assert not types("Alt+K", alt_types=False)
    assert not types("Ctrl+Alt+K", alt_types=True)
    assert not types("F5", alt_types=True)


def test_no_command_came_with_a_key_that_is_refused(keymap):
    bare = {command.id: command._replace(keys=()) for command in COMMANDS}
    allowed = {"edit.undo", "edit.redo", "edit.copy"}  # of text fields too, which take them first
    found = [(id_, refusal(keymap, bare[id_], key)) for id_ in BY_ID for key in BY_ID[id_].keys]
    assert [(id_, why) for id_, why in found if why and id_ not in allowed] == []
