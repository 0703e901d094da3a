"""Merging two projects of 100,000 annotations each, and merging them again, in a new process each time."""

import shutil
import sys
from pathlib import Path
from statistics import median

from benchmarks.importing import write_rows
from benchmarks.measuring import child, cost, peak_memory, tell
from benchmarks.rows import Row, row

RUNS = 3
SIZES = ("1000", "100", "30")
"""Articles; annotations and attributions of each."""


def measure(folder: Path, sizes: tuple[str, ...] = SIZES, runs: int = RUNS) -> list[Row]:
    paths = [_project(folder, sizes, seed) for seed in (1, 2)]
    found = []
    for run in range(runs):
        copy = folder / f"merged{run}.annotator"
        shutil.copyfile(paths[0], copy)
        found.append(child("merging", str(copy), str(paths[1])))
        copy.unlink()

    def middle(name: str) -> float:
        return float(median(one[name] for one in found))

    how = (
        f"two projects of 1,000 articles, 100,000 annotations and 30,000 attributions each, {runs} runs, with the"
        " backup before; floor: one transaction of plain executemany with the rows of the other"
    )
    return [
        row("merge", middle("seconds"), "s", how, floor=middle("floor"), budget=10),
        row("merge_preview", middle("preview"), "s", "what it would do: looked at and counted"),
        row("merge_again", middle("again"), "s", "the same once more: nothing is new", budget=3),
        row("merge_undo", middle("undo"), "s", "withdrawing it"),
        row(
            "merge_memory", middle("memory"), "MB",
            "peak memory of the process that merges; floor: the same process before", floor=middle("before"),
            budget=500,
        ),
    ]  # fmt: skip


def _project(folder: Path, sizes: tuple[str, ...], seed: int) -> Path:
    corpus, path = folder / f"merge{seed}.jsonl", folder / f"merge{seed}.annotator"
    child("made_corpora", "corpus", str(corpus), *sizes, "5000", str(seed))
    child("importing", str(corpus), str(path))
    return path


# In the child


def _merge(path: Path, other: Path) -> None:
    from annotator.services import history, merging
    from annotator.services.project import Project

    before = peak_memory()
    with Project.open(path, None) as project:
        preview = cost(lambda: merging.preview(project, [other]))
        taken = cost(lambda: merging.merge(project, [other]))
        memory = peak_memory()
        again = cost(lambda: _nothing_new(merging.merge(project, [other])))
        undo = cost(lambda: history.undo(project))
    tell(
        seconds=taken.wall / 1e3, cpu=taken.cpu / 1e3, preview=preview.wall / 1e3, again=again.wall / 1e3,
        again_cpu=again.cpu / 1e3, undo=undo.wall / 1e3, undo_cpu=undo.cpu / 1e3, memory=memory, before=before,
        floor=write_rows(other) / 1e3,
    )  # fmt: skip


def _nothing_new(merged: object) -> None:
    assert not getattr(merged, "changes", True), merged


if __name__ == "__main__":
    _merge(Path(sys.argv[1]), Path(sys.argv[2]))
