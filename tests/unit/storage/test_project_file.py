import os
import sqlite3
import stat
import subprocess
import sys
from itertools import pairwise

import pytest

from annotator.model.errors import NotAProject, ProjectLocked, ReadOnly, UserError
from annotator.model.items import Tag
from annotator.services import annotating, importing
from annotator.services.project import Project
from annotator.storage.header import APPLICATION_ID, VERSION
from annotator.storage.migrations import SCHEMA_DIGEST, schema_digest, schema_objects
from annotator.storage.project_file import ProjectFile
from annotator.storage.verification import verify

HOLD = """
import sys, pathlib
from annotator.model.items import Annotator
from annotator.services.project import Project
project = Project.open(pathlib.Path(sys.argv[1]), Annotator(id="b0b0b0b0-0000-4000-8000-000000000002", name="Boris"))
print("held", flush=True)
sys.stdin.read()
"""


def names_in(folder):
    return [path.name for path in folder.iterdir()]


def test_a_new_project_is_empty_sound_and_known_to_other_programs_by_its_header(tmp_path, strange):
    with ProjectFile.create(tmp_path / "new.annotator") as made:
        assert made.writable
        assert verify(made) == []
    assert strange(tmp_path / "new.annotator").run("PRAGMA application_id", "PRAGMA user_version") == [
        (APPLICATION_ID,), (VERSION,)
    ]  # fmt: skip
    assert names_in(tmp_path) == ["new.annotator"]


def test_the_schema_is_the_one_whose_digest_is_written_down(tmp_path):
    with ProjectFile.create(tmp_path / "new.annotator") as made:
        assert schema_digest(schema_objects(made.connection)) == SCHEMA_DIGEST


def test_nothing_is_made_where_something_is_already(tmp_path):
    there = tmp_path / "there.annotator"
    there.write_text("mine")
    with pytest.raises(UserError, match="exists already"):
        ProjectFile.create(there)
    assert there.read_text() == "mine"
    with pytest.raises(UserError, match="does not exist"):
        ProjectFile.create(tmp_path / "no" / "folder.annotator")


def test_a_project_lives_at_the_name_with_its_suffix(tmp_path, ana):
    with Project.create(tmp_path / "ferry", ana) as made:
        assert made.path.name == "ferry.annotator"
        assert made.name == "ferry"


@pytest.mark.parametrize("name", ["ferry ?mode=memory#%20.annotator", "الموجة 🚢.annotator", "a" * 200 + ".annotator"])
def test_odd_names_are_names(tmp_path, name, new_desk):
    with new_desk(tmp_path / name) as desk:
        desk.tag("claim", "ready")
    with new_desk(tmp_path / name, text=None) as desk:
        assert len(desk.project.documents()) == 1
    assert names_in(tmp_path) == [name]


@pytest.mark.skipif(sys.platform != "linux", reason="only here a name may be no text")
def test_a_name_that_is_no_text_is_a_name(tmp_path, new_desk):
    name = os.fsdecode(b"caf\xe9.annotator")
    with new_desk(tmp_path / name) as desk:
        article = tmp_path / os.fsdecode(b"\xff.txt")
        article.write_text("The union said so.")
        assert importing.import_files(desk.project, [article]).report.documents == 1
    with new_desk(tmp_path / name, text=None) as desk:
        assert desk.project.verify() == []


def test_a_name_too_long_for_the_disk_is_refused_in_words(tmp_path):
    for attempt in (ProjectFile.create, ProjectFile.open):
        with pytest.raises(UserError):
            attempt(tmp_path / ("a" * 300 + ".annotator"))


def test_the_second_to_open_a_project_is_told_who_has_it_and_may_read(desk, boris):
    desk.tag("claim", "ready")
    with Project.open(desk.project.path, boris) as second:
        assert not second.writable
        assert "Ana" in second.why_read_only
        assert "this computer" in second.why_read_only
        assert str(os.getpid()) in second.why_read_only
        article = second.read(desk.id)
        with pytest.raises(ReadOnly, match="Ana"):
            annotating.tag(second, article, [desk.span("Sarn")], "source")
        before = second.file.version()
        desk.tag("source", "Sarn")
        assert second.file.version() != before
        assert len(second.read(desk.id).annotations) == 2
    desk.tag("cue", "said")


