"""doccano: JSON Lines of texts with entities and relations; a line for each annotator and article.

Offsets are code points, as doccano's own files have them where nothing astral stands before; it counts graphemes or
UTF-16 depending on a switch of the project, which `ReadOptions.unit` follows. ASCII only: doccano guesses encodings.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from annotator.formats.binary import Link, pieces_of, read_layer
from annotator.formats.bundles import Bundle, ReadOptions, WriteOptions
from annotator.formats.carrying import KEY, Carrier, facts_of
from annotator.formats.foreign import Foreign, Native, label_in, label_of, listed, read_lines
from annotator.formats.lines import encode_ascii
from annotator.formats.selection import Selection
from annotator.formats.ticking import Tick


def write(selection: Selection, place: Path, _options: WriteOptions, tick: Tick) -> None:
    carrier = Carrier(selection)
    names = selection.annotator_names()
    number = 0
    with place.open("w", encoding="utf-8", newline="\n") as file:
        for article in selection.articles():
            tick(article.title)
            layers = sorted(article.layers().items(), key=lambda one: one[0] or "") or [(None, article)]
            for at, (annotator, layer) in enumerate(layers, 1):
                rest = article.judgements if at == len(layers) else ()
                pieces = pieces_of(layer, lambda n, base=number: str(base + n + 1))  # type: ignore[misc]  # a lambda’s default
                number += len(pieces.pieces)
                line: dict[str, Any] = {
                    "text": article.text,
                    "entities": [
                        {"id": int(p.key), "label": p.tag, "start_offset": p.begin, "end_offset": p.end}
                        for p in pieces.pieces
                    ],
                    "relations": [
                        {"id": n, "from_id": int(link.head), "to_id": int(link.child), "type": link.name}
                        for n, link in enumerate(pieces.links, 1)
                    ],
                    KEY: {
                        "name": names.get(annotator or "", ""), "id": annotator, "links": pieces.links,
                        **carrier.pack(layer, pieces.keys, rest),
                    },
                }  # fmt: skip
                file.write(encode_ascii(line) + "\n")


def read(place: Path, options: ReadOptions) -> Iterator[Bundle]:
    """A bundle a line. Raises UserError for a file that is no JSON Lines."""

    def read_line(bundle: Bundle, value: dict[str, Any], where: str) -> None:
        _read_line(Foreign(bundle, "doccano", value["text"], options, facts=facts_of(value.get(KEY))), value, where)

    return read_lines(place, read_line)


def _read_line(foreign: Foreign, value: dict[str, Any], where: str) -> None:
    foreign.document()
    natives = list(_spans(foreign.bundle, value, where))
    links = []
    for number, one in enumerate(listed(foreign.bundle, value, "relations", where), 1):
        if not isinstance(one, dict) or not {"from_id", "to_id"} <= one.keys():
            foreign.bundle.refuse(f"{where}, relation {number}", "it has not two ends")
        elif (name := label_in(one, "type", "relation")) is None:
            foreign.bundle.refuse(f"{where}, relation {number}", "its type is no name")
        else:
            links.append(Link(str(one["from_id"]), str(one["to_id"]), name))
    carried = value.get(KEY)
    if natives and not isinstance(carried, dict):
        foreign.by(str(value.get("username") or value.get("annotator") or ""))
    elif isinstance(carried, dict) and natives:
        foreign.by_id(carried.get("id"), str(carried.get("name") or ""))
    read_layer(foreign, natives, links, carried, lambda tag: tag)


def _spans(bundle: Bundle, value: dict[str, Any], where: str) -> Iterator[Native]:
    name = next((name for name in ("entities", "label", "labels") if value.get(name) is not None), "entities")
    taken: set[str] = set()
    for number, one in enumerate(listed(bundle, value, name, where)):
        here = f"{where}, label {number + 1}"
        if isinstance(one, dict) and {"start_offset", "end_offset"} <= one.keys():
            key, label = str(one.get("id", f"#{number}")), label_in(one, "label", "label")
            place, here = (one["start_offset"], one["end_offset"]), f"{where}, entity {key}"
        elif isinstance(one, list) and len(one) == 3:
            key, label, place = f"#{number}", label_of(one[2]), (one[0], one[1])
        else:
            bundle.refuse(here, "it is no span of the text")
            continue
        if label is None:
            bundle.refuse(here, "its label is no name")
        elif key in taken:
            bundle.refuse(here, "its id stands twice; the first was kept")
        else:
            taken.add(key)
            yield Native(key, label, [place], where=here)
