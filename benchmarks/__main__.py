"""`python -m benchmarks`: measure everything; `python -m benchmarks NAME`: only what the row or group NAME needs."""

import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks import (
    agreeing,
    annotation_list,
    article,
    article_files,
    articles,
    exchanging,
    importing,
    many_articles,
    merging,
    projects,
    reviewing,
    rows,
    sources,
    starting,
    team,
    window,
)
from benchmarks.rows import Row

GROUPS: dict[str, Callable[[Path], list[Row]]] = {
    "start": starting.measure,
    "tag_to_repaint": window.measure_tag,
    "tag_in_1000": window.measure_tag_in_project,
    "documents_panel": window.measure_documents_panel,
    "annotation_list": annotation_list.measure,
    "undo": projects.measure_undo,
    "open_project": projects.measure_open,
    "sources": sources.measure,
    "agreement": agreeing.measure,
    "differences": reviewing.measure,
    "team": team.measure,
    "import_articles": importing.measure_articles,
    "import_pages": articles.measure_pages,
    "import_table": article_files.measure_table,
    "import_pdf": article_files.measure_pdf,
    "import_corpus": importing.measure_corpus,
    "import_corpus_100k": importing.measure_large_corpus,
    "export_corpus": projects.measure_export,
    "merge": merging.measure,
    "exchange": exchanging.measure,
    "many_articles": many_articles.measure,
    "verify": projects.measure_verify,
    "open": article.measure_open,
    "repaint": article.measure_repaint,
    "scroll": article.measure_scroll,
    "add": article.measure_add,
    "hit": article.measure_hit,
    "resize": article.measure_resize,
    "zoom": article.measure_zoom,
    "peer": window.measure_peer,
}
"""What is measured together, in this order. The names of rows begin with that of their group."""

LONG = {"many_articles"}
"""Groups that are measured only when they are asked for by name."""

SETS = {"article_view": ("open", "repaint", "scroll", "add", "hit", "resize", "zoom", "peer")}
"""Groups that are asked for under one name."""


def main(arguments: Sequence[str]) -> int:
    only = arguments[0] if arguments else ""
    before = [one for one in rows.load() if only or one.name.startswith(tuple(LONG))]
    chosen = _chosen(only)
    if not chosen:
        sys.exit(f"Nothing is called “{only}”. There are: {', '.join([*SETS, *GROUPS])}; or the name of a row.")
    rows.JSON.parent.mkdir(exist_ok=True)
    measured: list[Row] = []
    # Beside the checkout's other output, because /tmp is often no disk and commits would cost nothing there.
    with tempfile.TemporaryDirectory(dir=rows.JSON.parent, prefix="bench-", ignore_cleanup_errors=True) as folder:
        for name in chosen:
            began = time.monotonic()
            found = GROUPS[name](Path(folder))
            measured += found
            for one in found:
                print(_words(one), flush=True)
            print(f"    ({name}: {time.monotonic() - began:.0f} s)", flush=True)
    rows.save(merged(before, measured))
    return 0


def _chosen(only: str) -> list[str]:
    """The groups to measure: all, the one of that name, or the one that makes the row of that name."""
    if not only:
        return [name for name in GROUPS if name not in LONG]
    if only in SETS:
        return list(SETS[only])
    fitting = [name for name in GROUPS if only == name or only.startswith(name + "_")]
    return [max(fitting, key=len)] if fitting else []


def merged(before: Sequence[Row], measured: Sequence[Row]) -> list[Row]:
    """Rows measured anew in the place of those of the same name, others as they were, new ones last."""
    new = {one.name: one for one in measured}
    return [*(new.pop(one.name, one) for one in before), *new.values()]


def _words(one: Row) -> str:
    parts = [f"{one.name:22}{one.median:>10g} {one.unit}"]
    if one.ratio is not None:
        parts.append(f"{one.ratio:g}× the floor of {one.floor:g}")
    if one.budget is not None:
        parts.append(f"budget {one.budget:g}" + (f", {one.ratio_budget:g}×" if one.ratio_budget else ""))
    if one.within is False:
        parts.append("OVER")
    return "  ".join(parts)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
