"""The tree of an article's chains, and the source map."""

import pytest

from annotator.services import attributing, cataloguing, chaining, sourcing
from annotator.services.chaining import ARTICLE, UNNAMED, Pass


@pytest.fixture
def chained(desk):
    """Radio Sarn passes on the union, which speaks twice, once inferred; and somebody is said to have resigned."""
    radio, union = desk.tag("source", "Radio Sarn"), desk.tag("source", "the union")
    first, second = desk.tag("claim", "We are ready"), desk.tag("claim", "A pilot is said to have resigned")
    by_radio, by_union = desk.link([first], [radio]), desk.link([first], [union])
    desk.under(by_union, by_radio)
    later = desk.link([second], [union])
    desk.under(later, by_radio, "inferred")
    lone = desk.tag("claim", "the pilot had resigned")
    attributing.set_status(desk.project, desk.article, lone.id, "unspecified")
    return radio, union


def shape(branches):
    return [
        (("? " if b.inferred else "") + b.words, len(b.contents), shape(b.branches)) if b.branches else
        (("? " if b.inferred else "") + b.words, len(b.contents))
        for b in branches
    ]  # fmt: skip


def test_the_tree_leads_from_the_article_to_the_claims(desk, chained, ana):
    found = chaining.tree(desk.article, ana.id)

    assert shape(found) == [
        ("Radio Sarn", 0, [("the union", 1), ("? the union", 1)]),
        ("source not named", 1),
    ]
    assert [b.count() for b in found] == [2, 1]
    assert chaining.tree(desk.article, "nobody") == []


def test_what_is_excluded_is_left_out_of_the_tree(desk, chained, ana):
    desk.tag("excluded", "The minister denied that the pilot had resigned.")

    assert [b.words for b in chaining.tree(desk.article, ana.id)] == ["Radio Sarn"]


def test_who_passes_on_whom_is_counted_by_the_file(desk, chained):
    ids = {}
    for mention, name in zip(chained, ("Radio Sarn", "The union"), strict=True):
        made = sourcing.create_and_assign(desk.project, desk.article, mention.id, name)
        ids[name] = next(c.id for c in made.changes if c.kind == "entity")
    found = set(chaining.passes_of(desk.project))

    assert found == {
        Pass(ARTICLE, ids["Radio Sarn"], 1, 1),
        Pass(ids["Radio Sarn"], ids["The union"], 2, 2),
        Pass(ARTICLE, UNNAMED, 1, 1),
    }
    assert set(chaining.passes_of(desk.project, desk.id)) == found
    cataloguing.merge(desk.project, ids["The union"], ids["Radio Sarn"])
    assert Pass(ids["Radio Sarn"], ids["Radio Sarn"], 2, 2) in chaining.passes_of(desk.project)


PASSES = [
    Pass(ARTICLE, "wire", 5, 1), Pass("wire", "minister", 4, 2), Pass("wire", "aide", 1, 2),
    Pass("aide", "minister", 1, 3), Pass(ARTICLE, "paper", 1, 1), Pass("minister", "minister", 2, 3),
]  # fmt: skip


def test_the_map_has_columns_from_the_article_inwards():
    laid_out = chaining.source_map(PASSES)

    assert laid_out.columns == ((ARTICLE,), ("wire", "paper"), ("aide",), ("minister",))
    assert laid_out.claims["minister"] == 5
    assert laid_out.hidden == 0


def test_the_map_around_a_source_and_with_fewer_nodes():
    assert {n for c in chaining.source_map(PASSES, around="aide").columns for n in c} == {
        ARTICLE, "wire", "aide", "minister",
    }  # fmt: skip
    assert {n for c in chaining.source_map(PASSES, least=2).columns for n in c} == {ARTICLE, "wire", "minister"}
    small = chaining.source_map(PASSES, most=3)
    assert (len([n for c in small.columns for n in c]), small.hidden) == (3, 2)
    assert chaining.source_map([]).columns == ((ARTICLE,),)


def test_a_map_of_those_who_pass_each_other_on_ends():
    circle = [Pass(ARTICLE, "a", 1, 1), Pass("a", "b", 1, 2), Pass("b", "a", 1, 2)]

    assert {n for c in chaining.source_map(circle, around="b").columns for n in c} == {ARTICLE, "a", "b"}
