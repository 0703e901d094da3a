"""The commands of Review mode."""

from annotator.ui.command import Command, marked
from annotator.ui.desk import Desk

_t = marked
_AT, _JUDGED = Desk.has_difference, Desk.can_judge

REVIEWING: tuple[Command, ...] = (
    Command(
        "review.accept", _t("Accept"), lambda d: d.deciding.accept(), ("A",), "check", "Review", _JUDGED,
        in_article=True, mode="review",
    ),
    Command(
        "review.reject", _t("Reject"), lambda d: d.deciding.reject(), ("R",), "cross", "Review", _JUDGED,
        in_article=True, mode="review",
    ),
    Command(
        "review.amend", _t("Amend"), lambda d: d.deciding.amend(), ("Shift+A",), "amend", "Review", _JUDGED,
        in_article=True, mode="review",
    ),
    Command(
        "review.withdraw", _t("Take the verdict back"), lambda d: d.deciding.withdraw(), ("Shift+R",), "undo",
        "Review", Desk.has_verdict, in_article=True, mode="review",
    ),
    Command(
        "review.other", _t("Judge the other reading"), lambda d: d.deciding.turn(), ("X",), "compare", "Review", _AT,
        in_article=True, mode="review",
    ),
    Command(
        "review.next", _t("Next difference"), lambda d: d.reviewing.step(1), ("J",), "down", "Review",
        Desk.has_differences, in_article=True, separated=True, mode="review",
    ),
    Command(
        "review.previous", _t("Previous difference"), lambda d: d.reviewing.step(-1), ("K",), "up", "Review",
        Desk.has_differences, in_article=True, mode="review",
    ),
    Command(
        "review.next_open", _t("Next open difference"), lambda d: d.reviewing.step_open(1), ("Shift+J",), "", "Review",
        Desk.has_differences, in_article=True, mode="review",
    ),
    Command(
        "review.previous_open", _t("Previous open difference"), lambda d: d.reviewing.step_open(-1), ("Shift+K",), "",
        "Review", Desk.has_differences, in_article=True, mode="review",
    ),
    Command(
        "review.reviewed", _t("Mark reviewed"), lambda d: d.deciding.toggle_reviewed(), ("F",), "finish", "Review",
        Desk.can_review, in_article=True, checked=lambda d: d.deciding.is_reviewed(), separated=True, mode="review",
    ),
    Command(
        "review.agreed", _t("Accept what all agree on…"), lambda d: d.deciding.accept_agreed(), ("Ctrl+Shift+A",),
        "people", "Review", Desk.can_annotate,
    ),
    Command(
        "review.blind", _t("Blind annotation"), lambda d: d.blind.toggle(), (), "", "Review", Desk.can_write,
        checked=lambda d: d.blind.is_on(), separated=True,
    ),
)  # fmt: skip
