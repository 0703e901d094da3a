"""Reading, checking, exporting and undoing in a project of 1,000 articles, 40,000 annotations, 12,000 attributions."""

import shutil
import sys
from functools import partial
from pathlib import Path
from statistics import median

from benchmarks.importing import project_of
from benchmarks.measuring import BareCommits, Cost, child, cost, middle, tell
from benchmarks.rows import Row, row

UNDOS = 50


def measure_export(folder: Path) -> list[Row]:
    runs = [child("projects", "export", str(project_of(folder)), str(folder)) for _ in range(5)]
    how = "to an annotator corpus, 5 runs; floor: json.dumps of the lines and writing them"
    return [row("export_corpus", *_of(runs), how, floor=median(r["floor"] for r in runs), budget=1.5)]


def measure_verify(folder: Path) -> list[Row]:
    runs = [child("projects", "verify", str(project_of(folder)), str(folder)) for _ in range(3)]
    how = "all digests, the state derived anew, 3 runs; floor: SQLite’s integrity_check, SHA-256 of texts and values"
    return [row("verify", *_of(runs), how, floor=median(r["floor"] for r in runs))]


def measure_open(folder: Path) -> list[Row]:
    runs = [child("projects", "open", str(project_of(folder)), str(folder)) for _ in range(5)]
    how = "Project.open and the list of documents, 5 processes; floor: connecting and reading ids and titles"
    return [
        row("open_project", median(r["ms"] for r in runs), "ms", how, floor=median(r["floor"] for r in runs)),
        row("open_project_check", median(r["check"] for r in runs), "ms", "of which SQLite’s quick_check"),
        row("open_project_list", median(r["listed"] for r in runs), "ms", "of which the list of documents"),
    ]  # fmt: skip


def measure_undo(folder: Path) -> list[Row]:
    copy = folder / "undo.annotator"
    copy.unlink(missing_ok=True)
    shutil.copyfile(project_of(folder), copy)
    told = child("projects", "undo", str(copy), str(folder))
    how = f"single tags, {UNDOS} undos one after the other; floor: a bare commit of one row in turn with each"
    return [
        row("undo", told["ms"], "ms", how, floor=told["floor"], budget=10),
        row("undo_tag", told["tag"], "ms", "recording those tags, no window; floor: as undo", floor=told["floor"]),
    ]  # fmt: skip


def _of(runs: list[dict[str, float]]) -> tuple[float, str]:
    return median(r["ms"] for r in runs) / 1e3, "s"


# In the child


def _export(path: Path, folder: Path) -> None:
    import json

    from annotator.services import exporting
    from annotator.services.project import Project

    out = folder / "exported.jsonl"
    with Project.open(path, None, read_only=True) as project:
        taken = cost(lambda: exporting.export(project, "corpus", out))
    lines = [json.loads(line) for line in out.read_bytes().splitlines()]
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

    def write() -> None:
        with out.open("w", encoding="utf-8") as file:
            file.writelines(encode(line) + "\n" for line in lines)

    tell(ms=taken.wall, cpu=taken.cpu, floor=cost(write).wall / 1e3)


def _verify(path: Path, _folder: Path) -> None:
    from hashlib import sha256

    from annotator.services.project import Project

    with Project.open(path, None, read_only=True) as project:
        taken = cost(lambda: _nothing_wrong(project.verify()))
        connection = project.file.connection

        def check() -> None:
            connection.execute("PRAGMA integrity_check").fetchall()
            for table, column in (("document", "text"), ("revision", "value")):
                for (value,) in connection.execute(f"SELECT {column} FROM {table}"):
                    sha256((value or "").encode()).digest()

        tell(ms=taken.wall, cpu=taken.cpu, floor=cost(check).wall / 1e3)


def _nothing_wrong(troubles: object) -> None:
    assert not troubles, troubles


def _open(path: Path, _folder: Path) -> None:
    from annotator.services.project import Project
    from annotator.storage.connection import connect

    def bare() -> None:
        connection = connect(path, writable=True)
        query = "SELECT d.digest, f.title FROM document_info f JOIN document d ON d.key = f.document"
        connection.execute(query).fetchall()
        connection.close()

    def opened() -> None:
        with Project.open(path, None) as project:
            project.documents()

    whole, floor = cost(opened).wall, cost(bare).wall
    with Project.open(path, None, read_only=True) as project:
        check = cost(lambda: project.file.connection.execute("PRAGMA quick_check(1)").fetchone()).wall
        listed = cost(project.documents).wall
    tell(ms=whole, floor=floor, check=check, listed=listed)


def _undo(path: Path, folder: Path) -> None:
    from annotator.model.span import Span
    from annotator.services import annotating, history
    from annotator.services.project import Project

    with Project.open(path, None) as project:
        project.me = next(iter(project.annotators().values()))
        article = project.read(project.documents()[0].id)
        undos: list[Cost] = []
        floors: list[Cost] = []

        def tag(begin: int) -> None:
            article.apply(annotating.tag(project, article, [Span(begin, begin + 11)], "claim").changes.changes)

        tags = [cost(partial(tag, 20 * number)) for number in range(UNDOS)]
        with BareCommits(folder) as bare:
            for _ in range(UNDOS):
                undos.append(cost(lambda: history.undo(project)))
                floors.append(cost(bare.commit))
    tell(ms=middle(undos).wall, cpu=middle(undos).cpu, floor=middle(floors).wall, tag=middle(tags).wall)


if __name__ == "__main__":
    {"export": _export, "verify": _verify, "open": _open, "undo": _undo}[sys.argv[1]](
        Path(sys.argv[2]), Path(sys.argv[3])
    )
