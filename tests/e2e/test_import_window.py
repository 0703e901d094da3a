"""Articles that somebody drops on the window: looked at, put right, taken in as one action."""

import sqlite3

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QPushButton

from annotator.services.project import Project
from annotator.ui.importing.columns import ColumnsDialog
from tests.unit.importers.test_epub import epub

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
PLAIN = Qt.KeyboardModifier.NoModifier

PAGE = """<html lang="en"><head><title>Harbour strike enters third week</title>
<meta property="og:site_name" content="Eastern Gazette"><meta name="author" content="Ines Amrani">
<meta property="article:published_time" content="2026-05-15"></head><body>
<nav><a href="/">Home</a> <a href="/w">World</a></nav>
<article><h1>Harbour strike enters third week</h1>
<p>The harbour of Ressa stayed closed on Monday, the dockers’ union said, citing a letter of the port authority.</p>
<p>“We will not move before the talks begin,” said Marko Lind, who speaks for the crane drivers of the harbour.</p>
<p>A person close to the minister, who asked not to be named, said that the offer is real and will be published.</p>
</article><footer><p>© Eastern Gazette. All rights reserved.</p></footer></body></html>"""


def mime(*paths):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def drop(hands, *paths):
    data, action, left = mime(*paths), Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    QApplication.sendEvent(hands.window, QDragEnterEvent(QPoint(9, 9), action, data, left, PLAIN))
    QApplication.sendEvent(hands.window, QDropEvent(QPointF(9, 9), action, data, left, PLAIN))
    hands.until(lambda: not hands.session.busy)


def shown(hands):
    return hands.window.desk.filing.coming_in.shown


def texts(hands):
    return [text for (text,) in hands.rows("SELECT text FROM documents ORDER BY title")]


def choose(hands, window, title):
    """Walk the list with the arrow keys to an article."""
    window.articles.setFocus()
    hands.press(KEY.Key_Home, to=window.articles)
    while window.current().title != title:
        before = window.articles.currentIndex().row()
        hands.press(KEY.Key_Down, to=window.articles)
        assert window.articles.currentIndex().row() == before + 1
    hands.until(lambda: window.title.text() == title)


@pytest.fixture
def folder(tmp_path):
    pytest.importorskip("trafilatura")
    made = tmp_path / "articles"
    made.mkdir()
    (made / "harbour.html").write_text(PAGE, encoding="utf-8")
    (made / "west.txt").write_bytes("L’été à Ressa\n\nLe maire a dit « non », selon l’agence.\n".encode("cp1252"))
    (made / "bridge.txt").write_text("Bridge to open\n\nThe mayor said so.\n", encoding="utf-8")
    (made / "bridge again.txt").write_text("Bridge to open\n\nThe mayor said so.\n", encoding="utf-8")
    (made / "empty.txt").write_bytes(b"")
    return made


def test_a_folder_is_looked_at_and_comes_in_as_one_action(hands, folder):
    drop(hands, folder)
    window = shown(hands)

    assert "5 articles found" in window.head.text()
    assert "3 to import" in window.head.text()
    assert "1 here already" in window.head.text()
    assert "1 refused" in window.head.text()
    hands.press(KEY.Key_Return, to=window.ok)
    hands.until(lambda: shown(hands) is None and not hands.session.busy)

    assert len(texts(hands)) == 4
    (facts,) = hands.rows("SELECT outlet, author, published FROM documents WHERE title LIKE 'Harbour%'")
    assert facts == ("Eastern Gazette", "Ines Amrani", "2026-05-15")
    assert "Imported: 3 articles. Here already: 1 item. Kept out: 1 item." in hands.window.area.messages.sentence()
    hands.back()
    hands.press((CTRL, KEY.Key_Z))
    assert len(texts(hands)) == 1
    hands.press((CTRL | Qt.KeyboardModifier.ShiftModifier, KEY.Key_Z))
    assert len(texts(hands)) == 4


