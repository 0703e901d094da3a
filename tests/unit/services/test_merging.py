"""Merging through the service: what comes in, what is refused, and that the other file stays as it is."""

import os
import sqlite3
from uuid import UUID

import pytest

from annotator.model.errors import UserError
from annotator.model.items import Annotation, Annotator, Comment, Entity, Tag
from annotator.model.span import Span
from annotator.services import (
    adjudicating,
    annotating,
    deciding,
    history,
    merging,
    reviewing,
    sourcing,
    work_packages,
)
from annotator.services.project import Project
from annotator.storage import header
from annotator.storage.admitting import LAST_SEQUENCE
from annotator.storage.log import _digest, make
from annotator.storage.merging import unite
from annotator.storage.operation import seal


def uuid(number):
    return f"c0c0c0c0-0000-4000-8000-{number:012d}"


class Forger:
    """Writes whatever it likes into a project, with digests and proofs that hold."""

    def __init__(self, path):
        self.path = path

    def write(self, item, *, value=None, digest=None, **changed):
        """A revision of an item, some of its columns changed before its digest is made; its digest."""
        connection = sqlite3.connect(self.path, isolation_level=None)
        key = connection.execute("SELECT max(key) FROM operation").fetchone()[0]
        at = changed.pop("at", None)
        revision = make(item, parents=changed.pop("parents", ()), sequence=changed.pop("sequence", 50), at=at,
                        operation=key)  # fmt: skip
        revision = revision._replace(**changed)
        if value is not None:
            revision = revision._replace(value=value)
        revision = revision._replace(digest=digest or proven(revision))
        connection.execute(f"INSERT INTO revision VALUES (NULL, {', '.join('?' * 10)})", tuple(revision))
        seal(connection, key)
        connection.close()
        return revision.digest


def proven(revision):
    ids = [UUID(bytes=raw) if raw is not None else None for raw in (revision.item, revision.annotator)]
    place = revision.document.hex() if revision.document is not None else None
    who = str(ids[1]) if ids[1] is not None else None
    return _digest(
        str(ids[0]), revision.kind, place, revision.parents, who, revision.sequence, revision.at, revision.value
    )


@pytest.fixture
def boris_desk(desk, new_desk, tmp_path, boris):
    desk.project.copy_to(tmp_path / "boris.annotator")
    made = new_desk(tmp_path / "boris.annotator", boris, text=None)
    made.id = desk.id
    made.project.enter()
    yield made
    made.project.close()


@pytest.fixture
def forger(boris_desk):
    boris_desk.project.close()
    return Forger(boris_desk.project.path)


def bring(desk, other):
    path = other.project.path if hasattr(other, "project") else other.path
    before = path.read_bytes()
    summary = merging.merge(desk.project, [path]).summary
    assert path.read_bytes() == before
    assert desk.project.verify() == []
    return summary


def annotation(desk, number, **facts):
    given = {"tag": "claim", "spans": (Span(0, 5),), "annotator": "b0b0b0b0-0000-4000-8000-000000000002"}
    return Annotation(id=uuid(number), document=desk.id, **{**given, **facts})


def test_a_colleagues_work_comes_in_with_who_did_it_and_when(desk, boris_desk, boris):
    claim = boris_desk.tag("claim", "ready")
    source = boris_desk.tag("source", "union")
    sourcing.create_and_assign(boris_desk.project, boris_desk.article, source.id, "The union")
    theirs = {row.id: row for row in history.operations(boris_desk.project)}
    summary = bring(desk, boris_desk)
    assert (summary.annotations, summary.annotators, summary.items_changed, summary.conflicts) == (2, 1, 0, 0)
    assert summary.items_new == 4
    assert desk.article.annotations[claim.id].annotator == boris.id
    mine = {row.id: row for row in history.operations(desk.project)}
    tagged = [row for row in theirs.values() if row.title.startswith("Tag")]
    assert len(tagged) == 2
    for row in tagged:
        assert mine[row.id] == row


def test_merged_twice_or_with_itself_nothing_is_recorded(desk, boris_desk):
    boris_desk.tag("claim", "ready")
    bring(desk, boris_desk)
    rows = history.operations(desk.project)
    assert bring(desk, boris_desk).empty
    assert bring(desk, desk).notes == ["work.annotator is this project itself."]
    assert history.operations(desk.project) == rows


