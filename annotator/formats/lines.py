"""Items as the lines of an annotator corpus, which every format that carries more than it can say uses too."""

import json
import re
from typing import Any

from annotator.model.fields import Reference, Text, Writer, quoted
from annotator.model.items import KINDS, Annotation, Item

encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
"""One line, as version 1 of the annotator corpus writes it."""

encode_unsorted = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
"""The same with the keys as they come, which is faster; for formats that demand no order."""

encode_ascii = json.JSONEncoder(ensure_ascii=True, separators=(",", ":")).encode
"""JSON that programs with a wrong idea of its encoding read as well."""


def line_of(item: Item, text: str | None = None) -> dict[str, Any]:
    """An item as the keys of its line. `text` is the document's, for documents and annotations."""
    line = item.plain()
    line["id"] = item.id
    line["type"] = item.KIND
    if item.document is not None:
        line["document"] = item.document
    if item.annotator is not None:
        line["annotator"] = item.annotator
    if item.modified is not None:
        line["modified"] = item.modified
    if text is not None:
        if isinstance(item, Annotation):
            line["text"] = item.exact(text)
        elif item.KIND == "document":
            line["text"] = text
    return line


class _Line:
    """Writes items of one kind as lines; made once a kind."""

    def __init__(self, model: type[Item]) -> None:
        named = [(one.name, one) for one in model.FIELDS]
        shared = [(name, Reference(name)) for name in ("annotator", "document", "id", "modified")]
        every = [*named, *shared, ("KIND", Text("type"))]
        self._before = Writer(pair for pair in every if pair[1].name <= "text")
        self._after = Writer(pair for pair in every if pair[1].name > "text")

    def of(self, item: Item, text: list[str]) -> str:
        return f"{{{','.join(self._before.members(item) + text + self._after.members(item))}}}"


_LINES = {kind: _Line(model) for kind, model in KINDS.items()}


def written(item: Item, text: str | None = None) -> str:
    """`encode(line_of(item, text))`, without making the line first: exports write by the ten thousand."""
    if text is None:
        exact = []
    elif isinstance(item, Annotation):
        exact = [f'"text":[{",".join(map(quoted, item.exact(text)))}]']
    else:
        exact = [f'"text":{quoted(text)}'] if item.KIND == "document" else []
    return _LINES[item.KIND].of(item, exact)


class NotJson(ValueError):
    """What should be JSON is none; `why` says so in words, with the place where it is known."""

    def __init__(self, why: str = "it is not JSON") -> None:
        super().__init__(why)
        self.why = why


_BEGUN = re.compile(r"\\?[\w.+-]*\s*")
"""What may stand at the end of a text that was cut within a value."""


def not_json(error: ValueError, text: str, at: int = 0, lines: int = 0, columns: int = 0) -> NotJson:
    """Why a text is not JSON, from what the decoder ran into in it at `at` or behind.

    `lines` and `columns` are what stands before the text in its file, and in its first line there.
    """
    if not isinstance(error, json.JSONDecodeError):
        return NotJson()
    place = at + error.pos
    begun = error.msg != "Extra data" and _BEGUN.fullmatch(text, place) is not None
    if begun or error.msg.startswith("Unterminated string"):
        return NotJson(f"it ends in the middle, at {place_in(text, len(text.rstrip()), lines, columns)}")
    return NotJson(f"it is not JSON at {place_in(text, place, lines, columns)}")


def place_in(text: str, at: int, lines: int = 0, columns: int = 0) -> str:
    """Line and column in words, both from 1, of a place in a text of which some stands before."""
    begin = text.rfind("\n", 0, at) + 1
    column = at - begin + 1 + (0 if begin else columns)
    return f"line {lines + text.count(chr(10), 0, at) + 1}, column {column}"


def _no_constant(name: str) -> None:
    """NaN and Infinity are no JSON, although Python reads them."""
    raise ValueError(name)


_decode = json.JSONDecoder(parse_constant=_no_constant).raw_decode
_SPACE = " \t\n\r"


def decode(text: str) -> Any:
    """The value of a JSON text. Raises NotJson, also for what is nested absurdly."""
    begin = len(text) - len(text.lstrip(_SPACE))
    bare = text.strip(_SPACE)
    try:
        value, end = _decode(bare)
    except RecursionError:
        raise NotJson("it is nested too deep") from None
    except ValueError as error:
        raise not_json(error, text, begin) from None
    if end != len(bare):
        raise not_json(json.JSONDecodeError("Extra data", bare, end), text, begin)
    return value
