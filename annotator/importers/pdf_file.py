"""PDF files: their text layer as paragraphs, running heads and page numbers left out, and where each page begins."""

import io
import logging
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from annotator.importers.article import Block, Facts, Found, Options, Refused, names
from annotator.importers.dates import made
from annotator.importers.html_facts import iso, language
from annotator.importers.packed import encrypted
from annotator.importers.pdf_lines import Line, lines_of
from annotator.importers.pdf_margins import margins
from annotator.importers.pdf_text import blocks_of
from annotator.importers.source import Source
from annotator.model.errors import UserError

if TYPE_CHECKING:
    from pypdf import PdfReader

MEDIA_TYPE = "application/pdf"
MOST_PAGES = 5000
MOST_CHARACTERS = 30_000_000
_DATE = re.compile(r"(?:D:)?(\d{8})")
_MACHINE_MADE = (".indd", ".qxd", ".qxp", ".doc", ".docx", ".rtf", ".dvi", ".tex", ".ai", ".pdf", ".odt", ".pages")

logging.getLogger("pypdf").addHandler(logging.NullHandler())  # what it remarks on is told in our words, or not at all


def read(source: Source, options: Options) -> Iterator[Found | Refused]:  # noqa: ARG001 - there is nothing to decide
    """The text of a PDF. Raises UserError when it has none, is encrypted or damaged."""
    from pypdf.errors import DependencyError, FileNotDecryptedError, PyPdfError

    data = source.read()
    try:
        reader = _opened(data, source.name)
        pages = _pages(reader, source.name)
        labels = _labels(reader, len(pages))
        facts = _facts(reader)
        attached = _attached(reader)
        written = _made(reader)
    except (FileNotDecryptedError, DependencyError):
        raise encrypted(source.name) from None
    except (PyPdfError, RecursionError) as error:
        raise _damaged(source.name, str(error)) from None
    empty = [number for number, page in enumerate(pages) if not page]
    if len(empty) == len(pages):
        raise UserError(
            f"{source.name} has no text: its pages are pictures.",
            "Have a program for text recognition (OCR) add a text layer, and import the result.",
        )
    blocks, joined = blocks_of(pages, margins(pages), labels)
    yield Found(
        tuple(blocks), facts, format="pdf-file", media_type=MEDIA_TYPE, original=data,
        notes=(*_notes(blocks, joined, [labels[n] for n in empty], attached), *made(written)),
    )  # fmt: skip


def _damaged(name: str, why: str) -> UserError:
    return UserError(f"{name} is damaged or no PDF ({why[:100]}).", "Print or save it as a PDF again, and import that.")


def _opened(data: bytes, name: str) -> "PdfReader":
    from pypdf import PasswordType, PdfReader

    reader = PdfReader(io.BytesIO(data), strict=False)
    if reader.is_encrypted and reader.decrypt("") == PasswordType.NOT_DECRYPTED:
        raise encrypted(name)
    return reader


def _pages(reader: "PdfReader", name: str) -> list[list[Line]]:
    count = len(reader.pages)
    if not count:
        raise _damaged(name, "it has no pages")
    if count > MOST_PAGES:
        raise UserError(f"{name} has {count:,} pages, more than {MOST_PAGES:,}.", "Split it, and import the parts.")
    out: list[list[Line]] = []
    characters = 0
    for number, page in enumerate(reader.pages):
        out.append(lines_of(page, number))
        characters += sum(len(line.text) for line in out[-1])
        if characters > MOST_CHARACTERS:
            raise UserError(f"{name} holds more text than an article can.", "Split it, and import the parts.")
    return out


def _labels(reader: "PdfReader", count: int) -> list[str]:
    """What pages are called; their numbers where the file does not say."""
    from pypdf.errors import PyPdfError

    numbers = [str(number) for number in range(1, count + 1)]
    try:
        labels = list(reader.page_labels)
    except (PyPdfError, ValueError, TypeError, LookupError, AttributeError):
        return numbers
    return [label or number for label, number in zip(labels, numbers, strict=True)] if len(labels) == count else numbers


def _facts(reader: "PdfReader") -> Facts:
    said = reader.metadata
    lang = reader.root_object.get("/Lang")
    spoken = language(str(lang)) if isinstance(lang, str) else ""
    if said is None:
        return Facts(language=spoken)
    title = " ".join(str(said.title or "").split())
    if title.lower().endswith(_MACHINE_MADE) or title.lower() in ("untitled", "unknown"):
        title = ""
    return Facts(
        title=title.removeprefix("Microsoft Word - "),
        author=names(str(said.author or "")),
        language=spoken,
    )


def _made(reader: "PdfReader") -> str:
    """When the file was made, which may be years after its text was published."""
    date = _DATE.match(str((reader.metadata or {}).get("/CreationDate", "")))
    return "" if date is None else iso(date.group(1))


def _attached(reader: "PdfReader") -> list[str]:
    from pypdf.errors import PyPdfError

    try:
        return list(reader.attachments)
    except (PyPdfError, ValueError, TypeError, LookupError, AttributeError):
        return []


def _notes(blocks: Sequence[Block], joined: int, empty: Sequence[str], attached: Sequence[str]) -> Iterator[str]:
    if joined:
        yield f"{joined} word{'s' if joined > 1 else ''} broken at the end of a line joined"
    if empty:
        more = " …" if len(empty) > 12 else ""
        yield f"no text on page{'s' if len(empty) > 1 else ''} {', '.join(empty[:12])}{more}"
    if attached:
        yield f"attached to it and not read: {', '.join(attached[:12])}"
    text = "".join(block.text for block in blocks if block.kept)
    strange = sum(c == "\ufffd" or "\ue000" <= c <= "\uf8ff" for c in text)
    if strange > 0.02 * len(text):
        yield "its fonts do not say what some of their signs mean, so parts of the text cannot be read"
