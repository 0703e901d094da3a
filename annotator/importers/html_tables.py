"""Tables of data, as against tables that merely lay out a page."""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_LONGEST_CELL = 600
"""Characters beyond which a cell holds a piece of the page rather than a value."""

_SPACE = re.compile(r"[ \t\n\r\f]+")
_UNSEEN = ("script", "style", "template", "noscript")


def is_data(table: "HtmlElement") -> bool:
    """Whether it holds values in rows and columns: no table within, several cells in a row, and none of them long."""
    if next(table.iterdescendants("table"), None) is not None:
        return False
    found = rows(table)
    if not any(len(cells) > 1 for cells in found):
        return False
    return all(len(cell) <= _LONGEST_CELL for cells in found for cell in cells)


def rows(table: "HtmlElement") -> list[list[str]]:
    """The texts of its cells, row by row; rows without any text are left out."""
    out = []
    for row in table.iter("tr"):
        cells = [_text(cell) for cell in row.iterchildren("td", "th")]
        if any(cells):
            out.append(cells)
    return out


def _text(cell: "HtmlElement") -> str:
    parts: list[str] = []
    _gather(cell, parts)
    return _SPACE.sub(" ", "".join(parts)).strip(" ")


def _gather(element: "HtmlElement", parts: list[str]) -> None:
    parts.append(element.text or "")
    for child in element:
        if isinstance(child.tag, str) and child.tag not in _UNSEEN:
            if child.tag in ("br", "p", "div", "li"):
                parts.append(" ")
            _gather(child, parts)
        parts.append(child.tail or "")
