"""Reading brat's standoff: our own, that of PolNeAR, and that of anybody."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from annotator.formats import labels
from annotator.formats.bundles import Bundle, ReadOptions
from annotator.formats.corpus import parse
from annotator.formats.foreign import Foreign, Native, from_above
from annotator.formats.lines import NotJson, decode
from annotator.formats.naming import plain
from annotator.formats.selection import SHARED
from annotator.model.items import CONTENT_TAGS, KINDS_OF_ATTRIBUTION
from annotator.model.span import Span

SIDE = "annotator.jsonl"
NOTE = "AnnotatorItem"
_SPAN = re.compile(r"(\S+) (\d{1,15} \d{1,15}(?:;\d{1,15} \d{1,15})*)")
_OF_EVENT = ("source_status", "kind", "polarity", "parent_basis")
_FACTS = {name.replace("_", ""): name for name in (*_OF_EVENT, "certainty")}
_VALUES = {
    "source_status": ("explicit", "unspecified", "author"), "polarity": ("positive", "negative", "mixed"),
    "certainty": ("certain", "probable", "possible", "unknown"), "kind": KINDS_OF_ATTRIBUTION,
    "parent_basis": ("embedded", "inferred"),
}  # fmt: skip


@dataclass(slots=True)
class _File:
    """The lines of one .ann file, by kind and key."""

    spans: dict[str, tuple[str, list[tuple[int, int]], str]] = field(default_factory=dict)
    events: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    relations: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    attributes: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    notes: dict[str, list[str]] = field(default_factory=dict)
    items: dict[str, dict[str, Any]] = field(default_factory=dict)


def read(place: Path, options: ReadOptions) -> Iterator[Bundle]:
    if place.is_dir():
        paths = sorted(place.rglob("*.ann"))
        side = place / SIDE
    else:
        paths = [place]
        side = next((p for p in (place.with_name(SIDE), place.parent.with_name(SIDE)) if p.is_file()), place / SIDE)
    last, facts = Bundle(str(side)), dict[str, dict[str, Any]]()
    if side.is_file():
        first = Bundle(str(side))
        for value, where in parse(side.read_bytes(), str(side)).lines:
            if value["type"] == "document":
                facts[str(value.get("id"))] = value
            else:
                (first if value["type"] in SHARED else last).add(value, where)
        yield first
    for path in paths:
        yield _read_file(path, place, options, facts)
    if place.is_dir():
        yield last


def _read_file(path: Path, place: Path, options: ReadOptions, facts: dict[str, dict[str, Any]]) -> Bundle:
    bundle = Bundle(str(path))
    base = path.with_suffix(".txt")
    try:
        raw = base.read_bytes().decode("utf-8")
        given = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        bundle.native += 1
        bundle.keep_out(path.name, f"there is no {base.name} beside it")
        return bundle
    except UnicodeDecodeError:
        bundle.native += 1
        bundle.keep_out(path.name, "it or its text is not UTF-8")
        return bundle
    if not raw.strip():
        bundle.native += 1
        bundle.keep_out(path.name, f"{base.name} is empty")
        return bundle
    file = _File()
    for number, line in enumerate(given.split("\n"), 1):
        line = line.removesuffix("\r")  # noqa: PLW2901 - what is read is the line without its end
        if line.strip() and (wrong := _take(file, line)):
            bundle.native += 1
            bundle.keep_out(f"line {number}", f"line {number}: {wrong}")
    foreign = Foreign(bundle, "brat", raw, options, facts={"title": re.sub(r"_[0-9a-f]{4}$", "", path.stem)})
    known = facts.get(foreign.id)
    if known is not None:
        foreign.facts.clear()
        foreign.facts.update({name: value for name, value in known.items() if name not in ("id", "type", "text")})
    foreign.document()
    _Reading(foreign, file, raw, _annotator(path, place), path).everything()
    return bundle


def _annotator(path: Path, place: Path) -> str:
    """Whose a file is: its folder's below the one chosen, or the four hex digits with which PolNeAR ends a name."""
    if place.is_dir() and path.parent != place:
        return path.parent.name
    found = re.search(r"_([0-9a-f]{4})$", path.stem)
    return found[1] if found else ""


