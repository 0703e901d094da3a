"""Corpora of 1,000 articles out and in, in every format, in a new process each time."""

import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

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
    """What dkpro-cassis itself needs to build and serialise the same structures, which are known beforehand."""
    import cassis

    from annotator.formats.cas import cas_of
    from annotator.formats.cas_types import type_system
    from annotator.services.selecting import select

    own = type_system()
    with project.file.snapshot():  # type: ignore[attr-defined]
        given = [
            (layer.text, _structures(cas_of(layer, own, article.judgements)))
            for article in select(project).articles()  # type: ignore[arg-type]
            for layer in article.layers().values()
        ]
    types = cassis.load_typesystem(own.to_xml())  # cassis’ own, without what ours remembers

    def build() -> None:
        out.mkdir()
        for number, (text, structures) in enumerate(given):
            cas = cassis.Cas(typesystem=types, sofa_string=text, sofa_mime="text/plain")
            made: list[Any] = []
            for name, values, references in structures:
                one = types.get_type(name)(**values, **{key: made[at] for key, at in references.items()})
                made.append(one)
                cas.add(one)
            cas.to_xmi(out / f"{number}.xmi")
        shutil.rmtree(out)

    return build


def _structures(cas: Any) -> list[tuple[str, dict[str, Any], dict[str, int]]]:
    """Type, values and references (by place in the list) of each structure; what is referred to stands first."""
    found = sorted(cas.select_all(), key=lambda one: hasattr(one, "Governor"))
    places = {id(one): at for at, one in enumerate(found)}
    out = []
    for one in found:
        features = {f.name: one[f.name] for f in one.type.all_features if f.name not in ("sofa", "xmiID")}
        references = {name: places[id(value)] for name, value in features.items() if id(value) in places}
        values = {name: value for name, value in features.items() if name not in references and value is not None}
        out.append((one.type.name, values, references))
    return out


if __name__ == "__main__":
    _exchange(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