def test_a_part_left_out_is_put_in_and_another_taken_out_by_keyboard(hands, folder):
    drop(hands, folder / "harbour.html")
    window = shown(hands)
    hands.until(lambda: window.blocks.model().rowCount() > 3)
    hands.press(KEY.Key_Return, to=window.articles)
    assert window.blocks.hasFocus() or window.focusWidget() is window.blocks
    model = window.blocks.model()
    words = [str(model.index(n).data()) for n in range(model.rowCount())]

    for at in (
        next(n for n, w in enumerate(words) if "All rights" in w),
        next(n for n, w in enumerate(words) if "Marko" in w),
    ):
        window.blocks.setCurrentIndex(model.index(at))
        hands.press(KEY.Key_Space, to=window.blocks)
    window.blocks.setCurrentIndex(model.index(next(n for n, w in enumerate(words) if "All rights" in w)))
    hands.press(KEY.Key_X, to=window.blocks)
    hands.press(KEY.Key_Return, to=window.ok)
    hands.until(lambda: shown(hands) is None and not hands.session.busy)

    text = next(text for text in texts(hands) if text.startswith("Harbour"))
    assert "All rights reserved" in text
    assert "Marko Lind" not in text
    (span,) = hands.rows(
        "SELECT s.begin, s.end FROM span s JOIN annotation a ON a.key = s.annotation WHERE a.tag = 'excluded'"
    )
    assert text[slice(*span)] == "© Eastern Gazette. All rights reserved."


def test_facts_are_put_right_and_an_article_stays_out(hands, folder):
    drop(hands, folder)
    window = shown(hands)
    choose(hands, window, "Bridge to open")
    hands.press(KEY.Key_Space, to=window.articles)
    assert "1 left out by you" in window.head.text()
    choose(hands, window, "Harbour strike enters third week")
    field = window.facts.fields["title"]
    field.setFocus()
    field.selectAll()
    hands.press("Strike goes on", KEY.Key_Tab, to=field)
    hands.until(lambda: window.current().title == "Strike goes on")
    hands.press(KEY.Key_Return, to=window.ok)
    hands.until(lambda: shown(hands) is None and not hands.session.busy)

    titles = [title for (title,) in hands.rows("SELECT title FROM documents")]
    assert "Strike goes on" in titles
    assert "Bridge to open" in titles  # its double takes its place
    assert len(titles) == 4


def test_another_encoding_reads_the_file_again(hands, folder):
    drop(hands, folder / "west.txt")
    window = shown(hands)
    assert "guess" in window.report()[1]
    box = window.facts.encoding
    box.setCurrentText("mac-roman")
    box.activated.emit(box.currentIndex())
    hands.until(lambda: not hands.session.busy)
    hands.until(lambda: window.current().encoding in ("mac-roman", "mac_roman"))
    assert not window.current().title.startswith("L’été")


def test_encoding_and_columns_of_one_file_are_kept_together(hands, tmp_path):
    table = tmp_path / "table.csv"
    table.write_bytes("title;Inhalt\nTür;Der Bürgermeister sagte, die Brücke öffne im Mai.\n".encode("mac-roman"))
    drop(hands, table)
    window = shown(hands)
    window.facts.encoding.setCurrentText("mac-roman")
    window.facts.encoding.activated.emit(0)
    hands.until(lambda: not hands.session.busy and window.reading_of(window.current().file).encoding == "mac-roman")
    file = window.current().file
    window.read_columns(file, {"text": "Inhalt", "title": "title"})
    hands.until(lambda: not hands.session.busy and bool(window.reading_of(file).columns))

    assert window.current().title == "Tür"
    assert window.reading_of(file).encoding == "mac-roman"


def test_enter_in_a_field_ends_the_field_and_nothing_else(hands, folder):
    drop(hands, folder / "harbour.html")
    window = shown(hands)
    hands.until(lambda: bool(window.title.text()))
    field = window.facts.fields["title"]
    field.setFocus()
    field.selectAll()
    hands.press("Strike", KEY.Key_Return, to=field)

    assert window.isVisible()
    assert window.current().title == "Strike"
    hands.press((CTRL, KEY.Key_Return), to=field)
    hands.until(lambda: shown(hands) is None and not hands.session.busy)
    assert ("Strike",) in hands.rows("SELECT title FROM documents")


def test_what_is_dropped_while_an_import_is_looked_at_or_runs_is_told(hands, folder):
    drop(hands, folder)
    window = shown(hands)
    hands.window.desk.filing.import_paths([folder / "bridge.txt"])

    assert shown(hands) is window
    assert "An import is being looked at" in hands.window.area.messages.sentence()


