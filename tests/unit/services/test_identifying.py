"""Two identities of one person joined: one layer to whoever reads, and each item where it was made."""

import pytest

from annotator.model.errors import UserError
from annotator.model.items import Annotator
from annotator.model.people import persons
from annotator.services import annotating, attributing, history, identifying, merging, rating
from annotator.services.agreeing import choose

HOME = Annotator(id="a0a0a0a0-0000-4000-8000-0000000000aa", name="Ana")


@pytest.fixture
def joined(desk, new_desk, tmp_path):
    """Ana's project, merged with hers from home, where she has another identity, and the two said to be one."""
    desk.tag("claim", "ready")
    with new_desk(tmp_path / "home.annotator", HOME) as home:
        home.tag("source", "harbour master")
        home.tag("claim", "resigned")
        annotating.set_state(home.project, home.article, "finished")
    merging.merge(desk.project, [tmp_path / "home.annotator"])
    identifying.join(desk.project, HOME.id, desk.project.me.id)
    return desk


def test_two_identities_of_one_name_are_told_apart_and_counted(joined, ana):
    first, second = identifying.identities(joined.project)
    assert (first.annotator.id, first.person, first.annotations) == (ana.id, ana.id, 1)
    assert (second.annotator.id, second.person, second.annotations) == (HOME.id, ana.id, 2)
    assert first.sign != second.sign or first.annotator.id != second.annotator.id
    assert list(joined.project.people()) == [ana.id]


def test_what_was_made_elsewhere_is_mine_to_change_and_stays_where_it_was_made(joined, ana):
    article = joined.article
    assert {a.annotator for a in article.annotations.values()} == {ana.id}
    source = next(a for a in article.annotations.values() if a.tag == "source")
    annotating.set_note(joined.project, article, source.id, "at home")
    assert joined.project.item("annotation", source.id).annotator == HOME.id
    assert joined.article.annotations[source.id].annotator == ana.id
    annotating.delete(joined.project, joined.article, [source.id])
    assert source.id not in joined.article.annotations
    history.undo(joined.project)
    assert joined.project.item("annotation", source.id).annotator == HOME.id
    assert joined.project.verify() == []


def test_a_link_across_both_holds_and_is_exported(joined, new_desk, tmp_path):
    article = joined.article
    source = next(a for a in article.annotations.values() if a.tag == "source")
    claim = next(a for a in article.annotations.values() if a.words(article.text) == "ready")
    attributing.link(joined.project, article, [claim.id], [source.id])
    (link,) = joined.article.attributions.values()
    assert link.sources == (source.id,)
    exported = joined.export()
    with new_desk(tmp_path / "again.annotator", None, text=None) as again:
        report = again.bring(exported)
        assert report.quarantined == []
        assert again.export() == exported


def test_progress_and_agreement_know_one_person(joined, ana):
    (row,) = joined.project.documents()
    assert row.states == {ana.id: "finished"}
    assert annotating.state(joined.project, joined.id) == "finished"
    assert joined.project.find_annotator("Ana").id == ana.id
    with pytest.raises(UserError, match="two annotators or more"):
        choose(joined.project)


def test_of_two_ratings_of_one_person_the_newest_is_hers(joined, new_desk, ana):
    claim = joined.tag("claim", "open on Monday")
    rating.rate_claim(joined.project, claim.id, credibility=2)
    assert [r.annotator for r in rating.of(joined.project, claim.id)] == [ana.id]


def test_separated_again_they_are_two(joined, ana):
    identifying.separate(joined.project, HOME.id)
    assert set(joined.project.people()) == {ana.id, HOME.id}
    assert {a.annotator for a in joined.article.annotations.values()} == {ana.id, HOME.id}
    history.undo(joined.project)
    assert list(joined.project.people()) == [ana.id]
    with pytest.raises(UserError, match="one person already"):
        identifying.join(joined.project, HOME.id, ana.id)


def test_with_three_the_others_stay_joined(joined, ana, boris):
    third = Annotator(id="a0a0a0a0-0000-4000-8000-0000000000bb", name="Ana B.")
    with joined.project.recording("Enter") as recording:
        recording.operation.put(third)
        recording.operation.put(boris)
    identifying.join(joined.project, third.id, HOME.id)
    assert list(joined.project.people()) == [ana.id, boris.id]
    identifying.separate(joined.project, ana.id)
    assert joined.project.persons() in ({HOME.id: third.id}, {third.id: HOME.id})
    with pytest.raises(UserError, match="not joined"):
        identifying.separate(joined.project, boris.id)


def test_a_loop_of_being_the_same_is_one_person():
    names = "abcd"
    people = {n: Annotator(id=n, name=n, same_as=names[(i + 1) % 3] if i < 3 else None) for i, n in enumerate(names)}
    assert persons(people) == {"b": "a", "c": "a"}
    assert persons(people, "c") == {"a": "c", "b": "c"}
    assert persons({"a": Annotator(id="a", name="a", same_as="gone")}) == {}
