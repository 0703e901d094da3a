"""Bringing in article files of other kinds than text, in a new process each time."""

import random
import sys
from pathlib import Path
from statistics import median

from benchmarks import made_corpora
from benchmarks.measuring import child, cost, peak_memory, tell
from benchmarks.rows import Row, row

PAGES, RUNS = 1000, 3
SAMPLE = 100
"""Pages of which the floor is measured: it takes longer than what is measured, and they are alike."""

SIZE = 100_000


def measure_pages(folder: Path, pages: int = PAGES, runs: int = RUNS) -> list[Row]:
    source = folder / f"pages{pages}"
    _write_pages(source, pages)
    found = [child("articles", str(source), str(folder / f"pages{n}.annotator")) for n in range(runs)]
    how = f"{pages:,} web pages of {SIZE // 1000} kB on all processors, {runs} runs"
    return [
        row(
            "import_pages", median(r["seconds"] for r in found), "s",
            f"{how}; floor: trafilatura’s text and metadata of as many pages, one after the other, in one process, from"
            f" {min(SAMPLE, pages)} of them",
            floor=median(r["floor"] for r in found), budget=60,
        ),
        row(
            "import_pages_memory", median(r["memory"] for r in found), "MB",
            "peak memory of the process that imports, without those that read; floor: before it imports",
            floor=median(r["memory_before"] for r in found), budget=400,
        ),
    ]  # fmt: skip


def page(chance: random.Random, number: int) -> str:
    """A news page: an article of some thousand characters in a page of menus, teasers and scripts."""
    paragraphs = [made_corpora.article(chance, chance.randint(200, 500)).replace("\n\n", " ") for _ in range(16)]
    story = "".join(f"<p>{text} <a href='/topic/{number}'>More on this</a></p>" for text in paragraphs)
    head = (
        f"<!DOCTYPE html><html lang='en'><head><meta charset='utf-8'><title>Story {number} | The Measurer</title>"
        f"<meta property='og:title' content='Story {number}'><meta property='og:site_name' content='The Measurer'>"
        f"<meta name='author' content='Reporter {number % 50}'>"
        f"<meta property='article:published_time' content='2026-05-{number % 28 + 1:02}'></head><body>"
        "<header><nav><ul><li><a href='/'>News</a></li><li><a href='/s'>Sport</a></li></ul></nav></header><main>"
    )
    start = f"{head}<article><h1>Story {number}</h1>{story}</article><div class='more-stories'>"
    teasers: list[str] = []
    size = len(start)
    while size < SIZE - 100:
        words = " ".join(made_corpora.article(chance, 70).split())
        teasers.append(
            f"<div class='teaser card card--small'><a href='/story/{len(teasers)}'><img src='/i/{len(teasers)}.jpg'"
            f" alt='' width='320' height='180' loading='lazy'><span class='teaser__title'>{words}</span></a></div>"
        )
        size += len(teasers[-1])
    return f"{start}{''.join(teasers)}</div></main><footer><p>© 2026 The Measurer</p></footer></body></html>"


def _write_pages(folder: Path, count: int) -> None:
    folder.mkdir(exist_ok=True)
    chance = random.Random(8)
    for number in range(count):
        (folder / f"page{number:04}.html").write_text(page(chance, number), encoding="utf-8")


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
        assert len(project.documents()) == len(list(source.iterdir()))
    memory = peak_memory()
    tell(seconds=taken.wall / 1e3, floor=_bare(source) / 1e3, memory=memory, memory_before=before)


def _bare(source: Path) -> float:
    """Milliseconds that trafilatura takes for its own text and metadata of all pages, reckoned from some of them."""
    from trafilatura import bare_extraction

    pages = sorted(source.iterdir())
    texts = [path.read_text(encoding="utf-8") for path in pages[:SAMPLE]]
    bare_extraction(texts[0], include_comments=False, with_metadata=True)

    def extract() -> None:
        for text in texts:
            bare_extraction(text, include_comments=False, with_metadata=True)

    return cost(extract).wall / len(texts) * len(pages)


if __name__ == "__main__":
    _import(Path(sys.argv[1]), Path(sys.argv[2]))
