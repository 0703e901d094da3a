"""Every corpus and article format the program reads or writes, by name."""

from typing import NamedTuple


class Format(NamedTuple):
    """A format as `annotator formats` lists it. `unit` is what its offsets count; `extra` what has to be installed."""

    name: str
    title: str
    kind: str
    direction: str
    suffixes: tuple[str, ...]
    unit: str
    carries: tuple[str, ...]
    extra: str = ""
    installed: bool = True


EVERYTHING = (
    "annotators", "tags", "entities", "documents", "annotations", "attributions", "ratings", "verdicts", "comments",
    "states", "confirmations", "assignments", "settings",
)  # fmt: skip

FORMATS = {
    one.name: one
    for one in (
        Format("corpus", "Annotator corpus", "corpus", "both", (".jsonl",), "code points", EVERYTHING),
        Format("text", "Plain text", "article", "import", (".txt", ".text"), "code points", ("documents",)),
    )
}
