"""Reading Web Annotations: our own pages, and single annotations, pages and collections of anybody.

Those of others are taken when the project holds the article they are about; they are anchored by position and quote.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from annotator.formats import json_stream, labels
from annotator.formats.bundles import AROUND, Bundle, ReadOptions
from annotator.formats.foreign import made_id
from annotator.formats.lines import NotJson, decode
from annotator.model.errors import UserError
from annotator.model.items import TAGS

ITEM = "annotator:item"
_MANY = 20_000
"""Lines after which a bundle ends with its article."""

_MOST_BYTES = 64 * 1024 * 1024


def read_all(place: Path, options: ReadOptions) -> Iterator[Bundle]:
    bundle = Bundle(str(place))
    for number, value in enumerate(_items(place), 1):
        if len(bundle.lines) > _MANY and _is_article(value):
            yield bundle
            bundle = Bundle(str(place))
        with bundle.item(f"item {number}"):
            _read(bundle, value, number, options)
    yield bundle


def _is_article(value: Any) -> bool:
    return isinstance(value, dict) and isinstance(value.get(ITEM), str) and '"type":"document"' in value[ITEM]


def _read(bundle: Bundle, value: Any, number: int, options: ReadOptions) -> None:
    if not isinstance(value, dict):
        bundle.refuse(f"item {number}", "it is no object")
        return
    bundle.native += 1
    line = _own(value)
    if line is not None:
        bundle.add(line, f"item {number}")
    else:
        _theirs(bundle, value, number, options)


def _items(place: Path) -> Iterator[Any]:
    """The annotations of a page, a collection with its first page inside, a list, or the one that the file is."""
    with place.open("rb") as file:
        head = file.read(4096).removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith(b"["):
        yield from json_stream.elements(place)
    elif b'"AnnotationPage"' in head and b'"items":[' in head:
        yield from json_stream.elements(place, "items")
    else:
        if place.stat().st_size > _MOST_BYTES:
            raise json_stream.refused(place, "it is larger than 64 MB and no page of annotations")
        try:
            value = decode(place.read_bytes().decode("utf-8-sig", "surrogatepass"))
        except UnicodeDecodeError:
            raise json_stream.refused(place, "it is not UTF-8") from None
        except NotJson as error:
            raise json_stream.refused(place, error.why) from None
        yield from _inside(place, value)


def _inside(place: Path, value: Any) -> Iterator[Any]:
    kinds = _list(value.get("type")) if isinstance(value, dict) else []
    if "Annotation" in kinds:
        yield value
    elif "AnnotationPage" in kinds or "AnnotationCollection" in kinds:
        first = value.get("first")
        inner = value.get("items", first.get("items") if isinstance(first, dict) else None)
        if not isinstance(inner, list):
            raise UserError(f"{place}: its annotations are elsewhere.", "Nothing was imported; choose a page itself.")
        yield from inner
    else:
        raise json_stream.refused(place, "it is no Web Annotation: its type is neither Annotation nor a page of them")


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _own(value: dict[str, Any]) -> dict[str, Any] | None:
    """The line that one of our own annotations stands for, where its target stands now."""
    held = value.get(ITEM)
    try:
        line = decode(held) if isinstance(held, str) else None
    except NotJson:
        line = None
    if not isinstance(line, dict) or not isinstance(line.get("type"), str):
        return None
    if line["type"] == "document":
        body = value.get("body")
        line["text"] = body.get("value") if isinstance(body, dict) else None
    elif line["type"] == "annotation":
        targets = _list(value.get("target"))
        anchors = [(a[0], a) for target in targets if (a := _anchor(target)) is not None and a[0] is not None]
        if anchors and len(anchors) == len(targets):
            anchors.sort(key=lambda one: one[0])
            line["spans"] = [list(place) for place, _ in anchors]
            if all(a[1] is not None for _, a in anchors):
                line["text"] = [a[1] for _, a in anchors]
                line[AROUND] = [a[2:] for _, a in anchors]
        tags = [b for b in _list(value.get("body")) if isinstance(b, dict) and b.get("purpose") == "tagging"]
        if len(tags) == 1 and isinstance(tags[0].get("value"), str):
            line["tag"] = tags[0]["value"]
    return line


def _anchor(target: Any) -> tuple[tuple[int, int] | None, str | None, str, str] | None:
    """Position, quote, prefix and suffix of a target in a text; None when it names no place in one."""
    selectors = _list(target.get("selector")) if isinstance(target, dict) else []
    place, quote, prefix, suffix = None, None, "", ""
    for one in selectors:
        if not isinstance(one, dict):
            continue
        if one.get("type") == "TextPositionSelector" and type(one.get("start")) is int and type(one.get("end")) is int:
            place = (one["start"], one["end"])
        if one.get("type") == "TextQuoteSelector" and isinstance(one.get("exact"), str):
            quote, prefix, suffix = one["exact"], str(one.get("prefix", "")), str(one.get("suffix", ""))
    return (place, quote, prefix, suffix) if place is not None or quote else None


def _theirs(bundle: Bundle, value: dict[str, Any], number: int, options: ReadOptions) -> None:
    where = f"item {number}"
    targets = _list(value.get("target"))
    anchors = [_anchor(target) for target in targets]
    source = next((_source(target) for target in targets if _source(target)), "")
    if "Annotation" not in _list(value.get("type")):
        bundle.keep_out(where, f"{where}: its type is not Annotation")
        return
    if not anchors or any(anchor is None for anchor in anchors):
        bundle.keep_out(where, f"{where}: it names no place in a text by position or quote")
        return
    here = options.article(source) if options.article is not None else None
    if here is None:
        bundle.keep_out(where, f"{where}: the article {source or 'it is about'} is not in the project; import it first")
        return
    document, text = here
    spans = [_find(text, anchor) for anchor in anchors if anchor is not None]
    if any(span is None for span in spans):
        bundle.keep_out(where, f"{where}: the words it quotes stand nowhere in the article, or at several places")
        return
    _add(bundle, value, where, document, text, sorted(list(s) for s in spans if s is not None), options)


def _source(target: Any) -> str:
    if isinstance(target, str):
        return target
    found = target.get("source", target.get("id")) if isinstance(target, dict) else ""
    return found if isinstance(found, str) else str(found.get("id", "")) if isinstance(found, dict) else ""


def _find(text: str, anchor: tuple[tuple[int, int] | None, str | None, str, str]) -> tuple[int, int] | None:
    """Where an anchor's words stand: at its position, where prefix and suffix fit, or at the only place there is."""
    place, quote, prefix, suffix = anchor
    if quote is None:
        return place if place is not None and 0 <= place[0] < place[1] <= len(text) else None
    if place is not None and text[place[0] : place[1]] == quote:
        return place
    at, found = text.find(quote), []
    while at >= 0:
        found.append(at)
        at = text.find(quote, at + 1)
    fitting = [
        a for a in found if text[:a].endswith(prefix) and text.startswith(suffix, a + len(quote))
    ] if prefix or suffix else found  # fmt: skip
    chosen = fitting or found
    return (chosen[0], chosen[0] + len(quote)) if len(chosen) == 1 else None


