"""From lines to paragraphs: hyphens at line ends are joined, headings told by their letters, pages remembered."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from annotator.importers.article import Block
from annotator.importers.pdf_lines import Line

_BIGGER = 1.15
"""Times the size of the text from which letters are those of a heading."""

_COMMON = 0.15
"""The share of distances between lines from which one is common."""

_WIDE = 1.45
"""Times the size of the text from which lines of a paragraph are rarely apart, unless it is typed with wide lines."""

_MOSTLY = 0.6
_LONGEST_HEADING = 250
_ENDS = re.compile(r"""[.!?:;…。！？؟]["'”’»)\]]*\s*(?:\[?\d{1,3}\]?)?$""")
_BULLET = re.compile(r"[•▪‣◦●■·–—*-]\s+\S|\(?(?:\d{1,3}|[a-z])[.)]\s+\S")
_SIGN = re.compile(r"[▪‣◦●■·]\s+")
_POINT = "• "
_HYPHENS = "-\u2010\u00ad"
_LONGEST_WORD = 100
_HYPHEN = re.compile(r"([^\W\d_]+)[-\u2010\u00ad]$")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


class Setting:
    """How the text of a file is set: the size of its letters, its leading, and the width of its lines."""

    def __init__(self, pages: Sequence[Sequence[Line]]) -> None:
        sizes: Counter[float] = Counter()
        for page in pages:
            for line in page:
                sizes[round(line.size, 1)] += len(line.text)
        self.size = sizes.most_common(1)[0][0] if sizes else 0.0
        body = [[line for line in page if self.is_body(line)] for page in pages]
        self.leading = _leading(body, self.size)
        lengths = sorted(len(line.text) for page in body for line in page)
        self.length = lengths[int(len(lengths) * 0.9)] if lengths else 0

    def is_body(self, line: Line) -> bool:
        return abs(line.size - self.size) <= 0.08 * self.size

    def is_heading(self, lines: Sequence[Line]) -> bool:
        text = " ".join(line.text for line in lines)
        if len(text) > _LONGEST_HEADING or not any(c.isalpha() for c in text):
            return False
        if lines[0].size >= _BIGGER * self.size:
            return True
        bold = all(line.bold for line in lines)
        return bold and len(lines) < 4 and not _ENDS.search(text) and lines[0].size >= 0.95 * self.size