def test_a_project_among_articles_is_told(hands, folder):
    drop(hands, folder / "bridge.txt", hands.path)

    assert "There is a project among the articles" in hands.window.area.messages.sentence()
    assert len(texts(hands)) == 1


def test_clean_text_comes_in_without_a_question(hands, folder):
    drop(hands, folder / "bridge.txt", folder / "bridge again.txt")

    assert shown(hands) is None
    assert len(texts(hands)) == 2


def test_cancel_takes_nothing_in(hands, folder):
    drop(hands, folder)
    hands.press(KEY.Key_Escape, to=shown(hands))

    assert shown(hands) is None
    assert len(texts(hands)) == 1
    with sqlite3.connect(hands.path) as connection:
        assert connection.execute("SELECT count(*) FROM operation WHERE brought_in").fetchone()[0] <= 1


def test_nothing_comes_in_when_one_is_refused_and_all_are_wanted(hands, folder):
    drop(hands, folder)
    window = shown(hands)
    window.strict.setFocus()
    hands.press(KEY.Key_Space, to=window.strict)
    hands.press(KEY.Key_Return, to=window.ok)
    hands.until(lambda: "empty" in window.words.text())

    assert len(texts(hands)) == 1
    assert window.isVisible()


def test_the_columns_of_a_table_are_chosen(hands, tmp_path):
    table = tmp_path / "table.csv"
    long = "The whole of another text which is longer than the first one and has been put here to be read."
    table.write_text(f"Kopf,Inhalt,Notiz\nBridge,The mayor said that it will open.,{long}\n", encoding="utf-8")
    drop(hands, table)
    window = shown(hands)
    hands.until(window.facts.columns.isVisible)
    hands.press(KEY.Key_Space, to=window.facts.columns)
    dialog = window.findChild(ColumnsDialog)
    for what, name in (("text", "Inhalt"), ("title", "Kopf")):
        box = dialog.boxes[what]
        while box.currentData() != name:
            hands.press(KEY.Key_Down, to=box)
    dialog.accept()
    hands.until(lambda: not hands.session.busy and window.current() is not None)
    hands.until(lambda: window.current().title == "Bridge")
    hands.press(KEY.Key_Return, to=window.ok)
    hands.until(lambda: shown(hands) is None and not hands.session.busy)

    assert "The mayor said that it will open." in texts(hands)


def test_files_over_the_window_are_welcomed(hands, folder):
    zone = hands.window.drop_zone
    data = mime(folder)
    enter = QDragEnterEvent(QPoint(9, 9), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, PLAIN)
    QApplication.sendEvent(hands.window, enter)
    assert enter.isAccepted()
    assert zone._veil.isVisible()
    QApplication.sendEvent(hands.window, QDragLeaveEvent())
    assert not zone._veil.isVisible()


def test_a_title_that_looks_like_markup_is_shown_to_the_letter(hands, tmp_path):
    hostile = tmp_path / "x.txt"
    hostile.write_bytes(
        "<b>caf\xe9</b> <img src=file:///etc/passwd>\n\nA text that was read by a guess.\n".encode("cp1252")
    )
    drop(hands, hostile)
    window = shown(hands)

    assert window.title.text().startswith("<b>café</b>")
    assert window.title.textFormat() == Qt.TextFormat.PlainText


def test_what_could_not_be_read_opens_the_window_and_stands_in_the_list(hands, tmp_path):
    (tmp_path / "bad.txt").write_bytes(
        "The mayor of Ressa said on Monday that the bridge stays shut, “as it is”, and".encode() * 40 + b"\xff so on."
    )
    (tmp_path / "cut.rtf").write_bytes(rb"{\rtf1\ansi The harbour master said that the port")
    drop(hands, tmp_path / "bad.txt", tmp_path / "cut.rtf")
    window = shown(hands)
    told = window.report()
    assert "1 bytes that are not utf-8, now U+FFFD" in told[1]
    assert "cut off" in told[2]
    hands.until(lambda: "U+FFFD" in window.problem.text())
    assert window.problem.text().count("U+FFFD") == 1


def test_the_report_has_a_line_for_each_article_whatever_it_is_called(hands, tmp_path):
    (tmp_path / "a\u202eb\nc.txt").write_bytes("L’été à Ressa, dit-il.".encode("cp1252"))
    drop(hands, tmp_path / "a\u202eb\nc.txt")
    told = shown(hands).report()
    assert not any("\n" in line or "\u202e" in line for line in told)
    assert "⟨U+202E⟩" in told[1]


