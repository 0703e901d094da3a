"""What the annotator of an item sees of the verdicts and comments on it."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.model.items import Annotator
from annotator.services import annotating, commenting, reviewing
from annotator.services.project import Project
from annotator.ui.commenting.panel import CommentsPanel
from annotator.ui.controls.chip import Chip
from annotator.ui.controls.command_button import KeyButton
from annotator.ui.controls.quiet_label import PlainLabel
from annotator.ui.panels.judgements import Judgements

BORIS = Annotator(id="b0b0b0b0-0000-4000-8000-000000000002", name="Boris")
REASON = "It stops too early: <b>see</b> “on Monday”."


def shown(hands):
    """Chips and sentences of the judgements beside the focused annotation."""
    hands.window.inspector.settle()
    found = hands.window.inspector.widget().findChild(Judgements)
    if found is None:
        return [], []
    return [one.text() for one in found.findChildren(Chip)], [one.text() for one in found.findChildren(PlainLabel)]


def tagged_and_judged(hands, judge):
    """My claim, judged by Boris in the file while I am away."""
    hands.select("will stay shut until autumn")
    hands.press(Qt.Key.Key_1)
    claim = hands.session.focused
    hands.window.desk.filing.close()
    with Project.open(hands.path, BORIS) as project:
        article = project.read(project.documents()[0].id)
        judge(project, article, claim)
    hands.window.desk.filing.open_path(hands.path)
    hands.until(lambda: hands.session.article is not None)
    hands.view.setFocus()
    hands.press(Qt.Key.Key_Tab)
    assert hands.session.focused == claim
    return claim


def test_a_rejection_is_seen_with_its_reason_and_a_change_opens_it_again(hands):
    tagged_and_judged(hands, lambda project, article, claim: reviewing.reject(project, article, claim, REASON))
    chips, labels = shown(hands)
    assert chips == ["Rejected"]
    assert REASON in labels
    assert any(label.startswith("Boris · ") for label in labels)

    hands.press(Qt.Key.Key_BracketRight)
    hands.until(lambda: any("open again" in label for label in shown(hands)[1]))


def test_nothing_is_shown_where_nothing_was_said(hands):
    hands.select("the mayor")
    hands.press(Qt.Key.Key_2)
    assert shown(hands) == ([], [])


def test_reviewers_who_differ_and_a_comment_are_seen(hands):
    clara = Annotator(id="c0c0c0c0-0000-4000-8000-000000000003", name="Clara")

    def judge(project, article, claim):
        reviewing.accept(project, article, claim)
        commenting.begin(project, claim, "Until when?")
        project.me = clara
        reviewing.reject(project, article, claim, "Too long.")

    tagged_and_judged(hands, judge)
    chips, labels = shown(hands)
    assert chips == ["Accepted", "Rejected"]
    assert any("decided differently" in label for label in labels)
    button = hands.window.inspector.widget().findChild(Judgements).findChild(KeyButton)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    panel = hands.window.findChild(CommentsPanel)
    assert panel.list.hasFocus()
    assert panel.current().remarks[0].text == "Until when?"


def test_my_own_verdict_is_seen_on_a_colleagues_annotation(hands):
    hands.select("the mayor")
    hands.press(Qt.Key.Key_2)
    hands.window.desk.filing.close()
    with Project.open(hands.path, BORIS) as project:
        article = project.read(project.documents()[0].id)
        begin = article.text.index("Ines Amrani")
        annotating.tag(project, article, [annotating.Span(begin, begin + 11)], "source")
    hands.window.desk.filing.open_path(hands.path)
    hands.until(lambda: hands.session.article is not None)
    theirs = next(a for a in hands.session.article.annotations.values() if a.annotator == BORIS.id)
    session = hands.session
    session.run(lambda: reviewing.accept(session.project, session.article, theirs.id))
    session.focus(theirs.id)
    chips, labels = shown(hands)
    assert chips == ["Accepted"]
    assert any(label.startswith("Me · ") for label in labels)
