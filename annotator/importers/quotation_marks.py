"""Quotations that a file marks as such and leaves to the program that shows it to put between marks."""

OPEN = '“„«‹"‘‚「『'
QUOTED = "quotation marks stand where the file marks quotes without them"


def missing(text: str, before: str) -> bool:
    """Whether a quotation has no marks of its own, neither in its text nor at the end of the text before it."""
    text, before = text.strip(), before.rstrip()
    return bool(text) and text[0] not in OPEN and (not before or before[-1] not in OPEN)
