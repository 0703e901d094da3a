"""The annotator corpus, version 1: JSON Lines, lossless, byte-identical when read and written again."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from annotator.model.corpus import Corpus
from annotator.model.items import KINDS, Annotation, Attribution, Item

FORMAT = "annotator-corpus"
VERSION = 1

_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


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


def in_order(corpus: Corpus, kind: str) -> Iterable[Item]:
    """The items of a kind in the order in which they are written."""
    items = corpus.items[kind]
    if kind == "annotation":
        return sorted(items, key=lambda a: (a.document, a.begin, a.id) if isinstance(a, Annotation) else ("", 0, a.id))
    if kind == "attribution":
        begins = {a.id: a.begin for a in corpus.items["annotation"] if isinstance(a, Annotation)}
        return sorted(
            items,
            key=lambda a: (
                (a.document, min(begins[m] for m in a.members), a.id) if isinstance(a, Attribution) else ("", 0, "")
            ),
        )
    return sorted(items, key=lambda item: item.id)


def write(corpus: Corpus) -> Iterator[str]:
    """The lines of the file, each with its newline."""
    yield _encode({"format": FORMAT, "type": "corpus", "version": VERSION}) + "\n"
    for kind in KINDS:
        with_text = kind in ("document", "annotation")
        for item in in_order(corpus, kind):
            place = item.id if kind == "document" else item.document
            yield _encode(line_of(item, corpus.texts[place] if with_text and place is not None else None)) + "\n"
