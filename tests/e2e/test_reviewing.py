"""Reviewing in the real window, by keyboard alone: two people's layers on one article, compared and decided."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from annotator.model.items import Verdict
from annotator.services import adjudicating, annotating, importing
from annotator.services.identity import Identities
from annotator.services.project import Project
from annotator.storage import documents
from annotator.ui.reviewing.compare_panel import ReasonField

KEY = Qt.Key
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
BOTH = CTRL | SHIFT


def verdicts(project):
    return [v for v in documents.items(project.file, "verdict") if isinstance(v, Verdict)]


class Reviewer:
    """Clara at the window; what she sees is asked of the window, what she did of the project."""

    def __init__(self, hands):
        self.hands = hands
        self.window = hands.window
        self.review = hands.window.desk.reviewing
        self.project = hands.session.project
        self.press = hands.press

    def states(self):
        return [line.state for line in self.review.shown()]

    def kinds(self):
        return [line.difference.kind for line in self.review.shown()]

    def panel(self, name):
        return self.window.docks.panel(name)

    def settle(self):
        QApplication.processEvents()


@pytest.fixture
def colleagues(new_desk, tmp_path, ana, boris):
    """What Ana and Boris made of one article: the same source, another edge, another tag, one claim alone each."""
    path = tmp_path / "review.annotator"
    with new_desk(path, ana) as desk:
        desk.tag("source", "the harbour master")
        desk.tag("claim", "The port 🚢 of Sarn will open on Monday")
        desk.tag("quote", "We are ready")
        desk.tag("claim", "A pilot is said to have resigned")
        desk.sit(boris)
        desk.tag("source", "the harbour master")
        desk.tag("claim", "Sarn will open on Monday")
        desk.tag("claim", "We are ready")
        desk.tag("source", "The minister")
    return path


@pytest.fixture
def reviewer(open_window, colleagues):
    Identities().become("Clara")
    hands = open_window(colleagues)
    hands.view.setFocus()
    hands.press((CTRL, KEY.Key_R))
    return Reviewer(hands)


def test_the_window_is_laid_out_for_reviewing_and_back(reviewer):
    docks = reviewer.window.docks
    assert [name for name in docks._panels if docks.shows(name)] == ["layers", "compare", "differences"]
    assert reviewer.kinds() == ["boundary", "tag", "only-a", "only-b"]
    assert reviewer.states() == ["open"] * 4
    names = {a.text() for a in reviewer.window.tools.actions() if a.isVisible() and a.text()}
    assert not names & {"Claim"}
    reviewer.press((CTRL, KEY.Key_R))
    assert [name for name in docks._panels if docks.shows(name)] == ["documents", "inspector"]


def test_each_mode_remembers_its_panels_over_a_restart(reviewer, open_window, colleagues):
    reviewer.press("j", KEY.Key_F9)  # shown already: the keyboard goes there
    assert reviewer.panel("compare").isAncestorOf(QApplication.focusWidget())
    reviewer.press(KEY.Key_F9)
    assert not reviewer.window.docks.shows("compare")
    reviewer.window.close()
    again = open_window(colleagues)
    docks = again.window.docks
    assert [name for name in docks._panels if docks.shows(name)] == ["documents", "inspector"]
    again.view.setFocus()
    again.press((CTRL, KEY.Key_R))
    assert [name for name in docks._panels if docks.shows(name)] == ["layers", "differences"]


def test_walking_shows_both_readings_with_their_exact_edges(reviewer):
    reviewer.press("j")
    text = reviewer.hands.text
    first, second = reviewer.hands.view.readings()
    assert [text[s.begin : s.end] for s in (*first.spans, *second.spans)] == [
        "The port 🚢 of Sarn will open on Monday", "Sarn will open on Monday",
    ]  # fmt: skip
    assert (first.initial, second.initial) == ("A", "B")
    panel = reviewer.panel("compare")
    assert panel.sentence.text() == "Ana’s claim begins 14 characters earlier."
    assert panel.sides[0].text.marked() == ["The port 🚢 of "]
    assert panel.sides[1].text.marked() == []
    assert [s.who.text() for s in panel.sides] == ["colleague", "colleague"]
    reviewer.press("j")
    assert panel.sentence.text() == "Ana tagged this as a quote, Boris as a claim."
    reviewer.press("k")
    assert panel.kind.text() == "Boundary differs"
    reviewer.press("k")
    assert reviewer.review.place() == 0


def test_documents_to_review_are_counted_follow_verdicts_and_are_gone_to(reviewer):
    listed = reviewer.panel("layers").documents
    importing.import_text(reviewer.project, "Another article, which nobody has annotated.", "other.txt")
    reviewer.hands.until(lambda: not listed._reader.busy)

    def said():
        return [
            listed.model().index(n).data(Qt.ItemDataRole.AccessibleTextRole) for n in range(listed.model().rowCount())
        ]

    assert said() == ["Ferry strike “off for now”, 4 differences, not started"]
    reviewer.press("j", "a")
    assert said() == ["Ferry strike “off for now”, 4 differences, 1 of 4"]
    reviewer.press("a", "a", "a", "f")
    assert said() == ["Ferry strike “off for now”, 4 differences, ✓ reviewed"]
    reviewer.window.session.show(reviewer.project.documents()[-1].id)
    listed.setFocus()
    reviewer.press(KEY.Key_Down, KEY.Key_Return)
    assert reviewer.hands.session.article.id == reviewer.project.documents()[0].id


def test_how_far_the_two_agree_follows_every_change(reviewer):
    figures = reviewer.panel("layers").agreement.bars
    reviewer.settle()
    assert figures.rows() == [
        ("Claims", "0.50"),
        ("Sources", "0.67"),
        ("Quotes", "0.00"),
        ("Links", ""),
        ("Chains", ""),
    ]
    assert "Links: " in figures.accessibleName()


def test_going_to_another_article_while_comparing(reviewer):
    reviewer.press("j")
    importing.import_text(reviewer.project, "Another article, which nobody has annotated.", "other.txt")
    other = reviewer.project.documents()[-1].id
    reviewer.window.session.show(other)
    reviewer.settle()
    assert reviewer.review.shown() == []
    assert reviewer.panel("differences").nothing.isVisible()
    button = reviewer.window.area.head._button
    reviewer.press("f")
    reviewer.settle()
    assert button.name() == "Reviewed"
    reviewer.window.session.show(reviewer.project.documents()[0].id)
    assert button.name() == "Mark reviewed"
    reviewer.settle()
    reviewer.press("j")
    assert reviewer.panel("compare").count.text() == "1 of 4"
    reviewer.window.session.show(other)
    assert button.name() == "Reviewed"


def test_what_is_compared_may_vanish_under_ones_hands(reviewer):
    reviewer.press((SHIFT, KEY.Key_J), (SHIFT, KEY.Key_A))
    assert reviewer.review.current() is not None
    reviewer.press(KEY.Key_Delete)
    reviewer.settle()
    reviewer.press((CTRL, KEY.Key_Z), (CTRL, KEY.Key_Z))
    reviewer.settle()
    assert reviewer.states() == ["open"] * 4


def test_keys_of_verdicts_act_in_review_mode_only(reviewer):
    reviewer.press((CTRL, KEY.Key_R))
    reviewer.hands.view.setFocus()
    reviewer.press("j", "a", "r")
    assert verdicts(reviewer.project) == []


def test_a_rejection_asks_for_its_reason_and_typing_one_runs_no_command(reviewer):
    reviewer.press("j", "r")
    assert isinstance(QApplication.focusWidget(), ReasonField)
    reviewer.press(KEY.Key_Return)
    assert verdicts(reviewer.project) == []
    assert "needs a reason" in reviewer.window.area.messages.sentence()
    reviewer.press("a jar of ferries", KEY.Key_Return)
    (given,) = verdicts(reviewer.project)
    assert (given.decision, given.comment) == ("reject", "a jar of ferries")
    assert QApplication.focusWidget() is reviewer.hands.view
    # Boris's reading of these words is still to be judged, and it is the one a verdict is on now.
    assert (
        reviewer.window.desk.deciding.target().annotator
        != next(iter(documents.items(reviewer.project.file, "verdict"))).target
    )
    assert reviewer.states()[0] == "open"
    reviewer.press(KEY.Key_Escape)


def test_leaving_the_reason_rejects_nothing(reviewer):
    reviewer.press("j", "r", "no", KEY.Key_Escape)
    assert verdicts(reviewer.project) == []
    assert QApplication.focusWidget() is reviewer.hands.view


def test_accepting_one_reading_rejects_the_other_and_goes_on(reviewer):
    reviewer.press("j", "a")
    assert reviewer.states() == ["accepted", "open", "open", "open"]
    assert reviewer.review.place() == 1
    assert sorted(v.decision for v in verdicts(reviewer.project)) == ["accept", "reject"]
    reviewer.press((CTRL, KEY.Key_Z))
    reviewer.settle()
    assert reviewer.states() == ["open"] * 4


def test_the_other_reading_can_be_accepted(reviewer):
    reviewer.press("j", "x", "a")
    accepted = next(v for v in verdicts(reviewer.project) if v.decision == "accept")
    assert reviewer.hands.session.article.annotations[accepted.target].annotator.startswith("b0b0")


def test_a_verdict_is_taken_back_by_its_key(reviewer):
    reviewer.press("j", "a", "k")
    assert reviewer.states()[0] == "accepted"
    reviewer.press((SHIFT, KEY.Key_R))
    reviewer.settle()
    assert (reviewer.states()[0], verdicts(reviewer.project)) == ("open", [])


def test_accepting_the_other_reading_after_all_leaves_one_accepted(reviewer):
    reviewer.press("j", "a", "k", "x", "a")
    reviewer.settle()
    annotations = reviewer.hands.session.article.annotations
    given = {annotations[v.target].words(reviewer.hands.session.article.text): v for v in verdicts(reviewer.project)}
    assert {words: v.decision for words, v in given.items()} == {
        "The port 🚢 of Sarn will open on Monday": "reject", "Sarn will open on Monday": "accept",
    }  # fmt: skip
    assert reviewer.states() == ["accepted", "open", "open", "open"]
    assert reviewer.review.comparison.counts() == (1, 4)


def test_a_reading_accepted_and_then_deleted_leaves_the_other_open(reviewer, open_window, colleagues, ana, new_desk):
    reviewer.press("j", "a")
    assert reviewer.review.comparison.counts() == (1, 4)
    document = reviewer.hands.session.article.id
    accepted = next(v.target for v in verdicts(reviewer.project) if v.decision == "accept")
    reviewer.window.close()
    with new_desk(colleagues, ana, text=None) as desk:
        annotating.delete(desk.project, desk.project.read(document), [accepted])
    Identities().become("Clara")
    again = Reviewer(open_window(colleagues))
    again.settle()
    assert again.states() == ["reopened", "open", "open", "open"]
    assert again.review.comparison.counts() == (0, 4)
    assert again.review.comparison.reopened() == {}  # Boris changed nothing


def test_an_amendment_taken_back_leaves_nothing_behind(reviewer):
    reviewer.press("j", (SHIFT, KEY.Key_A))
    me = reviewer.hands.session.me
    assert len(reviewer.hands.session.article.ordered(annotator=me.id)) == 1
    reviewer.press((SHIFT, KEY.Key_R))
    reviewer.settle()
    assert reviewer.hands.session.article.ordered(annotator=me.id) == []
    assert (reviewer.states(), verdicts(reviewer.project)) == (["open"] * 4, [])


def names_compared(reviewer):
    """Who is compared, as the fields above the list say."""
    panel = reviewer.panel("differences")
    return panel.one.currentText(), panel.other.currentText()


def test_amending_changes_nobody_who_is_compared(reviewer, open_window, colleagues):
    assert names_compared(reviewer) == ("Ana", "Boris")
    reviewer.press("j", "a", (SHIFT, KEY.Key_A))
    reviewer.settle()
    assert names_compared(reviewer) == ("Ana", "Boris")
    assert reviewer.states() == ["accepted", "amended", "open", "open"]
    reviewer.press((SHIFT, KEY.Key_J), "a", "a")
    assert reviewer.states() == ["accepted", "amended", "accepted", "accepted"]
    view = reviewer.hands.view
    view.set_caret(reviewer.hands.text.index("Radio Sarn"))
    reviewer.press((CTRL, KEY.Key_R), "2", (CTRL, KEY.Key_R))  # a source that both missed
    reviewer.settle()
    assert names_compared(reviewer) == ("Ana", "Boris")
    reviewer.window.close()
    again = open_window(colleagues)
    again.view.setFocus()
    again.press((CTRL, KEY.Key_R))
    later = Reviewer(again)
    later.settle()
    assert names_compared(later) == ("Ana", "Boris")


def test_what_one_annotator_made_alone_is_reviewed(open_window, new_desk, tmp_path, ana):
    path = tmp_path / "alone.annotator"
    with new_desk(path, ana) as desk:
        claim = desk.tag("claim", "will open on Monday")
        desk.link([claim], [desk.tag("source", "the harbour master")])
    Identities().become("Clara")
    hands = open_window(path)
    hands.view.setFocus()
    hands.press((CTRL, KEY.Key_R))
    at = Reviewer(hands)
    listed = at.panel("layers").documents
    hands.until(lambda: not listed._reader.busy)

    def said():
        return listed.model().index(0).data(Qt.ItemDataRole.AccessibleTextRole)

    assert at.kinds() == ["only-a"] * 3
    assert said() == "Ferry strike “off for now”, 3 differences, not started"
    hands.press("j", (SHIFT, KEY.Key_A))
    at.settle()
    assert (at.kinds(), at.states()) == (["only-a"] * 3, ["amended", "open", "open"])
    hands.press((SHIFT, KEY.Key_J), "a", "f")
    assert at.states() == ["amended", "accepted", "accepted"]  # the link, and its source with it
    assert adjudicating.open_in(at.project, hands.session.article) == []
    assert said() == "Ferry strike “off for now”, 3 differences, ✓ reviewed"


def test_marking_as_reviewed_says_how_much_an_export_would_leave_out(reviewer):
    """The two agree on one source, which no difference shows."""
    reviewer.press("j", "a", "a", "a", "a")
    bar = reviewer.window.area.messages
    assert bar.sentence() == (
        "All differences here are decided. Open besides: 1 item. Ctrl+Shift+A lists what all agree on."
    )
    listed = reviewer.panel("layers").documents
    reviewer.hands.until(
        lambda: str(listed.model().index(0).data(Qt.ItemDataRole.AccessibleTextRole)).endswith("1 item open")
    )
    reviewer.press("f")
    assert bar.sentence() == "Marked as reviewed. Still open: 1 item. Ctrl+Shift+A lists what all agree on."
    reviewer.press("f", (BOTH, KEY.Key_A))
    reviewer.press(KEY.Key_Return, to=QApplication.activeModalWidget())
    reviewer.hands.back()
    reviewer.press("f")
    assert "open" not in bar.sentence()
    assert adjudicating.open_in(reviewer.project, reviewer.hands.session.article) == []


def test_amending_makes_a_reading_of_ones_own_to_be_changed_at_once(reviewer):
    reviewer.press("j", (SHIFT, KEY.Key_A))
    article, me = reviewer.hands.session.article, reviewer.hands.session.me
    mine = article.annotations[reviewer.hands.session.focused]
    assert mine.annotator == me.id
    reviewer.press("}")
    changed = article.annotations[mine.id]
    assert (changed.begin, changed.end < mine.end) == (mine.begin, True)
    assert {v.decision for v in verdicts(reviewer.project)} == {"amend"}


def test_what_changes_after_the_verdict_is_open_again_and_shown(reviewer, open_window, colleagues, boris):
    reviewer.press("j", "a")
    reviewer.window.close()
    with Project.open(colleagues, boris) as project:
        article = project.read(project.documents()[0].id)
        theirs = next(a for a in article.ordered("claim", annotator=boris.id) if "Sarn" in a.words(article.text))
        annotating.respan(project, article, theirs.id, [theirs.spans[0]._replace(end=theirs.end - 3)])
    again = open_window(colleagues)
    again.view.setFocus()
    again.press((CTRL, KEY.Key_R))
    bar = again.window.area.messages
    assert bar.sentence() == "Boris changed 1 item after your verdict. It is open again."
    again.press(KEY.Key_F6, KEY.Key_F6) if not bar.button() else bar.button().click()
    review = Reviewer(again)
    assert review.states() == ["reopened"]
    assert review.review.place() == 0


def test_a_change_of_one_side_is_seen_at_once(reviewer):
    reviewer.press("j")
    view = reviewer.hands.view
    view.set_caret(reviewer.hands.text.index("Radio Sarn"))
    reviewer.press("2")
    reviewer.settle()
    assert "Clara" in [reviewer.panel("differences").one.itemText(n) for n in range(3)]
    reviewer.press((CTRL, KEY.Key_Z))
    reviewer.settle()
    assert reviewer.panel("differences").one.count() == 2


def test_the_list_is_steered_by_keys_and_leads_to_the_article(reviewer):
    reviewer.press(KEY.Key_F8)
    panel = reviewer.panel("differences")
    assert QApplication.focusWidget() is panel.table
    reviewer.press(KEY.Key_Down, KEY.Key_Down)
    place = reviewer.review.place()
    assert place >= 1
    assert panel.table.currentIndex().row() == place
    reviewer.press("a")
    assert reviewer.states()[place] == "accepted"
    assert QApplication.focusWidget() is panel.table
    reviewer.press(KEY.Key_Return)
    assert QApplication.focusWidget() is reviewer.hands.view


def test_filters_by_kind_and_by_what_is_open(reviewer):
    reviewer.press("j", "a")
    panel = reviewer.panel("differences")
    panel.standing.setFocus()
    reviewer.press(KEY.Key_Down)
    assert reviewer.states() == ["open"] * 3
    panel.kind.setFocus()
    reviewer.press(KEY.Key_End)
    assert reviewer.kinds() == ["only-b"]
    assert panel.kind.currentText() == "Only the second (1)"


def test_everything_agreed_is_accepted_as_one_action(reviewer):
    reviewer.press((BOTH, KEY.Key_A))
    dialog = QApplication.activeModalWidget()
    assert dialog.summary.text() == "1 item: 1 × Source"
    reviewer.press(KEY.Key_Return, to=dialog)
    reviewer.hands.back()
    assert [v.decision for v in verdicts(reviewer.project)] == ["accept", "accept"]
    reviewer.press((CTRL, KEY.Key_Z))
    assert verdicts(reviewer.project) == []


def test_layers_are_hidden_shown_alone_and_coloured_by_key_and_remembered(reviewer, open_window, colleagues):
    reviewer.press(KEY.Key_F7)
    layering = reviewer.window.desk.layering
    ana, boris = [reviewer.panel("layers")._rows.row(n).id for n in range(2)]
    reviewer.press(KEY.Key_Down, KEY.Key_Space)
    assert layering.look(boris) == "hidden"
    reviewer.press("s")
    assert [layering.look(id_) for id_ in (ana, boris)] == ["hidden", "tint"]
    reviewer.press("s")
    assert [layering.look(id_) for id_ in (ana, boris)] == ["tint", "hidden"]
    colour = layering.colour(boris)
    reviewer.press("o", "c")
    assert (layering.look(boris), layering.colour(boris)) == ("outline", colour + 1)
    reviewer.window.close()
    again = open_window(colleagues)
    layering = again.window.desk.layering
    assert (layering.look(boris), layering.colour(boris)) == ("outline", colour + 1)


def test_blind_annotation_hides_others_until_one_has_finished(open_window, colleagues):
    Identities().become("Clara")
    hands = open_window(colleagues)
    hands.window.actions_.by_id["review.blind"].trigger()
    assert hands.session.article.annotations == {}
    banner = hands.window.desk.blind._banner
    assert banner.isVisible()
    assert "blind" in banner.sentence()
    hands.view.setFocus()
    hands.press((CTRL, KEY.Key_R))
    assert hands.window.desk.reviewing.shown() == []
    hands.press((CTRL, KEY.Key_R))
    hands.view.setFocus()
    hands.press("f")
    assert len(hands.session.article.annotations) == 8
    assert not banner.isVisible()
    hands.press("f")
    assert hands.session.article.annotations == {}
    hands.window.actions_.by_id["review.blind"].trigger()
    assert len(hands.session.article.annotations) == 8


def test_a_comment_on_a_difference_is_written_and_read_beside_it(reviewer):
    reviewer.press("j")
    talk = reviewer.panel("compare").talk
    talk.answer.setFocus()
    reviewer.press("Which one is it?", KEY.Key_Return)
    assert [remark.text for thread in talk._shown for remark in thread.remarks] == ["Which one is it?"]
    reviewer.press("The shorter.", KEY.Key_Return)
    assert [r.text for t in talk._shown for r in t.remarks] == ["Which one is it?", "The shorter."]
