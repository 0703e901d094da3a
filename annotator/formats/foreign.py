"""An article as another program tells it, while it is read: its spans and relations become lines of ours.

Ids follow from what an item says, so that the same file read again brings nothing new.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from annotator.formats import json_stream, labels
from annotator.formats.bundles import Bundle, ReadOptions, Where, record
from annotator.model.errors import UserError
from annotator.model.items import CONTENT_TAGS, ROLES, TAGS
from annotator.model.text import Utf16Map, clean, digest, first_line, storable

_MEMBER = {"source": "sources", "cue": "cues", "content": "contents"}


def made_id(*parts: object) -> str:
    """A UUID that is the same for the same parts."""
    return str(uuid5(NAMESPACE_URL, storable("\x1f".join(map(str, parts)))[0]))


class Offsets:
    """From a file's offsets to code points of the stored text, which has LF line ends and no byte order mark."""

    def __init__(self, raw: str, unit: str) -> None:
        self._units = Utf16Map(raw) if unit == "UTF-16" else None
        start = len(raw) - len(raw.lstrip("\ufeff"))
        self._dropped = list(range(start))
        at = raw.find("\r\n", start)
        while at >= 0:
            self._dropped.append(at)
            at = raw.find("\r\n", at + 2)

    def __call__(self, offset: int) -> int:
        point = self._units.to_points(offset) if self._units is not None else offset
        return point - bisect_left(self._dropped, point)


def read_lines(place: Path, read: Callable[[Bundle, dict[str, Any], str], None]) -> Iterator[Bundle]:
    """A bundle for each line of JSON Lines, made by `read` from its object, which has a text, and where it stands.

    A line that is no such object is kept out. A file without lines is a corpus of no articles, and is told to be one.
    Raises UserError for a file that is no JSON Lines.
    """
    number = 0
    for number, value, wrong in json_stream.lines(place):
        where = f"line {number}"
        if isinstance(value, dict) and isinstance(value.get("text"), str) and value["text"].strip():
            yield record(str(place), where, read, value, where)
        else:
            bundle = Bundle(str(place))
            bundle.refuse(where, f"it {wrong or 'has no text'}")
            yield bundle
    if not number:
        bundle = Bundle(str(place))
        bundle.report.notes.append(f"{place.name} is empty: it holds no article.")
        yield bundle


def label_in(value: Mapping[str, Any], name: str, otherwise: str) -> str | None:
    """The name of a span or relation under a key, `otherwise` where there is no such key; None for what is no name."""
    return label_of(value.get(name, otherwise))


def label_of(value: object) -> str | None:
    """What a file calls a span or relation; None for what is no name, such as null, a list or an object."""
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else None


def listed(bundle: Bundle, value: Mapping[str, Any], name: str, where: str) -> list[Any]:
    """The list under a key; empty when there is none. What is no list there is kept out."""
    found = value.get(name)
    if found is None or isinstance(found, list):
        return found or []
    bundle.refuse(f"{where}, {name}", "it is no list")
    return []


def missing_relations(title: str, names: Mapping[str, int]) -> str:
    """What is told of relations that were exported with an article, by name and count, and did not come back.

    They are not taken back: many programs drop all relations when they write, and that is nobody's decision.
    """
    told = ", ".join(f"{count} × {name}" for name, count in sorted(names.items()) if count)
    return (
        f"“{title}”: relations that were exported are not in the file any more ({told});"
        " the attributions came in as they were exported."
    )


def from_above(key: str, parents: Mapping[str, str], made: Container[str]) -> list[str]:
    """A key after those above it not made yet, topmost first; of a ring, the one whose parent is the key."""
    way: dict[str, None] = {}
    step: str | None = key
    while step is not None and step not in made and step not in way:
        way[step] = None
        step = parents.get(step)
    return list(reversed(way))


@dataclass(slots=True)
class Native:
    """A span as the file has it. `spans` are in the file's offsets."""

    key: str
    label: str
    spans: Sequence[tuple[Any, Any]]
    words: Sequence[str] | None = None
    where: Where = ""
    extra: dict[str, Any] = field(default_factory=dict)


def _fitting(extra: Mapping[str, Any], tag: str) -> dict[str, Any]:
    """What is said of a span besides, so that it may be: the certainty of what is no claim is kept in the note."""
    fits = dict(extra)
    if tag != "claim" and (certainty := fits.pop("certainty", None)):
        fits["note"] = "\n".join(filter(None, (fits.get("note"), f"Certainty: {certainty}")))
    return fits


@dataclass(slots=True)
class _Found:
    """A span that became an annotation."""

    id: str
    tag: str


