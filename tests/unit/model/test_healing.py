import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.healing import MOST_HOPS, heal, loop_from
from annotator.model.items import ROLES, Annotation, Attribution

NAMES = "abcdef"
MARKS = "mnopq"


def rank(id_: str) -> tuple[int, bytes]:
    return (ord(id_) % 3, id_.encode())


annotations = st.dictionaries(
    st.sampled_from(MARKS),
    st.builds(
        Annotation,
        id=st.just(""),
        tag=st.sampled_from(["claim", "quote", "source", "cue", "excluded"]),
        document=st.sampled_from(["d", "d", "d", "e"]),
        annotator=st.sampled_from(["ana", "ana", "ana", "boris"]),
    ),
).map(lambda found: {id_: replace(a, id=id_) for id_, a in found.items()})
members = st.lists(st.sampled_from(MARKS), max_size=3, unique=True).map(tuple)
attributions = st.dictionaries(
    st.sampled_from(NAMES),
    st.builds(
        Attribution,
        id=st.just(""),
        document=st.sampled_from(["d", "d", "d", "e"]),
        annotator=st.sampled_from(["ana", "ana", "ana", "boris"]),
        sources=members,
        cues=members,
        contents=members,
        parent=st.none() | st.sampled_from(NAMES),
        parent_basis=st.none(),
    ),
).map(lambda found: {id_: replace(a, id=id_) for id_, a in found.items()})


@given(attributions, annotations, st.randoms())
def test_healing_gives_the_same_whatever_the_order(links, marks, shuffle: random.Random):
    order = list(links)
    shuffle.shuffle(order)
    marks_order = list(marks)
    shuffle.shuffle(marks_order)
    first = heal(links, marks, rank)
    again = heal({id_: links[id_] for id_ in order}, {m: marks[m] for m in marks_order}, rank)
    assert again.attributions == first.attributions
    assert again.decisions == first.decisions


@given(attributions, annotations)
def test_what_is_healed_keeps_every_rule_and_healing_it_again_changes_nothing(links, marks):
    healed = heal(links, marks, rank)
    for link in healed.attributions.values():
        assert link.contents
        for role, tags in ROLES.items():
            for member in getattr(link, role):
                assert marks[member].tag in tags
                assert marks[member].document == link.document
                assert marks[member].annotator == link.annotator
        if link.parent is not None:
            parent = healed.attributions[link.parent]
            assert (parent.document, parent.annotator) == (link.document, link.annotator)
        assert loop_from(link.id, healed.attributions) == ()
    again = heal(healed.attributions, marks, rank)
    assert again.attributions == healed.attributions
    assert again.decisions == ()


@given(attributions, annotations)
def test_every_mend_is_a_decision_and_nothing_sound_is_touched(links, marks):
    healed = heal(links, marks, rank)
    told = {decision.item for decision in healed.decisions}
    changed = {id_ for id_, link in links.items() if healed.attributions.get(id_) != link}
    assert changed == told


def attribution(id_, parent=None, **more):
    return Attribution(id=id_, document="d", contents=("m",), parent=parent, **more)


CLAIM = {"m": Annotation(id="m", tag="claim", document="d")}


def test_a_loop_is_cut_at_its_greatest_rank_only():
    links = {
        "a": attribution("a", "b"),
        "b": attribution("b", "c"),
        "c": attribution("c", "a"),
        "d": attribution("d", "a"),
    }
    healed = heal(links, CLAIM, lambda id_: {"a": (1, b""), "b": (3, b""), "c": (2, b""), "d": (9, b"")}[id_])
    assert healed.attributions["b"].parent is None
    assert [healed.attributions[i].parent for i in "acd"] == ["b", "a", "a"]
    assert [(d.item, d.code) for d in healed.decisions] == [("b", "loop")]


def test_the_basis_of_a_parent_goes_with_it():
    healed = heal({"a": attribution("a", "gone", parent_basis="inferred")}, CLAIM, rank)
    assert healed.attributions["a"].parent_basis is None
    assert [d.code for d in healed.decisions] == ["parent-gone"]


def test_an_attribution_whose_contents_are_gone_is_hidden_and_its_children_lose_it():
    links = {"a": replace(attribution("a"), contents=("x",)), "b": attribution("b", "a")}
    healed = heal(links, CLAIM, rank)
    assert set(healed.attributions) == {"b"}
    assert [(d.item, d.code) for d in healed.decisions] == [("a", "without-content"), ("b", "parent-gone")]


def test_a_loop_is_named_in_its_order_and_what_leads_into_it_is_not_part_of_it():
    links = {"a": attribution("a", "b"), "b": attribution("b", "c"), "c": attribution("c", "b")}
    assert loop_from("a", links) == ("b", "c")
    assert loop_from("x", links) == ()


@pytest.mark.parametrize("order", [1, -1])
def test_a_chain_of_too_many_hops_goes_on_as_one_of_its_own(order):
    names = [f"{n:04}" for n in range(MOST_HOPS * 2 + 5)]
    links = {name: attribution(name, before) for name, before in zip(names, [None, *names], strict=False)}
    healed = heal(dict(list(links.items())[::order]), CLAIM, rank)
    cut = [d.item for d in healed.decisions]
    assert cut == [names[MOST_HOPS], names[2 * MOST_HOPS]]
    assert {d.code for d in healed.decisions} == {"too-deep"}
    assert [a.id for a in healed.attributions.values() if a.parent is None and a.id != names[0]] == sorted(cut)[::order]
    assert heal(healed.attributions, CLAIM, rank).decisions == ()
