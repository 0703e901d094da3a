"""Agreement of three annotators, and the figures of one article that follow every change."""

import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median

from benchmarks.measuring import child, cost, peak_memory, tell
from benchmarks.rows import Row, row

DOCUMENTS, ANNOTATORS, ANNOTATIONS = 1000, 3, 30
OF_GAMMA = 20
_QUERIES = (
    "SELECT t.*, s.begin, s.end FROM annotation t JOIN span s ON s.annotation = t.key ORDER BY t.document",
    "SELECT * FROM attribution",
    "SELECT * FROM attribution_member",
    "SELECT text FROM document",
)


def measure(folder: Path) -> list[Row]:
    many = _project(folder, "many", DOCUMENTS, ANNOTATORS, ANNOTATIONS, 5000)
    one = _project(folder, "one", 1, 2, 1170, 60_000)  # each finds six of seven
    runs = [child("agreeing", "all", str(many)) for _ in range(3)]
    told = child("agreeing", "one", str(one))
    sampled = child("agreeing", "gamma", str(many))

    def of(name: str) -> float:
        return float(median(run[name] for run in runs))

    how = (
        f"{DOCUMENTS:,} articles of 5,000 characters, {ANNOTATORS} annotators, {runs[0]['annotations']:,} annotations,"
        " all figures but γ with their intervals, 3 runs; floor: reading the rows"
    )
    return [
        row("agreement", of("s"), "s", how, floor=of("floor"), budget=20),
        row(
            "agreement_memory", of("memory"), "MB", "peak memory of that process; floor: before it reads",
            floor=of("before"), budget=500,
        ),
        row(
            "agreement_live", told["ms"], "ms CPU",
            f"figures of the layers panel, {told['annotations']:,} annotations of two; floor: putting them in order",
            floor=told["floor"], budget=50,
        ),
        row("agreement_gamma", sampled["s"], "s", f"γ of {OF_GAMMA} of those articles, {sampled['samples']} samples"),
    ]  # fmt: skip


def _project(folder: Path, name: str, *counts: int) -> Path:
    path, corpus = folder / f"{name}-layers.annotator", folder / f"{name}-layers.jsonl"
    if not path.exists():
        child("made_layers", str(corpus), *map(str, counts))
        child("agreeing", "make", str(path), str(corpus))
        corpus.unlink()
    return path


# In the child


def _make(path: Path, corpus: Path) -> None:
    from annotator.services import importing
    from annotator.services.project import Project

    with Project.create(path, None) as project:
        importing.import_files(project, [corpus])
    tell()


def _all(path: Path) -> None:
    from annotator.services import agreeing
    from annotator.services.project import Project

    with Project.open(path, None, read_only=True) as project:
        connection = project.file.connection
        before = peak_memory()
        taken = cost(lambda: agreeing.measure(project, (), None, lambda *_: None))
        memory = peak_memory()
        floor = cost(lambda: [connection.execute(query).fetchall() for query in _QUERIES])
        (annotations,) = connection.execute("SELECT count(*) FROM annotation").fetchone()
    tell(s=taken.wall / 1e3, floor=floor.wall / 1e3, memory=memory, before=before, annotations=annotations)


def _one(path: Path) -> None:
    from annotator.services import agreeing
    from annotator.services.project import Project

    with Project.open(path, None, read_only=True) as project:
        a, b = agreeing.choose(project)
        article = project.read(project.documents()[0].id)
    taken = [cost(lambda: agreeing.of_document(article, a, b)).cpu for _ in range(15)]
    floor = [cost(lambda: [article.ordered(annotator=layer) for layer in (a, b)]).cpu for _ in range(15)]
    tell(ms=median(taken), floor=median(floor), annotations=len(article.annotations))


def _gamma(path: Path) -> None:
    from annotator.services import agreeing
    from annotator.services.project import Project

    with Project.open(path, None, read_only=True) as project:
        chosen = agreeing.choose(project)
        some = [document.id for document in project.documents()[:OF_GAMMA]]
        found = agreeing.collect(project, chosen, some, lambda *_: None)
    samples = 0

    def sample() -> None:
        nonlocal samples
        samples = agreeing.gamma(chosen, found, lambda *_: None).samples

    taken = cost(sample)
    tell(s=taken.wall / 1e3, samples=samples)


if __name__ == "__main__":
    doing: dict[str, Callable[..., None]] = {"make": _make, "all": _all, "one": _one, "gamma": _gamma}
    doing[sys.argv[1]](*map(Path, sys.argv[2:]))
