"""Other keys for commands, chosen, refused and remembered through the window, by keyboard alone."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QListView, QPushButton, QWidget

from annotator.services.project import Project
from annotator.ui.controls.key_caps import KeyCaps
from annotator.ui.dialogs.settings.dialog import SettingsDialog
from annotator.ui.shortcut_help import ShortcutHelp

KEY = Qt.Key
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


class Settings:
    """The keyboard page as a person uses it."""

    def __init__(self, hands):
        self._hands = hands
        hands.press((CTRL, KEY.Key_Comma))
        hands.until(lambda: isinstance(QApplication.activeModalWidget(), SettingsDialog))
        self.dialog = QApplication.activeModalWidget()
        hands.until(lambda: self.dialog.isAncestorOf(QApplication.focusWidget() or hands.view))
        hands.press((CTRL, KEY.Key_Tab))
        self.page = self.dialog.pages.currentWidget()
        hands.until(lambda: QApplication.focusWidget() is self.page.commands.field)

    def find(self, words):
        self.page.commands.field.setFocus()
        self._hands.press((CTRL, KEY.Key_A), words)

    def record(self, words, *keys):
        """Find a command, and press new keys for it until one is taken."""
        self.find(words)
        self._hands.press(KEY.Key_Return, *keys)

    def said(self):
        return self.page.answer.words.text()

    def keys(self, words):
        self.find(words)
        return self.page._keys.shown(self.page.command().id)

    def close(self):
        self.page.commands.list.setFocus()
        self._hands.press(KEY.Key_Escape)
        self._hands.back()


@pytest.fixture
def settings(hands):
    return Settings(hands)


def tags(hands):
    return [row[0] for row in hands.rows("SELECT tag FROM annotations ORDER BY begin")]


def test_a_new_key_works_at_once_and_after_a_restart_and_the_old_one_does_not(hands, open_window):
    settings = Settings(hands)
    settings.record("claim", KEY.Key_G)
    assert settings.said() == "G runs “Claim” now."
    settings.close()

    def try_both(at):
        at.select("the mayor")
        at.press("1")
        assert tags(at) == []
        at.press("g")
        assert tags(at) == ["claim"]

    try_both(hands)
    hands.press((CTRL, KEY.Key_Z))
    hands.window.close()
    again = open_window(hands.path)
    again.view.setFocus()
    try_both(again)


def test_a_key_of_another_command_is_refused_and_asked_for_again(hands, settings):
    settings.record("claim", KEY.Key_L)
    assert settings.said() == "L already runs “Link to a source”. Press another key."
    hands.press((CTRL, KEY.Key_E))
    assert settings.said() == "Ctrl+E already runs “Export corpus”. Press another key."
    hands.press(KEY.Key_Right)
    assert settings.said() == "Right moves the caret in the article. Press another key."
    hands.press(KEY.Key_Tab)
    assert settings.said() == "Tab already runs “Next annotation”. Press another key."
    hands.press(KEY.Key_Escape)
    assert settings.dialog.isVisible()
    assert settings.keys("claim") == ("1",)


def test_a_command_of_the_whole_window_leaves_text_fields_their_keys(hands, settings):
    settings.record("export", KEY.Key_G)
    assert settings.said() == "G is needed in text fields, where “Export corpus” works too. Press another key."
    hands.press((CTRL, KEY.Key_J))
    assert settings.keys("export") == ("Ctrl+J",)


def test_keys_that_other_controls_take_can_be_recorded(hands, settings):
    settings.record("next annotation", KEY.Key_Space)
    settings.record("claim", KEY.Key_Tab)
    assert settings.keys("claim") == ("Tab",)
    settings.record("source", (SHIFT, KEY.Key_Backtab))
    assert settings.said() == "Shift+Tab already runs “Previous annotation”. Press another key."
    hands.press(KEY.Key_Escape)
    settings.close()
    hands.view.setFocus()
    hands.select("the mayor")
    hands.press(KEY.Key_Tab)
    assert tags(hands) == ["claim"]


def test_another_key_beside_the_first_none_at_all_and_back(hands, settings):
    settings.find("delete annotation")
    settings.page.add.click()
    hands.press(KEY.Key_Z)
    assert settings.keys("delete annotation") == ("Del", "Backspace", "Z")
    settings.page.commands.list.setFocus()
    hands.press(KEY.Key_Delete)
    assert settings.keys("delete annotation") == ()
    settings.record("note", KEY.Key_Delete)
    settings.find("delete annotation")
    settings.page.back.click()
    assert settings.said() == "Del already runs “Note”. Give that another key first."
    settings.record("note", KEY.Key_M)
    settings.find("delete annotation")
    settings.page.back.click()
    assert settings.keys("delete annotation") == ("Del", "Backspace")
    assert not settings.page.reset.isEnabled()


def test_all_back_to_default_asks_first(hands, settings):
    settings.record("claim", KEY.Key_G)
    settings.record("quote", KEY.Key_Y)
    settings.page.reset.click()
    box = QApplication.activeModalWidget()
    assert "2 commands" in box.informativeText()
    hands.press(KEY.Key_Escape, to=box)
    assert settings.keys("quote") == ("Y",) or settings.keys("quot") == ("Y",)
    settings.page.reset.click()
    hands.press(KEY.Key_Return, to=QApplication.activeModalWidget())
    assert (settings.keys("claim"), hands.window.keys.own()) == (("1",), [])


def test_commands_are_found_by_name_and_by_key(hands, settings):
    settings.find("ctrl+shift+c")
    assert settings.page.commands.shown() == ["Copy with its source"]
    settings.find("zzzz")
    assert settings.page.command() is None
    assert not any(b.isEnabled() for b in (settings.page.change, settings.page.add, settings.page.clear))
    hands.press(KEY.Key_Return)
    assert not settings.page.recorder.isVisible()


def test_everything_that_shows_keys_shows_the_persons_own(hands, settings):
    window = hands.window
    for words, key in (("claim", "g"), ("mark finished", "y"), ("which source it is", "z"), ("next annotation", "n")):
        settings.record(words, key)
    settings.record("run a command", (CTRL, KEY.Key_J))
    settings.close()
    window.inspector.settle()

    labels = [label.text() for label in window.inspector.findChildren(QLabel)]
    assert "Click an annotation, or go on with N. Select words and press G, 2, 3 or 4 to tag them." in labels
    assert [caps.keys() for caps in window.inspector.findChildren(KeyCaps)] == ["N"]
    assert window.area.head._button.accessibleDescription() == "Y"
    assert {b.key() for b in window.tools._named["annotate"] if b.name() in ("Claim", "Entity")} == {"G", "Z"}
    assert window.actions_.by_id["tag.claim"].shortcut().toString() == "G"
    hands.press((CTRL, KEY.Key_J))
    window.palette_._field.setText(">claim")
    assert window.palette_.current().keys == "G"
    window.palette_.close_palette()
    hands.press("x")
    window.show_keys()
    help_ = QApplication.activeModalWidget()
    help_.commands.field.setText("mark finished")
    rows = help_.findChild(QListView).model()
    assert rows.index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole) == "Mark finished, Y"
    help_.close()


def test_refusals_in_the_article_name_the_persons_keys(hands, settings):
    settings.record("link to a source", "y")
    settings.find("next annotation")
    settings.page.clear.click()
    settings.close()
    hands.view.setFocus()
    hands.press("y")

    assert hands.window.area.messages.sentence() == (
        "Link starts from a claim or a quote. Go to one with “Next annotation”, then press Y."
    )


def test_the_start_page_and_empty_lists_show_the_persons_keys(open_window, tmp_path, me):
    path = tmp_path / "empty.annotator"
    Project.create(path, me).close()
    hands = open_window(path)
    hands.window.keys.choose("file.import", ("Ctrl+J",))
    hands.window.keys.choose("help.keys", ())
    assert {c.keys() for c in hands.window.findChildren(KeyCaps) if c.isVisible()} >= {"Ctrl+J"}
    hands.window.desk.filing.close()

    shown = [caps.keys() for caps in hands.window.start.findChildren(KeyCaps) if caps.isVisible()]
    assert shown == ["Ctrl+Shift+P", "Ctrl+O"]
    hands.window.keys.choose("file.open", ("Ctrl+M",))
    assert [c.keys() for c in hands.window.start.findChildren(KeyCaps) if c.isVisible()] == ["Ctrl+Shift+P", "Ctrl+M"]


def test_the_keyboard_help_leads_to_other_keys(hands):
    hands.press(KEY.Key_F1)
    hands.until(lambda: isinstance(QApplication.activeModalWidget(), ShortcutHelp))
    QApplication.activeModalWidget().change.click()
    hands.until(lambda: isinstance(QApplication.activeModalWidget(), SettingsDialog))
    page = QApplication.activeModalWidget().pages.currentWidget()
    hands.until(lambda: QApplication.focusWidget() is page.commands.field)
    QApplication.activeModalWidget().close()


def test_copying_is_a_command_whose_keys_are_chosen_like_any_others(hands, settings):
    settings.record("ctrl+ins", (CTRL, KEY.Key_J))
    settings.close()
    clipboard = QGuiApplication.clipboard()
    clipboard.setText("before")
    hands.view.setFocus()
    hands.select("the mayor")
    hands.press((CTRL, KEY.Key_C))
    assert clipboard.text() == "before"
    hands.press((CTRL, KEY.Key_J))
    assert clipboard.text() == "the mayor"


def test_everything_in_the_dialog_is_reached_by_tab_and_has_a_name(hands, settings):
    for number in range(settings.dialog.pages.count()):
        settings.dialog.pages.setCurrentIndex(number)
        page = settings.dialog.pages.currentWidget()
        reached = set()
        for _ in range(40):
            reached.add(QApplication.focusWidget())
            hands.press(KEY.Key_Tab)
        wanted = {
            w
            for w in settings.dialog.findChildren(QWidget)
            if w.isVisible() and w.isEnabled() and w.focusPolicy() & Qt.FocusPolicy.TabFocus and not w.focusProxy()
        }
        wanted -= {w for w in wanted if w.parent() in wanted}  # the inner field of a number
        names = {w: w.accessibleName() or (w.text() if isinstance(w, QPushButton) else "") for w in wanted}
        assert all(names.values()), (page, names)
        assert {n for w, n in names.items() if w not in reached} <= {"Theme: Light", "Theme: Dark"}, page


@pytest.mark.parametrize("key", ["1", "Ctrl+Alt+Shift+F12"])
def test_names_and_keys_leave_the_tool_bar_before_anything_falls_out_of_it(hands, key):
    hands.window.keys.choose("tag.claim", (key,))
    styles = set()
    for width in range(700, 1500, 50):
        hands.window.resize(width, 700)
        QApplication.processEvents()
        styles.add(hands.window.tools._named["annotate"][0].toolButtonStyle())
        assert not hands.window.tools.findChild(QWidget, "qt_toolbar_ext_button").isVisible(), width
    assert len(styles) == 2