class Foreign:
    """Reads one article, as one annotator has it, into a bundle."""

    def __init__(
        self, bundle: Bundle, format_: str, raw: str, options: ReadOptions, *, unit: str = "",
        facts: Mapping[str, Any] | None = None,
    ) -> None:  # fmt: skip
        """Raises UserError when there is no text."""
        if not raw.strip():
            raise UserError(f"{bundle.path}: an article has no text.", "Nothing was imported.")
        self.bundle = bundle
        self._format = format_
        self.options = options
        self.text = clean(raw).text
        self.id = digest(self.text)
        self._offset = Offsets(raw, options.unit or unit)
        self._raw = raw
        self._seen: Counter[tuple[Any, ...]] = Counter()
        self._found: dict[str, _Found] = {}
        self._told: set[str] = set()
        self._once: dict[tuple[Any, ...], str] = {}
        self._name: str | None = ""
        self._annotator = ""
        self.facts = dict(facts) if facts is not None else {"title": first_line(self.text)}

    @property
    def title(self) -> str:
        """What the article is called in what is told of it."""
        return str(self.facts.get("title") or self.id[:12])

    def document(self) -> None:
        """The line of the article itself."""
        self.bundle.add({**self.facts, "type": "document", "id": self.id, "text": self._raw_kept()}, "the article")

    def _raw_kept(self) -> str:
        """The text with its final line ends; what cannot be stored is still in it, and told of when it is checked."""
        return self._raw.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")

    def by(self, name: str) -> None:
        """Whose the following spans are. A name the project does not know becomes a new annotator, if there are any."""
        self._name = name

    def by_id(self, id_: object, name: str = "") -> None:
        """The same for an annotator of ours, told of as a line too; where that is missing, they get this name."""
        if name and isinstance(id_, str) and id_:
            self.bundle.signers.setdefault(id_, name)
        self._name, self._annotator = (None, id_) if isinstance(id_, str) and id_ else (name, "")

    @property
    def annotator(self) -> str:
        """The id of whose the following spans are."""
        if self._name is not None:
            self._annotator = self._sign(self._name)
            self._name = None
        return self._annotator

    def _sign(self, name: str) -> str:
        if name:
            self.bundle.people[name] += 1
        called = name or self._format
        known = self.options.people.get(name) or self.options.people.get(called)
        if known is not None:
            return known
        id_ = made_id("annotator", called)
        if id_ not in self._told:
            self._told.add(id_)
            self.bundle.add({"type": "annotator", "id": id_, "name": called}, f"annotator {called}")
        return id_

    # Spans

    def spans(self, given: Sequence[tuple[Any, Any]]) -> list[list[int]] | None:
        """Offsets of the file as sorted spans of the stored text; None when they are no offsets."""
        out = []
        for begin, end in given:
            if type(begin) is not int or type(end) is not int:
                return None
            out.append([self._offset(begin), self._offset(end)])
        return sorted(out)

    def span(self, native: Native) -> str | None:
        """An annotation for a span; its id, or None when it is none or was kept out."""
        self.bundle.native += 1
        self.bundle.labels[native.label] += 1
        meant = labels.meaning(native.label, self.options.labels)
        if meant in (labels.IGNORE, labels.ATTRIBUTION):
            reason = (
                "its label is to be left out" if meant == labels.IGNORE
                else "it marks that something is attributed, which nothing here hangs on"
            )  # fmt: skip
            self.bundle.keep_out(str(native.where or native.key), f"{native.where or native.label}: {reason}")
            return None
        spans = self.spans(native.spans)
        if spans is None or any(begin >= end for begin, end in spans):
            shown = ", ".join(f"{begin}–{end}" for begin, end in native.spans)
            self.bundle.keep_out(
                str(native.where or native.key), f"{native.where or native.label}: the offsets {shown} cover nothing"
            )
            return None
        words = [clean(w).text for w in native.words] if native.words is not None else None
        if words is not None and len(words) != len(spans):
            words = None
        shown_words = words[0] if words else self.text[spans[0][0] : spans[-1][1]]
        tag = labels.tag_of(meant, shown_words)
        self.own_tag(tag, native.label)
        about = (self.id, self.annotator, tag, *map(tuple, spans))
        self._seen[about] += 1
        id_ = made_id("annotation", *about, self._seen[about])
        line = {
            **_fitting(native.extra, tag), "type": "annotation", "id": id_, "document": self.id,
            "annotator": self.annotator, "tag": tag, "spans": spans,
        }  # fmt: skip
        if words is not None:
            line["text"] = words
        if tag == "excluded":
            del line["annotator"]
        self.bundle.add(line, native.where)
        self._found[native.key] = _Found(id_, tag)
        return id_

    def span_once(self, native: Native) -> str | None:
        """The same for a file that repeats a span wherever it is used: it is one annotation."""
        about = (native.label, tuple(native.spans))
        earlier = self._once.get(about)
        if earlier is not None and earlier in self._found:
            self._found[native.key] = self._found[earlier]
            return self._found[earlier].id
        self._once[about] = native.key
        self.bundle.native -= 1  # the file counts what it hangs on
        return self.span(native)

    def own_tag(self, tag: str, label: str) -> None:
        if tag not in TAGS and tag not in self._told:
            self._told.add(tag)
            self.bundle.add({"type": "tag", "id": made_id("tag", tag), "slug": tag, "name": label}, f"label {label}")

    def know(self, key: str, id_: str, tag: str) -> None:
        """A span that is told of as a line of ours."""
        self._found[key] = _Found(id_, tag)

    # What ties spans together

    def attribution(self, members: Iterable[tuple[str, str]], where: str, **facts: Any) -> str | None:
        """An attribution of (role, key of a span); the id, or None when it was kept out."""
        chosen: defaultdict[str, set[str]] = defaultdict(set)
        for role, key in members:
            found = self._found.get(key)
            if found is None:
                self.bundle.keep_out(key, f"{where}: its {role or 'member'} {key} is no annotation or was kept out")
                continue
            fits = [name for name, tags in ROLES.items() if found.tag in tags]
            if role in _MEMBER and _MEMBER[role] not in fits:
                self.bundle.keep_out(key, f"{where}: a {found.tag} cannot be the {role} of an attribution")
            elif fits:
                chosen[fits[0]].add(found.id)
        if not chosen["contents"]:
            self.bundle.keep_out(where, f"{where}: it has no content that was imported")
            return None
        sorted_ = {name: sorted(ids) for name, ids in chosen.items() if ids}
        about = (self.id, self.annotator, *(f"{name}{ids}" for name, ids in sorted(sorted_.items())))
        self._seen[about] += 1
        id_ = made_id("attribution", *about, self._seen[about])
        if not sorted_.get("sources"):
            facts.setdefault("source_status", "unspecified")
        self.bundle.add(
            {
                **facts, "type": "attribution", "id": id_, "document": self.id, "annotator": self.annotator, **sorted_
            }, where,
        )  # fmt: skip
        return id_

    def relations(self, given: Iterable[tuple[str, str, str]]) -> None:
        """Attributions from binary relations (from, to, name) between spans, whichever way they point."""
        pairs: list[tuple[str, str, str, str]] = []
        for head, child, name in given:
            self.bundle.native += 1
            self.bundle.relations[name] += 1
            known = labels.role(name, self.options.relations)
            where = f"relation {name} from {head} to {child}"
            if head not in self._found or child not in self._found:
                self.bundle.keep_out(where, f"{where}: one of its ends is no annotation or was kept out")
            elif known == labels.IGNORE:
                self.bundle.keep_out(where, f"{where}: it is to be left out")
            else:
                pairs.append((head, child, known or "", where))
        _Tying(self, pairs, {key: found.tag for key, found in self._found.items()}).finish()


