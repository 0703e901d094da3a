"""E-mails that were saved (.eml): their text, facts from their headers; attachments are named and never opened."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
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
from typing import NamedTuple

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
_TEXTS = (*_MARKUP, "text/plain")
_SIGNATURE = re.compile(r"(?:^|\n)-- ?\n")
_MOST_PARTS = 1000
_HALF = (InvalidBase64LengthDefect, InvalidBase64PaddingDefect)
_UNREADABLE = (ValueError, LookupError, AttributeError, TypeError, MessageError)
"""What the parser makes of broken headers and bodies."""


def read(source: Source, options: Options) -> Iterator[Found | Refused]:
    """The article that a message holds. Raises UserError when it holds no text."""
    data = source.read()
    message = message_from_bytes(data, policy=policy.default)
    parts = list(_parts(message))
    other = _other_forms(parts)
    leaves = [part for part in parts if part.get_content_maintype() != "multipart" and id(part) not in other]
    shown = [part for part in leaves if part is message or not _attached(part)]
    texts = [part for part in shown if part.get_content_type() in _TEXTS and _payload(part).strip()]
    if not texts:
        raise UserError(f"{source.name} holds no text.", "Open its attachments and import those that do.")
    body, *more = texts
    said = [_Said.of(body, source.name, options.encoding), *(_Said.of(part, source.name) for part in more)]
    blocks = [block for part, one in zip(texts, said, strict=True) for block in _placed(part, one, of=body)]
    rest = [part for part in leaves if part not in texts]
    aside = [block for part in rest for block in _aside(part, source.name)]
    yield Found(
        (*_headers(message), *blocks, *aside), _facts(message), format="email", media_type=MEDIA_TYPE,
        encoding=said[0].decoded.encoding, original=data,
        replaced=tuple(one for part in said for one in told(part.decoded, source.name, part.replaced)),
        notes=(*_notes(len(rest)), *cut_off(message, body, data)),
    )  # fmt: skip


class _Said(NamedTuple):
    """The text of a part; `replaced` characters of it could not be stored."""

    blocks: tuple[Block, ...]
    decoded: Decoded
    replaced: int

    @classmethod
    def of(cls, part: EmailMessage, name: str, chosen: str | None = None) -> "_Said":
        decoded = _decoded(part, name, chosen)
        blocks, replaced = _blocks(part, decoded, name)
        return cls(blocks, decoded, replaced)


def _placed(part: EmailMessage, said: _Said, *, of: EmailMessage) -> Iterator[Block]:
    """The blocks of a part; those of a file that mail programs show below the message are offered, not kept."""
    name = _name(part) if part is not of else ""
    for number, block in enumerate(said.blocks):
        first = block if number or part is of else replace(block, before="\n\n")
        yield replace(first, kept=False, why=f"the attached file {name[:100]}") if name and block.kept else first


def _notes(attached: int) -> tuple[str, ...]:
    return (f"{attached} attachment{'s' if attached > 1 else ''} left out",) if attached else ()


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


def _other_forms(parts: Sequence[EmailMessage]) -> frozenset[int]:
    """The ids of texts that say what another part says: of several forms that with markup is read, or else the first.

    It tells quotes and lists.
    """
    out: set[int] = set()
    for part in parts:
        inner = part.get_payload() if part.get_content_type() == "multipart/alternative" else None
        forms = [one for one in inner if isinstance(one, EmailMessage)] if isinstance(inner, list) else []
        texts = [[one for one in _parts(form) if not _attached(one) and _payload(one).strip()] for form in forms]
        rank = [min((_TEXTS.index(t) if (t := one.get_content_type()) in _TEXTS else 9 for one in form), default=9)
                for form in texts]  # fmt: skip
        best = rank.index(min(rank)) if rank else 0
        out.update(id(one) for n, form in enumerate(texts) for one in form if n != best)
    return frozenset(out)


def _attached(part: EmailMessage) -> bool:
    try:
        return part.get_content_disposition() == "attachment" or part.get_content_maintype() != "text"
    except _UNREADABLE:
        return True


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


def _name(part: EmailMessage) -> str:
    try:
        return " ".join((part.get_filename() or "").split())
    except _UNREADABLE:
        return "of a broken name"


def _aside(part: EmailMessage, name: str) -> Iterator[Block]:
    """What stands for an attachment; of a message within the message the text, which can be put back."""
    inner = part.get_payload()
    if part.get_content_type() != "message/rfc822" or not isinstance(inner, list) or not inner:
        shown = _name(part) or part.get_content_type()
        yield Block(f"{shown} ({len(_payload(part)):,} bytes)", kept=False, why="an attachment, not opened")
        return
    why = "a message within it"
    message = inner[0]
    if not isinstance(message, EmailMessage):
        return
    parts = list(_parts(message))
    other = _other_forms(parts)
    yield from (replace(block, why=why) for block in _headers(message))
    for one in parts:
        if one.get_content_type() in _TEXTS and id(one) not in other and (one is message or not _attached(one)):
            yield from _offered(one, name, why)
        elif one.get_content_maintype() != "multipart" and id(one) not in other:
            yield Block(_name(one) or one.get_content_type(), kept=False, why=f"attached to {why}, not opened")


def _offered(part: EmailMessage, name: str, why: str) -> Iterator[Block]:
    """The text of a part as it can be put back; one that cannot be read stops nobody from reading the message."""
    try:
        blocks = _Said.of(part, name).blocks if _payload(part).strip() else ()
    except UserError:
        blocks = (Block(part.get_content_type()),)
    for block in blocks:
        yield replace(block, kept=False, why=why, before=block.before or "\n\n")
