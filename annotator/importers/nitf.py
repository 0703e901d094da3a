"""NITF, the format in which news agencies mark up one article: its blocks, and the facts in its head. NITF 3.6."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from annotator.importers.article import Block, Facts
from annotator.importers.dates import dated
from annotator.importers.html_facts import language
from annotator.importers.quotation_marks import missing
from annotator.importers.tabular import as_text
from annotator.importers.xml_tree import child, every, given, local, words

if TYPE_CHECKING:
    from lxml.etree import _Element

_KINDS = {"hl1": "heading", "hl2": "heading", "bq": "quote", "media-caption": "caption", "caption": "caption",
          "li": "list", "dt": "list", "dd": "list"}  # fmt: skip
_ASIDE = {"byline": "the byline", "abstract": "the abstract", "media-producer": "who made a picture",
          "media-reference": "a picture", "note": "a note to editors", "distributor": "the agency",
          "rights": "about rights", "series": "about a series", "body.end": "the end of the article",
          "media-metadata": "about a picture", "media-object": "a picture"}  # fmt: skip
_INLINE = frozenset(
    ("a alt-code br chron city classifier copyrite country em event fn frac function.title lang location money num"
     " object.title org person postaddr pronounce q region sub sublocation sup state street virtloc b i u strong"
     " span").split()
)  # fmt: skip
_BREAK = "\x00"
"""A line break that was meant, which XML itself cannot hold."""


class Body:
    """Makes blocks of the body; `added` tells whether quotation marks were written where the file has only markup."""

    def __init__(self) -> None:
        self.added = False

    def blocks(self, nitf: "_Element") -> Iterator[Block]:
        """What the article shows, in its order, and what stands beside it."""
        body = child(nitf, "body")
        if body is not None:
            yield from self._within(body, "paragraph", "")

    def _within(self, element: "_Element", kind: str, aside: str) -> Iterator[Block]:
        run: list[str] = [element.text or ""]
        number = 0
        for one in element:
            name = local(one)
            if name in _INLINE:
                self._inline(one, run)
                run.append(one.tail or "")
                continue
            yield from _paragraph(run, kind, aside)
            if name == "table":
                yield from self._table(one, aside)
            elif name in ("ol", "ul") or name == "li":
                number += name == "li"
                marker = f"{number}. " if local(element) == "ol" else "• "
                for n, block in enumerate(self._within(one, _KINDS.get(name, kind), aside)):
                    first = name == "li" and not n
                    yield Block(marker + block.text, "list", block.kept, why=block.why, before="\n") if first else block
            elif name != "hr":
                yield from self._within(one, _KINDS.get(name, kind), aside or _ASIDE.get(name, ""))
            run.append(one.tail or "")
        yield from _paragraph(run, kind, aside)

    def _inline(self, element: "_Element", run: list[str]) -> None:
        """The text of an element in a paragraph; NITF marks quotes, with or without their quotation marks."""
        name = local(element)
        if name == "br":
            run.append(_BREAK)
            return
        inner: list[str] = [element.text or ""]
        for one in element:
            self._inline(one, inner)
            inner.append(one.tail or "")
        text = "".join(inner)
        if name == "q" and missing(text, next((part for part in reversed(run) if part.strip()), "")):
            self.added = True
            text = f"“{text.strip()}”"
        run.append(text)

    def _table(self, table: "_Element", aside: str) -> Iterator[Block]:
        for caption in every(table, "caption"):
            yield from self._within(caption, "caption", aside)
        rows = [[words(cell) for cell in row if local(cell) in ("td", "th")] for row in every(table, "tr")]
        if text := as_text(rows):
            yield Block(text, "table", not aside, why=aside)


def _paragraph(run: list[str], kind: str, aside: str) -> Iterator[Block]:
    lines = [" ".join(line.split()) for line in "".join(run).split(_BREAK)]
    run.clear()
    text = "\n".join(lines).strip("\n")
    if text:
        yield Block(text, kind, not aside, why=aside)


def facts_of(nitf: "_Element") -> Facts:
    """What the head says, and where it does not, the headline and the byline."""
    head, body = child(nitf, "head"), child(nitf, "body", "body.head")
    data = child(head, "docdata")
    published = child(head, "pubdata")
    issued = child(data, "date.issue")
    released = child(data, "date.release")
    dates = [given(one, name) for one, name in ((published, "date.publication"), (issued, "norm"), (released, "norm"))
             if one is not None]  # fmt: skip
    dates += [given(one, "norm") for one in every(nitf, "story.date")]
    rights = child(data, "doc.copyright")
    people = [words(one) for byline in (every(body, "byline") if body is not None else ())
              for one in every(byline, "person")]  # fmt: skip
    byline = words(child(body, "byline"))
    outlet = "" if published is None else given(published, "name")
    return Facts(
        title=words(child(body, "hedline", "hl1")) or words(child(head, "title")),
        author=", ".join(dict.fromkeys(filter(None, people))) or byline.removeprefix("By ").removeprefix("by "),
        outlet=outlet or words(child(body, "distributor")) or ("" if rights is None else given(rights, "holder")),
        published=next((found for one in dates if (found := dated(one))), ""),
        url=next((one for one in (given(nitf, "url"), "" if published is None else given(published, "ex-ref"))
                  if one.startswith(("http://", "https://"))), ""),
        language=language(given(nitf, "baselang") or given(nitf, "lang")),
    )  # fmt: skip
