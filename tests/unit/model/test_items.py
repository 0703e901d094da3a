import json
from dataclasses import fields as dataclass_fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model import fields as f
from annotator.model.errors import RuleBroken
from annotator.model.items import KINDS, Annotation, Attribution

ID = "11111111-2222-4333-8444-555555555555"
OTHER = "99999999-2222-4333-8444-555555555555"
DOCUMENT = "ab" * 32

words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12)
ids = st.uuids().map(str)
digests = st.binary(min_size=32, max_size=32).map(bytes.hex)


def _spans(edges):
    return [[a, b] for a, b in zip(edges[::2], edges[1::2], strict=True)]


json_values = st.recursive(
    st.booleans() | st.integers(-(2**40), 2**40) | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=6,
).filter(lambda v: v not in ("", []) and v is not False)

BY_FIELD = {
    f.Text: lambda _: words.filter(bool),
    f.Flag: lambda _: st.just(True),
    f.Choice: lambda one: st.sampled_from(one.values),
    f.Grade: lambda one: st.integers(one.low, one.high),
    f.Reference: lambda _: ids,
    f.Target: lambda _: ids | digests,
    f.Digest: lambda _: digests,
    f.References: lambda _: st.lists(ids, min_size=1, max_size=3),
    f.Texts: lambda _: st.lists(words.filter(bool), min_size=1, max_size=3),
    f.Spans: lambda _: (
        st.lists(st.integers(0, 10**6), min_size=2, max_size=6, unique=True)
        .filter(lambda e: len(e) % 2 == 0)
        .map(lambda e: _spans(sorted(e)))
    ),
    f.Anything: lambda _: json_values,
}


@st.composite
def plain_items(draw):
    """A kind and a plain value of it that keeps its rules."""
    kind = draw(st.sampled_from(sorted(KINDS)))
    value = {one.name: draw(BY_FIELD[type(one)](one)) for one in KINDS[kind].FIELDS if draw(st.booleans())}
    try:
        return kind, value, make(kind, value)
    except RuleBroken:
        from hypothesis import reject

        reject()


def make(kind, value):
    return KINDS[kind].from_plain(value, id=ID, document=None, annotator=None, modified=None)


def test_the_thirteen_kinds_are_written_in_the_order_of_the_format():
    assert list(KINDS) == [
        "annotator", "tag", "entity", "document", "annotation", "attribution", "rating", "verdict", "comment", "state",
        "confirmation", "assignment", "setting",
    ]  # fmt: skip


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_field_that_is_declared_is_an_attribute_and_the_other_way_round(kind):
    model = KINDS[kind]
    shared = {"id", "document", "annotator", "modified"}
    assert {one.name for one in model.FIELDS} == {one.name for one in dataclass_fields(model)} - shared


@given(plain_items())
def test_an_item_of_any_kind_survives_being_written_as_json_and_read_again(made):
    kind, _, item = made
    plain = item.plain()
    again = make(kind, json.loads(json.dumps(plain)))
    assert again == item
    assert again.plain() == plain
    assert all(value not in (None, "", [], False) for value in plain.values())