def test_another_program_that_holds_a_project_is_named_and_its_lock_ends_with_it(tmp_path, new_desk, ana):
    path = tmp_path / "work.annotator"
    new_desk(path).project.close()
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        try:
            assert holder.stdout.readline() == "held\n"
            with Project.open(path, ana) as second:
                assert "Boris" in second.why_read_only
                assert str(holder.pid) in second.why_read_only
        finally:
            holder.kill()
    with Project.open(path, ana) as third:
        assert third.writable


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_link_to_a_project_is_the_same_project(desk, ana, tmp_path):
    (tmp_path / "other").mkdir()
    link = tmp_path / "other" / "link.annotator"
    link.symlink_to(desk.project.path)
    with Project.open(link, ana) as second:
        assert not second.writable


def test_what_an_older_program_left_as_a_lock_is_no_lock(tmp_path, new_desk):
    (tmp_path / ".work.annotator.lock").write_text("{half")
    with new_desk(tmp_path / "work.annotator") as desk:
        assert desk.project.writable
    assert not (tmp_path / ".work.annotator.lock").exists()


def test_a_lock_says_who_took_it_and_is_free_after_its_release(tmp_path):
    from annotator.storage.lock import WriteLock

    one, other = WriteLock(tmp_path / "p.annotator"), WriteLock(tmp_path / "p.annotator")
    one.take("Ana")
    assert other.holder().annotator == "Ana"
    with pytest.raises(ProjectLocked, match="Ana"):
        other.take("Boris")
    one.release()
    assert other.holder() is None
    other.take("Boris")
    other.release()
    other.release()


def test_a_write_outside_an_operation_raises(desk):
    connection = desk.project.file.connection
    desk.tag("claim", "ready")
    for statement in ("DELETE FROM revision", "UPDATE annotation SET tag = 'x'", "CREATE TABLE mine(a)"):
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            connection.execute(statement)
    with pytest.raises(ZeroDivisionError), desk.project.recording("Fail"):
        _ = 1 / 0
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        connection.execute("DELETE FROM revision")


def test_an_operation_that_fails_leaves_no_trace(desk, state_of):
    before = desk.export(), state_of(desk.project), desk.project.file.path.read_bytes()

    def half():
        with desk.project.recording("Half") as recording:
            recording.operation.put(Tag(id="11111111-2222-4333-8444-555555555555", slug="rumour"))
            recording.operation.add_text("ab" * 32, "text")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half()
    assert (desk.export(), state_of(desk.project)) == before[:2]
    desk.tag("claim", "ready")
    assert desk.project.verify() == []


def test_an_action_that_changes_nothing_records_nothing(desk):
    claim = desk.tag("claim", "ready")
    before = desk.project.file.path.read_bytes()
    assert not annotating.set_note(desk.project, desk.article, claim.id, "  ")
    assert not annotating.retag(desk.project, desk.article, claim.id, "claim")
    assert desk.tag("claim", "ready") == claim
    assert desk.project.file.path.read_bytes() == before


def test_a_project_is_one_complete_file_after_every_action(desk, tmp_path, new_desk):
    for number, words in enumerate(("ready", "Sarn", "union", "resigned")):
        desk.tag("claim", words)
        copy = tmp_path / f"copy{number}.annotator"
        copy.write_bytes(desk.project.path.read_bytes())
        with new_desk(copy, text=None) as other:
            other.id = desk.id
            assert len(other.article.annotations) == number + 1
            assert other.project.verify() == []


def test_a_file_that_another_program_made_wal_is_one_complete_file_again(tmp_path, new_desk, strange):
    path = tmp_path / "work.annotator"
    new_desk(path).project.close()
    assert strange(path).run("PRAGMA journal_mode=WAL") == [("wal",)]
    with new_desk(path) as desk:
        desk.tag("claim", "ready")
        (tmp_path / "copy.annotator").write_bytes(path.read_bytes())
        with new_desk(tmp_path / "copy.annotator", text=None) as other:
            assert len(other.project.read(desk.id).annotations) == 1


