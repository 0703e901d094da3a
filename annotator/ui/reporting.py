"""What an import or an export did, in words."""

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from annotator.model.corpus import Quarantined, Reanchored, Report
from annotator.model.hidden import named

if TYPE_CHECKING:
    from collections.abc import Iterable

    from annotator.model.span import Span
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
    if report.contested:
        out += " " + _tr("Here with another value, which stays until you decide: %n item(s).", report.contested)
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
        *map(_moved, report.reanchored),
        *(f"{r.path}: {r.characters} {r.reason}" for r in report.replaced),
        *report.notes,
    ]


def _kept_out(one: Quarantined) -> str:
    """Its words, or else its place, which stands once also where the reason begins with it."""
    return one.reason if one.reason.startswith(one.item) else f"{one.what or one.item}: {one.reason}"


def _moved(one: Reanchored) -> str:
    if one.before == one.after:
        how = _tr("found at the same place, {0}").format(_ranges(one.after))
    else:
        how = _tr("found elsewhere by its words, from {0} to {1}").format(_ranges(one.before), _ranges(one.after))
    return f"{one.what or one.item}: {how}"


def _ranges(spans: "Iterable[Span]") -> str:
    return ", ".join(f"{begin}–{end}" for begin, end in spans)