def _leading(body: Sequence[Sequence[Line]], size: float) -> float:
    """The usual distance between two lines of a paragraph: the smallest that is common.

    Where that is wide and most lines before it end a sentence, paragraphs are of one line and it is theirs.
    """
    found = sorted(
        (a.y - b.y, _ENDS.search(a.text) is not None)
        for page in body
        for a, b in pairwise(page)
        if 0.9 * size <= a.y - b.y < 3 * size
    )
    near: list[tuple[float, bool]] = []
    for one in found:
        if near and one[0] - near[-1][0] > 0.06 * size:
            if len(near) >= _COMMON * len(found):
                break
            near = []
        near.append(one)
    if not near:
        return 1.2 * size
    leading = near[len(near) // 2][0]
    ending = sum(ends for _, ends in near)
    return 1.2 * size if leading > _WIDE * size and ending >= _MOSTLY * len(near) else leading


def blocks_of(
    pages: Sequence[Sequence[Line]], aside: Mapping[Line, str], labels: Sequence[str]
) -> tuple[list[Block], int]:
    """The paragraphs of pages in reading order, what is `aside` left out; and how many words were joined."""
    text = [[line for line in page if line not in aside] for page in pages]
    setting = Setting(text)
    margins = _margins(text)
    known = Counter(_WORD.findall(" ".join(line.text for page in text for line in page)))
    joiner = _Joiner(known)
    out: list[Block] = []
    paragraph: list[Line] = []
    waiting: list[Block] = []

    def close() -> None:
        if paragraph:
            out.append(_block(paragraph, setting, joiner, labels))
            paragraph.clear()
        out.extend(waiting)
        waiting.clear()

    for page in pages:
        for line in page:
            if line in aside:
                waiting.append(Block(line.text, kept=False, why=aside[line]))
                continue
            if paragraph and _begins(paragraph, line, setting, margins):
                close()
            paragraph.append(line)
    close()
    return _once(out), joiner.joined


def _margins(pages: Sequence[Sequence[Line]]) -> dict[tuple[int, int], float]:
    """Where lines begin on a page, by a coarse place: the left edges of its columns."""
    out: dict[tuple[int, int], float] = {}
    for page in pages:
        near: dict[int, list[float]] = defaultdict(list)
        for line in page:
            near[_column(line)].append(line.x)
        for column, found in near.items():
            common = Counter(round(x, 1) for x in found).most_common(1)[0][0]
            out[page[0].page, column] = common
    return out


def _column(line: Line) -> int:
    return int(line.x // 90)


def _begins(lines: Sequence[Line], line: Line, setting: Setting, margins: Mapping[tuple[int, int], float]) -> bool:
    """Whether a line begins a paragraph rather than going on with one."""
    last = lines[-1]
    if _drop_cap(lines, line):
        return False
    bigger = max(last.size, line.size) > 1.08 * min(last.size, line.size)
    if bigger or (last.bold != line.bold and setting.is_heading([last if last.bold else line])):
        return True
    if _BULLET.match(line.text) and (_ENDS.search(last.text) or _BULLET.match(lines[0].text)):
        return True
    short = len(last.text) < 0.75 * setting.length
    down = last.y - line.y
    if last.page != line.page or down < -0.5 * line.size:  # the next column or page
        return bool(_ENDS.search(last.text)) and (short or _indented(line, margins) or line.text[:1].isupper())
    if down > 1.35 * max(setting.leading, 1.05 * line.size):
        return True
    if down < 0.3 * line.size:  # beside it, as in a table
        return False
    if _BULLET.match(lines[0].text) and line.x < lines[0].x - 0.3 * line.size:
        return True
    if _BULLET.match(lines[0].text) and line.x > lines[0].x + 0.5 * line.size:
        return False
    if _indented(line, margins) and line.x > last.x + 0.6 * line.size:
        return True
    return short and bool(_ENDS.search(last.text))


def _drop_cap(lines: Sequence[Line], line: Line) -> bool:
    """Whether what was read is one large letter, with which the line begins."""
    first = lines[0]
    return len(lines) == 1 and len(first.text) == 1 and first.text.isalpha() and first.size > 1.8 * line.size


def _indented(line: Line, margins: Mapping[tuple[int, int], float]) -> bool:
    by = line.x - margins.get((line.page, _column(line)), line.x)
    return 0.6 * line.size < by < 5 * line.size


def _block(lines: Sequence[Line], setting: Setting, joiner: "_Joiner", labels: Sequence[str]) -> Block:
    text = lines[0].text
    pages = [(0, labels[lines[0].page])]
    for number, line in enumerate(lines[1:]):
        text = text + line.text if not number and _drop_cap(lines[:1], line) else joiner.join(text, line.text)
        if line.page != lines[number].page:
            pages.append((len(text) - len(line.text), labels[line.page]))
    kind = "heading" if setting.is_heading(lines) else "list" if _BULLET.match(text) else "paragraph"
    if (sign := _SIGN.match(text)) is not None:
        cut = sign.end() - len(_POINT)
        text = _POINT + text[sign.end() :]
        pages = [(max(at - cut, 0), label) for at, label in pages]
    return Block(text, kind, pages=tuple(pages))


def _once(blocks: Iterable[Block]) -> list[Block]:
    """The blocks with only the first place of each page."""
    out = []
    last = ""
    for block in blocks:
        begun = []
        for at, label in block.pages:
            if label != last:
                begun.append((at, label))
            last = label
        out.append(replace(block, pages=tuple(begun)))
    return out


class _Joiner:
    """Joins lines; `known` are the words of the file, by which hyphens of words are told from those of line ends."""

    def __init__(self, known: Mapping[str, int]) -> None:
        self._known = known
        self.joined = 0

    def join(self, text: str, line: str) -> str:
        found = _HYPHEN.search(text, max(len(text) - _LONGEST_WORD, 0)) if text[-1:] in _HYPHENS else None
        following = _WORD.match(line)
        if found is None or following is None:
            return f"{text} {line}"
        first, second = found.group(1), following.group()
        soft = text[-1] == "\u00ad"
        if not soft and (not second[0].islower() or self._has_hyphen(first, second)):
            return text + line
        self.joined += 1
        return text[:-1] + line

    def _has_hyphen(self, first: str, second: str) -> bool:
        """Whether the hyphen is the word's own."""
        return self._known.get(f"{first}-{second}", 0) > self._known.get(first + second, 0)