def test_a_copy_is_complete_and_never_written_over_another_file(desk, tmp_path, new_desk):
    desk.tag("claim", "ready")
    desk.project.copy_to(tmp_path / "copy")
    with new_desk(tmp_path / "copy.annotator", text=None) as copy:
        assert copy.project.writable
        assert copy.project.verify() == []
        assert copy.export() == desk.export()
    with pytest.raises(UserError, match="exists already"):
        desk.project.copy_to(tmp_path / "copy.annotator")
    with pytest.raises(UserError):
        desk.project.copy_to(tmp_path / "no" / "folder")
    desk.tag("source", "Sarn")
    with pytest.raises(sqlite3.OperationalError):
        desk.project.file.connection.execute("ATTACH ':memory:' AS other")


def test_a_newer_file_is_opened_for_reading_and_says_which_version_it_is(desk, strange, new_desk):
    claim = desk.tag("claim", "ready")
    path = desk.project.path
    desk.project.close()
    strange(path).run(f"PRAGMA user_version={VERSION + 6}")
    before = path.read_bytes()
    with new_desk(path, text=None) as newer:
        newer.id = desk.id
        assert f"version {VERSION + 6}" in newer.project.why_read_only
        assert claim.id in newer.article.annotations
        with pytest.raises(ReadOnly):
            newer.tag("source", "Sarn")
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "addition",
    [
        "CREATE TABLE extra(a)",
        "CREATE VIEW extra AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i FROM n) SELECT * FROM n",
        "CREATE TRIGGER extra AFTER INSERT ON annotation BEGIN DELETE FROM revision; END",
        "CREATE TRIGGER extra AFTER INSERT ON _sqlite_migrations BEGIN DELETE FROM revision; END",
        "CREATE INDEX extra ON annotation(note)",
        "ALTER TABLE annotation ADD COLUMN extra TEXT",
        "ALTER TABLE annotation ADD COLUMN extra TEXT AS (upper(note))",
        "DROP VIEW history",
    ],
)
def test_a_schema_that_is_not_ours_is_opened_for_reading_only(desk, strange, new_desk, addition):
    claim = desk.tag("claim", "ready")
    path = desk.project.path
    desk.project.close()
    strange(path).run(addition)
    before = path.read_bytes()
    with new_desk(path, text=None) as other:
        other.id = desk.id
        assert "did not make" in other.project.why_read_only
        assert claim.id in other.article.annotations
        assert any("schema" in trouble.what for trouble in other.project.verify())
    assert path.read_bytes() == before


ENDLESS = (
    "AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n) SELECT i AS key, i AS document, i AS id FROM n"
)


@pytest.mark.parametrize("table", ["annotation", "span", "state", "document_info", "alias", "rating", "setting"])
@pytest.mark.parametrize("read_only", [True, False])
def test_a_view_in_the_place_of_a_table_is_refused_before_it_is_asked(tmp_path, strange, table, read_only):
    path = tmp_path / "work.annotator"
    ProjectFile.create(path).close()
    strange(path).run(
        "PRAGMA legacy_alter_table=ON", f"ALTER TABLE {table} RENAME TO was", f"CREATE VIEW {table} {ENDLESS}"
    )
    before = path.read_bytes()
    with pytest.raises(NotAProject, match=f"no table “{table}”"):
        ProjectFile.open(path, read_only=read_only)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "is empty"),
        (b"The ferry sailed.", "not an Annotator project"),
        (b"SQLite format 3\x00" + bytes(20), "not an Annotator project"),
        (b"SQLite format 3\x00" + bytes(200), "another program"),
    ],
)
def test_what_is_no_project_is_refused_in_words_and_left_as_it_is(tmp_path, content, why):
    path = tmp_path / "what.annotator"
    path.write_bytes(content)
    with pytest.raises(NotAProject, match=why):
        ProjectFile.open(path)
    assert path.read_bytes() == content
    assert names_in(tmp_path) == ["what.annotator"]


def test_the_database_of_another_program_is_not_a_project(tmp_path, strange):
    path = tmp_path / "photos.annotator"
    strange(path).run("CREATE TABLE photo(a)")
    with pytest.raises(NotAProject, match="another program"):
        ProjectFile.open(path)
    strange(path).run(f"PRAGMA application_id={APPLICATION_ID}")
    before = path.read_bytes()
    for read_only in (True, False):
        with pytest.raises(NotAProject, match="lacks what a project has"):
            ProjectFile.open(path, read_only=read_only)
    assert path.read_bytes() == before


