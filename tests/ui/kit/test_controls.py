import sys

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QStringListModel, Qt
from PySide6.QtGui import QAction, QColor, QHelpEvent, QImage, QPainter
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QListView,
    QPushButton,
    QToolButton,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from annotator.ui import theme
from annotator.ui.controls.chip import Chip
from annotator.ui.controls.command_button import CommandButton, KeyButton
from annotator.ui.controls.crumb import ChainCrumbs
from annotator.ui.controls.empty_state import EmptyState
from annotator.ui.controls.exact_text import ExactText
from annotator.ui.controls.grade import GradeScale
from annotator.ui.controls.key_caps import KeyCaps, key_parts, native_keys
from annotator.ui.controls.painting import paint_text, plain_tooltip, text_width, without_mnemonic
from annotator.ui.controls.panel import PanelTitle, Section
from annotator.ui.controls.progress_dot import paint_progress_dot
from annotator.ui.controls.quiet_label import PlainLabel
from annotator.ui.controls.rows import RowDelegate
from annotator.ui.controls.search_field import SearchField
from annotator.ui.controls.swatch import paint_swatch
from annotator.ui.controls.tag_button import TagButton
from annotator.ui.tokens import LIGHT

PC_KEYS = pytest.mark.skipif(sys.platform == "darwin", reason="macOS writes its keys as signs")


@pytest.fixture
def action(qapp):
    built = QAction("&Claim", qapp)
    built.setShortcut("Ctrl+1")
    yield built
    built.deleteLater()


class TestActionButtons:
    @PC_KEYS
    def test_it_says_what_the_action_says(self, qtbot, action):
        button = TagButton(action, "claim")
        qtbot.addWidget(button)
        assert (button.name(), button.key()) == ("Claim", "Ctrl+1")
        assert button.accessibleName() == "Claim"
        narrow = button.sizeHint().width()
        action.setText("Claim about somebody")
        action.setShortcut("")
        assert button.accessibleName() == "Claim about somebody"
        assert button.sizeHint().width() > narrow
        action.setEnabled(False)
        assert not button.isEnabled()

    def test_mouse_and_keyboard_run_the_action(self, qtbot, shown, action):
        button = CommandButton(action, "link")
        shown(button, button)
        with qtbot.waitSignal(action.triggered):
            qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        with qtbot.waitSignal(action.triggered):
            qtbot.keyClick(button, Qt.Key.Key_Space)

    def test_focus_and_checked_can_be_seen(self, shown, colours, action):
        action.setCheckable(True)
        button = TagButton(action, "source")
        other = QPushButton("x")
        shown(other)
        shown(button, button)
        assert LIGHT.accent in colours(button)
        action.setChecked(True)
        assert LIGHT.press in colours(button)

    def test_its_tooltip_is_plain(self, qtbot, action, hostile):
        action.setText(hostile)
        button = TagButton(action, "claim")
        qtbot.addWidget(button)
        button.show()
        spot = button.rect().center()
        QApplication.sendEvent(button, QHelpEvent(QEvent.Type.ToolTip, spot, button.mapToGlobal(spot)))
        assert "&lt;img" in QToolTip.text()
        QToolTip.hideText()

    def test_icons_only(self, qtbot, action):
        button = CommandButton(action, "link")
        qtbot.addWidget(button)
        wide = button.sizeHint().width()
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        assert button.sizeHint().width() == theme.control_height() < wide
        assert button.accessibleName() == "Claim"
        button.grab()

    def test_a_key_button_presses_like_any_other(self, qtbot, shown, colours):
        button = KeyButton("finish", "Mark finished", "F")
        shown(button, button)
        with qtbot.waitSignal(button.clicked):
            qtbot.keyClick(button, Qt.Key.Key_Space)
        assert (button.accessibleName(), button.accessibleDescription()) == ("Mark finished", "F")
        theme.set_primary(button)
        button.style().polish(button)
        assert LIGHT.on_accent in colours(button)