def _take(file: _File, line: str) -> str:
    """Sort a line in; returns what is wrong with it."""
    key, _, rest = line.partition("\t")
    head, _, tail = rest.partition("\t")
    takers = {"T": _take_span, "E": _take_event, "R": _take_relation, "A": _take_attribute, "M": _take_attribute}
    if not key or not head:
        return "it is no line of standoff"
    if key[0] in takers:
        return takers[key[0]](file, key, head, tail)
    if key[0] in "#N":
        return _take_note(file, key, head, tail)
    return "an equivalence of spans has no place here" if key == "*" else "its kind is unknown"


def _take_span(file: _File, key: str, head: str, tail: str) -> str:
    found = _SPAN.fullmatch(head)
    if found is None:
        return "its label or its offsets are not readable"
    if key in file.spans:
        return f"{key} stands twice; the first was kept"
    places = [tuple(map(int, one.split())) for one in found[2].split(";")]
    file.spans[key] = found[1], [(begin, end) for begin, end in places], tail
    return ""


def _take_event(file: _File, key: str, head: str, _tail: str) -> str:
    pairs = [tuple(one.split(":", 1)) for one in head.split()]
    if not all(len(pair) == 2 for pair in pairs):
        return "its arguments are not readable"
    if key in file.events:
        return f"{key} stands twice; the first was kept"
    file.events[key] = [(role, end) for role, end in pairs]
    return ""


def _take_relation(file: _File, key: str, head: str, _tail: str) -> str:
    name, *ends = head.split()
    if len(ends) != 2 or not all(":" in end for end in ends):
        return "its two ends are not readable"
    if key in file.relations:
        return f"{key} stands twice; the first was kept"
    file.relations[key] = name, ends[0].split(":", 1)[1], ends[1].split(":", 1)[1]
    return ""


def _take_attribute(file: _File, _key: str, head: str, _tail: str) -> str:
    name, *rest = head.split()
    if not rest:
        return "it says nothing of anything"
    file.attributes.setdefault(rest[0], []).append((name, " ".join(rest[1:])))
    return ""


def _take_note(file: _File, key: str, head: str, tail: str) -> str:
    kind, *rest = head.split()
    if not rest:
        return "it belongs to nothing"
    if kind == NOTE:
        try:
            value = decode(tail)
        except NotJson:
            value = None
        if not isinstance(value, dict):
            return "its note is not the JSON it should be"
        file.items[rest[0]] = value
    else:
        words = tail if kind == "AnnotatorNotes" else " ".join((kind, *rest[1:], tail))
        file.notes.setdefault(rest[0], []).append(words.strip())
    del key
    return ""


def _called(label: str, tag: str) -> bool:
    """Whether a label is what we call a tag in such files, perhaps with the beginning of its id."""
    name = plain(tag)
    return label == name or (bool(name) and label.startswith(f"{name}-")) or label.startswith("Tag-")


