"""Reading REFI-QDA projects: our own, and those of QualCoder, NVivo, ATLAS.ti, MAXQDA and others.

Programs count positions differently, so all four ways are tried on the whole project, and the one under which most
selections begin and end where words or lines do is taken. The score is told.
"""

import io
import re
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from annotator.formats.binary import Link, read_layer
from annotator.formats.bundles import Bundle, ReadOptions
from annotator.formats.carrying import facts_of
from annotator.formats.foreign import Foreign, Native
from annotator.formats.guarding import check_xml, member, open_zip, refused, why_unreadable
from annotator.formats.lines import NotJson, decode
from annotator.formats.selection import SHARED
from annotator.model.errors import UserError
from annotator.model.items import TAGS
from annotator.model.text import Utf16Map

NAMESPACE = "urn:QDA-XML:project:1.0"
NOTE = "Annotator"
_MEDIA = ("PictureSource", "PDFSource", "AudioSource", "VideoSource")
_WORD = re.compile(r"\w")


class Reading(NamedTuple):
    """One way to count: code points or UTF-16 units, a CRLF as one or as two."""

    unit: str
    crlf: bool

    def __str__(self) -> str:
        return f"{self.unit}, {'CRLF counted as two' if self.crlf else 'line ends counted as one'}"


READINGS = tuple(Reading(unit, crlf) for unit in ("code points", "UTF-16") for crlf in (False, True))


