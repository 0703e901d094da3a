"""Disks that give up, media that cannot be written to, and places where files come to harm."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from annotator.model.errors import Hindrance, ReadOnly
from annotator.services import annotating, places
from annotator.services.project import Project

LIMITED = """
import os, pathlib, resource, signal, sys
from annotator.model.errors import UserError
from annotator.services import importing
from annotator.services.project import Project
from tests.conftest import ANA, STORY
from tests.reliability.runs import work

path = pathlib.Path(sys.argv[1])
document = work.new_project(path)
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
with Project.open(path, ANA) as project:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    actions = work.actions(project, document)
    saved = [next(actions) for _ in range(3)]
    resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size + int(sys.argv[2]), hard))
    refused = ""
    try:
        for _ in range(2000):
            saved.append(next(actions))
    except UserError as error:
        refused = str(error)
    shown = project.read(document)
    fresh = [project.verify(), sorted(shown.annotations) == sorted(project.read(document).annotations)]
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    actions = work.actions(project, document, 500)
    later = next(actions)
    there = work.recorded(project)
print(refused)
print(set(saved) <= there, later in there, fresh, len(saved))
"""


@pytest.fixture
def read_only_disk(tmp_path):
    """Makes a disk of its own read only; only root can."""
    if os.name == "nt" or os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("needs the right to mount")
    place = tmp_path / "disk"
    place.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "tmpfs", place], capture_output=True, check=False).returncode:
        pytest.skip("needs the right to mount")

    def lock():
        subprocess.run(["mount", "-o", "remount,ro", place], check=True)
        return place

    yield place, lock
    subprocess.run(["umount", "-l", place], check=True)


def test_a_medium_that_cannot_be_written_to_is_read_and_a_copy_can_be_worked_on(
    read_only_disk, new_desk, tmp_path, ana
):
    place, make_read_only = read_only_disk
    with new_desk(place / "work.annotator") as desk:
        desk.tag("claim", "ready")
        document = desk.id
    make_read_only()
    with Project.open(place / "work.annotator", ana) as project:
        assert project.read_only.hindrance is Hindrance.PLACE
        assert "may not be written to" in project.why_read_only
        article = project.read(document)
        assert project.verify() == []
        with pytest.raises(ReadOnly):
            annotating.set_state(project, article, "finished")
        project.copy_to(tmp_path / "copy")
    with Project.open(tmp_path / "copy.annotator", ana) as project:
        assert project.writable
        assert project.verify() == []


@pytest.mark.skipif(sys.platform == "win32", reason="no such limits there")
@pytest.mark.parametrize("room", [0, 4096, 40_000])
def test_where_writing_fails_nothing_acknowledged_is_lost_and_work_goes_on_afterwards(tmp_path, room):
    path = tmp_path / "work.annotator"
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, path, str(room)], capture_output=True, text=True, check=False,
        cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    refused, told = done.stdout.splitlines()
    assert "nothing was changed" in refused
    assert told.startswith("True True [[], True]")
    with Project.open(path, None) as project:
        assert project.writable
        assert project.verify() == []


def test_the_folders_of_cloud_services_are_known_by_their_names_and_marks(tmp_path):
    for name, owner in (("Dropbox", "Dropbox"), ("OneDrive - Some Company", "OneDrive"), ("Nextcloud", "Nextcloud")):
        assert places.unsafe(tmp_path / name / "deep" / "work.annotator") == f"a folder of {owner}"
    (tmp_path / ".stfolder").mkdir()
    assert places.unsafe(tmp_path / "work.annotator") == "a folder of Syncthing"


def test_network_shares_are_known_by_their_mounts():
    mounts = (
        "22 1 8:1 / / rw - ext4 /dev/sda1 rw\n"
        "30 22 0:40 / /mnt/team\\040share rw shared:1 - nfs4 server:/x rw\n"
        "31 30 0:41 / /mnt/team\\040share/here rw - tmpfs tmpfs rw\n"
    )
    assert places._kind_of_mount(mounts, Path("/mnt/team share/a/work.annotator")) == "nfs4"
    assert places._kind_of_mount(mounts, Path("/mnt/team share/here/work.annotator")) == "tmpfs"
    assert places._kind_of_mount(mounts, Path("/mnt/team sharewood/work.annotator")) == "ext4"
    assert places._kind_of_mount("nonsense\n", Path("/x")) == ""


def test_an_ordinary_folder_is_none_of_these(tmp_path):
    assert places.unsafe(tmp_path / "work.annotator") == ""
