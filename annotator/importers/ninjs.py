"""ninjs, news items of the IPTC in JSON, in the spellings of versions 1 to 3: one item, or a list of them."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from annotator import extras
from annotator.importers.article import Block, Facts, Found, Options, Refused, under
from annotator.importers.dates import dated
from annotator.importers.decoding import decode
from annotator.importers.html_facts import language
from annotator.importers.plain_text import blocks_of
from annotator.importers.source import Source
from annotator.model.counting import how_many
from annotator.model.errors import UserError
from annotator.model.text import clean

MEDIA_TYPE = "application/json"
MOST_BYTES = 64 * 1024 * 1024
_LISTS = ("items", "newsitems", "results", "hits", "articles")


def read(source: Source, options: Options) -> Iterator[Found | Refused]:
    """The items of a file. Raises UserError for what is none."""
    data = source.read()
    if len(data) > MOST_BYTES:
        raise UserError(f"{source.name} is larger than {MOST_BYTES // 2**20} MB.", "Split it.")
    decoded = decode(data, source.name, options.encoding)
    try:
        value = json.loads(decoded.text.lstrip("\ufeff"))
    except ValueError:
        raise UserError(f"{source.name} is not JSON, or was cut off.", "Save it again.") from None
    items = _items(value)
    for number, item in enumerate(items, 1):
        one = len(items) == 1
        raw = data if one else json.dumps(item, ensure_ascii=True).encode()
        yield _article(item, "" if one else f"item {number}", raw)


def _items(value: Any) -> list[Any]:
    if isinstance(value, dict):
        inner = next((value[key] for key in value if _plain(key) in _LISTS and isinstance(value[key], list)), None)
        return [value] if inner is None else inner
    return value if isinstance(value, list) else []


def _plain(key: str) -> str:
    return key.replace("_", "").replace("-", "").lower()


def _article(value: Any, name: str, data: bytes) -> Found | Refused:
    if not isinstance(value, dict):
        return Refused("it is no news item", name=name)
    said = {_plain(str(key)): one for key, one in value.items()}
    kind = _words(said.get("type"))
    blocks = _body(said, name)
    if not blocks:
        what = f"it is of the type “{kind[:40]}” and" if kind and kind != "text" else "it"
        return Refused(f"{what} holds no text", name=name)
    facts = _facts(said)
    related = said.get("associations")
    notes = (
        (f"{how_many(len(related), 'associated item', 'associated items')} left out",)
        if isinstance(related, dict | list) and related
        else ()
    )
    return Found(under(facts.title, blocks), facts, name, "ninjs", MEDIA_TYPE, original=data, notes=notes)


def _body(said: Mapping[str, Any], name: str) -> tuple[Block, ...]:
    """The longest body, with markup rather than without."""
    found = [(key, one) for key, one in said.items() if key.startswith("body") and isinstance(one, str)]
    bodies = said.get("bodies")
    found += [
        (str(one.get("contenttype") or one.get("contentType")), one["value"])
        for one in (bodies if isinstance(bodies, list) else ())
        if isinstance(one, dict) and isinstance(one.get("value"), str)
    ]
    marked = [text for key, text in found if "html" in key or re.search(r"<(?:p|br|div|h\d)\b", text)]
    plain = [text for _, text in found if text not in marked]
    if any(text.strip() for text in marked):
        if not extras.installed(("lxml",)):
            raise extras.missing("News items in HTML", "html")
        from annotator.importers.html_page import every_block

        return every_block(f"<html><body>{max(marked, key=len)}</body></html>", name or "the item")
    text = clean(max(plain, key=len, default="")).text
    return blocks_of(text) if text.strip() else ()


def _facts(said: Mapping[str, Any]) -> Facts:
    heads = said.get("headlines")
    main = next((one for one in heads if isinstance(one, dict) and one.get("role", "main") in ("main", "")), None) \
        if isinstance(heads, list) else None  # fmt: skip
    sources = said.get("infosource") or said.get("infosources") or said.get("provider") or said.get("copyrightholder")
    dates = (said.get(key) for key in ("contentcreated", "firstcreated", "versioncreated", "datecreated"))
    address = next((one for key in ("url", "canonicalurl", "uri") if isinstance(one := said.get(key), str)
                    and one.startswith(("http://", "https://"))), "")  # fmt: skip
    return Facts(
        title=_words(main) or _words(said.get("headline")) or _words(heads) or _words(said.get("title")),
        author=_words(said.get("byline") or said.get("bylines") or said.get("by")).removeprefix("By "),
        outlet=_words(sources),
        published=next((found for one in dates if isinstance(one, str) and (found := dated(one))), ""),
        url=address,
        language=language(_words(said.get("language"))),
    )


def _words(value: Any) -> str:
    """A text, the name or value in an object, or the first of a list."""
    if isinstance(value, list):
        value = next(iter(value), "")
    if isinstance(value, dict):
        value = value.get("name") or value.get("value") or value.get("literal") or value.get("text")
    return " ".join(value.split())[:500] if isinstance(value, str) else ""