class TestKeys:
    @PC_KEYS
    @pytest.mark.parametrize(
        ("keys", "caps"),
        [
            ("Ctrl+Shift+P", ["Ctrl", "Shift", "P"]),
            ("Ctrl++", ["Ctrl", "+"]),
            ("+", ["+"]),
            ("Alt+Right", ["Alt", "→"]),
            ("Ctrl+K, Ctrl+S", ["Ctrl", "K", "Ctrl", "S"]),
            ("Return", ["Enter"]),
            ("", []),
        ],
    )
    def test_caps(self, keys, caps):
        assert key_parts(keys) == caps

    def test_on_a_mac_every_sign_is_a_cap(self, monkeypatch):
        monkeypatch.setattr(sys, "platform", "darwin")
        monkeypatch.setattr("annotator.ui.controls.key_caps.native_keys", lambda _keys: "⇧⌘P")
        assert key_parts("Ctrl+Shift+P") == ["⇧", "⌘", "P"]

    def test_they_are_as_wide_as_they_say(self, qtbot):
        short, long = KeyCaps("L"), KeyCaps("Ctrl+Shift+L")
        for caps in (short, long):
            qtbot.addWidget(caps)
            caps.grab()
        assert long.sizeHint().width() > short.sizeHint().width()
        assert long.accessibleName() == native_keys("Ctrl+Shift+L")


def test_escape_empties_a_search_field_first(qtbot, shown):
    outer = QWidget()
    field = SearchField("Filter by title", "Ctrl+F")
    command = QAction("Leave", outer)
    command.setShortcut("Escape")
    outer.addAction(command)
    ran = []
    command.triggered.connect(lambda: ran.append(1))
    QVBoxLayout(outer).addWidget(field)
    shown(outer, field)
    qtbot.keyClicks(field, "boat")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == ""
    assert ran == []
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert ran == [1]
    assert field.accessibleName() == "Filter by title"


class _Rows(RowDelegate):
    def draw(self, painter, rect, index, option):
        paint_text(painter, rect.adjusted(16, 0, 0, 0), index.data(), theme.ui_font(), theme.current().text)


def test_the_selected_row_shows_whether_the_list_has_the_keyboard(qtbot, shown, colours):
    outer = QWidget()
    row = QHBoxLayout(outer)
    view, other = QListView(), QPushButton("Other")
    view.setModel(QStringListModel(["one", "two"], view))
    _Rows(view)
    row.addWidget(view)
    row.addWidget(other)
    shown(outer, view)
    view.setCurrentIndex(view.model().index(1, 0))
    assert {LIGHT.soft, LIGHT.accent} <= colours(view)
    other.setFocus()
    seen = colours(view)
    assert LIGHT.press in seen
    assert LIGHT.soft not in seen
    assert view.sizeHintForRow(0) == theme.row_height()


def test_the_row_under_the_mouse(qtbot, shown, colours):
    view = QListView()
    view.setModel(QStringListModel(["one", "two"], view))
    _Rows(view)
    shown(view)
    qtbot.mouseMove(view.viewport(), QPoint(30, 10))
    qtbot.mouseMove(view.viewport(), QPoint(32, 12))
    qtbot.waitUntil(lambda: LIGHT.hover in colours(view), timeout=1000)


