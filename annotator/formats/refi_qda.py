"""REFI-QDA projects (.qdpx): a zip of project.qde, after the standard’s schema, and the articles as text files.

Positions count code points and end before endPosition; for NVivo, which counts otherwise, UTF-16 units over CRLF
line ends in a file with a byte order mark. An annotation of several parts is several selections, tied by links named
`part`; attributions are links between selections. What the standard has no words for stands in a note of the
project, “Annotator”, as lines of an annotator corpus.
"""

import re
import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from annotator.formats import refi_reader
from annotator.formats.binary import Link, Pieces, pieces_of
from annotator.formats.bundles import Bundle, ReadOptions, WriteOptions
from annotator.formats.cas_types import sayable
from annotator.formats.foreign import made_id
from annotator.formats.lines import encode, line_of
from annotator.formats.refi_project import NAMESPACE, NOTE
from annotator.formats.refi_reader import code_names
from annotator.formats.selection import JUDGEMENTS, SHARED, Article, Selection
from annotator.formats.ticking import Tick
from annotator.model.items import TAGS, Item
from annotator.model.text import Utf16Map

_COLOURS = {"claim": "#F6D9A8", "source": "#A9D1F2", "quote": "#B5E5CF", "cue": "#DDDDDD", "excluded": "#EEEEEE"}
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
_COLOUR = re.compile("#([A-Fa-f0-9]{6}|[A-Fa-f0-9]{3})")
_NAME = 60


def write(selection: Selection, place: Path, options: WriteOptions, tick: Tick) -> None:
    from lxml import etree

    with (
        zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as box,
        tempfile.TemporaryFile() as project,
        tempfile.TemporaryFile() as carried,
    ):
        with etree.xmlfile(project, encoding="utf-8") as xml:
            xml.write_declaration()
            _Writer(selection, box, xml, carried, nvivo=options.nvivo).project(tick)
        for name, file in (("project.qde", project), (f"sources/{_data_id()}.txt", carried)):
            file.seek(0)
            with box.open(name, "w") as member:
                while piece := file.read(1 << 20):
                    member.write(piece)


def read(place: Path, options: ReadOptions) -> Iterator[Bundle]:
    """A bundle for what is shared, and one for each source. Raises UserError for what is no such project."""
    return refi_reader.read(place, options)


def _data_id() -> str:
    return made_id("refi-qda", NOTE)


