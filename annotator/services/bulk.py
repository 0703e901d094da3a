"""Work on very many items at once."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Progress = Callable[[int, int, str], None]
"""Told (done, of, name) now and then; may raise to cancel, which leaves everything as it was."""


def nothing(_done: int, _of: int, _name: str) -> None:
    """Progress that nobody looks at."""


@contextmanager
def collection_paused() -> Iterator[None]:
    """Without the collector of reference cycles: it would look through everything read again and again, for nothing."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
