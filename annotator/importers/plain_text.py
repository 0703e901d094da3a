"""Plain text in any common encoding: its paragraphs, and every character as it is."""

import re
from collections.abc import Iterator

from annotator.importers.article import Block, Found, Options, Refused
from annotator.importers.decoding import Decoded, decode, is_binary, told
from annotator.importers.source import Source
from annotator.model.errors import UserError
from annotator.model.hidden import named
from annotator.model.text import clean

_SIGNATURES = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a packed file (such as Word, EPUB or ZIP)"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"SQLite format 3\x00", "a database"),
    (b"{\\rtf", "an RTF file"),
    (b"\x1f\x8b", "a packed file"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
)
_COLUMNS = (".conll", ".conllu", ".conllx")
"""Endings of files of tokens in columns, which are no article."""

_BETWEEN = re.compile(r"\n[^\S\n]*\n\s*")
_ADVICE = "“annotator formats” lists what can be imported."


def read(source: Source, options: Options) -> Iterator[Found | Refused]:
    """The article in a text file. Raises UserError when there is none."""
    data = source.read()
    for signature, what in _SIGNATURES:
        if data.startswith(signature):
            raise UserError(f"{named(source.name)} is {what}, not a text file.", _ADVICE)
    if source.ending in _COLUMNS or data.startswith(b"# global.columns"):
        raise UserError(
            f"{named(source.name)} holds tokens in columns (CoNLL), which can be written here and not read.",
            "Bring the corpus in a format that goes both ways: “annotator formats” lists them.",
        )
    decoded = decode(data, source.name, options.encoding)
    if is_binary(decoded.text):
        raise UserError(f"{named(source.name)} is a binary file, not a text.", _ADVICE)
    yield found(decoded, source.name, data)


def found(decoded: Decoded, name: str, data: bytes = b"") -> Found:
    """The article of a decoded text. Raises UserError when nothing but white space is in it."""
    text, replaced = clean(decoded.text)
    if not text.strip():
        raise UserError(f"{named(name)} holds nothing but white space.", "Choose a file that holds an article.")
    return Found(
        blocks_of(text), encoding=decoded.encoding, original=data, replaced=told(decoded, name, replaced)
    )  # fmt: skip


def blocks_of(text: str) -> tuple[Block, ...]:
    """The paragraphs of a text, which make exactly this text again: those between empty lines, or else the lines."""
    between = _BETWEEN if _BETWEEN.search(text.strip()) else re.compile("\n+")
    begin = len(text) - len(text.lstrip())
    end = len(text.rstrip())
    out: list[Block] = []
    at, before = 0, ""
    for gap in between.finditer(text, begin, end):
        out.append(Block(text[at : gap.start()], before=before))
        at, before = gap.end(), gap.group()
    out.append(Block(text[at:], before=before))
    return tuple(out)
