import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAccessible, QAction
from PySide6.QtWidgets import QLabel, QWidget

from annotator.ui.controls.crumb import ChainCrumbs, Crumb
from annotator.ui.controls.flow import FlowLayout
from annotator.ui.controls.grade import GradeScale
from annotator.ui.tokens import LIGHT


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

    def test_a_command_of_the_window_on_the_same_letter_waits(self, qtbot, scale, graded):
        command = QAction("Entity", scale)
        command.setShortcut("E")
        scale.window().addAction(command)
        ran = []
        command.triggered.connect(lambda: ran.append(1))
        self.press(qtbot, scale, Qt.Key.Key_E)
        assert (graded, ran) == (["E"], [])

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
        qtbot.keyClick(crumbs.crumbs()[1], Qt.Key.Key_Left)
        qtbot.keyClick(crumbs.crumbs()[0], Qt.Key.Key_Left)
        assert crumbs.crumbs()[0].hasFocus()
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