@given(plain_items())
def test_its_canonical_text_is_that_of_its_plain_value(made):
    _, _, item = made
    assert item.canonical() == json.dumps(item.plain(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@given(plain_items())
def test_everything_that_is_given_is_kept(made):
    _, value, item = made
    plain = item.plain()
    for name, given_value in value.items():
        same_set = isinstance(given_value, list) and name not in ("spans", "headings", "value")
        assert plain[name] == (sorted(set(given_value)) if same_set else given_value)


BROKEN = [
    ("annotation", {"tag": "claim"}, "at least one span"),
    ("annotation", {"spans": [[0, 1]]}, "tag is missing"),
    ("annotation", {"tag": "claim", "spans": [[0, 1.0]]}, "pairs of whole numbers"),
    ("annotation", {"tag": "claim", "spans": [[0, True]]}, "pairs of whole numbers"),
    ("annotation", {"tag": "claim", "spans": [[0, 1, 2]]}, "pairs of whole numbers"),
    ("annotation", {"tag": "claim", "spans": "0-1"}, "not a list"),
    ("annotation", {"tag": "claim", "spans": [[0, 1]], "entity": OTHER}, "only a source"),
    ("annotation", {"tag": "quote", "spans": [[0, 1]], "certainty": "certain"}, "only a claim"),
    ("annotation", {"tag": "claim", "spans": [[0, 1]], "certainty": "perhaps"}, "none of certain"),
    ("annotation", {"tag": "claim", "spans": [[0, 1]], "discuss": 1}, "neither true nor false"),
    ("annotation", {"tag": "claim", "spans": [[0, 1]], "note": 5}, "not a text"),
    ("attribution", {"sources": [OTHER]}, "at least one content"),
    ("attribution", {"contents": ["x"]}, "not a UUID"),
    ("attribution", {"contents": [OTHER], "parent": ID}, "its own parent"),
    ("attribution", {"contents": [OTHER], "parent_basis": "embedded"}, "without a parent"),
    ("attribution", {"contents": [OTHER], "polarity": "maybe"}, "none of positive"),
    ("attribution", {"contents": [OTHER], "kind": ["statement"]}, "none of statement"),
    ("entity", {"name": "  "}, "name is missing"),
    ("entity", {"name": "RFA", "naming": "secret"}, "none of named"),
    ("entity", {"name": "RFA", "aliases": ["x", 3]}, "not a list of texts"),
    ("tag", {"slug": "claim"}, "already"),
    ("tag", {"name": "Rumour"}, "slug is missing"),
    ("rating", {"target": OTHER}, "rates nothing"),
    ("rating", {"target": OTHER, "reliability": "A", "credibility": 1}, "never both"),
    ("rating", {"target": OTHER, "reliability": "G"}, "none of A"),
    ("rating", {"target": OTHER, "credibility": 7}, "from 1 to 6"),
    ("rating", {"target": OTHER, "credibility": True}, "from 1 to 6"),
    ("rating", {"target": OTHER, "credibility": 1.0}, "from 1 to 6"),
    ("rating", {"target": OTHER, "credibility": "9" * 5000}, "from 1 to 6"),
    ("rating", {"credibility": 1}, "target is missing"),
    ("verdict", {"target": OTHER}, "decision is missing"),
    ("verdict", {"target": OTHER, "decision": "accept", "target_value": "ab" * 31}, "not a SHA-256"),
    ("verdict", {"target": OTHER, "decision": "accept", "target_value": "ab" + " " * 62}, "not a SHA-256"),
    ("comment", {"text": "x"}, "target is missing"),
    ("comment", {"target": "ab" + " " * 62}, "not a SHA-256"),
    ("state", {}, "state is missing"),
    ("state", {"state": "reviewed"}, "no state of the role annotator"),
    ("state", {"state": "finished", "role": "reviewer"}, "no state of the role reviewer"),
    ("confirmation", {}, "target is missing"),
    ("assignment", {"role": "reviewer"}, "to is missing"),
    ("setting", {"value": 1}, "name is missing"),
    ("setting", {"name": "x", "value": 0.5}, "whole numbers"),
    ("setting", {"name": "x", "value": {"a": [float("nan")]}}, "whole numbers"),
    ("annotator", {"kind": "human"}, "name is missing"),
    ("document", {"headings": [[4, 2]]}, "inverted"),
    ("document", {"derived_from": "x"}, "not a SHA-256"),
]


@pytest.mark.parametrize(("kind", "value", "why"), BROKEN, ids=[f"{k}-{w}"[:40] for k, _, w in BROKEN])
def test_a_broken_rule_is_named(kind, value, why):
    with pytest.raises(RuleBroken, match=why):
        make(kind, value)


def test_the_defaults_of_an_attribution_are_written_out():
    plain = make("attribution", {"contents": [OTHER]}).plain()
    assert plain == {"contents": [OTHER], "kind": "statement", "polarity": "positive", "source_status": "explicit"}


@pytest.mark.parametrize("empty", [None, "", [], False])
def test_an_optional_field_that_is_empty_counts_as_absent(empty):
    made = make("annotation", {"tag": "claim", "spans": [[0, 1]], "note": empty, "discuss": empty, "entity": empty})
    assert made.plain() == {"tag": "claim", "spans": [[0, 1]]}


def test_ids_are_brought_into_their_canonical_form_and_sorted_once_each():
    made = make("attribution", {"contents": [OTHER.upper(), ID, "{" + ID + "}"]})
    assert made.contents == (ID, OTHER)


def test_text_that_cannot_be_stored_is_replaced_wherever_a_person_may_have_typed_it():
    assert make("entity", {"name": "R\x00FA", "aliases": ["\ud800x"]}).plain()["aliases"] == ["\ufffdx"]
    setting = make("setting", {"name": "labels", "value": {"k\ud800": ["\x00v"]}})
    assert setting.value == {"k\ufffd": ["\ufffdv"]}


def test_a_setting_nested_absurdly_is_refused():
    value = current = []
    for _ in range(400):
        current.append([])
        current = current[0]
    with pytest.raises(RuleBroken, match="nested"):
        make("setting", {"name": "deep", "value": value})


def test_a_grade_in_quotation_marks_is_a_grade():
    assert make("rating", {"target": OTHER, "credibility": "3"}).credibility == 3


def test_the_time_of_a_change_does_not_make_another_item():
    one = Annotation(id=ID, tag="claim", modified="2026-01-01T00:00:00Z")
    assert one == Annotation(id=ID, tag="claim", modified=None)


def test_the_words_of_a_discontinuous_annotation_are_joined_by_an_ellipsis():
    made = make("annotation", {"tag": "claim", "spans": [[0, 5], [10, 14]]})
    assert made.words("North and Korea here") == "North … Kore"
    assert made.exact("North and Korea here") == ["North", "Kore"]
    assert (made.begin, made.end) == (0, 14)


def test_the_members_of_an_attribution_are_all_its_sources_cues_and_contents():
    assert Attribution(id=ID, sources=("s",), cues=("c",), contents=("x",)).members == ("s", "c", "x")
