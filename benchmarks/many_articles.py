"""A corpus of 100,000 small articles in and out: how memory grows with it. Long; measured only when asked for."""

import sys
from pathlib import Path

from benchmarks.measuring import child, cost, peak_memory, tell
from benchmarks.rows import Row, row

COUNTS = ("100000", "4", "1", "600")
"""Articles, annotations and attributions of each, characters of each."""


def measure(folder: Path, counts: tuple[str, ...] = COUNTS) -> list[Row]:
    corpus, project, tables = folder / "many.jsonl", folder / "many.annotator", folder / "many-csv"
    child("made_corpora", "corpus", str(corpus), *counts)
    steps = (
        ("import", "corpus", corpus, project), ("export", "corpus", folder / "many-again.jsonl", project),
        ("export", "csv", tables, project), ("import", "csv", tables, folder / "many-csv.annotator"),
    )  # fmt: skip
    out: list[Row] = []
    for step, name, place, path in steps:
        told = child("many_articles", step, name, str(place), str(path))
        articles, annotations, attributions, length = counts
        how = (
            f"{step} as {name} of {articles} articles of {length} characters, each with {annotations} annotations and"
            f" {attributions} attribution, once"
        )
        label = f"many_articles_{name}_{step}"
        memory = "peak memory of that; floor: the same process before it"
        out.append(row(label, told["cpu"], "s CPU", how))
        out.append(row(f"{label}_memory", told["memory"], "MB", memory, floor=told["before"]))
    return out


# In the child


def _run(step: str, name: str, place: Path, path: Path) -> None:
    from annotator.services import exporting, importing
    from annotator.services.project import Project
    from annotator.storage import connection

    connection.prepare()
    before = peak_memory()
    if step == "export":
        with Project.open(path, None, read_only=True) as project:
            taken = cost(lambda: exporting.export(project, name, place))
    else:
        with Project.create(path, None) as project:
            taken = cost(lambda: importing.import_files(project, [place], format_=name))
    tell(cpu=taken.cpu / 1e3, memory=peak_memory(), before=before)


if __name__ == "__main__":
    _run(sys.argv[1], sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4]))
