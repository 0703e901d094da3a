"""W3C Web Annotation: one AnnotationPage of JSON-LD, streamed.

An annotation is one with a tagging body; each of its parts is a target with a TextPositionSelector (code points, as
the specification counts characters) and a TextQuoteSelector. An attribution links annotations. An article is one
that describes the resource urn:sha256:…, with its text as body. What the vocabulary has no words for stands in
`annotator:item`, a term of our own context, as a text that holds JSON, so that every JSON-LD processor keeps it.
"""

import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from annotator.formats.bundles import Bundle, ReadOptions, WriteOptions
from annotator.formats.foreign import made_id
from annotator.formats.lines import encode_unsorted as encode
from annotator.formats.lines import line_of
from annotator.formats.selection import Article, Selection
from annotator.formats.ticking import Tick
from annotator.formats.w3c_reader import read_all
from annotator.model.items import Annotation, Attribution, Item
from annotator.model.text import CONTEXT

ANNO = "http://www.w3.org/ns/anno.jsonld"
ITEM = "annotator:item"
_ROLES = ("sources", "cues", "contents", "parent")
_OWN = {
    "annotator": "urn:annotator:",
    **{f"annotator:{name}": {"@id": f"annotator:{name}", "@type": "@id"} for name in _ROLES},
}  # fmt: skip
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
_MOTIVATION = {
    "document": "describing", "annotator": "describing", "tag": "describing", "entity": "identifying",
    "setting": "describing", "annotation": "tagging", "attribution": "linking", "rating": "assessing",
    "verdict": "moderating", "comment": "commenting", "state": "assessing", "confirmation": "assessing",
    "assignment": "bookmarking",
}  # fmt: skip


def write(selection: Selection, place: Path, _options: WriteOptions, tick: Tick) -> None:
    writer = _Writer(selection)
    with place.open("w", encoding="utf-8", newline="\n") as file:
        head = {
            "@context": [ANNO, _OWN], "id": writer.page_id(), "type": "AnnotationPage", "startIndex": 0,
        }  # fmt: skip
        file.write(encode(head)[:-1] + ',"items":[')
        first = True
        for value in writer.items(tick):
            file.write(("\n" if first else ",\n") + encode(value))
            first = False
        file.write("\n]}\n")


def read(place: Path, options: ReadOptions) -> Iterator[Bundle]:
    """A bundle for each article or so. Raises UserError for a file that is no JSON."""
    return read_all(place, options)


def urn(id_: str) -> str:
    return f"urn:sha256:{id_}" if len(id_) == 64 else f"urn:uuid:{id_}"


class _Writer:
    def __init__(self, selection: Selection) -> None:
        self._selection = selection
        self._names = selection.annotator_names()
        self._kinds = {a.id: str(getattr(a, "kind", "")) for a in selection.items("annotator")}

    def page_id(self) -> str:
        hashed = sha256()
        for article in self._selection.articles():
            hashed.update(article.id.encode())
        return f"urn:uuid:{made_id('page', hashed.hexdigest())}"

    def items(self, tick: Tick) -> Iterator[dict[str, Any]]:
        shared = self._selection.shared
        for kind in ("annotator", "tag", "entity", "setting"):
            yield from (self._other(item) for item in shared.get(kind, []))
        for article in self._selection.articles():
            tick(article.title)
            yield self._document(article)
            yield from (self._annotation(one, article.text) for one in article.annotations)
            yield from (self._attribution(one) for one in article.attributions)
            yield from (self._other(one) for one in article.judgements)
        for kind, items in shared.items():
            if kind not in ("annotator", "tag", "entity", "setting"):
                yield from (self._other(item) for item in items)

    def _base(self, item: Item, id_: str) -> dict[str, Any]:
        out: dict[str, Any] = {"id": id_, "type": "Annotation", "motivation": _MOTIVATION[item.KIND]}
        if item.annotator is not None:
            kind = "Software" if self._kinds.get(item.annotator) == "suggester" else "Person"
            out["creator"] = {"id": urn(item.annotator), "type": kind}
            if self._names.get(item.annotator):
                out["creator"]["name"] = self._names[item.annotator]
        if item.modified is not None and _TIME.fullmatch(item.modified):
            out["modified"] = item.modified
        out[ITEM] = encode(line_of(item))
        return out

    def _document(self, article: Article) -> dict[str, Any]:
        body = {"type": "TextualBody", "value": article.text, "format": "text/plain", "purpose": "describing"}
        out = self._base(article.document, f"urn:uuid:{made_id('article', article.id)}")
        return {**out, "body": body, "target": urn(article.id)}

    def _annotation(self, annotation: Annotation, text: str) -> dict[str, Any]:
        body: list[dict[str, Any]] = [_text(annotation.tag, "tagging")]
        if annotation.note:
            body.append(_text(annotation.note, "commenting"))
        if annotation.entity is not None:
            body.append({"type": "SpecificResource", "source": urn(annotation.entity), "purpose": "identifying"})
        targets = [
            {
                "type": "SpecificResource", "source": urn(annotation.document or ""),
                "selector": [
                    {"type": "TextPositionSelector", "start": begin, "end": end},
                    {
                        "type": "TextQuoteSelector", "exact": text[begin:end],
                        "prefix": text[max(0, begin - CONTEXT) : begin], "suffix": text[end : end + CONTEXT],
                    },
                ],
            }
            for begin, end in annotation.spans
        ]  # fmt: skip
        out = self._base(annotation, urn(annotation.id))
        return {**out, "body": body, "target": targets if len(targets) > 1 else targets[0]}

    def _attribution(self, attribution: Attribution) -> dict[str, Any]:
        out = self._base(attribution, urn(attribution.id))
        out |= {"body": _text(attribution.kind, "classifying"), "target": [urn(id_) for id_ in attribution.members]}
        for name in ("sources", "cues", "contents"):
            if value := getattr(attribution, name):
                out[f"annotator:{name}"] = [urn(id_) for id_ in value]
        if attribution.parent is not None:
            out["annotator:parent"] = urn(attribution.parent)
        return out

    def _other(self, item: Item) -> dict[str, Any]:
        line = line_of(item)
        about = line.get("target") or line.get("document") or item.id
        says = line.get("text") or line.get("comment") or line.get("name") or line.get("state") or item.KIND
        own = about == item.id
        out = self._base(item, f"urn:uuid:{made_id('about', item.id)}" if own else urn(item.id))
        return {**out, "body": _text(str(says), _MOTIVATION[item.KIND]), "target": urn(str(about))}


def _text(value: str, purpose: str) -> dict[str, Any]:
    return {"type": "TextualBody", "value": value, "format": "text/plain", "purpose": purpose}
