"""Faults of the machine: refused in words, nothing half done, and on with the work when they are over."""

import pytest

from annotator.model.errors import UserError
from annotator.services import importing, merging
from annotator.services.project import Project
from annotator.storage.faults import explained
from annotator.storage.identifiers import unpacked


def fill(disk):
    stuffing = disk / "stuffing"
    with stuffing.open("ab", buffering=0) as file:
        while True:
            try:
                file.write(b"x" * 512)
            except OSError:
                return stuffing


def test_on_a_full_disk_an_action_is_refused_and_works_again_when_there_is_space(small_disk, new_desk):
    with new_desk(small_disk / "work.annotator") as desk:
        desk.tag("claim", "ready")
        before = desk.project.read(desk.id)
        stuffing = fill(small_disk)
        with pytest.raises(UserError, match="disk is full"):
            importing.import_text(desk.project, "A long article, they said. " * 20_000)
        assert desk.project.read(desk.id).annotations == before.annotations
        assert desk.project.verify() == []
        stuffing.unlink()
        desk.tag("source", "Sarn")
        assert len(desk.article.annotations) == 2
        assert desk.project.verify() == []


def test_on_a_full_disk_a_project_is_opened_for_writing_all_the_same(small_disk, new_desk):
    path = small_disk / "work.annotator"
    with new_desk(path) as desk:
        document = desk.id
    stuffing = fill(small_disk)
    with new_desk(path, text=None) as desk:
        assert desk.project.writable
        stuffing.unlink()
        desk.id = document
        desk.tag("claim", "ready")


def test_on_a_full_disk_nothing_half_is_made(small_disk, new_desk):
    stuffing = fill(small_disk)
    with pytest.raises(UserError):
        new_desk(small_disk / "work.annotator")
    assert list(small_disk.iterdir()) == [stuffing]


def test_an_export_to_a_full_disk_is_refused_and_leaves_nothing(small_disk, desk):
    from annotator.services import exporting

    stuffing = fill(small_disk)
    with pytest.raises(UserError, match="cannot be written"):
        exporting.export(desk.project, "corpus", small_disk / "out.jsonl")
    with pytest.raises(UserError):
        desk.project.copy_to(small_disk / "copy")
    assert list(small_disk.iterdir()) == [stuffing]
    assert desk.project.verify() == []


def test_a_merge_on_a_full_disk_is_refused_as_a_whole_and_works_again_when_there_is_space(
    small_disk, new_desk, tmp_path, boris
):
    with new_desk(small_disk / "work.annotator") as desk, new_desk(tmp_path / "theirs.annotator", boris) as theirs:
        desk.tag("claim", "ready")
        for number in range(40):
            theirs.add(f"Article {number}. " + "They said so, she heard. " * 400, f"{number}.txt")
        other = theirs.project.path
        before, known = other.read_bytes(), [row.id for row in desk.project.documents()]
        stuffing = fill(small_disk)
        with pytest.raises(UserError, match="disk is full"):
            merging.merge(desk.project, [other])
        with pytest.raises(UserError, match="disk is full"):
            merging.preview(desk.project, [other])
        assert [row.id for row in desk.project.documents()] == known
        assert desk.project.verify() == []
        assert other.read_bytes() == before
        stuffing.unlink()
    with new_desk(tmp_path / "small.annotator", boris, text="A small one, they said.") as small:
        pass
    with new_desk(small_disk / "work.annotator", text=None) as desk:
        assert merging.merge(desk.project, [small.project.path]).summary.documents == 1
        assert desk.project.verify() == []


def test_an_import_of_articles_on_a_full_disk_brings_all_or_nothing(small_disk, new_desk, tmp_path):
    paths = [tmp_path / f"article {number}.txt" for number in range(40)]
    for number, path in enumerate(paths):
        path.write_text(f"Article {number}.\n\n" + f"They said so, {number} heard. " * 400, encoding="utf-8")
    with new_desk(small_disk / "work.annotator") as desk:
        stuffing = fill(small_disk)
        with pytest.raises(UserError, match="disk is full"):
            importing.import_files(desk.project, paths)
        assert [row.id for row in desk.project.documents()] == [desk.id]
        assert desk.project.verify() == []
        stuffing.unlink()
        assert len(importing.import_files(desk.project, paths[:2]).documents) == 2
        assert desk.project.verify() == []


@pytest.mark.parametrize("clock", ["1970-01-01T00:00:00Z", "9999-12-31T23:59:59Z"])
def test_a_clock_that_is_wrong_has_no_effect_on_the_order(desk, monkeypatch, clock, ana):
    from annotator.services import history
    from annotator.storage import project_file

    first = desk.tag("claim", "ready")
    monkeypatch.setattr(project_file, "now", lambda: clock)
    second = desk.tag("claim", "Sarn")
    desk.sit(ana)
    history.undo(desk.project)
    assert list(desk.article.annotations) == [first.id]
    history.redo(desk.project)
    assert desk.article.annotations[second.id].modified == clock


def test_a_file_that_another_program_overwrote_is_noticed_before_anything_is_written(desk, new_desk, tmp_path):
    from annotator.services import annotating

    desk.tag("claim", "ready")
    article, span = desk.article, desk.span("Sarn")
    with new_desk(tmp_path / "other.annotator", text="Another article. They said so.") as other:
        other.tag("claim", "They said so")
    stranger = (tmp_path / "other.annotator").read_bytes()
    with desk.project.path.open("r+b") as file:  # as `cp` does, without a new file
        file.write(stranger)
        file.truncate()
    with pytest.raises(UserError, match="Another program replaced what is in") as refused:
        annotating.tag(desk.project, article, [span], "source")
    assert "backups" in refused.value.next_step
    assert desk.project.path.read_bytes() == stranger


def test_what_another_connection_of_this_program_wrote_is_no_replacement(desk):
    with desk.project.apart() as own:
        importing.import_text(own, "Another article, they said.")
    desk.tag("claim", "ready")
    assert desk.project.verify() == []


@pytest.mark.parametrize(
    ("whole", "broken"),
    [
        (b"CREATE TABLE tag", b"CREATE TABL\xff tag"),  # SQLite's own message quotes it, which is no UTF-8 then
        (b"CREATE TABLE tag", b"CREATE TABLE \x00ag"),
        (b"CREATE TABLE", b"CREATE TABXE"),
    ],
)
def test_a_damaged_schema_is_told_in_words(desk, whole, broken):
    path = desk.project.path
    desk.project.close()
    raw = path.read_bytes()
    path.write_bytes(raw.replace(whole, broken, 1))
    with pytest.raises(UserError, match="damaged"):
        Project.open(path, None)
    path.write_bytes(raw)
    desk.project = Project.open(path, None)


@pytest.mark.parametrize("value", ["text", 7, 1.5])
def test_a_value_of_another_type_than_its_column_is_told_in_words(desk, value):
    with pytest.raises(UserError, match="work.annotator is damaged"), explained(desk.project.path):  # noqa: RUF043
        unpacked(value)
