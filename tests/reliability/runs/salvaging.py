"""The sample's project damaged in eight ways, and what comes back without SQLite and without a backup."""

import random
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import Any

from annotator.model.errors import UserError
from annotator.services import importing
from annotator.services.project import Project
from annotator.storage.salvage import salvage
from tests.reliability.runs import damaging, work
from tests.reliability.runs.outcome import Outcome, Tell, silent


def run(cases: int, folder: Path, *, seed: int = 1, tell: Tell = silent) -> Outcome:
    """Salvage `cases` damaged copies, the eight ways in turn."""
    began = time.monotonic()
    base = folder / "sample.annotator"
    with Project.create(base, work.ANA) as project:
        importing.import_files(project, [work.SAMPLE])
        whole = {a.id: a for a in project.file.state.read("annotation")}
    raw = base.read_bytes()
    shares: dict[str, list[float]] = {kind.__name__: [] for kind in damaging.SALVAGED}
    plain: dict[str, list[float]] = {kind.__name__: [] for kind in damaging.SALVAGED}
    figures: dict[str, Any] = {"files": 0, "altered annotations": 0, "not sound": 0}
    path, out = folder / "damaged.annotator", folder / "salvaged.annotator"
    for case in range(cases):
        kind = damaging.SALVAGED[case % len(damaging.SALVAGED)].__name__
        path.write_bytes(damaging.damaged(raw, kind, random.Random(seed + case)))
        out.unlink(missing_ok=True)
        figures["files"] += 1
        back = _back(path, out, figures)
        figures["altered annotations"] += sum(whole.get(id_) != one for id_, one in back.items())
        shares[kind].append(100 * len(back.keys() & whole.keys()) / len(whole))
        plain[kind].append(100 * min(_by_sqlite(path), len(whole)) / len(whole))
        if case % 40 == 39:
            tell(f"{case + 1} of {cases} files salvaged")
    for kind, found in shares.items():
        if found:
            figures[f"{kind}: % back"] = round(sum(found) / len(found), 1)
            figures[f"{kind}: least %"] = round(min(found), 1)
            figures[f"{kind}: % that SQLite reads"] = round(sum(plain[kind]) / len(plain[kind]), 1)
    least = {f"{kind}: % back": low for kind, low in damaging.AT_LEAST.items() if shares[kind]}
    return Outcome(
        "salvage", cases, figures, zero=("altered annotations", "not sound"), least=least,
        seconds=time.monotonic() - began,
    )  # fmt: skip


def _back(path: Path, out: Path, figures: dict[str, Any]) -> dict[str, Any]:
    """The annotations of the salvaged project."""
    before = path.read_bytes()
    try:
        salvage(path, out)
    except UserError:  # nothing was proven
        return {}
    assert path.read_bytes() == before
    with Project.open(out, work.ANA) as project:
        figures["not sound"] += len(project.verify())
        return {a.id: a for a in project.file.state.read("annotation")}


def _by_sqlite(path: Path) -> int:
    """How many rows of annotations a plain SELECT gives before it fails; they may be altered."""
    found = 0
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
            for _ in connection.execute("SELECT key, document, tag FROM annotation"):
                found += 1
    except (sqlite3.Error, UnicodeDecodeError):
        pass
    return found
