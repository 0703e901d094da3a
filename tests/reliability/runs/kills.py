"""`kill -9` at any moment: what was acknowledged is there, nothing half is, and the next program goes on at once."""

import os
import random
import select
import shutil
import signal
import time
from pathlib import Path

from annotator.services import importing
from annotator.services.project import Project
from tests.reliability.runs import work
from tests.reliability.runs.outcome import Outcome, Tell, silent

RENEWED = 40
"""Kills after which work begins in a new project, so that looking through it stays quick."""


def run(cases: int, folder: Path, *, seed: int = 1, tell: Tell = silent) -> Outcome:
    """Kill a process that works, `cases` times. Needs `fork`."""
    began, chance = time.monotonic(), random.Random(seed)
    figures = {"acknowledged": 0, "lost": 0, "half": 0, "not sound": 0, "not writable": 0, "hot journals": 0}
    path = folder / "killed.annotator"
    acknowledged: set[str] = set()
    for case in range(cases):
        if case % RENEWED == 0:
            path.unlink(missing_ok=True)
            document, acknowledged = work.new_project(path), set()
        told = _work_and_kill(path, document, case, chance)
        acknowledged |= told
        figures["acknowledged"] += len(told)
        figures["hot journals"] += path.with_name(path.name + "-journal").exists()
        with Project.open(path, work.ANA) as project:
            figures["not writable"] += not project.writable
            figures["lost"] += len(acknowledged - work.recorded(project))
            figures["half"] += work.halves(project, document)
            figures["not sound"] += len(project.verify())
        if case % 500 == 499:
            tell(f"{case + 1} of {cases} kills: {figures}")
    figures["broken by rewriting the file"] = _rewrite_and_kill(max(20, cases // 50), folder, chance)
    return Outcome(
        "kills", cases, figures, zero=("lost", "half", "not sound", "not writable"),
        above_zero=("acknowledged", "broken by rewriting the file"), seconds=time.monotonic() - began,
    )  # fmt: skip


def _work_and_kill(path: Path, document: str, case: int, chance: random.Random) -> set[str]:
    """The ids that a worker said were saved before it was killed."""
    out, into = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(out)
        try:
            project = Project.open(path, work.ANA)
            os.write(into, b"ready\n")
            for saved in work.actions(project, document, case * 31):
                os.write(into, f"{saved}\n".encode())
        finally:
            os._exit(1)
    os.close(into)
    select.select([out], [], [], 30)  # until it is ready, so that it is work that is disturbed
    time.sleep(min(chance.expovariate(1 / 0.05), 0.25))  # the moment is chance
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    told = b""
    while part := os.read(out, 1 << 16):
        told += part
    os.close(out)
    return set(told.decode().split("\n")[1:-1])


def _rewrite_and_kill(cases: int, folder: Path, chance: random.Random) -> int:
    """Files left broken by saving as many programs do: opening for writing and writing all of it again."""
    target, broken = folder / "rewritten.txt", 0
    content = "T1\tclaim 0 10\tthe harbour\n" * 2000
    for _ in range(cases):
        target.write_text(content)
        child = os.fork()
        if child == 0:
            while True:
                target.write_text(content)
        time.sleep(chance.random() * 0.01)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        broken += target.read_text() != content
    return broken


def run_imports(cases: int, folder: Path, *, articles: int = 10_000, seed: int = 1, tell: Tell = silent) -> Outcome:
    """Kill an import of very many articles; afterwards all of them are there or none."""
    began, chance = time.monotonic(), random.Random(seed)
    source = folder / "articles"
    source.mkdir(exist_ok=True)
    for number in range(articles):
        (source / f"{number}.txt").write_text(f"Article {number}, they said. The port will open.\n")
    figures = {"none": 0, "all": 0, "some": 0, "not sound": 0}
    path, empty = folder / "imported.annotator", folder / "empty.annotator"
    Project.create(empty, work.ANA).close()
    whole = _time_of_import(empty, path, source)
    for case in range(cases):
        shutil.copyfile(empty, path)
        child = os.fork()
        if child == 0:
            try:
                importing.import_files(Project.open(path, work.ANA), [source])
            finally:
                os._exit(0)
        time.sleep(chance.random() * whole * 2)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        with Project.open(path, work.ANA) as project:
            there = len(project.documents())
            figures["none" if there == 0 else "all" if there == articles else "some"] += 1
            figures["not sound"] += len(project.verify()) if case % 10 == 0 else 0
        tell(f"{case + 1} of {cases} imports killed: {figures}")
    shutil.rmtree(source)
    return Outcome("imports killed", cases, figures, zero=("some", "not sound"), seconds=time.monotonic() - began)


def _time_of_import(empty: Path, path: Path, source: Path) -> float:
    shutil.copyfile(empty, path)
    began = time.monotonic()
    with Project.open(path, work.ANA) as project:
        importing.import_files(project, [source])
    return time.monotonic() - began
