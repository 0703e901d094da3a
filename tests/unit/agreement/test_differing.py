"""Each kind of difference, named once, and what corresponds to what."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.agreement.differing import KINDS, corresponding, differences, groups


def kinds(article, a="A", b="B"):
    return [d.kind for d in differences(article.made, a, b)]


def test_the_same(article):
    for who in "AB":
        claim, source = article.tag(who, "claim", (0, 20)), article.tag(who, "source", (30, 48), entity="e1")
        article.link(who, [claim], [source])
    assert kinds(article) == ["same"] * 3


def test_boundary_tag_and_entity(article):
    article.tag("A", "claim", (0, 20))
    article.tag("B", "claim", (4, 20))
    article.tag("A", "quote", (30, 40))
    article.tag("B", "claim", (30, 40))
    article.tag("A", "source", (50, 55), entity="e1")
    article.tag("B", "source", (50, 55), entity="e2")
    assert kinds(article) == ["boundary", "tag", "entity"]
    assert kinds(article, "B", "A") == ["boundary", "tag", "entity"]


def test_two_kinds_of_one_pair_stand_side_by_side(article):
    article.tag("A", "source", (50, 55), entity="e1")
    article.tag("B", "source", (46, 55))
    assert kinds(article) == ["boundary", "entity"]


def test_what_only_one_has(article):
    article.tag("A", "claim", (0, 20))
    article.tag("B", "claim", (30, 40))
    assert kinds(article) == ["only-a", "only-b"]
    assert [(d.a is None, d.b is None) for d in differences(article.made, "A", "B")] == [(False, True), (True, False)]


def test_merged_entities_are_the_same(article):
    merged = article.made.entities["e2"]
    article.made.entities["e2"] = type(merged)(id="e2", name="e2", merged_into="e1")
    article.tag("A", "source", (50, 55), entity="e1")
    article.tag("B", "source", (50, 55), entity="e2")
    assert kinds(article) == ["same"]


@pytest.fixture
def linked(article):
    """Both tagged alike: a claim, another one, a source, a cue."""
    made = {}
    for who in "AB":
        made[who] = [
            article.tag(who, "claim", (0, 20)), article.tag(who, "claim", (22, 28)),
            article.tag(who, "source", (30, 40)), article.tag(who, "cue", (42, 46)),
        ]  # fmt: skip
    return made


def of_attributions(article):
    return [(d.kind, d.facts) for d in differences(article.made, "A", "B") if "-x" in (d.a or d.b).id]


def test_source_cue_and_contents(article, linked):
    (c, _, s, q), (c2, d2, *_) = linked["A"], linked["B"]
    article.link("A", [c], [s], [q])
    article.link("B", [c2, d2], [], [], source_status="unspecified", polarity="negative")
    assert of_attributions(article) == [
        ("boundary", ("contents",)), ("source", ("sources", "source_status")), ("cue", ("cues", "polarity")),
    ]  # fmt: skip


def test_chain(article, linked):
    (c, d, s, _), (c2, d2, s2, _) = linked["A"], linked["B"]
    outer, outer2 = article.link("A", [c], [s]), article.link("B", [c2], [s2])
    article.link("A", [d], parent=outer, parent_basis="embedded")
    inner = article.link("B", [d2], parent=outer2, parent_basis="inferred")
    assert of_attributions(article) == [("same", ()), ("chain", ("parent_basis",))]
    article.made.attributions[inner.id] = type(inner)(id=inner.id, annotator="B", document="d", contents=inner.contents)
    assert of_attributions(article) == [("same", ()), ("chain", ("parent",))]


def test_a_source_whose_edge_differs_is_named_once(article):
    for who, begin in (("A", 30), ("B", 34)):
        claim, source = article.tag(who, "claim", (0, 20)), article.tag(who, "source", (begin, 48))
        article.link(who, [claim], [source])
    assert kinds(article) == ["same", "same", "boundary"]


def test_two_sources_of_one_claim_are_told_apart_by_their_words(article):
    for who in "AB":
        claim = article.tag(who, "claim", (0, 20))
        sources = [article.tag(who, "source", (30, 40)), article.tag(who, "source", (50, 55))]
        for source in sources if who == "A" else sources[::-1]:
            article.link(who, [claim], [source])
    assert set(kinds(article)) == {"same"}


def test_regions_that_are_excluded_are_nobodys(article):
    article.tag("A", "excluded", (0, 20))
    assert kinds(article) == []


def test_the_best_alignment_is_not_the_first(article):
    """Taken in reading order, the wide claim would take the one that fits the narrow one."""
    article.tag("A", "claim", (0, 30), id_="wide")
    article.tag("A", "claim", (10, 30), id_="narrow")
    article.tag("B", "claim", (10, 30), id_="fits")
    pairs = {(d.a and d.a.id, d.b and d.b.id) for d in differences(article.made, "A", "B")}
    assert pairs == {("narrow", "fits"), ("wide", None)}


edges = st.tuples(st.integers(0, 70), st.integers(1, 20)).map(lambda e: (e[0], e[0] + e[1]))
annotations = st.lists(st.tuples(st.sampled_from(("claim", "quote")), edges), max_size=6)


@given(annotations, annotations)
def test_every_annotation_is_told_of_and_swapping_swaps(new_article, of_a, of_b):
    article = new_article()
    for who, some in (("A", of_a), ("B", of_b)):
        for tag, edge in some:
            article.tag(who, tag, edge)
    there, back = (differences(article.made, *two) for two in ("AB", "BA"))
    assert {item.id for d in there for item in (d.a, d.b) if item} == set(article.made.annotations)
    mirror = {"only-a": "only-b", "only-b": "only-a"}
    assert {(d.kind, d.a, d.b) for d in there} == {(mirror.get(d.kind, d.kind), d.b, d.a) for d in back}
    assert {d.kind for d in there} <= set(KINDS)


@given(st.tuples(annotations, annotations, annotations))
def test_groups_hold_each_annotation_once_and_each_annotator_once(new_article, layers):
    article = new_article()
    for who, some in zip("ABC", layers, strict=True):
        for tag, edge in some:
            article.tag(who, tag, edge)
    found = groups(article.made, "ABC")
    assert sorted(x.id for some in found for x in some.values()) == sorted(article.made.annotations)
    assert groups(article.made, "CAB") == found
    two = {frozenset(x.id for x in some.values()) for some in groups(article.made, "AB")}
    sides = [article.made.ordered(annotator=who) for who in "AB"]
    assert two == {frozenset(x.id for x in pair if x) for pair in corresponding(*sides)}
