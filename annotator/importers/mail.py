"""E-mails that were saved (.eml): their text, facts from their headers; attachments are named and never opened."""

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.errors import (
    CloseBoundaryNotFoundDefect,
    InvalidBase64LengthDefect,
    InvalidBase64PaddingDefect,
    MessageError,
    StartBoundaryNotFoundDefect,
)
from email.message import EmailMessage
from email.utils import getaddresses
from itertools import islice

from annotator import extras
from annotator.importers.article import Block, Facts, Found, Options, Refused
from annotator.importers.dates import dated
from annotator.importers.decoding import Decoded, declared, decode, told
from annotator.importers.html_facts import language
from annotator.importers.plain_text import blocks_of
from annotator.importers.source import Source
from annotator.model.errors import UserError
from annotator.model.text import clean

MEDIA_TYPE = "message/rfc822"
_MARKUP = ("text/html", "application/xhtml+xml")
_SIGNATURE = re.compile(r"(?:^|\n)-- ?\n")
_MOST_PARTS = 1000
_HALF = (InvalidBase64LengthDefect, InvalidBase64PaddingDefect)
_UNREADABLE = (ValueError, LookupError, AttributeError, TypeError, MessageError)
"""What the parser makes of broken headers and bodies."""


def read(source: Source, options: Options) -> Iterator[Found | Refused]:
    """The article that a message holds. Raises UserError when it holds no text."""
    data = source.read()
    message = message_from_bytes(data, policy=policy.default)
    parts = [part for part in _parts(message) if part.get_content_maintype() != "multipart"]
    body = _chosen(parts, message)
    if body is None:
        raise UserError(f"{source.name} holds no text.", "Open its attachments and import those that do.")
    decoded = _decoded(body, source.name, options.encoding)
    blocks, replaced = _blocks(body, decoded, source.name)
    aside = [_aside(part) for part in parts if part is not body and not _same(part, body)]
    yield Found(
        (*_headers(message), *blocks, *aside), _facts(message), format="email", media_type=MEDIA_TYPE,
        encoding=decoded.encoding, original=data, replaced=told(decoded, source.name, replaced),
        notes=(*_notes(len(aside)), *cut_off(message, body, data)),
    )  # fmt: skip


def _notes(attached: int) -> tuple[str, ...]:
    return (f"{attached} attachment{'s' if attached > 1 else ''} left out and not opened",) if attached else ()


def cut_off(message: EmailMessage, body: EmailMessage, data: bytes) -> tuple[str, ...]:
    """A note when a message, whose text is in `body`, seems to end before its end."""
    seen = [defect for part in islice(message.walk(), _MOST_PARTS) for defect in part.defects]
    if any(isinstance(defect, CloseBoundaryNotFoundDefect | StartBoundaryNotFoundDefect) for defect in seen):
        return ("the line that ends the message is missing: its text may be cut off",)
    packed = _header(body, "Content-Transfer-Encoding").lower() == "base64"
    if packed and (any(isinstance(one, _HALF) for one in seen) or (body is message and not data.endswith(b"\n"))):
        return ("its base64 ends within a line: its text may be cut off",)
    return ()


def _parts(message: EmailMessage) -> Iterator[EmailMessage]:
    """All parts but those of messages within the message."""
    waiting = [message]
    for _ in range(_MOST_PARTS):
        if not waiting:
            return
        part = waiting.pop(0)
        yield part
        inner = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(inner, list):
            waiting[:0] = [one for one in inner if isinstance(one, EmailMessage)]
    raise UserError("The message has too many parts.", "Nothing was imported.")


def _chosen(parts: list[EmailMessage], message: EmailMessage) -> EmailMessage | None:
    """The part that is the message's text: HTML, as it tells quotes and lists, or else plain text."""
    shown = [part for part in parts if not _attached(part) or part is message]
    for kinds in (_MARKUP, ("text/plain",)):
        for part in shown:
            if part.get_content_type() in kinds and _payload(part).strip():
                return part
    return None


