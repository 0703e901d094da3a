import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip

from annotator.ui import theme
from annotator.ui.controls.start_cards import DropArea
from annotator.ui.start_page import RecentProject, StartPage
from annotator.ui.tokens import DARK, LIGHT


@pytest.fixture
def recent(tmp_path):
    projects = []
    for name in ("Peninsula", "Hospital", "Harbour"):
        file = tmp_path / f"{name}.annotator"
        if name != "Hospital":
            file.write_text("")
        projects.append(RecentProject(str(file), name, "38 documents", "Yesterday"))
    return projects


@pytest.fixture
def page(shown, recent):
    built = StartPage()
    built.resize(1280, 800)
    built.set_recent(recent)
    return shown(built, built.recents)


@pytest.fixture
def opened(page):
    paths = []
    page.openRequested.connect(paths.append)
    return paths


def at(page, row):
    return page.recents.visualRect(page.recents.model().index(row, 0)).center()


def test_enter_opens_the_first_and_arrows_choose(qtbot, page, recent, opened):
    qtbot.keyClick(page.recents, Qt.Key.Key_Return)
    qtbot.keyClick(page.recents, Qt.Key.Key_Down)
    qtbot.keyClick(page.recents, Qt.Key.Key_Down)
    qtbot.keyClick(page.recents, Qt.Key.Key_Enter)
    assert opened == [recent[0].path, recent[2].path]


def test_a_click_opens_and_a_missing_file_does_not(qtbot, page, recent, opened):
    qtbot.mouseClick(page.recents.viewport(), Qt.MouseButton.LeftButton, pos=at(page, 1))
    assert opened == []
    qtbot.mouseClick(page.recents.viewport(), Qt.MouseButton.LeftButton, pos=at(page, 2))
    assert opened == [recent[2].path]
    said = page.recents.model().index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "not found" in said


def test_delete_and_the_menu_forget(qtbot, page, recent):
    with qtbot.waitSignal(page.forgetRequested) as told:
        qtbot.keyClick(page.recents, Qt.Key.Key_Delete)
    assert told.args == [recent[0].path]
    menu = page.recents.menu_for(page.recents.model().index(1, 0))
    open_it, forget = menu.actions()
    assert not open_it.isEnabled()
    with qtbot.waitSignal(page.forgetRequested) as told:
        forget.trigger()
    assert told.args == [recent[1].path]


@pytest.mark.parametrize(
    ("widget", "signal"),
    [
        ("new_button", "newRequested"),
        ("open_button", "openFileRequested"),
        ("sample", "sampleRequested"),
        ("choose_button", "chooseFilesRequested"),
        ("paste_button", "pasteRequested"),
    ],
)
def test_every_way_to_begin_works_by_mouse_and_key(qtbot, page, widget, signal):
    pressed = getattr(page, widget)
    with qtbot.waitSignal(getattr(page, signal)):
        qtbot.mouseClick(pressed, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(getattr(page, signal)):
        qtbot.keyClick(pressed, Qt.Key.Key_Space)
    assert pressed.accessibleName() or pressed.text()


def test_the_sample_opens_with_enter_too(qtbot, page):
    with qtbot.waitSignal(page.sampleRequested):
        qtbot.keyClick(page.sample, Qt.Key.Key_Return)


def test_the_tab_key_goes_down_the_left_and_then_the_right(qtbot, page):
    order = [page.recents, page.new_button, page.open_button, page.sample, page.choose_button, page.paste_button]
    for following in order[1:]:
        qtbot.keyClick(page.window().focusWidget(), Qt.Key.Key_Tab)
        assert page.window().focusWidget() is following


def test_pasting_anywhere_asks_for_the_text(qtbot, page):
    with qtbot.waitSignal(page.pasteRequested):
        qtbot.keyClick(page, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


def dragged(*urls):
    data = QMimeData()
    data.setUrls([QUrl(url) for url in urls])
    return data


def enter(page, data):
    event = QDragEnterEvent(
        QPoint(9, 9), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    event.ignore()
    QApplication.sendEvent(page, event)
    return event.isAccepted()


def test_files_and_folders_can_be_dropped(qtbot, page, tmp_path, colours):
    data = dragged(QUrl.fromLocalFile(str(tmp_path)).toString(), "https://example.org/a.txt")
    area = page.findChild(DropArea)
    assert enter(page, data)
    assert LIGHT.soft in colours(area)
    drop = QDropEvent(
        QPointF(9, 9), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    with qtbot.waitSignal(page.filesDropped) as told:
        QApplication.sendEvent(page, drop)
    assert told.args == [[str(tmp_path)]]
    assert LIGHT.soft not in colours(area)


def test_what_is_not_a_file_is_not_taken(page):
    assert not enter(page, dragged("https://example.org/a.txt"))


def test_without_recent_projects_the_page_says_so_and_offers_a_new_one(qtbot, shown):
    page = StartPage()
    shown(page)
    assert not page.recents.isVisible()
    page.setFocus()
    assert page.new_button.hasFocus()


def test_hostile_names_and_both_themes(qtbot, qapp, shown, hostile):
    page = StartPage()
    page.set_recent([RecentProject(hostile, hostile, hostile, hostile)])
    shown(page)
    spot = at(page, 0)
    QApplication.sendEvent(
        page.recents.viewport(), QHelpEvent(QEvent.Type.ToolTip, spot, page.recents.viewport().mapToGlobal(spot))
    )
    assert "&lt;img" in QToolTip.text()
    QToolTip.hideText()
    page.grab()
    theme.apply(qapp, DARK)
    page.grab()


@pytest.mark.parametrize("size", [(640, 480), (1280, 800), (1920, 1080)])
def test_it_is_never_wider_than_its_window(page, size):
    page.resize(*size)
    QApplication.processEvents()
    for widget in (page.recents, page.sample, page.new_button, page.paste_button):
        corner = widget.mapTo(page, QPoint(0, 0))
        assert corner.x() >= 0
        assert corner.x() + widget.width() <= size[0]
    if size[0] >= 1280:
        tops = {button.mapTo(page, QPoint()).y() for button in (page.new_button, page.choose_button)}
        assert len(tops) == 1
