"""The command that shows how far the annotators agree."""

from annotator.ui.command import Command, marked
from annotator.ui.desk import Desk

AGREEING: tuple[Command, ...] = (
    Command(
        "view.agreement", marked("Agreement"), lambda d: d.pages.toggle("agreement"), ("Shift+F4",), "compare",
        "Review", Desk.has_project, checked=lambda d: d.pages.shows("agreement"),
    ),
)  # fmt: skip
