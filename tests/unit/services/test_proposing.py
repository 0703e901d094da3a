"""Which source a mention may be, and where else it is named."""

import pytest

from annotator.model.items import Entity
from annotator.services import cataloguing, history, sourcing
from annotator.suggestion.namesakes import proposals

KNOWN = {
    e.id: e
    for e in (
        Entity(id="rfa", name="Radio Free Asia", aliases=("the broadcaster",), entity_type="media"),
        Entity(id="rex", name="Rex Tillerson", entity_type="person", role="US Secretary of State"),
        Entity(id="hong", name="Hong Seok-hyun", entity_type="person", role="special envoy"),
        Entity(id="asia", name="Asia Press", entity_type="media"),
        Entity(id="ministry", name="Ministry of Defence", entity_type="government"),
        Entity(id="old", name="Tillerson", merged_into="rex"),
    )
}


@pytest.mark.parametrize(
    ("words", "before", "first", "reason"),
    [
        ("radio free  ASIA", (), "rfa", "same name"),
        ("US broadcaster Radio Free Asia (RFA)", (), "rfa", "acronym"),
        ("RFA", (), "rfa", "acronym"),
        ("the broadcaster", (), "rfa", "same name"),
        ("Tillerson", (), "rex", "surname"),
        ("US Secretary of State Rex Tillerson", (), "rex", "surname"),
        ("the Secretary of State", (), "rex", "title"),
        ("he", ("hong", "rex"), "hong", "named before"),
        ("the official", ("hong", "rex"), "hong", "named before"),
        ("The Ministry", (), "ministry", "name inside the other"),
    ],
)
def test_proposals(words, before, first, reason):
    found = proposals(KNOWN, words, before)

    assert (found[0].entity.id, found[0].reason) == (first, reason)
    assert "old" not in {p.entity.id for p in found}


@pytest.mark.parametrize("words", ["he", "the official", "Zamora", "", "🚢"])
def test_nothing_is_proposed_where_nothing_is_known(words):
    assert proposals(KNOWN, words) == []


TEXT = """Ines Amrani spoke on Monday. “We close it,” Amrani said.
The bridge is safe, Amrani’s aide said. Amranian wines were served. Ines  Amrani left.
"""


@pytest.fixture
def amrani(desk):
    desk.id = desk.add(TEXT, "bridge.txt")
    mention = desk.tag("source", "Ines Amrani")
    made = sourcing.create_and_assign(desk.project, desk.article, mention.id, "Ines Amrani")
    entity = next(c.after for c in made.changes if c.kind == "entity")
    cataloguing.change(desk.project, entity.id, entity_type="person")
    return mention


def words(desk, others):
    return [desk.article.text[b:e] for (b, e), _ in others]


def test_all_other_mentions_are_found_and_tagged_with_one_undo(desk, amrani):
    there = desk.tag("source", "Amrani", nth=1)
    others = sourcing.other_mentions(desk.project, desk.article, amrani.id)
    assert words(desk, others) == ["Amrani", "Amrani", "Ines  Amrani"]
    assert [o.annotation for o in others] == [there.id, None, None]

    sourcing.tag_others(desk.project, desk.article, amrani.id, others)
    entity = desk.article.annotations[amrani.id].entity
    assert [a.entity for a in desk.article.ordered("source")] == [entity] * 4
    assert sourcing.other_mentions(desk.project, desk.article, amrani.id) == []
    history.undo(desk.project)
    assert len(desk.article.ordered("source")) == 2


def test_a_surname_that_two_sources_have_is_not_enough(desk, amrani):
    sister = desk.tag("source", "Amrani", nth=1)
    made = sourcing.create_and_assign(desk.project, desk.article, sister.id, "Leila Amrani")
    assert made.changes

    assert words(desk, sourcing.other_mentions(desk.project, desk.article, amrani.id)) == ["Ines  Amrani"]


def test_a_pronoun_is_not_looked_for(desk):
    pronoun = desk.tag("source", "she")

    assert sourcing.other_mentions(desk.project, desk.article, pronoun.id) == []
