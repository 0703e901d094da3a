"""Every corpus format the program reads or writes, by name; their modules are imported when used."""

from collections.abc import Mapping
from importlib import import_module
from types import ModuleType
from typing import Any, NamedTuple

from annotator import extras
from annotator.formats.losses import ALTERED, ASPECTS, KEPT, LOST, Fate, Loss, report
from annotator.model.errors import UserError

POINTS, UNITS = "code points", "UTF-16"


class Format(NamedTuple):
    """A format: what `annotator formats`, the dialogs, the loss report and docs/formats.md know of it.

    `unit` is what its offsets count; `carries` what becomes of each aspect (an aspect not in it is lost); `extra`
    what has to be installed, with `needs`, the packages that tell whether it is. A `folder` format is several files.
    `lossless` says that everything comes back from it, `alone` that it has a place for what stands on no article: the
    others hold all of that with the first article, and nothing when there is none.
    """

    name: str
    title: str
    line: str
    direction: str
    suffixes: tuple[str, ...]
    unit: str
    carries: Mapping[str, Fate]
    folder: bool = False
    lossless: bool = False
    alone: bool = True
    module: str = ""
    writer: str = "write"
    extra: str = ""
    needs: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    readers: tuple[str, ...] = ()

    @property
    def installed(self) -> bool:
        return extras.installed(self.needs)

    @property
    def install_line(self) -> str:
        return extras.install_line(self.extra)

    @property
    def reads(self) -> bool:
        return self.direction in ("both", "import")

    @property
    def writes(self) -> bool:
        return self.direction in ("both", "export")

    def losses(self, counts: Mapping[str, int]) -> list[Loss]:
        """What becomes of a selection of which a survey counted that much."""
        return report(self.carries if self.alone or counts.get("documents") else {}, counts)

    def load(self) -> ModuleType:
        """Its module. Raises UserError with the line that installs what is missing."""
        if not self.installed:
            raise extras.missing(self.title, self.extra)
        return import_module(f"annotator.formats.{self.module or self.name.replace('-', '_')}")

    def plain(self) -> dict[str, Any]:
        """As `annotator formats --json` prints it."""
        return {
            "name": self.name, "title": self.title, "kind": "corpus", "direction": self.direction,
            "suffixes": list(self.suffixes), "folder": self.folder, "unit": self.unit, "lossless": self.lossless,
            "carries": {aspect: {"grade": fate.grade, "how": fate.how} for aspect, fate in self.carries.items()},
            "extra": self.extra, "installed": self.installed, "install": self.install_line,
        }  # fmt: skip


def _all(how: str = "") -> dict[str, Fate]:
    return {aspect: Fate(KEPT, how) for aspect in ASPECTS}


def _carried(native: Mapping[str, str], altered: Mapping[str, str], rest: str) -> dict[str, Fate]:
    """What a format says itself, what it says otherwise, and `rest` in words for all that only Annotator reads."""
    return {
        aspect: Fate(KEPT, native[aspect]) if aspect in native
        else Fate(ALTERED, altered[aspect]) if aspect in altered
        else Fate(ALTERED, rest)
        for aspect in ASPECTS
    }  # fmt: skip


def _only(kept: Mapping[str, str], altered: Mapping[str, str], lost: Mapping[str, str]) -> dict[str, Fate]:
    """What a format says, and nothing else."""
    return {
        **{aspect: Fate(KEPT, how) for aspect, how in kept.items()},
        **{aspect: Fate(ALTERED, how) for aspect, how in altered.items()},
        **{aspect: Fate(LOST, how) for aspect, how in lost.items()},
    }