def _add(
    bundle: Bundle, value: dict[str, Any], where: str, document: str, text: str, spans: list[list[int]],
    options: ReadOptions,
) -> None:  # fmt: skip
    bodies = [b for b in _list(value.get("body")) if isinstance(b, dict)]
    values = [(str(b.get("purpose", "")), b["value"]) for b in bodies if isinstance(b.get("value"), str)]
    tags = [said for purpose, said in values if purpose == "tagging"]
    notes = [said for purpose, said in values if purpose != "tagging"]
    label = tags[0] if tags else str((_list(value.get("motivation")) or ["annotation"])[0])
    bundle.labels[label] += 1
    tag = labels.tag_of(labels.meaning(label, options.labels), text[spans[0][0] : spans[-1][1]])
    if tag in (labels.IGNORE, labels.ATTRIBUTION):
        bundle.keep_out(where, f"{where}: its label is to be left out")
        return
    if tag not in TAGS:
        bundle.add({"type": "tag", "id": made_id("tag", tag), "slug": tag, "name": label}, f"label {label}")
    line: dict[str, Any] = {
        "type": "annotation", "document": document, "tag": tag, "spans": spans,
        "id": made_id("w3c", document, value.get("id", ""), tag, spans),
    }  # fmt: skip
    if tag != "excluded":
        line["annotator"] = _creator(bundle, value.get("creator"), options)
    if notes or tags[1:]:
        line["note"] = "\n".join([*notes, *tags[1:]])
    bundle.add(line, where)


def _creator(bundle: Bundle, creator: Any, options: ReadOptions) -> str:
    first = (_list(creator) or [""])[0]
    name = str(first.get("name") or first.get("id") or "") if isinstance(first, dict) else str(first)
    if name:
        bundle.people[name] += 1
    known = options.people.get(name)
    if known is not None:
        return known
    called = name or "Web Annotation"
    id_ = made_id("annotator", called)
    bundle.add({"type": "annotator", "id": id_, "name": called}, f"annotator {called}")
    return id_
