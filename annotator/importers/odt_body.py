"""The blocks of an OpenDocument text: what it shows, tracked deletions left out. OpenDocument 1.3, part 3."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from annotator.importers.article import Block
from annotator.importers.numbering import BULLET, written
from annotator.importers.tabular import as_text, is_data
from annotator.importers.xml_tree import every, given, local, words

if TYPE_CHECKING:
    from lxml.etree import _Element

_KINDS = (("title", "heading"), ("subtitle", "heading"), ("heading", "heading"), ("caption", "caption"),
          ("illustration", "caption"), ("figure", "caption"), ("drawing", "caption"),
          ("quotations", "quote"), ("quote", "quote"))  # fmt: skip
_SKIPPED = frozenset(
    ("tracked-changes bookmark-ref-mark ruby-text title desc forms sequence-decls note-citation event-listeners"
     " variable-decls user-field-decls alphabetical-index-mark toc-mark").split()
)  # fmt: skip
_AROUND = frozenset(
    ("text section index-body table-of-content alphabetical-index illustration-index table-index user-index"
     " object-index bibliography index-title numbered-paragraph tracked-insertion soft-page-break page-sequence"
     " list-header").split()
)  # fmt: skip
_MOST_SPACES = 1000
_DEEPEST = 20


class Styles:
    """What paragraphs are by the styles they are derived from; `roots` are those of content.xml and styles.xml."""

    def __init__(self, *roots: "_Element") -> None:
        self._styles = {given(one, "name"): one for root in reversed(roots) for one in every(root, "style")}
        self._hidden = {
            name for name, one in self._styles.items()
            if any(given(p, "display") == "none" for p in every(one, "text-properties"))
        }  # fmt: skip
        self._lists = {
            given(one, "name"): _levels(one) for root in reversed(roots) for one in every(root, "list-style")
        }

    def kind(self, name: str) -> str:
        for _ in range(_DEEPEST):
            bare = name.replace("_20_", " ").lower()
            found = next((kind for begin, kind in _KINDS if bare.startswith(begin)), "")
            element = self._styles.get(name)
            if found or element is None:
                return found or "paragraph"
            if given(element, "default-outline-level"):
                return "heading"
            name = given(element, "parent-style-name")
        return "paragraph"

    def hides(self, name: str) -> bool:
        return name in self._hidden

    def level(self, list_style: str, level: int) -> tuple[str, str, str, int]:
        """How entries are numbered: the style of the number, what stands before and behind it, and the first."""
        return self._lists.get(list_style, {}).get(level, (BULLET, "", "", 1))


def _levels(style: "_Element") -> dict[int, tuple[str, str, str, int]]:
    out = {}
    for one in style:
        level = given(one, "level")
        if level.isdecimal() and len(level) < 4:
            start = given(one, "start-value")
            first = int(start) if start.isdecimal() and len(start) < 7 else 1
            form = given(one, "num-format") if local(one) == "list-level-style-number" else BULLET
            out[int(level)] = (form, given(one, "num-prefix")[:20], given(one, "num-suffix")[:20], first)
    return out


@dataclass(slots=True)
class Body:
    """Makes blocks; `notes` are the footnotes met so far, `aside` what stands beside the text."""

    styles: Styles
    notes: list[Block] = field(default_factory=list)
    aside: list[Block] = field(default_factory=list)
    pictures: int = 0
    _note: int = 0

    def blocks(self, container: "_Element", list_style: str = "", level: int = 0) -> Iterator[Block]:
        """The blocks within an element, in the order of the page."""
        for element in container:
            name = local(element)
            if name in ("p", "h"):
                yield from self._paragraph(element, name)
            elif name == "list":
                yield from self._list(element, given(element, "style-name") or list_style, level + 1)
            elif name == "table":
                yield from self._table(element)
            elif name == "frame":
                yield from self._frame(element)
            elif name in _AROUND:
                yield from self.blocks(element, list_style, level)

    def _paragraph(self, element: "_Element", name: str) -> Iterator[Block]:
        parts: list[str] = []
        frames: list[_Element] = []
        self._gather(element, parts, frames)
        text = "".join(parts).strip()
        kind = "heading" if name == "h" else self.styles.kind(given(element, "style-name"))
        if text:
            yield Block(text, kind)
        for frame in frames:
            yield from self._frame(frame)
        yield from self.aside
        self.aside.clear()

    def _frame(self, frame: "_Element") -> Iterator[Block]:
        for one in frame:
            if local(one) == "text-box":
                yield from self.blocks(one)
            self.pictures += local(one) == "image"

    def _gather(self, element: "_Element", parts: list[str], frames: "list[_Element]") -> None:
        parts.append(_space(element.text))
        for one in element:
            name = local(one)
            if name == "s":
                count = given(one, "c")
                parts.append(" " * (min(int(count), _MOST_SPACES) if count.isdecimal() else 1))
            elif name in ("tab", "line-break"):
                parts.append("\t" if name == "tab" else "\n")
            elif name in ("frame", "custom-shape"):
                frames.append(one)
            elif name == "note":
                parts.append(self._refer(one))
            elif name == "annotation":
                self._comment(one)
            elif name == "span" and self.styles.hides(given(one, "style-name")):
                self.aside.append(Block(words(one), kept=False, why="hidden in the file"))
            elif name not in _SKIPPED:
                self._gather(one, parts, frames)
            parts.append(_space(one.tail))

    def _refer(self, note: "_Element") -> str:
        """Take a note down for the end of the text; the sign that stands for it."""
        self._note += 1
        sign = f"[{self._note}]"
        waiting = self.aside
        self.aside = []
        body = [block for part in note if local(part) == "note-body" for block in list(self.blocks(part))]
        self.aside = waiting
        self.notes += [Block(f"{sign} {b.text}" if not n else b.text) for n, b in enumerate(body)]
        return sign

    def _comment(self, annotation: "_Element") -> None:
        who = next((words(one) for one in annotation if local(one) == "creator"), "")
        said = "\n".join(words(one) for one in annotation if local(one) in ("p", "list"))
        if said:
            self.aside.append(Block(said, kept=False, why=f"a comment of {who}" if who else "a comment"))

    def _list(self, element: "_Element", style: str, level: int) -> Iterator[Block]:
        form, before, behind, number = self.styles.level(style, level)
        for entry in element:
            if local(entry) not in ("list-item", "list-header"):
                continue
            start = given(entry, "start-value")
            number = int(start) if start.isdecimal() and len(start) < 7 else number
            marker = f"{BULLET} " if form == BULLET else f"{before}{written(number, form)}{behind} " if form else ""
            first = local(entry) == "list-item"
            number += first
            for block in self.blocks(entry, style, level):
                own_words = block.kept and block.kind == "paragraph"
                yield Block(marker + block.text, "list", before="\n") if first and own_words else block
                first = first and not block.kept

    def _table(self, table: "_Element") -> Iterator[Block]:
        rows = [
            [list(self.blocks(cell)) for cell in row if local(cell) in ("table-cell", "covered-table-cell")]
            for row in every(table, "table-row")
        ]
        flat = [[" ".join(block.text for block in cell if block.kept) for cell in row] for row in rows]
        every_block = [block for row in rows for cell in row for block in cell]
        if is_data(flat) and not any(block.kind == "table" for block in every_block):
            if text := as_text(flat):
                yield Block(text, "table")
            yield from (block for block in every_block if not block.kept)
        else:
            yield from every_block


def _space(text: str | None) -> str:
    """White space as the format counts it: one space, whatever it is written with."""
    if not text:
        return ""
    out = " ".join(text.replace("\t", " ").replace("\n", " ").replace("\r", " ").split(" "))
    while "  " in out:
        out = out.replace("  ", " ")
    return out
