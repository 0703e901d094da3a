"""A file that takes the place of another is on the disk before it does."""

import os

import pytest

from annotator.storage.replacing import replacing


@pytest.fixture
def calls(monkeypatch):
    """What is synced and renamed, in order; all of it really happens."""
    done, usual, moved = [], os.fsync, os.replace

    def fsync(handle):
        status = os.fstat(handle)
        done.append(("fsync", status.st_ino))
        usual(handle)

    def rename(source, target, **given):
        done.append(("replace", os.stat(source).st_ino))  # noqa: PTH116 - as it is called
        moved(source, target, **given)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(os, "replace", rename)
    return done


def test_it_is_synced_before_it_is_renamed_and_its_folder_after(tmp_path, calls):
    with replacing(tmp_path / "out.txt") as part:
        part.write_bytes(b"whole")
        number = part.stat().st_ino
    assert (tmp_path / "out.txt").read_bytes() == b"whole"
    folder = [] if os.name == "nt" else [("fsync", tmp_path.stat().st_ino)]
    assert calls == [("fsync", number), ("replace", number), *folder]


def test_left_by_an_exception_it_changes_nothing(tmp_path, calls):
    (tmp_path / "out.txt").write_bytes(b"before")

    def half():
        with replacing(tmp_path / "out.txt") as part:
            part.write_bytes(b"half")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half()
    assert (tmp_path / "out.txt").read_bytes() == b"before"
    assert [path.name for path in tmp_path.iterdir()] == ["out.txt"]
    assert calls == []
