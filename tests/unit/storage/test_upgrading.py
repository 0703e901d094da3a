"""A project of an older version: copied, then brought up to date wholly or not at all."""

import subprocess
import sys

import pytest

from annotator.model.errors import NotAProject, UserError
from annotator.services import backing_up
from annotator.services.project import Project
from annotator.storage import header, migrations, opening

NOW = header.VERSION
NEXT = """
import sys, time, pathlib
from annotator.services.project import Project
from annotator.storage import header, migrations, opening

def step(db):
    db.execute("CREATE TABLE extra (key INTEGER PRIMARY KEY, what TEXT) STRICT")
    db.execute("ALTER TABLE tag ADD COLUMN icon TEXT")
    print("half", flush=True)
    sys.stdin.read()

for module in (header, migrations, opening):
    module.VERSION = header.VERSION + 1 if module is header else header.VERSION
migrations.STEPS = (*migrations.STEPS, ("999_next", step))
Project.open(pathlib.Path(sys.argv[1]), None)
"""


@pytest.fixture
def next_version(monkeypatch):
    """A program of the next version, whose files have one more table."""

    def step(db):
        db.execute("CREATE TABLE extra (key INTEGER PRIMARY KEY, what TEXT) STRICT")
        db.execute("INSERT INTO extra(what) SELECT title FROM operation")

    def install(step=step):
        for module in (header, migrations, opening):
            monkeypatch.setattr(module, "VERSION", NOW + 1)
        monkeypatch.setattr(migrations, "STEPS", (*migrations.STEPS, ("999_next", step)))
        return step

    return install


def digest_of_schema(path, strange):
    rows = strange(path).run("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    return migrations.schema_digest({n: s for n, s in rows if "_sqlite_migrations" not in n and "idx__" not in n})


def test_it_is_copied_and_then_brought_up_to_date(desk, ana, next_version, strange, monkeypatch, state_of):
    claim = desk.tag("claim", "ready")
    path, before = desk.project.path, state_of(desk.project)
    desk.project.close()
    old = path.read_bytes()
    next_version()
    Project.open(path, ana).close()  # for reading: its schema is not the one this version knows
    monkeypatch.setattr(opening, "SCHEMA_DIGEST", digest_of_schema(path, strange))
    desk.project = Project.open(path, ana)
    assert desk.project.writable
    assert state_of(desk.project) == before
    assert claim.id in desk.article.annotations
    assert ("Tag claim",) in strange(path).run("SELECT what FROM extra")
    (copy,) = backing_up.found(path)
    assert copy.reason == "upgrade"
    monkeypatch.undo()
    assert header.read_header(copy.path).version == NOW
    assert old[96:] != b""


def test_when_it_fails_the_project_is_as_it_was_and_the_copy_is_named(desk, ana, next_version, monkeypatch):
    path = desk.project.path
    desk.project.close()
    before = path.read_bytes()

    def fails(db):
        db.execute("CREATE TABLE extra (key INTEGER PRIMARY KEY) STRICT")
        db.execute("DELETE FROM item")  # what refers to them points nowhere now

    next_version(fails)
    with pytest.raises(UserError, match="as it was") as refused:
        Project.open(path, ana)
    assert str(backing_up.found(path)[0].path) in refused.value.next_step
    assert path.read_bytes() == before
    monkeypatch.undo()
    desk.project = Project.open(path, ana)
    assert desk.project.verify() == []


def test_for_reading_only_it_is_refused_with_what_to_do(desk, next_version):
    next_version()
    with pytest.raises(NotAProject, match="older version"):
        Project.open(desk.project.path, None, read_only=True)


def test_killed_in_the_middle_it_is_the_old_project(desk, ana):
    desk.tag("claim", "ready")
    path = desk.project.path
    desk.project.close()
    before = path.read_bytes()
    with subprocess.Popen(
        [sys.executable, "-c", NEXT, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout.readline() == "half\n"
        child.kill()
    desk.project = Project.open(path, ana)
    assert desk.project.verify() == []
    assert desk.project.writable
    assert path.read_bytes() == before
