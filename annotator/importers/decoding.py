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


_ESCAPED = re.compile("[\udc80-\udcff]")


def escapes(encoding: str) -> str:
    """How a stream in an encoding is to be decoded so that `unreadable` finds the bytes that are not in it."""
    return "replace" if "16" in encoding or "32" in encoding else "surrogateescape"


def unreadable(text: str) -> int:
    """How many bytes that are not in its encoding stand in a text of a stream, each as a lone surrogate."""
    return 0 if text.isascii() else len(_ESCAPED.findall(text))


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
    if (whole := _utf8(data)) is not None:
        return whole
    mostly = _with_holes(data, "utf-8")
    if mostly is not None and len(_MULTIBYTE.findall(data)) > 2 * mostly.unreadable:
        return mostly
    return _guess(data) or _nearly_ascii(data, name)


def declared(data: bytes, label: str) -> Decoded | None:
    """The text in the encoding that a file, or what delivered it, names; None where it does not seem to be in that."""
    codec = codec_of(label)
    return _with_holes(data, codec) if codec else None


def codec_of(label: str) -> str:
    """The codec that browsers and mail programs take for a name; empty for a name that there is not.

    Names of old national standards stand for the code pages of Windows, which hold these and more.
    https://encoding.spec.whatwg.org/#names-and-labels
    """
    try:
        name = codecs.lookup(label.strip()).name if label.strip() else ""
        "".encode(name or "utf-8")
    except (LookupError, UnicodeError):
        return ""
    return _WEB.get(name, name)


_WEB = {
    "ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874", "tis-620": "cp874",
    "shift_jis": "cp932", "gb2312": "gb18030", "gbk": "gb18030", "euc_kr": "cp949", "big5": "big5hkscs",
}  # fmt: skip


def _utf8(data: bytes) -> Decoded | None:
    """UTF-8 as it is, or with halves of characters beyond U+FFFF encoded by themselves, as some databases write it."""
    for errors in ("strict", "surrogatepass"):
        try:
            text = data.decode("utf-8", errors)
        except UnicodeDecodeError:
            continue
        if errors != "strict":
            text = text.encode("utf-16-le", errors).decode("utf-16-le", errors)
        return Decoded(text, "utf-8", 0)
    return None


def _with_holes(data: bytes, codec: str) -> Decoded | None:
    """The text in an encoding, also when a few bytes are not in it; None when that can hardly be the encoding."""
    if codec == "utf-8" and (whole := _utf8(data)) is not None:
        return whole
    try:
        return Decoded(data.decode(codec), codec, 0)
    except UnicodeError:
        pass
    try:
        if codec in ("utf-8", "utf8"):
            escaped = data.decode("utf-8", "surrogateescape")
            text = _ESCAPED.sub("\ufffd", escaped)
            bad, most = len(_ESCAPED.findall(escaped)), 1.0
        else:
            text = data.decode(codec, "replace")
            bad, most = text.count("\ufffd") - data.decode(codec, "ignore").count("\ufffd"), 0.1
    except UnicodeError:
        return None
    good = len(_BEYOND_ASCII.findall(text)) - bad
    return Decoded(text, codec, bad) if bad <= most * good else None


_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")


def _nearly_ascii(data: bytes, name: str) -> Decoded:
    """A text in which next to nothing is beyond ASCII, and that in no encoding. Raises UserError for any other."""
    escaped = data.decode("utf-8", "surrogateescape")
    bad = len(_ESCAPED.findall(escaped))
    if bad > _MOST_BINARY * len(data):
        raise UserError(f"{named(name)} is in no encoding this program knows.", "Save it as UTF-8 and open it again.")
    return Decoded(_ESCAPED.sub("\ufffd", escaped), "utf-8", bad)


def _decode_as(data: bytes, name: str, encoding: str) -> Decoded:
    try:
        found = _with_holes(data, encoding)
    except LookupError:
        raise UserError(f"There is no encoding “{encoding}”.", "Use a name such as utf-8 or cp1252.") from None
    if found is None:
        raise UserError(f"{named(name)} is not in the encoding {encoding}.", "Leave the encoding out to have it found.")
    return found


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


_HIGH = bytes(range(128, 256))
_STRAY = 4
"""Bytes beyond ASCII below which nothing can be said of an encoding."""


def _guess(data: bytes) -> Decoded | None:
    from annotator.importers.letters import by_letters

    if codec := by_letters(data):
        try:
            return Decoded(data.decode(codec), codec.replace("-", "_") if codec.startswith("koi8") else codec, 0)
        except UnicodeDecodeError:
            pass
    if len(data) - len(data.translate(None, _HIGH)) < min(_STRAY, _MOST_BINARY * len(data)):
        return _with_holes(data, "cp1252")  # a sign in an English text, or nothing at all
    from charset_normalizer import from_bytes

    matches = from_bytes(data)
    best = matches.best()
    if best is None:
        return None
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
