"""EPUB books: an article for each chapter, in the order in which they are read."""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote
from xml.sax.saxutils import escape, quoteattr

from annotator.importers import xml_tree
from annotator.importers.article import Block, Facts, Found, Options, Refused
from annotator.importers.dates import dated
from annotator.importers.html_facts import language
from annotator.importers.html_page import every_block
from annotator.importers.html_tree import decode_page
from annotator.importers.packed import Packed
from annotator.importers.source import Source
from annotator.importers.xml_tree import child, every, local, own, words
from annotator.model.errors import UserError

if TYPE_CHECKING:
    from lxml.etree import _Element

MEDIA_TYPE = "application/epub+zip"
_PAGES = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml")
_CONTAINER = (
    '<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile'
    ' full-path="content.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
)
_PACKAGE = (
    '<package version="3.0" xmlns="http://www.idpf.org/2007/opf"><metadata'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/">{facts}</metadata><manifest><item id="c" href={href}'
    ' media-type="application/xhtml+xml"/></manifest><spine><itemref idref="c"/></spine></package>'
)


_FRONT = {"titlepage": "title page", "halftitlepage": "half title page", "cover": "cover", "toc": "table of contents"}
"""What stands before the chapters of a book and is none. https://www.w3.org/TR/epub-ssv-11/"""

_TYPED = re.compile(rb"""<(?:body|section)\b[^>]{0,500}?\bepub:type\s*=\s*["']([^"'>]{1,200})["']""")


class _Chapter(NamedTuple):
    blocks: tuple[Block, ...]
    data: bytes
    href: str
    replaced: int


def read(source: Source, options: Options) -> Iterator[Found | Refused]:
    """The chapters of a book, or with `whole` the book. Raises UserError for what is none, or protected."""
    with Packed(source, "EPUB") as packed:
        package, folder = _package(packed)
        if "META-INF/rights.xml" in packed.names or _scrambled(packed):
            raise UserError(f"{source.name} is protected against copying.", "Import a copy without protection.")
        book = _facts(package)
        if options.whole:
            yield _whole(packed, package, folder, book, source.read())
        else:
            yield from _each(packed, package, folder, book)


def _each(packed: Packed, package: "_Element", folder: str, book: Facts) -> Iterator[Found | Refused]:
    read_some = False
    fronts = _fronts(package, folder)
    passed: list[str] = []
    for number, href in enumerate(_spine(package, folder), 1):
        name = f"chapter {number}"
        try:
            chapter = _chapter(packed, href)
        except UserError as refused:
            yield Refused(refused.sentence, refused.next_step, name)
            continue
        if not any(block.kept for block in chapter.blocks):
            continue  # a cover, or a picture
        if front := fronts.get(href) or _front(chapter.data):
            passed.append(front)
            continue
        read_some = True
        title = next((" ".join(b.text.split()) for b in chapter.blocks if b.kind == "heading" and b.kept), "")
        facts = book._replace(title=title[:500], outlet=book.title or book.outlet)
        notes = (f"left out of the book: its {' and its '.join(passed)}",) if passed else ()
        passed.clear()
        yield Found(chapter.blocks, facts, name, "epub", MEDIA_TYPE, original=_alone(chapter, facts), notes=notes)
    if not read_some:
        raise UserError(f"{packed.name} holds no text.", "Choose a book that does; pictures of pages are none.")


def _whole(packed: Packed, package: "_Element", folder: str, book: Facts, data: bytes) -> Found:
    blocks = [block for href in _spine(package, folder) for block in _chapter(packed, href).blocks]
    return Found(tuple(blocks), book, format="epub", media_type=MEDIA_TYPE, original=data)


def _package(packed: Packed) -> "tuple[_Element, str]":
    """The list of what the book consists of, and the folder its names begin from."""
    container = xml_tree.parse(packed.read("META-INF/container.xml"), packed.name)
    path = next((own(one, "full-path") for one in every(container, "rootfile")), "")
    return xml_tree.parse(packed.read(path), packed.name), posixpath.dirname(path)


