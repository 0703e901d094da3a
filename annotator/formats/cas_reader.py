"""Reading CASes: our own, and those of INCEpTION and other programs on UIMA."""

import gc
import io
import re
import warnings
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from annotator.formats.bundles import Bundle, ReadOptions
from annotator.formats.cas_types import ITEM, RELATION, SPAN, restored
from annotator.formats.foreign import Foreign, Native
from annotator.formats.guarding import MOST_MEMBER, check_xml, refused, why_unreadable
from annotator.formats.lines import NotJson, decode
from annotator.formats.selection import SHARED
from annotator.model.errors import UserError

_TYPES = ("TypeSystem.xml", "typesystem.xml")
_NO_SPANS = ("Sentence", "Token", "DocumentMetaData", "DocumentAnnotation", "TagsetDescription", "TagDescription",
             "Paragraph", "Sofa")  # fmt: skip
_SEGMENTS = ("Sentence", "Token", "Paragraph")
_ECORE = re.compile(r"http:///[\w/]*\.ecore")
_NAMESPACE = re.compile(rb'xmlns:([\w.-]+)="([^"]*)"')
_ELEMENT = re.compile(rb"<([\w.-]+):([\w.-]+)[\s/>]")
_SHARED = ("begin", "end", "sofa")
_LABELS = ("label", "value", "identifier", "category", "type", "PosValue")


def read(place: Path, options: ReadOptions) -> Iterator[Bundle]:
    if place.is_dir():
        paths = sorted(p for p in place.rglob("*") if p.suffix in (".xmi", ".json") and p.is_file())
    else:
        paths = [place]
    paths.sort(key=lambda path: (path.parent != place, path))  # what is shared stands in the folder itself
    systems: dict[Path, Any] = {}
    bundle: Bundle | None = None
    last: list[Any] = []
    for path in paths:
        cas = _load(path, place, systems)
        if bundle is None or path.parent != Path(bundle.path).parent or path.parent == place:
            if bundle is not None:
                yield bundle
            bundle = Bundle(str(path))
        gc.collect(0)  # CASes are full of cycles, and the collector may be paused
        for sofa in cas.sofas:
            _read_view(cas.get_view(sofa.sofaID), bundle, path, options, several=len(cas.sofas) > 1)
        if path.parent == place and place.is_dir():
            last += [line for line in bundle.lines if line.value["type"] not in (*SHARED, "document", "annotation",
                                                                                   "attribution")]  # fmt: skip
            bundle.lines = [line for line in bundle.lines if line not in last]
    if bundle is not None:
        yield bundle
    yield Bundle(str(place), last)


def _load(path: Path, place: Path, systems: dict[Path, Any]) -> Any:
    import cassis
    from cassis.typesystem import AnnotationHasNoSofa, TypeCheckError, TypeNotFoundError

    if path.stat().st_size > MOST_MEMBER:
        raise refused(path, "it is too large")
    data = path.read_bytes()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            if data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
                check_xml(data, path)
                return _load_xmi(data, _system(path, place, systems))
            text = data.decode("utf-8-sig")
            decode(text)
            return cassis.load_cas_from_json(text)
    except UserError:
        raise
    except NotJson:
        raise refused(path, "it is neither XML nor JSON") from None
    except (
        LookupError, ValueError, TypeError, AttributeError, RuntimeError, SyntaxError, TypeNotFoundError,
        TypeCheckError, AnnotationHasNoSofa,
    ) as error:  # fmt: skip  # whatever cassis runs into
        why = " ".join(f"{type(error).__name__}: {error}".split())[:160]
        raise refused(path, why_unreadable(data, f"it is not readable as a CAS ({why})")) from error


def _load_xmi(data: bytes, types: Any) -> Any:
    """A CAS from XMI; spans of types that are declared nowhere are read too, with what they say as text."""
    import cassis

    missing = _undeclared(data, types)
    if missing:
        types = cassis.merge_typesystems(types)
        for name, features in missing.items():
            made = types.create_type(name, "uima.tcas.Annotation")
            for feature in features:
                types.create_feature(made, feature, "uima.cas.String")
    return cassis.load_cas_from_xmi(data.decode("utf-8-sig"), types, lenient=True)