def test_a_folder_and_nothing_are_no_projects(tmp_path):
    (tmp_path / "folder.annotator").mkdir()
    with pytest.raises(NotAProject, match="folder"):
        ProjectFile.open(tmp_path / "folder.annotator")
    with pytest.raises(UserError, match="does not exist"):
        ProjectFile.open(tmp_path / "nothing.annotator")
    assert names_in(tmp_path) == ["folder.annotator"]


def test_a_truncated_file_is_refused_or_read_and_never_changed(desk, new_desk, tmp_path):
    desk.tag("claim", "ready")
    whole = desk.project.path.read_bytes()
    cuts = [1, 50, 99, 100, 101, 4095, 4096, 4097, 8192, len(whole) // 2, len(whole) - 4096, len(whole) - 1]
    for cut in cuts:
        path = tmp_path / f"cut{cut}.annotator"
        path.write_bytes(whole[:cut])
        try:
            with new_desk(path, text=None) as damaged:
                as_it_was = len(whole) - cut < 4096 and not any(whole[cut:])  # read as zeros, which they were
                assert bool(damaged.project.why_read_only) != as_it_was
                assert bool(damaged.project.verify()) != as_it_was
        except UserError:
            pass
        assert path.read_bytes() == whole[:cut], cut


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write anything")
def test_a_file_that_may_not_be_written_to_is_read(desk, new_desk):
    path = desk.project.path
    desk.project.close()
    path.chmod(stat.S_IREAD)
    with new_desk(path, text=None) as other:
        assert "may not be written to" in other.project.why_read_only


@pytest.mark.skipif(os.name == "nt", reason="an open file cannot be removed there")
def test_a_file_deleted_while_it_is_open_is_told_of_at_the_next_action(desk):
    article, span = desk.article, desk.span("ready")
    desk.project.path.unlink()
    with pytest.raises(UserError, match="moved or deleted"):
        annotating.tag(desk.project, article, [span], "claim")


@pytest.mark.skipif(os.name == "nt", reason="an open file cannot be moved there")
def test_a_file_moved_while_it_is_open_takes_nothing_more(desk, new_desk, tmp_path):
    article, span = desk.article, desk.span("ready")
    desk.project.path.rename(tmp_path / "moved.annotator")
    with pytest.raises(UserError, match="moved or deleted"):
        annotating.tag(desk.project, article, [span], "claim")
    with new_desk(tmp_path / "moved.annotator", text=None) as moved:
        assert moved.project.verify() == []


def test_the_views_say_in_words_what_the_tables_hold(desk, strange):
    claim = desk.tag("claim", "ready")
    ship = desk.tag("source", "🚢 of Sarn")
    link = desk.link([claim], [ship])
    shown = strange(desk.project.path)
    rows = shown.run("SELECT id, annotator, tag, words FROM annotations ORDER BY tag")
    assert rows == [(claim.id, "Ana", "claim", "ready"), (ship.id, "Ana", "source", "🚢 of Sarn")]
    assert shown.run("SELECT id, document FROM attributions") == [(link.id, desk.id)]
    assert shown.run("SELECT attribution, role, annotation FROM attribution_members ORDER BY role") == [
        (link.id, "contents", claim.id), (link.id, "sources", ship.id)
    ]  # fmt: skip
    assert shown.run("SELECT id, title FROM documents") == [(desk.id, "Ferry strike “off for now”")]
    assert {row[0] for row in shown.run("SELECT title FROM history")} >= {"Tag claim", "Link to a source"}


def test_a_project_of_an_older_version_is_opened_and_exports_what_it_did_then(tmp_path, data_folder, new_desk):
    olds = sorted((data_folder / "old_versions").glob("version-*.annotator"))
    assert [int(old.stem.removeprefix("version-")) for old in olds] == list(range(1, VERSION + 1))
    for old in olds:
        path = tmp_path / old.name
        path.write_bytes(old.read_bytes())
        with new_desk(path, text=None) as desk:
            assert desk.project.writable
            assert desk.project.verify() == []
            assert desk.export() == old.with_suffix(".jsonl").read_bytes()


def test_sequences_grow_by_one_from_the_greatest_in_the_file(desk, strange):
    desk.tag("claim", "ready")
    desk.tag("source", "Sarn")
    found = [s for (s,) in strange(desk.project.path).run("SELECT sequence FROM revision ORDER BY key")]
    assert all(b == a + 1 for a, b in pairwise(found))
