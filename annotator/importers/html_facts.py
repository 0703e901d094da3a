"""What a page says about its article: in JSON-LD, in meta elements, and where neither does, by its looks."""

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from annotator.importers.article import Facts

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_ARTICLES = {"article", "newsarticle", "reportagenewsarticle", "analysisnewsarticle", "opinionnewsarticle",
             "backgroundnewsarticle", "blogposting", "liveblogposting", "report", "techarticle",
             "scholarlyarticle", "socialmediaposting", "webpage"}  # fmt: skip
_SAVED = re.compile(r"saved from url=\(\d+\)(\S+)|^\s*url:\s*(\S+)", re.MULTILINE)
"""What browsers and SingleFile write into the pages that they save."""

_TITLE = ("og:title", "twitter:title", "dc.title", "dcterms.title", "parsely-title", "sailthru.title", "headline")
_AUTHOR = ("author", "article:author", "dc.creator", "dcterms.creator", "parsely-author", "sailthru.author", "byl",
           "citation_author")  # fmt: skip
_OUTLET = ("og:site_name", "dc.publisher", "dcterms.publisher", "publisher", "application-name", "article:publisher",
           "citation_journal_title")  # fmt: skip
_PUBLISHED = ("article:published_time", "og:published_time", "parsely-pub-date", "sailthru.date", "datepublished",
              "dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date", "dcterms.date", "pubdate",
              "publishdate", "publish-date", "publication_date", "citation_publication_date", "date",
              "cxenseparse:recs:publishtime",
              "article.published")  # fmt: skip
_LANGUAGE = ("og:locale", "content-language", "dc.language", "language")
_TIME = re.compile(
    r"(\d{4})-?(\d{2})-?(\d{2})(?:[T ](\d{2}):?(\d{2})(?::?(\d{2})(?:[.,]\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?)?"
)
_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_DEEPEST = 12


def facts_of(tree: "HtmlElement") -> Facts:
    """What the page says about its article in so many words."""
    meta = _meta(tree)
    said = next(_linked(tree), {})
    html = tree if tree.tag == "html" else None
    return Facts(
        title=_plain(_text(said.get("headline")) or _first(meta, _TITLE) or _text(said.get("name")) or _title(tree)),
        author=_plain(_people(said.get("author")) or _authors(meta)),
        outlet=_plain(_first(meta, ("og:site_name",)) or _people(said.get("publisher")) or _names(meta, _OUTLET)),
        published=iso(_text(said.get("datePublished"))) or _date(meta) or _time(tree),
        url=_web(_text(said.get("url"))) or _web(_link(tree, "canonical")) or _web(_first(meta, ("og:url",)))
        or _saved_from(tree),
        language=language((html.get("lang") or html.get("{http://www.w3.org/XML/1998/namespace}lang") or "")
                          if html is not None else "")
        or language(_text(said.get("inLanguage"))) or language(_first(meta, _LANGUAGE)),
    )  # fmt: skip


def iso(text: str) -> str:
    """A date, with its time where there is one, in ISO 8601; empty for what is none."""
    found = _TIME.match(text.strip())
    if found is None:
        return ""
    year, month, day, hour, minute, second, zone = found.groups()
    if not (1500 <= int(year) <= 2200 and 1 <= int(month) <= 12 and 1 <= int(day) <= 31):
        return ""
    date = f"{year}-{month}-{day}"
    if hour is None or int(hour) > 23 or int(minute) > 59:
        return date
    if zone and zone != "Z" and ":" not in zone:
        zone = f"{zone[:3]}:{zone[3:]}"
    return f"{date}T{hour}:{minute}{f':{second}' if second else ''}{zone or ''}"


def language(tag: str) -> str:
    """A language tag as BCP 47 writes it: “en”, “en-GB”; empty for what is none."""
    found = _TAG.fullmatch(tag.strip())
    if found is None:
        return ""
    first, *rest = re.split("[-_]", found.group())
    return "-".join([first.lower(), *(part.upper() if len(part) == 2 else part for part in rest)])


def _plain(text: str) -> str:
    return " ".join(text.split())[:500]


