"""Running heads and page numbers of a PDF: what stands at the edges of many pages and is no part of the text."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from annotator.importers.pdf_lines import Line

HEAD, NUMBER = "a running head", "a page number"
_EDGE = 3
"""Lines at the top and at the bottom of a page among which they are looked for."""

_MOST = 200
_NUMBER = re.compile(
    r"(?:(?:page|seite|p\.|página|pagina|стр\.|s\.)\s*)?[-–—\[(]?\s*(?:\d{1,4}|[ivxlc]{1,7})\s*[-–—\])]?"
    r"(?:\s*(?:of|von|de|di|sur|из|/|\|)\s*\d{1,4})?",
    re.IGNORECASE,
)


def margins(pages: Sequence[Sequence[Line]]) -> dict[Line, str]:
    """The lines of pages that are no part of their text, each with what it is."""
    edges = [_edges(page) for page in pages]
    places: dict[tuple[str, int], list[Line]] = defaultdict(list)
    for page in edges:
        for line in page:
            places[_shape(line.text), round(line.y / 6)].append(line)
    out: dict[Line, str] = {}
    with_text = sum(bool(page) for page in pages)
    enough = max(2, min(with_text, 3), with_text // 5)
    for (shape, _), found in places.items():
        if len({line.page for line in found}) >= enough:
            out |= {line: NUMBER if _NUMBER.fullmatch(line.text) and "#" in shape else HEAD for line in found}
    for page in edges:
        out |= {line: NUMBER for line in _outermost(page) if line not in out and _is_number(line.text)}
    return {} if all(line in out for page in pages for line in page) else out


def _edges(page: Sequence[Line]) -> list[Line]:
    by_height = sorted({round(line.y) for line in page})
    wanted = {*by_height[:_EDGE], *by_height[-_EDGE:]}
    return [line for line in page if round(line.y) in wanted and len(line.text) <= _MOST]


def _outermost(edges: Sequence[Line]) -> list[Line]:
    """The lines at the very top and the very bottom."""
    if len({round(line.y) for line in edges}) < 2:
        return []
    heights = [line.y for line in edges]
    alone = Counter(round(line.y) for line in edges)
    return [line for line in edges if line.y in (min(heights), max(heights)) and alone[round(line.y)] == 1]


def _is_number(text: str) -> bool:
    return _NUMBER.fullmatch(text) is not None and any(c.isdigit() for c in text)


def _shape(text: str) -> str:
    """A text as it is compared: its numbers count as the same."""
    return re.sub(r"\d+|\b[ivxlc]+\b", "#", text.casefold())
