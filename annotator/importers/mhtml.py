"""Pages saved as one file (MHTML, “web archive, single file”): the page in it; everything else it shows stays there."""

import re
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage

from annotator.importers.article import Facts, Found, Options, Refused
from annotator.importers.html_page import found
from annotator.importers.html_tree import decode_page
from annotator.importers.mail import cut_off
from annotator.importers.source import Source
from annotator.model.errors import UserError
from annotator.model.hidden import named

_ADDRESS = re.compile(r"https?://\S{1,2000}")


def read(source: Source, options: Options) -> Iterator[Found | Refused]:
    """The article of the page. Raises UserError when the file holds no page."""
    data = source.read()
    message = message_from_bytes(data, policy=policy.default)
    part = _page(message)
    body = part.get_payload(decode=True) if part is not None else None
    if part is None or not isinstance(body, bytes) or not body:
        raise UserError(f"{named(source.name)} holds no web page.", "Save the page anew, or as “web page, HTML only”.")
    decoded = decode_page(body, source.name, options.encoding, part.get_content_charset() or "")
    known = Facts(title=_header(message, "Subject"), url=_web(_header(message, "Snapshot-Content-Location"))
                  or _web(_header(part, "Content-Location")))  # fmt: skip
    one = found(decoded, source.name, data, facts=known)
    notes = (*one.notes, *cut_off(message, part, data))
    yield replace(one, format="mhtml", media_type="multipart/related", notes=notes)


def _page(message: EmailMessage) -> EmailMessage | None:
    """The part that is the page: the one that the message names as its start, otherwise the first."""
    pages = [part for part in message.walk() if part.get_content_type() in ("text/html", "application/xhtml+xml")]
    start = message.get_param("start")
    named = [part for part in pages if isinstance(start, str) and _header(part, "Content-ID") == start]
    return next(iter((*named, *pages)), None)


def _header(part: EmailMessage, name: str) -> str:
    """A header in words; empty when there is none that can be read."""
    try:
        return str(part.get(name, "")).strip()
    except (ValueError, IndexError, AttributeError, LookupError):  # what the parser makes of broken ones
        return ""


def _web(address: str) -> str:
    return address if _ADDRESS.fullmatch(address) else ""
