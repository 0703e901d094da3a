"""All draws at one go give what each would by itself."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from annotator.agreement.resampling import Resampling
from annotator.agreement.unitizing import Continuum, Unitizing
from annotator.model.span import Span, tidy

counts = st.dictionaries(st.sampled_from("abc"), st.integers(0, 2**40), max_size=3)
units = st.lists(st.tuples(st.integers(0, 90), st.integers(1, 9)).map(lambda e: Span(e[0], sum(e))), max_size=5)
continua = st.tuples(units, units, units).map(lambda sides: Continuum(99, tuple(tidy(side) for side in sides)))


@given(st.lists(counts, min_size=2, max_size=6), st.integers())
def test_counts_of_each_draw(documents, seed):
    draws = Resampling(len(documents), resamples=7, seed=seed)
    found = list(draws.drawn(documents))
    assert len(found) == 7
    for weights, drawn in zip(draws.weights, found, strict=True):
        assert sum(weights) == len(documents)
        expected = Counter()
        for document, times in zip(documents, weights, strict=True):
            expected.update({key: n * times for key, n in document.items()})
        assert drawn == {key: n for key, n in expected.items() if n}


@given(st.lists(continua, min_size=2, max_size=4), st.integers())
def test_disagreements_of_each_draw(documents, seed):
    draws = Resampling(len(documents), resamples=5, seed=seed)
    found = Unitizing(documents, 3).drawn(draws)
    for weights, drawn in zip(draws.weights, found, strict=True):
        chosen = [one for one, times in zip(documents, weights, strict=True) for _ in range(times)]
        assert drawn == Unitizing(chosen, 3).disagreements()
