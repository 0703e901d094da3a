"""Write docs/formats.md from the registry: `python scripts/formats_page.py`. A test keeps the page current."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from annotator.formats.losses import ASPECTS, LOST  # noqa: E402 - found in this checkout
from annotator.formats.registry import FORMATS, Format  # noqa: E402

PAGE = ROOT / "docs" / "formats.md"
_HEAD = """# Formats of annotated corpora

This page is made from the program's own list of formats by `python scripts/formats_page.py`; `annotator formats`
prints the same.

Offsets are code points inside the program; the table says what they count in each format. *Lossless* means that an
export, imported into an empty project and exported again as an annotator corpus, is the same to the byte. Of the
other formats that go both ways, all annotations and attributions come back. Every export counts what was kept,
altered and lost, shows it before it writes, and with `--loss-report` writes it down. What goes with something that is
lost, such as the time of a rating or an annotation that overlaps, is counted there alone.

An import is one action: when a file is refused, nothing of it comes in. A file is refused when it is not in its format
at all or ends in the middle, so that nobody could say what is missing; of JSON and XML
the sentence names the place. Anything smaller that cannot be taken, a line, a task, a row, a structure, one file of a
folder, is quarantined with its place and the reason, and everything else comes in: items in the file = imported +
already present + here with another value + quarantined. What other programs call
things is set against tags and roles with `--label NAME=TAG` and `--relation NAME=ROLE`, or in the dialog, and
remembered by the project; labels nobody knows become tags of the project. An article that the project has already is
known by its text; another version of it (the same but for white space, quotation marks and dashes, or of the same title
with four words of five in common) is told of, and `--reanchor` moves the annotations over, each to where its words
stand in the same surroundings. What has no such place is quarantined with what depends on it.

What another program deleted is not deleted here, because a program that writes no relations looks just like a person
who took them back. It is told: relations that were exported and did not come back are counted for each article, and so
is what the project has in a layer of which the rest came back. brat alone is different: what its lines say counts, so
an argument or a `Parent` line that was deleted in brat is told as another value of the attribution. The pages of the
formats say more.

What another program changed of an item that is here does not replace it: both values stand beside each other, that of
the project is in force, and the report names them until somebody [decides](command-line.md#decisions).
"""


def page() -> str:
    """The whole page."""
    corpora = list(FORMATS.values())
    lines = [
        _HEAD,
        "| Format | `--format` | Direction | Files | Offsets count | Promise | Needs |",
        "|---|---|---|---|---|---|---|",
    ]
    lines += [_row(one) for one in corpora]
    for one in corpora:
        lines += ["", f"## {one.title}", "", one.line, ""]
        lines += _fates(one)
        lines += ["", f"[How to open it](formats/{one.name}.md)"]
    return "\n".join([*lines, ""])


def _row(one: Format) -> str:
    files = f"a folder of {one.suffixes[0]}" if one.folder else one.suffixes[0]
    promise = "lossless" if one.lossless else "annotations and attributions" if one.reads else "to read elsewhere"
    needs = f"`{one.install_line}`" if one.extra else ""
    return f"| {one.title} | `{one.name}` | {one.direction} | {files} | {one.unit} | {promise} | {needs} |"


def _fates(one: Format) -> list[str]:
    if one.lossless and all(fate.grade == "kept" and not fate.how for fate in one.carries.values()):
        return ["Keeps everything."]
    out = ["| What | Becomes | How |", "|---|---|---|"]
    for aspect, title in ASPECTS.items():
        fate = one.carries.get(aspect)
        grade, how = (fate.grade, fate.how) if fate is not None else (LOST, "the format has no place for it")
        out.append(f"| {title} | {grade} | {how} |")
    return out


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
