"""Citron: a JSON file for each article with a text and its quotes; a folder for each annotator.

After the data format of the BBC's Citron (github.com/bbc/citron, docs/data_format.md): each quote has one cue and
any number of sources and contents, as spans in code points.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from annotator.formats.binary import read_layer
from annotator.formats.bundles import Bundle, ReadOptions, WriteOptions, one_of_several, record
from annotator.formats.carrying import KEY, Carrier, facts_of
from annotator.formats.foreign import Foreign, Native, listed
from annotator.formats.json_stream import refused
from annotator.formats.lines import NotJson, decode
from annotator.formats.lines import encode_unsorted as encode
from annotator.formats.naming import Names
from annotator.formats.selection import JUDGEMENTS, Article, Selection
from annotator.formats.ticking import Tick
from annotator.model.items import Annotation

_MOST_BYTES = 64 * 1024 * 1024


def write(selection: Selection, place: Path, _options: WriteOptions, tick: Tick) -> None:

    carrier = Carrier(selection)
    folders = Names("project")
    names = selection.annotator_names()
    for article in selection.articles():
        tick(article.title)
        layers = sorted(article.layers().items(), key=lambda one: one[0] or "") or [(None, article)]
        for at, (annotator, layer) in enumerate(layers, 1):
            folder = place / folders.of(annotator or "", names.get(annotator or "", ""))
            folder.mkdir(exist_ok=True)
            rest = article.judgements if at == len(layers) else ()
            value = {
                "text": article.text, "quotes": _quotes(layer), "coreference_groups": _coreferences(layer),
                KEY: {"id": annotator, "name": names.get(annotator or "", ""), "links": [],
                      **carrier.pack(layer, _keys(layer), rest)},
            }  # fmt: skip
            path = folder / f"{folders.article(article)}.json"
            path.write_text(encode(value) + "\n", encoding="utf-8", newline="\n")


def _span(begin: int, end: int, text: str) -> dict[str, Any]:
    return {"start": begin, "end": end, "text": text[begin:end]}


def _spans(ids: tuple[str, ...], known: dict[str, Annotation], text: str) -> list[dict[str, Any]]:
    return [_span(begin, end, text) for id_ in ids if id_ in known for begin, end in known[id_].spans]


def _quotes(layer: Article) -> list[dict[str, Any]]:
    known = {a.id: a for a in layer.annotations}
    out = []
    for attribution in layer.attributions:
        cues = _spans(attribution.cues, known, layer.text)
        out.append(
            {
                "id": attribution.id, "cue": cues[0] if cues else {"start": 0, "end": 0, "text": ""},
                "sources": _spans(attribution.sources, known, layer.text),
                "contents": _spans(attribution.contents, known, layer.text),
            }
        )  # fmt: skip
    return out


def _coreferences(layer: Article) -> list[list[dict[str, Any]]]:
    groups: dict[str, list[dict[str, Any]]] = {}
    for annotation in layer.annotations:
        if annotation.entity is not None:
            groups.setdefault(annotation.entity, []).append(_span(annotation.begin, annotation.end, layer.text))
    return [group for group in groups.values() if len(group) > 1]


def _keys(layer: Article) -> dict[str, list[str]]:
    """No span stands for an annotation alone: what is carried says which quote is which."""
    del layer
    return {}


def read(place: Path, options: ReadOptions) -> Iterator[Bundle]:
    """A bundle a file. Raises UserError for a file that is no JSON object with a text and quotes."""
    paths = sorted(p for p in place.rglob("*.json") if p.is_file()) if place.is_dir() else [place]
    judgements = Bundle(str(place))
    for path in paths:
        folder = path.parent.name if place.is_dir() and path.parent != place else ""
        with one_of_several(path, place) as bundles:
            value = _load(path)
            bundles.append(record(str(path), path.name, _read_file, value, options, folder))
        bundle = bundles[0]
        judgements.lines += [line for line in bundle.lines if line.value["type"] in JUDGEMENTS]
        bundle.lines = [line for line in bundle.lines if line.value["type"] not in JUDGEMENTS]
        yield bundle
    yield judgements  # they may be of what stands in any of the files


def _load(path: Path) -> dict[str, Any]:
    if path.stat().st_size > _MOST_BYTES:
        raise refused(path, "it is larger than 64 MB")
    try:
        value = decode(path.read_bytes().decode("utf-8-sig", "surrogatepass"))
    except UnicodeDecodeError:
        raise refused(path, "it is not UTF-8") from None
    except NotJson as error:
        raise refused(path, error.why) from None
    if isinstance(value, dict) and isinstance(value.get("text"), str) and isinstance(value.get("quotes"), list):
        if not value["text"].strip():
            raise refused(path, "its text is empty")
        return value
    raise refused(path, "it has no text with quotes")


def _read_file(bundle: Bundle, value: dict[str, Any], options: ReadOptions, folder: str) -> None:
    carried = value.get(KEY)
    foreign = Foreign(bundle, "Citron", value["text"], options, facts=facts_of(carried, Path(bundle.path).stem))
    foreign.document()
    known = _known_quotes(carried)
    there = {str(quote.get("id")) for quote in value["quotes"] if isinstance(quote, dict)}
    if gone := known - there:
        told = f"“{foreign.title}”: {len(gone)} quotes that were exported are not in the file any more;"
        bundle.report.notes.append(f"{told} their attributions came in as they were exported.")
    if isinstance(carried, dict):
        foreign.by_id(carried.get("id"), str(carried.get("name") or ""))
        read_layer(foreign, [], [], carried, str)
    elif value["quotes"]:
        foreign.by(folder)
    for number, quote in enumerate(value["quotes"], 1):
        with bundle.item(f"quote {number}"):
            bundle.native += 1
            if not isinstance(quote, dict):
                bundle.keep_out(f"quote {number}", f"quote {number}: it is no object")
            elif str(quote.get("id")) not in known:
                _read_quote(foreign, quote, number)


def _known_quotes(carried: object) -> set[str]:
    lines = carried.get("lines") if isinstance(carried, dict) else None
    given = lines if isinstance(lines, list) else []
    return {str(one.get("id")) for one in given if isinstance(one, dict) and one.get("type") == "attribution"}


def _read_quote(foreign: Foreign, quote: dict[str, Any], number: int) -> None:
    members: list[tuple[str, str]] = []
    cue = quote.get("cue")
    where = f"quote {number}"
    given: list[tuple[str, list[Any]]] = [("cue", [cue] if isinstance(cue, dict) and cue.get("end") else [])]
    given += [
        (role, listed(foreign.bundle, quote, name, where))
        for role, name in (("source", "sources"), ("content", "contents"))
    ]
    for role, spans in given:
        for at, span in enumerate(spans, 1):
            key = f"{where}, {role} {at}"
            if not isinstance(span, dict):
                foreign.bundle.keep_out(key, f"{key}: it is no span")
                continue
            words = span.get("text")
            native = Native(
                key, role, [(span.get("start"), span.get("end"))], [words] if isinstance(words, str) else None, key
            )
            if foreign.span_once(native) is not None:
                members.append((role, key))
    foreign.attribution(members, where)
