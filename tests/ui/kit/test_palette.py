import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLineEdit, QListView, QVBoxLayout, QWidget

from annotator.ui import theme
from annotator.ui.controls.matching import find, fold
from annotator.ui.palette import SHOWN, CommandPalette, PaletteEntry
from annotator.ui.tokens import DARK


@pytest.fixture
def ran():
    return []


@pytest.fixture
def entries(ran):
    def entry(group, text, prefix, keys="", enabled=True):
        return PaletteEntry(group, text, keys, "link", "", prefix, lambda: ran.append(text), enabled)

    return [
        entry("Annotate", "Link to a source", ">", "L"),
        entry("Annotate", "Split link at the cue", ">", "Ctrl+Shift+L", enabled=False),
        entry("Go to", "List layers", ">", "Ctrl+L"),
        entry("Go to", "Anonymous officials describe split in cabinet", "#"),
        entry("People and sources", "Boris Lind", "@"),
        entry("People and sources", "Ana Kovač", "@"),
        entry("People and sources", "Coastline", "@"),
    ]


@pytest.fixture
def window(shown):
    built = QWidget()
    built.resize(900, 700)
    built.editor = QLineEdit()
    QVBoxLayout(built).addWidget(built.editor)
    return shown(built, built.editor)


@pytest.fixture
def palette(window, entries):
    built = CommandPalette(window, lambda: entries)
    built.open()
    return built


@pytest.fixture
def field(palette):
    return palette.findChild(QLineEdit)


def texts(palette):
    return [entry.text for entry in palette.found()]


def test_it_opens_over_the_window_with_everything_in_it(palette, field, window):
    assert palette.geometry() == window.rect()
    assert field.hasFocus()
    assert len(palette.found()) == 7
    assert palette.current().text == "Link to a source"


def test_typing_and_enter_runs_the_best_after_it_has_gone(qtbot, palette, field, window, ran):
    qtbot.keyClicks(field, "lis")
    assert texts(palette) == ["List layers"]
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert ran == ["List layers"]
    assert palette.isHidden()
    assert window.editor.hasFocus()


def test_the_arrows_skip_headings_and_stop_at_the_ends(qtbot, palette, field, ran):
    qtbot.keyClick(field, Qt.Key.Key_Up)
    assert palette.current().text == "Link to a source"
    qtbot.keyClick(field, Qt.Key.Key_Down)
    qtbot.keyClick(field, Qt.Key.Key_Down)
    assert palette.current().text == "List layers"
    for _ in range(20):
        qtbot.keyClick(field, Qt.Key.Key_Down)
    assert palette.current().text == "Coastline"
    qtbot.keyClick(field, Qt.Key.Key_Enter)
    assert ran == ["Coastline"]


def test_a_disabled_command_is_shown_and_does_nothing(qtbot, palette, field, ran):
    qtbot.keyClicks(field, "split link")
    assert palette.current().text == "Split link at the cue"
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert ran == []
    assert not palette.isHidden()


@pytest.mark.parametrize(("typed", "group"), [("#", {"#"}), ("@", {"@"}), (">", {">"})])
def test_a_sign_asks_for_one_kind(qtbot, palette, field, typed, group):
    qtbot.keyClicks(field, typed)
    assert {entry.prefix for entry in palette.found()} == group
    qtbot.keyClicks(field, "li")
    assert {entry.prefix for entry in palette.found()} == group


def test_escape_and_a_click_beside_it_close_it(qtbot, palette, field, window, ran):
    with qtbot.waitSignal(palette.closed):
        qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert window.editor.hasFocus()
    palette.open("@")
    assert field.text() == "@"
    qtbot.mouseClick(palette, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert palette.isHidden()
    assert ran == []


def test_a_click_runs_a_row_and_a_heading_nothing(qtbot, palette, field, ran):
    view = palette.findChild(QListView)
    model = view.model()
    heading, row = view.visualRect(model.index(0)).center(), view.visualRect(model.index(1)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=heading)
    assert ran == []
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=row)
    assert ran == ["Link to a source"]


def test_tab_does_not_leave_it(qtbot, palette, field):
    qtbot.keyClick(field, Qt.Key.Key_Tab)
    assert field.hasFocus()


def test_nothing_found_is_said(qtbot, palette, field, ran):
    qtbot.keyClicks(field, "qqqq")
    assert palette.found() == []
    assert palette.current() is None
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert ran == []
    palette.grab()


def test_accents_do_not_matter(qtbot, palette, field):
    qtbot.keyClicks(field, "kovac")
    assert texts(palette) == ["Ana Kovač"]


def test_it_follows_its_window_and_theme(qtbot, qapp, palette, window):
    window.resize(700, 500)
    qtbot.waitUntil(lambda: palette.geometry() == window.rect())
    theme.apply(qapp, DARK)
    assert not palette.grab().isNull()


def test_hostile_names_are_plain_and_groups_keep_their_rows(window, hostile):
    one = PaletteEntry(hostile, hostile, hostile, "link", hostile, "@", lambda: None)
    palette = CommandPalette(window, lambda: [one])
    palette.open("img")
    assert texts(palette) == [hostile]
    palette.grab()


def test_of_ten_thousand_entries_the_best_are_shown(qtbot, window):
    many = [
        PaletteEntry("Documents", f"Document {at} on ferries, taxes and Kovač", "", "document", "", "#", lambda: None)
        for at in range(10_000)
    ]
    palette = CommandPalette(window, lambda: many)
    palette.open()
    qtbot.keyClicks(palette.findChild(QLineEdit), "taxes 99")
    assert len(palette.found()) == SHOWN
    assert all("99" in text for text in texts(palette))


class TestMatching:
    def order(self, typed, texts):
        return [texts[match.at] for match in find(typed, [fold(text) for text in texts], 50)[1]]

    def test_beginnings_before_words_before_insides(self):
        texts = ["Coastline", "Boris Lind", "Link"]
        assert self.order("li", texts) == ["Link", "Boris Lind", "Coastline"]

    def test_words_in_any_order(self):
        assert self.order("source link", ["Link to a source", "Link"]) == ["Link to a source"]

    def test_letters_in_order_only_when_no_word_matches(self):
        texts = ["Link to a source", "Mark finished"]
        assert self.order("mfin", texts) == ["Mark finished"]
        assert self.order("ltas", texts) == ["Link to a source"]

    def test_marks_are_places_in_the_text(self):
        total, (match,) = find("kov", [fold("Ana Kovač")], 5)
        assert total == 1
        assert match.marks == ((4, 7),)

    @pytest.mark.parametrize("text", ["ẞtraße", "İstanbul", "ﬁnance", "Kovač", "東京", "e\u0301te"])
    def test_folding_keeps_the_length(self, text):
        assert len(fold(text)) == len(text)
