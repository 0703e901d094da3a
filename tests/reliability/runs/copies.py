"""A plain copy of a project that is open holds everything that was acknowledged, when no action is being written."""

import shutil
import time
from itertools import islice
from pathlib import Path

from annotator.services.project import Project
from tests.reliability.runs import work
from tests.reliability.runs.outcome import Outcome, Tell, silent


def run(cases: int, folder: Path, *, seed: int = 1, tell: Tell = silent) -> Outcome:
    """Copy an open project after each of `cases` actions, with nothing but a copy of its bytes."""
    del seed, tell
    began = time.monotonic()
    path, copy = folder / "open.annotator", folder / "copy.annotator"
    document = work.new_project(path)
    figures = {"copies": 0, "complete": 0, "incomplete": 0, "not sound": 0}
    with Project.open(path, work.ANA) as project:
        for saved in islice(work.actions(project, document), cases):
            # Not in this process: closing the file here would drop the locks of the connection.
            _copy_elsewhere(path, copy)
            with Project.open(copy, None, read_only=True) as copied:
                there = work.recorded(copied)
                figures["not sound"] += len(copied.verify())
            figures["copies"] += 1
            figures["complete" if saved in there else "incomplete"] += 1
    return Outcome("copies", cases, figures, zero=("incomplete", "not sound"), seconds=time.monotonic() - began)


def _copy_elsewhere(path: Path, copy: Path) -> None:
    import os

    child = os.fork()
    if child == 0:
        try:
            shutil.copyfile(path, copy)
        finally:
            os._exit(0)
    os.waitpid(child, 0)
