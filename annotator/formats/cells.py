"""Items as rows of tables: the columns of each kind, and what stands in a cell."""

from collections.abc import Callable, Iterator, Mapping
from itertools import chain
from typing import Any

from annotator.formats.lines import NotJson, decode, encode, line_of
from annotator.formats.selection import Article, Selection
from annotator.model import fields as f
from annotator.model.items import KINDS, Annotation, Item

HEAD = ("id", "document", "annotator", "modified")
_DERIVED = {"document": ("text",), "annotation": ("begin", "end", "text")}
"""Columns that follow from others (a document's text is one that does not, and is kept with its facts)."""

TABLES = {
    "annotator": "annotators", "tag": "tags", "entity": "entities", "document": "documents",
    "annotation": "annotations", "attribution": "attributions", "rating": "ratings", "verdict": "verdicts",
    "comment": "comments", "state": "states", "confirmation": "confirmations", "assignment": "assignments",
    "setting": "settings",
}  # fmt: skip
"""The table of each kind."""


def columns(kind: str) -> list[str]:
    return [*HEAD, *(one.name for one in KINDS[kind].FIELDS), *_DERIVED.get(kind, ())]


def row_of(item: Item, text: str = "") -> list[str]:
    """The cells of an item, in the order of its columns."""
    line = line_of(item, text if item.KIND in ("document", "annotation") else None)
    by_name = {one.name: one for one in item.FIELDS}
    if isinstance(item, Annotation):
        line |= {"begin": item.begin, "end": item.end}
    return [_cell(by_name.get(name), line.get(name)) for name in columns(item.KIND)]


def _cell(field: f.Field | None, value: Any) -> str:
    if value is None or value == [] or value is False:
        return encode(value) if isinstance(field, f.Anything) and value is not None else ""
    if isinstance(field, f.Spans):
        return " ".join(f"{begin}:{end}" for begin, end in value)
    if isinstance(field, f.References):
        return " ".join(value)
    if isinstance(field, f.Texts | f.Anything):
        return encode(value)
    if isinstance(field, f.Flag):
        return "true"
    return encode(value) if isinstance(value, list) else str(value)


def value_of(kind: str, row: Mapping[str, str]) -> dict[str, Any]:
    """The line that a row stands for. Raises ValueError with what is wrong with a cell."""
    out: dict[str, Any] = {"type": kind}
    readers = _READERS[kind]
    for name, cell in row.items():
        if cell and name in readers:
            out[name] = readers[name](cell)
    return out


def _spans(cell: str) -> list[list[int]]:
    try:
        return [[int(begin), int(end)] for begin, end in (one.split(":") for one in cell.split())]
    except ValueError:
        raise ValueError(f"“{cell[:40]}” are no spans") from None


def _json(cell: str) -> Any:
    try:
        return decode(cell)
    except NotJson:
        raise ValueError(f"“{cell[:40]}” is not JSON") from None


def _flag(cell: str) -> bool:
    if cell.strip().lower() not in ("true", "false", "1", "0", "yes", "no"):
        raise ValueError(f"“{cell[:40]}” is neither true nor false")
    return cell.strip().lower() in ("true", "1", "yes")


def _reader(field: f.Field) -> Callable[[str], Any]:
    if isinstance(field, f.Spans):
        return _spans
    if isinstance(field, f.References):
        return str.split
    if isinstance(field, f.Texts | f.Anything):
        return _json
    return _flag if isinstance(field, f.Flag) else str


_READERS: dict[str, dict[str, Callable[[str], Any]]] = {
    kind: {
        **dict.fromkeys(HEAD, str), **{one.name: _reader(one) for one in model.FIELDS},
        **({"text": str} if kind == "document" else {"text": _json} if kind == "annotation" else {}),
    }
    for kind, model in KINDS.items()
}  # fmt: skip


def shared_rows(selection: Selection) -> Iterator[tuple[str, list[str]]]:
    """Kind and cells of what stands on no document, judgements of entities included."""
    for item in chain.from_iterable(selection.shared.values()):
        yield item.KIND, row_of(item)


def article_rows(article: Article) -> Iterator[tuple[str, list[str]]]:
    """Kind and cells of a document and all that stands on it."""
    for item in chain([article.document], article.annotations, article.attributions, article.judgements):
        yield item.KIND, row_of(item, article.text)
