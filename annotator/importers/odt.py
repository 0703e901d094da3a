"""OpenDocument texts (.odt, .fodt): what they show, their notes, and comments offered as left out."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from annotator.importers import xml_tree
from annotator.importers.article import Block, Facts, Found, Options, Refused, names
from annotator.importers.dates import dated, made
from annotator.importers.html_facts import iso, language
from annotator.importers.odt_body import Body, Styles
from annotator.importers.packed import Packed, encrypted
from annotator.importers.source import Source
from annotator.importers.xml_tree import child, every, given, local, words
from annotator.model.errors import UserError

if TYPE_CHECKING:
    from lxml.etree import _Element

_PUBLISHED = ("published", "publication date", "date published", "issued")
"""What people call their own properties: the format's own `dc:date` is that of the last change."""

MEDIA_TYPE = "application/vnd.oasis.opendocument.text"


def read(source: Source, options: Options) -> Iterator[Found | Refused]:  # noqa: ARG001 - there is nothing to decide
    """The article of a text. Raises UserError when there is none."""
    data = source.read()
    if data.startswith(b"PK"):
        content, styles, meta = _unpacked(source)
    else:
        content = styles = meta = xml_tree.parse(data, source.name)
    root = child(content, "body", "text")
    if root is None:
        raise UserError(f"{source.name} is no text, but another kind of OpenDocument.", "Save it as a text, or a PDF.")
    body = Body(Styles(content, styles))
    blocks = list(body.blocks(root))
    head, foot = (list(_around(styles, body, name)) for name in ("header", "footer"))
    pictures = body.pictures
    said = _properties(meta)
    yield Found(
        (*head, *blocks, *body.notes, *foot), _facts(said), format="odt", media_type=MEDIA_TYPE, original=data,
        notes=(*((f"{pictures} picture{'s' if pictures > 1 else ''} in the file cannot be text",) if pictures else ()),
               *made(iso(said.get("creation-date", "")))),
    )  # fmt: skip


def _unpacked(source: Source) -> "tuple[_Element, _Element, _Element]":
    with Packed(source, "OpenDocument text") as packed:
        if b"encryption-data" in packed.get("META-INF/manifest.xml"):
            raise encrypted(source.name)
        content = xml_tree.parse(packed.read("content.xml"), source.name)
        found = [packed.get(name) for name in ("styles.xml", "meta.xml")]
        styles, meta = (xml_tree.parse(part, source.name) if part else content for part in found)
    return content, styles, meta


def _around(styles: "_Element", body: Body, kind: str) -> Iterator[Block]:
    why = "the head of the page" if kind == "header" else "the foot of the page"
    seen: set[str] = set()
    for master in every(styles, "master-page"):
        for part in master:
            for block in list(body.blocks(part)) if local(part).startswith(kind) else ():
                if block.text not in seen:
                    seen.add(block.text)
                    yield replace(block, kept=False, why=block.why or why)


def _properties(meta: "_Element") -> dict[str, str]:
    said: dict[str, str] = {}
    for element in every(meta, "meta"):
        for one in element:
            said.setdefault(local(one), words(one))
            if local(one) == "user-defined":
                said.setdefault(given(one, "name").lower(), words(one))
    return said


def _facts(said: Mapping[str, str]) -> Facts:
    return Facts(
        title=said.get("title", ""),
        author=names(said.get("initial-creator") or said.get("creator", "")),
        outlet=said.get("publisher", ""),
        published=next((found for name in _PUBLISHED if (found := dated(said.get(name, "")))), ""),
        language=language(said.get("language", "")),
    )
