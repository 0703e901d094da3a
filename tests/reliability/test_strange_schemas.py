"""Files of newer programs and of strangers: read where that is safe, and otherwise refused in words."""

import sqlite3
from contextlib import closing, suppress

import pytest

from annotator import cli
from annotator.model.errors import Hindrance, NotAProject, UserError
from annotator.services import backing_up, checking, history, listing, reporting
from annotator.services.project import Project
from annotator.storage.header import VERSION
from annotator.storage.migrations import tables

COLUMNS = [(table, column) for table, columns in tables().items() for column in columns]
READING = (
    lambda project: [project.read(row.id) for row in project.documents()], history.operations, history.undo_title,
    listing.sources, checking.check, reporting.html, Project.annotators, Project.entities, Project.verify,
)  # fmt: skip


@pytest.fixture
def whole(new_desk, tmp_path):
    """The bytes of a project in which something of every common kind stands."""
    with new_desk(tmp_path / "work.annotator") as desk:
        claim, source = desk.tag("claim", "ready"), desk.tag("source", "the harbour master")
        desk.link([claim], [source])
    return (tmp_path / "work.annotator").read_bytes()


def changed(path, raw, *statements, version=None):
    path.write_bytes(raw)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA foreign_keys=OFF")
        connection.execute("PRAGMA legacy_alter_table=ON")
        for (view,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'view'").fetchall():
            connection.execute(f"DROP VIEW {view}")
        for statement in statements:
            connection.execute(statement)
        if version is not None:
            connection.execute(f"PRAGMA user_version={version}")
    return path


def test_what_reading_relies_on_is_what_a_new_file_has(whole, tmp_path):
    (tmp_path / "t.annotator").write_bytes(whole)
    with closing(sqlite3.connect(tmp_path / "t.annotator")) as connection:
        there = {
            table: {
                name: (kind, bool(never_null))
                for name, kind, never_null in connection.execute(
                    'SELECT name, type, "notnull" FROM pragma_table_xinfo(?)', (table,)
                )
            }
            for (table,) in connection.execute("SELECT name FROM pragma_table_list WHERE strict").fetchall()
        }
    assert tables() == there


def read_all(path):
    """Reads in every way there is; only words are raised."""
    with Project.open(path, None) as project:
        assert not project.writable
        for read in READING:
            with suppress(UserError):
                read(project)


@pytest.mark.parametrize("version", [None, 7])
@pytest.mark.parametrize(("table", "column"), COLUMNS[::5])
def test_a_column_of_another_name_is_told_before_anything_is_read(whole, tmp_path, table, column, version):
    path = changed(tmp_path / "t.annotator", whole, f"ALTER TABLE {table} RENAME COLUMN {column} TO z", version=version)
    with pytest.raises(NotAProject) as refused:
        Project.open(path, None)
    if version:
        assert "made by a newer version of this program (file version 7" in refused.value.sentence
        assert refused.value.next_step == "Update Annotator."
    else:
        assert f"no column “{column}” of that kind in “{table}”" in refused.value.sentence
        assert refused.value.remedy == "file.salvage"


@pytest.mark.parametrize("table", sorted(tables()))
def test_a_table_that_takes_anything_is_not_read(whole, tmp_path, table):
    columns = ", ".join(tables()[table])
    path = changed(
        tmp_path / "t.annotator", whole, f"CREATE TABLE kept AS SELECT * FROM {table}", f"DROP TABLE {table}",
        f"CREATE TABLE {table} ({columns})", f"INSERT INTO {table} SELECT * FROM kept", "DROP TABLE kept",
        f"UPDATE {table} SET {columns.split(', ')[-1]} = 1.5",
    )  # fmt: skip
    with pytest.raises(NotAProject, match="takes anything"):
        Project.open(path, None)


def test_a_column_that_is_computed_is_not_read(whole, tmp_path):
    path = changed(
        tmp_path / "t.annotator", whole, "ALTER TABLE tag DROP COLUMN description",
        "ALTER TABLE tag ADD COLUMN description TEXT GENERATED ALWAYS AS (hex(zeroblob(100000000))) VIRTUAL",
    )  # fmt: skip
    with pytest.raises(NotAProject, match="description"):
        Project.open(path, None)


def test_more_columns_keep_nobody_from_reading(whole, tmp_path):
    for version, hindrance in ((None, Hindrance.STRANGE), (7, Hindrance.NEWER)):
        path = changed(tmp_path / "t.annotator", whole, "ALTER TABLE tag ADD COLUMN shade TEXT", version=version)
        with Project.open(path, None) as project:
            assert project.read_only.hindrance is hindrance
        read_all(path)


@pytest.mark.parametrize("command", ["documents", "history", "verify", "undo", "backup", "sources", "check"])
def test_each_command_says_that_a_newer_version_made_the_file_and_what_to_do(whole, tmp_path, capfd, command):
    path = changed(tmp_path / "t.annotator", whole, "ALTER TABLE tag ADD COLUMN shade TEXT", version=7)
    before = path.read_bytes()
    status = cli.run([command, str(path)])
    out, err = capfd.readouterr()
    assert f"made by a newer version of this program (file version 7, this program knows {VERSION})" in err
    assert "Update Annotator" in out + err or "Only that version can prove a backup" in err
    assert "salvage" not in out + err
    assert "damaged" not in out + err
    assert status in (0, 1, 2)
    assert path.read_bytes() == before
    assert backing_up.found(path) == []


def test_what_points_nowhere_is_not_left_out_of_an_export_without_a_word(whole, tmp_path, capfd):
    path = tmp_path / "t.annotator"
    path.write_bytes(whole)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("UPDATE document SET key = 77")  # what stands on it points nowhere
    status = cli.run(["export", str(path), "--format", "corpus", "--out", str(tmp_path / "out.jsonl")])
    assert status == 2
    assert "is damaged: a row of “" in capfd.readouterr().err
    assert not (tmp_path / "out.jsonl").exists()
    assert cli.run(["verify", str(path)]) == 1


def test_a_fault_ends_a_command_in_a_sentence_and_a_report(whole, tmp_path, capfd, settings_folder, monkeypatch):
    path = tmp_path / "t.annotator"
    path.write_bytes(whole)
    monkeypatch.setattr(Project, "documents", lambda _project: {}["words of the article"])
    assert cli.run(["documents", str(path)]) == 70
    out, err = capfd.readouterr()
    assert "something went wrong in the program; nothing half was recorded. A report" in err
    assert "Traceback" not in out + err
    (report,) = (settings_folder / "reports").glob("*.txt")
    assert "KeyError (what it said is left out)" in report.read_text()
    assert "words of the article" not in report.read_text().replace('{}["words of the article"]', "")
