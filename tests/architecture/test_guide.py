"""What the guide says about faults is what the program says."""

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


def sentences(told):
    for sentence in re.split(r"(?<=[.]) ", told):
        for part in re.split(r"…|Boris|this computer|\(process 4711\)|2026-11-22 14:03|a folder of Dropbox", sentence):
            if len(part.strip(" ,;.")) > 8:
                yield part.strip(" ,;.")


def test_there_are_faults_in_the_guide():
    assert len(FAULTS) > 14


@pytest.mark.parametrize("row", FAULTS, ids=lambda row: row[0])
def test_the_sentence_and_the_buttons_of_a_fault_are_those_of_the_program(row):
    _, told, buttons = row
    assert [part for part in sentences(told) if part not in PLAIN] == []
    assert [name for name in re.findall(r"\*\*(.+?)\*\*", buttons) if name not in PLAIN] == []
