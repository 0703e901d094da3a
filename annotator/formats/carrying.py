"""What other programs' formats cannot say, under one key that is ours: so that it is there when it comes back.

A task of such a format is an article as one or all annotators have it. Its key `annotator` holds:
`document` (facts), `annotations` (lines, each with `keys`: the spans that stand for it), `lines` (everything else).
What the format says itself counts: a span that was moved or re-labelled there is moved or re-labelled here.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from annotator.formats import labels
from annotator.formats.bundles import Bundle
from annotator.formats.foreign import Foreign, Native, listed
from annotator.formats.lines import line_of
from annotator.formats.selection import Article, Selection
from annotator.model.items import Item

KEY = "annotator"
STAYS = "Where the project has it, it stays."
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
    for line in _lines(bundle, carried, "annotations"):
        keys = keys_of(line)
        line.pop("keys", None)
        there = [natives[key] for key in keys if key in natives]
        taken.update(keys)
        bundle.native += len(there)
        if keys and not there:
            bundle.report.notes.append(f"Annotation {line.get('id')} was deleted by the other program. {STAYS}")
            continue
        line |= {"type": "annotation", "document": foreign.id}
        where = f"annotation {keys[0] if keys else ''}".strip()
        if not _as_now(foreign, line, there, label_of):
            bundle.keep_out(str(line.get("id")), f"{where}: its offsets are no numbers")
            continue
        bundle.add(line, where)
        came.add(str(line.get("id")))
        for key in keys:
            foreign.know(key, str(line.get("id")), str(line.get("tag")))
    old = str((carried.get("document") or {}).get("id")) if isinstance(carried.get("document"), dict) else ""
    _rest(bundle, carried, foreign.id, old, came)
    return taken, came


def _as_now(foreign: Foreign, line: dict[str, Any], there: list[Native], label_of: Callable[[str], str]) -> bool:
    """Let what the file says itself count: where the spans stand and what they are called. False for no offsets."""
    if not there:
        return True
    spans = foreign.spans([span for native in there for span in native.spans])
    if spans is None:
        return False
    if spans != line.get("spans"):
        line["spans"] = spans
        line.pop("text", None)
        if all(native.words is not None for native in there):
            line["text"] = [word for native in there for word in native.words or ()]
    label = there[0].label
    if label != label_of(str(line.get("tag"))):
        line["tag"] = labels.tag_of(labels.meaning(label, foreign.options.labels), "")
        foreign.own_tag(line["tag"], label)
    return True


def _rest(bundle: Bundle, carried: dict[str, Any], document: str, old: str, came: set[str]) -> None:
    for line in _lines(bundle, carried, "lines"):
        if "document" in line:
            line["document"] = document
        if line.get("target") == old:
            line["target"] = document
        if line.get("type") == "attribution":
            if not _with_members(line, came):
                told = f"Attribution {line.get('id')} has lost its contents in the other program. {STAYS}"
                bundle.report.notes.append(told)
                continue
            came.add(str(line.get("id")))
        if isinstance(line.get("type"), str):
            bundle.add(line, f"{line['type']} {line.get('id', '')}")
        else:
            bundle.refuse(str(line.get("id")), "its kind is not said")


def _with_members(line: dict[str, Any], came: set[str]) -> bool:
    """Leave out the members of an attribution that did not come. False when it had contents, and none of them did."""
    members = {role: line[role] for role in ("sources", "cues", "contents") if isinstance(line.get(role), list)}
    line |= {role: [id_ for id_ in ids if isinstance(id_, str) and id_ in came] for role, ids in members.items()}
    return not members.get("contents") or bool(line["contents"])


def facts_of(carried: object, title: str = "") -> dict[str, Any] | None:
    """The facts about an article that are carried; otherwise the title, or None when there is none either."""
    document = carried.get("document") if isinstance(carried, dict) else None
    if not isinstance(document, dict):
        return {"title": title} if title else None
    return {name: value for name, value in document.items() if name not in ("id", "type", "text")}


def keys_of(line: Mapping[str, Any]) -> list[str]:
    """The spans that stand for an annotation; none when what says so is damaged."""
    keys = line.get("keys")
    return list(map(str, keys)) if isinstance(keys, list) else []


def _lines(bundle: Bundle, carried: Mapping[str, Any], name: str) -> Iterator[dict[str, Any]]:
    for number, one in enumerate(listed(bundle, carried, name, f"the key “{KEY}”"), 1):
        if isinstance(one, dict):
            yield dict(one)
        else:
            bundle.refuse(f"the key “{KEY}”, {name} {number}", "it is no item")
