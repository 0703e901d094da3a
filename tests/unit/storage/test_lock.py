"""One writer a project, whatever lies beside it and however it is called."""

import json
import os
import sys

import pytest

from annotator.model.errors import Hindrance, ProjectLocked
from annotator.services.project import Project
from annotator.storage.lock import WriteLock

needs_links = pytest.mark.skipif(sys.platform == "win32", reason="links need a right there")


@pytest.fixture
def closed(new_desk, tmp_path):
    """A project that is closed."""
    with new_desk(tmp_path / "work.annotator") as desk:
        desk.tag("claim", "ready")
    return tmp_path / "work.annotator"


@needs_links
@pytest.mark.parametrize("link", [os.symlink, os.link])
def test_a_lock_that_is_a_link_to_another_file_leaves_that_alone(closed, tmp_path, ana, link):
    other = tmp_path / "diary.txt"
    other.write_text("Dear diary")
    link(other, tmp_path / ".work.annotator.lock")
    with Project.open(closed, ana) as project:
        assert not project.writable
        assert "is a link or no file" in project.why_read_only
        assert not project.lock_is_free()
    assert other.read_text() == "Dear diary"
    assert other.exists()


@needs_links
def test_a_lock_that_is_a_pipe_keeps_nobody_waiting(closed, tmp_path, ana):
    os.mkfifo(tmp_path / ".work.annotator.lock")
    with Project.open(closed, ana) as project:
        assert "is a link or no file" in project.why_read_only
    assert WriteLock(closed).holder() is None


def test_a_folder_for_a_lock_is_told(closed, tmp_path, ana):
    (tmp_path / ".work.annotator.lock").mkdir()
    with Project.open(closed, ana) as project:
        assert not project.writable


@pytest.mark.parametrize("process", ["Infinity", "NaN", "1e999", '"x"', "null", "[]"])
def test_what_a_stranger_wrote_into_a_lock_is_taken_for_nobodys(closed, tmp_path, ana, process):
    lock = tmp_path / ".work.annotator.lock"
    lock.write_text(f'{{"annotator": "A", "host": "h", "process": {process}, "since": "now"}}')
    assert WriteLock(closed).holder() is None
    with Project.open(closed, ana) as project:
        assert project.writable


@needs_links
def test_a_project_with_two_names_is_written_to_under_neither(closed, tmp_path, ana):
    other = tmp_path / "elsewhere" / "other.annotator"
    other.parent.mkdir()
    os.link(closed, other)
    for path in (closed, other):
        with Project.open(path, ana) as project:
            assert project.read_only.hindrance is Hindrance.PLACE
            assert "hard link" in project.why_read_only
            assert project.documents()
    other.unlink()
    with Project.open(closed, ana) as project:
        assert project.writable


@needs_links
def test_a_second_name_that_is_a_symbolic_link_has_the_same_lock(closed, tmp_path, ana, boris):
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    (folder / "other.annotator").symlink_to(closed)
    with Project.open(folder / "other.annotator", ana) as first:
        assert first.writable
        with pytest.raises(ProjectLocked, match="Ana"):
            WriteLock(closed).take("Boris")
    assert list(folder.iterdir()) == [folder / "other.annotator"]


def test_names_that_differ_in_case_have_one_lock_where_they_are_one_file(closed, tmp_path, ana):
    if not (tmp_path / "WORK.annotator").exists():
        pytest.skip("names that differ in case are different files here")
    with Project.open(closed, ana), pytest.raises(ProjectLocked):
        WriteLock((tmp_path / "WORK.annotator").resolve()).take("Boris")


def test_the_holder_is_read_from_what_it_wrote(closed):
    lock = WriteLock(closed)
    lock.take("Ana")
    told = json.loads(lock.path.read_bytes())
    assert told["annotator"] == "Ana"
    assert WriteLock(closed).holder().annotator == "Ana"
    lock.release()
