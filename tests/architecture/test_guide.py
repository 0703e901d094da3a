"""What the guide says about faults is what the program says."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "annotator").rglob("*.py"))
PLAIN = re.sub(r'"\s*\n\s*f?"', "", SOURCES)  # sentences that are written over two lines
SECTION = (ROOT / "docs" / "user-guide.md").read_text(encoding="utf-8").split("## When something goes wrong")[1]
TABLES = SECTION.split("\n### ")[0]
ROWS = [[cell.strip() for cell in line.strip("|").split("|")] for line in TABLES.splitlines() if line.startswith("|")]
FAULTS = [
    row for row in ROWS if len(row) == 3 and row[0] not in ("What is so", "What happened") and "---" not in row[0]
]


TELLING = ("faults", "opening", "lock", "connection", "beside")
"""Modules of `storage/` that say what is wrong with a file, its place or the machine."""

NO_FAULT = ("It was opened for reading only.",)
OF_MERGING = (" is damaged.", " holds tables, views or triggers that this program did not make.")
"""Said of a file that is merged; the guide has them of the project that is open."""


def told_by_the_code():
    """Every sentence of these modules, as the guide writes it: … stands for what is put in."""
    for name in TELLING:
        tree = ast.parse((ROOT / "annotator" / "storage" / f"{name}.py").read_text(encoding="utf-8"))
        for call in ast.walk(tree):
            kind = getattr(getattr(call, "func", None), "id", "")
            if kind not in ("UserError", "NotAProject", "ProjectLocked", "ReadOnly", "WhyReadOnly"):
                continue
            sentence = call.args[1 if kind == "WhyReadOnly" else 0]
            values = sentence.values if isinstance(sentence, ast.JoinedStr) else [sentence]
            told = "".join(value.value if isinstance(value, ast.Constant) else "…" for value in values)
            if told.strip("…") not in (*NO_FAULT, *(OF_MERGING if name == "beside" else ()), ""):
                yield re.sub(r"\([^()]*…[^()]*\)", "…", told)


def sentences(told):
    for sentence in re.split(r"(?<=[.]) ", told):
        for part in re.split(r"…|Boris|this computer|\(process 4711\)|2026-11-22 14:03|a folder of Dropbox", sentence):
            if len(part.strip(" ,;.")) > 8:
                yield part.strip(" ,;.")


def test_every_sentence_about_a_fault_has_its_row_in_the_guide():
    said = set(told_by_the_code())
    assert len(said) > 20
    assert [told for told in said if not any(_in_order(told, row[1]) for row in FAULTS)] == []


def _in_order(told, row):
    """Whether a row says this, with a … or an example for each one of the code's."""
    return re.search(".+?".join(re.escape(part) for part in told.split("…") if part), row) is not None


@pytest.mark.parametrize("row", FAULTS, ids=lambda row: row[0])
def test_the_sentence_and_the_buttons_of_a_fault_are_those_of_the_program(row):
    _, told, buttons = row
    assert [part for part in sentences(told) if part not in PLAIN] == []
    assert [name for name in re.findall(r"\*\*(.+?)\*\*", buttons) if name not in PLAIN] == []
