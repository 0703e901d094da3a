"""What was measured, a row each; kept in build/bench.json and, for people, in docs/BENCHMARKS.md."""

import json
import os
import platform
import re
import sqlite3
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
JSON = ROOT / "build" / "bench.json"
PAGE = ROOT / "docs" / "BENCHMARKS.md"


@dataclass(frozen=True, slots=True)
class Row:
    """One figure. The floor is in the same unit and was measured in the same run; `ratio` is median / floor."""

    name: str
    median: float
    unit: str
    floor: float | None = None
    ratio: float | None = None
    budget: float | None = None
    ratio_budget: float | None = None
    conditions: str = ""
    measured: str = ""

    @property
    def within(self) -> bool | None:
        """Whether it keeps its budgets; None when it has none."""
        held = [value <= most for value, most in self._bounded() if value is not None and most is not None]
        return all(held) if held else None

    def _bounded(self) -> tuple[tuple[float | None, float | None], ...]:
        return (self.median, self.budget), (self.ratio, self.ratio_budget)


def row(
    name: str, median: float, unit: str, conditions: str, *, floor: float | None = None, budget: float | None = None,
    ratio_budget: float | None = None,
) -> Row:  # fmt: skip
    """A row with figures as many digits long as they mean something."""
    ratio = _short(median / floor) if floor else None
    today = f"{datetime.now().astimezone():%Y-%m-%d}"
    kept_floor = _short(floor) if floor is not None else None
    return Row(name, _short(median), unit, kept_floor, ratio, budget, ratio_budget, conditions, today)


def _short(value: float) -> float:
    """Three significant digits."""
    return float(f"{value:.3g}")


def load() -> list[Row]:
    """The rows of the last measurement, from the file or else from the page; none when there was none."""
    try:
        return [Row(**one) for one in json.loads(JSON.read_text(encoding="utf-8"))]
    except (OSError, ValueError, TypeError):
        pass
    try:
        return _rows_of(PAGE.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []


def save(rows: Sequence[Row]) -> None:
    for path, text in ((JSON, _json(rows)), (PAGE, _page(rows))):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _json(rows: Sequence[Row]) -> str:
    return json.dumps([asdict(one) for one in rows], ensure_ascii=False, indent=1) + "\n"


_HEAD = "| name | median | unit | floor | ratio | budget | ratio budget | kept | measured | conditions; floor |"
_CELLS = re.compile(r"^\| `(?P<name>\w+)` \|(?P<rest>.*)\|$", re.MULTILINE)


_TEXT = """\
# Benchmarks

Measured on {date} with {versions}, on {machine}.
This page is written by `make bench`; do not edit it.

How fast depends on the machine and on what else it does. So each figure is a median, and where there is a *floor*, it
was measured in the same run: the least that SQLite, Qt or Python need for the same thing without this program. The
ratio of the two says what the program adds. “ms CPU” is processor time of the process, which other programs disturb
less than “ms”, the time on the clock. A budget is what the design allows; nothing fails when one is exceeded.

{head}
|---|--:|---|--:|--:|--:|--:|---|---|---|
{rows}

## To measure again

```sh
make bench              # everything, some minutes; leave the machine alone meanwhile
make bench ONLY=undo    # only what that row needs; the other rows stay as they were
```

Without make: `python scripts/dev.py bench [name]`. The figures are in `build/bench.json` as well. Everything is
measured offscreen, each part in processes of its own, on texts and corpora made from a fixed seed by
`benchmarks/made_corpora.py` and `made_articles.py`.
"""


def _page(rows: Sequence[Row]) -> str:
    return _TEXT.format(
        date=f"{datetime.now().astimezone():%Y-%m-%d}",
        versions=_versions(),
        machine=_machine(),
        head=_HEAD,
        rows="\n".join(_line(one) for one in rows),
    )


def _line(one: Row) -> str:
    kept = {True: "yes", False: "**no**", None: ""}[one.within]
    ratio = "" if one.ratio is None else f"{one.ratio:g}×"
    ratio_budget = "" if one.ratio_budget is None else f"{one.ratio_budget:g}×"
    cells = (
        f"`{one.name}`", f"{one.median:g}", one.unit, _figure(one.floor), ratio, _figure(one.budget), ratio_budget,
        kept, one.measured, one.conditions,
    )  # fmt: skip
    return f"| {' | '.join(cells)} |"


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


def _rows_of(page: str) -> list[Row]:
    """The rows of a page written before."""
    out = []
    for found in _CELLS.finditer(page):
        median, unit, *bounds, _, measured, conditions = (cell.strip() for cell in found["rest"].split("|"))
        floor, ratio, budget, most = (float(c.rstrip("×")) if c else None for c in bounds)
        out.append(Row(found["name"], float(median), unit, floor, ratio, budget, most, conditions, measured))
    return out


def _versions() -> str:
    return (
        f"Python {platform.python_version()}, PySide6 {version('PySide6-Essentials')}, SQLite {sqlite3.sqlite_version}"
    )


def _machine() -> str:
    """Cores, processor and system, as far as the system tells."""
    name = platform.processor() or platform.machine()
    system = f"{platform.system()} {platform.release()}"
    try:
        told = re.search(r"^model name\s*:\s*(.+)$", Path("/proc/cpuinfo").read_text(encoding="utf-8"), re.MULTILINE)
        name = told[1] if told else name
        system = f"{platform.freedesktop_os_release()['PRETTY_NAME']} ({platform.system()})"
    except OSError:
        pass
    return f"{os.cpu_count()} cores, {' '.join(name.split())}, {system}"
