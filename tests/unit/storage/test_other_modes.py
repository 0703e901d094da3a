"""Files that another program left in write-ahead mode, in which a project is more than one file."""

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

from annotator.model.errors import UserError
from annotator.services import backing_up
from annotator.services.project import Project, backup_folder
from annotator.storage.project_file import ProjectFile


def write_ahead(path):
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA journal_mode=WAL").fetchone() == ("wal",)


@pytest.fixture
def closed(new_desk, tmp_path):
    """A closed project in a folder of its own, in write-ahead mode."""
    path = tmp_path / "folder" / "work.annotator"
    path.parent.mkdir()
    with new_desk(path) as desk:
        desk.tag("claim", "ready")
    write_ahead(path)
    return path


@pytest.mark.parametrize("command", [["verify"], ["documents"], ["history"], ["backup"], ["search", "port"]])
def test_a_command_that_reads_leaves_nothing_beside_the_file(closed, command):
    before = closed.read_bytes()
    ask = [sys.executable, "-m", "annotator", command[0], closed, *command[1:]]
    done = subprocess.run(ask, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert list(closed.parent.iterdir()) == [closed]
    assert closed.read_bytes() == before
    folder = backup_folder(closed)
    assert [p.suffix for p in folder.glob("*") if p.suffix not in (".annotator", ".txt")] == []


def test_a_backup_of_such_a_file_is_proven_and_can_be_looked_at(closed, ana):
    made = backing_up.make(closed).backup
    assert made.verified
    with backing_up.look_at(made, ana) as project:
        assert project.documents()[0].counts == {"claim": 1}
    assert [p.suffix for p in made.path.parent.iterdir() if "-wal" in p.name or "-shm" in p.name] == []


def test_what_stands_in_the_second_file_is_read_too(closed, ana):
    kept = closed.parent.parent / "kept"
    with closing(sqlite3.connect(closed)) as connection:
        connection.execute("UPDATE document_info SET title = 'Another title'")
        connection.commit()
        shutil.copytree(closed.parent, kept)  # as a program that is killed leaves it
    path = kept / closed.name
    assert path.with_name("work.annotator-wal").stat().st_size
    with Project.open(path, ana, read_only=True) as project:
        assert project.documents()[0].title == "Another title"
    assert list(kept.iterdir()) == [path]


def test_where_nothing_may_be_written_it_is_read_as_it_is_or_refused_in_words(closed, monkeypatch, ana):
    monkeypatch.setattr(os, "access", lambda *_: False)
    with Project.open(closed, ana, read_only=True) as project:
        assert project.documents()[0].counts == {"claim": 1}
        with project.apart() as own:
            assert own.documents() == project.documents()
    assert list(closed.parent.iterdir()) == [closed]
    closed.with_name("work.annotator-wal").write_bytes(b"x" * 32)
    with pytest.raises(UserError, match=r"left a part of work.annotator in work.annotator-wal"):
        Project.open(closed, ana, read_only=True)


def test_a_writer_makes_one_file_of_it_again_also_when_that_happens_while_it_is_open(closed, ana, new_desk):
    with new_desk(closed, text=None) as desk:
        desk.id = desk.project.documents()[0].id
        desk.tag("source", "Sarn")
        write_ahead(closed)
        desk.tag("source", "union")
        assert [p.name for p in closed.parent.iterdir() if "-wal" in p.name or "-shm" in p.name] == []
        copy = closed.with_name("copy.annotator")
        copy.write_bytes(closed.read_bytes())
    with ProjectFile.open(copy, read_only=True) as file:
        assert file.connection.execute("SELECT count(*) FROM annotation").fetchone() == (3,)
        assert not file.ahead
