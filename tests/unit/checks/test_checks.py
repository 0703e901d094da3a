"""What the checks find, on small texts of their own, and that they find nothing where nothing is amiss."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.checks.catalogue import CHECKS, FIXES, check_document, check_project
from annotator.checks.finding import Looked
from annotator.model.annotated import AnnotatedDocument
from annotator.model.graphemes import splits_grapheme
from annotator.model.items import Annotation, Attribution, Document, Entity
from annotator.model.span import Span

DOCUMENT = "d" * 64


class Sheet:
    """A text, and what is tagged in it by saying the words."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.article = AnnotatedDocument(Document(id=DOCUMENT), text)
        self._made = 0

    def _id(self) -> str:
        self._made += 1
        return f"00000000-0000-4000-8000-{self._made:012}"

    def tag(self, tag: str, *words: str, **facts) -> Annotation:
        begins = [self.text.index(w) for w in words]
        spans = tuple(Span(b, b + len(w)) for b, w in zip(begins, words, strict=True))
        return self.at(tag, *spans, **facts)

    def at(self, tag: str, *spans, **facts) -> Annotation:
        made = Annotation(id=self._id(), document=DOCUMENT, annotator="ana", tag=tag,
                          spans=tuple(Span(*s) for s in spans), **facts)  # fmt: skip
        self.article.annotations[made.id] = made
        return made

    def say(self, content, source=None, **facts) -> Attribution:
        made = Attribution(id=self._id(), document=DOCUMENT, annotator="ana", contents=(content.id,),
                           sources=(source.id,) if source else (), **facts)  # fmt: skip
        self.article.attributions[made.id] = made
        self.article._by_member = None
        return made

    def found(self, name: str, **facts) -> list[str]:
        return [f.item for f in check_document(Looked(self.article, **facts), [name])]


def one(sheet: Sheet, name: str):
    (found,) = check_document(Looked(sheet.article), [name])
    return found


def test_a_claim_is_found_until_somebody_is_said_to_have_made_it():
    sheet = Sheet("The dam holds, the mayor said.")
    claim, mayor = sheet.tag("claim", "The dam holds"), sheet.tag("source", "the mayor")
    assert sheet.found("claim-unattributed") == [claim.id]

    sheet.say(claim)
    assert sheet.found("claim-unattributed") == [claim.id]

    sheet.say(claim, mayor)
    assert sheet.found("claim-unattributed") == []


@pytest.mark.parametrize(("status", "checks"), [("author", []), ("unspecified", ["source-unspecified"])])
def test_an_answer_without_a_source_is_an_answer(status, checks):
    sheet = Sheet("A pilot is said to have resigned.")
    claim = sheet.tag("claim", "A pilot", "to have resigned")
    sheet.say(claim, source_status=status)
    found = check_document(Looked(sheet.article), ("claim-unattributed", "source-unspecified"))

    assert [f.check for f in found] == checks


def test_a_quote_inside_an_attributed_claim_has_its_source():
    sheet = Sheet("He said it was “very good” for “all”.")
    claim, quote = sheet.tag("claim", "it was “very good”"), sheet.tag("quote", "“very good”")
    lone = sheet.tag("quote", "“all”")
    sheet.say(claim, sheet.tag("source", "He"))

    assert sheet.found("quote-without-source") == [lone.id]
    assert quote.id not in sheet.found("quote-without-source")


def test_an_inferred_hop_is_found_until_somebody_confirms_it():
    sheet = Sheet("Yonhap reported. Hong said so.")
    above = sheet.say(sheet.tag("claim", "reported"), sheet.tag("source", "Yonhap"))
    below = sheet.say(sheet.tag("claim", "so"), sheet.tag("source", "Hong"), parent=above.id, parent_basis="inferred")

    assert sheet.found("hop-unconfirmed") == [below.id]
    assert "Yonhap ‹? Hong" in one(sheet, "hop-unconfirmed").message
    assert sheet.found("hop-unconfirmed", confirmed=frozenset([below.id])) == []


def test_what_lies_in_an_excluded_region_is_not_looked_at():
    sheet = Sheet("News. Leave a comment")
    sheet.tag("claim", "a comment")
    assert sheet.found("claim-unattributed")

    sheet.tag("excluded", "Leave a comment")
    assert sheet.found("claim-unattributed") == []
    assert sheet.found("document-without-annotation") == [DOCUMENT]


def test_a_source_needs_somebody_it_is():
    sheet = Sheet("it said")
    sheet.article.entities["e"] = Entity(id="e", name="RFA")
    lost = sheet.tag("source", "it", entity="gone")
    assert sheet.found("source-without-entity") == [lost.id]

    sheet.article.annotations[lost.id] = replace(lost, entity="e")
    assert sheet.found("source-without-entity") == []


@pytest.mark.parametrize(
    ("text", "span", "wider"),
    [
        ("The ministers met", (0, 7), (0, 13)),
        ("The ministers met", (6, 13), (4, 13)),
        ("Корабли ушли", (0, 3), (0, 7)),
        ("North Korea’s army", (0, 11), None),
        ("l’union", (2, 7), None),
        ("Osaka-based", (0, 5), None),
        ("外交部发言人说", (0, 3), None),
        ("والوزير قال", (1, 7), None),
        ("정부는 말했다", (0, 2), None),
        ("two words", (0, 3), None),
    ],
)
def test_words_are_cut_only_where_a_script_has_words_to_cut(text, span, wider):
    sheet = Sheet(text)
    sheet.at("source", span)

    assert [f.spans for f in check_document(Looked(sheet.article), ["edge-inside-word"])] == (
        [(Span(*wider),)] if wider else []
    )


