"""The text of an article made anew in the window, from the file that the project keeps."""

import pytest
from PySide6.QtCore import Qt

from annotator.ui.dialogs.plain_report import PlainReport
from annotator.ui.dialogs.settings.project import ProjectPage

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
TEXT = "La fête de Sarn\n\nThe port of Sarn will open on Monday, the harbour master said.\n\nA last word, Bo said.\n"


@pytest.fixture
def article(hands, tmp_path):
    """An article with a claim in each of two paragraphs."""
    path = tmp_path / "fete.txt"
    path.write_text(TEXT, encoding="utf-8")
    hands.window.desk.filing.import_paths([path])
    hands.until(lambda: not hands.session.busy and hands.text == TEXT)
    for words in ("The port of Sarn will open", "A last word"):
        hands.view.setFocus()
        hands.select(words)
        hands.press(KEY.Key_1)
    return hands


def shown(hands):
    return hands.window.desk.extracting.shown


def start(hands):
    hands.window.actions_.update()
    hands.window.actions_.by_id["file.extract"].trigger()
    hands.until(lambda: not hands.session.busy and shown(hands) is not None)
    return shown(hands)


def test_a_part_is_taken_out_and_what_stood_on_it_is_told(article):
    hands, first = article, article.session.article.id
    field = start(hands).facts.fields["title"]
    window = shown(hands)
    assert not window.ok.isEnabled()
    assert "text of a document" in window.problem.text()
    field.setFocus()
    field.selectAll()
    hands.press("The port", KEY.Key_Tab, to=field)
    window.blocks.setCurrentIndex(window.blocks.model().index(2))
    hands.press(KEY.Key_Space, to=window.blocks)
    assert window.ok.isEnabled()
    hands.press((CTRL, KEY.Key_Return), to=window.blocks)
    hands.until(lambda: shown(hands) is None and not hands.session.busy)

    made = hands.session.article
    assert (made.document.derived_from, made.document.title) == (first, "The port")
    assert "A last word" not in hands.text
    assert [a.words(hands.text) for a in made.annotations.values()] == ["The port of Sarn will open"]
    sentence = hands.window.area.messages.sentence()
    assert "Moved over: 1 item. Not moved: 1 item." in sentence
    hands.window.area.messages._action.click()
    report = hands.window.findChild(PlainReport)
    assert "“A last word”" in report.text.toPlainText()
    report.reject()
    hands.back()
    assert ("The port",) in hands.rows("SELECT title FROM documents")
    hands.press((CTRL, KEY.Key_Z))
    assert ("The port",) not in hands.rows("SELECT title FROM documents")


def test_what_was_changed_is_not_thrown_away_without_a_question(article, press_next):
    hands = article
    window = start(hands)
    window.blocks.setCurrentIndex(window.blocks.model().index(1))
    hands.press(KEY.Key_Space, to=window.blocks)
    asked = press_next("Go on")
    hands.press(KEY.Key_Escape, to=window)
    assert asked
    assert window.isVisible()
    press_next("Close and discard")
    hands.press(KEY.Key_Escape, to=window)
    hands.until(lambda: shown(hands) is None)


def test_without_a_kept_file_it_is_greyed_and_says_why(hands, tmp_path):
    hands.window.show_settings("project")
    page = hands.window.findChild(ProjectPage)
    page.keeps.setFocus()
    hands.press(KEY.Key_Space, to=page.keeps)
    assert not page.keeps.isChecked()
    page.window().accept()
    path = tmp_path / "fete.txt"
    path.write_text(TEXT, encoding="utf-8")
    hands.back()
    hands.window.desk.filing.import_paths([path])
    hands.until(lambda: not hands.session.busy and hands.text == TEXT)
    action = hands.window.actions_.by_id["file.extract"]
    hands.window.actions_.update()
    assert not action.isEnabled()
    assert "file is kept" in action.toolTip()
    (entry,) = (e for e in hands.window.actions_.entries() if e.text == "Extract again")
    assert "file is kept" in entry.detail
