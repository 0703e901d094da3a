"""XML of news agencies: NITF, NewsML-G2 and NewsML 1. Content that stands elsewhere is told of and never fetched."""

import base64
import binascii
from collections.abc import Iterator
from copy import deepcopy
from typing import TYPE_CHECKING

from annotator.importers import nitf, xml_tree
from annotator.importers.article import Block, Facts, Found, Options, Refused, under
from annotator.importers.dates import dated
from annotator.importers.html_facts import language
from annotator.importers.html_page import every_block
from annotator.importers.plain_text import blocks_of
from annotator.importers.quotation_marks import QUOTED
from annotator.importers.source import Source
from annotator.importers.xml_tree import child, every, given, local, words
from annotator.model.errors import UserError
from annotator.model.text import clean

if TYPE_CHECKING:
    from lxml.etree import _Element

MEDIA_TYPE = "application/xml"


def read(source: Source, options: Options) -> Iterator[Found | Refused]:  # noqa: ARG001 - XML says its encoding
    """The articles of a file. Raises UserError for what holds none."""
    data = source.read()
    root = xml_tree.parse(data, source.name)
    if local(root) == "nitf":
        yield _of_nitf(root, Facts(), "", data)
        return
    items = _items(root)
    if not items:
        raise UserError(f"{source.name} holds no article, but {_what(root)}.", "Choose the file of the article itself.")
    for number, item in enumerate(items, 1):
        name = f"item {number}" if len(items) > 1 else ""
        yield _item(item, name, data if len(items) == 1 else _alone(item))


def _items(root: "_Element") -> "list[_Element]":
    if local(root) in ("newsItem", "NewsItem"):
        return [root]
    return [*every(root, "newsItem"), *every(root, "NewsItem")]


def _what(root: "_Element") -> str:
    inner = next((local(one) for one in root.iter() if local(one).endswith("Item")), local(root))
    return {
        "packageItem": "a list of articles that stand elsewhere", "conceptItem": "an entry of a vocabulary",
        "knowledgeItem": "a vocabulary", "planningItem": "plans for coverage",
    }.get(inner, f"an element “{local(root)[:40]}”")  # fmt: skip


def _alone(item: "_Element") -> bytes:
    from lxml import etree

    data = etree.tostring(item, encoding="utf-8", with_tail=False)
    assert isinstance(data, bytes)
    return data


def _of_nitf(root: "_Element", known: Facts, name: str, data: bytes) -> Found:
    body = nitf.Body()
    blocks = tuple(body.blocks(root))
    own = nitf.facts_of(root)
    facts = Facts(*(outer or inner for outer, inner in zip(known, own, strict=True)))
    notes = (QUOTED,) if body.added else ()
    return Found(blocks, facts, name, "news-xml", MEDIA_TYPE, original=data, notes=notes)


def _item(item: "_Element", name: str, data: bytes) -> Found | Refused:
    facts = _facts(item) if local(item) == "newsItem" else _first_facts(item)
    inner = next(every(item, "nitf"), None)
    if inner is not None:
        return _of_nitf(inner, facts, name, data)
    blocks = _blocks(item)
    if not blocks:
        remote = next(every(item, "remoteContent"), None)
        why = "its content is in another file, which is not fetched" if remote is not None else "it holds no text"
        return Refused(why, "Import that file." if remote is not None else "", name)
    return Found(under(facts.title, blocks), facts, name, "news-xml", MEDIA_TYPE, original=data)


def _blocks(item: "_Element") -> tuple[Block, ...]:
    """The blocks of the content that is longest, where an item has it in several forms."""
    found = [_inline(one) for kind in ("inlineXML", "inlineData", "DataContent") for one in every(item, kind)]
    return max(found, key=lambda blocks: sum(len(block.text) for block in blocks), default=())


def _inline(element: "_Element") -> tuple[Block, ...]:
    from lxml import etree

    first = next((one for one in element if local(one)), None)
    if first is None:
        text = _data(element)
        if "html" in given(element, "contenttype"):
            return every_block(f"<html><body>{text}</body></html>", "content") if text.strip() else ()
        return blocks_of(clean(text).text) if text.strip() else ()
    copy = deepcopy(element)
    for one in copy.iter():
        if isinstance(one.tag, str):
            one.tag = local(one)
    markup = "".join(etree.tostring(one, encoding="unicode", method="html") for one in copy)
    return every_block(f"<html><body>{markup}</body></html>" if local(first) != "html" else markup, "content")


def _data(element: "_Element") -> str:
    text = "".join(element.itertext())
    if given(element, "encoding").endswith("base64"):
        try:
            return base64.b64decode(text, validate=False).decode("utf-8", "replace")
        except (binascii.Error, ValueError):
            return ""
    return text


def _facts(item: "_Element") -> Facts:
    """What NewsML-G2 says of an article."""
    about, content = child(item, "itemMeta"), child(item, "contentMeta")
    times = ((content, "contentCreated"), (about, "firstCreated"), (about, "versionCreated"))
    made = [words(one) for meta, name in times if (one := child(meta, name)) is not None]
    people = [] if content is None else [_name(one) for one in content if local(one) == "creator"]
    by = words(child(content, "by"))
    provider = child(about, "provider")
    source = child(content, "infoSource")
    tongue = child(content, "language")
    return Facts(
        title=words(child(content, "headline")) or words(child(about, "title")),
        author=", ".join(dict.fromkeys(filter(None, people))) or by.removeprefix("By ").removeprefix("by "),
        outlet=_name(source) or _name(provider) or words(child(content, "creditline")),
        published=next((found for one in made if (found := dated(one))), ""),
        language=language(("" if tongue is None else given(tongue, "tag")) or given(item, "lang")),
    )


def _name(element: "_Element | None") -> str:
    if element is None:
        return ""
    code = given(element, "literal") or given(element, "qcode").rpartition(":")[2]
    return words(child(element, "name")) or code


def _first_facts(item: "_Element") -> Facts:
    """What NewsML 1 says of an article."""

    def first(name: str) -> str:
        return next((words(one) for one in every(item, name) if words(one)), "")

    tongue = next((given(one, "FormalName") for one in every(item, "Language")), "")
    return Facts(
        title=first("HeadLine"), author=first("ByLine").removeprefix("By "),
        outlet=first("CreditLine") or first("ProviderId"),
        published=dated(first("FirstCreated")) or dated(first("ThisRevisionCreated")), language=language(tongue),
    )  # fmt: skip
