"""Corpora of 1,000 articles out and in, in every format, in a new process each time."""

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from benchmarks.importing import project_of
from benchmarks.measuring import child, cost, peak_memory, tell
from benchmarks.rows import Row, row

TEXT_FORMATS = ("brat", "polnear", "citron", "w3c", "csv", "label-studio", "doccano", "prodigy")
OTHERS = ("refi-qda", "cas-xmi", "cas-json", "parquet")
ONLY_OUT = ("xlsx", "docbin", "conll")
_FLOOR = "reading all rows of these articles, annotations and attributions from the database, once"


def measure(folder: Path) -> list[Row]:
    out: list[Row] = []
    project = project_of(folder)
    for name in (*TEXT_FORMATS, *OTHERS, *ONLY_OUT):
        told = child("exchanging", name, str(project), str(folder / f"out-{name}"))
        if not told:
            continue
        label = name.replace("-", "_")
        how = f"1,000 articles, 40,000 annotations, 12,000 attributions, as {name}, once; floor: "
        if name == "cas-xmi":
            out.append(
                row(
                    f"exchange_{label}_export", told["export"], "s",
                    how + "dkpro-cassis building and serialising the same CASes", floor=told["cassis"],
                    ratio_budget=1.3,
                )
            )  # fmt: skip
        else:
            budget = 5 if name in TEXT_FORMATS else None
            out.append(
                row(f"exchange_{label}_export", told["export"], "s", how + _FLOOR, floor=told["floor"], budget=budget)
            )
        if "import" in told:
            out.append(
                row(
                    f"exchange_{label}_import", told["import"], "s", how + _FLOOR, floor=told["floor"], budget=20
                )
            )  # fmt: skip
        out.append(
            row(
                f"exchange_{label}_memory", told["memory"], "MB", f"peak memory of exporting and importing as {name}",
                budget=400,
            )
        )  # fmt: skip
    return out


# In the child


def _exchange(name: str, path: Path, out: Path) -> None:
    from annotator.formats.registry import FORMATS
    from annotator.services import exporting, importing
    from annotator.services.project import Project
    from annotator.storage import connection

    form = FORMATS[name]
    if not form.installed:
        print("{}")
        return
    connection.prepare()
    out = out.with_suffix(form.suffixes[0])
    figures: dict[str, float] = {}
    with Project.open(path, None, read_only=True) as project:
        figures["floor"] = cost(lambda: _rows(project)).wall / 1e3
        figures["export"] = cost(lambda: exporting.export(project, name, out)).wall / 1e3
        figures["memory"] = peak_memory()
        if name == "cas-xmi":
            figures["cassis"] = cost(_cassis(project, out.with_name("cassis"))).wall / 1e3
    if form.reads:
        back = out.with_name(f"back-{name}.annotator")
        back.unlink(missing_ok=True)
        with Project.create(back, None) as target:
            taken = cost(lambda: _import(importing, target, out, name))
            figures["import"] = taken.wall / 1e3
        if name != "cas-xmi":
            figures["memory"] = peak_memory()
        back.unlink()
    shutil.rmtree(out) if out.is_dir() else out.unlink()
    tell(**figures)


def _import(importing: object, target: object, out: Path, name: str) -> None:
    from annotator.services.importing import import_files

    del importing
    report = import_files(target, [out], format_=name).report  # type: ignore[arg-type]
    assert (report.documents, report.annotations, report.attributions) == (1000, 40_000, 12_000), report


def _rows(project: object) -> None:
    file = project.file  # type: ignore[attr-defined]
    for table in ("document", "annotation", "span", "attribution", "attribution_member"):
        file.connection.execute(f"SELECT * FROM {table}").fetchall()


def _cassis(project: object, out: Path) -> Callable[[], None]:
    """What dkpro-cassis itself needs for the same spans and relations, told of beforehand."""
    import cassis

    from annotator.formats.cas_types import RELATION, SPAN, type_system
    from annotator.services.selecting import select

    with project.file.snapshot():  # type: ignore[attr-defined]
        articles = list(select(project).articles())  # type: ignore[arg-type]
    types = type_system()

    def build() -> None:
        out.mkdir()
        for number, article in enumerate(articles):
            cas = cassis.Cas(typesystem=types, sofa_string=article.text)
            span, relation = types.get_type(SPAN), types.get_type(RELATION)
            made = {}
            for one in article.annotations:
                for begin, end in one.spans:
                    made[one.id] = span(begin=begin, end=end, label=one.tag, identifier=one.id, item="{}" * 60)
                    cas.add(made[one.id])
            for link in article.attributions:
                for content in link.contents:
                    for id_ in (*link.sources, *link.cues):
                        there = made[id_]
                        cas.add(
                            relation(
                                begin=there.begin, end=there.end, Governor=made[content], Dependent=there,
                                label="source", identifier=link.id,
                            )
                        )  # fmt: skip
            cas.to_xmi(out / f"{number}.xmi")
        shutil.rmtree(out)

    return build


if __name__ == "__main__":
    _exchange(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
