"""The project file of a REFI-QDA project as values: users, codes, links, and the sources one after the other."""

import io
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from annotator.formats.guarding import member, refused, why_unreadable
from annotator.model.errors import UserError

NAMESPACE = "urn:QDA-XML:project:1.0"
NOTE = "Annotator"
_MEDIA = ("PictureSource", "PDFSource", "AudioSource", "VideoSource")


@dataclass(slots=True)
class Selection:
    key: str
    begin: int
    end: int
    name: str
    note: str
    codings: list[tuple[str, str, str]]
    """Guid, code and user of each coding."""


@dataclass(slots=True)
class Source:
    guid: str
    name: str
    raw: str = ""
    wrong: str = ""
    selections: list[Selection] = field(default_factory=list)
    broken: int = 0


@dataclass(slots=True)
class Project:
    """What is known before the sources are read one by one."""

    users: dict[str, str] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    links: list[tuple[str, str, str]] = field(default_factory=list)
    note: str = ""
    origin: str = ""
    left_out: Counter[str] = field(default_factory=Counter)


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
        raise refused(path, f"its project file is not readable: {why_unreadable(data, error.msg)}") from error


def _name(element: Any) -> str:
    return str(element.tag).rsplit("}", 1)[-1]


def read_project(data: bytes, path: Path) -> Project:
    out = Project()
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


def sources(data: bytes, box: zipfile.ZipFile, path: Path) -> Iterator[Source]:
    """The texts with their selections, in the order of the project file."""
    members = {name.lower(): name for name in box.namelist()}
    for element in _parsed(data, path, ("TextSource",)):
        source = Source(_plain(element.get("guid")), element.get("name") or "")
        inline = element.findtext(f"{{{NAMESPACE}}}PlainTextContent")
        given = element.get("plainTextPath") or ""
        name = members.get(f"sources/{given.removeprefix('internal://')}".lower())
        if inline is not None:
            source.raw = inline
        elif name is not None:
            try:
                raw = member(box, name, path)
                source.raw = raw.decode("utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
            except UnicodeDecodeError:
                source.wrong = "its text is neither UTF-8 nor UTF-16"
            except UserError:
                source.wrong = "its text is damaged in the file"
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


def _selection(element: Any) -> Selection | None:
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
    return Selection(_plain(element.get("guid")), begin, end, element.get("name") or "", note, codings)
