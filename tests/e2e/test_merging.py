"""Two people, two files, in the real window: merged, undone, decided, joined, and a work package out and back."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from annotator.model.items import Annotation, Annotator
from annotator.model.span import Span
from annotator.services import annotating, identifying, merging
from annotator.services.project import Project
from annotator.ui.merging.decisions import Decisions
from annotator.ui.merging.merge_dialog import MergeDialog
from annotator.ui.merging.package_dialog import PackageDialog
from annotator.ui.merging.people import People

BORIS = Annotator(id="b0b0b0b0-0000-4000-8000-000000000002", name="Boris")


def dialog_of(hands, kind):
    hands.until(lambda: isinstance(QApplication.activeModalWidget(), kind))
    return QApplication.activeModalWidget()


def span(article, words):
    begin = article.text.index(words)
    return [Span(begin, begin + len(words))]


@pytest.fixture
def tagged(hands):
    """Ana's project, with a claim of hers."""
    hands.select("The bridge over the Ressa 🌉 will stay shut until autumn")
    hands.press(Qt.Key.Key_1)
    return hands


@pytest.fixture
def colleague(tagged, tmp_path):
    """Boris's copy of the project, in which he has tagged the mayor."""
    path = tmp_path / "boris.annotator"
    tagged.session.project.copy_to(path)
    with Project.open(path, BORIS) as project:
        article = project.read(tagged.session.article.id)
        annotating.tag(project, article, span(article, "the mayor"), "source")
    return path


def layers(hands):
    return {a.annotator for a in hands.session.article.annotations.values()}


def run(hands, command):
    hands.window.actions_.update()
    hands.window.actions_.by_id[command].trigger()


def merge(hands, path):
    """Through the dialog, with the keyboard alone."""
    hands.window.desk.merging.offer([path])
    dialog = dialog_of(hands, MergeDialog)
    hands.until(dialog.ok.isEnabled)
    hands.until(lambda: QApplication.focusWidget() is dialog.ok)
    return dialog


def test_a_colleagues_project_is_shown_merged_and_undone(tagged, colleague, monkeypatch):
    before = colleague.read_bytes()
    monkeypatch.setattr(tagged.window.desk.filing, "ask_to_open", lambda *_given, **_more: [colleague])
    tagged.press((Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_M))
    dialog = dialog_of(tagged, MergeDialog)
    tagged.until(dialog.ok.isEnabled)
    assert (dialog.counts["documents"].text(), dialog.counts["annotators"].text()) == ("0", "1")
    assert "1 annotation and 0 attributions" in dialog.told.text()
    assert layers(tagged) == {tagged.session.me.id}  # it was only tried
    tagged.press(Qt.Key.Key_Return, to=dialog.ok)
    tagged.until(lambda: BORIS.id in layers(tagged))
    tagged.back()
    messages = tagged.window.area.messages
    assert "Merged: 2 new items" in messages.sentence()
    messages.button().setFocus()
    tagged.press(Qt.Key.Key_Space, to=messages.button())
    tagged.until(lambda: layers(tagged) == {tagged.session.me.id})
    assert colleague.read_bytes() == before
    assert tagged.session.project.verify() == []
    run(tagged, "edit.redo")
    assert BORIS.id in layers(tagged)


def test_merged_again_there_is_nothing_to_do_and_what_is_no_project_is_refused(tagged, colleague, tmp_path):
    merging.merge(tagged.session.project, [colleague])
    tagged.window.desk.merging.offer([colleague])
    dialog = dialog_of(tagged, MergeDialog)
    tagged.until(lambda: "here already" in dialog.told.text())
    assert not dialog.ok.isEnabled()
    tagged.press(Qt.Key.Key_Escape, to=dialog)
    tagged.back()
    bad = tmp_path / "bad.annotator"
    bad.write_text("no project")
    tagged.window.desk.merging.offer([bad])
    dialog = dialog_of(tagged, MergeDialog)
    tagged.until(lambda: "not an Annotator project" in dialog.words.text())
    assert not dialog.ok.isEnabled()
    tagged.press(Qt.Key.Key_Escape, to=dialog)
    tagged.back()


@pytest.fixture
def conflicting(tagged, tmp_path):
    """Ana's own two copies, with two notes on one annotation."""
    path = tmp_path / "laptop.annotator"
    tagged.session.project.copy_to(path)
    (claim,) = tagged.session.article.annotations.values()
    with Project.open(path, tagged.session.me) as project:
        annotating.set_note(project, project.read(tagged.session.article.id), claim.id, "on the laptop")
        annotating.set_note(project, project.read(tagged.session.article.id), claim.id, "on the laptop, later")
    tagged.session.run(
        lambda: annotating.set_note(tagged.session.project, tagged.session.article, claim.id, "at the desk")
    )
    return path, claim.id


def note(hands, claim):
    return hands.session.article.annotations[claim].note


