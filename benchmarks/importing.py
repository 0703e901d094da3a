"""Bringing articles and corpora in, in a new process each time."""

import sys
from pathlib import Path
from statistics import median

from benchmarks.measuring import child, cost, peak_memory, tell
from benchmarks.rows import Row, row

RUNS = 5
_FLOOR = "one transaction of plain executemany with the rows that the project then has, same schema and pragmas"


def measure_articles(folder: Path) -> list[Row]:
    texts = folder / "texts"
    child("made_corpora", "texts", str(texts), "1000", "5000")
    runs = [child("importing", str(texts), str(folder / f"articles{n}.annotator")) for n in range(RUNS)]
    how = f"1,000 text files of 5,000 characters, {RUNS} runs; floor: {_FLOOR}"
    return [
        row(
            "import_articles", median(r["seconds"] for r in runs), "s", how,
            floor=median(r["floor"] for r in runs), budget=3,
        )
    ]  # fmt: skip


def measure_corpus(folder: Path) -> list[Row]:
    runs = _corpus_runs(folder, "40k", ("1000", "40", "12"), RUNS)
    seconds, floor = (median(r[key] for r in runs) for key in ("seconds", "floor"))
    how = (
        f"corpus of 1,000 articles, 40,000 annotations, 12,000 attributions, {RUNS} runs;"
        f" floor: json.loads of its lines, then {_FLOOR}"
    )
    return [
        row("import_corpus", seconds, "s", how, floor=floor, budget=3),
        row(
            "import_corpus_size", runs[0]["size"], "MB", "the project file afterwards; floor: the corpus file",
            floor=runs[0]["corpus_size"], budget=40,
        ),
        row(
            "import_corpus_memory", median(r["memory"] for r in runs), "MB",
            "peak memory of the process that imports; floor: the same process before it imports",
            floor=median(r["memory_before"] for r in runs), budget=300,
        ),
    ]  # fmt: skip


def measure_large_corpus(folder: Path) -> list[Row]:
    runs = _corpus_runs(folder, "100k", ("1000", "100", "30"), 3)
    seconds, floor = (median(r[key] for r in runs) for key in ("seconds", "floor"))
    how = "1,000 articles, 100,000 annotations, 30,000 attributions, 3 runs; floor: as import_corpus"
    return [row("import_corpus_100k", seconds, "s", how, floor=floor, budget=7.5)]


def _corpus_runs(folder: Path, name: str, counts: tuple[str, ...], runs: int) -> list[dict[str, float]]:
    corpus = folder / f"corpus{name}.jsonl"
    child("made_corpora", "corpus", str(corpus), *counts)
    return [child("importing", str(corpus), str(folder / f"corpus{name}-{n}.annotator")) for n in range(runs)]


def project_of(folder: Path) -> Path:
    """The project of the 1,000 articles with 40,000 annotations, made once; work on a copy."""
    path = folder / "corpus40k-0.annotator"
    if not path.exists():
        _corpus_runs(folder, "40k", ("1000", "40", "12"), 1)
    return path


# In the child


def _import(source: Path, path: Path) -> None:
    from annotator.services import importing
    from annotator.services.project import Project
    from annotator.storage import connection

    path.unlink(missing_ok=True)
    connection.prepare()
    before = peak_memory()
    with Project.create(path, None) as project:
        taken = cost(lambda: importing.import_files(project, [source]))
    memory = peak_memory()
    floor = write_rows(path) + (_read_lines(source) if source.is_file() else 0)
    tell(
        seconds=taken.wall / 1e3, cpu=taken.cpu / 1e3, floor=floor / 1e3, memory=memory, memory_before=before,
        size=path.stat().st_size / 1e6, corpus_size=source.stat().st_size / 1e6,
    )  # fmt: skip


def _read_lines(corpus: Path) -> float:
    import json

    def read() -> None:
        for line in corpus.read_bytes().splitlines():
            json.loads(line)

    return cost(read).wall


def write_rows(project: Path) -> float:
    """Milliseconds to write all rows of a project at once."""
    from annotator.storage.connection import connect

    source = connect(project, writable=False)
    own = "sql IS NOT NULL AND name NOT LIKE '%sqlite%'"
    schema = [sql for (sql,) in source.execute(f"SELECT sql FROM sqlite_master WHERE type <> 'view' AND {own}")]
    tables = [name for (name,) in source.execute(f"SELECT name FROM sqlite_master WHERE type = 'table' AND {own}")]
    rows = {table: source.execute(f"SELECT * FROM {table}").fetchall() for table in tables}
    source.close()
    path = project.with_suffix(".floor")
    path.touch()
    target = connect(path, writable=True)
    for statement in ("PRAGMA query_only=OFF", "PRAGMA foreign_keys=OFF", *schema, "PRAGMA cache_spill=OFF"):
        target.execute(statement)

    def write() -> None:
        target.execute("BEGIN IMMEDIATE")
        for table, found in rows.items():
            if found:
                places = ",".join("?" * len(found[0]))
                target.executemany(f"INSERT INTO {table} VALUES ({places})", found)
        target.execute("COMMIT")

    taken = cost(write)
    target.close()
    path.unlink()
    return taken.wall


if __name__ == "__main__":
    _import(Path(sys.argv[1]), Path(sys.argv[2]))