def test_what_was_undone_there_does_not_come_and_what_was_undone_here_comes_back(desk, boris_desk):
    entity = '{"id":"c0c0c0c0-0000-4000-8000-000000000002","name":"Radio Sarn","type":"entity"}'
    head = '{"format":"annotator-corpus","type":"corpus","version":1}'
    for one in (desk, boris_desk):
        one.bring(f"{head}\n{entity}\n")
    history.undo(boris_desk.project)
    bring(desk, boris_desk)
    assert len(desk.project.entities()) == 1
    bring(boris_desk, desk)
    assert len(boris_desk.project.entities()) == 1
    history.undo(boris_desk.project)
    assert len(boris_desk.project.entities()) == 0
    bring(boris_desk, desk)
    assert len(boris_desk.project.entities()) == 1


def test_a_merge_is_not_undone_under_work_that_builds_on_it(desk, boris_desk):
    source = boris_desk.tag("source", "union")
    sourcing.create_and_assign(boris_desk.project, boris_desk.article, source.id, "The union")
    bring(desk, boris_desk)
    mine = desk.tag("source", "Radio Sarn")
    (entity,) = desk.project.entities()
    sourcing.assign(desk.project, desk.article, mine.id, entity)
    desk.project.file.stacks(desk.project.me.id).undo[:] = [
        done for done in desk.project.file.stacks(desk.project.me.id).undo if done.title.startswith("Merge")
    ]
    with pytest.raises(UserError, match="came later and builds on it"):
        history.undo(desk.project)
    assert desk.project.verify() == []


def test_a_corpus_is_merged_as_an_import_brings_it(desk, boris_desk, tmp_path):
    boris_desk.tag("claim", "ready")
    path = tmp_path / "boris.jsonl"
    path.write_bytes(boris_desk.export())
    summary = merging.merge(desk.project, [path]).summary
    assert (summary.annotations, summary.annotators) == (1, 1)
    assert merging.merge(desk.project, [path]).summary.empty
    history.undo(desk.project)
    assert desk.article.annotations == {}


def test_several_files_are_one_action_or_none(desk, boris_desk, tmp_path):
    boris_desk.tag("claim", "ready")
    bad = tmp_path / "bad.txt"
    bad.write_text("no corpus")
    before = desk.export()
    with pytest.raises(UserError, match="neither a project nor an annotator corpus"):
        merging.merge(desk.project, [boris_desk.project.path, bad])
    assert desk.export() == before
    corpus = tmp_path / "boris.jsonl"
    corpus.write_bytes(boris_desk.export())
    merging.merge(desk.project, [boris_desk.project.path, corpus])
    assert history.undo_title(desk.project) == "Merge 2 files"
    history.undo(desk.project)
    assert desk.export() == before


def test_a_preview_says_what_a_merge_does_and_changes_nothing(desk, boris_desk):
    boris_desk.tag("claim", "ready")
    before = desk.project.path.read_bytes()
    told = merging.preview(desk.project, [boris_desk.project.path])
    assert desk.project.path.read_bytes() == before
    assert bring(desk, boris_desk) == told


# Other files


