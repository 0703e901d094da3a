"""Power cuts: every write of the program is recorded, and the disk is put together as it may be after a cut.

The program's own statements are replayed in a process with another SQLite library (apsw), whose file system layer tells
each write, truncation, sync and deletion. A cut keeps what was synced; of the rest nothing, everything, any part, or
torn sectors with garbage in them. The directory rules are those of SQLite's os_unix.c.
"""

import json
import os
import pickle
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from itertools import islice
from pathlib import Path
from typing import Any

from annotator.model.errors import UserError
from annotator.services.project import Project
from annotator.storage import connection
from annotator.storage.identifiers import packed
from tests.reliability.runs import work
from tests.reliability.runs.outcome import Outcome, Tell, silent

KEPT = ("nothing", "everything", "some", "torn")
ACTIONS = 120


def run(cases: int, folder: Path, *, seed: int = 1, tell: Tell = silent) -> Outcome:
    """Look at the disk after `cases` cuts, a quarter for each way a disk may lose what was not synced."""
    began = time.monotonic()
    base, script, document = _script(folder)
    figures: dict[str, Any] = {}
    ours = _cut(base, _recorded(folder, base, script, "EXTRA"), folder, cases, seed, document, tell)
    figures.update(ours)
    for weaker in ("FULL", "OFF"):
        lost = _cut(base, _recorded(folder, base, script, weaker), folder, max(40, cases // 20), seed, document, silent)
        figures[f"lost or damaged with synchronous={weaker}"] = lost["lost"] + lost["damaged"]
    return Outcome(
        "power cuts", ours["disks"], figures, zero=("lost", "damaged", "not sound"),
        above_zero=("acknowledged", "lost or damaged with synchronous=OFF"), seconds=time.monotonic() - began,
    )  # fmt: skip


def _script(folder: Path) -> tuple[Path, list[Any], str]:
    """A project, the statements of some actions on it, each followed by the id of the operation it acknowledged."""
    path, base = folder / "power.annotator", folder / "power-base.annotator"
    document = work.new_project(path)
    shutil.copyfile(path, base)
    script: list[Any] = []
    with Project.open(path, work.ANA) as project:
        own = project.file.connection
        own.set_trace_callback(script.append)
        for saved in islice(work.actions(project, document), ACTIONS):
            script.append(packed(saved))  # noqa: PERF401 - the statements come into it meanwhile
        own.set_trace_callback(None)
    path.unlink()
    return base, script, document


def _recorded(folder: Path, base: Path, script: list[Any], synchronous: str) -> list[tuple[Any, ...]]:
    """What a process does to the disk when it replays the statements with a setting of `synchronous`."""
    given, told = folder / "script.pickle", folder / "record.pickle"
    pragmas = [p if not p.startswith("synchronous") else f"synchronous={synchronous}" for p in connection._PRAGMAS]
    given.write_bytes(pickle.dumps((str(base), script, ["journal_mode=DELETE", *pragmas])))
    done = subprocess.run(
        [sys.executable, "-m", "tests.reliability.runs.recording", given, told], capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(done.stderr)
    record: list[tuple[Any, ...]] = pickle.loads(told.read_bytes())
    return record


def _cut(
    base: Path, record: list[tuple[Any, ...]], folder: Path, cases: int, seed: int, document: str, tell: Tell
) -> dict[str, int]:  # fmt: skip
    chance = random.Random(seed)
    figures = {"disks": 0, "acknowledged": 0, "lost": 0, "damaged": 0, "not sound": 0}
    for case in range(cases):
        files, acknowledged = disk_after(record, chance.randrange(len(record)), KEPT[case % 4], chance, base)
        place = folder / "disk"
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir()
        for name, content in files.items():
            (place / name).write_bytes(content)
        figures["disks"] += 1
        figures["acknowledged"] += len(acknowledged)
        try:
            with Project.open(place / "power.annotator", work.ANA) as project:
                figures["lost"] += len(acknowledged - set(map(packed, work.recorded(project))))
                figures["not sound"] += len(project.verify())
                figures["damaged"] += not project.writable
                project.read(document)
        except (UserError, sqlite3.DatabaseError):
            figures["damaged"] += 1
        if case % 500 == 499:
            tell(f"{case + 1} of {cases} cuts: {json.dumps(figures)}")
    return figures


def disk_after(
    record: list[tuple[Any, ...]], cut: int, kept: str, chance: random.Random, base: Path
) -> tuple[dict[str, bytes], set[bytes]]:
    """The files as they may be after the power went at one point of the record, and what was acknowledged by then."""
    disk = _Disk(kept, chance)
    disk.files["power.annotator"] = bytearray(base.read_bytes())
    acknowledged = set()
    for step in record[:cut]:
        if step[0] == "ack":
            acknowledged.add(step[1])
        else:
            getattr(disk, step[0])(*step[1:])
    return disk.after(), acknowledged


class _Disk:
    """What is surely on the disk, and what is only under way."""

    def __init__(self, kept: str, chance: random.Random) -> None:
        self.files: dict[str, bytearray] = {}
        self._kept = kept
        self._chance = chance
        self._pending: dict[str, list[tuple[Any, ...]]] = {}
        self._folder_synced_with: set[str] = set()
        """Journals whose first sync syncs their folder too."""

        self._unsure_names: set[str] = set()
        self._removed: list[tuple[str, bytes, list[tuple[Any, ...]]]] = []
        """Deleted files that may still be there, because their folder was not synced."""

    def create(self, name: str, syncs_folder: bool, existed: bool) -> None:
        self.files.setdefault(name, bytearray())
        self._pending.setdefault(name, [])
        if syncs_folder:
            self._folder_synced_with.add(name)
        if not existed:
            self._unsure_names.add(name)

    def write(self, name: str, at: int, data: bytes) -> None:
        self._pending.setdefault(name, []).append(("write", at, data))

    def truncate(self, name: str, size: int) -> None:
        self._pending.setdefault(name, []).append(("truncate", size))

    def sync(self, name: str) -> None:
        for change in self._pending.get(name, []):
            _apply(self.files[name], change)
        self._pending[name] = []
        if name in self._folder_synced_with:
            self._folder_synced_with.discard(name)
            self._sync_folder()

    def delete(self, name: str, folder_synced: bool) -> None:
        content, pending = self.files.pop(name, None), self._pending.pop(name, [])
        if folder_synced:
            self._sync_folder()
        elif content is not None:
            self._removed.append((name, bytes(content), pending))

    def _sync_folder(self) -> None:
        self._removed.clear()
        self._unsure_names.clear()

    def after(self) -> dict[str, bytes]:
        """The files after the cut."""
        for name, content, pending in self._removed:
            if name not in self.files and self._kept != "everything" and self._chance.random() < 0.5:
                self.files[name], self._pending[name] = bytearray(content), pending
        for name in self._unsure_names:
            if name.endswith("-journal") and self._kept != "everything" and self._chance.random() < 0.5:
                self.files.pop(name, None)
        for name, changes in self._pending.items():
            if name in self.files:
                for change in changes:
                    self._maybe(self.files[name], change)
        return {name: bytes(content) for name, content in self.files.items()}

    def _maybe(self, content: bytearray, change: tuple[Any, ...]) -> None:
        match self._kept:
            case "everything":
                _apply(content, change)
            case "torn" if change[0] == "write":
                for begin in range(0, len(change[2]), 512):
                    sector = change[2][begin : begin + 512]
                    if self._chance.random() < 0.5:
                        torn = sector if self._chance.random() > 0.1 else os.urandom(len(sector))
                        _apply(content, ("write", change[1] + begin, torn))
            case "some" | "torn":
                if self._chance.random() < 0.5:
                    _apply(content, change)


def _apply(content: bytearray, change: tuple[Any, ...]) -> None:
    if change[0] == "truncate":
        del content[change[1] :]
        return
    _, at, data = change
    content.extend(bytes(max(0, at + len(data) - len(content))))
    content[at : at + len(data)] = data