def test_what_a_folder_holds_besides_articles_is_said_at_once(hands, tmp_path):
    made = tmp_path / "mixed"
    made.mkdir()
    (made / "a.txt").write_text("The mayor said so.", encoding="utf-8")
    (made / "photo.jpg").write_bytes(b"\\xff\\xd8\\xff")
    drop(hands, made)
    assert "Passed over as no articles: 1 file." in hands.window.area.messages.sentence()


def test_files_that_were_copied_are_imported_by_pasting(hands, folder, copy):
    copy(mime(folder / "bridge.txt"))
    hands.window.actions_.by_id["file.paste"].trigger()
    hands.until(lambda: not hands.session.busy and len(texts(hands)) == 2)
    assert "Bridge to open\n\nThe mayor said so.\n" in texts(hands)


def test_html_alone_on_the_clipboard_is_an_article(hands, copy):
    pytest.importorskip("trafilatura")
    data = QMimeData()
    data.setData("text/html", "<h1>Ferry</h1><p>The union said “<q>no</q>”.</p><ul><li>One</li></ul>".encode())
    copy(data)
    hands.window.actions_.by_id["file.paste"].trigger()
    hands.until(lambda: not hands.session.busy and len(texts(hands)) == 2)
    assert any(text.startswith("Ferry\n\nThe union said") for text in texts(hands))


@pytest.mark.parametrize(
    ("name", "typed", "why", "right", "value"),
    [
        ("published", "yesterday", "is no date", "15 May 2026", "2026-05-15"),
        ("url", "javascript:alert(1)", "begins with http", "https://gazette.example/a", "https://gazette.example/a"),
    ],
)
def test_a_fact_that_is_none_is_told_and_not_taken(hands, folder, name, typed, why, right, value):
    drop(hands, folder / "harbour.html")
    window = shown(hands)
    hands.until(lambda: bool(window.title.text()))
    field = window.facts.fields[name]
    field.setFocus()
    field.selectAll()
    hands.press(typed, (CTRL, KEY.Key_Return), to=field)
    assert shown(hands) is window
    assert why in window.words.text()
    field.setFocus()
    field.selectAll()
    hands.press(right, (CTRL, KEY.Key_Return), to=field)
    hands.until(lambda: shown(hands) is None and not hands.session.busy)
    assert (value,) in hands.rows(f"SELECT {name} FROM documents")


def test_a_book_comes_in_as_one_article(hands, tmp_path):
    pytest.importorskip("lxml")
    pages = [f"<h1>Part {n}</h1><p>The mayor of part {n} said that it opens on Monday.</p>" for n in (1, 2)]
    (tmp_path / "book.epub").write_bytes(epub(*pages))
    (tmp_path / "empty.txt").write_bytes(b"")
    drop(hands, tmp_path / "book.epub", tmp_path / "empty.txt")
    window = shown(hands)
    assert "2 to import" in window.head.text()
    hands.until(window.facts.whole.isVisible)
    hands.press(KEY.Key_Space, to=window.facts.whole)
    hands.until(lambda: not hands.session.busy)
    assert "1 to import" in window.head.text()
    assert window.facts.whole.isChecked()
    hands.press((CTRL, KEY.Key_Return), to=window.ok)
    hands.until(lambda: shown(hands) is None and not hands.session.busy)
    assert any("part 1 said" in text and "part 2 said" in text for text in texts(hands))


@pytest.fixture
def slow(tmp_path):
    """One page that takes a minute to read."""
    pytest.importorskip("trafilatura")
    path = tmp_path / "slow.html"
    words = "<p>The mayor of <b>Ressa</b> said on Monday that <i>the bridge</i> stays shut until number {} opens.</p>"
    path.write_text(f"<html><body><article>{''.join(map(words.format, range(150_000)))}</article></body></html>")
    return path


def reading(hands, path):
    hands.window.desk.filing.import_paths([path])
    progress = hands.window.area.progress
    hands.until(lambda: hands.session.busy and "slow.html (" in progress._words.text())
    return progress


