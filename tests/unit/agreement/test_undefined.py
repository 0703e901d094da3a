"""What has no value says why; nothing is 1 or NaN because there was nothing to measure."""

from collections import Counter

from annotator.agreement import chains, gamma, unitizing
from annotator.agreement.coefficients import (
    cohen_kappa,
    f1,
    fleiss_kappa,
    nominal_alpha,
    pair_sums,
    scott_pi,
    unit_sums,
)
from annotator.agreement.partitions import Groups, b_cubed, links
from annotator.agreement.resampling import Resampling
from annotator.model.span import Span


def reasons(*figures):
    assert all(figure.value is None for figure in figures)
    return [figure.undefined for figure in figures]


def test_one_category_only():
    pair = pair_sums({("a", "a"): 9})
    units = unit_sums([(Counter("aa"), 9)])
    found = reasons(cohen_kappa(pair), scott_pi(pair), nominal_alpha(units), fleiss_kappa(units, 2))
    assert {why[:26] for why in found} == {"Only one category was used"}


def test_nothing_annotated():
    nothing = unitizing.Continuum(300, ((), ()))
    found = reasons(
        cohen_kappa({}), scott_pi({}), nominal_alpha({}), fleiss_kappa({}, 3), f1({}), chains.accuracy({}),
        chains.identical({}), chains.graded({}), b_cubed(Groups([])).f1, links(Groups([])).f1,
        unitizing.Unitizing([nothing], 2).figure(),
        gamma.gamma([([[], []], 300)], seed=1),
    )  # fmt: skip
    assert all(why.endswith(".") for why in found)


def test_a_single_annotator():
    alone = unitizing.Continuum(300, ((Span(1, 5),),))
    assert unitizing.Unitizing([alone], 1).figure().value is None
    assert nominal_alpha(unit_sums([(Counter("a"), 9), (Counter("b"), 9)])).value is None


def test_one_unit_of_one_annotator_is_defined_and_tends_to_0():
    values = []
    for length in (1_000, 10_000, 100_000):
        continuum = unitizing.Continuum(length, ((Span(20, 30),), ()))
        values.append(abs(unitizing.Unitizing([continuum], 2).figure().value))
    assert values == sorted(values, reverse=True)
    assert values[-1] < 0.001


def test_no_interval_from_one_document_and_none_around_nothing():
    one = {"matched": 1, "n_a": 2, "n_b": 2}
    assert Resampling(1).of_sums([one], f1).low is None
    assert Resampling(2).of_sums([{}, {}], f1).low is None
    figure = Resampling(3).of_sums([one, {"matched": 2, "n_a": 2, "n_b": 2}, {"matched": 0, "n_a": 2, "n_b": 2}], f1)
    assert 0 <= figure.low < figure.value < figure.high <= 1
