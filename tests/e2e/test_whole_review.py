"""The third job from its first to its last step, at the real window and by keyboard alone.

Two people's files become one, each difference is decided, what was decided is written, and both people's own files get
the verdicts back. The sample's articles and its two annotators; only the operating system's file chooser is answered.
"""

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from annotator.model.items import Verdict
from annotator.services import adjudicating, exporting, importing, work_packages
from annotator.services.exporting import ADJUDICATED, ALL
from annotator.services.identity import Identities, folder
from annotator.services.project import Project
from annotator.storage import documents
from annotator.ui.controls.quiet_label import PlainLabel
from annotator.ui.dialogs.export_dialog import ExportDialog
from annotator.ui.merging.merge_dialog import MergeDialog
from annotator.ui.panels.judgements import Judgements
from annotator.ui.reviewing.agreed_dialog import AgreedDialog
from annotator.ui.reviewing.comparison import EVERYBODY

KEY = Qt.Key
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
REASON = "Not what is said."


def dialog_of(hands, kind):
    hands.until(lambda: isinstance(QApplication.activeModalWidget(), kind))
    return QApplication.activeModalWidget()


def corpus(path, scope=ALL):
    """A project as a corpus: all of it, or what was adjudicated."""
    out = path.with_suffix(f".{scope}.jsonl")
    with Project.open(path, None) as project:
        exporting.export(project, "corpus", out, scope=scope)
    return out.read_text(encoding="utf-8")


@pytest.fixture
def two_files(tmp_path, sample):
    """The two annotators of the sample and the file of each: all articles, and their own layer alone."""
    files = {}
    with Project.create(tmp_path / "all.annotator", None) as project:
        importing.import_files(project, [sample], format_="corpus")
        for person in project.annotators().values():
            path = tmp_path / f"{person.name}.annotator"
            work_packages.make(project, [row.id for row in project.documents()], path, layers=[person.id])
            files[path] = person
    return files


class Steps:
    """What the reviewer does, each step by its keys."""

    def __init__(self, hands, monkeypatch):
        self.hands, self.window = hands, hands.window
        self.press = hands.press
        self._monkeypatch = monkeypatch
        self.left = []
        """What stays open of the articles reviewed."""

    def merge(self, paths):
        self._monkeypatch.setattr(self.window.desk.filing, "ask_to_open", lambda *_given, **_more: list(paths))
        self.press((CTRL, KEY.Key_M))
        dialog = dialog_of(self.hands, MergeDialog)
        self.hands.until(dialog.ok.isEnabled)
        self.hands.until(dialog.ok.hasFocus)
        self.press(KEY.Key_Return)
        self.hands.until(lambda: QApplication.activeModalWidget() is None and not self.hands.session.busy)
        self.hands.back()

    def review_article(self, people):
        """Accept what is agreed, then decide every difference; how many turns that took."""
        review = self.window.desk.reviewing
        self.press((CTRL | SHIFT, KEY.Key_A))
        dialog = dialog_of(self.hands, AgreedDialog)
        self.press(KEY.Key_Return if dialog.accept_all.isEnabled() else KEY.Key_Escape, to=dialog)
        self.hands.back()
        self.press((SHIFT, KEY.Key_J))
        turns = 0
        while any(not line.decided for line in review.shown()):
            turns += 1
            assert turns < 400
            if turns % 7 == 0:
                self.press(*("xr" if turns % 2 else "r"), REASON, KEY.Key_Return)
            elif turns % 11 == 0:
                self.press((SHIFT, KEY.Key_A), (SHIFT, KEY.Key_J))
            else:
                self.press("a")
        self.press("f")
        assert self.window.desk.deciding.is_reviewed()
        assert review.comparison.pair() is None or set(review.comparison.pair()) <= {*people, EVERYBODY}
        session = self.hands.session
        still = adjudicating.open_in(session.project, session.article)
        # A claim that was rejected while its attribution was accepted: nothing that a key would still decide.
        assert {one.why for one in still} <= {"content"}
        assert not still or self.window.area.messages.sentence().startswith("Marked as reviewed. Still open: 1 item.")
        self.left += still
        return turns

    def export_gold(self, out):
        self.press((CTRL, KEY.Key_E))
        dialog = dialog_of(self.hands, ExportDialog)
        self.hands.until(lambda: not self.hands.session.busy)
        dialog.whose.setFocus()
        self.press(KEY.Key_Down, to=dialog.whose)
        self.hands.until(lambda: not self.hands.session.busy)
        dialog.place.setFocus()
        dialog.place.selectAll()
        self.press(str(out), KEY.Key_Return, to=dialog.place)
        self.hands.until(dialog.open_folder.isVisible)
        self.press(KEY.Key_Escape, to=dialog)
        self.hands.back()


def sit_down(person):
    """Be that person at this computer, with the identity that the sample gives them."""
    known = {"annotators": [{"id": person.id, "name": person.name}]}
    (folder() / "identity.json").write_text(json.dumps(known), encoding="utf-8")


def rejected_of(project, person):
    """Document and annotation of that person's which somebody rejected with the reason that was typed."""
    given = [v for v in documents.items(project.file, "verdict") if isinstance(v, Verdict) and v.comment == REASON]
    for row in project.documents():
        annotations = project.read(row.id).annotations
        for verdict in given:
            if verdict.target in annotations and annotations[verdict.target].annotator == person.id:
                return row.id, verdict.target
    raise AssertionError(f"nothing of {person.name}’s was rejected")


def test_two_files_are_merged_reviewed_written_as_gold_and_merged_back(open_window, tmp_path, two_files, monkeypatch):
    path = tmp_path / "review.annotator"
    Project.create(path, Identities().become("Clara")).close()
    hands = open_window(path)
    at = Steps(hands, monkeypatch)
    at.merge(list(two_files))
    hands.until(lambda: len(hands.session.project.documents()) == 3)
    at.press((CTRL, KEY.Key_R))
    turns = 0
    for row in hands.session.project.documents():
        if hands.session.article is None or hands.session.article.id != row.id:
            at.press((CTRL, KEY.Key_PageDown))
        assert hands.session.article.id == row.id
        turns += at.review_article({person.id for person in two_files.values()})
    assert turns > 40
    out = tmp_path / "gold.jsonl"
    at.export_gold(out)
    hands.window.close()

    with Project.open(path, None) as project:
        told = exporting.forecast(project, scope=ADJUDICATED).left
    assert told == ({"content": len(at.left)} if at.left else {})
    gold = [json.loads(line)["type"] for line in out.read_text(encoding="utf-8").splitlines()]
    assert (gold.count("annotation") > 100, gold.count("attribution") > 30) == (True, True)
    for own, person in two_files.items():
        sit_down(person)
        hands = open_window(own)
        Steps(hands, monkeypatch).merge([path])
        assert sees_her_verdict(hands, person)
        assert hands.session.project.verify() == []
        hands.window.close()
        assert corpus(own) == corpus(path)
        assert corpus(own, ADJUDICATED) == out.read_text(encoding="utf-8")


def sees_her_verdict(hands, person):
    """Beside an annotation of hers that was rejected stands the reason."""
    document, target = rejected_of(hands.session.project, person)
    hands.session.show(document)
    hands.session.focus(target)
    hands.window.inspector.settle()
    shown = hands.window.inspector.widget().findChild(Judgements)
    return any(REASON in label.text() for label in shown.findChildren(PlainLabel))
