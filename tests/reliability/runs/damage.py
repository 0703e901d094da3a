"""Damaged files: never a crash, and never a changed row that nobody tells of.

Each file is opened, read and verified in a process of its own kind, so that a crash of SQLite itself is seen.
"""

import json
import random
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from annotator.model.errors import UserError
from annotator.model.items import KINDS as ITEMS
from annotator.services.project import Project
from annotator.storage.state import own_uuid, table_of
from annotator.storage.verification import Trouble
from tests.reliability.runs import damaging, work
from tests.reliability.runs.outcome import Outcome, Tell, silent

BATCH = 100
Rows = dict[tuple[str, str], Any]
"""What a project holds: by table, and by the id of the item or document."""


def run(cases: int, folder: Path, *, seed: int = 1, tell: Tell = silent) -> Outcome:
    """Damage `cases` copies of a project in eight ways in turn and look at each."""
    began = time.monotonic()
    base = folder / "sound.annotator"
    work.new_project(base, sample=True)
    figures: dict[str, Any] = {
        "files": 0, "crashes": 0, "refused in words": 0, "files with changed rows": 0, "rows changed or lost": 0,
        "rows not reported": 0, "rows reported without item, document or table": 0, "slowest (ms)": 0,
        "files with changed rows that SQLite finds sound": 0,
    }  # fmt: skip
    for first in range(0, cases, BATCH):
        count = min(BATCH, cases - first)
        done = subprocess.run(
            [sys.executable, "-m", "tests.reliability.runs.damage", base, str(seed + first), str(count)],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        figures["crashes"] += done.returncode != 0
        if done.returncode:
            tell(done.stderr[-2000:])
        for line in done.stdout.splitlines():
            _add(figures, json.loads(line))
        tell(f"{first + count} of {cases} files: {figures}")
    return Outcome(
        "damage", cases, figures, zero=("crashes", "rows not reported"),
        above_zero=("files with changed rows that SQLite finds sound",), seconds=time.monotonic() - began,
    )  # fmt: skip


def _add(figures: dict[str, Any], one: dict[str, Any]) -> None:
    figures["files"] += 1
    figures["refused in words"] += one["refused"]
    figures["files with changed rows"] += bool(one["changed"])
    figures["rows changed or lost"] += one["changed"]
    figures["rows not reported"] += one["silent"]
    figures["rows reported without item, document or table"] += one["unnamed"]
    figures["slowest (ms)"] = max(figures["slowest (ms)"], one["ms"])
    figures["files with changed rows that SQLite finds sound"] += bool(one["changed"]) and one["sqlite_silent"]


def rows_of(project: Project) -> tuple[Rows, set[str]]:
    """Everything a project holds that can be read, and the tables that cannot be read to their end."""
    rows: Rows = {}
    unreadable: set[str] = set()
    connection = project.file.connection
    for kind in ITEMS:
        try:
            for item in project.file.state.read(kind):
                rows[table_of(kind), own_uuid(item)] = item, item.modified
        except (sqlite3.Error, ValueError, TypeError):
            unreadable.add(table_of(kind))
    for table, query in (
        ("document", "SELECT hex(digest), text FROM document"),
        ("revision", "SELECT hex(digest), item, kind, document, parents, annotator, sequence, at, value FROM revision"),
        ("operation", "SELECT hex(id), title, annotator, at, brought_in, withdrawn FROM operation"),
    ):
        try:
            rows.update({(table, row[0].lower()): row[1:] for row in connection.execute(query)})
        except (sqlite3.Error, ValueError):
            unreadable.add(table)
    return rows, unreadable


def _look(path: Path, sound: Rows) -> dict[str, Any]:
    """What opening, reading and verifying a damaged file comes to."""
    began = time.monotonic()
    out = {"refused": False, "changed": 0, "silent": 0, "unnamed": 0, "sqlite_silent": False}
    try:
        with Project.open(path, None, read_only=True) as project:
            rows, unreadable = rows_of(project)
            troubles = project.verify()
            told = project.why_read_only if project.read_only and project.read_only.doubtful else ""
    except UserError:
        return {**out, "refused": True, "ms": round(1000 * (time.monotonic() - began))}
    out["ms"] = round(1000 * (time.monotonic() - began))
    changed = {key for key in sound.keys() | rows.keys() if sound.get(key) != rows.get(key)}
    out["changed"] = len(changed)
    out["silent"] = len(changed) if not troubles else 0
    out["unnamed"] = sum(not _named(key, sound.get(key) or rows.get(key), troubles) for key in changed)
    out["sqlite_silent"] = not told and not unreadable and not any(t.what.startswith("SQLite") for t in troubles)
    return out


def _named(key: tuple[str, str], row: Any, troubles: list[Trouble]) -> bool:
    """Whether a trouble names the row: its item, its document, or at least its table."""
    table, own = key
    items = {own}
    if table == "revision" and isinstance(row[0], bytes):
        items = {row[0].hex()}
    plain = {(t.item or "").replace("-", "") for t in troubles} | {t.document or "" for t in troubles}
    return any(one.replace("-", "") in plain for one in items) or any(t.table == table for t in troubles)


def main(base: Path, seed: int, count: int) -> None:
    with Project.open(base, None, read_only=True) as project:
        sound, _ = rows_of(project)
    raw = base.read_bytes()
    path = base.with_name("damaged.annotator")
    for number in range(count):
        chance = random.Random(seed + number)
        kind = damaging.KINDS[(seed + number) % len(damaging.KINDS)].__name__
        path.write_bytes(damaging.damaged(raw, kind, chance))
        print(json.dumps({"kind": kind, "seed": seed + number, **_look(path, sound)}), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
