"""A journal that a stranger put beside a project cannot have SQLite delete another file."""

import os
import struct

import pytest

from annotator import cli
from annotator.model.errors import UserError
from annotator.services import merging
from annotator.services.project import Project
from annotator.storage import backups
from annotator.storage.salvage import salvage

MAGIC = bytes.fromhex("d9d505f920a163d7")


def lay_journal(project, victim):
    """A hot journal as several databases that are written to together have one, naming `victim`."""
    data = project.read_bytes()
    size = int.from_bytes(data[16:18], "big")
    header = (MAGIC + struct.pack(">5I", 0, 12345, len(data) // size, 512, size)).ljust(512, b"\0")
    name = os.fsencode(victim)
    total = sum(byte - 256 * (byte > 127) for byte in name) & 0xFFFFFFFF
    page = 0x40000000 // size + 1
    journal = project.with_name(f"{project.name}-journal")
    journal.write_bytes(header + struct.pack(">I", page) + name + struct.pack(">2I", len(name), total) + MAGIC)
    return journal


@pytest.fixture
def victim(tmp_path):
    path = tmp_path / "victim.txt"
    path.write_text("my notes")
    return path


@pytest.fixture
def sent(desk, new_desk, tmp_path, victim):
    """A project with such a journal, from elsewhere."""
    with new_desk(tmp_path / "sent.annotator", text="Another text.") as other:
        path = other.project.path
    lay_journal(path, victim)
    return path


WAYS = {
    "opening": lambda sent, desk: Project.open(sent, None).close(),
    "reading": lambda sent, desk: Project.open(sent, None, read_only=True).close(),
    "merging": lambda sent, desk: merging.merge(desk.project, [sent]),
    "previewing": lambda sent, desk: merging.preview(desk.project, [sent]),
    "backup": lambda sent, desk: backups.copy(sent, sent.parent / "backups"),
}


@pytest.mark.parametrize("way", WAYS)
def test_it_is_refused_and_the_file_it_names_stays(sent, desk, victim, way):
    before = sent.read_bytes()
    with pytest.raises(UserError, match="would have another file deleted") as refused:
        WAYS[way](sent, desk)
    assert "Move sent.annotator-journal elsewhere" in str(refused.value)
    assert victim.read_text() == "my notes"
    assert sent.read_bytes() == before
    assert sent.with_name("sent.annotator-journal").exists()


@pytest.mark.parametrize("command", ["documents", "verify", "backup"])
def test_commands_refuse_it(sent, victim, capsys, command):
    assert cli.run([command, str(sent)]) != 0
    assert "would have another file deleted" in capsys.readouterr().err
    assert victim.exists()


def test_salvage_does_not_look_at_it(sent, victim, tmp_path):
    salvage(sent, tmp_path / "out.annotator")
    assert victim.exists()


def test_with_the_journal_moved_away_the_project_opens(sent, victim):
    sent.with_name("sent.annotator-journal").rename(sent.with_name("aside"))
    with Project.open(sent, None) as project:
        assert len(project.documents()) == 1
    assert victim.exists()
