"""What the styles and lists of a Word file make of its paragraphs: headings, quotes, captions, numbered entries."""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from annotator.importers.numbering import BULLET, written
from annotator.importers.xml_tree import child, every, local, own

if TYPE_CHECKING:
    from lxml.etree import _Element

_DEEPEST = 20
_KINDS = ((re.compile(r"(?:heading|title|subtitle)\b.*"), "heading"), (re.compile(r"caption\b.*"), "caption"),
          (re.compile(r"(?:intense )?quote\b.*|block text"), "quote"), (re.compile(r"list\b.*"), "list"))  # fmt: skip
_NUMBERS = {"lowerLetter": "a", "upperLetter": "A", "lowerRoman": "i", "upperRoman": "I"}
_LEVEL = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class Style:
    kind: str
    list_id: str
    level: int


class Styles:
    """The paragraph styles of a file, those they are based on included; `root` is that of word/styles.xml."""

    def __init__(self, root: "_Element | None") -> None:
        self._elements = {} if root is None else {own(one, "styleId"): one for one in every(root, "style")}
        self._known: dict[str, Style] = {}

    def of(self, paragraph: "_Element") -> Style:
        """What a paragraph is by its style and by what it says itself."""
        properties = child(paragraph, "pPr")
        if properties is None:
            return Style("paragraph", "", 0)
        named = child(properties, "pStyle")
        return self._over(properties, self._style("" if named is None else own(named, "val"), 0))

    def _style(self, name: str, depth: int) -> Style:
        if name not in self._known:
            element = self._elements.get(name)
            if element is None or depth > _DEEPEST:
                return Style("paragraph", "", 0)
            based = child(element, "basedOn")
            above = self._style("" if based is None else own(based, "val"), depth + 1)
            title = child(element, "name")
            kind = _kind("" if title is None else own(title, "val")) or above.kind
            properties = child(element, "pPr")
            style = Style(kind, above.list_id, above.level)
            self._known[name] = style if properties is None else self._over(properties, style)
        return self._known[name]

    def _over(self, properties: "_Element", style: Style) -> Style:
        kind, list_id, level = style.kind, style.list_id, style.level
        outline = child(properties, "outlineLvl")
        if outline is not None and kind == "paragraph" and own(outline, "val") in "012345678":
            kind = "heading"
        numbers = child(properties, "numPr")
        if numbers is not None:
            given, depth = child(numbers, "numId"), child(numbers, "ilvl")
            list_id = own(given, "val") if given is not None else list_id
            level = _number(own(depth, "val"), 0) if depth is not None else level
        if list_id and list_id != "0" and kind == "paragraph":
            kind = "list"
        return Style(kind, "" if list_id == "0" else list_id, level)


def _kind(name: str) -> str:
    bare = name.strip().lower()
    return next((kind for pattern, kind in _KINDS if pattern.fullmatch(bare)), "")


def _number(text: str, otherwise: int) -> int:
    return int(text) if re.fullmatch(r"-?\d{1,6}", text) else otherwise


@dataclass(slots=True)
class _Level:
    style: str = "1"
    text: str = ""
    start: int = 1
    shown: bool = True


@dataclass(slots=True)
class Lists:
    """Counts the entries of a file's lists, in reading order."""

    _levels: dict[str, dict[int, _Level]] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))
    _abstract: dict[str, str] = field(default_factory=dict)
    _restarts: dict[str, dict[int, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, root: "_Element | None") -> "Lists":
        """Those of word/numbering.xml."""
        made = cls()
        if root is None:
            return made
        abstract = {own(one, "abstractNumId"): _levels(one) for one in every(root, "abstractNum")}
        for one in root:
            if local(one) == "num" and (given := child(one, "abstractNumId")) is not None:
                name, key = own(one, "numId"), own(given, "val")
                made._levels[name] = abstract.get(key, {}) | _overridden(one)
                made._abstract[name] = key
                made._restarts[name] = _restarts(one)
        return made

    def marker(self, style: Style) -> str:
        """What stands before an entry, with a space behind it; empty for none."""
        levels = self._levels.get(style.list_id)
        if levels is None:
            return f"{BULLET} " if style.kind == "list" else ""
        level = levels.get(style.level, _Level())
        counts = self._counts[self._abstract[style.list_id]]
        if (first := self._restarts[style.list_id].pop(style.level, None)) is not None:
            counts[style.level] = first - 1
        counts[style.level] = counts.get(style.level, level.start - 1) + 1
        for deeper in [n for n in counts if n > style.level]:
            del counts[deeper]
        if not level.shown:
            return ""
        if level.style == BULLET:
            return f"{BULLET} "

        def number(found: re.Match[str]) -> str:
            at = int(found.group(1)) - 1
            there = levels.get(at, _Level())
            return written(counts.get(at, there.start), there.style)

        text = _LEVEL.sub(number, level.text)
        return f"{text} " if text else ""


def _levels(element: "_Element") -> dict[int, _Level]:
    out = {}
    for one in element:
        if local(one) == "lvl":
            form, text, start = child(one, "numFmt"), child(one, "lvlText"), child(one, "start")
            named = "" if form is None else own(form, "val")
            out[_number(own(one, "ilvl"), 0)] = _Level(
                BULLET if named == "bullet" else _NUMBERS.get(named, "1"),
                "" if text is None else own(text, "val")[:40],
                1 if start is None else _number(own(start, "val"), 1),
                named != "none",
            )
    return out


def _restarts(element: "_Element") -> dict[int, int]:
    """The numbers from which a list counts anew where it is used first; lists of one definition go on otherwise."""
    given = ((one, child(one, "startOverride")) for one in element if local(one) == "lvlOverride")
    return {_number(own(one, "ilvl"), 0): _number(own(start, "val"), 1) for one, start in given if start is not None}


def _overridden(element: "_Element") -> dict[int, _Level]:
    out: dict[int, _Level] = {}
    for one in element:
        if local(one) == "lvlOverride":
            out |= _levels(one)
    return out
