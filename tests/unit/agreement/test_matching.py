"""The best matching against every matching there is."""

from hypothesis import given
from hypothesis import strategies as st

from annotator.agreement.gamma import Unit, cost, dissimilarity
from annotator.agreement.matching import Shape, align, best_matching, similar
from annotator.model.span import Span, overlap, tidy


def heaviest(edges, row=0, used=frozenset()):
    if row == len(edges):
        return 0
    best = heaviest(edges, row + 1, used)
    for column, weight in edges[row].items():
        if column not in used:
            best = max(best, weight + heaviest(edges, row + 1, used | {column}))
    return best


@given(st.lists(st.dictionaries(st.integers(0, 5), st.integers(1, 9)), max_size=5))
def test_no_matching_weighs_more(edges):
    found = best_matching(edges)
    assert len(set(found.values())) == len(found)
    assert sum(edges[row][column] for row, column in found.items()) == heaviest(edges)


span_sets = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 12)), min_size=1, max_size=2).map(
    lambda pairs: tidy(Span(b, b + n) for b, n in pairs)
)


def shapes(prefix):
    return st.lists(span_sets, max_size=5).map(lambda sets: [Shape(f"{prefix}{i}", (s,)) for i, s in enumerate(sets)])


@given(shapes("a"), shapes("b"), st.booleans())
def test_an_alignment_has_most_pairs_and_then_most_overlap(a, b, exact):
    edges = [
        {j: 1000 + overlap(x.sets[0], y.sets[0]) for j, y in enumerate(b) if similar(x.sets[0], y.sets[0], exact=exact)}
        for x in a
    ]
    found = align(a, b, exact=exact)
    assert sum(edges[i][j] for i, j in found) == heaviest(edges)


@given(shapes("a"), shapes("b"), st.booleans(), st.randoms())
def test_an_alignment_does_not_depend_on_any_order(a, b, exact, chance):
    ids = {(a[i].id, b[j].id) for i, j in align(a, b, exact=exact)}
    x, y = list(a), list(b)
    chance.shuffle(x)
    chance.shuffle(y)
    assert {(x[i].id, y[j].id) for i, j in align(x, y, exact=exact)} == ids
    assert {(x[i].id, y[j].id) for j, i in align(y, x, exact=exact)} == ids


def test_half_of_the_union_is_enough():
    assert similar((Span(70, 80),), (Span(60, 80),), exact=False)
    assert not similar((Span(70, 80),), (Span(59, 80),), exact=False)
    assert similar((), (), exact=False)
    assert not similar((), (Span(0, 1),), exact=False)


units = st.lists(
    st.tuples(st.integers(0, 40), st.integers(1, 12), st.sampled_from("ab")).map(
        lambda u: Unit(u[0], u[0] + u[1], u[2])
    ),
    max_size=3,
)


def cheapest(left, continuum):
    """Every way to put the units together."""
    if not left:
        return 0.0
    (annotator, place), rest = left[0], left[1:]
    n = len(continuum)
    best = float("inf")
    ways = [[(annotator, place)]]
    for other in range(n):
        if other != annotator:
            ways = [way + more for way in ways for more in ([], *([u] for u in rest if u[0] == other))]
    for way in ways:
        have = {i: continuum[i][j] for i, j in way}
        total = sum(
            dissimilarity(have[i], have[j]) if i in have and j in have else 1 for j in range(n) for i in range(j)
        )
        best = min(best, total / (n * (n - 1) / 2) + cheapest([u for u in rest if u not in way], continuum))
    return best


@given(st.lists(units, min_size=2, max_size=3))
def test_no_alignment_of_gamma_costs_less(continuum):
    left = [(i, j) for i, some in enumerate(continuum) for j in range(len(some))]
    assert abs(cost(continuum) - cheapest(left, continuum)) < 1e-9
