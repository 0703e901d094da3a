"""Annotations and attributions for programs that know spans of one part and relations between two of them.

A part of an annotation is a span; the parts are tied by `part`. An attribution is a relation from each content to
each source and cue, a chain one from content to content of the parent.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import NamedTuple

from annotator.formats import labels
from annotator.formats.bundles import Bundle
from annotator.formats.carrying import KEY, unpack
from annotator.formats.foreign import Foreign, Native, listed, missing_relations
from annotator.formats.selection import Article

SOURCE, CUE, PARENT, PART = "source", "cue", "parent", "part"


class Piece(NamedTuple):
    """One part of an annotation, half-open in code points."""

    key: str
    begin: int
    end: int
    tag: str
    words: str


class Link(NamedTuple):
    head: str
    child: str
    name: str


class Pieces(NamedTuple):
    """A layer of an article as spans and relations; `keys` are the spans of each annotation."""

    pieces: list[Piece]
    links: list[Link]
    keys: dict[str, list[str]]


def pieces_of(layer: Article, key: Callable[[int], str]) -> Pieces:
    """The layer in pieces, their keys made by `key` from their number."""
    pieces: list[Piece] = []
    keys: dict[str, list[str]] = {}
    links: list[Link] = []
    for annotation in layer.annotations:
        own = keys.setdefault(annotation.id, [])
        for begin, end in annotation.spans:
            own.append(key(len(pieces)))
            pieces.append(Piece(own[-1], begin, end, annotation.tag, layer.text[begin:end]))
        links.extend(Link(own[0], other, PART) for other in own[1:])
    first = {attribution.id: attribution.contents[0] for attribution in layer.attributions}
    for attribution in layer.attributions:
        for content in attribution.contents:
            links.extend(Link(keys[content][0], keys[s][0], SOURCE) for s in attribution.sources if s in keys)
            links.extend(Link(keys[content][0], keys[c][0], CUE) for c in attribution.cues if c in keys)
        if attribution.parent in first:
            links.append(Link(keys[attribution.contents[0]][0], keys[first[attribution.parent]][0], PARENT))
    return Pieces(pieces, list(dict.fromkeys(links)), keys)


def read_layer(
    foreign: Foreign, natives: list[Native], links: Iterable[Link], carried: object, label_of: Callable[[str], str]
) -> None:
    """What a task says: what is carried, changed as the file has it now, and what is new in the file."""
    by_key = {native.key: native for native in natives}
    taken, _ = unpack(foreign, carried, by_key, label_of)
    given = list(links)
    expected = set(said_links(foreign.bundle, carried))
    tell_of_missing(foreign, [link for link in expected - set(given) if {link.head, link.child} <= by_key.keys()])
    tied, others = _parts([link for link in given if link not in expected], foreign)
    for native in natives:
        if native.key not in taken and native.key not in tied:
            more = [key for key, owner in tied.items() if owner == native.key and key in by_key]
            if more:
                native.spans = [*native.spans, *(span for key in more for span in by_key[key].spans)]
                native.words = None
                foreign.bundle.native += len(more)
            foreign.span(native)
    foreign.relations(others)


def _parts(links: Iterable[Link], foreign: Foreign) -> tuple[dict[str, str], list[Link]]:
    """Which spans are parts of which other one, and the relations that say something else."""
    tied: dict[str, str] = {}
    others: list[Link] = []
    for link in links:
        if labels.role(link.name, foreign.options.relations) == PART:
            tied[link.child] = tied.get(link.head, link.head)
        else:
            others.append(link)
    return tied, others


def said_links(bundle: Bundle, carried: object) -> list[Link]:
    """The relations that were written for what is carried anyway."""
    if not isinstance(carried, Mapping):
        return []
    out = []
    for number, one in enumerate(listed(bundle, carried, "links", f"the key “{KEY}”"), 1):
        if isinstance(one, list | tuple) and len(one) == len(Link._fields):
            out.append(Link(*map(str, one)))
        else:
            bundle.refuse(f"the key “{KEY}”, link {number}", "it has not two ends and a name")
    return out


def tell_of_missing(foreign: Foreign, missing: Collection[Link]) -> None:
    """Note relations that were written, and are not there any more although the spans they tied are."""
    if missing:
        names = Counter(link.name for link in missing)
        foreign.bundle.report.notes.append(missing_relations(foreign.title, names))