def _attached(part: EmailMessage) -> bool:
    try:
        return part.get_content_disposition() == "attachment" or part.get_content_maintype() != "text"
    except _UNREADABLE:
        return True


def _same(part: EmailMessage, body: EmailMessage) -> bool:
    """Whether a part is the same text in the other form, as most messages have it."""
    return not _attached(part) and part.get_content_type() == "text/plain" and body.get_content_type() in _MARKUP


def _payload(part: EmailMessage) -> bytes:
    try:
        payload = part.get_payload(decode=True)
    except _UNREADABLE:
        return b""
    return payload if isinstance(payload, bytes) else b""


def _decoded(part: EmailMessage, name: str, chosen: str | None) -> Decoded:
    data = _payload(part)
    if part.get_content_type() in _MARKUP:
        if not extras.installed(("lxml",)):
            raise extras.missing("E-mail in HTML", "html")
        from annotator.importers.html_tree import decode_page

        return decode_page(data, name, chosen, _charset(part))
    label = _charset(part) if chosen is None else ""
    if label not in ("", "us-ascii", "utf-8") and (decoded := declared(data, label)) is not None:
        return decoded
    return decode(data, name, chosen)


def _charset(part: EmailMessage) -> str:
    try:
        return part.get_content_charset() or ""
    except _UNREADABLE:
        return ""


def _blocks(part: EmailMessage, decoded: Decoded, name: str) -> tuple[tuple[Block, ...], int]:
    if part.get_content_type() in _MARKUP:
        from annotator.importers.html_page import every_block

        return every_block(decoded.text, name), 0
    text, replaced = clean(decoded.text)
    if part.get_param("format") == "flowed":
        text = _unflowed(text, joined=part.get_param("delsp") == "yes")
    cut = _SIGNATURE.search(text)
    said, signature = (text[: cut.start()], text[cut.end() :]) if cut is not None else (text, "")
    out = blocks_of(said.rstrip()) if said.strip() else ()
    if signature.strip():
        out = (*out, Block(signature.strip("\n"), kept=False, why="the signature"))
    return out, replaced


def _unflowed(text: str, *, joined: bool) -> str:
    """Lines that only end for want of room joined again (RFC 3676)."""
    out = ""
    for line in text.split("\n"):
        flows = line.endswith(" ") and line != "-- "
        bare = line.removeprefix(" ")
        out += (bare[:-1] if joined and flows else bare) if flows else f"{bare}\n"
    return out


def _headers(message: EmailMessage) -> Iterator[Block]:
    for name in ("Subject", "From", "To", "Cc", "Date"):
        if value := _header(message, name):
            yield Block(f"{name}: {value}", kept=False, why="a header of the message")


def _facts(message: EmailMessage) -> Facts:
    people = getaddresses([_header(message, "From")])
    return Facts(
        title=_header(message, "Subject"),
        author=", ".join(name or address for name, address in people if name or address),
        outlet=_header(message, "List-ID").split("<")[0].strip(' "'),
        published=dated(_header(message, "Date")),
        language=language(_header(message, "Content-Language").split(",")[0]),
    )


def _header(part: EmailMessage, name: str) -> str:
    try:
        return " ".join(str(part.get(name, "")).split())[:1000]
    except (*_UNREADABLE, IndexError):
        return ""


def _aside(part: EmailMessage) -> Block:
    try:
        name = part.get_filename() or part.get_content_type()
    except _UNREADABLE:
        name = "a part"
    inner = part.get_payload()
    if part.get_content_type() == "message/rfc822" and isinstance(inner, list) and inner:
        first = inner[0]
        name = (_header(first, "Subject") if isinstance(first, EmailMessage) else "") or name
        return Block(name, kept=False, why="a message within it, not opened")
    return Block(f"{name} ({len(_payload(part)):,} bytes)", kept=False, why="an attachment, not opened")
