"""Merging loses nothing: random histories of three copies in any order, and merges that are killed."""

import os
import random
import shutil
import signal
import time
from collections import Counter
from pathlib import Path

from annotator.services import importing, merging
from annotator.services.project import Project
from tests.reliability.runs import three_copies, work
from tests.reliability.runs.outcome import Outcome, Tell, silent

_MEETINGS = 0.2
"""Of the steps of a history, how many are merges."""

FAULTS = ("lost", "too much", "order", "again", "kept out", "not sound", "undo", "merged again", "redo")


def run(cases: int, folder: Path, *, seed: int = 1, tell: Tell = silent) -> Outcome:
    """Live `cases` histories of three copies, a few at a time, and merge the copies in three orders."""
    began, chance = time.monotonic(), random.Random(seed)
    figures: Counter[str] = Counter(dict.fromkeys(FAULTS, 0))
    rounds = -(-cases // three_copies.AT_ONCE)
    for number in range(rounds):
        place = folder / f"copies{number}"
        place.mkdir()
        with three_copies.begin(place, work.STORY) as copies:
            three_copies.live(copies, [_history(chance) for _ in range(three_copies.AT_ONCE)])
            figures.update(three_copies.faults_of_merging(copies))
            figures.update(three_copies.faults_of_undoing(copies))
        shutil.rmtree(place)
        if number % 50 == 49:
            tell(f"{number + 1} of {rounds} rounds: {dict(figures)}")
    return Outcome(
        "merges", rounds * three_copies.AT_ONCE, dict(figures), zero=FAULTS, seconds=time.monotonic() - began
    )  # fmt: skip


def _history(chance: random.Random) -> list[tuple[int, str, int, int]]:
    out = []
    for _ in range(chance.randint(1, 8)):
        if chance.random() < _MEETINGS:
            out.append((chance.randrange(3), "meet", chance.randrange(3), 0))
        else:
            what = chance.choice(three_copies.ACTIONS)
            out.append((chance.randrange(3), what, chance.randrange(18), chance.randrange(18)))
    return out


def run_kills(cases: int, folder: Path, *, seed: int = 1, tell: Tell = silent) -> Outcome:
    """Kill a merge at a random moment; afterwards all of it is there or nothing, and the other file is as it was."""
    began, chance = time.monotonic(), random.Random(seed)
    mine, other, path = (folder / f"{name}.annotator" for name in ("mine", "other", "merged"))
    work.new_project(mine)
    with Project.create(other, None) as project:
        importing.import_files(project, [work.SAMPLE])
    before, there = other.read_bytes(), _annotations(other)
    figures = {"none": 0, "all": 0, "some": 0, "not sound": 0, "the other changed": 0}
    shutil.copyfile(mine, path)
    whole = _time_of_merge(path, other)
    for case in range(cases):
        shutil.copyfile(mine, path)
        child = os.fork()
        if child == 0:
            try:
                merging.merge(Project.open(path, work.ANA), [other])
            finally:
                os._exit(0)
        time.sleep(chance.random() * whole * 1.5)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        came = _annotations(path)
        figures["none" if came == 0 else "all" if came == there else "some"] += 1
        with Project.open(path, work.ANA) as project:
            figures["not sound"] += len(project.verify())
        figures["the other changed"] += other.read_bytes() != before
        tell(f"{case + 1} of {cases} merges killed: {figures}")
    return Outcome(
        "merges killed", cases, figures, zero=("some", "not sound", "the other changed"),
        seconds=time.monotonic() - began,
    )  # fmt: skip


def _annotations(path: Path) -> int:
    with Project.open(path, work.ANA) as project:
        return sum(sum(row.counts.values()) for row in project.documents())


def _time_of_merge(path: Path, other: Path) -> float:
    began = time.monotonic()
    with Project.open(path, work.ANA) as project:
        merging.merge(project, [other])
    return time.monotonic() - began
