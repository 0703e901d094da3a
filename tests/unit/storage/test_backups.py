"""Backups: exact, proven, as many as are worth keeping, and put back without losing what was there."""

import sqlite3
import subprocess
import sys
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from annotator.model.errors import UserError
from annotator.services import backing_up
from annotator.services.project import Project, backup_folder
from annotator.storage import backups
from annotator.storage.faults import blaming
from annotator.storage.lock import WriteLock

KILLED = """
import os, pathlib, signal, sys
from annotator.storage import backups
backups._digest = lambda path: os.kill(os.getpid(), signal.SIGKILL) if os.name != "nt" else os._exit(9)
try:
    backups.copy(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
finally:
    os._exit(9)
"""
NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


def flip(path, at=-2000):
    raw = bytearray(path.read_bytes())
    raw[at] ^= 1
    path.write_bytes(raw)


@pytest.fixture
def made(tmp_path, new_desk):
    """A project that is closed, and what makes a proven backup of it at some time."""
    desk = new_desk(tmp_path / "work.annotator")
    count = 0

    def make(at):
        nonlocal count
        count += 1
        desk.tag("claim", "ready", nth=0) if count == 1 else desk.add(f"Article {count}, they said.")
        copied = backups.copy(desk.project.path, backup_folder(desk.project.path), at=at)
        return backups.prove(copied)[0]

    yield desk, make
    desk.project.close()


def times(path):
    return [one.at for one in backing_up.found(path)]


def test_a_backup_is_exact_proven_and_lies_apart_from_the_project(desk, tmp_path, settings_folder, state_of):
    desk.tag("claim", "ready")
    done = backing_up.make(desk.project.path)
    assert done.new
    assert done.troubles == ()
    assert settings_folder in done.backup.path.parents
    with backing_up.look_at(done.backup, None) as copy:
        assert state_of(copy) == state_of(desk.project)
        assert not copy.writable
    assert [p.name for p in tmp_path.iterdir() if "lock" not in p.name] == ["work.annotator"]


def test_nothing_is_copied_again_while_nothing_changes(desk):
    first = backing_up.make(desk.project.path)
    second = backing_up.make(desk.project.path)
    assert (second.new, second.backup) == (False, first.backup)
    desk.tag("claim", "ready")
    assert backing_up.make(desk.project.path).new
    assert len(backing_up.found(desk.project.path)) == 2


def test_a_damaged_project_gets_no_backup_and_is_told_of(desk, strange):
    good = backing_up.make(desk.project.path).backup
    strange(desk.project.path).run("UPDATE document SET text = text || '!'")
    done = backing_up.make(desk.project.path)
    assert done.backup is None
    assert any(trouble.document == desk.id for trouble in done.troubles)
    assert backing_up.found(desk.project.path) == [good]


def test_the_last_ten_fourteen_days_and_eight_weeks_are_kept(made):
    desk, make = made
    for day in range(120, 0, -1):
        make(NOON - timedelta(days=day))
    for minute in range(15):
        make(NOON + timedelta(minutes=minute))
    backups.rotate(backup_folder(desk.project.path))
    kept = times(desk.project.path)
    assert kept[:10] == [NOON + timedelta(minutes=m) for m in range(14, 4, -1)]
    assert {NOON.date() - timedelta(days=d) for d in range(1, 14)} <= {at.date() for at in kept}
    assert len({at.isocalendar()[:2] for at in kept}) == 8
    assert len(kept) == 10 + 13 + 8 - len({at.isocalendar()[:2] for at in kept if NOON - at < timedelta(days=14)})


def test_before_an_older_one_goes_those_that_stay_are_looked_at(made):
    desk, make = made
    for hour in range(12):
        make(NOON + timedelta(hours=hour / 60))
    found = backing_up.found(desk.project.path)
    for one in found[:9]:
        flip(one.path)
    backups.rotate(backup_folder(desk.project.path))
    assert times(desk.project.path) == [one.at for one in found[9:]]
    assert all(one.sound() for one in backing_up.found(desk.project.path))
    assert len(list(backup_folder(desk.project.path).glob("*.damaged"))) == 9


def test_a_copy_before_something_sweeping_is_proven_later(desk):
    desk.tag("claim", "ready")
    before = backing_up.copy_before(desk.project, "import")
    assert (before.reason, before.verified) == ("import", False)
    assert desk.project.writable
    desk.tag("claim", "Sarn")
    backing_up.make(desk.project.path)
    assert [one.verified for one in backing_up.found(desk.project.path)] == [True, True]


def test_restored_a_project_is_as_it_was_and_what_was_there_is_kept(desk, ana, state_of):
    desk.tag("claim", "ready")
    then = state_of(desk.project)
    backup = backing_up.make(desk.project.path).backup
    desk.tag("claim", "Sarn")
    later = state_of(desk.project)
    path = desk.project.path
    with pytest.raises(UserError, match="Ana"):
        backing_up.restore(path, backup, None)
    desk.project.close()
    aside = backing_up.restore(path, backup, ana)
    with Project.open(path, ana) as project:
        assert state_of(project) == then
        assert project.verify() == []
    with Project.open(aside, ana) as project:
        assert state_of(project) == later
    desk.project = Project.open(path, ana)


