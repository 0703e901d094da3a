"""From the start of the process to the first frame."""

import subprocess
import sys
import time
from pathlib import Path
from statistics import median

from benchmarks.measuring import Cost, environment
from benchmarks.rows import Row, row

RUNS = 9


def first_frame(what: str, settings: Path) -> Cost:
    """What it costs until the process says that its first frame is painted."""
    began = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-m", "benchmarks.first_frame", what],
        env=environment(ANNOTATOR_CONFIG_DIR=str(settings)), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        told = process.stdout.readline()
        wall = (time.perf_counter() - began) * 1e3
        _, errors = process.communicate()
    if not told:
        sys.exit(f"The window did not show:\n{errors}")
    return Cost(wall, float(told) * 1e3)


def measure(folder: Path) -> list[Row]:
    settings = folder / "settings"
    settings.mkdir(exist_ok=True)
    for what in ("bare", "sample", "sample"):  # makes the sample project, bytecode and the window's settings
        first_frame(what, settings)
    both: dict[str, list[Cost]] = {"bare": [], "sample": []}
    for _ in range(RUNS):
        for what, costs in both.items():
            costs.append(first_frame(what, settings))
    how = (
        f"process start to first frame of `annotator --sample`, project there already, {RUNS} runs;"
        " floor: the same for a bare QApplication and QMainWindow, in turn with it"
    )
    wall = {what: median(c.wall for c in costs) for what, costs in both.items()}
    cpu = {what: median(c.cpu for c in costs) for what, costs in both.items()}
    return [
        row("start", wall["sample"], "ms", how, floor=wall["bare"], budget=350, ratio_budget=2.5),
        row("start_cpu", cpu["sample"], "ms CPU", "the same in processor time", floor=cpu["bare"]),
    ]