def test_files_that_are_no_projects_or_cannot_be_believed_are_refused(desk, boris_desk, tmp_path):
    boris_desk.project.close()
    good = boris_desk.project.path.read_bytes()
    newer, damaged, strange = (tmp_path / f"{name}.annotator" for name in ("newer", "damaged", "strange"))
    newer.write_bytes(good[:60] + (header.VERSION + 1).to_bytes(4, "big") + good[64:])
    damaged.write_bytes(good[: len(good) // 2])
    strange.write_bytes(good)
    sqlite3.connect(strange).execute("CREATE TRIGGER t AFTER INSERT ON item BEGIN SELECT 1; END")
    before = desk.project.path.read_bytes()
    refused_with = {
        newer: "newer version",
        damaged: "damaged",
        strange: "did not make",
        tmp_path: "neither|folder|no file",
        tmp_path / "gone.annotator": "does not exist",
    }
    for path, words in refused_with.items():
        held = path.read_bytes() if path.is_file() else None
        with pytest.raises(UserError, match=words) as refused:
            merging.merge(desk.project, [path])
        assert refused.value.next_step
        assert held is None or path.read_bytes() == held
    assert desk.project.path.read_bytes() == before


def test_a_project_of_an_older_version_is_merged_and_stays_old(desk, data_folder, tmp_path):
    path = tmp_path / "old.annotator"
    path.write_bytes((data_folder / "old_versions" / "version-1.annotator").read_bytes())
    summary = merging.merge(desk.project, [path]).summary
    assert summary.annotations > 0
    assert header.read_header(path).version == 1
    assert path.read_bytes() == (data_folder / "old_versions" / "version-1.annotator").read_bytes()
    assert desk.project.verify() == []


def test_a_project_that_a_killed_program_left_is_merged_as_it_was_before_and_stays_as_it_is(desk, boris_desk):
    boris_desk.tag("claim", "ready")
    boris_desk.project.close()
    path = boris_desk.project.path
    journal = path.with_name(path.name + "-journal")
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("cache_size=1", "cache_spill=1"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("UPDATE revision SET value = 'half'")
    connection.execute("INSERT INTO document(digest, text) SELECT randomblob(32), hex(randomblob(200000))")
    half, undo = path.read_bytes(), journal.read_bytes()
    connection.execute("ROLLBACK")
    connection.close()
    path.write_bytes(half)
    journal.write_bytes(undo)
    summary = merging.merge(desk.project, [path]).summary
    assert (summary.annotations, summary.quarantined) == (1, [])
    assert (path.read_bytes(), journal.read_bytes()) == (half, undo)


# Revisions that cannot be


IMPOSSIBLE = {
    "does not match its digest": lambda f, d: f.write(annotation(d, 1), digest=b"x" * 32),
    "unknown here": lambda f, d: f.write(Comment(id=uuid(1), target=uuid(2), text="t"), kind="sermon"),
    "sequence is impossible": lambda f, d: f.write(annotation(d, 1), sequence=LAST_SEQUENCE + 1),
    "sequence is impossible ": lambda f, d: f.write(annotation(d, 1), sequence=-LAST_SEQUENCE - 1),
    "an earlier revision is missing": lambda f, d: f.write(annotation(d, 1), parents=[b"y" * 32]),
    "not above that": lambda f, d: f.write(annotation(d, 1), parents=[f.write(annotation(d, 1), sequence=60)]),
    "one of another item": lambda f, d: f.write(annotation(d, 1), parents=[f.write(annotation(d, 2), sequence=1)]),
    "to another document or layer": lambda f, d: f.write(
        annotation(d, 1), parents=[f.write(annotation(d, 1), sequence=1)], annotator=UUID(uuid(9)).bytes
    ),
    "beyond the end": lambda f, d: f.write(annotation(d, 1, spans=(Span(0, 10**9),))),
    "text of its document": lambda f, d: f.write(annotation(d, 1), document=b"z" * 32),
    "not written as": lambda f, d: f.write(annotation(d, 1), value='{"spans": [[0,5]], "tag": "claim"}'),
    "not written as ": lambda f, d: f.write(annotation(d, 1), value='{"evil":1,"spans":[[0,5]],"tag":"claim"}'),
    "cannot be read": lambda f, d: f.write(annotation(d, 1), value="[[[["),
    "needs at least one span": lambda f, d: f.write(annotation(d, 1), value='{"tag":"claim"}'),
    "in anybody’s layer": lambda f, d: f.write(Tag(id=uuid(1), slug="rumour"), annotator=UUID(uuid(9)).bytes),
    "stands on no document": lambda f, d: f.write(annotation(d, 1), document=None),
    "another item here": lambda f, d: f.write(Entity(id=d.project.me.id, name="Ana")),
    "has the id of “Ana”": lambda f, d: f.write(Annotator(id=d.project.me.id, name="Mallory")),
}


@pytest.mark.parametrize("reason", IMPOSSIBLE)
def test_what_cannot_be_is_quarantined_and_everything_else_comes_in(desk, boris_desk, forger, reason):
    before = desk.export()
    forger.write(annotation(desk, 5, spans=(Span(3, 9),)))
    IMPOSSIBLE[reason](forger, desk)
    summary = bring(desk, forger)
    assert any(reason.strip() in one.reason for one in summary.quarantined), summary.quarantined
    assert uuid(5) in desk.article.annotations
    assert bring(desk, forger).empty
    history.undo(desk.project)
    assert desk.export() == before


def test_what_is_built_on_something_kept_out_is_kept_out_too(desk, forger):
    first = forger.write(annotation(desk, 1, spans=(Span(0, 10**9),)), sequence=10)
    forger.write(annotation(desk, 1), sequence=11, parents=[first])
    summary = bring(desk, forger)
    assert [one.reason for one in summary.quarantined] == [
        "it reaches beyond the end of its document", "an earlier revision is missing, or was kept out",
    ]  # fmt: skip
    assert desk.article.annotations == {}


def test_nothing_of_somebody_who_claims_anothers_id_comes_in(desk, forger):
    forger.write(Annotator(id=desk.project.me.id, name="Mallory"), sequence=40)
    forger.write(annotation(desk, 1, annotator=desk.project.me.id))
    summary = bring(desk, forger)
    assert len(summary.quarantined) == 2
    assert desk.project.find_annotator("Ana").id == desk.project.me.id
    assert desk.article.annotations == {}


def claimed_corpus(boris_desk, boris, ana, name):
    """Boris's corpus, in which he says that he has Ana's id and this name."""
    boris_desk.tag("claim", "ready")
    told = boris_desk.export(scope="all").replace(boris.id.encode(), ana.id.encode())
    lines = [line for line in told.splitlines() if b'"name":"Ana"' not in line]
    return b"\n".join(lines).replace(b'"Boris"', f'"{name}"'.encode())


@pytest.mark.parametrize("entered", [True, False])
def test_nothing_of_a_corpus_of_somebody_who_claims_anothers_id_comes_in(
    desk, new_desk, boris_desk, boris, ana, tmp_path, entered
):  # fmt: skip
    path = tmp_path / "mallory.jsonl"
    path.write_bytes(claimed_corpus(boris_desk, boris, ana, "Mallory"))
    with new_desk(tmp_path / "other.annotator", boris) as other:
        mine = desk if entered else other
        mine.sit(ana)
        summary = merging.merge(mine.project, [path]).summary
        assert {one.reason for one in summary.quarantined if "id of “Ana”" in one.reason}
        assert (summary.annotations, summary.annotators, summary.conflicts) == (0, 0, 0)
        report = mine.bring(path.read_bytes())
        assert len([one for one in report.quarantined if "“Mallory” has the id of “Ana”" in one.reason]) == 2
        assert mine.article.annotations == {}
        assert mine.project.verify() == []


def test_whose_name_is_spelled_otherwise_is_the_same_in_a_corpus_and_in_a_project(
    desk, boris_desk, boris, ana, tmp_path
):  # fmt: skip
    path = tmp_path / "kovac.jsonl"
    path.write_bytes(claimed_corpus(boris_desk, boris, ana, "Ana Kovač"))
    summary = merging.merge(desk.project, [path]).summary
    assert (summary.annotations, summary.quarantined) == (1, [])
    boris_desk.project.close()
    forger = Forger(boris_desk.project.path)
    forger.write(Annotator(id=ana.id, name="ana kovač"), sequence=40)
    forger.write(annotation(desk, 1, annotator=ana.id))
    assert bring(desk, forger).quarantined == []
    assert uuid(1) in desk.article.annotations


def test_bytes_that_are_no_text_are_quarantined(desk, forger):
    forger.write(annotation(desk, 1))
    connection = sqlite3.connect(forger.path, isolation_level=None)
    connection.execute("UPDATE revision SET value = CAST(x'7B22FF' AS TEXT) WHERE sequence = 50")
    connection.close()
    assert ["does not match" in one.reason for one in bring(desk, forger).quarantined] == [True]


def test_an_action_that_is_not_as_it_was_recorded_is_told(desk, forger):
    forger.write(annotation(desk, 1))
    connection = sqlite3.connect(forger.path, isolation_level=None)
    connection.execute("UPDATE operation SET title = 'Not what it was' WHERE key = (SELECT max(key) FROM operation)")
    connection.close()
    assert "is not as it was recorded" in bring(desk, forger).notes[0]


def test_cancelled_it_leaves_everything_as_it_was(desk, boris_desk):
    class Enough(Exception):
        pass

    def stop(done, _of, _name):
        if done:
            raise Enough

    boris_desk.tag("claim", "ready")
    before = desk.project.path.read_bytes()
    with pytest.raises(Enough):
        merging.merge(desk.project, [boris_desk.project.path], progress=stop)
    assert desk.project.path.read_bytes() == before


# Decisions


@pytest.fixture
def two_copies(desk, new_desk, tmp_path, ana):
    """Ana's desk, merged with her laptop, on which a claim has another note; the claim."""
    claim = desk.tag("claim", "ready")
    desk.project.copy_to(tmp_path / "laptop.annotator")
    annotating.set_note(desk.project, desk.article, claim.id, "desk")
    with new_desk(tmp_path / "laptop.annotator", ana, text=None) as laptop:
        laptop.id = desk.id
        annotating.set_note(laptop.project, laptop.article, claim.id, "laptop")
    assert merging.merge(desk.project, [tmp_path / "laptop.annotator"]).summary.conflicts == 1
    return desk, claim


def test_a_later_edit_leaves_the_decision_open_and_choosing_closes_it(two_copies):
    desk, claim = two_copies
    annotating.set_note(desk.project, desk.article, claim.id, "later")
    (decision,) = deciding.open_decisions(desk.project)
    assert decision.choices[0].item.note == "later"
    chosen = decision.choices[1]
    deciding.decide(desk.project, decision.item, chosen.digest)
    assert desk.article.annotations[claim.id].note == chosen.item.note
    assert deciding.open_decisions(desk.project) == []
    with pytest.raises(UserError, match="nothing to decide"):
        deciding.decide(desk.project, decision.item, chosen.digest)
    history.undo(desk.project)
    assert desk.article.annotations[claim.id].note == "later"
    (again,) = deciding.open_decisions(desk.project)
    assert {c.item.note for c in again.choices} == {c.item.note for c in decision.choices}
    assert desk.project.verify() == []


def test_the_value_in_force_can_be_confirmed(two_copies):
    desk, claim = two_copies
    (decision,) = deciding.open_decisions(desk.project)
    note = desk.article.annotations[claim.id].note
    assert deciding.decide(desk.project, decision.item, decision.choices[0].digest)
    assert deciding.open_decisions(desk.project) == []
    assert desk.article.annotations[claim.id].note == note


def test_a_colleague_cannot_decide_about_my_layer(two_copies, boris):
    desk, _claim = two_copies
    desk.sit(boris)
    (decision,) = deciding.open_decisions(desk.project)
    assert not deciding.may_decide(desk.project, decision)
    with pytest.raises(UserError, match="only they can decide"):
        deciding.decide(desk.project, decision.item, decision.choices[1].digest)


def test_deleted_here_and_changed_there_is_a_decision(desk, new_desk, tmp_path, ana):
    claim = desk.tag("claim", "ready")
    desk.project.copy_to(tmp_path / "laptop.annotator")
    annotating.delete(desk.project, desk.article, [claim.id])
    with new_desk(tmp_path / "laptop.annotator", ana, text=None) as laptop:
        laptop.id = desk.id
        annotating.set_note(laptop.project, laptop.article, claim.id, "laptop")
    merging.merge(desk.project, [tmp_path / "laptop.annotator"])
    (decision,) = deciding.open_decisions(desk.project)
    told = {deciding.told(desk.project, decision, choice) for choice in decision.choices}
    assert "deleted" in told
    kept = next(choice for choice in decision.choices if choice.item is not None)
    deciding.decide(desk.project, decision.item, kept.digest)
    assert desk.article.annotations[claim.id].note == "laptop"


# Work packages


def test_a_work_package_holds_just_its_documents_and_merges_back_exactly(desk, new_desk, tmp_path, boris):
    claim = desk.tag("claim", "ready")
    source = desk.tag("source", "union")
    sourcing.create_and_assign(desk.project, desk.article, source.id, "The union")
    other = desk.add("Another article, they said.")
    made = work_packages.make(desk.project, [desk.id], tmp_path / "package", layers=[])
    assert (made.documents, made.annotations) == (1, 0)
    with new_desk(made.path, boris, text=None) as package:
        package.id = desk.id
        assert [row.id for row in package.project.documents()] == [desk.id]
        assert package.project.text(other) is None
        assert [e.name for e in package.project.entities().values()] == ["The union"]
        assert package.project.verify() == []
        found = package.tag("claim", "open on Monday")
        annotating.set_state(package.project, package.article, "finished")
    before = desk.export()
    summary = bring(desk, type("Path", (), {"path": made.path}))
    assert (summary.annotations, summary.documents, summary.conflicts, summary.items_changed) == (1, 0, 0, 0)
    assert {claim.id, source.id, found.id} == set(desk.article.annotations)
    history.undo(desk.project)
    assert desk.export() == before


def test_a_work_package_that_is_stopped_leaves_no_file(desk, tmp_path):
    def stop(*_told):
        raise ZeroDivisionError

    before = sorted(tmp_path.iterdir())
    with pytest.raises(ZeroDivisionError):
        work_packages.make(desk.project, [desk.id], tmp_path / "package", progress=stop)
    assert sorted(tmp_path.iterdir()) == before
    assert work_packages.make(desk.project, [desk.id], tmp_path / "package").documents == 1


def test_a_work_package_brings_the_layers_that_are_asked_for_with_their_judgements(desk, new_desk, tmp_path, boris):
    claim = desk.tag("claim", "ready")
    with desk.project.recording("Comment") as recording:
        recording.operation.put(Comment(id=uuid(1), annotator=desk.project.me.id, target=claim.id, text="sure?"))
        recording.operation.put(Comment(id=uuid(2), annotator=desk.project.me.id, target=uuid(1), text="quite"))
    made = work_packages.make(desk.project, [desk.id], tmp_path / "package", layers=[desk.project.me.id])
    assert made.annotations == 1
    with Project.open(made.path, boris) as project:
        assert project.item("comment", uuid(2)).text == "quite"
        assert project.verify() == []
    with pytest.raises(UserError, match="exists already"):
        work_packages.make(desk.project, [desk.id], tmp_path / "package")
    with pytest.raises(UserError, match="needs documents"):
        work_packages.make(desk.project, [], tmp_path / "empty")


def test_a_work_package_has_its_name_only_when_it_is_complete(desk, tmp_path, monkeypatch):
    out = tmp_path / "made" / "package.annotator"
    out.parent.mkdir()
    seen = []

    def looking(*given, **named):
        seen.append(out.exists())
        return unite(*given, **named)

    monkeypatch.setattr(work_packages, "unite", looking)
    work_packages.make(desk.project, [desk.id], out)
    assert seen == [False]
    assert [path.name for path in out.parent.iterdir()] == ["package.annotator"]

    def failing(*_given, **_named):
        raise KeyboardInterrupt

    monkeypatch.setattr(work_packages, "unite", failing)
    with pytest.raises(KeyboardInterrupt):
        work_packages.make(desk.project, [desk.id], out.with_name("other.annotator"))
    assert [path.name for path in out.parent.iterdir()] == ["package.annotator"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes with names")
def test_a_pipe_is_no_database_and_is_not_waited_for(desk, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    other_end = os.open(tmp_path / "pipe", os.O_RDWR)  # so that a program that opens it does not wait for good
    os.write(other_end, header._MAGIC)
    assert not header.is_database(tmp_path / "pipe")
    with pytest.raises(UserError, match="is no file"):
        merging.merge(desk.project, [tmp_path / "pipe"])
    os.close(other_end)


def test_a_name_that_is_told_of_is_marked_and_short(desk, forger):
    mine = desk.project.me
    forger.write(Annotator(id=mine.id, name="Ev\u202eil" + "x" * 100_000))
    (one,) = bring(desk, forger).quarantined
    assert "Ev⟨U+202E⟩il" in one.reason
    assert len(one.reason) < 5_000


@pytest.mark.parametrize("keep", ["reject", "amend"])
def test_deciding_against_an_amendment_takes_its_copy_along(desk, new_desk, tmp_path, boris, keep):
    theirs = desk.tag("claim", "ready")
    link = desk.link([theirs], [desk.tag("source", "Radio Sarn")])
    desk.sit(boris)
    desk.project.copy_to(tmp_path / "laptop.annotator")
    reviewing.reject(desk.project, desk.article, link.id, "Not said there.")
    with new_desk(tmp_path / "laptop.annotator", boris, text=None) as laptop:
        laptop.id = desk.id
        reviewing.amend(laptop.project, laptop.article, link.id)
    merging.merge(desk.project, [tmp_path / "laptop.annotator"])
    before = desk.article
    (decision,) = [one for one in deciding.open_decisions(desk.project) if one.kind == "verdict"]
    chosen = next(one for one in decision.choices if one.item.decision == keep)
    deciding.decide(desk.project, decision.item, chosen.digest)
    mine = {one.id for one in (*desk.article.annotations.values(), *desk.article.attributions.values())
            if one.annotator == boris.id}  # fmt: skip
    assert len(mine) == (3 if keep == "amend" else 0)
    assert "contradicted" not in {one.why for one in adjudicating.open_in(desk.project, desk.article)}
    if keep == "reject":
        reviewing.reject(desk.project, desk.article, link.id, "Not said there at all.")
        history.undo(desk.project)
    history.undo(desk.project)
    assert desk.article == before
    assert desk.project.verify() == []
