"""`python -m tests.reliability.runs [NAME] [--size small|release]`: disturb the program and count what is lost.

The figures of a release run are kept in docs/reliability.json, and docs/RELIABILITY.md is made from them.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.reliability.runs import copies, damage, hostile, kills, merges, page, power, salvaging, texts
from tests.reliability.runs.outcome import Outcome

RUNS: dict[str, tuple[Callable[..., Outcome], int, int]] = {
    "kills": (kills.run, 10_000, 20),
    "imports": (kills.run_imports, 60, 2),
    "merges": (merges.run, 10_000, 36),
    "merge kills": (merges.run_kills, 200, 3),
    "power": (power.run, 10_000, 100),
    "copies": (copies.run, 200, 10),
    "damage": (damage.run, 2_000, 40),
    "salvage": (salvaging.run, 96, 8),
    "hostile": (hostile.run, 100, 100),
    "texts": (texts.run, 1_112_064, 4_000),
}
"""What is run, and how many cases make a release and a quick look."""


def main(arguments: list[str]) -> int:
    what = argparse.ArgumentParser(prog="reliability", description=__doc__.splitlines()[0] if __doc__ else "")
    what.add_argument("only", nargs="?", choices=list(RUNS), help="one run instead of all")
    what.add_argument("--size", choices=["small", "release"], default="release")
    chosen = what.parse_args(arguments)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    page.JSON.parent.mkdir(exist_ok=True)
    faults = []
    for name in [chosen.only] if chosen.only else RUNS:
        run, release, small = RUNS[name]
        cases = release if chosen.size == "release" else small
        print(f"{name}: {cases} cases", flush=True)
        with tempfile.TemporaryDirectory(prefix="reliability-", ignore_cleanup_errors=True) as folder:
            os.environ["ANNOTATOR_CONFIG_DIR"] = str(Path(folder) / "settings")
            began = time.monotonic()
            outcome = run(cases, Path(folder), tell=lambda words: print("   ", words, flush=True))
        print(f"{name}: {json.dumps(outcome.figures)} ({time.monotonic() - began:.0f} s)", flush=True)
        faults += [f"{name}: {fault}" for fault in outcome.faults()]
        if chosen.size == "release":
            page.keep(outcome)
    for fault in faults:
        print(f"NOT AS PROMISED  {fault}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
