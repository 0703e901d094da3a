"""No figure depends on the order of annotators, documents or items."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.agreement.contributions import contribution
from annotator.agreement.reading import Reading
from annotator.agreement.summary import Summing
from tests.unit.agreement.made import build, edges, layer


def shuffled(made, chance):
    for table in (made.annotations, made.attributions):
        items = list(table.items())
        chance.shuffle(items)
        table.clear()
        table.update(items)
    made.apply([])
    return made


def figures(articles, annotators, with_gamma=False):
    """Every figure by what it is of, in words that do not know an order of annotators."""
    contributions = [contribution(Reading(a, annotators)) for a in articles]
    summary = Summing(annotators, contributions, resamples=20).summary(with_gamma=with_gamma)
    out = {}
    for pair in summary.pairs:
        who = frozenset((pair.a, pair.b))
        swapped = pair.a > pair.b
        for kind, table in (("spans", pair.spans), ("attributions", pair.attributions)):
            for key, both in table.items():
                for match, one in both.items():
                    sides = (one.n_b, one.n_a) if swapped else (one.n_a, one.n_b)
                    out[who, kind, key, match] = (*one.f1[:2], *one.f1[3:], one.matched, *sides)
        for kind, table in (("facts", pair.facts), ("entities", pair.entities), ("chains", pair.chains)):
            out |= {(who, kind, key): (*one[:2], *one[3:]) for key, one in table.items()}
        out |= {(who, key): (*one.f1[:2], *one.f1[3:]) for key, one in pair.partitions.items()}
        out |= {(who, (b, a) if swapped else (a, b)): (n,) for (a, b), n in pair.confusion.items()}
    for one in summary.measures:
        who = frozenset(one.pair or ())
        out[who, one.name, one.on, one.tag] = (*one.figure[:2], *one.figure[3:])
    if summary.gamma:
        out["gamma"] = (summary.gamma.value, summary.gamma.low, summary.gamma.high)
    return out


@given(
    st.lists(st.tuples(st.lists(layer, min_size=3, max_size=3), st.lists(edges, max_size=1)), min_size=1, max_size=3),
    st.permutations("ABC"),
    st.randoms(),
)
def test_any_order_gives_the_same_figures(new_article, documents, order, chance):
    articles = [build(new_article, f"d{i}", layers, excluded) for i, (layers, excluded) in enumerate(documents)]
    before = figures(articles, list("ABC"))
    chance.shuffle(articles)
    after = figures([shuffled(a, chance) for a in articles], list(order))
    assert after.keys() == before.keys()
    for key, values in before.items():
        assert after[key] == pytest.approx(values, abs=1e-12), key


@given(st.lists(layer, min_size=2, max_size=2), st.randoms())
def test_gamma_does_not_depend_on_any_order(new_article, layers, chance):
    articles = [build(new_article, f"d{i}", layers, []) for i in range(2)]
    before = figures(articles, ["A", "B"], with_gamma=True)["gamma"]
    after = figures([shuffled(a, chance) for a in articles[::-1]], ["B", "A"], with_gamma=True)["gamma"]
    assert after == before  # to the last digit


@given(st.lists(layer, min_size=1, max_size=2))
def test_who_agrees_with_a_copy_of_their_own_work_agrees_fully(new_article, layers):
    """Every figure that is defined is 1 where two layers are alike; chains apart, when one thing was said twice."""
    articles = [build(new_article, f"d{i}", [one, one], []) for i, one in enumerate(layers)]
    for key, (value, *_) in figures(articles, ["A", "B"]).items():
        if "chains" in key:
            continue
        if "kappa" in str(key) or "spans" in key or "alpha_u" in key or "krippendorff_alpha" in key:
            assert value is None or value == pytest.approx(1), key
