"""What other programs' formats cannot say, under one key that is ours: so that it is there when it comes back.

A task of such a format is an article as one or all annotators have it. Its key `annotator` holds:
`document` (facts), `annotations` (lines, each with `keys`: the spans that stand for it), `lines` (everything else).
What the format says itself counts: a span that was moved or re-labelled there is moved or re-labelled here.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from annotator.formats import labels
from annotator.formats.bundles import Bundle
from annotator.formats.foreign import Foreign, Native
from annotator.formats.lines import line_of
from annotator.formats.selection import Article, Selection
from annotator.model.items import Item

KEY = "annotator"
_ENTITY_LINKS = ("affiliation", "issued_by", "merged_into", "members")


class Carrier:
    """Says for each task what it carries. The first one carries all that is shared, each one what it needs itself."""

    def __init__(self, selection: Selection) -> None:
        self._shared = selection.shared
        self._by_id = {item.id: item for kind in ("annotator", "tag", "entity") for item in selection.items(kind)}
        self._tags = {str(getattr(tag, "slug", "")): tag for tag in selection.items("tag")}
        self._first = True

    def pack(self, layer: Article, keys: Mapping[str, list[str]], rest: Iterable[Item] = ()) -> dict[str, Any]:
        """The value of the key. `keys` are the spans of each annotation, `rest` judgements."""
        if self._first:
            shared = [item for items in self._shared.values() for item in items]
            self._first = False
        else:
            shared = list(self._needed(layer, rest))
        left_out = {"type", "document"}
        return {
            "document": line_of(layer.document),
            "annotations": [
                {
                    **{name: value for name, value in line_of(a, layer.text).items() if name not in left_out},
                    "keys": keys.get(a.id, []),
                }
                for a in layer.annotations
            ],
            "lines": [line_of(item) for item in (*shared, *layer.attributions, *rest)],
        }  # fmt: skip

    def _needed(self, layer: Article, rest: Iterable[Item]) -> Iterable[Item]:
        wanted = [a.annotator for a in (*layer.annotations, *layer.attributions, *rest)]
        wanted += [getattr(item, "to", None) for item in rest]
        wanted += [getattr(item, "target", None) for item in rest]
        wanted += [a.entity for a in layer.annotations]
        out: dict[str, Item] = {}
        while wanted:
            item = self._by_id.get(wanted.pop() or "")
            if item is not None and item.id not in out:
                out[item.id] = item
                wanted.append(getattr(item, "same_as", None))
                for name in _ENTITY_LINKS:
                    value = getattr(item, name, None)
                    wanted.extend(value if isinstance(value, tuple) else (value,))
        yield from out.values()
        for slug in {a.tag for a in layer.annotations} & self._tags.keys():
            yield self._tags[slug]


def unpack(
    foreign: Foreign, carried: object, natives: Mapping[str, Native], label_of: Callable[[str], str]
) -> tuple[set[str], set[str]]:
    """Put what is carried into the bundle, with the spans as the file has them now.

    `label_of` says how a tag is written. Returns the keys of the spans accounted for, and the ids of annotations
    and attributions that came. An annotation whose spans are all gone was deleted there, with what hangs on it.
    """
    if not isinstance(carried, dict):
        return set(), set()
    bundle = foreign.bundle
    taken: set[str] = set()
    came: set[str] = set()
    for line in _dicts(carried.get("annotations")):
        keys = [str(key) for key in line.pop("keys", [])]
        there = [natives[key] for key in keys if key in natives]
        taken.update(keys)
        bundle.native += len(there)
        if keys and not there:
            bundle.report.notes.append(f"Annotation {line.get('id')} was deleted by the other program.")
            continue
        line |= {"type": "annotation", "document": foreign.id}
        _as_now(foreign, line, there, label_of)
        bundle.add(line, f"annotation {keys[0] if keys else ''}".strip())
        came.add(str(line.get("id")))
        for key in keys:
            foreign.know(key, str(line.get("id")), str(line.get("tag")))
    old = str((carried.get("document") or {}).get("id")) if isinstance(carried.get("document"), dict) else ""
    _rest(bundle, carried, foreign.id, old, came)
    return taken, came


def _as_now(foreign: Foreign, line: dict[str, Any], there: list[Native], label_of: Callable[[str], str]) -> None:
    """Let what the file says itself count: where the spans stand, what they are called."""
    if not there:
        return
    spans = foreign.spans([span for native in there for span in native.spans])
    if spans is not None and spans != line.get("spans"):
        line["spans"] = spans
        line.pop("text", None)
        if all(native.words is not None for native in there):
            line["text"] = [word for native in there for word in native.words or ()]
    label = there[0].label
    if label != label_of(str(line.get("tag"))):
        line["tag"] = labels.tag_of(labels.meaning(label, foreign.options.labels), "")
        foreign.own_tag(line["tag"], label)


def _rest(bundle: Bundle, carried: dict[str, Any], document: str, old: str, came: set[str]) -> None:
    for line in _dicts(carried.get("lines")):
        if "document" in line:
            line["document"] = document
        if line.get("target") == old:
            line["target"] = document
        if line.get("type") == "attribution":
            if not came & set(map(str, line.get("contents") or [])):
                bundle.report.notes.append(f"Attribution {line.get('id')} has lost its contents in the other program.")
                continue
            for role in ("sources", "cues", "contents"):
                if role in line:
                    line[role] = [id_ for id_ in line[role] if id_ in came]
            came.add(str(line.get("id")))
        if isinstance(line.get("type"), str):
            bundle.add(line, f"{line['type']} {line.get('id', '')}")


def facts_of(carried: object, title: str = "") -> dict[str, Any] | None:
    """The facts about an article that are carried; otherwise the title, or None when there is none either."""
    document = carried.get("document") if isinstance(carried, dict) else None
    if not isinstance(document, dict):
        return {"title": title} if title else None
    return {name: value for name, value in document.items() if name not in ("id", "type", "text")}


def _dicts(value: object) -> list[dict[str, Any]]:
    return [dict(one) for one in value if isinstance(one, dict)] if isinstance(value, list) else []
