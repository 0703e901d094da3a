"""UIMA CAS as XMI and as JSON, through dkpro-cassis: a folder for each article, in it a CAS for each annotator.

Offsets in the files are UTF-16, which cassis converts. What is shared stands in project.xmi (or .json), the types in
TypeSystem.xml. Characters that XML 1.0 cannot carry are replaced one for one, and restored from an item.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from annotator.formats import cas_reader
from annotator.formats.bundles import Bundle, ReadOptions, WriteOptions
from annotator.formats.cas_types import (
    ITEM,
    METADATA,
    RELATION,
    SHARED_TEXT,
    SPAN,
    sayable,
    type_system,
    unsayable,
)  # fmt: skip
from annotator.formats.lines import encode_ascii, line_of
from annotator.formats.naming import Names
from annotator.formats.selection import Article, Selection
from annotator.formats.ticking import Tick
from annotator.model.items import Item

PROJECT = "project"


def write(selection: Selection, place: Path, _options: WriteOptions, tick: Tick) -> None:
    _write(selection, place, tick, ".xmi")


def write_json(selection: Selection, place: Path, _options: WriteOptions, tick: Tick) -> None:
    _write(selection, place, tick, ".json")


def read(place: Path, options: ReadOptions) -> Iterator[Bundle]:
    """A bundle for what is shared, and one for each article. Raises UserError for what is no CAS."""
    return cas_reader.read(place, options)


def _write(selection: Selection, place: Path, tick: Tick, ending: str) -> None:
    from cassis import Cas

    types = type_system()
    names, folders = selection.annotator_names(), Names(PROJECT)
    if ending == ".xmi":
        types.to_xml(place / "TypeSystem.xml")
    shared = Cas(typesystem=types, sofa_string=SHARED_TEXT, sofa_mime="text/plain")
    _add_items(shared, types, [item for items in selection.shared.values() for item in items])
    _save(shared, place / f"{PROJECT}{ending}")
    for article in selection.articles():
        tick(article.title)
        folder = place / Names.article(article)
        folder.mkdir()
        layers = sorted((article.layers() or {None: article}).items(), key=lambda one: one[0] or "")
        for at, (annotator, layer) in enumerate(layers, 1):
            judgements = article.judgements if at == len(layers) else []
            cas = cas_of(layer, types, judgements)
            _save(cas, folder / f"{folders.of(annotator or '', names.get(annotator or '', ''))}{ending}")


def _save(cas: Any, path: Path) -> None:
    if path.suffix == ".xmi":
        cas.to_xmi(path)
    else:
        cas.to_json(path)


def cas_of(layer: Article, types: Any, judgements: list[Item]) -> Any:
    """An article as one annotator has it, with judgements that nobody else tells of."""
    from cassis import Cas

    cas = Cas(typesystem=types, sofa_string=sayable(layer.text), sofa_mime="text/plain")
    span, relation = types.get_type(SPAN), types.get_type(RELATION)
    metadata = types.get_type(METADATA)
    cas.add(
        metadata(
            begin=0, end=len(layer.text), language=sayable(layer.document.language) or "x-unspecified",
            documentTitle=sayable(layer.title), documentId=layer.id,
        )
    )  # fmt: skip
    first: dict[str, Any] = {}
    for annotation in layer.annotations:
        said = ("type", "document", "spans", "tag")
        rest = encode_ascii({name: value for name, value in line_of(annotation).items() if name not in said})
        for begin, end in annotation.spans:
            one = span(begin=begin, end=end, label=sayable(annotation.tag), identifier=annotation.id, item=rest)
            first.setdefault(annotation.id, one)
            cas.add(one)
    contents = {attribution.id: attribution.contents[0] for attribution in layer.attributions}
    for attribution in layer.attributions:
        ends = [(c, id_, "source") for c in attribution.contents for id_ in attribution.sources]
        ends += [(c, id_, "cue") for c in attribution.contents for id_ in attribution.cues]
        if attribution.parent in contents:
            ends.append((attribution.contents[0], contents[attribution.parent], "parent"))
        for governor, dependent, label in ends:
            there = first[dependent]
            cas.add(
                relation(
                    begin=there.begin, end=there.end, Governor=first[governor], Dependent=there, label=label,
                    identifier=attribution.id,
                )
            )  # fmt: skip
    document = line_of(layer.document)
    if lost := unsayable(layer.text):
        document["unsayable"] = lost
    _add_items(cas, types, [*layer.attributions, *judgements], document)
    return cas


def _add_items(cas: Any, types: Any, items: list[Item], document: dict[str, Any] | None = None) -> None:
    item = types.get_type(ITEM)
    lines = [] if document is None else [document]
    for line in [*lines, *map(line_of, items)]:
        cas.add(item(json=encode_ascii(line)))