class _Writer:
    def __init__(
        self, selection: Selection, box: zipfile.ZipFile, xml: Any, carried: IO[bytes], *, nvivo: bool
    ) -> None:  # fmt: skip
        self._selection = selection
        self._box = box
        self._xml = xml
        self._carried = carried
        self._nvivo = nvivo
        self._codes = code_names({str(getattr(t, "slug", "")): t.plain() for t in selection.items("tag")})
        self._links: list[tuple[str, str, str]] = []

    def _carry(self, line: Mapping[str, Any]) -> None:
        self._carried.write(encode(line).encode() + b"\n")

    def _element(self, kind: str, /, **attributes: str | None) -> Any:
        given = {key: sayable(value) for key, value in attributes.items() if value is not None}
        return self._xml.element(f"{{{NAMESPACE}}}{kind}", given)

    def _empty(self, kind: str, /, **attributes: str | None) -> None:
        with self._element(kind, **attributes):
            pass

    def _said(self, name: str, text: str) -> None:
        with self._element(name):
            self._xml.write(sayable(text))

    def project(self, tick: Tick) -> None:
        shared = self._selection.shared
        self._carry({"type": "positions", "nvivo": self._nvivo})
        for kind in SHARED:
            self._carry_all(shared.get(kind, []))
        root = self._xml.element(
            f"{{{NAMESPACE}}}Project", {"name": "Annotator export", "origin": "Annotator"}, nsmap={None: NAMESPACE}
        )
        with root:
            self._users()
            self._codebook(self._selection.items("tag"))
            if self._selection.documents:
                with self._element("Sources"):
                    for article in self._selection.articles():
                        tick(article.title)
                        self._source(article)
            for kind in JUDGEMENTS:
                self._carry_all(shared.get(kind, []))
            with self._element("Notes"):
                self._empty("Note", guid=_data_id(), name=NOTE, plainTextPath=f"internal://{_data_id()}.txt")
            if self._links:
                self._write_links()

    def _carry_all(self, items: Sequence[Item]) -> None:
        for item in items:
            self._carry(line_of(item))

    def _users(self) -> None:
        if self._selection.items("annotator"):
            with self._element("Users"):
                for one in self._selection.items("annotator"):
                    self._empty("User", guid=one.id, name=str(getattr(one, "name", "")))

    def _write_links(self) -> None:
        with self._element("Links"):
            for name, origin, target in self._links:
                guid = made_id("link", name, origin, target)
                self._empty("Link", guid=guid, name=name, direction="OneWay", originGUID=origin, targetGUID=target)

    def _codebook(self, tags: Sequence[Item]) -> None:
        own = {str(getattr(tag, "slug", "")): tag for tag in tags}
        with self._element("CodeBook"), self._element("Codes"):
            for slug in (*TAGS, *own):
                colour = str(getattr(own.get(slug), "colour", "")) if slug in own else _COLOURS[slug]
                about = str(getattr(own.get(slug), "description", ""))
                with self._element(
                    "Code", guid=_code_id(slug), name=self._codes[slug], isCodable="true",
                    color=colour if _COLOUR.fullmatch(colour) else None,
                ):  # fmt: skip
                    if about:
                        self._said("Description", about)

    def _source(self, article: Article) -> None:
        guid = made_id("refi-qda", article.id)
        raw = article.text.replace("\n", "\r\n") if self._nvivo else article.text
        self._box.writestr(f"sources/{guid}.txt", raw.encode("utf-8-sig" if self._nvivo else "utf-8"))
        place = _Positions(article.text, nvivo=self._nvivo)
        self._carry(line_of(article.document) | {"source": guid})
        with self._element(
            "TextSource", guid=guid, name=article.title, plainTextPath=f"internal://{guid}.txt",
        ):  # fmt: skip
            for annotator, layer in article.layers().items():
                pieces = pieces_of(layer, str)
                guids = _guids(pieces)
                self._selections(layer, pieces, guids, annotator, place)
                self._links.extend((link.name, guids[link.head], guids[link.child]) for link in pieces.links)
                self._carry_layer(layer, pieces, guids)
        for item in article.judgements:
            self._carry(line_of(item))

    def _selections(
        self, layer: Article, pieces: Pieces, guids: Mapping[str, str], annotator: str | None, place: "_Positions"
    ) -> None:  # fmt: skip
        by_key = {piece.key: piece for piece in pieces.pieces}
        for annotation in layer.annotations:
            when = annotation.modified if annotation.modified and _TIME.fullmatch(annotation.modified) else None
            for key in pieces.keys[annotation.id]:
                piece = by_key[key]
                with self._element(
                    "PlainTextSelection", guid=guids[key], name=" ".join(piece.words.split())[:_NAME],
                    startPosition=str(place(piece.begin)), endPosition=str(place(piece.end)),
                    creatingUser=annotator, creationDateTime=when,
                ):  # fmt: skip
                    if annotation.note:
                        self._said("Description", annotation.note)
                    with self._element(
                        "Coding", guid=made_id("coding", guids[key]), creatingUser=annotator, creationDateTime=when
                    ):  # fmt: skip
                        self._empty("CodeRef", targetGUID=_code_id(annotation.tag))

    def _carry_layer(self, layer: Article, pieces: Pieces, guids: Mapping[str, str]) -> None:
        for annotation in layer.annotations:
            keys = [guids[key] for key in pieces.keys[annotation.id]]
            self._carry({**line_of(annotation, layer.text), "keys": keys})
        for attribution in layer.attributions:
            self._carry(line_of(attribution))
        links = [Link(guids[head], guids[child], name) for head, child, name in pieces.links]
        self._carry({"type": "links", "document": layer.id, "links": links})


def _guids(pieces: Pieces) -> dict[str, str]:
    """The guid of each selection: that of the annotation for its first part, one made of it for the others."""
    return {
        key: id_ if number == 0 else made_id("part", id_, number)
        for id_, keys in pieces.keys.items()
        for number, key in enumerate(keys)
    }


def _code_id(slug: str) -> str:
    return made_id("code", slug)


class _Positions:
    """From code points to the positions that are written."""

    def __init__(self, text: str, *, nvivo: bool) -> None:
        self._map = Utf16Map(text.replace("\n", "\r\n")) if nvivo else None
        self._breaks = [at for at, sign in enumerate(text) if sign == "\n"] if nvivo else []

    def __call__(self, point: int) -> int:
        if self._map is None:
            return point
        from bisect import bisect_left

        return self._map.to_units(point + bisect_left(self._breaks, point))