def _text(value: Any) -> str:
    if isinstance(value, list):
        value = next((one for one in value if one), "")
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name") or value.get("alternateName") or value.get("@id")
    return value if isinstance(value, str) else ""


def _people(value: Any) -> str:
    """Names of people or organisations as JSON-LD gives them, joined by commas."""
    found = value if isinstance(value, list) else [value]
    names = [_plain(_text(one)) for one in found]
    return ", ".join(dict.fromkeys(n for n in names if n and not n.startswith(("http://", "https://"))))


def _meta(tree: "HtmlElement") -> dict[str, list[str]]:
    out: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        content = element.get("content")
        if content and content.strip():
            for key in ("property", "name", "itemprop", "http-equiv"):
                if name := element.get(key):
                    out.setdefault(name.strip().lower(), []).append(content)
    return out


def _first(meta: dict[str, list[str]], names: tuple[str, ...]) -> str:
    return next((meta[name][0] for name in names if name in meta), "")


def _names(meta: dict[str, list[str]], names: tuple[str, ...]) -> str:
    """The first that is a name rather than an address or an account."""
    found = (meta[name][0] for name in names if name in meta)
    return next((one for one in found if not one.strip().startswith(("http", "@", "/"))), "")


def _authors(meta: dict[str, list[str]]) -> str:
    for name in _AUTHOR:
        found = [one for one in meta.get(name, ()) if not one.strip().startswith(("http", "@", "/"))]
        if found:
            return ", ".join(dict.fromkeys(_plain(one) for one in found))
    return ""


def _date(meta: dict[str, list[str]]) -> str:
    return next((found for name in _PUBLISHED if name in meta and (found := iso(meta[name][0]))), "")


def _time(tree: "HtmlElement") -> str:
    """The first time that the page marks as one, where it says that it is of the publication."""
    times = [element for element in tree.iter("time") if element.get("datetime")]
    marked = [one for one in times if one.get("pubdate") is not None or "published" in (one.get("class") or "").lower()
              or one.get("itemprop") == "datePublished"]  # fmt: skip
    return next((found for one in marked if (found := iso(one.get("datetime") or ""))), "")


def _title(tree: "HtmlElement") -> str:
    heads = [" ".join(one.itertext()) for one in tree.iter("h1")]
    if len(heads) == 1 and heads[0].strip():
        return heads[0]
    return next((one.text or "" for one in tree.iter("title")), "") or (heads[0] if heads else "")


def _link(tree: "HtmlElement", relation: str) -> str:
    found = (e.get("href") or "" for e in tree.iter("link") if (e.get("rel") or "").lower() == relation)
    return next(found, "")


def _web(address: str) -> str:
    """An address of the web; empty for any other. It is shown and kept, and never followed."""
    try:
        return address.strip() if urlsplit(address.strip()).scheme in ("http", "https") else ""
    except ValueError:
        return ""


def _saved_from(tree: "HtmlElement") -> str:
    from lxml import etree

    root = tree.getroottree()
    around = [*tree.itersiblings(etree.Comment, preceding=True), *root.iter(etree.Comment)]
    for comment in around[:50]:
        if found := _SAVED.search(comment.text or ""):
            return _web(found.group(1) or found.group(2))
    return ""


def _linked(tree: "HtmlElement") -> Iterator[dict[str, Any]]:
    """What JSON-LD says about articles, those that have a headline first."""
    found: list[dict[str, Any]] = []
    for element in tree.iter("script"):
        if (element.get("type") or "").lower().startswith("application/ld+json"):
            try:
                _collect(json.loads(element.text or "", strict=False), found, 0)
            except (ValueError, RecursionError):
                continue
    yield from sorted(found, key=lambda one: (not _text(one.get("headline")), not one.get("datePublished")))


def _collect(value: Any, found: list[dict[str, Any]], depth: int) -> None:
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for one in value:
            _collect(one, found, depth + 1)
    elif isinstance(value, dict):
        kinds = value.get("@type")
        names = kinds if isinstance(kinds, list) else [kinds]
        if any(isinstance(one, str) and one.lower() in _ARTICLES for one in names):
            found.append(value)
        _collect(value.get("@graph"), found, depth + 1)
        _collect(value.get("mainEntity"), found, depth + 1)
