"""States of documents, and who waits for whom, in words."""

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from annotator.model.hidden import named, shown
from annotator.services.progressing import ANNOTATOR, Cell, Row, Waiting


def _tr(text: str, n: int = -1) -> str:
    return QCoreApplication.translate("Progress", text, None, n)


def cell_words(cell: Cell) -> str:
    """How far somebody is: the state, otherwise that they began or were given it; empty when it is not theirs."""
    states = {
        "finished": _tr("finished"),
        "in_progress": _tr("in progress"),
        "skipped": _tr("skipped"),
        "in_review": _tr("in review"),
        "reviewed": _tr("reviewed"),
    }
    if cell.state:
        return states[cell.state]
    if cell.made:
        return _tr("begun")
    return _tr("given") if cell.assigned else ""


def cell_in_full(cell: Cell) -> str:
    """The same with what else is known of it."""
    parts = [cell_words(cell) or _tr("nothing to do")]
    if cell.assigned and (cell.state or cell.made):
        parts.append(_tr("was given to them"))
    if cell.made:
        parts.append(_tr("%n annotation(s)", cell.made))
    return ", ".join(parts)


def column_title(name: str, role: str) -> str:
    return shown(name) if role == ANNOTATOR else _tr("{0}, review").format(named(name))


def part_title(name: str, role: str) -> str:
    """What somebody can be given to do."""
    return (_tr("{0} annotates") if role == ANNOTATOR else _tr("{0} reviews")).format(named(name))


def judged_words(row: Row) -> str:
    """How much of what there is to judge is decided."""
    total = row.decided + row.open
    return _tr("{0} of {1}").format(row.decided, total) if total else ""


def waiting_words(waiting: Waiting, names: Mapping[str, str]) -> str:
    """Who waits for whom, as one sentence; how many documents that is stands beside it."""
    who, for_ = (named(names.get(one or "", one or "")) for one in (waiting.who, waiting.for_))
    sentences = {
        "annotate": _tr("{1} has something to annotate"),
        "finish": _tr("{0} waits for {1} to finish"),
        "review": _tr("{1} has something to review"),
        "unreviewed": _tr("Finished, and nobody is to review it"),
        "unassigned": _tr("Nobody is to annotate it"),
    }
    return sentences[waiting.kind].format(who, for_)
