"""The few figures that follow every change are those of the whole measurement."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.agreement.contributions import contribution
from annotator.agreement.glance import TAGS, glance
from annotator.agreement.reading import Reading
from annotator.agreement.summary import Summing
from tests.unit.agreement.made import build, layer


@given(st.lists(layer, min_size=2, max_size=2))
def test_they_are_those_of_the_whole_measurement(new_article, layers):
    reading = Reading(build(new_article, "d", layers, [(3, 9)]), "AB", finished="AB")
    found = glance(reading, "A", "B")
    pair = Summing("AB", [contribution(reading)]).summary().pairs[0]
    for name, tag in TAGS.items():
        if tag in pair.spans:
            assert getattr(found, name)[:3] == pair.spans[tag]["overlap"].f1[:3]
        else:
            assert getattr(found, name).value is None
    assert found.links[:3] == pair.attributions["content_source"]["overlap"].f1[:3]
    assert found.pairs == pair.spans[None]["overlap"].matched
    same = pair.chains["identical"]
    assert found.chains.n == found.links.n
    assert (found.chains.value or 0) * found.chains.n == pytest.approx(2 * (same.value or 0) * same.n)


def test_nothing_to_compare_is_told_in_words(article):
    found = glance(Reading(article.made, "AB"), "A", "B")
    assert [figure.undefined for figure in found[:5]] == ["Neither annotator has any."] * 5
    assert found.pairs == 0


def test_a_chain_counts_when_all_of_it_is_the_same(article):
    for who, entity in (("A", "e1"), ("B", "e2")):
        outer, inner = article.tag(who, "claim", (0, 20)), article.tag(who, "claim", (22, 28))
        above = article.link(who, [outer], [article.tag(who, "source", (30, 40), entity=entity)])
        article.link(who, [inner], [article.tag(who, "source", (50, 55), entity="e3")], parent=above)
    found = glance(Reading(article.made, "AB"), "A", "B")
    assert (found.links.value, found.chains.value) == (1, 0)