_SIDE = "in annotator.jsonl beside it, which only Annotator reads"
_KEY = "under the key “annotator”, which only Annotator reads"
_FIRST = "in user_data of the first document"
_BRAT_NATIVE = {
    "documents": "a .txt file each", "control": "", "annotations": "text-bound annotations, nested ones too",
    "discontinuous": "as fragments", "overlapping": "", "attributions": "as events", "several": "as numbered roles",
    "chains": "as relations between events", "notes": "as notes and attributes", "qualities": "as attributes",
}  # fmt: skip
_BRAT_ALTERED = {
    "crossing": "split at the line break, joined again on import", "cueless": "on a trigger of their own",
    "tags": "as slugs", "annotators": "a folder each", "times": "in a note of type AnnotatorItem",
    "entities": _SIDE, "named": "in a note",
}  # fmt: skip
_BINARY_ALTERED = {
    "discontinuous": "one span for each part, tied by relations", "attributions": "as binary relations",
    "cueless": "as binary relations", "several": "as binary relations", "chains": "as relations between contents",
}  # fmt: skip

FORMATS = {
    one.name: one
    for one in (
        Format(
            "corpus", "Annotator corpus", "Everything, in one file that can be read in a diff.", "both", (".jsonl",),
            POINTS, _all(), lossless=True,
        ),
        Format(
            "w3c", "W3C Web Annotation", "JSON-LD: one annotation page with selectors, creators and times.", "both",
            (".jsonld",), POINTS,
            {**_all(), "attributions": Fate(KEPT, "as linking annotations, roles in terms of our own")},
            lossless=True, readers=("jsonschema",),
        ),
        Format(
            "cas-xmi", "UIMA CAS (XMI)", "For INCEpTION and UIMA: one CAS for each annotator and article.", "both",
            (".xmi",), UNITS, _all(), folder=True, lossless=True, module="cas", extra="cas", needs=("cassis",),
            readers=("dkpro-cassis",),
        ),
        Format(
            "cas-json", "UIMA CAS (JSON)", "For INCEpTION and UIMA, types included in each file.", "both", (".json",),
            UNITS, _all(), folder=True, lossless=True, module="cas", writer="write_json", extra="cas",
            needs=("cassis",), readers=("dkpro-cassis",),
        ),
        Format(
            "csv", "Tables (CSV)", "A table for each kind of item, for pandas, R and spreadsheets.", "both", (".csv",),
            POINTS, _all(), folder=True, lossless=True, module="tables", options=("spreadsheet",), readers=("csv",),
        ),
        Format(
            "parquet", "Parquet", "A row for each article with nested annotations, for pandas and datasets.", "both",
            (".parquet",), POINTS, _all(), lossless=True, extra="ml", needs=("pyarrow",), readers=("pyarrow",),
        ),
        Format(
            "brat", "brat", "Standoff files with the configuration brat needs.", "both", (".ann",), POINTS,
            _carried(_BRAT_NATIVE, _BRAT_ALTERED, _SIDE), folder=True,
        ),
        Format(
            "polnear", "PolNeAR", "brat events of Source, Cue and Content, as in the PolNeAR corpus.", "both",
            (".ann",), POINTS,
            _carried(
                _BRAT_NATIVE, {**_BRAT_ALTERED, "annotations": "claims and quotes become Content", "annotators":
                               "in the file name"}, _SIDE,
            ), folder=True, module="brat", writer="write_polnear",
        ),
        Format(
            "citron", "Citron", "JSON of quotes with cue, sources and contents, as the BBC’s Citron reads it.", "both",
            (".json",), POINTS,
            _carried(
                {"documents": "", "control": "", "attributions": "as quotes", "overlapping": ""},
                {
                    "annotations": "those of attributions as spans; the others " + _KEY,
                    "crossing": "as they are", "discontinuous": "one span for each part",
                    "cueless": "with an empty cue", "several": "the first cue; the others " + _KEY,
                }, _KEY,
            ), folder=True, alone=False,
        ),
        Format(
            "refi-qda", "REFI-QDA", "A .qdpx project for QualCoder, ATLAS.ti, MAXQDA and NVivo.", "both", (".qdpx",),
            POINTS,
            _carried(
                {
                    "documents": "", "control": "", "annotations": "as coded selections", "crossing": "",
                    "overlapping": "", "tags": "as codes", "annotators": "as users", "chains": "as links",
                },
                {
                    "discontinuous": "one selection for each part", "attributions": "as links between selections",
                    "notes": "notes as descriptions, the rest in a note of the project",
                }, "in a note of the project, which only Annotator reads",
            ), module="refi_qda", extra="qda", needs=("lxml",), options=("nvivo",), readers=("lxml, Project.xsd",),
        ),
        Format(
            "label-studio", "Label Studio", "Tasks with regions and relations, and the labelling configuration.",
            "both", (".json",), POINTS,
            _carried(
                {
                    "documents": "", "control": "", "annotations": "as regions", "crossing": "", "overlapping": "",
                    "tags": "as labels",
                }, _BINARY_ALTERED, _KEY,
            ), alone=False, readers=("label-studio-sdk",),
        ),
        Format(
            "doccano", "doccano", "JSONL of entities and relations.", "both", (".jsonl",), POINTS,
            _carried(
                {
                    "documents": "", "control": "", "annotations": "as entities", "crossing": "", "overlapping": "",
                    "tags": "as labels",
                },
                {**_BINARY_ALTERED, "annotators": "a line for each annotator and article"}, _KEY,
            ), alone=False,
        ),
        Format(
            "prodigy", "Prodigy", "JSONL of spans, tokens and relations.", "both", (".jsonl",), POINTS,
            _carried(
                {
                    "documents": "", "control": "", "annotations": "as spans", "crossing": "", "overlapping": "",
                    "tags": "as labels", "annotators": "as _annotator_id",
                }, _BINARY_ALTERED, _KEY,
            ), alone=False,
        ),
        Format(
            "xlsx", "Tables (Excel)", "A workbook with a sheet for each kind of item.", "export", (".xlsx",), POINTS,
            {
                **_all(), "documents": Fate(KEPT, "texts longer than a cell go on in further columns"),
                "control": Fate(LOST, "written as U+FFFD"),
            },
            module="workbook", extra="xlsx", needs=("openpyxl",), readers=("openpyxl",),
        ),
        Format(
            "docbin", "spaCy DocBin", "Documents with span groups, for training with spaCy.", "export", (".spacy",),
            POINTS,
            _only(
                {
                    "documents": "", "control": "", "facts": "in user_data",
                    "annotations": "in the span group “annotator”", "crossing": "",
                    "overlapping": "", "attributions": "in user_data", "cueless": "", "several": "",
                    "chains": "in user_data", "qualities": "in user_data", "named": "by id in user_data",
                    "notes": "in user_data", "times": "in user_data",
                },
                {
                    "discontinuous": "one span for each part, with one id",
                    "annotators": _FIRST, "entities": _FIRST, "tags": f"the slugs as labels, the names {_FIRST}",
                }, {},
            ), alone=False, extra="spacy", needs=("spacy",), readers=("spaCy",),
        ),
        Format(
            "conll", "CoNLL columns", "A token a line and a BIO column for each tag.", "export", (".conll",), POINTS,
            _only(
                {"annotations": "a BIO column for each tag"},
                {
                    "documents": "as tokens with their offsets; white space is not told apart",
                    "control": "as tokens or blanks, in comments as they are", "facts": "in comments",
                    "annotators": "a block for each annotator and article, and in comments",
                    "discontinuous": "the parts stand apart", "crossing": "with an empty line inside",
                    "tags": "the slugs as columns, the names in comments",
                },
                {"overlapping": "of overlapping annotations of one tag the first is written"},
            ),
        ),
    )
}  # fmt: skip


def find(name: str, *, to: str) -> Format:
    """The format of a name, for what is to be done ("import" or "export"). Raises UserError with those there are."""
    known = FORMATS.get(name)
    if known is None or known.direction not in ("both", to):
        names = ", ".join(one for one, form in FORMATS.items() if form.direction in ("both", to))
        what = "export format" if to == "export" else "format"
        raise UserError(f"There is no {what} “{name}”.", f"Choose from {names}.")
    return known
