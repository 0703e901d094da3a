"""The command that shows the progress of the team."""

from annotator.ui.command import Command, marked
from annotator.ui.desk import Desk

PROGRESS: tuple[Command, ...] = (
    Command(
        "view.progress", marked("Progress of the team"), lambda d: d.pages.toggle("progress"), ("F4",), "people",
        "Review", Desk.has_project, checked=lambda d: d.pages.shows("progress"), separated=True,
    ),
)  # fmt: skip
