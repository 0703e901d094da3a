"""XML of strangers as a tree: no entity is expanded, no document type fetched, nothing read from the network."""

import codecs
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from annotator.model.errors import UserError

if TYPE_CHECKING:
    from lxml.etree import _Element

MOST_BYTES = 48 * 1024 * 1024
"""Beyond this a tree would take up more memory than a reader may."""

MOST_PARTS = 1_500_000
"""Elements and attributes, each of which takes up about 150 bytes, however short its text is."""

_WIDE = ((codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"), (codecs.BOM_UTF16_LE, "utf-16"),
         (codecs.BOM_UTF16_BE, "utf-16"), (b"<\x00?\x00", "utf-16-le"), (b"\x00<\x00?", "utf-16-be"))  # fmt: skip
_DECLARATION = re.compile(r"\A\ufeff?\s*<\?xml[^>]{0,200}\?>")


def parse(data: bytes, name: str) -> "_Element":
    """The root element. Raises UserError for what is damaged, too large, nested too deep, or declares entities."""
    from lxml import etree

    if len(data) > MOST_BYTES:
        raise UserError(f"{name} is larger than XML may be here ({MOST_BYTES // 2**20} MB).", "Split it.")
    data = _narrow(data)
    check_prolog(data, name)
    if data.count(b"<") - data.count(b"</") + data.count(b'="') + data.count(b"='") > MOST_PARTS:
        raise UserError(f"{name} holds more elements than XML may here ({MOST_PARTS:,}).", "Split it.")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except (etree.LxmlError, ValueError) as error:
        told = str(error).split(", line")[0][:120]
        raise UserError(
            f"{name} is damaged: its XML cannot be read ({told}).", "Save or export it again, and import that."
        ) from None
    if next(root.iter(etree.Entity), None) is not None:
        raise _entities(name)
    return root


def check_prolog(data: bytes, name: str) -> None:
    """Raise UserError for XML that declares entities, for readers that make no tree."""
    data = _narrow(data)
    if b"<!ENTITY" in data[: _first_element(data)]:
        raise _entities(name)


def _entities(name: str) -> UserError:
    return UserError(f"{name} declares entities of XML, which are not read.", "Save it without them, and import that.")


def _narrow(data: bytes) -> bytes:
    """The document in UTF-8 when it is in UTF-16 or UTF-32, so that what it declares can be seen."""
    codec = next((codec for begin, codec in _WIDE if data.startswith(begin)), "")
    if not codec:
        return data
    return _DECLARATION.sub("", data.decode(codec, "replace")).lstrip("\ufeff").encode("utf-8", "replace")


def _first_element(data: bytes) -> int:
    """Where the first element begins; declarations stand before it."""
    found = re.search(rb"<[^?!]", data)
    at = found.start() if found else len(data)
    inner = data.find(b"[", 0, at)
    if inner >= 0 and b"<!DOCTYPE" in data[:inner]:  # what looks like an element may stand in a declaration
        end = data.find(b"]", inner)
        return max(at, end if end >= 0 else len(data))
    return at


def local(element: "_Element") -> str:
    """The name of an element without its namespace; empty for comments and the like."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def own(element: "_Element", name: str) -> str:
    """An attribute in the namespace of its element, or in none; empty when it is not there."""
    space = element.tag.rpartition("}")[0]
    return element.get(f"{space}}}{name}" if space else name) or element.get(name) or ""


def given(element: "_Element", name: str) -> str:
    """An attribute of whatever namespace; empty when it is not there."""
    return next((str(value) for key, value in element.items() if key.rpartition("}")[2] == name), "")


def child(element: "_Element | None", *names: str) -> "_Element | None":
    """The element that is reached from another by going down these names."""
    for name in names:
        if element is None:
            return None
        element = next((one for one in element if local(one) == name), None)
    return element


def every(element: "_Element", name: str) -> "Iterator[_Element]":
    """All elements of a name anywhere within."""
    yield from element.iter(f"{{*}}{name}")


def words(element: "_Element | None") -> str:
    """All text within, white space collapsed."""
    return "" if element is None else " ".join("".join(element.itertext()).split())
