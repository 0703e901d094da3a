"""Where a jump from the page of agreement lands. The one place that decides it."""

from annotator.services.locating import Place
from annotator.ui.desk import Desk


def land(desk: Desk, place: Place) -> None:
    """Show the article at the difference, with the layers of both annotators in sight."""
    desk.session.show(place.document)
    desk.pages.show_article()
    for annotator in place.pair:
        desk.layering.reveal(annotator)
    desk.session.focus(place.annotation, place.attribution)
