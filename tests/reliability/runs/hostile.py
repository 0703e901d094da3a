"""A stranger's file cannot run, read or call home, nor keep the program busy.

Each file is used in a process of its own in which every socket and every file that is opened is seen.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from annotator.model.errors import UserError
from annotator.services.project import Project
from tests.reliability.runs import hostile_files, work
from tests.reliability.runs.outcome import Outcome, Tell, silent

SLOWEST, MOST_MEMORY = 2.0, 500
"""Seconds and megabytes that no file may take."""


def run(cases: int, folder: Path, *, seed: int = 1, tell: Tell = silent) -> Outcome:
    """Use each hostile file once; `cases` limits them for quick looks."""
    del seed
    began = time.monotonic()
    files = hostile_files.make(folder / "hostile")[:: max(1, 100 // cases)]
    figures: dict[str, Any] = {
        "files": len(files), "sockets": 0, "files opened outside": 0, "slower than 2 s": 0, "over 500 MB": 0,
        "crashes": 0, "not said in words": 0, "written to though doubtful": 0, "slowest (ms)": 0, "most memory (MB)": 0,
    }  # fmt: skip
    for path in files:
        told = _alone(path, folder)
        tell(f"{path.name}: {told}")
        _add(figures, told)
    zero = ("sockets", "files opened outside", "slower than 2 s", "over 500 MB", "crashes", "not said in words",
            "written to though doubtful")  # fmt: skip
    return Outcome("hostile files", len(files), figures, zero=zero, seconds=time.monotonic() - began)


def _add(figures: dict[str, Any], told: dict[str, Any]) -> None:
    figures["crashes"] += told["came"] == "crash"
    figures["not said in words"] += told["came"].startswith("bug")
    figures["written to though doubtful"] += told.get("changed", 0)
    figures["sockets"] += told.get("sockets", 0)
    figures["files opened outside"] += len(told.get("outside", ()))
    figures["slower than 2 s"] += told.get("seconds", 0) > SLOWEST
    figures["over 500 MB"] += told.get("memory", 0) > MOST_MEMORY
    figures["slowest (ms)"] = max(figures["slowest (ms)"], round(1000 * told.get("seconds", 0)))
    figures["most memory (MB)"] = max(figures["most memory (MB)"], round(told.get("memory", 0)))


def _alone(path: Path, folder: Path) -> dict[str, Any]:
    before = path.read_bytes()
    try:
        done = subprocess.run(
            [sys.executable, "-m", "tests.reliability.runs.hostile", path, folder],
            capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return {"came": "crash", "seconds": 60}
    if done.returncode:
        return {"came": "crash", "error": done.stderr[-400:]}
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    told["changed"] = int(path.read_bytes() != before and not told["came"].startswith("writable"))
    return told


class Watch:
    """Sees what the interpreter is asked to open and to connect."""

    def __init__(self, *allowed: Path) -> None:
        self._allowed = tuple(str(path) for path in (*allowed, sys.prefix, sys.base_prefix, tempfile.gettempdir(),
                                                     Path(__file__).parents[3]))  # fmt: skip
        self.on = False
        self.sockets = 0
        self.outside: list[str] = []

    def __call__(self, event: str, given: tuple[Any, ...]) -> None:
        if not self.on:
            return
        if event.startswith(("socket.", "urllib.", "http.")) and event != "socket.gethostname":
            self.sockets += 1
        elif event == "open" and isinstance(given[0], (str, bytes)):
            path = os.path.abspath(os.fsdecode(given[0]))
            if not path.startswith(self._allowed):
                self.outside.append(path)
        elif event in ("subprocess.Popen", "os.system", "os.exec", "ctypes.dlopen"):
            self.outside.append(event)


def peak_memory() -> float:
    """The most memory this process held, in MB; on Linux not by `getrusage`, which counts from the parent's."""
    status = Path("/proc/self/status")
    if status.exists():
        return next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmHWM")) / 1024
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)


def main(path: Path, folder: Path) -> None:
    project = folder / f"{path.name}.filled.annotator"
    if path.suffix != ".annotator":
        Project.create(project, work.ANA).close()
    watch = Watch(folder)
    sys.addaudithook(watch)
    watch.on, began = True, time.monotonic()
    try:
        came = hostile_files.use(path, project)
    except UserError as refused:
        came = f"refused: {refused}"
    except Exception as error:  # noqa: BLE001 - that there is none is what is measured
        came = f"bug: {error!r}"[:300]
    seconds = time.monotonic() - began
    watch.on = False
    told = {
        "came": came,
        "seconds": seconds,
        "memory": peak_memory(),
        "sockets": watch.sockets,
        "outside": watch.outside,
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
