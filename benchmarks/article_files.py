"""A table of very many articles and a long PDF, in a new process each time."""

import csv
import io
import random
import sys
from pathlib import Path
from statistics import median

from benchmarks import made_corpora
from benchmarks.importing import write_rows
from benchmarks.measuring import child, cost, peak_memory, tell
from benchmarks.rows import Row, row

ROWS, LENGTH = 100_000, 2000
PAGES, LINES = 300, 46
RUNS = 3


def measure_table(folder: Path, rows: int = ROWS, runs: int = 1) -> list[Row]:
    source = folder / f"table{rows}.csv"
    _write_table(source, rows)
    found = [child("article_files", str(source), str(folder / f"table{n}.annotator")) for n in range(runs)]
    return [
        row(
            "import_table", median(r["seconds"] for r in found), "s",
            f"CSV of {rows:,} articles of {LENGTH:,} characters; floor: csv.reader, then one transaction of plain"
            " executemany with the rows that the project then has",
            floor=median(r["floor"] for r in found), budget=60,
        ),
        row(
            "import_table_memory", median(r["memory"] for r in found), "MB",
            "peak memory of the process that imports; floor: before it imports",
            floor=median(r["memory_before"] for r in found), budget=400,
        ),
    ]  # fmt: skip


def measure_pdf(folder: Path, pages: int = PAGES, runs: int = RUNS) -> list[Row]:
    source = folder / f"report{pages}.pdf"
    source.write_bytes(pdf(pages))
    found = [child("article_files", str(source), str(folder / f"pdf{n}.annotator")) for n in range(runs)]
    return [
        row(
            "import_pdf", median(r["seconds"] for r in found), "s",
            f"PDF of {pages} pages of {LINES} lines, {runs} runs; floor: pypdf’s plain text of the same pages",
            floor=median(r["floor"] for r in found), budget=15,
        )
    ]  # fmt: skip


def _write_table(path: Path, rows: int) -> None:
    chance = random.Random(9)
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["id", "title", "published", "source", "text"])
        for number in range(rows):
            date = f"2026-05-{number % 28 + 1:02}"
            text = made_corpora.article(chance, LENGTH)
            out.writerow([number, f"Story {number}", date, f"Outlet {number % 40}", f"{number} {text}"])


def pdf(pages: int) -> bytes:
    """A report with a running head and page numbers, in one column of Helvetica."""
    chance = random.Random(10)
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"", b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"]
    kids = []
    for number in range(1, pages + 1):
        words = made_corpora.article(chance, 5000).replace("\n\n", " ").split(" ")
        drawn = [
            "/F1 8 Tf 1 0 0 1 72 780 Tm (Report of the harbour authority) Tj",
            f"1 0 0 1 300 30 Tm ({number}) Tj",
            "/F1 10 Tf",
        ]
        for line in range(LINES):
            text = ""
            while words and len(text) < 80:
                text += words.pop(0) + " "
            drawn.append(f"1 0 0 1 {72 + 12 * (line % 9 == 0)} {750 - 15 * line} Tm ({text.rstrip()}) Tj")
        stream = ("BT\n" + "\n".join(drawn) + "\nET").encode("ascii", "replace")
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream))
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 820]/Contents %d 0 R/Resources<</Font<</F1 3 0 R>>>>>>"
            % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (pages, b" ".join(kids))
    out, places = io.BytesIO(b"%PDF-1.4\n"), []
    out.seek(0, io.SEEK_END)
    for number, data in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, data))
    begin = out.tell()
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    out.write(b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(places) + 1, table))
    out.write(b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(places) + 1, begin))
    return out.getvalue()


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
    floor = _read_pdf(source) if source.suffix == ".pdf" else _read_table(source) + write_rows(path)
    tell(seconds=taken.wall / 1e3, cpu=taken.cpu / 1e3, floor=floor / 1e3, memory=memory, memory_before=before)


def _read_table(path: Path) -> float:
    def read() -> None:
        with path.open(encoding="utf-8", newline="") as file:
            for _ in csv.reader(file):
                pass

    return cost(read).wall


def _read_pdf(path: Path) -> float:
    from pypdf import PdfReader

    def read() -> None:
        for page in PdfReader(path).pages:
            page.extract_text()

    return cost(read).wall


if __name__ == "__main__":
    _import(Path(sys.argv[1]), Path(sys.argv[2]))
