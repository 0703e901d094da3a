"""brat standoff: .txt and .ann files, a folder for each annotator; and the same in the manner of PolNeAR.

Offsets are code points. brat takes no fragment across a line break, so spans are split there, and wherever a program
that reads lines as Python's `splitlines` does would see one, as brat's own server is one; a note of type
`AnnotatorItem` on each annotation and event says, in JSON, what brat has no words for. What belongs to no file
(annotators, entities, ratings …) stands in annotator.jsonl in the folder itself.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from annotator.formats import brat_configuration, brat_reader
from annotator.formats.bundles import Bundle, ReadOptions, WriteOptions
from annotator.formats.corpus import FORMAT, VERSION
from annotator.formats.lines import encode, line_of
from annotator.formats.naming import Names, plain
from annotator.formats.selection import JUDGEMENTS, SHARED, Article, Selection
from annotator.formats.ticking import Tick
from annotator.model.items import Annotation, Attribution, Item
from annotator.model.span import Span

SIDE = "annotator.jsonl"
NOTE = "AnnotatorItem"
TRIGGER = "Attribution"
_BUILT_IN = {"claim": "Claim", "source": "Source", "quote": "Quote", "cue": "Cue", "excluded": "Excluded"}
_POLNEAR = {**_BUILT_IN, "claim": "Content", "quote": "Content"}
_ROLES = (("sources", "Source"), ("cues", "Cue"), ("contents", "Content"))
BREAKS = "\n\x0b\x0c\r\x1c\x1d\x1e\x85\u2028\u2029"
"""Where `str.splitlines` ends a line."""

_LINE = re.compile(f"[^{BREAKS}]+")
_IN_JSON = {ord(sign): f"\\u{ord(sign):04x}" for sign in BREAKS}
_QUALITIES = (("source_status", "SourceStatus"), ("kind", "Kind"), ("polarity", "Polarity"))


class Style(NamedTuple):
    """How labels are called, and whether all annotators share a folder."""

    labels: Mapping[str, str]
    flat: bool


BRAT = Style(_BUILT_IN, flat=False)
POLNEAR = Style(_POLNEAR, flat=True)


def write(selection: Selection, place: Path, _options: WriteOptions, tick: Tick) -> None:
    _write(selection, place, tick, BRAT)


def write_polnear(selection: Selection, place: Path, _options: WriteOptions, tick: Tick) -> None:
    _write(selection, place, tick, POLNEAR)


def read(place: Path, options: ReadOptions) -> Iterator[Bundle]:
    """A bundle for what is shared, one for each .ann file, one for judgements."""
    return brat_reader.read(place, options)


def _write(selection: Selection, place: Path, tick: Tick, style: Style) -> None:
    names, folders = selection.annotator_names(), Names("project")
    labels = label_names(selection.items("tag"), style)
    brat_configuration.write(place, labels, selection.items("tag"))
    judgements: defaultdict[str, list[Item]] = defaultdict(list)
    with (place / SIDE).open("w", encoding="utf-8", newline="\n") as side:
        side.write(encode({"format": FORMAT, "type": "corpus", "version": VERSION}) + "\n")
        for kind in SHARED:
            side.writelines(encode(line_of(item)) + "\n" for item in selection.items(kind))
        for article in selection.articles():
            tick(article.title)
            side.write(encode(line_of(article.document)) + "\n")
            for annotator, layer in sorted((article.layers() or {None: article}).items(), key=lambda one: one[0] or ""):
                folder = folders.of(annotator or "", names.get(annotator or "", ""))
                stem = Names.article(article)
                where = place if style.flat else place / folder
                where.mkdir(exist_ok=True)
                base = where / (f"{stem}_{folder}" if style.flat else stem)
                standoff = "".join(f"{line}\n" for line in _Standoff(layer, labels).lines())
                _write_text(base.with_name(base.name + ".txt"), article.text)
                _write_text(base.with_name(base.name + ".ann"), standoff)
            for item in article.judgements:
                judgements[item.KIND].append(item)
        for kind in JUDGEMENTS:
            side.writelines(encode(line_of(item)) + "\n" for item in [*judgements[kind], *selection.items(kind)])


def _write_text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def label_names(tags: Sequence[Item], style: Style) -> dict[str, str]:
    """What each tag is called in the files: letters, digits and hyphens, each name once."""
    out = dict(style.labels)
    taken = {name.casefold() for name in out.values()} | {TRIGGER.casefold()}
    for tag in tags:
        slug = str(getattr(tag, "slug", ""))
        wanted = plain(slug) or f"Tag-{tag.id[:8]}"
        if wanted.casefold() in taken:
            wanted = f"{wanted}-{tag.id[:8]}"
        taken.add(wanted.casefold())
        out[slug] = wanted
    return out


def fragments(text: str, spans: Sequence[Span]) -> list[Span]:
    """The spans without line breaks, split at them.

    What consists of line breaks alone stands on the nearest character that is none, because something must.
    """
    out = [Span(*found.span()) for begin, end in spans for found in _LINE.finditer(text, begin, end)]
    if not out:
        near = _LINE.search(text, spans[0].begin)
        at = near.start() if near is not None else len(text[: spans[0].begin].rstrip(BREAKS)) - 1
        out.append(Span(at, at + 1))
    return out


class _Standoff:
    """The lines of one .ann file."""

    def __init__(self, layer: Article, labels: Mapping[str, str]) -> None:
        self._layer = layer
        self._labels = labels
        self._counts: Counter[str] = Counter()
        self._keys: dict[str, str] = {}
        self._spans = {a.id: a for a in layer.annotations}

    def _key(self, sign: str) -> str:
        self._counts[sign] += 1
        return f"{sign}{self._counts[sign]}"

    def lines(self) -> Iterator[str]:
        for annotation in self._layer.annotations:
            yield from self._annotation(annotation)
        for attribution in self._layer.attributions:
            yield from self._event(attribution)
        for attribution in self._layer.attributions:
            if attribution.parent in self._keys:
                ends = f"Arg1:{self._keys[attribution.id]} Arg2:{self._keys[attribution.parent]}"
                yield f"{self._key('R')}\tParent {ends}"

    def _text_bound(self, label: str, spans: Sequence[Span]) -> tuple[str, str]:
        key = self._key("T")
        parts = fragments(self._layer.text, spans)
        places = ";".join(f"{begin} {end}" for begin, end in parts)
        words = " ".join(self._layer.text[begin:end] for begin, end in parts)
        return key, f"{key}\t{label} {places}\t{words}"

    def _annotation(self, annotation: Annotation) -> Iterator[str]:
        label = self._labels.get(annotation.tag) or plain(annotation.tag) or "Tag"
        key, line = self._text_bound(label, annotation.spans)
        self._keys[annotation.id] = key
        yield line
        if annotation.certainty:
            yield f"{self._key('A')}\tCertainty {key} {annotation.certainty}"
        if annotation.discuss:
            yield f"{self._key('A')}\tDiscuss {key}"
        yield from self._notes(key, annotation, annotation.note)

    def _event(self, attribution: Attribution) -> Iterator[str]:
        anchors = attribution.cues or attribution.contents
        trigger, line = self._text_bound(TRIGGER, self._spans[anchors[0]].spans[:1])
        key = self._keys[attribution.id] = self._key("E")
        arguments = [f"{TRIGGER}:{trigger}"]
        for name, role in _ROLES:
            members = [self._keys[id_] for id_ in getattr(attribution, name)]
            arguments += [f"{role}{n if n > 1 else ''}:{member}" for n, member in enumerate(members, 1)]
        yield line
        yield f"{key}\t{' '.join(arguments)}"
        if not attribution.cues:
            yield f"{self._key('A')}\tNoCue {key}"
        for name, called in _QUALITIES:
            yield f"{self._key('A')}\t{called} {key} {getattr(attribution, name)}"
        if attribution.parent_basis:
            yield f"{self._key('A')}\tParentBasis {key} {attribution.parent_basis}"
        yield from self._notes(key, attribution, attribution.note)

    def _notes(self, key: str, item: Item, note: str) -> Iterator[str]:
        if note:
            yield f"{self._key('#')}\tAnnotatorNotes {key}\t{' '.join(note.split())}"
        text = self._layer.text if isinstance(item, Annotation) else None
        line = {name: value for name, value in line_of(item, text).items() if name not in ("type", "document")}
        yield f"{self._key('#')}\t{NOTE} {key}\t{encode(line).translate(_IN_JSON)}"