def _spine(package: "_Element", folder: str) -> list[str]:
    """The names of the chapters within the file, in reading order, each once."""
    items = {own(one, "id"): one for one in every(package, "item")}
    out: list[str] = []
    for reference in every(package, "itemref"):
        item = items.get(own(reference, "idref"))
        if item is None or own(item, "media-type") not in _PAGES or "nav" in own(item, "properties").split():
            continue
        href = posixpath.normpath(posixpath.join(folder, unquote(own(item, "href").partition("#")[0])))
        out.append(href)
    return list(dict.fromkeys(out))


def _fronts(package: "_Element", folder: str) -> dict[str, str]:
    """What the guide of a book (EPUB 2) says of pages that are no chapters."""
    return {
        posixpath.normpath(posixpath.join(folder, unquote(own(one, "href").partition("#")[0]))): what
        for one in every(package, "reference")
        if (what := _FRONT.get(own(one, "type").lower().replace("-", "")))
    }


def _front(data: bytes) -> str:
    """What a page that is no chapter says of itself (EPUB 3); empty for any other."""
    found = _TYPED.search(data, 0, 8192)
    words_ = found.group(1).decode("ascii", "replace").lower().split() if found is not None else []
    return next((_FRONT[one] for one in words_ if one in _FRONT), "")


def _chapter(packed: Packed, href: str) -> _Chapter:
    data = packed.read(href)
    xml_tree.check_prolog(data, posixpath.basename(href)[:80])
    decoded = decode_page(data, packed.name)
    text = re.sub(r"\A\ufeff?\s*<\?xml[^>]*\?>", "", decoded.text)
    return _Chapter(every_block(text, packed.name), data, posixpath.basename(href), decoded.unreadable)


def _scrambled(packed: Packed) -> bool:
    """Whether anything but fonts is encrypted."""
    data = packed.get("META-INF/encryption.xml")
    if not data:
        return False
    root = xml_tree.parse(data, packed.name)
    named = [own(one, "URI").lower() for one in every(root, "CipherReference")]
    return any(not name.endswith((".otf", ".ttf", ".woff", ".woff2")) for name in named)


def _facts(package: "_Element") -> Facts:
    said: dict[str, list[str]] = {}
    metadata = child(package, "metadata")
    for one in () if metadata is None else metadata.iter():
        if len(one) == 0 and (value := words(one)) and own(one, "event") in ("", "publication"):
            said.setdefault(local(one), []).append(value)
    first = {name: values[0] for name, values in said.items()}
    address = next((one for name in ("source", "identifier") for one in said.get(name, ())
                    if one.startswith(("http://", "https://"))), "")  # fmt: skip
    return Facts(
        title=first.get("title", ""),
        author=", ".join(dict.fromkeys(said.get("creator", ()))),
        outlet=first.get("publisher", ""),
        published=dated(first.get("date", "")) or _year(first.get("date", "")),
        url=address,
        language=language(first.get("language", "")),
    )


def _year(text: str) -> str:
    return text if re.fullmatch(r"\d{4}(?:-\d{2})?", text) else ""


def _alone(chapter: _Chapter, facts: Facts) -> bytes:
    """A book of this chapter alone, which is read as it was: its title is the outlet of the chapter."""
    told = {"title": facts.outlet, "date": facts.published, "language": facts.language, "identifier": facts.url}
    elements = [f"<dc:{name}>{escape(value)}</dc:{name}>" for name, value in told.items() if value]
    elements += [f"<dc:creator>{escape(name)}</dc:creator>" for name in facts.author.split(", ") if name]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        parts: dict[str, str | bytes] = {
            "mimetype": MEDIA_TYPE, "META-INF/container.xml": _CONTAINER,
            "content.opf": _PACKAGE.format(facts="".join(elements), href=quoteattr(chapter.href)),
            chapter.href: chapter.data,
        }  # fmt: skip
        for name, data in parts.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            file.writestr(info, data)
    return out.getvalue()
