"""What an import or an export did, in words."""

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from annotator.model.corpus import Quarantined, Report
from annotator.model.hidden import named

if TYPE_CHECKING:
    from annotator.services.exporting import Exported


def _tr(text: str, count: int = -1) -> str:
    return QCoreApplication.translate("reporting", text, "", count)


def summary(report: Report) -> str:
    """One sentence."""
    parts = []
    if report.documents:
        parts.append(_tr("%n article(s)", report.documents))
    if report.annotations:
        parts.append(_tr("%n annotation(s)", report.annotations))
    if report.attributions:
        parts.append(_tr("%n attribution(s)", report.attributions))
    if report.entities:
        parts.append(_tr("%n source(s)", report.entities))
    out = _tr("Imported: {0}.").format(", ".join(parts)) if parts else _tr("Nothing new was imported.")
    if report.already_present:
        out += " " + _tr("Here already: %n item(s).", report.already_present)
    if report.quarantined:
        out += " " + _tr("Kept out: %n item(s).", len(report.quarantined))
    if report.passed_over:
        out += " " + _tr("Passed over as no articles: %n file(s).", report.passed_over)
    return out


def wrote(done: "Exported") -> str:
    """What an export wrote, and where, in one sentence."""
    parts = [
        _tr("%n document(s)", done.documents), _tr("%n annotation(s)", done.annotations),
        _tr("%n attribution(s)", done.attributions), named(done.written[0]),
    ]  # fmt: skip
    return _tr("Wrote {0}, {1} and {2}: {3}").format(*parts)


def detail_lines(report: Report) -> list[str]:
    """Everything that was kept out, moved, replaced or noted, a line each; with the file where there are several."""
    paths = {q.path for q in report.quarantined}
    bases = Counter(Path(path).name for path in paths)
    names = {path: Path(path).name if bases[Path(path).name] == 1 else path for path in paths}
    return [
        *(
            f"{names[q.path]}: {_kept_out(q)}" if len(paths) > 1 and q.item != q.path else _kept_out(q)
            for q in report.quarantined
        ),
        *(f"{r.item}: {_tr('found elsewhere by its words')}" for r in report.reanchored),
        *(f"{r.path}: {r.characters} {r.reason}" for r in report.replaced),
        *report.notes,
    ]


def _kept_out(one: Quarantined) -> str:
    """Its place once, also where the reason begins with it."""
    return one.reason if one.reason.startswith(one.item) else f"{one.item}: {one.reason}"
