"""Sources, checks and reports in a project of 10,000 articles, 20,000 sources and 100,000 mentions."""

import json
import random
import re
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from statistics import median

from benchmarks.made_corpora import article
from benchmarks.measuring import child, cost
from benchmarks.rows import Row, row

DOCUMENTS, ENTITIES, EACH = 10_000, 20_000, 10
_MADE: dict[Path, Path] = {}


def measure(folder: Path) -> list[Row]:
    path = _project(folder)
    runs = [child("sources", "services", str(path), str(folder)) for _ in range(3)]
    shown = [child("sources", "window", str(path), str(folder)) for _ in range(3)]

    def of(told: list[dict[str, float]], name: str) -> tuple[float, float]:
        return median(r[name] for r in told), median(r[f"{name}_floor"] for r in told)

    ms = [
        ("sources_first", shown, "the page to its first frame, not counted yet; floor: the first 200 names", 100),
        (
            "sources_filter",
            shown,
            "a letter in the filter to its repaint; floor: instr over the names",
            100,
        ),
        ("sources_check_change", runs, "checking one article after a change; floor: reading its annotations", 50),
    ]
    s = [
        ("sources_count", runs, "counting all sources for the list; floor: mentions by source", None),
        ("sources_check", runs, "all checks on all articles; floor: reading annotations, spans and texts", 20),
        ("sources_report", runs, "the report of the project as a page; floor: claims by source", 10),
    ]
    out = []
    for unit, rows, factor in (("ms", ms, 1.0), ("s", s, 1e3)):
        for name, told, how, budget in rows:
            value, floor = of(told, name)
            out.append(row(name, value / factor, unit, how, floor=floor / factor, budget=budget))
    return out


def _project(folder: Path) -> Path:
    if folder not in _MADE:
        path = folder / "sources.annotator"
        corpus = folder / "sources.jsonl"
        with corpus.open("w", encoding="utf-8") as file:
            file.writelines(_lines())
        child("sources", "make", str(path), str(corpus))
        corpus.unlink()
        _MADE[folder] = path
    return _MADE[folder]


def _lines() -> Iterator[str]:
    chance = random.Random(7)
    count = 0

    def line(**value: object) -> str:
        return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"

    def new() -> str:
        nonlocal count
        count += 1
        return f"00000000-0000-4000-8000-{count:012x}"

    yield line(type="corpus", format="annotator-corpus", version=1)
    me = new()
    yield line(type="annotator", id=me, kind="human", name="Measurer")
    entities = [new() for _ in range(ENTITIES)]
    for number, entity in enumerate(entities):
        naming = "anonymous" if number % 10 == 0 else "named"
        yield line(type="entity", id=entity, name=f"Source {number} of Sarn", naming=naming, entity_type="person",
                   role=f"office {number % 300}")  # fmt: skip
    for number in range(DOCUMENTS):
        text = f"{number} " + article(chance, 2000)
        document = sha256(text.encode()).hexdigest()
        month = f"20{10 + number % 12:02}-{1 + number % 9:02}-10"
        yield line(type="document", id=document, text=text, title=f"Article {number}", published=month)
        yield from _layer(line, new, chance, document, text, me, entities)


def _layer(line, new, chance, document, text, me, entities) -> Iterator[str]:  # type: ignore[no-untyped-def]
    above: str | None = None
    edges = [m.start() for m in re.finditer(r"\b\w", text)]
    for place in range(EACH):
        words = edges[2 + place * 24 :]
        spans = {
            "source": [words[0], words[2] - 1],
            "cue": [words[2], words[3] - 1],
            "claim": [words[3], words[15] - 1],
        }
        ids = {tag: new() for tag in spans}
        for tag, (b, e) in spans.items():
            more = {"entity": chance.choice(entities)} if tag == "source" else {}
            yield line(type="annotation", id=ids[tag], annotator=me, document=document, tag=tag, spans=[[b, e]],
                       text=[text[b:e]], **more)  # fmt: skip
        attribution = new()
        parent: dict[str, str] = {"parent": above, "parent_basis": "inferred"} if above and place % 3 else {}
        yield line(type="attribution", id=attribution, annotator=me, document=document, sources=[ids["source"]],
                   cues=[ids["cue"]], contents=[ids["claim"]], kind="statement", polarity="positive",
                   source_status="explicit", **parent)  # fmt: skip
        above = attribution