def _undeclared(data: bytes, types: Any) -> dict[str, list[str]]:
    """Types of spans in XMI that a type system lacks, with their attributes."""
    from lxml import etree

    found: dict[str, dict[str, None]] = {}
    if all(types.contains_type(name) for name in _named(data)):
        return {}
    for _, element in etree.iterparse(io.BytesIO(data), events=("end",), resolve_entities=False, no_network=True):
        namespace, _, local = str(element.tag).removeprefix("{").rpartition("}")
        if element.get("begin") is not None and element.get("end") is not None and _ECORE.fullmatch(namespace):
            package = _package(namespace)
            name = f"{package}.{local}" if package != "uima.noNamespace" else local
            if not types.contains_type(name):
                features = found.setdefault(name, {})
                features.update(dict.fromkeys(k for k in element.attrib if k not in _SHARED and "}" not in k))
        element.clear()
    return {name: list(features) for name, features in found.items()}


def _named(data: bytes) -> set[str]:
    """The types of which there are elements, as far as a look that parses nothing can say."""
    packages = {prefix: _package(uri.decode("utf-8", "replace")) for prefix, uri in _NAMESPACE.findall(data)}
    found = set(_ELEMENT.findall(data))
    return {f"{packages.get(prefix, '?')}.{local.decode()}" for prefix, local in found if prefix != b"xmi"}


def _package(namespace: str) -> str:
    return namespace.removeprefix("http:///").removesuffix(".ecore").replace("/", ".")


def _system(path: Path, place: Path, systems: dict[Path, Any]) -> Any:
    """The types beside a file or above it, up to the folder that was chosen."""
    import cassis

    folder = path.parent
    stop = place if place.is_dir() else place.parent
    own = path.with_name(f"{path.stem}-typesystem.xml")
    while True:
        for candidate in (own, *(folder / name for name in _TYPES)):
            if candidate.is_file():
                if candidate not in systems:
                    data = candidate.read_bytes()
                    check_xml(data, candidate)
                    try:
                        systems[candidate] = cassis.load_typesystem(data.decode("utf-8-sig"))
                    except (RuntimeError, SyntaxError) as error:
                        raise refused(candidate, why_unreadable(data, "it is not readable as types")) from error
                return systems[candidate]
        if folder in (stop, folder.parent):
            return cassis.TypeSystem()
        folder = folder.parent


def _read_view(view: Any, bundle: Bundle, path: Path, options: ReadOptions, *, several: bool) -> None:
    items = [line for line in (_json(one) for one in view.select(ITEM)) if line] if _has(view, ITEM) else []
    document = next((line for line in items if line.get("type") == "document"), {})
    raw = view.sofa_string
    if items and not document:
        for line in items:  # the CAS of what is shared
            bundle.native += 1
            bundle.add(line, f"{path.name}")
        return
    if not isinstance(raw, str) or not raw.strip():
        if several and not any(hasattr(one, "begin") for one in view.select_all_fs()):
            return  # the usual first view of a CAS that has others
        bundle.native += 1
        bundle.keep_out(path.name, f"{path.name}: a view has no text")
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


def _json(one: Any) -> dict[str, Any]:
    try:
        value = decode(one.json or "")
    except NotJson:
        return {}
    return value if isinstance(value, dict) and isinstance(value.get("type"), str) else {}


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

    def everything(self, items: list[dict[str, Any]]) -> None:
        bundle = self._foreign.bundle
        own, others, relations = self._sorted()
        for identifier, parts in own.items():
            self._own(identifier, parts)
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
            if name == SPAN and one.identifier:
                own.setdefault(one.identifier, []).append(one)
            elif name == ITEM or short in _NO_SPANS:
                passed[short] += short in _SEGMENTS
            elif hasattr(one, "Governor") and hasattr(one, "Dependent"):
                if not (name == RELATION and one.identifier):
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
        self._foreign.by_id(line.get("annotator"))

    def _others(self, others: list[Any], *, own: bool) -> None:
        if others and not own:
            name = self._path.stem
            self._foreign.by("" if name.startswith(("data", "debug", "INITIAL_CAS")) else name)
        for number, one in enumerate(others):
            key = f"{self._path.name} {one.type.name.rsplit('.', 1)[-1]} {one.begin}–{one.end} ({number + 1})"
            native = Native(key, self._label(one), [(one.begin, one.end)], where=key)
            self._keys[id(one)] = key
            self._foreign.span(native)

    @staticmethod
    def _label(one: Any) -> str:
        for name in _LABELS:
            value = getattr(one, name, None)
            if isinstance(value, str) and value.strip():
                return value
        return str(one.type.name.rsplit(".", 1)[-1])

    def _relations(self, relations: list[Any]) -> None:
        given = []
        for number, one in enumerate(relations, 1):
            head, child = self._keys.get(id(one.Governor), ""), self._keys.get(id(one.Dependent), "")
            name = self._label(one)
            given.append((head or f"? ({number})", child or f"? ({number})", name))
        self._foreign.relations(given)
