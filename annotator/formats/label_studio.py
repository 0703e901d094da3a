"""Label Studio: a JSON list of tasks with regions and relations; an annotation of a task for each annotator.

Offsets are code points, as its editor counts now. Beside the file stands nothing: the labelling configuration that
the tasks need is in the first task's key `annotator` and in docs/formats/label-studio.md.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from annotator.formats import json_stream
from annotator.formats.binary import Link, pieces_of, read_layer
from annotator.formats.bundles import Bundle, ReadOptions, WriteOptions, record
from annotator.formats.carrying import KEY, Carrier, facts_of, keys_of
from annotator.formats.foreign import Foreign, Native, label_of, listed
from annotator.formats.lines import encode_unsorted as encode
from annotator.formats.selection import Article, Selection
from annotator.formats.ticking import Tick
from annotator.model.items import TAGS, Item

_COLOURS = ("#e8a33d", "#3d8fe8", "#3dbf8f", "#8f8f8f", "#c0c0c0", "#b565d9", "#d9656f", "#65d9d0")


def labelling_config(tags: list[Item]) -> str:
    """The labelling configuration under which the tasks open."""
    names = [*TAGS, *(str(getattr(tag, "slug", "")) for tag in tags)]
    colours = [_COLOURS[n % len(_COLOURS)] for n in range(len(names))]
    rows = "".join(
        f'    <Label value="{_xml(name)}" background="{colour}"/>\n'
        for name, colour in zip(names, colours, strict=True)
    )
    relations = "".join(f'    <Relation value="{name}"/>\n' for name in ("source", "cue", "parent", "part"))
    return (
        f'<View>\n  <Relations>\n{relations}  </Relations>\n  <Labels name="label" toName="text">\n{rows}  </Labels>\n'
        '  <Text name="text" value="$text" granularity="symbol"/>\n</View>\n'
    )


def _xml(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


def write(selection: Selection, place: Path, _options: WriteOptions, tick: Tick) -> None:
    carrier = Carrier(selection)
    names = selection.annotator_names()
    config: dict[str, Any] = {"labelling_config": labelling_config(selection.items("tag"))}
    with place.open("w", encoding="utf-8", newline="\n") as file:
        file.write("[")
        for number, article in enumerate(selection.articles(), 1):
            tick(article.title)
            task = _task(article, number, names, carrier)
            task["data"][KEY] |= config
            config = {}
            file.write((",\n" if number > 1 else "\n") + encode(task))
        file.write("\n]\n")


def _task(article: Article, number: int, names: dict[str, str], carrier: Carrier) -> dict[str, Any]:
    annotations: list[dict[str, Any]] = []
    layers: list[dict[str, Any]] = []
    for at, (annotator, layer) in enumerate(sorted(article.layers().items(), key=lambda one: one[0] or ""), 1):
        pieces = pieces_of(layer, lambda n, at=at: f"{at}-{n}")  # type: ignore[misc]  # a lambda’s default has no type
        result: list[dict[str, Any]] = [
            {
                "id": p.key, "from_name": "label", "to_name": "text", "type": "labels", "origin": "manual",
                "value": {"start": p.begin, "end": p.end, "text": p.words, "labels": [p.tag]},
            }
            for p in pieces.pieces
        ]  # fmt: skip
        result += [
            {"type": "relation", "from_id": head, "to_id": child, "direction": "right", "labels": [name]}
            for head, child, name in pieces.links
        ]
        times = sorted(i.modified for i in (*layer.annotations, *layer.attributions) if i.modified is not None)
        one = {
            "result": result, "was_cancelled": False, "ground_truth": False,
        }  # fmt: skip
        if times:
            one |= {"created_at": times[0], "updated_at": times[-1]}
        annotations.append(one)
        layers.append(
            {
                "id": annotator, "name": names.get(annotator or "", ""), "links": pieces.links,
                **carrier.pack(layer, pieces.keys),
            }
        )  # fmt: skip
    judged = Article(article.document, article.text)
    rest = {"links": [], **carrier.pack(judged, {}, article.judgements)}
    facts = {name: value for name in ("title", "outlet", "url") if (value := getattr(article.document, name))}
    return {
        "id": number, "data": {**facts, "text": article.text, KEY: {"layers": layers, "rest": rest}},
        "annotations": annotations, "predictions": [],
    }  # fmt: skip


def read(place: Path, options: ReadOptions) -> Iterator[Bundle]:
    """A bundle a task. Raises UserError for a file that is no JSON list."""
    for number, task in enumerate(json_stream.elements(place), 1):
        where = f"task {str(task.get('id', number))[:40] if isinstance(task, dict) else number}"
        yield record(str(place), where, _read, task, where, options)


def _read(bundle: Bundle, task: Any, where: str, options: ReadOptions) -> None:
    text = _text(task)
    if text is None:
        bundle.refuse(where, "it has no text, only other data or nothing")
        return
    carried = task["data"].get(KEY)
    rest = carried.get("rest") if isinstance(carried, dict) else None
    foreign = Foreign(bundle, "Label Studio", text, options, facts=facts_of(rest))
    foreign.document()
    _read_task(foreign, task, where, carried if isinstance(carried, dict) else {})


def _text(task: Any) -> str | None:
    """The text of a task: `data.text`, or the only text in its data."""
    data = task.get("data") if isinstance(task, dict) else None
    if not isinstance(data, dict):
        return None
    named = data.get("text")
    if isinstance(named, str) and named.strip():
        return named
    others = [v for v in data.values() if isinstance(v, str) and v.strip() and not v.startswith(("http", "/", "s3:"))]
    return others[0] if len(others) == 1 and " " in others[0].strip() else None


def _read_task(foreign: Foreign, task: dict[str, Any], where: str, carried: dict[str, Any]) -> None:
    bundle = foreign.bundle
    layers = [one for one in listed(bundle, carried, "layers", f"{where}, {KEY}") if isinstance(one, dict)]
    given = listed(bundle, task, "annotations" if task.get("annotations") else "completions", where)
    for at, annotation in enumerate(given):
        here = f"{where}, annotation {at + 1}"
        if not isinstance(annotation, dict):
            bundle.refuse(here, "it is no annotation of a task")
            continue
        if annotation.get("was_cancelled"):
            bundle.refuse(here, "it was cancelled")
            continue
        natives, links = _results(foreign, annotation, here)
        layer = _layer_of(natives, layers)
        if layer is not None:
            layers.remove(layer)
            foreign.by_id(layer.get("id"), "")
        elif natives:
            foreign.by(_person(annotation.get("completed_by")))
        read_layer(foreign, natives, links, layer, lambda tag: tag)
    for layer in layers:  # without regions, or deleted there
        read_layer(foreign, [], [], layer, lambda tag: tag)
    if isinstance(carried.get("rest"), dict):
        read_layer(foreign, [], [], carried["rest"], lambda tag: tag)


def _layer_of(natives: list[Native], layers: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The layer of ours that regions come from: they keep their ids."""
    here = {native.key for native in natives}
    for layer in layers:
        annotations = layer.get("annotations")
        for one in annotations if isinstance(annotations, list) else []:
            if isinstance(one, dict) and not here.isdisjoint(keys_of(one)):
                return layer
    return None


