"""Every kind of article file that is read, by name; their modules are imported when used.

A module has `read(source, options)`, which yields what it finds as `Found` or `Refused`, one at a time, and may raise
UserError for the file as a whole.
"""

from importlib import import_module
from types import ModuleType
from typing import Any, NamedTuple

from annotator import extras
from annotator.model.errors import UserError

ENCODING, COLUMNS, WHOLE = "encoding", "columns", "whole"
"""What a person can decide about reading a file."""


class ArticleFormat(NamedTuple):
    """What `annotator formats`, the import window and the documentation know of a kind of article file.

    `extra` is what has to be installed, with `needs`, the packages that tell whether it is. A file holds one article,
    or `many`. `options` are what can be decided about reading it.
    """

    name: str
    title: str
    line: str
    suffixes: tuple[str, ...]
    module: str
    many: bool = False
    extra: str = ""
    needs: tuple[str, ...] = ()
    options: tuple[str, ...] = ()

    @property
    def installed(self) -> bool:
        return extras.installed(self.needs)

    @property
    def install_line(self) -> str:
        return extras.install_line(self.extra)

    def load(self) -> ModuleType:
        """Its module. Raises UserError with the line that installs what is missing."""
        if not self.installed:
            raise extras.missing(self.title, self.extra)
        return import_module(f"annotator.importers.{self.module}")

    def plain(self) -> dict[str, Any]:
        """As `annotator formats --json` prints it."""
        return {
            "name": self.name, "title": self.title, "kind": "article", "direction": "import",
            "suffixes": list(self.suffixes), "many": self.many, "options": list(self.options),
            "extra": self.extra, "installed": self.installed, "install": self.install_line,
        }  # fmt: skip


ARTICLES = {
    one.name: one
    for one in (
        ArticleFormat(
            "text", "Plain text", "One article a file, in any common encoding.", (".txt", ".text"), "plain_text",
            options=(ENCODING,),
        ),
        ArticleFormat(
            "html-page", "Web page", "A saved page: its article, with captions, quotes, lists and posts.",
            (".html", ".htm", ".xhtml"), "html_page", extra="html", needs=("lxml", "trafilatura"), options=(ENCODING,),
        ),
        ArticleFormat(
            "mhtml", "Web page in one file", "MHTML, as Chrome and Edge save it.", (".mhtml", ".mht"), "mhtml",
            extra="html", needs=("lxml", "trafilatura"), options=(ENCODING,),
        ),
        ArticleFormat(
            "markdown", "Markdown", "The text as it is shown, facts from its front matter.", (".md", ".markdown"),
            "markdown", extra="html", needs=("lxml", "markdown_it"), options=(ENCODING,),
        ),
        ArticleFormat(
            "docx", "Word", "With tracked insertions, without deletions; tables, lists, notes and text boxes.",
            (".docx", ".docm"), "docx", extra="office", needs=("lxml",),
        ),
        ArticleFormat(
            "pdf-file", "PDF", "The text layer as paragraphs; running heads and page numbers left out.", (".pdf",),
            "pdf_file", extra="pdf", needs=("pypdf",),
        ),
        ArticleFormat(
            "odt", "OpenDocument text", "From LibreOffice and others; tables, lists and notes.", (".odt", ".fodt"),
            "odt", extra="office", needs=("lxml",),
        ),
        ArticleFormat(
            "epub", "EPUB", "A book or a newspaper: an article for each chapter, or the whole.", (".epub",), "epub",
            many=True, extra="html", needs=("lxml",), options=(WHOLE,),
        ),
        ArticleFormat("rtf", "RTF", "Rich text: its text, notes and tables.", (".rtf",), "rtf"),
        ArticleFormat(
            "email", "E-mail", "A saved message: its text, facts from its headers; attachments stay closed.", (".eml",),
            "mail", options=(ENCODING,),
        ),
        ArticleFormat(
            "feed", "Feed", "RSS or Atom that was saved: an article for each entry.", (".rss", ".atom"), "feed",
            many=True, extra="feeds", needs=("lxml", "trafilatura", "feedparser"),
        ),
        ArticleFormat(
            "news-xml", "News XML", "NITF, NewsML-G2 and NewsML 1 of news agencies.", (".xml", ".nitf"), "news_xml",
            many=True, extra="html", needs=("lxml",),
        ),
        ArticleFormat(
            "ninjs", "ninjs", "News items of the IPTC in JSON.", (".json", ".ninjs"), "ninjs", many=True,
        ),
        ArticleFormat(
            "warc", "Web archive", "WARC: an article for each page that was fetched.", (".warc", ".gz"),
            "warc", many=True, extra="warc", needs=("lxml", "trafilatura", "warcio"), options=(ENCODING,),
        ),
        ArticleFormat(
            "table", "Table", "CSV, TSV, Excel or JSON with an article in each row or object.",
            (".csv", ".tsv", ".tab", ".xlsx", ".xlsm", ".jsonl", ".ndjson"), "table", many=True,
            options=(ENCODING, COLUMNS),
        ),
    )
}  # fmt: skip


def find(name: str) -> ArticleFormat:
    """The format of a name. Raises UserError with those there are."""
    known = ARTICLES.get(name)
    if known is None:
        raise UserError(f"There is no kind of article file “{name}”.", f"Choose from {', '.join(ARTICLES)}.")
    return known


def suffixes() -> frozenset[str]:
    """The endings of files that hold articles."""
    return frozenset(suffix for one in ARTICLES.values() for suffix in one.suffixes)
