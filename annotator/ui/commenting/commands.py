"""The commands of comments. What they need is imported when they are run."""

from annotator.ui.command import Command, marked
from annotator.ui.desk import Desk

_t = marked


def _on_annotation(desk: Desk) -> None:
    from annotator.ui.commenting import talking

    talking.comment(desk)


def _on_attribution(desk: Desk) -> None:
    from annotator.ui.commenting import talking

    talking.comment_on_attribution(desk)


def _on_article(desk: Desk) -> None:
    from annotator.ui.commenting import talking

    talking.comment_on_article(desk)


COMMENTING: tuple[Command, ...] = (
    Command(
        "comment.add", _t("Comment…"), _on_annotation, ("Shift+M",), "discuss", "Review", Desk.can_annotate,
        in_article=True, separated=True,
    ),
    Command(
        "comment.attribution", _t("Comment on the attribution…"), _on_attribution, (), "", "Review",
        Desk.has_attribution,
    ),
    Command("comment.article", _t("Comment on the article…"), _on_article, (), "", "Review", Desk.can_annotate),
    Command(
        "view.comments", _t("Comments panel"), lambda d: d.docks.enter("comments"), ("Ctrl+9",), "discuss", "Review",
        Desk.has_project, checked=lambda d: d.docks.shows("comments"),
    ),
)  # fmt: skip
