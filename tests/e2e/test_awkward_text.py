"""Text that programs get wrong: selected with the mouse, tagged, exported, brought in again, exact to the letter."""

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.services import importing
from annotator.services.project import Project

KEY = Qt.Key
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier

FAMILY, FLAG, WAVE = "👨‍👩‍👧‍👦", "🇺🇦", "👋🏽"
TEXTS = {
    "emoji families": (f"The {FAMILY} family of {FLAG} sent a {WAVE} greeting.", f"{FAMILY} family of {FLAG}"),
    "combining marks": ("The cafe\u0301 owner Nguye\u0302\u0303n said so.", "cafe\u0301 owner Nguye\u0302\u0303n"),
    "arabic": ("The spokesman قال الوزير إن الميناء سيغلق today.", "الوزير"),
    "hebrew": ("The paper הארץ דיווח אתמול on it.", "דיווח"),
    "no-break space": ("The 5\u00a0million ferry was late.", "5\u00a0million"),
    "soft hyphen": ("The har\u00adbour mas\u00adter said so.", "har\u00adbour mas\u00adter"),
    "line separator": ("One line\u2028another line of it.", "line\u2028another"),
    "control characters": ("A bell\x07 and a tab\tand an escape\x1b rang.", "bell\x07 and a tab\tand"),
    "bidirectional override": ("The \u202egpj.exe\u202c file was sent.", "\u202egpj.exe\u202c file"),
    "byte order mark inside": ("Words \ufeffwith a mark inside.", "\ufeffwith a mark"),
    "astral letters": ("The 𝔐inister and 𠜎𠜱 agreed.", "𝔐inister and 𠜎"),
}


@pytest.mark.parametrize("name", TEXTS)
def test_awkward_words_are_dragged_tagged_and_come_back_exactly(hands, tmp_path, name):
    text, words = TEXTS[name]
    open_text(hands, tmp_path, text)
    drag(hands, words)
    assert selected(hands) == words
    hands.press(KEY.Key_2, to=hands.view)

    assert round_trip(hands, tmp_path) == [words]


def test_words_far_inside_a_line_of_a_million_characters(hands, tmp_path):
    text = "word " * 100_000 + "the needle 🌉 in it" + " word" * 100_000
    open_text(hands, tmp_path, text)
    begin = hands.text.index("the needle")
    hands.view.set_caret(begin)
    drag(hands, "the needle 🌉")
    hands.press(KEY.Key_1, to=hands.view)

    assert round_trip(hands, tmp_path) == ["the needle 🌉"]


def open_text(hands, tmp_path, text):
    path = tmp_path / "awkward.txt"
    path.write_text(text, encoding="utf-8")
    hands.window.desk.filing.import_paths([path])
    hands.until(lambda: hands.session.article is not None and hands.text == text)
    hands.view.setFocus()


def drag(hands, words):
    """From the first edge of the words to the last, wherever they are on the screen."""
    begin = hands.text.index(words)
    hands.view.scroll_to(begin)
    first, last = hands.view.rect_at(begin), hands.view.rect_at(begin + len(words))
    port = hands.view.viewport()
    QTest.mousePress(port, LEFT, NONE, first.center())
    for part in (0.5, 1):
        QTest.mouseMove(port, first.center() + (last.center() - first.center()) * part)
    QTest.mouseRelease(port, LEFT, NONE, last.center())


def selected(hands):
    span = hands.view.selection()
    return hands.text[span.begin : span.end] if span is not None else ""


def round_trip(hands, tmp_path):
    """The words of the annotations after an export and an import into a new project."""
    out = tmp_path / "out.jsonl"
    hands.window.desk.filing.export_to(out)
    hands.until(lambda: not hands.session.busy and out.exists())
    exported = [json.loads(line) for line in out.read_text(encoding="utf-8").split("\n") if line]
    texts = {one["id"]: one["text"] for one in exported if one["type"] == "document"}
    told = [
        texts[one["document"]][begin:end]
        for one in exported
        if one["type"] == "annotation"
        for begin, end in one["spans"]
    ]
    with Project.create(tmp_path / "again.annotator", None) as again:
        report = importing.import_files(again, [out]).report
        assert not report.quarantined
        assert not report.reanchored
        back = [
            words
            for article in [again.read(row.id) for row in again.documents()]
            for annotation in article.annotations.values()
            for words in annotation.exact(article.text)
        ]
    assert sorted(back) == sorted(told)
    return told
