"""Goes through an RTF file once and makes its blocks; groups inherit what stands around them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from annotator.importers.article import Block
from annotator.importers.rtf_tokens import ASIDE, CODECS, PAGES, SIGNS, SKIPPED, TEXT_GROUPS, WORDS, Token, tokens
from annotator.importers.tabular import as_text, is_data
from annotator.model.errors import UserError

DEEPEST = 5000
MOST_TOKENS = 8_000_000
_HEADING = re.compile(r"(?:heading \d|title|subtitle|überschrift \d|titre \d|título \d)\b.*", re.IGNORECASE)
_QUOTE = re.compile(r"(?:intense )?quote\b.*|block text", re.IGNORECASE)
_FACTS = ("title", "author", "company")


@dataclass(slots=True)
class _Flow:
    """A stream of paragraphs: the text, the note of a number, or what stands beside the text, with where that is."""

    note: int = 0
    aside: str = ""
    blocks: list[Block] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)

    def paragraph(self, kind: str) -> None:
        text = "".join(self.parts).strip(" \t\n")
        self.parts.clear()
        if kind == "list":
            text = text.replace("\t", " ", 1)
        if text:
            near = kind == "list" and bool(self.blocks) and self.blocks[-1].kind == "list"
            self.blocks.append(Block(text, kind, before="\n" if near else "\n\n"))

    def end_table(self) -> None:
        rows, self.rows = self.rows, []
        if is_data(rows):
            self.blocks += [Block(text, "table")] if (text := as_text(rows)) else []
        else:
            self.blocks += [Block(cell.strip()) for row in rows for cell in row if cell.strip()]


@dataclass(frozen=True, slots=True)
class _State:
    """What holds within a group. `target` is what its text belongs to: the flow, nothing, or a fact."""

    flow: _Flow
    target: str = "text"
    codec: str = "cp1252"
    unicode_skip: int = 1
    hidden: bool = False
    deleted: bool = False


@dataclass(slots=True)
class Reader:
    """Use `read`, then take what it found. `facts` are those of the group `info`, dates as `creatim`."""

    main: _Flow = field(default_factory=_Flow)
    notes: list[Block] = field(default_factory=list)
    aside: list[Block] = field(default_factory=list)
    facts: dict[str, str] = field(default_factory=dict)
    pictures: int = 0
    language: int = 0
    _codec: str = "cp1252"
    _fonts: dict[int, str] = field(default_factory=dict)
    _styles: dict[int, str] = field(default_factory=dict)
    _stack: list[_State] = field(default_factory=list)
    _bytes: list[str] = field(default_factory=list)
    _skip: int = 0
    _kind: str = "paragraph"
    _in_table: bool = False
    _font: int = 0
    _style: int = 0
    _notes: int = 0
    _fresh: bool = False
    _starred: bool = False
    _surrogate: int = 0

    def read(self, data: str) -> list[Block]:
        """The blocks of the text. Raises UserError for what is nested too deep or too large."""
        state = _State(self.main)
        for count, token in enumerate(tokens(data)):
            if count > MOST_TOKENS:
                raise UserError("The file is too large to be read as RTF.", "Save it as .docx, and import that.")
            if token.kind not in ("byte", "text"):
                self._flush(state)
            state = self._take(token, state)
        self._flush(state)
        self.main.paragraph(self._kind)
        self.main.end_table()
        return self.main.blocks

    @property
    def unclosed(self) -> bool:
        """Whether the file ended within a group, as only files do that were cut off."""
        return bool(self._stack)

    def _take(self, token: Token, state: _State) -> _State:
        fresh, self._fresh = self._fresh, False
        if token.kind == "open":
            if len(self._stack) >= DEEPEST:
                raise UserError("The file is nested too deep to be read.", "Save it again, and import that.")
            self._stack.append(state)
            self._fresh, self._starred = True, False
            return state
        if token.kind == "close":
            return self._close(state)
        if token.kind == "word":
            if fresh and (inner := self._group(token, state)) is not None:
                return inner
            return self._word(token, state)
        if token.kind == "sign" and token.value == "*":
            self._fresh = self._starred = True
        elif token.kind == "sign":
            self._write(SIGNS.get(token.value, ""), state)
        else:
            self._raw(token, state)
        return state

    def _raw(self, token: Token, state: _State) -> None:
        """Bytes and text; those that only stand for a character in case a reader knows no Unicode are passed over."""
        value = token.value
        if self._skip:
            cut = min(self._skip, len(value))
            self._skip -= cut
            value = value[cut:]
        if value and state.target != "nothing":
            self._bytes.append(value)

    def _flush(self, state: _State) -> None:
        if self._bytes:
            data = "".join(self._bytes).encode("latin-1", "replace")
            self._bytes.clear()
            self._write(data.decode(state.codec, "replace"), state)

    def _write(self, text: str, state: _State) -> None:
        if state.target == "text":
            if state.hidden or state.deleted:
                if state.hidden and text.strip():
                    self.aside.append(Block(text.strip(), kept=False, why="hidden in the file"))
            else:
                state.flow.parts.append(text)
        elif state.target == "style":
            self._styles[self._style] = self._styles.get(self._style, "") + text
        elif state.target != "nothing":
            self.facts[state.target] = self.facts.get(state.target, "") + text

    def _group(self, token: Token, state: _State) -> _State | None:
        """The state within a group that a word makes special; None for a word that only stands first in it."""
        word = token.value
        if word == "footnote":
            self._notes += 1
            self._write(f"[{self._notes}]", state)
            return replace(state, flow=_Flow(note=self._notes))
        if word in ASIDE and state.target == "text":
            return replace(state, flow=_Flow(aside=ASIDE[word]))
        if word == "fonttbl":
            return replace(state, target="nothing")
        if word == "stylesheet":
            self._style = 0
            return replace(state, target="style")
        if word == "pict":
            self.pictures += 1
        if word == "info":
            return replace(state, target="nothing")
        if word in _FACTS and self._in_info():
            return replace(state, target=word)
        if word in ("creatim", "revtim") and self._in_info():
            return replace(state, target=word)
        if word in SKIPPED or (self._starred and word not in TEXT_GROUPS):
            return replace(state, target="nothing")
        return None

    def _in_info(self) -> bool:
        return len(self._stack) >= 2 and self._stack[-1].target == "nothing"

    def _close(self, state: _State) -> _State:
        before = self._stack.pop() if self._stack else state
        if state.flow is not before.flow:
            self._end(state.flow)
        return before

    def _end(self, flow: _Flow) -> None:
        """Take what was written into a note, or beside the text."""
        flow.paragraph("paragraph")
        flow.end_table()
        if flow.note:
            sign = f"[{flow.note}] "
            flow.blocks[:1] = [replace(block, text=block.text.lstrip()) for block in flow.blocks[:1]]
            self.notes += [replace(block, text=sign * (not n) + block.text) for n, block in enumerate(flow.blocks)]
        else:
            seen = {block.text for block in self.aside}
            self.aside += [replace(b, kept=False, why=flow.aside) for b in flow.blocks if b.text not in seen]

    def _word(self, token: Token, state: _State) -> _State:
        word, number = token.value, token.number
        if word in WORDS:
            self._write(WORDS[word], state)
        elif word == "u" and number is not None:
            self._unicode(number % 65536, state)
        elif word == "uc":
            return replace(state, unicode_skip=max(number or 0, 0))
        elif word in ("par", "sect", "cell", "nestcell", "row", "nestrow", "pard", "intbl"):
            self._paragraph(word, state)
        elif word in _CHANGES:
            return self._changed(word, number, state)
        elif state.target in ("creatim", "revtim") and word in ("yr", "mo", "dy", "hr", "min"):
            self.facts[state.target] = f"{self.facts.get(state.target, '')} {number or 0}"
        elif word in ("s", "outlinelevel"):
            self._styled(word, number or 0, state)
        elif word == "deflang" and number:
            self.language = number
        return state

    def _changed(self, word: str, number: int | None, state: _State) -> _State:
        """The state behind a word about characters."""
        if word == "f":
            self._font = number or 0
            return replace(state, codec=self._fonts.get(self._font, self._codec))
        if word == "fcharset":
            self._fonts[self._font] = CODECS.get(number or 0, self._codec) if number else self._codec
        elif word in ("ansicpg", "cpg"):
            codec = PAGES.get(number or 0, "cp1252")
            if word == "cpg":
                self._fonts[self._font] = codec
            else:
                self._codec = codec
                return replace(state, codec=codec)
        elif word in ("mac", "pc"):
            self._codec = "mac_roman" if word == "mac" else "cp437"
            return replace(state, codec=self._codec)
        elif word == "plain":
            return replace(state, hidden=False, deleted=False, codec=self._codec)
        elif word in ("v", "deleted"):
            on = number != 0
            return replace(state, hidden=on) if word == "v" else replace(state, deleted=on)
        return state

    def _unicode(self, unit: int, state: _State) -> None:
        """A UTF-16 unit; halves of a pair come one after the other."""
        self._skip = state.unicode_skip
        if 0xD800 <= unit < 0xDC00:
            self._surrogate = unit
        elif 0xDC00 <= unit < 0xE000 and self._surrogate:
            self._write(chr(0x10000 + ((self._surrogate - 0xD800) << 10) + unit - 0xDC00), state)
            self._surrogate = 0
        else:
            self._surrogate = 0
            self._write(chr(unit) if not 0xD800 <= unit < 0xE000 else "\ufffd", state)

    def _paragraph(self, word: str, state: _State) -> None:
        flow = state.flow
        if state.target != "text":
            return
        if word == "intbl":
            self._in_table = True
        elif word == "pard":
            self._in_table, self._kind = False, "paragraph"
        elif word in ("cell", "nestcell"):
            flow.cells.append("".join(flow.parts).strip())
            flow.parts.clear()
        elif word in ("row", "nestrow"):
            if flow.cells:
                flow.rows.append(flow.cells)
                flow.cells = []
        elif self._in_table:
            flow.parts.append(" ")
        else:
            if flow.rows:
                flow.end_table()
            text = "".join(flow.parts).strip()
            flow.paragraph("list" if self._kind == "paragraph" and _is_entry(text) else self._kind)

    def _styled(self, word: str, number: int, state: _State) -> None:
        if state.target == "style":
            self._style = number
            return
        name = self._styles.get(number, "").strip(" ;") if word == "s" else ""
        if (word == "outlinelevel" and number < 9) or _HEADING.fullmatch(name):
            self._kind = "heading"
        elif _QUOTE.fullmatch(name):
            self._kind = "quote"


_CHANGES = frozenset(("f", "fcharset", "ansicpg", "cpg", "mac", "pc", "plain", "v", "deleted"))


def _is_entry(text: str) -> bool:
    """Whether a paragraph begins as an entry of a list, whose sign RTF writes out."""
    return re.match(r"(?:[•·▪◦‣]\s|\d{1,3}[.)]\s|[–—-]\t|[a-z][.)]\t)", text) is not None


def blocks_of(reader: Reader) -> Iterator[Block]:
    """The text, its notes, and what stands beside it."""
    yield from reader.main.blocks
    yield from reader.notes
    yield from reader.aside