@pytest.mark.parametrize("progress", ["new", "half", "done"])
def test_progress_has_a_shape_of_its_own(qapp, progress):
    def drawn(which):
        image = QImage(16, 16, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(QColor(LIGHT.surface))
        painter = QPainter(image)
        paint_progress_dot(painter, LIGHT, QPointF(8, 8), which, LIGHT.edge)
        painter.end()
        return image

    others = {"new", "half", "done"} - {progress}
    assert all(drawn(progress) != drawn(other) for other in others)


def test_tags_differ_without_colour(qapp):
    def drawn(tag):
        image = QImage(20, 20, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(QColor(LIGHT.paper))
        painter = QPainter(image)
        paint_swatch(painter, LIGHT, tag, QRect(2, 2, 14, 14).toRectF())
        painter.end()
        ink = QColor(LIGHT.ink(tag))
        return frozenset((x, y) for x in range(20) for y in range(20) if image.pixelColor(x, y) == ink)

    assert len({drawn(tag) for tag in ("claim", "source", "quote", "cue")}) == 4


def test_a_panel_title_mirrors_its_actions(qtbot, action):
    title = PanelTitle("Documents")
    qtbot.addWidget(title)
    title.set_count("214")
    button = title.add_action(action, "plus")
    assert button.accessibleName() == "Claim"
    with qtbot.waitSignal(action.triggered):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    action.setEnabled(False)
    assert not button.isEnabled()
    pressed = []
    other = title.add_button("more", "More", lambda: pressed.append(1))
    qtbot.mouseClick(other, Qt.MouseButton.LeftButton)
    assert pressed == [1]


def test_an_empty_state_offers_the_one_thing_to_do(qtbot, shown):
    empty = EmptyState("link", "Nothing is linked here yet", "Select a claim and press L.", "L", "Link")
    shown(empty)
    button = empty.findChild(QPushButton)
    with qtbot.waitSignal(empty.activated):
        qtbot.keyClick(button, Qt.Key.Key_Space)


def test_elided_text_is_whole_in_its_tooltip(qtbot):
    label = PlainLabel("A very long title of an article that has no room", elide=True)
    qtbot.addWidget(label)
    label.resize(60, 20)
    label.grab()
    assert label.toolTip() == label.text()
    label.resize(2000, 20)
    label.grab()
    assert label.toolTip() == ""


def test_exact_text_wraps_and_keeps_every_letter(qtbot, colours):
    passage = "Pneumonoultramicroscopicsilicovolcanoconiosis " * 4
    text = ExactText(passage, "claim")
    qtbot.addWidget(text)
    assert text.heightForWidth(100) > text.heightForWidth(400)
    text.resize(200, text.heightForWidth(200))
    assert LIGHT.ink("claim") in colours(text)
    assert text.accessibleName() == passage


def test_mnemonics_and_tooltips():
    assert without_mnemonic("&Open A && B…") == "Open A & B…"
    assert plain_tooltip("plain") == "plain"
    assert "&lt;b&gt;" in plain_tooltip("<b>")


def hostile_widgets(text, action):
    action.setText(text)
    crumbs = ChainCrumbs()
    crumbs.set_chain([(text, "person", False)])
    title = PanelTitle(text)
    title.set_count(text)
    return [
        TagButton(action, "claim"),
        CommandButton(action, "link"),
        KeyButton("link", text, "L"),
        Chip(text, tag="claim"),
        crumbs,
        GradeScale("AB", text, {"A": text}),
        SearchField(text),
        EmptyState("link", text, text),
        title,
        Section(text, text),
        PlainLabel(text),
        PlainLabel(text, elide=True),
        ExactText(text),
    ]


def test_text_from_files_is_never_markup(qtbot, hostile, action):
    for widget in hostile_widgets(hostile, action):
        qtbot.addWidget(widget)
        widget.resize(600, 120)
        widget.show()
        widget.grab()
        for label in [widget, *widget.findChildren(QLabel)]:
            if isinstance(label, QLabel):
                assert label.textFormat() == Qt.TextFormat.PlainText
        for child in [widget, *widget.findChildren(QWidget)]:
            assert hostile not in child.toolTip() or isinstance(child, QToolButton)
    drawn = TagButton(action, "claim")
    qtbot.addWidget(drawn)
    assert drawn.sizeHint().width() > text_width(hostile, theme.ui_font())


def test_a_chip_without_room_has_its_text_in_the_tooltip(qtbot, colours):
    chip = Chip("a long fact", "check", kind="ok")
    qtbot.addWidget(chip)
    chip.resize(chip.minimumSizeHint())
    assert LIGHT.ok_soft in colours(chip)
    assert chip.toolTip() == "a long fact"
    chip.set_text("no")
    chip.resize(chip.sizeHint())
    assert (chip.toolTip(), chip.accessibleName()) == ("", "no")