def test_a_project_that_is_gone_or_ruined_is_restored_all_the_same(desk, ana):
    backup = backing_up.make(desk.project.path).backup
    path = desk.project.path
    desk.project.close()
    path.write_bytes(b"ruined")
    assert backing_up.restore(path, backup, ana).read_bytes() == b"ruined"
    path.unlink()
    assert backing_up.restore(path, backup, ana) is None
    desk.project = Project.open(path, ana)
    assert desk.project.verify() == []


def test_a_backup_that_went_bad_is_not_restored(desk, ana):
    backup = backing_up.make(desk.project.path).backup
    flip(backup.path)
    path, before = desk.project.path, desk.project.path.read_bytes()
    desk.project.close()
    with pytest.raises(UserError, match="not what was copied"):
        backing_up.restore(path, backup, ana)
    assert path.read_bytes() == before
    backup.path.unlink()
    with pytest.raises(UserError, match="no longer there"):
        backing_up.restore(path, backup, ana)
    desk.project = Project.open(path, ana)


def test_when_there_is_no_room_that_is_said(desk, settings_folder):
    (settings_folder / "backups").write_text("in the way")
    with pytest.raises(UserError, match="cannot be made"):
        backing_up.make(desk.project.path)


def test_other_files_in_the_folder_are_left_alone(desk):
    backing_up.make(desk.project.path)
    mine = backup_folder(desk.project.path) / "mine.annotator"
    mine.write_text("mine")
    backups.rotate(mine.parent)
    assert mine.read_text() == "mine"
    assert len(backing_up.found(desk.project.path)) == 1


def test_what_killed_backups_left_is_cleared_away_and_what_others_are_making_is_not(desk):
    folder = backup_folder(desk.project.path)
    folder.mkdir(parents=True)
    left = [folder / "123.part", folder / "124-abcdef00.part", folder / "124-abcdef00.part-journal",
            folder / ".124-abcdef00.part.lock", folder / ".99-abcdef00.part.lock"]  # fmt: skip
    for path in left:
        path.write_bytes(b"half")
    under_way = folder / "125-abcdef00.part"
    under_way.write_bytes(b"half")
    lock = WriteLock(under_way)
    lock.take("")
    other = folder / "notes.txt"
    other.write_text("mine")
    made = backing_up.copy_before(desk.project, "import")
    assert made.path.exists()
    assert [path for path in left if path.exists()] == []
    assert {path.name for path in folder.iterdir()} == {
        made.path.name, "project.txt", under_way.name, lock.path.name, "notes.txt",
    }  # fmt: skip
    lock.release()
    backing_up.copy_before(desk.project, "import")
    assert not under_way.exists()


def test_a_backup_that_is_killed_leaves_nothing_behind_the_next_one(tmp_path, new_desk):
    with new_desk(tmp_path / "work.annotator") as desk:
        path = desk.project.path
    folder = backup_folder(path)
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, path, folder], cwd=Path(__file__).parents[3], capture_output=True, check=False
    )
    assert killed.returncode in (9, -9), killed.stderr
    assert list(folder.glob("*.part"))
    backing_up.make(path)
    assert sorted(p.suffix for p in folder.iterdir()) == [".annotator", ".txt"]


def test_where_a_backup_has_no_room_that_is_said_of_its_place_and_not_of_the_project(desk, small_disk):
    folder = small_disk / "backups"
    folder.mkdir()
    with (small_disk / "stuffing").open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(b"x" * 4096)
    with pytest.raises(UserError) as refused:
        backups.copy(desk.project.path, folder)
    assert refused.value.sentence == "A backup of work.annotator cannot be made: No space left on device."
    assert refused.value.next_step == f"Make room for it in {folder}."
    with pytest.raises(UserError) as refused:
        desk.project.copy_to(small_disk / "copy.annotator")
    assert refused.value.sentence == f"{small_disk / 'copy.annotator'} cannot be written: No space left on device."
    assert "Choose another folder" in refused.value.next_step
    assert sorted(p.name for p in small_disk.iterdir()) == ["backups", "stuffing"]
    desk.tag("claim", "ready")


def test_where_a_backup_may_not_be_written_that_is_said_of_its_place(desk, tmp_path):
    (tmp_path / "backups").write_text("in the way")
    with pytest.raises(UserError, match=r"backups may be written to") as refused:
        backups.copy(desk.project.path, tmp_path / "backups")
    assert "Make room" not in str(refused.value)


@pytest.mark.parametrize(
    ("code", "blamed"),
    [
        (sqlite3.SQLITE_FULL, True), (sqlite3.SQLITE_IOERR_WRITE, True), (sqlite3.SQLITE_CANTOPEN, True),
        (sqlite3.SQLITE_IOERR_READ, False), (sqlite3.SQLITE_CORRUPT, False), (sqlite3.SQLITE_BUSY, False),
    ],
)  # fmt: skip
def test_only_what_writing_meets_is_the_copys_fault(tmp_path, code, blamed):
    error = sqlite3.OperationalError("something")
    error.sqlite_errorcode = code
    with pytest.raises(OSError if blamed else sqlite3.OperationalError), blaming(tmp_path / "copy"):
        raise error
