"""Identifiers of new items."""


def new_id() -> str:
    """A random UUID in its canonical form."""
    from uuid import uuid4  # no start of the program waits for it

    return str(uuid4())
