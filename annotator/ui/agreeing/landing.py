"""Where a jump from the page of agreement lands. The one place that decides it."""

from annotator.services.locating import Place
from annotator.ui.desk import Desk


def land(desk: Desk, place: Place) -> None:
    """Show the article in Review mode, the two compared, at the difference."""
    desk.session.show(place.document)
    desk.modes.enter("review")
    review, difference = desk.reviewing, place.difference
    review.compare(*place.pair)
    key = difference.kind, difference.a.id if difference.a else "", difference.b.id if difference.b else ""
    for standing in ("", "all"):  # what is only mine is shown when it is what one came for
        review.filter("", standing)
        at = next((number for number, line in enumerate(review.shown()) if line.key == key), None)
        if at is not None:
            review.go(at)
            return
    desk.session.focus(place.annotation)  # it changed since
