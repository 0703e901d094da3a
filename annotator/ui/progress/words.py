"""States of documents, and who waits for whom, in words."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QCoreApplication

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
    return name if role == ANNOTATOR else _tr("{0}, review").format(name)


def part_title(name: str, role: str) -> str:
    """What somebody can be given to do."""
    return (_tr("{0} annotates") if role == ANNOTATOR else _tr("{0} reviews")).format(name)


def judged_words(row: Row) -> str:
    """How much of what there is to judge is decided."""
    total = row.decided + row.open
    return _tr("{0} of {1}").format(row.decided, total) if total else ""


def waiting_words(waiting: Waiting, names: Mapping[str, str]) -> str:
    """Who waits for whom, as one sentence; how many documents that is stands beside it."""
    who, for_ = _names(waiting.who, names), _names(waiting.for_, names)
    one = len(waiting.who) == 1
    match waiting.kind:
        case "annotate":
            return _tr("{0} has something to annotate").format(for_)
        case "finish":
            return (_tr("{0} waits for {1} to finish") if one else _tr("{0} wait for {1} to finish")).format(who, for_)
        case "review" if not waiting.who:
            return _tr("Left to review for {0}").format(for_)
        case "review":
            return (_tr("{0} waits for {1} to review") if one else _tr("{0} wait for {1} to review")).format(who, for_)
        case "unreviewed":
            return _tr("Finished, and nobody is to review it")
        case _:
            return _tr("Nobody is to annotate it")


def _names(people: Sequence[str], names: Mapping[str, str]) -> str:
    found = sorted((names.get(one, one) for one in people), key=str.casefold)
    if len(found) < 2:
        return "".join(found)
    return _tr("{0} and {1}").format(", ".join(found[:-1]), found[-1])
