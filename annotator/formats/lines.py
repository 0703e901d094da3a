"""Items as the lines of an annotator corpus, which every format that carries more than it can say uses too."""

import json
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
    """What should be JSON is none."""


def _no_constant(name: str) -> None:
    """NaN and Infinity are no JSON, although Python reads them."""
    raise ValueError(name)


_decode = json.JSONDecoder(parse_constant=_no_constant).raw_decode
_SPACE = " \t\n\r"


def decode(text: str) -> Any:
    """The value of a JSON text. Raises NotJson, also for what is nested absurdly."""
    bare = text.strip(_SPACE)
    try:
        value, end = _decode(bare)
    except (ValueError, RecursionError) as error:
        raise NotJson(str(error)) from None
    if end != len(bare):
        raise NotJson(f"something follows the value at {end}")
    return value