class _Tying:
    """Groups binary relations around the contents they lead to."""

    def __init__(self, foreign: Foreign, pairs: list[tuple[str, str, str, str]], tags: Mapping[str, str]) -> None:
        self._foreign = foreign
        self._tags = tags
        self._near: dict[str, set[str]] = {}
        self._of_cue: defaultdict[str, set[str]] = defaultdict(set)
        self._parents: dict[str, tuple[str, str]] = {}
        for head, child, role, where in pairs:
            self._take(head, child, role, where)

    def _take(self, head: str, child: str, role: str, where: str) -> None:
        ends = {self._tags[head], self._tags[child]}
        contents = [key for key in (head, child) if self._tags[key] in CONTENT_TAGS]
        if len(contents) == 1 and ends & {"source", "cue"}:
            self._near.setdefault(contents[0], set()).add(child if contents[0] == head else head)
        elif ends == {"source", "cue"}:
            cue, source = (head, child) if self._tags[head] == "cue" else (child, head)
            self._of_cue[cue].add(source)
        elif len(contents) == 2 and role == "parent" and self._parents.get(head, (child,))[0] != child:
            self._foreign.bundle.keep_out(where, f"{where}: {head} has a parent already; the first was kept")
        elif len(contents) == 2 and role == "parent":
            self._near.setdefault(head, set())
            self._near.setdefault(child, set())
            self._parents[head] = (child, where)
        else:
            reason = f"a relation between a {self._tags[head]} and a {self._tags[child]} is no role of an attribution"
            self._foreign.bundle.keep_out(where, f"{where}: {reason}")

    def finish(self) -> None:
        used: set[str] = set()
        made: dict[str, str | None] = {}

        def make(content: str) -> None:
            near = set(self._near[content])
            for cue in [key for key in near if key in self._of_cue]:
                near |= self._of_cue[cue]
                used.add(cue)
            facts: dict[str, Any] = {}
            parent, where = self._parents.get(content, ("", ""))
            if parent and parent not in made:
                self._foreign.bundle.keep_out(where, f"{where}: the parents form a loop")
            elif parent and (above := made[parent]) is not None:
                facts = {"parent": above, "parent_basis": "embedded"}
            members = [("", key) for key in sorted(near | {content})]
            made[content] = self._foreign.attribution(members, f"relations of {content}", **facts)

        parents = {content: parent for content, (parent, _) in self._parents.items()}
        for content in self._near:
            for one in from_above(content, parents, made):
                make(one)
        for cue in self._of_cue.keys() - used:
            where = f"relation of the cue {cue}"
            self._foreign.bundle.keep_out(where, f"{where}: no content belongs to it")
