"""A CAS from a file, through dkpro-cassis, with the types that stand beside it."""

import io
import json
import re
import warnings
from pathlib import Path
from typing import Any

from annotator.formats.bundles import UNFORESEEN
from annotator.formats.cas_mending import XMI_ID, KeptOut, mended_json, mended_xmi
from annotator.formats.cas_types import OWN, type_system
from annotator.formats.guarding import MOST_MEMBER, check_xml, refused, why_unreadable
from annotator.formats.lines import NotJson, decode

_TYPES = ("TypeSystem.xml", "typesystem.xml")
_ECORE = re.compile(r"http:///[\w/]*\.ecore")
_NAMESPACE = re.compile(rb'xmlns:([\w.-]+)="([^"]*)"')
_ELEMENT = re.compile(rb"<([\w.-]+):([\w.-]+)[\s/>]")
_BLANK = b"\xef\xbb\xbf \r\n\t"
_SHARED = ("begin", "end", "sofa")


def load(path: Path, place: Path, systems: dict[Path, Any]) -> tuple[Any, KeptOut]:
    """The CAS of a file below the place chosen, and the structures that had to be kept out, with the reasons.

    `systems` keeps the type systems read so far. Raises UserError for what is no CAS.
    """
    if path.stat().st_size > MOST_MEMBER:
        raise refused(path, "it is too large")
    data = path.read_bytes()
    xml = data.lstrip(_BLANK).startswith(b"<")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            if xml:
                check_xml(data, path)
                return _load_xmi(data, _system(path, place, systems))
            return _load_json(data.decode("utf-8-sig"))
    except NotJson as error:
        begun = data.lstrip(_BLANK).startswith((b"{", b"["))
        raise refused(path, error.why if begun else "it is neither XML nor JSON") from None
    except _unreadable() as error:
        why = " ".join(f"{type(error).__name__}: {error}".split())[:160]
        alone = ", and no type system stands beside it" if xml and not systems else ""
        raise refused(path, why_unreadable(data, f"it is not readable as a CAS ({why}){alone}")) from error


def _unreadable() -> tuple[type[BaseException], ...]:
    """Whatever cassis runs into."""
    from cassis.typesystem import AnnotationHasNoSofa, TypeCheckError, TypeNotFoundError

    return (*UNFORESEEN, SyntaxError, TypeNotFoundError, TypeCheckError, AnnotationHasNoSofa)


def _load_json(text: str) -> tuple[Any, KeptOut]:
    import cassis

    value = decode(text)

    def loads(some: dict[str, Any]) -> bool:
        try:
            cassis.load_cas_from_json(json.dumps(some))
        except _unreadable():
            return False
        return True

    try:
        return cassis.load_cas_from_json(text), []
    except _unreadable():
        if not isinstance(value, dict):
            raise
        mended, told = mended_json(value, loads)
        return cassis.load_cas_from_json(json.dumps(mended)), told


def _load_xmi(data: bytes, types: Any) -> tuple[Any, KeptOut]:
    """A CAS from XMI; spans of types that are declared nowhere are read too, with what they say as text.

    Other structures of such types are kept out: what is in them cannot be known.
    """
    import cassis

    told: KeptOut = []
    named = _named(data)
    if not all(types.contains_type(name) for name in named):
        own = any(name in named and not types.contains_type(name) for name in OWN)
        types = cassis.merge_typesystems(types, *([type_system()] if own else []))
        missing, told = _undeclared(data, types)
        for name, features in missing.items():
            made = types.create_type(name, "uima.tcas.Annotation")
            for feature in features:
                types.create_feature(made, feature, "uima.cas.String")
    try:
        return cassis.load_cas_from_xmi(data.decode("utf-8-sig"), types, lenient=True), told
    except _unreadable():
        mended, broken = mended_xmi(data)
        return cassis.load_cas_from_xmi(mended.decode(), types, lenient=True), told + broken


def _undeclared(data: bytes, types: Any) -> tuple[dict[str, list[str]], KeptOut]:
    """Types of spans in XMI that a type system lacks, with their attributes; and the structures of other such types."""
    from lxml import etree

    found: dict[str, dict[str, None]] = {}
    others: KeptOut = []
    for _, element in etree.iterparse(io.BytesIO(data), events=("end",), resolve_entities=False, no_network=True):
        namespace, _, local = str(element.tag).removeprefix("{").rpartition("}")
        package = _package(namespace)
        name = f"{package}.{local}" if package != "uima.noNamespace" else local
        if _ECORE.fullmatch(namespace) and package != "uima.cas" and not types.contains_type(name):
            if element.get("begin") is not None and element.get("end") is not None:
                features = found.setdefault(name, {})
                features.update(dict.fromkeys(k for k in element.attrib if k not in _SHARED and "}" not in k))
            else:
                number = element.get(XMI_ID, "")
                others.append((f"structure {number}", f"no type system that stands beside it declares the type {name}"))
        element.clear()
    return {name: list(features) for name, features in found.items()}, others


def _named(data: bytes) -> set[str]:
    """The types of which there are elements, as far as a look that parses nothing can say."""
    packages = {prefix: _package(uri.decode("utf-8", "replace")) for prefix, uri in _NAMESPACE.findall(data)}
    found = set(_ELEMENT.findall(data))
    return {f"{packages.get(prefix, '?')}.{local.decode()}" for prefix, local in found if prefix != b"xmi"}


def _package(namespace: str) -> str:
    return namespace.removeprefix("http:///").removesuffix(".ecore").replace("/", ".")


def _system(path: Path, place: Path, systems: dict[Path, Any]) -> Any:
    """The types beside a file or above it, up to the folder above the one chosen; our own where there are none.

    Exports have the types once, above the folders of the articles, of which one alone may be chosen.
    """
    import cassis

    folder = path.parent
    chosen = place if place.is_dir() else place.parent
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
        if folder in (chosen.parent, folder.parent):
            return type_system()
        folder = folder.parent
