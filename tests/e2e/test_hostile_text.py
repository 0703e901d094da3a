"""Text from outside is shown to the letter, in every widget; it fetches nothing and reads nothing."""

import socket
import sys
from dataclasses import replace

import pytest
from PySide6.QtCore import QAbstractListModel, QModelIndex, Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QMessageBox,
    QPlainTextEdit,
    QTabWidget,
    QTextEdit,
    QWidget,
)

from annotator.model.corpus import Quarantined
from annotator.model.hidden import shown
from annotator.model.items import Annotator, Entity
from annotator.services import annotating, importing, sourcing
from annotator.services.identity import Identities
from annotator.services.merging import Summary
from annotator.services.project import Project
from annotator.ui.agreeing.annotators import AnnotatorsButton
from annotator.ui.controls.command_button import KeyButton
from annotator.ui.merging.merge_dialog import MergeDialog

KEY = Qt.Key
EVIL = '<img src="file:///etc/hostname"><b>bold</b>&amp;<a href="http://127.0.0.1:9/">\u202eevil\u2066\u2068x\u2069\x1b[2J\x9b'
EVIL_TITLE = f"{EVIL} title"
HIDING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c\u200b\x1b\x9b")

OPENING = (
    "source.entity", "source.others", "file.export", "file.backups", "go.palette", "view.history", "view.chains",
    "view.checks", "view.annotations", "view.layers_panel", "view.differences", "view.compare", "view.sources",
    "view.report", "view.progress", "view.comments", "review.people", "review.decisions",
    "review.package", "file.merge",
)  # fmt: skip
"""Commands that open a page or a dialog in which names stand."""

SEEN: list[str] = []
"""What was asked of the network or read from the disk while something looked."""

_looking: list[bool] = []


def _hook(event, given):
    if not _looking:
        return
    if event.startswith("socket.") and event != "socket.gethostname":
        SEEN.append(f"{event} {given}")
    if event == "open" and isinstance(given[0], str) and "hostname" in given[0]:
        SEEN.append(f"open {given[0]}")


sys.addaudithook(_hook)


@pytest.fixture
def watched():
    """Sees every socket and what is read where the hostile texts point to."""
    SEEN.clear()
    _looking.append(True)
    yield SEEN
    _looking.clear()


@pytest.fixture
def evil_project(tmp_path):
    """A project in which everything that has a name has an evil one."""
    path = tmp_path / "evil.annotator"
    me = Identities().become(EVIL)
    with Project.create(path, me) as project:
        document = importing.import_text(project, f"{EVIL_TITLE}\n\nThe mayor, {EVIL}, said so.").documents[0]
        facts = project.document(document)
        with project.recording(f"Retitle {EVIL}") as recording:
            recording.operation.put(
                type(facts)(id=facts.id, title=EVIL_TITLE, outlet=EVIL, author=EVIL, url=EVIL, language=EVIL)
            )
            recording.operation.put(Annotator(id="c0c0c0c0-0000-4000-8000-000000000003", name=EVIL))
            recording.operation.put(Entity(id="e0e0e0e0-0000-4000-8000-000000000001", name=EVIL, role=EVIL, note=EVIL))
        article = project.read(document)
        at = article.text.index("The mayor")
        from annotator.model.span import Span

        source = annotating.tag(project, article, [Span(at, at + 9)], "source").annotation
        article = project.read(document)
        sourcing.assign(project, article, source.id, "e0e0e0e0-0000-4000-8000-000000000001")
        annotating.set_note(project, project.read(document), source.id, EVIL)
        with project.recording("A colleague’s work") as recording:
            theirs = replace(source, id="d0d0d0d0-0000-4000-8000-000000000001", tag="claim", entity=None, note=EVIL,
                             annotator="c0c0c0c0-0000-4000-8000-000000000003")  # fmt: skip
            recording.operation.put(theirs)
    return path


def texts_of(widget: QWidget):
    """Everything that a window and the widgets in it hold as text, and how they read it."""
    for label in widget.findChildren(QLabel):
        yield label.text(), label.textFormat() == Qt.TextFormat.PlainText
    for edit in widget.findChildren(QTextEdit):
        yield edit.toPlainText(), not any(form.isImageFormat() for form in edit.document().allFormats())
    for one in [widget, *widget.findChildren(QWidget)]:
        if one.toolTip():
            document = QTextDocument()
            document.setHtml(one.toolTip())  # Qt takes whatever looks like markup for markup
            yield one.toolTip(), not any(form.isImageFormat() or form.isTableFormat() for form in document.allFormats())


ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)


def read_from(widget: QWidget):
    """Every text that somebody, or their screen reader, is shown; what is typed into a field stays what it is."""
    yield from (text for text, _ in texts_of(widget))
    for one in [widget, *widget.findChildren(QWidget)]:
        yield from (one.windowTitle(), one.accessibleName(), one.accessibleDescription(), one.statusTip())
        yield from (action.text() for action in one.actions())
        if isinstance(one, QAbstractButton):
            yield one.text()
        if isinstance(one, QComboBox):
            yield from (one.itemText(at) for at in range(one.count()))
        if isinstance(one, QTabWidget):
            yield from (one.tabText(at) for at in range(one.count()))
        if isinstance(one, QAbstractItemView) and one.model() is not None:
            yield from cells(one.model())
        if isinstance(one, QMessageBox):
            yield from (one.text(), one.informativeText())
        if isinstance(one, QPlainTextEdit) and one.isReadOnly():
            yield one.toPlainText()
        if isinstance(one, KeyButton):
            yield one.name()


def cells(model, parent=None):
    """What a model tells of each of its cells."""
    parent = parent or QModelIndex()
    for row in range(model.rowCount(parent)):
        for column in range(1 if isinstance(model, QAbstractListModel) else model.columnCount(parent)):
            index = model.index(row, column, parent)
            yield from (str(index.data(role) or "") for role in ROLES)
            if column == 0:
                yield from cells(model, index)


def all_plain(*windows):
    """Nothing is read as markup, and nothing hides or turns; what is shown of the evil names is answered."""
    found = [(text, plain) for window in windows for text, plain in texts_of(window)]
    assert [text for text, plain in found if EVIL[:8] in text and not plain] == []
    read = {text for window in windows for text in read_from(window)}
    assert [text for text in read if set(text) & HIDING] == []
    return [text for text in read if EVIL[:8] in text or "img" in text]


def colleagues_copy(project, path):
    """A copy in which the entity has another name than it has now in the project."""
    project.copy_to(path)
    entity = next(iter(project.entities().values()))
    with Project.open(path, project.me) as theirs, theirs.recording("Rename") as recording:
        recording.operation.put(replace(entity, name=f"{EVIL} there"))
    with project.recording("Rename") as recording:
        recording.operation.put(replace(entity, name=f"{EVIL} here"))
    return path


def visible_dialogs(window):
    return [one for one in QApplication.topLevelWidgets() if one is not window and one.isVisible()]


def test_in_every_panel_bar_and_dialog_it_is_only_text(open_window, evil_project, watched):
    hands = open_window(evil_project)
    window = hands.window
    window.docks.show("history")
    hands.view.setFocus()
    hands.press(KEY.Key_Tab)
    hands.until(lambda: hands.session.focused is not None)
    QApplication.processEvents()
    found = all_plain(window)
    assert any(shown(EVIL) in text for text in found)
    assert window.grab().isNull() is False

    window.open_palette()
    QApplication.processEvents()
    all_plain(window, *QApplication.topLevelWidgets())
    window.palette_.hide()
    hands.view.setFocus()
    window.desk.keeping.show_backups()
    window.desk.keeping._damage = []
    window.session.problem.emit(EVIL, EVIL)
    window.tell_fault(EVIL, EVIL)
    window.session.distrust(f"{EVIL} is damaged.")
    window.desk.keeping.show()
    QApplication.processEvents()
    all_plain(window, *QApplication.topLevelWidgets())
    assert shown(EVIL) in window.desk.keeping.banner.sentence()
    for dialog in visible_dialogs(window):
        dialog.close()
    assert watched == []


def test_on_every_page_and_in_every_dialog_hidden_characters_are_named(
    open_window, evil_project, watched, tmp_path, monkeypatch
):
    hands = open_window(evil_project)
    window = hands.window
    window.docks.show("inspector")
    hands.view.setFocus()
    hands.press(KEY.Key_Tab)
    hands.until(lambda: hands.session.focused is not None)
    QApplication.processEvents()
    theirs = colleagues_copy(window.session.project, tmp_path / "theirs.annotator")
    monkeypatch.setattr(window.desk.filing, "ask_to_open", lambda *_given, **_more: [theirs])
    shown_by: dict[str, int] = {"": len(all_plain(window))}
    dialogs = 0
    for id_ in OPENING:
        if id_.startswith("view.") and window.actions_.by_id[id_].isChecked():
            continue
        action = window.actions_.by_id[id_]
        assert action.isEnabled(), id_
        action.trigger()
        hands.until(lambda: not hands.session.busy)
        QApplication.processEvents()
        open_now = visible_dialogs(window)
        dialogs += len(open_now)
        shown_by[id_] = len(all_plain(window, *open_now))
        for dialog in open_now:
            dialog.close()
        QApplication.processEvents()
    assert dialogs >= 4
    assert min(shown_by.values()) >= 3, shown_by
    assert watched == []


@pytest.mark.parametrize("message", ["tell", "problem"])
def test_a_message_is_shown_with_its_hidden_characters_named(hands, message):
    emit = {"tell": hands.session.told.emit, "problem": lambda words: hands.session.problem.emit(words, words)}[message]
    emit(f"{EVIL} was written.")
    bar = hands.window.area.messages
    assert shown(EVIL) in bar.sentence()
    assert not HIDING & set(bar.sentence() + bar.accessibleName())


def test_a_name_from_right_to_left_does_not_turn_the_sentence_about_it(open_window, tmp_path, me, strange_sql):
    path = tmp_path / "דוח 7.annotator"
    Project.create(path, me).close()
    strange_sql(path, "CREATE TABLE more (x)")
    hands = open_window(path)
    sentence = hands.window.desk.keeping.banner.sentence()
    assert sentence.startswith("\u2068דוח 7.annotator\u2069 holds tables")
    assert hands.window.windowTitle() == "\u2068דוח 7\u2069 – Annotator"


def test_the_articles_hidden_characters_are_seen(open_window, evil_project):
    from annotator.ui.article.display import display_text

    hands = open_window(evil_project)
    shown, marks = display_text(hands.text)
    assert "\u202e" in hands.text
    assert "\u2066" in hands.text
    assert not {"\u202e", "\u2066"} & set(shown)
    assert len(shown) == len(hands.text)
    assert len(marks) == sum(char in HIDING for char in hands.text) > 10


def test_a_project_of_that_name_is_opened_and_its_start_page_shows_the_name(open_window, tmp_path):
    folder = tmp_path / "a &amp; <b>b \u202e"
    folder.mkdir()
    path = folder / "<b>x.annotator"
    Project.create(path, Identities().become("Ana")).close()
    hands = open_window(path)
    hands.window.desk.filing.close()
    QApplication.processEvents()
    found = [(text, plain) for text, plain in texts_of(hands.window) if "<b>" in text]
    assert all(plain for _, plain in found)


def test_working_with_a_project_opens_no_socket(hands, watched, tmp_path):
    article = tmp_path / "page.txt"
    article.write_text(f"Another. {EVIL} http://127.0.0.1:9/x", encoding="utf-8")
    hands.select("the mayor")
    hands.press(KEY.Key_2)
    hands.window.desk.filing.import_paths([article])
    hands.until(lambda: "Another" in hands.text)
    hands.window.desk.filing.export_to(tmp_path / "out.jsonl")
    hands.until(lambda: not hands.session.busy)
    assert (tmp_path / "out.jsonl").exists()
    assert watched == []


def test_the_look_out_sees_what_it_should(watched):
    with socket.socket():
        pass
    assert any("socket" in seen for seen in watched)


def test_plain_text_edits_do_not_read_markup(qtbot):
    edit = QPlainTextEdit(EVIL)
    qtbot.addWidget(edit)
    assert "<b>bold</b>" in edit.toPlainText()


def test_names_of_millions_of_letters_are_shown_by_their_beginning(open_window, tmp_path, watched):
    path, long = tmp_path / "long.annotator", "x" * 3_000_000
    with Project.create(path, Identities().become("Ana")) as project:
        document = importing.import_text(project, "The mayor said so.").documents[0]
        facts = project.document(document)
        with project.recording("Retitle") as recording:
            recording.operation.put(type(facts)(id=facts.id, title=long, outlet=long))
            recording.operation.put(Annotator(id="c0c0c0c0-0000-4000-8000-000000000003", name=long))
            recording.operation.put(Entity(id="e0e0e0e0-0000-4000-8000-000000000001", name=long, note=long))
    hands = open_window(path)
    for id_ in ("view.history", "view.sources", "view.report"):
        hands.window.actions_.by_id[id_].trigger()
        QApplication.processEvents()
    assert not hands.window.grab().isNull()
    assert max(map(len, read_from(hands.window))) < 100_000


def test_what_a_merge_keeps_out_is_shown_marked_and_short(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    dialog = MergeDialog([], window)
    long = "x" * 100_000
    dialog.show_preview(Summary(quarantined=[Quarantined("p", "an item", EVIL + long)], notes=[f"{EVIL}\n{long}"]))
    rows = [dialog.kept_out.item(row).text() for row in range(dialog.kept_out.count())]
    assert len(rows) == 2
    for row in rows:
        assert not HIDING & set(row)
        assert "\n" not in row
        assert len(row) < 5_000


def test_annotators_whose_work_is_compared_are_shown_marked(qtbot):
    button = AnnotatorsButton()
    qtbot.addWidget(button)
    button.offer([Annotator(id=f"a{n}", name=f"{EVIL}{n}") for n in range(3)])
    words = [action.text() for action in button._menu.actions()]
    assert len(words) == 3
    assert not HIDING & set("".join(words))
