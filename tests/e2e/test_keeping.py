"""What stands above the article when something is wrong, and what its buttons do."""

import shutil
import subprocess
import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from annotator.model.span import Span
from annotator.services import annotating, backing_up
from annotator.services.project import Project

KEY = Qt.Key
OTHER = """
import sys, pathlib
from annotator.model.items import Annotator
from annotator.model.span import Span
from annotator.services import annotating
from annotator.services.project import Project
boris = Annotator(id="b0b0b0b0-0000-4000-8000-000000000002", name="Boris")
project = Project.open(pathlib.Path(sys.argv[1]), boris)
print("open", flush=True)
for line in sys.stdin:
    begin = int(line)
    article = project.read(project.documents()[0].id)
    annotating.tag(project, article, [Span(begin, begin + 5)], "claim")
    print("done", flush=True)
project.close()
"""


class Other:
    """Another program that works on the same project."""

    def __init__(self, path):
        self._process = subprocess.Popen(
            [sys.executable, "-c", OTHER, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self._process.stdout.readline() == "open\n"

    def tag(self, begin):
        self._process.stdin.write(f"{begin}\n")
        self._process.stdin.flush()
        assert self._process.stdout.readline() == "done\n"

    def leave(self):
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()

    def die(self):
        self._process.kill()
        self._process.wait()
        self._process.stdin.close()
        self._process.stdout.close()


@pytest.fixture
def other():
    """Starts another program on a project."""
    begun = []

    def start(path):
        begun.append(Other(path))
        return begun[-1]

    yield start
    for one in begun:
        one.die()


def banner(hands):
    return hands.window.desk.keeping.banner


def press_button(hands, words):
    button = next(b for b in banner(hands).buttons if b.text() == words)
    hands.press(KEY.Key_Space, to=button)


def dialog(hands, name):
    found = [w for w in QApplication.topLevelWidgets() if type(w).__name__ == name and w.isVisible()]
    assert len(found) == 1
    return found[0]


def looked(hands):
    """The project was copied and proven by the process that does this beside the window."""
    watch = hands.window.desk.keeping.watch
    watch.note_work()
    watch.look()
    hands.until(lambda: watch._process is None)


def sealed(hands, open_window):
    """The project of the window, which is closed."""
    hands.select("the mayor")
    hands.press(KEY.Key_2)
    hands.window.close()
    return hands.path


def test_a_reader_follows_the_writer_and_may_become_the_writer(hands, open_window, other):
    path = sealed(hands, open_window)
    writer = other(path)
    reader = open_window(path)
    assert "Boris" in banner(reader).sentence()
    assert not reader.session.writable
    writer.tag(40)
    reader.until(lambda: len(reader.session.article.annotations) == 2)
    reader.window.desk.keeping.look_at_lock()
    assert "Boris" in banner(reader).sentence()
    writer.tag(60)
    writer.leave()
    reader.until(lambda: "Nobody writes" in banner(reader).sentence())
    press_button(reader, "Work on it here")
    assert reader.session.writable
    assert banner(reader).isHidden()
    assert len(reader.session.article.annotations) == 3
    reader.view.setFocus()
    reader.select("reporters")
    reader.press(KEY.Key_2)
    assert len(reader.rows("SELECT DISTINCT id FROM annotations")) == 4


def test_the_banner_is_reached_and_used_by_keys_alone(hands, open_window, other):
    path = sealed(hands, open_window)
    writer = other(path)
    reader = open_window(path)
    writer.leave()
    reader.until(lambda: "Nobody writes" in banner(reader).sentence())
    reader.view.setFocus()
    reader.press(KEY.Key_F6)
    assert QApplication.focusWidget() is banner(reader).buttons[0]
    reader.press(KEY.Key_F6)
    assert QApplication.focusWidget() is not banner(reader).buttons[0]
    reader.press((Qt.KeyboardModifier.ShiftModifier, KEY.Key_F6))
    reader.press(KEY.Key_Space)
    assert reader.session.writable


def test_a_writer_that_died_lets_the_reader_write(hands, open_window, other):
    path = sealed(hands, open_window)
    writer = other(path)
    reader = open_window(path)
    writer.die()
    reader.until(lambda: "Nobody writes" in banner(reader).sentence())
    press_button(reader, "Work on it here")
    assert reader.session.writable


def test_a_project_is_backed_up_while_it_is_open_and_work_goes_on(hands):
    hands.select("the mayor")
    hands.press(KEY.Key_2)
    looked(hands)
    (backup,) = backing_up.found(hands.path)
    assert backup.verified
    hands.view.setFocus()
    hands.select("reporters")
    hands.press(KEY.Key_2)
    assert len(hands.rows("SELECT DISTINCT id FROM annotations")) == 2
    assert banner(hands).isHidden()


def test_damage_that_opening_does_not_see_is_found_soon_after_and_the_document_is_marked(
    hands, open_window, strange_sql
):
    path = sealed(hands, open_window)
    strange_sql(path, "UPDATE document SET text = replace(text, 'mayor', 'major')")
    before = path.read_bytes()
    again = open_window(path)
    assert again.session.writable
    looked(again)
    assert "is damaged" in banner(again).sentence()
    assert not again.session.writable
    assert again.window.documents._rows.index(0).data().startswith("⚠")
    press_button(again, "What is damaged…")
    report = dialog(again, "PlainReport")
    assert "a text is not the one its digest names" in report.text.toPlainText()
    again.press(KEY.Key_Escape, to=report)
    again.view.setFocus()
    again.view.select_word()
    again.press(KEY.Key_1)
    assert path.read_bytes() == before


def test_a_damaged_project_is_salvaged_from_the_window(hands, open_window, strange_sql, monkeypatch, tmp_path):
    path = sealed(hands, open_window)
    backing_up.make(path)
    strange_sql(path, "UPDATE document SET text = replace(text, 'mayor', 'major')")
    again = open_window(path)
    looked(again)
    monkeypatch.setattr(again.window.desk.filing, "ask_for_new", lambda folder, name: folder / name)
    press_button(again, "Salvage…")
    shown = dialog(again, "Salvage")
    again.until(shown.open_new.isVisible)
    assert "1 text" in shown.report.toPlainText()
    again.press(KEY.Key_Return, to=shown.open_new)
    assert again.session.path.name == "bridge salvaged.annotator"
    assert again.session.writable
    assert "the mayor" in again.text
    assert again.session.project.verify() == []
    assert banner(again).isHidden()


def test_a_backup_is_looked_at_and_restored_by_keys(hands):
    hands.select("the mayor")
    hands.press(KEY.Key_2)
    looked(hands)
    hands.view.setFocus()
    hands.select("reporters")
    hands.press(KEY.Key_2)
    hands.window.actions_.by_id["file.backups"].trigger()
    chosen = dialog(hands, "Backups")
    assert chosen.list.hasFocus() or not chosen.isActiveWindow()
    hands.press(KEY.Key_Space, to=chosen.look)
    assert "This is a backup of bridge.annotator" in banner(hands).sentence()
    assert not hands.session.writable
    assert len(hands.session.article.annotations) == 1
    press_button(hands, "Back to the project")
    assert hands.session.path == hands.path
    assert len(hands.session.article.annotations) == 2
    hands.window.actions_.by_id["file.backups"].trigger()
    hands.press(KEY.Key_Space, to=dialog(hands, "Backups").restore)
    assert hands.session.path == hands.path
    assert hands.session.writable
    assert len(hands.session.article.annotations) == 1
    assert "before restoring" in hands.window.area.messages.sentence()
    (aside,) = hands.path.parent.glob("bridge before restoring*.annotator")
    with Project.open(aside, None) as kept:
        assert kept.documents()[0].counts == {"source": 2}


def test_when_no_backup_can_be_made_that_is_said_and_work_goes_on(hands, settings_folder):
    shutil.rmtree(settings_folder / "backups", ignore_errors=True)
    (settings_folder / "backups").write_text("in the way")
    looked(hands)
    assert "cannot be made" in hands.window.area.messages.sentence()
    assert hands.session.writable


def test_a_file_with_a_strange_table_says_what_can_be_done(hands, open_window, strange_sql):
    path = sealed(hands, open_window)
    strange_sql(path, "CREATE TABLE more (x)")
    again = open_window(path)
    assert "did not make" in banner(again).sentence()
    assert [b.text() for b in banner(again).buttons] == ["Take over into a new project…"]


def test_every_action_in_a_moved_project_is_refused_until_a_copy_is_saved(hands, tmp_path, monkeypatch):
    hands.select("the mayor")
    hands.press(KEY.Key_2)
    hands.path.rename(tmp_path / "elsewhere.annotator")
    hands.view.setFocus()
    hands.select("reporters")
    hands.press(KEY.Key_2)
    assert "moved or deleted" in hands.window.area.messages.sentence()
    assert len(hands.session.article.annotations) == 1
    copy = tmp_path / "rescued.annotator"
    monkeypatch.setattr(hands.window.desk.filing, "ask_to_save", lambda *_: copy)
    assert hands.window.area.messages._action.name == "Save a copy…"
    hands.window.area.messages._action.click()
    assert hands.session.path == copy
    hands.view.setFocus()
    hands.select("reporters")
    hands.press(KEY.Key_2)
    assert len(hands.session.article.annotations) == 2
    assert hands.session.project.verify() == []


def test_the_place_of_a_project_in_a_synced_folder_is_told_once(open_window, tmp_path, me):
    folder = tmp_path / "Dropbox"
    folder.mkdir()
    path = folder / "work.annotator"
    Project.create(path, me).close()
    first = open_window(path)
    first.until(lambda: "Dropbox" in first.window.area.messages.sentence())
    first.window.close()
    second = open_window(path)
    second.until(lambda: "keeping" in second.window.desk.__dict__)
    assert second.window.area.messages.isHidden()


def test_a_project_that_cannot_be_opened_at_all_is_restored_from_the_start_page(hands, open_window, monkeypatch):
    path = sealed(hands, open_window)
    backing_up.make(path)
    path.write_bytes(path.read_bytes()[:300])
    again = open_window(path)
    assert again.session.project is None
    assert "is damaged" in again.window.start_messages.sentence()
    assert again.window.start_messages._action.name == "Salvage a damaged project…"
    monkeypatch.setattr(again.window.desk.filing, "ask_for_project", lambda: path)
    again.window.actions_.by_id["file.backups"].trigger()
    again.press(KEY.Key_Space, to=dialog(again, "Backups").restore)
    assert again.session.path == path
    assert again.session.writable
    assert len(again.session.article.annotations) == 1


def test_a_file_that_another_program_overwrote_offers_its_backups(hands, tmp_path):
    hands.select("the mayor")
    hands.press(KEY.Key_2)
    looked(hands)
    other = tmp_path / "other.annotator"
    Project.create(other, None).close()
    shutil.copyfile(other, hands.path)
    hands.view.setFocus()
    hands.select("reporters")
    hands.press(KEY.Key_2)
    assert "Another program replaced" in hands.window.area.messages.sentence()
    assert len(hands.session.article.annotations) == 1
    hands.window.area.messages._action.click()
    hands.press(KEY.Key_Space, to=dialog(hands, "Backups").restore)
    assert hands.session.path == hands.path
    assert len(hands.session.article.annotations) == 1
    assert hands.session.writable


def test_a_reader_is_told_when_the_file_is_replaced_and_opens_what_is_there_now(
    hands, open_window, other, tmp_path, me
):
    path = sealed(hands, open_window)
    writer = other(path)
    reader = open_window(path)
    assert len(reader.session.article.annotations) == 1
    copy = tmp_path / "newer.annotator"
    shutil.copyfile(path, copy)
    with Project.open(copy, me) as project:
        article = project.read(project.documents()[0].id)
        annotating.tag(project, article, [Span(40, 45)], "claim")
    writer.leave()
    copy.replace(path)
    reader.until(lambda: "was replaced while it was open" in banner(reader).sentence())
    assert len(reader.session.article.annotations) == 1
    press_button(reader, "Open what is there now")
    assert len(reader.session.article.annotations) == 2
    assert reader.session.writable
    assert banner(reader).isHidden()


def test_a_reader_is_told_when_the_file_is_gone_and_can_keep_a_copy(hands, open_window, other, tmp_path, monkeypatch):
    path = sealed(hands, open_window)
    writer = other(path)
    reader = open_window(path)
    writer.leave()
    path.rename(tmp_path / "elsewhere.annotator")
    reader.until(lambda: "was moved or deleted" in banner(reader).sentence())
    assert "Saved" not in reader.window.status.saved.text()
    kept = tmp_path / "kept.annotator"
    monkeypatch.setattr(reader.window.desk.filing, "ask_to_save", lambda *_: kept)
    press_button(reader, "Save a copy…")
    assert reader.session.path == kept
    assert reader.session.writable
    assert len(reader.session.article.annotations) == 1
