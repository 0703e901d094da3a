"""Reading CASes: our own, and those of INCEpTION and other programs on UIMA."""

import gc
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from annotator.formats.bundles import Bundle, ReadOptions, one_of_several, record
from annotator.formats.cas_loading import load
from annotator.formats.cas_types import ITEM, RELATION, SHARED_TEXT, SPAN, restored
from annotator.formats.foreign import Foreign, Native, missing_relations
from annotator.formats.lines import NotJson, decode
from annotator.formats.selection import SHARED
from annotator.model.counting import how_many

_NO_SPANS = ("Sentence", "Token", "DocumentMetaData", "DocumentAnnotation", "TagsetDescription", "TagDescription",
             "Paragraph", "Sofa")  # fmt: skip
_SEGMENTS = ("Sentence", "Token", "Paragraph")
_FIRST = (*SHARED, "document", "annotation", "attribution")
"""Kinds that nothing else has to stand before."""

_LABELS = ("label", "value", "identifier", "category", "type", "PosValue")


def read(place: Path, options: ReadOptions) -> Iterator[Bundle]:
    if place.is_dir():
        paths = sorted(p for p in place.rglob("*") if p.suffix in (".xmi", ".json") and p.is_file())
    else:
        paths = [place]
    paths.sort(key=lambda path: (path.parent != place, path))  # what is shared stands in the folder itself
    systems: dict[Path, Any] = {}
    whole: Bundle | None = None
    last = Bundle(str(place))
    for path in paths:
        with one_of_several(path, place) as found:
            found.append(_read_file(path, place, systems, options))
        bundle = found[0]
        if path.parent == place and place.is_dir():
            judging = [line.value["type"] not in _FIRST for line in bundle.lines]
            last.lines += [line for line, late in zip(bundle.lines, judging, strict=True) if late]
            bundle.lines = [line for line, late in zip(bundle.lines, judging, strict=True) if not late]
        if whole is None:
            whole = bundle
        elif path.parent == Path(whole.path).parent != place:
            whole.take_in(bundle)
        else:
            yield whole
            whole = bundle
    if whole is not None:
        yield whole
    yield last


def _read_file(path: Path, place: Path, systems: dict[Path, Any], options: ReadOptions) -> Bundle:
    cas, kept_out = load(path, place, systems)
    if threading.current_thread() is threading.main_thread():  # beside a window it collects
        gc.collect(0)  # CASes are full of cycles, and the collector may be paused

    def read_views(bundle: Bundle) -> None:
        for where, reason in kept_out:
            bundle.refuse(f"{path.name}, {where}", reason)
        for sofa in cas.sofas:
            _read_view(cas.get_view(sofa.sofaID), bundle, path, options, several=len(cas.sofas) > 1)

    return record(str(path), path.name, read_views)


def _read_view(view: Any, bundle: Bundle, path: Path, options: ReadOptions, *, several: bool) -> None:
    items = _items(view, bundle, path.name)
    document = next((line for line in items if line.get("type") == "document"), {})
    raw = view.sofa_string
    if not document and (items or (raw == SHARED_TEXT and _has(view, ITEM))):
        for line in items:  # the CAS of what is shared
            bundle.native += 1
            bundle.add(line, f"{path.name}")
        return
    if not isinstance(raw, str) or not raw.strip():
        spans = sum(hasattr(one, "begin") for one in view.select_all_fs())
        if several and not spans:
            return  # the usual first view of a CAS that has others
        bundle.refuse(
            path.name,
            f"a view has no text, although {how_many(spans, 'span stands', 'spans stand')} on it"
            if spans
            else "it has no text",
        )
        return
    facts = {name: value for name, value in document.items() if name not in ("id", "type", "text", "unsayable")}
    text = restored(raw, document.get("unsayable"))
    foreign = Foreign(
        bundle, "UIMA", text, options, facts=facts if document else {"title": _title(view, path)}, unit="code points"
    )
    foreign.document()
    _Reading(foreign, view, path).everything(items)


def _has(view: Any, name: str) -> bool:
    return bool(view.typesystem.contains_type(name))


def _items(view: Any, bundle: Bundle, name: str) -> list[dict[str, Any]]:
    """What our own structures for items say."""
    out = []
    for number, one in enumerate(view.select(ITEM) if _has(view, ITEM) else [], 1):
        try:
            value = decode(one.json)
        except (NotJson, TypeError):
            value = None
        if isinstance(value, dict) and isinstance(value.get("type"), str):
            out.append(value)
        else:
            bundle.refuse(f"{name}, item {number}", "it is no JSON object that says its kind")
    return out


def _title(view: Any, path: Path) -> str:
    for one in view.select_all_fs():
        if one.type.name.endswith("DocumentMetaData") and getattr(one, "documentTitle", None):
            return str(one.documentTitle)
    return path.stem


