"""The blocks of a Word file: what it shows with all changes accepted, and what it keeps beside its text.

Insertions that were tracked are part of the text, deletions are not. ECMA-376, part 1, 17.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from annotator.importers.article import Block
from annotator.importers.docx_styles import Lists, Style, Styles
from annotator.importers.tabular import as_text, is_data
from annotator.importers.xml_tree import child, local, own

if TYPE_CHECKING:
    from lxml.etree import _Element

_SKIPPED = frozenset(
    ("del moveFrom delText delInstrText instrText rPr pPr rt tblPr trPr tcPr sectPr sdtPr sdtEndPr footnoteRef"
     " endnoteRef annotationRef ffData docPr posOffset wrapPolygon oMathParaPr ctrlPr").split()
)  # fmt: skip
"""Elements that hold no text of the document, or text that was deleted."""

_BREAKS = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}
_AROUND = frozenset(("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag", "hyperlink", "body", "dir", "bdo"))
_TEXT = ("/main}", "/math}")
_HEX = re.compile(r"[0-9A-Fa-f]{2,5}")


@dataclass(slots=True)
class _Run:
    """The text of a paragraph while it is gathered, and what is found on the way."""

    parts: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    boxes: "list[_Element]" = field(default_factory=list)


@dataclass(slots=True)
class Body:
    """Makes blocks of one part of a file after another; `notes` are the footnotes that were referred to, in order."""

    styles: Styles
    lists: Lists
    notes: list[tuple[str, str]] = field(default_factory=list)
    pictures: int = 0
    _joined: str = ""

    def blocks(self, container: "_Element") -> Iterator[Block]:
        """The blocks within an element, in the order of the page."""
        yield from self._within(container)
        if self._joined.strip():
            yield Block(self._joined.strip())
        self._joined = ""

    def _within(self, container: "_Element") -> Iterator[Block]:
        for element in container:
            name = local(element)
            if name == "p":
                yield from self._paragraph(element)
            elif name == "tbl":
                yield from self._table(element)
            elif name == "AlternateContent":
                if (chosen := _alternative(element)) is not None:
                    yield from self._within(chosen)
            elif name in _AROUND:
                yield from self._within(element)

    def _paragraph(self, element: "_Element") -> Iterator[Block]:
        run = _Run()
        self._gather(element, run, hidden=False)
        text = self._joined + "".join(run.parts)
        self._joined = ""
        if child(element, "pPr", "rPr", "del") is not None:
            self._joined = text
        elif text.strip():
            yield self._block(text.strip(), self.styles.of(element))
        if (hidden := "".join(run.hidden)).strip():
            yield Block(hidden.strip(), kept=False, why="hidden in the file")
        for box in run.boxes:
            yield from self._within(box)

    def _block(self, text: str, style: Style) -> Block:
        marker = self.lists.marker(style) if style.list_id or style.kind == "list" else ""
        return Block(marker + text, style.kind)

    def _gather(self, element: "_Element", run: _Run, *, hidden: bool) -> None:
        for one in element:
            name = local(one)
            if name in _SKIPPED:
                continue
            if (said := _characters(one, name)) is not None:
                (run.hidden if hidden else run.parts).append(said)
            elif name in ("footnoteReference", "endnoteReference"):
                self._refer(one, name, run)
            elif name == "txbxContent":
                run.boxes.append(one)
            elif name == "AlternateContent":
                if (chosen := _alternative(one)) is not None:
                    self._gather(chosen, run, hidden=hidden)
            else:
                self.pictures += name in ("blip", "imagedata")
                self._gather(one, run, hidden=hidden or (name == "r" and _vanishes(one)))

    def _refer(self, element: "_Element", name: str, run: _Run) -> None:
        self.notes.append((name.removesuffix("Reference"), own(element, "id")))
        if not own(element, "customMarkFollows"):
            run.parts.append(f"[{len(self.notes)}]")

    def _table(self, table: "_Element") -> Iterator[Block]:
        rows = [
            [[] if _continues(cell) else list(self.blocks(cell)) for cell in _reached(row, "tc")]
            for row in _reached(table, "tr")
            if child(row, "trPr", "del") is None
        ]
        flat = [[" ".join(block.text for block in cell if block.kept) for cell in row] for row in rows]
        nested = any(block.kind == "table" for row in rows for cell in row for block in cell)
        if is_data(flat) and not nested:
            text = as_text(flat)
            if text:
                yield Block(text, "table")
            yield from (block for row in rows for cell in row for block in cell if not block.kept)
        else:
            yield from (block for row in rows for cell in row for block in cell)


def _alternative(element: "_Element") -> "_Element | None":
    """The first of several ways in which a file draws the same thing."""
    chosen = child(element, "Choice")
    return chosen if chosen is not None else child(element, "Fallback")


def _reached(element: "_Element", name: str) -> "Iterator[_Element]":
    """The rows of a table or the cells of a row, also those within controls."""
    for one in element:
        if local(one) == name:
            yield one
        elif local(one) in _AROUND:
            yield from _reached(one, name)


def _continues(cell: "_Element") -> bool:
    """Whether a cell only continues the one above it."""
    merged = child(cell, "tcPr", "vMerge")
    return merged is not None and own(merged, "val") != "restart"


def _vanishes(run: "_Element") -> bool:
    vanish = child(run, "rPr", "vanish")
    return vanish is not None and own(vanish, "val") not in ("0", "false", "off")


def _characters(element: "_Element", name: str) -> str | None:
    """What an element stands for by itself; None for one whose text is within."""
    if name == "t":
        return _text(element) if any(mark in element.tag for mark in _TEXT) else ""
    if name == "br":
        return "\n" if own(element, "type") in ("", "textWrapping") else " "
    if name == "sym":
        return chr(int(own(element, "char"), 16)) if _HEX.fullmatch(own(element, "char")) else ""
    return _BREAKS.get(name)


def _text(element: "_Element") -> str:
    text = element.text or ""
    kept = element.get("{http://www.w3.org/XML/1998/namespace}space") == "preserve" or "/math}" in element.tag
    return text if kept else text.strip(" \t\r\n")
