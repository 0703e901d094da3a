import sys

import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, QStringListModel, Qt
from PySide6.QtGui import QAccessible, QAction, QColor, QImage, QPainter
from PySide6.QtWidgets import QHBoxLayout, QLabel, QListView, QPushButton, QToolButton, QVBoxLayout, QWidget

from annotator.ui import theme
from annotator.ui.controls.chip import Chip
from annotator.ui.controls.command_button import CommandButton, KeyButton
from annotator.ui.controls.crumb import ChainCrumbs, Crumb
from annotator.ui.controls.empty_state import EmptyState
from annotator.ui.controls.exact_text import ExactText
from annotator.ui.controls.flow import FlowLayout
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


class TestGrades:
    @pytest.fixture
    def scale(self, shown):
        built = GradeScale("ABCDEF", "Reliability", {"E": "Unreliable"})
        shown(built)
        built.findChildren(QWidget)[0].setFocus()
        return built

    @pytest.fixture
    def graded(self, scale):
        said = []
        scale.graded.connect(said.append)
        return said

    def press(self, qtbot, scale, key):
        qtbot.keyClick(scale.window().focusWidget(), key)

    def test_letters_arrows_and_delete(self, qtbot, scale, graded):
        for key in (Qt.Key.Key_E, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Delete):
            self.press(qtbot, scale, key)
        assert graded == ["E", "F", "E", ""]
        self.press(qtbot, scale, Qt.Key.Key_Right)
        assert graded[-1] == "A"

    def test_the_same_letter_again_stays_and_space_takes_it_away(self, qtbot, scale, graded):
        self.press(qtbot, scale, Qt.Key.Key_B)
        self.press(qtbot, scale, Qt.Key.Key_B)
        assert graded == ["B"]
        self.press(qtbot, scale, Qt.Key.Key_Space)
        assert graded == ["B", ""]

    def test_the_mouse_chooses_and_unchooses(self, qtbot, scale, graded):
        segments = scale.findChildren(QWidget)
        qtbot.mouseClick(segments[2], Qt.MouseButton.LeftButton)
        qtbot.mouseClick(segments[2], Qt.MouseButton.LeftButton)
        assert graded == ["C", ""]

    def test_showing_a_grade_sends_nothing(self, scale, graded):
        scale.set_grade("C")
        assert scale.grade() == "C"
        scale.set_grade("Z")
        assert scale.grade() == ""
        assert graded == []

    def test_to_a_screen_reader_it_is_a_radio_group_with_one_tab_stop(self, scale):
        segments = scale.findChildren(QWidget)
        roles = {QAccessible.queryAccessibleInterface(segment).role() for segment in segments}
        assert roles == {QAccessible.Role.RadioButton}
        assert segments[4].accessibleName() == "E, Unreliable"
        scale.set_grade("D")
        stops = [s.letter for s in segments if s.focusPolicy() & Qt.FocusPolicy.TabFocus]
        assert stops == ["D"]

    def test_other_keys_belong_to_the_panel(self, qtbot, scale, graded):
        self.press(qtbot, scale, Qt.Key.Key_X)
        assert graded == []


class TestCrumbs:
    CHAIN = (("RFA", "media", False), ("Asia Press", "media", True), ("NK defence ministry", "government", False))

    def test_pressing_a_step_tells_its_place(self, qtbot, shown):
        crumbs = ChainCrumbs()
        crumbs.set_chain(self.CHAIN)
        crumbs.resize(600, 60)
        shown(crumbs, crumbs.crumbs()[0])
        with qtbot.waitSignal(crumbs.clicked) as told:
            qtbot.mouseClick(crumbs.crumbs()[2], Qt.MouseButton.LeftButton)
        assert told.args == [2]
        qtbot.keyClick(crumbs.crumbs()[0], Qt.Key.Key_Right)
        assert crumbs.crumbs()[1].hasFocus()
        with qtbot.waitSignal(crumbs.clicked) as told:
            qtbot.keyClick(crumbs.crumbs()[1], Qt.Key.Key_Return)
        assert told.args == [1]
        assert crumbs.accessibleName() == "Article ‹ RFA ‹ Asia Press ‹ NK defence ministry"

    def test_they_wrap(self, shown):
        crumbs = ChainCrumbs()
        crumbs.set_chain(self.CHAIN)
        assert crumbs.heightForWidth(150) > crumbs.heightForWidth(600)
        crumbs.resize(150, 200)
        shown(crumbs)
        assert all(crumb.geometry().right() <= 150 for crumb in crumbs.crumbs())

    def test_a_new_chain_replaces_the_old(self, qtbot, shown):
        crumbs = ChainCrumbs()
        shown(crumbs)
        crumbs.set_chain(self.CHAIN)
        crumbs.set_chain(self.CHAIN[:1])
        qtbot.waitUntil(lambda: len(crumbs.findChildren(Crumb)) == 2)
        assert [crumb.name() for crumb in crumbs.crumbs()] == ["RFA"]

    def test_an_inferred_step_is_dashed_without_tint_and_said(self, qtbot, colours):
        stated, inferred = Crumb("RFA", "media"), Crumb("RFA", "media", inferred=True)
        for crumb in (stated, inferred):
            qtbot.addWidget(crumb)
            crumb.last = False
        assert LIGHT.tint("source") in colours(stated)
        assert LIGHT.tint("source") not in colours(inferred)
        assert "not stated" in inferred.accessibleName()


class TestFlow:
    def test_hidden_items_take_no_room_and_wide_ones_get_the_line(self, qtbot):
        outer = QWidget()
        qtbot.addWidget(outer)
        flow = FlowLayout(outer, gap=4)
        labels = [QLabel("word " * 3) for _ in range(4)]
        for label in labels:
            flow.addWidget(label)
        outer.show()
        one_line = flow.heightForWidth(5000)
        assert flow.heightForWidth(10) > one_line
        labels[1].hide()
        flow.setGeometry(QRect(0, 0, 5000, 100))
        assert labels[2].x() == labels[0].geometry().right() + 1 + 4

    def test_from_right_to_left(self, qtbot):
        outer = QWidget()
        qtbot.addWidget(outer)
        outer.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        flow = FlowLayout(outer)
        first, second = QLabel("one"), QLabel("two")
        flow.addWidget(first)
        flow.addWidget(second)
        outer.resize(300, 40)
        outer.show()
        assert first.x() > second.x()

    def test_asking_past_the_end(self, qtbot):
        outer = QWidget()
        qtbot.addWidget(outer)
        flow = FlowLayout(outer)
        assert flow.itemAt(0) is None
        assert flow.takeAt(3) is None


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
    QVBoxLayout(outer).addWidget(field)
    shown(outer, field)
    qtbot.keyClicks(field, "boat")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == ""
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
