"""Examples of the literature, to their printed digits, and two worked by hand."""

from collections import Counter

import pytest

from annotator.agreement import attributions, chains, gamma, unitizing
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
from annotator.model.items import Attribution
from annotator.model.span import Span


def test_kappa_and_pi_of_artstein_and_poesio_2008():
    sums = pair_sums({("a", "a"): 20, ("a", "b"): 10, ("b", "a"): 20, ("b", "b"): 50})
    assert f"{cohen_kappa(sums).value:.3f}" == "0.348"
    assert f"{scott_pi(sums).value:.3f}" == "0.341"
    assert cohen_kappa(sums).n == 100


def test_nominal_alpha_of_krippendorff_2004_with_missing_values():
    rows = "BB·B LLPL PPPP PPPP LLLL BLPC CCCC BBLB LLLL ·FFF ··BB ··P·".split()
    sums = unit_sums((Counter(row.replace("·", "")), 1) for row in rows)
    assert f"{nominal_alpha(sums).value:.6f}" == "0.743421"
    assert sum(n for key, n in sums.items() if key[0] == "given") == 40


def test_fleiss_kappa_of_fleiss_1971_as_it_is_taught():
    """Ten subjects, fourteen raters, five categories: P 0.378, P_e 0.213, κ 0.210."""
    rows = [
        (0, 0, 0, 0, 14), (0, 2, 6, 4, 2), (0, 0, 3, 5, 6), (0, 3, 9, 2, 0), (2, 2, 8, 1, 1),
        (7, 7, 0, 0, 0), (3, 2, 6, 3, 0), (2, 5, 3, 2, 2), (6, 5, 2, 1, 0), (0, 2, 2, 3, 7),
    ]  # fmt: skip
    sums = unit_sums((Counter(dict(enumerate(row))), 1) for row in rows)
    assert f"{fleiss_kappa(sums, 14).value:.3f}" == "0.210"


def spans(*edges):
    return tuple(Span(*e) for e in edges)


C = unitizing.Continuum(300, (spans((75, 145), (220, 250)), spans((70, 150), (205, 225), (250, 270))))
K = unitizing.Continuum(300, (spans((30, 90), (150, 200)),) * 2)


def test_alpha_for_unitizing_of_krippendorff_2004():
    c, k = unitizing.Unitizing([C], 2), unitizing.Unitizing([K], 2)
    observed, expected = c.disagreements()
    assert (f"{observed:.4f}", f"{expected:.4f}", f"{c.figure().value:.4f}") == ("0.0144", "0.0532", "0.7286")
    assert k.figure().value == 1
    assert unitizing.overall([c, k]).value == pytest.approx(0.8591, abs=0.0005)


def units(line):
    found = []
    for word in line.split():
        category, place = word.split(":")
        begin, end = place.split("–")
        found.append(gamma.Unit(int(begin), int(end), category))
    return found


ALEX = units("1:2–9 2:11–17 5:24–30 6:32–36 6:36–44 7:44–60")
PAUL = units("1:2–9 3:11–17 5:19–25 6:32–44")
SUZAN = units("1:2–9 4:11–17 5:21–27 6:32–36 6:36–40 6:40–44")


def test_gamma_of_three_annotators_of_mathet_2015():
    continuum = [ALEX, PAUL, SUZAN]
    assert f"{gamma.disorder(continuum):.2f}" == "0.96"
    found = gamma.gamma([(continuum, 60)], seed=1)
    assert 0.44 <= found.value <= 0.47
    assert found.low < found.value < found.high
    assert not found.pairwise
    assert found.samples >= 30
    assert gamma.gamma([(continuum, 60)], seed=1) == found


def attribution(id_, **roles):
    return Attribution(id=id_, **{role: (f"{id_}-{role}",) for role in roles})


def side(*rows):
    """Attributions with the places of their members, from (id, source, cue, content)."""
    made, places = [], {}
    for id_, source, cue, content in rows:
        roles = {"sources": source, "cues": cue, "contents": content}
        roles = {role: place for role, place in roles.items() if place}
        made.append(attribution(id_, **roles))
        places |= {f"{id_}-{role}": spans(place) for role, place in roles.items()}
    return made, places


A, PLACES_A = side(
    ("a1", (0, 10), (11, 15), (16, 66)), ("a2", (70, 80), (81, 85), (86, 126)), ("a3", None, None, (130, 150))
)
B, PLACES_B = side(
    ("b1", (0, 10), (11, 15), (16, 56)), ("b2", (60, 80), None, (86, 126)), ("b3", (152, 160), None, (130, 150)),
    ("b4", (152, 160), None, (160, 180)),
)  # fmt: skip


@pytest.mark.parametrize(
    ("level", "exact", "value"),
    [
        ("content", False, ".857143"), ("content_source", False, ".571429"), ("content_source_cue", False, ".285714"),
        ("content", True, ".571429"),
    ],
)  # fmt: skip
def test_attributions_worked_by_hand(level, exact, value):
    for x, y in ((A, B), (B, A), (A[::-1], B[::-1])):
        shapes = [[attributions.shape(one, PLACES_A | PLACES_B) for one in side] for side in (x, y)]
        found = attributions.matched(*shapes)["exact" if exact else "overlap", level]
        assert f"{f1({'matched': len(found), 'n_a': len(x), 'n_b': len(y)}).value:.6f}" == f"0{value}"


def test_chains_worked_by_hand():
    of_a = dict(zip(("a1", "a2", "a3", "a4"), (None, "a1", "a2", None), strict=True))
    of_b = dict(zip(("b1", "b2", "b3", "b4"), (None, "b1", "b1", "b1"), strict=True))
    sums, parents = chains.parent_sums(list(zip(of_a, of_b, strict=True)), of_a, of_b)
    assert chains.accuracy(sums).value == 0.5
    assert f1(sums).value == 0.4
    assert f"{nominal_alpha(parents).value:.6f}" == "0.263158"
    whole = chains.chain_sums(
        [(("Y",), ("Y",)), (("Y", "D"),) * 2, (("Y", "D", "T"), ("Y", "T")), (("K",), ("Y", "K"))]
    )
    assert chains.identical(whole).value == 0.5
    assert f"{chains.graded(whole).value:.6f}" == "0.791667"
    second = chains.second_hand_sums([(False, False), (True, True), (True, True), (False, True)])
    assert cohen_kappa(second).value == 0.5


def test_b_cubed_of_bagga_and_baldwin_1998():
    """Truth 1–5, 6–7, 8–9 A B C; the first response joins the second and third group, the other the first and third."""
    truth = dict(zip("123456789ABC", "aaaaabbccccc", strict=True))
    first = dict(zip("123456789ABC", "xxxxxyyyyyyy", strict=True))
    second = dict(zip("123456789ABC", "xxxxxyyxxxxx", strict=True))
    assert f"{b_cubed(Groups([(first[m], truth[m]) for m in truth])).precision.value:.2f}" == "0.76"
    assert f"{b_cubed(Groups([(second[m], truth[m]) for m in truth])).precision.value:.2f}" == "0.58"
    assert b_cubed(Groups([(first[m], truth[m]) for m in truth])).recall.value == 1


def test_links_worked_by_hand():
    scores = links(Groups([("x", "p"), ("x", "p"), ("x", "q"), ("y", "q")]))
    assert (scores.precision.value, scores.recall.value, scores.f1.value) == (1 / 3, 1 / 2, 2 / 5)
