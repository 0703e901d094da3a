"""docs/RELIABILITY.md, made from the figures of the last release run of each kind."""

import json
import platform
import sqlite3
from datetime import datetime
from pathlib import Path
from typing import Any

from annotator import __version__
from tests.reliability.runs.outcome import Outcome

ROOT = Path(__file__).resolve().parents[3]
JSON = ROOT / "docs" / "reliability.json"
PAGE = ROOT / "docs" / "RELIABILITY.md"

PROMISES = {
    "kills": """Saved means saved: `kill -9`
The program works (tags, links, undoes, does again) and says of each action when it is saved; it is killed at a random
moment. What was acknowledged has to be there, whole, and the next program has to be able to write at once.""",
    "imports killed": """All or nothing: an import of 10,000 articles
The import is killed at a random moment; afterwards all articles are there, or none.""",
    "merges": """Nothing is lost between colleagues: three copies
People with three copies of a project tag, change, delete, link, import, undo, do again and merge, as chance has it;
then the copies are merged in three orders. What counts has to be the union of what counted in each, the same in every
order, sound, and complete: merging again brings nothing. A merge is undone, made again, undone and done again.""",
    "merges killed": """All or nothing: a merge
The merge is killed at a random moment; afterwards all of it is there, or nothing, and the other file is as it was.""",
    "power cuts": """Saved means saved: power cuts
Every write, truncation, sync and deletion of 120 actions is recorded; the disk is put together as it may be after the
power went at a random point: what was not synced is lost, kept, kept in part, or torn into sectors of 512 bytes with
garbage in between. The program’s own statements are replayed for this through another SQLite library (apsw), and its
own library opens what is left. A model: a disk that lies about having synced is not in it.""",
    "copies": """One file, complete at any moment in which no action is written
A plain copy of the bytes of an open project, made after each action.""",
    "damage": """Damage is never silent
Copies of a project are damaged in eight ways (one bit, eight bits, 64 bytes, a page zeroed, a page of garbage, two
pages swapped, cut off, letters changed) and opened, read and verified in a process of its own. Every row that is not
what it was has to be reported.""",
    "salvage": """Work is got back, and proven
The sample’s project is damaged in eight ways; `annotator salvage` has no backup to fill up from. Every annotation that
comes back proved itself by its digest. Where little comes back, the text of the long article was hit in more places
than one: its annotations are proven, and wait for a backup or the article’s file. “That SQLite reads” is what a plain
SELECT gives before it fails, altered or not.""",
    "hostile files": """A stranger’s file can do nothing
Each hostile file is opened, read, verified or imported in a process that sees every socket and every file that is
opened.""",
    "texts": """The text is untouched
Every Unicode character (all scalar values but NUL, CR and U+FEFF, which are defined to change) goes through a project,
a corpus and another project, with annotations on it.""",
}
"""By the name of the run: its title, and what was done."""

HEAD = """# Reliability

What was disturbed, how often, and what was lost. `make reliability` measures all of it and writes this page; a small
size of each run is part of `make test`. The last column says what the promise is: **0** must be 0, **> 0** must not be
(a control that loses nothing would show that the run does not bite).
"""

NOT_MEASURED = """## Not measured

Network shares, macOS and Windows were not available where these runs were made; the runs with kills need `fork`.
"""


def keep(outcome: Outcome) -> None:
    """Put an outcome in the place of the earlier one of its kind, and make the page anew."""
    known = json.loads(JSON.read_text(encoding="utf-8")) if JSON.exists() else {}
    known[outcome.name] = {
        **outcome.plain(),
        "faults": outcome.faults(),
        "date": datetime.now().astimezone().strftime("%Y-%m-%d"),
        "versions": f"Annotator {__version__}, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, "
        f"{platform.system()} {platform.machine()}",
    }
    JSON.write_text(json.dumps(known, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    PAGE.write_text(page(known), encoding="utf-8")


def page(known: dict[str, Any]) -> str:
    """The page."""
    lines = [HEAD]
    for name, words in PROMISES.items():
        title, told = words.split("\n", 1)
        one = known.get(name)
        lines += [f"## {title}", "", told, ""]
        if one is None:
            lines += ["Not measured yet.", ""]
            continue
        lines += _table(one)
        lines += [f"{one['cases']:,} cases on {one['date']} in {one['seconds']:.0f} s. {one['versions']}.", ""]
        lines += [line for fault in one["faults"] for line in (f"**Not as promised:** {fault}.", "")]
    return "\n".join([*lines, NOT_MEASURED])


def _table(one: dict[str, Any]) -> list[str]:
    least = one["least"]
    out = ["| counted | figure | promised |", "|---|---:|---|"]
    for name, figure in one["figures"].items():
        promise = "**0**" if name in one["zero"] else "**> 0**" if name in one["above_zero"] else ""
        promise = f"**≥ {least[name]:g}**" if name in least else promise
        out.append(f"| {name.replace('_', ' ')} | {figure:,} | {promise} |")
    return [*out, ""]