@pytest.mark.parametrize(
    ("text", "span", "wider"),
    [
        ("cafe\u0301 said", (0, 4), (0, 5)),
        ("👩\u200d🚒 said", (0, 1), (0, 3)),
        ("👍🏽 yes", (0, 1), (0, 2)),
        ("🇫🇷🇩🇪", (0, 3), (0, 4)),
        ("🇫🇷🇩🇪", (0, 2), None),
        ("\u1100\u1161", (0, 1), (0, 2)),
        ("❤\ufe0f", (0, 1), (0, 2)),
        ("ab", (0, 1), None),
    ],
)
def test_characters_are_not_cut(text, span, wider):
    sheet = Sheet(text)
    sheet.at("claim", span)
    found = check_document(Looked(sheet.article), ["edge-inside-grapheme"])

    assert [f.spans for f in found] == ([(Span(*wider),)] if wider else [])


@given(st.text(alphabet="ae\u0301👩\u200d🚒🇫🇷\u1100\u1161\n각", max_size=12), st.integers(-2, 14))
def test_an_edge_outside_a_character_is_always_found(text, at):
    while splits_grapheme(text, at):
        at += 1
    assert not splits_grapheme(text, at)


@pytest.mark.parametrize(
    ("text", "tag", "words", "found"),
    [
        ("He said “we won” today.", "quote", "“we won", {"quotation-marks-straddled"}),
        ("He said “we won” today.", "quote", "we won”", {"quotation-marks-straddled"}),
        ("He said “we won” today.", "quote", "“we won”", set()),
        ("He said “we won” today.", "quote", "we won", set()),
        ("He said “we won today.", "quote", "“we won today", {"quotation-marks-unbalanced"}),
        ("He said we won” today.", "claim", "we won” today", {"quotation-marks-unbalanced"}),
        ("He said we won today.", "quote", "we won", {"quotation-marks-missing"}),
        ("He said “we won” today.", "claim", "we won", {"quotation-untagged"}),
        ("He said “we won,” today.", "claim", "“we won,”", {"quotation-untagged"}),
        ("He said “we won and lost” today.", "claim", "we won", set()),
        ("He is 6' 2\" tall", "claim", "6' 2\" tall", set()),
        ("„Wir haben gewonnen“, sagte er", "quote", "„Wir haben gewonnen", {"quotation-marks-straddled"}),
        ("« Nous », dit-il", "quote", "« Nous »", set()),
        ("「勝った」と", "quote", "「勝った」", set()),
        ("“One.\n\n“Two.” She left.", "quote", "“One.\n\n“Two.”", set()),
    ],
)
def test_quotation_marks(text, tag, words, found):
    sheet = Sheet(text)
    sheet.tag(tag, words)
    names = [name for name in CHECKS if name.startswith("quotation")]

    assert {f.check for f in check_document(Looked(sheet.article), names)} == found


def test_a_quote_that_takes_one_mark_can_take_the_other():
    sheet = Sheet("He said “we won,” and left.")
    sheet.tag("quote", "“we won")
    fixed = one(sheet, "quotation-marks-straddled")

    assert [sheet.text[b:e] for b, e in fixed.spans] == ["“we won,”"]
    assert fixed.fix == "widen"


def test_a_claim_with_its_quote_is_no_quotation_left_untagged():
    sheet = Sheet("He said “we won”.")
    sheet.tag("claim", "we won")
    sheet.tag("quote", "“we won”")

    assert sheet.found("quotation-untagged") == []


def test_members_on_two_sides_of_a_heading():
    sheet = Sheet("The mayor spoke.\nBridge\nIt is safe.")
    claim, mayor = sheet.tag("claim", "It is safe"), sheet.tag("source", "The mayor")
    across = sheet.say(claim, mayor)
    assert sheet.found("attribution-across-heading") == []

    sheet.article.document = replace(sheet.article.document, headings=(Span(17, 23),))
    assert sheet.found("attribution-across-heading") == [across.id]


def test_the_same_twice():
    sheet = Sheet("It is safe, he said.")
    he, claim, again = sheet.tag("source", "he"), sheet.tag("claim", "It is safe"), sheet.tag("claim", "It is safe")
    sheet.say(again, he)
    assert sheet.found("duplicate") == [claim.id], "the one that nothing is linked to goes"

    sheet.say(again, he)
    assert len(sheet.found("duplicate")) == 2


def test_sources_of_the_project():
    entities = {
        "1": Entity(id="1", name="A delegate", naming="anonymous"),
        "2": Entity(id="2", name="An aide", naming="anonymous", anonymity_reason="fears for her post"),
        "3": Entity(id="3", name="Radio Free Asia", aliases=("RFA",)),
        "4": Entity(id="4", name="rfa"),
        "5": Entity(id="5", name="RFA", merged_into="3"),
    }
    found = check_project(entities, CHECKS)

    assert [(f.check, f.item) for f in found] == [("anonymous-without-reason", "1"), ("duplicate", "4")]


def test_every_fix_has_a_name_and_every_check_a_sentence():
    assert all(check.title and check.about.endswith(".") for check in CHECKS.values())
    assert {"confirm", "widen"} <= set(FIXES)