class _Reading:
    """From the lines of a file to ours."""

    def __init__(self, foreign: Foreign, file: _File, raw: str, annotator: str, path: Path) -> None:
        self._foreign = foreign
        self._file = file
        self._raw = raw
        foreign.by(annotator)
        self._name = annotator or path.parent.name or path.stem
        self._ids: dict[str, str] = {}
        self._made: dict[str, str] = {}

    def everything(self) -> None:
        triggers = {given[0][1] for given in self._file.events.values()}
        for key in self._file.spans:
            self._span(key, triggers)
        parents = self._parents()
        for key in self._file.events:
            self._event(key, parents)
        ends = [
            (one, other, name)
            for name, one, other in self._file.relations.values()
            if one not in self._file.events and other not in self._file.events
        ]
        self._foreign.relations(ends)
        known = self._file.spans.keys() | self._file.events.keys() | self._file.relations.keys()
        for key in (self._file.attributes.keys() | self._file.notes.keys()) - known:
            self._foreign.bundle.native += 1
            self._foreign.bundle.keep_out(key, f"a note or attribute belongs to {key}, which is not there")

    def _span(self, key: str, triggers: set[str]) -> None:
        label, places, words = self._file.spans[key]
        item = self._file.items.get(key)
        bundle = self._foreign.bundle
        if not self._covers(places, words):
            bundle.native += 1
            bundle.keep_out(key, f"{key}: its words are not those at its offsets")
            return
        if item is not None:
            bundle.native += 1
            self._own(key, label, item, places)
            return
        meant = labels.meaning(label, self._foreign.options.labels)
        if meant == labels.ATTRIBUTION:
            bundle.native += 1
            if key not in triggers:
                bundle.keep_out(key, f"{key}: no event hangs on this {label}")
            return
        extra = self._extra(key, ("certainty",))
        native = Native(key, label, places, self._fragments(places, words), key, extra)
        made = self._foreign.span(native)
        if made is not None:
            self._ids[key] = made

    def _fragments(self, places: list[tuple[int, int]], words: str) -> list[str] | None:
        """What the file says each fragment covers; the fragments' words are joined by blanks."""
        out, at = [], 0
        for begin, end in places:
            out.append(words[at : at + end - begin])
            at += end - begin + 1
        return out if at == len(words) + 1 else None

    def _covers(self, places: list[tuple[int, int]], words: str) -> bool:
        """Whether words that do not fit the offsets by their number, as in a file that was cut, are there all the same.

        Some programs leave out blanks at the ends or break lines otherwise; offsets in UTF-16 are looked at later.
        """
        if not words or any(begin >= end for begin, end in places) or self._foreign.options.unit == "UTF-16":
            return True
        if self._fragments(places, words) is not None:
            return True
        return " ".join(self._raw[begin:end] for begin, end in places).split() == words.split()

    def _own(self, key: str, label: str, item: dict[str, Any], places: list[tuple[int, int]]) -> None:
        """An annotation of ours: label, place, attributes and note are what the file says now."""
        from annotator.formats.brat import fragments

        spans = [Span(*one) for one in item.get("spans", []) if isinstance(one, list) and len(one) == 2]
        try:
            as_written = fragments(self._foreign.text, spans) if spans else []
        except (TypeError, IndexError, StopIteration):
            as_written = []
        if [tuple(span) for span in as_written] != places:
            item["spans"] = self._foreign.spans(places)
            item.pop("text", None)
        tag, meant = str(item.get("tag")), labels.meaning(label, {})
        same = tag in CONTENT_TAGS if meant == labels.CONTENT else meant == tag
        if not same and not _called(label, tag):
            meant = labels.meaning(label, self._foreign.options.labels)
            item["tag"] = labels.tag_of(meant, self._foreign.text[places[0][0] : places[-1][1]])
            self._foreign.own_tag(item["tag"], label)
        if item.get("tag") != "claim":  # which alone has a certainty
            item.pop("certainty", None)
        self._edited(key, item, ("certainty", "discuss") if item.get("tag") == "claim" else ("discuss",))
        line = {**item, "type": "annotation", "document": self._foreign.id}
        self._foreign.bundle.add(line, key)
        self._ids[key] = str(item.get("id"))
        self._foreign.know(key, str(item.get("id")), str(item.get("tag")))
        self._foreign.by_id(item.get("annotator"), self._name)

    def _edited(self, key: str, item: dict[str, Any], facts: tuple[str, ...]) -> None:
        """Take over what attributes and notes say of an item of ours: all of it stood there when it was written."""
        now = self._extra(key, facts)
        note = str(now.pop("note", ""))
        if note != " ".join(str(item.get("note", "")).split()):
            item["note"] = note
        for fact in facts:
            if fact in now:
                item[fact] = now[fact]
            else:
                item.pop(fact, None)

    def _extra(self, key: str, names: tuple[str, ...]) -> dict[str, Any]:
        """Facts and notes of an item of another's: attributes we know, the others in words."""
        extra: dict[str, Any] = {}
        notes = list(self._file.notes.get(key, []))
        for name, value in self._file.attributes.get(key, []):
            fact = _FACTS.get(name.casefold().replace("_", ""))
            if fact is not None and fact in names and value in _VALUES[fact]:
                extra[fact] = value
            elif name.casefold() == "discuss":
                extra["discuss"] = True
            elif name.casefold() in ("negation", "negated") and "polarity" in names:
                extra["polarity"] = "negative"
            elif name != "NoCue":
                notes.append(f"{name}: {value}" if value else name)
        if notes:
            extra["note"] = "\n".join(note for note in notes if note)
        return extra

    def _parents(self) -> dict[str, str]:
        out: dict[str, str] = {}
        for key, (name, child, parent) in self._file.relations.items():
            if child in self._file.events and parent in self._file.events:
                self._foreign.bundle.native += 1
                if labels.role(name, self._foreign.options.relations) == "parent":
                    if out.setdefault(child, parent) != parent:
                        self._foreign.bundle.keep_out(key, f"{key}: {child} has a parent already; the first was kept")
                else:
                    self._foreign.bundle.keep_out(key, f"{key}: a relation {name} between events has no place here")
            elif child in self._file.events or parent in self._file.events:
                self._foreign.bundle.native += 1
                self._foreign.bundle.keep_out(key, f"{key}: a relation between an event and a span has no place here")
        return out

    def _event(self, key: str, parents: dict[str, str]) -> None:
        """Make the attribution of an event after those above it."""
        for one in from_above(key, parents, self._made):
            above = parents.get(one)
            if above is not None and above not in self._made:
                self._foreign.bundle.keep_out(one, f"{one}: the parents form a loop")
            self._foreign.bundle.native += 1
            item, known = self._file.items.get(one), self._made.get(above or "") or None
            made = self._own_event(one, item, known) if item is not None else self._their_event(one, known)
            self._made[one] = made or ""

    def _own_event(self, key: str, item: dict[str, Any], above: str | None) -> str:
        members: dict[str, list[str]] = {"sources": [], "cues": [], "contents": []}
        for role, end in self._file.events[key][1:]:
            known = labels.role(role, {})
            if end in self._ids and known in ("source", "cue", "content"):
                members[f"{known}s"].append(self._ids[end])
        self._edited(key, item, _OF_EVENT)
        line = {**item, **members, "type": "attribution", "document": self._foreign.id, "parent": above}
        if above is None:
            line.pop("parent_basis", None)
        self._foreign.bundle.add(line, key)
        return str(item.get("id"))

    def _their_event(self, key: str, above: str | None) -> str | None:
        (kind, trigger), *given = self._file.events[key]
        roles = [(labels.role(role, self._foreign.options.relations), end) for role, end in given]
        members = [(role, end) for role, end in roles if role in ("source", "cue", "content")]
        if not members:
            reason = f"an event {kind} without source, cue or content is no attribution"
            self._foreign.bundle.keep_out(key, f"{key}: {reason}")
            return None
        for (role, end), (name, _) in zip(roles, given, strict=True):
            if role not in ("source", "cue", "content"):
                self._foreign.bundle.keep_out(key, f"{key}: its role {name} ({end}) has no place in an attribution")
        facts = self._extra(key, _OF_EVENT)
        facts.pop("discuss", None)
        if above is not None:
            facts = {"parent_basis": "embedded", **facts, "parent": above}
        else:
            facts.pop("parent_basis", None)
        if trigger in self._ids and labels.meaning(kind, self._foreign.options.labels) == "cue":
            members.append(("cue", trigger))
        return self._foreign.attribution([(role or "", end) for role, end in members], key, **facts)
