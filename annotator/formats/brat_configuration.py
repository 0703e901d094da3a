"""The configuration brat needs to show and to edit what we write: annotation.conf and visual.conf."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from annotator.model.items import KINDS_OF_ATTRIBUTION, Item

_COLOURS = {"Claim": "#f6d9a8", "Source": "#a9d1f2", "Quote": "#b5e5cf", "Content": "#f6d9a8", "Cue": "#dddddd",
            "Excluded": "#eeeeee", "Attribution": "#ffffff"}  # fmt: skip


def write(place: Path, labels: Mapping[str, str], tags: Sequence[Item]) -> None:
    """Write both files into a folder, for the labels that its files use."""
    names = list(dict.fromkeys(labels.values()))
    contents = "|".join(dict.fromkeys((labels["claim"], labels["quote"])))
    annotation = [
        "[entities]", *names, "",
        "[relations]", "Parent\tArg1:Attribution, Arg2:Attribution",
        "<OVERLAP>\tArg1:<ANY>, Arg2:<ANY>, <OVL-TYPE>:<ANY>", "",
        "[events]", f"Attribution\tSource*:{labels['source']}, Cue*:{labels['cue']}, Content+:{contents}", "",
        "[attributes]",
        f"Certainty\tArg:{labels['claim']}, Value:certain|probable|possible|unknown",
        "Discuss\tArg:<ENTITY>", "NoCue\tArg:Attribution",
        "SourceStatus\tArg:Attribution, Value:explicit|unspecified|author",
        f"Kind\tArg:Attribution, Value:{'|'.join(KINDS_OF_ATTRIBUTION)}",
        "Polarity\tArg:Attribution, Value:positive|negative|mixed",
        "ParentBasis\tArg:Attribution, Value:embedded|inferred",
    ]  # fmt: skip
    called = {labels[slug]: name for tag in tags if (slug := _slug(tag)) in labels and (name := _name(tag))}
    visual = ["[labels]", *(f"{label} | {name}" for label, name in called.items()), "", "[drawing]"]
    visual += ["SPAN_DEFAULT\tfgColor:black, bgColor:#e6e0f5, borderColor:darken"]
    visual += [f"{name}\tbgColor:{_COLOURS[name]}" for name in [*names, "Attribution"] if name in _COLOURS]
    visual += ["ARC_DEFAULT\tcolor:black, arrowHead:triangle-5", "Parent\tdashArray:3-3"]
    for name, lines in (("annotation.conf", annotation), ("visual.conf", visual)):
        (place / name).write_text("\n".join([*lines, ""]), encoding="utf-8", newline="\n")


def _slug(tag: Item) -> str:
    return str(getattr(tag, "slug", ""))


def _name(tag: Item) -> str:
    """A tag's name as the configuration takes it: without the signs that mean something there."""
    return " ".join(str(getattr(tag, "name", "")).replace("|", "/").split())