def test_two_values_are_a_decision_made_by_keyboard_and_undone(tagged, conflicting):
    path, claim = conflicting
    dialog = merge(tagged, path)
    assert dialog.counts["conflicts"].text() == "1"
    tagged.press(Qt.Key.Key_Return, to=dialog.ok)
    tagged.until(lambda: note(tagged, claim) == "on the laptop, later")
    tagged.back()
    button = tagged.window.area.messages.button()
    assert "1 item got two values" in tagged.window.area.messages.sentence()
    tagged.press(Qt.Key.Key_Space, to=button)
    dialog = dialog_of(tagged, Decisions)
    tagged.until(dialog.items.hasFocus)
    rows = [dialog.values.model().index(row, 0).data() for row in range(dialog.values.model().rowCount())]
    assert rows == ["note: on the laptop, later", "note: at the desk"]
    tagged.press(Qt.Key.Key_Tab, Qt.Key.Key_Down)
    tagged.press(Qt.Key.Key_Return)
    tagged.until(lambda: note(tagged, claim) == "at the desk")
    assert "nothing to decide" in dialog.told.text()
    tagged.press(Qt.Key.Key_Escape, to=dialog)
    tagged.back()
    run(tagged, "edit.undo")
    assert note(tagged, claim) == "on the laptop, later"
    run(tagged, "review.decisions")
    dialog = dialog_of(tagged, Decisions)
    assert dialog.items.model().rowCount() == 1
    dialog.show_.click()
    tagged.back()
    assert tagged.session.focused == claim


def test_two_identities_are_joined_and_separated_by_keyboard(tagged, colleague):
    merging.merge(tagged.session.project, [colleague])
    run(tagged, "review.people")
    dialog = dialog_of(tagged, People)
    tagged.until(dialog.list.hasFocus)
    rows = [dialog.list.model().index(row, 0).data() for row in range(2)]
    assert [row.split(" ")[0] for row in rows] == ["Ana", "Boris"]
    tagged.press(Qt.Key.Key_Return)
    assert "Who is the same person" in dialog.told.text()
    tagged.press(Qt.Key.Key_Down, Qt.Key.Key_Return)
    tagged.until(lambda: layers(tagged) == {tagged.session.me.id})
    assert dialog.list.model().index(1, 0).data().startswith("↳ Boris")
    dialog.separate.click()
    tagged.until(lambda: BORIS.id in layers(tagged))
    tagged.press(Qt.Key.Key_Escape, to=dialog)
    tagged.back()


def test_a_work_package_is_made_worked_on_and_merged_back(tagged, tmp_path, monkeypatch):
    out = tmp_path / "for boris.annotator"
    monkeypatch.setattr(tagged.window.desk.filing, "ask_for_new", lambda *_given: out)
    run(tagged, "review.package")
    dialog = dialog_of(tagged, PackageDialog)
    tagged.press(Qt.Key.Key_Return, to=dialog.documents)
    tagged.until(lambda: out.exists() and not tagged.session.busy)
    tagged.back()
    assert out.name in tagged.window.area.messages.sentence()
    with Project.open(out, BORIS) as project:
        article = project.read(tagged.session.article.id)
        assert article.annotations == {}
        annotating.tag(project, article, span(article, "the mayor"), "source")
    dialog = merge(tagged, out)
    tagged.press(Qt.Key.Key_Return, to=dialog.ok)
    tagged.until(lambda: BORIS.id in layers(tagged))
    tagged.back()
    assert tagged.session.project.verify() == []


def test_a_work_package_lists_a_person_once_and_brings_all_her_identities(tagged, tmp_path, monkeypatch):
    home = Annotator(id="a0a0a0a0-0000-4000-8000-0000000000aa", name="Ana at home")
    project, article = tagged.session.project, tagged.session.article
    made = len(project.read(article.id).annotations)
    with project.recording("At home") as recording:
        recording.operation.enter(home)
        recording.operation.put(
            Annotation(id="c0c0c0c0-0000-4000-8000-000000000001", document=article.id, annotator=home.id, tag="claim",
                       spans=tuple(span(article, "the mayor")))
        )  # fmt: skip
    identifying.join(project, home.id, project.me.id)
    out = tmp_path / "for her.annotator"
    monkeypatch.setattr(tagged.window.desk.filing, "ask_for_new", lambda *_given: out)
    dialog = tagged.window.desk.merging.package((), home.id)
    assert [dialog.people.item(row).data(Qt.ItemDataRole.UserRole) for row in range(dialog.people.count())] == [
        project.me.id
    ]
    assert dialog.people.item(0).checkState() == Qt.CheckState.Checked
    tagged.press(Qt.Key.Key_Return, to=dialog.documents)
    tagged.until(lambda: out.exists() and not tagged.session.busy)
    tagged.back()
    with Project.open(out, BORIS) as package:
        assert len(package.read(article.id).annotations) == made + 1


def test_cancelled_while_it_is_read_the_dialog_goes_and_nothing_has_changed(tagged, colleague, monkeypatch):
    began = []

    def endless(_own, _paths, *, progress):
        while True:  # until the person has enough
            began.append(progress(1, 2, "boris.annotator"))

    monkeypatch.setattr(merging, "preview", endless)
    before = tagged.path.read_bytes()
    dialog = tagged.window.desk.merging.offer([colleague])
    tagged.until(lambda: bool(began))
    assert not dialog.ok.isEnabled()
    tagged.press(Qt.Key.Key_Escape, to=dialog)
    tagged.until(lambda: not tagged.session.busy)
    tagged.back()
    assert tagged.path.read_bytes() == before
