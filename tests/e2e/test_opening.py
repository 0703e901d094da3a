"""Articles and projects in, by every door, and what is said when one cannot come in."""

import shutil

from PySide6.QtCore import QMimeData, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication

from annotator.services import importing
from annotator.services.project import Project
from annotator.storage.header import VERSION

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def drop(widget, *paths):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    action = Qt.DropAction.CopyAction
    event = QDropEvent(QPointF(5, 5), action, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    widget.dropEvent(event)


def done(hands):
    hands.until(lambda: not hands.session.busy)


def sentence(hands):
    return hands.window.area.messages.sentence()


def looked_at(hands):
    """The import window."""
    return hands.window.desk.filing.coming_in.shown


def standing(hands):
    return hands.window.desk.keeping.banner.sentence()


def test_a_dropped_text_file_becomes_an_article_and_is_shown(hands, tmp_path):
    other = tmp_path / "other.txt"
    other.write_bytes("L’été à Ressa\n\nLe maire a dit « non ».\n".encode("cp1252"))
    drop(hands.window, other)
    done(hands)
    hands.press(KEY.Key_Return, to=looked_at(hands).ok)  # its encoding was a guess
    hands.until(lambda: hands.session.article.text.startswith("L’été"))

    assert len(hands.rows("SELECT id FROM documents")) == 2


def test_an_article_already_present_is_recognised_by_its_text(hands, tmp_path):
    again = tmp_path / "again.txt"
    again.write_text(hands.text, encoding="utf-8-sig", newline="\r\n")
    drop(hands.window, again)
    done(hands)

    assert len(hands.rows("SELECT id FROM documents")) == 1
    assert "Here already: 1 item" in sentence(hands)


def test_pasted_text_becomes_an_article(hands):
    QGuiApplication.clipboard().setText("A pasted article\r\nwith two lines")
    hands.press((CTRL | SHIFT, KEY.Key_V))
    hands.until(lambda: hands.session.article.document.title == "A pasted article")

    assert hands.text == "A pasted article\nwith two lines"


def test_a_page_that_is_dropped_becomes_the_article_in_it(hands, data_folder):
    drop(hands.window, data_folder / "articles" / "harbour.html")
    done(hands)
    hands.press(KEY.Key_Return, to=looked_at(hands).ok)
    hands.until(lambda: hands.session.article.document.title == "Ferry channel to be measured again")

    assert hands.text.startswith("Ferry channel to be measured again\n\nThe survey ship Lodd in Port Maren.")
    assert "Accept all" not in hands.text
    assert hands.session.article.document.outlet == "The Tideline Courier"


def test_what_was_copied_in_a_browser_keeps_its_headings(hands, copy):
    copied = QMimeData()
    copied.setText("What was said\n\nShe said no.")
    copied.setHtml("<h2>What was said</h2><p>She <b>said</b> no.</p>")
    copy(copied)
    hands.press((CTRL | SHIFT, KEY.Key_V))
    hands.until(lambda: hands.session.article.document.title == "What was said")

    assert hands.text == "What was said\n\nShe said no."
    assert hands.session.article.document.headings == ((0, 13),)


def test_a_bad_file_is_refused_in_one_sentence_and_nothing_changes(hands, tmp_path):
    for name, data in (("empty.txt", b""), ("picture.txt", b"\x89PNG\r\n\x1a\n" + bytes(99)), ("blank.txt", b" \n\n ")):
        (tmp_path / name).write_bytes(data)
        drop(hands.window, tmp_path / name)
        done(hands)
        assert name in sentence(hands)
    assert len(hands.rows("SELECT id FROM documents")) == 1


def test_what_is_no_project_is_refused_on_the_start_page(open_window, tmp_path):
    wrong = tmp_path / "wrong.annotator"
    wrong.write_text("no database", encoding="utf-8")
    hands = open_window(path=wrong)
    drop(hands.window.start, wrong)
    told = hands.window.start_messages.sentence()

    assert "wrong.annotator" in told
    assert "choose another file" in told
    assert wrong.read_text(encoding="utf-8") == "no database"


def test_a_newer_project_opens_for_reading_and_says_so(hands, open_window, tmp_path):
    hands.window.close()
    newer = tmp_path / "newer.annotator"
    data = bytearray(hands.path.read_bytes())
    data[60:64] = (VERSION + 1).to_bytes(4, "big")
    newer.write_bytes(data)
    again = open_window(newer)

    assert "newer version" in standing(again)
    assert "Update Annotator" in standing(again)
    assert again.session.article is not None
    again.view.setFocus()
    again.view.select_word()
    again.press(KEY.Key_1)
    assert newer.read_bytes() == bytes(data)


def test_a_second_window_is_told_who_writes_and_reads_only(hands, open_window):
    second = open_window(hands.path)

    assert "Ana" in standing(second)
    assert not second.session.writable


def test_the_sample_opens_as_a_copy_that_can_be_played_with(open_window, sample):
    before = sample.read_bytes()
    hands = open_window("--sample", path=sample)
    hands.path = hands.session.path
    hands.view.setFocus()
    hands.view.select_word()
    hands.press(KEY.Key_4)
    hands.window.close()

    assert sample.read_bytes() == before
    again = open_window("--sample", path=hands.path)
    assert again.session.path == hands.path
    assert any(a.annotator == again.session.me.id for a in again.session.article.annotations.values())


def test_the_last_document_is_shown_again(hands, open_window, tmp_path):
    other = tmp_path / "other.txt"
    other.write_text("Another article.", encoding="utf-8")
    drop(hands.window, other)
    hands.until(lambda: hands.text == "Another article.")
    hands.window.close()

    assert open_window(hands.path).text == "Another article."


def test_recent_projects_open_with_a_key(hands, open_window):
    hands.window.close()
    again = open_window(path=hands.path)
    again.until(again.window.start.isVisible)
    again.window.start.setFocus()
    again.press(KEY.Key_Return)

    assert again.session.path == hands.path


def test_a_moved_file_is_told_of_and_a_copy_saves_the_work(hands, tmp_path):
    shutil.move(hands.path, tmp_path / "elsewhere.annotator")
    hands.select("the mayor")
    hands.press(KEY.Key_2)

    assert hands.session.article.ordered() == []
    assert sentence(hands)


def test_a_project_is_complete_in_a_plain_copy_while_it_is_open(hands, tmp_path):
    hands.select("the mayor")
    hands.press(KEY.Key_2)
    copy = tmp_path / "copy.annotator"
    shutil.copyfile(hands.path, copy)
    with Project.open(copy, None) as project:
        assert project.documents()[0].counts == {"source": 1}
        assert project.verify() == []


def test_somebody_new_reads_the_sample_and_is_asked_for_a_name_with_the_first_tag(open_window, sample, settings_folder):
    (settings_folder / "identity.json").unlink()
    hands = open_window("--sample", path=sample)
    layer = hands.view.layer()
    assert hands.session.article.annotators[layer].name == "Ana Kovač"
    asked = []

    def answer():
        prompt = QApplication.activeModalWidget()
        asked.append(prompt.windowTitle())
        hands.press("Cleo", KEY.Key_Return, to=prompt.field)

    QTimer.singleShot(0, answer)
    hands.view.setFocus()
    hands.view.select_word()
    hands.press(KEY.Key_4)

    assert asked == ["Your name"]
    assert hands.session.me.name == "Cleo"
    assert [a.annotator for a in hands.session.article.annotations.values()].count(hands.session.me.id) == 1
    assert hands.view.layer() == hands.session.me.id


def test_a_line_of_a_million_characters_is_read_and_tagged(open_window, tmp_path, me):
    """How long that takes is measured elsewhere; here it has to come to an end."""
    path = tmp_path / "long.annotator"
    with Project.create(path, me) as project:
        importing.import_text(project, "Title\n\n" + "x" * 1_000_000)
    hands = open_window(path)
    hands.view.setFocus()
    hands.view.set_caret(500_000)
    hands.view.select_word()
    hands.press(KEY.Key_1)
    assert hands.rows("SELECT end - begin FROM annotations") == [(1_000_000,)]
