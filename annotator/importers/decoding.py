"""From bytes to characters, in whatever encoding a file is."""

import codecs
import re
from typing import NamedTuple

from annotator.model.corpus import Replaced
from annotator.model.errors import UserError
from annotator.model.hidden import named

_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")

_BINARY = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\ufffe\uffff]")
_MOST_BINARY = 0.02
"""Share of control characters above which a file is not a text."""

_NEAR_TIE = 0.05
"""Difference of charset-normalizer's mess ratio below which cp1252, by far the most common, is preferred."""


class Decoded(NamedTuple):
    """A text, the encoding it was read in, and how many bytes could not be read and became U+FFFD."""

    text: str
    encoding: str
    unreadable: int


def decode(data: bytes, name: str, encoding: str | None = None) -> Decoded:
    """The text in bytes. Raises UserError for what is no text, or in no encoding this program knows."""
    if encoding is not None:
        return _decode_as(data, name, encoding)
    for bom, codec in _BOMS:
        if data.startswith(bom):
            text = data.decode(codec, "replace")
            unreadable = text.count("\ufffd") - data.decode(codec, "ignore").count("\ufffd")
            return Decoded(text, codec.removesuffix("-sig"), unreadable)
    if wide := _wide(data):
        return Decoded(data.decode(wide), wide, 0)
    try:
        return Decoded(data.decode("utf-8"), "utf-8", 0)
    except UnicodeDecodeError:
        pass
    mostly = data.decode("utf-8", "surrogateescape")
    bad = sum("\udc80" <= c <= "\udcff" for c in mostly)
    if len(_MULTIBYTE.findall(data)) > 2 * bad:
        return Decoded("".join("\ufffd" if "\udc80" <= c <= "\udcff" else c for c in mostly), "utf-8", bad)
    return _guess(data, name)


def _decode_as(data: bytes, name: str, encoding: str) -> Decoded:
    try:
        return Decoded(data.decode(encoding), encoding, 0)
    except LookupError:
        raise UserError(f"There is no encoding “{encoding}”.", "Use a name such as utf-8 or cp1252.") from None
    except UnicodeError:
        raise UserError(
            f"{named(name)} is not in the encoding {encoding}.", "Leave the encoding out to have it found."
        ) from None


def _wide(data: bytes) -> str:
    """UTF-16 without a byte order mark, by where its zero bytes are."""
    sample = data[:4000]
    if len(sample) < 4 or len(data) % 2:
        return ""
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    codec = "utf-16-le" if odd > half * 0.3 > even * 3 else "utf-16-be" if even > half * 0.3 > odd * 3 else ""
    try:
        return codec if codec and data.decode(codec) else ""
    except UnicodeDecodeError:
        return ""


def _guess(data: bytes, name: str) -> Decoded:
    from charset_normalizer import from_bytes

    matches = from_bytes(data)
    best = matches.best()
    if best is None:
        raise UserError(f"{named(name)} is in no encoding this program knows.", "Save it as UTF-8 and open it again.")
    chosen = best.encoding
    try:
        western = data.decode("cp1252")
    except UnicodeDecodeError:
        western = ""
    if western and chosen != "cp1252":
        rival = next((m for m in matches if "cp1252" in (m.encoding, *m.could_be_from_charset)), None)
        single = chosen.startswith(
            ("cp12", "latin", "iso8859", "mac", "cp4", "cp5", "cp7", "cp8", "cp9", "cp10", "cp11")
        )
        near = rival is not None and rival.chaos - best.chaos <= _NEAR_TIE
        if near or (single and _latin(western)):
            chosen = "cp1252"
    return Decoded(data.decode(chosen), chosen, 0)


def _latin(text: str) -> bool:
    """Whether most letters beyond ASCII are the accented ones of western languages."""
    beyond = [c for c in text if ord(c) > 127]
    usual = sum(c in "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜßàáâãäåæçèéêëìíîïñòóôõöøùúûüÿœŒ“”‘’–—…«»€ \u00a0°§" for c in beyond)
    ascii_letters = sum(c.isascii() and c.isalpha() for c in text)
    return bool(beyond) and usual >= 0.9 * len(beyond) and ascii_letters > 3 * len(beyond)


def is_binary(text: str) -> bool:
    """Whether what was decoded is no text: too many of its characters are none that texts have."""
    return len(_BINARY.findall(text)) > max(2, _MOST_BINARY * len(text))


def told(decoded: Decoded, name: str, replaced: int) -> tuple[Replaced, ...]:
    """What could not be kept of a file: bytes of no character, and characters that cannot be stored."""
    out: list[Replaced] = []
    if decoded.unreadable:
        out.append(Replaced(name, decoded.unreadable, f"bytes that are not {decoded.encoding}, now U+FFFD"))
    if replaced:
        out.append(Replaced(name, replaced, "NUL or lone surrogates, now U+FFFD"))
    return tuple(out)
