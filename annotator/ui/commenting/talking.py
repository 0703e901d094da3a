"""What commands of comments do: open the panel at what is meant."""

from typing import cast

from annotator.services.commenting import Target
from annotator.ui.commenting.panel import CommentsPanel
from annotator.ui.desk import Desk


def panel(desk: Desk) -> CommentsPanel:
    """The panel, shown."""
    desk.docks.show("comments")
    return cast("CommentsPanel", desk.docks.panel("comments"))


def comment(desk: Desk) -> None:
    """Write about the focused annotation, otherwise about the article."""
    article = desk.session.article
    annotation = article.annotations.get(desk.session.focused or "") if article is not None else None
    if article is None or annotation is None:
        comment_on_article(desk)
        return
    panel(desk).begin(
        Target(annotation.id, "annotation", article.id, annotation.tag, words=annotation.words(article.text))
    )


def comment_on_attribution(desk: Desk) -> None:
    """Write about the attribution the person is at."""
    article, attribution = desk.session.article, desk.session.attribution()
    if article is not None and attribution is not None:
        first = min((article.annotations[c] for c in attribution.contents), key=lambda a: (a.begin, a.id))
        panel(desk).begin(Target(attribution.id, "attribution", article.id, words=first.words(article.text)))


def comment_on_article(desk: Desk) -> None:
    """Write about the article as a whole."""
    article = desk.session.article
    if article is not None:
        panel(desk).begin(Target(article.id, "document", article.id, name=article.document.title))


def show_thread(desk: Desk, id_: str) -> None:
    """Show a thread by the id of its first comment, and go there with the keyboard."""
    shown = panel(desk)
    shown.show_thread(id_)
    shown.list.setFocus()
