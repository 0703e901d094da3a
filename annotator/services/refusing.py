"""Files that a reader stumbles over are refused in words: nobody sees a traceback."""

from collections.abc import Iterator
from contextlib import contextmanager

from annotator.formats.bundles import UNFORESEEN, Bundle
from annotator.model.errors import UserError
from annotator.model.hidden import named


@contextmanager
def refused_in_words(name: str, title: str) -> Iterator[None]:
    """For reading and checking alone: a fault in what is done with the items afterwards is the program's own."""
    try:
        yield
    except RecursionError:
        raise UserError("The file is nested too deep to be read.", "Nothing was imported.") from None
    except UNFORESEEN as error:
        raise UserError(
            f"{named(name)} holds something that no file in the format {title} may"
            f" ({type(error).__name__}: {str(error)[:120]}).",
            "Nothing was imported; check the file, or name another format.",
        ) from error


def bundles(given: Iterator[Bundle], name: str, title: str) -> Iterator[Bundle]:
    """Bundles as they come; what no reader is ready for ends them in words."""
    while True:
        with refused_in_words(name, title):
            bundle = next(given, None)
        if bundle is None:
            return
        yield bundle