class _Reading:
    """One view, from feature structures to lines."""

    def __init__(self, foreign: Foreign, view: Any, path: Path) -> None:
        self._foreign = foreign
        self._view = view
        self._path = path
        self._keys: dict[int, str] = {}
        self._said: set[tuple[str, ...]] = set()
        """Our own relations: attribution, content, source or cue or the parent’s content, role."""

    def everything(self, items: list[dict[str, Any]]) -> None:
        bundle = self._foreign.bundle
        own, others, relations = self._sorted()
        for identifier, parts in own.items():
            with bundle.item(f"{self._path.name}, annotation {identifier}"):
                self._own(identifier, parts)
        self._tell_of_missing(items)
        self._others(others, own=bool(own))
        for line in items:
            if line["type"] != "document":
                bundle.native += 1
                if "document" in line:
                    line["document"] = self._foreign.id
                bundle.add(line, f"{self._path.name}")
        self._relations(relations)

    def _sorted(self) -> tuple[dict[str, list[Any]], list[Any], list[Any]]:
        """The parts of our annotations by id, spans of others, and relations that say nothing we are told of anyway."""
        own: dict[str, list[Any]] = {}
        others: list[Any] = []
        relations: list[Any] = []
        passed: Counter[str] = Counter()
        for one in self._view.select_all_fs():
            name, short = one.type.name, one.type.name.rsplit(".", 1)[-1]
            if name == SPAN and isinstance(one.identifier, str) and one.identifier:
                own.setdefault(one.identifier, []).append(one)
            elif name == ITEM or short in _NO_SPANS:
                passed[short] += short in _SEGMENTS
            elif hasattr(one, "Governor") and hasattr(one, "Dependent"):
                if name == RELATION and one.identifier:
                    ends = (str(getattr(end, "identifier", "")) for end in (one.Governor, one.Dependent))
                    self._said.add((str(one.identifier), *ends, str(one.label)))
                else:
                    relations.append(one)
            elif hasattr(one, "begin"):
                others.append(one)
        if +passed:
            told = ", ".join(f"{count} × {name}" for name, count in sorted((+passed).items()))
            note = f"{self._path.name}: {told} were left out; articles are cut up anew."
            self._foreign.bundle.report.notes.append(note)
        return own, others, relations

    def _own(self, identifier: str, parts: list[Any]) -> None:
        bundle = self._foreign.bundle
        bundle.native += 1
        try:
            rest = decode(parts[0].item or "{}")
        except NotJson:
            rest = {}
        line = dict(rest) if isinstance(rest, dict) else {}
        spans = sorted([one.begin, one.end] for one in parts)
        line |= {
            "type": "annotation", "id": identifier, "document": self._foreign.id, "tag": parts[0].label, "spans": spans
        }  # fmt: skip
        bundle.add(line, f"{self._path.name} {parts[0].begin}–{parts[-1].end}")
        for one in parts:
            self._keys[id(one)] = identifier
        self._foreign.know(identifier, identifier, str(parts[0].label))
        self._foreign.by_id(line.get("annotator"), self._path.stem)

    def _others(self, others: list[Any], *, own: bool) -> None:
        if others and not own:
            name = self._path.stem
            self._foreign.by("" if name.startswith(("data", "debug", "INITIAL_CAS")) else name)
        for number, one in enumerate(others):
            key = f"{self._path.name} {one.type.name.rsplit('.', 1)[-1]} {one.begin}–{one.end} ({number + 1})"
            native = Native(key, self._label(one), [(one.begin, one.end)], where=key)
            self._keys[id(one)] = key
            with self._foreign.bundle.item(key):
                self._foreign.span(native)

    @staticmethod
    def _label(one: Any) -> str:
        for name in _LABELS:
            value = getattr(one, name, None)
            if isinstance(value, str) and value.strip():
                return value
        return str(one.type.name.rsplit(".", 1)[-1])

    def _tell_of_missing(self, items: list[dict[str, Any]]) -> None:
        """Note relations of ours that are gone although their ends are there."""
        attributions = [line for line in items if line["type"] == "attribution"]
        contents = {str(line.get("id")): _ids(line, "contents") for line in attributions}
        here = set(self._keys.values())
        gone: Counter[str] = Counter()
        for line in attributions:
            own = contents[str(line.get("id"))]
            wanted = [(c, m, role) for c in own for role in ("source", "cue") for m in _ids(line, f"{role}s")]
            above = contents.get(str(line.get("parent")), [])
            wanted += [(c, p, "parent") for c, p in zip(own[:1], above[:1], strict=False)]
            for head, child, role in wanted:
                gone[role] += {head, child} <= here and (str(line.get("id")), head, child, role) not in self._said
        if gone.total():
            self._foreign.bundle.report.notes.append(missing_relations(self._foreign.title, gone))

    def _relations(self, relations: list[Any]) -> None:
        given = []
        for number, one in enumerate(relations, 1):
            head, child = self._keys.get(id(one.Governor), ""), self._keys.get(id(one.Dependent), "")
            name = self._label(one)
            given.append((head or f"? ({number})", child or f"? ({number})", name))
        self._foreign.relations(given)


def _ids(line: dict[str, Any], name: str) -> list[str]:
    value = line.get(name)
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []
