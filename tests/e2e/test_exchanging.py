"""Corpora out and in through the dialogs, with keys and mouse."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListWidget

from annotator.model.items import Annotator, Tag
from annotator.services import exporting, importing, reviewing
from annotator.ui.dialogs.export_dialog import ExportDialog
from annotator.ui.dialogs.import_dialog import ImportDialog
from annotator.ui.dialogs.plain_report import PlainReport
from annotator.ui.merging.decisions import Decisions


def dialog_of(hands, kind):
    hands.until(lambda: isinstance(QApplication.activeModalWidget(), kind))
    return QApplication.activeModalWidget()


@pytest.fixture
def tagged(hands):
    hands.select("The bridge over the Ressa 🌉 will stay shut until autumn")
    hands.press(Qt.Key.Key_1)
    hands.select("the mayor")
    hands.press(Qt.Key.Key_2)
    return hands


def export_dialog(hands) -> ExportDialog:
    hands.press((Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_E))
    dialog = dialog_of(hands, ExportDialog)
    hands.until(lambda: not hands.session.busy)
    return dialog


def choose(dialog, title):
    for row in range(dialog.formats.count()):
        if dialog.formats.item(row).text() == title:
            dialog.formats.setCurrentRow(row)
            return
    raise AssertionError(title)


def rows_of(rows: QListWidget) -> list[str]:
    return [rows.item(row).text() for row in range(rows.count())]


def test_the_losses_are_shown_before_and_the_files_are_written(tagged, tmp_path):
    dialog = export_dialog(tagged)
    choose(dialog, "CoNLL columns")
    assert any(row.startswith("lost: Annotators") or "Spans and tags 2" in row for row in rows_of(dialog.losses))
    choose(dialog, "brat")
    assert any(row.startswith("kept: Spans and tags 2") for row in rows_of(dialog.losses))
    out = tmp_path / "brat out"
    dialog.place.selectAll()
    tagged.press(str(out), to=dialog.place)
    dialog.report.setFocus()
    tagged.press(Qt.Key.Key_Space, to=dialog.report)
    tagged.press(Qt.Key.Key_Return, to=dialog.place)
    tagged.until(dialog.open_folder.isVisible)
    assert len(list(out.rglob("*.ann"))) == 1
    assert "Spans and tags" in (out / "loss report.txt").read_text(encoding="utf-8")
    assert str(out) in dialog.words.text()
    tagged.press(Qt.Key.Key_Escape, to=dialog)
    tagged.back()


def test_what_cannot_be_written_is_said_in_the_dialog_and_can_be_mended(tagged, tmp_path):
    dialog = export_dialog(tagged)
    dialog.set_place(tmp_path / "no" / "such" / "folder.jsonl")
    QTest.mouseClick(dialog.ok, Qt.MouseButton.LeftButton)
    tagged.until(lambda: "cannot be written" in dialog.words.text())
    assert dialog.isVisible()
    dialog.set_place(tmp_path / "corpus.jsonl")
    QTest.mouseClick(dialog.ok, Qt.MouseButton.LeftButton)
    tagged.until(lambda: (tmp_path / "corpus.jsonl").exists() and dialog.open_folder.isVisible())
    tagged.press(Qt.Key.Key_Escape, to=dialog)
    tagged.back()


def test_a_smaller_scope_is_counted_anew(tagged):
    dialog = export_dialog(tagged)
    dialog.what.setFocus()
    tagged.press(Qt.Key.Key_Down, to=dialog.what)
    tagged.until(lambda: not tagged.session.busy)
    assert dialog.scope().documents == (tagged.session.article.id,)
    tagged.press(Qt.Key.Key_Escape, to=dialog)
    tagged.back()


def test_the_documents_that_the_list_shows_are_a_choice(tagged, tmp_path):
    project = tagged.session.project
    for text in ("Harbour strike\n\nThe union said so.", "Harbour quiet\n\nNobody said so."):
        tagged.session.take_over(importing.import_text(project, text).changes)
    documents = tagged.window.documents
    assert documents.list.model().rowCount() == 3
    documents.field.setText("harbour")
    dialog = export_dialog(tagged)
    dialog.what.setFocus()
    tagged.press(Qt.Key.Key_Down, to=dialog.what)
    assert dialog.what.currentText() == "Those that the list shows (2)"
    tagged.until(lambda: not tagged.session.busy)
    out = tmp_path / "harbour.jsonl"
    dialog.set_place(out)
    tagged.press(Qt.Key.Key_Return, to=dialog.place)
    tagged.until(dialog.open_folder.isVisible)
    assert dialog.words.text().startswith("Wrote 2 documents, 0 annotations and 0 attributions: ")
    titles = [json.loads(line).get("title") for line in out.read_text(encoding="utf-8").splitlines()]
    assert sorted(filter(None, titles)) == ["Harbour quiet", "Harbour strike"]
    tagged.press(Qt.Key.Key_Escape, to=dialog)
    tagged.back()
    documents.field.clear()
    dialog = export_dialog(tagged)
    assert [dialog.what.itemText(row)[:10] for row in range(dialog.what.count())] == ["All docume", "This docum"]
    tagged.press(Qt.Key.Key_Escape, to=dialog)
    tagged.back()


def test_some_of_several_annotators_are_chosen_by_ticks(tagged, tmp_path):
    project, article = tagged.session.project, tagged.session.article
    claim = next(a for a in article.annotations.values() if a.tag == "claim")
    with project.recording("Others’ work") as recording:
        for number in (2, 3):
            someone = Annotator(id=f"b0b0b0b0-0000-4000-8000-00000000000{number}", name=f"{number}oris")
            recording.operation.put(someone)
            theirs = replace(claim, id=f"11111111-0000-4000-8000-00000000000{number}", annotator=someone.id)
            recording.operation.put(theirs)
    tagged.session.take_over(recording.change_set)
    dialog = export_dialog(tagged)
    assert not dialog.people.isVisible()
    dialog.whose.setFocus()
    tagged.press(Qt.Key.Key_End, to=dialog.whose)
    assert dialog.whose.currentText() == "Several annotators"
    assert dialog.people.isVisible()
    names = rows_of(dialog.people)
    assert names[1:] == ["2oris", "3oris"] or sorted(names)[:2] == ["2oris", "3oris"]
    dialog.people.setFocus()
    for row in range(len(names)):
        dialog.people.setCurrentRow(row)
        tagged.press(Qt.Key.Key_Space, to=dialog.people)
    assert dialog.words.text() == "Tick at least one annotator."
    assert not dialog.ok.isEnabled()
    for name in ("2oris", "3oris"):
        dialog.people.setCurrentRow(names.index(name))
        tagged.press(Qt.Key.Key_Space, to=dialog.people)
    tagged.until(lambda: not tagged.session.busy)
    assert any(row.startswith("kept: Spans and tags 2") for row in rows_of(dialog.losses))
    out = tmp_path / "two.jsonl"
    dialog.set_place(out)
    tagged.press(Qt.Key.Key_Return, to=dialog.place)
    tagged.until(dialog.open_folder.isVisible)
    lines = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert sorted(line["name"] for line in lines if line["type"] == "annotator") == ["2oris", "3oris"]
    assert "2 annotations" in dialog.words.text()
    tagged.press(Qt.Key.Key_Escape, to=dialog)
    tagged.back()


def test_a_file_that_is_there_is_replaced_only_when_asked(tagged, tmp_path):
    dialog = export_dialog(tagged)
    out = tmp_path / "bridge.jsonl"
    out.write_text("made by hand")
    dialog.place.selectAll()
    tagged.press(str(out), to=dialog.place)
    asked = []

    def answer(word):
        def then():
            box = QApplication.activeModalWidget()
            asked.append(box.text())
            assert box.defaultButton().text() == "Cancel"
            QTest.mouseClick(next(b for b in box.buttons() if b.text() == word), Qt.MouseButton.LeftButton)

        QTimer.singleShot(0, then)

    answer("Cancel")
    tagged.press(Qt.Key.Key_Return, to=dialog.place)
    assert asked == ["bridge.jsonl is there already."]
    assert out.read_text() == "made by hand"
    answer("Replace")
    tagged.press(Qt.Key.Key_Return, to=dialog.place)
    tagged.until(dialog.open_folder.isVisible)
    assert out.read_text(encoding="utf-8").startswith('{"format":"annotator-corpus"')
    answer("Cancel")
    tagged.press(Qt.Key.Key_Return, to=dialog.place)
    assert len(asked) == 3
    tagged.press(Qt.Key.Key_Escape, to=dialog)
    tagged.back()


def test_no_name_is_proposed_that_is_taken_or_that_another_format_has(tagged):
    dialog = export_dialog(tagged)
    proposed = {}
    for row in range(dialog.formats.count()):
        dialog.formats.setCurrentRow(row)
        proposed[dialog.formats.item(row).text()] = Path(dialog.place.text())
    assert len(set(proposed.values())) == len(proposed)
    taken = proposed["Annotator corpus"]
    taken.write_text("made by hand")
    choose(dialog, "brat")
    choose(dialog, "Annotator corpus")
    assert dialog.place.text() == str(taken.with_name(f"{taken.stem} 2.jsonl"))
    assert proposed["doccano"].name == f"{taken.stem} doccano.jsonl"
    tagged.press(Qt.Key.Key_Escape, to=dialog)
    tagged.back()


@pytest.fixture
def foreign(tmp_path, hands):
    """Spans on the very article that is here, and on another."""
    text = hands.session.article.text
    begin = text.index("the mayor")
    lines = [
        {"text": text, "label": [[begin, begin + 9, "Speaker"], [0, 6, "HEDGE"], [9999, 10000, "HEDGE"]]},
        {"text": "Another article, she said.", "label": [[17, 20, "Speaker"]]},
    ]
    path = tmp_path / "spans.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return path


def test_an_import_is_shown_before_it_is_done(hands, foreign):
    hands.window.desk.filing.import_paths([foreign])
    dialog = dialog_of(hands, ImportDialog)
    hands.until(lambda: not hands.session.busy)
    assert "doccano" in dialog.format.text()
    assert "likely" in dialog.format.text()
    assert "1 article, 3 annotations and 0 attributions would come in." in dialog.counts.text()
    assert any("9999" in row or "outside" in row for row in rows_of(dialog.kept_out))
    assert hands.rows("SELECT count(*) FROM annotation") == [(0,)]
    box = dialog._boxes["labels", "HEDGE"]
    dialog.tabs.setCurrentWidget(dialog.tables["labels"])
    box.setFocus()
    hands.press("cue", to=box)
    hands.until(lambda: not hands.session.busy)
    QTest.mouseClick(dialog.ok, Qt.MouseButton.LeftButton)
    hands.until(lambda: not hands.session.busy and QApplication.activeModalWidget() is None)
    assert sorted(hands.rows("SELECT tag FROM annotation")) == [("cue",), ("source",), ("source",)]
    assert hands.rows("SELECT count(*) FROM document_info") == [(2,)]
    ((value,),) = hands.rows("SELECT value FROM setting")
    assert json.loads(value)["labels"] == {"HEDGE": "cue"}


def test_what_is_remembered_of_a_label_is_shown_and_can_be_forgotten(hands, foreign):
    with hands.session.project.recording("Tags") as recording:
        recording.operation.put(Tag(id="70000000-0000-4000-8000-000000000001", slug="rumour", name="Rumour"))
    hands.session.take_over(recording.change_set)
    path = [foreign]
    importing.import_files(
        hands.session.project, path, choices=importing.Choices({"speaker": "quote"}, {"by": "parent"})
    )  # fmt: skip
    hands.window.desk.filing.import_paths(path)
    dialog = dialog_of(hands, ImportDialog)
    hands.until(lambda: not hands.session.busy)
    box = dialog._boxes["labels", "Speaker"]
    offered = [box.itemText(row) for row in range(box.count())]
    assert offered[:3] == ["remembered: quote", "as known: source", "claim"]
    assert "Rumour" in offered
    assert dialog._boxes["labels", "HEDGE"].itemText(0) == "as known: hedge"
    dialog.tabs.setCurrentWidget(dialog.tables["labels"])
    box.setFocus()
    hands.press(Qt.Key.Key_Down, to=box)
    dialog._boxes["labels", "HEDGE"].setFocus()
    hands.press("Rumour", to=dialog._boxes["labels", "HEDGE"])
    hands.until(lambda: not hands.session.busy)
    QTest.mouseClick(dialog.ok, Qt.MouseButton.LeftButton)
    hands.until(lambda: not hands.session.busy and QApplication.activeModalWidget() is None)
    ((value,),) = hands.rows("SELECT value FROM setting")
    assert json.loads(value) == {"labels": {"HEDGE": "rumour"}, "relations": {"by": "parent"}}
    assert {tag for (tag,) in hands.rows("SELECT tag FROM annotation")} == {"quote", "hedge", "source", "rumour"}


def test_a_corpus_of_ours_with_a_version_of_an_article_is_shown_first(hands, tmp_path, new_desk):
    text = hands.session.article.text.replace("\n\n", " \n \n")
    with new_desk(tmp_path / "other.annotator", text=None) as other:
        other.id = other.add(text)
        other.tag("source", "the mayor")
        other.add("Quite another article, they said.")
        other.export()
    corpus = tmp_path / "exported.jsonl"
    hands.window.desk.filing.import_paths([corpus])
    dialog = dialog_of(hands, ImportDialog)
    hands.until(lambda: not hands.session.busy)
    assert "Annotator corpus" in dialog.format.text()
    assert dialog.reanchor.isVisible()
    hands.press(Qt.Key.Key_Space, to=dialog.reanchor)
    hands.until(lambda: dialog._later.isActive() is False and not hands.session.busy)
    hands.until(lambda: "1 article, 1 annotation" in dialog.counts.text())
    (line,) = [row for row in rows_of(dialog.kept_out) if "from" in row]
    before, after = text.index("the mayor"), hands.text.index("the mayor")
    places = f"from {before}–{before + 9} to {after}–{after + 9}"
    assert line.startswith("source “the mayor” (")
    assert line.endswith(f"): found elsewhere by its words, {places}")
    QTest.mouseClick(dialog.ok, Qt.MouseButton.LeftButton)
    hands.until(lambda: not hands.session.busy and QApplication.activeModalWidget() is None)
    assert hands.rows("SELECT count(*) FROM document_info") == [(2,)]
    ((begin, end),) = hands.rows('SELECT begin, "end" FROM span')
    assert hands.text[begin:end] == "the mayor"


@pytest.fixture
def retagged(tagged, tmp_path):
    """The claim of the open article as another program sends it back: as a quote."""
    out = tmp_path / "back"
    exporting.export(tagged.session.project, "brat", out)
    (path,) = out.rglob("*.ann")
    text = path.read_text(encoding="utf-8")
    assert "\tClaim " in text
    path.write_text(text.replace("\tClaim ", "\tQuote "), encoding="utf-8")
    return out


def tags(hands):
    return sorted(tag for (tag,) in hands.rows("SELECT tag FROM annotation"))


@pytest.mark.parametrize("at_once", [True, False])
def test_what_a_file_says_otherwise_waits_for_a_decision_to_which_a_button_leads(tagged, retagged, at_once):
    tagged.window.desk.filing.import_paths([retagged])
    dialog = dialog_of(tagged, ImportDialog)
    tagged.until(lambda: not tagged.session.busy)
    assert "0 articles, 0 annotations and 0 attributions would come in." in dialog.counts.text()
    assert "Here with another value, which stays until you decide: 1 item." in dialog.counts.text()
    assert any("here tag: claim; in the file tag: quote." in row for row in rows_of(dialog.kept_out))
    assert dialog.decide.isVisible()
    tagged.press(Qt.Key.Key_Space, to=dialog.decide if at_once else dialog.ok)
    if not at_once:
        tagged.until(lambda: QApplication.activeModalWidget() is None and not tagged.session.busy)
        messages = tagged.window.area.messages
        assert "Here with another value, which stays until you decide: 1 item." in messages.sentence()
        tagged.press(Qt.Key.Key_Space, to=messages.button())
    decisions = dialog_of(tagged, Decisions)
    assert tags(tagged) == ["claim", "source"]
    tagged.until(decisions.items.hasFocus)
    tagged.press(Qt.Key.Key_Tab, Qt.Key.Key_Down)
    tagged.press(Qt.Key.Key_Return)
    tagged.until(lambda: tags(tagged) == ["quote", "source"])
    tagged.press(Qt.Key.Key_Escape, to=decisions)
    tagged.back()


def test_where_something_is_kept_out_as_well_the_list_of_it_leads_to_the_decisions(tagged, retagged):
    (path,) = retagged.rglob("*.ann")
    path.write_text(path.read_text(encoding="utf-8") + "T99\tQuote 99999 100000\tx\n", encoding="utf-8")
    tagged.window.desk.filing.import_paths([retagged])
    dialog = dialog_of(tagged, ImportDialog)
    tagged.until(lambda: not tagged.session.busy)
    assert any(row.startswith("quote “x” (") for row in rows_of(dialog.kept_out))
    tagged.press(Qt.Key.Key_Space, to=dialog.ok)
    tagged.until(lambda: QApplication.activeModalWidget() is None and not tagged.session.busy)
    tagged.press(Qt.Key.Key_Space, to=tagged.window.area.messages.button())
    report = dialog_of(tagged, PlainReport)
    assert "in the file tag: quote." in report.text.toPlainText()
    tagged.press(Qt.Key.Key_Space, to=report.further)
    decisions = dialog_of(tagged, Decisions)
    tagged.press(Qt.Key.Key_Escape, to=decisions)
    tagged.back()


def test_where_nothing_is_to_be_decided_no_button_leads_there(hands, foreign):
    hands.window.desk.filing.import_paths([foreign])
    dialog = dialog_of(hands, ImportDialog)
    hands.until(lambda: not hands.session.busy)
    assert not dialog.decide.isVisible()
    hands.press(Qt.Key.Key_Escape, to=dialog)
    hands.back()


def test_an_import_that_is_left_changes_nothing(hands, foreign):
    hands.window.desk.filing.import_paths([foreign])
    dialog = dialog_of(hands, ImportDialog)
    hands.until(lambda: not hands.session.busy)
    hands.press(Qt.Key.Key_Escape, to=dialog)
    hands.back()
    assert hands.rows("SELECT count(*) FROM annotation") == [(0,)]
    assert hands.rows("SELECT count(*) FROM operation WHERE title LIKE 'Import spans%'") == [(0,)]


def test_a_version_of_an_article_is_offered_and_its_annotations_move(hands, tmp_path):
    text = hands.session.article.text.replace("\n\n", " \n").replace("“", '"').replace("”", '"').replace("’", "'")
    begin = text.index('"We measured every bolt,"')
    path = tmp_path / "other.jsonl"
    path.write_text(json.dumps({"text": text, "label": [[begin, begin + 25, "Quote"]]}))
    hands.window.desk.filing.import_paths([path])
    dialog = dialog_of(hands, ImportDialog)
    hands.until(lambda: not hands.session.busy)
    assert dialog.reanchor.isVisible()
    QTest.mouseClick(dialog.reanchor, Qt.MouseButton.LeftButton, pos=dialog.reanchor.rect().center() * 0.1)
    hands.press(Qt.Key.Key_Space, to=dialog.reanchor) if not dialog.reanchor.isChecked() else None
    hands.until(lambda: not hands.session.busy)
    QTest.mouseClick(dialog.ok, Qt.MouseButton.LeftButton)
    hands.until(lambda: not hands.session.busy and QApplication.activeModalWidget() is None)
    assert hands.rows("SELECT count(*) FROM document_info") == [(1,)]
    ((begin, end),) = hands.rows('SELECT begin, "end" FROM span')
    assert hands.text[begin:end] == "“We measured every bolt,”"


def test_the_outcome_of_a_review_is_written_and_what_is_open_is_told_before(tagged, tmp_path):
    project, article = tagged.session.project, tagged.session.article
    claim = next(a for a in article.annotations.values() if a.tag == "claim")
    boris = Annotator(id="b0b0b0b0-0000-4000-8000-000000000002", name="Boris")
    theirs = replace(claim, id="11111111-0000-4000-8000-000000000001", annotator=boris.id)
    other = replace(theirs, id="11111111-0000-4000-8000-000000000002", tag="quote")
    with project.recording("Boris’s work") as recording:
        for item in (boris, theirs, other):
            recording.operation.put(item)
    tagged.session.take_over(recording.change_set)
    reviewing.accept(project, tagged.session.article, theirs.id)
    dialog = export_dialog(tagged)
    assert not dialog.left.isVisible()
    dialog.whose.setFocus()
    tagged.press(Qt.Key.Key_Down, to=dialog.whose)
    tagged.until(lambda: not tagged.session.busy)
    assert "Adjudicated" in dialog.whose.currentText()
    assert dialog.left.text().splitlines() == [
        "Open, and not written: 1 not judged yet", "Written, though nobody judged it: 1 item of a reviewer’s own",
    ]  # fmt: skip
    assert any(row.startswith("kept: Spans and tags 2") for row in rows_of(dialog.losses))
    out = tmp_path / "gold.jsonl"
    dialog.set_place(out)
    tagged.press(Qt.Key.Key_Return, to=dialog.place)
    tagged.until(dialog.open_folder.isVisible)
    lines = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [line["tag"] for line in lines if line["type"] == "annotation"] == ["claim", "source"]
    tagged.press(Qt.Key.Key_Escape, to=dialog)
    tagged.back()


def test_what_is_broken_in_several_files_is_listed_with_their_names(hands, tmp_path):
    text = hands.session.article.text
    for name in ("one", "two"):
        lines = [json.dumps({"text": text, "label": [[0, 3, "{Speaker}"]], "username": "{0.x}"}), '{"text": "half']
        (tmp_path / f"{name}.jsonl").write_text("\n".join(lines))
    hands.window.desk.filing.import_paths([tmp_path / "one.jsonl", tmp_path / "two.jsonl"])
    dialog = dialog_of(hands, ImportDialog)
    hands.until(lambda: not hands.session.busy)
    assert "Kept out: 2 items." in dialog.counts.text()
    rows = rows_of(dialog.kept_out)
    assert [row for row in rows if row.startswith(("one.jsonl: line 2", "two.jsonl: line 2"))] == rows[:2]
    assert dialog._boxes["people", "{0.x}"].itemText(0) == "{0.x}, by name"
    assert dialog.ok.isEnabled()
    hands.press(Qt.Key.Key_Escape, to=dialog)
    hands.back()


def test_a_fault_while_reading_ends_the_preview_in_words(hands, foreign, monkeypatch):
    def fails(*_arguments, **_options):
        raise RuntimeError("unforeseen")

    told = []
    monkeypatch.setattr("sys.excepthook", lambda kind, *_: told.append(kind))
    monkeypatch.setattr("annotator.services.importing.preview", fails)
    hands.window.desk.filing.import_paths([foreign])
    dialog = dialog_of(hands, ImportDialog)
    hands.until(lambda: not hands.session.busy and dialog.words.text().startswith("Something went wrong"))
    assert told == [RuntimeError]
    assert not dialog.ok.isEnabled()
    hands.press(Qt.Key.Key_Escape, to=dialog)
    hands.back()


def test_a_dialog_that_is_closed_while_its_format_is_counted_is_no_fault(hands, capsys):
    faults = []
    hands.session.problem.connect(lambda *told: faults.append(told))
    for _ in range(3):
        hands.window.actions_.by_id["file.export"].trigger()
        dialog = next(w for w in QApplication.topLevelWidgets() if type(w).__name__ == "ExportDialog" and w.isVisible())
        dialog.reject()
        hands.until(lambda: not hands.session.busy)
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert faults == []
    assert "Traceback" not in capsys.readouterr().err