# In the child


def _make(path: Path, corpus: Path) -> None:
    from annotator.services import importing
    from annotator.services.project import Project

    with Project.create(path, None) as project:
        importing.import_files(project, [corpus])
    print(json.dumps({}))


def _services(path: Path, _folder: Path) -> None:
    from annotator.services import checking, listing, reporting
    from annotator.services.project import Project

    with Project.open(path, None, read_only=True) as project:
        connection = project.file.connection

        def all_of(query: str) -> object:
            return connection.execute(query).fetchall()

        one = project.read(project.documents()[0].id)
        everything = (
            "SELECT t.*, s.begin, s.end FROM annotation t JOIN span s ON s.annotation = t.key ORDER BY t.document",
            "SELECT * FROM attribution",
            "SELECT * FROM attribution_member",
            "SELECT text FROM document",
        )
        mentions = "SELECT entity, count(*) FROM annotation WHERE entity IS NOT NULL GROUP BY 1"
        claims = (
            "SELECT a.entity, count(*) FROM annotation a JOIN attribution_member m ON m.annotation = a.key"
            " AND m.role = 'sources' JOIN attribution_member c ON c.attribution = m.attribution"
            " AND c.role = 'contents' GROUP BY 1"
        )
        told = {
            "sources_count": cost(lambda: listing.index(project)).wall,
            "sources_count_floor": cost(lambda: all_of(mentions)).wall,
            "sources_check": cost(lambda: checking.check(project)).wall,
            "sources_check_floor": cost(lambda: [all_of(q) for q in everything]).wall,
            "sources_check_change": median(cost(lambda: checking.check_article(project, one)).wall for _ in range(20)),
            "sources_check_change_floor": median(
                cost(lambda: all_of("SELECT * FROM annotation WHERE document = 1")).wall for _ in range(20)
            ),
            "sources_report": cost(lambda: reporting.html(project)).wall,
            "sources_report_floor": cost(lambda: all_of(claims)).wall,
        }
    print(json.dumps(told))


def _window(path: Path, _folder: Path) -> None:
    from PySide6.QtWidgets import QApplication

    from annotator import app

    window = app.start([str(path)])
    qt = QApplication.instance()
    assert qt is not None
    for _ in range(20):
        qt.processEvents()

    def show() -> None:
        window.pages.show_sources()
        qt.processEvents()
        window.pages.sources.repaint()

    first = cost(show).wall
    page = window.pages.sources
    while page._reader.busy:  # noqa: SLF001 - what a person would wait for
        qt.processEvents()
    typed = []
    for letters in ("1", "12", "123", "12", "sarn", "office 1", ""):

        def key(letters: str = letters) -> None:
            page.field.setText(letters)
            page.view.viewport().repaint()

        typed.append(cost(key).wall)
    project = window.session.project
    assert project is not None
    connection = project.file.connection

    def floor(query: str) -> float:
        return median(cost(lambda: connection.execute(query).fetchall()).wall for _ in range(7))

    told = {
        "sources_first": first,
        "sources_first_floor": floor("SELECT name FROM entity ORDER BY name COLLATE NOCASE LIMIT 200"),
        "sources_filter": median(typed),
        "sources_filter_floor": floor("SELECT key FROM entity WHERE instr(name, '12') ORDER BY name"),
    }
    window.close()
    print(json.dumps(told))


if __name__ == "__main__":
    {"make": _make, "services": _services, "window": _window}[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))
