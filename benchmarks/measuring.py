"""Clocks, child processes and the floors that several measurements share."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple, Self

from benchmarks.rows import JSON, ROOT


class Cost(NamedTuple):
    """Milliseconds on the clock and of the processor."""

    wall: float
    cpu: float

    def minus(self, other: "Cost") -> "Cost":
        return Cost(self.wall - other.wall, self.cpu - other.cpu)


def now() -> Cost:
    return Cost(time.perf_counter() * 1e3, time.process_time() * 1e3)


def since(then: Cost) -> Cost:
    return now().minus(then)


def cost(do: Callable[[], object]) -> Cost:
    """What doing something once costs."""
    then = now()
    do()
    return since(then)


def middle(costs: list[Cost]) -> Cost:
    """The medians."""
    return Cost(median(c.wall for c in costs), median(c.cpu for c in costs))


def percentile(values: list[float], percent: int) -> float:
    return sorted(values)[min(len(values) - 1, len(values) * percent // 100)]


def environment(**more: str) -> dict[str, str]:
    """For children: no display, this checkout in their path, and bytecode kept, as where the program is installed."""
    given = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    own = {
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPATH": str(ROOT),
        "PYTHONPYCACHEPREFIX": str(JSON.parent / "bytecode"),
    }
    return {**given, **own, **more}


def child(module: str, *arguments: str, **variables: str) -> dict[str, Any]:
    """What a module of this package tells when it is run by itself: its last line, as JSON.

    This process stays small: on Linux a child's peak of memory counts from that of its parent.
    """
    done = subprocess.run(
        [sys.executable, "-m", f"benchmarks.{module}", *arguments],
        env=environment(**variables), capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        sys.exit(f"benchmarks.{module} {' '.join(arguments)} failed:\n{done.stderr}")
    told = json.loads(done.stdout.splitlines()[-1])
    assert isinstance(told, dict)
    return told


def tell(**figures: object) -> None:
    """What a child hands to `child`."""
    print(json.dumps(figures), flush=True)


def memory() -> float:
    """What this process holds now, in MB (10^6); its peak where the system does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return peak_memory()
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6  # type: ignore[attr-defined,unused-ignore]  # where /proc is


def peak_memory() -> float:
    """The most memory this process held at a time, in MB (10^6); NaN where the system does not tell."""
    if sys.platform == "win32":
        return float("nan")
    import resource

    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


class BareCommits:
    """The floor of every action: one row inserted and committed as durably as the project file does it."""

    def __init__(self, folder: Path) -> None:
        from annotator.storage.connection import connect

        self._path = folder / "bare.db"
        self._path.unlink(missing_ok=True)
        self._path.touch()
        self._connection = connect(self._path, writable=True)
        self._connection.execute("PRAGMA query_only=OFF")
        self._connection.execute("CREATE TABLE one (key INTEGER PRIMARY KEY, value TEXT)")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()
        self._path.unlink()

    def commit(self) -> None:
        self._connection.execute("BEGIN IMMEDIATE")
        self._connection.execute("INSERT INTO one(value) VALUES (?)", ("x" * 200,))
        self._connection.execute("COMMIT")
