"""The commands that bring people's work together."""

from annotator.ui.command import Command, marked
from annotator.ui.desk import Desk

_PI = Desk.has_idle_project

MERGING: tuple[Command, ...] = (
    Command(
        "review.decisions", marked("Decisions…"), lambda d: d.merging.decisions(), (), "compare", "Review", _PI,
        separated=True,
    ),
    Command("review.people", marked("People…"), lambda d: d.merging.people(), (), "people", "Review", _PI),
    Command(
        "review.package", marked("Make a work package…"), lambda d: d.merging.package(), (), "export", "Review", _PI
    ),
)  # fmt: skip
