"""What an import did, told in the bar above the article, with a button for what comes next."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from annotator.ui.reporting import detail_lines, summary

if TYPE_CHECKING:
    from annotator.model.corpus import Report
    from annotator.ui.actions import Actions
    from annotator.ui.message_bar import MessageBar


def _tr(text: str) -> str:
    return QCoreApplication.translate("imported", text)


def tell(report: "Report", messages: "MessageBar", actions: "Actions", window: QWidget) -> None:
    """Sum up, and lead to the decisions, to the list of everything that is to be told, or back.

    Where something was kept out, the list comes first, and leads to the decisions in turn.
    """
    details, told = detail_lines(report), summary(report)
    decide = actions.by_id["review.decisions"].trigger

    def show_all() -> None:
        from annotator.ui.dialogs.plain_report import PlainReport

        further = (_tr("Decide…"), decide) if report.contested else None
        PlainReport(_tr("What the import did"), details, window, further).open()

    if report.quarantined:
        messages.show_message("bad", told, _tr("Show all"), show_all)
    elif report.contested:
        messages.show_message("info", told, _tr("Decide…"), decide)
    elif details:
        messages.show_message("ok", told, _tr("Show all"), show_all)
    else:
        undo = actions.by_id["edit.undo"].trigger
        messages.show_message("ok", told, _tr("Undo") if report.documents else "", undo)
