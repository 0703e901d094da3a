"""Reading REFI-QDA projects: our own, and those of QualCoder, NVivo, ATLAS.ti, MAXQDA and others."""

import zipfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from annotator.formats.binary import Link, read_layer, said_links
from annotator.formats.bundles import UNFORESEEN, Bundle, ReadOptions, record, unforeseen
from annotator.formats.carrying import facts_of, keys_of
from annotator.formats.foreign import Foreign, Native
from annotator.formats.guarding import check_xml, member, open_zip, refused
from annotator.formats.lines import NotJson, decode
from annotator.formats.refi_positions import READINGS, Positions, Reading, best_reading
from annotator.formats.refi_project import NOTE, Project, Selection, Source, read_project, sources
from annotator.formats.selection import SHARED
from annotator.model.errors import UserError
from annotator.model.items import TAGS


def code_names(tags: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """What the code of each tag is called: its name, or its slug where the name is taken."""
    out = {slug: slug for slug in TAGS}
    for slug, tag in tags.items():
        name = str(tag.get("name") or slug)
        out[slug] = name if name not in out.values() else slug
    return out


def read(place: Path, options: ReadOptions) -> Iterator[Bundle]:
    with open_zip(place) as box:
        names = [n for n in box.namelist() if n.lower().endswith(".qde") and "/" not in n.strip("/")]
        if len(names) != 1:
            raise refused(place, "it holds no project file (.qde), or several")
        data = member(box, names[0], place)
        check_xml(data, place)
        project = read_project(data, place)
        carried = _Carried(box, project.note, place)
        best, told = READINGS[0], list[str]()
        if project.origin == NOTE and carried.reading is not None:
            best = carried.reading
        else:
            best, told = best_reading(data, box, place, options)
        first = Bundle(str(place))
        for line in carried.shared:
            first.add(line, "the note “Annotator”")
        for where, reason in carried.wrong:
            first.refuse(where, reason)
        first.report.notes += told
        for what, count in sorted(project.left_out.items()):
            first.native += count
            first.keep_out(what, f"{count} × {what}: only texts and their codings are read")
        yield first
        codes = code_names(carried.tags)
        for source in sources(data, box, place):
            called = f"source {source.name or source.guid}"
            yield record(str(place), called, _read_source, source, project, carried, best, codes, options)
        last = Bundle(str(place))
        for line in carried.rest:
            last.add(line, "the note “Annotator”")
        yield last


class _Carried:
    """The lines of our own note, by the document they stand on."""

    def __init__(self, box: zipfile.ZipFile, note: str, path: Path) -> None:
        self.shared: list[dict[str, Any]] = []
        self.rest: list[dict[str, Any]] = []
        self.tags: dict[str, dict[str, Any]] = {}
        self.by_source: dict[str, dict[str, Any]] = {}
        self._documents: dict[str, dict[str, Any]] = {}
        self.reading: Reading | None = None
        self.wrong: list[tuple[str, str]] = []
        """Places in the note, and why what stands there is kept out."""
        name = f"sources/{note.removeprefix('internal://')}"
        if not note or name not in box.namelist():
            return
        try:
            lines = member(box, name, path).decode("utf-8", "replace").split("\n")
        except UserError:
            self.wrong.append((f"the note “{NOTE}”", "it is damaged"))
            return
        for number, raw in enumerate(lines, 1):
            try:
                line = decode(raw) if raw.strip() else {}
                self._sort_in(line)
            except NotJson:
                self.wrong.append((f"the note “{NOTE}”, line {number}", "it is not JSON"))
            except UNFORESEEN as error:
                self.wrong.append((f"the note “{NOTE}”, line {number}", unforeseen(error)))

    def _sort_in(self, line: dict[str, Any]) -> None:
        kind = line.get("type")
        if kind == "positions":
            self.reading = Reading("UTF-16", crlf=True) if line.get("nvivo") else Reading("code points", crlf=False)
        elif kind in SHARED:
            self.shared.append(line)
            if kind == "tag":
                self.tags[str(line.get("slug"))] = line
        elif kind == "document":
            held: dict[str, Any] = {"document": line, "annotations": [], "lines": [], "links": []}
            self._documents[str(line.get("id"))] = held
            self.by_source[str(line.pop("source", ""))] = held
        elif line.get("document") in self._documents and kind in ("annotation", "attribution", "links"):
            held = self._documents[str(line["document"])]
            if kind == "links":
                held["links"] += list(line["links"])
            else:
                held["annotations" if kind == "annotation" else "lines"].append(line)
        elif isinstance(kind, str):
            self.rest.append(line)
        elif line:
            raise ValueError("its kind is not said")


def _read_source(
    bundle: Bundle, source: Source, project: Project, carried: _Carried, reading: Reading, codes: Mapping[str, str],
    options: ReadOptions,
) -> None:  # fmt: skip
    name = source.name or source.guid
    if source.wrong:
        bundle.native += 1 + len(source.selections)
        bundle.keep_out(name, f"source {name}: {source.wrong}")
        for selection in source.selections:
            bundle.keep_out(selection.key, f"source {name}: {source.wrong}")
        return
    positions = Positions(source.raw, reading)
    own = carried.by_source.get(source.guid)
    facts = facts_of(own) if own is not None else {"title": source.name or Path(bundle.path).stem}
    foreign = Foreign(bundle, "REFI-QDA", positions.text, _points(options), facts=facts)
    foreign.document()
    for _ in range(source.broken):
        bundle.native += 1
        bundle.keep_out(name, f"source {name}: a selection has no positions")
    natives: list[Native] = []
    people: defaultdict[str, list[Native]] = defaultdict(list)
    for selection in source.selections:
        if not selection.codings:
            bundle.native += 1
            bundle.keep_out(
                selection.key, f"source {name}, selection {selection.name or selection.key}: it has no code"
            )
        for at, (_, code, user) in enumerate(selection.codings):
            native = _native(selection, at, project.codes.get(code, "code"), positions, name)
            natives.append(native)
            people[project.users.get(user, "")].append(native)
    keys = {native.key for native in natives}
    links = [Link(*link) for link in project.links if link[0] in keys or link[1] in keys]
    _layers(foreign, natives, people, links, own, codes)


def _points(options: ReadOptions) -> ReadOptions:
    """The positions are code points by now."""
    return ReadOptions(options.labels, options.relations, options.people, "", options.article)


def _native(selection: Selection, at: int, code: str, positions: Positions, source: str) -> Native:
    key = selection.key if at == 0 else f"{selection.key}/{at}"
    spans = [(positions(selection.begin), positions(selection.end))]
    where = f"source {source}, selection {selection.begin}–{selection.end}"
    return Native(key, code, spans, where=where, extra={"note": selection.note} if selection.note else {})


def _layers(
    foreign: Foreign, natives: list[Native], people: Mapping[str, list[Native]], links: list[Link],
    own: dict[str, Any] | None, codes: Mapping[str, str],
) -> None:  # fmt: skip
    """What is ours first, then what is new, a user after the other."""
    taken: set[str] = set()
    if own is not None:
        taken = {key for line in own["annotations"] for key in keys_of(line)}
        known = [native for native in natives if native.key in taken]
        said = said_links(foreign.bundle, own)
        there = [link for link in links if link in said]
        read_layer(foreign, known, there, {**own, "links": said}, lambda tag: codes.get(tag, tag))
        links = [link for link in links if link not in there]
    for name, theirs in people.items():
        new = [native for native in theirs if native.key not in taken]
        if new:
            foreign.by(name)
            keys = {native.key for native in new}
            read_layer(foreign, new, [link for link in links if link.head in keys], None, lambda tag: tag)
            links = [link for link in links if link.head not in keys]
    if links:
        foreign.relations(links)
