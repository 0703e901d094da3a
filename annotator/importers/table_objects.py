"""Articles as JSON objects: one a line, a list of them, or one alone; what else such files may hold is told apart."""

import json
import re
from collections.abc import Generator
from typing import Any

from annotator.importers.decoding import decode, escapes
from annotator.importers.source import Source
from annotator.importers.table_columns import columns_of, known
from annotator.importers.table_rows import Row, Rows, cell
from annotator.model.errors import UserError
from annotator.model.items import KINDS
from annotator.model.text import storable

MOST_BYTES = 64 * 1024 * 1024
"""A list of objects is held in memory as a whole, unlike lines."""

_LISTS = ("articles", "items", "documents", "results", "data", "rows")
_ANNOTATED = ("label", "labels", "entities", "spans", "relations", "annotations", "quotes")
_PLACES = frozenset(("start", "begin", "start_offset", "from_id", "head", "result", "cue"))
"""Keys that only annotations have: articles have topics, and names of people, under those above as well."""

_FIRST = re.compile(r"\[?\s*(?=\{)")
_KEY = re.compile(r'[{,]\s*"([^"\\]{1,60})"\s*:')


def is_of_articles(head: bytes) -> bool:
    """Whether a file that begins so holds objects of which the first has what articles have, and no annotations."""
    text = head.decode("utf-8", "replace").removeprefix("\ufeff").lstrip()
    begin = _FIRST.match(text)
    if begin is None:
        return False
    try:
        value, _ = json.JSONDecoder().raw_decode(text, begin.end())
    except (ValueError, RecursionError):
        keys = frozenset(_KEY.findall(text)) if len(text) > 4096 and len(head) >= 1 << 16 else frozenset()
        return keys.isdisjoint(_PLACES) and any(map(known, keys))
    value = next(iter(_inner(value)), value)
    return not _is_annotated(value) and any(map(known, value))


def _is_annotated(value: dict[str, Any]) -> bool:
    if value.get("type") == "corpus" or (isinstance(value.get("type"), str) and value["type"] in KINDS):
        return True
    lists = [found for name in _ANNOTATED if isinstance(found := value.get(name), list)]
    if lists and not any(lists):
        return columns_of(value) <= {"text"}
    first = [found[0] for found in lists if found]
    return any(not _PLACES.isdisjoint(one) if isinstance(one, dict) else isinstance(one, list) for one in first)


def _inner(value: dict[str, Any]) -> list[Any]:
    """The list of articles that an object which is none itself holds; empty when there is none."""
    if "text" in columns_of(value):
        return []
    found = (value.get(name) for name in _LISTS)
    return next((one for one in found if isinstance(one, list) and one and isinstance(one[0], dict)), [])


def is_whole(source: Source) -> bool:
    """Whether the objects of a JSON file have to be read as a whole, because they do not stand in a line each."""
    text = source.head.decode("utf-8", "replace").removeprefix("\ufeff").lstrip()
    begin = _FIRST.match(text)
    if begin is None or begin.end():
        return begin is not None
    try:
        value, end = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        return source.ending == ".json" and "\n" in text.split('"', 1)[0]
    return "\n" in text[:end] or bool(_inner(value))


def objects(source: Source, chosen: str | None) -> Rows:
    """The objects of a file as rows, by their place in its list. Raises UserError for what is none, or too large."""
    if source.size() > MOST_BYTES:
        raise UserError(f"{source.name} is larger than {MOST_BYTES // 2**20} MB.", "Save it with an article a line.")
    data = source.read()
    decoded = decode(data, source.name, chosen)
    holes = escapes(decoded.encoding)
    text = data.decode(decoded.encoding, holes) if decoded.unreadable else decoded.text
    try:
        value = json.loads(text.lstrip("\ufeff"))
    except RecursionError:
        raise UserError(f"{source.name} is nested too deep to be read.", "Nothing was imported.") from None
    except ValueError:
        raise UserError(f"{source.name} is not JSON, or was cut off.", "Save it again.") from None
    if isinstance(value, dict):
        value = _inner(value) or [value]
    if not isinstance(value, list) or not value:
        raise UserError(f"{source.name} holds no articles.", "Choose a file that holds some.")
    first = next((one for one in value if isinstance(one, dict)), {})
    return Rows(
        [storable(name)[0] for name in first], _rows(value, decoded.encoding), "application/json", decoded.encoding
    )


def _rows(value: list[Any], encoding: str) -> Generator[Row]:
    for number, one in enumerate(value, 1):
        if isinstance(one, dict):
            cells = {storable(name)[0]: cell(inner) for name, inner in one.items()}
            yield Row(number, cells, f"{json.dumps(one)}\n".encode(encoding))
        else:
            yield Row(number, {}, wrong="it is no JSON object")
