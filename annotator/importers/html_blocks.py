"""The blocks of a page in the order in which it shows them, each with what the page says about its place."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from annotator.importers.html_regions import hidden, is_embed, region_of
from annotator.importers.html_tables import is_data, rows
from annotator.importers.quotation_marks import missing

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_NEVER = frozenset(
    ("script style template head title meta link base svg math iframe frame frameset object embed applet video audio"
     " canvas select option datalist input textarea map area param source track colgroup").split()
)  # fmt: skip
"""Elements that show no text of the page, or none that stands in it."""

_BLOCKS = frozenset(
    ("address article aside blockquote body button caption center dd details dialog div dl dt fieldset figcaption"
     " figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav noscript ol p pre search"
     " section summary table tbody td tfoot th thead tr ul").split()
)  # fmt: skip
_KINDS = {
    **{f"h{level}": "heading" for level in range(1, 7)}, "figcaption": "caption", "caption": "caption",
    "blockquote": "quote", "li": "list", "dt": "list", "dd": "list",
}  # fmt: skip
_SPACE = re.compile("[ \t\n\r\f]+")


class Piece(NamedTuple):
    """A block of a page.

    `region` says where it stands when that is not in the article; `path` are the elements around it, outermost first,
    by number. `level` is that of a heading, `group` the list it is an entry of.
    """

    text: str
    kind: str
    region: str
    path: tuple[int, ...]
    level: int = 0
    group: int = 0
    marker: str = ""
    hidden: bool = False


class _Place(NamedTuple):
    kind: str = "paragraph"
    region: str = ""
    hidden: bool = False
    level: int = 0
    group: int = 0
    in_article: bool = False
    preformatted: bool = False
    path: tuple[int, ...] = ()


@dataclass(slots=True)
class _Walk:
    """Goes through a tree once; `run` is the text since the last edge of a block."""

    out: list[Piece] = field(default_factory=list)
    run: list[str] = field(default_factory=list)
    marker: str = ""
    count: int = 0

    def flush(self, place: _Place) -> None:
        text = "".join(self.run)
        self.run.clear()
        text = text.strip("\n") if place.preformatted else _collapsed(text)
        if text.strip():
            self.out.append(
                Piece(text, place.kind, place.region, place.path, place.level, place.group, self.marker, place.hidden)
            )
            self.marker = ""

    def add(self, text: str | None, place: _Place) -> None:
        if text:
            self.run.append(text if place.preformatted else _spaced(text))

    def children(self, element: "HtmlElement", place: _Place) -> None:
        self.add(element.text, place)
        for child in element:
            self.element(child, place)
            self.add(child.tail, place)

    def element(self, element: "HtmlElement", place: _Place) -> None:
        tag = element.tag
        if tag in _NEVER or not isinstance(tag, str):
            return
        if tag == "br":
            self.run.append("\n")
        elif tag not in _BLOCKS:
            if hidden(element):
                self.flush(place)
                inner = self._inside(element, tag, place)
                self.children(element, inner)
                self.flush(inner)
            elif tag == "q":
                self._quotation(element, place)
            else:
                self.children(element, place)
        else:
            self.flush(place)
            inner = self._inside(element, tag, place)
            if tag == "table" and is_data(element):
                self._table(element, inner)
            elif tag in ("ul", "ol", "menu", "dl"):
                self._list(element, inner)
            else:
                self.children(element, inner)
                self.flush(inner)

    def _quotation(self, element: "HtmlElement", place: _Place) -> None:
        """A quotation in a line, with the marks that a browser shows around it where it has none of its own."""
        before = next((part for part in reversed(self.run) if part.strip()), "")
        bare = missing("".join(element.itertext()), before)
        opening, closing = "‘’" if sum(1 for _ in element.iterancestors("q")) % 2 else "“”"
        self.add(opening if bare else "", place)
        self.children(element, place)
        self.add(closing if bare else "", place)

    def _inside(self, element: "HtmlElement", tag: str, place: _Place) -> _Place:
        self.count += 1
        in_article = place.in_article or tag in ("article", "main")
        kind = _KINDS.get(tag, place.kind)
        if kind in ("quote", "embed") and tag == "blockquote":
            kind = "embed" if is_embed(element) else kind
        return _Place(
            kind=kind if place.kind != "embed" else "embed",
            region=place.region or region_of(element, in_article=place.in_article),
            hidden=place.hidden or hidden(element),
            level=int(tag[1]) if kind == "heading" and tag[0] == "h" and tag[1:].isdecimal() else 0,
            group=place.group,
            in_article=in_article,
            preformatted=place.preformatted or tag == "pre",
            path=(*place.path, self.count),
        )

    def _list(self, element: "HtmlElement", place: _Place) -> None:
        number = _first_number(element)
        place = place._replace(level=0, group=self.count)
        self.add(element.text, place)
        for child in element:
            if child.tag == "li":
                self.flush(place)
                self.marker = f"{number}. " if element.tag == "ol" else "• "
                number += 1
                self.element(child, place)
                self.marker = ""
            else:
                self.element(child, place)
            self.add(child.tail, place)
        self.flush(place)

    def _table(self, element: "HtmlElement", place: _Place) -> None:
        for caption in element.iterchildren("caption"):
            self.element(caption, place)
        text = "\n".join(" | ".join(cells) for cells in rows(element))
        if text.strip(" |\n"):
            self.out.append(Piece(text, "table", place.region, place.path, hidden=place.hidden))


def _first_number(element: "HtmlElement") -> int:
    start = element.get("start", "")
    return int(start) if re.fullmatch(r"-?\d{1,6}", start) else 1


def _collapsed(text: str) -> str:
    """White space as a page shows it: one space, none at the edges of lines, and no empty lines at the ends."""
    if "\n" not in text:
        return _spaced(text).strip(" ")
    lines = [_spaced(line).strip(" ") for line in text.split("\n")]
    return "\n".join(lines).strip("\n")


def _spaced(text: str) -> str:
    """A text with one space for each run of white space; in most there is nothing to do, which is cheap to see."""
    return text if text.isprintable() and "  " not in text else _SPACE.sub(" ", text)


def pieces(tree: "HtmlElement") -> list[Piece]:
    """All blocks of a page that hold something, also those of menus, forms and the like."""
    walk = _Walk()
    place = _Place()
    walk.element(tree, place)
    walk.flush(place)
    return walk.out


def frames(tree: "HtmlElement") -> Iterator[str]:
    """The addresses of embedded frames, whose content is not in the page."""
    for element in tree.iter("iframe"):
        yield element.get("src") or ""
