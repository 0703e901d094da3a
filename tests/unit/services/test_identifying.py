"""Two identities of one person joined: one layer to whoever reads, and each item where it was made."""

import shutil
from itertools import permutations

import pytest

from annotator.model.errors import UserError
from annotator.model.items import Annotator, Comment, Verdict
from annotator.model.people import called, contested, persons
from annotator.services import (
    annotating,
    attributing,
    commenting,
    history,
    identifying,
    merging,
    progressing,
    rating,
    weighing,
    work_packages,
)  # fmt: skip
from annotator.services.agreeing import choose, measure
from annotator.services.bulk import nothing
from annotator.services.project import Project
from annotator.storage.log import make

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


def test_the_matrix_comments_and_verdicts_know_one_person(joined, ana, boris):
    project = joined.project
    (row,) = progressing.matrix(project).rows
    assert row.cell(ana.id, "annotator").made == 3
    assert HOME.id not in {column.annotator for column in progressing.matrix(project).columns}
    claim = joined.article.ordered("claim")[0]
    with project.recording("At home") as recording:
        remark = Comment(id="c0c0c0c0-0000-4000-8000-000000000001", annotator=HOME.id, target=claim.id, text="sure?")
        recording.operation.put(remark)
        verdict = Verdict(
            id="c0c0c0c0-0000-4000-8000-000000000002", annotator=HOME.id, target=claim.id, decision="accept"
        )
        recording.operation.put(verdict)
    (thread,) = commenting.threads(project)
    assert [remark.mine for remark in thread.remarks] == [True]
    assert [v.annotator for v in weighing.of_document(project, joined.id)[claim.id]] == [ana.id]


def test_a_work_package_of_a_person_holds_what_each_of_her_identities_made(joined, ana, boris):
    for asked in (ana.id, HOME.id):
        made = work_packages.make(joined.project, [joined.id], joined.project.path.parent / asked, layers=[asked])
        assert made.annotations == 3


def test_a_join_outlives_a_merge_with_a_file_in_which_she_acted_later(joined, new_desk, tmp_path, ana, boris):
    with new_desk(tmp_path / "later.annotator", boris) as later:
        for words in ("ready", "resigned", "harbour master", "denied"):
            later.tag("claim", words)
        later.sit(HOME)
        later.tag("claim", "Monday")
        later.sit(boris)
        summary = merging.merge(later.project, [joined.project.path]).summary
        assert summary.conflicts == 0
        assert later.project.persons() == {HOME.id: ana.id}
        assert later.project.verify() == []


def test_whoever_merges_the_order_of_files_in_which_they_first_act_does_not_matter(new_desk, tmp_path, ana, boris):
    paths = [tmp_path / f"{name}.annotator" for name in "abc"]
    for number, (path, me) in enumerate(zip(paths, (ana, boris, HOME), strict=True)):
        with new_desk(path, me) as one:
            for words in ("ready", "resigned", "denied")[: number + 1]:
                one.tag("claim", words)
    found = set()
    for number, (first, *others) in enumerate(permutations(paths)):
        merged = tmp_path / f"merged{number}" / "merged.annotator"
        merged.parent.mkdir()
        shutil.copyfile(first, merged)
        with new_desk(merged, Annotator(id="d0d0d0d0-0000-4000-8000-000000000001", name="Dana"), text=None) as desk:
            for other in others:
                merging.merge(desk.project, [other])
            found.add(desk.export())
    assert len(found) == 1


def entered_as_before(project, annotator, sequence):
    """As older programs entered somebody: with the file's own order and time."""
    with project.recording("joins the project") as recording:
        operation = recording.operation
        at = f"2026-01-0{sequence % 9 + 1}T00:00:00Z"
        project.file.log.append([make(annotator, parents=(), sequence=sequence, at=at, operation=operation.key)])
        operation.reckon([bytes.fromhex(annotator.id.replace("-", ""))])


def test_a_join_outlives_a_merge_of_files_in_which_older_programs_entered_her(tmp_path, ana, boris):
    paths = [tmp_path / f"{name}.annotator" for name in ("early", "late", "new")]
    for path, sequence in zip(paths, (2, 40, None), strict=True):
        with Project.create(path, ana) as project:
            if sequence is not None:
                entered_as_before(project, HOME, sequence)
            else:
                with project.recording("Enter") as recording:
                    recording.operation.enter(HOME)
            if path == paths[0]:
                identifying.join(project, HOME.id, ana.id)
    for mine, others in ((paths[1], (paths[0], paths[2])), (paths[2], (paths[1], paths[0]))):
        with Project.open(mine, boris) as project:
            assert merging.merge(project, others).summary.conflicts == 0
            assert project.persons() == {HOME.id: ana.id}
            assert project.verify() == []


def test_somebody_who_was_withdrawn_with_a_merge_is_entered_again(desk, new_desk, tmp_path, boris, ana):
    with new_desk(tmp_path / "theirs.annotator", boris) as theirs:
        theirs.tag("claim", "ready")
    desk.sit(HOME)
    merging.merge(desk.project, [tmp_path / "theirs.annotator"])
    assert HOME.id in desk.project.annotators()
    history.undo(desk.project)
    assert HOME.id not in desk.project.annotators()
    desk.tag("claim", "resigned")
    assert HOME.id in desk.project.annotators()
    assert desk.project.verify() == []


def test_two_people_of_one_name_are_told_apart_where_agreement_is_measured(desk, new_desk, tmp_path, ana):
    desk.tag("claim", "ready")
    with new_desk(tmp_path / "home.annotator", HOME) as home:
        home.tag("claim", "ready")
    merging.merge(desk.project, [tmp_path / "home.annotator"])
    names = measure(desk.project, (), None, nothing).names
    assert names[ana.id] != names[HOME.id]
    assert names[ana.id].startswith("Ana (a0a0")
    two = Annotator(id="b1b0b0b0-0000-4000-8000-0000000000aa", name="Ana")
    assert called([HOME, two]) == {HOME.id: "Ana (a0a0)", two.id: "Ana (b1b0)"}


@pytest.mark.parametrize("other", ["Ana Kovač", "ana  kovac", "ANA KOVAC\u030c", "AnaKovač", "Ana", "Kovač, Ana"])
def test_a_name_spelled_otherwise_is_the_same_person(other):
    assert contested(other, "Ana Kovač") == contested("Ana Kovač", other) == ""


@pytest.mark.parametrize("other", ["Mallory", "Diana", "An", "", "Ana Horvat Kovačić"])
def test_another_name_is_another_person(other):
    assert "ask which of them is right" in contested(other, "Ana Kovač")
