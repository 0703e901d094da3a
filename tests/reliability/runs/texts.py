"""The text is untouched: every Unicode character goes through the project and the corpus with its offsets."""

import time
from pathlib import Path

from annotator.model.span import Span
from annotator.services import annotating, exporting, importing
from annotator.services.project import Project
from tests.reliability.runs import work
from tests.reliability.runs.outcome import Outcome, Tell, silent

PIECE = 4096


def run(cases: int, folder: Path, *, seed: int = 1, tell: Tell = silent) -> Outcome:
    """All scalar values (`cases` of them, evenly spread), tagged one by one in places, out and in again."""
    del seed
    began = time.monotonic()
    scalars = [chr(n) for n in range(1, 0x110000) if not 0xD800 <= n < 0xE000 and n not in (0x0D, 0xFEFF)]
    chosen = scalars[:: max(1, len(scalars) // cases)]
    figures = {"characters": len(chosen), "changed": 0, "offsets off": 0, "not sound": 0}
    first, second = folder / "texts.annotator", folder / "texts-again.annotator"
    originals = {}
    with Project.create(first, work.ANA) as project:
        for at in range(0, len(chosen), PIECE):
            text = "Text:\n" + "".join(chosen[at : at + PIECE])
            id_ = importing.import_text(project, text).documents[0]
            originals[id_] = text
            article = project.read(id_)
            for begin in range(6, len(text), 512):
                article.apply(annotating.tag(project, article, [Span(begin, begin + 1)], "claim").changes.changes)
            tell(f"{at + PIECE} of {len(chosen)} characters")
        exporting.export(project, "corpus", folder / "texts.jsonl")
    with Project.create(second, work.ANA) as again:
        importing.import_files(again, [folder / "texts.jsonl"])
        for id_, text in originals.items():
            article = again.read(id_)
            figures["changed"] += sum(a != b for a, b in zip(article.text, text, strict=True))
            expected = {text[begin] for begin in range(6, len(text), 512)}
            found = {article.text[a.begin : a.end] for a in article.annotations.values()}
            figures["offsets off"] += len(expected ^ found)
        figures["not sound"] = len(again.verify())
    return Outcome(
        "texts", cases, figures, zero=("changed", "offsets off", "not sound"), seconds=time.monotonic() - began
    )