def code_names(tags: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """What the code of each tag is called: its name, or its slug where the name is taken."""
    out = {slug: slug for slug in TAGS}
    for slug, tag in tags.items():
        name = str(tag.get("name") or slug)
        out[slug] = name if name not in out.values() else slug
    return out


@dataclass(slots=True)
class _Selection:
    key: str
    begin: int
    end: int
    name: str
    note: str
    codings: list[tuple[str, str, str]]
    """Guid, code and user of each coding."""


@dataclass(slots=True)
class _Source:
    guid: str
    name: str
    raw: str = ""
    wrong: str = ""
    selections: list[_Selection] = field(default_factory=list)
    broken: int = 0


@dataclass(slots=True)
class _Project:
    """What is known before the sources are read one by one."""

    users: dict[str, str] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    links: list[tuple[str, str, str]] = field(default_factory=list)
    note: str = ""
    origin: str = ""
    left_out: Counter[str] = field(default_factory=Counter)


def read(place: Path, options: ReadOptions) -> Iterator[Bundle]:
    with open_zip(place) as box:
        names = [n for n in box.namelist() if n.lower().endswith(".qde") and "/" not in n.strip("/")]
        if len(names) != 1:
            raise refused(place, "it holds no project file (.qde), or several")
        data = member(box, names[0], place)
        check_xml(data, place)
        project = _project(data, place)
        carried = _Carried(box, project.note, place)
        best, told = READINGS[0], list[str]()
        if project.origin == NOTE and carried.reading is not None:
            best = carried.reading
        else:
            best, told = _scored(data, box, project, place, options)
        first = Bundle(str(place))
        for line in carried.shared:
            first.add(line, "the note “Annotator”")
        first.report.notes += told
        for what, count in sorted(project.left_out.items()):
            first.native += count
            first.keep_out(what, f"{count} × {what}: only texts and their codings are read")
        yield first
        codes = code_names(carried.tags)
        for source in _sources(data, box, project, place):
            yield _read_source(source, project, carried, best, codes, str(place), options)
        last = Bundle(str(place))
        for line in carried.rest:
            last.add(line, "the note “Annotator”")
        yield last


def _plain(guid: str | None) -> str:
    return (guid or "").strip().strip("{}").lower()


def _parsed(data: bytes, path: Path, tags: tuple[str, ...]) -> Iterator[Any]:
    """Elements of these names as they end; each is emptied when the next is asked for."""
    from lxml import etree

    try:
        for _, element in etree.iterparse(
            io.BytesIO(data), events=("end",), tag=[f"{{{NAMESPACE}}}{tag}" for tag in tags], resolve_entities=False,
            no_network=True, huge_tree=False, load_dtd=False,
        ):  # fmt: skip
            yield element
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    except etree.XMLSyntaxError as error:
        why = why_unreadable(data, f"its project file is not readable ({error.msg})")
        raise refused(path, why) from error


def _name(element: Any) -> str:
    return str(element.tag).rsplit("}", 1)[-1]


def _project(data: bytes, path: Path) -> _Project:
    out = _Project()
    found = False
    for element in _parsed(data, path, ("User", "Codes", "TextSource", "Note", "Link", *_MEDIA)):
        found = True
        kind, guid = _name(element), _plain(element.get("guid"))
        if kind == "User":
            out.users[guid] = element.get("name") or guid
        elif kind == "Codes":
            for code in element.iter(f"{{{NAMESPACE}}}Code"):
                out.codes[_plain(code.get("guid"))] = code.get("name") or "code"
        elif kind == "Note" and element.get("name") == NOTE:
            out.note = element.get("plainTextPath") or ""
        elif kind == "Link":
            ends = _plain(element.get("originGUID")), _plain(element.get("targetGUID"))
            out.links.append((ends[0], ends[1], element.get("name") or "link"))
        elif kind in _MEDIA:
            out.left_out[kind] += 1
    out.origin = _origin(data) if found else ""
    if not found:
        raise refused(path, "its project file holds nothing of a REFI-QDA project")
    return out


def _origin(data: bytes) -> str:
    from lxml import etree

    for _, element in etree.iterparse(io.BytesIO(data), events=("start",), resolve_entities=False, no_network=True):
        return str(element.get("origin") or "")
    return ""


def _sources(data: bytes, box: zipfile.ZipFile, project: _Project, path: Path) -> Iterator[_Source]:
    del project
    members = {name.lower(): name for name in box.namelist()}
    for element in _parsed(data, path, ("TextSource",)):
        source = _Source(_plain(element.get("guid")), element.get("name") or "")
        inline = element.findtext(f"{{{NAMESPACE}}}PlainTextContent")
        given = element.get("plainTextPath") or ""
        name = members.get(f"sources/{given.removeprefix('internal://')}".lower())
        if inline is not None:
            source.raw = inline
        elif name is not None:
            raw = member(box, name, path)
            try:
                source.raw = raw.decode("utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
            except UnicodeDecodeError:
                source.wrong = "its text is neither UTF-8 nor UTF-16"
        else:
            source.wrong = "its plain text is not in the file"
        if not source.wrong and not source.raw.strip():
            source.wrong = "its text is empty"
        for one in element.iterfind(f"{{{NAMESPACE}}}PlainTextSelection"):
            selection = _selection(one)
            if selection is None:
                source.broken += 1
            else:
                source.selections.append(selection)
        yield source


def _selection(element: Any) -> _Selection | None:
    try:
        begin, end = int(element.get("startPosition")), int(element.get("endPosition"))
    except (TypeError, ValueError):
        return None
    codings = []
    for coding in element.iterfind(f"{{{NAMESPACE}}}Coding"):
        ref = coding.find(f"{{{NAMESPACE}}}CodeRef")
        user = coding.get("creatingUser") or element.get("creatingUser")
        code = _plain(ref.get("targetGUID")) if ref is not None else ""
        codings.append((_plain(coding.get("guid")), code, _plain(user)))
    note = element.findtext(f"{{{NAMESPACE}}}Description") or ""
    return _Selection(_plain(element.get("guid")), begin, end, element.get("name") or "", note, codings)


# How positions count


class _Positions:
    """From the positions of one reading to code points of the text as it is in the file."""

    def __init__(self, raw: str, reading: Reading) -> None:
        self.text = raw if reading.crlf else raw.replace("\r\n", "\n")
        self._units = Utf16Map(self.text) if reading.unit == "UTF-16" else None

    def __call__(self, position: int) -> int:
        return self._units.to_points(position) if self._units is not None else position


def _scored(
    data: bytes, box: zipfile.ZipFile, project: _Project, path: Path, options: ReadOptions
) -> tuple[Reading, list[str]]:
    """The reading under which most selections begin and end where words do, and what to tell about it."""
    scores: Counter[Reading] = Counter()
    total = differing = 0
    for source in _sources(data, box, project, path):
        if source.wrong or not source.selections:
            continue
        total += len(source.selections)
        if "\r\n" in source.raw or any(c > "\uffff" for c in source.raw):
            differing += len(source.selections)
        for reading in READINGS:
            positions = _Positions(source.raw, reading)
            scores[reading] += sum(_fits(positions, selection) for selection in source.selections)
    allowed = [r for r in READINGS if not options.unit or r.unit == options.unit]
    best = max(allowed, key=lambda reading: scores[reading])  # of equals the first, the standard's own
    if not differing:
        return best, []
    shown = "; ".join(f"{reading}: {scores[reading]}" for reading in READINGS)
    return best, [f"Positions were read as {best}: of {total} selections these many end at words ({shown})."]


def _fits(positions: _Positions, selection: _Selection) -> bool:
    text = positions.text
    begin, end = positions(selection.begin), positions(selection.end)
    if not 0 <= begin < end <= len(text):
        return False
    inside = bool(begin and _WORD.match(text[begin - 1]) and _WORD.match(text[begin]))
    return not inside and not (end < len(text) and _WORD.match(text[end - 1]) and _WORD.match(text[end]))


# What is ours


class _Carried:
    """The lines of our own note, by the document they stand on."""

    def __init__(self, box: zipfile.ZipFile, note: str, path: Path) -> None:
        self.shared: list[dict[str, Any]] = []
        self.rest: list[dict[str, Any]] = []
        self.tags: dict[str, dict[str, Any]] = {}
        self.by_source: dict[str, dict[str, Any]] = {}
        self._documents: dict[str, dict[str, Any]] = {}
        self.reading: Reading | None = None
        name = f"sources/{note.removeprefix('internal://')}"
        if not note or name not in box.namelist():
            return
        for raw in member(box, name, path).decode("utf-8", "replace").split("\n"):
            try:
                line = decode(raw) if raw.strip() else None
            except NotJson:
                raise UserError(f"{path}: its note “{NOTE}” is damaged.", "Nothing was imported.") from None
            if isinstance(line, dict):
                self._sort_in(line)

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
                held["links"] += line.get("links", [])
            else:
                held["annotations" if kind == "annotation" else "lines"].append(line)
        else:
            self.rest.append(line)


def _read_source(
    source: _Source, project: _Project, carried: _Carried, reading: Reading, codes: Mapping[str, str], path: str,
    options: ReadOptions,
) -> Bundle:  # fmt: skip
    bundle = Bundle(path)
    name = source.name or source.guid
    if source.wrong:
        bundle.native += 1 + len(source.selections)
        bundle.keep_out(name, f"source {name}: {source.wrong}")
        for selection in source.selections:
            bundle.keep_out(selection.key, f"source {name}: {source.wrong}")
        return bundle
    positions = _Positions(source.raw, reading)
    own = carried.by_source.get(source.guid)
    facts = facts_of(own) if own is not None else {"title": source.name or Path(path).stem}
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
    return bundle


def _points(options: ReadOptions) -> ReadOptions:
    """The positions are code points by now."""
    return ReadOptions(options.labels, options.relations, options.people, "", options.article)


def _native(selection: _Selection, at: int, code: str, positions: _Positions, source: str) -> Native:
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
        taken = {str(key) for line in own["annotations"] for key in line.get("keys", [])}
        known = [native for native in natives if native.key in taken]
        read_layer(foreign, known, [], own, lambda tag: codes.get(tag, tag))
        said = {Link(*map(str, one)) for one in own["links"]}
        links = [link for link in links if link not in said]
    for name, theirs in people.items():
        new = [native for native in theirs if native.key not in taken]
        if new:
            foreign.by(name)
            keys = {native.key for native in new}
            read_layer(foreign, new, [link for link in links if link.head in keys], None, lambda tag: tag)
            links = [link for link in links if link.head not in keys]
    if links:
        foreign.relations(links)
