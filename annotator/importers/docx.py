"""Word files (.docx): the text with all changes accepted, its notes, and what stands beside it offered as left out."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from annotator.importers import xml_tree
from annotator.importers.article import Block, Facts, Found, Options, Refused, names
from annotator.importers.dates import made
from annotator.importers.docx_body import Body
from annotator.importers.docx_styles import Lists, Styles
from annotator.importers.html_facts import iso, language
from annotator.importers.old_office import SIGNATURE, refusal
from annotator.importers.packed import Packed
from annotator.importers.source import Source
from annotator.importers.xml_tree import child, every, local, own, words

if TYPE_CHECKING:
    from lxml.etree import _Element

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_BESIDE = (("header", "the head of the page"), ("footer", "the foot of the page"))
_UNTITLED = re.compile(r"(?:microsoft word - )?(?:document|untitled)\s*\d*(?:\.docx?)?|title", re.IGNORECASE)


def read(source: Source, options: Options) -> Iterator[Found | Refused]:  # noqa: ARG001 - there is nothing to decide
    """The article of a Word file. Raises UserError when there is none."""
    data = source.read()
    if data.startswith(SIGNATURE):
        raise refusal(data, source.name)
    with Packed(source, "Word file") as packed:
        main = _main(packed)
        folder = main.rpartition("/")[0]
        root = xml_tree.parse(packed.read(main), source.name)
        styles = _part(packed, f"{folder}/styles.xml")
        body = Body(Styles(styles), Lists.of(_part(packed, f"{folder}/numbering.xml")))
        content = child(root, "body")
        blocks = [] if content is None else list(body.blocks(content))
        blocks += _notes(packed, folder, body)
        blocks = [*_beside(packed, folder, body, "header"), *blocks, *_beside(packed, folder, body, "footer"),
                  *_comments(packed, folder, body)]  # fmt: skip
        said = _properties(_part(packed, "docProps/core.xml"))
        facts = _facts(said, styles)
    pictures = body.pictures
    notes = (f"{pictures} picture{'s' if pictures > 1 else ''} in the file cannot be text",) if pictures else ()
    yield Found(
        tuple(near(blocks)), facts, format="docx", media_type=MEDIA_TYPE, original=data,
        notes=(*notes, *made(iso(said.get("created", "")))),
    )  # fmt: skip


def near(blocks: list[Block]) -> Iterator[Block]:
    """The blocks with entries of a list in lines next to each other."""
    before = ""
    for block in blocks:
        yield replace(block, before="\n") if block.kind == before == "list" else block
        before = block.kind if block.kept else before


def _main(packed: Packed) -> str:
    """The name of the part that is the document."""
    if "[Content_Types].xml" not in packed.names:
        raise packed.damaged("it has no list of contents")
    root = xml_tree.parse(packed.read("_rels/.rels"), packed.name)
    named = [one.get("Target") or "" for one in root if (one.get("Type") or "").endswith("/officeDocument")]
    main = named[0].lstrip("/") if named else "word/document.xml"
    if not main.startswith("word/"):
        raise packed.damaged("it holds no document")
    return main


def _part(packed: Packed, name: str) -> "_Element | None":
    data = packed.get(name)
    return xml_tree.parse(data, packed.name) if data else None


def _notes(packed: Packed, folder: str, body: Body) -> Iterator[Block]:
    """The footnotes and endnotes that the text refers to, in its order, each with its number."""
    found: dict[tuple[str, str], _Element] = {}
    for kind in ("footnote", "endnote"):
        root = _part(packed, f"{folder}/{kind}s.xml")
        for one in () if root is None else root:
            found.setdefault((kind, own(one, "id")), one)
    number = 0
    while number < len(body.notes):  # a note may refer to another
        element = found.pop(body.notes[number], None)
        number += 1
        first = True
        for block in () if element is None else list(body.blocks(element)):
            yield replace(block, text=f"[{number}] {block.text}") if first and block.kept else block
            first = first and not block.kept


def _beside(packed: Packed, folder: str, body: Body, kind: str) -> Iterator[Block]:
    why = dict(_BESIDE)[kind]
    pattern = re.compile(re.escape(folder) + rf"/{kind}\d*\.xml")
    seen: set[str] = set()
    for name in sorted(packed.names):
        root = _part(packed, name) if pattern.fullmatch(name) else None
        for block in () if root is None else list(body.blocks(root)):
            if block.text not in seen:
                seen.add(block.text)
                yield replace(block, kept=False, why=block.why or why)


def _comments(packed: Packed, folder: str, body: Body) -> Iterator[Block]:
    root = _part(packed, f"{folder}/comments.xml")
    for one in () if root is None else root:
        who = own(one, "author")
        for block in list(body.blocks(one)):
            yield replace(block, kept=False, why=f"a comment of {who}" if who else "a comment")


def _properties(core: "_Element | None") -> dict[str, str]:
    said: dict[str, str] = {}
    for one in () if core is None else core:
        said.setdefault(local(one), words(one))
    return said


def _facts(said: Mapping[str, str], styles: "_Element | None") -> Facts:
    title = said.get("title", "")
    spoken = language(said.get("language", ""))
    if not spoken and styles is not None:
        default = next(every(styles, "rPrDefault"), None)
        given = child(default, "rPr", "lang")
        spoken = language("" if given is None else own(given, "val"))
    return Facts(
        title="" if _UNTITLED.fullmatch(title) else title,
        author=names(said.get("creator", "")),
        outlet=said.get("publisher", ""),
        language=spoken,
    )