def test_cancel_ends_the_reading_of_one_large_file_at_once(hands, slow):
    progress = reading(hands, slow)
    cancel = next(b for b in progress.findChildren(QPushButton) if b.isVisible())
    hands.press(KEY.Key_Space, to=cancel)
    hands.until(lambda: not hands.session.busy)

    assert "Cancelled; nothing was changed." in hands.window.area.messages.sentence()
    assert shown(hands) is None
    assert len(texts(hands)) == 1


def test_the_window_closes_while_one_large_file_is_read(hands, slow):
    reading(hands, slow)
    hands.window.close()

    assert not hands.window.isVisible()
    assert hands.session.project is None
    assert len(texts(hands)) == 1
    Project.open(hands.path, None).close()  # nothing holds it any more


def test_articles_are_found_and_put_in_order(hands, folder):
    drop(hands, folder)
    window = shown(hands)
    table = window.articles.model()
    while window.finder.order.currentText() != "To be looked at first":
        hands.press(KEY.Key_Down, to=window.finder.order)
    assert table.row(0).label == "empty.txt"
    hands.press("west", to=window.finder.search)
    assert [table.row(n).label for n in range(table.rowCount())] == ["west.txt"]
    hands.until(lambda: window.title.text().startswith("L’été"))
    hands.press(KEY.Key_Space, to=window.articles)
    assert "1 left out by you" in window.head.text()
    hands.press("nothing has this", to=window.finder.search)
    hands.until(lambda: window.title.text() == "")
    hands.press(KEY.Key_Escape, to=window.finder.search)
    assert (table.rowCount(), shown(hands)) == (5, window)
    hands.press((CTRL, KEY.Key_Return), to=window.articles)
    hands.until(lambda: shown(hands) is None and not hands.session.busy)
    assert not any("été" in text for text in texts(hands))


def test_what_was_chosen_is_kept_when_a_table_is_read_again(hands, tmp_path):
    table = tmp_path / "table.csv"
    table.write_text(
        "title;Inhalt;Note\nBridge;The mayor said that it opens.;A note that one wrote on it, the longer one.\n"
        "Port;The harbour master said no.;Another of the notes that somebody has written here.\n",
        encoding="utf-8",
    )
    drop(hands, table)
    window = shown(hands)
    choose(hands, window, "Port")
    hands.press(KEY.Key_Space, to=window.articles)
    choose(hands, window, "Bridge")
    field = window.facts.fields["outlet"]
    field.setFocus()
    hands.press("Gazette", KEY.Key_Tab, to=field)
    window.read_columns(window.current().file, {"text": "Inhalt", "title": "title"})
    hands.until(lambda: not hands.session.busy)

    assert "1 to import" in window.head.text()
    assert "1 left out by you" in window.head.text()
    hands.press(KEY.Key_Return, to=window.ok)
    hands.until(lambda: shown(hands) is None and not hands.session.busy)
    assert hands.rows("SELECT title, outlet FROM documents WHERE title != 'Bridge to Stay Shut Until Autumn'") == [
        ("Bridge", "Gazette")
    ]


def test_changes_that_cannot_be_made_again_are_told(hands, tmp_path):
    table = tmp_path / "table.csv"
    table.write_text(
        'text;other\n"One paragraph.\n\nAnother, he said.";Only one paragraph in here, she said.\n', encoding="utf-8"
    )
    drop(hands, table)
    window = shown(hands)
    hands.until(lambda: window.blocks.model().rowCount() == 2)
    window.blocks.setCurrentIndex(window.blocks.model().index(1))
    hands.press(KEY.Key_Space, to=window.blocks)
    window.read_columns(window.current().file, {"text": "other"})
    hands.until(lambda: not hands.session.busy)

    assert "read again in 1 article" in window.words.text()


def test_escape_asks_before_changes_are_lost(hands, folder, press_next):
    drop(hands, folder)
    window = shown(hands)
    choose(hands, window, "Bridge to open")
    hands.press(KEY.Key_Space, to=window.articles)
    asked = press_next("Go on")
    hands.press(KEY.Key_Escape, to=window)
    assert asked == ["Close without taking anything in?"]
    assert shown(hands) is window
    assert "1 left out by you" in window.head.text()
    press_next("Close and discard")
    hands.press(KEY.Key_Escape, to=window)
    hands.until(lambda: shown(hands) is None)
    assert len(texts(hands)) == 1