def _person(value: Any) -> str:
    if isinstance(value, dict):
        name = f"{value.get('first_name') or ''} {value.get('last_name') or ''}".strip()
        return name or str(value.get("email") or value.get("username") or value.get("id") or "")
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _results(foreign: Foreign, annotation: dict[str, Any], where: str) -> tuple[list[Native], list[Link]]:
    natives: list[Native] = []
    links: list[Link] = []
    notes: dict[str, list[str]] = {}
    for number, one in enumerate(listed(foreign.bundle, annotation, "result", where)):
        key = str(one.get("id", f"#{number}")) if isinstance(one, dict) else f"#{number}"
        here = f"{where}, region {key}"
        value = one.get("value") if isinstance(one, dict) else None
        if isinstance(one, dict) and one.get("type") == "relation":
            names = one.get("labels")
            name = label_of(names[0] if isinstance(names, list) and names else "relation")
            if name is None:
                foreign.bundle.refuse(here, "its label is no name")
            else:
                links.append(Link(str(one.get("from_id")), str(one.get("to_id")), name))
        elif isinstance(value, dict) and isinstance(value.get("labels"), list) and "start" in value and "end" in value:
            natives += _region(foreign, key, value, here)
        elif isinstance(value, dict) and isinstance(value.get("text"), str | list) and isinstance(one, dict):
            texts = value["text"] if isinstance(value["text"], list) else [value["text"]]
            notes.setdefault(key, []).extend(map(str, texts))
            foreign.bundle.native += 1
        else:
            what = str(one.get("type", "something"))[:40] if isinstance(one, dict) else "something"
            foreign.bundle.refuse(here, f"{what} is no labelled span of a text")
    for native in natives:
        if native.key in notes:
            native.extra["note"] = "\n".join(notes.pop(native.key))
    for key in notes:
        foreign.bundle.keep_out(key, f"{where}: the text of {key} belongs to no labelled span")
    return natives, links


def _region(foreign: Foreign, key: str, value: dict[str, Any], where: str) -> Iterator[Native]:
    """A span for each label of a region."""
    words = [value["text"]] if isinstance(value.get("text"), str) else None
    for place, label in enumerate(map(label_of, value["labels"] or ["label"])):
        if label is None:
            foreign.bundle.refuse(where, "its label is no name")
        else:
            more = f"/{label}" if place else ""
            yield Native(key + more, label, [(value["start"], value["end"])], words, where)
