"""Facts about an article as a person types them."""

import re

from annotator.importers.dates import dated
from annotator.model.errors import UserError

_AS_EXACT_AS_KNOWN = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2]))?")
_ADDRESS = re.compile(r"https?://[^\s/?#]+[^\s]*", re.IGNORECASE)


def fact(name: str, typed: str) -> str:
    """The value of a fact, empty for none. Raises UserError for a date or an address that is none."""
    value = typed.strip()
    if name == "published" and value and not _AS_EXACT_AS_KNOWN.fullmatch(value):
        value = dated(value)
        if not value:
            raise UserError(f"“{typed.strip()}” is no date.", "Write it as in 2026-05-15, or leave it out.")
    if name == "url" and value and not _ADDRESS.fullmatch(value):
        raise UserError(f"“{value}” is no address of a page.", "It begins with http:// or https://.")
    return value
